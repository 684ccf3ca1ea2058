"""Each case of the vector files has the answer that its reason derives, from the evaluator and from the oracle."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.oracle.brute import NotCovered, brute
from tests.vectors.files import FOLDER, LIMIT, Case, cases, differences, evaluated, tree
from truceline.terms import KEYS, Result

CASES = list(cases())
LEFT_TO_GEODESY = 0.15  # the share of cases on distances, for which the oracle has no geodesy


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_evaluator(case: Case) -> None:
    """The evaluator gives the expected answer in every column that the case names."""
    assert differences(case, evaluated(case)) == []


def test_oracle() -> None:
    """So does the oracle, on all but the few cases that need geodesy."""
    wrong: list[str] = []
    not_covered = 0
    for case in CASES:
        try:
            wrong += differences(case, brute(case.agreement, case.conduct, LIMIT))
        except NotCovered:
            not_covered += 1
    assert wrong == []
    assert not_covered <= LEFT_TO_GEODESY * len(CASES)


def test_enough() -> None:
    """There are at least three hundred cases; sixty count their worlds, thirty name the clauses of the whole."""
    counted = [case for case in CASES if any("worlds" in answers for answers in case.expect.values())]
    named = [case for case in CASES if any("clauses" in answers for answers in case.expect.values())]
    assert len(CASES) >= 300
    assert len(counted) >= 60
    assert len(named) >= 30


def test_ids() -> None:
    """A case is named by its file's number and its own, in order, and no two alike."""
    for path in sorted(FOLDER.glob("*.yaml")):
        found = [case.id for case in CASES if case.file == path.name]
        assert re.fullmatch(r"\d\d-[a-z0-9-]+\.yaml", path.name)
        assert found == [f"{path.name[:2]}-{number:03d}" for number in range(1, len(found) + 1)]
    assert len({case.id for case in CASES}) == len(CASES)


def test_reasons() -> None:
    """Every file says what it is about, and every case why its answer is so, in a sentence."""
    assert all(tree(path)["about"].strip() for path in FOLDER.glob("*.yaml"))
    assert [case.id for case in CASES if len(case.reason.split()) < 3] == []


def test_every_condition() -> None:
    """Every condition of the vocabulary is asked somewhere."""
    asked = Counter(key for case in CASES for rule in case.agreement["rules"] for key in condition_keys(rule))
    assert set(asked) == set(KEYS)


def test_every_result() -> None:
    """Every result is expected somewhere, of a clause and of all together."""
    for_clauses, for_all = set(), set()
    for case in CASES:
        for answers in case.expect.values():
            for_clauses |= {answer for key, answer in answers.items() if key not in {"together", "clauses", "worlds"}}
            for_all |= {answer for key, answer in answers.items() if key == "together"}
    assert for_clauses == for_all == {str(result) for result in Result}


def condition_keys(rule: dict[str, Any]) -> Iterator[str]:
    """The keys of all conditions of a rule, its readings and exceptions, those under `not` included."""
    for version in [rule, *rule.get("readings", [])]:
        exceptions = [condition for one in version.get("exceptions", []) for condition in one["when"]]
        for condition in [*version.get("conduct", []), *version.get("reach", []), *exceptions]:
            yield from keys_within(condition)
    for key, condition in {"require_notice": "notified_before", "require_concurrence": "answer_held"}.items():
        if key in rule["effect"]:
            yield condition


def keys_within(condition: dict[str, Any]) -> Iterator[str]:
    """The key of a condition, and of what it negates."""
    (key, value) = next(iter(condition.items()))
    yield key
    if key == "not":
        yield from keys_within(value)
