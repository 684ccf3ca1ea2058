"""Rows × areas as pairs, tested for time and altitude where the areas are found; the buffers are the caller's.

A kernel fills its buffers with whole rows, returns where it stopped, and goes on from there with the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import EDGE_WORDS, Grid, edges_at
from truceline.bulk.cells.looking import BLOCK, crosses, look_up, sides_of
from truceline.bulk.cells.sets import SETS, Sets
from truceline.bulk.kernels import kernel, wide
from truceline.period import Period
from truceline.place import DATUMS, Altitudes

Int8s = npt.NDArray[np.int8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FIRST_S, LAST_S = -(2**63), 2**63 - 1  # an open start; an open end, which no row's second reaches
OUT, UNSURE, SURE = 0, 1, 2
NOT_SAID = -1
AT_ONCE = 3  # members of a combination that are written at once; most have no more
SIZE = 2**32 - 1  # the lower half of a head


@dataclass(frozen=True)
class Pairs:
    """Rows and the areas that hold there: rows in order, areas ascending within a row."""

    row: Int64s  # position of the row among those asked for
    area: Int32s  # position of the area in the index
    sure: Bools | None = None  # False: the altitudes cannot be compared; None: no altitudes were asked for
    whole: Bools | None = None  # of extents: True wholly inside, False partly; None: points and segments


@dataclass(frozen=True)
class AltitudeColumns:
    """Each row's band of altitudes."""

    lower_mm: Int64s  # millimetres above the datum
    upper_mm: Int64s  # millimetres above the datum, at least lower_mm
    datum: Int8s  # position in DATUMS; −1: not said


class Limits(NamedTuple):
    """When and how high each area holds, as kernels read it."""

    several: bool  # whether any area has not just one period
    since_s: Int64s  # first second of each area's first period
    until_s: Int64s  # first second after its last one
    first: Int32s  # of each area, where its periods begin in `start_s`; one more at the end
    start_s: Int64s  # first second of each period
    end_s: Int64s  # first second after it
    lower_mm: Int64s  # of each area
    upper_mm: Int64s
    datum: Int8s  # of each area; −1: it holds at all altitudes


def heads_of(sets: Sets) -> tuple[Int64s, Int32s]:
    """The combinations so far as kernels list them: where the members begin, times 2³², and how many; the members."""
    count = int(sets.counts[SETS])
    starts = sets.starts[: count + 1]
    members = np.append(sets.members[: starts[-1]], np.zeros(AT_ONCE, np.int32))
    return starts[:-1] << 32 | np.diff(starts), members


class Asked(NamedTuple):
    """What rows say beside their place; empty arrays where they do not."""

    timed: bool  # whether windows are asked for
    high: bool  # whether altitudes are
    at_s: Int64s
    lower_mm: Int64s
    upper_mm: Int64s
    datum: Int8s


def limits(
    count: int, periods: Sequence[Sequence[Period]] | None, altitudes: Sequence[Altitudes | None] | None
) -> Limits:
    """The limits of so many areas; raises ValueError where there are not as many periods or altitudes."""
    for what, given in (("periods", periods), ("altitudes", altitudes)):
        if given is not None and len(given) != count:
            msg = f"{what} for each of {count} areas, not for {len(given)}"
            raise ValueError(msg)
    windows = [[(FIRST_S, LAST_S)]] * count if periods is None else [[_ends(one) for one in each] for each in periods]
    bands = [None] * count if altitudes is None else altitudes
    starts, ends = np.array([pair for each in windows for pair in each], np.int64).reshape(-1, 2).T
    hulls = [(min(one[0] for one in each), max(one[1] for one in each)) if each else (0, 0) for each in windows]
    since, until = np.array(hulls, np.int64).reshape(-1, 2).T
    return Limits(
        any(len(each) != 1 for each in windows),
        np.ascontiguousarray(since),
        np.ascontiguousarray(until),
        np.cumsum([0, *map(len, windows)], dtype=np.int32),
        np.ascontiguousarray(starts),
        np.ascontiguousarray(ends),
        np.array([0 if band is None else band.lower_mm for band in bands], np.int64),
        np.array([0 if band is None else band.upper_mm for band in bands], np.int64),
        np.array([NOT_SAID if band is None else DATUMS.index(band.datum) for band in bands], np.int8),
    )


def _ends(period: Period) -> tuple[int, int]:
    start, end = period.start, period.end
    return FIRST_S if start is None else start.epoch_s, LAST_S if end is None else end.epoch_s


@kernel
def holding(limits: Limits, asked: Asked, area: int, row: int) -> int:
    """Whether an area that holds at a row's place does so at its time and altitude: OUT, UNSURE or SURE."""
    if asked.timed:
        at_s, within = asked.at_s[row], False
        for one in range(limits.first[area], limits.first[area + 1]):
            within |= limits.start_s[one] <= at_s < limits.end_s[one]
        if not within:
            return OUT
    if not asked.high or limits.datum[area] == NOT_SAID:
        return SURE
    if limits.datum[area] != asked.datum[row]:
        return UNSURE
    lower, upper = asked.lower_mm[row], asked.upper_mm[row]
    if limits.lower_mm[area] <= lower and upper <= limits.upper_mm[area]:
        return SURE
    return OUT if upper < limits.lower_mm[area] or limits.upper_mm[area] < lower else UNSURE


@kernel
def keep(limits: Limits, asked: Asked, rows: Int64s, areas: Int32s, sure: Bools, start: int, stop: int) -> int:
    """Of the pairs from `start` on, move together those that hold at their row's time and altitude; where they end."""
    if asked.timed:
        at_s, since_s, until_s, count = asked.at_s, limits.since_s, limits.until_s, start
        for i in range(start, stop):
            row, area = rows[i], areas[i]
            rows[count] = row
            areas[count] = area
            count += (since_s[area] <= at_s[row]) & (at_s[row] < until_s[area])
        stop = count
    if not (asked.timed and limits.several) and not asked.high:
        return stop
    count = start
    for i in range(start, stop):
        held = holding(limits, asked, areas[i], rows[i])
        rows[count] = rows[i]
        areas[count] = areas[i]
        if asked.high:
            sure[count] = held == SURE
        count += held != OUT
    return count


@kernel
def pair_points(
    grid: Grid, heads: Int64s, members: Int32s, limits: Limits, asked: Asked, lons: Int32s, lats: Int32s,
    start: int, stop: int, rows: Int64s, areas: Int32s, sure: Bools,
) -> tuple[int, int]:  # fmt: skip
    """Pairs of points from row `start` on, whole ones as long as there is room; where it stopped, how many pairs.

    The buffers have `AT_ONCE` places more than there is room: a combination's first members are written without
    asking how many it has.
    """
    codes, words, room, count = grid.codes, grid.words, areas.size - AT_ONCE, 0
    sides, found = sides_of(grid), np.empty(BLOCK, np.int32)
    fine, border = np.empty(BLOCK + 1, np.int32), np.empty(BLOCK + 1, np.int32)
    for first in range(start, stop, BLOCK):
        last, before = min(first + BLOCK, stop), count
        look_up(codes, words, sides, lons, lats, first, last, found, fine, border)
        for row in range(first, last):
            one = wide(found[row - first])
            if one < 0:
                if count + _most(words, heads, ~one >> 1) > room:
                    return row, keep(limits, asked, rows, areas, sure, before, count)
                x, y = wide(lons[row]), wide(lats[row])
                count = _put_open(words, heads, members, ~one >> 1, x, y, row, rows, areas, count)
                continue
            here, size = heads[one] >> 32, heads[one] & SIZE
            if count + size > room:
                return row, keep(limits, asked, rows, areas, sure, before, count)
            for i in range(AT_ONCE):
                rows[count + i] = row
                areas[count + i] = members[here + i]
            for i in range(AT_ONCE, size):
                rows[count + i] = row
                areas[count + i] = members[here + i]
            count += size
        count = keep(limits, asked, rows, areas, sure, before, count)
    return stop, count


@kernel
def _most(words: Int32s, heads: Int64s, record: int) -> int:
    """How many areas may hold at a point of a border cell, at most."""
    return wide((heads[words[record + 2]] & SIZE) + (words[record] >> 2))


@kernel
def _put_open(
    words: Int32s, heads: Int64s, members: Int32s, record: int, x: int, y: int, row: int,
    rows: Int64s, areas: Int32s, count: int,
) -> int:  # fmt: skip
    """Put the pairs of a point in a cell that many areas cross; how many there are then."""
    head, e = heads[words[record + 2]], edges_at(words[record] >> 2, record)
    here, end = head >> 32, (head >> 32) + (head & SIZE)
    last = e + EDGE_WORDS * words[record + 1]
    for slot in range(words[record] >> 2):
        area = words[record + 3 + slot]
        while here < end and members[here] < area >> 1:
            rows[count], areas[count] = row, members[here]
            count += 1
            here += 1
        held, e = crosses(words, e, last, slot, x, y, area & 1)
        if held:
            rows[count], areas[count] = row, area >> 1
            count += 1
    while here < end:
        rows[count], areas[count] = row, members[here]
        count += 1
        here += 1
    return count


@kernel
def pairs_kept(limits: Limits, asked: Asked, rows: Int64s, areas: Int32s) -> tuple[Bools, Bools]:
    """Which pairs hold at their row's time and altitude, and which of them surely."""
    kept, sure = np.empty(len(rows), np.bool_), np.empty(len(rows), np.bool_)
    for i in range(len(rows)):
        held = holding(limits, asked, areas[i], rows[i])
        kept[i], sure[i] = held != OUT, held == SURE
    return kept, sure
