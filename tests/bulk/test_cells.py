"""The cell index answers as the floor does, point by point, segment by segment, place by place."""

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bulk.cell_cases import HALF, SIZE, Int64s, box, grounds, held, pairs
from truceline.bulk.cells import AltitudeColumns, CellIndex
from truceline.period import ALWAYS, Instant, Period
from truceline.place import DATUMS, E7, Altitudes, Area, Position, cells, disc, sector

Ground = tuple[list[Area], Int64s, CellIndex]


@given(grounds())
def test_points_are_held_as_the_floor_says(ground: Ground) -> None:
    """On vertices, on edges, one unit beside, on the sides and corners of cells: the areas that the floor names."""
    areas, points, index = ground
    combinations = index.combinations_at(points[:, 0], points[:, 1])
    found = [(row, area) for row, one in enumerate(combinations) for area in index.combinations[one]]
    assert found == held(areas, points)
    assert pairs(index.points(points[:, 0], points[:, 1])) == found


@given(grounds(), st.randoms(use_true_random=False), st.booleans())
def test_segments_meet_areas_as_the_floor_says(ground: Ground, chance: random.Random, short: bool) -> None:  # noqa: FBT001
    """From any point to any other, along edges, through vertices, over the antimeridian."""
    areas, points, index = ground
    a = points[[chance.randrange(len(points)) for _ in range(40)]]
    b = points[[chance.randrange(len(points)) for _ in range(40)]]
    if short:
        b = a + np.array([(chance.randint(-2, 2), chance.randint(-2, 2)) for _ in a], np.int64)
        b[:, 0] = b[:, 0].clip(-HALF, HALF)
    if chance.random() < 0.2:
        b = b * np.array([-1, 1])
    ends = [(Position(*p), Position(*q)) for p, q in zip(a.tolist(), b.tolist(), strict=True)]
    wanted = [(row, i) for row, (p, q) in enumerate(ends) for i, area in enumerate(areas) if area.meets(p, q)]
    assert pairs(index.segments(a[:, 0], a[:, 1], b[:, 0], b[:, 1])) == wanted


@given(grounds(), grounds())
def test_places_have_the_combinations_that_the_floor_finds(ground: Ground, other: Ground) -> None:
    """Any shape over any others: the same combinations, and the same parts as extents."""
    areas, _, index = ground
    places = [*areas, *other[0]]
    faces = [cells(place, areas) for place in places]
    assert index.places(places) == faces
    wanted = [
        (row, i, all(i in face for face in those))
        for row, those in enumerate(faces)
        for i in range(len(areas))
        if any(i in face for face in those)
    ]
    found = [
        (int(row), int(area), bool(whole))
        for batch in index.extents(places)
        if batch.whole is not None
        for row, area, whole in zip(batch.row, batch.area, batch.whole, strict=True)
    ]
    assert found == wanted


@given(grounds(), st.randoms(use_true_random=False))
def test_a_box_has_one_combination_only_where_no_border_comes_in(ground: Ground, chance: random.Random) -> None:
    """Where a box is said to have one combination, each of its sides meets those areas alone, and corners have it."""
    areas, points, index = ground
    low = points[[chance.randrange(len(points)) for _ in range(30)]]
    high = low + [[chance.randrange(40), chance.randrange(40)] for _ in low]
    for (west, south), (east, north), one in zip(
        low.tolist(), high.tolist(), index.combination_in(*low.T, *high.T), strict=True
    ):
        if one < 0:
            continue
        ring = [Position(*at) for at in box(west, south, east, north).rings[0]]
        for i, area in enumerate(areas):
            inside = i in index.combinations[one]
            assert {area.holds(at) for at in ring} == {inside}
            assert {area.meets(a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)} == {inside}


def test_boxes_away_from_borders_have_their_combination() -> None:
    """Inside, outside, and not where a border comes in or the box leaves the globe."""
    index = CellIndex([box(0, 0, 10**6, 10**6), box(500_000, 0, 2 * 10**6, 10**6)])
    west = [10, 600_000, 3 * 10**6, 499_999, -1, HALF - 1, 10]
    south = [10, 10, 10, 10, 10, 10, 90]
    east = [400_000, 900_000, 4 * 10**6, 500_000, 5, HALF + 1, 9]
    found = index.combination_in(west, south, east, [side + 100 for side in south])
    assert [index.combinations[one] if one >= 0 else None for one in found] == [
        (0,),
        (0, 1),
        (),
        None,
        None,
        None,
        None,
    ]


@given(st.integers(1, 10**9), st.integers(1, 8 * 10**8), st.integers(0, 10**6))
def test_one_unit_beside_a_long_edge(run: int, rise: int, part: int) -> None:
    """The grid points next to an edge across half the globe, above and below, and those upon it."""
    area = Area((((0, 0), (run, rise), (0, rise)),))
    x = run * part // 10**6
    y = Fraction(rise, run) * x
    near = np.array([(x, max(0, math.floor(y) + step)) for step in (-1, 0, 1, 2)])
    index = CellIndex([area])
    assert pairs(index.points(near[:, 0], near[:, 1])) == held([area], near)
    assert pairs(index.segments(near[:, 0], near[:, 1], near[:, 0], near[:, 1])) == held([area], near)


def test_areas_within_one_cell_and_around_the_globe() -> None:
    """Squares of one step beside one another, and an area that holds everything."""
    squares = [box(x, y, x + 1, y + 1) for x in range(0, 20, 2) for y in range(3)]
    areas = [*squares, box(-HALF, -HALF // 2, HALF, HALF // 2)]
    points = np.array([(x, y) for x in range(-1, 21) for y in range(-1, 5)] + [(HALF, HALF // 2), (-HALF, 0)])
    assert pairs(CellIndex(areas).points(points[:, 0], points[:, 1])) == held(areas, points)


def test_no_areas_and_no_rows() -> None:
    """An index of nothing finds nothing; no rows have no pairs."""
    nothing = CellIndex([])
    assert pairs(nothing.points([1, 2], [3, 4])) == []
    assert nothing.combinations_at([1], [1]).tolist() == [0]
    assert nothing.combinations[0] == ()
    assert nothing.places([box(0, 0, 9, 9)]) == [frozenset({frozenset()})]
    assert pairs(CellIndex([box(0, 0, 9, 9)]).points([], [])) == []
    assert pairs(CellIndex([box(0, 0, 9, 9)]).extents([])) == []


def test_a_ring_without_vertices_is_nothing() -> None:
    """An area may come with empty rings; so may a place."""
    square, other = box(0, 0, 10, 10), box(5, 5, 15, 15)
    hollow = Area(((), *square.rings, ()))
    index, plain = CellIndex([hollow, other]), CellIndex([square, other])
    assert pairs(index.points([7, 12, 16], [7, 12, 16])) == [(0, 0), (0, 1), (1, 1)]
    assert index.places([hollow, other]) == plain.places([square, other])


def test_both_sides_of_the_antimeridian() -> None:
    """180° east and west are one meridian for points, for segments that cross it and for those that end on it."""
    areas = [box(HALF - 10, 0, HALF, 10), box(-HALF, 0, -HALF + 10, 10), box(-HALF + 20, 0, -HALF + 30, 10)]
    index = CellIndex(areas)
    assert pairs(index.points([HALF, -HALF, HALF, HALF - 11], [5, 10, 11, 5])) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    ends = np.array([(HALF - 15, 5, -HALF + 25, 5), (HALF - 15, 5, HALF, 5), (-HALF + 25, 5, HALF - 15, 5)])
    assert pairs(index.segments(*ends.T)) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]


def test_discs_and_sectors_over_a_border() -> None:
    """Wholly inside, partly, not at all; and a disc across two borders has all the combinations of the floor."""
    areas = [box(0, 0, E7, E7), box(E7, 0, 2 * E7, E7), box(0, E7 // 2, 2 * E7, 2 * E7)]
    at = [Position(E7 // 4, E7 // 4), Position(E7, E7 // 4), Position(E7, E7 // 2), Position(5 * E7, 0)]
    places = [disc(one, 5_000) for one in at] + [sector(one, 30, 75, 1_000, 9_000) for one in at]
    index = CellIndex(areas)
    assert index.places(places) == [cells(place, areas) for place in places]
    (found,) = index.extents(places[:4])
    assert found.whole is not None
    told = list(zip(found.row.tolist(), found.area.tolist(), found.whole.tolist(), strict=True))
    partly = [(1, 0, False), (1, 1, False), (2, 0, False), (2, 1, False), (2, 2, False)]
    assert told == [(0, 0, True), *partly]


INSIDE = [5] * 6


def test_windows_are_half_open() -> None:
    """A zone holds from the first second of a period up to, and not including, its end; in any of its periods."""
    first, second = Period(Instant(100), Instant(200)), Period(Instant(300), None)
    square = box(0, 0, 10, 10)
    index = CellIndex([square] * 4, [[first], [first, second], [ALWAYS], []])
    at_s = [99, 100, 199, 200, 299, 300]
    wanted = [(0, 2), *((1, i) for i in (0, 1, 2)), *((2, i) for i in (0, 1, 2)), (3, 2), (4, 2), (5, 1), (5, 2)]
    assert pairs(index.points(INSIDE, INSIDE, at_s)) == wanted
    assert pairs(index.segments(INSIDE, INSIDE, INSIDE, INSIDE, at_s)) == wanted
    assert pairs(index.extents([box(2, 2, 3, 3)] * 6, at_s)) == wanted
    assert len(pairs(index.points(INSIDE, INSIDE))) == 24


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(DATUMS)), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(-1, 4)), min_size=1, max_size=6),
)
def test_altitudes_are_compared_as_the_floor_does(
    bands: list[tuple[int, int, str]], rows: list[tuple[int, int, int]]
) -> None:
    """Surely inside, surely not, or not to be said: another datum, none, or an overlap in part."""
    limits = [None, *(Altitudes(min(a, b), max(a, b), datum) for a, b, datum in bands)]
    index = CellIndex([box(0, 0, 10, 10)] * len(limits), None, limits)
    lower, upper = np.array([min(a, b) for a, b, _ in rows]), np.array([max(a, b) for a, b, _ in rows])
    told = AltitudeColumns(lower, upper, np.array([datum for _, _, datum in rows], np.int8))
    wanted = []
    for row, (a, b, datum) in enumerate(rows):
        for i, limit in enumerate(limits):
            said = None if datum < 0 else Altitudes(min(a, b), max(a, b), DATUMS[datum])
            holds = True if limit is None else None if said is None else limit.holds(said)
            if holds is not False:
                wanted.append((row, i, holds is True))
    fives = np.full(len(rows), 5, np.int32)
    for batches in (
        index.points(fives, fives, None, told),
        index.segments(fives, fives, fives, fives, None, told),
        index.extents([box(4, 4, 6, 6)] * len(rows), None, told),
    ):
        found = []
        for batch in batches:
            assert batch.sure is not None
            found += list(zip(batch.row.tolist(), batch.area.tolist(), batch.sure.tolist(), strict=True))
        assert found == wanted


def test_what_does_not_fit_is_refused() -> None:
    """Columns of different length, coordinates beyond 32 bits, periods for other areas."""
    index = CellIndex([box(0, 0, 10, 10)])
    with pytest.raises(ValueError, match=r"^columns of 2 rows each, not \(1,\)$"):
        list(index.points([1, 2], [1]))
    with pytest.raises(ValueError, match=r"^columns of 2 rows each, not \(3,\)$"):
        list(index.points([1, 2], [1, 2], [1, 2, 3]))
    with pytest.raises(ValueError, match=r"^coordinates of 10⁻⁷ degree within 32 bits$"):
        index.combinations_at([2**31], [0])
    with pytest.raises(ValueError, match=r"^periods for each of 1 areas, not for 2$"):
        CellIndex([box(0, 0, 10, 10)], [[ALWAYS], [ALWAYS]])
    with pytest.raises(ValueError, match=r"^altitudes for each of 1 areas, not for 0$"):
        CellIndex([box(0, 0, 10, 10)], None, [])


def test_combinations_are_a_sequence() -> None:
    """The empty one first; from either end, in slices, and an error beyond."""
    index = CellIndex([box(0, 0, 10, 10), box(5, 5, 15, 15)])
    assert index.combinations[0] == ()
    assert set(index.combinations) == {(), (0,), (1,), (0, 1)}
    assert index.combinations[-1] == index.combinations[len(index.combinations) - 1]
    assert index.combinations[:1] == [()]
    with pytest.raises(IndexError):
        index.combinations[len(index.combinations)]


def test_the_lattice_reaches_every_kind_of_cell() -> None:
    """What is drawn above makes grids within grids, records of one, two and more areas, and cells without edges."""
    crossing: set[int] = set()
    finer = 0

    @given(grounds())
    def drawn(ground: Ground) -> None:
        nonlocal finer
        grid = ground[2]._grid
        border = grid.codes[grid.codes < 0].astype(np.int64)
        finer += int((~border & 1).sum())
        crossing.update(min(3, int(grid.words[~one >> 1]) >> 2) for one in border[~border & 1 == 0].tolist())

    drawn()
    assert crossing == {1, 2, 3}
    assert finer > SIZE
