"""Events as files: what is written is read back exactly, in every form; what people read is beside it."""

import io
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.formats.samples import ROSTER, ZONE, csv_text, ged_row
from tests.formats.values import datasets, events, words
from truceline.canon import canonical_text, dumps, loads
from truceline.claims import Event
from truceline.errors import DataError, UnknownName
from truceline.formats.events import EVENT_COLUMNS, EventFile, read_events, write_events
from truceline.formats.record_files import ENDINGS
from truceline.formats.ucdp import read_ucdp
from truceline.terms import Conduct

event_files = st.builds(
    EventFile,
    st.lists(events, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(datasets, max_size=2).map(tuple),
    words,
    words,
)


@pytest.fixture(scope="module")
def held() -> EventFile:
    """Two rows of the exercise's country, one with no place to be drawn."""
    rows = [ged_row(), ged_row(id="=2", where_prec="4", side_b="rebels of Ormavela", notes="")]
    found = read_ucdp(csv_text(rows), "ged.csv", ROSTER, ZONE)
    return EventFile(found.events, (found.dataset,), found.time_zone, "exercise")


@given(events)
def test_any_event_is_read_back_exactly(event: Event) -> None:
    """Candidates, rings, altitudes, stated tables, open periods: nothing is lost or rounded."""
    assert loads(Event, dumps(Event, event)) == event


@given(events)
def test_an_event_has_one_canonical_form(event: Event) -> None:
    """RFC 8785, so that two people who write the same event write the same bytes."""
    written = dumps(Event, event)
    assert rfc8785.dumps(json.loads(written)) == written


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@given(json_values)
def test_the_canonical_text_is_that_of_the_standard(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Keys beyond the first 65,536 signs are ordered by UTF-16, as the standard has it."""
    assert canonical_text(value).encode() == rfc8785.dumps(value)


@settings(max_examples=40)
@given(event_files, st.sampled_from(ENDINGS))
def test_any_file_of_events_is_read_back_exactly(held: EventFile, ending: str) -> None:
    """Whatever the form; CSV carries what the file says of itself in its first row, so it needs one."""
    if held.events or ending != ".csv":
        assert read_events(write_events(held, f"x{ending}"), f"x{ending}") == held


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_events_are_the_same_bytes(held: EventFile, ending: str) -> None:
    """No time of writing, no chance, nothing of the machine."""
    once = write_events(held, f"a{ending}")
    assert write_events(read_events(once, "a"), f"b{ending}") == once


def test_the_columns_that_people_read(held: EventFile) -> None:
    """Ids, days in UTC, sides by label, coordinates, deaths, what the row rests on."""
    table = parquet.read_table(io.BytesIO(write_events(held, "e.parquet")))
    assert table.column_names == [*(one.name for one in EVENT_COLUMNS), "event"]
    row = table.to_pylist()[0]
    row.pop("event")
    assert row == {
        "id": "1",
        "title": "Government of Ormavela - River Guard: Mevrano town",
        "from": "2031-05-01T18:00:00Z",
        "to": "2031-05-02T18:00:00Z",
        "side_a": "gov",
        "side_b": "river",
        "direction": None,
        "kind": "attack",
        "lon": 88.5,
        "lat": -29.25,
        "place_name": "Mevrano town",
        "district": "Ormavela, Middle Reach",
        "place_precision": "exact, 1 km",
        "time_precision": "day",
        "deaths_low": 1,
        "deaths_best": 1,
        "deaths_high": 2,
        "deaths_civilians": 0,
        "reports": "Gazette 2031-05-03: Guns heard, then silence",
        "notes": None,
        "row": 2,
    }


def test_json_lines_and_maps_hold_the_event_as_json(held: EventFile) -> None:
    """The first line of JSON Lines says what the file is; a map's features are points, as RFC 7946 has them."""
    head, first, _ = map(json.loads, write_events(held, "e.jsonl").decode().splitlines())
    assert head["truceline"]["holds"] == "events"
    assert (head["truceline"]["time_zone"], head["truceline"]["agreement"]) == (ZONE, "exercise")
    assert first["event"] == json.loads(dumps(Event, held.events[0]))
    collection = json.loads(write_events(held, "e.geojson"))
    assert collection["type"] == "FeatureCollection"
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [88.5, -29.25]}
    assert collection["features"][0]["id"] == "1"


def test_no_cell_of_a_spreadsheet_runs(held: EventFile) -> None:
    """What begins like a formula has an apostrophe in front; the event keeps its id."""
    data = write_events(held, "e.csv")
    assert b"\r\n'=2," in data
    assert read_events(data, "e.csv").events[1].id == "=2"


def test_an_unknown_ending() -> None:
    """The ending says the form; one that is none of ours is refused with those that are."""
    with pytest.raises(UnknownName) as caught:
        write_events(EventFile((), (), ""), "events.doc")
    assert str(caught.value) == ("no kind of file named '.doc'; expected one of: .parquet, .jsonl, .csv, .geojson")


# ── files that cannot be read ─────────────────────────────────────────────────────────────────


def faults(data: bytes) -> list[tuple[int, str, str, str, str]]:
    with pytest.raises(DataError) as caught:
        read_events(data, "e")
    return [(one.line, one.field, one.expected, one.got, one.cure) for one in caught.value.faults]


def lines(held: EventFile) -> list[dict[str, Any]]:
    return [json.loads(line) for line in write_events(held, "e.jsonl").decode().splitlines()]


def as_bytes(*rows: Any) -> bytes:  # noqa: ANN401 - any JSON
    return "\n".join(json.dumps(row) for row in rows).encode()


@pytest.mark.parametrize(
    ("data", "expected", "got", "cure"),
    [
        (b"", "a file of events written by truceline", "another file", "Import it first."),
        (b"id,title\n1,x\n", "a file of events written by truceline", "another file", "Import it first."),
        (b'{"id": 1}\n', "a file of events written by truceline", "another file", "Import it first."),
        (as_bytes({"type": "FeatureCollection", "features": []}), "a file of events written by truceline",
         "another file", "Import it first."),
        (as_bytes({"truceline": {"holds": "findings", "version": 1}}), "a file of events, version 1",
         "findings version 1", "Is this the right file?"),
        (b"\xff", "UTF-8 text or Parquet", r"b'\xff'", "Write the file again."),
    ],
)  # fmt: skip
def test_what_is_no_file_of_events(data: bytes, expected: str, got: str, cure: str) -> None:
    """Another file is refused as a whole."""
    assert faults(data) == [(1, "", expected, got, cure)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"deaths": 3}, "deaths: an object, not 3"),
        ({"row": "two"}, 'row: a whole number, not "two"'),
        ({"row": 2**53}, "row: a whole number within ±9,007,199,254,740,991"),
        ({"row": 1.5}, "row: a whole number, not 1.5"),
        ({"place_name": "\ud800"}, "place_name: text without half characters (lone surrogates)"),
        ({"wepon": []}, "fields of Event, not wepon"),
        ({"marker": {"lon_e7": 0, "lat_e7": 10**10}},
         "marker: a longitude within ±180 and a latitude within ±90 degrees"),
        ({"conduct": {}}, "conduct: Conduct with id"),
        ({"titles": ["x"]}, 'titles: an object, not ["x"]'),
        ({"notes": {}}, "notes: a list, not {}"),
        ({"conduct": {"id": "1", "a": [{"value": 1}]}}, "conduct: a: 0: value: an object, not 1"),
        ({"conduct": {"id": "1", "place": [{"value": "there"}]}},
         'conduct: place: 0: value: one of its kinds, not "there"'),
        ({"conduct": {"id": "1", "place": [{"value": [[1, 2, 3, 4]]}]}},
         "conduct: place: 0: value: rings of at least three vertices, each [lon, lat, lon, lat, …]"),
        ({"conduct": {"id": "1", "time": [{"value": {"span": [None]}}]}},
         "conduct: time: 0: value: span: a period's two ends"),
        ({"conduct": {"id": "1", "time": [{"value": {"span": "now"}}]}},
         "conduct: time: 0: value: span: an instant like 2016-02-27T00:00+02:00, with its offset"),
        ({"conduct": {"id": "1", "answers": [{"value": {"items": [["a"]]}}]}},
         "conduct: answers: 0: value: items: 0: a list of 2, not 1"),
        ({"reports": [{"office": "", "headline": "", "dated": "soon"}]},
         "reports: 0: dated: Invalid isoformat string: 'soon'"),
    ],
)  # fmt: skip
def test_an_event_that_is_none_says_where(held: EventFile, change: dict[str, Any], expected: str) -> None:
    """The way to the value, and what it should be; our own files are not mended."""
    head, first, second = lines(held)
    first["event"] |= change
    assert faults(as_bytes(head, first, second)) == [(2, "event", expected, "another value", "Write the file again.")]


def test_rows_that_lack_the_event_or_repeat_it(held: EventFile) -> None:
    """Each with its line."""
    head, first, second = lines(held)
    assert faults(as_bytes(head, first, {"id": "x"}, 3)) == [
        (3, "event", "JSON of the row's value", "none", "Write the file again."),
        (4, "event", "JSON of the row's value", "none", "Write the file again."),
    ]
    assert faults(as_bytes(head, first, second, first)) == [
        (4, "id", "each id once", "1", "Remove one of the two rows.")
    ]
    table = parquet.read_table(io.BytesIO(write_events(held, "e.parquet")))
    out = io.BytesIO()
    parquet.write_table(table.drop_columns(["event"]), out)
    assert faults(out.getvalue()) == [(1, "", "a text column named event", "none", "Write the file again.")]


def test_a_file_that_is_wrong_throughout(held: EventFile) -> None:
    """After twenty rows it is clear."""
    head, *_ = lines(held)
    assert len(faults(as_bytes(head, *[{"id": "x"}] * 30))) == 20


def test_csv_that_is_none() -> None:
    """A cell longer than readers of CSV take, or a quotation mark left open."""
    assert faults(b'a,"b\n') == [
        (1, "", "CSV with cells of at most 131,072 characters", "unexpected end of data", "Write the file again.")
    ]


def test_a_file_filtered_elsewhere_still_says_what_was_meant(held: EventFile) -> None:
    """Rows may be dropped, sorted, and their readable columns changed or removed: the event stands."""
    table = parquet.read_table(io.BytesIO(write_events(held, "e.parquet")))
    out = io.BytesIO()
    parquet.write_table(table.slice(1, 1).select(["title", "event"]), out)
    assert read_events(out.getvalue(), "e.parquet").events == held.events[1:]


def test_data_sets_that_cannot_be_read(held: EventFile) -> None:
    """What a file says of itself is checked as well."""
    head, *rows = lines(held)
    head["truceline"]["datasets"] = [{"name": 1}]
    assert faults(as_bytes(head, *rows)) == [
        (1, "datasets", "Dataset with licence, citation", "another value", "Write the file again.")
    ]


def test_json_that_is_too_deep() -> None:
    """A parser is not made to need more than it has."""
    with pytest.raises(ValueError, match="JSON that is not so deep"):
        loads(Conduct, "[" * 100_000)
