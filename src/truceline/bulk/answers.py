"""Answers: what rows that put the same question share, as words of the kernel and as the floor's summary.

Most answers of a large run are only counted; one is written out when somebody reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from truceline.agreement.compiling import plain
from truceline.bulk import planes
from truceline.bulk.interning import Interning
from truceline.bulk.judging import HEAD
from truceline.bulk.lanes import RESULTS, Lanes, Words
from truceline.canon import canonical_text
from truceline.findings.model import ClauseSummary, ColumnSummary
from truceline.findings.summary import of_results
from truceline.terms import Compiled, Conduct, Question, answered, reduced

Results = NDArray[np.int8]

AT_ONCE, ONE_BY_ONE, OF_FLOOR = range(3)  # who answered: `planes`, `judging`, the floor


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row comes to in every column."""

    columns: tuple[ColumnSummary, ...]  # the common one first
    text: str  # canonical JSON (RFC 8785) of these
    sha: str  # SHA-256 of the text, in hexadecimal


def answer(columns: Sequence[ColumnSummary]) -> Answer:
    """The answer with its text."""
    text = canonical_text(plain(tuple(columns)))
    return Answer(tuple(columns), text, _sha(text))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class ByFloor:
    """The floor's answers; equal questions are answered once."""

    def __init__(self, compiled: Compiled) -> None:
        """Nothing is asked yet."""
        self._compiled = compiled
        self._known: dict[Question, Answer] = {}

    def __call__(self, judged: Conduct) -> Answer:
        """The answer of one conduct; raises ValueError where it states no time."""
        question = reduced(self._compiled, judged)
        if question not in self._known:
            self._known[question] = answer(of_results(answered(self._compiled, question).columns.values()))
        return self._known[question]

    def __len__(self) -> int:
        """How many different questions were asked."""
        return len(self._known)

    def forget(self) -> None:
        """Let go of what only saves judging again."""
        self._known.clear()


class Answers(Sequence[Answer]):
    """Answers by number: of the kernels, kept as words until somebody reads one, and of the floor."""

    def __init__(self, lanes: Lanes, at_once: Interning, one_by_one: Interning) -> None:
        """No row is judged yet; `at_once` holds what `planes` answered, `one_by_one` what `judging` did."""
        self._lanes = lanes
        self._tables = {AT_ONCE: at_once, ONE_BY_ONE: one_by_one}
        self._taken = dict.fromkeys(self._tables, np.zeros(0, np.int32))  # number of each row of a table
        self._kind, self._row = list[int](), list[int]()
        self._written: dict[int, Answer] = {}
        self._of_floor: dict[str, int] = {}  # hash of an answer of the floor → its number
        self._clauses: dict[tuple[int, int, int], tuple[ClauseSummary, str]] = {}

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self._kind)

    @overload
    def __getitem__(self, at: int) -> Answer: ...
    @overload
    def __getitem__(self, at: slice) -> list[Answer]: ...
    def __getitem__(self, at: int | slice) -> Answer | list[Answer]:
        """The answer of that number."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if at not in self._written:
            self._written[at] = self._write(self._words([at])[0])
        return self._written[at]

    def add(self, one: Answer) -> int:
        """Keep an answer of the floor, once; its number."""
        if one.sha not in self._of_floor:
            self._of_floor[one.sha] = len(self)
            self._written[len(self)] = one
            self._kind.append(OF_FLOOR)
            self._row.append(-1)
        return self._of_floor[one.sha]

    def numbers(self, kind: int, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """The numbers of answers that stand in a kernel's table, by row."""
        taken, table = self._taken[kind], self._tables[kind]
        if len(taken) < len(table):
            new = np.arange(len(self), len(self) + len(table) - len(taken), dtype=np.int32)
            self._kind += [kind] * len(new)
            self._row += range(len(taken), len(table))
            taken = self._taken[kind] = np.concatenate([taken, new])
        return taken[rows]

    def way(self, number: int) -> int:
        """Who answered: AT_ONCE, ONE_BY_ONE or OF_FLOOR."""
        return self._kind[number]

    def results(self, numbers: Sequence[int]) -> tuple[Results, Results]:
        """What answers come to, as positions in RESULTS: together (answers, columns), clauses (…, columns, rules)."""
        parts = self._words(numbers).reshape(len(numbers), len(self._lanes.columns), -1)
        together = (parts[:, :, 0] >> np.uint64(32)).astype(np.int8)
        clauses = (parts[:, :, HEAD:] & np.uint64(15)).astype(np.int8)
        for i, number in enumerate(numbers):
            if self._kind[number] == OF_FLOOR:
                held = self._written[number]
                together[i] = [RESULTS.index(one.together) for one in held.columns]
                clauses[i] = [[RESULTS.index(one.result) for one in column.clauses] for column in held.columns]
        return together, clauses

    def _words(self, numbers: Sequence[int]) -> Words:
        """The words of answers as `judging` has them, (answers, columns × (HEAD + rules)); 0 for the floor's."""
        kinds = np.array([self._kind[one] for one in numbers])
        rows = np.array([self._row[one] for one in numbers], np.int64)
        found = np.zeros((len(numbers), len(self._lanes.columns) * (HEAD + self._lanes.rules)), np.uint64)
        quick, slow = kinds == AT_ONCE, kinds == ONE_BY_ONE
        if quick.any():
            found[quick] = planes.read(self._tables[AT_ONCE].rows[rows[quick]], self._lanes)
        if slow.any():
            found[slow] = self._tables[ONE_BY_ONE].rows[rows[slow]]
        return found

    def _write(self, words: Words) -> Answer:
        parts = words.reshape(-1, HEAD + self._lanes.rules).tolist()
        columns, texts = zip(*(self._column(part, i) for i, part in enumerate(parts)), strict=True)
        text = f"[{','.join(texts)}]"
        return Answer(columns, text, _sha(text))

    def _column(self, part: list[int], index: int) -> tuple[ColumnSummary, str]:
        column, rules = self._lanes.columns[index], self._lanes.compiled.rules
        distinct = part[0] & 0xFFFFFFFF
        clauses = [self._clause(i, word, distinct) for i, word in enumerate(part[HEAD:])]
        found = ColumnSummary(
            name=column.name,
            worlds=distinct,
            too_many=False,
            together=RESULTS[part[0] >> 32],
            together_clauses=tuple(rule.id for i, rule in enumerate(rules) if part[1] >> i & 1),
            leaned_on=tuple(one.id for k, one in enumerate(column.presumptions) if part[2] >> k & 1),
            rebutted=tuple(one.id for k, one in enumerate(column.presumptions) if part[3] >> k & 1),
            clauses=tuple(clause for clause, _ in clauses),
        )
        head = {
            "leaned_on": found.leaned_on,
            "name": found.name,
            "rebutted": found.rebutted,
            "together": str(found.together),
            "together_clauses": found.together_clauses,
            "too_many": found.too_many,
            "worlds": found.worlds,
        }
        # "clauses" sorts before every other name, as canonical JSON wants it
        return found, f'{{"clauses":[{",".join(text for _, text in clauses)}],{canonical_text(head)[1:]}'

    def _clause(self, index: int, word: int, distinct: int) -> tuple[ClauseSummary, str]:
        key = (index, word, distinct)
        if key not in self._clauses:
            lifted = [lift.id for k, lift in enumerate(self._lanes.lifts[index]) if word >> 32 + k & 1]
            found = ClauseSummary(
                rule=self._lanes.compiled.rules[index].id,
                result=RESULTS[word & 15],
                yes=word >> 4 & 0xFFF,
                unknown=word >> 16 & 0xFFF,
                worlds=distinct,
                lifted_by=tuple(dict.fromkeys(lifted)),
                set_aside=(),
            )
            self._clauses[key] = found, canonical_text(plain(found))
        return self._clauses[key]
