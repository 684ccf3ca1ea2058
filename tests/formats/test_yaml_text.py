"""YAML as lawyers write it: text stays text, every value knows its line, and what cannot be read says why."""

import pytest

from truceline.formats.yaml_text import DEEPEST, dotted, read_yaml


def test_plain_words_stay_text() -> None:
    """No country code becomes false, no date a date, no number a number."""
    tree = read_yaml(b"a: NO\nb: 2016-02-27\nc: 1e3\nd: 012\ne: ~\nf:\n", "a.yaml").tree
    assert tree == {"a": "NO", "b": "2016-02-27", "c": "1e3", "d": "012", "e": None, "f": None}


def test_every_value_knows_its_line() -> None:
    """Keys stand on their own line, items of a list on theirs."""
    lines = read_yaml(b"a:\n  b: 1\n  c:\n    - x\n    - y\n", "a.yaml").lines
    assert (lines[("a", "b")], lines[("a", "c")], lines[("a", "c", 1)]) == (2, 3, 5)
    assert dotted(("a", "c", 1, "d")) == "a.c[1].d"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a: 1\nb: \xff\n", r"a.yaml:2: expected UTF-8 text, got b'\xff'. Save the file as UTF-8."),
        (b"a: 1\na: 2\n", "a.yaml:2: a: expected each key once, got a again. Keep one of the two."),
        (b"? [x]\n: 1\n", "a.yaml:1: expected a word as key, got a list or mapping. Use a plain key."),
        (b"a:\n  b:\n    ? {}\n    : 1\n",
         "a.yaml:3: a.b: expected a word as key, got a list or mapping. Use a plain key."),
        (b"a: [\n",
         ("a.yaml:2: expected YAML, got while parsing a flow node expected the node content, but found '<stream end>'. "
          "Check indentation, colons and quotes on this line.")),
        (b"a: \x07\n",
         ("a.yaml: expected printable text, got unacceptable character #x0007: special characters are not allowed "
          'in "<unicode …. Remove the character; YAML allows printable text only.')),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, said: str) -> None:
    """With its line, and what to do."""
    (fault,) = read_yaml(data, "a.yaml").faults
    assert str(fault) == said


@pytest.mark.parametrize("levels", [DEEPEST + 1, DEEPEST + 2, 5_000])
def test_depth_has_a_limit(levels: int) -> None:
    """As deep as any agreement needs, and no deeper."""
    faults = read_yaml(b"[" * levels + b"]" * levels, "a.yaml").faults
    assert bool(faults) is (levels > DEEPEST + 1)  # the file itself is not counted
    if faults:
        assert (faults[0].expected, faults[0].got, faults[0].cure) == ("at most 40 levels", "more", "Flatten the file.")
