"""Errors say what, where, expected, got, and what next; and what a command returns for each."""

import pytest

from truceline.errors import (
    AgreementError,
    DataError,
    Fault,
    InputError,
    Refused,
    TrucelineError,
    UnknownName,
    shortened,
)


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault("zones.yaml", 12, "zones.0.id", "an id", "-x", "Begin it with a letter."),
            "zones.yaml:12: zones.0.id: expected an id, got -x. Begin it with a letter.",
        ),
        (
            Fault("zones.yaml", 0, "", "YAML", "a tab", "Use spaces."),
            "zones.yaml: expected YAML, got a tab. Use spaces.",
        ),
        (Fault("", 0, "time", "an instant", "noon", "Write it."), "time: expected an instant, got noon. Write it."),
        (Fault("", 0, "", "rows", "none", "Add one."), "expected rows, got none. Add one."),
    ],
)
def test_a_fault_reads_as_one_line(fault: Fault, text: str) -> None:
    """File, line and field where there are such; then expected, got, cure."""
    assert str(fault) == text


@pytest.mark.parametrize(
    ("text", "short"),
    [("a\n  b\tc", "a b c"), ("x" * 80, "x" * 80), ("x" * 81, "x" * 79 + "…"), ("", "")],
)
def test_what_was_got_is_cut_to_a_readable_length(text: str, short: str) -> None:
    """One line of at most eighty characters, an ellipsis where something was cut."""
    assert shortened(text) == short


def test_an_input_error_lists_its_faults() -> None:
    """The sentence first, then each fault on its own line."""
    faults = (Fault("a", 1, "x", "1", "2", "Mend."), Fault("a", 2, "y", "1", "2", "Mend."))
    error = InputError("two things are wrong", faults)
    assert str(error).splitlines() == [
        "two things are wrong",
        "  a:1: x: expected 1, got 2. Mend.",
        "  a:2: y: expected 1, got 2. Mend.",
    ]
    assert (error.what, error.faults) == ("two things are wrong", faults)
    assert str(DataError("no file")) == "no file"


def test_an_unknown_name_says_which_names_there_are() -> None:
    """Up to twelve names; an ellipsis where there are more; none is said."""
    many = tuple(f"a{number}" for number in range(13))
    assert str(UnknownName("agreement", "x", ("b", "c"))) == "no agreement named 'x'; expected one of: b, c"
    assert str(UnknownName("finding", "x", many)).endswith("a10, a11 …")
    assert str(UnknownName("finding", "x", many[:12])).endswith("a10, a11")
    assert str(UnknownName("column", "x", ())) == "no column named 'x'; expected one of: none there"


def test_each_error_has_its_exit_code() -> None:
    """What a command returns tells apart what went wrong; the base of all is 1."""
    codes = {
        one.__name__: one.exit_code
        for one in (TrucelineError, InputError, AgreementError, DataError, UnknownName, Refused)
    }
    assert codes == {
        "TrucelineError": 1,
        "InputError": 3,
        "AgreementError": 4,
        "DataError": 3,
        "UnknownName": 5,
        "Refused": 6,
    }
    assert all(issubclass(one, TrucelineError) for one in (AgreementError, DataError, UnknownName, Refused))
