"""Parcels between two nodes: fetched from a peer's node and brought to it, or carried on a stick for one of them.

A peer that listens is asked for each parcel by its number until it has no more, and is brought those that wait
for it: it may not be able to reach us. One that does not listen finds them on a stick that was written for it alone.
What is exchanged depends on how often slots come, and on nothing that is inside; nothing is exchanged with a log that
has enrolled no sealing key, nor by a node that has not. Whoever asks for a number has all before it, and says so by
a signature.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus

from truceline.desk.node import parcels as going
from truceline.desk.node.ledger import Node
from truceline.desk.node.parcels import Parcels
from truceline.desk.node.sync.bundles import File
from truceline.desk.node.sync.sources import LARGEST_FILE_B, Source
from truceline.desk.node.sync.web import Url
from truceline.errors import Locked, Refused
from truceline.tlog.keys import PublicKey, Signer
from truceline.tlog.mirror import log_id

MEDIA = "application/octet-stream"
MOST = 5_000  # parcels in one exchange: three years of them


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What came of one exchange; it says nothing of what is inside."""

    origin: str  # the other's log
    came: int = 0  # parcels that are here now
    brought: int = 0  # that the other has now
    missing: int = 0  # so often the other's numbers jumped: parcels that never came, and that it no longer has
    refused: str = ""  # why one was not taken, by us or by the other; empty where all were


def can(node: Node, origin: str) -> bool:
    """Whether parcels go between a node and a log that it has admitted: both have enrolled a sealing key."""
    admitted = origin in node.peers and bool(going.recipient(node.record, origin))
    return admitted and bool(going.recipient(node.record, node.origin))


def keys(node: Node, origin: str) -> tuple[PublicKey, ...]:
    """The keys by which a log's node signs parcels and asks."""
    return node.record.keyring(origin).cosigners


def exchange(node: Node, source: Source, author: str) -> tuple[Exchanged, ...]:
    """Exchange parcels with a peer's own node, or take those of every peer that a stick has for us."""
    signer = node.witness
    asked = [author] if isinstance(source, Url) else [one.origin for one in node.peers]
    peers = [one for one in asked if signer and can(node, one)]
    if signer is None or not peers:
        return ()
    with closing(Parcels(node.path)) as parcels:
        if isinstance(source, Url):
            return (_with_node(node, parcels, source, author, signer),)
        return tuple(_from_stick(node, parcels, source, one) for one in peers)


def take(node: Node, parcels: Parcels, author: str, data: bytes) -> tuple[int, str]:
    """Keep one parcel as it came, where it is its author's to us; whether some are missing before, or why it is not."""
    try:
        one = going.unpacked(author, node.origin, data, keys(node, author))
    except ValueError as error:
        return 0, f"expected {error}"
    wanted = parcels.next_in(author)
    if not parcels.keep_in(author, one.n, one.body):
        return 0, f"expected parcel {wanted:,} or a later one that there is room for, not {one.n:,}"
    return int(0 < wanted < one.n), ""


# ── with a node ───────────────────────────────────────────────────────────────────────────────


def _with_node(node: Node, parcels: Parcels, peer: Url, author: str, signer: Signer) -> Exchanged:
    came = missing = 0
    refused = ""
    while came < MOST and not refused and (data := peer.asked(f"parcel/{parcels.next_in(author)}")) is not None:
        gap, refused = take(node, parcels, author, data)
        came, missing = came + (not refused), missing + gap
    brought, unwanted = _brought(node, parcels, peer, author, signer)
    return Exchanged(author, came, brought, missing, refused or unwanted)


def _brought(node: Node, parcels: Parcels, peer: Url, author: str, signer: Signer) -> tuple[int, str]:
    """Bring every parcel that waits; how many it took, and why it took no more."""
    brought = 0
    while brought < MOST and (one := parcels.out(author, 0)):
        data = going.packed(node.origin, author, one, signer)
        status, answer, _ = peer.post("parcel", data, MEDIA)
        if status != HTTPStatus.OK:
            return brought, f"{peer.name} answers {status} to a parcel"
        try:
            wanted = going.asked_for(author, node.origin, answer, keys(node, author))
        except ValueError as error:
            return brought, f"{peer.name} answers otherwise than with {error}"
        parcels.fetched(author, wanted)
        if parcels.out(author, 0) == one:
            return brought, f"{peer.name} takes no parcel"
        brought += wanted == one.n + 1
    return brought, ""


# ── on a stick ────────────────────────────────────────────────────────────────────────────────


def carried(node: Node, to: str) -> Iterator[File]:
    """What a stick holds for one peer alone: the parcels that wait for it, and what we ask of it.

    Raises UnknownName, Refused where it cannot be sent any, Locked where the node is open for reading only.
    """
    peer, signer = node.peers[to].origin, node.witness
    if signer is None:
        raise Locked("what goes to one peer is signed, and the node is open for reading only: give its passphrase")
    if not can(node, peer):
        raise Refused(
            f"nothing sealed goes between this node and {peer}: each must have enrolled a sealing key, and that entry "
            "must be here. Add an officer on each (`truceline officer add`), sync, and give the command again"
        )
    with closing(Parcels(node.path)) as parcels:
        data, n = bytearray(), 0
        while (one := parcels.out(peer, n)) and len(data) + len(one.body) + going.AROUND_B <= LARGEST_FILE_B:
            data += going.packed(node.origin, peer, one, signer)
            n = one.n + 1
        ask = going.asking(node.origin, peer, parcels.next_in(peer), signer)
    yield File(_parcels_path(node.origin, peer), bytes(data), 0)
    yield File(_ask_path(node.origin, peer), ask, 0)


def _from_stick(node: Node, parcels: Parcels, source: Source, peer: str) -> Exchanged:
    ask, data = source.get(_ask_path(peer, node.origin)), source.get(_parcels_path(peer, node.origin))
    came = missing = 0
    refused = ""
    try:
        if ask is not None:
            parcels.fetched(peer, going.asked_for(peer, node.origin, ask, keys(node, peer)))
        for one in going.several(data or b""):
            if going.number(one) < parcels.next_in(peer):
                continue  # a stick that was read before
            gap, refused = take(node, parcels, peer, one)
            came, missing = came + (not refused), missing + gap
    except ValueError as error:
        refused = f"expected {error}"
    return Exchanged(peer, came, 0, missing, refused)


def _parcels_path(author: str, to: str) -> str:
    return f"{log_id(author)}/parcels/{log_id(to)}"


def _ask_path(author: str, to: str) -> str:
    return f"{log_id(author)}/ask/{log_id(to)}"
