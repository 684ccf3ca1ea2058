"""Which combinations of areas occur in a place that several of their borders cross; exactly, as `place.cells` says.

The floor visits the faces of the arrangement of all edges in slabs, with fractions. Here edges are walked from
their southern ends on, and what lies to their left and to their right is noted. Every face lies along an edge of an
area that comes into the place's box, or along one of the place's own. Of a convex place one of its own is enough:
a face that is not all of the place ends somewhere inside it, at an edge of an area.

All is done with integers. What holds to the left of an edge's beginning follows from the edges between there and
the far west. What changes on the way stands in fractions n/d of the edge: where another edge runs through it,
or ends on it, or begins or ceases to lie upon it. Fractions are compared as Euclid does. Differences of
coordinates below 2³¹ leave a difference of two products of them below 2⁶³; a place among wider areas, or with
more areas than there are bits in a word, is left to the floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.covering import Drawn, convex
from truceline.bulk.cells.edges import edges_of
from truceline.bulk.kernels import kernel, wide
from truceline.place import Area, cells

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

MOST_AREAS = 62  # across one place
WIDEST = 2**31  # grid steps, between two vertices of edges that are compared
X1, Y1, X2, Y2, WHOSE = range(5)  # of an edge, southern end first; WHOSE: 1 the place, 2 the first area, 4 the next …
TOP, PARTS, LEFT, UPON = range(
    4
)  # of a change: at TOP/PARTS of the edge, whose begin or end to hold left of it, or lie on it
PLACE = 1


class Borders(NamedTuple):
    """All areas' edges."""

    edges: Int32s  # n × 4, southern end first
    area_at: Int64s  # where each area's edges begin; one more at the end


def borders(areas: Sequence[Area]) -> Borders:
    """The edges of areas, area by area.

    What lies on 180 degrees of longitude stands there twice over, on the other side as well, and so changes nothing.
    """
    edges, owners = edges_of(areas)
    return Borders(edges, np.searchsorted(owners, np.arange(len(areas) + 1)).astype(np.int64))


def flat(asked: Sequence[Sequence[int]]) -> tuple[Int64s, Int32s]:
    """Where the areas asked about of each place that has any begin, one more at the end; and the areas."""
    sizes = [len(those) for those in asked if those]
    return np.cumsum([0, *sizes]), np.fromiter(chain.from_iterable(asked), np.int32, sum(sizes))


def members(bits: int, asked: Sequence[int]) -> set[int]:
    """The areas of a combination."""
    return {area for i, area in enumerate(asked) if bits >> i & 1}


def by_floor(place: Area, areas: Sequence[Area]) -> list[int]:
    """The same of one place by the floor."""
    return [sum(1 << i for i in face) for face in cells(place, areas)]


@kernel
def faces(borders: Borders, places: Drawn, which: Int64s, area_at: Int64s, areas: Int32s) -> tuple[Int64s, Int64s]:
    """The combinations of areas over the faces of some of the places.

    Of the i-th place in `which` the areas asked about are `areas[area_at[i] : area_at[i + 1]]`. Where each place's
    combinations begin, one more at the end; and the combinations, ascending, as bits: 1 for a place's first area, 2
    for the next. A place without any is left to the floor.
    """
    ends = np.zeros(len(which) + 1, np.int64)
    found, count = np.empty(1024, np.int64), 0
    near, scratch = np.empty((5, 512), np.int64), np.empty((5, 1024), np.int64)  # edges; changes, and edges nearby
    for i in range(len(which)):
        asked = areas[area_at[i] : area_at[i + 1]]
        ends[i + 1] = count
        if len(asked) > MOST_AREAS:
            continue
        most = _most(borders, places, which[i], asked)
        if near.shape[1] < most:
            near, scratch = np.empty((5, 2 * most), np.int64), np.empty((5, 4 * most), np.int64)
        first, (size, walked) = count, _gathered(borders, places, which[i], asked, near)
        if _narrow(near, size):
            room = 4 * size + 2  # two changes an edge at most, two sides before each and after the last
            for at in walked:
                if len(found) < count + room:
                    found = _doubled_room(found, count, room)
                count = _walk(near, size, at, scratch, found, first, count)
        ends[i + 1] = count
    return ends, found[:count].copy()


@kernel
def _doubled_room(values: Int64s, used: int, more: int) -> Int64s:
    larger = np.empty(2 * len(values) + more, np.int64)
    larger[:used] = values[:used]
    return larger


@kernel
def _most(borders: Borders, places: Drawn, place: int, asked: Int32s) -> int:
    """So many edges have a place and the areas asked about."""
    count = places.ring_at[places.place_at[place + 1]] - places.ring_at[places.place_at[place]]
    for area in asked:
        count += borders.area_at[area + 1] - borders.area_at[area]
    return wide(count)


@kernel
def _gathered(borders: Borders, places: Drawn, place: int, asked: Int32s, near: Int64s) -> tuple[int, Int64s]:
    """Put the edges that bear on a place in `near`: how many, and which of them to walk.

    To walk: the place's own, and the areas' that come into its box. To bear on these: those that come into the
    latitudes they take up together, and begin no further east; how far west does not matter beyond these.
    """
    count = _own(places, place, near)
    walks = min(count, 1) if convex(places, place) else count
    walked = np.arange(walks)
    if count == 0:
        return 0, walked
    west, south = min(near[X1, :count].min(), near[X2, :count].min()), near[Y1, :count].min()
    east, north = max(near[X1, :count].max(), near[X2, :count].max()), near[Y2, :count].max()
    left, low, right, high = _reach(borders, asked, west, south, east, north)
    for i in range(len(asked)):
        for e in range(borders.area_at[asked[i]], borders.area_at[asked[i] + 1]):
            x1, y1, x2, y2 = borders.edges[e]
            if y2 >= low and y1 <= high and min(x1, x2) <= right and (x1 != x2 or y1 != y2):
                if _comes_in(borders.edges[e], west, south, east, north):
                    if walks == len(walked):
                        walked = _doubled_room(walked, walks, 64)
                    walked[walks] = count
                    walks += 1
                if max(x1, x2) < left:
                    x1 = x2 = left - 1
                _put(near, count, wide(x1), wide(y1), wide(x2), wide(y2), wide(2) << i)
                count += 1
    return count, walked[:walks]


@kernel
def _reach(borders: Borders, asked: Int32s, west: int, south: int, east: int, north: int) -> tuple[int, int, int, int]:
    """The box around a box and all edges that come into it."""
    left, low, right, high = wide(west), wide(south), wide(east), wide(north)
    for area in asked:
        for e in range(borders.area_at[area], borders.area_at[area + 1]):
            if _comes_in(borders.edges[e], west, south, east, north):
                x1, y1, x2, y2 = borders.edges[e]
                left, right = min(left, wide(x1), wide(x2)), max(right, wide(x1), wide(x2))
                low, high = min(low, wide(y1)), max(high, wide(y2))
    return left, low, right, high


@kernel
def _comes_in(edge: Int32s, west: int, south: int, east: int, north: int) -> bool:
    """Whether the box around an edge and another have a point in common."""
    x1, y1, x2, y2 = edge
    return bool(y2 >= south and y1 <= north and max(x1, x2) >= west and min(x1, x2) <= east)


@kernel
def _own(places: Drawn, place: int, near: Int64s) -> int:
    """Put a place's own edges first; how many they are."""
    count = 0
    for ring in range(places.place_at[place], places.place_at[place + 1]):
        begin, end = places.ring_at[ring], places.ring_at[ring + 1]
        for i in range(begin, end):
            a, b = places.vertices[i], places.vertices[i + 1 if i + 1 < end else begin]
            if a[0] != b[0] or a[1] != b[1]:
                _put(near, count, wide(a[0]), wide(a[1]), wide(b[0]), wide(b[1]), PLACE)
                count += 1
    return count


@kernel
def _put(edges: Int64s, at: int, x1: int, y1: int, x2: int, y2: int, whose: int) -> None:
    """Write down an edge from its southern end, or from its western one where it is level."""
    if y1 > y2 or (y1 == y2 and x1 > x2):
        x1, y1, x2, y2 = x2, y2, x1, y1
    edges[X1, at], edges[Y1, at], edges[X2, at], edges[Y2, at], edges[WHOSE, at] = x1, y1, x2, y2, whose


@kernel
def _narrow(edges: Int64s, size: int) -> bool:
    """Whether no two vertices are too far apart to be compared; latitudes never are."""
    west = east = edges[X1, 0]
    for i in range(size):
        west, east = min(west, edges[X1, i], edges[X2, i]), max(east, edges[X1, i], edges[X2, i])
    return bool(east - west < WIDEST)


@kernel
def _walk(edges: Int64s, size: int, at: int, scratch: Int64s, found: Int64s, first: int, count: int) -> int:
    """Note, from `first` on, the combinations that hold on either side along one edge; where they end then."""
    meeting, changes = scratch[4], scratch[:4]
    many = _beside(edges, size, at, meeting)
    left = _begun(edges, at, meeting[:many])
    upon, many = _changes(edges, at, meeting[:many], changes)
    for i in range(many + 1):
        if i in (0, many) or _order(changes, i - 1, i) < 0:
            count = _noted(found, first, count, left)
            count = _noted(found, first, count, left ^ upon)
        if i < many:
            left ^= changes[LEFT, i]
            upon ^= changes[UPON, i]
    return count


@kernel
def _noted(found: Int64s, first: int, count: int, whose: int) -> int:
    """Put a combination in its place among those of the same place, if it holds there and is new."""
    if not whose & PLACE:
        return count
    one, at = whose >> 1, count
    while at > first and found[at - 1] > one:
        at -= 1
    if at > first and found[at - 1] == one:
        return count
    for i in range(count, at, -1):
        found[i] = found[i - 1]
    found[at] = one
    return count + 1


@kernel
def _beside(edges: Int64s, size: int, at: int, meeting: Int64s) -> int:
    """The other edges that come into an edge's latitudes: how many; without a branch, for there are many to look at."""
    south, north, many = edges[Y1, at], edges[Y2, at], 0
    for i in range(size):
        meeting[many] = i
        many += (edges[Y2, i] >= south) & (edges[Y1, i] <= north) & (i != at)
    return many


@kernel
def _begun(edges: Int64s, at: int, meeting: Int64s) -> int:
    """What holds to the left of an edge where it begins.

    Looked at from a point a hair along the edge and a hair's hair to its left, due west. Edges run north, or else
    east: the point is north of every vertex at the same latitude.
    """
    ax, ay, left = edges[X1, at], edges[Y1, at], wide(0)
    dx, dy = edges[X2, at] - ax, edges[Y2, at] - ay
    for i in meeting:
        cy, ey = edges[Y1, i], edges[Y2, i]
        if cy <= ay < ey:
            cx = edges[X1, i]
            fx, fy = edges[X2, i] - cx, ey - cy
            beside = fx * (ay - cy) - fy * (ax - cx)
            if beside < 0 or (beside == 0 and fx * dy - fy * dx < 0):
                left ^= edges[WHOSE, i]
    return left


@kernel
def _changes(edges: Int64s, at: int, meeting: Int64s, changes: Int64s) -> tuple[int, int]:
    """Whose edges lie upon an edge where it begins, its own among them; and how many changes follow, put in order."""
    ax, ay, bx, by, upon = edges[:, at]
    dx, dy, west, east, many = bx - ax, by - ay, min(ax, bx), max(ax, bx), 0
    parts = dx if dy == 0 else dy  # a point of the edge lies at its way north of all of it, or its way east
    for i in meeting:
        cx, ex = edges[X1, i], edges[X2, i]
        if max(cx, ex) < west or min(cx, ex) > east:
            continue
        cy, ey, whose = edges[Y1, i], edges[Y2, i], edges[WHOSE, i]
        c, e = dx * (cy - ay) - dy * (cx - ax), dx * (ey - ay) - dy * (ex - ax)  # above 0: an end to the left
        begins, ends = (cx - ax, ex - ax) if dy == 0 else (cy - ay, ey - ay)
        if c == 0 and e == 0:
            upon ^= whose if begins <= 0 < ends else 0
            for top in (begins, ends):
                many = _changed(changes, many, top, parts, 0, whose)
        elif c == 0 or e == 0:
            if c + e > 0:
                many = _changed(changes, many, begins if c == 0 else ends, parts, whose, 0)
        elif (c > 0) != (e > 0):
            fx, fy = ex - cx, ey - cy
            a, b = fx * (ay - cy) - fy * (ax - cx), fx * (by - cy) - fy * (bx - cx)
            if min(a, b) < 0 < max(a, b):  # on two sides of the other: as far from its line as these, it is there
                many = _changed(changes, many, abs(a), abs(a - b), whose, 0)
    return upon, many


@kernel
def _changed(changes: Int64s, many: int, top: int, parts: int, left: int, upon: int) -> int:
    """Put a change in its order among the others, if it is between the edge's ends; how many there are then."""
    if not 0 < top < parts:
        return many
    changes[TOP, many], changes[PARTS, many], changes[LEFT, many], changes[UPON, many] = top, parts, left, upon
    at = many
    while at > 0 and _order(changes, at - 1, at) > 0:
        for word in range(4):
            changes[word, at - 1], changes[word, at] = changes[word, at], changes[word, at - 1]
        at -= 1
    return many + 1


@kernel
def _order(changes: Int64s, one: int, other: int) -> int:
    """−1, 0 or 1 as one change comes before, with or after another.

    n/d is compared with m/e as e/m is with d/n, first by the whole parts of these, then by what remains, likewise.
    """
    n, d, m, e = changes[TOP, one], changes[PARTS, one], changes[TOP, other], changes[PARTS, other]
    sign = 1
    while n > 0 and m > 0:
        p, q = d // n, e // m
        if p != q:
            return sign if p < q else -sign
        n, d, m, e = d - p * n, n, e - q * m, m
        sign = -sign
    return sign * (int(n > 0) - int(m > 0))
