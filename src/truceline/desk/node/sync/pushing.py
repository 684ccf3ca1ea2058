"""Bringing a peer what it lacks, where it lets: a head to cosign (tlog-witness), entries to mirror (tlog-mirror).

A node that cannot listen is pulled from by nobody; it brings. What comes back are cosignatures, which are kept
under our head. A peer that does not know the log, or mirrors nothing, says so, and that is no fault.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.cosigning import bare, keep_known
from truceline.desk.node.sync.web import Url
from truceline.tlog import mirror
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.merkle import consistency_proof, subtree_proof
from truceline.tlog.mirror import Header, Info, Package, spans, write_package
from truceline.tlog.note import MOST_SIGNATURES
from truceline.tlog.witness import SIZE_TYPE, AddCheckpoint

_TURNS = 3  # asked for a cosignature so often, where its size changes meanwhile
_ROUNDS = 100_000  # uploads of one log in a row: each brings at least one entry on
_UPLOAD_B = 1 << 23  # bytes of entries after which an upload is long enough


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of bringing one log."""

    origin: str
    entries: int = 0  # that the peer took
    cosignatures: int = 0  # new ones that it gave
    refused: str = ""  # why it took nothing, in its words; empty where it did, or lacks nothing


def push(node: Node, peer: Url, origin: str, tell: Callable[[int, int], None]) -> Pushed:
    """Bring one log to a peer: its head, and then the entries that the peer lacks. Raises Unreachable."""
    head = Checkpoint.parse(node.checkpoint(origin))
    refused, cosignatures = _head(node, peer, head)
    if refused:
        return Pushed(origin, 0, cosignatures, refused)
    entries, more = _entries(node, peer, head, tell)
    return Pushed(origin, entries, cosignatures + more)


def ask(node: Node, peer: Url) -> Pushed:
    """Ask a cosigner that mirrors nothing to cosign the head of our own log. Raises Unreachable."""
    refused, count = _head(node, peer, Checkpoint.parse(node.checkpoint(node.origin)))
    return Pushed(node.origin, 0, count, refused)


def _head(node: Node, peer: Url, head: Checkpoint) -> tuple[str, int]:
    """Have a head cosigned; why it was not, and how many cosignatures are new."""
    # tlog-witness: "If a client doesn't have information on the latest cosigned checkpoint, it MAY initially make a
    # request with a old size of zero to obtain it."
    old, shown = 0, Checkpoint.parse(bare(head))
    for _ in range(_TURNS):
        proof = consistency_proof(old, head.size, node.record.nodes(head.origin, head.size))
        request = AddCheckpoint(old, tuple(proof), shown)
        status, body, media = peer.post("add-checkpoint", request.write(), "text/plain")
        if status == HTTPStatus.OK:
            return "", _kept(node, head, body)
        size = body.strip()
        if status != HTTPStatus.CONFLICT or media != SIZE_TYPE or not size.isdigit():
            return f"{peer.name} answers {status} to the head of {head.origin}", 0
        if int(size) > head.size:
            return f"{peer.name} has cosigned {int(size)} entries of {head.origin}, more than there are here", 0
        old = int(size)
    return f"{peer.name} is at another size of {head.origin} each time", 0


def _entries(node: Node, peer: Url, head: Checkpoint, tell: Callable[[int, int], None]) -> tuple[int, int]:
    """Bring the entries that the peer lacks; how many it took, and how many cosignatures are new."""
    # tlog-mirror: "it MAY initially make a request with upload_start and upload_end set to zero to obtain it."
    info = _asked(peer, Header(head.origin, 0, 0).write())[1]
    if info is None or info.next_entry > head.size:
        return 0, 0
    first = info.next_entry
    for _ in range(_ROUNDS):
        body = b"".join(_upload(node, head, info))
        status, told, answer = _asked(peer, body)
        if status == HTTPStatus.OK:
            tell(head.size - first, head.size - first)
            return head.size - first, _kept(node, head, answer)
        if told is None or told.next_entry <= info.next_entry:
            return info.next_entry - first, 0
        info = told
        tell(info.next_entry - first, head.size - first)
    return info.next_entry - first, 0


def _asked(peer: Url, body: bytes) -> tuple[int, Info | None, bytes]:
    """One request; its status, where to go on if the peer says so, and the body of the answer."""
    packed = gzip.compress(body, 5, mtime=0)
    status, answer, media = peer.post("add-entries", packed, mirror.REQUEST_TYPE, packed=True)
    if status not in {HTTPStatus.CONFLICT, HTTPStatus.ACCEPTED} or media != mirror.INFO_TYPE:
        return status, None, answer
    try:
        return status, mirror.parse_info(answer), answer
    except ValueError:
        return status, None, answer


def _upload(node: Node, head: Checkpoint, info: Info) -> Iterator[bytes]:
    """A request from the peer's next entry on: its header, and packages until it is long enough."""
    origin, nodes = head.origin, node.record.nodes(head.origin, head.size)
    yield Header(origin, info.next_entry, head.size, info.ticket).write()
    sent = 0
    for count, span in enumerate(spans(info.next_entry, head.size)):
        if count == mirror.MOST_PACKAGES or sent > _UPLOAD_B:
            return
        leaves = tuple(node.record.leaves(origin, span.start, span.end))
        data = write_package(Package(span, leaves, tuple(subtree_proof(span.base, span.end, head.size, nodes))))
        sent += len(data)
        yield data


def _kept(node: Node, head: Checkpoint, lines: bytes) -> int:
    """Keep the cosignatures of an answer; how many are new by a known key."""
    # tlog-witness: "the client MAY concatenate it to the checkpoint, and use a note verification function configured
    # with the witness keys it trusts."
    try:
        answered = Checkpoint.parse(bare(head) + b"".join(lines.splitlines(keepends=True)[: MOST_SIGNATURES - 2]))
    except ValueError:
        return 0
    return keep_known(node, answered)
