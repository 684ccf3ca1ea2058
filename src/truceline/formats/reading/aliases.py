"""Who goes by which name: actors in English, Arabic and Russian, with what they belonged to and until when.

One data file, ``words/aliases.toml``, holds the states and bodies that news texts name in general; a deployment's own
actors, from its agreement's roster, come before them. An alias says who is meant and nothing more: what outlets call
people ("terrorist", "moderate") is no name here, and belonging is dated, because it changes.

What it does not do: decide anybody's status under an agreement.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from truceline.actors import Actor, Roster, Tenure
from truceline.formats.reading.letters import folded
from truceline.period import Instant, Period

FILE = "words/aliases.toml"


@dataclass(frozen=True, slots=True)
class Named:
    """An actor with every way it is written."""

    id: str
    names: Mapping[str, tuple[str, ...]]  # language → names; in Russian ``~`` after a stem stands for its endings
    seats: Mapping[str, tuple[str, ...]]  # language → capitals and houses that stand for it where they speak
    part_of: tuple[Tenure, ...] = ()  # what it belonged to, and when
    kind: str = ""  # of the roster's kinds; empty: not said


class Aliases:
    """Actors by every name they go by."""

    def __init__(self, actors: Iterable[Named] = ()) -> None:
        """Keep them by id and by name, marks of reading and case apart; of two of one name, the first."""
        self.actors: dict[str, Named] = {}
        self._ids: dict[str, str] = {}
        for one in actors:
            self.actors.setdefault(one.id, one)
            for names in one.names.values():
                for name in names:
                    self._ids.setdefault(folded(name.lstrip("=")).replace("~", ""), one.id)

    @classmethod
    def shipped(cls) -> Aliases:
        """Those of the data file."""
        return _shipped()

    @classmethod
    def of(cls, roster: Roster) -> Aliases:
        """Those of an agreement's actors; an alias that counts in one author's column alone is left out."""
        return cls(
            Named(
                one.id,
                _names(one.names, [alias.name for alias in one.aliases if alias.by is None]),
                {},
                one.part_of,
                one.kind,
            )
            for one in roster.actors.values()
        )

    def actor(self, written: str, at: Instant | None = None) -> str | None:
        """The id of who goes by that name; None: nobody known. A name is the same at every instant."""
        del at
        return self._ids.get(folded(written))

    def roster(self) -> Roster:
        """These as a roster, in which nobody adheres to anything."""
        return Roster(Actor(one.id, {}, one.kind, part_of=one.part_of) for one in self.actors.values())

    def before(self, other: Aliases) -> Aliases:
        """These, and behind them another's."""
        return Aliases((*self.actors.values(), *other.actors.values()))


def _names(names: Mapping[str, str], others: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {**{language: (name,) for language, name in names.items()}, "": tuple(others)}


@cache
def _shipped() -> Aliases:
    text = (files(__package__) / FILE).read_text(encoding="utf-8")
    return Aliases(_read(entry) for entry in tomllib.loads(text)["actor"])


def _read(entry: Mapping[str, Any]) -> Named:
    lists = {
        name: {language: tuple(some) for language, some in entry.get(name, {}).items()} for name in ("names", "seats")
    }
    return Named(
        entry["id"], lists["names"], lists["seats"], tuple(map(_tenure, entry.get("part_of", ()))), entry["kind"]
    )


def _tenure(entry: Mapping[str, str]) -> Tenure:
    start, end = (Instant.parse(f"{entry[one]}T00:00Z") if one in entry else None for one in ("from", "until"))
    return Tenure(entry["of"], Period(start, end), entry.get("source", ""))
