"""One point in the grid: the code of its cell, and which areas of a border cell hold it.

Exact: an orientation is two products compared, each below 2⁶³.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import EDGE_WORDS, Grid
from truceline.bulk.cells.sets import Sets, room_for, roomier, toggled
from truceline.bulk.kernels import kernel, wide

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_LOOKED = 64  # cells of one grid that are looked through for a box
STACK = 256


@kernel
def code_at(grid: Grid, lon: int, lat: int) -> int:
    """The code of the smallest cell that has a point: a combination, or ~(2·p) for the record at word p."""
    x, y = wide(lon) - grid.x0, wide(lat) - grid.y0
    shift = grid.shift
    col, row = x >> shift, y >> shift
    if x < 0 or y < 0 or col >= grid.cols or row >= grid.rows:
        return 0
    code = wide(grid.codes[row * grid.cols + col])
    while code < 0 and ~code & 1:
        word = ~code
        bits = 1 + (word >> 1 & 7)
        shift -= bits
        last = (1 << bits) - 1
        code = wide(grid.codes[(word & ~15) + ((y >> shift & last) << bits) + (x >> shift & last)])
    return code


@kernel
def crosses(words: Int32s, at: int, x: int, y: int) -> bool:
    """Whether the crossing area whose part of a record begins at that word holds a point of the cell."""
    inside = words[at + 1] & 1
    for edge in range(words[at + 1] >> 1):
        e = at + 2 + EDGE_WORDS * edge
        y1, y2 = wide(words[e + 1]), wide(words[e + 3])
        if y1 <= y <= y2:
            x1, x2 = wide(words[e]), wide(words[e + 2])
            rise, run = (x2 - x1) * (y - y1), (y2 - y1) * (x - x1)
            if rise == run and (y1 < y2 or x1 <= x <= x2):
                return True
            if rise < run and words[e + 4] <= y < words[e + 5]:
                inside ^= 1
        if y >= words[e + 6]:
            inside ^= 1
    return bool(inside == 1)


@kernel
def combine(lons: Int32s, lats: Int32s, grid: Grid, found: Int32s, open_: Int64s) -> int:
    """Each point's combination as far as it is known; the rows where it is not go to `open_`; how many these are."""
    words, count = grid.words, 0
    for i in range(len(lons)):
        code = code_at(grid, lons[i], lats[i])
        if code < 0:
            at = ~code >> 1
            if words[at + 2] == 1:
                code = words[at + 1] if crosses(words, at + 3, lons[i], lats[i]) else words[at]
            else:
                open_[count] = i
                count += 1
        found[i] = code
    return count


@kernel
def combine_open(lons: Int32s, lats: Int32s, grid: Grid, found: Int32s, rows: Int64s, sets: Sets) -> Sets:
    """The combinations of points in cells that several areas cross, new ones added to the sets."""
    words = grid.words
    for i in rows:
        at = ~code_at(grid, lons[i], lats[i]) >> 1
        one, crossing, at = words[at], words[at + 2], at + 3
        if not room_for(sets, crossing):
            sets = roomier(sets, crossing)
        for _ in range(crossing):
            if crosses(words, at, lons[i], lats[i]):
                one = toggled(sets, one, words[at])
            at += 2 + EDGE_WORDS * (words[at + 1] >> 1)
        found[i] = one
    return sets


@kernel
def empty_boxes(grid: Grid, wests: Int64s, souths: Int64s, easts: Int64s, norths: Int64s, found: Bools) -> None:
    """Which closed boxes have surely no edge in them; a box over very many cells is not looked through."""
    stack = np.empty((STACK, 5), np.int64)
    for i in range(len(wests)):
        found[i] = empty(grid, wests[i], souths[i], easts[i], norths[i], stack)


@kernel
def empty(grid: Grid, west: int, south: int, east: int, north: int, stack: Int64s) -> bool:
    """Whether no edge comes into a closed box; the grids still to be looked at stand on the stack."""
    stack[0] = np.array([0, grid.x0, grid.y0, grid.shift, 0])
    high = 1
    while high > 0:
        high -= 1
        first, x0, y0, shift, bits = stack[high]
        cols = grid.cols if bits == 0 else 1 << bits
        rows = grid.rows if bits == 0 else 1 << bits
        west_col, east_col = max(wide(0), (west - x0) >> shift), min(cols - 1, (east - x0) >> shift)
        south_row, north_row = max(wide(0), (south - y0) >> shift), min(rows - 1, (north - y0) >> shift)
        if (east_col - west_col + 1) * (north_row - south_row + 1) > MOST_LOOKED:
            return False
        for row in range(south_row, north_row + 1):
            for col in range(west_col, east_col + 1):
                code = wide(grid.codes[first + row * cols + col])
                if code >= 0:
                    continue
                if ~code & 1:
                    if high == STACK:
                        return False
                    fine = 1 + (~code >> 1 & 7)
                    stack[high, 0], stack[high, 1], stack[high, 2] = (
                        ~code & ~15,
                        x0 + (col << shift),
                        y0 + (row << shift),
                    )
                    stack[high, 3], stack[high, 4] = shift - fine, fine
                    high += 1
                elif _comes_in(grid.words, ~code >> 1, west, south, east, north):
                    return False
    return True


@kernel
def _comes_in(words: Int32s, at: int, west: int, south: int, east: int, north: int) -> bool:
    """Whether an edge of a record comes into a closed box: neither past it nor all of it on one side."""
    crossing = words[at + 2]
    at += 3
    for _ in range(crossing):
        end = at + 2 + EDGE_WORDS * (words[at + 1] >> 1)
        for e in range(at + 2, end, EDGE_WORDS):
            x1, y1, x2, y2 = wide(words[e]), wide(words[e + 1]), wide(words[e + 2]), wide(words[e + 3])
            if max(x1, x2) < west or min(x1, x2) > east or y2 < south or y1 > north:
                continue
            # the corners that lie furthest to the left and to the right of the edge
            left, right = (west, east)
            low, high = (south, north) if x1 > x2 else (north, south)
            if (x2 - x1) * (low - y1) < (y2 - y1) * (left - x1) or (x2 - x1) * (high - y1) > (y2 - y1) * (right - x1):
                continue
            return True
        at = end
    return False
