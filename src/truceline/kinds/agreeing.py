"""Entries that make the agreement what it is: its text, who is bound, what is presumed, which zones hold.

All of these have legal effect, so all are open. A text is proposed whole, as the canonical bytes everybody
evaluates, and adopted by repeating its fingerprint: whoever adopts names exactly the bytes. Versions chain:
each amendment names the version it replaces (RECORD.md, rule 8). Nobody declares anything for another; for a group
without a node there is `attested`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from truceline.kinds.bounds import (
    Blob,
    Hash,
    Hours,
    Id,
    Items,
    MaybeProse,
    Name,
    Payload,
    Prose,
    Shown,
    Title,
)
from truceline.period import ALWAYS, Instant, Period, Schedule
from truceline.place import Altitudes
from truceline.terms import Condition
from truceline.zones import Zone


@dataclass(frozen=True, slots=True)
class AgreementProposed(Payload):
    """A whole text put forward for adoption; it binds nobody yet."""

    title: Title  # what to call it
    id: Id  # with its variant: "exercise/second-draft"
    fingerprint: Hash  # SHA-256 of the canonical bytes
    form: Blob  # the canonical bytes themselves
    note: MaybeProse = field(default_factory=dict)  # what it is for; empty: nothing said

    def fits(self) -> None:
        """Raise ValueError unless the fingerprint is that of the form."""
        if self.fingerprint != self.form:
            raise ValueError("fingerprint: the SHA-256 of the canonical form, as `form` has it")


@dataclass(frozen=True, slots=True)
class AgreementAdopted(Payload):
    """Its author accepts the text with that fingerprint."""

    fingerprint: Hash  # as proposed
    note: MaybeProse = field(default_factory=dict)  # a reservation or explanation; empty: none


@dataclass(frozen=True, slots=True)
class AgreementAmended(AgreementProposed):
    """A whole text put forward in place of the version it is about; that one stands until this is adopted."""

    replaces: Hash = ""  # fingerprint of the version replaced

    def fits(self) -> None:
        """Raise ValueError for a version that replaces itself, or nothing."""
        AgreementProposed.fits(self)
        if self.replaces == self.fingerprint:
            raise ValueError("replaces: another version than this one")


# ── who is bound ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AdherenceDeclared(Payload):
    """An actor or locality accepts the agreement; by its own log, or attested by another."""

    actor: Id  # who accepts: in its own log, its author's actor
    since: Instant  # when it takes effect
    agreement: Hash  # fingerprint of the text accepted
    statement: MaybeProse = field(default_factory=dict)  # its words; empty: none given


@dataclass(frozen=True, slots=True)
class AdherenceEnded(Payload):
    """An actor or locality that had accepted the agreement leaves it."""

    actor: Id  # who leaves
    at: Instant  # first second without adherence
    reason: MaybeProse = field(default_factory=dict)  # its words; empty: none given


@dataclass(frozen=True, slots=True)
class DesignationDeclared(Payload):
    """An actor excluded from the truce on its author's list; it counts in that author's column."""

    actor: Id  # who is excluded
    period: Period  # from when, and until when where that is known already
    authority: Name  # whose decision it rests on, as written
    reason: Prose  # why it is excluded


@dataclass(frozen=True, slots=True)
class DesignationEnded(Payload):
    """An exclusion lifted."""

    at: Instant  # first second without it
    reason: MaybeProse = field(default_factory=dict)  # empty: none given


# ── what is presumed ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PresumptionDeclared(Payload):
    """Something its author takes as so until rebutted; it counts in its author's column until all guarantors adopt."""

    id: Id  # by which others adopt it
    instrument: Id  # the clause it leans on
    paragraph: Name  # as numbered there
    gist: Prose  # of that paragraph
    question: Prose  # what is presumed
    rebuttal: Prose  # what would rebut it
    when: Annotated[tuple[Condition, ...], Items(1, 100)]  # where it is presumed
    holds: Annotated[tuple[Condition, ...], Items(0, 100)] = ()  # what is then taken as so
    by_one_of: Annotated[tuple[Id, ...], Items(0, 1_000)] = ()  # actors among which an unknown initiator is taken to be

    def fits(self) -> None:
        """Raise ValueError where nothing is presumed."""
        if not self.holds and not self.by_one_of:
            raise ValueError("holds: something that is taken as so, or actors in by_one_of")


@dataclass(frozen=True, slots=True)
class PresumptionAdopted(Payload):
    """Its author takes another's presumption as its own."""

    id: Id  # as declared


# ── which zones hold ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ZoneDeclared(Payload):
    """An area with legal effect, drawn; it says nothing of who or what is in it."""

    id: Id  # by which clauses name it
    names: Title  # what people call it
    area: Shown  # its whole extent; holes and several parts are possible
    groups: Annotated[tuple[Id, ...], Items(0, 100)] = ()  # names under which clauses take several zones together
    periods: Annotated[tuple[Period, ...], Items(1, 1_000)] = (ALWAYS,)  # when it is in force; any of them
    schedule: Annotated[Schedule, Hours()] | None = None  # hours of the week; None: all day
    altitudes: Altitudes | None = None  # None: from the ground up without limit
    reason: MaybeProse = field(default_factory=dict)  # what for; empty: not said

    def zone(self, source: str) -> Zone:
        """The zone as rules ask for it; `source` is the hash of its entry."""
        names: Mapping[str, str] = self.names
        return Zone(self.id, names, self.groups, self.area, self.periods, self.schedule, self.altitudes, source)


@dataclass(frozen=True, slots=True)
class ZoneAmended(ZoneDeclared):
    """The zone it is about, drawn or dated anew; the id stays."""


@dataclass(frozen=True, slots=True)
class ZoneLifted(Payload):
    """The zone it is about has no effect any more."""

    at: Instant  # first second without it
    reason: MaybeProse = field(default_factory=dict)  # empty: none given
