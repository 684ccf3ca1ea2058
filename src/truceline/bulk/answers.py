"""Answers: what rows that put the same question share, as words of the kernel and as the floor's summary.

Most answers of a large run are only counted; one is written out when somebody reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import rfc8785
from numpy.typing import NDArray

from truceline.agreement.compiling import plain
from truceline.bulk import planes
from truceline.bulk.judging import HEAD
from truceline.bulk.lanes import RESULTS, Lanes, Words
from truceline.findings.summary import ClauseSummary, ColumnSummary

Results = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row comes to in every column."""

    columns: tuple[ColumnSummary, ...]  # the common one first
    text: str  # canonical JSON (RFC 8785) of these
    sha: str  # SHA-256 of the text, in hexadecimal


def answer(columns: Sequence[ColumnSummary]) -> Answer:
    """The answer with its text."""
    text = rfc8785.dumps(plain(tuple(columns))).decode()
    return Answer(tuple(columns), text, _sha(text))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Answers(Sequence[Answer]):
    """Answers by number: of the kernel, kept as words until somebody reads one, and of the floor."""

    def __init__(self, lanes: Lanes) -> None:
        """No row is judged yet."""
        self._lanes = lanes
        self._held: list[Words | Answer] = []
        self._clauses: dict[tuple[int, int, int], tuple[ClauseSummary, str]] = {}

    def __len__(self) -> int:
        """How many answers there are."""
        return len(self._held)

    @overload
    def __getitem__(self, at: int) -> Answer: ...
    @overload
    def __getitem__(self, at: slice) -> list[Answer]: ...
    def __getitem__(self, at: int | slice) -> Answer | list[Answer]:
        """The answer of that number."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        held = self._held[at]
        if not isinstance(held, Answer):
            held = self._held[at] = self._written(held)
        return held

    def add(self, one: Words | Answer) -> int:
        """Keep an answer: the kernel's words, (columns × (HEAD + rules),), or the floor's; its number."""
        self._held.append(one)
        return len(self._held) - 1

    def add_planes(self, rows: Words) -> list[int]:
        """Keep answers of `planes`; their numbers."""
        return [self.add(row) for row in planes.read(rows, self._lanes)] if len(rows) else []

    def results(self, numbers: Sequence[int]) -> tuple[Results, Results]:
        """What answers come to, as positions in RESULTS: together (answers, columns), clauses (…, columns, rules)."""
        rules, columns = self._lanes.rules, len(self._lanes.columns)
        together = np.zeros((len(numbers), columns), np.int8)
        clauses = np.zeros((len(numbers), columns, rules), np.int8)
        for i, number in enumerate(numbers):
            held = self._held[number]
            if isinstance(held, Answer):
                together[i] = [RESULTS.index(one.together) for one in held.columns]
                clauses[i] = [[RESULTS.index(one.result) for one in column.clauses] for column in held.columns]
            else:
                parts = held.reshape(columns, HEAD + rules)
                together[i] = (parts[:, 0] >> np.uint64(32)).astype(np.int8)
                clauses[i] = (parts[:, HEAD:] & np.uint64(15)).astype(np.int8)
        return together, clauses

    def _written(self, words: Words) -> Answer:
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
        return found, f'{{"clauses":[{",".join(text for _, text in clauses)}],{_json(head)[1:]}'

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
            self._clauses[key] = found, _json(plain(found))
        return self._clauses[key]


def _json(tree: object) -> str:
    """Canonical JSON; Python's own sorts and escapes as RFC 8785 does where no sign needs two UTF-16 units."""
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text if text.isascii() or max(text) <= "\uffff" else rfc8785.dumps(tree).decode()  # type: ignore[arg-type]  # JSON
