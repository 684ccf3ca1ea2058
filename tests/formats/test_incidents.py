"""Incidents as articles name them: who said what, what was worked out, one conduct."""

from pathlib import Path

import pytest

from truceline.claims import Deaths, Report
from truceline.errors import DataError
from truceline.formats.incidents import read_incidents
from truceline.period import Instant
from truceline.place import Position
from truceline.terms import NOBODY, Candidate, Direction, Member, Side, Source

TOLD = """
incidents:
  - id: market
    title: {en: The market shelled, ru: Обстрел рынка}
    place_name: Mevrano
    conduct:
      id: market
      a: {candidates: [{value: [gov], source: paper}, {value: nobody, source: gov-says}]}
      b: {umbrella: rebels}
      direction: a_to_b
      kind: shelling
      place: {disc: {lon: 88.5, lat: -29.25, radius_m: 1000}}
      time: {from: 2031-05-02T00:00+06:00, to: 2031-05-03T00:00+06:00}
      sources: {paper: {roots: [gazette]}, gov-says: {roots: [gov]}}
    told:
      - {source: paper, outlet: Gazette, said_by: a vendor, quote: "Shells fell.", standing: secondary, fact: X}
    basis:
      - {field: time, text: The day before the paper's.}
"""


def test_an_incident_is_an_event() -> None:
    """The conduct as its sources have it; words and inference stay with it."""
    (event,) = read_incidents(TOLD.encode(), "incidents.yaml")
    conduct = event.conduct
    assert (event.id, conduct.id, event.row) == ("market", "market", 3)
    assert conduct.a == (Candidate(Side(members=(Member("gov"),)), "paper"), Candidate(NOBODY, "gov-says"))
    assert conduct.b == (Candidate(Side(umbrella="rebels")),)
    assert conduct.direction == (Candidate(Direction.A_TO_B),)
    assert conduct.sources == {"paper": Source(("gazette",)), "gov-says": Source(("gov",))}
    assert event.titles == {"en": "The market shelled", "ru": "Обстрел рынка"}
    assert event.reports == (Report("Gazette", None, "Shells fell.", "a vendor"),)
    assert event.notes == ("time: The day before the paper's.",)
    assert event.deaths == Deaths(None, None, None)
    assert (event.place_name, event.place_precision, event.time_precision) == ("Mevrano", "an area", "day")
    assert event.marker is not None
    assert abs(event.marker.lon_e7 - 885_000_000) < 200


@pytest.mark.parametrize(
    ("place", "words", "marker"),
    [
        ("place: {point: {lon: 88.5, lat: -29.25}}", "exact", Position(885_000_000, -292_500_000)),
        ("place: unknown", "too vague to be drawn", None),
        ("site: market", "not said", None),
    ],
)
def test_a_place_as_coarse_as_told(place: str, words: str, marker: Position | None) -> None:
    """No marker is put where no place was drawn."""
    text = TOLD.replace("place: {disc: {lon: 88.5, lat: -29.25, radius_m: 1000}}", place)
    (event,) = read_incidents(text.encode(), "incidents.yaml")
    assert (event.place_precision, event.marker) == (words, marker)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("{at: 2031-05-02T10:00+06:00}", "instant"),
        ("{from: 2031-05-01T00:00Z, to: 2031-05-31T00:00Z}", "30 days"),
        ("{from: 2031-05-01T00:00Z, to: 2031-05-01T06:00Z}", "day"),
    ],
)
def test_a_time_as_coarse_as_told(time: str, words: str) -> None:
    """An instant, a day, so many days."""
    text = TOLD.replace("{from: 2031-05-02T00:00+06:00, to: 2031-05-03T00:00+06:00}", time)
    (event,) = read_incidents(text.encode(), "incidents.yaml")
    assert event.time_precision == words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("      id: market\n", "      id: shop\n"),
         "i.yaml:3: market.conduct.id: expected market, got shop. Give both the same id."),
        (("source: paper, outlet", "source: radio, outlet"),
         ("i.yaml:3: market.told.source: expected a source of the conduct: paper, gov-says, got radio. "
          "Declare it under conduct.sources with its roots.")),
        (("kind: shelling", "kind: boom"), "i.yaml:11: incidents[0].conduct.kind"),
        (("lat: -29.25", "lat: -129.25"),
         "i.yaml:3: place: expected a longitude within ±180 and a latitude within ±90 degrees"),
        (("quote:", "qote:"),
         ("i.yaml:16: incidents[0].told[0].qote: expected one of: fact, outlet, quote, said_by, source, standing, "
          "got qote. Did you mean quote?")),
        (("incidents:", "incident:"),
         "i.yaml:2: incident: expected one of: incidents, got incident. Did you mean incidents?"),
        (("told:\n", "told: []\n    x:\n"), "i.yaml:16: incidents[0].x: expected one of: "),
    ],
)  # fmt: skip
def test_a_file_of_incidents_that_is_wrong(change: tuple[str, str], said: str) -> None:
    """With line, way and cure."""
    with pytest.raises(DataError) as caught:
        read_incidents(TOLD.replace(*change).encode(), "i.yaml")
    told = [str(one) for one in caught.value.faults]
    assert any(one.startswith(said) for one in told), told


def test_the_shipped_incidents(root: Path) -> None:
    """Each of the incidents that the five articles name reads, and none is before 2015."""
    path = root / "src/truceline/agreements/syria-2016-02/facts/incidents.yaml"
    events = read_incidents(path.read_bytes(), path.name)
    assert len({one.id for one in events}) == len(events) > 0
    assert all(one.reports and set(one.titles) == {"en", "ar", "ru"} for one in events)
    starts = [one.conduct.time[0].value.span for one in events]
    assert all(
        not isinstance(one, Instant) and one.start and one.start >= Instant.parse("2014-12-31T22:00Z") for one in starts
    )
