"""What has been folded so far, on a shelf: tables of text under keys, in memory or in a database.

The fold is one algorithm over two shelves. So it asks little of them: look up, put, drop, and walk the keys of one
group in order. Keys are words joined by a space, which no origin, hash or kind holds; a group is a key's first
words. What a shelf keeps is only what entries say: it can be dropped and filled again from the logs at any time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class Leaf(NamedTuple):
    """One leaf of a log that has been verified."""

    origin: str  # the log it stands in
    index: int  # type: ignore[assignment]  # its place there, from 0; a tuple's own `index` is not wanted here
    data: bytes
    legible: bool = False  # it was found to say what its kind says (`reading`); False: not looked at, or not so


class Shelf(Protocol):
    """Where the fold keeps what it has folded."""

    def get(self, table: str, key: str) -> str | None:
        """The value under a key; None where there is none."""

    def put(self, table: str, key: str, value: str) -> None:
        """Put a value under a key, in place of any other."""

    def drop(self, table: str, key: str) -> None:
        """Take a key away; one that is not there is not missed."""

    def under(self, table: str, group: str) -> Iterator[tuple[str, str]]:
        """Every key that begins with a group's one or two words and a space, with its value, in order of key."""

    def all(self, table: str) -> Iterator[tuple[str, str]]:
        """Every key with its value, in order of key (by code points)."""

    def keep(self, origin: str, index: int, data: bytes) -> None:
        """Keep a leaf where nobody else does."""

    def leaf(self, origin: str, index: int) -> bytes:
        """A leaf that was taken."""


class Plain:
    """A shelf in memory; the plain fold's."""

    def __init__(self) -> None:
        """Nothing is folded yet."""
        self._tables: dict[str, dict[str, str]] = {}
        self._groups: dict[str, dict[str, set[str]]] = {}
        self._leaves: dict[tuple[str, int], bytes] = {}

    def get(self, table: str, key: str) -> str | None:
        """The value under a key; None where there is none."""
        return self._tables.get(table, {}).get(key)

    def put(self, table: str, key: str, value: str) -> None:
        """Put a value under a key, in place of any other."""
        self._tables.setdefault(table, {})[key] = value
        for group in _groups(key):
            self._groups.setdefault(table, {}).setdefault(group, set()).add(key)

    def drop(self, table: str, key: str) -> None:
        """Take a key away; one that is not there is not missed."""
        self._tables.get(table, {}).pop(key, None)
        for group in _groups(key):
            self._groups.get(table, {}).get(group, set()).discard(key)

    def under(self, table: str, group: str) -> Iterator[tuple[str, str]]:
        """Every key that begins with a group's words and a space, with its value, in order of key."""
        held = self._groups.get(table, {}).get(group, set())
        return iter([(key, self._tables[table][key]) for key in sorted(held)])

    def all(self, table: str) -> Iterator[tuple[str, str]]:
        """Every key with its value, in order of key."""
        return iter(sorted(self._tables.get(table, {}).items()))

    def keep(self, origin: str, index: int, data: bytes) -> None:
        """Keep a leaf."""
        self._leaves[origin, index] = data

    def leaf(self, origin: str, index: int) -> bytes:
        """A leaf that was taken; raises KeyError."""
        return self._leaves[origin, index]


def _groups(key: str) -> list[str]:
    """The groups to which a key belongs: its first word and its first two, where more follow."""
    words = key.split(" ", 2)
    return [" ".join(words[:i]) for i in range(1, len(words))]
