"""Whether an entry counts: what its log may still say, then what its kind lets its author say of this.

`kinds.entitled` answers for one entry and its subject. Beside it stand the questions that only the whole record
answers (RECORD.md, rule 5): has the log forked, is it the new log of a body whose old one was lost, is there a second
log of the same body? A fork stops extension: what others had anchored goes on binding, what they had not is
shown and has no effect, and humanitarian calls go on under the next key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from truceline.kinds import Attested, Role, Subject, entitled
from truceline.state import causality
from truceline.state.logs import Log
from truceline.state.reading import READABLE, Read
from truceline.tlog.merkle import EMPTY_EDGE, leaf_hash

if TYPE_CHECKING:
    from truceline.state.folding import Fold

# Why an entry does not count for reasons of its log, beside those of kinds.REASONS and reading.UNREAD.
OF_LOG = {
    "no_author": "its log does not begin as a log does",
    "stopped_by_fork": "its log forked, and no other log had anchored it",
    "quarantined": "its log forked: a humanitarian notice that is kept, shown and passed on, without effect",
    "unproven_successor": "its log says it continues another, which had not committed to its key",
    "not_recovered": "its log continues another; nobody opposite has attested yet that it is the same body's",
    "rival_log": "its body has two logs in one role; neither has legal effect until one is retired",
    "subject_without_effect": "what it is about does not count",
    "withdrawn": "its author has withdrawn it",
    "overtaken": "what it names had been replaced or ended before it, and its author had seen that",
    "answered_already": "its author had concurred with that version, and a concurrence is not taken back",
}
# A new log must be able to say these before anybody has attested whose it is.
_ITS_OWN = frozenset({"key.enrolled", "key.retired", "anchor", "node.recovered"})


class Weight(NamedTuple):
    """Whether an entry counts, and the one word for why."""

    counts: bool
    reason: str


def weight(fold: Fold, read: Read) -> Weight:
    """Whether an entry counts, withdrawal apart.

    1. it can be read, and its own log let it be said
    2. its log still counts there
    3. its author may say this, of this
    4. what it acts on counts itself
    """
    reason = read.code if read.code != READABLE else of_log(fold, read)
    if reason or read.author is None:
        return Weight(counts=False, reason=reason or "no_author")
    subject = _subject(fold, read)
    standing = entitled(read.entry.kind, read.author, _as_subject(subject), read.payload)
    if not standing.counts:
        return Weight(counts=False, reason=standing.reason)
    if subject is not None and read.root != read.hash and not weight(fold, subject).counts:
        return Weight(counts=False, reason="subject_without_effect")
    return Weight(counts=True, reason=standing.reason)


def _subject(fold: Fold, read: Read) -> Read | None:
    kind = read.kind
    return fold.read(read.subject) if kind is not None and kind.subjects and read.subject else None


def _as_subject(read: Read | None) -> Subject | None:
    if read is None or read.author is None:
        return None
    return Subject(read.entry.kind, read.author, read.payload, read.hash)


# ── what a log may still say ──────────────────────────────────────────────────────────────────


def of_log(fold: Fold, read: Read) -> str:
    """Why its log keeps an entry from counting; empty where it does not."""
    log, kind = fold.logs.of(read.entry.origin), read.kind
    if log.author is None:
        return "no_author"
    humanitarian = kind is not None and kind.humanitarian
    if not _accepted(fold, log, read.entry.seq):
        return "quarantined" if humanitarian else "stopped_by_fork"
    if log.succeeds and read.entry.kind not in _ITS_OWN:
        if not fold.logs.committed(log):
            return "unproven_successor"
        if not humanitarian and not recovered(fold, log):
            return "not_recovered"
    return "rival_log" if kind is not None and kind.legal and fold.logs.rivals(log) else ""


def _accepted(fold: Fold, log: Log, index: int) -> bool:
    bound = fold.logs.bound(log.origin)
    return bound is None or index < max(bound, held_by_others(fold, log))


def held_by_others(fold: Fold, log: Log) -> int:
    """How many entries of a forked log others had anchored, in the history that is held here."""
    proofs = [fold.read(key.split(" ")[1]) for key, _ in fold.shelf.under("fork", log.origin)]
    shown = {
        (one.size, one.root)
        for one in causality.sightings(fold.shelf, log.origin)
        if one.size <= log.size
        and _another(fold, log, one.anchor[0])
        # Who had seen the proof anchors a known forker's history: that holds nothing.
        and not any(fold.before(proof.at, one.anchor) for proof in proofs)
    }
    return max(
        (size for size, root in _roots(fold, log, {size for size, _ in shown}) if (size, root) in shown), default=0
    )


def _another(fold: Fold, log: Log, origin: str) -> bool:
    """Whether a log is another body's."""
    other = fold.logs.of(origin).author
    return other is not None and log.author is not None and not log.author.is_same_as(other)


def _roots(fold: Fold, log: Log, sizes: set[int]) -> list[tuple[int, str]]:
    """The roots of the history held here, at those sizes."""
    found, edge = [], EMPTY_EDGE
    for size in sorted(sizes):
        edge = edge.grown(leaf_hash(fold.shelf.leaf(log.origin, index)) for index in range(edge.size, size))
        found.append((size, edge.root().hex()))
    return found


def recovered(fold: Fold, log: Log, doubted: frozenset[str] = frozenset()) -> bool:
    """Whether somebody opposite attested that a log which continues another is the same body's.

    The monitor or another guarantor attests; whoever writes in a log that continues another must have been attested
    first, and by somebody else than the one it attests.
    """
    doubted |= {log.origin}
    for _, root in fold.shelf.under("listed", "node.recovered"):
        about = fold.read(root)
        if about.entry.origin == log.origin and any(_vouches(fold, log, one, doubted) for one in fold.acts(root)):
            return True
    return False


def _vouches(fold: Fold, log: Log, read: Read, doubted: frozenset[str]) -> bool:
    author, said = read.author, read.payload
    if author is None or log.author is None or not isinstance(said, Attested) or said.actor != log.author.actor:
        return False
    other = fold.logs.of(read.entry.origin)
    opposite = author.role in {Role.MONITOR, Role.GUARANTOR} and not author.is_same_as(log.author)
    if not opposite or other.origin in doubted or not _accepted(fold, other, read.entry.seq):
        return False
    return not other.succeeds or (fold.logs.committed(other) and recovered(fold, other, doubted))
