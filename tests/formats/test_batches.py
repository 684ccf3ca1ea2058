"""Flat tables in batches: each form reads the same, a bad row is listed and stops nothing, values stay exact."""

import io
import struct
from decimal import Decimal

import pyarrow as pa
import pytest

from tests.formats.flat import ROW, WANTED, csv, fault, in_arrow, in_parquet, read
from truceline.errors import DataError
from truceline.formats.batches import Part, batches, parts
from truceline.formats.batches.instants import from_text
from truceline.period import Instant
from truceline.place import degrees_e7

AT_S = Instant.parse(ROW["from"]).epoch_s
READ = {"id": "1", "from_s": AT_S, "lon_e7": 367_076_000, "lat_e7": 341_000_000, "kind": "attack"}
TABLE = pa.table(
    {
        "id": [str(i) for i in range(10)],
        "from": pa.array([AT_S] * 10, pa.timestamp("s", "UTC")),
        "lon": [36.7076] * 10,
        "lat": [34.1] * 10,
        "kind": ["attack"] * 9 + ["nothing"],
        "note": ["carried along"] * 10,
    }
)


def only(data: bytes) -> dict[str, object]:
    """The one row of a file, without what nobody said."""
    good, bad = read(data)
    assert bad == []
    (row,) = good.values()
    return {name: value for name, value in row.items() if value is not None}


# ── forms ─────────────────────────────────────────────────────────────────────────────────────


def test_csv() -> None:
    """Every wanted column is typed, every other goes on as it is."""
    assert only(csv({**ROW, "note": "x"})) == {**READ, "note": "x"}


def test_a_column_that_is_called_like_one_of_ours_goes_on_beside_it() -> None:
    """Also where ours is not in the file: what nobody has read is never taken for something read."""
    bare = {"id": "1", "from": ROW["from"], "lon_e7": "x", "given_lon_e7": "y"}
    assert only(csv(bare)) == {"id": "1", "from_s": AT_S, "given_lon_e7": "x", "given_given_lon_e7": "y"}


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_delimiters(mark: str) -> None:
    """What stands between the cells is seen in the header."""
    assert only(csv(ROW).replace(b",", mark.encode())) == READ


def test_byte_order_mark_and_line_ends_of_every_kind() -> None:
    """Neither a mark at the start nor the way lines end belongs to a row."""
    rows = csv(ROW, {**ROW, "id": "2"})
    for data in (b"\xef\xbb\xbf" + rows, rows.replace(b"\n", b"\r\n"), rows.replace(b"\n", b"\r"), rows.rstrip(b"\n")):
        good, bad = read(data, block_b=16)
        assert (sorted(good), bad) == ([2, 3], [])


@pytest.mark.parametrize(
    "data", [in_parquet(TABLE), in_parquet(TABLE, rows=3), in_arrow(TABLE), in_arrow(TABLE, stream=True)]
)
def test_parquet_and_arrow(data: bytes) -> None:
    """A row of a table is told by its number; the one with an unknown word is listed."""
    good, bad = read(data)
    assert sorted(good) == list(range(1, 10))
    assert good[1] == {**READ, "id": "0", "note": "carried along"}
    assert [(one.fault.line, one.fault.field, one.fault.got) for one in bad] == [(10, "kind", "nothing")]
    assert bad[0].row.startswith("9,")


def test_parts_of_a_parquet_file_are_row_groups() -> None:
    """Each part says how many rows stand before it, so that a row keeps its number wherever it is read."""
    data = in_parquet(TABLE, rows=3)
    found = parts(io.BytesIO(data), "p", "f", rows=6)
    assert found == [Part("p", "parquet", (0, 1), 0, 6), Part("p", "parquet", (2, 3), 6, 4)]
    lines = [one.lines.tolist() for one in batches(io.BytesIO(data), found[1], "f", WANTED)]
    assert [line for some in lines for line in some] == [7, 8, 9]


# ── points ────────────────────────────────────────────────────────────────────────────────────

POINTS = [
    struct.pack("<BIdd", 1, 1, 36.7, -34.1),
    struct.pack(">BIdd", 0, 1, 36.7, -34.1),
    struct.pack("<BIddd", 1, 1001, 36.7, -34.1, 12.5),
    struct.pack("<BIdd", 1, 1, float("nan"), float("nan")),
    None,
    struct.pack("<BII", 1, 2, 0),
    b"",
    struct.pack("<BIdd", 1, 1, 36.70000001, -34.1),
]


def test_points_of_geoparquet() -> None:
    """Either byte order, with or without a height; an empty point says nothing; another geometry is listed."""
    count = len(POINTS)
    table = pa.table(
        {
            "id": [str(i) for i in range(count)],
            "from": [ROW["from"]] * count,
            "geometry": pa.array(POINTS, pa.binary()),
        }
    )
    good, bad = read(in_parquet(table))
    assert [(row["lon_e7"], row["lat_e7"]) for row in good.values()] == [
        *[(367_000_000, -341_000_000)] * 3,
        *[(None, None)] * 2,
    ]
    assert [(one.fault.line, one.fault.field) for one in bad] == [(6, "geometry"), (7, "geometry"), (8, "lon")]


def test_native_points() -> None:
    """GeoParquet's own encoding of points reads like WKB."""
    geometry = pa.StructArray.from_arrays([pa.array([36.7]), pa.array([-34.1])], ["x", "y"])
    table = pa.table({"id": ["1"], "from": [ROW["from"]], "where": geometry})
    about = b'{"primary_column": "where", "columns": {"where": {"encoding": "point"}}}'
    found = only(in_parquet(table.replace_schema_metadata({b"geo": about})))
    assert (found["lon_e7"], found["lat_e7"]) == (367_000_000, -341_000_000)


@pytest.mark.parametrize(
    ("crs", "taken"),
    [
        ('{"id": {"authority": "OGC", "code": "CRS84"}}', True),
        ('{"id": {"authority": "EPSG", "code": 4326}}', True),
        ('{"id": {"authority": "EPSG", "code": 32637}}', False),
        ("null", False),
    ],
)
def test_another_reference_system_is_refused(crs: str, *, taken: bool) -> None:
    """Longitude and latitude in WGS 84 or nothing: nobody converts in silence."""
    table = pa.table({"id": ["1"], "from": [ROW["from"]], "geometry": pa.array(POINTS[:1], pa.binary())})
    about = f'{{"primary_column": "geometry", "columns": {{"geometry": {{"encoding": "WKB", "crs": {crs}}}}}}}'
    data = in_parquet(table.replace_schema_metadata({b"geo": about.encode()}))
    if taken:
        assert only(data)["lon_e7"] == 367_000_000
    else:
        with pytest.raises(DataError, match="OGC:CRS84"):
            read(data)


# ── what a cell may say ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["36.7076", "+36.7076", "36.70760000000", "-0.0000001", "180", "36.", "007.5"])
def test_degrees_are_exact(text: str) -> None:
    """Decimal text becomes the very integer; so does the double nearest to it."""
    exact = degrees_e7(text)
    assert only(csv({**ROW, "lon": text}))["lon_e7"] == exact
    table = pa.table({"id": ["1"], "from": [ROW["from"]], "lon": [float(text)], "lat": [0.0]})
    assert only(in_parquet(table))["lon_e7"] == exact
    decimals = pa.array([Decimal(text)]).cast(pa.decimal128(20, 12))
    assert only(in_parquet(table.set_column(2, "lon", decimals)))["lon_e7"] == exact


@pytest.mark.parametrize("text", ["36.70760001", "36,7", "1e1", "36°", "nan", "1234.5", ".5", "--1", "٣٦"])
def test_degrees_that_are_none(text: str) -> None:
    """More than seven decimals, or no decimal number at all."""
    assert fault(lon=f'"{text}"')[0] == "lon"


def test_a_double_with_more_than_seven_decimals_is_listed() -> None:
    """A double is taken for a decimal only where it is the nearest one to seven decimals."""
    lons = [36.7076, 36.70760001, float("nan"), float("inf"), 1e300]
    table = pa.table(
        {"id": list("abcde"), "from": [ROW["from"]] * 5, "lon": lons, "lat": [34.1, 34.1, None, 34.1, 34.1]}
    )
    good, bad = read(in_parquet(table))
    assert sorted(good) == [1, 3]
    assert [one.fault.field for one in bad] == ["lon"] * 3


INSTANTS = [
    "2016-02-27T00:00+02:00", "2016-02-27 00:00:00Z", "2016-02-29T23:59:59-11:30", "1900-03-01T00:00Z",
    "2000-02-29T12:00Z", "2200-12-31T23:59:59Z", "1800-01-01T00:00Z",
]  # fmt: skip
NOT_INSTANTS = [
    "2016-02-27T00:00", "2016-02-27", "2016-02-30T00:00Z", "1900-02-29T00:00Z", "2016-13-01T00:00Z",
    "2016-00-01T00:00Z",
    "2016-02-00T00:00Z", "2016-02-27T24:00Z", "2016-02-27T00:60Z", "2016-02-27T00:00:60Z", "2016-02-27T00:00+24:00",
    "2016-02-27T00:00+02:60", "2016-02-27T00:00z", "27.02.2016", "1799-12-31T23:59Z", "2201-01-01T00:00Z",
    "٢٠١٦-02-27T00:00Z",
]  # fmt: skip


def test_instants_equal_the_floors() -> None:
    """What the floor's own reader makes of a text, the column's reader makes of it too."""
    found, known = from_text(pa.array(["x", *INSTANTS]).slice(1))
    assert known.all()
    assert found.tolist() == [Instant.parse(one).epoch_s for one in INSTANTS]


def test_every_day_of_the_calendar() -> None:
    """Four centuries, day by day."""
    first = Instant.parse("1800-01-01T00:00Z")
    days = [str(first.plus(86_400 * i)) for i in range(146_000)]
    found, known = from_text(pa.array(days))
    assert known.all()
    assert found.tolist() == [first.epoch_s + 86_400 * i for i in range(146_000)]


@pytest.mark.parametrize("text", NOT_INSTANTS)
def test_instants_that_are_none(text: str) -> None:
    """No offset, no day of the calendar, no time of day, or a year that is a slip."""
    field, expected, got, _ = fault(**{"from": text})
    assert (field, got) == ("from", text)
    assert "with its offset" in expected


def test_what_is_shorter_than_a_second_is_cut() -> None:
    """In a text, and in timestamps of any unit, also before 1970."""
    assert only(csv({**ROW, "from": "1969-12-31T23:59:58.9Z"}))["from_s"] == -2
    for unit, per in (("ms", 10**3), ("us", 10**6), ("ns", 10**9)):
        told = pa.array([-per - per // 10], pa.timestamp(unit, "Asia/Damascus"))
        assert only(in_parquet(pa.table({"id": ["1"], "from": told})))["from_s"] == -2


def test_flags() -> None:
    """true, yes and 1; false, no and 0; nothing else."""
    words = {"true": True, "False": False, "YES": True, "no": False, "1": True, "0": False}
    for word, flag in words.items():
        assert only(csv({**ROW, "armed": word}))["armed"] is flag
    assert fault(armed="maybe")[:3] == ("armed", "true or false", "maybe")
    table = pa.table({"id": ["1", "2", "3"], "from": [ROW["from"]] * 3, "armed": [1, 0, 2]})
    good, bad = read(in_parquet(table))
    assert [row["armed"] for row in good.values()] == [True, False]
    assert bad[0].fault.got == "2"


def test_whole_numbers() -> None:
    """As programs write them, an integer column with gaps included."""
    for text in ("500", "+500", "500.0", " 500 "):
        assert only(csv({**ROW, "radius_m": text}))["radius_m"] == 500
    for text in ("5.5", "5km", "1_000", "9" * 20, "0x1F"):
        assert fault(radius_m=text)[0] == "radius_m"
    for column in (pa.array([500.0, 0.5]), pa.array([500, 2**63], pa.uint64()), pa.array([500, -(2**60)])):
        table = pa.table({"id": ["1", "2"], "from": [ROW["from"]] * 2, "own_line_m": column})
        good, bad = read(in_parquet(table))
        assert [row["own_line_m"] for row in good.values()] == [500]
        assert [one.fault.line for one in bad] == [2]


def test_who_was_harmed() -> None:
    """Several words of one cell, or that it was nobody."""
    assert only(csv({**ROW, "harmed": "civilian;medical"}))["harmed"] == "civilian;medical"
    assert only(csv({**ROW, "harmed": "none"}))["harmed"] == "none"
    for text in ("civilian;", "civilians", "civilian;none"):
        assert fault(harmed=text)[0] == "harmed"


def test_numbers_as_ids() -> None:
    """An id may be a number; it goes on as its digits."""
    assert only(in_parquet(pa.table({"id": [7], "from": [ROW["from"]]})))["id"] == "7"


# ── what a row may say ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        ({"id": ""}, "id", "a text"),
        ({"from": ""}, "from", "an instant"),
        ({"kind": "atack"}, "kind", "one of attack, "),
        ({"lon": ""}, "lon", "a longitude beside the latitude"),
        ({"lat": ""}, "lat", "a latitude beside the longitude"),
        ({"lat": "90.0000001"}, "lat", "a latitude from -90 to 90"),
        ({"lon": "-180.0000001"}, "lon", "a longitude from -180 to 180"),
        ({"to": "2016-02-26T21:59:59Z"}, "to", "an instant not before `from`"),
        ({"radius_m": "0"}, "radius_m", "metres from 1 to 1,000,000"),
        ({"radius_m": "-5"}, "radius_m", "metres from 1 to 1,000,000"),
        ({"radius_m": "1000001"}, "radius_m", "metres from 1 to 1,000,000"),
        ({"radius_m": "5", "lon": "", "lat": ""}, "radius_m", "a position to be the centre"),
        ({"radius_m": "1000", "lat": "84.9999"}, "radius_m", "a circle that stays 5 degrees away from the poles"),
        ({"bearing_from": "10"}, "bearing_to", "all of bearing_from, bearing_to, near_m, far_m"),
        (_ := {"bearing_from": "10", "bearing_to": "361", "near_m": "0", "far_m": "9"}, "bearing_to", "degrees from 0"),
        ({**_, "bearing_to": "10"}, "bearing_to", "another bearing than bearing_from"),
        ({**_, "bearing_to": "20", "near_m": "9"}, "near_m", "metres from 0, below far_m"),
        ({**_, "bearing_to": "20", "radius_m": "9"}, "radius_m", "a circle or a sector"),
        ({**_, "bearing_to": "20", "lon": "", "lat": ""}, "far_m", "where it was seen from"),
        ({"lower_m": "5"}, "upper_m", "all of lower_m, upper_m, datum"),
        ({"lower_m": "5", "upper_m": "4", "datum": "AGL"}, "lower_m", "an altitude at or below upper_m"),
        ({"datum": "MSL"}, "datum", "one of W84"),
        ({"notice_s": "-1"}, "notice_s", "seconds from 0"),
        ({"notice_s": "60", "notified": "false"}, "notice_s", "nothing where `notified` is false"),
    ],
)
def test_what_is_left_out(cells: dict[str, str], field: str, expected: str) -> None:
    """Each rule a row can break, with the column to look at."""
    found = fault(**cells)
    assert found[0] == field
    assert found[1].startswith(expected)
    assert found[3]


@pytest.mark.parametrize(
    "cells",
    [
        {"lat": "90"},
        {"lon": "-180"},
        {"to": "2016-02-26T22:00:00Z"},
        {"radius_m": "1"},
        {"radius_m": "1000000"},
        {"bearing_from": "350", "bearing_to": "10", "near_m": "0", "far_m": "1"},
        {"lower_m": "5", "upper_m": "5", "datum": "FL"},
        {"notice_s": "0", "notified": "true"},
        {"lon": "", "lat": ""},
    ],
)
def test_what_is_just_right(cells: dict[str, str]) -> None:
    """The other side of each of those borders."""
    assert read(csv({**ROW, **cells}))[1] == []


# ── lines that are no rows ────────────────────────────────────────────────────────────────────

LINES = [
    b'1,2016-02-27T00:00Z,"a ""quoted"" note"',
    b"",
    b'2,2016-02-27T00:00Z,"over',
    b'two lines"',
    b'3,2016-02-27T00:00Z,"never closed',
    b'4,2016-02-27T00:00Z,5" gun',
    b"5,2016-02-27T00:00Z",
    b"6,2016-02-27T00:00Z,x,",
    b"7,2016-02-27T00:00Z,x,y",
    b"8,2016-02-27T00:00Z,\xff",
    b"9,2016-02-27T00:00Z,\x00",
    b"10,2016-02-27T00:00Z,last",
]


@pytest.mark.parametrize("block_b", [1 << 20, 7, 64])
def test_damaged_lines_cost_themselves_alone(block_b: int) -> None:
    """Whatever the size of the blocks, the same rows are good and the same lines are listed."""
    good, bad = read(b"id,from,note\n" + b"\n".join(LINES), block_b)
    assert {line: row["id"] for line, row in good.items()} == {2: "1", 4: "2", 7: "4", 9: "6", 13: "10"}
    assert [(one.fault.line, one.fault.expected) for one in bad] == [
        (6, "a closing quotation mark"),
        (8, "3 cells"),
        (10, "3 cells"),
        (11, "UTF-8 text"),
        (12, "text"),
    ]
    assert good[4]["note"] == "over\ntwo lines"
    assert bad[0].row == '3,2016-02-27T00:00Z,"never closed'


def test_a_mark_that_never_closes_reaches_no_further_than_one_row() -> None:
    """Also where the next quotation mark is megabytes away."""
    rows = b"".join(b"%d,2016-02-27T00:00Z,%s\n" % (i, b"x" * 500) for i in range(2_000))
    good, bad = read(b'id,from,note\n0,2016-02-27T00:00Z,"open\n' + rows + b'z,2016-02-27T00:00Z,"closed"\n', 100_000)
    assert len(good) == 2_001
    assert [one.fault.line for one in bad] == [2]


# ── files that are no tables ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "a header and rows"),
        (b"\n\n\n", "a header and rows"),
        (b"id,kind\n1,attack\n", "from: expected a column of this name"),
        (b"id,from,id\n", "id: expected each column once"),
        (b"PK\x03\x04", "a workbook or ZIP archive"),
        (b"PAR1", "a Parquet file"),
        (b"ARROW1\0\0", "an Arrow IPC file"),
        (b"\xff\xff\xff\xff\0\0", "an Arrow IPC stream"),
        (in_parquet(TABLE)[:-40], "a Parquet file"),
        (in_arrow(TABLE)[:-40], "an Arrow IPC file"),
        (in_arrow(TABLE, stream=True)[:-400], "an Arrow IPC stream"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (in_parquet(TABLE.set_column(1, "from", pa.array([0] * 10, pa.timestamp("s")))), "timestamps with a time zone"),
        (in_parquet(TABLE.set_column(2, "lon", pa.array([1.0] * 10, pa.float32()))), "doubles, decimals or text"),
        (in_parquet(TABLE.set_column(4, "kind", pa.array([1] * 10))), "a column of text, got int64"),
    ],
)
def test_a_fault_of_the_whole_file(data: bytes, told: str) -> None:
    """What is wrong with a file as a whole is one fault, with what to do next."""
    with pytest.raises(DataError) as refused:
        read(data)
    assert told in str(refused.value)
