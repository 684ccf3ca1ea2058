"""Positions and areas are whole numbers, and inside or outside is exact on both sides of every border."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.floor.drawing import LARGEST, Ring, points, rings
from truceline.place import E7, Area, Position, area_from_flat, degrees_e7, position

SQUARE = Area((((0, 0), (10, 0), (10, 10), (0, 10)),))
HOLED = Area((((0, 0), (10, 0), (10, 10), (0, 10)), ((3, 3), (3, 7), (7, 7), (7, 3))))
SLANTED = Area((((0, 0), (30, 10), (0, 20)),))  # its long edges pass through grid points every 3 steps

WHOLE_TURN = 360 * E7


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("36.7076", 367_076_000),
        ("-0.0000001", -1),
        ("180", 1_800_000_000),
        (" 36.70760000 ", 367_076_000),
        (36.1234567, 361_234_567),
        ("1e1", 100_000_000),
    ],
)
def test_degrees_are_read_digit_by_digit(text: str | float, steps: int) -> None:
    """Decimal degrees are read exactly, to seven decimals."""
    assert degrees_e7(text) == steps


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("36.70760001", "decimal degrees with at most seven decimals"),
        ("36,7", "decimal degrees like 36.7076"),
        ("", "decimal degrees like 36.7076"),
        ("nan", "decimal degrees with at most seven decimals"),
        ("inf", "decimal degrees with at most seven decimals"),
    ],
)
def test_what_is_no_degree_is_refused(text: str, said: str) -> None:
    """An eighth decimal, a comma or a word is refused, never rounded or guessed."""
    with pytest.raises(ValueError, match=f"^{said}$"):
        degrees_e7(text)


@given(st.integers(-180 * E7, 180 * E7))
def test_degrees_written_and_read_again(steps: int) -> None:
    """Every grid step can be written as decimal degrees and read back as itself."""
    sign, whole = "-" if steps < 0 else "", abs(steps)
    assert degrees_e7(f"{sign}{whole // E7}.{whole % E7:07d}") == steps


@pytest.mark.parametrize(("lon", "lat"), [(180, 90), (-180, -90)])
def test_the_globe_has_a_border(lon: int, lat: int) -> None:
    """±180 and ±90 degrees lie on the globe; one step further is refused."""
    assert position(lon, lat) == Position(lon * E7, lat * E7)
    step = 1 if lon > 0 else -1
    for off in ((lon * E7 + step, 0), (0, lat * E7 + step)):
        with pytest.raises(ValueError, match="within ±180 and a latitude within ±90"):
            Position(*off)


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (5, 5, True),
        (0, 5, True), (-1, 5, False), (10, 5, True), (11, 5, False),
        (5, 0, True), (5, -1, False), (5, 10, True), (5, 11, False),
        (0, 0, True), (-1, 0, False), (0, -1, False),
        (10, 10, True), (11, 10, False), (10, 11, False),
        (0, 10, True), (-1, 10, False), (10, 0, True), (10, -1, False),
    ],
)  # fmt: skip
def test_border_and_corner_belong_to_the_area(lon: int, lat: int, inside: bool) -> None:  # noqa: FBT001
    """A point on an edge or a corner is inside, one grid step beside it outside."""
    assert SQUARE.holds(Position(lon, lat)) is inside


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (3, 1, True), (3, 0, False), (4, 1, False), (2, 1, True),
        (15, 5, True), (15, 4, False), (15, 6, True), (15, 15, True), (15, 16, False),
        (30, 10, True), (31, 10, False), (29, 10, True), (0, 10, True), (-1, 10, False),
        (16, 5, False), (14, 5, True),
    ],
)  # fmt: skip
def test_slanted_edges_are_exact(lon: int, lat: int, inside: bool) -> None:  # noqa: FBT001
    """A slanted edge holds the grid points it passes through, and none beside it."""
    assert SLANTED.holds(Position(lon, lat)) is inside


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [(5, 5, False), (3, 5, True), (4, 5, False), (2, 5, True), (7, 7, True), (6, 6, False), (7, 5, True), (8, 5, True)],
)
def test_a_hole_is_outside_and_its_border_inside(lon: int, lat: int, inside: bool) -> None:  # noqa: FBT001
    """The inside of a hole is outside the area; the hole's own border still belongs to it."""
    assert HOLED.holds(Position(lon, lat)) is inside


def test_a_shared_edge_lies_in_both_neighbours() -> None:
    """Of two areas that share an edge, both hold it, and each side of it is in one alone."""
    west, east = SQUARE, Area((((10, 0), (20, 0), (20, 10), (10, 10)),))
    held = {lon: (west.holds(Position(lon, 5)), east.holds(Position(lon, 5))) for lon in (9, 10, 11)}
    assert held == {9: (True, False), 10: (True, True), 11: (False, True)}


@pytest.mark.parametrize("lon", [180, -180])
def test_180_east_is_180_west(lon: int) -> None:
    """An area that ends at the antimeridian holds it, whichever way it is written."""
    eastern = Area((((179 * E7, 0), (180 * E7, 0), (180 * E7, E7), (179 * E7, E7)),))
    western = Area((((-180 * E7, 0), (-179 * E7, 0), (-179 * E7, E7), (-180 * E7, E7)),))
    assert eastern.holds(position(lon, "0.5"))
    assert western.holds(position(lon, "0.5"))
    assert not eastern.holds(position(lon, "1.0000001"))


def test_far_beside_the_box_nothing_is_asked() -> None:
    """What lies outside the pointsest box around an area is outside it."""
    assert SLANTED.box == (0, 0, 30, 20)
    assert not SLANTED.holds(position(90, 45))


# ── against others ────────────────────────────────────────────────────────────────────────────


def around() -> Iterator[tuple[int, int]]:
    """Every point of the points grid and one step round it."""
    return ((x, y) for x in range(-1, LARGEST + 2) for y in range(-1, LARGEST + 2))


@given(rings)
def test_every_grid_point_as_geos_has_it(ring: Ring) -> None:
    """On a small grid, where a float is exact, each point is inside where another library says so."""
    area, other = Area((ring,)), shapely.Polygon(ring)
    for x, y in around():
        assert area.holds(Position(x, y)) == bool(shapely.covers(other, shapely.Point(x, y)))


@given(rings, st.integers(0, 6), st.booleans(), points)
def test_where_a_ring_starts_says_nothing(ring: Ring, start: int, turned: bool, at: tuple[int, int]) -> None:  # noqa: FBT001
    """Neither the first corner nor the direction of a ring changes an answer."""
    other = (*ring[start % len(ring) :], *ring[: start % len(ring)])
    other = other[::-1] if turned else other
    assert Area((ring,)).holds(Position(*at)) == Area((other,)).holds(Position(*at))


@given(rings, points, st.integers(-150 * E7, 150 * E7), st.integers(-80 * E7, 80 * E7), st.integers(1, E7))
def test_moved_and_enlarged_it_stays_the_same(
    ring: Ring, at: tuple[int, int], east: int, north: int, scale: int
) -> None:
    """No answer depends on how large the numbers are."""
    far = Area((tuple((x * scale + east, y * scale + north) for x, y in ring),))
    assume(abs(at[0] * scale + east) < 180 * E7 and abs(at[1] * scale + north) <= 90 * E7)
    there = Position(at[0] * scale + east, at[1] * scale + north)
    assert far.holds(there) == Area((ring,)).holds(Position(*at))


@given(
    st.integers(0, 100 * E7), st.integers(-50 * E7, 50 * E7), st.integers(1, 60 * E7), st.integers(1, 30 * E7),
    st.fractions(0, 1), st.integers(-2, 2),
)  # fmt: skip
def test_next_to_a_long_edge(x: int, y: int, dx: int, dy: int, along: Fraction, beside: int) -> None:
    """A few steps from a long slanted edge, the side is that of the exact fraction."""
    area = Area((((x, y), (x + dx, y + dy), (x, y + dy)),))  # the part above the edge
    lon = x + round(along * dx)
    edge = y + Fraction(dy * (lon - x), dx)
    lat = round(edge) + beside
    assume(y <= lat <= y + dy)
    assert area.holds(Position(lon, lat)) == (lat >= edge)


@given(st.lists(rings, min_size=1, max_size=3))
def test_flat_numbers_and_back(several: list[Ring]) -> None:
    """An area written as flat rows of numbers is read back as itself."""
    area = Area(tuple(several))
    assert area_from_flat(area.flat()) == area


@given(rings, points, points)
def test_a_way_meets_an_area_as_geos_says(ring: Ring, a: tuple[int, int], b: tuple[int, int]) -> None:
    """From point to point through, along or only touching an area: as another library's `intersects`."""
    shape, way = shapely.Polygon(ring), shapely.LineString([a, b])
    assert Area((ring,)).meets(Position(*a), Position(*b)) == bool(shapely.intersects(shape, way))


@pytest.mark.parametrize(
    ("a", "b", "met"),
    [
        ((0, 0), (10, 10), True),  # from corner to corner
        ((-5, 5), (15, 5), True),  # right through
        ((4, 4), (5, 6), False),  # within the hole
        ((4, 4), (4, 7), True),  # up to the hole's border
        ((-5, 0), (-1, 0), False),  # in line with an edge, beside it
        ((-5, 0), (0, 0), True),
        ((11, 0), (11, 10), False),
        ((9, 12), (12, 9), False),  # past a corner
        ((8, 12), (12, 8), True),  # through it
        ((10, 10), (10, 10), True),
        ((5, 5), (5, 5), False),
    ],
)  # fmt: skip
def test_both_sides_of_meeting(a: tuple[int, int], b: tuple[int, int], met: bool) -> None:  # noqa: FBT001
    """A touch is a meeting; a way within a hole is none."""
    assert HOLED.meets(Position(*a), Position(*b)) == met
    assert HOLED.meets(Position(*b), Position(*a)) == met


HALF = 180 * E7


@pytest.mark.parametrize(
    ("a", "b", "met"),
    [
        (HALF - 30, -HALF + 30, (True, True)),  # the short way, over the antimeridian
        (-HALF + 30, HALF - 30, (True, True)),
        (HALF - 30, HALF - 20, (False, False)),
        (HALF - 30, HALF, (True, True)),  # both begin on the meridian that it ends on
        (HALF - 30, HALF - 10, (True, False)),
        (HALF // 2, -HALF // 2, (False, False)),  # exactly half a turn: straight on, over Greenwich
        (HALF // 2, -HALF // 2 - 1, (True, True)),
    ],
)
def test_a_way_over_the_antimeridian(a: int, b: int, met: tuple[bool, bool]) -> None:
    """More than half a turn of longitude is gone the other way round; 180° east and west are one."""
    areas = [Area((((west, 0), (west + 10, 0), (west + 10, 10), (west, 10)),)) for west in (HALF - 10, -HALF)]
    assert tuple(area.meets(Position(a, 5), Position(b, 5)) for area in areas) == met
    assert tuple(area.meets(Position(b, 5), Position(a, 5)) for area in areas) == met
