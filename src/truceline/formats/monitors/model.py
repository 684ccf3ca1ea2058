"""What a line says, or what it has to be asked: nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from truceline.place import Position


@dataclass(frozen=True, slots=True)
class Unclear:
    """One thing that a line does not say, or says in two ways."""

    part: str  # which: positioned, window, day, zone, sense, count, unit, assessed, distance, bearing, words
    question: str  # what to ask whoever said it
    got: str = ""  # what stood there; empty: nothing


@dataclass(frozen=True, slots=True)
class Post:
    """Where a monitor was, as coarse as it is told."""

    name: str  # as it is told in the observation
    position: Position  # of the settlement, or the middle of a cell; nobody's own
    radius_m: int  # how far off that may be


Where = Callable[
    [str], "Post | str | None"
]  # the post of a name, what to ask about it, or None: the name alone is kept
