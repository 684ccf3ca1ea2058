"""A batch of rows as the engine reads it: whole columns as numbers, single rows as conducts.

A column of words is looked up once for each different word. A missing column is one in which nobody said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.bulk import columns
from truceline.bulk.columns import Value
from truceline.place import DATUMS, Area
from truceline.terms import Conduct, Side

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the flat table as read.

    Where they come from values that were read already, `areas` and `sides` hold those that the whole-number
    columns `area_no`, `side_a_no` and `side_b_no` speak of, and `apart` those rows that say more than a row can.
    """

    batch: pa.RecordBatch
    areas: Sequence[Area] = ()
    sides: Sequence[Side] = ()
    apart: Mapping[int, Conduct] = field(default_factory=dict)  # row → what it says instead


class Batch:
    """A batch of rows with who is meant by its sides."""

    def __init__(self, rows: Rows, meant: Callable[[str], Side]) -> None:
        """`meant` says who is meant by a side as written."""
        self._rows, self._meant = rows.batch, meant
        self.areas, self._sides, self.apart = rows.areas, rows.sides, rows.apart
        self._names = frozenset(self._rows.schema.names)
        self.size: int = self._rows.num_rows

    def said(self, name: str) -> Flags:
        """Where a column says something: (rows,)."""
        column = self._column(name)
        if column is None:
            return np.zeros(self.size, np.bool_)
        there = pc.is_valid(column)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            there = pc.and_(there, pc.not_equal(pc.fill_null(column, ""), ""))
        return _flags(there)

    def whole(self, name: str) -> tuple[Numbers, Flags]:
        """A column of whole numbers, 0 where nothing is said, and where something is."""
        column = self._column(name)
        if column is None:
            return np.zeros(self.size, np.int64), np.zeros(self.size, np.bool_)
        there = np.ones(self.size, np.bool_) if not column.null_count else _flags(pc.is_valid(column))
        return _numbers(pc.fill_null(column, 0)), there

    def flag(self, name: str, *, value: bool) -> Flags:
        """Where a column says yes, or where it says no."""
        column = self._column(name)
        if column is None:
            return np.zeros(self.size, np.bool_)
        return _flags(pc.fill_null(pc.equal(column, pa.scalar(value)), fill_value=False))

    def codes(self, name: str, number: Callable[[object], int]) -> Numbers:
        """The number of each cell, asked once for each different one; None is asked where nobody said."""
        column = self._column(name)
        unsaid = number(None)
        if column is None:
            return np.full(self.size, unsaid, np.int64)
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        values = [number(None if value == "" else value) for value in column.dictionary.to_pylist()]
        indices = column.indices.cast(pa.int32())  # a narrower index may have no room for one more
        by_index: Numbers = np.array([*values, unsaid], np.int64)
        return by_index[_numbers(pc.fill_null(indices, len(values)))]

    def sides(self, name: str, number: Callable[[Side | None], int]) -> Numbers:
        """The number of each row's side: of the given one, or of what is written."""
        found = self.codes(name, lambda one: number(self._side(one)))
        given, there = self.whole(f"{name}_no")
        if there.any():
            numbers = np.array([number(side) for side in self._sides], np.int64)
            found = np.where(there, numbers[np.where(there, given, 0)], found)
        return found

    def _side(self, written: object) -> Side | None:
        return columns.side(written, self._meant) if isinstance(written, str) else None

    def times(self) -> tuple[Numbers, Numbers, Flags]:
        """First second, first second after, and whether it was throughout; an instant is one second long."""
        start, _ = self.whole("from_s")
        end, ended = self.whole("to_s")
        return start, np.where(ended, end, start + 1), self.flag("throughout", value=True) & ended

    def altitudes(self) -> tuple[Numbers, Numbers, Numbers]:
        """Lower and upper in millimetres, and the datum's number; −1: no altitude is said."""
        lower, low_said = self.whole("lower_m")
        upper, up_said = self.whole("upper_m")
        datum = self.codes("datum", lambda one: DATUMS.index(one) if isinstance(one, str) else -1)
        return lower * 1000, upper * 1000, np.where(low_said & up_said, datum, -1)

    def conduct(self, row: int) -> Conduct:
        """The conduct that one row means; raises ValueError where it states no time or cannot be drawn."""
        if row in self.apart:
            return self.apart[row]
        cells: dict[str, Value] = self._rows.slice(row, 1).to_pylist()[0]
        held = {
            name: self._sides[number]
            for name in ("side_a", "side_b")
            if isinstance(number := cells.get(f"{name}_no"), int)
        }
        area = cells.get("area_no")
        drawn = self.areas[area] if isinstance(area, int) else None
        named = cells | {name: name for name in held}
        return columns.conduct(named, lambda written: held.get(written) or self._meant(written), drawn)

    def _column(self, name: str) -> pa.Array | None:
        return self._rows.column(name) if name in self._names else None


def _flags(array: pa.Array) -> Flags:
    found: Flags = array.to_numpy(zero_copy_only=False)
    return found


def _numbers(array: pa.Array) -> Numbers:
    found: Numbers = array.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return found
