"""Which combinations of areas occur in a place: exact, without slivers, in any order of the areas."""

from itertools import combinations

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.floor.drawing import Ring, rings
from truceline.place import E7, Area, Position, cells, disc, polygon, position

ENOUGH = 1e-8  # no face of the small grid below is smaller than 1e-7


def area(*rings: Ring) -> Area:
    """An area of rings."""
    return Area(tuple(rings))


def box(west: int, south: int, east: int, north: int) -> Area:
    """A rectangle."""
    return area(((west, south), (east, south), (east, north), (west, north)))


def found(place: Area | Position, *areas: Area) -> set[frozenset[int]]:
    """The combinations, as a plain set."""
    return set(cells(place, areas))


def sets(*combinations_: tuple[int, ...]) -> set[frozenset[int]]:
    """Combinations written short."""
    return {frozenset(one) for one in combinations_}


WEST, EAST = box(0, 0, 10, 10), box(10, 0, 20, 10)


@pytest.mark.parametrize(
    ("lon", "combination"),
    [(-1, ()), (0, (0,)), (9, (0,)), (10, (0, 1)), (11, (1,)), (20, (1,)), (21, ())],
)
def test_a_point_has_one_combination(lon: int, combination: tuple[int, ...]) -> None:
    """A point is in every area that holds it; on a shared border, in both."""
    assert found(Position(lon, 5), WEST, EAST) == sets(combination)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (box(2, 2, 8, 8), sets((0,))),
        (box(2, 2, 10, 8), sets((0,))),
        (box(2, 2, 11, 8), sets((0,), (1,))),
        (box(10, 0, 20, 10), sets((1,))),
        (box(9, 9, 11, 11), sets((), (0,), (1,))),
        (box(0, 0, 20, 10), sets((0,), (1,))),
        (box(0, 0, 20, 11), sets((), (0,), (1,))),
        (box(-5, -5, 25, 15), sets((), (0,), (1,))),
        (box(30, 0, 40, 10), sets(())),
        (box(20, 0, 30, 10), sets(())),
        (box(0, 10, 20, 20), sets(())),
    ],
)
def test_what_only_touches_does_not_occur(place: Area, expected: set[frozenset[int]]) -> None:
    """A combination occurs where its part of the place has an area; an edge or corner in common has none."""
    assert found(place, WEST, EAST) == expected


def test_overlapping_areas_and_a_hole() -> None:
    """Overlaps, holes and areas that lie within the place each are combinations of their own."""
    holed = area(((0, 0), (20, 0), (20, 20), (0, 20)), ((5, 5), (5, 15), (15, 15), (15, 5)))
    inner = box(7, 7, 9, 9)
    assert found(box(-1, -1, 21, 21), holed, inner) == sets((), (0,), (1,))
    assert found(box(6, 6, 14, 14), holed, inner) == sets((), (1,))
    assert found(box(5, 5, 15, 15), holed) == sets(())
    assert found(box(4, 5, 15, 15), holed) == sets((), (0,))
    assert found(box(1, 1, 19, 19), box(0, 0, 20, 12), box(0, 8, 20, 20)) == sets((0,), (0, 1), (1,))


def test_no_area_at_all() -> None:
    """Where nothing is asked there is one combination, the empty one."""
    assert found(box(0, 0, 1, 1)) == found(Position(0, 0)) == sets(())


def test_a_disc_across_two_neighbours_is_inside_in_every_world() -> None:
    """A disc wholly inside two adjacent zones lies in one or the other; nowhere in neither."""
    corner = [("36.30", "36.00"), ("36.50", "36.00"), ("36.52", "36.40"), ("36.28", "36.41")]
    west = polygon([[[position(*one) for one in corner]]])
    further = [("36.50", "36.00"), ("36.80", "35.95"), ("36.80", "36.45"), ("36.52", "36.40")]
    east = polygon([[[position(*one) for one in further]]])
    assert found(disc(position("36.51", "36.2"), 10_000), west, east) == sets((0,), (1,))
    assert found(disc(position("36.51", "36.2"), 25_000), west, east) == sets((), (0,), (1,))


def test_both_sides_of_the_antimeridian() -> None:
    """A disc over the antimeridian meets what lies on either side of it, and nothing between."""
    here = disc(position(180, 0), 20_000)
    eastern = polygon([[[position(*one) for one in ((179, -1), (180, -1), (180, 1), (179, 1))]]])
    western = polygon([[[position(*one) for one in ((-180, -1), (-179, -1), (-179, 1), (-180, 1))]]])
    both = polygon([[[position(*one) for one in ((179, -1), (-179, -1), (-179, 1), (179, 1))]]])
    greenwich = polygon([[[position(*one) for one in ((-1, -1), (1, -1), (1, 1), (-1, 1))]]])
    assert found(here, eastern, western, both, greenwich) == sets((0, 2), (1, 2))


# ── against another way to find them ──────────────────────────────────────────────────────────

simple = rings.map(area)


def overlaid(place: Area, areas: list[Area]) -> set[frozenset[int]]:
    """The combinations by overlaying shapes in another library, one combination at a time."""
    shapes = [shapely.Polygon(one.rings[0]) for one in areas]
    occurring = set()
    for size in range(len(areas) + 1):
        for chosen in combinations(range(len(areas)), size):
            part: shapely.Geometry = shapely.Polygon(place.rings[0])
            for i, shape in enumerate(shapes):
                part = shapely.intersection(part, shape) if i in chosen else shapely.difference(part, shape)
            if shapely.area(part) > ENOUGH:
                occurring.add(frozenset(chosen))
    return occurring


@given(simple, st.lists(simple, max_size=3))
def test_as_an_overlay_has_them(place: Area, areas: list[Area]) -> None:
    """On a small grid the combinations are those of which another library finds a part with an area."""
    assert found(place, *areas) == overlaid(place, areas)


@given(simple, st.lists(simple, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_areas_says_nothing(place: Area, areas: list[Area], rng: object) -> None:
    """The same areas in another order give the same combinations under their new numbers."""
    order = list(range(len(areas)))
    rng.shuffle(order)  # type: ignore[attr-defined]
    turned = found(place, *(areas[i] for i in order))
    assert {frozenset(order[i] for i in one) for one in turned} == found(place, *areas)


@given(
    simple, st.lists(simple, max_size=2),
    st.integers(1, 10**8), st.integers(-60 * E7, 60 * E7), st.integers(-20 * E7, 20 * E7),
)  # fmt: skip
def test_large_numbers_change_nothing(place: Area, areas: list[Area], scale: int, east: int, north: int) -> None:
    """Moved and enlarged by whole numbers, everything meets as before."""

    def far(one: Area) -> Area:
        return area(*(tuple((x * scale + east, y * scale + north) for x, y in ring) for ring in one.rings))

    assert found(far(place), *(far(one) for one in areas)) == found(place, *areas)


# ── shared edges ──────────────────────────────────────────────────────────────────────────────

wide = st.tuples(st.integers(-(10**9), 10**9), st.integers(-(8 * 10**8), 8 * 10**8))


def side(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Twice the signed area of a triangle."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def beyond(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], *, left: bool) -> tuple[int, int]:
    """The point, or its mirror image through the middle of a–b, whichever lies on that hand of a–b."""
    return c if (side(a, b, c) > 0) is left else (a[0] + b[0] - c[0], a[1] + b[1] - c[1])


@given(wide, wide, wide, wide)
def test_a_shared_edge_leaves_no_sliver(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]
) -> None:
    """Across an edge that two areas share, however long and slanted, there is no place in neither or in both."""
    assume(side(a, b, c) and side(a, b, d))
    left, right = beyond(a, b, c, left=True), beyond(a, b, d, left=False)
    west, east = area((a, b, left)), area((b, a, right))
    assert found(area((a, right, b, left)), west, east) == sets((0,), (1,))


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(2, 40), st.integers(0, 38))
def test_a_corner_on_anothers_edge_leaves_no_sliver(dx: int, dy: int, parts: int, place: int) -> None:
    """Where one neighbour has a corner in the middle of the other's edge, nothing lies between them."""
    at = 1 + place % (parts - 1)
    unit = (dx // parts + 1, dy // parts + 1)
    end, corner = (unit[0] * parts, unit[1] * parts), (unit[0] * at, unit[1] * at)
    above = area(((0, 0), end, (0, end[1])))
    below = area(((0, 0), (end[0], 0), end, corner))
    assert found(box(0, 0, *end), above, below) == sets((0,), (1,))


@given(st.integers(3, 10**9), st.integers(1, 10**9))
def test_almost_the_same_edge_leaves_a_sliver(run: int, rise: int) -> None:
    """Two edges that differ by one grid step at one end enclose something, and it is found."""
    below = area(((0, 0), (run, 0), (run, rise)))
    above = area(((0, 0), (run, rise + 1), (0, rise + 1)))
    whole = area(((0, 0), (run, 0), (run, rise + 1), (0, rise + 1)))
    assert found(whole, below, above) == sets((), (0,), (1,))
    sliver = area(((0, 0), (run, rise), (run, rise + 1)))
    assert found(sliver, below, above, whole) == sets((2,))


def test_nearly_collinear_edges_far_from_the_origin() -> None:
    """Edges whose crossing no float can place are still told apart."""
    n = 10**9
    steep, flat = area(((0, 0), (n + 1, n), (0, n))), area(((0, 0), (n - 1, n - 2), (0, n - 2)))  # above their edges
    assert found(area(((0, 0), (1, 1), (0, 1))), steep, flat) == sets((0, 1))
    assert found(box(0, 0, 1, 1), steep, flat) == sets((), (1,), (0, 1))
    between = area(((0, 0), (n - 1, n - 2), (n + 1, n)))  # its top, above n − 2, is over flat's upper edge
    assert found(between, steep, flat) == sets((), (1,))


@pytest.mark.parametrize("apex", range(3, 6))
def test_a_corner_south_of_the_place_under_its_middle(apex: int) -> None:
    """What lies south of a place is counted once at its corners too, also where one is due south of the middle."""
    roof, beside = ((-4, 0), (12, 0), (12, 3), (apex, 5), (-4, 3)), ((0, 20), (8, 20), (8, 30), (0, 30))
    assert found(box(0, 10, 8, 20), area(roof, beside)) == sets(())


def test_a_neighbour_across_the_antimeridian_is_no_part() -> None:
    """A place that ends at 180° east is not inside an area that begins there, wherever its first vertex is."""
    half = 180 * E7
    there = area(((-half, 0), (-half + 9, 0), (-half + 9, 9), (-half, 9)), ((half - 9, 50), (half, 50), (half, 59)))
    for place in (box(half - 3, 3, half, 5), area(((half, 3), (half, 5), (half - 3, 5), (half - 3, 3)))):
        assert found(place, there) == sets(())
