"""One event in the making, and the small questions every scene asks: who, where, when, how well known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from truceline.actors import Actor, Status, Umbrella
from truceline.claims import Deaths
from truceline.desk.simulate.dice import Dice
from truceline.desk.simulate.theatre import Theatre
from truceline.period import Instant, Period, local_day
from truceline.place import Place, Position, disc
from truceline.terms import NOBODY, UNKNOWN_SIDE, HarmedFact, Member, Rule, Side, Source, When

HOUR_S = 3600
NOON = 720  # minutes after midnight
STRAY_E7 = 250_000  # how far from a town's middle things happen, at most, in either direction
RESIDENTS = "residents"  # an origin that is no actor of the agreement
UNDRAWN = -1  # a place known to its province alone

Facts = dict[str, Any]  # field of a conduct → its value; a tuple is several candidates
Body = Actor | Umbrella
Sides = tuple[Body | None, Body | None]
SILENT = Deaths(None, None, None)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has its number and headline."""

    what: str  # of titles.WHAT
    facts: Facts  # what is stated beside sides, place and time
    a: Body | None  # None: nobody knows who
    b: Body | None  # None: nobody was on the other side
    at: Position  # where a map shows it
    place: Place | None  # None: too vague to be drawn
    place_words: str
    when: When
    time_words: str
    deaths: Deaths = SILENT
    told: tuple[tuple[str, str], ...] = ()  # (office, what it adds to the headline)
    sources: Mapping[str, Source] = field(default_factory=dict)


def side(one: Body | None, *, if_none: Side = UNKNOWN_SIDE) -> Side:
    """A side of a conduct."""
    if one is None:
        return if_none
    return Side(umbrella=one.id) if isinstance(one, Umbrella) else Side(members=(Member(one.id),))


def other_side(one: Body | None) -> Side:
    """The second side of a conduct: nobody, where there was none."""
    return side(one, if_none=NOBODY)


class Stage:
    """A theatre and the dice that are thrown in it."""

    def __init__(self, theatre: Theatre, dice: Dice) -> None:
        """All chance comes from the dice."""
        self.theatre, self.dice = theatre, dice
        self._zone = theatre.agreement.time_zone

    def draft(
        self, day: dt.date, what: str, sides: tuple[Body | None, Body | None], facts: Facts, at: Position
    ) -> Draft:
        """An event there at some time of a day, as the observers tell it."""
        when, time_words = self._when(day, battle=what == "clash")
        a, b = sides
        told = ((self.called(self.observer()), ""),)
        return self.placed(Draft(what, facts, a, b, at, at, "exact", when, time_words, told=told), at)

    # ── where ──

    def placed(self, made: Draft, at: Position) -> Draft:
        """The event at that point, known as well as such things are."""
        radius_m = self.dice.weighted([(35, 0), (25, 500), (20, 2_000), (12, 5_000), (6, 25_000), (2, UNDRAWN)])
        if radius_m == UNDRAWN:
            return replace(made, at=at, place=None, place_words="province")
        place: Place = disc(at, radius_m) if radius_m else at
        return replace(made, at=at, place=place, place_words=f"within {radius_m / 1000:g} km" if radius_m else "exact")

    def somewhere(self) -> Position:
        """A point in or about a town."""
        town = self.theatre.town(self.dice).at
        east, north = (self.dice.between(-STRAY_E7, STRAY_E7) for _ in range(2))
        at = Position(town.lon_e7 + east, town.lat_e7 + north)
        return at if self.theatre.extent.holds(at) else town

    # ── when ──

    def clock(self, day: dt.date, minute: int) -> Instant:
        """The instant of a minute of a local day."""
        time = dt.time(minute // 60, minute % 60)
        return Instant.of(dt.datetime.combine(day, time, tzinfo=ZoneInfo(self._zone)))

    def days(self, day: dt.date, number: int) -> When:
        """Some time within so many local days."""
        return When(local_day(day, number, self._zone))

    def _when(self, day: dt.date, *, battle: bool) -> tuple[When, str]:
        """A minute, some hours of a battle, or some time of the day."""
        start = self.clock(day, self.dice.between(0, 1439))
        if battle and self.dice.often(40):
            midnight = self.clock(day, 1439).plus(60)
            end = min(start.plus(self.dice.between(1, 5) * HOUR_S), midnight)
            return When(Period(start, end), throughout=True), "hours"
        return (When(start), "minute") if self.dice.often(55) else (self.days(day, 1), "day")

    # ── who ──

    @property
    def government(self) -> Actor:
        """The state whose truce it is."""
        return self.theatre.states[0]

    def umbrella(self) -> Umbrella:
        """A name under which groups are reported together."""
        return self.dice.pick(self.theatre.umbrellas)

    def groups(self, day: dt.date, *statuses: Status) -> tuple[Actor, ...]:
        """Groups that have one of these statuses on every list at noon; all groups where none has."""
        at = self.clock(day, NOON)
        return self.theatre.groups(at, *statuses) or self.theatre.groups(at, *Status)

    def excluded(self, day: dt.date) -> Actor:
        """A group that no list counts in."""
        return self.dice.pick(self.groups(day, Status.EXCLUDED))

    def bound(self, rule: Rule, day: dt.date) -> Actor:
        """Somebody whom a clause binds."""
        return self.dice.pick(self.theatre.bound(rule.binds, self.clock(day, NOON)) or self.theatre.states)

    def observer(self) -> str:
        """Who watches, by id."""
        monitor = self.theatre.agreement.monitor
        return monitor.actor if monitor else RESIDENTS

    def friend(self, accused: Actor, day: dt.date) -> str:
        """The guarantor whose word counts as the accused's own; failing that, the accused."""
        roster, at = self.theatre.roster, self.clock(day, NOON)
        ties = roster.wholes(accused.id, at) | roster.roles(accused.id, at)
        found = (one.actor for one in self.theatre.agreement.guarantors if ties.intersection(one.stands_with))
        return next(found, accused.id)

    def called(self, actor: str) -> str:
        """An actor's name in English."""
        known = self.theatre.roster.actors.get(actor)
        return known.names.get("en", actor) if known else "Residents"

    # ── with what loss ──

    def harm(self) -> HarmedFact:
        """Who was harmed, where somebody says so."""
        return self.dice.weighted(
            [(5, HarmedFact(("civilian",))), (4, HarmedFact(("combatant",))), (1, HarmedFact(("civilian", "child")))]
        )

    def deaths(self, harmed: HarmedFact | None) -> Deaths:
        """Deaths as reported, mostly few; silent about civilians where nobody says who was harmed."""
        best = self.dice.weighted([(40, 0), (25, 1), (15, 2), (10, 4), (6, 7), (4, 12)])
        spread = self.dice.between(0, 2)
        civilians = None if harmed is None else best if "civilian" in harmed.classes else 0
        return Deaths(low=max(0, best - spread), best=best, high=best + spread, civilians=civilians)
