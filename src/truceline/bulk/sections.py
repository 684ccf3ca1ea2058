"""Lanes summed up by section: of each rule, whether anything in its conduct, reach or an exception is no or unknown.

What a rule says in a world depends on no more than that. A section is two words with a bit for each rule, so that
all rules are judged together. A presumption's conditions are one more section each, of two rules more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.lanes import FIELD_OF, LANES, Lanes, Words
from truceline.terms.judging import stripped
from truceline.terms.rules import Presumption

BITS = 64


def fits(lanes: Lanes) -> bool:
    """Whether an agreement can be judged so: rules and presumptions in one word, exceptions alike in every reading."""
    alike = all(lift.number == k for lifts in lanes.lifts for k, lift in enumerate(lifts))
    return lanes.fits and lanes.words <= BITS and alike


def fixed(lanes: Lanes) -> tuple[Words, Words, NDArray[np.bool_]]:
    """What sections need of the agreement alone: `exists`, `presumed` and `compared`."""
    lifts = lanes.masks[3]
    bits = np.uint64(1) << np.arange(lanes.rules, dtype=np.uint64)
    exists = ((lifts != 0) * bits[None, :, None]).sum(axis=1).astype(np.uint64)
    numbers = {one.id: i for i, one in enumerate(lanes.presumptions)}
    presumed = [
        sum(1 << (lanes.rules + 2 * numbers[one.id]) for one in column.presumptions if not _on_facts(one))
        for column in lanes.columns
    ]
    layouts = lanes.layouts()
    compared = [_repeats(layouts[sorted({lanes.number_of(view) for view in one.views})]) for one in lanes.columns]
    return exists, np.array(presumed, np.uint64), np.array(compared, np.bool_)


def _repeats(layouts: NDArray[np.int64]) -> bool:
    return len(set(layouts.tolist())) < len(layouts)


def sections_in(lanes: Lanes) -> int:
    """Words of all sections: two of conduct, of reach, and of each exception."""
    return 2 * (2 + int(lanes.masks[3].shape[2]))


def sections_of(lanes: Lanes, words: Words) -> Words:
    """The sections of lanes: (…, readings, words) → (…, readings, sections)."""
    conduct, reach, when, _ = lanes.masks
    found = np.zeros((*words.shape[:-1], sections_in(lanes)), np.uint64)
    masks = [conduct, reach & ~conduct, *(when[:, :, k] for k in range(when.shape[2]))]
    for i in range(lanes.words):
        word = words[..., i]
        for k, mask in enumerate(masks):
            if i >= lanes.rules and k:
                continue  # a presumption has one section
            wanted = mask[:, i] if i < lanes.rules else np.uint64(0xFFFFFFFF)
            no, unknown = word & wanted, (word >> np.uint64(LANES)) & wanted
            found[..., 2 * k] |= (no != 0).astype(np.uint64) << np.uint64(i)
            found[..., 2 * k + 1] |= (unknown != 0).astype(np.uint64) << np.uint64(i)
    return found


class AsSections:
    """The sections of lanes that only ever get more rows."""

    def __init__(self, lanes: Lanes) -> None:
        """No rows yet."""
        self._lanes = lanes
        self._known: Words | None = None

    def __call__(self, words: Words) -> Words:
        """The sections of (rows, readings, words), those of the first rows as before."""
        known = 0 if self._known is None else len(self._known)
        if self._known is None or known < len(words):
            new = sections_of(self._lanes, words[known:])
            self._known = new if self._known is None else np.concatenate([self._known, new])
        return self._known


class Leanings:
    """Facts as each column reads them, under those of its presumptions that look at facts alone."""

    def __init__(self, lanes: Lanes) -> None:
        """No facts yet."""
        self._lanes = lanes
        self._held = lanes.held()
        columns, shape = len(lanes.columns), (len(lanes.readings), sections_in(lanes))
        self._sections = np.zeros((columns, 0, *shape), np.uint64)
        self._leaned, self._rebutted = (np.zeros((columns, 0), np.uint64) for _ in range(2))

    def __call__(self, facts: Words) -> tuple[Words, Words, Words]:
        """`facts`, `leaned` and `rebutted` of Sections, for (facts, readings, words) that only get more."""
        new = facts[self._sections.shape[1] :]
        if len(new):
            read = [self._read(new, index) for index in range(len(self._lanes.columns))]
            sections, leaned, rebutted = (np.stack(one) for one in zip(*read, strict=True))
            self._sections = np.concatenate([self._sections, sections], axis=1)
            self._leaned = np.concatenate([self._leaned, leaned], axis=1)
            self._rebutted = np.concatenate([self._rebutted, rebutted], axis=1)
        return self._sections, self._leaned, self._rebutted

    def _read(self, facts: Words, index: int) -> tuple[Words, Words, Words]:
        """The sections of facts in one column, and which presumptions were leaned on and which rebutted."""
        lanes, (bits, yes, no) = self._lanes, self._held
        words = facts.copy()
        leaned, rebutted, settled = (np.zeros(len(facts), np.uint64) for _ in range(3))
        numbers = {one.id: i for i, one in enumerate(lanes.presumptions)}
        for k, presumption in enumerate(lanes.columns[index].presumptions):
            if not _on_facts(presumption):
                continue
            p = numbers[presumption.id]
            applies = facts[:, 0, lanes.rules + 2 * p] == 0
            against = facts[:, 0, lanes.rules + 2 * p + 1] & np.uint64(0xFFFFFFFF) != 0
            rebutted |= (applies & against).astype(np.uint64) << np.uint64(k)
            read = applies & ~against & (bits[p] & ~settled != 0)
            leaned |= read.astype(np.uint64) << np.uint64(k)
            settled[read] |= bits[p]
            unknown = words >> np.uint64(LANES)
            to_yes, to_no = unknown & yes[p], unknown & no[p]
            words[read] = ((words & ~((to_yes | to_no) << np.uint64(LANES))) | to_no)[read]
        return sections_of(lanes, words), leaned, rebutted


def _on_facts(presumption: Presumption) -> bool:
    """Whether a presumption looks at nothing but what is said once of a row."""
    conditions = (*presumption.when, *presumption.holds)
    return not presumption.by_one_of and all(type(stripped(one)[0]) in FIELD_OF for one in conditions)
