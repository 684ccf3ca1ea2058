"""The words a language's rules are written in: one TOML file a purpose, read once.

``words/en/attribution.toml`` holds lists and tables by name. A language is added by adding a folder of such files
(docs/reading-reports.md); code knows the names of the lists, never a language's words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from truceline.errors import UnknownName

FOLDER = "words"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's rules and dictionaries."""

    language: str  # ISO 639-1
    tables: Mapping[str, Mapping[str, object]] = field(default_factory=dict, hash=False)  # purpose → name → entries

    def list(self, purpose: str, name: str) -> tuple[str, ...]:
        """A list of words or phrases; empty where the language has none."""
        found = self.tables.get(purpose, {}).get(name, ())
        return tuple(str(one) for one in found) if isinstance(found, list | tuple) else ()

    def table(self, purpose: str, name: str) -> dict[str, object]:
        """A table of entries by name; empty where the language has none."""
        found = self.tables.get(purpose, {}).get(name, {})
        return dict(found) if isinstance(found, Mapping) else {}

    def groups(self, purpose: str, name: str) -> dict[str, tuple[str, ...]]:
        """A table whose entries are lists of words."""
        table = self.table(purpose, name)
        return {key: tuple(str(one) for one in value) for key, value in table.items() if isinstance(value, list)}

    def sets(self, purpose: str) -> dict[str, frozenset[str]]:
        """Every list of a purpose, to look words up in."""
        return {name: frozenset(self.list(purpose, name)) for name in self.tables.get(purpose, {})}


def languages() -> tuple[str, ...]:
    """The languages that have a folder of words."""
    folder = files(__package__) / FOLDER
    return tuple(sorted(one.name for one in folder.iterdir() if one.is_dir() and not one.name.startswith("_")))


@cache
def load(language: str) -> Words:
    """The words of one language; raises UnknownName where there are none."""
    known = languages()
    if language not in known:
        raise UnknownName("language with words of its own", language, known)
    folder = files(__package__) / FOLDER / language
    tables = {
        one.name.removesuffix(".toml"): tomllib.loads(one.read_text(encoding="utf-8"))
        for one in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if one.name.endswith(".toml")
    }
    return Words(language, tables)
