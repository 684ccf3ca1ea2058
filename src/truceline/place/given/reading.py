"""Coordinates as people give them, read with a stated error or asked back."""

from __future__ import annotations

from truceline.place.given.model import Asked, Question, Reading
from truceline.place.grid import Area, position


def given(text: str, expected: Area | None = None) -> Reading | Asked:
    """The position a text gives, or what has to be asked first; raises ValueError: what was expected."""
    lat, _, lon = text.partition(",")
    try:
        at = position(lon, lat)
    except ValueError:
        msg = "coordinates like 35.1318 N 36.7578 E"
        raise ValueError(msg) from None
    read = Reading(at, "WGS 84", 1, text)
    return read if expected and expected.holds(at) else Asked(Question.AXES, (read,))
