"""Which combinations of the agreement's areas a row's place can lie in.

A point has one, from the cell index. A circle or sector over which no border runs has one as well, and is
never drawn; any other is drawn as the floor draws it, once, and laid over the areas exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from truceline.bulk import columns
from truceline.bulk.cells import CellIndex
from truceline.bulk.interning import Interning
from truceline.bulk.rows import Batch
from truceline.bulk.scenes import Scenes
from truceline.place import E7, Area, discs

Numbers = NDArray[np.int64]

NOBODY_KNOWS = 0  # the number of the place nobody said
SHORTEST_DEGREE_M = 110_500  # no degree of latitude is shorter
ROUND = 1.02  # more than corners outside the circle, slants and rounding add
NEAREST_POLE_DEG = 80  # beyond this latitude every circle is drawn


class Localities:
    """Numbers the places of rows."""

    def __init__(self, index: CellIndex, scenes: Scenes) -> None:
        """`index` holds the agreement's areas, in their order."""
        self._index, self._scenes = index, scenes
        self._of_combination = np.zeros(0, np.int64)
        self._shapes = Interning(len(SHAPE))
        self._of_shape: list[int | str] = []
        self._of_area: dict[Area, int] = {}

    def numbers(self, batch: Batch) -> tuple[Numbers, dict[int, str]]:
        """The place of each row, and what was expected of rows whose place cannot be drawn."""
        found = np.full(batch.size, NOBODY_KNOWS, np.int64)
        (lon, lon_said), (lat, lat_said) = batch.whole("lon_e7"), batch.whole("lat_e7")
        told = {name: batch.whole(name) for name in SHAPE[2:]}
        there = lon_said & lat_said
        sector = told["bearing_from"][1] & told["bearing_to"][1] & told["far_m"][1]
        wide = there & (told["radius_m"][1] | sector)
        points = there & ~wide
        found[points] = self._points(lon[points], lat[points])
        shaped = np.flatnonzero(wide)
        faults = self._circles(shaped, lon, lat, told, found)
        given, drawn = batch.whole("area_no")
        for number in np.unique(given[drawn]).tolist():
            found[drawn & (given == number)] = self._area(batch.areas[number])
        return found, faults

    def forget(self) -> None:
        """Let go of circles, sectors and areas; the combinations they lie in stay."""
        self._shapes, self._of_shape = Interning(len(SHAPE)), []
        self._of_area = {}

    def _points(self, lon: Numbers, lat: Numbers) -> Numbers:
        combinations = self._index.combinations_at(lon.astype(np.int32), lat.astype(np.int32))
        self._know(len(self._index.combinations))
        return self._of_combination[combinations]

    def _know(self, count: int) -> None:
        """Number the combinations that the index has met since."""
        met = range(len(self._of_combination), count)
        new = [self._scenes.place_of(frozenset({self._index.combinations[one]})) for one in met]
        self._of_combination = np.concatenate([self._of_combination, np.array(new, np.int64)])

    def _circles(
        self,
        rows: Numbers,
        lon: Numbers,
        lat: Numbers,
        told: dict[str, tuple[Numbers, NDArray[np.bool_]]],
        found: Numbers,
    ) -> dict[int, str]:
        if not len(rows):
            return {}
        cells = [lon, lat, *(np.where(said, value, -1) for value, said in told.values())]
        shapes = self._shapes.ids(np.stack([cell[rows] for cell in cells], axis=1).view(np.uint64))
        new = self._shapes.rows[len(self._of_shape) :].view(np.int64)
        if len(new):
            self._of_shape += self._placed(new)
        places = [self._of_shape[one] for one in shapes.tolist()]
        faults = {}
        for row, one in zip(rows.tolist(), places, strict=True):
            if isinstance(one, str):
                faults[row] = one
            else:
                found[row] = one
        return faults

    def _placed(self, shapes: Numbers) -> list[int | str]:
        """The place of each circle or sector, or what was expected where it cannot be drawn."""
        whole = self._index.combination_in(*_boxes(shapes))
        self._know(len(self._index.combinations))
        found: list[int | str] = [int(self._of_combination[one]) if one >= 0 else -1 for one in whole.tolist()]
        left, round_ = whole < 0, _round(shapes)
        circles = np.flatnonzero(left & round_)
        drawn, faults = discs(*shapes[circles, : RADIUS_M + 1].T)
        for at, fault in faults.items():
            found[circles[at]] = fault
        self._lay(np.delete(circles, list(faults)), drawn, found)
        sectors: dict[int, Area] = {}
        for i in np.flatnonzero(left & ~round_).tolist():
            said = {name: value for name, value in zip(SHAPE, shapes[i].tolist(), strict=True) if value >= 0}
            try:
                place = columns.place(said | dict(zip(SHAPE[:2], shapes[i, :2].tolist(), strict=True)))
            except ValueError as error:
                found[i] = str(error)
                continue
            assert isinstance(place, Area)  # noqa: S101 - a sector is drawn as an area
            sectors[i] = place
        self._lay(np.array(list(sectors), np.int64), list(sectors.values()), found)
        return found

    def _lay(self, rows: Numbers, drawn: Sequence[Area], found: list[int | str]) -> None:
        """Number the places of those rows, drawn in the same order."""
        for i, combinations in zip(rows.tolist(), self._index.places(drawn), strict=True):
            found[i] = self._scenes.place_of(frozenset(tuple(sorted(one)) for one in combinations))

    def _area(self, area: Area) -> int:
        if area not in self._of_area:
            (combinations,) = self._index.places([area])
            self._of_area[area] = self._scenes.place_of(frozenset(tuple(sorted(one)) for one in combinations))
        return self._of_area[area]


RADIUS_M = 2  # of a shape, after its longitude and latitude
OF_SECTOR = [3, 4, 6]  # what a sector must have
SHAPE = ("lon_e7", "lat_e7", "radius_m", "bearing_from", "bearing_to", "near_m", "far_m")


def _boxes(shapes: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Boxes surely around circles and sectors; none, its west side east of its east side, of what is always drawn.

    That is one near a pole or the antimeridian, around nothing, or such that it may be refused.
    """
    lon, lat = shapes[:, 0], shapes[:, 1]
    reach_m = np.maximum(shapes[:, RADIUS_M], shapes[:, -1]).astype(np.float64)
    high = np.ceil(reach_m / SHORTEST_DEGREE_M * ROUND * E7).astype(np.int64) + 2
    furthest = np.minimum((np.abs(lat) + high) / E7, 89.0)
    wide = np.ceil(high / np.cos(np.radians(furthest)) * ROUND).astype(np.int64) + 2
    near = (furthest <= NEAREST_POLE_DEG) & (np.abs(lon) + wide < 180 * E7) & (reach_m > 0)
    start, end, low, far = shapes[:, RADIUS_M + 1 :].T
    near &= _round(shapes) | ((start != end) & (np.maximum(start, end) <= 360) & (low < far))
    west, east = np.where(near, lon - wide, 180 * E7), np.where(near, lon + wide, -180 * E7)
    return west, lat - high, east, lat + high


def _round(shapes: Numbers) -> NDArray[np.bool_]:
    """Which shapes are circles: they have a radius, and not all that a sector must have."""
    return (shapes[:, RADIUS_M] >= 0) & (shapes[:, OF_SECTOR] < 0).any(1)
