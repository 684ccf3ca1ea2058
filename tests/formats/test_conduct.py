"""A conduct as people write it: every field, and what is wrong where it cannot be read."""

from typing import Any

import pytest

from truceline.errors import DataError
from truceline.formats.conduct import read_conduct
from truceline.period import Instant, Period
from truceline.place import Altitudes, Area, Position
from truceline.terms import (
    NOBODY,
    UNKNOWN_SIDE,
    Candidate,
    Direction,
    HarmedFact,
    Member,
    Notice,
    Side,
    Source,
    Stated,
    When,
)

AT = {"at": "2031-05-02T10:00+06:00"}


def test_every_field() -> None:
    """Each as the floor has it: metres in millimetres, hours in seconds, tables sorted."""
    conduct = read_conduct(
        {
            "id": "x",
            "a": ["gov"],
            "b": {
                "candidates": [{"value": {"names": ["Foo"]}, "source": "s"}, {"value": "nobody"}, {"value": "unknown"}]
            },
            "direction": "mutual",
            "kind": "shelling",
            "armed": True,
            "control_changed": "false",
            "harmed": {"classes": ["civilian"], "members": ["river"]},
            "place": {"point": {"lon": 88.5, "lat": "-29.25"}},
            "own_line_distance_m": 30000,
            "time": {"from": "2031-05-02T00:00Z", "to": "2031-05-03T00:00Z", "mode": "throughout"},
            "altitude": {"lower_m": 10, "upper_m": 20, "datum": "AGL"},
            "notified": {"hours": 50},
            "answers": {"us": "concurred", "ru": "objected"},
            "amounts": {"b1": 150},
            "intended": True,
            "sources": {"s": {"roots": ["gov"]}},
        }
    )
    assert conduct.b == (
        Candidate(Side(members=(Member(None, "Foo"),)), "s"),
        Candidate(NOBODY),
        Candidate(UNKNOWN_SIDE),
    )
    assert conduct.direction == (Candidate(Direction.MUTUAL),)
    assert (conduct.armed, conduct.control_changed) == ((Candidate(value=True),), (Candidate(value=False),))
    assert conduct.harmed == (Candidate(HarmedFact(("civilian",), ("river",))),)
    assert conduct.place == (Candidate(Position(885_000_000, -292_500_000)),)
    assert conduct.own_line_mm == (Candidate(30_000_000),)
    day = Period(Instant.parse("2031-05-02T00:00Z"), Instant.parse("2031-05-03T00:00Z"))
    assert conduct.time == (Candidate(When(day, throughout=True)),)
    assert conduct.altitude == (Candidate(Altitudes(10_000, 20_000, "AGL")),)
    assert conduct.notice == (Candidate(Notice(180_000)),)
    assert conduct.answers == (Candidate(Stated((("ru", "objected"), ("us", "concurred")))),)
    assert conduct.amounts == (Candidate(Stated((("b1", 150),))),)
    assert conduct.sources == {"s": Source(("gov",))}
    assert conduct.intended is True


def test_places_and_notices_of_other_kinds() -> None:
    """A disc, a polygon with a hole, several parts, too vague to be drawn; stated that it was not notified."""
    ring = [[88, -30], [89, -30], [89, -29], [88, -29]]
    hole = [["88.2", "-29.8"], ["88.4", "-29.8"], ["88.4", "-29.6"]]
    places: list[tuple[Any, int]] = [
        ({"disc": {"lon": 88.5, "lat": -29.25, "radius_m": 1000}}, 1),
        ({"polygon": [ring, hole]}, 2),
        ({"multipolygon": [[ring], [[[90, -30], [91, -30], [91, -29]]]]}, 2),
    ]
    for place, rings in places:
        (found,) = read_conduct({"place": place, "time": AT}).place
        assert isinstance(found.value, Area)
        assert len(found.value.rings) == rings
    vague = read_conduct({"place": "unknown", "notified": "none", "time": AT})
    assert (vague.place, vague.notice) == ((Candidate(None),), (Candidate(Notice(None)),))


@pytest.mark.parametrize(
    ("tree", "field", "expected"),
    [
        ({"time": {}}, "time", "either `at`, or `from` and `to`"),
        ({"time": {**AT, "from": "2031-05-02T00:00Z"}}, "time", "either `at`, or `from` and `to`"),
        ({"time": {"at": "2031-05-02T10:00"}}, "time.at", "an instant like 2016-02-27T00:00+02:00, with its offset"),
        ({"time": {"from": "2031-05-02T00:00Z", "to": "2031-05-02T00:00Z"}}, "time",
         "a period that ends after it starts"),
        ({}, "time", "a value for time"),
        ({"time": AT, "kind": "boom"}, "kind", "'attack', 'air_strike'"),
        ({"time": AT, "wepon": "mortar"}, "wepon", "one of: a, altitude, "),
        ({"time": AT, "a": 5}, "a", "'unknown' or 'nobody' or a mapping or a list"),
        ({"time": AT, "a": ["no body"]}, "a[0]", "letters and digits, . _ - among them"),
        ({"time": AT, "kind": {"candidates": [{"value": "boom"}]}}, "kind.candidates[0].value", "'attack', "),
        ({"time": AT, "kind": {"candidates": []}}, "kind.candidates", "at least one"),
        ({"time": AT, "intended": "perhaps"}, "intended", "true or false"),
        ({"time": AT, "place": {"disc": {"lon": 0, "lat": 0, "radius_m": 0}}}, "place", "greater than 0"),
        ({"time": AT, "place": {}}, "place", "exactly one of disc, point, polygon, multipolygon"),
        ({"time": AT, "place": {"polygon": [[[0, 0], [1, 1], [0, 1], [1, 0]]]}}, "place", "rings that do not cross"),
        ({"time": AT, "place": {"point": {"lon": 0, "lat": 91}}}, "place", "a longitude within ±180"),
        ({"time": AT, "altitude": {"lower_m": 20, "upper_m": 10, "datum": "AGL"}}, "", "a lower limit at or below"),
        ({"time": AT, "amounts": {"b": 10**13}}, "amounts", "less than or equal to 1000000000000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_where(tree: dict[str, Any], field: str, expected: str) -> None:
    """With the way to it and what it should be."""
    with pytest.raises(DataError) as caught:
        read_conduct(tree, "c.yaml", 7)
    found = [fault for fault in caught.value.faults if fault.expected.startswith(expected)]
    assert found, caught.value.faults
    assert (found[0].file, found[0].line) == ("c.yaml", 7)
    assert found[0].field.startswith(field)
    assert found[0].cure
    assert len(caught.value.faults) == 1, caught.value.faults
