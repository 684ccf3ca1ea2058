"""A batch of rows as it stands in a file, parted into rows of typed columns and rows that are listed.

A row is good or it is listed with the first thing wrong with it: good and bad together are all. Only bad rows
become objects, a batch at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from truceline.errors import DataError, Fault, shortened
from truceline.formats.bad_rows import BadRow, printable
from truceline.formats.batches import points, relations, values
from truceline.formats.batches.relations import Broken, Columns
from truceline.formats.batches.wanted import Wanted, aside

LON, LAT = "lon", "lat"
Mask = npt.NDArray[np.bool_]
Lines = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows as they stand in a file."""

    rows: pa.RecordBatch
    lines: Lines  # of each row: its line in the file, or its number in the table
    bad: tuple[BadRow, ...]  # what stood between them and is no row
    written: Callable[[int], str]  # one row as text, by its position


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that can be judged, and what was left out."""

    rows: pa.RecordBatch  # wanted columns under the names they are read as, then the others as they came
    lines: Lines  # of each of these rows
    bad: tuple[BadRow, ...]  # in the order of the file


def check_types(schema: pa.Schema, wanted: Mapping[str, Wanted], file: str) -> None:
    """Raise DataError naming every wanted column whose type cannot hold what is wanted of it."""
    faults = []
    for name, one in wanted.items():
        if name in schema.names and (expected := values.misfit(one.kind, schema.field(name).type)):
            got = str(schema.field(name).type)
            faults.append(Fault(file, 0, name, expected, got, "Convert the column and write the file again."))
    if faults:
        raise DataError("columns of other types than they need", tuple(faults))


def sorted_out(raw: Raw, wanted: Mapping[str, Wanted], file: str) -> Batch:
    """Every row of a batch, typed or listed; the columns' types have to fit (`check_types`)."""
    rows = raw.rows
    given = {name: rows.column(name) for name in rows.schema.names}
    sieve = _Sieve(rows.num_rows)
    place = points.column_of(rows.schema, file) if LON in wanted and not {LON, LAT} & set(given) else None
    if place is not None:
        found = points.read(given[place])
        sieve.catch(Broken(place, found.wrong, points.EXPECTED, points.CURE), None)
        given |= {LON: found.lon, LAT: found.lat}
    read = {}
    for name, one in wanted.items():
        if name in given and not pa.types.is_null(given[name].type):
            cells = values.read(given[name], one)
            sieve.catch(Broken(name, cells.wrong, cells.expected, cells.cure), given[name])
            read[name] = cells.values
        elif one.required:
            everywhere = np.ones(rows.num_rows, np.bool_)
            sieve.catch(Broken(name, everywhere, "a value", "Fill it in; without it the row cannot be judged."), None)
    for rule in relations.broken(Columns(read, rows.num_rows)):
        sieve.catch(rule, given.get(rule.field))
    good = np.flatnonzero(sieve.first < 0)
    columns = {wanted[name].read_as or name: held for name, held in read.items()}
    taken = {one.read_as or name for name, one in wanted.items()}
    for name in rows.schema.names:
        if name not in wanted:
            columns[aside(name, taken | set(columns))] = rows.column(name)
    batch = pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))
    kept = batch if len(good) == rows.num_rows else batch.take(pa.array(good))
    bad = sorted((*raw.bad, *sieve.listed(raw, file)), key=lambda one: one.fault.line)
    return Batch(kept, raw.lines[good], tuple(bad))


class _Sieve:
    """Keeps, for each row, the first rule it breaks."""

    def __init__(self, rows: int) -> None:
        self.first = np.full(rows, -1, np.int64)  # position in the rules broken; −1: none
        self._rules: list[tuple[Broken, pa.Array | None]] = []

    def catch(self, rule: Broken, cells: pa.Array | None) -> None:
        """Note the rows that break a rule; `cells` is what stood there."""
        caught = rule.rows & (self.first < 0)
        if caught.any():
            self.first[caught] = len(self._rules)
            self._rules.append((rule, cells))

    def listed(self, raw: Raw, file: str) -> list[BadRow]:
        """Every row caught, as a bad row."""
        found = []
        for i in np.flatnonzero(self.first >= 0).tolist():
            rule, cells = self._rules[self.first[i]]
            got = printable(shortened(_shown(cells, i))) or "nothing"
            fault = Fault(file, int(raw.lines[i]), rule.field, rule.expected, got, rule.cure)
            found.append(BadRow(fault, raw.written(i)))
        return found


def _shown(cells: pa.Array | None, i: int) -> str:
    return "" if cells is None else cell_text(cells[i])


def cell_text(cell: pa.Scalar) -> str:
    """One cell as people would have typed it; "" for none."""
    if not cell.is_valid:
        return ""
    try:
        value = cell.as_py()
    except (ValueError, OverflowError, ArithmeticError):  # a moment that Python's calendar has not
        return f"a {cell.type} out of range"
    if isinstance(value, bool):
        return str(value).lower()
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
