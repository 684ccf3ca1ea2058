"""Batches: at fixed times, of one size, once a slot; and after any failure nothing has left twice, or is lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.sealing.posting import Body, Posting, numbered, posting, slot_of
from tests.sync.nodes import again, made
from truceline.desk.node import parcels as going
from truceline.desk.sealing import age, batches, vault
from truceline.desk.sealing.batches import Schedule
from truceline.desk.sealing.receiving import Outcome, frames
from truceline.desk.sealing.vault import Vault
from truceline.errors import DataError, RecordError
from truceline.period import Instant
from truceline.tlog.entry import Entry, parse


@pytest.fixture
def all_(tmp_path: Path) -> Iterator[Posting]:
    with posting(tmp_path) as found:
        yield found


def sealed(body: Body) -> list[Entry]:
    """The sealed entries of a body's own log."""
    found = (parse(leaf) for leaf in body.node.leaves(body.origin))
    return [one for one in found if one.kind == "sealed"]


def waiting(body: Body) -> list[str]:
    with body.vault() as held:
        return [id_ for id_, _ in held.queued()]


def test_what_does_not_fit_waits(all_: Posting) -> None:
    """The oldest leave first, eight a slot; the rest at the next, filled up with entries that are nothing."""
    mission = all_.mission
    ids = [mission.seals(all_.kalvessar).id for _ in range(11)]
    all_.at(1)
    assert mission.leaves() == 8
    assert waiting(mission) == ids[8:]
    assert {one.id for one in sealed(mission)} == set(ids[:8])
    assert [one.id for one in sealed(mission)] != ids[:8]  # in an order of chance
    all_.at(2)
    assert mission.leaves() == 8
    assert waiting(mission) == []
    assert set(ids) < {one.id for one in sealed(mission)}


def test_one_batch_a_slot_whatever_the_clock_does(all_: Posting) -> None:
    """Set back, or twice within a slot: nothing more leaves. Slots missed are made up for by one batch, not many."""
    mission = all_.mission
    left = []
    for slots in (2, 2, 2.9, 1, 0, 2, 3, 9.5, 9.9, 6, 10):
        mission.at(slots)
        left.append(mission.leaves())
    assert left == [8, 0, 0, 0, 0, 0, 8, 8, 0, 0, 8]
    assert [one.time for one in sealed(mission)[::8]] == [str(slot_of(n)) for n in (2, 3, 9, 10)]
    assert batches.times(mission.node) == (slot_of(10), slot_of(11))


def test_a_clock_that_stood_wrong_holds_nothing_up(all_: Posting) -> None:
    """Years ahead for a moment: batches go on once it is right, and not again for a slot that has left."""
    mission = all_.mission
    left = []
    for slots in (2, 50_000, 2.5, 3, 3.5, 50_000, 4):
        mission.at(slots)
        left.append(mission.leaves())
    assert left == [8, 8, 0, 8, 0, 0, 8]


def test_the_log_says_what_left_where_the_notes_are_lost(all_: Posting) -> None:
    """Without parcels.sqlite, which no backup holds, no second batch leaves for a slot."""
    all_.at(1)
    assert all_.mission.leaves() == 8
    (all_.mission.node.path / going.FILE).unlink()
    assert all_.mission.leaves() == 0
    assert batches.times(all_.mission.node)[0] == slot_of(1)


def test_nothing_leaves_before_a_key_is_enrolled_nor_from_who_does_not_sign(all_: Posting, tmp_path: Path) -> None:
    """A node that nobody seals at is as it was: no entry, no file. One open for reading, or restored, signs nothing."""
    with made(tmp_path / "apart", "apart") as node:
        assert batches.leave(node) == ()
        assert node.record.size(node.origin) == 1
        assert not {one.name for one in node.path.iterdir()} & {going.FILE, vault.OBJECTS, vault.KEYS}
    mission = all_.mission.node
    with again(mission, tmp_path, reading=True) as reading:
        assert batches.leave(reading) == ()
    mission.marker.path.unlink()
    assert batches.leave(mission) == ()


# ── failures ──────────────────────────────────────────────────────────────────────────────────

STEPS = {
    "marked as left": (vault.OBJECTS, "DELETE ON queue"),
    "put into a parcel": (going.FILE, "INSERT ON out"),
    "taken out of the queue of pieces": (vault.OBJECTS, "DELETE ON piece"),
    "noted as done": (going.FILE, "INSERT ON batch"),
}


@pytest.mark.parametrize(
    ("step", "reopened"),
    [("marked as left", True), ("marked as left", False), *((step, True) for step in list(STEPS)[1:])],
)
def test_a_failure_at_any_write(all_: Posting, step: str, *, reopened: bool) -> None:
    """After the batch is in the log, any later write may fail: nothing leaves twice, and it arrives once."""
    mission, kalvessar, (file, write) = all_.mission, all_.kalvessar, STEPS[step]
    one = mission.seals(kalvessar)
    with mission.parcels():
        pass  # its tables are there
    all_.at(1)
    with Vault(mission.node) as held:
        told(mission.node.path / file, f"CREATE TRIGGER dies BEFORE {write} BEGIN SELECT RAISE(ABORT, 'the disk'); END")
        with pytest.raises(RecordError, match="the disk"):
            batches.leave_due(mission.node, held)
        told(mission.node.path / file, "DROP TRIGGER dies")
        if not reopened:
            assert batches.leave_due(mission.node, held) == ()
    assert mission.leaves() == 0
    assert len(sealed(mission)) == 8
    assert [each.id for each in sealed(mission)].count(one.id) == 1
    assert waiting(mission) == []
    with mission.parcels() as held_:
        assert {peer: held_.last_out(peer) for peer in (kalvessar.origin, all_.zulmerand.origin)} == {
            kalvessar.origin: (numbered(1), str(slot_of(1))),
            all_.zulmerand.origin: (numbered(1), str(slot_of(1))),
        }
        assert [piece.object for piece in held_.inside(kalvessar.origin, numbered(1))] == [one.id]
    all_.at(2)
    assert mission.leaves() == 8
    with mission.parcels() as held_:
        assert held_.inside(kalvessar.origin, numbered(1) + 1) == ()


def told(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


# ── parcels ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_too_large_for_one_parcel_goes_in_several(all_: Posting) -> None:
    """One parcel of one size for each peer at each slot, however much waits; the object is kept once all is there."""
    one = all_.mission.seals(all_.kalvessar, words="The mill burnt. " * 2_400)
    outcomes = []
    for number in (1, 2, 3):
        all_.slot(number, all_.zulmerand)
        for body in (all_.kalvessar, all_.zulmerand):
            with all_.mission.parcels() as held:
                assert held.last_out(body.origin)[0] == numbered(1) + number - 1
        outcomes += [(found.object, found.outcome) for found in all_.kalvessar.opens()]
    assert outcomes[-1] == (one.id, Outcome.KEPT)
    assert set(outcomes[:-1]) == {(one.id, Outcome.WAITING)}
    sizes = [len(data) for files in all_.seen for name, data in files.items() if "/parcels/" in name]
    assert set(sizes) <= {n * Schedule().parcel_b for n in range(4)}


def test_recalled_parcels_are_made_anew_without_what_was_erased(all_: Posting) -> None:
    """A parcel that waits loses the pieces of what is erased, and keeps its number, its size and its other pieces."""
    mission, kalvessar = all_.mission, all_.kalvessar
    gone, kept = mission.seals(kalvessar), mission.seals(kalvessar)
    all_.at(1)
    mission.leaves()
    with mission.parcels() as held:
        before = held.out(kalvessar.origin, numbered(1))
        assert {one.object for one in held.inside(kalvessar.origin, numbered(1))} == {gone.id, kept.id}
    mission.erases(gone.id)
    with mission.parcels() as held:
        after = held.out(kalvessar.origin, numbered(1))
        assert {one.object for one in held.inside(kalvessar.origin, numbered(1))} == {kept.id}
    assert before
    assert after
    assert (after.n, len(after.body)) == (before.n, len(before.body))
    size = int.from_bytes(after.body[:4], "big")
    assert {one.object for one in frames(age.decrypt(after.body[4 : 4 + size], kalvessar.key))} == {kept.id}
    with mission.vault() as vault_:
        assert gone.id not in {one.id for one in vault_.ids()}


# ── the schedule ──────────────────────────────────────────────────────────────────────────────


def test_the_schedule_is_kept_and_bounded(all_: Posting) -> None:
    """Another length, number and size count from the next slot on; what cannot be is refused."""
    mission = all_.mission
    all_.at(1)
    mission.leaves()
    batches.set_schedule(mission.node.path, Schedule(3_600, 3, 1 << 17))
    assert mission.leaves() == 0
    mission.at(1 + 1 / 6)
    assert mission.leaves() == 3
    with mission.parcels() as held:
        parcel = held.out(all_.kalvessar.origin, numbered(1) + 1)
        assert parcel
        assert len(parcel.body) + going.AROUND_B == 1 << 17
    for wrong in ((59, 8, 65_536), (3_600, 0, 65_536), (3_600, 257, 65_536), (3_600, 8, 1 << 14), (3_600, 8, 1 << 23)):
        with pytest.raises(ValueError, match=r"every: |entries: |parcel: "):
            Schedule(*wrong)
    (mission.node.path / batches.FILE).write_text(json.dumps({"every_s": 1}))
    with pytest.raises(DataError, match="truceline seal schedule"):
        batches.schedule(mission.node.path)


def test_slots_are_counted_from_one_instant_everywhere() -> None:
    """So that all bodies' batches leave at the same times, whenever each began."""
    assert str(Schedule().slot(Instant.parse("2031-05-02T17:59:59Z"))) == "2031-05-02T12:00:00Z"
    assert str(Schedule().slot(Instant.parse("2031-05-02T18:00:00Z"))) == "2031-05-02T18:00:00Z"
