"""Many circles drawn at once: the rings that `disc` gives one by one, as flat arrays.

Only half of each is computed: what lies west of a meridian mirrors what lies east. Geodesics are exact to
15 nanometres (Karney 2013), so two ways to one vertex agree unless it lies that close to the middle between two
grid points; a circle with such a vertex is drawn by `disc`, and so is one that crosses the antimeridian.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

from truceline.place.grid import E7, HALF_TURN, Area, Position, Ring
from truceline.place.shapes import CIRCLE_SIDES, disc, geod, reach_m

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

AT_ONCE = 4096  # circles whose coordinates stand in memory as floats
SURE = 0.5 - 1e-5  # grid steps from a grid point, at most: a hundred nanometres short of the middle between two
EASTWARD = (np.arange(CIRCLE_SIDES // 2) + 0.5) * 360 / CIRCLE_SIDES  # bearings of half the vertices


@dataclass(frozen=True, slots=True, eq=False)
class FlatAreas(Sequence[Area]):
    """Areas whose vertices stand in arrays, each made when it is asked for."""

    vertices: Int32s  # n × 2: longitude and latitude in 10⁻⁷ degree, ring by ring
    ring_at: Int64s  # where each ring's vertices begin; one more at the end
    area_at: Int64s  # where each area's rings begin; one more at the end

    def __len__(self) -> int:
        return len(self.area_at) - 1

    @overload
    def __getitem__(self, at: int) -> Area: ...

    @overload
    def __getitem__(self, at: slice) -> FlatAreas: ...

    def __getitem__(self, at: int | slice) -> Area | FlatAreas:
        if isinstance(at, slice):
            start, stop, _ = at.indices(len(self))
            area_at = self.area_at[start : max(start, stop) + 1]
            ring_at = self.ring_at[area_at[0] : area_at[-1] + 1]
            return FlatAreas(self.vertices[ring_at[0] : ring_at[-1]], ring_at - ring_at[0], area_at - area_at[0])
        first, last = self.area_at[range(len(self))[at]], self.area_at[range(len(self))[at] + 1]
        bounds = self.ring_at[first : last + 1].tolist()
        rings = (self.vertices[a:b].tolist() for a, b in pairwise(bounds))
        return Area(tuple(tuple((x, y) for x, y in ring) for ring in rings))


def discs(lon_e7: Int64s, lat_e7: Int64s, radius_m: Int64s) -> tuple[FlatAreas, dict[int, str]]:
    """The discs of circles, in order, and by position what was expected of those that cannot be drawn.

    Centres in 10⁻⁷ degree; otherwise as `disc`.
    """
    reaches = np.array([_reach_m(*one) for one in zip(lat_e7.tolist(), radius_m.tolist(), strict=True)], np.float64)
    vertices = np.empty((len(reaches), CIRCLE_SIDES, 2), np.int32)
    sure = np.isfinite(reaches) & (np.abs(lon_e7) <= HALF_TURN)
    plain = np.flatnonzero(sure)
    for some in (plain[start : start + AT_ONCE] for start in range(0, len(plain), AT_ONCE)):
        vertices[some], sure[some] = _mirrored(lon_e7[some], lat_e7[some], reaches[some])
    alone: dict[int, tuple[Ring, ...]] = {}
    faults: dict[int, str] = {}
    for i in np.flatnonzero(~sure).tolist():
        try:
            alone[i] = disc(Position(int(lon_e7[i]), int(lat_e7[i])), int(radius_m[i])).rings
        except ValueError as error:
            faults[i] = str(error)
    return _flat(vertices, sure, alone), faults


def _reach_m(lat_e7: int, radius_m: int) -> float:
    """How far from the centre the vertices lie, not a number where `disc` refuses the circle."""
    with suppress(ValueError):
        if radius_m > 0:
            return reach_m(lat_e7, radius_m, CIRCLE_SIDES)
    return math.nan


def _mirrored(lon_e7: Int64s, lat_e7: Int64s, reaches_m: npt.NDArray[np.float64]) -> tuple[Int32s, Bools]:
    """The vertices of circles, and of each whether they are surely those of `disc`."""
    shape = (len(lon_e7), len(EASTWARD))
    column = np.ones(shape)
    lons = (lon_e7 / E7)[:, None]
    away, lats, _ = geod().fwd(
        0 * column, (lat_e7 / E7)[:, None] * column, EASTWARD * column, reaches_m[:, None] * column
    )
    exact = np.empty((len(lon_e7), CIRCLE_SIDES, 2))
    exact[:, : shape[1], 0], exact[:, shape[1] :, 0] = lons + away, (lons - away)[:, ::-1]
    exact[:, : shape[1], 1], exact[:, shape[1] :, 1] = lats, lats[:, ::-1]
    exact *= E7
    rounded = np.rint(exact)
    sure: Bools = (np.abs(exact - rounded).max((1, 2)) <= SURE) & (np.abs(rounded[:, :, 0]).max(1) <= HALF_TURN)
    rounded[~sure] = 0
    return rounded.astype(np.int32), sure


def _flat(vertices: Int32s, sure: Bools, alone: dict[int, tuple[Ring, ...]]) -> FlatAreas:
    """The circles drawn together and those drawn alone, in order."""
    if not alone:
        drawn = vertices[sure]
        steps = np.arange(len(drawn) + 1)
        return FlatAreas(drawn.reshape(-1, 2), steps * CIRCLE_SIDES, steps)
    rings = list(_rings(vertices, sure, alone))
    counts = [len(alone.get(i, ((),))) for i in range(len(sure)) if sure[i] or i in alone]
    return FlatAreas(np.concatenate(rings), np.cumsum([0, *map(len, rings)]), np.cumsum([0, *counts]))


def _rings(vertices: Int32s, sure: Bools, alone: dict[int, tuple[Ring, ...]]) -> Iterator[Int32s]:
    for i in np.flatnonzero(sure | np.isin(np.arange(len(sure)), list(alone))).tolist():
        if i in alone:
            yield from (np.array(ring, np.int32) for ring in alone[i])
        else:
            yield vertices[i]
