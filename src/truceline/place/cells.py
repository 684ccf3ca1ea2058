"""Which combinations of areas occur somewhere within a place.

A place known only as a disc or a district may lie in one zone, in another or across a border; each
combination is another version of the facts. The faces of the arrangement of all edges are visited in
vertical slabs with exact fractions, so that a border shared by two zones never leaves a sliver.
It does not build the faces, only names the combinations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """The vertex furthest from 180° of longitude, on which a point is east and west at once and an area is not."""
    return Position(*min((vertex for ring in area.rings for vertex in ring), key=lambda vertex: abs(vertex[0])))


def _apart(a: Box, b: Box) -> bool:
    return a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def _edge_near(place: Area, area: Area) -> bool:
    """Whether any edge of the area comes into the place's box."""
    return any(
        not _apart(place.box, (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
        for (x1, y1), (x2, y2) in edges(area.rings)
    )


_Edge = tuple[int, int, int, int, int, int]  # x1 < x2, with y1, y2, and the lower and upper of these
_Tagged = tuple[_Edge, int]  # with whose edge it is: an area's index, or −1 for the place


def _faces(place: Area, areas: Sequence[Area]) -> set[frozenset[int]]:
    """The combinations of areas over the faces inside the place.

    Edges north of the place are left out; those south of it only count for what lies above them, so that where
    they begin, end or cross makes no border between slabs.
    """
    west, south, east, north = place.box
    shapes = [(-1, place), *enumerate(areas)]
    tagged = sorted(
        (edge, owner) for owner, shape in shapes for edge in _slanted(shape, west, east) if edge[4] <= north
    )
    beside = sorted({edge for edge, _ in tagged if edge[5] >= south})
    xs = {Fraction(x) for _, shape in shapes for x in _vertical(shape, place.box)}
    found: set[frozenset[int]] = set()
    for middle, crossed in _slabs(tagged, sorted(xs | _slab_borders(beside, west, east))):
        found |= _upward(crossed, middle)
    return found


def _vertical(shape: Area, box: Box) -> Iterator[int]:
    """The longitudes of the upright edges that come into a box."""
    west, south, east, north = box
    for (x1, y1), (x2, y2) in edges(shape.rings):
        if x1 == x2 and west <= x1 <= east and min(y1, y2) <= north and max(y1, y2) >= south:
            yield x1


def _slanted(shape: Area, west: int, east: int) -> list[_Edge]:
    """The edges that are not upright and reach into the strip, west end first."""
    found = []
    for (x1, y1), (x2, y2) in edges(shape.rings):
        if x1 != x2 and max(x1, x2) > west and min(x1, x2) < east:
            low, high = min(y1, y2), max(y1, y2)
            found.append((x1, y1, x2, y2, low, high) if x1 < x2 else (x2, y2, x1, y1, low, high))
    return found


def _slab_borders(beside: list[_Edge], west: int, east: int) -> set[Fraction]:
    """Where the order of edges from south to north can change: their ends and crossings."""
    xs = {Fraction(min(max(x, west), east)) for edge in beside for x in (edge[0], edge[2])}
    for i, a in enumerate(beside):
        for b in beside[i + 1 :]:
            if b[0] >= a[2]:
                break
            crossing = _crossing(a, b)
            if crossing is not None and west < crossing < east:
                xs.add(crossing)
    return xs


def _crossing(a: _Edge, b: _Edge) -> Fraction | None:
    """The longitude at which two edges cross, if they do; where they only touch is a vertex anyway."""
    if a[5] < b[4] or b[5] < a[4]:
        return None
    ax, ay, bx, by = a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1]
    turn = ax * by - ay * bx
    dx, dy = b[0] - a[0], b[1] - a[1]
    on_a, on_b = dx * by - dy * bx, dx * ay - dy * ax
    if turn < 0:
        turn, on_a, on_b = -turn, -on_a, -on_b
    if not (0 < on_a < turn and 0 < on_b < turn):
        return None
    return a[0] + Fraction(on_a * ax, turn)


def _slabs(tagged: list[_Tagged], borders: list[Fraction]) -> Iterator[tuple[Fraction, list[_Tagged]]]:
    """The middle of each slab from west to east, with the edges over it."""
    waiting, over = iter(tagged), []
    coming = next(waiting, None)
    for left, right in pairwise(borders):
        middle = (left + right) / 2
        x, parts = middle.numerator, middle.denominator
        while coming is not None and coming[0][0] * parts <= x:
            over.append(coming)
            coming = next(waiting, None)
        over = [one for one in over if one[0][2] * parts > x]
        yield middle, over


def _upward(crossed: list[_Tagged], x: Fraction) -> set[frozenset[int]]:
    """The combinations met on the way north along one meridian, inside the place."""
    heights = sorted((y1 + (x - x1) * Fraction(y2 - y1, x2 - x1), owner) for (x1, y1, x2, y2, _, _), owner in crossed)
    found: set[frozenset[int]] = set()
    here: set[int] = set()
    for i, (height, owner) in enumerate(heights):
        here ^= {owner}
        above = heights[i + 1][0] if i + 1 < len(heights) else height
        if above > height and -1 in here:
            found.add(frozenset(here - {-1}))
    return found
