"""The bulletin as data: all of it, the same bytes each time, shapes as RFC 7946 wants them."""

import json
from dataclasses import fields
from itertools import pairwise
from typing import Any

import pytest
import rfc8785

from tests.render import bulletins
from truceline import canon
from truceline.bulletin import Bulletin
from truceline.claims import Event
from truceline.doors.render.data import _cut, _polygons, geojson_text
from truceline.findings import Finding
from truceline.formats.bulletin import json_text
from truceline.place import E7, Area
from truceline.terms import Result

Json = Any


def read(text: str) -> Json:
    """The JSON of a text."""
    return json.loads(text)


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_canonical(name: str) -> None:
    """Both are RFC 8785 with one line end, and the same each time."""
    made = bulletins.EVERY[name]()
    for write in (json_text, geojson_text):
        text = write(made)
        assert text == write(made)
        assert text == rfc8785.dumps(read(text)).decode() + "\n"


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_everything_is_there(name: str) -> None:
    """Every field of the bulletin stands in the JSON; the agreement by id and hash, not whole."""
    made = bulletins.EVERY[name]()
    tree = read(json_text(made))
    assert set(tree) == {field.name for field in fields(Bulletin)} - {"fingerprint"} | {"bulletin_version"}
    assert tree["agreement"] == {"id": made.agreement.id, "sha256": made.fingerprint}
    assert dict(tree["this"]["results"]) == {result.value: made.this.of(result) for result in Result}
    assert tree["simulated"] == made.simulated
    assert len(tree["entries"]) == len(made.entries)


def test_entries_read_back_exactly() -> None:
    """Events and findings in the JSON are those of the files: they read back equal."""
    made = bulletins.full()
    for entry, told in zip(made.entries, read(json_text(made))["entries"], strict=True):
        assert canon.from_json(Event, told["event"]) == entry.event
        assert canon.from_json(Finding, told["finding"]) == entry.finding


def features(made: Bulletin, kind: str) -> list[Json]:
    """The features of one kind."""
    return [one for one in read(geojson_text(made))["features"] if one["properties"]["type"] == kind]


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_every_event_is_a_feature(name: str) -> None:
    """Each event is one feature with its result and no sentence; without a place it has no geometry."""
    made = bulletins.EVERY[name]()
    found = features(made, "event")
    assert [one["id"] for one in found] == [one.event.id for one in made.entries]
    assert [one["properties"]["result"] for one in found] == [str(one.finding.result) for one in made.entries]
    assert sum(one["geometry"] is None for one in found) == made.not_placed
    for one, entry in zip(found, made.entries, strict=True):
        assert one["properties"]["simulated"] == made.simulated
        if entry.event.marker is not None:
            at = entry.event.marker
            lon, lat = one["geometry"]["coordinates"]
            assert (round(lon * E7), round(lat * E7)) == (at.lon_e7, at.lat_e7)
    about = read(geojson_text(made))["truceline"]
    assert about["simulated"] == made.simulated
    assert about["agreement"]["sha256"] == made.fingerprint


def test_radius_of_precision() -> None:
    """A place known to 700 m or 25 km has that radius; a point, an area and a word have none."""
    found = {one["id"]: one["properties"]["radius_m"] for one in features(bulletins.rough(), "event")}
    assert found == {f"rough-{n}": {1: 700, 2: 25_000}.get(n) for n in range(10)}


def test_zones_and_lines() -> None:
    """Zones with a published map are polygons, lines are lines; what has no map is not made up."""
    made = bulletins.full()
    assert [one["id"] for one in features(made, "zone")] == ["meadow"]
    (ridge,) = features(made, "line")
    assert ridge["geometry"] == {"type": "MultiLineString", "coordinates": [[[11, -1], [11, 4]]]}
    assert features(bulletins.real(), "zone") == []


def area(ring: list[list[float]]) -> float:
    """Twice the signed area: above zero counterclockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def test_rings_turn_as_the_standard_wants() -> None:
    """Rings are closed; shells run counterclockwise, holes clockwise; a zone with a hole keeps it."""
    found = {one["id"]: one["geometry"]["coordinates"] for one in features(bulletins.mapped(), "zone")}
    for polygons in found.values():
        for shell, *holes in polygons:
            assert all(ring[0] == ring[-1] for ring in (shell, *holes))
            assert area(shell) > 0
            assert all(area(hole) < 0 for hole in holes)
    assert [len(rings) for rings in found["garvolen-ring"]] == [2]


def square(west: int, size: int) -> tuple[tuple[int, int], ...]:
    """A square from (west, west) that many degrees wide."""
    a, b = west * E7, (west + size) * E7
    return ((a, a), (b, a), (b, b), (a, b))


def test_an_island_in_a_lake() -> None:
    """A ring in a hole is a shell of its own; separate parts are separate polygons."""
    made = list(_polygons(Area((square(0, 9), square(1, 7), square(3, 2), square(20, 1)))))
    assert [len(polygon) for polygon in made] == [2, 1, 1]  # type: ignore[arg-type]  # lists of rings


def test_lines_are_cut_at_the_antimeridian() -> None:
    """A line past 180 degrees becomes parts that meet there, at the latitude where it crosses; both ways, twice too."""
    half = 180 * E7
    assert _cut(((179 * E7, 0), (181 * E7, 10 * E7))) == [
        [(179 * E7, 0), (half, 5 * E7)],
        [(-half, 5 * E7), (-179 * E7, 10 * E7)],
    ]
    there_and_back = _cut(((-179 * E7, 0), (-181 * E7, 10 * E7), (-179 * E7, 20 * E7)))
    assert there_and_back == [
        [(-179 * E7, 0), (-half, 5 * E7)],
        [(half, 5 * E7), (179 * E7, 10 * E7), (half, 15 * E7)],
        [(-half, 15 * E7), (-179 * E7, 20 * E7)],
    ]
    assert _cut(((10 * E7, 0), (11 * E7, 1))) == [[(10 * E7, 0), (11 * E7, 1)]]
