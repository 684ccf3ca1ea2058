"""UCDP GED as published: what a row says, what it does not, and what looks wrong and is kept."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.formats.samples import GED, ROSTER, ZONE, csv_text, ged_row
from truceline.actors import Roster
from truceline.claims import Deaths, Event, Report
from truceline.errors import DataError
from truceline.formats.bad_rows import Imported
from truceline.formats.ucdp import read_ucdp
from truceline.period import Instant, Period
from truceline.place import Area, Position
from truceline.terms import Candidate, Direction, HarmedFact, Member, Side, When

PUBLISHED = "data/ucdp/ged_syria_2016-01_2016-07.csv"


def imported(*rows: dict[str, str], **options: Any) -> Imported:  # noqa: ANN401 - a reader's options
    return read_ucdp(csv_text(rows), "ged.csv", ROSTER, ZONE, **options)


def event(**changed: str) -> Event:
    """The event of one row with some cells changed."""
    found = imported(ged_row(**changed))
    assert found.bad == ()
    (one,) = found.events
    return one


def fault(**changed: str) -> tuple[int, str, str, str, str]:
    """What is wrong with one row with some cells changed."""
    found = imported(ged_row(id="0"), ged_row(**changed), ged_row(id="2"))
    assert [one.id for one in found.events] == ["0", "2"]
    (bad,) = found.bad
    return (bad.fault.line, bad.fault.field, bad.fault.expected, bad.fault.got, bad.fault.cure)


def span(start: str, end: str) -> Period:
    return Period(Instant.parse(start), Instant.parse(end))


# ── what a row says ───────────────────────────────────────────────────────────────────────────


def test_a_battle_has_two_sides_and_no_attacker() -> None:
    """State-based and non-state violence name sides, not who began; the day is local and whole."""
    conduct = event().conduct
    assert conduct.a == (Candidate(Side(members=(Member("gov"),))),)
    assert conduct.b == (Candidate(Side(members=(Member("river"),))),)
    assert conduct.direction == ()
    assert conduct.kind == (Candidate("attack"),)
    assert conduct.time == (Candidate(When(span("2031-05-02T00:00+06:00", "2031-05-03T00:00+06:00"))),)
    assert event(type_of_violence="2").conduct.direction == ()


def test_one_sided_violence_is_directed_at_civilians() -> None:
    """There the first side is the attacker, and those harmed are civilians."""
    conduct = event(type_of_violence="3", side_b="Civilians").conduct
    assert conduct.direction == (Candidate(Direction.A_TO_B),)
    assert conduct.b == (Candidate(Side(members=(Member("residents"),))),)
    assert conduct.harmed == (Candidate(HarmedFact(("civilian",))),)


def test_who_was_harmed_is_said_only_of_civilians_who_died() -> None:
    """A battle without a civilian death counted does not say that no civilian was harmed."""
    assert event(deaths_civilians="0").conduct.harmed == ()
    assert event(deaths_civilians="").conduct.harmed == ()
    both = event(deaths_civilians="2", best="3", high="3").conduct.harmed
    assert both == (Candidate(HarmedFact(("civilian", "combatant"))),)
    alone = event(deaths_civilians="1", deaths_b="0").conduct.harmed
    assert alone == (Candidate(HarmedFact(("civilian",))),)


@pytest.mark.parametrize(
    ("code", "words", "drawn"),
    [
        ("1", "exact, 1 km", True),
        ("2", "within 25 km", True),
        ("3", "district", False),
        ("4", "governorate", False),
        ("5", "a line or part of a region", False),
        ("6", "country", False),
        ("7", "international waters or airspace", False),
    ],
)
def test_a_place_is_as_coarse_as_it_was_found(code: str, words: str, drawn: bool) -> None:  # noqa: FBT001 - a case
    """Only precisions 1 and 2 are circles; all others are stated and too vague to be drawn."""
    found = event(where_prec=code)
    (place,) = found.conduct.place
    assert found.place_precision == words
    assert isinstance(place.value, Area) is drawn
    assert found.marker == Position(885_000_000, -292_500_000)
    assert (found.place_name, found.district) == ("Mevrano town", "Ormavela, Middle Reach")


def test_the_circle_of_a_known_place_is_as_wide_as_asked() -> None:
    """Precision 1 is a stated radius, 1 km unless another is given; precision 2 is the codebook's 25 km."""

    def height(found: Event) -> float:
        area = found.conduct.place[0].value
        assert isinstance(area, Area)
        return (area.box[3] - area.box[1]) / 10_000_000 * 110.85  # km in a degree of latitude at 29° south

    narrow, wide = imported(ged_row()), imported(ged_row(), exact_radius_m=5_000)
    assert height(narrow.events[0]) == pytest.approx(2, rel=0.01)
    assert height(wide.events[0]) == pytest.approx(10, rel=0.01)
    assert wide.events[0].place_precision == "exact, 5 km"
    assert height(event(where_prec="2")) == pytest.approx(50, rel=0.01)


@pytest.mark.parametrize(
    ("code", "last", "words"),
    [
        ("1", "2031-05-02", "day"),
        ("2", "2031-05-04", "2–6 days"),
        ("3", "2031-05-08", "week"),
        ("4", "2031-05-31", "8–31 days, or month"),
        ("5", "2031-12-31", "more than a month"),
    ],
)
def test_a_time_is_as_coarse_as_it_was_found(code: str, last: str, words: str) -> None:
    """The event was at some unknown instant from the first local day to the end of the last."""
    found = event(date_prec=code, date_end=last)
    end = Instant.parse(f"{last}T18:00Z")  # midnight at UTC+6
    assert found.conduct.time[0].value == When(Period(Instant.parse("2031-05-01T18:00Z"), end))
    assert found.time_precision == words
    assert found.notes == ()


def test_days_are_those_of_the_zone() -> None:
    """A day on which clocks are put forward has 23 hours."""
    data = csv_text([ged_row(date_start="2016-03-25", date_end="2016-03-25")])
    (found,) = read_ucdp(data, "ged.csv", ROSTER, "Asia/Damascus").events
    assert found.conduct.time[0].value.span == span("2016-03-25T00:00+02:00", "2016-03-26T00:00+03:00")


def test_deaths_are_ranges_and_silence_is_not_zero() -> None:
    """An empty cell is None."""
    found = event(low="", deaths_unknown="", best="1", high="2")
    assert found.deaths == Deaths(None, 1, 2, side_a=0, side_b=1, civilians=0, unknown=None)


def test_what_no_event_was_made_of_is_told() -> None:
    """Columns that are not read are named, so nothing is lost in silence; the row's line stays with the event."""
    found = imported(ged_row(), ged_row(id="2"))
    assert found.unused == ("conflict_new_id",)
    assert [one.row for one in found.events] == [2, 3]
    assert found.time_zone == ZONE
    assert found.dataset.licence == "CC BY 4.0"
    assert found.dataset.name == "UCDP Georeferenced Event Dataset (UCDP GED), ged.csv"


# ── sources ───────────────────────────────────────────────────────────────────────────────────


def test_several_sources_in_one_field_are_told_apart() -> None:
    """Headlines may hold commas, quotation marks, semicolons and entities; an article ends where another begins."""
    articles = (
        '"Gazette,2031-05-03,Guns heard, then &#8220;silence&#8221;";'
        '"Harbour News,2031-05-04,""We saw it"", says one; ""no"", says another";'
        '"Gazette ,2031-05-05 00:00:00.000,Last"'
    )
    found = event(
        source_article=articles.replace('""', '"'), number_of_sources="3", source_original="residents, a nurse"
    )
    assert found.reports == (
        Report("Gazette", dt.date(2031, 5, 3), "Guns heard, then “silence”", "residents, a nurse"),
        Report("Harbour News", dt.date(2031, 5, 4), '"We saw it", says one; "no", says another', "residents, a nurse"),
        Report("Gazette", dt.date(2031, 5, 5), "Last", "residents, a nurse"),
    )
    assert found.notes == ()


def test_a_source_in_another_form_is_kept_as_text() -> None:
    """What cannot be taken apart is not thrown away."""
    assert event(source_article="told by radio").reports == (Report("", None, "told by radio", "residents"),)
    assert event(source_article="").reports == (Report("", None, "", "residents"),)
    assert event(source_article="", source_original="").reports == ()
    assert event(source_article='"Gazette,2031-02-30,Guns"').reports == (Report("Gazette", None, "Guns", "residents"),)


# ── what looks wrong, and is kept ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"source_article": '"Gazette,2030-05-03,Guns"'}, "source dated before the event: 2030-05-03"),
        ({"number_of_sources": "2"}, "2 sources counted in the row, 1 cited"),
        ({"date_end": "2031-05-03"}, "the dates are 2 days, the precision says day"),
        ({"date_prec": "2", "date_end": "2031-05-08"}, "the dates are 7 days, the precision says 2–6 days"),
        ({"best": "3", "deaths_b": "3"}, "best estimate of deaths (3) outside its range (1–2)"),
        ({"deaths_b": "5"}, "deaths by side come to 5, best estimate is 1"),
        ({"event_clarity": "2"}, "its sources tell of several events together; the coders told this one apart"),
    ],
)
def test_what_looks_wrong_is_kept_and_noted(changed: dict[str, str], note: str) -> None:
    """Nothing is mended: the row stays as published, with a note."""
    assert event(**changed).notes == (note,)


def test_rows_alike_are_different_events() -> None:
    """Rows that share day, place, sides and deaths are never merged."""
    assert len(imported(ged_row(id="1"), ged_row(id="2"), ged_row(id="3")).events) == 3


# ── what cannot be read ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "field", "expected", "got", "cure"),
    [
        ({"id": " "}, "id", "a value", "nothing", "Fill it in; without it the row cannot be read."),
        ({"id": "0"}, "id", "an id that no other row has", "0", "Is the row in the file twice?"),
        ({"type_of_violence": "4"}, "type_of_violence", "one of 1, 2, 3", "4", "Correct the code."),
        ({"where_prec": ""}, "where_prec", "one of 1, 2, 3, 4, 5, 6, 7", "nothing", "Correct the code."),
        ({"date_prec": "0"}, "date_prec", "one of 1, 2, 3, 4, 5", "0", "Correct the code."),
        ({"side_a": ""}, "side_a", "a value", "nothing", "Fill it in; without it the row cannot be read."),
        ({"date_start": ""}, "date_start", "a date like 2016-02-27", "nothing",
         "Write the date, or leave the row out."),
        ({"date_end": "2031-05-01"}, "date_end", "a date not before date_start (2031-05-02)", "2031-05-01",
         "Are the two dates exchanged?"),
        ({"latitude": "88.5", "longitude": "-29.25"}, "latitude", "the latitude of geom_wkt, -29.25", "88.5",
         "Are latitude and longitude exchanged?"),
        ({"latitude": "99"}, "latitude", "a latitude from -90 to 90", "99", "Are latitude and longitude exchanged?"),
        ({"latitude": "-90"}, "latitude", "a circle that stays 5 degrees away from the poles", "-90.0",
         "Correct the coordinates."),
        ({"best": "about 3"}, "best", "a whole number from 0 to 1,000,000,000", "about 3",
         "Write the number alone, or leave the cell empty where none is known."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_listed(
    changed: dict[str, str], field: str, expected: str, got: str, cure: str
) -> None:
    """With its line in the file, what was expected, what stood there and what to do; the rows around it stay."""
    assert fault(**changed) == (3, field, expected, got, cure)


def test_the_line_of_a_bad_row_is_that_of_the_file() -> None:
    """Quoted line breaks in rows above are counted."""
    found = imported(ged_row(where_coordinates="one\ntwo\nthree"), ged_row(id="2", low="x"))
    assert [bad.fault.line for bad in found.bad] == [5]
    assert found.events[0].place_name == "one two three"


def test_a_file_that_is_not_ged_is_refused_with_every_column_it_lacks() -> None:
    """Not one column after another."""
    with pytest.raises(DataError) as caught:
        read_ucdp(b"id,day\n1,2\n", "other.csv", ROSTER, ZONE)
    missing = [one.field for one in caught.value.faults]
    assert missing[:3] == ["type_of_violence", "side_a", "side_b"]
    assert len(missing) == 12
    assert caught.value.faults[0].got == "id, day"


def test_other_releases_spell_some_columns_otherwise() -> None:
    """`best_est` and its like are read as `best`; ids of other names are not needed; dates may carry midnight."""
    columns = [name if name not in ("low", "best", "high") else f"{name}_est" for name in GED]
    row = {
        **GED,
        "low_est": "1",
        "best_est": "2",
        "high_est": "3",
        "deaths_b": "2",
        "date_end": "2031-05-02 00:00:00.000",
    }
    found = read_ucdp(csv_text([row], columns), "ged171.csv", ROSTER, ZONE)
    assert [(one.deaths.low, one.deaths.best, one.deaths.high) for one in found.events] == [(1, 2, 3)]
    assert found.unused == ("conflict_new_id",)


def test_progress_is_told_row_by_row() -> None:
    """Bad rows count as done."""
    told: list[tuple[int, int]] = []
    data = csv_text([ged_row(), ged_row(id="2", low="x")])
    read_ucdp(data, "ged.csv", ROSTER, ZONE, lambda done, rows: told.append((done, rows)))
    assert told == [(1, 2), (2, 2)]


# ── the published file ────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def published(shared: Path) -> Imported:
    return read_ucdp((shared / PUBLISHED).read_bytes(), "ged_syria.csv", Roster(()), "Asia/Damascus")


def test_every_published_row_comes_in(published: Imported) -> None:
    """3,586 rows, none bad, as precise as the file counts them."""
    assert (len(published.events), published.bad) == (3586, ())
    precisions = Counter(one.place_precision for one in published.events)
    assert [precisions[words] for words in ("exact, 1 km", "within 25 km", "district", "governorate")] == [
        1908,
        1263,
        39,
        234,
    ]
    assert [precisions[words] for words in ("a line or part of a region", "country")] == [99, 43]
    times = Counter(one.time_precision for one in published.events)
    assert [times[words] for words in ("day", "2–6 days", "week", "8–31 days, or month", "more than a month")] == [
        3436, 113, 4, 20, 13,
    ]  # fmt: skip
    assert sum(one.value is None for found in published.events for one in found.conduct.place) == 39 + 234 + 99 + 43


def test_the_hazards_of_the_published_file(published: Imported) -> None:
    """607 rows that share day, place and sides all stay; no entity is left; 50 rows have a source from before."""
    events = published.events
    alike = Counter((one.conduct.time, one.marker, one.conduct.a, one.conduct.b) for one in events)
    assert sum(times for times in alike.values() if times > 1) == 607
    assert not any("&#" in report.headline for one in events for report in one.reports)
    assert sum(any(note.startswith("source dated before") for note in one.notes) for one in events) == 50
    assert sum(len(one.reports) for one in events) == 4027
    assert not any("sources counted" in note for one in events for note in one.notes)
    directed = [one for one in events if one.conduct.direction]
    assert len(directed) == 120
    assert all(one.conduct.harmed == (Candidate(HarmedFact(("civilian",))),) for one in directed)
    assert sum(bool(one.conduct.harmed) for one in events) == 120 + sum(
        bool(one.deaths.civilians) for one in events if not one.conduct.direction
    )
