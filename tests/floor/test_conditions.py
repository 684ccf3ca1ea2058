"""Each condition of the vocabulary says yes, no or unknown, on both sides of what it asks.

The rule under test prohibits attacks that meet one condition: certain is yes, not reached no, undetermined unknown.
"""

from typing import Any

import pytest

from tests.floor.ground import EXTENT, SQUARE, clause, rule, truce
from truceline.terms import Result
from truceline.terms.truth import both, either, opposite

YES, NO, UNKNOWN = Result.CERTAIN, Result.NOT_REACHED, Result.UNDETERMINED

Plain = dict[str, Any]


def at(lon: object, lat: object) -> Plain:
    """A place that is a point."""
    return {"place": {"point": {"lon": str(lon), "lat": str(lat)}}}


def layer(lower_m: int, upper_m: int, datum: str = "AMSL") -> Plain:
    """A band of altitudes."""
    return {"altitude": {"lower_m": lower_m, "upper_m": upper_m, "datum": datum}}


SECTIONS: Plain = {
    "extent": EXTENT,
    "zones": [
        {"id": "square", "groups": ["safe"], "geometry": SQUARE},
        {"id": "layer", "groups": [], "geometry": SQUARE, **layer(300, 900)},
        {"id": "morning", "groups": [], "geometry": SQUARE,
         "schedule": {"from": "06:00", "to": "12:00", "time_zone": "UTC"}},
        {"id": "past", "groups": ["safe"], "geometry": {"polygon": [[[4, 4], [5, 4], [5, 5], [4, 5], [4, 4]]]},
         "periods": [{"to": "2016-03-01T12:00:00Z"}]},
        {"id": "secret", "groups": ["hidden"], "geometry": "not_published"},
        {"id": "secret-past", "groups": ["hidden-past"], "geometry": "not_published",
         "periods": [{"to": "2016-03-01T12:00:00Z"}]},
    ],
    "lines": [
        {"id": "front", "of": ["crown_side"], "geometry": {"line": [[0, -10], [0, 10]]}, "forward": "right"},
        {"id": "vague", "of": ["league"], "geometry": "not_published", "forward": "left"},
        {"id": "one-handed", "of": ["wolf"], "geometry": {"line": [[0, -10], [0, 10]]}},
    ],
    "baselines": [{"id": "posts", "measure": "presence", "actor": "crown", "amount": 12, "unit": "posts"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "facts", "answer"),
    [
        # kind
        ({"kind": ["shelling"]}, {"kind": "shelling"}, YES),
        ({"kind": ["shelling"]}, {"kind": "attack"}, UNKNOWN),
        ({"kind": ["shelling"]}, {"kind": "air_strike"}, NO),
        # by and against: role, actor, status, the member's own or of what it is part of
        ({"by": {"role": "crown_side"}}, {}, YES),
        ({"by": {"role": "league"}}, {}, NO),
        ({"by": {"role": ["league", "crown_side"]}}, {"a": ["guard"]}, YES),
        ({"by": {"actor": "crown"}}, {"a": ["guard"]}, YES),
        ({"by": {"actor": "guard"}}, {"a": ["crown"]}, NO),
        ({"by": {"status": "party"}}, {}, YES),
        ({"by": {"status": "party", "role": "league"}}, {}, NO),
        ({"by": {"status": "excluded"}}, {"a": ["wolf"]}, YES),
        ({"by": {"status": "unlisted"}}, {"a": ["hare"]}, YES),
        ({"by": {"status": "party"}}, {"a": "unknown"}, UNKNOWN),
        ({"by": {"status": "party"}}, {"a": {"names": ["Foo Brigade"]}}, UNKNOWN),
        ({"against": {"status": "party"}}, {}, YES),
        ({"against": {"status": "party"}}, {"b": ["hare"]}, NO),
        ({"against": {"status": "party"}}, {"b": "unknown"}, UNKNOWN),
        ({"against": {"status": "party"}}, {"b": "nobody"}, NO),
        ({"against": {"actor": "folk"}}, {"b": ["folk"]}, YES),
        # harmed: who was harmed is not who was aimed at
        ({"harmed": {"class": "civilian"}}, {"harmed": {"classes": ["combatant", "civilian"]}}, YES),
        ({"harmed": {"class": "civilian"}}, {"harmed": {"classes": ["combatant"]}}, NO),
        ({"harmed": {"class": "civilian"}}, {"harmed": {"classes": []}}, NO),
        ({"harmed": {"class": "civilian"}}, {}, UNKNOWN),
        ({"harmed": {"role": "league"}}, {"harmed": {"classes": [], "members": ["hare", "owl"]}}, YES),
        ({"harmed": {"role": "league"}}, {"harmed": {"classes": [], "members": ["hare"]}}, NO),
        ({"harmed": {"role": "league"}}, {"harmed": {"classes": [], "members": []}}, NO),
        ({"harmed": {"role": "league"}}, {"harmed": {"classes": ["civilian"]}}, UNKNOWN),
        ({"harmed": {"role": "league", "class": "child"}}, {"harmed": {"classes": [], "members": ["owl"]}}, NO),
        ({"harmed": {"role": "league", "class": "child"}}, {"harmed": {"classes": ["child"], "members": ["owl"]}}, YES),
        ({"harmed": {"role": "league", "class": "child"}}, {"harmed": {"classes": ["child"]}}, UNKNOWN),
        # site
        ({"site": ["medical", "school"]}, {"site": "school"}, YES),
        ({"site": ["medical", "school"]}, {"site": "market"}, NO),
        ({"site": ["medical", "school"]}, {}, UNKNOWN),
        # inside and outside: the border is inside
        ({"inside": ["square"]}, at("0.5", "0.5"), YES),
        ({"inside": ["safe"]}, at(1, "0.5"), YES),
        ({"inside": ["square"]}, at("1.0000001", "0.5"), NO),
        ({"inside": ["square"]}, {}, UNKNOWN),
        ({"inside": ["square"]}, {"place": "unknown"}, UNKNOWN),
        ({"inside": ["past"]}, at("4.5", "4.5"), NO),
        ({"inside": ["past"]}, {**at("4.5", "4.5"), "time": {"at": "2016-03-01T11:59:59Z"}}, YES),
        ({"inside": ["past"]}, {}, NO),
        ({"inside": ["morning"]}, at("0.5", "0.5"), NO),
        ({"inside": ["morning"]}, {**at("0.5", "0.5"), "time": {"at": "2016-03-01T11:59:59Z"}}, YES),
        ({"inside": ["hidden"]}, at("0.5", "0.5"), UNKNOWN),
        ({"inside": ["hidden-past"]}, at("0.5", "0.5"), NO),
        ({"inside": ["hidden", "safe"]}, at("0.5", "0.5"), YES),
        ({"inside": ["hidden", "safe"]}, at(2, 2), UNKNOWN),
        ({"outside": ["square"]}, at("0.5", "0.5"), NO),
        ({"outside": ["square"]}, at(1, 1), NO),
        ({"outside": ["square"]}, at(1, "1.0000001"), YES),
        ({"outside": ["hidden"]}, at("0.5", "0.5"), UNKNOWN),
        ({"outside": ["past"]}, at("4.5", "4.5"), YES),
        # a layer of altitudes
        ({"inside": ["layer"]}, {**at("0.5", "0.5"), **layer(300, 900)}, YES),
        ({"inside": ["layer"]}, {**at("0.5", "0.5"), **layer(901, 950)}, NO),
        ({"inside": ["layer"]}, {**at("0.5", "0.5"), **layer(200, 400)}, UNKNOWN),
        ({"inside": ["layer"]}, {**at("0.5", "0.5"), **layer(400, 500, "AGL")}, UNKNOWN),
        ({"inside": ["layer"]}, at("0.5", "0.5"), UNKNOWN),
        ({"inside": ["layer"]}, at(2, 2), NO),
        # within a distance of zones and lines
        ({"within": {"m": 5000, "of": ["square"]}}, at("0.5", "0.5"), YES),
        ({"within": {"m": 5000, "of": ["square"]}}, at("1.04", "0.5"), YES),  # 4.5 km east of it
        ({"within": {"m": 5000, "of": ["square"]}}, at("1.05", "0.5"), NO),  # 5.6 km
        ({"within": {"m": 5000, "of": ["front"]}}, at("-0.04", 3), YES),
        ({"within": {"m": 5000, "of": ["front"]}}, at("-0.05", 3), NO),
        ({"within": {"m": 5000, "of": ["square"]}}, {}, UNKNOWN),
        ({"within": {"m": 5000, "of": ["secret"]}}, at(2, 2), UNKNOWN),
        ({"within": {"m": 5000, "of": ["vague"]}}, at(2, 2), UNKNOWN),
        ({"within": {"m": 5000, "of": ["past"]}}, at("4.5", "4.5"), NO),
        ({"within": {"m": 5000, "of": ["secret", "safe"]}}, at("1.04", "0.5"), YES),
        # forward of one's own line: the crown's forward side is east of the meridian
        ({"forward_of_own_line": True}, at(1, 5), YES),
        ({"forward_of_own_line": True}, {**at(1, 5), "a": ["guard"]}, YES),
        ({"forward_of_own_line": True}, at(-1, 5), NO),
        ({"forward_of_own_line": True}, at(0, 5), YES),
        ({"forward_of_own_line": True}, {}, UNKNOWN),
        ({"forward_of_own_line": True}, {**at(1, 5), "a": ["fox"]}, UNKNOWN),
        ({"forward_of_own_line": True}, {**at(1, 5), "a": ["wolf"]}, UNKNOWN),
        ({"forward_of_own_line": True}, {**at(1, 5), "a": ["hare"]}, NO),
        ({"forward_of_own_line": True}, {**at(1, 5), "a": "unknown"}, UNKNOWN),
        # a distance from one's own line, stated first, else measured
        ({"own_line_within": {"m": 15000}}, {"own_line_distance_m": 14999}, YES),
        ({"own_line_within": {"m": 15000}}, {"own_line_distance_m": 15000}, NO),
        ({"own_line_within": {"m": 15000}}, {"own_line_distance_m": 14999, "a": "unknown"}, YES),
        ({"own_line_within": {"m": 15000}}, at("0.1", 3), YES),
        ({"own_line_within": {"m": 15000}}, at("0.2", 3), NO),
        ({"own_line_within": {"m": 15000}}, {**at("0.1", 3), "a": ["fox"]}, UNKNOWN),
        ({"own_line_within": {"m": 15000}}, {**at("0.1", 3), "a": ["hare"]}, UNKNOWN),
        ({"own_line_within": {"m": 15000}}, {**at("0.1", 3), "a": "unknown"}, UNKNOWN),
        ({"own_line_within": {"m": 15000, "of": ["front"]}}, at("0.1", 3), YES),
        ({"own_line_within": {"m": 15000, "of": ["vague"]}}, at("0.1", 3), UNKNOWN),
        ({"own_line_within": {"m": 15000}}, {}, UNKNOWN),
        # stated words and facts
        ({"weapon": ["mortar"]}, {"weapon": "mortar"}, YES),
        ({"weapon": ["mortar"]}, {"weapon": "tank"}, NO),
        ({"weapon": ["mortar"]}, {}, UNKNOWN),
        ({"weapon": ["artillery_100mm"]}, {"weapon": "artillery"}, UNKNOWN),
        ({"platform": ["uav"]}, {"platform": "uav"}, YES),
        ({"platform": ["uav"]}, {"platform": "foot"}, NO),
        ({"platform": ["uav"]}, {}, UNKNOWN),
        ({"purpose": ["medevac"]}, {"purpose": "medevac"}, YES),
        ({"purpose": ["medevac"]}, {"purpose": "patrol"}, NO),
        ({"purpose": ["medevac"]}, {}, UNKNOWN),
        ({"armed": False}, {"armed": False}, YES),
        ({"armed": False}, {"armed": True}, NO),
        ({"armed": False}, {}, UNKNOWN),
        ({"in_notified_volume": True}, {"in_notified_volume": True}, YES),
        ({"in_notified_volume": True}, {"in_notified_volume": False}, NO),
        ({"in_notified_volume": True}, {}, UNKNOWN),
        ({"control_changed": True}, {"control_changed": True}, YES),
        ({"control_changed": True}, {"control_changed": False}, NO),
        ({"control_changed": True}, {}, UNKNOWN),
        # time
        ({"period": {"from": "2016-03-01T12:00:00Z"}}, {}, YES),
        ({"period": {"to": "2016-03-01T12:00:00Z"}}, {}, NO),
        ({"schedule": {"days": ["tue"], "from": "12:00", "to": "13:00", "time_zone": "UTC"}}, {}, YES),
        ({"schedule": {"days": ["tue"], "from": "11:00", "to": "12:00", "time_zone": "UTC"}}, {}, NO),
        ({"schedule": {"days": ["wed"], "from": "12:00", "to": "13:00", "time_zone": "UTC"}}, {}, NO),
        # notice, answers, amounts: an answer that a stated table leaves out was not given, an amount is not known
        ({"notified_before": {"hours": 48}}, {"notified": {"hours": 48}}, YES),
        ({"notified_before": {"hours": 48}}, {"notified": {"minutes": 2879}}, NO),
        ({"notified_before": {"hours": 48}}, {"notified": "none"}, NO),
        ({"notified_before": {"hours": 48}}, {}, UNKNOWN),
        ({"answer_held": {"of": "west", "answer": "concurred"}}, {"answers": {"west": "concurred"}}, YES),
        ({"answer_held": {"of": "guarantor", "answer": "concurred"}}, {"answers": {"west": "concurred"}}, YES),
        ({"answer_held": {"of": "west", "answer": "concurred"}}, {"answers": {"west": "objected"}}, NO),
        ({"answer_held": {"of": "west", "answer": "concurred"}}, {"answers": {"east": "concurred"}}, NO),
        ({"answer_held": {"of": "west", "answer": "concurred"}}, {"answers": {}}, NO),
        ({"answer_held": {"of": "west", "answer": "concurred"}}, {}, UNKNOWN),
        ({"above_baseline": {"of": "posts"}}, {"amounts": {"posts": 13}}, YES),
        ({"above_baseline": {"of": "posts"}}, {"amounts": {"posts": 12}}, NO),
        ({"above_baseline": {"of": "posts"}}, {"amounts": {}}, UNKNOWN),
        ({"above_baseline": {"of": "posts"}}, {}, UNKNOWN),
        # not
        ({"not": {"armed": True}}, {"armed": False}, YES),
        ({"not": {"armed": True}}, {"armed": True}, NO),
        ({"not": {"armed": True}}, {}, UNKNOWN),
        ({"not": {"not": {"armed": True}}}, {"armed": True}, YES),
    ],
)  # fmt: skip
def test_a_condition(condition: Plain, facts: Plain, answer: Result) -> None:
    """Yes engages the clause, no leaves it silent, unknown leaves it undetermined."""
    assert clause(truce(rule(reach=[condition]), **SECTIONS), facts).result is answer


@pytest.mark.parametrize(
    ("seconds", "answer"), [("11:59:59", NO), ("12:00:00", YES), ("12:00:01", YES), ("12:00:02", NO)]
)
def test_a_period_to_the_second(seconds: str, answer: Result) -> None:
    """A clause in force for two seconds reaches exactly those."""
    in_force = {"from": "2016-03-01T12:00:00Z", "to": "2016-03-01T12:00:02Z"}
    assert clause(truce(rule(in_force=in_force)), {"time": {"at": f"2016-03-01T{seconds}Z"}}).result is answer


def test_a_harmed_member_with_two_statuses_is_unknown_where_they_differ() -> None:
    """Whoever a list of numbers may name is party or unlisted: harmed, it is neither surely."""
    lists = [{"id": "counted", "author": "west", "names": "count_only", "opened": "2016-02-01T00:00:00Z"}]
    harmed = {"harmed": {"classes": [], "members": ["hare"]}}
    party = truce(rule(reach=[{"harmed": {"status": "party"}}]), lists=lists)
    either_way = truce(rule(reach=[{"harmed": {"status": ["party", "unlisted"]}}]), lists=lists)
    assert clause(party, harmed).result is UNKNOWN
    assert clause(either_way, harmed).result is YES


@pytest.mark.parametrize("one", [True, False, None])
@pytest.mark.parametrize("other", [True, False, None])
def test_kleene(one: bool | None, other: bool | None) -> None:  # noqa: FBT001
    """And is the least, or the greatest, with unknown between no and yes; not turns them round."""
    order = {False: 0, None: 1, True: 2}
    assert order[both((one, other))] == min(order[one], order[other])
    assert order[either((one, other))] == max(order[one], order[other])
    assert order[opposite(one)] == 2 - order[one]
    assert both(()) is True
    assert either(()) is False
