"""Whether an entry counts: what its log may still say, then what its kind lets its author say of this.

`kinds.entitled` answers for one entry and its subject. Beside it stand the questions that only the whole record
answers (RECORD.md, rule 5): has the log forked, is it the new log of a body whose old one was lost, is there a second
log of the same body? A fork stops extension: what others had anchored goes on binding, what they had not is
shown and has no effect, and humanitarian calls go on under the next key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from truceline.kinds import FITTED, Attested, Role, Subject, WithdrawalDeclared, entitled
from truceline.state import causality
from truceline.state.logs import Log
from truceline.state.reading import READABLE, Read

if TYPE_CHECKING:
    from truceline.state.folding import Fold

# The root of a log's first entries, in hex; "" where it has not so many. It is asked for the smallest first.
RootAt = Callable[[int], str]

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
    """Whether an entry counts, withdrawal apart; what it acts on is weighed first, however long the chain.

    1. it can be read, and its own log let it be said
    2. its log still counts there
    3. its author may say this, of this
    4. what it acts on counts itself
    """
    chain: list[Read] = []
    above: Read | None = read
    while above is not None and above.hash not in fold.weights:
        chain.append(above)
        above = _subject(fold, above) if above.root != above.hash else None
    for one in reversed(chain):
        fold.weights[one.hash] = _weighed(fold, one)
    return fold.weights[read.hash]


def _weighed(fold: Fold, read: Read) -> Weight:
    """Whether an entry counts, where what it acts on has been weighed."""
    reason = read.code if read.code != READABLE else of_log(fold, read)
    if reason or read.author is None:
        return Weight(counts=False, reason=reason or "no_author")
    subject = _subject(fold, read)
    fitted = read.entry.kind in FITTED  # else nobody asks what it says, or what its subject does
    about = _as_subject(subject, fitted=fitted)
    standing = entitled(read.entry.kind, read.author, about, read.payload if fitted else None)
    if standing.counts and subject is not None and read.root != read.hash and not fold.weights[subject.hash].counts:
        return Weight(counts=False, reason="subject_without_effect")
    return Weight(counts=standing.counts, reason=standing.reason)


def _subject(fold: Fold, read: Read) -> Read | None:
    kind = read.kind
    return fold.read(read.subject) if kind is not None and kind.subjects and read.subject else None


def _as_subject(read: Read | None, *, fitted: bool) -> Subject | None:
    if read is None or read.author is None:
        return None
    entry, said = read.entry, read.payload if fitted else None
    return Subject(entry.kind, read.author, said, read.hash, entry.id, entry.commitments)


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
        if not humanitarian and not fold.is_recovered(log):
            return "not_recovered"
    return "rival_log" if kind is not None and kind.legal and fold.logs.rivals(log) else ""


def _accepted(fold: Fold, log: Log, index: int) -> bool:
    bound = fold.logs.bound(log.origin)
    return bound is None or index < max(bound, fold.held_by_others(log))


def held_by_others(fold: Fold, log: Log, root: RootAt) -> int:
    """How many entries of a forked log others had anchored, in the history whose roots are asked for."""
    shown = {(one.size, one.root) for held in unknowing(fold, log) for one in held}
    return max((size for size, mark in sorted(shown) if root(size) == mark), default=0)


def unknowing(fold: Fold, log: Log) -> list[list[causality.Sighting]]:
    """What each log of another body had anchored of a forked one before it had seen a proof, the earliest first."""
    by_log: dict[str, list[causality.Sighting]] = {}
    for one in causality.sightings(fold.shelf, log.origin):
        if _another(fold, log, one.anchor[0]):
            by_log.setdefault(one.anchor[0], []).append(one)
    proofs = _proofs(fold, log)
    held = (sorted(by_log[origin], key=lambda one: (one.anchor, one)) for origin in sorted(by_log))
    return [_unknowing(fold, one, proofs) for one in held]


def _proofs(fold: Fold, log: Log) -> list[causality.Place]:
    """The first proof in each log that proves this one forked: who has seen a later one has seen it."""
    found: dict[str, int] = {}
    for key, _ in fold.shelf.under("fork", log.origin):
        origin, index = fold.read(key.split(" ")[1]).at
        found[origin] = min(index, found.get(origin, index))
    return sorted(found.items())


def _unknowing(fold: Fold, held: list[causality.Sighting], proofs: list[causality.Place]) -> list[causality.Sighting]:
    """One log's sightings from before it had seen a proof: whoever anchors a known forker's history holds nothing.

    What an entry has seen all later ones of its log have, so the first anchor that had is looked for by halves.
    """
    places = sorted({one.anchor for one in held})
    first = bisect_left(places, True, key=lambda place: any(fold.before(proof, place) for proof in proofs))  # noqa: FBT003 - the first that had
    return [one for one in held if one.anchor in set(places[:first])]


def _another(fold: Fold, log: Log, origin: str) -> bool:
    """Whether a log is another body's."""
    other = fold.logs.of(origin).author
    return other is not None and log.author is not None and not log.author.is_same_as(other)


def recovered(fold: Fold, log: Log, doubted: frozenset[str] = frozenset()) -> bool:
    """Whether somebody opposite attested that a log which continues another is the same body's.

    The monitor or another guarantor attests; whoever writes in a log that continues another must have been attested
    first, and by somebody else than the one it attests.
    """
    doubted |= {log.origin}
    for _, root in fold.shelf.under("listed", "node.recovered"):
        about = fold.read(root)
        acts = list(fold.acts(root)) if about.entry.origin == log.origin else []
        taken_back = {(one.entry.origin, one.subject) for one in acts if isinstance(one.payload, WithdrawalDeclared)}
        if any((one.entry.origin, one.hash) not in taken_back and _vouches(fold, log, one, doubted) for one in acts):
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
