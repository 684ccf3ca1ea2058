"""Plane geometry of the oracle: where a place can lie among polygons, exactly, in whole numbers and fractions.

It exists so that the second evaluator shares no line of code with the first, nor its geometry library. Coordinates
are whole numbers of 1e-7 degree; edges are straight in longitude and latitude (RFC 7946); polygons may have holes.
It does no geodesy: discs, distances and geodesic edges are not covered.
"""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

HALF_TURN = 1_800_000_000  # 180 degrees

Number = int | Fraction
Point = tuple[int, int]
Ring = list[Point]
Part = list[Ring]
Area = list[Part]
Edge = tuple[Point, Point]


class NotCovered(Exception):
    """The case asks something that the oracle leaves out on purpose."""


def e7(degrees: object) -> int:
    """Decimal degrees, as written, in whole units of 1e-7 degree."""
    scaled = Decimal(str(degrees)) * 10_000_000
    if scaled != int(scaled):
        raise NotCovered(f"more than 7 decimals: {degrees}")
    return int(scaled)


def area(geometry: dict[str, Any] | str) -> Area:
    """The polygons of an inline geometry; NotCovered for files, discs, lines and bent edges."""
    if isinstance(geometry, str):
        raise NotCovered(f"a geometry in a file: {geometry}")
    if geometry.get("edges", "straight") != "straight":
        raise NotCovered("bent edges")
    if "polygon" in geometry:
        return [part(geometry["polygon"])]
    if "multipolygon" in geometry:
        return [part(rings) for rings in geometry["multipolygon"]]
    raise NotCovered(f"no polygon: {sorted(geometry)}")


def part(rings: list[list[list[Any]]]) -> Part:
    """One polygon: its outer ring, then its holes; the repeated last corner of each ring is dropped."""
    return [corners([(e7(lon), e7(lat)) for lon, lat in ring]) for ring in rings]


def corners(ring: Ring) -> Ring:
    """The ring without a repeated last corner."""
    return ring[:-1] if ring[0] == ring[-1] else ring


def edges(ring: Ring) -> list[Edge]:
    """The ring's sides, each from corner to next corner."""
    return [(ring[i - 1], ring[i]) for i in range(len(ring))]


def on_edge(point: Point, edge: Edge) -> bool:
    """Whether the point lies on the edge, ends included."""
    (x, y), ((x1, y1), (x2, y2)) = point, edge
    straight = (x2 - x1) * (y - y1) == (y2 - y1) * (x - x1)
    return straight and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)


def crosses_ray(point: Point, edge: Edge) -> bool:
    """Whether a ray from the point to the east crosses the edge (lower end counted, upper end not)."""
    (x, y), ((x1, y1), (x2, y2)) = point, edge
    if (y1 <= y) == (y2 <= y):
        return False
    return x1 + Fraction((y - y1) * (x2 - x1), y2 - y1) > x


def holds_point(shape: Area, point: Point) -> bool:
    """Whether the point lies in the area or on its border, a hole's border included; 180 east is 180 west."""
    x, y = point
    return any(holds_here(shape, (same, y)) for same in ({x, -x} if abs(x) == HALF_TURN else {x}))


def holds_here(shape: Area, point: Point) -> bool:
    """The same of a point as it is written."""
    for rings in shape:
        sides = [edge for ring in rings for edge in edges(ring)]
        if any(on_edge(point, edge) for edge in sides):
            return True
        if sum(crosses_ray(point, edge) for edge in sides) % 2:
            return True
    return False


def height(edge: Edge, x: Number) -> Number:
    """The edge's y at x; the edge is not vertical."""
    (x1, y1), (x2, y2) = edge
    return y1 if y1 == y2 else y1 + Fraction(y2 - y1, x2 - x1) * (x - x1)


def crossings(sides: list[Edge]) -> set[Number]:
    """The x of every point where two edges' lines meet within both edges' spans."""
    found: set[Number] = set()
    for one, other in combinations(sides, 2):
        (x1, y1), (x2, y2) = one
        (x3, y3), (x4, y4) = other
        turn = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3)
        if turn == 0:
            continue
        along = Fraction((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3), turn)
        if 0 <= along <= 1:
            found.add(x1 + along * (x2 - x1))
    return found


def cells(place: Area, zones: dict[str, Area]) -> set[frozenset[str]]:
    """Every combination of zones that some part of the place with positive area lies in.

    The plane is cut into vertical slabs at every corner and crossing. Between two neighbouring edges of a slab
    nothing changes, so walking a slab from south to north, and turning over "in" and "out" of each polygon at its
    own edges, meets every combination there is.
    """
    owned = [(None, rings) for rings in place]
    shapes: list[tuple[str | None, Part]] = [
        *owned,
        *((zone, rings) for zone, shape in zones.items() for rings in shape),
    ]
    walls: list[tuple[Edge, int]] = []
    cuts: set[Number] = set()
    for number, (_, rings) in enumerate(shapes):
        for ring in rings:
            cuts.update(x for x, _ in ring)
            walls += [(edge, number) for edge in edges(ring) if edge[0][0] != edge[1][0]]
    cuts |= crossings([edge for edge, _ in walls])
    found = set()
    ordered = sorted(cuts)
    for west, east in pairwise(ordered):
        middle = Fraction(west + east) / 2
        met = [
            (height(edge, middle), number)
            for edge, number in walls
            if min(edge[0][0], edge[1][0]) < middle < max(edge[0][0], edge[1][0])
        ]
        met.sort()
        inside = [False] * len(shapes)
        for (y, number), (following, _) in pairwise(met):
            inside[number] = not inside[number]
            if y == following:
                continue
            names = {owner for (owner, _), within in zip(shapes, inside, strict=True) if within}
            if None in names:
                found.add(frozenset(name for name in names if name is not None))
    return found
