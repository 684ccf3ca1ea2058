"""Shapes made once from what people say: nothing falls short, both hands of a line, faults with their place."""

import math
import re

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from truceline.place import (
    E7,
    Area,
    Position,
    band,
    border_distance_m,
    cells,
    disc,
    forward_of,
    line,
    middle,
    polygon,
    position,
    rough_km2,
    sector,
)
from truceline.place.shapes import as_shapely

GLOBE = Geod(ellps="WGS84")
MM = 0.001  # geodesic error allowed by definition
GRID_M = 0.02  # a grid step is 1.1 cm at most


def area(*corners: tuple[float | str, float | str], edges: str = "straight") -> Area:
    """The polygon of these corners in degrees."""
    return polygon([[[position(*one) for one in corners]]], edges)


def on_grid(lon: float, lat: float) -> Position:
    """The nearest grid point, longitudes brought within ±180."""
    return Position((round(lon * E7) + 180 * E7) % (360 * E7) - 180 * E7, round(lat * E7))


def off(at: Position, bearing: float, metres: float) -> Position:
    """The grid point so far from another in a direction."""
    lon, lat, _ = GLOBE.fwd(at.lon_e7 / E7, at.lat_e7 / E7, bearing, metres)
    return on_grid(lon, lat)


def apart_m(a: Position, b: Position) -> float:
    """The geodesic distance of two points."""
    return float(GLOBE.inv(a.lon_e7 / E7, a.lat_e7 / E7, b.lon_e7 / E7, b.lat_e7 / E7)[2])


longitudes = st.integers(-180 * E7, 180 * E7)
bearings = st.floats(0, 360, allow_nan=False)


# ── discs ─────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=500)
@given(longitudes, st.integers(-75 * E7, 75 * E7), st.integers(1, 300_000), bearings, st.floats(0, 1))
def test_every_point_of_a_circle_is_in_its_disc(lon: int, lat: int, radius_m: int, bearing: float, part: float) -> None:
    """A disc holds every point that is at most its radius away, on the rim as within."""
    centre = Position(lon, lat)
    made = disc(centre, radius_m)
    assert made.holds(off(centre, bearing, radius_m))
    assert made.holds(off(centre, bearing, radius_m * part))


@given(longitudes, st.integers(-60 * E7, 60 * E7), st.integers(1, 100_000), bearings)
def test_a_disc_reaches_hardly_further(lon: int, lat: int, radius_m: int, bearing: float) -> None:
    """A point further off than 2 parts in 1,000, and the grid, is outside."""
    centre = Position(lon, lat)
    assert not disc(centre, radius_m).holds(off(centre, bearing, radius_m * 1.002 + 0.05))


def test_a_disc_across_the_antimeridian_lies_on_both_sides() -> None:
    """What runs past 180 degrees is laid on the other side of the world."""
    made = disc(position("179.95", 0), 20_000)
    assert [made.holds(position(lon, 0)) for lon in ("179.8", "179.9", "180", "-180", "-179.9", "-179.8", "0")] == [
        True, True, True, True, True, False, False,
    ]  # fmt: skip
    assert all(abs(x) <= 180 * E7 for ring in made.rings for x, _ in ring)


def test_a_disc_needs_a_radius_and_room_to_the_pole() -> None:
    """Both sides of each limit; what is refused is said."""
    assert disc(position(0, 84), 110_500).box[3] < 85.1 * E7
    for lat, radius_m, said in (
        (84, 110_501, "a circle that stays 5 degrees away from the poles"),
        (-84, 110_501, "a circle that stays 5 degrees away from the poles"),
        (0, 0, "a radius above 0 m"),
        (0, -5, "a radius above 0 m"),
    ):
        with pytest.raises(ValueError, match=f"^{said}$"):
            disc(position(0, lat), radius_m)


# ── sectors ───────────────────────────────────────────────────────────────────────────────────

degrees = st.integers(0, 360)


@settings(max_examples=300)
@given(
    st.builds(Position, longitudes, st.integers(-75 * E7, 75 * E7)),
    st.tuples(degrees, degrees).filter(lambda both: both[0] != both[1] and both != (360, 0)),
    st.tuples(st.integers(0, 30_000), st.integers(1, 60_000)),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_every_point_of_a_sector_is_in_it(
    centre: Position, between: tuple[int, int], depth: tuple[int, int], turned: float, away: float
) -> None:
    """What lies between the bearings and the distances is held: the four corners, the sides, the arcs, the inside."""
    (start, end), (near_m, deep_m) = between, depth
    span = end - start if end > start else end - start + 360
    made = sector(centre, start, end, near_m, near_m + deep_m)
    for turn in (0, turned, 1):
        for part in (0, away, 1):
            assert made.holds(off(centre, start + span * turn, near_m + deep_m * part))


@given(longitudes, st.integers(-60 * E7, 60 * E7), degrees, st.integers(1, 120), st.integers(1_000, 9_000))
def test_a_sector_reaches_hardly_further(lon: int, lat: int, start: int, span: int, near_m: int) -> None:
    """Beyond the far arc, before the near one by more than their chords fall short, and beside either side: outside."""
    assume(start + span <= 360)
    centre, far_m = Position(lon, lat), 3 * near_m
    made = sector(centre, start, start + span, near_m, far_m)
    assert not made.holds(off(centre, start + span / 2, far_m * 1.002 + 0.2))
    assert not made.holds(off(centre, start + span / 2, near_m * 0.998 - 0.2))
    for bearing in (start - 1, start + span + 1):
        assert not made.holds(off(centre, bearing, 2 * near_m))


def test_a_whole_ring_has_a_hole_and_a_sector_from_nought_its_centre() -> None:
    """From 0 to 360 it is all around; from no distance on, what it is seen from is part of it."""
    here = position(1, 1)
    ring = sector(here, 0, 360, 1_000, 5_000)
    assert len(ring.rings) == 2
    assert not ring.holds(here)
    for start, end in ((0, 1), (0, 360), (350, 10), (10, 350)):
        assert sector(here, start, end, 0, 5_000).holds(here)


def test_a_sector_across_the_antimeridian_lies_on_both_sides() -> None:
    """What runs past 180 degrees is laid on the other side of the world."""
    made = sector(position("179.95", 0), 45, 135, 1_000, 20_000)
    assert [made.holds(position(lon, 0)) for lon in ("179.9", "179.99", "180", "-180", "-179.9", "-179.8")] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    assert all(abs(x) <= 180 * E7 for ring in made.rings for x, _ in ring)


@pytest.mark.parametrize(
    ("lat", "start", "end", "near_m", "far_m", "said"),
    [
        (0, 5, 5, 0, 9, "two different bearings from 0 to 360 degrees"),
        (0, 360, 0, 0, 9, "two different bearings from 0 to 360 degrees"),
        (0, -1, 5, 0, 9, "two different bearings from 0 to 360 degrees"),
        (0, 5, 361, 0, 9, "two different bearings from 0 to 360 degrees"),
        (0, 0, 5, 9, 9, "a near distance of 0 m or more and a far one above it"),
        (0, 0, 5, -1, 9, "a near distance of 0 m or more and a far one above it"),
        (84, 0, 5, 0, 110_501, "a sector that stays 5 degrees away from the poles"),
        (-84, 0, 5, 0, 110_501, "a sector that stays 5 degrees away from the poles"),
    ],
)
def test_what_is_no_sector_is_refused(lat: int, start: int, end: int, near_m: int, far_m: int, said: str) -> None:
    """Equal bearings, distances in the wrong order, too near a pole; just within, it is made."""
    with pytest.raises(ValueError, match=f"^{said}$"):
        sector(position(0, lat), start, end, near_m, far_m)
    assert sector(position(0, 84), 0, 360, 8, 110_500).box[3] < 85.1 * E7


# ── polygons ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([[[(0, 0), (1, 1)]]], "a ring of at least three different vertices"),
        ([[[(0, 0), (1, 1), (0, 0)]]], "a ring of at least three different vertices"),
        ([[[(0, 0), (2, 2), (2, 0), (0, 2)]]], "rings that do not cross: self-intersection at 1.0000000, 1.0000000"),
        ([[[(0, 0), (2, 0), (1, 0)]]], "rings that do not cross: self-intersection at"),
        (
            [[[(0, 0), (4, 0), (4, 4), (0, 4)], [(5, 5), (6, 5), (6, 6), (5, 6)]]],
            "rings that do not cross: hole lies outside shell at 5.0000000, 5.0000000",
        ),
        (
            [[[(0, 0), (4, 0), (4, 4), (0, 4)], [(3, 3), (5, 3), (5, 5), (3, 5)]]],
            "rings that do not cross: self-intersection at",
        ),
        (
            [[[(0, 0), (2, 0), (2, 2), (0, 2)]], [[(1, 1), (3, 1), (3, 3), (1, 3)]]],
            "rings that do not cross: self-intersection at",
        ),
        ([[[(0, 80), (120, 80), (-120, 80)]]], "a ring that does not go round a pole"),
    ],
)
def test_a_faulty_shape_is_refused_with_its_place(parts: list[list[list[tuple[int, int]]]], said: str) -> None:
    """No shape is repaired: the first fault is named, with where it is in degrees."""
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        polygon([[[position(*at) for at in ring] for ring in part] for part in parts])


def test_the_first_corner_may_be_repeated() -> None:
    """A ring closed as GeoJSON closes it is the same ring."""
    corners = [(0, 0), (1, 0), (1, 1)]
    assert area(*corners) == area(*corners, corners[0])


def test_a_polygon_across_the_antimeridian() -> None:
    """An edge longer than half a turn goes the short way round, through 180 degrees."""
    across = area((179, 0), (-179, 0), (-179, 1), (179, 1))
    held = [across.holds(position(lon, "0.5")) for lon in ("178.9999999", 179, 180, -180, -179, "-178.9999999", 0)]
    assert held == [False, True, True, True, True, False, False]


def test_a_hole_across_the_antimeridian_stays_a_hole() -> None:
    """Holes are cut on both sides of 180 degrees like everything else."""
    shell = [position(*one) for one in ((178, -2), (-178, -2), (-178, 2), (178, 2))]
    hole = [position(*one) for one in ((179, -1), (-179, -1), (-179, 1), (179, 1))]
    holed = polygon([[shell, hole]])
    assert [holed.holds(position(lon, 0)) for lon in ("178.5", "179.5", 180, "-179.5", "-178.5")] == [
        True, False, False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize("edges", ["straight", "parallel"])
def test_straight_edges_need_no_more_corners(edges: str) -> None:
    """Straight edges, and edges along a parallel, stay as they are: four corners are four."""
    assert len(area((0, 50), (10, 50), (10, 55), (0, 55), edges=edges).rings[0]) == 4


def test_geodesic_edges_follow_the_great_circle() -> None:
    """Between two points on a parallel in the north the geodesic runs north of it, and so does the edge."""
    bent = area((0, 50), (10, 50), (10, 55), (0, 55), edges="geodesic")
    lon, lat = GLOBE.npts(0, 50, 10, 50, 1)[0]
    assert lat > 50.1
    assert not bent.holds(on_grid(lon, lat - 0.001))
    assert bent.holds(on_grid(lon, lat + 0.001))
    corners = [Position(x, y) for x, y in bent.rings[0]]
    longest = max(apart_m(a, b) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
    assert longest <= 10_000 + 1
    assert len(area((0, 50), ("0.1", 50), (0, "50.05"), edges="geodesic").rings[0]) == 3


def test_geodesic_edges_across_the_antimeridian() -> None:
    """Added corners stay on their own side of 180 degrees."""
    bent = area((179, 50), (-179, 50), (-179, 51), (179, 51), edges="geodesic")
    assert [bent.holds(position(lon, "50.5")) for lon in ("179.5", "-179.5", 0)] == [True, True, False]


def test_a_line_needs_two_points() -> None:
    """One point, or the same twice, is no line; longitudes run on past 180."""
    assert line([position(179, 0), position(-179, 0)]) == ((179 * E7, 0), (181 * E7, 0))
    for points in ([position(1, 1)], [position(1, 1), position(1, 1)]):
        with pytest.raises(ValueError, match=r"^a line of at least two different vertices$"):
            line(points)


# ── bands ─────────────────────────────────────────────────────────────────────────────────────

near = st.tuples(st.integers(-20_000_000, 20_000_000), st.integers(-20_000_000, 20_000_000))


@settings(max_examples=150)
@given(
    longitudes, st.integers(-65, 65), near, near, st.integers(50, 70_000), st.floats(0, 1), bearings, st.floats(0, 1)
)  # fmt: skip
def test_a_band_never_falls_short(  # noqa: PLR0913, PLR0917
    lon: int, lat: int, a: tuple[int, int], b: tuple[int, int], within_m: int, along: float, bearing: float, part: float
) -> None:
    """Every point at most that far from some point of the line is in the band, the grid's width aside."""
    start = (lon + a[0], lat * E7 + a[1])
    chain = (start, (lon + b[0] + 1, lat * E7 + b[1]))
    made = band(chain, within_m)
    at = on_grid(*(((1 - along) * one + along * two) / E7 for one, two in zip(*chain, strict=True)))
    assert made.holds(off(at, bearing, within_m - GRID_M))
    assert made.holds(off(at, bearing, within_m * part))


@settings(max_examples=60)
@given(st.integers(-179, 177), st.integers(-60, 60), near, near, st.integers(500, 50_000))
def test_a_band_reaches_hardly_further(
    lon: int, lat: int, a: tuple[int, int], b: tuple[int, int], within_m: int
) -> None:
    """No corner of a band lies further from its line than 1 part in 1,000 and the steps in which that is looked at."""
    chain = ((lon * E7 + a[0], lat * E7 + a[1]), (lon * E7 + b[0] + 1, lat * E7 + b[1]))
    steps = 400
    along = [on_grid(*((p + (q - p) * i / steps) / E7 for p, q in zip(*chain, strict=True))) for i in range(steps + 1)]
    step_m = apart_m(along[0], along[1])
    for x, y in band(chain, within_m).rings[0][::16]:
        nearest = min(apart_m(on_grid(x / E7, y / E7), at) for at in along)
        assert nearest <= within_m * 1.001 + step_m**2 / (8 * within_m) + GRID_M


def test_the_band_of_an_area_holds_the_area() -> None:
    """Within so many metres of an area: the area itself, its holes near the border, and the surroundings."""
    ring = [position(*one) for one in ((36, 36), ("36.2", 36), ("36.2", "36.2"), (36, "36.2"))]
    hole = [position(*one) for one in (("36.05", "36.05"), ("36.15", "36.05"), ("36.15", "36.15"), ("36.05", "36.15"))]
    near_it = band(polygon([[ring, hole]]), 2_000)
    assert near_it.holds(position("36.01", "36.01"))
    assert near_it.holds(position("36.06", "36.1"))
    assert not near_it.holds(position("36.1", "36.1"))
    south = position("36.1", 36)
    assert near_it.holds(off(south, 180, 2_000))
    assert not near_it.holds(off(south, 180, 2_002.1))


def test_the_band_of_an_area_across_the_antimeridian() -> None:
    """No gap and no doubled part opens along 180 degrees."""
    near_it = band(area((179, 0), (-179, 0), (-179, 1), (179, 1)), 5_000)
    lons = ("178.95", "178.96", "179.9", "179.99", 180, -180, "-179.99", "-179.9", "-178.96", "-178.95")
    held = [near_it.holds(position(lon, "0.5")) for lon in lons]
    assert held == [False, *[True] * 8, False]


def test_a_band_needs_a_distance() -> None:
    """A distance of nothing is refused."""
    with pytest.raises(ValueError, match=r"^a distance above 0 m$"):
        band(line([position(0, 0), position(1, 0)]), 0)


# ── both hands of a line ──────────────────────────────────────────────────────────────────────

THEATRE = area((0, 0), (10, 0), (10, 10), (0, 10))


@pytest.mark.parametrize(
    ("walked", "left", "right"),
    [
        ([(5, 0), (5, 10)], (2, 5), (8, 5)),
        ([(5, 10), (5, 0)], (8, 5), (2, 5)),
        ([(0, 5), (10, 5)], (5, 8), (5, 2)),
        ([(5, -1), (5, 11)], (2, 5), (8, 5)),
        ([(3, 0), (7, 5), (3, 10)], (2, 5), (8, 5)),
        ([(0, 2), (8, 2), (8, 8), (0, 8)], (2, 5), (9, 5)),
    ],
)
def test_left_and_right_of_a_line(walked: list[tuple[int, int]], left: tuple[int, int], right: tuple[int, int]) -> None:
    """The hands are those of somebody who walks the line as drawn; together the theatre, with the line in both."""
    chain = line([position(*at) for at in walked])
    hands = {hand: forward_of(THEATRE, chain, hand) for hand in ("left", "right")}
    assert [hands[hand].holds(position(*left)) for hand in ("left", "right")] == [True, False]
    assert [hands[hand].holds(position(*right)) for hand in ("left", "right")] == [False, True]
    assert cells(THEATRE, [hands["left"], hands["right"]]) == {frozenset({0}), frozenset({1})}
    on_line = position((walked[0][0] + walked[1][0]) / 2, (walked[0][1] + walked[1][1]) / 2)
    assert hands["left"].holds(on_line)
    assert hands["right"].holds(on_line)


@given(st.lists(st.integers(1, 9 * E7), min_size=2, max_size=5), st.booleans())
def test_the_two_hands_part_the_theatre(crossings: list[int], turned: bool) -> None:  # noqa: FBT001
    """Whatever way a line runs from south to north, each point is on one hand of it; reversed, on the other."""
    step = 10 * E7 // (len(crossings) - 1)
    points = [Position(x, min(i * step, 10 * E7)) for i, x in enumerate(crossings)]
    points[-1] = Position(crossings[-1], 10 * E7)
    chain = line(points[::-1] if turned else points)
    left, right = forward_of(THEATRE, chain, "left"), forward_of(THEATRE, chain, "right")
    west, east = (right, left) if turned else (left, right)
    assert west.holds(Position(0, 5 * E7))
    assert east.holds(Position(10 * E7, 5 * E7))
    assert cells(THEATRE, [left, right]) == {frozenset({0}), frozenset({1})}


@pytest.mark.parametrize(
    "walked", [[(5, 0), (5, 9)], [(5, 1), (5, 9)], [(20, 0), (20, 10)], [(0, 0), (0, 10)], [(-1, 10), (11, 10)]]
)
def test_a_line_that_does_not_cut_the_theatre_is_refused(walked: list[tuple[int, int]]) -> None:
    """A line that ends inside, runs outside or along the border has no forward side."""
    with pytest.raises(ValueError, match=r"^a line that runs through the extent from border to border$"):
        forward_of(THEATRE, line([position(*at) for at in walked]), "left")


def test_a_theatre_of_several_parts() -> None:
    """Parts of the theatre that the line does not meet lie on no hand of it."""
    islands = polygon([
        [[position(*at) for at in ((0, 0), (10, 0), (10, 10), (0, 10))]],
        [[position(*at) for at in ((20, 0), (30, 0), (30, 10), (20, 10))]],
    ])  # fmt: skip
    left = forward_of(islands, line([position(5, 0), position(5, 10)]), "left")
    assert [left.holds(position(lon, 5)) for lon in (2, 8, 25)] == [True, False, False]


def test_a_theatre_across_the_antimeridian() -> None:
    """A line over 180 degrees has its hands on both sides of it."""
    theatre = area((178, -1), (-178, -1), (-178, 1), (178, 1))
    north = forward_of(theatre, line([position(178, 0), position(-178, 0)]), "left")
    south = forward_of(theatre, line([position(178, 0), position(-178, 0)]), "right")
    for lon in ("178.5", "179.9999999", 180, -180, "-179.9999999", "-178.5"):
        held = [one.holds(position(lon, lat)) for one in (north, south) for lat in ("0.5", "-0.5")]
        assert held == [True, False, False, True]
    meridian = forward_of(theatre, line([position(180, -1), position(180, 1)]), "left")
    assert [meridian.holds(position(lon, 0)) for lon in (179, -179)] == [True, False]


# ── for people ────────────────────────────────────────────────────────────────────────────────


def test_figures_for_people() -> None:
    """Sizes and distances that no rule asks for are right to a percent."""
    degree = area((0, -0.5), (1, -0.5), (1, 0.5), (0, 0.5))
    geodesic_km2 = abs(GLOBE.polygon_area_perimeter([0, 1, 1, 0], [-0.5, -0.5, 0.5, 0.5])[0]) / 1e6
    assert math.isclose(rough_km2(degree), geodesic_km2, rel_tol=0.01)
    assert border_distance_m(position(0.5, 0), degree) == round(apart_m(position(0.5, 0), position(0.5, 0.5)))
    assert border_distance_m(position(0, 0), degree) == 0
    assert border_distance_m(position(-1, 0), degree) == round(apart_m(position(-1, 0), position(0, 0)))


def test_a_representative_point_lies_inside() -> None:
    """A marker is put into the place, also where its middle is not; a point is its own."""
    horseshoe = area((0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9))
    assert horseshoe.holds(middle(horseshoe))
    assert middle(position(3, 4)) == position(3, 4)


def test_holes_and_parts_as_another_library_sees_them() -> None:
    """Rings under the even–odd rule are the same shape for GEOS: hole, part in a hole, separate part."""
    rings = [(0, 0, 9, 9), (1, 1, 8, 8), (2, 2, 7, 7), (20, 0, 21, 1)]
    made = Area(tuple(((w, s), (e, s), (e, n), (w, n)) for w, s, e, n in rings))
    assert shapely.area(as_shapely(made)) == 81 - 49 + 25 + 1


def test_made_twice_it_is_the_same() -> None:
    """Nothing that was drawn before changes what is drawn: the same words, the same integers."""
    where = position("36.7076", "35.3302")

    def drawn() -> list[Area]:
        chain = line([position(36, 35), position(37, "35.7")], "geodesic")
        return [disc(where, 25_000), band(chain, 15_000), band(disc(where, 3_000), 500)]

    first = drawn()
    disc(position(1, 1), 77)
    assert drawn() == first
