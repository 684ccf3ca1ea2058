"""Chance from a seed, in whole numbers alone, so that a seed means the same on every machine and Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Throws from one seed, in order; `randrange` is the one call that is used, and has been stable since 3.2."""

    def __init__(self, seed: int) -> None:
        """Two of the same seed throw alike."""
        self._rng = Random(seed)  # noqa: S311 - chance, not secrecy

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return self._rng.randrange(least, most + 1)

    def often(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self._rng.randrange(100) < percent

    def pick(self, things: Sequence[T]) -> T:
        """One of several."""
        return things[self._rng.randrange(len(things))]

    def weighted(self, things: Sequence[tuple[int, T]]) -> T:
        """One of several, each with its weight."""
        left = self._rng.randrange(sum(weight for weight, _ in things))
        for weight, thing in things:
            if left < weight:
                return thing
            left -= weight
        raise AssertionError  # the weights were summed above

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All of them in another order."""
        rest = list(things)
        return [rest.pop(self._rng.randrange(len(rest))) for _ in things]
