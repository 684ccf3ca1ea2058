"""Tables, however damaged: every row is an event or listed, or the file is refused with its faults; nothing else."""

import contextlib
import io
import zipfile

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.samples import GED, ROSTER, ZONE, csv_text, ged_row
from tests.formats.test_rows import parquet_of, workbook
from tests.formats.test_table import MAP, ROW, as_csv
from tests.formats.test_tallies import HEADER
from tests.fuzz.damage import NASTY, damaged, fewer, odd_values
from truceline.errors import InputError
from truceline.formats.bad_rows import Imported, bad_rows_csv
from truceline.formats.rows import read_rows
from truceline.formats.table import read_table
from truceline.formats.tallies import read_tallies_table
from truceline.formats.ucdp import read_ucdp

GED_FILE = csv_text([ged_row(id=str(i), where_coordinates=f'a "{i}",\nb') for i in range(4)])
LOG = as_csv(*({**ROW, "Nr": str(i)} for i in range(3)))
LOG_SHEET = workbook([list(ROW), *([*list(ROW.values())[:3], -29.25, 88.5, *list(ROW.values())[5:]] for _ in range(2))])
LOG_PARQUET = parquet_of(pa.table({name: [cell, cell] for name, cell in ROW.items()}))


def ged(data: bytes) -> Imported:
    return read_ucdp(data, "ged.csv", ROSTER, ZONE)


def log(data: bytes) -> Imported:
    return read_table(data, "log", MAP.encode(), ROSTER)


def whole(found: Imported, rows: int) -> None:
    """Every row is accounted for, ids are unique, and the listing can be written."""
    assert len(found.events) + len(found.bad) >= rows
    assert len({one.id for one in found.events}) == len(found.events)
    assert bad_rows_csv(found.bad).count(b"\r\n") >= 1 + len(found.bad)


@given(damaged(GED_FILE))
def test_ged(data: bytes) -> None:
    """A damaged GED file is read as far as it can be, or refused."""
    with contextlib.suppress(InputError):
        whole(ged(data), 0)


@given(damaged(LOG))
def test_any_csv(data: bytes) -> None:
    """So is any table."""
    with contextlib.suppress(InputError):
        whole(log(data), 0)


@given(st.binary(max_size=200), st.sampled_from((b"", b"PK\x03\x04", b"PAR1", b"\xef\xbb\xbf", b"a,b\n")))
def test_any_bytes(data: bytes, start: bytes) -> None:
    """So are bytes of any kind."""
    with contextlib.suppress(InputError):
        read_rows(start + data, "t")


@fewer
@given(damaged(LOG_SHEET))
def test_workbooks(data: bytes) -> None:
    """So is a workbook with a damaged archive."""
    with contextlib.suppress(InputError):
        whole(log(data), 0)


def parts_of(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


PARTS = parts_of(LOG_SHEET)
BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "' + b"&b;" * 200 + b'"><!ENTITY d "' + b"&c;" * 200
    + b'"><!ENTITY e "' + b"&d;" * 200 + b'">]><worksheet>&e;</worksheet>'
)  # fmt: skip


@fewer
@given(st.data())
def test_the_parts_of_workbooks(data: st.DataObject) -> None:
    """So is a whole archive whose parts are damaged."""
    name = data.draw(st.sampled_from(sorted(PARTS)))
    with contextlib.suppress(InputError):
        whole(log(zipped({**PARTS, name: data.draw(damaged(PARTS[name]))})), 0)


def test_a_workbook_that_grows_without_end_is_refused() -> None:
    """Entities that multiply are not followed."""
    with pytest.raises(InputError):
        log(zipped({**PARTS, "xl/worksheets/sheet1.xml": BILLION}))


@fewer
@given(damaged(LOG_PARQUET))
def test_parquet(data: bytes) -> None:
    """So is a damaged Parquet file."""
    with contextlib.suppress(InputError):
        whole(log(data), 0)


columns = st.sampled_from(
    [
        pa.array([1, None]),
        pa.array([1.5, float("nan")]),
        pa.array([float("inf"), -1e300]),
        pa.array([b"\xff", b""]),
        pa.array([True, False]),
        pa.array([[1], None]),
        pa.array([{"a": 1}, None]),
        pa.array([2**62, -(2**62)], pa.timestamp("us")),
        pa.array([2**62, 0], pa.timestamp("ns")),
        pa.array([-(2**31), 2**31 - 1], pa.date32()),
        pa.array([10**30, 1], pa.decimal128(38)),
        pa.array(["x", "y"]).dictionary_encode(),
        pa.nulls(2),
        pa.array(["٣", "\x00"]),
    ]
)


@given(st.data())
def test_parquet_of_wrong_types(data: st.DataObject) -> None:
    """A column of another type than it should be costs the rows that it makes unreadable, not the file."""
    table = pa.table(
        {name: data.draw(columns) if data.draw(st.booleans()) else [cell] * 2 for name, cell in ROW.items()}
    )
    whole(log(parquet_of(table)), 2)


@given(damaged((HEADER + "Mission,d,c,5,breaches,a 2; b 3,x,,u,n\n" * 3).encode()))
def test_tallies_in_a_table(data: bytes) -> None:
    """So is a table of totals."""
    with contextlib.suppress(InputError):
        read_tallies_table(data, "t.csv")


# ── no good row is lost with a bad one ────────────────────────────────────────────────────────

cells = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0'), max_size=6).map(str.encode),
    st.sampled_from([one for one in NASTY if b'"' not in one and b"\n" not in one and b"\r" not in one]),
)


@st.composite
def bad_lines(draw: st.DrawFn) -> bytes:
    """A line of cells, at most one of which opens a quotation mark that nothing closes."""
    found = draw(st.lists(cells, max_size=40))
    if draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found))), b'"open ' + draw(cells))
    return b",".join(found) + draw(st.sampled_from([b"\n", b"\r\n", b"\r"]))


@example([b'1,"x\n', b'2,"y\n'])
@given(st.lists(bad_lines(), max_size=4))
def test_good_rows_stay(between: list[bytes]) -> None:
    """Whatever lines stand between them, rows that were good alone are good still."""
    header, *rows = (
        csv_text([ged_row(id=f"good-{i}", where_coordinates="one\ntwo")]).split(b"\n", 1) for i in range(5)
    )
    good = [row[1] for row in (header, *rows)]
    data = header[0] + b"\n" + good[0]
    for line, row in zip([*between, *[b""] * (4 - len(between))], good[1:], strict=True):
        data += line + row
    found = ged(data)
    assert [one.id for one in found.events if one.id.startswith("good-")] == [f"good-{i}" for i in range(5)]


@given(st.dictionaries(st.sampled_from(sorted(GED)), odd_values.map(str), max_size=5))
def test_a_row_with_odd_cells_costs_itself_alone(changed: dict[str, str]) -> None:
    """Whatever stands in its cells, the rows beside it are read."""
    rows = [ged_row(id="first"), ged_row(**{"id": "odd", **changed}), ged_row(id="last")]
    with contextlib.suppress(UnicodeEncodeError):  # half characters cannot be in a file
        found = ged(csv_text(rows))
        assert {"first", "last"} <= {one.id for one in found.events}
        whole(found, 3)
