"""Answers: what rows that put the same question share, as words of the kernel and as the floor's summary."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import rfc8785

from truceline.agreement.compiling import plain
from truceline.bulk.judging import HEAD
from truceline.bulk.lanes import RESULTS, Lanes, Words
from truceline.findings.summary import ClauseSummary, ColumnSummary


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row comes to in every column."""

    columns: tuple[ColumnSummary, ...]  # the common one first
    text: str  # canonical JSON (RFC 8785) of these
    sha: str  # SHA-256 of the text, in hexadecimal


def answer(columns: Sequence[ColumnSummary]) -> Answer:
    """The answer with its text."""
    text = rfc8785.dumps(plain(tuple(columns)))
    return Answer(tuple(columns), text.decode(), hashlib.sha256(text).hexdigest())


def read(words: Words, lanes: Lanes) -> tuple[ColumnSummary, ...]:
    """The summary that the kernel's words of one question mean; (columns × (HEAD + rules),)."""
    width = HEAD + lanes.rules
    parts = words.reshape(-1, width).tolist()
    return tuple(_column(part, i, lanes) for i, part in enumerate(parts))


def _column(part: list[int], index: int, lanes: Lanes) -> ColumnSummary:
    column, rules = lanes.columns[index], lanes.compiled.rules
    distinct, together = part[0] & 0xFFFFFFFF, RESULTS[part[0] >> 32]
    leaned = tuple(one.id for k, one in enumerate(column.presumptions) if part[2] >> k & 1)
    rebutted = tuple(one.id for k, one in enumerate(column.presumptions) if part[3] >> k & 1)
    return ColumnSummary(
        name=column.name,
        worlds=distinct,
        too_many=False,
        together=together,
        together_clauses=tuple(rule.id for i, rule in enumerate(rules) if part[1] >> i & 1),
        leaned_on=leaned,
        rebutted=rebutted,
        clauses=tuple(_clause(word, i, distinct, lanes) for i, word in enumerate(part[HEAD:])),
    )


def _clause(word: int, index: int, distinct: int, lanes: Lanes) -> ClauseSummary:
    lifted = [lift.id for k, lift in enumerate(lanes.lifts[index]) if word >> 32 + k & 1]
    return ClauseSummary(
        rule=lanes.compiled.rules[index].id,
        result=RESULTS[word & 15],
        yes=word >> 4 & 0xFFF,
        unknown=word >> 16 & 0xFFF,
        worlds=distinct,
        lifted_by=tuple(dict.fromkeys(lifted)),
        set_aside=(),
    )
