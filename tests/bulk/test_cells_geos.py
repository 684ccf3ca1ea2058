"""Pairs of points, segments and areas are those that GEOS finds on the integer grid, set by set."""

import math
import random
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely

from tests.bulk.cell_cases import Int64s, pairs
from truceline.bulk.cells import CellIndex
from truceline.bulk.cells.building import FINENESS, Fineness
from truceline.place import Area

WEST, SOUTH, SPAN = 358_000_000, 325_000_000, 40_000_000  # four degrees around nowhere


def star(chance: random.Random, lon: int, lat: int, reach: float, vertices: int) -> list[tuple[int, int]]:
    """A ring round a point, its vertices at any distance up to the reach."""
    around = [(i + chance.random() * 0.9) * 2 * math.pi / vertices for i in range(vertices)]
    away = [reach * chance.uniform(0.4, 1) for _ in around]
    return [(round(lon + r * math.cos(a)), round(lat + r * math.sin(a))) for a, r in zip(around, away, strict=True)]


def drawn(chance: random.Random) -> list[shapely.Polygon | shapely.MultiPolygon]:
    """Rough zones, some with a hole, some in two parts, some that share a border exactly."""
    found: list[shapely.Polygon | shapely.MultiPolygon] = []
    for i in range(120):
        lon, lat = WEST + chance.randrange(SPAN), SOUTH + chance.randrange(SPAN)
        outer = star(chance, lon, lat, 3_000_000, chance.choice([4, 12, 40]))
        inner = star(chance, lon, lat, 500_000, 7)
        beside = star(chance, lon + 7_000_000, lat, 900_000, 9)
        if i % 3 == 0:
            found.append(shapely.Polygon(outer))
        elif i % 3 == 1:
            found.append(shapely.Polygon(outer, [inner]))
        else:
            found.append(shapely.MultiPolygon([(outer, [inner]), (beside, [])]))
    side = [(WEST + i * SPAN // 9, SOUTH + SPAN // 2 + chance.randrange(10**6)) for i in range(10)]
    north, south = (side[0][0], SOUTH + SPAN), (side[0][0], SOUTH)
    found.append(shapely.Polygon([north, *side, (side[-1][0], SOUTH + SPAN)]))
    found.append(shapely.Polygon([south, *side, (side[-1][0], SOUTH)]))
    return [shape for shape in found if shapely.is_valid(shape)]


def area_of(shape: shapely.Polygon | shapely.MultiPolygon) -> Area:
    """The same rings as integers."""
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return Area(tuple(tuple((round(x), round(y)) for x, y in ring.coords[:-1]) for ring in rings))


def awkward(chance: random.Random, shapes: list[shapely.Polygon | shapely.MultiPolygon]) -> Int64s:
    """Vertices, their neighbours, grid points on and next to the middle of edges, and points anywhere."""
    corners = np.rint(shapely.get_coordinates(shapes)).astype(np.int64)
    middles = (corners[1:] + corners[:-1]) // 2
    anywhere = [(WEST + chance.randrange(SPAN), SOUTH + chance.randrange(SPAN)) for _ in range(20_000)]
    near = np.array([(chance.randint(-1, 1), chance.randint(-1, 1)) for _ in range(2 * len(corners) - 1)])
    return np.vstack([corners, np.vstack([corners, middles]) + near, anywhere])


@pytest.mark.parametrize("fineness", [FINENESS, Fineness(few=0, deepest=3, narrowest=10, most_cells=1 << 10)])
def test_the_same_pairs_as_an_str_tree(fineness: Fineness) -> None:
    """Points on borders count, segments that only touch count: as `intersects` of closed shapes."""
    chance = random.Random(20160227)  # noqa: S311 — a case to repeat, no secret
    shapes = drawn(chance)
    assert len(shapes) > 100
    index = CellIndex([area_of(shape) for shape in shapes], fineness=fineness)
    tree = shapely.STRtree(shapes)
    a = awkward(chance, shapes)
    assert wanted(tree, np.asarray(shapely.points(a))) == set(pairs(index.points(a[:, 0], a[:, 1])))
    order = list(range(len(a)))
    chance.shuffle(order)
    short = a + np.array([(chance.randint(-90_000, 90_000), chance.randint(-90_000, 90_000)) for _ in order])
    for b in (a[order], short):
        lines = np.asarray(shapely.linestrings(np.stack([a, b], axis=1)[:4_000]))
        assert wanted(tree, lines) == set(pairs(index.segments(*a[:4_000].T, *b[:4_000].T)))


def wanted(tree: shapely.STRtree, rows: npt.NDArray[Any]) -> set[tuple[int, int]]:
    """The pairs of row and shape that intersect, by GEOS."""
    found = tree.query(rows, predicate="intersects")
    return set(zip(*(each.tolist() for each in found), strict=True))
