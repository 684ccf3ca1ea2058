"""Segments × areas as pairs: the areas that hold the first end, and those with an edge that is met.

A segment longer than half a turn in longitude runs over the antimeridian: it is laid past ±180 degrees, and a
second time a whole turn away, so that each side of the meridian has its part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import EDGE_WORDS, Grid, areas_at, edges_at
from truceline.bulk.cells.looking import BLOCK, crosses, look_up, sides_of
from truceline.bulk.cells.pairing import SIZE, Asked, Limits, keep
from truceline.bulk.cells.walking import APART, LEVELS, along, relation
from truceline.bulk.kernels import kernel, wide
from truceline.place.grid import HALF_TURN

Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


@kernel
def pair_segments(
    grid: Grid, heads: Int64s, members: Int32s, limits: Limits, asked: Asked,
    lons1: Int32s, lats1: Int32s, lons2: Int32s, lats2: Int32s,
    start: int, stop: int, rows: Int64s, areas: Int32s, sure: Bools,
) -> tuple[int, int]:  # fmt: skip
    """Pairs of closed segments from row `start` on; where it stopped, how many pairs there are."""
    codes, words, room, count, many = grid.codes, grid.words, areas.size, 0, limits.datum.size
    sides, ends = sides_of(grid), np.empty(BLOCK, np.int32)
    fine, border = np.empty(BLOCK + 1, np.int32), np.empty(BLOCK + 1, np.int32)
    met, seen = np.empty(many, np.int32), np.empty(many, np.int64)
    for area in range(many):
        seen[area] = -1
    walk, records = np.empty((LEVELS, 10), np.int64), np.empty(64, np.int64)
    for first in range(start, stop, BLOCK):
        last, before = min(first + BLOCK, stop), count
        look_up(codes, words, sides, lons1, lats1, first, last, ends, fine, border)
        for row in range(first, last):
            x1, y1, x2, y2 = wide(lons1[row]), wide(lats1[row]), wide(lons2[row]), wide(lats2[row])
            if x2 - x1 > HALF_TURN:
                x2 -= 2 * HALF_TURN
            elif x1 - x2 > HALF_TURN:
                x2 += 2 * HALF_TURN
            found = _at_end(words, heads, members, ends[row - first], x1, y1, met, seen, row)
            length, records = along(codes, sides, x1, y1, x2, y2, walk, records)
            found = _on_the_way(words, records, length, x1, y1, x2, y2, met, found, seen, row)
            if abs(x2) > HALF_TURN:
                turn = 2 * HALF_TURN if x2 < 0 else -2 * HALF_TURN
                length, records = along(codes, sides, x1 + turn, y1, x2 + turn, y2, walk, records)
                found = _on_the_way(words, records, length, x1 + turn, y1, x2 + turn, y2, met, found, seen, row)
            if count + found > room:
                return row, keep(limits, asked, rows, areas, sure, before, count)
            _ascending(met, found)
            for i in range(found):
                rows[count] = row
                areas[count] = met[i]
                count += 1
        count = keep(limits, asked, rows, areas, sure, before, count)
    return stop, count


@kernel
def _ascending(values: Int32s, count: int) -> None:
    """Sort the first few in place; most often they are sorted."""
    for i in range(1, count):
        value, at = values[i], i
        while at > 0 and values[at - 1] > value:
            values[at] = values[at - 1]
            at -= 1
        values[at] = value


@kernel
def _at_end(
    words: Int32s, heads: Int64s, members: Int32s, one: int, x: int, y: int, met: Int32s, seen: Int64s, row: int
) -> int:
    """Put the areas that hold an end on the list of those met; how many."""
    record, found = wide(~one) >> 1, 0
    if one < 0:
        one = words[record + 2]
    here = heads[one] >> 32
    for i in range(here, here + (heads[one] & SIZE)):
        met[found] = members[i]
        seen[members[i]] = row
        found += 1
    if record >= 0:
        e = edges_at(words[record] >> 2, record)
        end = e + EDGE_WORDS * words[record + 1]
        for slot in range(words[record] >> 2):
            area = words[record + 3 + slot]
            held, e = crosses(words, e, end, slot, x, y, area & 1)
            if held:
                met[found] = area >> 1
                seen[area >> 1] = row
                found += 1
    return found


@kernel
def _on_the_way(
    words: Int32s, records: Int64s, length: int, x1: int, y1: int, x2: int, y2: int,
    met: Int32s, found: int, seen: Int64s, row: int,
) -> int:  # fmt: skip
    """Add the areas not seen yet that have an edge in one of the records which the segment meets; how many then."""
    for i in range(length):
        record = records[i]
        areas, first = areas_at(words[record] >> 2, record), edges_at(words[record] >> 2, record)
        for e in range(first, first + EDGE_WORDS * words[record + 1], EDGE_WORDS):
            area = words[areas + words[e + 7]] >> 1
            if seen[area] != row:
                x3, y3, x4, y4 = wide(words[e]), wide(words[e + 1]), wide(words[e + 2]), wide(words[e + 3])
                if relation(x1, y1, x2, y2, x3, y3, x4, y4) != APART:
                    met[found] = area
                    seen[area] = row
                    found += 1
    return found
