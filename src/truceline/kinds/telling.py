"""Entries that say what came in and what was seen: batches, reports, claims read, observations, access denied.

An observation is a monitor's own. It has no field for anybody's position: where the monitor was is an area of at
least 1 km², and what it saw lies in a sector of an annulus. What it could not tell is said to be undetermined,
never left out. Counts are ranges; silence is None, never zero. Nothing here is a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from truceline.claims import Dataset, Modality
from truceline.kinds.bounds import (
    TEXT_CHARS,
    Among,
    Blob,
    Chars,
    Coarse,
    Count,
    Id,
    Items,
    MaybeHash,
    MaybeId,
    MaybeName,
    MaybeProse,
    Name,
    Payload,
    Prose,
    Shown,
    Span,
    Within,
    Word,
)
from truceline.period import Instant
from truceline.terms import Direction, When
from truceline.terms.vocabulary import KINDS, SITES, WEAPONS

MaybeWeapon = Annotated[str, Among(tuple(WEAPONS), empty=True)]  # as assessed; empty: undetermined
MaybeText = Annotated[str, Chars(0, TEXT_CHARS)]
Language = Annotated[str, Among(("en", "ar", "ru", "other"), empty=True)]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BatchImported(Payload):
    """Events of outside data sets, as read: bytes that everybody reads alike."""

    datasets: tuple[Dataset, ...]  # whose lists, how cited, whether made up for training; 1 to 100
    events: Blob  # one line of canonical JSON an event, in the order of the file
    count: Count  # events in it
    time_zone: MaybeName = ""  # IANA name in which days without an hour were read; empty: every row gives instants
    file: MaybeName = ""  # the name of the file that was read; empty: not said
    source: MaybeHash = ""  # SHA-256 of the bytes that were read; empty: not one file
    bad: Count = 0  # rows that could not be read, and are not in it
    version: MaybeName = ""  # of the program that read it

    def fits(self) -> None:
        """Raise ValueError for data sets that are none, or not named."""
        if not 1 <= len(self.datasets) <= 100 or not all(one.name for one in self.datasets):
            raise ValueError("datasets: one to 100, each with its name")
        for text in (text for one in self.datasets for text in (one.name, one.licence, one.citation)):
            if fault := Chars(0, 4_000).fault(text):
                raise ValueError(f"datasets: {fault}")


class Channel(Word):
    """By what way a report came."""

    PUBLISHED = "published"  # anybody can read it
    HOTLINE = "hotline"
    LETTER = "letter"
    MEETING = "meeting"
    MESSAGE = "message"  # by radio or telephone


@dataclass(frozen=True, slots=True)
class ReportReceived(Payload):
    """Something that somebody said came in; what it claims is read out of it separately."""

    source: Name  # who says so: an outlet, an office, a body; a person's name only where this entry is sealed
    channel: Channel  # by what way it came
    received: Instant  # when it came in
    text: MaybeText = ""  # its words; empty: in `original` alone
    original: Blob | None = None  # the document as it came; None: text alone
    title: MaybeName = ""  # its headline; empty: none
    url: MaybeName = ""  # where it was published; empty: nowhere, or not known
    dated: Instant | None = None  # when it says it was made; None: not said
    language: Language = ""  # empty: not said
    via: Annotated[tuple[Name, ...], Items(0, 50)] = ()  # from the outlet back to the origin, as far as named
    place_name: MaybeName = ""  # where it happened, as said; empty: not said
    happened: MaybeName = ""  # when it happened, as said; empty: not said

    def fits(self) -> None:
        """Raise ValueError for a report that says nothing."""
        if not self.text and self.original is None:
            raise ValueError("text: the report's words, or the original as a blob")


# ── claims read out of a report ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ClaimRead(Payload):
    """One statement inside a report."""

    modality: Modality  # how it is made
    quote: Annotated[str, Chars(1, 4_000)]  # its exact words
    span: Range  # first and last-plus-one character of the quote in the report's text
    affirms: bool = True  # false: it says that something was not so
    by: Annotated[tuple[Name, ...], Items(0, 100)] = ()  # who did it, as written; empty: not said
    against: Annotated[tuple[Name, ...], Items(0, 100)] = ()  # who was struck, as written; empty: not said
    kind: Annotated[str, Among(tuple(KINDS), empty=True)] = ""  # what was done; empty: not said
    weapon: MaybeWeapon = ""  # with what; empty: not said
    site: Annotated[str, Among(tuple(SITES), empty=True)] = ""  # what kind of place; empty: not said
    place_name: MaybeName = ""  # as written; empty: not said
    place: Shown | None = None  # as wide as what was said; None: not said
    time: When | None = None  # None: not said
    count: Range | None = None  # least and most, in `unit`; None: silence, never zero
    unit: MaybeName = ""  # what was counted, as written; empty: nothing was
    chain: Annotated[tuple[Name, ...], Items(0, 50)] = ()  # from the outlet to the origin, as far as said

    def fits(self) -> None:
        """Raise ValueError for a quote or count the wrong way round."""
        if not 0 <= self.span[0] < self.span[1] <= TEXT_CHARS:
            raise ValueError(f"span: first and last-plus-one character of the quote, 0 to {TEXT_CHARS:,}")
        _ordered("count", self.count, 10**9)


class Reader(Word):
    """Who read the claims out."""

    PERSON = "person"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class ClaimsRead(Payload):
    """The claims that somebody read out of the report it is about."""

    reader: Reader  # who read them out
    method: Name  # the officer's post, or the program with its version
    claims: Annotated[tuple[ClaimRead, ...], Items(0, 1_000)]  # empty: read, and nothing of the kind in it


class Grade(Word):
    """How far a source has been reliable (STANAG 2511); people alone say so."""

    A = "A"  # completely
    B = "B"  # usually
    C = "C"  # fairly
    D = "D"  # not usually
    E = "E"  # never
    F = "F"  # cannot be judged


@dataclass(frozen=True, slots=True)
class SourceGraded(Payload):
    """How reliable its author takes a source to be; how credible one claim is, is another question."""

    source: Name  # as reports have it
    grade: Grade  # A (completely reliable) to E (never), F (cannot be judged)
    reason: Prose  # why


# ── what a monitor saw or heard, and where it could not ───────────────────────────────────────


class Means(Word):
    """By what an observation was made."""

    PATROL = "patrol"
    CAMERA = "camera"
    SENSOR = "sensor"
    UAV = "uav"


class Sense(Word):
    """How it was perceived."""

    SEEN = "seen"
    HEARD = "heard"
    BOTH = "both"


class Unit(Word):
    """What one count is: one explosion, burst or shot is a unit; an incident may hold many."""

    EXPLOSION = "explosion"
    BURST = "burst"
    SHOT = "shot"
    FLIGHT = "flight"
    MOVEMENT = "movement"
    WEAPON = "weapon"
    DAMAGE = "damage"


# What an observation may say it could not determine.
UNDETERMINED = ("actor", "bearing", "count", "direction", "distance", "kind", "ordnance", "place")
Undetermined = Annotated[str, Among(UNDETERMINED)]


@dataclass(frozen=True, slots=True)
class ObservationMade(Payload):
    """What a monitor saw or heard: from where, when, by what means, which direction, how far."""

    window: Span  # when; from the first to after the last of it
    means: Means  # by what
    sense: Sense  # how it was perceived
    unit: Unit  # what one count is
    seen_from: Coarse | None = None  # where the monitor was, as an area; None: not told
    place: Shown | None = None  # the sector of an annulus in which it lies; None: undetermined
    bearing_deg: Range | None = None  # clockwise from, to; 0 to 359 from true north; None: undetermined
    distance_m: Range | None = None  # nearest and farthest, metres; None: undetermined
    count: Range | None = None  # least and most units; None: undetermined
    kind: Annotated[str, Among(tuple(KINDS), empty=True)] = ""  # what was done, as assessed; empty: undetermined
    ordnance: MaybeWeapon = ""  # as assessed; empty: undetermined
    sides: tuple[MaybeId, MaybeId] | None = None  # two actors, "" for unknown; None: undetermined
    direction: Direction | None = None  # from one side to the other, as assessed; None: undetermined
    undetermined: Annotated[tuple[Undetermined, ...], Items(0, 8)] = ()  # what was asked and could not be determined
    place_name: MaybeName = ""  # the nearest settlement, for people; empty: not said
    note: MaybeProse = field(default_factory=dict)  # empty: nothing more to say

    def fits(self) -> None:
        """Raise ValueError for ranges the wrong way round, and for something told and undetermined at once."""
        if self.bearing_deg is not None and not all(0 <= one < 360 for one in self.bearing_deg):
            raise ValueError("bearing_deg: two bearings of 0 to 359 degrees, clockwise")
        _ordered("distance_m", self.distance_m, 1_000_000)
        _ordered("count", self.count, 10**9)
        for name, value in self._told().items():
            if name in self.undetermined and value not in {None, ""}:
                raise ValueError(f"undetermined: not {name}, which is told")

    def _told(self) -> Mapping[str, object]:
        return {
            "bearing": self.bearing_deg,
            "count": self.count,
            "direction": self.direction,
            "distance": self.distance_m,
            "kind": self.kind,
            "ordnance": self.ordnance,
            "place": None if self.place is None else "told",
        }


class Denial(Word):
    """How access was denied."""

    REFUSED = "refused"
    DELAYED = "delayed"
    CONDITIONS = "conditions"  # let through on conditions that it did not accept
    SECURITY = "security"  # somebody said it was not safe
    HAZARD = "hazard"  # mines, fire, a road destroyed
    JAMMED = "jammed"  # a signal, not a road


@dataclass(frozen=True, slots=True)
class AccessDenied(Payload):
    """Somebody who was entitled to pass or to look could not: what happened there meanwhile is unverifiable."""

    window: Span  # from when to when it could not
    how: Denial  # how it was denied
    purpose: Name  # what for: a visit, a patrol, a convoy
    by: MaybeId = ""  # actor id of whoever denied it; empty: undetermined
    area: Coarse | None = None  # what could not be reached or watched; None: named in `place_name` alone
    place_name: MaybeName = ""  # the nearest settlement; empty: not said
    note: MaybeProse = field(default_factory=dict)  # the words used; empty: none

    def fits(self) -> None:
        """Raise ValueError for a denial of nowhere."""
        if self.area is None and not self.place_name:
            raise ValueError("area: what could not be reached, or its name in place_name")


@dataclass(frozen=True, slots=True)
class CoverageObserved(Payload):
    """How much of a zone, for how much of a time, its author could observe; told late and coarse, never live."""

    window: Span  # when
    share_permille: Annotated[int, Within(0, 1000)]  # of the zone's area times the window, 0 to 1000
    means: Means  # by what
    zone: MaybeId = ""  # zone id; empty: the area alone
    area: Coarse | None = None  # None: the whole zone

    def fits(self) -> None:
        """Raise ValueError for coverage of nothing."""
        if not self.zone and self.area is None:
            raise ValueError("zone: the zone it speaks of, or an area")


# ── visits ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class VisitRequested(Payload):
    """A visit asked for."""

    to: Id  # actor id of whoever is to let it happen
    window: Span  # when it is to be
    purpose: Name  # what for
    area: Coarse  # where


class VisitAnswer(Word):
    """What was said to a visit."""

    AGREED = "agreed"
    POSTPONED = "postponed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class VisitAnswered(Payload):
    """The answer of whoever is to let a visit happen."""

    answer: VisitAnswer  # what was said
    window: Span | None = None  # when instead; only where postponed
    reason: MaybeProse = field(default_factory=dict)  # empty: none given

    def fits(self) -> None:
        """Raise ValueError for another time where the visit is not postponed."""
        if self.window is not None and self.answer is not VisitAnswer.POSTPONED:
            raise ValueError("window: none, unless the visit is postponed")


@dataclass(frozen=True, slots=True)
class VisitCarriedOut(Payload):
    """A visit took place: when, and how much of what was asked."""

    window: Span  # when it was
    whole: bool  # whether all that was asked for could be seen
    note: MaybeProse = field(default_factory=dict)  # what could not; never empty where not the whole

    def fits(self) -> None:
        """Raise ValueError for a visit in part that does not say what was missing."""
        if not self.whole and not self.note:
            raise ValueError("note: what could not be seen")


def _ordered(name: str, pair: Range | None, most: int) -> None:
    if pair is not None and not 0 <= pair[0] <= pair[1] <= most:
        raise ValueError(f"{name}: least and most, 0 to {most:,}, not {pair[0]} and {pair[1]}")
