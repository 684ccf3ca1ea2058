"""Equal rows of words get one small number: the table by which millions of rows share a few answers.

A row is a fixed count of 64-bit words. Numbers are given in the order in which rows first come, so that
the same rows in the same order have the same numbers on every machine. Rows are compared word by word;
a hash only says where to look. It does not forget a row.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from truceline.bulk.kernels import kernel
from truceline.bulk.pool import GROWING

Words = npt.NDArray[np.uint64]
Ids = npt.NDArray[np.int32]
Table = npt.NDArray[np.int32]

FIRST_ROWS = 1024  # room for this many different rows before anything grows


class Interning:
    """Different rows of so many words and their numbers, 0, 1, 2, …; safe from several threads."""

    def __init__(self, width: int) -> None:
        """A row has `width` words, at least one."""
        if width < 1:
            msg = "rows of at least one word"
            raise ValueError(msg)
        self._rows: Words = np.empty((FIRST_ROWS, width), np.uint64)
        self._table: Table = np.full(2 * FIRST_ROWS, -1, np.int32)
        self._count = 0

    def ids(self, rows: Words) -> Ids:
        """The number of each row; rows not met before get the next ones.

        `rows` is n × width; a single column may be given as n. Raises ValueError for another width.
        """
        wanted = np.ascontiguousarray(rows, np.uint64)
        wanted = wanted.reshape(len(wanted), -1) if wanted.size else wanted.reshape(0, self._rows.shape[1])
        if wanted.shape[1] != self._rows.shape[1]:
            msg = f"rows of {self._rows.shape[1]} words, not {wanted.shape[1]}"
            raise ValueError(msg)
        wanted = wanted.view()
        wanted.flags.writeable = False  # one compiled form for arrays that may be written and those that may not
        found: Ids = np.empty(len(wanted), np.int32)
        with GROWING:
            done = 0
            while done < len(wanted):
                done, self._count = _number(wanted, done, found, self._rows, self._table, self._count)
                if done < len(wanted):
                    self._grow()
        return found

    def __len__(self) -> int:
        """How many different rows there are so far."""
        return self._count

    @property
    def rows(self) -> Words:
        """The different rows, by number; a view that later rows do not change."""
        seen = self._rows[: self._count]
        seen.flags.writeable = False
        return seen

    def _grow(self) -> None:
        """Room for twice as many; who holds the old rows keeps them."""
        larger = np.empty((2 * len(self._rows), self._rows.shape[1]), np.uint64)
        larger[: self._count] = self._rows[: self._count]
        table = np.full(2 * len(larger), -1, np.int32)
        _place(larger, self._count, table)
        self._rows, self._table = larger, table


@kernel
def _hash(rows: Words, row: int) -> np.uint64:
    """A mixture of the words of a row; splitmix64's finisher after each."""
    mixed = np.uint64(0x9E3779B97F4A7C15)
    for word in range(rows.shape[1]):
        mixed = (mixed ^ rows[row, word]) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(32)
    return mixed


@kernel
def _place(rows: Words, count: int, table: Table) -> None:
    """Put the numbers of different rows into an empty table."""
    last = np.uint64(table.size - 1)
    for row in range(count):
        slot = _hash(rows, row) & last
        while table[slot] >= 0:
            slot = (slot + np.uint64(1)) & last
        table[slot] = row


@kernel
def _number(wanted: Words, start: int, found: Ids, rows: Words, table: Table, count: int) -> tuple[int, int]:
    """Number rows from `start` until all are done or there is no room; where it stopped, and the new count."""
    last = np.uint64(table.size - 1)
    for i in range(start, len(wanted)):
        slot = _hash(wanted, i) & last
        while table[slot] >= 0 and not _same(wanted, i, rows, table[slot]):
            slot = (slot + np.uint64(1)) & last
        if table[slot] < 0:
            if count == len(rows):
                return i, count
            for word in range(rows.shape[1]):
                rows[count, word] = wanted[i, word]
            table[slot] = count
            count += 1
        found[i] = table[slot]
    return len(wanted), count


@kernel
def _same(one: Words, i: int, other: Words, j: int) -> bool:
    for word in range(one.shape[1]):  # noqa: SIM110 — a kernel knows loops, not generators
        if one[i, word] != other[j, word]:
            return False
    return True
