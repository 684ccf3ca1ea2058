"""Entries about what a side means to do: notified, acknowledged, answered, begun, astray, ended.

What can be notified is closed: a purpose from a list that holds no attack, and volumes of air or ground for a
time. There is no field for an aim point, and none for where anybody is. Only a counterpart acknowledges and answers; a
concurrence names the hashes of the notification and of everything its check looked at, and expires (RECORD.md, rules
7 and 8). Starting and straying are recordable always and grant nothing. No entry here is a permission.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from truceline.kinds.bounds import (
    Among,
    Coarse,
    Hash,
    Id,
    Items,
    MaybeProse,
    Payload,
    Span,
    Within,
    Word,
)
from truceline.period import DAY_S, Instant
from truceline.place import Altitudes
from truceline.terms.vocabulary import KINDS, PLATFORMS, PURPOSES

# What can be notified: flights, movements and deployments, with all their species.
ACTIVITIES = tuple(word for word, genera in KINDS.items() if {word, *genera} & {"flight", "movement", "deployment"})


@dataclass(frozen=True, slots=True)
class Volume(Payload):
    """A piece of air or ground for a time."""

    area: Coarse  # where; in the air, the ground below
    period: Span  # when
    altitudes: Altitudes | None = None  # None: from the ground up without limit


@dataclass(frozen=True, slots=True)
class ActivityNotified(Payload):
    """Its author means to do this, there and then, and says so beforehand."""

    agreement: Hash  # fingerprint of the text under which it is notified
    kind: Annotated[str, Among(ACTIVITIES)]  # what is meant to be done
    purpose: Annotated[str, Among(tuple(PURPOSES))]  # what for; no attack is on the list
    volumes: Annotated[tuple[Volume, ...], Items(1, 100)]  # all of it lies within one of them
    to: Annotated[tuple[Id, ...], Items(1, 100)]  # actor ids of those who are to answer
    armed: bool = False  # whether armed
    platform: Annotated[str, Among(tuple(PLATFORMS), empty=True)] = ""  # empty: none of them
    amount: Annotated[int, Within(1, 100_000)] = 1  # platforms, or people on foot
    answer_within_s: Annotated[int, Within(60, 365 * DAY_S)] | None = None  # None: as the agreement has it
    note: MaybeProse = field(default_factory=dict)  # empty: nothing more to say


@dataclass(frozen=True, slots=True)
class ActivityAmended(ActivityNotified):
    """The notification it is about, anew and whole; answers to the earlier version are void."""


@dataclass(frozen=True, slots=True)
class ActivityAcknowledged(Payload):
    """A counterpart has the notification; from here its time to answer runs."""

    received: Instant  # when it came in


@dataclass(frozen=True, slots=True)
class ActivityWithdrawn(Payload):
    """What was notified will not be done."""

    reason: MaybeProse = field(default_factory=dict)  # empty: none given


@dataclass(frozen=True, slots=True)
class ActivityStarted(Payload):
    """What was notified has begun, whatever was answered; it grants nothing."""

    at: Instant  # when it began


@dataclass(frozen=True, slots=True)
class ActivityAstray(Payload):
    """What was notified has left its volumes or its time."""

    at: Instant  # since when
    note: MaybeProse = field(default_factory=dict)  # how; empty: not said


@dataclass(frozen=True, slots=True)
class ActivityEnded(Payload):
    """What was notified is over."""

    at: Instant  # when it was over


class Consent(Word):
    """What a counterpart answers."""

    CONCURRED = "concurred"
    CONDITIONS = "concurred_with_conditions"
    OBJECTED = "objected"  # needs no reason


@dataclass(frozen=True, slots=True)
class AnswerGiven(Payload):
    """A counterpart's answer to one version of a notification, bound to what its check looked at."""

    notification: Hash  # leaf hash of that version
    agreement: Hash  # fingerprint of the text it was checked under
    answer: Consent  # what is answered
    expires: Instant | None = None  # concurrence: first second without it, and not withdrawn before; objection: None
    looked_at: Annotated[tuple[Hash, ...], Items(0, 10_000)] = ()  # leaf hashes of zones and all else the check used
    conditions: MaybeProse = field(default_factory=dict)  # never empty for a concurrence with conditions
    reason: MaybeProse = field(default_factory=dict)  # empty: none given

    def fits(self) -> None:
        """Raise ValueError for a concurrence that never expires, and for conditions that are none."""
        if (self.expires is None) != (self.answer is Consent.OBJECTED):
            raise ValueError("expires: when a concurrence ends; nothing for an objection")
        if bool(self.conditions) != (self.answer is Consent.CONDITIONS):
            raise ValueError("conditions: exactly where one concurs with conditions")
