"""No laundering: what a side says in its own cause may weigh against it and never for it.

Seeded cases of the oracle; to each a claim is added that rests on one named side, or on a guarantor standing with it,
alone. The clause's result in every column is then as heavy as before, or heavier.
"""

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from tests.oracle.cases import random_case
from truceline.agreement import Agreement, compiled
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.terms import FACTS, Compiled, Conduct, Evaluation, evaluate, reduced
from truceline.terms.interest import interested

CHUNKS, CHUNK = 8, 150
ALTERNATIVES: dict[str, list[Any]] = {
    "kind": ["attack", "movement", "shelling", "access_denied"],
    "weapon": ["mortar", "small_arms"],
    "site": ["military", "medical"],
    "direction": ["a_to_b", "b_to_a", "mutual"],
    "armed": [True, False],
    "a": ["unknown", "nobody"],
    "b": ["unknown", "nobody"],
    "place": ["unknown", {"point": {"lon": "36.0001", "lat": "34.0001"}}],
    "harmed": [{"classes": []}, {"classes": ["civilian"]}],
    "notified": ["none", {"hours": 90}],
}
SELF = "its-own-word"


def with_own_word(conduct: dict[str, Any], field: str, value: object, root: str) -> dict[str, Any]:
    """The conduct with one more version of a field, told by one origin alone."""
    changed = deepcopy(conduct)
    held = changed.get(field)
    if isinstance(held, dict) and "candidates" in held:
        held["candidates"].append({"value": value, "source": SELF})
    else:
        first = [] if held is None else [{"value": held}]
        changed[field] = {"candidates": [*first, {"value": value, "source": SELF}]}
    changed.setdefault("sources", {})[SELF] = {"roots": [root]}
    return changed


def roots(agreement: Agreement, conduct: Conduct) -> list[str]:
    """Everybody named on a side, and every guarantor."""
    sides = [one.value for one in (*conduct.a, *conduct.b)]
    named = {member.actor for side in sides for member in side.members if member.actor}
    named |= {actor for side in sides if side.umbrella for actor in agreement.roster.umbrellas[side.umbrella].members}
    return sorted(named | {one.actor for one in agreement.guarantors})


def own_cause(text: Compiled, conduct: Conduct, field: str, column: int, rule: int) -> bool:
    """Whether the added version speaks in the cause of somebody the rule may accuse."""
    question = reduced(text, conduct)
    number = FACTS.index({"notified": "notice"}.get(field, field))
    added = (number, len(question.facts[number]) - 1)
    return added in interested(text, text.columns[column], question, (text.rules[rule],))


def lighter(before: Evaluation, after: Evaluation, column: str, rule: str) -> bool:
    was, is_now = (found.columns[column].clauses[rule].result for found in (before, after))
    return is_now.weight < was.weight


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_ones_own_word_never_lightens_ones_result(chunk: int) -> None:
    tried = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        rng = Random(seed)  # noqa: S311 - chance, not secrecy
        sections, plain = random_case(rng)
        agreement = read_inline(sections)
        text, conduct = compiled(agreement), read_conduct(plain)
        field = rng.choice(sorted(ALTERNATIVES))
        told = with_own_word(
            plain, field, rng.choice(ALTERNATIVES[field]), rng.choice(roots(agreement, conduct) or ["-"])
        )
        changed = read_conduct(told)
        before, after = evaluate(text, conduct), evaluate(text, changed)
        for i, column in enumerate(text.columns):
            for k, rule in enumerate(text.rules):
                if own_cause(text, changed, field, i, k):
                    tried += 1
                    assert not lighter(before, after, column.name, rule.id), (seed, field, rule.id, column.name)
    assert tried > CHUNK  # the property was really asked, several times a case


def test_without_the_rule_it_would_have_been_lighter() -> None:
    """The same denial from a disinterested source does lighten: the property is no accident."""
    agreement = read_inline(
        {
            "actors": [{"id": "gov", "kind": "state"}, {"id": "fox", "kind": "armed_group"}],
            "rules": [{"id": "R", "effect": "prohibit", "conduct": [{"kind": "attack"}]}],
        }
    )
    text = compiled(agreement)
    stated = {"a": ["gov"], "b": ["fox"], "direction": "a_to_b", "kind": "attack", "time": {"at": "2016-03-01T00:00Z"}}
    results = {}
    for root in ("gov", "agency"):
        told = read_conduct(with_own_word(stated, "kind", "movement", root))
        results[root] = str(evaluate(text, told).common.clauses["R"].result)
    assert results == {"gov": "certain", "agency": "possible"}


@pytest.mark.parametrize("section", ["aliases", "presumptions"])
def test_what_one_author_makes_counts_in_its_own_column_alone(section: str) -> None:
    """A self-made alias or presumption moves nobody's column but its author's."""
    moved = 0
    for seed in range(400):
        sections, plain = random_case(Random(seed))  # noqa: S311 - chance, not secrecy
        bare = deepcopy(sections)
        if section == "aliases":
            for actor in bare["actors"]:
                actor["aliases"] = [one for one in actor.get("aliases", []) if "by" not in one]
        else:
            guarantors = {one["actor"] for one in sections.get("guarantors", [])}
            bare["presumptions"] = [
                one
                for one in sections.get("presumptions", [])
                if guarantors and guarantors <= {one["author"], *one.get("adopters", [])}
            ]
        if bare == sections:
            continue
        moved += 1
        conduct = read_conduct(plain)
        with_it, without = (evaluate(compiled(read_inline(one)), conduct) for one in (sections, bare))
        assert _said(with_it) == _said(without), seed
    assert moved > 20


def _said(found: Evaluation) -> dict[str, str]:
    common = found.common
    return {rule: str(clause.result) for rule, clause in common.clauses.items()} | {"together": common.together.result}
