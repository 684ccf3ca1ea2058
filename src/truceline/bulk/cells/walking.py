"""The border cells along a segment, and how two closed segments lie to one another; exactly.

The cells are found row by row: where the segment enters and leaves a row of cells is rounded down to whole
steps, so that no cell is left out. A segment may run past ±180 degrees.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import BITS
from truceline.bulk.kernels import kernel, wide

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

LEVELS = 16  # more grids within grids than there ever are
FIRST, X0, Y0, SHIFT, COLS, ROW, LAST_ROW, COL, LAST_COL, ENTRY = range(10)  # of the walk through one grid
APART, TOUCHING, CROSSING = 0, 1, 2


@kernel
def along(
    codes: Int32s, sides: Int64s, x1: int, y1: int, x2: int, y2: int, walk: Int64s, found: Int64s
) -> tuple[int, Int64s]:
    """Where the records of the border cells along a segment begin: how many, and the array they stand in.

    `sides` is of the outermost grid, as `sides_of` it; `walk` is LEVELS × 10 of scratch.
    """
    if y1 > y2:
        x1, y1, x2, y2 = x2, y2, x1, y1
    count, level = 0, 0
    _enter(walk, 0, wide(0), sides[0], sides[1], sides[2], sides[3], sides[4], x1, y1, x2, y2)
    while level >= 0:
        here = walk[level]
        if here[COL] > here[LAST_COL]:
            here[ROW] += 1
            if here[ROW] > here[LAST_ROW]:
                level -= 1
            else:
                _next_row(here, x1, y1, x2, y2)
            continue
        col = here[COL]
        here[COL] += 1
        code = wide(codes[here[FIRST] + here[ROW] * here[COLS] + col])
        if code >= 0:
            continue
        word = ~code
        if word & 1:
            west, south = here[X0] + (col << here[SHIFT]), here[Y0] + (here[ROW] << here[SHIFT])
            level += 1
            first, size = word >> 1 << 2 * BITS, wide(1) << BITS
            _enter(walk, level, first, west, south, here[SHIFT] - BITS, size, size, x1, y1, x2, y2)
            continue
        if count == len(found):
            more = np.empty(2 * count, np.int64)
            for i in range(count):
                more[i] = found[i]
            found = more
        found[count] = word >> 1
        count += 1
    return count, found


@kernel
def _enter(
    walk: Int64s, level: int, first: int, x0: int, y0: int, shift: int, cols: int, rows: int,
    x1: int, y1: int, x2: int, y2: int,
) -> None:  # fmt: skip
    """Begin with the southernmost row of a grid that the segment comes to."""
    here = walk[level]
    here[FIRST], here[X0], here[Y0], here[SHIFT], here[COLS] = first, x0, y0, shift, cols
    here[ROW], here[LAST_ROW] = max(wide(0), (y1 - y0) >> shift), min(rows - 1, (y2 - y0) >> shift)
    here[COL], here[LAST_COL] = 1, 0
    if here[ROW] <= here[LAST_ROW]:
        south = y0 + (here[ROW] << shift)
        here[ENTRY] = x1 if y1 >= south else x1 + ((x2 - x1) * (south - y1)) // (y2 - y1)
        _next_row(here, x1, y1, x2, y2)


@kernel
def _next_row(here: Int64s, x1: int, y1: int, x2: int, y2: int) -> None:
    """The cells of a row between where the segment enters it and where it leaves."""
    x0, shift = here[X0], here[SHIFT]
    north = here[Y0] + ((here[ROW] + 1) << shift)
    leave = x2 if y2 <= north else x1 + ((x2 - x1) * (north - y1)) // (y2 - y1)
    here[COL] = max(wide(0), (min(here[ENTRY], leave) - x0) >> shift)
    here[LAST_COL] = min(here[COLS] - 1, (max(here[ENTRY], leave) - x0) >> shift)
    here[ENTRY] = leave


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
