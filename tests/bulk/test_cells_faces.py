"""The combinations over the faces of a place: the kernel beside the floor's fractions; what is left to the floor."""

import math
import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bulk.cell_cases import box, shapes
from truceline.bulk.cells import CellIndex
from truceline.bulk.cells.covering import drawn
from truceline.bulk.cells.faces import MOST_AREAS, borders, faces, flat, members
from truceline.place import E7, Area, Position, cells, disc

HALF = 180 * E7
Combinations = frozenset[frozenset[int]]


def by_kernel(places: Sequence[Area], areas: Sequence[Area]) -> list[Combinations | None]:
    """What the kernel says of places, all areas asked about; None where it says nothing."""
    everything = range(len(areas))
    ends, bits = faces(borders(areas), drawn(places), np.arange(len(places)), *flat([list(everything) for _ in places]))
    found = [bits[start:end].tolist() for start, end in pairwise(ends)]
    return [frozenset(frozenset(members(one, everything)) for one in each) or None for each in found]


def blob(chance: random.Random, at: tuple[float, float], radius: float, sides: int) -> tuple[tuple[int, int], ...]:
    """A wavy ring around a point, in degrees."""
    waves = [(chance.uniform(0, 0.12), chance.uniform(0, 7)) for _ in range(5)]
    ring = []
    for i in range(sides):
        turn = 2 * math.pi * i / sides
        away = radius * (1 + sum(high * math.sin(n * turn + phase) for n, (high, phase) in enumerate(waves, 1)))
        ring.append((round((at[0] + away * math.cos(turn)) * E7), round((at[1] + away * math.sin(turn)) * E7)))
    return tuple(ring)


def districts(chance: random.Random, west: float, south: float, many: int) -> list[Area]:
    """Tiles of a tenth of a degree whose wavy borders are their neighbours' as well, vertex by vertex."""

    def way(x1: int, y1: int, x2: int, y2: int) -> list[tuple[int, int]]:
        same = random.Random(f"{x1} {y1} {x2} {y2}")  # noqa: S311 — the same for both neighbours
        bent = [(same.uniform(-0.01, 0.01), same.uniform(-0.01, 0.01)) if 0 < i < 6 else (0, 0) for i in range(6)]
        return [
            (
                round((west + (x1 + (x2 - x1) * i / 6) / 10 + dx) * E7),
                round((south + (y1 + (y2 - y1) * i / 6) / 10 + dy) * E7),
            )
            for i, (dx, dy) in enumerate(bent)
        ]

    def tile(x: int, y: int) -> Area:
        near, far = way(x, y, x + 1, y), way(x + 1, y, x + 1, y + 1)
        back = [*way(x, y + 1, x + 1, y + 1), *way(x + 1, y + 1, x + 2, y + 1)[:1]][::-1]
        down = [*way(x, y, x, y + 1), *way(x, y + 1, x, y + 2)[:1]][::-1]
        return Area(((*near, *far, *back[:-1], *down[:-1]),))

    tiles = [tile(x, y) for x in range(many) for y in range(many)]
    chance.shuffle(tiles)
    return tiles


def zones(chance: random.Random, west: float, south: float) -> list[Area]:
    """Zones within zones, over one another, with holes, with many vertices, in several parts."""

    def somewhere() -> tuple[float, float]:
        return west + chance.uniform(0, 0.4), south + chance.uniform(0, 0.4)

    plain = [
        Area((blob(chance, somewhere(), chance.uniform(0.05, 0.2), chance.choice([5, 30, 130])),)) for _ in range(8)
    ]
    at = somewhere()
    holed = Area((blob(chance, at, 0.2, 60), blob(chance, at, 0.1, 40), blob(chance, at, 0.05, 7)))
    several = Area(tuple(blob(chance, somewhere(), 0.06, 24) for _ in range(4)))
    long = Area(
        (
            (
                (round(west * E7) - E7, round(south * E7)),
                (round(west * E7) + 3 * E7, round(south * E7) + 7),
                (round(west * E7), round(south * E7) + E7),
            ),
        )
    )
    return [*plain, holed, several, plain[0], Area((*plain[1].rings, *plain[2].rings)), long]


@pytest.mark.parametrize(("west", "south"), [(36.1, 33.2), (-0.2, -0.2), (179.5, -41.3), (-180.0, 70.2)])
def test_discs_over_zones_of_every_kind(west: float, south: float) -> None:
    """Borders shared, nested, crossing, doubled: the combinations are the floor's, and none is left to it."""
    chance = random.Random(f"{west} {south}")  # noqa: S311 — the same each time
    areas = [*districts(chance, west, south, 3), *zones(chance, west, south)]
    index = CellIndex(areas, threads=1)
    corners = [vertex for area in areas for ring in area.rings for vertex in ring if abs(vertex[0]) <= HALF]
    areas = [area for area in areas if max(abs(area.box[0]), abs(area.box[2])) <= HALF]
    at = [Position(*chance.choice(corners)) for _ in range(12)]
    at += [
        Position(min(round((west + chance.uniform(0, 0.4)) * E7), HALF), round((south + chance.uniform(0, 0.4)) * E7))
        for _ in range(28)
    ]
    places = [disc(one, chance.choice([3, 300, 3_000, 9_000])) for one in at]
    wanted = [cells(place, areas) for place in places]
    assert max(map(len, wanted)) > 8
    over_180 = [place.box[2] - place.box[0] > HALF for place in places]
    assert by_kernel(places, areas) == [None if far else one for one, far in zip(wanted, over_180, strict=True)]
    assert index.places(places) == [cells(place, index.areas) for place in places]


@given(shapes, shapes, st.sampled_from([1, 3, 100_000_000]))
def test_any_place_over_any_areas(
    some: list[list[list[tuple[int, int]]]], others: list[list[list[tuple[int, int]]]], scale: int
) -> None:
    """On a lattice, where edges lie upon one another and end on one another: as the floor, unless there is no face."""
    areas, places = (
        [Area(tuple(tuple((scale * x, scale * y) for x, y in ring) for ring in shape)) for shape in each]
        for each in (some, others)
    )
    for place, found in zip(places, by_kernel(places, areas), strict=True):
        wanted = cells(place, areas)
        assert found == wanted if found else not wanted or wanted == {frozenset()}


def test_crossings_a_hair_apart_are_told_apart() -> None:
    """Two borders that cross a third one less than a millionth of a grid step from one another, on either side."""
    place = box(0, 0, E7, E7)
    level = Area((((-E7, 0), (2 * E7, 1), (0, 9 * E7)),))
    steep = [Area((((5, -E7), (6 + i, 2 * E7), (-9 * E7, 0)),)) for i in (0, 1)]
    leaning = Area((((5, -E7 + 1), (6, 2 * E7), (-9 * E7, 0)),))
    areas = [level, *steep, leaning]
    assert by_kernel([place], areas) == [cells(place, areas)]


def test_what_is_left_to_the_floor() -> None:
    """More areas than bits, or edges across half the globe: nothing is said, and the index says what the floor says."""
    stripes = [box(i * 100, -90, i * 100 + 150, 90) for i in range(MOST_AREAS + 1)]
    place = box(0, -50, 100 * MOST_AREAS, 50)
    assert by_kernel([place], stripes) == [None]
    assert by_kernel([place], stripes[:-1]) == [cells(place, stripes[:-1])]
    assert CellIndex(stripes).places([place]) == [cells(place, stripes)]
    wide = [Area((((-120 * E7, 0), (120 * E7, 1), (0, E7)),)), box(0, 0, 50, 50)]
    assert by_kernel([place], wide) == [None]
    assert CellIndex(wide).places([place]) == [cells(place, wide)]


def test_what_lies_far_to_the_west_is_no_hindrance() -> None:
    """An area in two parts, one on either side of the antimeridian, and a place in the eastern one."""
    parts = Area(tuple(((x, 0), (x + E7, -5), (x + E7, E7), (x, E7 + 7)) for x in (-HALF, HALF - E7)))
    other = box(HALF - E7 // 2, -E7, HALF, E7 // 3)
    place = disc(Position(HALF - E7 // 2, E7 // 3), 5_000)
    assert by_kernel([place], [parts, other]) == [cells(place, [parts, other])]
