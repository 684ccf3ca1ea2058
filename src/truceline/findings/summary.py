"""What a finding comes to, column by column, without what explains it.

Millions of rows share a few thousand summaries. A summary says what each clause and all together come to in
every column, and over how many versions of the facts; witnesses and what would settle it are made from the
row itself when somebody asks. Whatever judges faster than the plain evaluator must give equal summaries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truceline.findings.model import ColumnFinding
from truceline.terms import ColumnResult, Result


@dataclass(frozen=True, slots=True)
class ClauseSummary:
    """One clause in one column."""

    rule: str
    result: Result
    yes: int  # distinct worlds in which it is engaged
    unknown: int  # distinct worlds in which it cannot be said
    worlds: int  # distinct worlds weighed for it
    lifted_by: tuple[str, ...]  # exceptions that lift it in some world
    set_aside: tuple[str, ...]  # sources whose word in their own cause was not counted


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """All clauses in one column."""

    name: str  # "common", or the author's actor id
    worlds: int  # distinct versions of the facts
    too_many: bool  # more than can be weighed
    together: Result
    together_clauses: tuple[str, ...]  # where certain: one of these in every version
    leaned_on: tuple[str, ...]  # presumptions that changed something
    rebutted: tuple[str, ...]  # presumptions that the facts contradict
    clauses: tuple[ClauseSummary, ...]  # in the agreement's order


def of_findings(columns: Iterable[ColumnFinding]) -> tuple[ColumnSummary, ...]:
    """The summary of a finding's columns."""
    return tuple(_of_finding(column) for column in columns)


def _of_finding(column: ColumnFinding) -> ColumnSummary:
    clauses = tuple(
        ClauseSummary(one.rule, one.result, one.yes, one.unknown, one.worlds, one.lifted_by, one.set_aside)
        for one in column.clauses
    )
    return ColumnSummary(
        name=column.name,
        worlds=column.worlds,
        too_many=column.too_many,
        together=column.together,
        together_clauses=column.together_clauses,
        leaned_on=column.leaned_on,
        rebutted=column.rebutted,
        clauses=clauses,
    )


def of_results(columns: Iterable[ColumnResult]) -> tuple[ColumnSummary, ...]:
    """The summary of an evaluation's columns, without making the finding first."""
    return tuple(_of_result(column) for column in columns)


def _of_result(column: ColumnResult) -> ColumnSummary:
    clauses = []
    for index, one in enumerate(column.clauses.values()):
        values = [judged.outcomes[index].value for judged in one.weighed.judged]
        yes, unknown = sum(value is True for value in values), sum(value is None for value in values)
        clauses.append(ClauseSummary(one.rule, one.result, yes, unknown, len(values), one.lifted_by, one.set_aside))
    return ColumnSummary(
        name=column.name,
        worlds=column.worlds,
        too_many=column.too_many,
        together=column.together.result,
        together_clauses=column.together.clauses,
        leaned_on=column.leaned_on,
        rebutted=column.rebutted,
        clauses=tuple(clauses),
    )
