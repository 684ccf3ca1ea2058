"""What an import came to: the events, and every row that could not be read, listed in a file beside.

A damaged row stops nothing and is never dropped in silence: it is listed with its line, what was
expected, what stood there and what to do next, and with the row itself, so that it can be mended and
brought in again. The listing is CSV as RFC 4180 has it. A cell that a spreadsheet would run as a
formula is written with an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from truceline.claims import Dataset, Event
from truceline.errors import Fault

COLUMNS = ("file", "line", "field", "expected", "got", "what next", "row")
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that could not be read, and why."""

    fault: Fault  # its line is the row's first line in the file
    row: str  # the row as it stood


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file; every row of it is an event or a bad row."""

    events: tuple[Event, ...]
    bad: tuple[BadRow, ...]
    dataset: Dataset
    time_zone: str  # whose days the file's dates were read as
    unused: tuple[str, ...] = ()  # columns of the file that no part of an event was taken from


def bad_rows_csv(bad: tuple[BadRow, ...], *, header: bool = True) -> bytes:
    """The listing: one line for each bad row, with what to do next."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        writer.writerow(COLUMNS)
    for one in bad:
        fault = one.fault
        told = (fault.file, str(fault.line), fault.field, fault.expected, fault.got, fault.cure, one.row)
        writer.writerow([harmless(printable(cell)) for cell in told])
    return out.getvalue().encode()


def harmless(cell: str) -> str:
    """The cell as text to a spreadsheet, also where it looks like a formula."""
    return f"'{cell}" if cell.startswith(_RUN_BY_SPREADSHEETS) else cell


def printable(text: str) -> str:
    r"""The text with bytes that are not UTF-8, and NUL, written out: ``\xff``."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
