"""Clauses as rules: what is done, to whom and where it reaches, what lifts it, what people must judge.

A rule holds nothing that a lawyer would not find in the paragraph it cites. What the machine may
decide is a list of conditions; what it may not (is it indiscriminate? was it self-defence?) is a
question with its clause, carried along and never computed. Where guarantors read the paragraph
differently, each reading stands here under its authors' names and all of them are always computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from truceline.period import Period
from truceline.terms.vocabulary import (
    AnswerHeld,
    By,
    Condition,
    During,
    NotifiedBefore,
    Selector,
)


class Effect(StrEnum):
    """What a rule does with what it reaches."""

    PROHIBIT = "prohibit"
    REQUIRE_NOTICE = "require_notice"
    REQUIRE_CONCURRENCE = "require_concurrence"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph of one instrument, in our own words."""

    instrument: str  # instrument id
    paragraph: str  # as numbered there
    gist: Mapping[str, str]  # language → one sentence
    source: str  # id of a source


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something the clause leaves to people; listed as open, never computed."""

    id: str
    clause: Clause
    question: Mapping[str, str]  # language → the question


@dataclass(frozen=True, slots=True)
class Exemption:
    """Facts that lift the rule when all of them hold."""

    id: str
    clause: Clause
    when: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a rule, with who reads it so."""

    id: str
    title: Mapping[str, str]
    authors: tuple[str, ...]  # actor ids
    source: str
    conduct: tuple[Condition, ...] | None = None  # None: as the rule
    reach: tuple[Condition, ...] | None = None  # None: as the rule
    exceptions: tuple[Exemption, ...] | None = None  # None: as the rule


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause that runs."""

    id: str
    clause: Clause
    in_force: Period
    binds: Selector | None  # whom it binds; None: everybody
    effect: Effect
    lead_s: int | None  # for require_notice: how long before
    concurrence_of: str | None  # for require_concurrence: actor id or role
    conduct: tuple[Condition, ...]
    reach: tuple[Condition, ...]
    exceptions: tuple[Exemption, ...] = ()
    assessments: tuple[OpenQuestion, ...] = ()
    justifications: tuple[OpenQuestion, ...] = ()
    readings: tuple[Reading, ...] = ()

    def full_reach(self) -> tuple[Condition, ...]:
        """The reach with what `in_force` and `binds` add to it."""
        bound = (By(self.binds),) if self.binds else ()
        return (During(self.in_force), *bound, *self.reach)

    def full_exceptions(self) -> tuple[Exemption, ...]:
        """The exceptions with the one that notice given, or concurrence held, adds."""
        if self.effect is Effect.REQUIRE_NOTICE and self.lead_s is not None:
            met = Exemption("notice-given", self.clause, (NotifiedBefore(self.lead_s),))
            return (*self.exceptions, met)
        if self.effect is Effect.REQUIRE_CONCURRENCE and self.concurrence_of is not None:
            held = AnswerHeld(self.concurrence_of, "concurred")
            return (*self.exceptions, Exemption("concurrence-held", self.clause, (held,)))
        return self.exceptions

    def read_as(self, reading: str) -> Rule:
        """The rule with the sections that a reading replaces; the empty id is the rule itself."""
        if not reading:
            return self
        chosen = next(one for one in self.readings if one.id == reading)
        return replace(
            self,
            conduct=self.conduct if chosen.conduct is None else chosen.conduct,
            reach=self.reach if chosen.reach is None else chosen.reach,
            exceptions=self.exceptions if chosen.exceptions is None else chosen.exceptions,
        )


@dataclass(frozen=True, slots=True)
class Presumption:
    """Something taken as so until rebutted, attributed to whoever takes it so; never the machine's."""

    id: str
    clause: Clause
    author: str  # actor id
    adopters: tuple[str, ...]  # actor ids; adopted by every guarantor it counts in the common column
    question: Mapping[str, str]
    rebuttal: Mapping[str, str]  # what would rebut it, in words
    when: tuple[Condition, ...]
    holds: tuple[Condition, ...] = ()
    by_one_of: tuple[str, ...] = ()  # actor ids among which an unknown initiator is taken to be
