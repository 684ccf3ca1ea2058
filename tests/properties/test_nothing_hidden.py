"""Nothing but agreement and conduct influences an answer: not the order of keys, not names, not what was asked before.

And before the event no answer says more than in which published areas a place lies, whatever the agreement.
"""

import copy
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.chance import Plain, case, seeds
from truceline import findings as findings_module
from truceline.agreement import plain
from truceline.claims import Deaths, Event
from truceline.errors import DataError
from truceline.findings import Assessor, Finding
from truceline.formats.agreement import json_schema, read_inline
from truceline.formats.conduct import ConductModel, read_conduct
from truceline.place import Position, cells
from truceline.terms import Candidate, Conduct, Result, evaluate
from truceline.terms import settle as settle_module


def event(conduct: Conduct, marker: Position | None = None) -> Event:
    """An event of which only the conduct matters."""
    return Event(conduct.id, conduct, {"en": ""}, "", "", "", "", marker, Deaths(None, None, None), ())


def told(agreement: Plain, conduct: Plain) -> bytes:
    """The finding, to the byte."""
    finding = Assessor(read_inline(agreement)).finding(event(read_conduct(conduct)))
    return rfc8785.dumps(plain(replace(finding, fingerprint="")))  # type: ignore[arg-type,unused-ignore]


def shuffled(value: Any, rng: Random) -> Any:  # noqa: ANN401 - a tree of any shape
    """The same tree with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    return [shuffled(one, rng) for one in value] if isinstance(value, list) else value


@given(seed=seeds, chance=seeds)
def test_the_order_of_keys_says_nothing(seed: int, chance: int) -> None:
    """The same agreement and conduct with their keys in another order give the same finding, to the byte."""
    agreement, conduct = case(seed)
    rng = Random(chance)  # noqa: S311 - chance, not secrecy
    assert told(shuffled(agreement, rng), shuffled(conduct, rng)) == told(agreement, conduct)


@given(seed=seeds)
def test_names_and_words_say_nothing(seed: int) -> None:
    """Titles, names, gists and questions are for people: other words give the same finding."""
    agreement, conduct = case(seed)
    renamed = copy.deepcopy(agreement)
    for section in ("actors", "umbrellas", "zones", "lines"):
        for number, one in enumerate(renamed.get(section, [])):
            one["names"] = {"en": f"Name {number}", "ru": "Имя"}
    for rule in renamed["rules"]:
        rule["clause"] = {"instrument": "v", "paragraph": "99", "gist": {"ar": "نص"}, "source": "v"}
    renamed["title"] = {"en": "Another title"}
    assert told(renamed, conduct) == told(agreement, conduct)


@given(st.lists(seeds, min_size=2, max_size=4))
def test_what_was_asked_before_says_nothing(several: list[int]) -> None:
    """One assessor, asked other things before, or the same thing twice, answers as a fresh one does."""
    agreement, _ = case(several[0])
    assessor = Assessor(read_inline(agreement))
    conducts = [{**case(seed)[1], "sources": {}} for seed in several]
    asked = [event(read_conduct(one)) for one in (*conducts, *conducts[::-1])]
    answers = [assessor.finding(one) for one in asked]
    assert answers == [Assessor(read_inline(agreement)).finding(one) for one in asked]


# ── no oracle ─────────────────────────────────────────────────────────────────────────────────

steps = st.integers(-5_000, 65_000)  # 1e-7 degree about the lattice on which the seeded zones are drawn


@given(
    seed=seeds, points=st.lists(st.tuples(steps, steps), min_size=8, max_size=8),
    armed=st.sampled_from([None, "true", "false"]), intended=st.booleans(),
)  # fmt: skip
def test_only_the_published_areas_are_told(
    seed: int,
    points: list[tuple[int, int]],
    armed: str | None,
    intended: bool,  # noqa: FBT001
) -> None:
    """Two places in the same combination of areas get the same answer; armed and not yet done, to the last field."""
    agreement, stated = case(seed)
    assessor = Assessor(read_inline(agreement))
    areas = list(assessor.compiled.areas.values())
    stated = {key: value for key, value in stated.items() if key not in ("place", "armed")}
    conduct = read_conduct({**stated, "intended": intended, **({"armed": armed} if armed else {})})
    found: dict[frozenset[int], Finding] = {}
    for x, y in points:
        at = Position(360_000_000 + x, 340_000_000 + y)
        (cell,) = cells(at, areas)
        finding = assessor.finding(event(replace(conduct, place=(Candidate(at),)), at))
        other = found.setdefault(cell, finding)
        assert finding.columns == other.columns
        if intended and armed != "false":
            assert finding.margins == ()
            assert finding == other
        else:
            assert len(finding.margins) == len(areas)


# ── no clearance ──────────────────────────────────────────────────────────────────────────────

GRANTS = ("permit", "allow", "clear", "approv", "authori", "licens", "grant", "green", "safe_to", "ok_to")


def _names(kind: type) -> Iterator[str]:
    for one in fields(kind):
        yield one.name


@pytest.mark.parametrize("module", [findings_module, settle_module])
def test_no_field_of_an_answer_grants_anything(module: Any) -> None:  # noqa: ANN401 - a module
    """No field of a finding, and no word of the table of results, can be read as leave to use force."""
    kinds = [one for one in vars(module).values() if isinstance(one, type) and is_dataclass(one)]
    named = {name for kind in kinds for name in _names(kind)} | {str(one) for one in Result}
    assert len(kinds) >= 3
    assert [name for name in named if any(word in name for word in GRANTS)] == []


@given(seed=seeds)
def test_what_is_intended_is_answered_as_what_was_done(seed: int) -> None:
    """A notified activity gets the same results as the same deed afterwards: filing it first buys nothing."""
    agreement, conduct = case(seed)
    assessor = Assessor(read_inline(agreement))
    before = assessor.finding(event(read_conduct({**conduct, "intended": "true"})))
    after = assessor.finding(event(read_conduct({**conduct, "intended": "false"})))
    assert before.columns == after.columns


BASE: Plain = {
    "id": "n",
    "a": ["x"],
    "b": "nobody",
    "kind": "flight",
    "time": {"at": "2031-05-08T06:00Z"},
    "intended": "true",
}


@pytest.mark.parametrize(
    ("stated", "at_fault"),
    [
        ({"purpose": "attack"}, "purpose"),
        ({"purpose": "air_strike"}, "purpose"),
        ({"purpose": {"candidates": [{"value": "strike", "source": "s"}]}}, "purpose"),
        ({"aim_point": {"lon": "36", "lat": "34"}}, "aim_point"),
        ({"target": ["fox"]}, "target"),
        ({"place": {"point": {"lon": "36", "lat": "34"}, "aim": "true"}}, "aim"),
        ({"place": {"target": {"lon": "36", "lat": "34"}}}, "target"),
        ({"munition": "250 kg"}, "munition"),
    ],
)
def test_the_schema_refuses_an_aim_and_a_purpose_to_attack(stated: Plain, at_fault: str) -> None:
    """Nobody can file what it means to hit: there is no field for it, and no purpose."""
    with pytest.raises(DataError) as refused:
        read_conduct({**BASE, **stated})
    assert any(at_fault in fault.field for fault in refused.value.faults)


def _keys(schema: Any) -> Iterator[str]:  # noqa: ANN401 - a JSON schema
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for one in schema.values():
            yield from _keys(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _keys(one)


def test_no_schema_has_a_place_for_a_target() -> None:
    """Neither an agreement nor a conduct has a field that names what is to be struck, or from where somebody fights."""
    keys = {*_keys(json_schema()), *_keys(ConductModel.model_json_schema(mode="serialization"))}
    assert len(keys) > 60
    words = ("target", "aim", "strike_point", "position_of", "munition", "warhead", "objective")
    assert [key for key in keys if any(word in key for word in words)] == []


def test_evaluating_an_intention_needs_no_place() -> None:
    """An activity without a place is answered too, and the answer is that place is unknown, never that it is free."""
    rules = [{"id": "R", "effect": "prohibit", "conduct": [{"kind": ["flight"]}], "reach": [{"inside": ["z"]}]}]
    square = [["36", "34"], ["37", "34"], ["37", "35"], ["36", "35"], ["36", "34"]]
    agreement = read_inline({"actors": [{"id": "x", "kind": "state"}], "rules": rules,
                             "zones": [{"id": "z", "groups": [], "geometry": {"polygon": [square]}}]})  # fmt: skip
    evaluation = evaluate(Assessor(agreement).compiled, read_conduct(BASE))
    assert evaluation.common.clauses["R"].result is Result.UNDETERMINED
