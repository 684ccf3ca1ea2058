"""An object with everything that acts on it, each entry weighed: what a row is made from.

A thread is the set of entries about one object. What it comes to depends on that set, on which of its entries had seen
which, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from truceline.kinds import CorrectionMade, WithdrawalDeclared, Withdrawn, corrected
from truceline.state.reading import Read
from truceline.state.weighing import Weight, weight

if TYPE_CHECKING:
    from truceline.state.folding import Fold


@dataclass(slots=True)
class Act:
    """An entry with whether it counts."""

    read: Read
    weight: Weight

    @property
    def counts(self) -> bool:
        """Whether it counts."""
        return self.weight.counts

    @property
    def hash(self) -> str:
        """Its leaf hash."""
        return self.read.hash

    @property
    def actor(self) -> str:
        """For whom its author writes: an actor, or where it is none of the agreement's, the log."""
        author = self.read.author
        return (author.actor or author.origin) if author else self.read.entry.origin


@dataclass
class Thread:
    """An object with everything that acts on it."""

    fold: Fold
    root: Act
    acts: tuple[Act, ...]  # by log and place
    lacks: set[str] = field(default_factory=set)  # digests of blobs that are needed and not held

    @classmethod
    def of(cls, fold: Fold, root: str, *, acts: bool = True) -> Thread:
        """The thread of an object; `acts`: others may act on it."""
        reads = [fold.read(root), *(fold.acts(root) if acts else ())]
        first, *rest = [Act(one, weight(fold, one)) for one in reads]
        withdrawn = {
            one.read.subject
            for one in rest
            if one.counts
            and one.read.entry.kind == "withdrawal.declared"
            and isinstance(one.read.payload, WithdrawalDeclared)
            and one.read.payload.purpose is Withdrawn.ENTRY
        }
        for one in (first, *rest):
            if one.counts and one.hash in withdrawn:
                one.weight = Weight(counts=False, reason="withdrawn")
        thread = cls(fold, first, tuple(rest))
        thread.lacks |= {one.lacks for one in reads if one.lacks}
        return thread

    @property
    def all(self) -> tuple[Act, ...]:
        """The object's own entry and what acts on it."""
        return (self.root, *self.acts)

    @cached_property
    def by_hash(self) -> Mapping[str, Act]:
        """Each entry of the thread."""
        return {one.hash: one for one in self.all}

    def counting(self, *kinds: str) -> list[Act]:
        """The entries of these kinds that count."""
        return [one for one in self.all if one.counts and one.read.entry.kind in kinds]

    @cached_property
    def by_subject(self) -> Mapping[str, list[Act]]:
        """What acts, by what it is about."""
        found: dict[str, list[Act]] = {}
        for one in self.acts:
            found.setdefault(one.read.subject, []).append(one)
        return found

    def about(self, subject: Act, *kinds: str) -> list[Act]:
        """The entries of these kinds that count and are about one entry."""
        return [one for one in self.by_subject.get(subject.hash, ()) if one.counts and one.read.entry.kind in kinds]

    def before(self, earlier: Act, later: Act) -> bool:
        """Whether an entry has seen another."""
        return self.fold.before(earlier.read.at, later.read.at)

    def latest(self, acts: Iterable[Act]) -> list[Act]:
        """Those that none of the others has seen; of one log that can only be its last."""
        last: dict[str, Act] = {}
        for one in acts:
            origin, index = one.read.at
            if origin not in last or last[origin].read.at[1] < index:
                last[origin] = one
        found = [one for one in last.values() if not any(self.before(one, other) for other in last.values())]
        # Whoever embeds a head of entries that were not there yet has "seen" what came after it: all are shown then.
        return found or list(last.values())

    def first(self, acts: Iterable[Act]) -> list[Act]:
        """Those that have seen none of the others; of one log that can only be its first."""
        first: dict[str, Act] = {}
        for one in acts:
            origin, index = one.read.at
            if origin not in first or index < first[origin].read.at[1]:
                first[origin] = one
        found = [one for one in first.values() if not any(self.before(other, one) for other in first.values())]
        return found or list(first.values())

    def blob(self, digest: str) -> bytes | None:
        """A blob that the row needs; noted where it is not held."""
        data = self.fold.blob(digest)
        if data is None:
            self.lacks.add(digest)
        return data

    def payload(self, act: Act) -> object | None:
        """What an entry says, its author's corrections made in it, and corrections of corrections in those."""
        order = [act]
        for one in order:  # what corrects is looked at after what it corrects
            order += self.about(one, "correction.made")
        said = {one.hash: one.read.payload for one in order}
        for one in reversed(order[1:]):
            said[one.read.subject] = _corrected(said[one.read.subject], said[one.hash])
        return said[act.hash]


def _corrected(said: object | None, by: object | None) -> object | None:
    """A payload as corrected; as it was where an earlier correction left nothing for this one to correct."""
    if said is None or not isinstance(by, CorrectionMade):
        return said
    try:
        return corrected(said, by)
    except ValueError:
        return said
