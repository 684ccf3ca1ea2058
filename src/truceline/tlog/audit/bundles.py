"""One bundle of entries, examined on its own: a pure function, so that a pool may run many at a time.

Each entry in turn: 1. its hash is the one in the tree; 2. it is an entry; 3. it was written for this log and
this place; 4. a key in force there signed it. What it says of others (references, anchors, fork proofs, payloads
kept apart) is handed back to be compared where all logs are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from truceline.errors import Fault, shortened
from truceline.tlog.audit.trees import NOT_THE_LOG
from truceline.tlog.entry import Entry, Ref, parse
from truceline.tlog.keyring import Keyring
from truceline.tlog.merkle import HASH_BYTES, leaf_hash
from truceline.tlog.tiles import WIDTH, TilePath, unbundle

ANCHOR, FORK = "anchor", "fork.proved"


class Work(NamedTuple):
    """A bundle to examine."""

    log: str  # path id
    origin: str  # the log's name
    path: TilePath  # which bundle
    data: bytes  # as stored
    hashes: bytes  # the leaf hashes of its entries as the tree has them, 32 bytes each
    keyring: Keyring  # before its first entry
    signatures: bool  # whether they are to be verified; not where an earlier run did


class Said(NamedTuple):
    """What one entry says that only other logs can confirm."""

    seq: int  # its place in its log
    kind: str
    refs: tuple[Ref, ...]
    blob: str  # digest of a payload kept apart; empty: none
    anchored: tuple[str, ...]  # checkpoints of others that it embeds, as text
    fork: str  # a fork proof that it brings, as text; empty: none


class Examined(NamedTuple):
    """What was found in a bundle, up to the first thing wrong."""

    ids: tuple[str, ...]  # of its entries, in order
    said: tuple[Said, ...]  # of those entries that say anything of others
    keyring: Keyring  # after its last entry
    fault: Fault | None
    unequal: bool  # the fault is that an entry and the tree have different hashes


def examine(work: Work) -> Examined:
    """The bundle, examined entry by entry."""
    ids: list[str] = []
    said: list[Said] = []
    keyring, index = work.keyring, work.path.n * WIDTH
    count = len(work.hashes) // HASH_BYTES
    try:
        leaves = unbundle(work.data)[:count]
    except ValueError as fault:
        where = Fault(f"{work.log}/{work.path}", 0, "", str(fault), f"{len(work.data):,} bytes", NOT_THE_LOG)
        return Examined((), (), keyring, where, unequal=False)
    for number, leaf in enumerate(leaves):
        hashed, held = leaf_hash(leaf), work.hashes[number * HASH_BYTES : (number + 1) * HASH_BYTES]
        if hashed != held:
            other = _fault(work, index + number, "", f"an entry with hash {held.hex()}", hashed.hex())
            return Examined(tuple(ids), tuple(said), keyring, other, unequal=True)
        entry, keyring, wrong = _entry(work, leaf, index + number, keyring)
        if entry is None:
            return Examined(tuple(ids), tuple(said), keyring, wrong, unequal=False)
        ids.append(entry.id)
        if entry.refs or entry.blob or entry.kind in {ANCHOR, FORK}:
            said.append(_said(entry))
    missing = None
    if len(leaves) < count:
        missing = _fault(work, index + len(leaves), "", "an entry", "the end of its bundle")
    return Examined(tuple(ids), tuple(said), keyring, missing, unequal=False)


def _entry(work: Work, leaf: bytes, index: int, keyring: Keyring) -> tuple[Entry | None, Keyring, Fault | None]:
    """The entry of a leaf and the keys after it, or what is wrong."""
    try:
        entry = parse(leaf)
    except ValueError as fault:
        return None, keyring, _fault(work, index, "", str(fault), repr(leaf[:60]))
    for field, expected, got in _placed(work, entry, index, keyring):
        if expected != got:
            return None, keyring, _fault(work, index, field, str(expected), str(got))
    try:
        key = keyring.key_for(entry)
        after = keyring.after(entry)
    except ValueError as fault:
        return None, keyring, _fault(work, index, "", str(fault), shortened(f"{entry.kind} by {entry.key_name}"))
    if work.signatures and not key.verifies(entry.message, entry.signature):
        return None, keyring, _fault(work, index, "signature", f"one of {key.name}", "one that does not verify")
    return entry, after, None


def _placed(work: Work, entry: Entry, index: int, keyring: Keyring) -> tuple[tuple[str, object, object], ...]:
    """Where an entry must say that it belongs: field, expected, got."""
    genesis = keyring.identity.genesis if keyring.identity else ""
    return ("origin", work.origin, entry.origin), ("seq", index, entry.seq), ("genesis", genesis, entry.genesis)


def _said(entry: Entry) -> Said:
    return of_payload(Said(entry.seq, entry.kind, entry.refs, entry.blob, (), ""), entry.payload or {})


def of_payload(said: Said, payload: Mapping[str, object]) -> Said:
    """With what the payload of an anchor or a fork proof says of other logs."""
    texts, proof = payload.get("checkpoints"), payload.get("proof")
    if said.kind == ANCHOR and isinstance(texts, list):
        return said._replace(anchored=tuple(text for text in texts if isinstance(text, str)))
    return said._replace(fork=proof) if said.kind == FORK and isinstance(proof, str) else said


def _fault(work: Work, index: int, field: str, expected: str, got: str) -> Fault:
    return Fault(f"{work.origin}#{index}", 0, field, expected, got, NOT_THE_LOG)
