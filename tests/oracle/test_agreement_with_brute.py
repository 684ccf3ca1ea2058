"""The evaluator and the oracle say the same of every small case: every column, clause, and all clauses together.

Fifty thousand cases from seeds, and ten thousand that Hypothesis takes apart. A disagreement is shown as the
smallest case that still holds it.
"""

from pprint import pformat
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.brute import NotCovered, brute
from tests.oracle.cases import random_case, random_limit
from tests.oracle.smaller import leavable, smallest, without
from truceline.agreement import compiled
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.terms import evaluate

Plain = dict[str, Any]

CHUNK = 2_000
CHUNKS = 8
EXAMPLES = 2_500
QUARTERS = 4


def said(case: Plain) -> Plain:
    """What the evaluator says of a case, in the oracle's shape."""
    agreement = read_inline(case["agreement"])
    found = evaluate(compiled(agreement), read_conduct(case["conduct"]), limit=case["limit"])
    return {
        name: {
            "worlds": "too many" if column.too_many else column.worlds,
            **{rule_id: str(clause.result) for rule_id, clause in column.clauses.items()},
            "together": str(column.together.result),
            "clauses": list(column.together.clauses),
        }
        for name, column in found.columns.items()
    }


def expected(case: Plain) -> Plain:
    """What the oracle says of a case; beyond the limit, nobody need go on counting."""
    found = brute(case["agreement"], case["conduct"], case["limit"])
    for column in found.values():
        if column["worlds"] > case["limit"]:
            column["worlds"] = "too many"
    return found


def differs(case: Plain) -> bool:
    """Whether the two say different things."""
    return said(case) != expected(case)


def seeded(seed: int) -> Plain:
    """The case of a seed."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    agreement, conduct = random_case(rng)
    return {"agreement": agreement, "conduct": conduct, "limit": random_limit(rng)}


def shown(case: Plain) -> str:
    """A disagreement, as small as it gets."""
    small = smallest(case, differs)
    return (
        f"evaluator:\n{pformat(said(small))}\noracle:\n{pformat(expected(small))}\ncase:\n{pformat(small, width=120)}"
    )


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_seeded_cases(chunk: int) -> None:
    """On every seeded case both agree, and none of them is left out."""
    skipped = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        case = seeded(seed)
        try:
            same = not differs(case)
        except NotCovered:
            skipped += 1
            continue
        if not same:
            pytest.fail(f"seed {seed}\n{shown(case)}")
    assert skipped == 0


@st.composite
def taken_apart(draw: st.DrawFn, quarter: int) -> Plain:
    """A seeded case with parts of it left out."""
    case = seeded(draw(st.integers(0, 2**32)) * QUARTERS + quarter)
    left_out = [path for path in leavable(case) if draw(st.integers(0, 9)) == 0]
    inner = [path for path in left_out if any(path != other and path[: len(other)] == other for other in left_out)]
    return without(case, [path for path in left_out if path not in inner])


@pytest.mark.parametrize("quarter", range(QUARTERS))
def test_cases_taken_apart(quarter: int) -> None:
    """On every case that Hypothesis takes apart both agree."""

    @settings(max_examples=EXAMPLES)
    @given(case=taken_apart(quarter))
    def agree(case: Plain) -> None:
        assert said(case) == expected(case)

    agree()
