"""Versions: each names what it replaces, so what holds is what nothing has replaced or ended.

An amendment that names an ancestor, which its author knew to be replaced, does not count. Two that replace one
version and have not seen one another are rivals: both are live, and contradict (RECORD.md, rule 8).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from truceline.state.threads import Act, Thread
from truceline.state.weighing import Weight


@dataclass(frozen=True, slots=True)
class Chain:
    """The versions of one thing."""

    versions: tuple[Act, ...]  # in the order of the thread, those that count
    live: tuple[Act, ...]  # those that nothing has replaced or ended
    ends: tuple[Act, ...]  # what ended a version

    @property
    def status(self) -> str:
        """How it stands."""
        if not self.live:
            return "ended"
        return "in_force" if len(self.live) == 1 and not self.ends else "contradictory"


def chain(thread: Thread, makes: Collection[str], ends: Collection[str]) -> Chain:
    """The versions of a thread's object; what was overtaken is marked so and counts no more."""
    for version in [one for one in thread.all if one.read.entry.kind in makes]:
        after = thread.about(version, *makes, *ends)
        first = {one.hash for one in thread.first(after)}
        for late in after:
            if late.hash not in first:
                late.weight = Weight(counts=False, reason="overtaken")
    versions = _reached(thread, makes)
    replaced = {one.read.subject for one in thread.acts if one.counts and one.read.entry.kind in {*makes, *ends}}
    hashes = {one.hash for one in versions}
    ended = [one for one in thread.counting(*ends) if one.read.subject in hashes]
    live = [one for one in versions if one.hash not in replaced]
    return Chain(tuple(versions), tuple(live), tuple(ended))


def _reached(thread: Thread, makes: Collection[str]) -> list[Act]:
    """Versions that count, each replacing one that does."""
    found, waiting = [], [thread.root] if thread.root.counts else []
    while waiting:
        version = waiting.pop()
        found.append(version)
        waiting += [one for one in thread.about(version, *makes) if one is not thread.root]
    return sorted(found, key=lambda one: one.read.at)


def tell_lookers(thread: Thread) -> None:
    """Whoever answered after a check that looked at one of these versions may hold a stale answer now."""
    fold = thread.fold
    for one in thread.all:
        for key, _ in list(fold.shelf.under("looked", one.hash)):
            fold.age(key.split(" ")[1], acts=True)
