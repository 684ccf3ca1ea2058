"""The prima facie finding: one conduct under one agreement, with everything it leans on.

A finding says which clause a conduct may fall under, in whose column, on which versions of the facts, what
is taken as so, what only people can decide, and what would settle it. It is computed and never more
than prima facie: the organ that the agreement names determines, and the words for that are kept for it.

Pure values, ready for a file: a finding read back explains itself without being computed again.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.actors import Status
from truceline.period import Instant
from truceline.terms import Result
from truceline.terms.settle import Settling

ENGAGED = (Result.CERTAIN, Result.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in one world; under an umbrella one name stands for all that no clause tells apart."""

    label: str  # actor id, the name as written, "another", "?" for somebody unknown, "" for nobody
    statuses: tuple[Status, ...]  # on that world's list, each once in order of time; empty where not known


@dataclass(frozen=True, slots=True)
class Witness:
    """One world in which a clause says what the result says."""

    list_id: str  # whose statuses
    readings: tuple[tuple[str, str], ...]  # (rule, reading)
    initiators: tuple[Participant, ...]  # who began
    struck: tuple[Participant, ...]  # whom it was directed against
    at: Instant  # since when things stood so at that time
    inside: tuple[str, ...]  # areas of the agreement it lies in; empty also where the place is unknown
    place_known: bool
    versions: tuple[tuple[str, str], ...]  # (field, source) where sources differ


@dataclass(frozen=True, slots=True)
class ClauseSummary:
    """One clause in one column, without what explains it."""

    rule: str
    result: Result
    yes: int  # distinct worlds in which it is engaged
    unknown: int  # distinct worlds in which it cannot be said
    worlds: int  # distinct worlds weighed for it
    lifted_by: tuple[str, ...]  # exceptions that lift it in some world
    set_aside: tuple[str, ...]  # sources whose word in their own cause was not counted


@dataclass(frozen=True, slots=True)
class ClauseFinding(ClauseSummary):
    """One clause in one column."""

    witness: Witness | None  # a world that shows the result
    counter: Witness | None  # where possible: a world in which it is not engaged
    settle: Settling


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """What one column says of one conduct, without what explains it."""

    name: str  # "common", or the author's actor id
    worlds: int  # distinct versions of the facts
    too_many: bool  # more than can be weighed
    together: Result
    together_clauses: tuple[str, ...]  # where certain: one of these in every version
    leaned_on: tuple[str, ...]  # presumptions that changed something
    rebutted: tuple[str, ...]  # presumptions that the facts contradict
    clauses: tuple[ClauseSummary, ...]  # in the agreement's order


@dataclass(frozen=True, slots=True)
class ColumnFinding(ColumnSummary):
    """Everything one column says of one conduct."""

    clauses: tuple[ClauseFinding, ...]  # in the agreement's order
    settle: Settling  # for all clauses together


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a place lies from a zone's border: for people, after the event alone."""

    area: str  # zone or line id, with the band's distance where it is one
    metres: int
    inside: bool


@dataclass(frozen=True, slots=True)
class ListSize:
    """How many groups a list whose names are not published was said to hold at the time."""

    list_id: str
    author: str
    groups: int
    as_of: Instant
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One event under one agreement; prima facie."""

    event: str  # event id
    agreement: str  # agreement id with its variant
    fingerprint: str  # SHA-256 of the agreement's canonical form
    columns: tuple[ColumnFinding, ...]  # the common one first
    sides: tuple[str, str]  # labels of side a and side b; "" where not said
    closure: tuple[str, ...]  # what is assumed: ids of sentences
    list_sizes: tuple[ListSize, ...]
    margins: tuple[Margin, ...]  # empty before the event for what is or may be armed

    @property
    def common(self) -> ColumnFinding:
        """The column that ranges over everybody's lists and readings."""
        return self.columns[0]

    @property
    def result(self) -> Result:
        """All clauses together, in the common column."""
        return self.common.together

    def column(self, name: str) -> ColumnFinding:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
