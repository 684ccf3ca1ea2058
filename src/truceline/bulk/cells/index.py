"""The cell index: which areas hold at millions of points, along segments, within places; exactly.

It answers as `Area.holds`, `Area.meets` and `place.cells` of the floor do, row by row, with integers alone.
Built once over a fixed list of areas; afterwards only its list of combinations grows. Several threads may ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.asking import as_many, asked_of, coordinates, int64s
from truceline.bulk.cells.building import FINENESS, Fineness, build
from truceline.bulk.cells.covering import ACROSS, BATCH, NO_AREA, Corners, corners, cover, doubled, drawn
from truceline.bulk.cells.edges import edges_of
from truceline.bulk.cells.faces import Borders, borders, by_floor, faces, flat, members
from truceline.bulk.cells.looking import combine, combine_open, empty_boxes
from truceline.bulk.cells.pairing import (
    AT_ONCE,
    AltitudeColumns,
    Asked,
    Pairs,
    heads_of,
    limits,
    pair_points,
    pairs_kept,
)
from truceline.bulk.cells.segments import pair_segments
from truceline.bulk.cells.sets import SETS, Sets
from truceline.bulk.pool import GROWING, THREADS, over
from truceline.period import Period
from truceline.place import Altitudes, Area
from truceline.place.grid import HALF_TURN

Bools = npt.NDArray[np.bool_]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

SLICE_ROWS = 1 << 17  # rows that a thread takes at a time
LEAST_ROWS = 1 << 10  # fewer are not worth the way to a thread
BUFFER_PAIRS = 1 << 18  # pairs of one batch, at most, unless one row alone has more

# From a row, up to a row, into buffers for rows, areas and sureness: where it stopped, and how many pairs there are.
Filling = Callable[[int, int, Int64s, Int32s, Bools], tuple[int, int]]


class CellIndex:
    """A fixed list of areas, each with its periods and altitudes, and what holds where."""

    def __init__(
        self,
        areas: Sequence[Area],
        periods: Sequence[Sequence[Period]] | None = None,
        altitudes: Sequence[Altitudes | None] | None = None,
        threads: int = THREADS,
        fineness: Fineness = FINENESS,
    ) -> None:
        """Build the grid; raises ValueError where periods or altitudes are not given for each area."""
        self.areas = tuple(areas)
        self._limits = limits(len(self.areas), periods, altitudes)
        self._threads = threads
        self._grid, self._sets = build(*edges_of(self.areas), fineness)
        self._heads, self._members = heads_of(self._sets)
        self.combinations = Combinations(self)

    def combinations_at(self, lon_e7: npt.ArrayLike, lat_e7: npt.ArrayLike) -> Int32s:
        """Each point's combination, a position in `combinations`: geometry alone, whatever the time and altitude.

        Coordinates in 10⁻⁷ degree. Raises ValueError where there are not as many latitudes as longitudes.
        """
        lons, lats = coordinates(lon_e7, lat_e7)
        found = np.empty(len(lons), np.int32)
        parts = (slice(start, start + SLICE_ROWS) for start in range(0, len(lons), SLICE_ROWS))
        for _ in over(lambda part: self._combine(lons[part], lats[part], found[part]), parts, self._threads):
            pass
        return found

    def combination_in(
        self, west: npt.ArrayLike, south: npt.ArrayLike, east: npt.ArrayLike, north: npt.ArrayLike
    ) -> Int32s:
        """The one combination of each closed box in which no area has an edge; −1 where that is not sure.

        Boxes in 10⁻⁷ degree, sides included; a box that leaves the globe has −1.
        """
        wests, souths, easts, norths = (int64s(side) for side in (west, south, east, north))
        as_many(len(wests), souths, easts, norths)
        sure = np.zeros(len(wests), np.bool_)
        empty_boxes(self._grid, wests, souths, easts, norths, sure)
        sure &= (wests >= -HALF_TURN) & (wests <= easts) & (easts <= HALF_TURN)
        sure &= (souths >= -HALF_TURN // 2) & (souths <= norths) & (norths <= HALF_TURN // 2)
        found = np.full(len(wests), -1, np.int32)
        found[sure] = self.combinations_at(wests[sure].astype(np.int32), souths[sure].astype(np.int32))
        return found

    def places(self, places: Sequence[Area]) -> list[frozenset[frozenset[int]]]:
        """Every combination of areas that holds somewhere in each place: what `place.cells` says of it."""
        found: list[frozenset[frozenset[int]]] = []
        for some in over(self._combinations_in, _batched(places), self._threads):
            found += some
        return found

    def points(
        self,
        lon_e7: npt.ArrayLike,
        lat_e7: npt.ArrayLike,
        at_s: npt.ArrayLike | None = None,
        altitudes: AltitudeColumns | None = None,
        buffer_pairs: int = BUFFER_PAIRS,
    ) -> Iterator[Pairs]:
        """The areas that hold at each point, in batches of bounded size.

        Coordinates in 10⁻⁷ degree. Without `at_s` (epoch seconds) at any time; without `altitudes` at any
        altitude. Raises ValueError where columns differ in length.
        """
        lons, lats = coordinates(lon_e7, lat_e7)
        asked, held = asked_of(len(lons), at_s, altitudes), self._limits

        def some(start: int, stop: int, rows: Int64s, areas: Int32s, sure: Bools) -> tuple[int, int]:
            return pair_points(
                self._grid, self._heads, self._members, held, asked, lons, lats, start, stop, rows, areas, sure
            )

        yield from self._pairs(some, len(lons), buffer_pairs, asked)

    def segments(
        self,
        lon1_e7: npt.ArrayLike,
        lat1_e7: npt.ArrayLike,
        lon2_e7: npt.ArrayLike,
        lat2_e7: npt.ArrayLike,
        at_s: npt.ArrayLike | None = None,
        altitudes: AltitudeColumns | None = None,
        buffer_pairs: int = BUFFER_PAIRS,
    ) -> Iterator[Pairs]:
        """The areas that each closed segment meets, as `Area.meets`; otherwise as `points`."""
        ends = coordinates(lon1_e7, lat1_e7, lon2_e7, lat2_e7)
        asked, held = asked_of(len(ends[0]), at_s, altitudes), self._limits
        lons1, lats1, lons2, lats2 = ends

        def some(start: int, stop: int, rows: Int64s, areas: Int32s, sure: Bools) -> tuple[int, int]:
            return pair_segments(
                self._grid, self._heads, self._members, held, asked, lons1, lats1, lons2, lats2,
                start, stop, rows, areas, sure,
            )  # fmt: skip

        yield from self._pairs(some, len(lons1), buffer_pairs, asked)

    def extents(
        self,
        places: Iterable[Area],
        at_s: npt.ArrayLike | None = None,
        altitudes: AltitudeColumns | None = None,
    ) -> Iterator[Pairs]:
        """The areas that hold in a part of each place, and whether they do in the whole of it.

        Time and altitude as for points; a row more or fewer there than places raises ValueError.
        """
        count = len(places := list(places))
        asked = asked_of(count, at_s, altitudes)

        def some(batch: tuple[int, list[Area]]) -> Pairs:
            start, those = batch
            told = [(start + i, area, whole) for i, each in enumerate(self._parts_in(those)) for area, whole in each]
            rows, areas, whole = np.array(told, np.int64).reshape(-1, 3).T
            kept, sure = pairs_kept(self._limits, asked, np.ascontiguousarray(rows), areas.astype(np.int32))
            return Pairs(rows[kept], areas[kept].astype(np.int32), sure[kept] if asked.high else None, whole[kept] == 1)

        starts = ((start, places[start : start + BATCH]) for start in range(0, count, BATCH))
        yield from (pairs for pairs in over(some, starts, self._threads) if len(pairs.row))

    # ── below: how it is put together ─────────────────────────────────────────────────────────

    def _combine(self, lons: Int32s, lats: Int32s, found: Int32s) -> None:
        """Most points at once; those in cells that several areas cross with the lock on new combinations."""
        open_ = np.empty(len(lons), np.int64)
        count = combine(lons, lats, self._grid, found, open_)
        if count:
            with GROWING:
                self._sets = combine_open(lons, lats, self._grid, found, open_[:count], self._sets)

    def _pairs(self, some: Filling, count: int, buffer_pairs: int, asked: Asked) -> Iterator[Pairs]:
        """Batches of a fixed size; slices get smaller where rows have many pairs, so that they fit."""
        room, size = max(buffer_pairs, len(self.areas)), SLICE_ROWS

        def filled(start: int, stop: int) -> tuple[Pairs, int, int]:
            rows, areas = np.empty(room + AT_ONCE, np.int64), np.empty(room + AT_ONCE, np.int32)
            sure = np.empty(room if asked.high else 0, np.bool_)
            reached, pairs = some(start, stop, rows, areas, sure)
            return Pairs(rows[:pairs], areas[:pairs], sure[:pairs] if asked.high else None), reached, stop

        def slices() -> Iterator[tuple[int, int]]:
            start = 0
            while start < count:
                stop = min(start + size, count)
                yield start, stop
                start = stop

        for first in over(lambda part: filled(*part), slices(), self._threads):
            batch, reached, stop = first
            yield batch
            while reached < stop:
                batch, reached, _ = filled(reached, stop)
                yield batch
                size = max(size // 2, LEAST_ROWS)

    @cached_property
    def _doubled(self) -> Bools:
        return doubled(self._grid.words, self._grid.codes, len(self.areas))

    @cached_property
    def _corners(self) -> Corners:
        return corners(self.areas)

    def _lying(self, places: Sequence[Area]) -> Iterator[tuple[set[int], list[int], list[int]]]:
        """Of each place: the areas that hold throughout or nowhere where they are not in the next two lists.

        Then those that surely cross it, and those that may. A place in doubt as a whole has all areas there.
        """
        those = drawn(places)
        ends, areas, kinds = cover(self._grid, self._doubled, self._corners, those, 0, len(places))
        firsts = np.ascontiguousarray(those.vertices[those.ring_at[:-1]].T)
        at_rings = np.empty(firsts.shape[1], np.int32)
        self._combine(firsts[0], firsts[1], at_rings)
        for i in range(len(places)):
            noted, of_kind = areas[ends[i] : ends[i + 1]].tolist(), kinds[ends[i] : ends[i + 1]].tolist()
            if noted[:1] == [NO_AREA]:
                yield set(), [], list(range(len(self.areas)))
                continue
            held = [set(self.combinations[one]) for one in at_rings[those.place_at[i] : those.place_at[i + 1]]]
            differing = set().union(*held) - set.intersection(*held) - set(noted)
            across = [area for area, kind in zip(noted, of_kind, strict=True) if kind == ACROSS]
            doubt = [area for area, kind in zip(noted, of_kind, strict=True) if kind != ACROSS]
            yield held[0] - differing - set(noted), across, [*doubt, *differing]

    @cached_property
    def _borders(self) -> Borders:
        return borders(self.areas)

    def _faces(self, places: Sequence[Area], asked: Sequence[Sequence[int]]) -> list[list[int]]:
        """Of each place the combinations, as bits, of the areas asked about over its faces; none: ask the floor."""
        which = np.flatnonzero([len(those) > 0 for those in asked])
        ends, bits = faces(self._borders, drawn(places), which, *flat(asked))
        found: list[list[int]] = [[] for _ in asked]
        for at, (start, end) in zip(which.tolist(), pairwise(ends.tolist()), strict=True):
            found[at] = bits[start:end].tolist()
        return found

    def _combinations_in(self, places: Sequence[Area]) -> list[frozenset[frozenset[int]]]:
        lying = list(self._lying(places))
        asked = [sorted([*across, *doubt]) if doubt or len(across) > 1 else [] for _, across, doubt in lying]
        found = []
        for i, ((always, across, _), those, bits) in enumerate(
            zip(lying, asked, self._faces(places, asked), strict=True)
        ):
            if those:
                held = bits or by_floor(places[i], [self.areas[one] for one in those])
                found.append(frozenset(frozenset(always.union(members(one, those))) for one in held))
            else:
                found.append(frozenset({frozenset(always), frozenset(always.union(across))}))
        return found

    def _parts_in(self, places: Sequence[Area]) -> Iterator[list[tuple[int, bool]]]:
        """Of each place the areas that hold in it, ascending, and whether in the whole of it."""
        lying = list(self._lying(places))
        faces_of = self._faces(places, [doubt for _, _, doubt in lying])
        for place, (always, across, doubt), bits in zip(places, lying, faces_of, strict=True):
            found = [*((area, True) for area in always), *((area, False) for area in across)]
            for i, area in enumerate(doubt):
                held = [one >> i & 1 for one in bits] or by_floor(place, [self.areas[area]])
                if any(held):
                    found.append((area, all(held)))
            yield sorted(found)


class Combinations(Sequence[tuple[int, ...]]):
    """Every combination met so far: sorted positions of areas. It grows; what stands in it stays."""

    def __init__(self, index: CellIndex) -> None:
        self._index = index

    def __len__(self) -> int:
        return self._now()[1]

    @overload
    def __getitem__(self, at: int) -> tuple[int, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> list[tuple[int, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        sets, count = self._now()
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(count))]
        if not -count <= at < count:
            raise IndexError(at)
        start, end = sets.starts[at % count : at % count + 2]
        return tuple(sets.members[start:end].tolist())

    def _now(self) -> tuple[Sets, int]:
        with GROWING:
            sets = self._index._sets  # noqa: SLF001 — two halves of one thing
            return sets, int(sets.counts[SETS])


def _batched(places: Sequence[Area]) -> Iterator[Sequence[Area]]:
    for start in range(0, len(places), BATCH):
        yield places[start : start + BATCH]
