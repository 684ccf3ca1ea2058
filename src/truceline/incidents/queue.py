"""The review queue: which decision of people would change most, asked first.

A decision is put to people with what each answer would change: the result of a finding, how reliable a source is taken
to be, how many origins or findings there are. Whoever computes the changes has weighed the record both ways; here they
are only put in order, so that everybody who recomputes is asked the same first. Nothing is decided by standing in the
queue, and nothing by leaving it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Choice(StrEnum):
    """What people are asked."""

    MERGE = "merge"  # are these one happening
    SPLIT = "split"  # is this several
    GRADE = "grade"  # how far is this source reliable
    PLACE = "place"  # which place is meant


class Measure(StrEnum):
    """What a decision would change."""

    RESULT = "result"  # what a finding comes to
    RELIABILITY = "reliability"  # of a source, A to F
    ROOTS = "roots"  # independent origins
    FINDINGS = "findings"  # how many there are


# What one step of each counts: a finding that turns weighs more than any number of origins in one case.
STEPS = {Measure.RESULT: 10, Measure.FINDINGS: 3, Measure.RELIABILITY: 2, Measure.ROOTS: 1}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be otherwise."""

    measure: Measure
    of: str  # id of the event, claim or source it is about
    before: str
    after: str  # what it may come to; of several answers the one farthest from before
    steps: int  # how far apart the two are, on its own scale

    @property
    def weight(self) -> int:
        """How much it counts in the order of the queue."""
        return STEPS[self.measure] * abs(self.steps)


@dataclass(frozen=True, slots=True)
class Decision:
    """One question to people."""

    choice: Choice
    matters: tuple[str, ...]  # what it is about: entries, events, sources, as commands name them
    why: tuple[str, ...]  # what speaks for asking, each part in a word with its points or numbers
    changes: tuple[Change, ...]  # what an answer can change

    @property
    def weight(self) -> int:
        """How much an answer can change, all together."""
        return sum(one.weight for one in self.changes)


def queue(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions by how much they would change, most first; those that change nothing are left out.

    Ties fall by the greatest single change, then by what is asked and about what.
    """
    asked = [one for one in decisions if one.weight]
    return tuple(sorted(asked, key=lambda one: (-one.weight, -_greatest(one), one.choice, one.matters)))


def _greatest(decision: Decision) -> int:
    return max(one.weight for one in decision.changes)
