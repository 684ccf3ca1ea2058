"""What follows from an entry beyond its own object: logs judged anew, heads vouched for, others' rows made old.

Each of these keeps something on the shelf under the name of what it concerns, so that whichever comes first,
the entry or what it concerns, both find one another.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from truceline.kinds import (
    Anchored,
    AnswerGiven,
    ForkProved,
    IncidentMerged,
)
from truceline.state import causality
from truceline.state.logs import Log
from truceline.state.reading import Blobs, Read
from truceline.tlog import branch, fork
from truceline.tlog.branch import Branch
from truceline.tlog.keys import PublicKey

if TYPE_CHECKING:
    from truceline.state.folding import Fold

# Objects that are looked for by their kind; an entry that acts on one is listed as well.
LISTED = frozenset(
    {
        "agreement.proposed",
        "adherence.declared",
        "designation.declared",
        "presumption.declared",
        "zone.declared",
        "attested",
        "batch.imported",
        "incident.linked",
        "observation.made",
        "node.recovered",
        "activity.notified",
    }
)


_FOLLOWED = frozenset({"anchor", "fork.proved", "incident.merged", "answer.given"})  # as `_follow` knows them


def placed(fold: Fold, read: Read) -> None:
    """Keep what an entry does beyond its object."""
    seen: dict[str, int] = {}
    for ref in read.entry.refs:
        # One that names a true entry in a place where it does not stand would have its author see what is to come.
        if (fold.shelf.get("entry", ref.leaf) or "").startswith(f"{ref.origin} {ref.index} "):
            _more(seen, ref.origin, ref.index + 1)
    if read.says:
        if read.entry.kind in LISTED:
            fold.shelf.put("listed", f"{read.entry.kind} {read.hash}", read.root)
        for origin, size in (_follow(fold, read) if read.entry.kind in _FOLLOWED else {}).items():
            _more(seen, origin, size)
    seen.pop(read.entry.origin, None)
    fold.saw(read, seen)


def _more(seen: dict[str, int], origin: str, size: int) -> None:
    seen[origin] = max(size, seen.get(origin, 0))


def _follow(fold: Fold, read: Read) -> dict[str, int]:
    """What follows from what an entry says; how many entries of other logs its author has so seen."""
    match read.payload:
        case Anchored() as said:
            return _anchored(fold, read, said)
        case ForkProved() as said:
            fold.shelf.put("accuses", f"{said.log} {read.hash}", "")
            _accused(fold, read, said)
        case IncidentMerged() as said:
            for leaf in said.incidents:
                fold.shelf.put("merged", f"{leaf} {read.hash}", "")
                fold.age_of(leaf)
        case AnswerGiven() as said:
            for leaf in said.looked_at:
                fold.shelf.put("looked", f"{leaf} {read.root}", "")
    return {}


def _anchored(fold: Fold, read: Read, said: Anchored) -> dict[str, int]:
    """Logs were vouched for: time limits may run from it, and entries of a forked log may be held by others."""
    seen: dict[str, int] = {}
    found = causality.note_anchor(fold.shelf, fold.logs, read.at, said.checkpoints)
    for origin, one in found:
        _more(seen, origin, one.size)
        if one.cosigner:
            fold.vouched(origin, one)
    for origin in seen:
        bound = fold.logs.bound(origin)
        if bound is not None:
            fold.age_log(origin, bound)
    return seen


def time_limits(fold: Fold, origin: str, seen: list[causality.Sighting]) -> None:
    """Time limits may run from here: those of entries vouched for that were not before, or for an earlier time."""
    for key, index in list(fold.shelf.under("open", origin)):
        if any(int(index) < one.size for one in seen):
            fold.age(key.split(" ")[2], acts=True)
    last = fold.shelf.get("latest", origin)
    if last is None or all(int(last) <= one.time_s for one in seen):
        return  # nothing that is known here is known for a later time than these
    for key, value in list(fold.shelf.under("limited", origin)):
        index, _, time_s = value.partition(" ")
        if any(int(index) < one.size and one.time_s < int(time_s) for one in seen):
            fold.age(key.split(" ")[2], acts=True)


def _accused(fold: Fold, read: Read, said: ForkProved) -> None:
    """A fork proof stands by itself, whoever hands it on: it is checked, and its log counts no further."""
    identity = fold.logs.of(said.log).keyring.identity
    size = proved(said, identity.log_key, fold.blob) if identity and fold.heeds_forks else None
    if size is None:
        return
    fold.shelf.put("fork", f"{said.log} {read.hash}", str(size))
    fold.logs.judge_anew()
    fold.age_log(said.log, size)
    age_body(fold, fold.logs.of(said.log))


def proved(said: ForkProved, log_key: PublicKey, blob: Blobs) -> int | None:
    """How many entries a fork proof leaves of the log whose key this is; None where it proves nothing.

    Two heads say only below which size their histories part; where the proof names both branches, they say just where.
    """
    try:
        proof = fork.parse(said.proof.encode())
        size = fork.check(proof, log_key)
    except ValueError:
        return None
    if proof.origin != said.log:
        return None
    parts = branch.parting(branches_of(said, log_key, blob))
    return size if parts is None else min(size, parts)


def branches_of(said: ForkProved, log_key: PublicKey, blob: Blobs) -> list[Branch]:
    """The branches that a fork proof names, as far as they are here and hold."""
    found = []
    for digest in said.branches:
        data = blob(digest)
        try:
            one = branch.parse(data) if data is not None and hashlib.sha256(data).hexdigest() == digest else None
        except ValueError:
            continue
        if one is not None and one.head.origin == said.log and one.proves(log_key):
            found.append(one)
    return found


# ── what follows for others when a log begins, ends or has a new key ──────────────────────────


def log_begins(fold: Fold, log: Log) -> None:
    """A log that begins touches those of the same body, those that continue it, and what was said of it before."""
    age_body(fold, log)
    for key, _ in list(fold.shelf.under("accuses", log.origin)):
        read = fold.read(key.split(" ")[1])
        if isinstance(read.payload, ForkProved):
            _accused(fold, read, read.payload)
        fold.age_of(read.hash)


def age_body(fold: Fold, log: Log) -> None:
    """The other logs of a body, and those that continue this one or that it continues, are judged anew."""
    for one in fold.logs.every():
        alike = one.author and log.author and one.author.actor and one.author.actor == log.author.actor
        if one is not log and (alike or log.origin == one.succeeds or one.origin == log.succeeds):
            fold.age_log(one.origin)


def keys_changed(fold: Fold, log: Log) -> None:
    """Anchors that name a log, as shown or as cosigner, are read again: they may now show more."""
    for place in causality.naming(fold.shelf, log.origin):
        placed(fold, fold.at(*place))
