"""One line for each object: what it is, whose, whether it counts, how it stands, and everything that acts on it.

Every entry has one place: as an object, or as an act on one. What does not count has its place too, with the reason,
so that nobody can say it was kept from them. A row is made anew whole, from the set of entries about its object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from truceline.canon import Json
from truceline.kinds import CorrectionMade, WithdrawalDeclared, Withdrawn, corrected
from truceline.state import causality
from truceline.state.lines import Tree, text
from truceline.state.logs import Log
from truceline.state.reading import Read
from truceline.state.weighing import Weight, recovered, weight
from truceline.tlog.entry import Entry

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

    def about(self, subject: Act, *kinds: str) -> list[Act]:
        """Those of them that are about one entry."""
        return [one for one in self.counting(*kinds) if one.read.subject == subject.hash]

    def before(self, earlier: Act, later: Act) -> bool:
        """Whether an entry has seen another."""
        return causality.before(self.fold.shelf, earlier.read.at, later.read.at)

    def latest(self, acts: Iterable[Act]) -> list[Act]:
        """Those that none of the others has seen."""
        given = list(acts)
        return [one for one in given if not any(other is not one and self.before(one, other) for other in given)]

    def first(self, acts: Iterable[Act]) -> list[Act]:
        """Those that have seen none of the others."""
        given = list(acts)
        return [one for one in given if not any(other is not one and self.before(other, one) for other in given)]

    def blob(self, digest: str) -> bytes | None:
        """A blob that the row needs; noted where it is not held."""
        data = self.fold.blob(digest)
        if data is None:
            self.lacks.add(digest)
        return data

    def payload(self, act: Act) -> object | None:
        """What an entry says, its author's corrections made in it, in their order."""
        said = act.read.payload
        for one in self._corrections(act):
            try:
                said = corrected(said, one) if said is not None else None
            except ValueError:  # an earlier correction may leave nothing for a later one to correct
                continue
        return said

    def _corrections(self, act: Act) -> Iterator[CorrectionMade]:
        for one in self.about(act, "correction.made"):
            whole = self.payload(one)
            if isinstance(whole, CorrectionMade):
                yield whole


Facts = Callable[[Thread], Tree]
FACTS: dict[str, Facts] = {}  # kind of object → what its row says beyond what every row says


def make(fold: Fold, root: str, *, acts: bool) -> None:
    """Make an object's row anew."""
    thread = Thread.of(fold, root, acts=acts)
    line = text(_row(thread))
    for digest in thread.lacks:
        fold.shelf.put("lack", f"{digest} {root}", "")
    fold.shelf.put("line", root, line)


def _row(thread: Thread) -> Tree:
    root = thread.root
    entry, author = root.read.entry, root.read.author
    tree: Tree = {
        "object": root.hash,
        "kind": entry.kind,
        "by": entry.origin,
        "actor": author.actor if author else "",
        "role": author.role.value if author else "",
        "index": entry.seq,
        "time": entry.time,
        "standing": root.weight.reason,
        "status": _status(thread),
    }
    if entry.commitments:
        tree["basis"] = [f"sealed:{one}" for one in entry.commitments]
    if root.counts and entry.kind in FACTS:
        tree |= FACTS[entry.kind](thread)
    if thread.acts:
        tree["acts"] = [_act(one) for one in thread.acts]
    if thread.lacks:
        tree |= {"status": "cannot_recompute", "lacks": list[Json](sorted(thread.lacks))}
    return tree


def _status(thread: Thread) -> str:
    if not thread.root.counts:
        return "withdrawn" if thread.root.weight.reason == "withdrawn" else "no_effect"
    if thread.root.read.entry.commitments:
        return "undetermined"
    return "corrected" if thread.about(thread.root, "correction.made") else "stands"


def _act(one: Act) -> Json:
    entry = one.read.entry
    return [one.hash, entry.kind, entry.origin, entry.seq, entry.time, one.weight.reason]


def waiting(entry: Entry, leaf: str) -> Tree:
    """The line of an entry that waits for another."""
    return {
        "object": entry.hash,
        "kind": entry.kind,
        "by": entry.origin,
        "index": entry.seq,
        "time": entry.time,
        "standing": "waiting",
        "status": "no_effect",
        "for": leaf,
    }


# ── logs ──────────────────────────────────────────────────────────────────────────────────────


def make_log(fold: Fold, log: Log) -> None:
    """Make a log's line anew."""
    identity, bound = log.keyring.identity, fold.logs.bound(log.origin)
    tree: Tree = {
        "log": log.origin,
        "genesis": log.genesis,
        "name": identity.name if identity else "",
        "role": log.author.role.value if log.author else "",
        "actor": log.author.actor if log.author else "",
        "status": _log_status(fold, log),
        "accepted": bound,
        "forks": [key.split(" ")[1] for key, _ in fold.shelf.under("fork", log.origin)],
        "rivals": [one.origin for one in fold.logs.rivals(log)],
        "succeeds": log.succeeds,
    }
    fold.shelf.put("line", f"log {log.origin}", text(tree))


def _log_status(fold: Fold, log: Log) -> str:
    if log.author is None:
        return "no_author"
    if fold.logs.bound(log.origin) is not None:
        return "forked"
    if log.ended is not None:
        return "ended"
    if log.succeeds and not fold.logs.committed(log):
        return "unproven_successor"
    if log.succeeds and not recovered(fold, log):
        return "not_recovered"
    return "rival_log" if fold.logs.rivals(log) else "stands"
