"""Every pair of two lists that is near enough to be compared, with the levels at which its accounts differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from truceline.bulk.linking.around import Arounds
from truceline.bulk.linking.lists import UNSAID, Bools, Ints, Listed, rings
from truceline.incidents import GAPS, RINGS_M, SIZES, TIMES, Weights
from truceline.incidents.scoring import NONE, ONE, SAME

AT_ONCE = 4_000_000  # distances in memory
_MASK = (1 << 32) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs; one element a pair."""

    first: Ints  # place in the first list
    second: Ints  # in the second
    ring: Ints
    gap: Ints
    sides: Ints  # SAME, ONE, NONE; UNSAID where a list says nothing
    size: Ints  # UNSAID where one is silent on the dead
    band: Ints

    def __len__(self) -> int:
        return len(self.first)

    def where(self, chosen: Bools | Ints) -> Pairs:
        """Some of them."""
        return Pairs(*(getattr(self, one.name)[chosen] for one in fields(self)))


def pairs(a: Listed, b: Listed, step: int = 1) -> Iterator[Pairs]:
    """All pairs that can be compared, some at a time; of a list with itself, none with itself.

    `step`: of the first list, every so-many-th account.
    """
    rows = np.arange(0, len(a), step)
    longest = int((b.last_day - b.first_day).max(initial=0))
    starts = np.searchsorted(b.first_day, a.first_day[rows] - longest - GAPS + 1)
    ends = np.maximum.accumulate(np.searchsorted(b.first_day, a.last_day[rows] + GAPS, side="left"))
    # Rows are in the order of their days, so that those of a block see nearly the same of the other list.
    row = 0
    while row < len(rows):
        width = ends[row:] - starts[row]
        upto = row + max(1, int(np.searchsorted(width * np.arange(1, len(width) + 1), AT_ONCE, side="right")))
        yield _block(a, b, rows[row:upto], np.arange(int(starts[row]), int(ends[upto - 1])))
        row = upto


def _block(a: Listed, b: Listed, rows: Ints, columns: Ints) -> Pairs:
    gaps = np.maximum(
        0,
        np.maximum(
            a.first_day[rows][:, None] - b.last_day[columns][None, :],
            b.first_day[columns][None, :] - a.last_day[rows][:, None],
        ),
    )
    near = gaps < GAPS
    if a is b:
        near &= rows[:, None] != columns[None, :]
    i, j = np.nonzero(near)
    first, second, gap = rows[i], columns[j], gaps[i, j]
    ring = rings(a, b, first, second)
    close = ring < len(RINGS_M)
    return levels(a, b, first[close], second[close], ring[close], gap[close])


def levels(a: Listed, b: Listed, first: Ints, second: Ints, ring: Ints, gap: Ints) -> Pairs:
    """The levels of pairs whose ring and gap are known."""
    one, other = a.dead[first], b.dead[second]
    said = (one != UNSAID) & (other != UNSAID)
    more, fewer = np.maximum(one, other), np.minimum(one, other)
    size = np.where(said, np.searchsorted(SIZES, more), UNSAID)
    band = np.where(said, np.searchsorted(TIMES, (2 * more + 1) / (2 * np.maximum(fewer, 0) + 1)), 0)
    return Pairs(first, second, ring, gap, _sides(a.sides[first], b.sides[second]), size, band)


def _sides(one: Ints, other: Ints) -> Ints:
    parts = [(one >> 32, one & _MASK), (other >> 32, other & _MASK)]
    shared = np.zeros(len(one), np.bool_)
    for mine in parts[0]:
        for theirs in parts[1]:
            shared |= mine == theirs
    level = np.where(one == other, SAME, np.where(shared, ONE, NONE))
    return np.where((one == UNSAID) | (other == UNSAID), UNSAID, level)


def scored(found: Pairs, around: tuple[Arounds, Arounds], weights: Weights) -> Ints:
    """The points of each pair, as `incidents.score` gives them."""
    one, other = around
    first, second = found.first, found.second
    places, dead = np.array(weights.places), np.array(weights.dead)
    town, away = one.town[first].astype(np.int64), other.town[second].astype(np.int64)
    points = weights.prior + places[2 * town + away, found.ring]
    points = points + (one.rings[first, away, found.ring] + other.rings[second, town, found.ring]) // 2
    points += np.array(weights.days)[found.gap] + (one.day[first] + other.day[second]) // 2
    said = np.array([*weights.sides, 0])[found.sides]  # the last, by -1, where nothing is said
    rare = (one.sides[first] + other.sides[second]) // 2
    points += said + np.where(found.sides == SAME, rare, 0)
    return np.asarray(points + np.where(found.size == UNSAID, 0, dead[found.size, found.band]), np.int64)
