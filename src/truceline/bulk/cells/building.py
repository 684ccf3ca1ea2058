"""The grid of cells over all edges: each cell a combination, a record of its own edges, or a finer grid.

A cell is half-open: its west and south sides are its own. Its corner is taken a step of ε² to the west and
of ε to the north of its south-west corner, so that no corner lies on an edge; the combination at a corner
is had by walking from corner to corner and counting the edges between. A cell without edges has its
corner's combination throughout. A cell with few has a record; with many, a finer grid (`FEW`, `finer`).

Codes: ≥ 0 a combination; else ~code is 2·p for a record at word p, or 1 + 2·q for a grid of 4 × 4 cells,
one line of the processor's cache, whose codes begin at 16·q.

A record's words: four times how many areas cross, and where they are one or two, 1 where the first holds the
corner and 2 where the second does · how many edges there are · the combination at a point of the cell that none of
the areas holds, and where they are one or two those with the first, with the second, with both · of each area
twice its position, and 1 where it holds the corner · the edges, area by area, eight words each: x1, y1, x2, y2,
southern end first; three latitudes; whose it is, 0 for the first area. For a point of the cell at latitude y:
where `low` ≤ y < `high` a walk due east from the cell's west side may cross the edge; where y ≥ `turn` the
walk north along the west side has crossed it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.sets import Sets, holds, no_sets, room_for, roomier, toggled
from truceline.bulk.kernels import kernel, wide

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

BITS = 2  # a grid within a grid has 2² × 2² cells
EDGE_WORDS = 8
LISTED = 2  # of up to so many crossing areas, every combination stands in the record
NEVER = 2**31 - 1  # a latitude that no point has

# what `waiting` says of a grid still to be filled
X0, Y0, SHIFT, COLS, ROWS, CORNER, FIRST, END, CODE, DEPTH = range(10)
FIELDS = 10

SPARE = 64  # words after the last record, so that a reader may run ahead

MOST_WORDS = 1 << 30
TOO_MUCH = "the borders of these areas do not fit in one index; index fewer areas at a time"


class Fineness(NamedTuple):
    """How fine the grid is: for speed and memory alone, the answers are the same."""

    few: int = 4  # more edges than this in a cell make it a grid, as long as it is large enough
    deepest: int = 6  # grids within grids
    narrowest: int = 4  # no cell is narrower than two to this power, in steps
    cells_an_edge: int = 64  # of the outermost grid, between the next two
    least_cells: int = 1 << 12
    most_cells: int = 1 << 20


FINENESS = Fineness()


class Grid(NamedTuple):
    """The cells, as kernels read them."""

    x0: int  # west side of the outermost grid, 10⁻⁷ degree
    y0: int  # its south side
    shift: int  # its cells are 2^shift steps wide and high
    cols: int  # cells from west to east
    rows: int  # cells from south to north
    codes: Int32s  # of all cells; the outermost grid's stand first, row by row from the south
    words: Int32s  # of all records


def build(edges: Int32s, owners: Int32s, fineness: Fineness) -> tuple[Grid, Sets]:
    """The grid over edges (n × 4, southern end first) of areas in ascending order, and its combinations."""
    if not len(edges):
        return Grid(0, 0, 0, 0, 0, np.zeros(16, np.int32), np.zeros(SPARE, np.int32)), no_sets()
    x0, y0 = (int(edges[:, axis::2].min()) for axis in (0, 1))
    width, height = (int(edges[:, axis::2].max()) - low for axis, low in ((0, x0), (1, y0)))
    cells = min(max(fineness.cells_an_edge * len(edges), fineness.least_cells), fineness.most_cells)
    shift = fineness.narrowest
    while ((width >> shift) + 1) * ((height >> shift) + 1) > cells:
        shift += 1
    cols, rows = (width >> shift) + 1, (height >> shift) + 1
    outermost = np.array([x0, y0, shift, cols, rows, 0, 0, len(edges), -1, 0], np.int64)
    codes, words, sets = _fill(edges, owners, outermost, fineness, no_sets())
    return Grid(x0, y0, shift, cols, rows, codes.copy(), words.copy()), sets


@kernel
def _longer(array: Int32s, used: int, need: int) -> Int32s:
    """The array, or a larger copy of it, with room for `need` beyond what is used."""
    if used + need <= array.size:
        return array
    larger = np.empty(2 * array.size + need, np.int32)
    for i in range(used):
        larger[i] = array[i]
    return larger


@kernel
def _reach(y1: int, y: int, x1: int, dx: int, dy: int) -> int:
    """The longitude of an edge at a latitude, rounded down."""
    return x1 + (dx * (y - y1)) // dy if dy > 0 else x1


@kernel
def _turn(x1: int, y1: int, x2: int, y2: int, x0: int, y0: int) -> int:
    """The first latitude at which the walk north along a cell's west side has crossed an edge, or `NEVER`."""
    if (x1 < x0) == (x2 < x0):
        return NEVER
    turn = _climb(x1, y1, x2, y2, x0)
    return turn if turn > y0 else NEVER


@kernel
def _climb(x1: int, y1: int, x2: int, y2: int, x0: int) -> int:
    """The latitude at which an edge that is not upright has a longitude, rounded up."""
    dx, dy = x2 - x1, y2 - y1
    if dx < 0:
        dx, dy = -dx, -dy
    return y1 - ((x1 - x0) * dy) // dx


class Lists(NamedTuple):
    """What lies where in the grid being filled: linked lists, last in, first out."""

    inside: Int32s  # of each cell: its edges
    across: Int32s  # of each cell: the areas of edges between its corner and the corner west of it
    beside: Int32s  # of each row: the areas of edges between its first corner and the one south of it
    links: Int32s  # the next link, or −1, and what it stands for


@kernel
def _lay(edge: Int32s, e: int, area: int, item: Int64s, lists: Lists, used: int) -> int:
    """Put one edge on the lists of a grid; how many links are used."""
    inside, across, beside, links = lists
    x0, y0, shift, cols, rows = item[X0], item[Y0], item[SHIFT], item[COLS], item[ROWS]
    x1, y1, x2, y2 = wide(edge[0]), wide(edge[1]), wide(edge[2]), wide(edge[3])
    dx, dy = x2 - x1, y2 - y1
    turn = _turn(x1, y1, x2, y2, x0, y0)
    row = (turn - y0 + (1 << shift) - 1) >> shift
    if row < rows:
        used = _link(beside, row, links, used, area)
    row, last = max(wide(0), (y1 - y0) >> shift), min(rows - 1, (y2 - y0) >> shift)
    south = y0 + (row << shift)
    x = _reach(y1, max(y1, south), x1, dx, dy)
    while row <= last:
        if y1 <= south < y2:
            first = ((x - x0) >> shift) + 1
            if dx < 0 and (x - x0) & ((1 << shift) - 1) == 0 and (dx * (south - y1)) % dy == 0:
                first -= 1  # through a corner, and west of it a little further north
            if 0 < first < cols:
                used = _link(across, row * cols + first, links, used, area)
        south += 1 << shift
        beyond = _reach(y1, min(y2, south), x1, dx, dy) if dy > 0 else x2
        west, east = max(wide(0), (min(x, beyond) - x0) >> shift), min(cols - 1, (max(x, beyond) - x0) >> shift)
        for at in range(row * cols + west, row * cols + east + 1):
            used = _link(inside, at, links, used, e)
        x = beyond
        row += 1
    return used


@kernel
def _link(firsts: Int32s, at: int, links: Int32s, used: int, value: int) -> int:
    links[used, 0], links[used, 1] = firsts[at], value
    firsts[at] = used
    return used + 1


@kernel
def _lists(edges: Int32s, owners: Int32s, listed: Int32s, item: Int64s, lists: Lists) -> Lists:
    """The lists of one grid, in the arrays of the last one where these are large enough."""
    inside, across, beside, links = lists
    cols, rows = item[COLS], item[ROWS]
    if cols * rows > inside.size:
        inside, across = np.empty(cols * rows, np.int32), np.empty(cols * rows, np.int32)
    if rows > beside.size:
        beside = np.empty(rows, np.int32)
    for at in range(cols * rows):
        inside[at] = -1
        across[at] = -1
    for row in range(rows):
        beside[row] = -1
    used, need = 0, 3 * (cols + rows) + 8  # no edge takes more links
    for i in range(item[END] - 1, item[FIRST] - 1, -1):  # from the last, so that areas ascend on the lists
        if used + need > len(links):
            larger = np.empty((2 * len(links) + need, 2), np.int32)
            for at in range(used):
                larger[at, 0], larger[at, 1] = links[at, 0], links[at, 1]
            links = larger
        e = listed[i]
        used = _lay(edges[e], e, owners[e], item, Lists(inside, across, beside, links), used)
    return Lists(inside, across, beside, links)


@kernel
def _passed(sets: Sets, one: int, links: Int32s, link: int) -> tuple[int, Sets]:
    """The combination beyond all edges of a list."""
    while link >= 0:
        if not room_for(sets, 1):
            sets = roomier(sets, 1)
        one = toggled(sets, one, links[link, 1])
        link = links[link, 0]
    return one, sets


@kernel
def _record(
    edges: Int32s,
    owners: Int32s,
    links: Int32s,
    link: int,
    corner: int,
    x0: int,
    y0: int,
    sets: Sets,
    words: Int32s,
    at: int,
) -> int:
    """Write the record of a cell with its list of edges and its corner's combination; where the next may begin."""
    base, crossing, count, holding, owner, one = corner, 0, 0, 0, -1, link
    while one >= 0:
        area = owners[links[one, 1]]
        if area != owner:
            owner = area
            if holds(sets, corner, area):
                base = toggled(sets, base, area)
                holding |= 1 << min(crossing, LISTED)
            crossing += 1
        count += 1
        one = links[one, 0]
    areas, to = areas_at(crossing, at), edges_at(crossing, at)
    words[at], words[at + 1], words[at + 2] = crossing << 2 | (holding if crossing <= LISTED else 0), count, base
    slot, owner = -1, -1
    while link >= 0:
        edge, area = edges[links[link, 1]], owners[links[link, 1]]
        if area != owner:
            owner = area
            slot += 1
            words[areas + slot] = 2 * area + holds(sets, corner, area)
        _write_edge(wide(edge[0]), wide(edge[1]), wide(edge[2]), wide(edge[3]), x0, y0, words, to)
        words[to + 7] = slot
        to += EDGE_WORDS
        link = links[link, 0]
    if crossing <= LISTED:
        for which in range(1, 1 << crossing):
            top = 1 if which > 1 else 0
            words[at + 2 + which] = toggled(sets, words[at + 2 + (which ^ 1 << top)], words[areas + top] >> 1)
    return to


@kernel
def areas_at(crossing: int, record: int) -> int:
    """At which word a record's crossing areas begin."""
    return wide(record + 2 + (1 << crossing if crossing <= LISTED else 1))


@kernel
def edges_at(crossing: int, record: int) -> int:
    """At which word a record's edges begin."""
    return areas_at(crossing, record) + crossing


@kernel
def _write_edge(x1: int, y1: int, x2: int, y2: int, x0: int, y0: int, words: Int32s, to: int) -> None:
    low, high = y1, y2
    if (x1 < x0) != (x2 < x0):
        climb = _climb(x1, y1, x2, y2, x0)
        if x1 < x2:
            low = max(low, climb)
        else:
            high = min(high, climb)
    words[to], words[to + 1], words[to + 2], words[to + 3] = x1, y1, x2, y2
    words[to + 4], words[to + 5], words[to + 6] = low, high, _turn(x1, y1, x2, y2, x0, y0)


@kernel
def _with_room(waiting: Int64s, known: int) -> Int64s:
    """The grids still to be filled, in a larger array where the next one has no room."""
    if known < len(waiting):
        return waiting
    more = np.zeros((2 * known, FIELDS), np.int64)
    for one in range(known):
        for field in range(FIELDS):
            more[one, field] = waiting[one, field]
    return more


@kernel
def _length(links: Int32s, link: int) -> int:
    length = 0
    while link >= 0:
        length += 1
        link = links[link, 0]
    return length


@kernel
def _unlinked(links: Int32s, link: int, listed: Int32s, end: int) -> int:
    """Write a list into an array from `end` on; where it ends then."""
    while link >= 0:
        listed[end] = links[link, 1]
        end += 1
        link = links[link, 0]
    return end


@kernel
def _fill(  # noqa: C901, PLR0912 — one walk over the cells of all grids
    edges: Int32s, owners: Int32s, outermost: Int64s, fineness: Fineness, sets: Sets
) -> tuple[Int32s, Int32s, Sets]:
    """Fill the outermost grid and, one after the other, every grid within it."""
    codes, coded = np.empty(2 * outermost[COLS] * outermost[ROWS] + 4096, np.int32), wide(0)
    words, written = np.empty(16 * len(edges) + 4096, np.int32), 0
    listed, list_end = np.empty(4 * len(edges) + 4096, np.int32), len(edges)
    for e in range(list_end):
        listed[e] = e
    waiting, known, done = np.zeros((1024, FIELDS), np.int64), 1, 0
    for field in range(FIELDS):
        waiting[0, field] = outermost[field]
    lists = Lists(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int32), np.empty((4096, 2), np.int32))
    while done < known:
        item = waiting[done]
        done += 1
        cols, rows, shift = item[COLS], item[ROWS], item[SHIFT]
        lists = _lists(edges, owners, listed, item, lists)
        codes = _longer(codes, coded, cols * rows + 16)
        if item[CODE] >= 0:
            codes[item[CODE]] = ~(1 + (coded >> 3))
        left = item[CORNER]
        for row in range(rows):
            left, sets = _passed(sets, left, lists.links, lists.beside[row])
            here = left
            for col in range(cols):
                at = row * cols + col
                if lists.across[at] >= 0:
                    here, sets = _passed(sets, here, lists.links, lists.across[at])
                if lists.inside[at] < 0:
                    codes[coded + at] = here
                    continue
                count, west, south = (
                    _length(lists.links, lists.inside[at]),
                    item[X0] + (col << shift),
                    item[Y0] + (row << shift),
                )
                if count > fineness.few and item[DEPTH] < fineness.deepest and shift - BITS >= fineness.narrowest:
                    listed = _longer(listed, list_end, count)
                    first, list_end = list_end, _unlinked(lists.links, lists.inside[at], listed, list_end)
                    waiting = _with_room(waiting, known)
                    waiting[known, X0], waiting[known, Y0], waiting[known, SHIFT] = west, south, shift - BITS
                    waiting[known, COLS], waiting[known, ROWS] = 1 << BITS, 1 << BITS
                    waiting[known, CORNER], waiting[known, FIRST], waiting[known, END] = here, first, list_end
                    waiting[known, CODE], waiting[known, DEPTH] = coded + at, item[DEPTH] + 1
                    known += 1
                    continue
                if not room_for(sets, count + 3):
                    sets = roomier(sets, count + 3)
                words = _longer(words, written, 5 + (1 + EDGE_WORDS) * count)
                codes[coded + at] = ~(2 * written)
                written = _record(edges, owners, lists.links, lists.inside[at], here, west, south, sets, words, written)
                if written >= MOST_WORDS:
                    raise MemoryError(TOO_MUCH)
        coded += cols * rows
        while coded & 15:
            codes[coded] = 0
            coded += 1
    words = _longer(words, written, SPARE)
    for at in range(written, written + SPARE):
        words[at] = 0
    return codes[:coded], words[: written + SPARE], sets
