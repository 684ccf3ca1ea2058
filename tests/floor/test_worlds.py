"""Every version of the facts, counted: who may have taken part, when, where, by whose account; none that differ not."""

from typing import Any

import pytest

from tests.floor.ground import GROUND, NOON, SQUARE, clause, common, judged, rule, truce
from truceline.agreement import compiled
from truceline.formats.conduct import read_conduct
from truceline.period import Instant, Period
from truceline.terms import Candidate, Conduct, Result, When, reduced
from truceline.terms.compiled import Moments
from truceline.terms.conduct import FACTS

Plain = dict[str, Any]

AGAINST_PARTY = rule(reach=[{"against": {"status": "party"}}])
AGAINST_EACH = [
    rule(status, reach=[{"against": {"status": status}}]) for status in ("party", "excluded", "non_party", "unlisted")
]


def umbrella(*members: str, open_roles: tuple[str, ...] | None = None) -> Plain:
    """The league with these members; open where roles of another are given, be they none."""
    league = {"id": "league", "members": list(members), "open": open_roles is not None}
    return {"umbrellas": [{**league, **({"open_roles": list(open_roles)} if open_roles else {})}]}


LEAGUE: Plain = {"b": {"umbrella": "league"}}


# ── sides ─────────────────────────────────────────────────────────────────────────────────────


def test_an_umbrella_ranges_over_what_clauses_tell_apart() -> None:
    """Of a party, an excluded and an unlisted group some took part: seven sets; a second party adds none."""
    three = truce(*AGAINST_EACH, **umbrella("fox", "wolf", "hare"))
    four = truce(*AGAINST_EACH, **umbrella("fox", "owl", "wolf", "hare"))
    assert common(three, LEAGUE).worlds == common(four, LEAGUE).worlds == 7
    assert common(truce(AGAINST_PARTY, **umbrella("fox", "wolf", "hare")), LEAGUE).worlds == 3
    assert common(truce(rule(), **umbrella("fox", "wolf", "hare")), LEAGUE).worlds == 1


def test_a_name_for_many_against_itself() -> None:
    """Groups that an unpublished list may name, on both sides at once: two of a kind are as many as forty."""

    def infighting(groups: int, status: str = "party") -> int:
        names = [f"band-{i}" for i in range(groups)]
        text = truce(
            rule(reach=[{"by": {"status": status}}, {"against": {"status": status}}]),
            actors=[{"id": "east", "kind": "state"}, *({"id": name, "kind": "armed_group"} for name in names)],
            adherence=[],
            designations=[],
            guarantors=[],
            lists=[{"id": "list-east", "author": "east", "names": "count_only", "opened": "2016-01-01T00:00:00Z"}],
            **umbrella(*names),
        )
        return common(text, {"a": {"umbrella": "league"}, "b": {"umbrella": "league"}}).worlds

    # initiators and struck: parties, others or both, each; pair by pair four truths, in nine sets
    assert infighting(2) == infighting(3) == infighting(40) == 9
    # one group alone is on both sides with one status
    assert infighting(1) == 2


@pytest.mark.parametrize(
    ("sections", "result"),
    [
        (umbrella("fox", "owl"), Result.CERTAIN),
        (umbrella("fox", "hare"), Result.POSSIBLE),
        (umbrella("fox", "owl", open_roles=("league",)), Result.POSSIBLE),
        (umbrella("wolf", "hare"), Result.NOT_REACHED),
    ],
)
def test_under_an_open_umbrella_somebody_unlisted_may_stand(sections: Plain, result: Result) -> None:
    """Where all named groups adhere the clash is certain, unless another, listed nowhere, may hide among them."""
    assert clause(truce(AGAINST_PARTY, **sections), LEAGUE).result is result


@pytest.mark.parametrize(("open_roles", "result"), [((), Result.NOT_REACHED), (("league",), Result.POSSIBLE)])
def test_another_has_the_roles_of_an_open_umbrella(open_roles: tuple[str, ...], result: Result) -> None:
    """The one not named has the roles that the umbrella gives it, and none other."""
    agreement = truce(rule(reach=[{"against": {"role": "league"}}]), **umbrella("wolf", open_roles=open_roles))
    assert clause(agreement, LEAGUE).result is result


@pytest.mark.parametrize(
    ("side", "result"),
    [
        (["fox"], Result.CERTAIN),
        (["fox", "wolf"], Result.CERTAIN),
        ({"names": ["the Foxes"]}, Result.CERTAIN),
        ({"names": ["Foo Brigade"]}, Result.UNDETERMINED),
        ({"names": ["Foo Brigade", "the Foxes"]}, Result.CERTAIN),
        ({"names": ["all of them"]}, Result.POSSIBLE),
        ("unknown", Result.UNDETERMINED),
        ("nobody", Result.NOT_REACHED),
        (["no-such-actor"], Result.UNDETERMINED),
    ],
)
def test_who_is_named(side: object, result: Result) -> None:
    """A named side is its members; a name that nothing resolves is somebody unknown; one may mean an umbrella."""
    actors = [{**one, "aliases": [{"name": "the Foxes"}]} if one["id"] == "fox" else one for one in GROUND["actors"]]
    league = {"id": "league", "members": ["fox", "wolf"], "open": False, "aliases": [{"name": "all of them"}]}
    agreement = truce(AGAINST_PARTY, actors=actors, umbrellas=[league])
    assert clause(agreement, {"b": side}).result is result


@pytest.mark.parametrize(
    ("sides", "worlds", "result"),
    [
        ({"a": ["folk"], "b": ["fox"], "direction": None}, 1, Result.CERTAIN),
        ({"a": ["fox"], "b": ["folk"], "direction": None}, 1, Result.CERTAIN),
        ({"a": ["fox"], "b": ["folk"], "direction": "mutual"}, 1, Result.CERTAIN),
        ({"a": ["folk"], "b": ["fox"], "direction": "a_to_b"}, 0, Result.CONTRADICTORY),
        ({"a": ["folk"], "b": ["folk"], "direction": None}, 0, Result.CONTRADICTORY),
        ({"a": ["fox"], "b": "nobody", "direction": None}, 1, Result.NOT_REACHED),
        ({"a": "nobody", "b": "nobody", "direction": "mutual"}, 0, Result.CONTRADICTORY),
        ({"a": ["fox", "folk"], "b": ["folk"]}, 1, Result.CERTAIN),
    ],
)
def test_civilians_and_nobody_never_initiate(sides: Plain, worlds: int, result: Result) -> None:
    """A direction that civilians, or nobody, would begin is left out; where none is left there is no world."""
    found = common(truce(rule(reach=[{"against": {"actor": "folk"}}])), sides)
    assert (found.worlds, found.clauses["R"].result) == (worlds, result)


COUNTED: Plain = {"lists": [{"id": "counted", "author": "west", "names": "count_only", "opened": NOON}]}


@pytest.mark.parametrize(
    ("facts", "worlds", "result"),
    [
        ({"b": ["hare"]}, 2, Result.POSSIBLE),
        ({"b": ["hare"], "time": {"at": "2016-03-01T11:59:59Z"}}, 1, Result.NOT_REACHED),
        ({"b": ["fox"]}, 1, Result.CERTAIN),
        ({"b": ["folk"]}, 1, Result.NOT_REACHED),
    ],
)
def test_a_list_of_numbers_leaves_two_worlds(facts: Plain, worlds: int, result: Result) -> None:
    """A group that an unpublished list may name is a party in one world and unlisted in the other."""
    found = common(truce(AGAINST_PARTY, **COUNTED), facts)
    assert (found.worlds, found.clauses["R"].result) == (worlds, result)


def test_one_actor_has_one_status_in_a_world() -> None:
    """A group that may be on an unpublished list, on both sides, is not party on one and unlisted on the other."""
    split = rule(reach=[{"by": {"status": "party"}}, {"against": {"status": "unlisted"}}])
    found = common(truce(split, **COUNTED), {"a": ["hare"], "b": ["hare"]})
    assert (found.worlds, found.clauses["R"].result) == (2, Result.NOT_REACHED)


def test_a_status_holds_through_one_conduct() -> None:
    """Through a whole battle a group is on the unpublished list or not; it does not change from slice to slice."""
    changes = rule(reach=[{"against": {"status": "party"}}, {"period": {"to": "2016-03-01T13:00:00Z"}}])
    other = rule("S", reach=[{"against": {"status": "unlisted"}}, {"period": {"from": "2016-03-01T13:00:00Z"}}])
    battle = {"b": ["hare"], "time": {"from": NOON, "to": "2016-03-01T14:00:00Z", "mode": "throughout"}}
    found = common(truce(changes, other, **COUNTED), battle)
    assert found.worlds == 2
    assert (found.together.result, found.together.clauses) == (Result.CERTAIN, ("R", "S"))


# ── time ──────────────────────────────────────────────────────────────────────────────────────

FROM_NOON = rule(in_force={"from": NOON})


@pytest.mark.parametrize(
    ("time", "worlds", "result"),
    [
        ({"from": "2016-03-01T11:00:00Z", "to": "2016-03-01T13:00:00Z"}, 2, Result.POSSIBLE),
        ({"from": "2016-03-01T11:00:00Z", "to": "2016-03-01T13:00:00Z", "mode": "throughout"}, 1, Result.CERTAIN),
        ({"from": "2016-03-01T11:00:00Z", "to": NOON}, 1, Result.NOT_REACHED),
        ({"from": "2016-03-01T11:00:00Z", "to": "2016-03-01T12:00:01Z"}, 2, Result.POSSIBLE),
        ({"from": NOON, "to": "2016-03-01T13:00:00Z"}, 1, Result.CERTAIN),
        ({"at": "2016-03-01T11:59:59Z"}, 1, Result.NOT_REACHED),
        ({"at": NOON}, 1, Result.CERTAIN),
    ],
)
def test_time_is_cut_where_something_changes(time: Plain, worlds: int, result: Result) -> None:
    """Some instant of a period: a world for each side of a change; throughout it: one, engaged if any part is."""
    found = common(truce(FROM_NOON), {"time": time})
    assert (found.worlds, found.clauses["R"].result) == (worlds, result)


def test_everything_that_has_a_time_cuts() -> None:
    """Clauses, zones, hours, statuses, roles, belongings and openings all make slices, each at its own second."""
    hour = [f"2016-03-01T{number:02d}:00:00Z" for number in range(24)]
    lists = [{"id": "l", "author": "west", "names": "count_only", "opened": hour[1], "recognises": ["council"]}]
    actors = [
        {"id": "crown", "kind": "state", "roles": [{"role": "crown_side", "from": hour[2]}]},
        {"id": "guard", "kind": "armed_group", "part_of": [{"actor": "crown", "to": hour[3]}]},
        {"id": "west", "kind": "state"},
    ]
    agreement = truce(
        rule(in_force={"from": hour[4]}, reach=[{"not": {"period": {"to": hour[5]}}}, {"inside": ["z", "y"]}],
             exceptions=[{"id": "x", "when": [{"schedule": {"from": "06:00", "to": "07:00", "time_zone": "UTC"}}]}]),
        actors=actors,
        umbrellas=[],
        guarantors=[],
        lists=lists,
        adherence=[{"actor": "crown", "at": hour[8], "until": hour[9], "attested_by": ["west"]}],
        designations=[{"actor": "guard", "by": "council", "from": hour[10]}],
        non_parties=[{"actor": "guard", "to": hour[11]}],
        zones=[
            {"id": "z", "groups": [], "geometry": "not_published", "periods": [{"from": hour[12], "to": hour[13]}]},
            {"id": "y", "groups": [], "geometry": "not_published",
             "schedule": {"from": "14:00", "to": "15:00", "time_zone": "UTC"}},
        ],
    )  # fmt: skip
    span = {"from": "2016-03-01T00:00:00Z", "to": "2016-03-01T23:00:00Z"}
    question = reduced(compiled(agreement), read_conduct({"id": "t", "time": span}))
    moments = question.facts[FACTS.index("time")][0].value
    assert isinstance(moments, Moments)
    cuts = [Instant.parse(hour[number]) for number in (*range(1, 7), 7, *range(8, 16))]
    assert [one for one in moments.instants if one >= cuts[0]] == cuts
    assert len(moments.instants) == len(cuts) + 1


def test_two_times_that_nothing_tells_apart_are_one_question() -> None:
    """Instants between the same changes, and points in the same combination of zones, put the same question."""
    zones = [{"id": "z", "groups": [], "geometry": SQUARE}]
    drawn = compiled(truce(FROM_NOON, rule("Z", reach=[{"inside": ["z"]}]), zones=zones))

    def question(time: str, lon: str) -> object:
        place = {"point": {"lon": lon, "lat": "0.5"}}
        return reduced(drawn, read_conduct({"id": time, "time": {"at": time}, "place": place}))

    assert question(NOON, "0.5") == question("2017-01-01T00:00:00Z", "1")
    assert question(NOON, "0.5") != question("2016-03-01T11:59:59Z", "0.5")
    assert question(NOON, "0.5") != question(NOON, "1.0000001")


def test_a_weekly_schedule_is_told_apart_by_its_openings_alone() -> None:
    """Two Tuesdays at the same hour are different questions only where an opening lies between; the answers agree."""
    weekly = truce(rule(reach=[{"schedule": {"days": ["tue"], "from": "11:00", "to": "13:00", "time_zone": "UTC"}}]))
    results = [
        clause(weekly, {"time": {"at": f"2016-03-{day}T{clock}Z"}}).result
        for day, clock in (("01", "10:59:59"), ("01", "11:00:00"), ("08", "12:59:59"), ("08", "13:00:00"))
    ]
    assert results == [Result.NOT_REACHED, Result.CERTAIN, Result.CERTAIN, Result.NOT_REACHED]


@pytest.mark.parametrize("time", [{"from": NOON}, {"to": NOON}])
def test_a_conducts_period_has_both_ends(time: Plain) -> None:
    """A conduct that never ended cannot be written, nor judged."""
    span = Period(*(Instant.parse(time[end]) if end in time else None for end in ("from", "to")))
    with pytest.raises(ValueError, match="both ends"):
        reduced(compiled(truce(FROM_NOON)), Conduct("t", time=(Candidate(When(span)),)))


# ── place ─────────────────────────────────────────────────────────────────────────────────────


def square(name: str, west: int, **more: Any) -> Plain:  # noqa: ANN401 - any keys of a zone
    """A zone of one degree."""
    ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
    return {"id": name, "groups": ["safe"], "geometry": {"polygon": [ring]}, **more}


@pytest.mark.parametrize(
    ("west", "east", "worlds", "inside", "in_a"),
    [
        ("0.5", "1.5", 2, Result.CERTAIN, Result.POSSIBLE),
        ("0.5", "1", 1, Result.CERTAIN, Result.CERTAIN),
        ("0.5", "2.5", 3, Result.POSSIBLE, Result.POSSIBLE),
        ("2", "2.5", 1, Result.NOT_REACHED, Result.NOT_REACHED),
    ],
)
def test_place_is_cut_by_borders(west: str, east: str, worlds: int, inside: Result, in_a: Result) -> None:
    """An area across two adjacent zones is in a zone in every world, and in either one in some."""
    agreement = truce(
        rule(reach=[{"inside": ["safe"]}]), rule("A", reach=[{"inside": ["a"]}]), zones=[square("a", 0), square("b", 1)]
    )
    ring = [[west, "0.2"], [east, "0.2"], [east, "0.8"], [west, "0.8"], [west, "0.2"]]
    found = common(agreement, {"place": {"polygon": [ring]}})
    assert (found.worlds, found.clauses["R"].result, found.clauses["A"].result) == (worlds, inside, in_a)


# ── accounts ──────────────────────────────────────────────────────────────────────────────────


def test_worlds_take_every_combination_of_accounts() -> None:
    """Two fields of two accounts each are four versions."""
    two = {"sources": {"s": {"roots": ["agency"]}, "t": {"roots": ["paper"]}}}
    armed = {"candidates": [{"value": True, "source": "s"}, {"value": False, "source": "t"}]}
    weapon = {"candidates": [{"value": "tank", "source": "s"}, {"value": "mortar", "source": "t"}]}
    agreement = truce(rule(reach=[{"armed": True}, {"weapon": ["tank"]}]))
    found = common(agreement, {"armed": armed, "weapon": weapon, **two})
    assert (found.worlds, found.clauses["R"].result) == (4, Result.POSSIBLE)


def test_accounts_that_clauses_do_not_tell_apart_are_one_world() -> None:
    """Where two accounts differ in what no clause asks, there is one version."""
    weapon = {"candidates": [{"value": "tank", "source": "s"}, {"value": "mortar", "source": "t"}]}
    found = judged(truce(rule()), {"weapon": weapon}).common
    assert found.worlds == 1
    assert len(found.clauses["R"].weighed.every) == 2
