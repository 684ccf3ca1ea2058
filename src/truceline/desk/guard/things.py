"""What the guard needs to know of an entry, read off a sealed object or an open entry.

What cannot be read counts as what may be shown least: an envelope that is not known makes a thing for nobody, a site of
an unknown kind counts as the way of a movement, and what cannot be said to be over is not over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from truceline.canon import Json, from_json
from truceline.desk.guard.model import Thing, officer_key
from truceline.kinds.sealing import Envelope, Marking, Sealing
from truceline.period import Instant, Period


class Opened(Protocol):
    """A sealed object, as far as it is known."""

    @property
    def origin(self) -> str:
        """The log it stands in."""

    @property
    def envelope(self) -> Envelope | None:
        """What it really is; None: not known."""

    @property
    def tree(self) -> dict[str, Json]:
        """The members of all fields known."""


def open_thing(kind: str, author: str) -> Thing:
    """An entry in the open, of that kind, in that log."""
    return Thing(kind, author, (), "open", Marking.CLEAR, None)


def thing_of(one: Opened) -> Thing:
    """A sealed object; one whose envelope is not known is for nobody."""
    envelope = one.envelope
    if envelope is None:
        return Thing("", one.origin, (), Sealing.LOCAL, Marking.RED, None)
    own = (officer_key(one.origin, envelope.officer),) if envelope.officer else ()
    return Thing(
        envelope.kind,
        one.origin,
        envelope.audience,
        envelope.sealing,
        envelope.marking,
        over_of(envelope.kind, one.tree),
        envelope.named or own,
        route=is_route(envelope.kind, one.tree),
    )


def is_route(kind: str, tree: Mapping[str, Json]) -> bool:
    """Whether the entry tells the way of a movement, or may."""
    return kind == "site.notified" and tree.get("kind", "movement") == "movement"


def over_of(kind: str, tree: Mapping[str, Json]) -> Instant | None:
    """When what an entry tells of was over; None where it does not say."""
    try:
        if kind == "activity.ended":
            return from_json(Instant, tree["at"])
        return max(_ends(tree), default=None)
    except (ValueError, KeyError, TypeError):
        return None


def _ends(tree: Mapping[str, Json]) -> list[Instant]:
    volumes = tree.get("volumes")
    told = [one["period"] for one in volumes if isinstance(one, dict)] if isinstance(volumes, list) else []
    periods = [from_json(Period, one) for one in (*told, *([tree["window"]] if "window" in tree else []))]
    return [one.end for one in periods if one.end is not None]
