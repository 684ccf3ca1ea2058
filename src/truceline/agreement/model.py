"""The agreement as a whole: its texts, its people, its zones, its rules, and who decides.

Every value carries the id of the source it was taken from. Amendments add, with a date of effect;
nothing is edited. It says what was agreed and by whom it was read how, never what ought to be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from truceline.actors import Roster
from truceline.period import Instant
from truceline.place import Area
from truceline.terms import Clause, Guarantor, Presumption, Rule, Selector
from truceline.zones import Baseline, Line, NamedPlace, Zone

LANGUAGES = ("en", "ar", "ru")


class Force(StrEnum):
    """Whether a text ever bound anybody."""

    IN_FORCE = "in_force"
    DRAFT = "draft"
    FICTIONAL = "fictional"


class Grade(StrEnum):
    """How near a source is to the text it speaks of."""

    PRIMARY = "primary"
    SECONDARY = "secondary"  # read in a later report only
    DRAFT = "draft"  # press account of a proposal
    OWN = "own"  # made for this project


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something was read."""

    id: str
    title: str
    standing: Grade
    url: str = ""  # empty where none is known
    fact: str = ""  # id of the fact in the project's list of facts, where it has one


@dataclass(frozen=True, slots=True)
class Instrument:
    """One source text of the agreement."""

    id: str
    title: Mapping[str, str]
    date: dt.date | None  # when it was made; None: not known
    languages: tuple[str, ...]  # in which it was made
    authority: str  # which language or text prevails, in words
    source: str


@dataclass(frozen=True, slots=True)
class Monitor:
    """The body that watches."""

    actor: str
    source: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something to be done by a time, kept up, or done together; measured, not judged, here."""

    id: str
    clause: Clause
    kind: str  # deadline | streak | simultaneous | quota | cadence | commitment
    text: Mapping[str, str]
    binds: Selector | None
    by: Instant | None = None  # the deadline, where it is an instant
    after_start_s: int | None = None  # the deadline or length, in seconds from the start
    every_s: int | None = None  # a cadence, in seconds
    amount: int | None = None  # a quota
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """Who determines, by what clock, what silence means, what may follow."""

    id: str
    topic: str  # determination | clock | silence | extension | withdrawal | consequence | organ | hotline
    clause: Clause
    text: Mapping[str, str]


@dataclass(frozen=True)
class Agreement:
    """Everything an agreement directory holds, checked."""

    id: str  # with its variant: "exercise/second-draft"
    title: Mapping[str, str]
    status: Force
    time_zone: str  # IANA name
    note: Mapping[str, str]
    extent: Area | None
    sources: Mapping[str, Citation]
    instruments: Mapping[str, Instrument]
    guarantors: tuple[Guarantor, ...]
    monitor: Monitor | None
    roster: Roster
    zones: tuple[Zone, ...]
    lines: tuple[Line, ...]
    baselines: tuple[Baseline, ...]
    places: tuple[NamedPlace, ...]
    rules: tuple[Rule, ...]
    presumptions: tuple[Presumption, ...]
    obligations: tuple[Obligation, ...]
    procedure: tuple[Procedure, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; raises KeyError."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
