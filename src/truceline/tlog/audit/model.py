"""What an audit reads from, and what it says as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeVar

from truceline.errors import Fault

T = TypeVar("T")
U = TypeVar("U")

# An ordered, lazy map of a function that can be pickled: `map` itself, or a pool of processes a bounded number ahead.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


class Source(Protocol):
    """Where logs are read from: a folder, a server, a node's own file, a bundle on a stick."""

    def logs(self) -> Iterable[str]:
        """The path ids of the logs there: SHA-256 of the origin, in hex."""

    def get(self, path: str) -> bytes | None:
        """What is at a path: ``<id>/checkpoint``, ``<id>/tile/0/000``, ``blob/<digest>``; None where nothing is."""


class Tally(NamedTuple):
    """What was checked and held, and what could not be checked; counts."""

    entries: int = 0  # in a signed tree, well formed, in their place, signed by a key in force there
    heads: int = 0  # checkpoints signed by their log, of the tree that is there
    cosignatures: int = 0  # by keys that a log here enrolled, or that were given
    anchors: int = 0  # checkpoints that entries embed, found to be prefixes of the log held
    refs: int = 0  # references to entries, found to be those
    blobs: int = 0  # payloads kept apart, of the digest named
    forks: int = 0  # fork proofs that hold
    anchors_unchecked: int = 0  # of logs not here, or longer than what is here
    refs_unchecked: int = 0  # likewise
    cosigners_unknown: int = 0  # signature lines of heads, by keys that nobody here enrolled
    blobs_missing: int = 0  # payloads named and not here
    on_branches: int = 0  # anchors and references to another branch of a log that is proved to have forked

    def plus(self, **counts: int) -> Tally:
        """The tally with these added."""
        return self._replace(**{name: getattr(self, name) + count for name, count in counts.items()})


@dataclass(frozen=True, slots=True)
class Step:
    """How far an audit is."""

    log: str  # path id of the log being read; empty once all are
    origin: str  # its name; empty once all are
    done: int  # entries audited so far, over all logs
    total: int  # entries there are, over all logs
    tally: Tally
    fault: Fault | None = None  # the first thing wrong; the audit ends with it
    state: Mapping[str, Any] = field(default_factory=dict)  # JSON; given back, the audit goes on from here


Steps = Iterator[Step]
