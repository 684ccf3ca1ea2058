"""The second evaluator against cases worked out by hand, one rule of the dialect each."""

from typing import Any

import pytest

from tests.oracle.brute import NotCovered, brute
from tests.oracle.geometry import area, cells, holds_point

Plain = dict[str, Any]

NOON = "2016-03-01T12:00:00Z"
BEFORE, AFTER = "2016-03-01T11:59:59Z", "2016-03-01T12:00:01Z"
ACTORS: list[Plain] = [
    {"id": "crown", "kind": "state", "roles": [{"role": "crown"}]},
    {"id": "guard", "kind": "armed_group", "part_of": [{"actor": "crown"}]},
    {"id": "fox", "kind": "armed_group", "roles": [{"role": "league"}]},
    {"id": "owl", "kind": "armed_group", "roles": [{"role": "league"}]},
    {"id": "folk", "kind": "civilians", "roles": [{"role": "bystander"}]},
    {"id": "east", "kind": "state"},
    {"id": "west", "kind": "state"},
]
PARTIES: list[Plain] = [
    {"actor": actor, "at": "2016-01-01T00:00:00Z", "attested_by": ["east", "west"]} for actor in ("crown", "fox")
]


def rule(number: int = 0, **keys: object) -> Plain:
    """A rule that forbids attacks, unless said otherwise."""
    return {"id": f"R{number}", "effect": "prohibit", "conduct": [{"kind": ["attack"]}], "reach": [], **keys}


def agreement(*rules: Plain, **sections: object) -> Plain:
    """An agreement among the usual actors."""
    birds = {"id": "birds", "members": ["fox", "owl"], "open": "false"}
    guarantors = [{"actor": "east", "stands_with": ["crown"]}, {"actor": "west", "stands_with": ["league"]}]
    return {
        "actors": ACTORS,
        "umbrellas": [birds],
        "guarantors": guarantors,
        "adherence": PARTIES,
        "rules": list(rules),
        **sections,
    }


def conduct(**fields: object) -> Plain:
    """An attack by the crown on the foxes at noon, unless said otherwise; None leaves a field out."""
    usual = {"a": ["crown"], "b": ["fox"], "direction": "a_to_b", "kind": "attack", "time": {"at": NOON}}
    return {key: value for key, value in {**usual, **fields}.items() if value is not None}


def square(west: int, south: int, east: int, north: int) -> list[list[str]]:
    """A closed square, in whole degrees."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[str(x), str(y)] for x, y in corners]


def zone(name: str, *rings: list[list[str]], **keys: object) -> Plain:
    """A zone of one polygon; without rings, one that is not published."""
    return {"id": name, "groups": ["safe"], "geometry": {"polygon": rings} if rings else "not_published", **keys}


TO_PARTY = [{"against": {"status": "party"}}]
BOTH_WAYS = (rule(4, binds={"role": "crown"}, reach=TO_PARTY), rule(5, binds={"role": "league"}, reach=TO_PARTY))
INSIDE = [{"inside": ["safe"]}]
WEST, EAST = square(0, 0, 2, 2), square(2, 0, 4, 2)
COUNTED = {"id": "counted", "author": "east", "names": "count_only", "opened": NOON}

CASES: dict[str, tuple[Plain, Plain, Plain]] = {
    "an attack is of the kind forbidden": (agreement(rule()), conduct(), {"R0": "certain", "worlds": 1}),
    "a species is of its genus, at any depth": (agreement(rule()), conduct(kind="drone_strike"), {"R0": "certain"}),
    "a genus may be its species": (
        agreement(rule(conduct=[{"kind": ["air_strike"]}])),
        conduct(),
        {"R0": "undetermined", "together": "undetermined"},
    ),
    "another kind is none of it": (agreement(rule()), conduct(kind="looting"), {"R0": "not_engaged"}),
    "who is struck is no party": (
        agreement(rule(reach=TO_PARTY)),
        conduct(b=["owl"]),
        {"R0": "not_reached", "together": "not_reached"},
    ),
    "direction not said: one of two is certain": (
        agreement(*BOTH_WAYS),
        conduct(direction=None),
        {"R4": "possible", "R5": "possible", "together": "certain", "clauses": ["R4", "R5"], "worlds": 2},
    ),
    "both at once: each is certain, the first suffices": (
        agreement(*BOTH_WAYS),
        conduct(direction="mutual"),
        {"R4": "certain", "R5": "certain", "together": "certain", "clauses": ["R4"], "worlds": 1},
    ),
    "advice does not count together": (
        agreement(rule(effect="advise")),
        conduct(),
        {"R0": "certain", "together": "not_engaged", "clauses": []},
    ),
    # Three sets of groups: {fox}, {owl}, {fox, owl}; one of them holds no party.
    "an umbrella is any set of its groups": (
        agreement(rule(reach=TO_PARTY)),
        conduct(b={"umbrella": "birds"}),
        {"R0": "possible", "worlds": 3},
    ),
    # Sets over {fox, owl, other}: what is seen are the sets of truths {yes}, {no}, {yes, no}.
    "an open umbrella holds one more, who is unlisted": (
        agreement(
            rule(reach=TO_PARTY),
            umbrellas=[{"id": "birds", "members": ["fox"], "open": "true", "open_roles": ["league"]}],
        ),
        conduct(b={"umbrella": "birds"}),
        {"R0": "possible", "worlds": 3},
    ),
    "the other under an open umbrella has the open roles": (
        agreement(
            rule(reach=[{"against": {"role": "league", "status": "unlisted"}}]),
            umbrellas=[{"id": "birds", "members": ["guard"], "open": "true", "open_roles": ["league"]}],
        ),
        conduct(b={"umbrella": "birds"}),
        {"R0": "possible", "worlds": 3},
    ),
    # crown is of the role but guard, its part, is not the party: no one member meets both.
    "one member must meet all conditions": (
        agreement(rule(reach=[{"by": {"actor": "guard"}}, {"by": {"status": "party"}}])),
        conduct(a=["crown", "guard"]),
        {"R0": "not_reached"},
    ),
    "a part has its whole's role": (agreement(rule(binds={"role": "crown"})), conduct(a=["guard"]), {"R0": "certain"}),
    "a part has not its whole's status": (
        agreement(rule(binds={"status": "party"})),
        conduct(a=["guard"]),
        {"R0": "not_reached"},
    ),
    "an exception must hold for every member": (
        agreement(rule(exceptions=[{"id": "x", "when": [{"against": {"status": "party"}}]}])),
        conduct(b=["fox", "owl"]),
        {"R0": "certain"},
    ),
    "an exception lifts": (
        agreement(rule(exceptions=[{"id": "x", "when": TO_PARTY}])),
        conduct(),
        {"R0": "excepted", "together": "excepted"},
    ),
    "an exception unknown leaves it unknown": (
        agreement(rule(exceptions=[{"id": "x", "when": [{"purpose": ["medevac"]}]}])),
        conduct(),
        {"R0": "undetermined"},
    ),
    "an unknown initiator": (agreement(rule(binds={"role": "crown"})), conduct(a="unknown"), {"R0": "undetermined"}),
    "nobody is picked by no selector": (
        agreement(rule(reach=[{"not": {"against": {"role": "league"}}}])),
        conduct(b="nobody"),
        {"R0": "certain"},
    ),
    "civilians never begin": (
        agreement(rule()),
        conduct(a=["folk"]),
        {"R0": "contradictory", "together": "contradictory", "worlds": 0},
    ),
    "nobody begins nothing": (
        agreement(rule()),
        conduct(a="nobody"),
        {"R0": "contradictory", "together": "contradictory", "worlds": 0},
    ),
    # In reach the zone makes it certain, in the exception it lifts: the truths are alike, the worlds are not.
    "two readings are two worlds though all they ask is true": (
        agreement(
            rule(
                readings=[
                    {"id": "reach", "authors": ["east"], "reach": INSIDE},
                    {"id": "lift", "authors": ["west"], "exceptions": [{"id": "x", "when": INSIDE}]},
                ]
            ),
            zones=[zone("w", WEST)],
        ),
        conduct(place={"point": {"lon": "1", "lat": "1"}}),
        {"R0": "possible", "worlds": 2},
    ),
    # The first leaves the crown's deed alone; the second would set that aside too, so it is the one shown wrong.
    "presumptions go in order": (
        agreement(
            *BOTH_WAYS,
            presumptions=[
                {
                    "id": role,
                    "author": "east",
                    "adopters": ["east", "west"],
                    "when": [{"kind": ["attack"]}],
                    "holds": [{"by": {"role": role}}],
                }
                for role in ("crown", "league")
            ],
        ),
        conduct(direction=None),
        {"R4": "certain", "R5": "not_reached", "worlds": 1},
    ),
    "a harmed actor of whom a list of counts is silent": (
        agreement(rule(conduct=[{"harmed": {"status": "party"}}]), lists=[COUNTED], adherence=[]),
        conduct(harmed={"members": ["fox"]}),
        {"R0": "undetermined", "worlds": 1},
    ),
    "direction not said among civilians is one direction": (
        agreement(*BOTH_WAYS),
        conduct(a=["crown"], b=["folk"], direction=None),
        {"R4": "not_reached", "worlds": 1},
    ),
    "civilians beside others begin nothing": (
        agreement(rule(reach=[{"not": {"by": {"role": "bystander"}}}])),
        conduct(a=["crown", "folk"]),
        {"R0": "certain", "worlds": 1},
    ),
    "an adherence counts from its second": (
        agreement(rule(binds={"status": "party"}), adherence=[{"actor": "crown", "at": NOON, "attested_by": ["east"]}]),
        conduct(time={"from": BEFORE, "to": AFTER}),
        {"R0": "possible", "worlds": 2},
    ),
    "within: one instant of it; throughout: all of it": (
        agreement(rule(binds={"status": "party"}), adherence=[{"actor": "crown", "at": NOON, "attested_by": ["east"]}]),
        conduct(time={"from": BEFORE, "to": AFTER, "mode": "throughout"}),
        {"R0": "certain", "worlds": 1},
    ),
    "a period does not hold its end": (
        agreement(rule(in_force={"to": NOON})),
        conduct(),
        {"R0": "not_reached"},
    ),
    "adherence once ended is standing outside": (
        agreement(
            rule(binds={"status": "non_party"}),
            adherence=[{"actor": "crown", "at": "2016-01-01T00:00:00Z", "until": NOON, "attested_by": ["east"]}],
        ),
        conduct(),
        {"R0": "certain"},
    ),
    "designation comes before adherence": (
        agreement(rule(binds={"status": "excluded"}), designations=[{"actor": "crown", "by": "east"}]),
        conduct(),
        {"R0": "certain"},
    ),
    # Before noon fox is unlisted; from noon it may be a party or not: {no}, then {yes} or {no}; equal worlds are one.
    "a list of counts opens": (
        agreement(rule(reach=TO_PARTY), lists=[COUNTED], adherence=[]),
        conduct(time={"from": BEFORE, "to": AFTER}),
        {"R0": "possible", "worlds": 2},
    ),
    "a list of counts says nothing of states": (
        agreement(rule(reach=TO_PARTY), lists=[COUNTED], adherence=[]),
        conduct(b=["crown"]),
        {"R0": "not_reached", "worlds": 1},
    ),
    "whoever a list of counts holds, it is the same on both sides": (
        agreement(rule(binds={"status": "party"}, reach=[{"against": {"status": "unlisted"}}]), lists=[COUNTED]),
        conduct(a=["owl"], b=["owl"]),
        {"R0": "not_reached", "worlds": 2},
    ),
    # The place lies wholly in two neighbours, so in each world it is in one of them.
    "inside two neighbours is inside": (
        agreement(rule(reach=INSIDE), zones=[zone("w", WEST), zone("e", EAST)]),
        conduct(place={"polygon": [square(1, 0, 3, 1)]}),
        {"R0": "certain", "worlds": 1},
    ),
    "which of two neighbours is open": (
        agreement(rule(reach=[{"inside": ["w"]}]), zones=[zone("w", WEST), zone("e", EAST)]),
        conduct(place={"polygon": [square(1, 0, 3, 1)]}),
        {"R0": "possible", "worlds": 2},
    ),
    "touching along an edge is not inside": (
        agreement(rule(reach=INSIDE), zones=[zone("w", WEST)]),
        conduct(place={"polygon": [square(2, 0, 4, 2)]}),
        {"R0": "not_reached", "worlds": 1},
    ),
    "a point on the border is inside": (
        agreement(rule(reach=INSIDE), zones=[zone("w", WEST)]),
        conduct(place={"point": {"lon": "2", "lat": "1"}}),
        {"R0": "certain"},
    ),
    "a point on a hole's border is inside": (
        agreement(rule(reach=[{"outside": ["w"]}]), zones=[zone("w", square(0, 0, 9, 9), square(3, 3, 6, 6)[::-1])]),
        conduct(place={"point": {"lon": "3", "lat": "4"}}),
        {"R0": "not_reached"},
    ),
    "a point in a hole is outside": (
        agreement(rule(reach=[{"outside": ["w"]}]), zones=[zone("w", square(0, 0, 9, 9), square(3, 3, 6, 6)[::-1])]),
        conduct(place={"point": {"lon": "4", "lat": "4"}}),
        {"R0": "certain"},
    ),
    "a secret zone is unknown": (
        agreement(rule(reach=INSIDE), zones=[zone("s")]),
        conduct(place={"point": {"lon": "2", "lat": "1"}}),
        {"R0": "undetermined"},
    ),
    "a secret zone out of force is no zone": (
        agreement(rule(reach=INSIDE), zones=[zone("s", periods=[{"from": AFTER}])]),
        conduct(place={"point": {"lon": "2", "lat": "1"}}),
        {"R0": "not_reached"},
    ),
    "an unknown place": (
        agreement(rule(reach=[{"outside": ["w"]}]), zones=[zone("w", WEST)]),
        conduct(),
        {"R0": "undetermined"},
    ),
    "altitudes that meet the band in part": (
        agreement(
            rule(reach=INSIDE),
            zones=[zone("w", WEST, altitude={"lower_m": "0", "upper_m": "1000", "datum": "AMSL"})],
        ),
        conduct(
            place={"point": {"lon": "1", "lat": "1"}},
            altitude={"lower_m": "1000", "upper_m": "2000", "datum": "AMSL"},
        ),
        {"R0": "undetermined"},
    ),
    "altitudes above the band": (
        agreement(
            rule(reach=INSIDE),
            zones=[zone("w", WEST, altitude={"lower_m": "0", "upper_m": "1000", "datum": "AMSL"})],
        ),
        conduct(
            place={"point": {"lon": "1", "lat": "1"}},
            altitude={"lower_m": "1001", "upper_m": "2000", "datum": "AMSL"},
        ),
        {"R0": "not_reached"},
    ),
    "a night schedule belongs to the day it starts": (
        agreement(
            rule(reach=[{"schedule": {"days": ["mon"], "from": "20:00", "to": "14:00", "time_zone": "Asia/Damascus"}}])
        ),
        conduct(time={"from": "2016-03-01T11:59:59Z", "to": "2016-03-01T12:00:01Z"}),  # Tuesday 13:59:59 to 14:00:01
        {"R0": "possible", "worlds": 2},
    ),
    "notice of just enough": (
        agreement(rule(effect={"require_notice": {"hours": "48"}})),
        conduct(notified={"days": "2"}),
        {"R0": "excepted"},
    ),
    "no notice": (
        agreement(rule(effect={"require_notice": {"hours": "48"}})),
        conduct(notified="none"),
        {"R0": "certain"},
    ),
    "concurrence of another does not count": (
        agreement(rule(effect={"require_concurrence": {"of": "east"}})),
        conduct(answers={"west": "concurred"}),
        {"R0": "certain"},
    ),
    "just short of the line's distance": (
        agreement(rule(reach=[{"own_line_within": {"m": "1000"}}])),
        conduct(own_line_distance_m="999"),
        {"R0": "certain"},
    ),
    "at the line's distance": (
        agreement(rule(reach=[{"own_line_within": {"m": "1000"}}])),
        conduct(own_line_distance_m="1000"),
        {"R0": "not_reached"},
    ),
    "as much as the baseline is not above it": (
        agreement(
            rule(reach=[{"above_baseline": {"of": "tally"}}]),
            baselines=[{"id": "tally", "measure": "presence", "actor": "crown", "amount": "120", "unit": "persons"}],
        ),
        conduct(amounts={"tally": "120"}),
        {"R0": "not_reached"},
    ),
    "harm to civilians, whoever was aimed at": (
        agreement(rule(conduct=[{"harmed": {"class": ["civilian"], "role": "bystander"}}])),
        conduct(harmed={"classes": ["civilian", "child"], "members": ["fox", "folk"]}),
        {"R0": "certain"},
    ),
    "harmed, but nobody says whose": (
        agreement(rule(conduct=[{"harmed": {"class": ["civilian"], "role": "bystander"}}])),
        conduct(harmed={"classes": ["civilian"]}),
        {"R0": "undetermined"},
    ),
    "two sources, two weapons": (
        agreement(rule(conduct=[{"weapon": ["mortar"]}])),
        conduct(
            weapon={"candidates": [{"value": "mortar", "source": "s"}, {"value": "tank", "source": "t"}]},
            sources={"s": {"roots": ["agency"]}, "t": {"roots": ["press"]}},
        ),
        {"R0": "possible", "worlds": 2},
    ),
    # The tank is the crown's own word: without it the mortar is certain.
    "nobody's own word lightens the finding": (
        agreement(rule(conduct=[{"weapon": ["mortar"]}])),
        conduct(
            weapon={"candidates": [{"value": "mortar", "source": "s"}, {"value": "tank", "source": "t"}]},
            sources={"s": {"roots": ["agency"]}, "t": {"roots": ["east", "guard"]}},
        ),
        {"R0": "certain", "worlds": 2},
    ),
    # Of the struck no `by` asks; the clause binds the crown alone, so the foxes' word counts.
    "the word of those the clause does not bind counts": (
        agreement(rule(conduct=[{"weapon": ["mortar"]}], binds={"role": "crown"})),
        conduct(
            weapon={"candidates": [{"value": "mortar", "source": "s"}, {"value": "tank", "source": "t"}]},
            sources={"s": {"roots": ["agency"]}, "t": {"roots": ["fox", "west"]}},
        ),
        {"R0": "possible", "worlds": 2},
    ),
    "presumed where unknown": (
        agreement(
            rule(conduct=[{"weapon": ["mortar"]}]),
            presumptions=[
                {
                    "id": "p",
                    "author": "east",
                    "adopters": ["east", "west"],
                    "when": [{"kind": ["attack"]}],
                    "holds": [{"weapon": ["mortar"]}],
                }
            ],
        ),
        conduct(),
        {"R0": "certain"},
    ),
    "a presumption shown wrong is not applied": (
        agreement(
            rule(conduct=[{"weapon": ["mortar"]}]),
            presumptions=[
                {
                    "id": "p",
                    "author": "east",
                    "adopters": ["east", "west"],
                    "when": [{"kind": ["attack"]}],
                    "holds": [{"weapon": ["mortar"]}],
                }
            ],
        ),
        conduct(weapon="tank"),
        {"R0": "not_engaged", "worlds": 1},
    ),
    "a presumption sets worlds aside": (
        agreement(
            *BOTH_WAYS,
            presumptions=[
                {
                    "id": "p",
                    "author": "east",
                    "adopters": ["east", "west"],
                    "when": [{"kind": ["attack"]}],
                    "holds": [{"by": {"role": "crown"}}],
                }
            ],
        ),
        conduct(direction=None),
        {"R4": "certain", "R5": "not_reached", "worlds": 1},
    ),
    # Only R4 reaches the crown's deed and only R5 the foxes'; an attack on crown or fox strikes a party.
    "an unknown initiator is one of two": (
        agreement(
            *BOTH_WAYS,
            presumptions=[
                {
                    "id": "p",
                    "author": "east",
                    "adopters": ["east", "west"],
                    "when": [{"kind": ["attack"]}],
                    "by_one_of": ["crown", "fox"],
                }
            ],
        ),
        conduct(a="unknown"),
        {"R4": "possible", "R5": "possible", "together": "certain", "clauses": ["R4", "R5"], "worlds": 2},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_worked_out_by_hand(name: str) -> None:
    """The oracle says what a person says."""
    text, deed, expected = CASES[name]
    common = brute(text, deed)["common"]
    assert {key: common[key] for key in expected} == expected


def test_each_author_reads_in_a_column_of_its_own() -> None:
    """A reading counts in its author's column; the common one ranges over all."""
    text = agreement(
        rule(
            readings=[
                {"id": "wide", "authors": ["east"]},
                {"id": "narrow", "authors": ["west"], "reach": [{"by": {"role": "league"}}]},
            ]
        )
    )
    found = brute(text, conduct())
    assert {column: found[column]["R0"] for column in found} == {
        "common": "possible",
        "east": "certain",
        "west": "not_reached",
    }


def test_an_alias_of_ones_own_counts_in_ones_own_column() -> None:
    """A self-made alias moves no column but its author's."""
    named = [
        {**actor, "aliases": [{"name": "Foo Brigade", "by": "west"}]} if actor["id"] == "fox" else actor
        for actor in ACTORS
    ]
    text = agreement(rule(reach=TO_PARTY), actors=named)
    found = brute(text, conduct(b={"names": ["Foo Brigade"]}))
    assert (found["common"]["R0"], found["west"]["R0"]) == ("undetermined", "certain")


def test_a_presumption_of_ones_own_counts_in_ones_own_column() -> None:
    """What one guarantor alone presumes does not reach the common column."""
    presumption = {"id": "p", "author": "east", "adopters": ["east"], "when": [], "holds": [{"weapon": ["tank"]}]}
    found = brute(agreement(rule(conduct=[{"weapon": ["tank"]}]), presumptions=[presumption]), conduct())
    assert (found["common"]["R0"], found["east"]["R0"]) == ("undetermined", "certain")


def test_too_many_worlds_are_undetermined() -> None:
    """As many worlds as the limit are weighed; one more, and nothing is said."""
    text, deed = agreement(*BOTH_WAYS), conduct(direction=None)
    assert brute(text, deed, limit=2)["common"]["together"] == "certain"
    over = brute(text, deed, limit=1)["common"]
    assert (over["R4"], over["R5"], over["together"], over["clauses"]) == (
        "undetermined",
        "undetermined",
        "undetermined",
        [],
    )


def test_what_takes_geodesy_is_left_out_aloud() -> None:
    """A distance to a known place raises; to an unknown place it is unknown."""
    text = agreement(rule(reach=[{"within": {"m": "500", "of": ["w"]}}]), zones=[zone("w", WEST)])
    assert brute(text, conduct())["common"]["R0"] == "undetermined"
    with pytest.raises(NotCovered):
        brute(text, conduct(place={"point": {"lon": "1", "lat": "1"}}))


def test_cells_of_a_triangle_over_two_zones() -> None:
    """A triangle that reaches over a corner of one zone into the open, and misses the other."""
    zones = {
        "near": area({"polygon": [square(0, 0, 2, 2)]}),
        "far": area({"polygon": [square(3, 3, 4, 4)]}),
    }
    place = area({"polygon": [[["1", "1"], ["4", "1"], ["1", "4"], ["1", "1"]]]})
    assert cells(place, zones) == {frozenset({"near"}), frozenset()}


def test_a_place_that_only_touches_a_corner_is_not_in_it() -> None:
    """Area counts, not touch: the diagonal passes through the far zone's corner."""
    zones = {"far": area({"polygon": [square(2, 2, 4, 4)]})}
    place = area({"polygon": [[["0", "0"], ["4", "0"], ["0", "4"], ["0", "0"]]]})
    assert cells(place, zones) == {frozenset()}
    assert holds_point(zones["far"], (20_000_000, 20_000_000))
