"""Who is who, and who is bound: actors, roles, adherence and designation at a time, on a list.

The same group can be a party on one guarantor's list and unlisted on the other's, and both lists can
change from one second to the next. So a status is never a field of an actor: it is an answer to "at
what instant, on whose list", and it carries the ground it stands on. Where a list's names were never
published, a group it may name has two possible statuses, and both are weighed.

What it does not do: match names to actors (an alias table is data; reading text is intake's work).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from truceline.period import ALWAYS, Instant, Period

EVERYONES = "all"  # the one list of an agreement that declares none


class Status(StrEnum):
    """What an actor is to a truce."""

    PARTY = "party"  # adherence in force, attested
    EXCLUDED = "excluded"  # designated by an authority the list recognises
    NON_PARTY = "non_party"  # said to stand outside, or adherence ended
    UNLISTED = "unlisted"  # nothing is said


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an actor or umbrella."""

    name: str  # as written by whoever uses it
    by: str | None  # the one author in whose column alone it counts; None: all
    source: str  # id of a source


@dataclass(frozen=True, slots=True)
class Tenure:
    """Something that was so of an actor for a period: a role, a whole it belonged to."""

    of: str  # the role's name, or the whole's actor id
    period: Period  # when it was so
    source: str  # id of a source


@dataclass(frozen=True, slots=True)
class Actor:
    """Any armed or state body, the civilians, or a locality that can adhere."""

    id: str
    names: Mapping[str, str]  # language → name
    kind: str  # of ACTOR_KINDS
    aliases: tuple[Alias, ...] = ()
    roles: tuple[Tenure, ...] = ()  # roles of its own
    part_of: tuple[Tenure, ...] = ()  # wholes it belonged to
    source: str = ""


ACTOR_KINDS = ("state", "armed_group", "civilians", "organisation", "locality")


@dataclass(frozen=True, slots=True)
class Umbrella:
    """A name under which several actors are reported together."""

    id: str
    names: Mapping[str, str]
    members: tuple[str, ...]  # actor ids
    open: bool  # whether others, not named here, may hide under it
    open_roles: tuple[str, ...] = ()  # the roles such another would have
    aliases: tuple[Alias, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many groups a list was said to hold."""

    at: Instant
    groups: int
    source: str


@dataclass(frozen=True, slots=True)
class StatusList:
    """Whose list of statuses: one guarantor's book of who adheres."""

    id: str
    author: str  # actor id; empty for the implicit list
    published: bool  # whether its names are known; if not, only counts are
    recognises: tuple[str, ...]  # authorities whose designations it follows
    opened: Instant | None  # from when an unpublished list may name a group
    counts: tuple[Count, ...] = ()  # in order of time
    title: Mapping[str, str] | None = None
    source: str = ""

    def count_at(self, at: Instant) -> Count | None:
        """The last count said up to that instant."""
        said = [count for count in self.counts if count.at <= at]
        return said[-1] if said else None


@dataclass(frozen=True, slots=True)
class Adherence:
    """A dated declaration of acceptance, attested by one or more authors."""

    actor: str
    period: Period  # from the declaration's effect until it ended
    attested_by: tuple[str, ...]  # authors of lists
    source: str


@dataclass(frozen=True, slots=True)
class Designation:
    """An exclusion by an authority, from and to."""

    actor: str
    by: str  # the authority, or the author of a list
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class Outsider:
    """An actor said to stand outside without being designated."""

    actor: str
    by: str | None  # on that author's list alone; None: on all
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One possible status with the ground it stands on."""

    status: Status
    ground: str  # designated | attested | said_outside | ended | names_not_published | nothing_said
    source: str = ""  # id of the source of that ground


class Roster:
    """All actors of an agreement; answers who was what, when, on whose list."""

    def __init__(
        self,
        actors: Iterable[Actor],
        umbrellas: Iterable[Umbrella] = (),
        lists: Iterable[StatusList] = (),
        adherence: Iterable[Adherence] = (),
        designations: Iterable[Designation] = (),
        outsiders: Iterable[Outsider] = (),
    ) -> None:
        """Keep the declarations; an agreement without lists gets the one that counts everything."""
        self.actors = {actor.id: actor for actor in actors}
        self.umbrellas = {umbrella.id: umbrella for umbrella in umbrellas}
        declared = {entry.id: entry for entry in lists}
        self.lists = declared or {EVERYONES: StatusList(EVERYONES, "", published=True, recognises=(), opened=None)}
        self.adherence = tuple(adherence)
        self.designations = tuple(designations)
        self.outsiders = tuple(outsiders)

    def standings(self, actor: str, list_id: str, at: Instant) -> tuple[Standing, ...]:
        """The possible statuses of an actor on a list at an instant: one, or two where unpublished.

        1. designated by an authority the list recognises, or by its author: excluded
        2. adherence in force, attested by the list's author: party
        3. said to stand outside: non-party
        4. adherence once attested has ended: non-party
        5. an armed group on an open list whose names are not published: party, or unlisted
        6. unlisted
        """
        book = self.lists[list_id]
        found = (
            self._excluded(actor, book, at)
            or self._party(actor, book, at)
            or self._outside(actor, book, at)
            or self._ended(actor, book, at)
        )
        if found is not None:
            return (found,)
        if self._may_be_named(actor, book, at):
            ground = "names_not_published"
            return (
                Standing(Status.PARTY, ground, book.source),
                Standing(Status.UNLISTED, ground, book.source),
            )
        return (Standing(Status.UNLISTED, "nothing_said"),)

    def _excluded(self, actor: str, book: StatusList, at: Instant) -> Standing | None:
        for entry in self.designations:
            heeded = not book.author or entry.by in (book.author, *book.recognises)
            if entry.actor == actor and heeded and entry.period.holds(at):
                return Standing(Status.EXCLUDED, "designated", entry.source)
        return None

    def _attested(self, actor: str, book: StatusList) -> list[Adherence]:
        return [
            entry
            for entry in self.adherence
            if entry.actor == actor and (not book.author or book.author in entry.attested_by)
        ]

    def _party(self, actor: str, book: StatusList, at: Instant) -> Standing | None:
        for entry in self._attested(actor, book):
            if entry.period.holds(at):
                return Standing(Status.PARTY, "attested", entry.source)
        return None

    def _outside(self, actor: str, book: StatusList, at: Instant) -> Standing | None:
        for entry in self.outsiders:
            heeded = entry.by is None or not book.author or entry.by == book.author
            if entry.actor == actor and heeded and entry.period.holds(at):
                return Standing(Status.NON_PARTY, "said_outside", entry.source)
        return None

    def _ended(self, actor: str, book: StatusList, at: Instant) -> Standing | None:
        for entry in self._attested(actor, book):
            if entry.period.end is not None and entry.period.end <= at:
                return Standing(Status.NON_PARTY, "ended", entry.source)
        return None

    def _may_be_named(self, actor: str, book: StatusList, at: Instant) -> bool:
        known = self.actors.get(actor)
        opened = book.opened is None or book.opened <= at
        return not book.published and opened and known is not None and known.kind == "armed_group"

    def wholes(self, actor: str, at: Instant) -> frozenset[str]:
        """The actor itself and everything it is part of at that instant, transitively."""
        found, waiting = {actor}, [actor]
        while waiting:
            known = self.actors.get(waiting.pop())
            for tenure in known.part_of if known else ():
                if tenure.period.holds(at) and tenure.of not in found:
                    found.add(tenure.of)
                    waiting.append(tenure.of)
        return frozenset(found)

    def roles(self, actor: str, at: Instant) -> frozenset[str]:
        """The roles of an actor at that instant, its wholes' included."""
        return frozenset(
            tenure.of
            for whole in self.wholes(actor, at)
            if whole in self.actors
            for tenure in self.actors[whole].roles
            if tenure.period.holds(at)
        )

    def changes(self) -> set[Instant]:
        """Every instant at which some status, role or belonging may change."""
        periods = [
            *(entry.period for entry in self.adherence),
            *(entry.period for entry in self.designations),
            *(entry.period for entry in self.outsiders),
            *(tenure.period for actor in self.actors.values() for tenure in (*actor.roles, *actor.part_of)),
        ]
        opened = {book.opened for book in self.lists.values() if book.opened is not None}
        return opened | {end for period in periods if period != ALWAYS for end in period.ends()}
