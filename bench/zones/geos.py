"""Engines over GEOS: what people write with shapely and GeoPandas, up to the strongest that an expert would write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from bench.zones.data import E7, WEST, WIDTH, Floats, Int64, Rows, Zones
from bench.zones.engines import THREADS

Shapes = npt.NDArray[np.object_]
MANY_VERTICES = 100  # from here on a prepared zone that asks for its rows wins over rows that ask for their zones


def zone_shapes(zones: Zones) -> Shapes:
    """Polygons of the zones, the grid's numbers as floats."""
    return np.asarray(shapely.polygons(zones.rings.astype(np.float64)))


def row_shapes(rows: Rows) -> Shapes:
    """Points, or lines of two ends."""
    ends = [np.stack([lon, lat], axis=1).astype(np.float64) for lon, lat in rows.ends]
    return np.asarray(shapely.points(ends[0]) if len(ends) == 1 else shapely.linestrings(np.stack(ends, axis=1)))


def _asks_rows(rows: Rows, zones: Zones) -> bool:
    """Whether the tree is better made of the rows: long borders are then prepared, and so are those of segments."""
    return len(rows.ends) == 2 or zones.rings.shape[1] >= MANY_VERTICES


class Tree:
    """shapely's STRtree in bulk, with its predicate, in whichever order is faster; one thread is all it has."""

    def __init__(self, rows: Rows, zones: Zones) -> None:
        self.rows, self.zones = rows, zones
        self.shapes, self.asked = row_shapes(rows), zone_shapes(zones)
        self.of_rows = _asks_rows(rows, zones)

    def index(self) -> None:
        """The tree, which shapely builds at its first query."""
        self.tree = shapely.STRtree(self.shapes if self.of_rows else self.asked)
        self.tree.query(shapely.Point(0, 0))

    def pairs(self, *, windows: bool) -> tuple[Int64, Int64]:
        """One query, then the windows of the pairs found."""
        found = self.tree.query(self.asked if self.of_rows else self.shapes, predicate="intersects")
        row, area = (found[1], found[0]) if self.of_rows else (found[0], found[1])
        return _in_force(self.rows, self.zones, row, area) if windows else (row, area)

    def arrays(self, found: Any) -> tuple[Int64, Int64]:  # noqa: ANN401 - what `pairs` gave
        """As they are."""
        return found[0], found[1]


class Frames:
    """GeoPandas: `sjoin` of two frames, in whichever order is faster."""

    def __init__(self, rows: Rows, zones: Zones) -> None:
        frame = import_module("geopandas").GeoDataFrame
        self.of_rows = _asks_rows(rows, zones)
        self.rows = frame({"at_s": rows.at_s}, geometry=row_shapes(rows))
        self.zones = frame({"from_s": zones.starts_s, "to_s": zones.ends_s}, geometry=zone_shapes(zones))
        self.sjoin = import_module("geopandas").sjoin

    def index(self) -> None:
        """The tree of the frame to the right, kept by it."""
        right = self.rows if self.of_rows else self.zones
        right.geometry = right.geometry.copy()  # a frame with nothing kept
        right.sindex.query(shapely.Point(0, 0))

    def pairs(self, *, windows: bool) -> object:
        """A joined frame, cut to the zones in force."""
        left, right = (self.zones, self.rows) if self.of_rows else (self.rows, self.zones)
        found = self.sjoin(left, right, predicate="intersects")
        return found[(found.at_s >= found.from_s) & (found.at_s < found.to_s)] if windows else found

    def arrays(self, found: Any) -> tuple[Int64, Int64]:  # noqa: ANN401 - a frame
        """The two indexes."""
        left, right = found.index.to_numpy(), found.index_right.to_numpy()
        return (right, left) if self.of_rows else (left, right)


@dataclass(frozen=True)
class _Sorted:
    """Rows in strips of longitude, by latitude within a strip, so that a box is a few slices."""

    order: Int64  # [sorted row] the row it was
    key: Floats  # [sorted row] strip and latitude as one number
    west: float  # of the first strip
    width: float  # of a strip
    reach: tuple[float, float]  # how far an end may lie from the middle the row is sorted by


STRIPS = 300
_STRIP_KEY = float(2**33)  # above the span of latitudes


class ByHand:
    """The strongest an expert would write: rows sorted beforehand, prepared zones, two threads.

    A zone asks `intersects_xy` (of segments `intersects`) about the slices of sorted rows in its bounding box alone;
    with windows, about those of them in its time. The sort is not counted. A zone belongs to one thread: what GEOS
    prepares is not safe for two.
    """

    threads = THREADS

    def __init__(self, rows: Rows, zones: Zones) -> None:
        self.zones = zones
        self.sorted = _in_strips(rows)
        order = self.sorted.order
        self.at_s = rows.at_s[order]
        self.lon, self.lat = (each[order].astype(np.float64) for each in rows.ends[0])
        self.lines = row_shapes(rows)[order] if len(rows.ends) == 2 else None

    def index(self) -> None:
        """Make and prepare the polygons."""
        self.shapes = zone_shapes(self.zones)
        shapely.prepare(self.shapes)

    def pairs(self, *, windows: bool) -> list[tuple[Int64, Int64]]:
        """Rows and zones of every slice."""
        zone, low, high = self._slices()
        if self.threads == 1:
            return self._some(zone, low, high, windows)
        with ThreadPoolExecutor(self.threads) as pool:
            parts = [zone % self.threads == each for each in range(self.threads)]
            found = pool.map(lambda mine: self._some(zone[mine], low[mine], high[mine], windows), parts)
            return [each for part in found for each in part]

    def arrays(self, found: Any) -> tuple[Int64, Int64]:  # noqa: ANN401 - what `pairs` gave
        """All slices together."""
        none = np.zeros(0, dtype=np.int64)
        return np.concatenate([none, *(row for row, _ in found)]), np.concatenate([none, *(area for _, area in found)])

    def _slices(self) -> tuple[Int64, Int64, Int64]:
        """Zone, first and past-last sorted row of every strip of every zone that holds any."""
        rows, box = self.sorted, shapely.bounds(self.shapes)
        box += np.array([-1, -1, 1, 1]) * np.array([*rows.reach, *rows.reach])
        first, last = (np.clip((box[:, side] - rows.west) // rows.width, 0, STRIPS - 1) for side in (0, 2))
        count = (last - first).astype(np.int64) + 1
        zone = np.repeat(np.arange(len(count)), count)
        strip = first[zone] + np.arange(len(zone)) - np.repeat(np.cumsum(count) - count, count)
        low = np.searchsorted(rows.key, strip * _STRIP_KEY + box[zone, 1], side="left")
        high = np.searchsorted(rows.key, strip * _STRIP_KEY + box[zone, 3], side="right")
        some = high > low
        return zone[some], low[some], high[some]

    def _some(self, zone: Int64, low: Int64, high: Int64, windows: bool) -> list[tuple[Int64, Int64]]:  # noqa: FBT001
        asked = zip(zone.tolist(), low.tolist(), high.tolist(), strict=True)
        return [self._one(area, slice(a, b), windows) for area, a, b in asked]

    def _one(self, area: int, rows: slice, windows: bool) -> tuple[Int64, Int64]:  # noqa: FBT001
        """The rows of one slice that meet one zone, in its time if asked."""
        shape, order = self.shapes[area], self.sorted.order[rows]
        taken: slice | Int64 = rows
        if windows:
            at_s = self.at_s[rows]
            here = np.flatnonzero((at_s >= self.zones.starts_s[area]) & (at_s < self.zones.ends_s[area]))
            taken, order = here + rows.start, order[here]
        if self.lines is None:
            met = shapely.intersects_xy(shape, self.lon[taken], self.lat[taken])
        else:
            met = shapely.intersects(shape, self.lines[taken])
        row = order[met]
        return row, np.full(len(row), area)


class ByHandAlone(ByHand):
    """The same on one thread, as most would write it."""

    threads = 1


def _in_strips(rows: Rows) -> _Sorted:
    """Sort by strip, then latitude; of a segment by its middle."""
    lon, lat = (np.mean([end[axis] for end in rows.ends], axis=0, dtype=np.float64) for axis in (0, 1))
    half_lon, half_lat = (float(np.max(np.abs(rows.ends[0][axis] - middle))) for axis, middle in ((0, lon), (1, lat)))
    west, width = (WEST - WIDTH / 10) * E7, WIDTH * 1.2 * E7 / STRIPS
    strip = np.clip((lon - west) // width, 0, STRIPS - 1)
    order = np.lexsort((lat, strip))
    key = (strip * _STRIP_KEY + lat)[order]
    return _Sorted(order, key, west, width, (half_lon, half_lat))


def _in_force(rows: Rows, zones: Zones, row: Int64, area: Int64) -> tuple[Int64, Int64]:
    at_s = rows.at_s[row]
    held = (at_s >= zones.starts_s[area]) & (at_s < zones.ends_s[area])
    return row[held], area[held]
