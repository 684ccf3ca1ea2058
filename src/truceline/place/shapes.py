"""Areas made once from what people say: polygons, circles, distance bands, the forward side of a line.

The only user of geodesy (WGS 84 by pyproj) and of GEOS. What comes out is integers, and those integers
are from then on what was declared: nobody measures a distance again to judge a conduct, so two machines
cannot differ over one. A fault in a shape is refused with its place and never repaired.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import shapely
from pyproj import Geod
from shapely.affinity import translate
from shapely.geometry.polygon import orient

from truceline.place.grid import E7, HALF_TURN, Area, Place, Position, Ring

CIRCLE_SIDES = 64  # a radius is a circumscribed polygon of this many sides
BAND_SIDES = 128  # a distance band's round ends have this many
GRID_M = 0.02  # more than a grid step, 1.1 cm at most, moves a vertex or an edge
DEGREE_M = 110_500  # no degree of latitude is shorter
SLANT = 1.25  # a slanted edge bends more than one along a parallel, by 9 % at most
EARTH_M = 6_335_000  # no meridian's radius of curvature is smaller
NEAREST_POLE_DEG = 85  # beyond this latitude a straight edge bends more than is added for it
DENSE_M = 10_000  # a geodesic edge gets a vertex at least this often
KM2_PER_SQUARE_DEGREE = 111.32 * 111.32  # at the equator

Chain = tuple[tuple[int, int], ...]  # a line's vertices; longitudes may run past ±180 degrees


@cache
def geod() -> Geod:
    """The ellipsoid."""
    return Geod(ellps="WGS84")


def disc(center: Position, radius_m: int) -> Area:
    """The circumscribed 64-gon of a circle: every point of the circle is inside.

    Vertices are rounded to the grid and the shape split at the antimeridian. Raises ValueError for a
    radius that is not positive or that reaches near a pole, where straight edges fall short.
    """
    if radius_m <= 0:
        msg = "a radius above 0 m"
        raise ValueError(msg)
    ring = _circle(center.lon_e7, center.lat_e7, radius_m, CIRCLE_SIDES)
    return _on_globe([ring], shapely.Polygon(ring))


def sector(center: Position, bearing_from: int, bearing_to: int, near_m: int, far_m: int) -> Area:
    """What lies between two distances and, clockwise, between two bearings: every point of it is inside.

    Bearings in whole degrees from 0 to 360; from 0 to 360 it is the whole ring. The sides, like the arcs, are
    moved outward by as much as straight edges may fall short. Raises ValueError for equal bearings, for
    distances in the wrong order and near a pole.
    """
    same = bearing_from == bearing_to or (bearing_from, bearing_to) == (360, 0)  # due north both
    if same or not (0 <= bearing_from <= 360 and 0 <= bearing_to <= 360):
        msg = "two different bearings from 0 to 360 degrees"
        raise ValueError(msg)
    if not 0 <= near_m < far_m:
        msg = "a near distance of 0 m or more and a far one above it"
        raise ValueError(msg)
    whole = shapely.union_all(_sector_parts(center, bearing_from, bearing_to, near_m, far_m), grid_size=1)
    return _on_globe(_rings_of(whole), whole)


def polygon(parts: Sequence[Sequence[Sequence[Position]]], edges: str = "straight") -> Area:
    """An area from polygons (each a shell and its holes), checked and densified once.

    `edges` is straight | geodesic | parallel. An edge longer than half a turn in longitude is read as
    crossing the antimeridian. Raises ValueError with the first fault: too few vertices, a ring that
    crosses or touches itself, a hole outside its shell, parts that overlap.
    """
    rings = [[_dense_ring(ring, edges) for ring in part] for part in parts]
    shape = shapely.MultiPolygon([(part[0], part[1:]) for part in rings])
    if not shapely.is_valid(shape):
        msg = f"rings that do not cross: {_said(shapely.is_valid_reason(shape))}"
        raise ValueError(msg)
    return _on_globe([ring for part in rings for ring in part], shape)


def line(points: Sequence[Position], edges: str = "straight") -> Chain:
    """A line's vertices with continuous longitudes; raises ValueError below two."""
    if len(set(points)) < 2:
        msg = "a line of at least two different vertices"
        raise ValueError(msg)
    return tuple(_dense(points, edges))


def band(shape: Area | Chain, within_m: int) -> Area:
    """Everything at most that far from an area or a line, polygonised once.

    The union, on the grid, of the hulls of neighbouring circles along each edge. The circles are
    circumscribed: the band reaches at most 1 part in 1,000 beyond the true distance and never falls
    short of it by more than the grid. Raises ValueError for a distance that is not positive.
    """
    if within_m <= 0:
        msg = "a distance above 0 m"
        raise ValueError(msg)
    if isinstance(shape, Area):
        chains = [(*ring, ring[0]) for ring in shape.rings]
        parts = [as_shapely(shape)]
    else:
        chains, parts = [shape], []
    hulls = [hull for chain in chains for hull in _hulls(chain, within_m)]
    whole = shapely.union_all([*parts, *hulls], grid_size=1)
    return _on_globe(_rings_of(whole), whole)


def forward_of(extent: Area, chain: Chain, hand: str) -> Area:
    """The part of the theatre on the left or right hand of a line, walking it as drawn.

    Raises ValueError where the line does not cut the extent in two.
    """
    cut = shapely.LineString(chain)
    whole = _met_by(cut, as_shapely(extent))
    network = shapely.union_all([shapely.boundary(whole), cut], grid_size=1)
    faces = [
        face
        for face in shapely.get_parts(shapely.polygonize([*shapely.get_parts(network)]))
        if shapely.contains(whole, shapely.point_on_surface(face))
    ]
    sided = [face for face in faces if _hand(face, cut) == hand] if len(faces) > 1 else []
    if not sided:
        msg = "a line that runs through the extent from border to border"
        raise ValueError(msg)
    side = shapely.union_all(sided, grid_size=1)
    return _on_globe(_rings_of(side), side)


def _met_by(cut: shapely.LineString, extent: shapely.Geometry) -> shapely.Geometry:
    """The parts of the extent that a line runs through, joined across the antimeridian."""
    joined = shapely.union_all(_turned(extent), grid_size=1)
    parts = shapely.get_parts(joined)
    return shapely.union_all([one for one in parts if shapely.intersects(one, cut) and not shapely.touches(one, cut)])


def rough_km2(area: Area) -> float:
    """Square kilometres, good to a percent: for people, never for a rule."""
    lat = math.radians((area.box[1] + area.box[3]) / 2 / E7)
    return float(shapely.area(as_shapely(area))) / E7**2 * KM2_PER_SQUARE_DEGREE * math.cos(lat)


def middle(place: Place) -> Position:
    """A representative point, for a map's marker; never for a rule."""
    if isinstance(place, Position):
        return place
    point = shapely.point_on_surface(as_shapely(place))
    return Position(round(shapely.get_x(point)), round(shapely.get_y(point)))


def border_distance_m(at: Position, area: Area) -> int:
    """Whole metres from a point to the nearest vertex or edge of a border: for people alone."""
    point = shapely.Point(at.lon_e7, at.lat_e7)
    nearest = shapely.shortest_line(point, shapely.boundary(as_shapely(area)))
    x, y = shapely.get_coordinates(nearest)[1]
    return round(_geodesic_m((at.lon_e7, at.lat_e7), (round(x), round(y))))


def as_shapely(area: Area) -> shapely.Geometry:
    """The area as GEOS sees it: rings combined by symmetric difference, which is even–odd."""
    whole: shapely.Geometry = shapely.Polygon()
    for ring in area.rings:
        whole = shapely.symmetric_difference(whole, shapely.Polygon(ring), grid_size=1)
    return whole


# ── below: how the shapes are made ────────────────────────────────────────────────────────────


def _on_globe(rings: Sequence[Sequence[tuple[int, int]]], shape: shapely.Geometry) -> Area:
    """The area of rings; what runs past ±180 degrees is cut there and laid on the other side."""
    if all(abs(lon) <= HALF_TURN for ring in rings for lon, _ in ring):
        return Area(tuple(tuple(ring) for ring in rings))
    globe = shapely.box(-HALF_TURN, -HALF_TURN, HALF_TURN, HALF_TURN)
    pieces = [shapely.intersection(one, globe, grid_size=1) for one in _turned(shape)]
    return Area(_rings_of(shapely.union_all(pieces, grid_size=1)))


def _turned(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The shape a whole turn to the west, as it is, and a whole turn to the east."""
    return [translate(shape, xoff=turn) for turn in (-2 * HALF_TURN, 0, 2 * HALF_TURN)]


def _rings_of(shape: shapely.Geometry) -> tuple[Ring, ...]:
    """The rings of every polygon of a shape on the integer grid."""
    return tuple(
        tuple((round(x), round(y)) for x, y in ring.coords[:-1])
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.Polygon) and not part.is_empty
        for ring in (part.exterior, *part.interiors)
    )


def _circle(lon_e7: int, lat_e7: int, radius_m: int, sides: int) -> list[tuple[int, int]]:
    """A circumscribed polygon round a vertex, longitudes continuous with the centre's."""
    away_m = reach_m(lat_e7, radius_m, sides)
    return _round_about(lon_e7, lat_e7, [(i + 0.5) * 360 / sides for i in range(sides)], away_m)


def reach_m(lat_e7: int, radius_m: int, sides: int) -> float:
    """How far from the centre the vertices of a circumscribed polygon lie; raises ValueError near a pole.

    Its edges are straight in longitude and latitude: towards the pole they run inside the geodesic between
    their ends, by as much as `bend_m`; and rounding moves a vertex by less than `GRID_M`. Both are added.
    """
    if abs(lat_e7) / E7 + radius_m / DEGREE_M > NEAREST_POLE_DEG:
        msg = "a circle that stays 5 degrees away from the poles"
        raise ValueError(msg)
    bend_m = _bend_m(radius_m * math.tan(math.pi / sides), abs(lat_e7) / E7 + radius_m / DEGREE_M)
    return (radius_m + bend_m + GRID_M) / math.cos(math.pi / sides)


def _bend_m(half_edge_m: float, top_deg: float) -> float:
    """By how much a straight edge runs inside the geodesic between its ends, at most, below that latitude."""
    return SLANT * half_edge_m**2 * math.tan(math.radians(top_deg)) / (2 * EARTH_M)


def _round_about(lon_e7: int, lat_e7: int, bearings: Sequence[float], away_m: float) -> list[tuple[int, int]]:
    """The vertices that far away in each direction, longitudes continuous with the centre's."""
    many = len(bearings)
    lons, lats, _ = geod().fwd([lon_e7 / E7] * many, [lat_e7 / E7] * many, bearings, [away_m] * many)
    return [(_near(round(x * E7), lon_e7), round(y * E7)) for x, y in zip(lons, lats, strict=True)]


def _sector_parts(at: Position, bearing_from: int, bearing_to: int, near_m: int, far_m: int) -> list[shapely.Geometry]:
    """Hulls that cover a sector: one for each slice and distance band, and a strip along either side."""
    span = bearing_to - bearing_from if bearing_to > bearing_from else bearing_to - bearing_from + 360
    top = abs(at.lat_e7) / E7 + far_m / DEGREE_M
    if top > NEAREST_POLE_DEG:
        msg = "a sector that stays 5 degrees away from the poles"
        raise ValueError(msg)
    slices, bands = math.ceil(span * CIRCLE_SIDES / 360), math.ceil((far_m - near_m) / DENSE_M)
    half = math.radians(span / slices / 2)
    beside_m = _bend_m((far_m - near_m) / bands / 2, top) + 2 * GRID_M
    arc_m = _bend_m(far_m * math.tan(half), top) + 2 * GRID_M
    radii: list[float] = [near_m + (far_m - near_m) * i / bands for i in range(bands + 1)]
    radii[0], radii[-1] = max(0, near_m - arc_m), (far_m + arc_m) / math.cos(half)
    bearings = [bearing_from + span * i / slices for i in range(slices + 1)]
    arcs = [_round_about(at.lon_e7, at.lat_e7, bearings, radius) for radius in radii]
    parts = [[*low[i : i + 2], *high[i : i + 2]] for low, high in pairwise(arcs) for i in range(slices)]
    for end, away in ((0, bearing_from - 90), (-1, bearing_to + 90)):
        side = [arc[end] for arc in arcs]
        outer = [_round_about(x, y, [away], beside_m)[0] for x, y in side]
        parts += [[*side[i : i + 2], *outer[i : i + 2]] for i in range(bands)]
    if not near_m:
        parts.append(_round_about(at.lon_e7, at.lat_e7, [45, 135, 225, 315], 2 * beside_m))
    return [shapely.convex_hull(shapely.MultiPoint(part)) for part in parts]


def _near(lon_e7: int, other_e7: int) -> int:
    """The longitude plus or minus whole turns, within half a turn of another."""
    return lon_e7 + 2 * HALF_TURN * round((other_e7 - lon_e7) / (2 * HALF_TURN))


def _said(reason: str) -> str:
    """GEOS' reason with its grid coordinates turned back into degrees."""
    words, _, rest = reason.partition("[")
    numbers = [float(number) / E7 for number in rest.rstrip("]").split()[:2]]
    where = f" at {numbers[0]:.7f}, {numbers[1]:.7f}" if len(numbers) == 2 else ""
    return words.strip().lower() + where


def _dense_ring(ring: Sequence[Position], edges: str) -> list[tuple[int, int]]:
    points = list(ring)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(set(points)) < 3:
        msg = "a ring of at least three different vertices"
        raise ValueError(msg)
    unwound = _dense([*points, points[0]], edges)
    if unwound[0][0] != unwound[-1][0]:
        msg = "a ring that does not go round a pole"
        raise ValueError(msg)
    return unwound[:-1]


def _dense(points: Sequence[Position], edges: str) -> list[tuple[int, int]]:
    """The vertices with longitudes made continuous, and more of them along geodesics."""
    found = [(points[0].lon_e7, points[0].lat_e7)]
    for a, b in pairwise(points):
        if edges == "geodesic":
            found += _along_geodesic(a, b, found[-1][0])
        found.append((_near(b.lon_e7, found[-1][0]), b.lat_e7))
    return found


def _along_geodesic(a: Position, b: Position, here_e7: int) -> list[tuple[int, int]]:
    """Vertices between two points, one every ten kilometres at least.

    An edge along a parallel needs none: it is straight in longitude and latitude already.
    """
    count = math.ceil(_geodesic_m((a.lon_e7, a.lat_e7), (b.lon_e7, b.lat_e7)) / DENSE_M) - 1
    if count < 1:
        return []
    ends = (a.lon_e7 / E7, a.lat_e7 / E7, b.lon_e7 / E7, b.lat_e7 / E7)
    return [(_near(round(lon * E7), here_e7), round(lat * E7)) for lon, lat in geod().npts(*ends, count)]


def _hulls(chain: Sequence[tuple[int, int]], within_m: int) -> list[shapely.Geometry]:
    """Hulls of neighbouring circles, so close together that they cover the edge's whole band."""
    points = _every(chain, max(within_m // 4, 1_000))
    circles = [shapely.Polygon(_circle(x, y, within_m, BAND_SIDES)) for x, y in points]
    return [shapely.convex_hull(shapely.union(a, b)) for a, b in pairwise(circles)]


def _every(chain: Sequence[tuple[int, int]], step_m: int) -> list[tuple[int, int]]:
    """Points along straight edges, no two neighbours further apart than the step."""
    found = [chain[0]]
    for (x1, y1), (x2, y2) in pairwise(chain):
        count = max(1, math.ceil(_geodesic_m((x1, y1), (x2, y2)) / step_m))
        found += [(x1 + (x2 - x1) * i // count, y1 + (y2 - y1) * i // count) for i in range(1, count + 1)]
    return found


def _geodesic_m(a: tuple[int, int], b: tuple[int, int]) -> float:
    return float(geod().inv(a[0] / E7, a[1] / E7, b[0] / E7, b[1] / E7)[2])


def _hand(face: shapely.Polygon, cut: shapely.LineString) -> str:
    """On which hand of the line a face lies, however thin it is.

    Its border, walked with the face to the left, runs along the line where the face lies to the line's left.
    """
    shared = shapely.intersection(shapely.boundary(face), cut, grid_size=1)
    longest = max(shapely.get_parts(shared), key=lambda part: float(part.length))
    (x1, y1), (x2, y2) = longest.coords[0], longest.coords[1]
    along = 1 if cut.project(shapely.Point(x1, y1)) < cut.project(shapely.Point(x2, y2)) else -1
    there = shapely.Point((x1 + x2) / 2, (y1 + y2) / 2)
    walked = orient(face)
    steps = [step for ring in (walked.exterior, *walked.interiors) for step in pairwise(ring.coords)]
    (ax, ay), (bx, by) = min(steps, key=lambda step: float(there.distance(shapely.LineString(step))))
    return "left" if along * ((bx - ax) * (x2 - x1) + (by - ay) * (y2 - y1)) > 0 else "right"
