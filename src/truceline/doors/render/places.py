"""Places and coordinates in sentences: the questions that are asked back."""

from __future__ import annotations

from collections.abc import Sequence

from truceline.doors.render.words import Words
from truceline.gazetteer import Candidate
from truceline.place import E7, Position
from truceline.place.given import Asked


def where(at: Position) -> str:
    """A position in degrees with its letters."""
    lat, lon = at.lat_e7, at.lon_e7
    return f"{abs(lat) / E7:.7f} {'N' if lat >= 0 else 'S'} {abs(lon) / E7:.7f} {'E' if lon >= 0 else 'W'}"


def which(say: Words, found: Sequence[Candidate]) -> str:
    """The question about candidates for a name: is it this one, which of these, or please spell it."""
    if not found:
        return say.say("places-none")
    names = ", ".join(_called(say, one) for one in found)
    return say.say("places-which", count=len(found), names=names)


def asked_of(say: Words, asked: Asked) -> str:
    """The question about coordinates."""
    return say.say(f"places-asked-{asked.question}", count=len(asked.candidates))


def _called(say: Words, one: Candidate) -> str:
    """A place's name in that language, where it has one, and where it lies: namesakes are told apart."""
    name = one.place.names.get(say.language, (one.place.name,))[0]
    within = one.place.parent or one.place.pcode or where(one.place.position)
    return f"{name} ({within})"
