"""The cell index: which areas hold at millions of points, along segments, within places; exactly.

It answers as `Area.holds`, `Area.meets` and `place.cells` of the floor do, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any, TypeVar, overload

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.building import FINENESS, Fineness, build
from truceline.bulk.cells.edges import edges_of
from truceline.bulk.cells.looking import combine, combine_open, empty_boxes
from truceline.bulk.cells.pairing import AltitudeColumns, Asked, Pairs, limits, pair_points
from truceline.bulk.cells.sets import SETS, Sets
from truceline.bulk.pool import THREADS, over
from truceline.period import Period
from truceline.place import Altitudes, Area
from truceline.place.grid import HALF_TURN

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

Array = TypeVar("Array", bound=npt.NDArray[Any])
Filling = Callable[[int, int, Pairs], tuple[int, int]]  # rows from, up to, into: where it stopped, how many pairs

SLICE_ROWS = 1 << 18  # rows that a thread takes at a time
BUFFER_PAIRS = 1 << 18  # pairs of one batch, at most, unless one row alone has more


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
        self._growing = Lock()
        self.combinations = Combinations(self)

    def combinations_at(self, lon_e7: npt.ArrayLike, lat_e7: npt.ArrayLike) -> Int32s:
        """Each point's combination, a position in `combinations`: geometry alone, whatever the time and altitude."""
        lons, lats = _coordinates(lon_e7), _coordinates(lat_e7)
        found = np.empty(len(lons), np.int32)
        for _ in over(
            lambda part: self._combine(lons[part], lats[part], found[part]), _parts(len(lons)), self._threads
        ):
            pass
        return found

    def combination_in(
        self, west: npt.ArrayLike, south: npt.ArrayLike, east: npt.ArrayLike, north: npt.ArrayLike
    ) -> Int32s:
        """The one combination of each closed box in which no area has an edge; −1 where that is not sure.

        Boxes in 10⁻⁷ degree, sides included; a box that leaves the globe has −1.
        """
        wests, souths, easts, norths = (_int64s(side) for side in (west, south, east, north))
        sure = (wests >= -HALF_TURN) & (wests <= easts) & (easts <= HALF_TURN)
        sure &= (souths >= -HALF_TURN // 2) & (souths <= norths) & (norths <= HALF_TURN // 2)
        empty = np.zeros(len(wests), np.bool_)
        empty_boxes(self._grid, wests, souths, easts, norths, empty)
        sure &= empty
        found = np.full(len(wests), -1, np.int32)
        found[sure] = self.combinations_at(wests[sure].astype(np.int32), souths[sure].astype(np.int32))
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

        Without `at_s` (epoch seconds) at any time; without `altitudes` at any altitude.
        """
        lons, lats = _coordinates(lon_e7), _coordinates(lat_e7)
        asked = _asked(at_s, altitudes)

        def some(start: int, stop: int, batch: Pairs) -> tuple[int, int]:
            sets = self._sets
            sure = _NO_BOOLS if batch.sure is None else batch.sure
            return pair_points(
                self._grid, sets.starts, sets.members, self._limits, asked, lons, lats, start, stop, batch.row,
                batch.area, sure,
            )  # fmt: skip

        yield from self._batches(some, len(lons), buffer_pairs, sure=asked.high)

    def _batches(self, some: Filling, count: int, buffer_pairs: int, *, sure: bool) -> Iterator[Pairs]:
        room = max(buffer_pairs, len(self.areas))

        def whole(part: slice) -> list[Pairs]:
            found, start = [], part.start
            while start < part.stop:
                batch = Pairs(
                    np.empty(room, np.int64), np.empty(room, np.int32), np.empty(room, np.bool_) if sure else None
                )
                start, size = some(start, part.stop, batch)
                found.append(_cut(batch, size))
            return found

        for found in over(whole, _parts(count), self._threads):
            yield from (batch for batch in found if len(batch.row))

    def _combine(self, lons: Int32s, lats: Int32s, found: Int32s) -> None:
        open_ = np.empty(len(lons), np.int64)
        count = combine(lons, lats, self._grid, found, open_)
        if count:
            with self._growing:
                self._sets = combine_open(lons, lats, self._grid, found, open_[:count], self._sets)


class Combinations(Sequence[tuple[int, ...]]):
    """Every combination met so far: sorted positions of areas. It grows; what stands in it stays."""

    def __init__(self, index: CellIndex) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._sets.counts[SETS])

    @overload
    def __getitem__(self, at: int) -> tuple[int, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> list[tuple[int, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[int, ...] | list[tuple[int, ...]]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        sets, one = self._sets, at % len(self)
        return tuple(sets.members[sets.starts[one] : sets.starts[one + 1]].tolist())

    @property
    def _sets(self) -> Sets:
        return self._index._sets  # noqa: SLF001 — two halves of one thing


_NO_BOOLS = np.empty(0, np.bool_)


def _parts(count: int) -> Iterator[slice]:
    return (slice(start, min(start + SLICE_ROWS, count)) for start in range(0, count, SLICE_ROWS))


def _cut(batch: Pairs, size: int) -> Pairs:
    return Pairs(batch.row[:size], batch.area[:size], None if batch.sure is None else batch.sure[:size])


def _frozen(array: Array) -> Array:
    """A view that is only read: a kernel needs one compiled form, whether the array may be written or not."""
    view = array.view()
    view.flags.writeable = False
    return view


_NO_INT64S, _NO_INT8S = _frozen(np.empty(0, np.int64)), _frozen(np.empty(0, np.int8))


def _int64s(values: npt.ArrayLike) -> Int64s:
    return _frozen(np.ascontiguousarray(values, np.int64))


def _coordinates(values: npt.ArrayLike) -> Int32s:
    array = np.asarray(values)
    if array.dtype != np.int32 and array.size and (array.min() < -(2**31) or array.max() >= 2**31):
        msg = "coordinates of 10⁻⁷ degree within 32 bits"
        raise ValueError(msg)
    return _frozen(np.ascontiguousarray(array, np.int32))


def _asked(at_s: npt.ArrayLike | None, altitudes: AltitudeColumns | None) -> Asked:
    return Asked(
        at_s is not None,
        altitudes is not None,
        _NO_INT64S if at_s is None else _int64s(at_s),
        _NO_INT64S if altitudes is None else _int64s(altitudes.lower_mm),
        _NO_INT64S if altitudes is None else _int64s(altitudes.upper_mm),
        _NO_INT8S if altitudes is None else _frozen(np.ascontiguousarray(altitudes.datum, np.int8)),
    )
