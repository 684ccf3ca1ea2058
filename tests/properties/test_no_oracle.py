"""No oracle, no clearance: before the event an armed activity learns the published polygons and nothing finer."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from truceline.agreement import plain
from truceline.claims import Deaths, Event
from truceline.desk import shelf
from truceline.errors import DataError
from truceline.findings import Assessor
from truceline.formats.conduct import read_conduct
from truceline.place import Position, cells
from truceline.terms import Candidate, Conduct, Result
from truceline.terms.vocabulary import PURPOSES

NOON = "2031-05-08T06:00Z"
AGREEMENT = shelf.find("exercise")
ASSESSOR = Assessor(AGREEMENT)
AREAS = list(ASSESSOR.compiled.areas.values())
SIDE = next(actor.id for actor in AGREEMENT.roster.actors.values() if actor.kind == "state" and actor.roles)


def activity(**stated: object) -> Conduct:
    """A flight that is notified and not yet flown."""
    flight = {"id": "n", "a": [SIDE], "b": "nobody", "direction": "a_to_b", "kind": "combat_flight", "intended": True}
    return read_conduct({**flight, "time": {"at": NOON}, **stated})


def event(conduct: Conduct, at: Position) -> Event:
    placed = replace(conduct, place=(Candidate(at),))
    return Event("n", placed, {"en": "n"}, "", "", "", "", at, Deaths(None, None, None), ())


def positions(count: int) -> list[Position]:
    """Seeded points over the theatre."""
    rng = Random(11)  # noqa: S311 - chance, not secrecy
    assert AGREEMENT.extent is not None
    west, south, east, north = AGREEMENT.extent.box
    return [Position(rng.randint(west, east), rng.randint(south, north)) for _ in range(count)]


@pytest.mark.parametrize("armed", [{"armed": True}, {}], ids=["armed", "not said"])
def test_two_places_in_the_same_zones_get_the_same_answer_to_the_byte(armed: dict[str, bool]) -> None:
    """Thousands of probes tell a filer only which published areas a place lies in, which it can see on the map."""
    answers: dict[frozenset[int], str] = {}
    for at in positions(400):
        (cell,) = cells(at, AREAS)
        told = repr(plain(ASSESSOR.finding(event(activity(**armed), at))))
        assert answers.setdefault(cell, told) == told
    assert len(answers) > 10


def test_before_the_event_no_margin_is_told_to_what_is_or_may_be_armed() -> None:
    at = positions(1)[0]
    before = {name: ASSESSOR.finding(event(activity(**stated), at)) for name, stated in _ARMED.items()}
    assert {name: bool(found.margins) for name, found in before.items()} == {
        "armed": False,
        "silent": False,
        "unarmed": True,
    }


_ARMED: dict[str, dict[str, object]] = {"armed": {"armed": True}, "silent": {}, "unarmed": {"armed": False}}


def test_after_the_event_margins_are_told() -> None:
    at = positions(1)[0]
    flown = replace(activity(armed=True), intended=False)
    assert len(ASSESSOR.finding(event(flown, at)).margins) == len(AREAS)


def test_one_unit_across_a_border_is_another_answer_and_nothing_in_between() -> None:
    """The answer changes at the published border, and there alone."""
    (west, south, east, north) = AREAS[0].box
    middle = (south + north) // 2
    found = [cells(Position(x, middle), AREAS[:1]) for x in (west - 1, west, (west + east) // 2, east, east + 1)]
    assert found[0] == found[-1] == {frozenset()}
    assert sum(a != b for a, b in pairwise(found)) <= 4


def test_there_is_no_purpose_to_attack_and_no_aim_point() -> None:
    assert not [word for word in PURPOSES if "attack" in word or "strike" in word]
    with pytest.raises(DataError):
        activity(purpose="attack")
    with pytest.raises(DataError, match="aim_point"):
        activity(aim_point={"lon": "86", "lat": "-30"})


def test_the_kindest_result_is_no_result_of_permission() -> None:
    """The table of results has no word that grants anything."""
    assert {str(one) for one in Result}.isdisjoint({"permitted", "allowed", "cleared", "approved"})
