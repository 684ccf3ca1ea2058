"""What the guard needs to know of an entry, read off a sealed object or an open entry.

What cannot be read counts as what may be shown least.
"""

from __future__ import annotations

from typing import Protocol

from truceline.canon import Json
from truceline.desk.guard.model import Thing
from truceline.kinds.sealing import Envelope, Marking, Sealing


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
    named = (f"{one.origin}/officer/{envelope.officer}",) if envelope.officer else ()
    return Thing(envelope.kind, one.origin, envelope.audience, envelope.sealing, envelope.marking, None, named, True)  # noqa: FBT003 - unless read otherwise
