"""What a finding comes to, column by column, without what explains it.

Millions of rows share a few thousand summaries. A summary says what each clause and all together come to in
every column, and over how many versions of the facts; witnesses and what would settle it are made from the
row itself when somebody asks. Whatever judges faster than the plain evaluator must give equal summaries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from truceline.findings.model import ClauseSummary, ColumnFinding, ColumnSummary
from truceline.terms import ClauseResult, ColumnResult


def of_findings(columns: Iterable[ColumnFinding]) -> tuple[ColumnSummary, ...]:
    """The summary of a finding's columns."""
    return tuple(
        ColumnSummary(
            **parts(ColumnSummary, column)
            | {"clauses": tuple(ClauseSummary(**parts(ClauseSummary, one)) for one in column.clauses)}
        )
        for column in columns
    )


def of_results(columns: Iterable[ColumnResult]) -> tuple[ColumnSummary, ...]:
    """The summary of an evaluation's columns, without making the finding first."""
    return tuple(of_column(column) for column in columns)


def of_column(column: ColumnResult) -> ColumnSummary:
    """The summary of one column."""
    return ColumnSummary(
        name=column.name,
        worlds=column.worlds,
        too_many=column.too_many,
        together=column.together.result,
        together_clauses=column.together.clauses,
        leaned_on=column.leaned_on,
        rebutted=column.rebutted,
        clauses=tuple(_clause(one, index) for index, one in enumerate(column.clauses.values())),
    )


def _clause(one: ClauseResult, index: int) -> ClauseSummary:
    values = [world.outcomes[index].value for world in one.weighed.judged]
    return ClauseSummary(
        rule=one.rule,
        result=one.result,
        yes=sum(value is True for value in values),
        unknown=sum(value is None for value in values),
        worlds=len(values),
        lifted_by=one.lifted_by,
        set_aside=one.set_aside,
    )


def parts(kind: type[ClauseSummary | ColumnSummary], one: ClauseSummary | ColumnSummary) -> dict[str, Any]:
    """The fields of a kind of summary, by name, as they stand in one that may say more."""
    return {field.name: getattr(one, field.name) for field in fields(kind)}
