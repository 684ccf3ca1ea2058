"""Lists of others and forms that came back: what a row says, what it does not, and what is not read at all."""

import csv
import io
import json
from collections.abc import Mapping

import openpyxl
import pytest

from tests.formats.samples import ROSTER, ZONE
from truceline.claims import Deaths, Event
from truceline.errors import DataError
from truceline.formats.bad_rows import Imported
from truceline.formats.lists import Taken, read_acled, read_airwars, read_submissions, read_ushahidi
from truceline.kinds import AccessDenied, Channel, Denial, ObservationMade, Payload, ReportReceived
from truceline.period import Instant, Period
from truceline.place import Area
from truceline.terms import UNKNOWN_SIDE, Candidate, Direction, HarmedFact

NOW = Instant.parse("2031-05-10T00:00Z")
Row = Mapping[str, str]
ACLED = {
    "event_id_cnty": "ORM12",
    "event_date": "02 May 2031",
    "time_precision": "1",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Government of Ormavela",
    "assoc_actor_1": "River militia",
    "actor2": "River Guard",
    "assoc_actor_2": "",
    "civilian_targeting": "",
    "country": "Ormavela",
    "admin1": "Middle Reach",
    "location": "Mevrano",
    "latitude": "-29.25",
    "longitude": "88.5",
    "geo_precision": "1",
    "source": "Gazette; Norda Wire",
    "notes": "Shells fell on the edge of the town.",
    "fatalities": "3",
    "iso": "0",
}
AIRWARS = {
    "Incident code": "OR7",
    "Incident date": "2031-05-02",
    "Location": "Mevrano",
    "Country": "Ormavela",
    "Coordinates": "-29.25, 88.5",
    "Geolocation accuracy": "Within 300 m",
    "Suspected belligerent": "Government of Ormavela; River Guard",
    "Strike type": "Airstrike",
    "Civilians killed (min)": "2",
    "Civilians killed (max)": "5",
    "Civilians injured (min)": "",
    "Civilians injured (max)": "9",
    "Grading": "Fair",
    "Sources": "Gazette; Norda Wire",
}
POST = {
    "Post ID": "17",
    "Post Status": "published",
    "Post Date (UTC)": "2031-05-02 09:10:00",
    "Title": "Explosions near the mill",
    "Description": "The people of the village said that four explosions were heard in the morning.",
    "Location": "",
    "Latitude": "-29.251234",
    "Longitude": "88.509876",
    "Author": "Somebody",
    "Contact": "+000 123",
}
FLASH = {
    "form": "flash_report/1",
    "told_by": "resident",
    "happened": "explosions",
    "words": "The people said that four explosions were heard in the morning, and that it was quiet after.",
    "place_name": "Mevrano",
    "day": "2031-05-02",
    "part_of_day": "morning",
    "known_by": "heard",
    "check/agreed": "yes",
    "receipt": "1a2b3c4d",
    "_uuid": "u-1",
    "_submission_time": "2031-05-02T09:30:00",
    "_submitted_by": "somebody",
    "phonenumber": "+000 123",
}
PATROL = {
    "form": "patrol_report/1",
    "place_name": "Mevrano",
    "begin": "2031-05-02T09:10:00.000+06:00",
    "end": "2031-05-02T09:40:00.000+06:00",
    "means": "patrol",
    "sense": "heard",
    "unit": "explosion",
    "count_least": "4",
    "count_most": "",
    "bearing": "WNW",
    "distance_least_m": "3000",
    "distance_most_m": "5000",
    "weapon": "undetermined",
    "words": "",
    "_uuid": "u-2",
}
DENIED = {
    "form": "access_denied/1",
    "place_name": "Mevrano",
    "begin": "2031-05-02T09:10+06:00",
    "end": "2031-05-02T11:00+06:00",
    "how": "refused",
    "purpose": "patrol",
    "by_name": "The post at the bridge",
    "words": "",
    "_uuid": "u-3",
}
INCIDENT = {
    "form": "incident_report/1",
    "office": "Health office, Middle Reach",
    "kind": "shelling",
    "weapon": "mortar",
    "site": "medical",
    "place_name": "Mevrano",
    "district": "Middle Reach",
    "day": "2031-05-02",
    "dead_least": "1",
    "dead_most": "3",
    "known_by": "told",
    "words": "قالت اللجنة إن القذائف سقطت على المستشفى بعد الظهر وإن القرى كانت هادئة.",
    "_uuid": "u-4",
}


def table(*rows: Row) -> bytes:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def only(read: Imported) -> Event:
    assert read.bad == ()
    (one,) = read.events
    return one


def acled(**changed: str) -> Imported:
    return read_acled(table({**ACLED, **changed}), "acled.csv", ROSTER, ZONE)


def airwars(**changed: str) -> Imported:
    return read_airwars(table({**AIRWARS, **changed}), "airwars.csv", ROSTER, ZONE)


def submitted(*rows: Row) -> Taken:
    return read_submissions(table(*rows), "forms.csv", NOW)


def payload(read: Taken) -> Payload:
    assert read.bad == ()
    (one,) = read.rows
    return one.payload


def days(event: Event) -> str:
    span = event.conduct.time[0].value.span
    assert isinstance(span, Period)
    assert span.start
    assert span.end
    return f"{span.start.datetime(ZONE):%d.%m.} to {span.end.datetime(ZONE):%d.%m.}"


# ── ACLED ─────────────────────────────────────────────────────────────────────────────────────


def test_of_remote_violence_the_first_side_acted() -> None:
    """With which of two weapons the sub-event does not say, so both are versions."""
    event = only(acled())
    conduct = event.conduct
    assert conduct.a[0].value.members[0].actor == "gov"
    assert conduct.b[0].value.members[0].actor == "river"
    assert conduct.direction == (Candidate(Direction.A_TO_B),)
    assert [one.value for one in conduct.kind] == ["shelling", "missile_strike"]
    assert conduct.harmed == ()
    assert isinstance(conduct.place[0].value, Area)
    assert [one.office for one in event.reports] == ["Gazette", "Norda Wire"]
    assert event.notes == ("beside the first side: River militia", "Shells fell on the edge of the town.")
    assert (event.titles["en"], event.district) == (
        "Shelling/artillery/missile attack: Mevrano",
        "Ormavela, Middle Reach",
    )
    assert acled().unused == ("iso",)


def test_of_a_battle_nobody_is_said_to_have_begun() -> None:
    """Two sides, and no direction."""
    assert only(acled(event_type="Battles", sub_event_type="Armed clash")).conduct.direction == ()


def test_violence_against_civilians_says_who_was_harmed() -> None:
    """So does the column for it; a battle does not say that nobody was."""
    told = (Candidate(HarmedFact(("civilian",))),)
    assert only(acled(event_type="Violence against civilians", sub_event_type="Attack")).conduct.harmed == told
    assert only(acled(civilian_targeting="Civilian targeting")).conduct.harmed == told


@pytest.mark.parametrize(
    ("code", "expected"), [("1", "02.05. to 03.05."), ("2", "29.04. to 06.05."), ("3", "01.05. to 01.06.")]
)
def test_a_date_is_as_long_as_its_code_says(code: str, expected: str) -> None:
    """A day; the week about it; its month."""
    assert days(only(acled(time_precision=code))) == expected


def test_a_place_is_drawn_only_where_it_is_the_place_itself() -> None:
    """What is near a town, or a region, is stated and not drawn."""
    assert only(acled(geo_precision="2")).conduct.place == (Candidate(None),)
    assert only(acled(geo_precision="3")).place_precision == "region"


def test_no_death_reported_is_silence() -> None:
    """The list codes it 0."""
    event = only(acled(fatalities="0"))
    assert event.deaths == Deaths(None, None, None)
    assert event.notes[0] == "0 fatalities coded: none reported"
    assert only(acled()).deaths == Deaths(None, 3, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sub_event_type": "Peaceful protest"}, "sub_event_type"),
        ({"geo_precision": "4"}, "geo_precision"),
        ({"event_date": "31 June 2031"}, "event_date"),
        ({"event_date": ""}, "event_date"),
        ({"latitude": "129.25"}, "latitude"),
        ({"fatalities": "many"}, "fatalities"),
        ({"actor1": ""}, "actor1"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed(changed: dict[str, str], field: str) -> None:
    """With file, line, field, what was expected and what to do; the rows beside it are read."""
    data = table({**ACLED, "event_id_cnty": "a"}, {**ACLED, **changed}, {**ACLED, "event_id_cnty": "z"})
    read = read_acled(data, "acled.csv", ROSTER, ZONE)
    assert [one.id for one in read.events] == ["a", "z"]
    (bad,) = read.bad
    assert (bad.fault.file, bad.fault.line, bad.fault.field) == ("acled.csv", 3, field)
    assert all((bad.fault.expected, bad.fault.cure))


def test_a_table_without_its_columns_is_refused() -> None:
    """By name."""
    with pytest.raises(DataError, match="geo_precision: expected a column of this name"):
        read_acled(b"event_id_cnty,event_date\n1,2\n", "x.csv", ROSTER, ZONE)


# ── Airwars ───────────────────────────────────────────────────────────────────────────────────


def test_suspects_are_versions_and_deaths_a_range() -> None:
    """Whoever is suspected beside another may or may not have struck; the publisher's grade is its own word."""
    event = only(airwars())
    assert [one.value.members[0].actor for one in event.conduct.a] == ["gov", "river"]
    assert event.conduct.b == ()
    assert event.deaths == Deaths(2, None, 5)
    assert event.conduct.harmed == (Candidate(HarmedFact(("civilian",))),)
    assert [one.value for one in event.conduct.kind] == ["air_strike"]
    assert event.notes == ("civilians injured: ? to 9", "graded by its publisher: Fair")
    assert isinstance(event.conduct.place[0].value, Area)
    assert days(event) == "02.05. to 03.05."


def test_a_place_without_a_stated_distance_is_not_drawn() -> None:
    """A town is as large as it is."""
    event = only(airwars(**{"Geolocation accuracy": "Town"}))
    assert (event.conduct.place, event.place_precision) == ((Candidate(None),), "Town")
    assert only(airwars(Coordinates="", Location="")).conduct.place == ()


def test_nobody_suspected_is_an_unknown_side() -> None:
    """And no minimum of deaths says nothing of harm."""
    event = only(airwars(**{"Suspected belligerent": "Unknown", "Civilians killed (min)": ""}))
    assert event.conduct.a[0].value == UNKNOWN_SIDE
    assert event.conduct.harmed == ()


def test_columns_are_known_by_several_names() -> None:
    """As others who count likewise call them."""
    other = {"Reference code": "9", "Date": "2 May 2031", "Belligerents": "River Guard", "Lat": "-29.25", "Lng": "88.5"}
    assert only(read_airwars(table(other), "x.csv", ROSTER, ZONE)).marker is not None
    bad = read_airwars(table({**AIRWARS, "Coordinates": "by the mill"}), "x.csv", ROSTER, ZONE).bad
    assert bad[0].fault.field == "Coordinates"


# ── Ushahidi ──────────────────────────────────────────────────────────────────────────────────


def test_a_post_is_a_report_without_its_author() -> None:
    """Its words, title and date; a place by coordinates to a kilometre; no name, no telephone."""
    read = read_ushahidi(table(POST), "posts.csv", "River watch", NOW)
    report = payload(read)
    assert isinstance(report, ReportReceived)
    assert (report.source, report.channel, report.received) == ("River watch, post 17", Channel.PUBLISHED, NOW)
    assert report.dated == Instant.parse("2031-05-02T09:10Z")
    assert report.place_name == "about -29.25, 88.51 (latitude, longitude)"
    assert report.text == f"{POST['Title']}\n\n{POST['Description']}"
    assert report.language == "en"
    assert not any(told in repr(read.rows) for told in ("Somebody", "+000"))
    assert {"Author", "Contact"} <= set(read.unused)
    assert read.rows[0].open


def test_a_post_that_was_not_published_is_for_sealing() -> None:
    """It came as a message."""
    (one,) = read_ushahidi(table({**POST, "Post Status": "draft"}), "posts.csv", "River watch", NOW).rows
    assert not one.open
    assert isinstance(one.payload, ReportReceived)
    assert one.payload.channel is Channel.MESSAGE


def test_posts_come_as_geojson_too() -> None:
    """A feature each; what has no title and no words is listed."""
    good = {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [
        {"type": "Point", "coordinates": [88.509876, -29.251234]}]},
        "properties": {"id": 17, "title": "Explosions", "description": "near the mill"}}  # fmt: skip
    tree = {"type": "FeatureCollection", "features": [good, {"properties": {"id": 18}}, "no feature"]}
    read = read_ushahidi(json.dumps(tree).encode(), "posts.geojson", "River watch", NOW)
    assert [one.id for one in read.rows] == ["17"]
    assert [(one.fault.line, one.fault.field) for one in read.bad] == [(2, "title"), (3, "id")]
    with pytest.raises(DataError, match="a GeoJSON FeatureCollection"):
        read_ushahidi(b"{}", "posts.geojson", "River watch", NOW)


# ── forms ─────────────────────────────────────────────────────────────────────────────────────


def test_a_flash_report_is_a_report_for_sealing() -> None:
    """Who sent it, by which account and telephone, is in columns that are not read."""
    read = submitted(FLASH)
    report = payload(read)
    assert isinstance(report, ReportReceived)
    assert (report.source, report.place_name, report.happened) == (
        "A resident",
        "Mevrano",
        "2031-05-02, Morning, 06 to 12",
    )
    assert report.text.startswith(FLASH["words"])
    assert "What happened: Explosions" in report.text
    assert report.dated == Instant.parse("2031-05-02T09:30Z")
    assert not read.rows[0].open
    assert not any(told in repr(report) for told in ("somebody", "+000"))
    assert set(read.unused) == {"_submitted_by", "phonenumber"}


def test_an_incident_report_keeps_silence_silent() -> None:
    """What was left empty is not in it; its lines are in the language of its words."""
    report = payload(submitted(INCIDENT))
    assert isinstance(report, ReportReceived)
    assert (report.source, report.language) == ("Health office, Middle Reach", "ar")
    assert "القتلى، على الأقل: 1" in report.text
    assert "الجرحى" not in report.text
    assert report.place_name == "Mevrano, Middle Reach"


def test_a_patrol_report_is_an_observation() -> None:
    """One number stands for both, an empty one for undetermined."""
    assert not submitted(PATROL).rows[0].open  # it leads back to where the monitor stands
    observation = payload(submitted(PATROL))
    assert isinstance(observation, ObservationMade)
    assert observation.window.start == Instant.parse("2031-05-02T09:10+06:00")
    assert (observation.count, observation.distance_m, observation.bearing_deg) == ((4, 4), (3_000, 5_000), (281, 304))
    assert observation.undetermined == ("ordnance",)
    unknown = payload(
        submitted(
            {**PATROL, "count_least": "", "bearing": "undetermined", "distance_least_m": "", "distance_most_m": ""}
        )
    )
    assert isinstance(unknown, ObservationMade)
    assert unknown.undetermined == ("bearing", "count", "distance", "ordnance")


def test_access_denied_is_just_that() -> None:
    """Who denied it stays as written: it is no actor's id."""
    denied = payload(submitted(DENIED))
    assert submitted(DENIED).rows[0].open
    assert isinstance(denied, AccessDenied)
    assert (denied.how, denied.purpose, denied.by, denied.place_name) == (Denial.REFUSED, "A patrol", "", "Mevrano")
    assert denied.note["en"].endswith("The post at the bridge")


def test_answers_are_read_by_label_in_any_language() -> None:
    """Platforms export words or labels."""
    read = submitted({**PATROL, "means": "Патруль", "sense": "سُمع", "unit": "explosions", "bearing": "West-north-west"})
    assert payload(read) == payload(submitted(PATROL))


@pytest.mark.parametrize(
    ("row", "changed", "field"),
    [
        (FLASH, {"form": "other/1"}, "form"),
        (FLASH, {"words": ""}, "words"),
        (FLASH, {"day": "the day before"}, "day"),
        (FLASH, {"check/agreed": "no"}, "agreed"),
        (FLASH, {"_uuid": ""}, "_uuid"),
        (INCIDENT, {"dead_least": "5"}, "dead_most"),
        (INCIDENT, {"office": "x" * 300}, "office"),
        (PATROL, {"unit": "bangs"}, "unit"),
        (PATROL, {"end": "2031-05-02T09:00+06:00"}, "end"),
        (PATROL, {"begin": "2031-05-02T09:10"}, "begin"),
        (DENIED, {"how": ""}, "how"),
    ],
)  # fmt: skip
def test_a_submission_that_cannot_be_read_is_listed(row: Row, changed: Row, field: str) -> None:
    """With its field; the one beside it is read."""
    read = submitted({**row, "_uuid": "good"}, {**row, **changed})
    assert [one.id for one in read.rows] == ["good"]
    (bad,) = read.bad
    assert (bad.fault.file, bad.fault.line, bad.fault.field) == ("forms.csv", 3, field)


def test_submissions_come_as_json_and_xlsx_too() -> None:
    """As KoboToolbox and ODK Central export them, groups and all."""
    expected = payload(submitted(FLASH))
    nested = {**{k: v for k, v in FLASH.items() if k != "check/agreed"}, "check": {"agreed": "yes"}}
    central = {"value": [{**nested, "__id": "u-1", "__system": {"submissionDate": "2031-05-02T09:30:00Z"}}]}
    for tree in ([FLASH], {"results": [FLASH]}, central):
        assert payload(read_submissions(json.dumps(tree).encode(), "f.json", NOW)) == expected
    book = openpyxl.Workbook()
    book.active.append(list(FLASH))
    book.active.append(list(FLASH.values()))
    out = io.BytesIO()
    book.save(out)
    assert payload(read_submissions(out.getvalue(), "f.xlsx", NOW)) == expected


def test_which_form_it_is_has_to_be_said() -> None:
    """By the export, or by whoever reads it in."""
    bare = table({name: value for name, value in FLASH.items() if name != "form"})
    with pytest.raises(DataError, match="Name it with --form: flash_report"):
        read_submissions(bare, "f.csv", NOW)
    assert len(read_submissions(bare, "f.csv", NOW, "flash_report").rows) == 1
    with pytest.raises(DataError, match="no form of that name"):
        read_submissions(bare, "f.csv", NOW, "other")


def test_a_submission_twice_in_a_file_counts_once() -> None:
    """The second is listed."""
    read = submitted(FLASH, FLASH)
    assert len(read.rows) == 1
    assert read.bad[0].fault.expected == "an id that no other row has"
