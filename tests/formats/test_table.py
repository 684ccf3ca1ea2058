"""Any table by a map of its columns: the same rows, whatever the file; and a map that is wrong says where."""

import csv
import io
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
import yaml

from tests.formats.samples import ROSTER, ZONE
from tests.formats.test_rows import parquet_of, workbook
from truceline.actors import Roster
from truceline.claims import Dataset, Deaths, Event, Report
from truceline.errors import DataError
from truceline.formats.bad_rows import Imported
from truceline.formats.table import read_table
from truceline.formats.table_map import columns_of, map_schema
from truceline.period import Instant, Period
from truceline.place import Area, Position
from truceline.terms import NOBODY, UNKNOWN_SIDE, Candidate, Direction, HarmedFact, Member, Side, When
from truceline.terms.vocabulary import WEAPONS

MAP = """
dataset: {name: Log of the mission, licence: own, citation: "", simulated: true}
time_zone: Etc/GMT-6
id: {column: Nr}
titles: {en: {column: What}}
time: {date: {column: Day, format: "%d.%m.%Y"}}
place:
  lat: {column: N}
  lon: {column: E}
  radius_m: {column: Prec, values: {exact: 0, near: 5000, vague: null}}
  name: {column: Where}
  bounds: {west: 80, south: -35, east: 95, north: -25}
sides:
  a: {column: Who, values: {G: [gov], R: {umbrella: rebels}, "?": unknown, none: nobody, "*": null}}
  b: {column: Whom}
direction: {constant: a_to_b}
kind: {column: Kind, values: {shells: shelling, raid: air_strike}}
weapon: {column: Arm}
harmed: {column: Hurt, separator: "/", values: {c: civilian, m: medical, "-": null}}
deaths: {best: {column: Dead}, civilians: {column: Civ}}
reports: {office: {constant: Mission}, headline: {column: What}}
notes: [{column: Note}]
"""
CORRECT = "Correct this value."
ROW = {
    "Nr": "7", "Day": "02.05.2031", "What": "Shells on the market", "N": "-29.25", "E": "88.5", "Prec": "near",
    "Where": "Mevrano", "Who": "G", "Whom": "River Guard", "Kind": "shells", "Arm": "mortar", "Hurt": "c/m",
    "Dead": "2", "Civ": "", "Note": "heard only", "More": "x",
}  # fmt: skip


def as_csv(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def imported(*rows: dict[str, str], mapping: str = MAP, **options: Any) -> Imported:  # noqa: ANN401 - a reader's options
    return read_table(as_csv(*rows), "log.csv", mapping.encode(), ROSTER, **options)


def event(mapping: str = MAP, **changed: str) -> Event:
    found = imported({**ROW, **changed}, mapping=mapping)
    assert found.bad == ()
    return found.events[0]


def changed_map(**parts: Any) -> str:  # noqa: ANN401 - parts of a map
    """The map with parts replaced, or left out where None."""
    tree = {**yaml.safe_load(MAP), **parts}
    return yaml.safe_dump({key: value for key, value in tree.items() if value is not None}, allow_unicode=True)


# ── what a row says ───────────────────────────────────────────────────────────────────────────


def test_a_row_becomes_an_event() -> None:
    """Each column goes where the map says; nothing else is added."""
    found = event()
    conduct = found.conduct
    assert (found.id, conduct.id, found.row) == ("7", "7", 2)
    assert conduct.a == (Candidate(Side(members=(Member("gov"),))),)
    assert conduct.b == (Candidate(Side(members=(Member("river"),))),)
    assert conduct.direction == (Candidate(Direction.A_TO_B),)
    assert (conduct.kind, conduct.weapon) == ((Candidate("shelling"),), (Candidate("mortar"),))
    assert (conduct.platform, conduct.site) == ((), ())
    assert conduct.harmed == (Candidate(HarmedFact(("civilian", "medical"))),)
    day = Period(Instant.parse("2031-05-02T00:00+06:00"), Instant.parse("2031-05-03T00:00+06:00"))
    assert conduct.time == (Candidate(When(day)),)
    assert isinstance(conduct.place[0].value, Area)
    assert (found.marker, found.place_precision) == (Position(885_000_000, -292_500_000), "within 5 km")
    assert (found.place_name, found.time_precision) == ("Mevrano", "day")
    assert found.deaths == Deaths(None, 2, None)
    assert found.reports == (Report("Mission", None, "Shells on the market"),)
    assert (found.titles, found.notes) == ({"en": "Shells on the market"}, ("heard only",))


def test_what_came_with_it() -> None:
    """The data set is the map's; columns that the map does not name are told."""
    found = imported(ROW)
    assert found.dataset == Dataset("Log of the mission", "own", "", simulated=True)
    assert (found.unused, found.time_zone) == (("More",), "Etc/GMT-6")
    assert imported(ROW, time_zone="Asia/Damascus").time_zone == "Asia/Damascus"


@pytest.mark.parametrize(
    ("written", "side"),
    [
        ("G", (Candidate(Side(members=(Member("gov"),))),)),
        ("R", (Candidate(Side(umbrella="rebels")),)),
        ("?", (Candidate(UNKNOWN_SIDE),)),
        ("none", (Candidate(NOBODY),)),
        ("somebody else", ()),  # "*": null
        ("", ()),
    ],
)
def test_a_side_by_code(written: str, side: tuple[Candidate[Side], ...]) -> None:
    """A code is an actor, an umbrella, somebody unknown, or nobody; what is empty was not said."""
    assert event(Who=written).conduct.a == side


@pytest.mark.parametrize(
    ("changed", "place", "words", "marker"),
    [
        ({"Prec": "exact"}, (Candidate(Position(885_000_000, -292_500_000)),), "exact", True),
        ({"Prec": "vague"}, (Candidate(None),), "too vague to be drawn", True),
        ({"N": "", "E": ""}, (Candidate(None),), "too vague to be drawn", False),
        ({"N": "", "E": "", "Where": ""}, (), "not said", False),
    ],
)
def test_a_place_as_coarse_as_stated(
    changed: dict[str, str],
    place: tuple[Candidate[Any], ...],
    words: str,
    marker: bool,  # noqa: FBT001 - a case
) -> None:
    """A point only where the map says exact; a name without coordinates is stated and not drawn."""
    found = event(**changed)
    assert (found.conduct.place, found.place_precision) == (place, words)
    assert (found.marker is not None) is marker


def test_a_count_of_dead_civilians_says_that_civilians_were_harmed() -> None:
    """Zero, and silence, say nothing of the kind."""
    assert event(Hurt="-", Civ="1").conduct.harmed == (Candidate(HarmedFact(("civilian",))),)
    assert event(Hurt="-", Civ="0").conduct.harmed == ()
    assert event(Hurt="", Civ="").conduct.harmed == ()


def test_an_empty_cell_is_silence() -> None:
    """Nothing is said, and nothing is taken to be so."""
    found = event(Arm="", Kind="", Hurt="", What="", Note="").conduct
    assert (found.weapon, found.kind, found.harmed) == ((), (), ())
    assert event(What="").titles == {}


def test_localized_digits() -> None:
    """Digits of another script are digits, in coordinates, counts and dates."""
    found = event(N="-٢٩\u066b٢٥", E="٨٨\u066b٥", Dead="٢", Day="٠٢.٠٥.٢٠٣١")
    assert found == event()


def test_a_radius_from_a_column() -> None:
    """In metres, to be read as it stands; empty: not to be drawn."""
    place = {**yaml.safe_load(MAP)["place"], "radius_m": {"column": "Prec"}}
    assert event(changed_map(place=place), Prec="250").place_precision == "within 0.25 km"
    assert event(changed_map(place=place), Prec="").conduct.place == (Candidate(None),)
    always = changed_map(place={**place, "radius_m": {"constant": 2000}})
    assert event(always).place_precision == "within 2 km"


def test_what_is_the_same_for_all_rows() -> None:
    """Constants, also of sides, of the harmed and of words; a map may say very little."""
    constants = changed_map(
        sides={"a": {"constant": "nobody"}, "b": {"constant": {"umbrella": "rebels"}}},
        harmed={"constant": "medical"},
        weapon={"constant": "rocket"},
        place={"name": {"constant": "Mevrano"}, "precision": {"constant": "town"}},
    )
    found = event(constants)
    assert (found.conduct.a, found.conduct.b) == ((Candidate(NOBODY),), (Candidate(Side(umbrella="rebels")),))
    assert found.conduct.harmed == (Candidate(HarmedFact(("medical",))),)
    assert found.conduct.weapon == (Candidate("rocket"),)
    assert (found.conduct.place, found.place_precision, found.marker) == ((Candidate(None),), "town", None)
    little = "dataset: {name: x}\ntime_zone: UTC\ntime: {date: {column: Day, format: '%d.%m.%Y'}}\n"
    bare = event(little).conduct
    assert (bare.a, bare.b, bare.kind, bare.place, bare.harmed) == ((), (), (), (), ())
    assert bare.id == "row-2"


def test_precision_in_the_tables_own_words() -> None:
    """By code or as it stands; several local days are told as such."""
    time = {"date": {"column": "Day"}, "date_to": {"column": "More"}}
    place = {**yaml.safe_load(MAP)["place"], "precision": {"column": "Prec", "values": {"near": "nearby", "*": None}}}
    found = event(changed_map(time=time, place=place), Day="2031-05-02", More="2031-05-04")
    assert (found.place_precision, found.time_precision) == ("nearby", "3 days")
    told = changed_map(time={**time, "precision": {"column": "Note"}}, place=place)
    other = event(told, Day="2031-05-02", More="", Prec="exact")
    assert (other.place_precision, other.time_precision) == ("exact", "heard only")


def test_hours_of_day() -> None:
    """One time is an instant; two bound a period, within which or throughout which it was."""
    at = changed_map(time={"from": {"column": "Day"}})
    assert event(at, Day="2031-05-02T10:00").conduct.time[0].value == When(Instant.parse("2031-05-02T10:00+06:00"))
    assert event(at, Day="2031-05-02T10:00Z").conduct.time[0].value == When(Instant.parse("2031-05-02T10:00Z"))
    both = changed_map(time={"from": {"column": "Day"}, "to": {"column": "More"}, "mode": "throughout"})
    found = event(both, Day="2031-05-02T10:00", More="2031-05-02T12:30")
    ends = (Instant.parse("2031-05-02T10:00+06:00"), Instant.parse("2031-05-02T12:30+06:00"))
    assert found.conduct.time[0].value == When(Period(*ends), throughout=True)
    assert found.time_precision == "2.5 hours"
    assert event(both, Day="2031-05-02T10:00", More="").conduct.time[0].value == When(ends[0])


def test_an_hour_the_clock_showed_twice_or_never() -> None:
    """The first of two, noted; one that was skipped is asked back."""
    mapping = changed_map(time={"from": {"column": "Day"}}, time_zone="Asia/Damascus")
    twice = event(mapping, Day="2016-10-27T23:30")  # clocks went back at the end of that day, to 23:00
    assert twice.conduct.time[0].value == When(Instant.parse("2016-10-27T23:30+03:00"))
    assert twice.notes[0] == "the clock of Asia/Damascus showed 2016-10-27 23:30:00 twice; taken as the first"
    (bad,) = imported({**ROW, "Day": "2016-03-25T00:30"}, mapping=mapping).bad
    assert bad.fault.expected == "a time that the clock of Asia/Damascus showed"
    assert bad.fault.cure == "The clock was put forward then. Is the hour right?"


def test_several_reports_in_one_row() -> None:
    """Cells parted in the same order; a date that cannot be read is noted and stops nothing."""
    reports = {
        "office": {"column": "Who"},
        "dated": {"column": "Day"},
        "headline": {"column": "What"},
        "separator": "|",
    }
    mapping = changed_map(reports=reports, time={"date": {"column": "More"}}, sides=None)
    found = event(mapping, Who="A | B", Day="2031-05-03|soon", What="one|two|three", More="2031-05-02")
    assert [(one.office, str(one.dated), one.headline) for one in found.reports] == [
        ("A", "2031-05-03", "one"),
        ("B", "None", "two"),
        ("", "None", "three"),
    ]
    assert found.notes == ("date of a report not read: soon", "heard only")


def test_the_file_does_not_matter() -> None:
    """CSV, XLSX and Parquet of one table are the same events."""
    columns, cells = list(ROW), list(ROW.values())
    sheet = workbook([columns, [*cells[:3], -29.25, 88.5, *cells[5:12], 2, *cells[13:]]])
    table = pa.table({name: [cell] for name, cell in ROW.items()} | {"N": [-29.25], "E": [88.5], "Dead": [2]})
    found = [read_table(data, "log", MAP.encode(), ROSTER).events for data in (as_csv(ROW), sheet, parquet_of(table))]
    assert found[0] == found[1] == found[2]


def test_without_an_id_the_row_is_one() -> None:
    """Rows are named by their line."""
    assert [one.id for one in imported(ROW, ROW, mapping=changed_map(id=None)).events] == ["row-2", "row-3"]


# ── what cannot be read ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "field", "expected", "cure"),
    [
        ({"Day": ""}, "Day", "a date", "Fill it in; without it the row cannot be judged."),
        ({"Day": "31.02.2031"}, "Day", "a date like 27.02.2016, 1800 to 2200",
         "Correct the date; write years with four digits."),
        ({"Kind": "boom"}, "Kind", "one of shells, raid", "Add it to kind.values of the map, or correct the row."),
        ({"Arm": "catapult"}, "Arm", f"one of {', '.join(list(WEAPONS)[:12])}",
         "Say in weapon.values of the map what it means."),
        ({"Hurt": "c/x"}, "Hurt", "one of c, m, -", "Add it to harmed.values of the map, or correct the row."),
        ({"Prec": "far"}, "Prec", "one of exact, near, vague",
         "Add it to place.radius_m.values of the map, or correct the row."),
        ({"N": "88.5", "E": "-29.25"}, "N", "a place from -35 to -25 north and 80 to 95 east",
         "Are latitude and longitude exchanged?"),
        ({"N": "29.25"}, "N", "a place from -35 to -25 north and 80 to 95 east",
         "Is it in another country, or a digit wrong?"),
        ({"N": ""}, "N", "decimal degrees like 36.7076", "Convert it to decimal degrees, minus for west and south."),
        ({"Dead": "-1"}, "Dead", "a whole number from 0 to 1,000,000,000",
         "Write the number alone, or leave the cell empty where none is known."),
        ({"Nr": ""}, "Nr", "a value", "Fill it in; without it the row cannot be read."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_listed(changed: dict[str, str], field: str, expected: str, cure: str) -> None:
    """With its column, what was expected and what to do; the rows around it stay."""
    found = imported({**ROW, "Nr": "1"}, {**ROW, **changed}, {**ROW, "Nr": "2"})
    assert [one.id for one in found.events] == ["1", "2"]
    (bad,) = found.bad
    assert (bad.fault.line, bad.fault.field, bad.fault.expected, bad.fault.cure) == (3, field, expected, cure)


@pytest.mark.parametrize(
    ("time", "changed", "expected", "cure"),
    [
        ({"date": {"column": "Day"}, "date_to": {"column": "More"}}, {"Day": "2031-05-02", "More": "2031-05-01"},
         "a date not before 2031-05-02", "Are the two exchanged?"),
        ({"from": {"column": "Day"}, "to": {"column": "More"}}, {"Day": "2031-05-02T12:00", "More": "2031-05-02T11:59"},
         "a time not before 2031-05-02T06:00:00Z", "Are the two exchanged?"),
        ({"from": {"column": "Day"}}, {"Day": ""}, "a date and time",
         "Fill it in; without it the row cannot be judged."),
    ],
)  # fmt: skip
def test_times_that_cannot_be(time: dict[str, Any], changed: dict[str, str], expected: str, cure: str) -> None:
    """An end before its beginning is asked back."""
    (bad,) = imported({**ROW, **changed}, mapping=changed_map(time=time)).bad
    assert (bad.fault.expected, bad.fault.cure) == (expected, cure)


def test_a_circle_over_a_pole() -> None:
    """A circle that cannot be drawn is asked back."""
    place = {**yaml.safe_load(MAP)["place"], "bounds": None}
    (bad,) = imported({**ROW, "N": "-89.99"}, mapping=changed_map(place=place)).bad
    assert (bad.fault.field, bad.fault.expected) == ("N", "a circle that stays 5 degrees away from the poles")
    assert (bad.fault.got, bad.fault.cure) == ("-89.99 within 5000 m", "Correct the radius.")


def test_bounds_over_the_antimeridian() -> None:
    """West of east, they reach across it."""
    place = {**yaml.safe_load(MAP)["place"], "bounds": {"west": 170, "south": -35, "east": -170, "north": -25}}
    mapping = changed_map(place=place)
    assert event(mapping, E="179.5").marker == Position(1_795_000_000, -292_500_000)
    assert event(mapping, E="-179.5").marker == Position(-1_795_000_000, -292_500_000)
    assert len(imported({**ROW, "E": "88.5"}, mapping=mapping).bad) == 1


def test_a_radius_out_of_reason() -> None:
    """Kilometres are not metres."""
    place = {**yaml.safe_load(MAP)["place"], "radius_m": {"column": "Prec"}}
    (bad,) = imported({**ROW, "Prec": "1000001"}, mapping=changed_map(place=place)).bad
    assert bad.fault.expected == "a radius up to 1,000,000 m"
    assert bad.fault.cure == "Is it in metres? Leave it empty where no circle can be drawn."


# ── a map that is wrong ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mapping", "line", "field", "expected", "got", "cure"),
    [
        (MAP.replace("weapon:", "wepon:"), 18, "wepon", "one of: dataset, deaths, ", "wepon", "Did you mean weapon?"),
        (MAP.replace("shells: shelling", "shells: bang"), 17, "kind.values.shells",
         "'attack', 'air_strike', ", "bang", CORRECT),
        (MAP.replace("Etc/GMT-6", "Mars"), 3, "time_zone", "an IANA time zone like Asia/Damascus", "Mars", CORRECT),
        (MAP.replace("%d.%m.%Y", "%d.%m.%y"), 6, "time.date.format",
         "a pattern like %d/%m/%Y or %d.%m.%Y %H:%M, with %Y for the year", "%d.%m.%y", CORRECT),
        (MAP.replace("direction: {constant: a_to_b}", "direction: {}"), 16, "direction",
         "either `column` or `constant`", "{}", CORRECT),
        (MAP.replace("  lon: {column: E}\n", ""), 7, "place", "`lat`, `lon` and `radius_m` together", "", CORRECT),
        (MAP.replace("time: {date", "time: {dat"), 6, "time.dat",
         "one of: date, date_to, from, mode, precision, to", "dat", "Did you mean date?"),
        (MAP.replace("time: {date: {column: Day,", "time: {date: {column: Day}, from: {column: Day,"), 6, "time",
         "either `date` (and `date_to`) or `from` (and `to`)", "", CORRECT),
        (MAP.replace("name: Log of the mission, ", ""), 2, "dataset.name", "a value for name", "nothing", "Add it."),
        (MAP.replace("G: [gov]", "G: [gv]"), 14, "sides.a", "the id of an actor", "gv",
         "Use one of: front, gov, hill, residents, river …, or write the name."),
        (MAP.replace("umbrella: rebels", "umbrella: gov"), 14, "sides.a", "the id of an umbrella", "gov",
         "Use one of: rebels …, or write the name."),
        ("- a", 1, "", "keys of a map", "a list or word", "Begin with one of: dataset, "),
        ("", 1, "", "keys of a map", "nothing", "Begin with one of: dataset, "),
        ("a: b: c", 1, "", "YAML", "mapping values are not allowed here",
         "Check indentation, colons and quotes on this line."),
    ],
)  # fmt: skip
def test_a_map_that_is_wrong_says_where(
    mapping: str, line: int, field: str, expected: str, got: str, cure: str
) -> None:
    """With file, line, field and cure; nothing is read by half a map."""
    with pytest.raises(DataError) as caught:
        read_table(as_csv(ROW), "log.csv", mapping.encode(), ROSTER, map_file="MAP.yaml")
    fault = caught.value.faults[0]
    assert (fault.file, fault.line, fault.field) == ("MAP.yaml", line, field)
    assert fault.expected.startswith(expected)
    assert fault.got.startswith(got)
    assert fault.cure.startswith(cure)


def test_ids_wait_for_an_agreement() -> None:
    """Without a roster an id may be one of a text to come; names stay as written."""
    (found,) = read_table(as_csv(ROW), "log.csv", MAP.encode(), Roster(())).events
    assert found.conduct.a[0].value == Side(members=(Member("gov"),))
    assert found.conduct.b[0].value == Side(members=(Member(None, "River Guard"),))


def test_a_time_zone_has_to_be_said() -> None:
    """By the map or by whoever reads it; a day is a day somewhere."""
    with pytest.raises(DataError) as caught:
        imported(ROW, mapping=changed_map(time_zone=None))
    assert str(caught.value.faults[0]) == (
        "the map: time_zone: expected whose days the dates are, got nothing. "
        "Add time_zone to the map, like Asia/Damascus."
    )
    assert imported(ROW, mapping=changed_map(time_zone=None), time_zone=ZONE).time_zone == ZONE


def test_columns_the_table_has_not() -> None:
    """All are named at once."""
    with pytest.raises(DataError) as caught:
        imported({"Nr": "1", "Day": "02.05.2031"})
    assert [one.field for one in caught.value.faults] == [
        "What", "N", "E", "Prec", "Where", "Who", "Whom", "Kind", "Arm", "Hurt", "Dead", "Civ", "Note",
    ]  # fmt: skip


def test_the_published_schema_is_the_one_that_is_checked() -> None:
    """It is JSON Schema 2020-12, takes the map above, and refuses an unknown key and an unknown word."""
    schema = map_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    known = jsonschema.Draft202012Validator(schema)
    tree = yaml.safe_load(MAP)
    assert known.is_valid(tree)
    assert not known.is_valid({**tree, "wepon": {}})
    assert not known.is_valid({**tree, "kind": {"constant": "bang"}})
    assert columns_of("no map") == []
