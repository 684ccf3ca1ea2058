"""The plain fold: whole logs in, a state out, in memory; the oracle for every shelf that does it step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truceline.state.folding import take
from truceline.state.lines import Head, digest, lines
from truceline.state.reading import Blobs
from truceline.state.shelf import Leaf, Plain, Shelf
from truceline.tlog.merkle import leaf_hash, root_of


@dataclass(frozen=True, slots=True)
class State:
    """What a set of logs comes to."""

    heads: tuple[Head, ...]  # the logs read: origin, size, root in hex; by origin
    lines: tuple[str, ...]
    shelf: Shelf

    @property
    def digest(self) -> str:
        """What two nodes compare."""
        return digest(self.heads, self.lines)


def fold(logs: Mapping[str, Sequence[bytes]], blob: Blobs, *, heeds_forks: bool = True) -> State:
    """The state of whole logs, each the leaves of one history of it; `heeds_forks` as `take` has it."""
    shelf = Plain()
    leaves = (Leaf(origin, i, leaf) for origin, log in logs.items() for i, leaf in enumerate(log))
    take(leaves, shelf, blob, heeds_forks=heeds_forks)
    heads = [(origin, len(log), root_of(map(leaf_hash, log)).hex()) for origin, log in logs.items() if log]
    return State(tuple(sorted(heads)), tuple(lines(shelf)), shelf)
