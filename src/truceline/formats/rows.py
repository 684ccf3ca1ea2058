"""A table as rows of text, each with its line in the file; whatever the file is: CSV, TSV, XLSX or Parquet.

Outside tables are damaged in known ways: a quotation mark that never closes, a row cut off, a byte that is
not UTF-8, rows ended in three different manners. Each such row is listed and stops nothing; above all it
does not swallow the good rows after it. Follows RFC 4180 for CSV; a quoted cell may hold line breaks,
and a row's line is the one it begins on.

What it does not do: say what a cell means (`cells`), or look into a workbook (`sheets`).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truceline.claims import Event
from truceline.errors import DataError, Fault
from truceline.formats import sheets
from truceline.formats.bad_rows import BadRow, printable
from truceline.formats.cells import BadCell

Progress = Callable[[int, int], None]  # rows done, rows in all
LONGEST_CELL = 131_072  # characters; Python's reader of CSV takes no more
_DELIMITERS = (",", ";", "\t", "|")
_ASK_FOR_TABLE = "Save it as CSV in UTF-8, as XLSX or as Parquet."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    line: int  # the 1-based line, or row of the sheet, on which it begins
    cells: Mapping[str, str]  # column → text; every column of the header is there
    written: str  # the row as it stands in the file


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, row by row."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]  # rows that are no rows


def read_rows(data: bytes, file: str, delimiter: str | None = None, sheet: str | None = None) -> Table:
    """The rows of a file, its kind told by how it begins; raises DataError where it is no table."""
    if data.startswith(b"PAR1"):
        return _of_grid(sheets.parquet_grid(data, file), file)
    if data.startswith(b"PK"):
        return _of_grid(sheets.workbook_grid(data, file, sheet), file)
    for magic, kind in _NOT_A_TABLE.items():
        if data.startswith(magic):
            raise DataError("no table", (Fault(file, 0, "", "a CSV, XLSX or Parquet file", kind, _ASK_FOR_TABLE),))
    return _of_text(data, file, delimiter)


_NOT_A_TABLE = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


def need(table: Table, columns: Sequence[str], file: str) -> None:
    """Raise DataError naming every one of these columns that the table has not, or has twice."""
    faults = [
        Fault(file, 1, name, "a column of this name", _some(table.columns), "Is this the right file, with its header?")
        for name in dict.fromkeys(columns)
        if name not in table.columns
    ]
    times = Counter(table.columns)
    faults += [
        Fault(file, 1, name, "each column once", f"{times[name]} of this name", "Rename the one that is not meant.")
        for name in dict.fromkeys(columns)
        if times[name] > 1
    ]
    if faults:
        raise DataError("the table does not have the columns it needs", tuple(faults))


def sorted_out(
    table: Table, file: str, event_of: Callable[[Row], Event], id_column: str, progress: Progress | None
) -> tuple[tuple[Event, ...], tuple[BadRow, ...]]:
    """Every row as an event or a bad row, both in the order of the file.

    A second row of one id is bad; `event_of` raises BadCell for a row that cannot be read.
    """
    events: dict[str, Event] = {}
    bad = list(table.bad)
    for done, row in enumerate(table.rows, start=1):
        try:
            event = event_of(row)
        except BadCell as trouble:
            bad.append(trouble.at(file, row.line, row.written))
        else:
            if events.setdefault(event.id, event) is not event:
                again = BadCell(id_column, "an id that no other row has", event.id, "Is the row in the file twice?")
                bad.append(again.at(file, row.line, row.written))
        if progress:
            progress(done, len(table.rows))
    return tuple(events.values()), tuple(sorted(bad, key=lambda one: one.fault.line))


def _some(columns: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in columns[:12])
    return shown + (" …" if len(columns) > 12 else "") if columns else "no columns"


# ── sheets and Parquet ────────────────────────────────────────────────────────────────────────


def _of_grid(grid: list[tuple[int, list[str]]], file: str) -> Table:
    """The table of rows already split into cells; the first row that is not empty is the header."""
    filled = [(line, cells) for line, cells in grid if any(cells)]
    if not filled:
        raise _empty(file)
    header = _header(filled[0][1])
    rows, bad = [], []
    for line, cells in filled[1:]:
        written = _as_csv(cells)
        if any(cells[len(header) :]):
            bad.append(wrong_width(file, line, len(header), len(cells), written))
        else:
            padded = [*cells, *[""] * (len(header) - len(cells))]
            rows.append(Row(line, dict(zip(header, padded, strict=False)), written))
    return Table(header, tuple(rows), tuple(bad))


def _header(cells: list[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _as_csv(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _empty(file: str) -> DataError:
    return DataError("an empty table", (Fault(file, 0, "", "a header and rows", "nothing", "Is this the right file?"),))


def wrong_width(file: str, line: int, expected: int, got: int, written: str) -> BadRow:
    """The bad row of a record with too few or too many cells."""
    cure = "Is a delimiter missing, or one too many, or a quotation mark not closed?"
    return BadRow(Fault(file, line, "", f"{expected} cells", f"{got} cells", cure), written)


# ── text ──────────────────────────────────────────────────────────────────────────────────────


def _of_text(data: bytes, file: str, delimiter: str | None) -> Table:
    text = data.decode("utf-8-sig", "surrogateescape")
    lines = list(io.StringIO(text, newline=""))
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise _empty(file)
    mark = delimiter or delimiter_of(lines[start])
    first = _record(lines, start, mark)
    if first.trouble is not None:
        raise DataError("a table without a readable header", (damage(file, start, first).fault,))
    header = _header(first.cells)
    rows, bad, at = [], [], first.end
    while at < len(lines):
        record = fitting(lines, at, mark, len(header))
        if record.trouble is not None:
            bad.append(damage(file, at, record))
        elif any(record.cells[len(header) :]) or (any(record.cells) and len(record.cells) < len(header)):
            bad.append(wrong_width(file, at + 1, len(header), len(record.cells), record.written))
        elif any(record.cells):
            rows.append(Row(at + 1, dict(zip(header, record.cells, strict=False)), record.written))
        at = record.end
    return Table(header, tuple(rows), tuple(bad))


def delimiter_of(header: str) -> str:
    """What stands between the cells of a header."""
    return max(_DELIMITERS, key=header.count)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of CSV: the cells it has, and the lines it takes."""

    cells: list[str]
    end: int  # the first line after it, from 0
    written: str
    trouble: tuple[str, str, str] | None = None  # expected, got, cure


def fitting(lines: list[str], at: int, mark: str, width: int) -> Record:
    """The row that begins on a line; where one over several lines does not fit, that line alone.

    A quotation mark that is never closed would make one row of all that follow; so a row over several
    lines is believed only where it is CSV to the letter and has the header's number of cells.
    """
    record = _record(lines, at, mark)
    if record.end > at + 1 and (record.trouble is not None or len(record.cells) != width):
        return _record(lines, at, mark, at + 1)
    return record


def _record(lines: list[str], at: int, mark: str, end: int | None = None) -> Record:
    """The row that begins on a line: by the letter of CSV where it goes over several, else as it can be read."""
    feed = _Feed(lines, at, end or len(lines))
    try:
        cells = next(csv.reader(feed, delimiter=mark, strict=True), [])
    except csv.Error:
        feed = _Feed(lines, at, at + 1)
        try:
            cells = next(csv.reader(feed, delimiter=mark), [])
        except csv.Error:
            written = lines[at].rstrip("\r\n")
            expected, got = f"cells of at most {LONGEST_CELL:,} characters", f"{len(written):,} characters"
            return Record([], at + 1, written, (expected, got, "Is a quotation mark missing?"))
    written = "".join(lines[at : feed.at]).rstrip("\r\n")
    return Record(cells, feed.at, written, _trouble(feed, written))


def _trouble(feed: _Feed, written: str) -> tuple[str, str, str] | None:
    if feed.ran_out:
        return "a closing quotation mark", "the end of the text", "Close the quotation mark, or double one in a cell."
    if not written.isascii():
        escaped = [sign for sign in written if "\udc80" <= sign <= "\udcff"]
        if escaped:
            return "UTF-8 text", printable(escaped[0]), "Save the file as UTF-8."
    if "\0" in written:
        return "text", r"a NUL character (\x00)", "Is the file damaged, or saved as UTF-16? Save it as UTF-8."
    return None


def damage(file: str, at: int, record: Record) -> BadRow:
    """The bad row of a record in trouble; `at` is its line counted from 0."""
    expected, got, cure = record.trouble or ("a row", "none", "Mend the row.")
    return BadRow(Fault(file, at + 1, "", expected, got, cure), record.written)


class _Feed(Iterator[str]):
    """Hands out lines and remembers how far it came, and whether it was asked for more than there are."""

    def __init__(self, lines: list[str], at: int, end: int) -> None:
        self._lines = lines
        self._end = end
        self.at = at
        self.ran_out = False

    def __next__(self) -> str:
        if self.at >= self._end:
            self.ran_out = True
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]
