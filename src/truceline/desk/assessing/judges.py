"""Two ways to the same answers: the bulk engine, and the floor row by row.

Equal rows have equal answers whichever way was gone. Whoever doubts the engine runs the floor over the same
rows and compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa

from truceline.agreement import Agreement, compiled
from truceline.bulk.answers import Answer, answer
from truceline.bulk.columns import Row, conduct
from truceline.bulk.engine import BAD, Counts, Engine, Judged
from truceline.bulk.pool import THREADS
from truceline.desk.assessing.flat import sides_of
from truceline.findings.summary import of_results
from truceline.place import Area
from truceline.terms import Conduct, Question, Side, answered, reduced

FLOOR, BULK = "floor", "bulk"
AT_ONCE = 4_096  # rows that are values at one time


class Judge(Protocol):
    """Whatever judges rows under one agreement."""

    counts: Counts

    @property
    def answers(self) -> Sequence[Answer]:
        """Every answer met so far, by number."""

    def judge(
        self,
        rows: pa.RecordBatch,
        areas: Sequence[Area] = (),
        sides: Sequence[Side] = (),
        apart: Mapping[int, Conduct] | None = None,
    ) -> Judged:
        """Judge rows of the flat table as read; `apart` holds those that say more than a row can."""


class FloorJudge:
    """Judges row by row with the plain evaluator; equal questions are answered once."""

    def __init__(self, agreement: Agreement) -> None:
        """Compile the agreement."""
        self.counts = Counts()
        self._answers: list[Answer] = []
        self._compiled = compiled(agreement)
        self._meant = sides_of(agreement.roster)
        self._of_question: dict[Question, int] = {}
        self._of_text: dict[str, int] = {}

    @property
    def answers(self) -> Sequence[Answer]:
        """Every answer met so far, by number."""
        return self._answers

    def judge(
        self,
        rows: pa.RecordBatch,
        areas: Sequence[Area] = (),
        sides: Sequence[Side] = (),
        apart: Mapping[int, Conduct] | None = None,
    ) -> Judged:
        """Judge rows of the flat table as read; whoever has read values hands all rows over in `apart`."""
        del areas, sides
        found = np.full(rows.num_rows, BAD, np.int32)
        faults: dict[int, str] = {}
        for i, row in enumerate(_one_by_one(rows) if apart is None else ()):
            try:
                found[i] = self._number(conduct(row, self._meant))
            except ValueError as error:
                faults[i] = str(error)
        for i, one in (apart or {}).items():
            found[i] = self._number(one)
        self.counts.rows += rows.num_rows - len(faults)
        self.counts.questions = len(self._of_question)
        return Judged(found, faults)

    def _number(self, judged: Conduct) -> int:
        question = reduced(self._compiled, judged)
        if question not in self._of_question:
            made = answer(of_results(answered(self._compiled, question).columns.values()))
            if self._of_text.setdefault(made.text, len(self._answers)) == len(self._answers):
                self._answers.append(made)
            self._of_question[question] = self._of_text[made.text]
        return self._of_question[question]


def _one_by_one(rows: pa.RecordBatch) -> Iterator[Row]:
    """Each row as a value, a few at a time."""
    for start in range(0, rows.num_rows, AT_ONCE):
        yield from rows.slice(start, AT_ONCE).to_pylist()


_LAST: list[tuple[Agreement, str, Judge]] = []


def judge_of(agreement: Agreement, engine: str, threads: int = THREADS) -> Judge:
    """The judge of this process for an agreement; parts judged one after the other share it."""
    for known, way, judge in _LAST:
        if known is agreement and way == engine:
            return judge
    _LAST.clear()  # one at a time: its tables are large
    sides = sides_of(agreement.roster)
    made: Judge = FloorJudge(agreement) if engine == FLOOR else Engine(agreement, sides, threads)
    _LAST.append((agreement, engine, made))
    return made
