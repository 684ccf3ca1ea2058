"""The invented country: it is nowhere, its map holds every case, and its two drafts differ where a mediator looks."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.agreements.conftest import Judge
from tests.agreements.shelf import FOLDER, read
from truceline.actors import Status
from truceline.agreement import Agreement
from truceline.period import Instant
from truceline.place import E7, Position
from truceline.terms import Effect

FIRST, SECOND = "first-draft", "second-draft"
OCEAN = (84.0, -32.0, 88.0, -28.0)  # west, south, east, north; the nearest land is some 1,000 km away
NOON = {"at": "2031-05-06T12:00+06:00"}
HIGH: Mapping[str, Any] = {"lower_m": "500", "upper_m": "900", "datum": "AMSL"}


@pytest.fixture(scope="module", params=[FIRST, SECOND])
def exercise(request: pytest.FixtureRequest) -> Agreement:
    return read("exercise", request.param)


@pytest.fixture(scope="module")
def adopted() -> Agreement:
    return read("exercise", SECOND)


def _statuses(agreement: Agreement, actor: str, when: str) -> tuple[str, ...]:
    at = Instant.parse(when)
    books = ("kalvessar-list", "zulmerand-list")
    return tuple(one.status.value for book in books for one in agreement.roster.standings(actor, book, at))


def _point(lon: str, lat: str) -> dict[str, Any]:
    return {"point": {"lon": lon, "lat": lat}}


def _results(judge: Judge, variant: str, conduct: Mapping[str, Any], column: str = "common") -> dict[str, str]:
    clauses = judge("exercise", variant, {"time": NOON, **conduct}).columns[column].clauses
    return {rule: result.result.value for rule, result in clauses.items()}


# ── it is nowhere ─────────────────────────────────────────────────────────────────────────────


def _pairs(coordinates: Any) -> list[tuple[float, float]]:  # noqa: ANN401 - GeoJSON's nested lists
    if isinstance(coordinates[0], (int, float)):
        return [(coordinates[0], coordinates[1])]
    return [pair for one in coordinates for pair in _pairs(one)]


def test_everything_drawn_lies_in_open_ocean(exercise: Agreement) -> None:
    """Every coordinate of the fictional country is in one box of ocean."""
    west, south, east, north = OCEAN
    for path in (FOLDER / "exercise").rglob("*.geojson"):
        for feature in json.loads(path.read_bytes())["features"]:
            for lon, lat in _pairs(feature["geometry"]["coordinates"]):
                assert west < lon < east, (path.name, feature["id"])
                assert south < lat < north, (path.name, feature["id"])
    for zone in exercise.zones:
        assert zone.area is not None
        x0, y0, x1, y1 = (one / E7 for one in zone.area.box)
        assert west < x0 <= x1 < east, zone.id
        assert south < y0 <= y1 < north, zone.id


def test_no_name_resolves_in_a_gazetteer(exercise: Agreement, shared: Path) -> None:
    """None of the invented names is a place, in any of the three scripts."""
    (gazetteer,) = (shared / "data/gazetteer").glob("*.csv")
    with gazetteer.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    real = {name.casefold() for row in rows for name in (row["name"], *row["alternatenames"].split("|"))} - {""}
    assert len(real) > 300
    named = [one.names for one in exercise.places]
    named += [one.names for one in exercise.zones]
    named += [one.names for one in exercise.lines]
    named += [one.names for one in exercise.roster.actors.values()]
    invented = {name.casefold() for names in named for name in names.values()}
    assert invented & real == set()


def test_it_is_fictional_and_in_the_future(exercise: Agreement) -> None:
    """Every rule starts on 1 May 2031, and the agreement says that it is fictional."""
    assert exercise.status == "fictional"
    assert {rule.in_force.start for rule in exercise.rules} == {Instant.parse("2031-05-01T00:00+06:00")}
    for language, word in {"en": "fictional", "ar": "الخيالي", "ru": "вымышленная"}.items():
        assert word in exercise.title[language]


# ── its people ────────────────────────────────────────────────────────────────────────────────


def test_nine_groups_two_excluded_three_disputed(adopted: Agreement) -> None:
    """On the second day: who is on both lists, who on one, who on none."""
    day = "2031-05-02T12:00+06:00"
    assert len(adopted.roster.umbrellas["insurgents"].members) == 9
    found = {actor: _statuses(adopted, actor, day) for actor in adopted.roster.umbrellas["insurgents"].members}
    assert found == {
        "river-guard": ("party", "party"),
        "hill-league": ("party", "party"),
        "free-harbours": ("party", "party"),
        "lurmesta-brigade": ("unlisted", "unlisted"),
        "saltworkers": ("party", "unlisted"),
        "lantern-front": ("non_party", "party"),
        "grey-column": ("party", "non_party"),
        "ninth-tide": ("excluded", "excluded"),
        "ash-covenant": ("excluded", "excluded"),
    }


def test_statuses_change_at_the_second(adopted: Agreement) -> None:
    """One joins on the seventh day at noon, another leaves on the eleventh at noon."""
    assert _statuses(adopted, "lurmesta-brigade", "2031-05-07T11:59:59+06:00") == ("unlisted", "unlisted")
    assert _statuses(adopted, "lurmesta-brigade", "2031-05-07T12:00:00+06:00") == ("party", "party")
    assert _statuses(adopted, "free-harbours", "2031-05-11T11:59:59+06:00") == ("party", "party")
    assert _statuses(adopted, "free-harbours", "2031-05-11T12:00:00+06:00") == ("non_party", "non_party")


def test_a_locality_can_adhere(adopted: Agreement) -> None:
    """A town is on the list of the guarantor that attests it, and on no other."""
    assert adopted.roster.actors["nolquesh-town"].kind == "locality"
    assert _statuses(adopted, "nolquesh-town", "2031-05-02T12:00+06:00") == ("unlisted", "party")


# ── its map ───────────────────────────────────────────────────────────────────────────────────


def test_towns_lie_on_land(exercise: Agreement) -> None:
    """At least sixteen towns with people, each inside the coast."""
    towns = [place for place in exercise.places if place.kind == "town"]
    (land,) = (place.area for place in exercise.places if place.kind == "border")
    assert len(towns) >= 16
    assert land is not None
    for town in towns:
        assert town.population, town.id
        assert town.at is not None, town.id
        assert land.holds(Position(*town.at)), town.id
    assert {"river", "hills"} <= {place.kind for place in exercise.places}


def test_the_map_holds_every_case(exercise: Agreement) -> None:
    """Eight zones and more: a hole, a shared edge, a late start, a band of altitudes, a strip between two lines."""
    zones = {zone.id: zone for zone in exercise.zones}
    assert len(zones) >= 8
    assert len(_rings(exercise, "garvolen-ring")) == 2
    shared_vertices = set(_rings(exercise, "valley-west")[0]) & set(_rings(exercise, "valley-east")[0])
    assert len(shared_vertices) == 2
    assert [period.start for period in zones["camp-venshorel"].periods] == [Instant.parse("2031-05-08T00:00+06:00")]
    assert zones["eastern-sky"].altitudes is not None
    assert {line.of for line in exercise.lines} == {("government_side",), ("opposition",)}
    assert all(line.forward for line in exercise.lines)


def _rings(agreement: Agreement, zone_id: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    (area,) = (zone.area for zone in agreement.zones if zone.id == zone_id)
    assert area is not None
    return area.rings


@pytest.mark.parametrize(("lon", "lat", "side"), [("86.3", "-30.5", "gov"), ("85.8", "-30.5", "river-guard")])
def test_forward_is_towards_the_other(judge: Judge, lon: str, lat: str, side: str) -> None:
    """East of its line the government is forward, west of its line the opposition; the other is not, there."""
    move = {"b": "nobody", "direction": "a_to_b", "kind": "troop_movement", "purpose": "resupply"}
    other = "river-guard" if side == "gov" else "gov"
    place = _point(lon, lat)
    assert _results(judge, SECOND, {**move, "a": [side], "place": place})["art-10"] == "certain"
    assert _results(judge, SECOND, {**move, "a": [other], "place": place})["art-10"] == "not_reached"


def test_a_disc_across_the_shared_edge_is_inside_in_every_version(judge: Judge) -> None:
    """A circle lying wholly in two adjacent zones is in a zone, whichever of the two it was."""
    attack = {"a": ["river-guard"], "b": ["civilians"], "direction": "a_to_b", "kind": "shelling"}
    disc = {"disc": {"lon": "86.52", "lat": "-30.05", "radius_m": "2000"}}
    assert _results(judge, SECOND, {**attack, "place": disc})["art-4"] == "certain"


def test_the_barracks_are_outside_the_ring(judge: Judge) -> None:
    """Inside the hole nothing is protected; beside it everything is."""
    attack = {"a": ["river-guard"], "b": ["gov"], "direction": "a_to_b", "kind": "shelling"}
    hole, ring = _point("85.65", "-30.58"), _point("85.60", "-30.65")
    assert _results(judge, SECOND, {**attack, "place": hole})["art-4"] == "not_reached"
    assert _results(judge, SECOND, {**attack, "place": ring})["art-4"] == "certain"


def test_the_camp_is_protected_from_the_eighth_of_may(judge: Judge) -> None:
    """A second before midnight it is not yet a zone, at midnight it is."""
    attack = {"a": ["gov"], "b": ["river-guard"], "direction": "a_to_b", "kind": "shelling"}
    here = {**attack, "place": _point("87.0", "-30.6")}
    before, at = {"at": "2031-05-07T23:59:59+06:00"}, {"at": "2031-05-08T00:00:00+06:00"}
    assert _results(judge, SECOND, {**here, "time": before})["art-4"] == "not_reached"
    assert _results(judge, SECOND, {**here, "time": at})["art-4"] == "certain"


# ── its clauses ───────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_clause_is_there(adopted: Agreement) -> None:
    """Notice, concurrence, exceptions, questions for people, readings, obligations of each kind, a whole procedure."""
    rules = adopted.rules
    assert {rule.effect for rule in rules} == set(Effect)
    assert all(any(getattr(rule, part) for rule in rules) for part in ("exceptions", "assessments", "justifications"))
    assert {author for rule in rules for one in rule.readings for author in one.authors} == {"kalvessar", "zulmerand"}
    kinds = {"deadline", "streak", "simultaneous", "quota", "cadence", "commitment"}
    assert {one.kind for one in adopted.obligations} == kinds
    topics = {"determination", "clock", "silence", "extension", "withdrawal", "consequence", "organ", "hotline"}
    assert {one.topic for one in adopted.procedure} == topics
    adopters = {one.id: set(one.adopters) for one in adopted.presumptions}
    assert adopters == {"crewed-aircraft": {"kalvessar", "zulmerand"}, "combat-flight-armed": {"kalvessar"}}


@pytest.mark.parametrize("what", ["shelling", "missile_strike", "drone_strike", "explosive_device"])
def test_the_first_draft_forgets_weapons(judge: Judge, what: str) -> None:
    """Between two parties the second draft reaches every attack, the first one shelling alone of these."""
    attack = {"a": ["river-guard"], "b": ["gov"], "direction": "a_to_b", "kind": what, "place": _point("85.5", "-29.5")}
    assert _results(judge, SECOND, attack)["art-3"] == "certain"
    first = {rule: one for rule, one in _results(judge, FIRST, attack).items() if rule.startswith("art-3")}
    assert ("certain" in first.values()) == (what == "shelling")
    if what != "shelling":
        assert "possible" not in first.values()


def test_the_second_draft_opens_the_night_sky(judge: Judge) -> None:
    """A flight at 19:59 is reached by both drafts, one at 20:00 by the first alone."""
    flight = {"a": ["gov"], "b": "nobody", "direction": "a_to_b", "kind": "combat_flight", "purpose": "patrol"}
    here = {**flight, "altitude": HIGH, "place": _point("86.9", "-30.2")}
    day, night = {"at": "2031-05-06T19:59:59+06:00"}, {"at": "2031-05-06T20:00:00+06:00"}
    assert [_results(judge, draft, {**here, "time": day})["art-7"] for draft in (FIRST, SECOND)] == ["certain"] * 2
    assert _results(judge, FIRST, {**here, "time": night})["art-7"] == "certain"
    assert _results(judge, SECOND, {**here, "time": night})["art-7"] == "not_reached"


def test_a_medevac_inside_its_window_is_excepted(judge: Judge) -> None:
    """Unarmed, as notified, by day: the exception lifts the rule; after 17:00 it does not."""
    flight = {"a": ["gov"], "b": "nobody", "direction": "a_to_b", "kind": "transport_flight", "purpose": "medevac"}
    as_agreed = {"armed": "false", "in_notified_volume": "true", "altitude": HIGH, "place": _point("86.9", "-30.2")}
    late = {"at": "2031-05-06T17:00+06:00"}
    assert _results(judge, SECOND, {**flight, **as_agreed})["art-7"] == "excepted"
    assert _results(judge, SECOND, {**flight, **as_agreed, "time": late})["art-7"] == "certain"


def test_the_width_is_read_both_ways_in_the_first_draft_only(judge: Judge) -> None:
    """A gun 20 km behind its line: too near for Kalvessar, not for Zulmerand; the second draft settles it at 15."""
    gun = {"a": ["gov"], "b": "nobody", "direction": "a_to_b", "kind": "weapon_deployment", "weapon": "artillery"}
    near, nearer = {**gun, "own_line_distance_m": "20000"}, {**gun, "own_line_distance_m": "14999"}
    assert _results(judge, FIRST, near, "kalvessar")["art-6"] == "certain"
    assert _results(judge, FIRST, near, "zulmerand")["art-6"] == "not_reached"
    assert _results(judge, SECOND, near)["art-6-guns"] == "not_reached"
    assert _results(judge, SECOND, nearer)["art-6-guns"] == "certain"


def test_only_the_second_draft_protects_civilians_outside_zones(judge: Judge) -> None:
    """The first has no clause for them; the second reaches the attack and leaves "indiscriminate" to people."""
    attack = {"a": ["gov"], "b": ["civilians"], "direction": "a_to_b", "kind": "shelling"}
    harm = {"harmed": {"classes": ["civilian"]}, "place": _point("86.6", "-30.5")}
    assert "certain" not in _results(judge, FIRST, {**attack, **harm}).values()
    assert _results(judge, SECOND, {**attack, **harm})["art-13-people"] == "certain"
    (rule,) = (one for one in read("exercise", SECOND).rules if one.id == "art-13-people")
    assert [one.id for one in rule.assessments] == ["indiscriminate"]


def test_guns_keep_their_distance_in_the_second_draft(judge: Judge) -> None:
    """A mortar 1.5 km outside the western valley stands in no zone, and yet too near."""
    mortar = {"a": ["river-guard"], "b": "nobody", "direction": "a_to_b", "kind": "weapon_deployment"}
    outside = {**mortar, "weapon": "mortar", "place": _point("86.45", "-30.185")}
    further = {**mortar, "weapon": "mortar", "place": _point("86.45", "-30.25")}
    assert _results(judge, SECOND, outside)["art-4-distance"] == "certain"
    assert _results(judge, SECOND, further)["art-4-distance"] == "not_reached"
    assert "art-4-distance" not in _results(judge, FIRST, outside)


def test_a_disputed_group_is_answered_by_list(judge: Judge) -> None:
    """Saltworkers attack: reached on the list that names them, not on the other, possible in common."""
    attack = {"a": ["saltworkers"], "b": ["gov"], "direction": "a_to_b", "kind": "shelling"}
    found = [_results(judge, SECOND, attack, column)["art-3"] for column in ("common", "kalvessar", "zulmerand")]
    assert found == ["possible", "certain", "not_reached"]


def test_presumptions_count_for_those_who_adopted_them(judge: Judge) -> None:
    """An aircraft nobody names is one of two for all; a combat aircraft is armed in one author's column alone."""
    strike = {"a": "unknown", "b": ["river-guard"], "direction": "a_to_b", "kind": "air_strike"}
    from_above = {**strike, "platform": "fixed_wing", "place": _point("86.6", "-29.7")}
    for column in ("common", "kalvessar", "zulmerand"):
        assert _results(judge, SECOND, from_above, column)["art-3"] == "certain"
    flight = {"a": ["gov"], "b": "nobody", "direction": "a_to_b", "kind": "combat_flight"}
    over_zone = {**flight, "place": _point("85.60", "-30.65")}
    assert _results(judge, SECOND, over_zone, "kalvessar")["art-7-armed"] == "certain"
    assert _results(judge, SECOND, over_zone, "zulmerand")["art-7-armed"] == "undetermined"


def test_the_roster_knows_what_it_says(adopted: Agreement) -> None:
    """A part of the government has its role and a status of its own."""
    at = Instant.parse("2031-05-02T12:00+06:00")
    assert "government_side" in adopted.roster.roles("home-guard", at)
    assert {one.status for one in adopted.roster.standings("home-guard", "kalvessar-list", at)} == {Status.PARTY}
