"""Simple polygons on a small grid, drawn by chance: so small that a float is exact and another library can judge."""

import shapely
from hypothesis import strategies as st

Ring = tuple[tuple[int, int], ...]

LARGEST = 8


def simple(points: list[tuple[int, int]]) -> Ring:
    """The points as a ring where that does not cross itself; else their hull, or one square where they are in line."""
    ring: shapely.Geometry = shapely.Polygon(points)
    if not shapely.is_valid(ring):
        ring = shapely.convex_hull(ring)
    if not isinstance(ring, shapely.Polygon):
        ring = shapely.box(0, 0, 1, 1)
    return tuple((round(x), round(y)) for x, y in shapely.get_coordinates(ring)[:-1])


points = st.tuples(st.integers(0, LARGEST), st.integers(0, LARGEST))
rings = st.lists(points, min_size=3, max_size=7, unique=True).map(simple)
