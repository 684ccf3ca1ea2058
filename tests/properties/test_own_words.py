"""No laundering, at length: many statements of one's own side, one after another, none of which lightens its results.

Random agreements and conducts; to each up to nine statements whose only origins are an accused actor, or a guarantor
standing with it. Who is accused is worked out by the oracle, which shares no code with the evaluator.
"""

import copy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.brute import accused
from tests.oracle.text import Agreement as Text
from tests.oracle.text import with_instants
from tests.properties.chance import Plain, case, drawn, results, seeds
from truceline.formats.conduct import read_conduct
from truceline.terms import Compiled, Result, evaluate

VALUES: dict[str, list[Any]] = {
    "a": [["crown"], ["guard"], ["fox"], ["fox", "owl"], {"umbrella": "birds"}, "unknown", "nobody", ["folk"]],
    "b": [["crown"], ["fox"], ["owl"], {"umbrella": "birds"}, "unknown", "nobody", ["folk"]],
    "direction": ["a_to_b", "b_to_a", "mutual"],
    "kind": ["attack", "air_strike", "drone_strike", "shelling", "combat_flight", "convoy_movement", "looting"],
    "weapon": ["artillery", "artillery_100mm", "mlrs", "air_bomb", "barrel_bomb", "mortar"],
    "platform": ["fixed_wing", "rotary_wing", "uav"],
    "purpose": ["medevac", "rescue", "fire_fighting", "humanitarian"],
    "site": ["civilian_object", "medical", "school", "military"],
    "armed": ["true", "false"],
    "control_changed": ["true", "false"],
    "in_notified_volume": ["true", "false"],
    "harmed": [{"classes": []}, {"classes": ["civilian"]}, {"classes": ["combatant"], "members": ["fox"]}],
    "place": ["unknown", {"point": {"lon": "36.0003", "lat": "34.0003"}}, {"point": {"lon": "35", "lat": "33"}}],
    "own_line_distance_m": ["999", "1000"],
    "time": [{"at": f"2016-03-01T10:00:0{second}Z"} for second in range(4)] + [{"at": "2015-01-01T00:00:00Z"}],
    "altitude": [{"lower_m": lower, "upper_m": "6000", "datum": datum} for lower in "05" for datum in ("AMSL", "AGL")],
    "notified": ["none", {"hours": "48"}, {"hours": "50"}],
    "answers": [{}, {"east": "concurred"}, {"west": "concurred"}, {"east": "concurred", "west": "concurred"}],
    "amounts": [{"tally": "120"}, {"tally": "121"}],
}  # fmt: skip


def own_circle(text: Text, actor: str) -> list[str]:
    """Those whose word is the actor's own throughout: itself, and a guarantor that always stands with it."""
    roles = {"crown": "crown", "guard": "crown", "fox": "league", "owl": "league"}
    friends = [one["actor"] for one in text.guarantors if roles[actor] in one.get("stands_with", [])]
    return [actor, *friends]


def with_statement(conduct: Plain, field: str, value: Any, roots: list[str]) -> Plain:  # noqa: ANN401 - a field's value
    """The conduct with one more statement about a field, its only origins as given."""
    told = copy.deepcopy(conduct)
    name = f"own-{len(told.get('sources', {}))}"
    told.setdefault("sources", {})[name] = {"roots": roots}
    held = told.get(field)
    before = (
        held["candidates"] if isinstance(held, dict) and "candidates" in held else [{"value": held}] if held else []
    )
    told[field] = {"candidates": [*before, {"value": value, "source": name}]}
    return told


def accused_by(text: Text, column: str, conduct: Plain, actor: str) -> dict[str, bool]:
    """For each clause, and all together, whether it may accuse the actor; by the oracle."""
    read = with_instants(conduct)
    own = None if column == "common" else column
    each = {rule["id"]: actor in accused(text, own, read, number) for number, rule in enumerate(text.rules)}
    binding = [each[rule["id"]] for rule in text.rules if rule["effect"] != "advise"]
    return {**each, "together": any(binding)}


def judge(compiled: Compiled, conduct: Plain) -> dict[str, dict[str, Result]]:
    """Every result in every column."""
    return results(evaluate(compiled, read_conduct(conduct)))


@settings(max_examples=150)
@given(seed=seeds, actor=st.sampled_from(["crown", "guard", "fox", "owl"]), words=st.integers(1, 9), chance=seeds)
def test_own_words_never_lighten(seed: int, actor: str, words: int, chance: int) -> None:
    """However many statements of its own side an accused adds, one after another, none moves its results down."""
    agreement, conduct = case(seed)
    text, compiled, rng = Text(agreement), drawn(agreement), Random(chance)  # noqa: S311 - chance, not secrecy
    before = judge(compiled, conduct)
    for _ in range(words):
        field = rng.choice(list(VALUES))
        told = with_statement(conduct, field, rng.choice(VALUES[field]), rng.choice([[actor], own_circle(text, actor)]))
        after = judge(compiled, told)
        for column, clauses in before.items():
            blamed = accused_by(text, column, conduct, actor)
            lighter = {
                name: (result, after[column][name])
                for name, result in clauses.items()
                if blamed[name] and after[column][name].weight < result.weight
            }
            assert not lighter, (column, field)
        conduct, before = told, after


@pytest.mark.parametrize("seed", range(40))
def test_a_denial_of_any_one_fact(seed: int) -> None:
    """Where an agency tells the whole of an attack, the crown's denial of any one fact lightens nothing."""
    agreement, _ = case(seed)
    facts = {
        "id": "t", "a": ["crown"], "b": ["fox"], "direction": "a_to_b", "kind": "shelling",
        "weapon": "artillery_100mm", "armed": "true", "time": {"at": "2016-03-01T10:00:00Z"},
    }  # fmt: skip
    text, compiled = Text(agreement), drawn(agreement)
    before = judge(compiled, facts)
    for field in ("direction", "kind", "weapon", "armed", "b"):
        for value in VALUES[field]:
            after = judge(compiled, with_statement(facts, field, value, ["crown"]))
            for column, clauses in before.items():
                blamed = accused_by(text, column, facts, "crown")
                assert all(
                    after[column][name].weight >= result.weight for name, result in clauses.items() if blamed[name]
                )
