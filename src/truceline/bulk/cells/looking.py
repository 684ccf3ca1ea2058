"""Points in the grid: the combination of each, by passes over a block of points that stay free of branches.

Looked up in the outermost grid, points fall into cells with a combination, cells with a finer grid and cells
with a record. Those of each kind are put on a list and done together, so that the processor fetches the next
ones while it works on this one. Exact: an orientation is two products compared, each below 2⁶³.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import BITS, EDGE_WORDS, LISTED, Grid, edges_at
from truceline.bulk.cells.sets import Sets, room_for, roomier, toggled
from truceline.bulk.kernels import kernel, wide

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

BLOCK = 1024  # points of one pass: their codes and lists stay in the innermost cache
LINE = 15  # words of a record after which the processor has to fetch again, at the latest
LAST = (1 << BITS) - 1
MOST_LOOKED = 64  # cells of one grid that are looked through for a box
STACK = 256


@kernel
def look_up(
    codes: Int32s, words: Int32s, sides: Int64s, lons: Int32s, lats: Int32s, start: int, stop: int,
    found: Int32s, fine: Int32s, border: Int32s,
) -> None:  # fmt: skip
    """The combinations of a block of points, into `found`; a negative one where more than two areas cross the cell.

    `sides` is of the outermost grid: west, south, shift, columns, rows; `fine` and `border` are scratch, BLOCK + 1.
    """
    x0, y0, shift, cols, rows = sides[0], sides[1], sides[2], sides[3], sides[4]
    grids, records = 0, 0
    for i in range(stop - start):
        col, row = (wide(lons[start + i]) - x0) >> shift, (wide(lats[start + i]) - y0) >> shift
        inside = (col >= 0) & (col < cols) & (row >= 0) & (row < rows)
        code = codes[(row * cols + col) * inside] * inside
        found[i] = code
        fine[grids], border[records] = i, i
        grids += (code < 0) & ~code & 1
        records += (code < 0) & code & 1
    while grids > 0:
        shift -= BITS
        still = 0
        for j in range(grids):
            i = fine[j]
            col, row = (wide(lons[start + i]) - x0) >> shift & LAST, (wide(lats[start + i]) - y0) >> shift & LAST
            code = codes[((wide(~found[i]) >> 1) << 2 * BITS) + (row << BITS) + col]
            found[i] = code
            fine[still], border[records] = i, i
            still += (code < 0) & ~code & 1
            records += (code < 0) & code & 1
        grids = still
    rest = 0
    for j in range(records):  # fetches the records, one beside the other
        record = ~found[border[j]] >> 1
        fine[j] = words[record]
        rest ^= words[record + LINE] ^ words[record + 2 * LINE]
    fine[BLOCK] = rest
    for j in range(records):
        i = border[j]
        if fine[j] >> 2 <= LISTED:
            found[i] = _listed(words, ~found[i] >> 1, fine[j], wide(lons[start + i]), wide(lats[start + i]))


@kernel
def _listed(words: Int32s, record: int, head: int, x: int, y: int) -> int:
    """The combination at a point of a cell that one or two areas cross."""
    crossing, which, on = wide(head) >> 2, wide(head) & 3, wide(0)
    first = edges_at(crossing, record)
    for e in range(first, first + EDGE_WORDS * words[record + 1], EDGE_WORDS):
        passed, touched = passes(words, e, x, y)
        which ^= wide(passed) << words[e + 7]
        on |= wide(touched) << words[e + 7]
    return wide(words[record + 2 + (which | on)])


@kernel
def passes(words: Int32s, e: int, x: int, y: int) -> tuple[int, int]:
    """Whether the way from the corner to a point of the cell crosses an edge, and whether the point lies on it."""
    x1, y1, x2, y2 = wide(words[e]), wide(words[e + 1]), wide(words[e + 2]), wide(words[e + 3])
    rise, run = (x2 - x1) * (y - y1), (y2 - y1) * (x - x1)
    east = (rise < run) & (words[e + 4] <= y) & (y < words[e + 5])
    on = (rise == run) & (y1 <= y) & (y <= y2) & ((y1 < y2) | ((x1 <= x) & (x <= x2)))
    return wide(east ^ (y >= words[e + 6])), wide(on)


@kernel
def crosses(words: Int32s, e: int, end: int, slot: int, x: int, y: int, inside: int) -> tuple[int, int]:
    """Whether one crossing area of a record holds a point of the cell, and at which word the next one's edges begin.

    Its edges begin at word `e`, all edges end at `end`; `inside` is whether it holds the corner.
    """
    on = wide(0)
    while e < end and words[e + 7] == slot:
        passed, touched = passes(words, e, x, y)
        inside ^= passed
        on |= touched
        e += EDGE_WORDS
    return inside | on, e


@kernel
def sides_of(grid: Grid) -> Int64s:
    """West, south, shift, columns and rows of the outermost grid."""
    sides = np.empty(5, np.int64)
    sides[0], sides[1], sides[2], sides[3], sides[4] = grid.x0, grid.y0, grid.shift, grid.cols, grid.rows
    return sides


@kernel
def combine(lons: Int32s, lats: Int32s, grid: Grid, found: Int32s, open_: Int64s) -> int:
    """Each point's combination as far as records list it; the rows where not go to `open_`; how many these are."""
    count = 0
    sides, fine, border = sides_of(grid), np.empty(BLOCK + 1, np.int32), np.empty(BLOCK + 1, np.int32)
    for start in range(0, len(lons), BLOCK):
        stop = min(start + BLOCK, len(lons))
        block = found[start:stop]
        look_up(grid.codes, grid.words, sides, lons, lats, start, stop, block, fine, border)
        for i in range(stop - start):
            open_[count] = start + i
            count += block[i] < 0
    return count


@kernel
def combine_open(lons: Int32s, lats: Int32s, grid: Grid, found: Int32s, rows: Int64s, sets: Sets) -> Sets:
    """The combinations of points in cells that many areas cross, new ones added to the sets."""
    words = grid.words
    for i in rows:
        record = wide(~found[i]) >> 1
        crossing, one, e = wide(words[record] >> 2), wide(words[record + 2]), edges_at(words[record] >> 2, record)
        end = e + EDGE_WORDS * words[record + 1]
        if not room_for(sets, crossing):
            sets = roomier(sets, crossing)
        for slot in range(crossing):
            area = words[record + 3 + slot]
            held, e = crosses(words, e, end, slot, wide(lons[i]), wide(lats[i]), area & 1)
            if held:
                one = toggled(sets, one, area >> 1)
        found[i] = one
    return sets


@kernel
def empty_boxes(grid: Grid, wests: Int64s, souths: Int64s, easts: Int64s, norths: Int64s, found: Bools) -> None:
    """Which closed boxes have surely no edge in them; a box over very many cells is not looked through."""
    stack = np.empty((STACK, 4), np.int64)
    for i in range(len(wests)):
        found[i] = empty(grid, wests[i], souths[i], easts[i], norths[i], stack)


@kernel
def empty(grid: Grid, west: int, south: int, east: int, north: int, stack: Int64s) -> bool:
    """Whether no edge comes into a closed box; the grids still to be looked at stand on the stack."""
    codes, words = grid.codes, grid.words
    first, x0, y0, shift, cols, rows, high = wide(0), grid.x0, grid.y0, grid.shift, grid.cols, grid.rows, 0
    while True:
        west_col, east_col = max(wide(0), (west - x0) >> shift), min(cols - 1, (east - x0) >> shift)
        south_row, north_row = max(wide(0), (south - y0) >> shift), min(rows - 1, (north - y0) >> shift)
        if (east_col - west_col + 1) * (north_row - south_row + 1) > MOST_LOOKED:
            return False
        for row in range(south_row, north_row + 1):
            for col in range(west_col, east_col + 1):
                code = wide(codes[first + row * cols + col])
                if code < 0 and ~code & 1:
                    if high == STACK:
                        return False
                    stack[high, 0], stack[high, 1], stack[high, 2] = (
                        ~code >> 1 << 2 * BITS, x0 + (col << shift), y0 + (row << shift)
                    )  # fmt: skip
                    stack[high, 3] = shift - BITS
                    high += 1
                elif code < 0 and _comes_in(words, ~code >> 1, west, south, east, north):
                    return False
        if high == 0:
            return True
        high -= 1
        first, x0, y0, shift = stack[high, 0], stack[high, 1], stack[high, 2], stack[high, 3]
        cols, rows = 1 << BITS, 1 << BITS


@kernel
def _comes_in(words: Int32s, record: int, west: int, south: int, east: int, north: int) -> bool:
    """Whether an edge of a record comes into a closed box: neither past it nor all of it on one side."""
    first = edges_at(words[record] >> 2, record)
    for e in range(first, first + EDGE_WORDS * words[record + 1], EDGE_WORDS):
        x1, y1, x2, y2 = wide(words[e]), wide(words[e + 1]), wide(words[e + 2]), wide(words[e + 3])
        if max(x1, x2) < west or min(x1, x2) > east or y2 < south or y1 > north:
            continue
        # the corners that lie furthest to the left and to the right of the edge
        low, high = (south, north) if x1 > x2 else (north, south)
        if (x2 - x1) * (low - y1) >= (y2 - y1) * (west - x1) and (x2 - x1) * (high - y1) <= (y2 - y1) * (east - x1):
            return True
    return False
