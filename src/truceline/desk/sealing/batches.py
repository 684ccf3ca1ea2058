"""What is sealed leaves at fixed times, in batches that look alike whatever is in them.

At each slot of the schedule exactly as many sealed entries are appended as it says: what waits, the oldest first, and
entries that are nothing, to fill up; shuffled, all with the slot's time, each with a random id and eight commitments,
which nobody can tell from random. What does not fit waits for the next slot. With the batch, one parcel of fixed size
is made for every admitted log that can be sent something sealed (`desk.node.parcels`). So whoever mirrors this log,
or counts what is fetched from it, learns how often slots come, and nothing of what was in them.

One batch leaves for a slot, whatever the clock does, and for slots missed while the machine was off one batch in all.
Follows RECORD.md, "Sealed payloads". It does not hide *when a machine runs*: leave it running, or sync at times that
have nothing to do with what is sealed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from truceline import canon
from truceline.desk import files
from truceline.desk.node import Draft, Entry, Node
from truceline.desk.node import parcels as going
from truceline.desk.node.parcels import Batch, Parcels, Piece
from truceline.desk.node.sync.cosigning import silent
from truceline.desk.sealing import age
from truceline.desk.sealing.recipients import recipient_of, recipients
from truceline.desk.sealing.vault import Vault
from truceline.errors import DataError, Fault
from truceline.kinds.keeping import COMMITMENTS
from truceline.period import Instant
from truceline.tlog import entry as entries

FILE = "sealing.json"
SEALED = "sealed"
WRONG_S = 86_400  # a batch further ahead than this was left by a clock that stood wrong
SPARE_B = 4096  # of a parcel, for what encryption adds: its length varies by chance
FRAME_B = 16 + 4 + 4 + 4  # object, piece, of how many, bytes


@dataclass(frozen=True, slots=True)
class Schedule:
    """When batches leave, and how large they are; the same for everything, and changed for no report."""

    every_s: int = 21_600  # seconds from slot to slot, counted from 1970-01-01T00:00:00Z
    entries: int = 8  # in every batch
    parcel_b: int = 65_536  # bytes of every parcel

    def __post_init__(self) -> None:
        """Raise ValueError for one that cannot be."""
        if not 60 <= self.every_s <= 7 * 86_400:
            raise ValueError(f"every: 60 seconds to seven days, not {self.every_s:,} s")
        if not 1 <= self.entries <= 256:
            raise ValueError(f"entries: 1 to 256, not {self.entries:,}")
        if not going.LEAST_B * 2 <= self.parcel_b <= going.MOST_B:
            raise ValueError(f"parcel: {going.LEAST_B * 2:,} to {going.MOST_B:,} bytes, not {self.parcel_b:,}")

    def slot(self, now: Instant) -> Instant:
        """The newest slot that has come."""
        return Instant(now.epoch_s - now.epoch_s % self.every_s)

    @property
    def room_b(self) -> int:
        """How many bytes of frames go into one parcel."""
        return self.parcel_b - going.AROUND_B - SPARE_B


def schedule(folder: Path) -> Schedule:
    """The schedule of a node's folder; raises DataError where it cannot be read."""
    path = folder / FILE
    try:
        return canon.loads(Schedule, files.read(path)) if path.exists() else Schedule()
    except ValueError as error:
        fault = Fault(str(path), 0, "", "a schedule", str(error), "Write it anew with `truceline seal schedule`.")
        raise DataError("the schedule of batches cannot be read", (fault,)) from None


def set_schedule(folder: Path, new: Schedule) -> None:
    """Go by this schedule from the next slot on."""
    files.write(folder / FILE, canon.dumps(Schedule, new) + b"\n")


def times(node: Node) -> tuple[Instant | None, Instant]:
    """The slot of the last batch, None where none has left, and that of the next; one that has come is due."""
    now, plan = node.world.now(), schedule(node.path)
    with closing(Parcels(node.path)) as parcels:
        slots = _left(node, parcels).slots
    last = _last(slots, now)
    slot = plan.slot(now)
    due = not last or str(slot) > last
    return Instant.parse(last) if last else None, slot if due else plan.slot(slot.plus(plan.every_s))


def leave(node: Node) -> tuple[Entry, ...]:
    """As `leave_due`, with the node's own vault; where no sealing key was ever enrolled, not even that is made."""
    if not recipient_of(node, node.origin):
        return ()
    with Vault(node) as vault:
        return leave_due(node, vault)


def leave_due(node: Node, vault: Vault) -> tuple[Entry, ...]:
    """Let the batch of the newest slot leave where it has not yet, with its parcels; its entries.

    Nothing happens before a slot, while no sealing key was ever enrolled, and in a node that does not sign.
    """
    if not vault.recipient or silent(node):
        return ()
    plan = schedule(node.path)
    # Nobody else signs meanwhile: two processes that find a slot due at once do not both leave it.
    with closing(Parcels(node.path)) as parcels, node.signing():
        found = _left(node, parcels)
        if found.undone:  # a crash came after they were appended, and before all of the below was done
            vault.left([one.id for one in found.undone], Instant.parse(found.undone[-1].time))
            _finish(node, vault, parcels, plan, found.undone[-1].time)
        now = node.world.now()
        slot = plan.slot(now)
        if str(slot) <= _last(found.slots, now):
            return ()
        left = _appended(node, vault, plan, slot)
        _finish(node, vault, parcels, plan, str(slot))
    return left


class _Left(NamedTuple):
    """What left before, by the log itself."""

    slots: frozenset[str]  # of all batches
    undone: tuple[Entry, ...]  # sealed entries of a batch that was not wholly dealt with


def _left(node: Node, parcels: Parcels) -> _Left:
    done = parcels.batches()
    start = min(done[-1].size if done else 0, node.record.size(node.origin))
    found = [entries.parse(leaf) for leaf in node.leaves(node.origin, start) if b'"commitments":' in leaf]
    undone = tuple(one for one in found if one.kind == SEALED)
    return _Left(frozenset([one.slot for one in done] + [one.time for one in undone]), undone)


def _last(slots: Iterable[str], now: Instant) -> str:
    """The newest slot whose batch has left; empty where none has.

    A clock that is set back waits until it is beyond that again; but one further ahead than a day was left by a clock
    that stood wrong, and nobody waits for that.
    """
    return max((slot for slot in slots if slot <= str(now.plus(WRONG_S))), default="")


def _finish(node: Node, vault: Vault, parcels: Parcels, plan: Schedule, slot: str) -> None:
    """Make the parcels of a batch that is in the log."""
    for peer in recipients(node):
        _parcel(node, vault, parcels, plan, peer, slot)
    # A crash before this leaves a batch whose parcels are made the next time; none is made twice.
    parcels.batch_done(Batch(slot, node.record.size(node.origin)))


def _appended(node: Node, vault: Vault, plan: Schedule, slot: Instant) -> tuple[Entry, ...]:
    chance = node.world.random
    waiting = list(islice(vault.queued(), plan.entries))
    covers = [
        (chance(16).hex(), tuple(chance(32).hex() for _ in range(COMMITMENTS)))
        for _ in range(plan.entries - len(waiting))
    ]
    drafts = [
        Draft(SEALED, None, time=slot, commitments=c, id=i) for i, c in _shuffled([*waiting, *covers], chance(32))
    ]
    made = node.append_many(drafts)
    # A crash before this leaves what is in the log and still waits: `_left` finds it, and so does the vault when it is
    # opened.
    vault.left([id_ for id_, _ in waiting], slot)
    return tuple(made)


def _shuffled(all_: Sequence[tuple[str, tuple[str, ...]]], seed: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """In an order of chance: what waited stands nowhere in particular."""
    found = list(all_)
    random.Random(seed).shuffle(found)  # noqa: S311 - of the world's own chance
    return found


# ── parcels ───────────────────────────────────────────────────────────────────────────────────


def _parcel(node: Node, vault: Vault, parcels: Parcels, plan: Schedule, peer: str, slot: str) -> None:
    """Make the one parcel for a peer at a slot, of what waits for it, or of nothing."""
    # What went into a parcel before a crash could be noted in the vault is noted now. Objects leave in the order in
    # which their pieces are numbered, so that nothing below is still to be sent.
    vault.pieces_left(peer, parcels.upto(peer))
    if parcels.last_out(peer)[1] == slot:
        return
    inside, upto, room_b = list[Piece](), -1, plan.room_b
    for one in vault.pieces(peer, plan.room_b):
        room_b -= FRAME_B + len(one.data)
        if room_b < 0:
            break
        inside.append(Piece(one.object, one.index, one.count, one.data))
        upto = one.number
    parcels.put_out(peer, slot, body(recipient_of(node, peer), inside, plan.parcel_b), inside, upto)
    vault.pieces_left(peer, upto)


def recall(node: Node, object_id: str) -> int:
    """Make every parcel anew that waits to be fetched and has pieces of an object inside, without them; how many."""
    with closing(Parcels(node.path)) as parcels:
        found = parcels.recall(object_id)
        for peer, n in found:
            kept = [one for one in parcels.inside(peer, n) if one.object != object_id]
            held = parcels.out(peer, n)
            size_b = going.AROUND_B + (len(held.body) if held else 0)
            to = recipient_of(node, peer) or age.Identity.make().recipient  # to a peer no longer admitted: to nobody
            parcels.put_again(peer, n, body(to, kept, size_b), kept)
    return len(found)


def body(recipient: str, inside: Sequence[Piece], parcel_b: int) -> bytes:
    """The body of a parcel of `parcel_b` bytes: pieces encrypted to its recipient, and zeros up to its size."""
    frames = b"".join(map(_frame, inside)).ljust(parcel_b - going.AROUND_B - SPARE_B, b"\0")
    sealed = age.encrypt(frames, [recipient])
    return (len(sealed).to_bytes(4, "big") + sealed).ljust(parcel_b - going.AROUND_B, b"\0")


def _frame(one: Piece) -> bytes:
    numbers = (one.piece, one.many, len(one.data))
    return bytes.fromhex(one.object) + b"".join(number.to_bytes(4, "big") for number in numbers) + one.data
