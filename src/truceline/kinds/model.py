"""What a kind of entry is: its payload, who may append it, about whose object, and how that is answered.

An entry without authority is kept, mirrored and shown, and counts for nothing. Why it does not must be said
in words that its author and a rival's lawyer both understand, so the answer is a standing with its reason, never yes
or no alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.kinds.bounds import Payload, Word


class Role(Word):
    """What a node is to the agreement, as its log's first entry says and people admitted it."""

    GUARANTOR = "guarantor"
    MONITOR = "monitor"
    PARTY = "party"
    OBSERVER = "observer"  # reads and recomputes; speaks for humanitarian sites


class Whose(StrEnum):
    """Whose object an entry may be about."""

    NOTHING = "nothing"  # it makes a new object
    OWN = "own"
    OTHERS = "others"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Author:
    """Whoever keeps a log."""

    origin: str  # the log
    role: Role
    actor: str  # actor id in the agreement; empty: none of its actors

    def is_same_as(self, other: Author) -> bool:
        """Whether both logs speak for one: the same log, or a log that continues it for the same actor."""
        return self.origin == other.origin or (bool(self.actor) and self.actor == other.actor)


@dataclass(frozen=True, slots=True)
class Subject:
    """The object that an entry is about: the entry that its first reference names."""

    kind: str
    author: Author
    payload: object | None  # None: it cannot be read, or its kind is unknown
    leaf: str = ""  # its leaf hash in hex; empty: not told
    id: str = ""  # its id, 32 hex; asked of what is sealed
    commitments: tuple[str, ...] = ()  # to what is sealed in it; empty: nothing is


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry."""

    name: str
    payload: type[Payload]  # what such an entry says; its docstring is the sentence for people
    roles: frozenset[Role]  # who may append it
    about: Whose  # whose object its subject may be
    subjects: tuple[str, ...] = ()  # kinds its subject may be of; empty: it makes a new object
    sealable: bool = False
    legal: bool = False  # it has legal effect, and so is never sealed
    humanitarian: bool = False  # goes on from a party whose log forked
    optional: bool = False  # its subject may be missing: then it makes a new object
    only_sealed: bool = False  # in the open it would tell what sealing hides

    def __post_init__(self) -> None:
        """Refuse a kind with legal effect that could be sealed, and a subject without a kind."""
        if self.legal and self.sealable:
            raise ValueError(f"{self.name}: nothing with legal effect may be sealed")
        if bool(self.subjects) == (self.about is Whose.NOTHING):
            raise ValueError(f"{self.name}: kinds of subject exactly where it is about something")

    @property
    def gist(self) -> str:
        """What such an entry says, in one sentence."""
        return " ".join((self.payload.__doc__ or "").split())


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an entry counts, and why."""

    counts: bool
    reason: str  # one word, for machines: one of REASONS
    words: str  # the same as a sentence, for people

    def __str__(self) -> str:
        """The reason with its words."""
        return f"{self.reason}: {self.words}"


REASONS = {
    "entitled": "its author may say this, of this",
    "unknown_kind": "no kind of that name is known to this version: it is kept and shown",
    "wrong_role": "its author's role may not append this kind",
    "subject_missing": "it must name an object, and names none that is held here",
    "subject_of_other_kind": "it must be about an object of another kind",
    "not_own": "it must be about an object of its author's own",
    "own": "it must be about another's object: nobody acknowledges, answers or adopts for itself",
    "other_actor": "its author speaks here for somebody else",
    "own_actor": "its author attests here for itself",
    "not_repeated": "it does not repeat what it is about",
    "not_readable": "what it says for another cannot be read as that kind",
    "not_corrected": "what it corrects could not be read with these fields",
    "not_opened": "what it discloses does not open the commitments of what it is about",
    "not_attested": "nobody may say this for another",
    "only_sealed": "it may come sealed only: in the open it tells what sealing hides",
}
