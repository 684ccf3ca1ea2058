"""Segments × areas as pairs: the areas that hold the first end, and those with an edge that is met.

A segment longer than half a turn in longitude runs over the antimeridian: it is laid past ±180 degrees, and a
second time a whole turn away, so that each side of the meridian has its part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import EDGE_WORDS, Grid, areas_at, edges_at
from truceline.bulk.cells.looking import BLOCK, LINE, crosses, look_up, sides_of
from truceline.bulk.cells.pairing import SIZE, Asked, Limits, keep
from truceline.bulk.cells.walking import APART, DOWN, along, relation
from truceline.bulk.kernels import kernel, wide
from truceline.place.grid import HALF_TURN

Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Ends = tuple[Int32s, Int32s, Int32s, Int32s]  # lon, lat of the first ends and of the second ones

LEG = 7  # numbers of a leg


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
    legs, stack, records = (
        np.empty((2 * BLOCK + 1, LEG), np.int64),
        np.empty((DOWN, 4), np.int64),
        np.empty(4096, np.int64),
    )
    for first in range(start, stop, BLOCK):
        last, before, leg = min(first + BLOCK, stop), count, 0
        look_up(codes, words, sides, lons1, lats1, first, last, ends, fine, border)
        records = _lay(codes, words, sides, (lons1, lats1, lons2, lats2), first, last, legs, stack, records)
        for row in range(first, last):
            found = _at_end(words, heads, members, ends[row - first], legs[leg, 1], legs[leg, 2], met, seen, row)
            while legs[leg, 0] == row:
                found = _on_the_way(words, records, legs[leg], met, found, seen)
                leg += 1
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
def _lay(
    codes: Int32s, words: Int32s, sides: Int64s, given: Ends, first: int, last: int,
    legs: Int64s, stack: Int64s, records: Int64s,
) -> Int64s:  # fmt: skip
    """Write the legs of a block of segments, and the records along all of them into an array, which it gives back.

    A leg: its row, x1, y1, x2, y2, and where its records begin and end. After the last one stands the row −1.
    """
    lons1, lats1, lons2, lats2 = given
    leg, length = 0, 0
    for row in range(first, last):
        x1, y1, x2, y2 = wide(lons1[row]), wide(lats1[row]), wide(lons2[row]), wide(lats2[row])
        if x2 - x1 > HALF_TURN:
            x2 -= 2 * HALF_TURN
        elif x1 - x2 > HALF_TURN:
            x2 += 2 * HALF_TURN
        turn = wide(0)
        while True:
            before = length
            length, records = along(codes, sides, x1 + turn, y1, x2 + turn, y2, stack, records, length)
            legs[leg, 0], legs[leg, 1], legs[leg, 2], legs[leg, 3] = row, x1 + turn, y1, x2 + turn
            legs[leg, 4], legs[leg, 5], legs[leg, 6] = y2, before, length
            leg += 1
            if turn != 0 or abs(x2) <= HALF_TURN:
                break
            turn = 2 * HALF_TURN if x2 < 0 else wide(-2 * HALF_TURN)
    legs[leg, 0] = -1
    rest = 0
    for i in range(length):  # fetches the records, one beside the other
        rest ^= words[records[i]] ^ words[records[i] + LINE]
    legs[leg, 1] = rest
    return records


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
def _on_the_way(words: Int32s, records: Int64s, leg: Int64s, met: Int32s, found: int, seen: Int64s) -> int:
    """Add the areas not seen yet that have an edge in one of a leg's records which the leg meets; how many then."""
    row, x1, y1, x2, y2 = leg[0], leg[1], leg[2], leg[3], leg[4]
    for i in range(leg[5], leg[6]):
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
