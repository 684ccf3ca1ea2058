"""Rows of damaged files: each bad row is listed on its line, and no good row is lost with it."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from truceline.errors import DataError
from truceline.formats import sheets
from truceline.formats.bad_rows import COLUMNS, BadRow, bad_rows_csv
from truceline.formats.rows import need, read_rows

SAVE_AS = "Save it as CSV in UTF-8, as XLSX or as Parquet."


def lines(data: bytes) -> list[tuple[int, list[str]]]:
    return [(row.line, list(row.cells.values())) for row in read_rows(data, "t.csv").rows]


def bad(data: bytes) -> list[tuple[int, str, str, str]]:
    return [(f.line, f.expected, f.got, f.cure) for f in (one.fault for one in read_rows(data, "t.csv").bad)]


def workbook(rows: Sequence[Sequence[Any]], title: str = "Events") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet_of(table: Any) -> bytes:  # noqa: ANN401 - pyarrow publishes no types
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_however_rows_end_and_cells_part(end: str, mark: str) -> None:
    """Line ends of three kinds and four delimiters are told by the file; a byte order mark is no text."""
    text = end.join([f"a{mark}b", f"1{mark}2", "", f"3{mark}4"])
    assert lines(b"\xef\xbb\xbf" + text.encode()) == [(2, ["1", "2"]), (4, ["3", "4"])]


def test_a_row_begins_on_its_line() -> None:
    """A quoted cell may hold line breaks; the row's line is the one in the file on which it begins."""
    data = b'a,b\n"one\ntwo\r\nthree",1\n2,3\n'
    assert lines(data) == [(2, ["one\ntwo\r\nthree", "1"]), (5, ["2", "3"])]


def test_a_quotation_mark_not_closed_costs_its_own_row_alone() -> None:
    """An open quotation mark would swallow all that follows; the rows after it are read all the same."""
    data = b'a,b\n1,2\n3,"4\n5,6\n7,"8"\n'
    assert lines(data) == [(2, ["1", "2"]), (4, ["5", "6"]), (5, ["7", "8"])]
    assert bad(data) == [
        (3, "a closing quotation mark", "the end of the text", "Close the quotation mark, or double one in a cell.")
    ]


def test_two_open_quotation_marks_do_not_take_the_rows_between() -> None:
    """A row over several lines is believed only where it has the header's number of cells."""
    data = b'a,b\n1,"2\n3,4\n5,6\n7,"8\n9,10\n'
    assert lines(data) == [(3, ["3", "4"]), (4, ["5", "6"]), (6, ["9", "10"])]
    assert [line for line, *_ in bad(data)] == [2, 5]


def test_a_row_over_several_lines_has_the_headers_cells() -> None:
    """One that has not is no row, and the line after it is looked at again."""
    data = b'a,b,c\n1,"2\n3,4"\n5,6,7\n'
    assert lines(data) == [(4, ["5", "6", "7"])]
    assert [(line, expected) for line, expected, *_ in bad(data)] == [(2, "a closing quotation mark"), (3, "3 cells")]


def test_a_quotation_mark_inside_a_cell_is_text() -> None:
    """Inches stay inches."""
    assert lines(b'a,b\n5" gun,2\n') == [(2, ['5" gun', "2"])]


@pytest.mark.parametrize(
    ("row", "expected", "got", "cure"),
    [
        (b"1", "2 cells", "1 cells", "Is a delimiter missing, or one too many, or a quotation mark not closed?"),
        (b"1,2,3", "2 cells", "3 cells", "Is a delimiter missing, or one too many, or a quotation mark not closed?"),
        (b"1,\xff", "UTF-8 text", r"\udcff", "Save the file as UTF-8."),
        (b"1,\0", "text", r"a NUL character (\x00)", "Is the file damaged, or saved as UTF-16? Save it as UTF-8."),
        (
            b"1," + b"x" * 140_000,
            "cells of at most 131,072 characters",
            "140,002 characters",
            "Is a quotation mark missing?",
        ),
    ],
)
def test_a_damaged_row_says_what_it_lacks(row: bytes, expected: str, got: str, cure: str) -> None:
    """Every damage has its words, and the rows on both sides of it stay."""
    data = b"a,b\n1,2\n" + row + b"\n3,4\n"
    assert lines(data) == [(2, ["1", "2"]), (4, ["3", "4"])]
    assert bad(data) == [(3, expected, got, cure)]


def test_empty_cells_at_the_end_are_nothing() -> None:
    """Spreadsheets write rows longer than the header; what is empty beyond it counts for nothing."""
    assert lines(b"a,b,,\n1,2,,\n,,,\n3,4\n") == [(2, ["1", "2"]), (4, ["3", "4"])]


@pytest.mark.parametrize(
    ("data", "got", "cure"),
    [
        (b"", "nothing", "Is this the right file?"),
        (b"\n \n", "nothing", "Is this the right file?"),
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", SAVE_AS),
        (b"\x1f\x8b\x08", "a gzip archive", SAVE_AS),
        (b"%PDF-1.7", "a PDF", SAVE_AS),
        ("a,b\n".encode("utf-16"), "text in UTF-16", SAVE_AS),
        (b"a\0,\0", r"a NUL character (\x00)", "Is the file damaged, or saved as UTF-16? Save it as UTF-8."),
        (b"PK\x03\x04 not a workbook", "BadZipFile: File is not a zip file", "Open it and save it again."),
        (b"PAR1 not Parquet", "ArrowInvalid: Parquet magic bytes not found", "Write the file again."),
    ],
)  # fmt: skip
def test_what_is_no_table(data: bytes, got: str, cure: str) -> None:
    """A file that is no table is refused as a whole, with what it looks like and what to save it as."""
    with pytest.raises(DataError) as caught:
        read_rows(data, "t.csv")
    (fault,) = caught.value.faults
    assert fault.got.startswith(got)
    assert fault.cure == cure


def test_columns_that_are_needed() -> None:
    """Every column that is missing or doubled is named, with those there are."""
    table = read_rows(b"a,b,b\n1,2,3\n", "t.csv")
    need(table, ["a"], "t.csv")
    with pytest.raises(DataError) as caught:
        need(table, ["c", "b"], "t.csv")
    assert str(caught.value) == (
        "the table does not have the columns it needs\n"
        "  t.csv:1: c: expected a column of this name, got a, b, b. Is this the right file, with its header?\n"
        "  t.csv:1: b: expected each column once, got 2 of this name. Rename the one that is not meant."
    )


# ── workbooks and Parquet ─────────────────────────────────────────────────────────────────────


def test_a_workbook_is_read_as_it_was_typed() -> None:
    """Dates are ISO, whole numbers have no point, truth values are words; empty rows count on."""
    day, moment = dt.datetime(2016, 2, 27), dt.datetime(2016, 2, 27, 18, 30)  # noqa: DTZ001 - a sheet has no zones
    rows: list[list[object]] = [
        ["a", "b", "c", "d", "e"],
        [day, moment, 4.0, 36.7076, True],
        [],
        ["x", None, 0, -1e-7, "=x"],
    ]
    assert lines(workbook(rows)) == [
        (2, ["2016-02-27", "2016-02-27T18:30:00", "4", "36.7076", "true"]),
        (4, ["x", "", "0", "-0.0000001", "=x"]),
    ]


def test_a_formula_never_worked_out_is_asked_back() -> None:
    """A formula without its value shows itself; it does not count as an empty cell."""
    assert lines(workbook([["a", "b"], ["=1+1", "=SUM(A2:A3)"]])) == [(2, ["=1+1", "=SUM(A2:A3)"])]


def test_rows_of_a_sheet_that_do_not_fit() -> None:
    """A row with cells beyond the header is listed; a sheet without a cell is no table."""
    found = read_rows(workbook([["a", "b"], [1, 2, 3], [4, 5]]), "t.xlsx")
    assert [row.line for row in found.rows] == [3]
    assert [(one.fault.line, one.fault.expected, one.fault.got, one.row) for one in found.bad] == [
        (2, "2 cells", "3 cells", "1,2,3")
    ]
    with pytest.raises(DataError, match="an empty table"):
        read_rows(workbook([]), "t.xlsx")


def test_a_header_that_cannot_be_read() -> None:
    """Without its header a table says nothing."""
    with pytest.raises(DataError) as caught:
        read_rows(b'a,"b\n', "t.csv")
    assert str(caught.value) == (
        "a table without a readable header\n"
        "  t.csv:1: expected a closing quotation mark, got the end of the text. "
        "Close the quotation mark, or double one in a cell."
    )


def test_a_sheet_is_named() -> None:
    """The sheet that is meant may be named; one that is not there is refused with those that are."""
    data = workbook([["a"], [1]], title="Log")
    assert [row.cells for row in read_rows(data, "t.xlsx", sheet="Log").rows] == [{"a": "1"}]
    expected = "expected a sheet named Events, got Log. Name one of these sheets in the map."
    with pytest.raises(DataError, match=re.escape(expected)):
        read_rows(data, "t.xlsx", sheet="Events")


def test_an_archive_that_unpacks_too_far_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size unpacked is looked at before anything is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    monkeypatch.setattr(sheets, "UNPACKED_LIMIT", 1_000_000)
    expected = "expected at most 1,000,000 bytes unpacked, got 2,000,000. Split the workbook."
    with pytest.raises(DataError, match=re.escape(expected)):
        read_rows(out.getvalue(), "bomb.xlsx")


def test_a_parquet_file_that_unpacks_too_far_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What its own description adds up to is looked at before anything is unpacked."""
    monkeypatch.setattr(sheets, "UNPACKED_LIMIT", 10)
    with pytest.raises(DataError, match=re.escape("expected at most 160 bytes unpacked, got ")):
        read_rows(parquet_of(pa.table({"a": list(range(1000))})), "t.parquet")


def test_parquet_of_any_type_is_read() -> None:
    """Columns of dates, numbers, nanoseconds and nothing become what people would have typed; NaN is empty."""
    table = pa.table(
        {
            "day": pa.array([dt.date(2016, 2, 27), None]),
            "at": pa.array([1456597800123456789, None], pa.timestamp("ns")),
            "with_zone": pa.array([1456597800, None], pa.timestamp("s", "UTC")),
            "number": pa.array([float("nan"), 1.5]),
            "none": pa.nulls(2),
            "list": pa.array([[1, 2], None]),
            "bytes": pa.array([b"x\xff", None]),
            "far": pa.array([2**31 - 1, None], pa.date32()),
        }
    )
    assert lines(parquet_of(table)) == [
        (
            2,
            [
                "2016-02-27",
                "2016-02-27T18:30:00.123456",
                "2016-02-27T18:30:00+00:00",
                "",
                "",
                "[1, 2]",
                r"x\xff",
                "a date32[day] out of range",
            ],
        ),
        (3, ["", "", "", "1.5", "", "", "", ""]),
    ]


# ── the listing ───────────────────────────────────────────────────────────────────────────────


def test_the_listing_of_bad_rows() -> None:
    """One line for each bad row, in a file a spreadsheet opens; nothing in it runs as a formula."""
    table = read_rows(b'a,b\n=cmd(),2,3\n\xff,2\n"x\n', "=t.csv")
    listed = list(csv.reader(io.StringIO(bad_rows_csv(table.bad).decode(), newline="")))
    assert tuple(listed[0]) == COLUMNS
    width = "Is a delimiter missing, or one too many, or a quotation mark not closed?"
    assert listed[1] == ["'=t.csv", "2", "", "2 cells", "3 cells", width, "'=cmd(),2,3"]
    assert listed[2][1:5] == ["3", "", "UTF-8 text", r"\udcff"]
    assert listed[2][6] == r"\udcff,2"
    assert listed[3][1:4] == ["4", "", "a closing quotation mark"]


def test_a_bad_row_holds_the_row() -> None:
    """So that it can be mended and brought in again."""
    (one,) = read_rows(b"a,b\n1,2,3\n", "t.csv").bad
    assert isinstance(one, BadRow)
    assert one.row == "1,2,3"
