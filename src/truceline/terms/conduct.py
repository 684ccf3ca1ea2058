"""What is judged: one conduct with everything its sources say and nothing they do not.

A field is a tuple of candidates, one per version that the sources give. An empty tuple means that
nobody said; a missing value is never guessed at. Sides are sides, not attacker and attacked: many
sources name two sides without saying who began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from truceline.period import Instant, Period
from truceline.place import Altitudes, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One version of one field, with the source that gives it."""

    value: T
    source: str = ""  # id in the conduct's sources; empty: not attributed


class Direction(StrEnum):
    """Which side began, as the source means it."""

    A_TO_B = "a_to_b"
    B_TO_A = "b_to_a"
    MUTUAL = "mutual"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a named side."""

    actor: str | None  # actor id; None: no common alias resolves the name
    name: str = ""  # as written, where it is not resolved

    def label(self) -> str:
        """What to call it."""
        return self.actor or self.name


@dataclass(frozen=True, slots=True)
class Side:
    """Named members, an umbrella, an unknown body, or nobody."""

    members: tuple[Member, ...] = ()  # exactly these, where named
    umbrella: str | None = None  # umbrella id: some of its members
    unknown: bool = False  # somebody, not said who

    def label(self) -> str:
        """A short name for people."""
        if self.umbrella:
            return self.umbrella
        return "?" if self.unknown else ", ".join(member.label() for member in self.members)


NOBODY = Side()
UNKNOWN_SIDE = Side(unknown=True)


@dataclass(frozen=True, slots=True)
class HarmedFact:
    """Who was harmed, as stated."""

    classes: tuple[str, ...]  # of HARMED; empty: stated that none of these
    members: tuple[str, ...] | None = None  # actor ids; None: not said


@dataclass(frozen=True, slots=True)
class When:
    """An instant, an unknown instant of a period (within), or the whole of it (throughout)."""

    span: Instant | Period
    throughout: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """How long before it began it was notified; None seconds: stated that it was not."""

    lead_s: int | None


@dataclass(frozen=True, slots=True)
class Stated(Generic[T]):
    """A stated table: what is not in it is stated not to be."""

    items: tuple[tuple[str, T], ...]  # sorted by key

    def get(self, key: str) -> T | None:
        """The stated value, if any."""
        return next((value for name, value in self.items if name == key), None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a version comes from: its independent origins."""

    roots: tuple[str, ...]  # actor ids where an actor is the origin; else any name


@dataclass(frozen=True, slots=True)
class Conduct:
    """What was or will be done, as its sources have it."""

    id: str
    a: tuple[Candidate[Side], ...] = ()
    b: tuple[Candidate[Side], ...] = ()
    direction: tuple[Candidate[Direction], ...] = ()
    kind: tuple[Candidate[str], ...] = ()
    weapon: tuple[Candidate[str], ...] = ()
    platform: tuple[Candidate[str], ...] = ()
    purpose: tuple[Candidate[str], ...] = ()
    site: tuple[Candidate[str], ...] = ()
    armed: tuple[Candidate[bool], ...] = ()
    control_changed: tuple[Candidate[bool], ...] = ()
    in_notified_volume: tuple[Candidate[bool], ...] = ()
    harmed: tuple[Candidate[HarmedFact], ...] = ()
    place: tuple[Candidate[Place | None], ...] = ()  # None: stated, but too vaguely to be drawn
    own_line_mm: tuple[Candidate[int], ...] = ()  # stated distance from the initiator's own line, mm
    time: tuple[Candidate[When], ...] = ()
    altitude: tuple[Candidate[Altitudes], ...] = ()
    notice: tuple[Candidate[Notice], ...] = ()
    answers: tuple[Candidate[Stated[str]], ...] = ()  # by actor id
    amounts: tuple[Candidate[Stated[int]], ...] = ()  # by baseline id
    intended: bool = False  # a notified activity, before the event
    sources: Mapping[str, Source] = field(default_factory=dict)


# The fields that hold candidates, in the order in which versions are counted out.
FACTS = (
    "a",
    "b",
    "direction",
    "kind",
    "weapon",
    "platform",
    "purpose",
    "site",
    "armed",
    "control_changed",
    "in_notified_volume",
    "harmed",
    "place",
    "own_line_mm",
    "time",
    "altitude",
    "notice",
    "answers",
    "amounts",
)
