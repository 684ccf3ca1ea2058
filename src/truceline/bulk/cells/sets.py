"""Combinations of areas by number: sets of area positions, each held once.

Walking from cell to cell, one area at a time begins or ends to hold; the set with one area more or less
is looked for by a hash that changes with that area alone, and compared member by member before it is
taken for the same. Set 0 is the empty one. Members stand in ascending order.

The arrays grow inside kernels; a larger copy takes the place of a full one, so that who reads the old
arrays meanwhile still finds every set he knows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from truceline.bulk.kernels import kernel, wide

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
UInt64s = npt.NDArray[np.uint64]

SETS, MEMBERS, LONGEST = 0, 1, 2  # what `counts` counts


class Sets(NamedTuple):
    """The sets known so far; grown in kernels, which give back the arrays to go on with."""

    starts: Int64s  # where each set's members begin; one more at the end
    members: Int32s  # area positions, ascending within a set
    hashes: UInt64s  # each set's hash
    table: Int32s  # hash → set, open addressing, −1 for nothing
    counts: Int64s  # sets, members in all, the most members of one set


def no_sets() -> Sets:
    """The empty set alone."""
    table = np.full(4096, -1, np.int32)
    table[0] = 0
    return Sets(
        np.zeros(1025, np.int64),
        np.zeros(4096, np.int32),
        np.zeros(1024, np.uint64),
        table,
        np.array([1, 0, 0], np.int64),
    )


@kernel
def mixed(area: int) -> np.uint64:
    """An area's own word: splitmix64 of its position."""
    word = np.uint64(area + 1) * np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@kernel
def roomier(sets: Sets, more: int) -> Sets:
    """The same sets with room for so many more, each longer than the longest by so many at most."""
    starts, members, hashes, table, counts = sets
    count = counts[SETS]
    if count + more > hashes.size:
        size = 2 * hashes.size + more
        wider, hashed = np.empty(size + 1, np.int64), np.empty(size, np.uint64)
        for one in range(count):
            wider[one] = starts[one]
            hashed[one] = hashes[one]
        wider[count] = starts[count]
        starts, hashes = wider, hashed
    need = counts[MEMBERS] + more * (counts[LONGEST] + more)
    if need > members.size:
        held = np.empty(2 * members.size + need, np.int32)
        for at in range(counts[MEMBERS]):
            held[at] = members[at]
        members = held
    if 2 * (count + more) > table.size:
        size = table.size
        while size < 4 * (count + more):
            size *= 2
        table = np.empty(size, np.int32)
        for at in range(size):
            table[at] = -1
        last = np.uint64(size - 1)
        for one in range(count):
            slot = hashes[one] & last
            while table[slot] >= 0:
                slot = (slot + np.uint64(1)) & last
            table[slot] = one
    return Sets(starts, members, hashes, table, counts)


@kernel
def room_for(sets: Sets, more: int) -> bool:
    """Whether so many more sets surely fit."""
    count = sets.counts[SETS]
    need = sets.counts[MEMBERS] + more * (sets.counts[LONGEST] + more)
    return bool(
        count + more <= sets.hashes.size and need <= sets.members.size and 2 * (count + more) <= sets.table.size
    )


@kernel
def holds(sets: Sets, one: int, area: int) -> bool:
    """Whether a set has an area."""
    for at in range(sets.starts[one], sets.starts[one + 1]):
        if sets.members[at] >= area:
            return bool(sets.members[at] == area)
    return False


@kernel
def toggled(sets: Sets, one: int, area: int) -> int:
    """The set with that area more, or less where it has it; there must be room for one more set."""
    starts, members, hashes, table, counts = sets
    first, end = starts[one], starts[one + 1]
    at = first
    while at < end and members[at] < area:
        at += 1
    had = at < end and members[at] == area
    word = hashes[one] ^ mixed(area)
    last = np.uint64(table.size - 1)
    slot = word & last
    while table[slot] >= 0:
        other = table[slot]
        if hashes[other] == word and _differ_by(members, first, at, end, had, area, starts[other], starts[other + 1]):
            return wide(other)
        slot = (slot + np.uint64(1)) & last
    new, to = counts[SETS], counts[MEMBERS]
    for i in range(first, at):
        members[to] = members[i]
        to += 1
    if not had:
        members[to] = area
        to += 1
    for i in range(at + had, end):
        members[to] = members[i]
        to += 1
    starts[new] = counts[MEMBERS]
    starts[new + 1] = to
    hashes[new] = word
    table[slot] = new
    counts[LONGEST] = max(counts[LONGEST], to - counts[MEMBERS])
    counts[SETS] = new + 1
    counts[MEMBERS] = to
    return wide(new)


@kernel
def _differ_by(
    members: Int32s,
    first: int,
    at: int,
    end: int,
    had: bool,
    area: int,
    other: int,
    other_end: int,
) -> bool:
    """Whether the other list is the first one with the area at its place more, or less where it had it."""
    if other_end - other != end - first + (-1 if had else 1):
        return False
    for i in range(at - first):
        if members[first + i] != members[other + i]:
            return False
    rest = other + at - first
    if not had:
        if members[rest] != area:
            return False
        rest += 1
    for i in range(at + had, end):
        if members[i] != members[rest]:
            return False
        rest += 1
    return True
