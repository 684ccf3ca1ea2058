"""Where what was seen or heard may lie, about a post that is itself only known so far.

Everything is widened by as much as the post may be off, so that the sector holds the place in every case. What a
distance or bearing is told as stays as it was told, beside.
"""

from __future__ import annotations

import math

from truceline.formats.monitors.model import Post
from truceline.formats.monitors.rose import Bearing
from truceline.place import E7, Area, Position, disc, sector

LEAST_M = 700  # of a post's radius: an area of the record is no smaller than about 1 km²
CELL_E7 = E7 // 100  # a monitor's own position is told as a cell of so much, about a kilometre
CELL_RADIUS_M = 800  # from the middle of such a cell to its corner, at most


def seen_from(post: Post) -> Area:
    """Where the monitor was, as an area; raises ValueError near a pole."""
    return disc(post.position, max(post.radius_m, LEAST_M))


def coarse(at: Position) -> Position:
    """The middle of the cell in which a position lies: what is kept of it."""
    return Position(*((one // CELL_E7) * CELL_E7 + CELL_E7 // 2 for one in (at.lon_e7, at.lat_e7)))


def place_of(post: Post, distance_m: tuple[int, int] | None, bearing: Bearing | None) -> Area | None:
    """The sector in which it lies; None where no distance is told. Raises ValueError near a pole."""
    if distance_m is None:
        return None
    near, far = distance_m
    slack = _rounding(near) if near == far else 0
    inner, outer = max(0, near - slack - post.radius_m), far + slack + post.radius_m
    if bearing is None:
        return sector(post.position, 0, 360, inner, max(outer, inner + 1))
    return sector(post.position, *_widened(bearing, near - slack, post.radius_m), inner, max(outer, inner + 1))


def _rounding(metres: int) -> int:
    """How far a single distance may be off: half of its last figure's place."""
    return next((place // 2 for place in (1_000, 100, 10) if metres % place == 0), 5)


def _widened(bearing: Bearing, near_m: int, off_m: int) -> tuple[int, int]:
    """The bearings from wherever the post really was; the whole ring where it may have been at the place itself."""
    begin, end = bearing
    if near_m <= off_m:
        return 0, 360
    more = max(1, math.ceil(math.degrees(math.asin(off_m / near_m))))
    if (end - begin) % 360 + 2 * more >= 360:
        return 0, 360
    return (begin - more) % 360, (end + more) % 360
