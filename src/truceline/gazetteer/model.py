"""A named place, and a candidate for a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truceline.place import Position


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a gazetteer."""

    id: str  # unique in its gazetteer
    names: Mapping[str, tuple[str, ...]]  # language (ISO 639-1; "" unknown) → names, the first the usual one
    position: Position  # a point in it
    radius_m: int = 0  # how far it reaches from there, metres; 0: not known
    kind: str = ""  # city, town, village, hill …, as the gazetteer says; empty: not said
    parent: str = ""  # id or name of what it lies in; empty: not said
    pcode: str = ""  # its code in an OCHA-style table; empty: none
    population: int | None = None  # people; None: not known

    @property
    def name(self) -> str:
        """The name to call it by: the English one, else the first there is."""
        return next((some[0] for some in (self.names.get("en", ()), *self.names.values()) if some), self.id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a written name may mean."""

    place: Place
    score: int  # 1000: that very name; people decide, also at 1000
    name: str  # which of its names the text resembles
    why: str  # same name | same but for marks and article | same sounds | resembles
