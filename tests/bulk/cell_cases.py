"""Areas, points and grids drawn to be awkward: few vertices on a coarse lattice, so that much falls upon much."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from truceline.bulk.cells import CellIndex, Pairs
from truceline.bulk.cells.building import Fineness
from truceline.place import E7, Area, Position

Int64s = npt.NDArray[np.int64]

HALF = 180 * E7
SIZE = 9  # lattice points along each side
SCALES = [1, 3, 64, 1000, 20_000_000]  # grid steps between lattice points: cells, grids within grids, half the globe

lattice = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
rings = st.lists(lattice, min_size=1, max_size=6)  # crossing themselves, flat, a mere point: all are areas
shapes = st.lists(st.lists(rings, min_size=1, max_size=3), min_size=1, max_size=5)
finenesses = st.builds(
    Fineness,
    few=st.integers(0, 4),
    deepest=st.integers(0, 4),
    narrowest=st.integers(0, 4),
    cells_an_edge=st.sampled_from([1, 64]),
    least_cells=st.sampled_from([1, 4, 1000]),
    most_cells=st.just(1 << 12),
)


@st.composite
def grounds(draw: st.DrawFn) -> tuple[list[Area], Int64s, CellIndex]:
    """Areas over a lattice somewhere on the globe, points on and beside it (lon, lat), and the areas' index."""
    scale = draw(st.sampled_from(SCALES))
    reach = scale * (SIZE - 1)
    west = draw(st.sampled_from([0, -reach, 123_456_789 - reach, HALF - reach, -HALF]))
    south = draw(st.sampled_from([0, -reach, -12_345_678]))
    areas = [
        Area(tuple(tuple((west + scale * x, south + scale * y) for x, y in ring) for ring in shape))
        for shape in draw(shapes)
    ]
    if abs(west) == HALF:  # a neighbour across the antimeridian
        areas.append(Area(tuple(tuple((-x, y) for x, y in ring) for ring in areas[0].rings)))
    off = draw(st.lists(st.tuples(st.integers(-1, 1), st.integers(-1, 1)), min_size=1, max_size=3))
    at = [(west + scale * x + i, south + scale * y + j) for x, y in product(range(SIZE), range(SIZE)) for i, j in off]
    points = np.array([(min(max(x, -HALF), HALF), y) for x, y in at])
    return areas, points, CellIndex(areas, threads=1, fineness=draw(finenesses))


def pairs(batches: Iterator[Pairs]) -> list[tuple[int, int]]:
    """All pairs of row and area, in the order in which they come."""
    return [pair for batch in batches for pair in zip(batch.row.tolist(), batch.area.tolist(), strict=True)]


def held(areas: list[Area], points: Int64s) -> list[tuple[int, int]]:
    """The same by the floor, point by point."""
    return [
        (row, i) for row, at in enumerate(points.tolist()) for i, area in enumerate(areas) if area.holds(Position(*at))
    ]


def box(west: int, south: int, east: int, north: int) -> Area:
    """A rectangle."""
    return Area((((west, south), (east, south), (east, north), (west, north)),))
