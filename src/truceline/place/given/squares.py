"""The Military Grid Reference System: a zone, a band, two letters and figures for a square on the ground.

As NGA's standard on universal grids (2014) lays the letters out, without the polar squares and, for zones 31V to 37X,
with the zones as they are widened there. A reference stands for its square, so the middle is given and half of the
square's diagonal as error.
"""

from __future__ import annotations

import math
import re

from truceline.place.given.frames import unprojected, utm

SQUARE_M = 100_000
BANDS = "cdefghjklmnpqrstuvwx"
_COLUMNS = ("abcdefgh", "jklmnpqr", "stuvwxyz")  # of zones 1, 2, 3, and so on in turn
_ROWS = "abcdefghjklmnpqrstuv"
_CYCLE_M = SQUARE_M * len(_ROWS)
SQUARE = re.compile(r"(\d{1,2})?([c-hj-np-x])?([a-hj-np-z])([a-hj-np-v])(\d*)")
EXPECTED = "an MGRS reference like 37S BU 44512 93381: zone, band, two letters, an even number of figures up to ten"


def squared(zone: int, band: str, column: str, row: str, figures: str) -> tuple[float, float, float] | None:
    """Longitude, latitude and error in metres of a square's middle; None where there is no such square.

    Raises ValueError for figures that are no pair.
    """
    if len(figures) % 2 or len(figures) > 10:
        raise ValueError(EXPECTED)
    columns = _COLUMNS[(zone - 1) % 3]
    if not 1 <= zone <= 60 or column not in columns:
        return None
    size = SQUARE_M // 10 ** (len(figures) // 2)
    half = len(figures) // 2
    east_in, north_in = (int(one or 0) * size for one in (figures[:half], figures[half:]))
    east = (columns.index(column) + 1) * SQUARE_M + east_in
    rows = (_ROWS.index(row) - (5 if zone % 2 == 0 else 0)) % len(_ROWS) * SQUARE_M + north_in
    return _middle(zone, band, (east, rows), size)


def _middle(zone: int, band: str, corner: tuple[int, int], size: int) -> tuple[float, float, float] | None:
    """The middle of the square in that band, of all that lie 2,000 km apart."""
    south = BANDS.index(band) < BANDS.index("n")
    grid = utm(zone, south=south)
    low = -80 + 8 * BANDS.index(band)
    high = 84 if band == "x" else low + 8
    slack = 1.1 * size / 111_000
    for turn in range(5):
        at = unprojected(grid, corner[0] + size / 2, corner[1] + turn * _CYCLE_M + size / 2)
        if at and low - slack <= at[1] <= high + slack and _in_zone(at[0], zone, band, slack):
            return *at, math.hypot(size, size) / 2
    return None


def _in_zone(lon: float, zone: int, band: str, slack: float) -> bool:
    """Whether a longitude lies in a zone, widened where the standard widens it."""
    middle = zone * 6 - 183
    reach = 9 if band in "vx" and 31 <= zone <= 37 else 3
    away = (lon - middle + 180) % 360 - 180
    return abs(away) <= reach + slack * 12
