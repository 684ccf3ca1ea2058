"""The benchmark of roots: its labels are whole, and a row's sources become the chains that the row bears out."""

from __future__ import annotations

import pytest

from bench.roots.__main__ import impossible, labels, too_narrow
from bench.roots.telling import Sources, counted, named


def test_labels_are_two_hundred_events_once_each() -> None:
    """Two hundred ids, each once, each with a range that begins at one or more."""
    every = labels()
    assert len(every) == len({one.id for one in every}) == 200
    assert all(1 <= one.roots[0] <= one.roots[1] for one in every)
    groups = [one.group for one in every]
    several = {"several outlets": 79, "one outlet, several reports": 90, "one report of others": 31}
    assert {name: groups.count(name) for name in groups} == several


ROWS = [
    # offices, origins, the range
    (("tide radio", "the courier"), ("tide radio", "the courier"), (2, 2)),  # each is its own
    (("tide radio", "liveuamap"), ("tide radio",), (1, 1)),  # a digest rests on the one that is named
    (("tide radio", "the courier"), ("tide radio",), (1, 2)),  # another outlet may, and may not
    (("tide radio", "the courier"), ("jorvel wire",), (1, 1)),  # both rest on somebody else
    (("tide radio", "the courier"), (), (2, 2)),  # nothing is said: two outlets
    (("tide radio", "the courier"), ("tide radio", "a nurse"), (2, 2)),  # the other asked the nurse
    (("human rights watch",), ("human rights watch", "a nurse"), (1, 2)),  # who may have asked her, or heard of it
    (("tide radio",), (), (1, 1)),
]


@pytest.mark.parametrize(("offices", "origins", "right"), ROWS)
def test_chains_are_as_sure_as_the_row(
    offices: tuple[str, ...], origins: tuple[str, ...], right: tuple[int, int]
) -> None:
    """Whoever is named as origin is its own; others rest on it as far as the row says."""
    found = counted(Sources(offices, tuple((one, "") for one in offices), origins))
    assert (found.low, found.high) == right


def test_a_headline_may_say_whose_report_it_is() -> None:
    """A relay that begins with the name of another source rests on it."""
    headlines = (("tide radio", "Shells fall"), ("the courier", "Tide Radio: shells fall"))
    found = counted(Sources(("tide radio", "the courier"), headlines, ()))
    assert (found.low, found.high) == (1, 1)


def test_offices_have_one_spelling() -> None:
    """However an office is written, it is one."""
    assert named(" HRW") == named("Human  Rights Watch")


def test_wrong_is_what_no_number_saves() -> None:
    """A range is wrong where it misses the label whole; narrow where it leaves out a part of it."""
    assert impossible((2, 2), (1, 1))
    assert not impossible((2, 3), (1, 2))
    assert too_narrow((1, 1), (1, 2))
    assert not too_narrow((1, 3), (1, 2))
