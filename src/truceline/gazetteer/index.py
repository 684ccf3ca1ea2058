"""The index of names: by letters, by sounds, and by pairs of sounds for what resembles.

Made once, when something is first looked for. Names that sound alike share one row; pairs of neighbouring sounds of
a row's skeleton lead to it. The rows that share most pairs with what is looked for are compared in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from truceline.gazetteer import names
from truceline.gazetteer.likeness import coarse, likenesses
from truceline.gazetteer.model import Place

Row = npt.NDArray[np.int32]
COMPARED = 160  # rows compared in full, at most
LEAST = 600  # less alike is no candidate


class Index:
    """Names of places, ready to be looked up."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Write every name of every place down by its letters and by its sounds."""
        self.written: list[tuple[int, str]] = []  # place, name
        self.letters: dict[str, list[int]] = defaultdict(list)  # words in a row → where in `written`
        self.rows: list[str] = []  # each sound of a whole name once
        self.sounding: list[list[int]] = []  # row → where in `written`
        heard: dict[str, str] = {}
        found: dict[str, int] = {}
        for place, name in _named(places):
            parts = names.words(name)
            if not parts:
                continue
            at = len(self.written)
            self.written.append((place, name))
            self.letters[" ".join(parts)].append(at)
            for part in parts:
                if part not in heard:
                    heard[part] = names.sound(part)
            whole = names.run_together(heard[part] for part in parts)
            row = found.setdefault(whole, len(self.rows))
            if row == len(self.rows):
                self.sounding.append([])
                self.rows.append(whole)
            self.sounding[row].append(at)
        self._pairs, self._lengths = _paired(self.rows)

    def alike(self, heard: str) -> list[tuple[int, int]]:
        """Rows that resemble, each with how much of 1000, the likest first."""
        wanted = set(_pairs_of(heard))
        hits = [row for pair in wanted for row in [self._pairs.get(pair)] if row is not None]
        if not hits:
            return []
        shared = np.bincount(np.concatenate(hits), minlength=len(self.rows))
        likely = np.flatnonzero(shared >= min((len(wanted) + 2) // 3, int(shared.max())))
        share = shared[likely] * 2000 // (self._lengths[likely] + len(wanted))
        if len(likely) > COMPARED:
            likely = likely[np.argpartition(-share, COMPARED)[:COMPARED]]
        rows = sorted(likely.tolist())
        found = likenesses(heard, [self.rows[row] for row in rows])
        return sorted(
            ((row, one) for row, one in zip(rows, found, strict=True) if one >= LEAST), key=lambda one: -one[1]
        )


def _named(places: Iterable[Place]) -> Iterator[tuple[int, str]]:
    """Every name of every place once."""
    for at, place in enumerate(places):
        for name in dict.fromkeys(one for some in place.names.values() for one in some):
            yield at, name


def _pairs_of(heard: str) -> Iterator[str]:
    """Neighbouring sounds of a skeleton, its ends marked."""
    bones = coarse(names.skeleton(heard))
    return (a + b for a, b in pairwise(f"^{bones}$"))


def _paired(rows: Sequence[str]) -> tuple[dict[str, Row], Row]:
    """Each pair with the rows that have it, and how many pairs each row has."""
    held: dict[str, list[int]] = defaultdict(list)
    lengths = np.zeros(len(rows), np.int32)
    for at, heard in enumerate(rows):
        pairs = set(_pairs_of(heard))
        lengths[at] = len(pairs)
        for pair in pairs:
            held[pair].append(at)
    return {pair: np.array(found, np.int32) for pair, found in held.items()}, lengths
