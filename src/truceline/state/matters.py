"""What is spoken of: an entry, or one event of an imported batch, and who its sides are."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.canon import canonical_text, loads
from truceline.claims import Event
from truceline.kinds import (
    AccessDenied,
    ActivityNotified,
    Attested,
    BatchImported,
    IncidentLinked,
    Matter,
    ObservationMade,
)
from truceline.state.threads import Thread
from truceline.terms import Side

DEEPEST = 8  # an incident may hold incidents, but not for ever


class Unknown(Exception):
    """What is spoken of is not here, or does not say it."""


def sides_of(thread: Thread, matter: Matter, depth: int = 0) -> set[str]:
    """Who took part in what is spoken of, as named there; raises Unknown."""
    read = thread.fold.found(matter.entry)
    if read is None:
        raise Unknown
    match read.payload:
        case BatchImported(events=digest):
            data = thread.blob(digest)
            event = event_of(data, matter.event) if data is not None else None
            if event is None:
                raise Unknown
            return set(_labels(event))
        case ObservationMade(sides=sides):
            return {one for one in sides or () if one}
        case AccessDenied(by=by):
            return {by} - {""}
        case Attested(actor=actor):
            return {actor}
        case ActivityNotified():
            return {read.author.actor} if read.author else set()
        case IncidentLinked(members=members) if depth < DEEPEST:
            return {side for one in members for side in sides_of(thread, one, depth + 1)}
    raise Unknown


def _labels(event: Event) -> Iterator[str]:
    for one in (*event.conduct.a, *event.conduct.b):
        side = one.value
        if isinstance(side, Side):
            yield from (member.label() for member in side.members)
            yield from [side.umbrella] if side.umbrella else []


def event_of(data: bytes, name: str) -> Event | None:
    """One event of a batch's bytes, found without reading the others; None where there is none of that id."""
    mark, at = f'"id":{canonical_text(name)}'.encode(), 0
    while (at := data.find(mark, at)) >= 0:
        start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
        line = data[start : end if end >= 0 else len(data)]
        at += len(mark)
        try:
            event = loads(Event, line)
        except ValueError:
            continue
        if event.id == name:
            return event
    return None
