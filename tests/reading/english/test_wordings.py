"""Attribution in wordings of every kind, and sentences that only look so: fictional, read one by one.

``attributed.txt`` and its like have a part of the wanted source's id and a sentence on each line (several parts with
commas between where either will do); ``plain.txt`` and its like sentences that lay nothing to anybody.
"""

from pathlib import Path

import pytest

from tests.reading.english.test_attribution import chain
from truceline.formats.reading.telling import forms

HERE = Path(__file__).parent


def lines(name: str) -> list[str]:
    """The lines of a file beside this one."""
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def sources(text: str) -> list[str]:
    """The sources of the last claim; empty: nothing was read, or nothing laid to anybody."""
    try:
        return chain(text)
    except IndexError:
        return []


def missed(name: str) -> tuple[list[str], list[str], int]:
    """The sentences of a file laid to nobody, those laid to somebody else, and how many there are."""
    told = [line.split("|", 1) for line in lines(name)]
    read = [(wanted.split(","), text, sources(text)) for wanted, text in told]
    nobody = [text for _, text, found in read if not found]
    other = [text for wanted, text, found in read if found and not any(one in found[-1] for one in wanted)]
    return nobody, other, len(told)


@pytest.mark.parametrize(
    ("name", "somebodys", "right"),
    [("attributed.txt", 0.98, 0.88), ("attributed_more.txt", 0.80, 0.66), ("attributed_last.txt", 0.80, 0.75)],
)
def test_wordings_are_laid_to_somebody(name: str, somebodys: float, right: float) -> None:
    """The rules were written on the first file; the others were written after them, and hold them to more than it."""
    nobody, other, total = missed(name)
    assert total - len(nobody) >= somebodys * total, nobody
    assert total - len(nobody) - len(other) >= right * total, other


@pytest.mark.parametrize("name", ["plain.txt", "plain_more.txt", "plain_last.txt"])
def test_what_only_looks_so_is_nobodys(name: str) -> None:
    """Words of saying in other senses make no source."""
    assert [text for text in lines(name) if sources(text)] == []


@pytest.mark.parametrize(
    ("verb", "made"),
    [
        ("deny", ("deny", "denies", "denied", "denying")),
        ("stop", ("stop", "stops", "stopped", "stopping")),
        ("guess", ("guess", "guesses", "guessed", "guessing")),
        ("point out", ("point out", "points out", "pointed out", "pointing out")),
    ],
)
def test_every_form_of_a_verb_is_made(verb: str, made: tuple[str, ...]) -> None:
    """By rule; irregular pasts are told."""
    assert forms(verb, {}) == made
    assert forms("say", {"say": ["said"]})[2] == "said"
