"""Workbooks (XLSX, ECMA-376) and Parquet as rows of text, read without trusting what they say of themselves.

A workbook is a ZIP archive, so its size unpacked is looked at before anything is unpacked. Cells hold
values; a formula that was never worked out is shown as the formula, so that it is asked back
instead of counting as empty. Whatever the libraries stumble over becomes one fault.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import openpyxl
import pyarrow as pa
from pyarrow import parquet

from truceline.errors import DataError, Fault, TrucelineError, shortened

UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes; a workbook of a million rows stays below
ROW_LIMIT = 1_048_576  # as many as a sheet can have

Grid = list[tuple[int, list[str]]]  # 1-based row, cells
T = TypeVar("T")


def workbook_grid(data: bytes, file: str, sheet: str | None) -> Grid:
    """The cells of one sheet, the first unless named; raises DataError."""
    return guarded(lambda: _workbook(data, file, sheet), file, "an XLSX workbook", "Open it and save it again.")


def parquet_grid(data: bytes, file: str) -> Grid:
    """The cells of a Parquet table, its column names as row 1; raises DataError."""
    return guarded(lambda: _parquet(data, file), file, "a Parquet file", "Write the file again.")


def parquet_table(data: bytes, file: str) -> Any:  # noqa: ANN401 - pyarrow publishes no types
    """The Arrow table of a Parquet file; raises DataError."""
    return guarded(lambda: _arrow(data, file), file, "a Parquet file", "Write the file again.")


def guarded(read: Callable[[], T], file: str, kind: str, cure: str) -> T:
    """What `read` returns; the libraries raise errors of every kind over a damaged file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except TrucelineError:
        raise
    except Exception as error:  # noqa: BLE001 - see above: one fault, whatever it was
        got = shortened(f"{type(error).__name__}: {error}")
        raise DataError("a file that cannot be read", (Fault(file, 0, "", kind, got, cure),)) from None


def _workbook(data: bytes, file: str, sheet: str | None) -> Grid:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > UNPACKED_LIMIT:
            raise _refused(file, f"at most {UNPACKED_LIMIT:,} bytes unpacked", f"{unpacked:,}", "Split the workbook.")
        formulas = any(b"<f" in archive.read(part) for part in parts if part.filename.startswith("xl/worksheets/"))
    shown = _sheet_grid(data, file, sheet, worked_out=True)
    if not formulas:
        return shown
    worked_out = dict(shown)
    written = _sheet_grid(data, file, sheet, worked_out=False)
    return [(row, _asked_back(cells, worked_out.get(row, []))) for row, cells in written]


def _asked_back(written: list[str], worked_out: list[str]) -> list[str]:
    """The cells worked out, each formula that was not as the formula."""
    padded = [*worked_out, *[""] * (len(written) - len(worked_out))]
    return [value or (cell if cell.startswith("=") else "") for cell, value in zip(written, padded, strict=False)]


def _sheet_grid(data: bytes, file: str, sheet: str | None, *, worked_out: bool) -> Grid:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=worked_out, keep_links=False)
    names = tuple(one.title for one in book.worksheets)
    chosen = sheet if sheet is not None else names[0]
    if chosen not in names:
        raise _refused(file, f"a sheet named {chosen}", ", ".join(names), "Name one of these sheets in the map.")
    page = book[chosen]
    page.reset_dimensions()  # what the file says of its own size is not believed
    grid: Grid = []
    for number, row in enumerate(page.iter_rows(max_row=ROW_LIMIT, values_only=True), start=1):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            grid.append((number, cells))
    return grid


def _parquet(data: bytes, file: str) -> Grid:
    table = _arrow(data, file)
    names = [str(name) for name in table.column_names]
    columns = [[_text(value) for value in _values(_to_microseconds(column))] for column in table.columns]
    return [(1, names), *((i, list(row)) for i, row in enumerate(zip(*columns, strict=True), start=2))]


def _values(column: Any) -> list[object]:  # noqa: ANN401 - pyarrow publishes no types
    """The column's values; one that Python cannot hold (a date in the year 50,000) says so and stays one cell."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, ArithmeticError):
        return [_value(one) for one in column]


def _value(scalar: Any) -> object:  # noqa: ANN401 - pyarrow publishes no types
    try:
        return scalar.as_py()
    except (ValueError, OverflowError, ArithmeticError):
        return f"a {scalar.type} out of range"


def _to_microseconds(column: Any) -> Any:  # noqa: ANN401 - pyarrow publishes no types
    """Python's clock has no nanoseconds; what is shorter than a microsecond is cut."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _arrow(data: bytes, file: str) -> Any:  # noqa: ANN401 - pyarrow publishes no types
    described = parquet.ParquetFile(pa.BufferReader(data))
    unpacked = sum(described.metadata.row_group(i).total_byte_size for i in range(described.metadata.num_row_groups))
    if unpacked > UNPACKED_LIMIT * 16:
        raise _refused(file, f"at most {UNPACKED_LIMIT * 16:,} bytes unpacked", f"{unpacked:,}", "Split the file.")
    table = described.read()
    table.validate(full=True)
    return table


def _refused(file: str, expected: str, got: str, cure: str) -> DataError:
    return DataError("a file that cannot be read", (Fault(file, 0, "", expected, got, cure),))


def _text(value: object) -> str:
    """A cell as people would have typed it; a float that is no number is an empty cell, as statisticians mean it."""
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, dt.datetime):
        at_midnight = value.tzinfo is None and value.time() == dt.time()
        return value.date().isoformat() if at_midnight else value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)
