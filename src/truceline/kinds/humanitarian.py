"""Humanitarian entries: calls to cease fire now, and sites and movements made known.

They are requests and information. They carry no rule, are never assessed, and nobody's result depends on them. A
party whose log has forked goes on calling and notifying under its next key: a hacked party is not silenced
(RECORD.md, rule 5). An area is asked for, no point: what is known more exactly is told sealed, to those it is for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from truceline.kinds.bounds import (
    Among,
    Coarse,
    Id,
    Items,
    MaybeName,
    MaybeProse,
    Payload,
    Shown,
    Span,
    Within,
    Word,
)
from truceline.period import DAY_S, Instant
from truceline.terms.vocabulary import SITES

# What can be made known: every kind of protected place, and a movement through others.
SITE_KINDS = (*(word for word in SITES if word != "military"), "movement")


class Need(Word):
    """What a stop is asked for."""

    WOUNDED = "wounded"
    RECOVERY = "recovery"  # of the dead, of people under rubble
    PASSAGE = "passage"
    REPAIR = "repair"  # of water, power, a road
    SHELLING = "shelling"  # people under fire
    MONITORS = "monitors"


@dataclass(frozen=True, slots=True)
class StopfireCalled(Payload):
    """A request, now, through focal points to the commander, to cease fire at a place."""

    area: Coarse  # where fire is to cease
    need: Need  # what for
    to: Annotated[tuple[Id, ...], Items(1, 100)]  # actor ids of those whose fire is to cease
    since: Instant  # from when
    for_s: Annotated[int, Within(60, 30 * DAY_S)] | None = None  # for how long, seconds; None: until said otherwise
    place_name: MaybeName = ""  # the nearest settlement; empty: not said
    note: MaybeProse = field(default_factory=dict)  # empty: nothing more to say


@dataclass(frozen=True, slots=True)
class StopfireRelayed(Payload):
    """The call was passed on."""

    to: Id  # actor id of whoever was reached
    at: Instant  # when


class StopfireAnswer(Word):
    """What was said to a call."""

    WILL_CEASE = "will_cease"
    NOT_OURS = "not_ours"  # it is not our fire
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class StopfireAnswered(Payload):
    """What one of those called answers."""

    answer: StopfireAnswer  # what was said
    at: Instant  # when
    note: MaybeProse = field(default_factory=dict)  # empty: nothing more to say


@dataclass(frozen=True, slots=True)
class StopfireEnded(Payload):
    """The fire has ceased, as its author knows."""

    at: Instant  # when it ceased


@dataclass(frozen=True, slots=True)
class StopfireRecurred(Payload):
    """There is fire again, as its author knows."""

    at: Instant  # when it began again


@dataclass(frozen=True, slots=True)
class SiteNotified(Payload):
    """A humanitarian site or movement made known; informative, never assessed."""

    kind: Annotated[str, Among(SITE_KINDS)]  # what kind of place, or a movement
    area: Shown  # a movement's: the whole way
    window: Span | None = None  # a movement's, or a temporary site's; None: until said otherwise
    place_name: MaybeName = ""  # the nearest settlement; empty: not said
    note: MaybeProse = field(default_factory=dict)  # empty: nothing more to say

    def fits(self) -> None:
        """Raise ValueError for a movement without its time."""
        if self.kind == "movement" and self.window is None:
            raise ValueError("window: when the movement is")


@dataclass(frozen=True, slots=True)
class SiteAcknowledged(Payload):
    """Its author has the notice."""

    received: Instant  # when it came in


@dataclass(frozen=True, slots=True)
class SitePassedOn(Payload):
    """Its author has passed the notice on to those who need to know."""

    at: Instant  # when
    to: MaybeName = ""  # to whom, as a level or office, never a person; empty: not said


@dataclass(frozen=True, slots=True)
class SiteConfirmed(Payload):
    """Those who need to know have the notice, and say so through its author."""

    at: Instant  # when


@dataclass(frozen=True, slots=True)
class SiteRevalidated(Payload):
    """The site is still there, or is no more, as whoever made it known says again."""

    at: Instant  # when it was so
    there: bool  # false: the notice has no object any more
