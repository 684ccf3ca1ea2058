"""An agreement at one instant: who is bound by whose list, what is in force, and when it last changed."""

from typing import Any

import pytest

from tests.floor.ground import NOON, SQUARE, rule, truce
from truceline.agreement.showing import last_change, shown
from truceline.period import Instant

Plain = dict[str, Any]

T = Instant.parse(NOON)
LISTS = [
    {"id": "east-list", "author": "east", "names": "published"},
    {"id": "west-list", "author": "west", "names": "count_only", "opened": "2016-02-01T00:00:00Z",
     "counts": [{"at": NOON, "groups": 30}]},
]  # fmt: skip
ADHERENCE = [
    {"actor": "fox", "at": "2016-02-01T00:00:00Z", "attested_by": ["east"]},
    {"actor": "crown", "at": "2016-02-01T00:00:00Z", "attested_by": ["east", "west"]},
    {"actor": "folk", "at": "2016-02-01T00:00:00Z", "attested_by": ["east"]},
]
ZONE: Plain = {"id": "z", "groups": [], "geometry": SQUARE, "periods": [{"from": NOON, "to": "2016-03-02T00:00:00Z"}]}
RULES = rule("early", in_force={"to": NOON}), rule("late", in_force={"from": NOON})
TEXT = truce(*RULES, lists=LISTS, adherence=ADHERENCE, zones=[ZONE])


@pytest.mark.parametrize(
    ("seconds", "in_force", "not_in_force", "zones", "groups"),
    [(-1, ["early"], ["late"], [], None), (0, ["late"], ["early"], ["z"], 30)],
)
def test_what_is_in_force_at_a_second(
    seconds: int, in_force: list[str], not_in_force: list[str], zones: list[str], groups: int | None
) -> None:
    """At the second of a change the new clauses, zones and counts stand; one second before, the old ones."""
    told = shown(TEXT, T.plus(seconds))
    assert [one.id for one in told.in_force] == in_force
    assert [one.id for one in told.not_in_force] == not_in_force
    assert [one.id for one, held in told.zones if held] == zones
    assert [(one.id, count.groups if count else None) for one, count in told.lists] == [
        ("east-list", None), ("west-list", groups),
    ]  # fmt: skip


def test_who_is_bound_by_whose_list() -> None:
    """Each actor has its roles and its standing on each list; where two lists are sure and differ it is disputed."""
    bound = {one.actor.id: one for one in shown(TEXT, T).bound}
    statuses = {
        name: [[str(standing.status) for standing in standings] for _, standings in one.standings]
        for name, one in bound.items()
    }
    assert statuses["fox"] == [["party"], ["party", "unlisted"]]
    assert statuses["crown"] == [["party"], ["party"]]
    assert statuses["folk"] == [["party"], ["unlisted"]]
    assert [name for name, one in bound.items() if one.disputed] == ["folk"]
    assert bound["guard"].roles == ("crown_side",)


def test_the_last_change() -> None:
    """The last instant at which anything of the agreement begins or ends; of one without a date, the first of all."""
    assert last_change(TEXT) == Instant.parse("2016-03-02T00:00:00Z")
    assert last_change(truce(rule(), adherence=[], designations=[])) == Instant(0)
