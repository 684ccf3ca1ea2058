"""What answers come to, as columns beside the rows: all clauses together, each clause, each author, the answer's hash.

Worked out once for each answer, however many rows have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from truceline.bulk.answers import Answer
from truceline.terms import Result

RESULT, ANSWER = "result", "answer"  # the first column and the last
_WORDS = pa.array([str(one) for one in Result], pa.string())
_CODES = {one: code for code, one in enumerate(Result)}
Numbers = npt.NDArray[np.int32]


class Results:
    """The results of the answers met so far."""

    def __init__(self) -> None:
        """No answer is met yet."""
        self._names: list[str] = []  # of the columns of results
        self._at: dict[int, int] = {}  # answer → its row below
        self._codes = np.zeros((0, 0), np.int8)  # (answers, columns): positions in the words of results
        self._shas: list[str] = []

    def columns(self, found: Numbers, answers: Sequence[Answer]) -> dict[str, pa.Array]:
        """The columns for rows with these answers, at least one."""
        numbers = np.flatnonzero(np.bincount(found))
        self._meet([i for i in numbers.tolist() if i not in self._at], answers)
        used = {self._shas[self._at[i]]: self._at[i] for i in numbers.tolist()}  # a judge may number one answer twice
        order = {sha: k for k, sha in enumerate(sorted(used))}
        each = np.zeros(int(numbers[-1]) + 1, np.int32)
        each[numbers] = [order[self._shas[self._at[i]]] for i in numbers.tolist()]
        place = each[found]
        codes = self._codes[[used[sha] for sha in order]]
        columns = {
            name: pa.DictionaryArray.from_arrays(pa.array(codes[:, k][place]), _WORDS)
            for k, name in enumerate(self._names)
        }
        return {**columns, ANSWER: pa.DictionaryArray.from_arrays(pa.array(place), pa.array(list(order), pa.string()))}

    def _meet(self, new: Sequence[int], answers: Sequence[Answer]) -> None:
        if not new:
            return
        held = [answers[i] for i in new]
        if not self._names:
            self._names = list(_names(held[0]))
            self._codes = np.zeros((0, len(self._names)), np.int8)
        self._at.update({i: len(self._shas) + k for k, i in enumerate(new)})
        self._codes = np.concatenate([self._codes, np.array([list(_results(one)) for one in held], np.int8)])
        self._shas += [one.sha for one in held]


def _names(one: Answer) -> Iterable[str]:
    yield RESULT
    yield from (f"clause_{clause.rule}" for clause in one.columns[0].clauses)
    yield from (f"column_{author.name}" for author in one.columns[1:])


def _results(one: Answer) -> Iterable[int]:
    """In the order of the names."""
    common = one.columns[0]
    yield _CODES[common.together]
    yield from (_CODES[clause.result] for clause in common.clauses)
    yield from (_CODES[author.together] for author in one.columns[1:])
