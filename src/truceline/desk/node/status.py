"""A node at a glance: which logs are held, how far, how fresh, how firm, and what is wrong.

Everything is read from the node's own folder; nobody is asked. How fresh is the time of the last sign of life: a
checkpoint that came, a cosignature, one's own last entry. How firm is up to which entry the policy's cosigners vouch.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from itertools import islice
from typing import get_args, get_type_hints

from truceline.desk.node.ledger import LogInfo, Node
from truceline.desk.node.peers import fingerprint
from truceline.desk.node.policies import policy
from truceline.kinds import KINDS, Blob, blobs, payload_of
from truceline.period import Instant
from truceline.tlog import entry as entries
from truceline.tlog import fork
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import Entry
from truceline.tlog.fork import ForkProof
from truceline.tlog.policy import Policy

FORK = "fork"  # the kind of evidence that proves one
_CHECKPOINTS = 200  # looked at for firmness, newest first: older ones are firmer by the same cosigners or not at all


@dataclass(frozen=True, slots=True)
class LogStatus:
    """How one log stands."""

    origin: str
    name: str  # of its node; empty before first contact
    role: str
    actor: str
    own: bool
    words: str  # its fingerprint, to be compared by voice
    size: int  # entries held
    root: str  # root over them, hex; empty where none are held
    last: Instant | None  # last sign of life; None where there was none
    held: int  # entries for which one cosigner of an opposed side vouches
    firm: int  # entries for which all vouch whom the policy asks for
    cosigners: tuple[str, ...]  # of the newest head
    wrong: tuple[str, ...]  # what is wrong, in words; empty where nothing is


@dataclass(frozen=True, slots=True)
class Status:
    """How a node stands."""

    name: str
    role: str
    actor: str
    origin: str
    words: str  # its own fingerprint, to be read to others
    signs: str  # why it does not sign; empty where it may
    logs: tuple[LogStatus, ...]  # its own first, then by origin
    blobs: int  # how many are held
    missing: tuple[str, ...]  # digests of blobs that entries name and that are not here
    policy: tuple[str, ...]  # lines of the policy that ask for somebody


def status(node: Node) -> Status:
    """The node at a glance; reads every log for the blobs that it names and the forks that it tells."""
    rules, forks = policy(node), _forks(node)
    logs = sorted(node.logs(), key=lambda log: (not log.own, log.origin))
    return Status(
        node.name,
        node.role,
        node.actor,
        node.origin,
        node.words,
        node.unsigned_because(),
        tuple(_log(node, log, rules, forks) for log in logs),
        sum(1 for _ in node.blobs.digests()),
        missing(node),
        tuple(line for line in rules.write().decode().splitlines() if line.startswith(("group", "quorum"))),
    )


def missing(node: Node) -> tuple[str, ...]:
    """The digests of blobs that entries name and that are not here, in order."""
    named = (digest for log in node.logs() if log.size for digest in _named(node, log.origin))
    return tuple(sorted(digest for digest in set(named) if not node.blobs.has(digest)))


def _log(node: Node, log: LogInfo, rules: Policy, forks: Mapping[str, str]) -> LogStatus:
    heads = [(Checkpoint.parse(data), seen_s) for _, data, seen_s in _checkpoints(node, log)]
    reached = [(head.size, rules.reached(head)) for head, _ in heads]
    lives = [*(seen_s for _, seen_s in heads), *(one.time_s for _, found in reached for one in found.by)]
    lives += [Instant.parse(entries.parse(node.record.leaf(log.origin, log.size - 1)).time).epoch_s] if log.own else []
    return LogStatus(
        *log[:4],
        log.own,
        _words(node, log),
        log.size,
        node.record.root(log.origin, log.size).hex() if log.size else "",
        Instant(max(lives)) if any(lives) else None,
        max((size for size, found in reached if found.held), default=0),
        max((size for size, found in reached if found.firm), default=0),
        tuple(one.name for one in reached[0][1].by) if reached else (),
        tuple(_wrong(node, log, forks)),
    )


def _checkpoints(node: Node, log: LogInfo) -> Iterator[tuple[int, bytes, int]]:
    return islice(node.record.checkpoints(log.origin), _CHECKPOINTS) if log.size else iter(())


def _words(node: Node, log: LogInfo) -> str:
    return fingerprint(node.record.leaf(log.origin, 0)) if log.own else node.peers[log.origin].words


def _wrong(node: Node, log: LogInfo, forks: Mapping[str, str]) -> Iterator[str]:
    if log.own and (reason := node.unsigned_because()):
        yield reason
    if not log.own and not log.genesis:
        yield "admitted and not met yet: its first entry is to be checked against the words"
    yield from [forks[log.origin]] if log.origin in forks else []
    kinds = Counter(one.kind for one in node.record.evidence(log.origin) if one.kind != FORK)
    for kind, count in sorted(kinds.items()):
        yield f"evidence kept: {kind}" + (f", {count} times" if count > 1 else "")


def _forks(node: Node) -> dict[str, str]:
    """By log, that it forked, and where the proof stands: in whichever log tells it first, or kept here alone."""
    kept = node.record.evidence(kind=FORK)
    found = {one.origin: f"{fork.parse(one.data).says}; the proof is kept, and in no log yet" for one in kept}
    told: dict[str, str] = {}
    for log in node.logs():
        for leaf in node.record.leaves(log.origin) if log.size else ():
            proof = _proof(node, leaf)
            if proof:
                entry = entries.parse(leaf)
                told.setdefault(proof.origin, f"{proof.says}; the proof is entry {entry.seq} of {entry.origin}")
    return found | told


def _proof(node: Node, leaf: bytes) -> ForkProof | None:
    """The proof of a fork that an entry tells; None where it tells none, or none that holds."""
    if b'"fork.proved"' not in leaf:
        return None
    entry = entries.parse(leaf)
    try:
        said = entry.payload or json.loads(node.blobs.get(entry.blob) or b"{}")
        found = fork.parse(str(said["proof"]).encode())
        known = node.record.keyring(found.origin).identity
        if entry.kind != "fork.proved" or known is None:
            return None
        fork.check(found, known.log_key)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found


def _named(node: Node, origin: str) -> Iterator[str]:
    """The blobs that a log's entries name."""
    for leaf in node.record.leaves(origin):
        if _NAMING.search(leaf):
            entry = entries.parse(leaf)
            yield from [entry.blob] if entry.blob else []
            yield from _in_payload(entry)


def _may_carry(hint: object, above: tuple[object, ...] = ()) -> bool:
    """Whether a value of a type may hold a blob's digest; a type within itself adds nothing."""
    within = get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        within = tuple(get_type_hints(hint).values())
    return hint is Blob or any(_may_carry(one, (*above, hint)) for one in within if one not in above)


# Entries that name a blob: by their envelope, or by a payload of a kind that can. An author who hides one from this by
# spelling the kind in escapes hides it from this summary alone.
_CARRYING = "|".join(re.escape(name) for name, kind in KINDS.items() if _may_carry(kind.payload))
_NAMING = re.compile(f'"blob":"|"kind":"(?:{_CARRYING})"'.encode())


def _in_payload(entry: Entry) -> tuple[str, ...]:
    """The blobs that an entry's payload names; none where it is kept apart, of an unknown kind, or cannot be read."""
    if entry.payload is None or entry.kind not in KINDS:
        return ()
    try:
        return blobs(payload_of(entry.kind, entry.payload))
    except ValueError:
        return ()
