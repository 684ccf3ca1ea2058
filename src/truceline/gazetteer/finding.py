"""Finding places by a name, however it was heard and written: candidates with scores, never a silent choice.

The very name comes before the name without its marks, that before the same sounds, those before what resembles.
Among equals the larger and the nearer come first. People choose; `read_back` is what they are asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from truceline.gazetteer import names
from truceline.gazetteer.index import Index
from truceline.gazetteer.mentions import Mention, mentions
from truceline.gazetteer.model import Candidate, Place
from truceline.place import E7, Position

# Scores by how a name was matched; size and nearness add at most 40, so that no kind overtakes the one above it.
VERY, LETTERS, SOUNDS, RESEMBLES = 1000, 950, 900, 850
NEAR_KM = ((10, 16), (30, 12), (100, 8), (300, 4))  # within so far, so many points
DEGREE_KM = 111
MOST_SIZE = 8  # digits of a population, three points each


class Gazetteer:
    """Places that can be found by name."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Hold the places; the index is made when something is first looked for."""
        self.places = tuple(places)

    def named(self, text: str) -> tuple[Place, ...]:
        """Every place of that name, case, marks and article apart."""
        found = self._index.letters.get(" ".join(names.words(text)), ())
        return tuple(self.places[at] for at in dict.fromkeys(self._index.written[one][0] for one in found))

    def only(self, text: str) -> Place | None:
        """The one place that bears a name; None where none does or several do: then people are asked."""
        found = self.named(text)
        return found[0] if len(found) == 1 else None

    def find(self, text: str, near: Position | None = None, most: int = 5) -> tuple[Candidate, ...]:
        """The places a written name may mean, the likeliest first.

        At most `most`; save that a name which several places bear brings every one of them.
        """
        found = self._ranked((*self._bearing(text), *self._sounding(text)), near)
        bearing = sum(one.score >= LETTERS for one in found)
        return found[: max(most, bearing)]

    def mentions(self, text: str, near: Position | None = None) -> tuple[Mention, ...]:
        """The names of places in running text, none that is guarded, each with every place that bears it."""
        return mentions(text, self._index.letters, lambda name: self._ranked(self._bearing(name), near))

    def _ranked(self, matches: Iterable[tuple[int, int, str]], near: Position | None) -> tuple[Candidate, ...]:
        """The places of matches (entry, score, why), each once by its best."""
        best: dict[int, tuple[int, str, str]] = {}  # place → score, name, why
        for at, score, why in matches:
            place, name = self._index.written[at]
            best[place] = max(best.get(place, (0, "", "")), (score, name, why))
        found = [_candidate(self.places[place], near, *told) for place, told in best.items()]
        return tuple(sorted(found, key=lambda one: (-one.score, one.place.id)))

    @cached_property
    def _index(self) -> Index:
        return Index(self.places)

    def _bearing(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Entry, score and reason of every name that is the same by its letters."""
        very = names.same(text)
        for at in self._index.letters.get(" ".join(names.words(text)), ()):
            if names.same(self._index.written[at][1]) == very:
                yield at, VERY, "same name"
            else:
                yield at, LETTERS, "same but for marks and article"

    def _sounding(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Entry, score and reason of every name that sounds the same or resembles."""
        parts = names.words(text)
        for heard in _hearings(parts) if parts else ():
            for row, alike in self._index.alike(heard):
                score, why = (SOUNDS, "same sounds") if alike == 1000 else (alike * RESEMBLES // 1000, "resembles")
                for at in self._index.sounding[row]:
                    yield at, score, why


def _hearings(parts: Sequence[str]) -> Iterator[str]:
    """The ways in which words may be heard: as they are, and without an article that was written together."""
    yield names.run_together(map(names.sound, parts))
    if len(parts[0]) >= 6 and parts[0].startswith(("al", "el", "аль", "эль")):
        bare = parts[0].removeprefix("аль").removeprefix("эль").removeprefix("al").removeprefix("el")
        yield names.run_together(map(names.sound, (bare, *parts[1:])))


def _candidate(place: Place, near: Position | None, score: int, name: str, why: str) -> Candidate:
    size = 3 * min(len(str(place.population)), MOST_SIZE) if place.population else 0
    return Candidate(place, score + size + _nearness(place.position, near), name, why)


def _nearness(at: Position, near: Position | None) -> int:
    """Points for lying near: by a flat reckoning, good enough to order candidates."""
    if near is None:
        return 0
    north = (at.lat_e7 - near.lat_e7) / E7
    east = (at.lon_e7 - near.lon_e7) / E7 * math.cos(math.radians(near.lat_e7 / E7))
    km = math.hypot(north, east) * DEGREE_KM
    return next((points for within, points in NEAR_KM if km <= within), 0)


def read_back(candidates: Sequence[Candidate]) -> str:
    """The question to ask whoever gave the name, in English; what lies in what and where tells namesakes apart.

    >>> read_back(())
    'No place of that name is known here. Please spell it, or name the next larger place.'
    """
    if not candidates:
        return "No place of that name is known here. Please spell it, or name the next larger place."
    told = [_told(one.place) for one in candidates]
    if len(told) == 1:
        return f"Do you mean {told[0]}?"
    return f"Which do you mean: {', '.join(told[:-1])}, or {told[-1]}?"


def _told(place: Place) -> str:
    """A place as it is read back: its name, its name in its own script, what it lies in, its code, where it is."""
    others = [some[0] for language, some in place.names.items() if some and language not in ("en", "")]
    called = f"{place.name} ({others[0]})" if others and others[0] != place.name else place.name
    lies = [one for one in (place.kind, f"in {place.parent}" if place.parent else "", place.pcode) if one]
    lat, lon = place.position.lat_e7, place.position.lon_e7
    where = f"{abs(lat) / E7:.3f} {'N' if lat >= 0 else 'S'} {abs(lon) / E7:.3f} {'E' if lon >= 0 else 'W'}"
    return f"{called} [{', '.join([*lies, where])}]"
