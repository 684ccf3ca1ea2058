"""Random agreements and conducts for properties: the seeded cases of the oracle, judged by the evaluator."""

from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.oracle.cases import random_case
from truceline.agreement import compiled
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.terms import Compiled, Evaluation, Result, evaluate

Plain = dict[str, Any]
Case = tuple[Plain, Plain]  # sections of an agreement, a conduct
Said = dict[str, Any]  # clause or "together" → result, and what else a column says

seeds = st.integers(0, 2**32)


def case(seed: int) -> Case:
    """The agreement and conduct of a seed."""
    return random_case(Random(seed))  # noqa: S311 - chance, not secrecy


def drawn(agreement: Plain) -> Compiled:
    """The agreement compiled."""
    return compiled(read_inline(agreement))


def judged(agreement: Plain, conduct: Plain) -> Evaluation:
    """The conduct judged."""
    return evaluate(drawn(agreement), read_conduct(conduct))


def said(agreement: Plain, conduct: Plain) -> dict[str, Said]:
    """What every column says, in full: results, lifting exceptions, versions, presumptions."""
    return {
        name: {
            **{rule: (one.result, one.lifted_by) for rule, one in column.clauses.items()},
            "together": (column.together.result, column.together.clauses),
            "worlds": column.worlds,
            "presumed": (column.leaned_on, column.rebutted),
        }
        for name, column in judged(agreement, conduct).columns.items()
    }


def results(evaluation: Evaluation) -> dict[str, dict[str, Result]]:
    """Each column's result of each clause, and of all together."""
    return {
        name: {**{rule: one.result for rule, one in column.clauses.items()}, "together": column.together.result}
        for name, column in evaluation.columns.items()
    }
