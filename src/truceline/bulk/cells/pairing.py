"""Rows × areas as pairs, tested for time and altitude where the areas are found; the buffers are the caller's.

A kernel fills its buffers with whole rows, returns where it stopped, and goes on from there with the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import EDGE_WORDS, Grid
from truceline.bulk.cells.looking import code_at, crosses
from truceline.bulk.cells.walking import APART, LEVELS, along, relation
from truceline.bulk.kernels import kernel, wide
from truceline.period import Period
from truceline.place import DATUMS, Altitudes
from truceline.place.grid import HALF_TURN

Int8s = npt.NDArray[np.int8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FIRST_S, LAST_S = -(2**63), 2**63 - 1  # an open start; an open end, which no row's second reaches
OUT, UNSURE, SURE = 0, 1, 2
NOT_SAID = -1


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

    first: Int32s  # of each area, where its periods begin in `start_s`; one more at the end
    start_s: Int64s  # first second of each period
    end_s: Int64s  # first second after it
    lower_mm: Int64s  # of each area
    upper_mm: Int64s
    datum: Int8s  # of each area; −1: it holds at all altitudes


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
    return Limits(
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
def put(limits: Limits, asked: Asked, area: int, row: int, rows: Int64s, areas: Int32s, sure: Bools, count: int) -> int:
    """Add a pair if the area holds; the new count."""
    held = SURE
    if asked.timed or asked.high:
        held = holding(limits, asked, area, row)
        if held == OUT:
            return count
        if asked.high:
            sure[count] = held == SURE
    rows[count] = row
    areas[count] = area
    return count + 1


@kernel
def pair_points(
    grid: Grid, starts: Int64s, members: Int32s, limits: Limits, asked: Asked, lons: Int32s, lats: Int32s,
    start: int, stop: int, rows: Int64s, areas: Int32s, sure: Bools,
) -> tuple[int, int]:  # fmt: skip
    """Pairs of points from row `start` on, whole ones as long as there is room; where it stopped, how many pairs."""
    words, count, room = grid.words, 0, areas.size
    for row in range(start, stop):
        x, y = wide(lons[row]), wide(lats[row])
        code = code_at(grid, x, y)
        if code == 0:
            continue
        at, crossing = wide(0), wide(0)
        if code < 0:
            at = ~code >> 1
            code, crossing = wide(words[at]), wide(words[at + 2])
            at += 3
        here, end = starts[code], starts[code + 1]
        if count + (end - here) + crossing > room:
            return row, count
        for _ in range(crossing):
            area = words[at]
            while here < end and members[here] < area:
                count = put(limits, asked, members[here], row, rows, areas, sure, count)
                here += 1
            if crosses(words, at, x, y):
                count = put(limits, asked, area, row, rows, areas, sure, count)
            at += 2 + EDGE_WORDS * (words[at + 1] >> 1)
        while here < end:
            count = put(limits, asked, members[here], row, rows, areas, sure, count)
            here += 1
    return stop, count


@kernel
def pair_segments(
    grid: Grid, starts: Int64s, members: Int32s, limits: Limits, asked: Asked,
    lons1: Int32s, lats1: Int32s, lons2: Int32s, lats2: Int32s,
    start: int, stop: int, rows: Int64s, areas: Int32s, sure: Bools,
) -> tuple[int, int]:  # fmt: skip
    """Pairs of closed segments, as `pair_points`: the areas at the first end, and those with an edge that is met."""
    count, room, many = 0, areas.size, limits.datum.size
    met, seen = np.empty(many, np.int32), np.full(many, -1, np.int64)
    walk, records = np.empty((LEVELS, 10), np.int64), np.empty(64, np.int64)
    for row in range(start, stop):
        x1, y1, x2, y2 = wide(lons1[row]), wide(lats1[row]), wide(lons2[row]), wide(lats2[row])
        if x2 - x1 > HALF_TURN:
            x2 -= 2 * HALF_TURN
        elif x1 - x2 > HALF_TURN:
            x2 += 2 * HALF_TURN
        found = _at_end(grid, starts, members, x1, y1, met, seen, row)
        length, records = along(grid, x1, y1, x2, y2, walk, records)
        found = _on_the_way(grid.words, records[:length], x1, y1, x2, y2, met, found, seen, row)
        if abs(x2) > HALF_TURN:
            turn = 2 * HALF_TURN if x2 < 0 else -2 * HALF_TURN
            length, records = along(grid, x1 + turn, y1, x2 + turn, y2, walk, records)
            found = _on_the_way(grid.words, records[:length], x1 + turn, y1, x2 + turn, y2, met, found, seen, row)
        if count + found > room:
            return row, count
        ascending(met, found)
        for i in range(found):
            count = put(limits, asked, met[i], row, rows, areas, sure, count)
    return stop, count


@kernel
def ascending(values: Int32s, count: int) -> None:
    """Sort the first few in place; most often they are sorted."""
    for i in range(1, count):
        value, at = values[i], i
        while at > 0 and values[at - 1] > value:
            values[at] = values[at - 1]
            at -= 1
        values[at] = value


@kernel
def _at_end(grid: Grid, starts: Int64s, members: Int32s, x: int, y: int, met: Int32s, seen: Int64s, row: int) -> int:
    """Put the areas that hold a point on the list of those met; how many."""
    code = code_at(grid, x, y)
    at, crossing, found = wide(0), wide(0), 0
    if code < 0:
        at = ~code >> 1
        code, crossing = wide(grid.words[at]), wide(grid.words[at + 2])
        at += 3
    for i in range(starts[code], starts[code + 1]):
        met[found] = members[i]
        seen[members[i]] = row
        found += 1
    for _ in range(crossing):
        if crosses(grid.words, at, x, y):
            met[found] = grid.words[at]
            seen[grid.words[at]] = row
            found += 1
        at += 2 + EDGE_WORDS * (grid.words[at + 1] >> 1)
    return found


@kernel
def _on_the_way(
    words: Int32s, records: Int64s, x1: int, y1: int, x2: int, y2: int, met: Int32s, found: int, seen: Int64s, row: int
) -> int:
    """Add the areas not seen yet that have an edge in one of the records which the segment meets; how many then."""
    for at in records:
        crossing = words[at + 2]
        head = at + 3
        for _ in range(crossing):
            area, end = words[head], head + 2 + EDGE_WORDS * (words[head + 1] >> 1)
            if seen[area] != row:
                for e in range(head + 2, end, EDGE_WORDS):
                    x3, y3, x4, y4 = wide(words[e]), wide(words[e + 1]), wide(words[e + 2]), wide(words[e + 3])
                    if relation(x1, y1, x2, y2, x3, y3, x4, y4) != APART:
                        met[found] = area
                        seen[area] = row
                        found += 1
                        break
            head = end
    return found


@kernel
def pairs_kept(limits: Limits, asked: Asked, rows: Int64s, areas: Int32s) -> tuple[Bools, Bools]:
    """Which pairs hold at their row's time and altitude, and which of them surely."""
    kept, sure = np.empty(len(rows), np.bool_), np.empty(len(rows), np.bool_)
    for i in range(len(rows)):
        held = holding(limits, asked, areas[i], rows[i])
        kept[i], sure[i] = held != OUT, held == SURE
    return kept, sure
