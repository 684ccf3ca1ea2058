"""How each place (a disc, a sector, a district) lies to the areas: clear of their borders, across one, or in doubt.

An area crosses a place where one of its edges runs through an edge of the place, or where one of its rings
lies inside: then the place surely has a part within the area and a part outside. Where borders only touch,
where a place's border meets itself, or where an area's edges lie one upon another, the answer is in doubt, and
the floor is asked. All other areas hold throughout the place or nowhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import EDGE_WORDS, Grid, areas_at, edges_at
from truceline.bulk.cells.looking import STACK, empty, sides_of
from truceline.bulk.cells.walking import APART, CROSSING, DOWN, along, relation, side
from truceline.bulk.kernels import kernel, wide
from truceline.place import Area, FlatAreas

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

BATCH = 256  # places of one piece of work
CLEAR, ACROSS, IN_DOUBT = 0, 1, 2
NO_AREA = -1  # stands for the whole place: all of it is in doubt


class Drawn(NamedTuple):
    """Places as kernels read them."""

    vertices: Int32s  # lon, lat of all rings one after the other
    ring_at: Int64s  # where each ring's vertices begin; one more at the end
    place_at: Int64s  # where each place's rings begin; one more at the end


class Corners(NamedTuple):
    """One vertex of every ring of every area that has an extent, from west to east."""

    lons: Int32s
    lats: Int32s
    areas: Int32s


def drawn(places: Sequence[Area]) -> Drawn:
    """The rings of places in flat arrays."""
    if isinstance(places, FlatAreas):
        return Drawn(places.vertices, places.ring_at, places.area_at)
    rings = [ring for place in places for ring in place.rings if ring]
    sizes = np.fromiter(map(len, rings), np.int64, len(rings))
    counts = np.fromiter((sum(map(bool, place.rings)) for place in places), np.int64, len(places))
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(rings)), np.int32, 2 * int(sizes.sum()))
    return Drawn(flat.reshape(-1, 2), np.append(0, np.cumsum(sizes)), np.append(0, np.cumsum(counts)))


def corners(areas: Sequence[Area]) -> Corners:
    """The first vertex of every ring that has two different ones."""
    found = sorted((*ring[0], i) for i, area in enumerate(areas) for ring in area.rings if len(set(ring)) > 1)
    lons, lats, owners = np.array(found, np.int32).reshape(-1, 3).T
    return Corners(*map(np.ascontiguousarray, (lons, lats, owners)))


@kernel
def doubled(words: Int32s, codes: Int32s, areas: int) -> Bools:
    """Which areas have edges that lie upon one another, so that crossing one may change nothing."""
    found = np.zeros(areas, np.bool_)
    for code in codes:
        if code >= 0 or ~code & 1:
            continue
        record = wide(~code) >> 1
        owners, first = areas_at(words[record] >> 2, record), edges_at(words[record] >> 2, record)
        end = first + EDGE_WORDS * words[record + 1]
        for one in range(first, end, EDGE_WORDS):
            for other in range(one + EDGE_WORDS, end, EDGE_WORDS):
                if words[one + 7] != words[other + 7]:
                    break
                found[words[owners + words[one + 7]] >> 1] |= _upon(words, one, other)
    return found


@kernel
def _upon(edges: Int32s, one: int, other: int) -> bool:
    """Whether two edges, each four numbers from the southern end on, share more than a point."""
    ax, ay, bx, by = wide(edges[one]), wide(edges[one + 1]), wide(edges[one + 2]), wide(edges[one + 3])
    cx, cy, dx, dy = wide(edges[other]), wide(edges[other + 1]), wide(edges[other + 2]), wide(edges[other + 3])
    if (ax == bx and ay == by) or (cx == dx and cy == dy):
        return False
    beyond = dy <= ay or by <= cy if ay < by else cy != dy or dx <= ax or bx <= cx
    return not beyond and side(ax, ay, bx, by, cx, cy) == 0 and side(ax, ay, bx, by, dx, dy) == 0


@kernel
def cover(
    grid: Grid, doubtful: Bools, ring_corners: Corners, places: Drawn, start: int, stop: int
) -> tuple[Int64s, Int32s, Int32s]:
    """The areas that cross each place or are in doubt there.

    Where each place's begin in the two lists, one more at the end; the areas; and of each whether it is ACROSS or
    IN_DOUBT. A place whose own border is in doubt has `NO_AREA` alone.
    """
    ends = np.zeros(stop - start + 1, np.int64)
    areas, kinds, count = np.empty(1024, np.int32), np.empty(1024, np.int32), 0
    kind_of, touched = np.zeros(max(doubtful.size, 1), np.int32), np.empty(max(doubtful.size, 1), np.int32)
    records, stack = np.empty(64, np.int64), np.empty((max(STACK, DOWN), 4), np.int64)
    sides = sides_of(grid)
    for place in range(start, stop):
        edges = _edges(places, place)
        west, south, east, north = _box(edges)
        found = 0
        if not convex(places, place) and not _simple(edges):
            touched[0], kind_of[0], found = NO_AREA, IN_DOUBT, 1
        elif not empty(grid, west, south, east, north, stack):
            for edge in edges:
                x1, y1, x2, y2 = wide(edge[0]), wide(edge[1]), wide(edge[2]), wide(edge[3])
                length, records = along(grid.codes, sides, x1, y1, x2, y2, stack, records, 0)
                found = _meet(grid.words, records, length, x1, y1, x2, y2, kind_of, touched, found)
            found = _within(ring_corners, edges, kind_of, touched, found)
        if count + found > len(areas):
            areas, kinds = _doubled_room(areas, count, found), _doubled_room(kinds, count, found)
        for i in range(found):
            at = max(touched[i], 0)
            areas[count], kinds[count] = touched[i], kind_of[at]
            if touched[i] >= 0 and doubtful[at]:
                kinds[count] = IN_DOUBT
            kind_of[at] = CLEAR
            count += 1
        ends[place - start + 1] = count
    return ends, areas[:count], kinds[:count]


@kernel
def _doubled_room(values: Int32s, used: int, more: int) -> Int32s:
    larger = np.empty(2 * len(values) + more, np.int32)
    for at in range(used):
        larger[at] = values[at]
    return larger


@kernel
def _edges(places: Drawn, place: int) -> Int32s:
    """A place's edges, each from its southern end, or from its western one where it is level."""
    first, last = places.place_at[place], places.place_at[place + 1]
    start = places.ring_at[first]
    edges = np.empty((places.ring_at[last] - start, 4), np.int32)
    for ring in range(first, last):
        begin, end = places.ring_at[ring], places.ring_at[ring + 1]
        for i in range(begin, end):
            a, b = places.vertices[i], places.vertices[i + 1 if i + 1 < end else begin]
            if a[1] > b[1] or (a[1] == b[1] and a[0] > b[0]):
                a, b = b, a
            edge = edges[i - start]
            edge[0], edge[1], edge[2], edge[3] = a[0], a[1], b[0], b[1]
    return edges


@kernel
def _box(edges: Int32s) -> tuple[int, int, int, int]:
    """West, south, east and north of a place's edges."""
    west, south, east, north = wide(edges[0, 0]), wide(edges[0, 1]), wide(edges[0, 2]), wide(edges[0, 3])
    for edge in edges:
        west, east = min(west, edge[0], edge[2]), max(east, edge[0], edge[2])
        south, north = min(south, edge[1]), max(north, edge[3])
    return west, south, east, north


@kernel
def convex(places: Drawn, place: int) -> bool:
    """Whether a place is one ring that turns one way at every vertex, and goes round once."""
    first = places.place_at[place]
    if places.place_at[place + 1] - first != 1:
        return False
    begin, end = places.ring_at[first], places.ring_at[first + 1]
    if end - begin < 3:
        return False
    ax, ay = wide(places.vertices[end - 2, 0]), wide(places.vertices[end - 2, 1])
    bx, by = wide(places.vertices[end - 1, 0]), wide(places.vertices[end - 1, 1])
    way, halves, north = 0, 0, by > ay or (by == ay and bx > ax)
    for i in range(begin, end):
        cx, cy = wide(places.vertices[i, 0]), wide(places.vertices[i, 1])
        turn = side(ax, ay, bx, by, cx, cy)
        if turn in (0, -way):
            return False
        way = turn
        onward = cy > by or (cy == by and cx > bx)
        halves += onward != north
        ax, ay, bx, by, north = bx, by, cx, cy, onward
    return halves == 2


@kernel
def _simple(edges: Int32s) -> bool:
    """Whether no two edges meet but neighbours, and these in one point: as many meetings as edges, none in length."""
    flat, meetings = edges.reshape(-1), 0
    for i in range(len(edges)):
        a = edges[i]
        if a[0] == a[2] and a[1] == a[3]:
            return False
        for j in range(i + 1, len(edges)):
            b = edges[j]
            if relation(wide(a[0]), wide(a[1]), wide(a[2]), wide(a[3]), wide(b[0]), wide(b[1]), wide(b[2]), wide(b[3])):
                meetings += 1
                if _upon(flat, 4 * i, 4 * j):
                    return False
    return meetings == len(edges)


@kernel
def _meet(
    words: Int32s, records: Int64s, length: int, x1: int, y1: int, x2: int, y2: int,
    kind_of: Int32s, touched: Int32s, found: int,
) -> int:  # fmt: skip
    """Note how one edge of a place lies to the areas of the border cells along it; how many areas are noted."""
    for i in range(length):
        record = records[i]
        owners, first = areas_at(words[record] >> 2, record), edges_at(words[record] >> 2, record)
        for e in range(first, first + EDGE_WORDS * words[record + 1], EDGE_WORDS):
            area = words[owners + words[e + 7]] >> 1
            if kind_of[area] != ACROSS:
                x3, y3, x4, y4 = wide(words[e]), wide(words[e + 1]), wide(words[e + 2]), wide(words[e + 3])
                lie = relation(x1, y1, x2, y2, x3, y3, x4, y4)
                if lie != APART:
                    if kind_of[area] == CLEAR:
                        touched[found] = area
                        found += 1
                    kind_of[area] = ACROSS if lie == CROSSING else IN_DOUBT
    return found


@kernel
def _within(ring_corners: Corners, edges: Int32s, kind_of: Int32s, touched: Int32s, found: int) -> int:
    """Note the areas whose border keeps clear of the place's and that have a ring inside; how many are noted."""
    west, south, east, north = _box(edges)
    at, end = 0, len(ring_corners.lons)
    while at < end:  # halve what is left until the first one east of the western side is found
        middle = (at + end) // 2
        if ring_corners.lons[middle] < west:
            at = middle + 1
        else:
            end = middle
    while at < len(ring_corners.lons) and ring_corners.lons[at] <= east:
        area, x, y = ring_corners.areas[at], wide(ring_corners.lons[at]), wide(ring_corners.lats[at])
        if kind_of[area] == CLEAR and south <= y <= north and _inside(edges, x, y):
            kind_of[area] = ACROSS
            touched[found] = area
            found += 1
        at += 1
    return found


@kernel
def _inside(edges: Int32s, x: int, y: int) -> bool:
    """Whether a point that is not on the border of a place lies inside."""
    inside = False
    for edge in edges:
        x1, y1, x2, y2 = wide(edge[0]), wide(edge[1]), wide(edge[2]), wide(edge[3])
        if y1 <= y < y2 and (x2 - x1) * (y - y1) < (y2 - y1) * (x - x1):
            inside = not inside
    return inside
