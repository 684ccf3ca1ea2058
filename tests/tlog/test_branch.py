"""A branch of a forked log: it shows by itself which entries the log signed beyond those shared, and where two part."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.chance import branch_of
from tests.state.logs import Writer
from tests.sync.logs import grown
from truceline.tlog import branch
from truceline.tlog.checkpoint import Checkpoint

ONE = grown(Writer("north", "guarantor"), 6)
OTHER = grown(ONE.forked(4), 2, " otherwise")
KEY = ONE.log_key.public


@pytest.mark.parametrize("start", [0, 1, 3, 4, 6, 7])
def test_a_branch_is_read_back_and_holds(start: int) -> None:
    """From any entry on, the empty edge included, what is written is read back and is what the log signed."""
    one = branch_of(ONE, start)
    assert branch.parse(one.write()) == one
    assert (one.start, one.proves(KEY)) == (start, True)
    assert not one.proves(Writer("south", "guarantor").log_key.public)


def test_what_the_log_did_not_sign_proves_nothing() -> None:
    """An entry altered, one too few, or another edge: the head is not over these."""
    one = branch_of(ONE, 4)
    for wrong in (
        replace(one, leaves=one.leaves[:-1]),
        replace(one, leaves=(*one.leaves[:-1], b"another")),
        replace(one, edge=branch_of(ONE, 3).edge),
        replace(one, head=Checkpoint.parse(ONE.head(6))),
    ):
        assert not wrong.proves(KEY)


def test_two_branches_show_where_they_part() -> None:
    """From one edge on with other first entries; told from further back, or alone, they do not show it."""
    part = [branch_of(ONE, 4), branch_of(OTHER, 4)]
    assert branch.parting(part) == branch.parting(part[::-1]) == 4
    for short in ([branch_of(ONE, 3), branch_of(OTHER, 3)], [branch_of(ONE, 3), part[1]], part[:1], [part[0]] * 2, []):
        assert branch.parting(short) is None
    assert branch.parting([part[0], replace(part[1], leaves=())]) is None


def test_a_head_of_the_same_history_is_known() -> None:
    """Heads from its start to its end are of it; those of the other history, and beyond, are not."""
    one = branch_of(ONE, 4)
    assert [one.holds(Checkpoint.parse(ONE.head(size))) for size in (3, 4, 5, 7)] == [False, True, True, True]
    assert not one.holds(Checkpoint.parse(OTHER.head(5)))
    assert not replace(one, leaves=one.leaves[:1]).holds(Checkpoint.parse(ONE.head()))


LINES = branch_of(ONE, 5).write().split(b"\n", 4)


@pytest.mark.parametrize(
    ("which", "line", "words"),
    [
        (0, b"truceline/branch/v2", "truceline/branch/v1 on the first line"),
        (1, b"-5", "a whole number, not '-5'"),
        (1, b"\xc2\xb2", "a whole number"),
        (1, b"7", "an edge of 7 leaves has 3 peaks"),
        (2, b"AA== ???", "a hash in base64"),
        (3, b"x", "a whole number"),
    ],
)
def test_what_is_no_branch_is_said(which: int, line: bytes, words: str) -> None:
    """Each line that is wrong is named by what was expected."""
    lines = [*LINES]
    lines[which] = line
    with pytest.raises(ValueError, match=words):
        branch.parse(b"\n".join(lines))


def test_a_branch_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is longer than a node takes is not read."""
    monkeypatch.setattr(branch, "MOST_BYTES", 10)
    with pytest.raises(ValueError, match="at most 10 bytes"):
        branch.parse(branch_of(ONE, 5).write())
    with pytest.raises(ValueError, match="three more"):
        branch.parse(b"trucelin")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(max_size=6), st.integers(0, 4))
def test_any_bytes_are_a_branch_or_refused(at: int, put: bytes, cut: int) -> None:
    """However a file is altered, it is read as a branch or refused ; only what was signed holds."""
    data = branch_of(ONE, 4).write()
    with suppress(ValueError):
        found = branch.parse(data[:at] + put + data[at + cut :])
        assert not found.proves(KEY) or found == branch_of(ONE, 4)
