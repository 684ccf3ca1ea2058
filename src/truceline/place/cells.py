"""Which combinations of areas occur somewhere within a place.

A place known only as a disc or a district may lie in one zone, in another or across a border; each
combination is another version of the facts. The faces of the arrangement of all edges are visited in
vertical slabs with exact fractions, so that a border shared by two zones never leaves a sliver.
It does not build the faces, only names the combinations.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from truceline.place.grid import Area, Box, Place, Position, edges


def cells(place: Place, areas: Sequence[Area]) -> frozenset[frozenset[int]]:
    """Every combination of areas (by index) that holds somewhere in the place.

    A point has exactly one combination, borders counting as inside. A polygon has those whose part of
    it has positive area: the faces of the arrangement of all edges are visited in vertical slabs, with
    exact fractions, so that a shared border never leaves a sliver.
    """
    if isinstance(place, Position):
        return frozenset({frozenset(i for i, area in enumerate(areas) if area.holds(place))})
    always: set[int] = set()
    crossing: list[int] = []
    for i, area in enumerate(areas):
        if not _apart(place.box, area.box):
            if _edge_near(place, area):
                crossing.append(i)
            elif area.holds(_vertex(place)):
                always.add(i)
    if not crossing:
        return frozenset({frozenset(always)})
    faces = _faces(place, [areas[i] for i in crossing])
    return frozenset(frozenset(always | {crossing[i] for i in face}) for face in faces)


def _vertex(area: Area) -> Position:
    return Position(*area.rings[0][0])


def _apart(a: Box, b: Box) -> bool:
    return a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def _edge_near(place: Area, area: Area) -> bool:
    """Whether any edge of the area comes into the place's box."""
    return any(
        not _apart(place.box, (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
        for (x1, y1), (x2, y2) in edges(area.rings)
    )


def _faces(place: Area, areas: Sequence[Area]) -> set[frozenset[int]]:
    """The combinations of areas over the faces inside the place; index −1 marks the place."""
    west, _, east, _ = place.box
    tagged = [
        (edge, owner) for owner, shape in ((-1, place), *enumerate(areas)) for edge in _slanted(shape, west, east)
    ]
    xs = _slab_borders([edge for edge, _ in tagged], west, east)
    found: set[frozenset[int]] = set()
    for left, right in pairwise(xs):
        found |= _slab(tagged, (left + right) / 2)
    return found


_Edge = tuple[int, int, int, int]  # x1 < x2, with y1, y2: (x1, y1, x2, y2)


def _slanted(shape: Area, west: int, east: int) -> list[_Edge]:
    """The edges that are not vertical and reach into the strip, west end first."""
    found = []
    for (x1, y1), (x2, y2) in edges(shape.rings):
        if x1 != x2 and max(x1, x2) > west and min(x1, x2) < east:
            found.append((x1, y1, x2, y2) if x1 < x2 else (x2, y2, x1, y1))
    return found


def _slab_borders(slanted: list[_Edge], west: int, east: int) -> list[Fraction]:
    """Where the order of edges from south to north can change: vertices and crossings."""
    xs = {Fraction(x) for edge in slanted for x in (edge[0], edge[2])}
    unique = sorted(set(slanted))
    for i, a in enumerate(unique):
        for b in unique[i + 1 :]:
            if b[0] >= a[2]:
                break
            crossing = _crossing(a, b)
            if crossing is not None:
                xs.add(crossing)
    return sorted({min(max(x, Fraction(west)), Fraction(east)) for x in xs})


def _crossing(a: _Edge, b: _Edge) -> Fraction | None:
    """The longitude at which two edges properly cross, if they do."""
    ax, ay, bx, by = a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]
    turn = ax * by - ay * bx
    if turn == 0 or max(a[1], a[3]) < min(b[1], b[3]) or max(b[1], b[3]) < min(a[1], a[3]):
        return None
    along = Fraction((b[0] - a[0]) * by - (b[1] - a[1]) * bx, turn)
    x = a[0] + along * ax
    return x if max(a[0], b[0]) < x < min(a[2], b[2]) else None


def _slab(tagged: list[tuple[_Edge, int]], x: Fraction) -> set[frozenset[int]]:
    """The combinations met on the way north along one meridian, inside the place."""
    heights = sorted(
        (y1 + (x - x1) * Fraction(y2 - y1, x2 - x1), owner) for (x1, y1, x2, y2), owner in tagged if x1 < x < x2
    )
    found: set[frozenset[int]] = set()
    here: set[int] = set()
    for i, (height, owner) in enumerate(heights):
        here ^= {owner}
        above = heights[i + 1][0] if i + 1 < len(heights) else height
        if above > height and -1 in here:
            found.add(frozenset(here - {-1}))
    return found
