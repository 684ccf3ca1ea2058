"""A country that does not exist, as large as Syria, in open ocean: 2,000 towns and the line between two armies.

Zones lie at towns, and most events happen in towns, so that both come from one seeded draw. Everything is whole
numbers of 10⁻⁷ degree; the same seed makes the same country on every machine.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

E7 = 10_000_000
WEST, SOUTH, EAST, NORTH = 82 * E7, -34 * E7, 90 * E7, -28 * E7  # the country's box
TOWNS = 2_000
SEED = 2031
BEND_EVERY_E7 = 2_500_000  # a vertex of the line for each quarter of a degree
SWING_E7 = 3_000_000  # how far the line strays from its meridian
APART_E7 = 200_000  # about 2 km, between the two sides' lines

E7s: TypeAlias = npt.NDArray[np.int32]


def towns() -> tuple[E7s, E7s]:
    """Longitudes and latitudes of all towns, the largest first, clear of the country's border."""
    dice = np.random.default_rng(SEED)
    clear = E7 // 2
    lon = dice.integers(WEST + clear, EAST - clear, TOWNS, dtype=np.int32)
    lat = dice.integers(SOUTH + clear, NORTH - clear, TOWNS, dtype=np.int32)
    return lon, lat


def line(of: int) -> list[tuple[int, int]]:
    """A side's line from south to north, 0 the western side's and 1 the eastern's, from border to border."""
    dice = np.random.default_rng(SEED + 1)
    lats = np.arange(SOUTH - E7 // 10, NORTH + E7 // 5, BEND_EVERY_E7, dtype=np.int64)
    bends = dice.integers(-SWING_E7, SWING_E7, len(lats))
    lons = (WEST + EAST) // 2 + bends + (APART_E7 if of else 0)
    return [(int(lon), int(lat)) for lon, lat in zip(lons, lats, strict=True)]
