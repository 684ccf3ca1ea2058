"""Silence of the text is not licence: "not reached" and "not engaged" are two answers, and neither hides the other.

Of a clause that is not engaged, the deed is another in every version; of one that is not reached, the deed is, or may
be, what the clause speaks of, and the agreement is silent about this case.
"""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.chance import Plain, case, judged, seeds
from truceline.terms import Result

BY_DEED = (Result.CERTAIN, Result.POSSIBLE, Result.UNDETERMINED)
SILENT = (Result.EXCEPTED, Result.NOT_REACHED)


def unsourced(conduct: Plain) -> Plain:
    """The conduct with nobody's own words among its accounts."""
    return {**conduct, "sources": {}}


def bare(agreement: Plain, number: int) -> Plain:
    """The agreement with one clause reduced to the deed it speaks of, whoever does it, everywhere and always."""
    told = copy.deepcopy(agreement)
    rule = told["rules"][number]
    for key in ("reach", "exceptions", "in_force", "binds"):
        rule.pop(key, None)
    rule["effect"] = "advise" if rule["effect"] == "advise" else "prohibit"
    return told


@given(seed=seeds, chosen=st.integers(0, 3))
def test_silent_is_what_the_deed_alone_would_engage(seed: int, chosen: int) -> None:
    """Without reach and exceptions, a clause that was silent speaks, and one that was not engaged still does not."""
    agreement, conduct = case(seed)
    number = chosen % len(agreement["rules"])
    rule = agreement["rules"][number]
    rule.pop("readings", None)
    conduct = unsourced(conduct)
    before, after = judged(agreement, conduct), judged(bare(agreement, number), conduct)
    for name, column in before.columns.items():
        was, would = (found.columns[name].clauses[rule["id"]].result for found in (before, after))
        if column.too_many or after.columns[name].too_many or was is Result.CONTRADICTORY:
            continue
        assert (was is Result.NOT_ENGAGED) is (would is Result.NOT_ENGAGED)
        assert would in BY_DEED or was is Result.NOT_ENGAGED


@given(seed=seeds)
def test_each_kind_of_silence_has_its_ground(seed: int) -> None:
    """Not engaged: the deed is another in every version. Excepted: some exception holds. Not reached: neither."""
    agreement, conduct = case(seed)
    for column in judged(agreement, conduct).columns.values():
        for number, clause in enumerate(column.clauses.values()):
            outcomes = [one.outcomes[number] for one in clause.weighed.judged]
            if clause.result is Result.NOT_ENGAGED:
                assert all(one.conduct is False and one.value is False for one in outcomes)
            elif clause.result in SILENT:
                assert all(one.value is False for one in outcomes)
                assert any(one.conduct is not False for one in outcomes)
                assert any(one.lifted for one in outcomes) is (clause.result is Result.EXCEPTED)
                assert bool(clause.lifted_by) is (clause.result is Result.EXCEPTED)


@pytest.mark.parametrize("answer", [Result.NOT_REACHED, Result.NOT_ENGAGED, Result.EXCEPTED])
def test_all_three_do_occur(answer: Result) -> None:
    """The cases above meet each of the three answers, often."""
    seen = sum(clause.result is answer for seed in range(400) for clause in judged(*case(seed)).common.clauses.values())
    assert seen >= 10


def test_together_silence_is_not_another_deed() -> None:
    """Where one clause is silent and the others speak of other deeds, all together are silent."""
    deeds = [{"id": "R", "effect": "prohibit", "conduct": [{"kind": ["attack"]}], "binds": {"actor": "fox"}},
             {"id": "S", "effect": "prohibit", "conduct": [{"kind": ["siege"]}]}]  # fmt: skip
    agreement = {"actors": [{"id": name, "kind": "armed_group"} for name in ("fox", "owl")], "rules": deeds}
    conduct = {"id": "t", "a": ["owl"], "b": ["fox"], "direction": "a_to_b", "time": {"at": "2016-03-01T00:00Z"}}
    silent = judged(agreement, {**conduct, "kind": "attack"}).common.together.result
    other = judged(agreement, {**conduct, "kind": "looting"}).common.together.result
    assert (silent, other) == (Result.NOT_REACHED, Result.NOT_ENGAGED)
