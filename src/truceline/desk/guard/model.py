"""What the guard is asked about and what it answers: askers, actions, things, decisions.

A role says what somebody is for, a body whose node they sit at; neither is taken from what they write, both come from
the account that was unlocked. A decision always has its reason. Where somebody may not know that a thing is there,
the words are those for a thing that is not: forbidden and unknown must not be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache

from truceline.desk.node.founding import slug
from truceline.kinds.sealing import Marking
from truceline.period import Instant


class Role(StrEnum):
    """What an officer is for."""

    MONITOR_OFFICER = "monitor-officer"
    GUARANTOR_LIAISON = "guarantor-liaison"
    PARTY_LIAISON = "party-liaison"
    NOTIFIER = "notifier"  # makes humanitarian sites and movements known
    MEDIATOR = "mediator"
    OBSERVER = "observer"
    AUDITOR = "auditor"  # checks that things were done, and when; reads nothing
    ADMINISTRATOR = "administrator"  # keeps the machine; reads nothing


class Action(StrEnum):
    """What somebody asks to do."""

    SEE = "see"
    COUNT = "count"  # know how many there are
    EXPORT = "export"  # take a copy out of the node
    DISCLOSE = "disclose"  # open for others what was sealed
    ERASE = "erase"
    SEAL = "seal"
    MANAGE = "manage"  # keep, move and back up what one does not read
    AUDIT = "audit"  # know that something was done, and when


class Given(IntEnum):
    """How much is given; a greater one gives all that a lesser gives."""

    NOTHING = 0
    LATER = 1  # nothing yet
    COARSE = 2  # whole days, wide areas, round numbers
    WHOLE = 3


EVERYTHING = frozenset(Action)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks."""

    role: Role
    body: str  # origin of the log of the body at whose node they sit; empty: of none
    name: str = ""  # of the officer's account; empty: none
    scopes: frozenset[Action] = EVERYTHING  # what their token reaches; a password reaches everything


ANYBODY = Asker(Role.OBSERVER, "")  # whoever asks without an account


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: an entry in the open, or a sealed one."""

    kind: str  # what it really is
    author: str  # origin of the log it stands in
    audience: tuple[str, ...]  # origins it was sealed to, besides its author
    sealing: str  # "open", or a word of `kinds.Sealing`
    marking: Marking
    over: Instant | None  # when what it tells of was over; None: not known, and so not yet
    named: tuple[str, ...] = ()  # officers for whose eyes alone TLP:RED is, by the names of their keys
    route: bool = False  # whether it tells the way of a movement, or may


@dataclass(frozen=True, slots=True)
class Decision:
    """What is given, and why."""

    given: Given
    reason: str  # one word of REASONS
    words: str  # for people
    until: Instant | None = None  # LATER: from when on more is given, where that is known

    def __str__(self) -> str:
        """The reason with its words."""
        return f"{self.reason}: {self.words}"


REASONS: Mapping[str, str] = {
    "open": "it stands in the open record, which everybody has",
    "own": "it is your own body's",
    "addressed": "it was sealed to your body",
    "named": "it names you among those whom it is for",
    "participant": "its marking gives it to every participant",
    "everybody": "its marking gives it to everybody",
    "coarse": "outside its audience it is given in whole days and wide areas only",
    "later": "there is nothing of that name here for you",
    "not_here": "there is nothing of that name here for you",
    "scope": "the token that was given does not reach so far; unlock with the password, or ask for another token",
    "not_to_pass_on": "its marking keeps it where it is; ask its author to disclose it",
    "not_yours": "only officers of the body that sealed it may do this; ask them",
    "not_for_your_role": "your role does not do this; ask an officer whose role does",
    "may_seal": "your role seals such entries in its own body's log",
    "that_and_when": "your role is told that something was done and when, never what",
    "keeps": "your role keeps the machine: it moves and backs up what it cannot read",
    "too_fresh": "it would show in the open where people are or look now",
    "too_fine": "it would show in the open more exactly than is safe where people were or looked",
    "addressees_only": "the way of a movement is for those whom it is for, and for nobody else",
}


@cache
def officer_key(body: str, name: str) -> str:
    """The name of an officer's key, by which an envelope names them: their account's name as a word."""
    return f"{body}/officer/{slug(name)}"


def decision(given: Given, reason: str, until: Instant | None = None) -> Decision:
    """A decision with the words of its reason."""
    return Decision(given, reason, REASONS[reason], until)
