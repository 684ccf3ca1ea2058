"""Flat tables, however damaged: every row is read or listed, or the file is refused with its faults; nothing else."""

import contextlib
import io

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.flat import ROW, WANTED, csv, in_arrow, in_parquet, read
from tests.fuzz.damage import NASTY, damaged, fewer
from truceline.bulk.columns import COLUMNS, conduct
from truceline.desk.assessing.flat import sides_of
from truceline.desk.assessing.parts import as_written
from truceline.desk.verbs.from_files import NOBODY_KNOWN
from truceline.errors import InputError
from truceline.formats.bad_rows import bad_rows_csv
from truceline.formats.batches import PartWriter, batches, parts
from truceline.formats.rows import read_rows

FULL = {
    **ROW, "side_a": "gov", "side_b": "?", "direction": "mutual", "weapon": "mortar", "armed": "yes", "harmed": "none",
    "radius_m": "500", "to": "2016-02-28T00:00Z", "throughout": "1", "lower_m": "0", "upper_m": "5", "datum": "AGL",
    "notified": "true", "notice_s": "60", "note": '"a ""b"",\nc"',
}  # fmt: skip
LOG = csv(*({**FULL, "id": str(i)} for i in range(4)))
TABLE = pa.table(
    {
        "id": ["a", "b", "c"],
        "from": pa.array([0, 1, 2], pa.timestamp("ms", "UTC")),
        "lon": [36.7, None, -180.0],
        "lat": [34.1, None, 90.0],
        "kind": pa.array(["attack", None, "attack"]).dictionary_encode(),
        "radius_m": [5, None, None],
    }
)
SIDES = sides_of(NOBODY_KNOWN)


def whole(data: bytes, block_b: int = 1 << 20) -> int:
    """Rows read and listed together; each one read means a conduct, and the listing can be written."""
    good, bad = read(data, block_b)
    assert bad_rows_csv(tuple(bad)).count(b"\r\n") >= 1 + len(bad)
    assert all(one.fault.expected and one.fault.cure for one in bad)
    for row in good.values():
        alone = row.get("to_s") == row["from_s"]
        assert conduct({**row, "to_s": None} if alone else row, SIDES).time
    return len(good) + len(bad)


def test_what_is_damaged_below_is_whole_before() -> None:
    assert whole(LOG) == 4
    assert [whole(data) for data in (in_parquet(TABLE), in_arrow(TABLE), in_arrow(TABLE, stream=True))] == [3, 3, 3]


@example(b"id,from\n1,2016-02-27T00:00Z\n\x1c\n")
@given(damaged(LOG))
def test_csv(data: bytes) -> None:
    """A damaged CSV is read as far as it can be, or refused; and the same whatever the size of the blocks."""
    with contextlib.suppress(InputError):
        assert whole(data) == whole(data, 50)


@given(damaged(LOG))
def test_no_line_is_lost(data: bytes) -> None:
    """As many rows as the reader of small files finds: each good row of the one is one row of the other."""
    with contextlib.suppress(InputError):
        found = read_rows(data, "f")
        assert whole(data) >= len(found.rows) + len(found.bad)


@given(st.binary(max_size=200), st.sampled_from((b"", b"PAR1", b"ARROW1\0\0", b"\xff\xff\xff\xff", b"id,from\n")))
def test_any_bytes(data: bytes, start: bytes) -> None:
    """So are bytes of any kind."""
    with contextlib.suppress(InputError):
        whole(start + data)


@fewer
@pytest.mark.parametrize(
    "file", [in_parquet(TABLE), in_arrow(TABLE), in_arrow(TABLE, stream=True)], ids=["parquet", "file", "stream"]
)
@given(data=st.data())
def test_tables(file: bytes, data: st.DataObject) -> None:
    """So are damaged files of tables."""
    with contextlib.suppress(InputError):
        whole(data.draw(damaged(file)))


columns = st.sampled_from(
    [
        pa.array([1, None, -(2**63)]),
        pa.array([2**64 - 1, 0, None], pa.uint64()),
        pa.array([1.5, float("nan"), float("-inf")]),
        pa.array([1e300, -0.0, 5e-324]),
        pa.array([1.5, None, 2.0], pa.float32()),
        pa.array([b"\xff", b"", None]),
        pa.array([True, False, None]),
        pa.array([[1], None, []]),
        pa.array([{"x": 1.0, "y": 2.0}, None, {"x": None, "y": 1.0}]),
        pa.array([2**62, -(2**62), None], pa.timestamp("us", "UTC")),
        pa.array([2**62, 0, None], pa.timestamp("ns", "UTC")),
        pa.array([2**45, 0, None], pa.timestamp("s", "UTC")),
        pa.array([0, 1, None], pa.duration("s")),
        pa.array([0, 1, None], pa.time32("s")),
        pa.array([(1, 2, 3), None, None], pa.month_day_nano_interval()),
        pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int64())),
        pa.array([b"0" * 16, None, b"1" * 16], pa.binary(16)),
        pa.array([1.5, None, 2.0], pa.float16()),
        pa.array(["x", None, "y"], pa.string_view()),
        pa.array([b"x", None, b"y"], pa.binary_view()),
        pa.array([[1], None, []], pa.list_view(pa.int64())),
        pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), ["x", "y"]),
        pa.UnionArray.from_sparse(pa.array([0, 1, 0], pa.int8()), [pa.array([1, 2, 3]), pa.array(["a", "b", "c"])]),
        pa.array([0, 1, None], pa.timestamp("s")),
        pa.array([-(2**31), 2**31 - 1, None], pa.date32()),
        pa.array([10**30, 1, None], pa.decimal128(38)),
        pa.array([1, -(10**9), None], pa.decimal128(30, 12)),
        pa.array(["x", None, ""]).dictionary_encode(),
        pa.array(["٣", "\x00", " 1 "], pa.large_string()),
        pa.nulls(3),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Three rows with columns of any type under names that are wanted."""
    names = draw(st.lists(st.sampled_from([*(one.name for one in COLUMNS), "geometry", "odd"]), max_size=8))
    return pa.table({"id": ["a", "b", "c"], "from": TABLE["from"], **{name: draw(columns) for name in names}})


@given(tables())
def test_columns_of_any_type(table: pa.Table) -> None:
    """A column that cannot hold what is wanted refuses the file; else every row is read or listed, and written."""
    with contextlib.suppress(InputError):
        assert whole(in_arrow(table)) == 3
        source = io.BytesIO(in_arrow(table))
        with PartWriter(io.BytesIO()) as writer:
            for one in batches(source, parts(source, "", "f")[0], "f", WANTED):
                writer.write(pa.table(as_written(one.rows)))


cells = st.one_of(
    st.text(max_size=6),
    st.sampled_from([one.decode("utf-8", "replace") for one in NASTY]),
    st.sampled_from(["0", "-1", "90", "180.0000001", "1e5", "2016-02-27T00:00Z", "0001-01-01T00:00+23:59", "none;"]),
)


@given(st.dictionaries(st.sampled_from([one.name for one in COLUMNS]), cells, max_size=6))
def test_a_row_with_odd_cells_costs_itself_alone(changed: dict[str, str]) -> None:
    """Whatever stands in its cells, the rows beside it are read."""
    first, odd, last = ({**FULL, "id": name} for name in ("first", "odd", "last"))
    quoted = {name: '"' + cell.replace('"', '""').replace("\r", "") + '"' for name, cell in changed.items()}
    with contextlib.suppress(UnicodeEncodeError):  # half characters cannot be in a file
        good, bad = read(csv(first, {**odd, **quoted}, last))
        assert {"first", "last"} <= {row["id"] for row in good.values()}
        assert len(good) + len(bad) >= 3


@st.composite
def bad_lines(draw: st.DrawFn) -> bytes:
    """A line of cells, at most one of which opens a quotation mark that nothing closes."""
    plain = [one for one in NASTY if b'"' not in one and b"\n" not in one and b"\r" not in one]
    found = draw(st.lists(st.sampled_from(plain), max_size=30))
    if draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found))), b'"open ' + draw(st.sampled_from(plain)))
    return b",".join(found) + draw(st.sampled_from([b"\n", b"\r\n", b"\r"]))


@example([b'1,"x\n', b'2,"y\n'])
@given(st.lists(bad_lines(), max_size=4))
def test_good_rows_stay(between: list[bytes]) -> None:
    """Whatever lines stand between them, rows that were good alone are good still."""
    head, *_ = LOG.split(b"\n", 1)
    data = head + b"\n"
    for i, line in enumerate([*between, b""]):
        data += csv({**FULL, "id": f"good-{i}"}).split(b"\n", 1)[1] + line
    good, _ = read(data, 300)
    assert {row["id"] for row in good.values()} >= {f"good-{i}" for i in range(len(between) + 1)}
