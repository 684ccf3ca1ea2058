"""Two ways to the same answers: the bulk engine, and the floor row by row.

Equal rows have equal answers whichever way was gone. Whoever doubts the engine runs the floor over the same
rows and compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from truceline.agreement import Agreement, compiled
from truceline.bulk.answers import Answer, ByFloor
from truceline.bulk.engine import BAD, Counts, Engine, Judged
from truceline.bulk.pool import THREADS
from truceline.bulk.rows import Batch, Rows
from truceline.desk.assessing.flat import sides_of

FLOOR, BULK = "floor", "bulk"


class Judge(Protocol):
    """Whatever judges rows under one agreement."""

    counts: Counts

    @property
    def answers(self) -> Sequence[Answer]:
        """Every answer met so far, by number."""

    def judge(self, rows: Rows) -> Judged:
        """Judge a batch of rows."""


class FloorJudge:
    """Judges row by row with the plain evaluator."""

    def __init__(self, agreement: Agreement) -> None:
        """Compile the agreement."""
        self.counts = Counts()
        self.answers: list[Answer] = []
        self._floor = ByFloor(compiled(agreement))
        self._meant = sides_of(agreement.roster)
        self._of_sha: dict[str, int] = {}

    def judge(self, rows: Rows) -> Judged:
        """Judge a batch of rows."""
        batch, faults = Batch(rows, self._meant), dict[int, str]()
        found = np.full(batch.size, BAD, np.int32)
        for i in range(batch.size):
            try:
                found[i] = self._number(self._floor(batch.conduct(i)))
            except ValueError as error:
                faults[i] = str(error)
        self.counts.rows += batch.size - len(faults)
        self.counts.questions = len(self._floor)
        return Judged(found, faults)

    def _number(self, one: Answer) -> int:
        if self._of_sha.setdefault(one.sha, len(self.answers)) == len(self.answers):
            self.answers.append(one)
        return self._of_sha[one.sha]


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
