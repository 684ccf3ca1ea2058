"""The border cells along a segment, and how two closed segments lie to one another; exactly.

A short segment has few cells around it; each of them that it keeps clear of is passed over. For a long one the
cells are found row by row: where it enters and leaves a row is rounded down to whole steps, so that no cell is
left out. A segment may run past ±180 degrees.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import BITS
from truceline.bulk.kernels import kernel, wide

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

AROUND = 16  # cells around a segment that are looked at one by one
DOWN = 128  # grids still to be looked at below one cell; at most 15 wait at each level
LAST = (1 << BITS) - 1
APART, TOUCHING, CROSSING = 0, 1, 2


@kernel
def along(
    codes: Int32s, sides: Int64s, x1: int, y1: int, x2: int, y2: int, stack: Int64s, found: Int64s, count: int
) -> tuple[int, Int64s]:
    """Where the records of the border cells along a segment begin: added to an array; how many then, and the array.

    `sides` is of the outermost grid, as `sides_of` it; `stack` is DOWN × 4 of scratch.
    """
    if y1 > y2:
        x1, y1, x2, y2 = x2, y2, x1, y1
    x0, y0, shift, cols, rows = sides[0], sides[1], sides[2], sides[3], sides[4]
    row, last = max(wide(0), (y1 - y0) >> shift), min(rows - 1, (y2 - y0) >> shift)
    west, east = (min(x1, x2) - x0) >> shift, (max(x1, x2) - x0) >> shift
    row_by_row = (last - row + 1) * (east - west + 1) > AROUND
    while row <= last:
        if row_by_row:
            enter = _reach(x1, y1, x2, y2, y0 + (row << shift))
            leave = _reach(x1, y1, x2, y2, y0 + ((row + 1) << shift))
            west, east = (min(enter, leave) - x0) >> shift, (max(enter, leave) - x0) >> shift
        for col in range(max(wide(0), west), min(cols - 1, east) + 1):
            code = wide(codes[row * cols + col])
            if code < 0:
                at_x, at_y = x0 + (col << shift), y0 + (row << shift)
                count, found = _down(codes, code, at_x, at_y, shift, x1, y1, x2, y2, stack, found, count)
        row += 1
    return count, found


@kernel
def _reach(x1: int, y1: int, x2: int, y2: int, y: int) -> int:
    """The longitude of a segment at a latitude, rounded down; that of its nearer end beyond its ends."""
    if y <= y1:
        return x1
    if y >= y2:
        return x2
    return x1 + ((x2 - x1) * (y - y1)) // (y2 - y1)


@kernel
def _down(
    codes: Int32s, code: int, x: int, y: int, shift: int, x1: int, y1: int, x2: int, y2: int,
    stack: Int64s, found: Int64s, count: int,
) -> tuple[int, Int64s]:  # fmt: skip
    """Add the records in one border cell, through all grids in it."""
    high = 0
    while True:
        if _through(x1, y1, x2, y2, x, y, 1 << shift):
            word = ~code
            if word & 1:
                first, shift = word >> 1 << 2 * BITS, shift - BITS
                west, east = max(wide(0), (min(x1, x2) - x) >> shift), min(wide(LAST), (max(x1, x2) - x) >> shift)
                south, north = max(wide(0), (y1 - y) >> shift), min(wide(LAST), (y2 - y) >> shift)
                for row in range(south, north + 1):
                    for col in range(west, east + 1):
                        code = wide(codes[first + (row << BITS) + col])
                        if code < 0:
                            stack[high, 0], stack[high, 1] = code, x + (col << shift)
                            stack[high, 2], stack[high, 3] = y + (row << shift), shift
                            high += 1
            else:
                if count == len(found):
                    more = np.empty(2 * count, np.int64)
                    for i in range(count):
                        more[i] = found[i]
                    found = more
                found[count] = word >> 1
                count += 1
        if high == 0:
            return count, found
        high -= 1
        code, x, y, shift = stack[high, 0], stack[high, 1], stack[high, 2], stack[high, 3]


@kernel
def _through(x1: int, y1: int, x2: int, y2: int, x: int, y: int, size: int) -> bool:
    """Whether a northward segment comes into a closed cell of its rows and columns: not all corners on one side."""
    run, rise = x2 - x1, y2 - y1
    low, high = (y, y + size) if run < 0 else (y + size, y)  # of the western and of the eastern corner furthest off
    return run * (low - y1) >= rise * (x - x1) and run * (high - y1) <= rise * (x + size - x1)


@kernel
def relation(ax: int, ay: int, bx: int, by: int, cx: int, cy: int, dx: int, dy: int) -> int:
    """How two closed segments lie: APART, CROSSING where each runs through the other, else TOUCHING."""
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx) or max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return APART
    c, d = side(ax, ay, bx, by, cx, cy), side(ax, ay, bx, by, dx, dy)
    if c * d > 0:
        return APART
    a, b = side(cx, cy, dx, dy, ax, ay), side(cx, cy, dx, dy, bx, by)
    if a * b > 0:
        return APART
    return CROSSING if c * d < 0 and a * b < 0 else TOUCHING


@kernel
def side(ax: int, ay: int, bx: int, by: int, px: int, py: int) -> int:
    """1 where a point lies to the left of the way from a to b, −1 to the right, 0 in line.

    Measured from the end that is nearer in longitude, so that the products stay below 2⁶³ also where one of
    two segments with overlapping boxes runs past ±180 degrees.
    """
    near = abs(px - ax) <= abs(px - bx)
    one = (bx - ax) * (py - (ay if near else by))
    other = (by - ay) * (px - (ax if near else bx))
    return (one > other) - (one < other)
