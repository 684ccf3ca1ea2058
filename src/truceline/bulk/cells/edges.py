"""All areas' edges in flat arrays, the form in which kernels see them.

An edge runs from south to north (a level one from west to east). 180° east and 180° west are one
meridian: what an area has on one of the two is laid on the other as well, as a hair without width —
an edge there and back again, which is border and never changes what lies inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from truceline.place import Area
from truceline.place.grid import HALF_TURN

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


def edges_of(areas: Sequence[Area]) -> tuple[Int32s, Int32s]:
    """Every edge as x1, y1, x2, y2 (n × 4), and the position of the area whose it is, ascending."""
    rings = [ring for area in areas for ring in area.rings if ring]
    counts = np.fromiter((sum(map(bool, area.rings)) for area in areas), np.int64, len(areas))
    sizes = np.fromiter(map(len, rings), np.int64, len(rings))
    total = int(sizes.sum())
    vertices = np.fromiter(chain.from_iterable(chain.from_iterable(rings)), np.int32, 2 * total).reshape(-1, 2)
    owners = np.repeat(np.repeat(np.arange(len(areas), dtype=np.int32), counts), sizes)
    following = np.arange(1, total + 1)
    ends = np.cumsum(sizes)
    following[ends - 1] = ends - sizes
    edges = np.hstack([vertices, vertices[following]])
    hairs, whose = _hairs(edges, owners)
    if len(hairs):
        edges, owners = np.vstack([edges, hairs]), np.concatenate([owners, whose])
        order = np.argsort(owners, kind="stable")
        edges, owners = edges[order], owners[order]
    return northward(edges), owners


def northward(edges: Int32s) -> Int32s:
    """The same edges, each from its southern end, or from its western one where it is level."""
    x1, y1, x2, y2 = edges.T
    back = (y1 > y2) | ((y1 == y2) & (x1 > x2))
    return np.ascontiguousarray(np.where(back[:, None], edges[:, [2, 3, 0, 1]], edges))


def _hairs(edges: Int32s, owners: Int32s) -> tuple[Int32s, Int32s]:
    """What lies on 180° east or west, on the other of the two: edges twice, vertices as points."""
    on = np.abs(edges[:, 0]) == HALF_TURN  # every vertex begins one edge
    along = on & (edges[:, 0] == edges[:, 2])
    points, lines = edges[on], edges[along]
    hairs = np.vstack([points[:, [0, 1, 0, 1]], lines, lines])
    hairs[:, [0, 2]] *= -1
    return hairs, np.concatenate([owners[on], owners[along], owners[along]])
