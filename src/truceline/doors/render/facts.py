"""One event's own facts in words: when, where and how surely, who, how many died.

Everything is told as the data set has it: a day stays a day, a range a range, silence "not said" and never zero,
two versions stay two. Names come from the agreement where it knows them, else as written.
"""

from __future__ import annotations

import math
from functools import reduce

from truceline.agreement import Agreement
from truceline.claims import Deaths, Event
from truceline.doors.render.sentences.names import actor_name
from truceline.doors.render.words import Words
from truceline.period import Instant, Period
from truceline.place import E7, Area, Place, Position, rough_km2
from truceline.terms import Direction, Side, When

DISC_SIDES = 64  # a radius is kept as a polygon of this many sides
# How data sets write what no shape can tell, with the messages that say it.
_VAGUE = {
    "district": "event-place-district",
    "governorate": "event-place-governorate",
    "a line or part of a region": "event-place-line",
    "country": "event-place-country",
    "international waters or airspace": "event-place-waters",
}


def when(words: Words, agreement: Agreement, event: Event) -> str:
    """When it was, on the wall clock of the agreement's zone, every version of it."""
    versions = dict.fromkeys(_when(words, agreement.time_zone, one.value) for one in event.conduct.time)
    return _versions(words, tuple(versions))


def _when(words: Words, zone: str, time: When) -> str:
    if isinstance(time.span, Instant):
        return words.moment(time.span, zone)
    start, end = time.span.start, time.span.end
    if start is None or end is None:
        return str(time.span)
    if not _whole_days(time.span, zone):
        return words.say(_from_to(time), start=words.moment(start, zone), end=words.moment(end, zone))
    first, last = (at.datetime(zone).date() for at in (start, end.plus(-1)))
    if first == last:
        return words.date(first)
    return words.say(_from_to(time), start=words.date(first), end=words.date(last))


def _from_to(time: When) -> str:
    return "event-time-throughout" if time.throughout else "event-time-within"


def _whole_days(span: Period, zone: str) -> bool:
    clocks = [at.datetime(zone).time() for at in span.ends()]
    return all(not (clock.hour or clock.minute or clock.second) for clock in clocks)


def where(words: Words, event: Event) -> str:
    """The place as written, or that none is."""
    return event.place_name or words.say("event-place-not-named")


def precision(words: Words, event: Event) -> str:
    """How surely the place is known."""
    versions = dict.fromkeys(_precision(words, event, one.value) for one in event.conduct.place)
    return _versions(words, tuple(versions)) or words.say("event-place-not-said")


def _precision(words: Words, event: Event, place: Place | None) -> str:
    if isinstance(place, Position):
        return words.say("event-place-point")
    if place is None:
        known = _VAGUE.get(event.place_precision)
        return words.say(known) if known else event.place_precision or words.say("event-place-vague")
    radius = radius_m(place)
    if radius is None:
        return words.say("event-place-area", area=max(1, round(rough_km2(place))))
    if radius < 1000:
        return words.say("event-place-within-m", radius=radius)
    return words.say("event-place-within", radius=round(radius / 1000))


def radius_m(place: Place | None) -> int | None:
    """The radius of a place that is a circle, in metres to four digits; None for any other."""
    centre = middle_of_circle(place)
    if centre is None or not isinstance(place, Area):
        return None
    turn = math.radians(centre.lat_e7 / E7)
    metres_per_degree = 111_132.954 - 559.822 * math.cos(2 * turn) + 1.175 * math.cos(4 * turn)  # of a meridian, WGS 84
    return int(float(f"{(place.box[3] - place.box[1]) / 2 / E7 * metres_per_degree:.4g}"))


def middle_of_circle(place: Place | None) -> Position | None:
    """The middle of a place that is a circle: a polygon of 64 sides whose corners are all as far from it, to 1 %."""
    if not isinstance(place, Area) or len(place.rings) != 1 or len(place.rings[0]) != DISC_SIDES:
        return None
    west, south, east, north = place.box
    x, y = (west + east) // 2, (south + north) // 2
    far = [math.hypot((lon - x) * math.cos(math.radians((lat + y) / 2 / E7)), lat - y) for lon, lat in place.rings[0]]
    return Position(x, y) if max(far) <= min(far) * 1.01 else None


def sides(words: Words, agreement: Agreement, event: Event) -> tuple[str, str]:
    """The two sides by name, every version of them; empty where not said."""
    both = (event.conduct.a, event.conduct.b)
    named = [tuple(dict.fromkeys(_side(words, agreement, one.value) for one in side)) for side in both]
    return _versions(words, named[0]), _versions(words, named[1])


def sides_together(words: Words, agreement: Agreement, event: Event) -> str:
    """Both sides, or the only one."""
    a, b = sides(words, agreement, event)
    return words.say("event-sides", a=a, b=b) if a and b else a or b or words.say("not-said")


def _side(words: Words, agreement: Agreement, side: Side) -> str:
    members = [side.label()] if side.unknown or side.umbrella else [one.label() for one in side.members]
    return words.listing(tuple(actor_name(words, agreement, one) for one in members or [""]))


def began(words: Words, agreement: Agreement, event: Event) -> str:
    """Which side began, as the source means it; empty where there is only one side."""
    a, b = sides(words, agreement, event)
    if not a or not b:
        return ""
    starters = {Direction.A_TO_B: a, Direction.B_TO_A: b, Direction.MUTUAL: words.say("event-began-both")}
    versions = dict.fromkeys(starters[one.value] for one in event.conduct.direction)
    return words.say("event-began", who=_versions(words, tuple(versions)) or words.say("not-said"))


def deaths(words: Words, counted: Deaths) -> str:
    """The range of deaths as published; "not said" is not zero."""
    low, best, high = counted.low, counted.best, counted.high
    known = [number for number in (low, best, high) if number is not None]
    if not known:
        return words.say("not-said")
    if min(known) == max(known):
        told = words.say("number", n=known[0])
    elif best is None:
        told = words.say("event-deaths-range", low=min(known), high=max(known))
    else:
        told = words.say("event-deaths-best", low=min(known), high=max(known), best=best)
    if counted.civilians:
        told = words.say("event-deaths-civilians", deaths=told, civilians=counted.civilians)
    return told


def _versions(words: Words, versions: tuple[str, ...]) -> str:
    """Versions side by side where sources differ."""
    if len(versions) < 2:
        return "".join(versions)
    return reduce(lambda row, one: words.say("event-version-or", most=row, next=one), versions)
