"""A mirror: whoever holds a whole copy of another's log, and signs that it does.

A head that somebody vouched for is of little use when its entries are gone; so every node keeps every other
node's log whole, taking entries in packages that each prove themselves part of a signed head. This is C2SP's
tlog-mirror (draft), as values: requests and answers are bytes, and `decide` says what to answer and what must
be on disk before. What is held, where it is kept, HTTP and its compression are the caller's; `add-checkpoint`
is the witness's. A mirror signs with a key of its own: "this witness service MUST be a distinct cosigner from
the mirror cosigner, with a distinct name". Subtrees are not signed on demand, which the draft leaves open.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import Signer
from truceline.tlog.merkle import HASH_BYTES, NodeAt, leaf_hash, root_of, subtree_proof, verify_subtree
from truceline.tlog.tiles import WIDTH, bundle

REQUEST_TYPE = "application/octet-stream"
INFO_TYPE = "text/x.tlog.mirror-info"
MOST_HASHES = 63  # "`num_hashes`, which MUST be at most 63"
MOST_PACKAGES = 32  # "clients SHOULD limit each `add-entries` request to at most 32 entry packages"
TOO_FAR_BELOW = MOST_PACKAGES * WIDTH  # entries; one request's worth may be sent again, not more
LARGEST = 2**63 - 1


def log_id(origin: str) -> str:
    """The path of a log below a mirror's prefix: "the SHA-256 hash of the log's origin, hex encoded, in lowercase"."""
    return sha256(origin.encode()).hexdigest()


# ── the request ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Header:
    """What an add-entries request begins with."""

    origin: str  # of the log whose entries these are
    start: int  # index of the first entry uploaded
    end: int  # size of the signed head that the entries are proved against
    ticket: bytes = b""  # what the mirror gave back last time; ours gives none

    def write(self) -> bytes:
        """The bytes before the first package; raises ValueError where a field does not fit."""
        origin = self.origin.encode()
        if not 0 <= self.start <= self.end <= LARGEST or max(len(origin), len(self.ticket)) > 0xFFFF:
            raise ValueError(f"a request for entries {self.start} to {self.end} of {self.origin[:80]!r}")
        places = self.start.to_bytes(8, "big") + self.end.to_bytes(8, "big")
        return _sized(origin) + places + _sized(self.ticket)


class Span(NamedTuple):
    """The entries of one package: those in [start, end), proved as the subtree [base, end)."""

    base: int  # `start` rounded down to a multiple of 256
    start: int
    end: int


class Package(NamedTuple):
    """One package as sent."""

    span: Span
    leaves: tuple[bytes, ...]  # the entries in [span.start, span.end)
    proof: tuple[bytes, ...]  # that [span.base, span.end) is a subtree of the head


def spans(start: int, end: int) -> Iterator[Span]:
    """The canonical sequence of packages for [start, end), "aligned at multiples of 256"; none where it is empty."""
    for base in range(start // WIDTH * WIDTH, end if start < end else 0, WIDTH):
        yield Span(base, max(start, base), min(end, base + WIDTH))


def write_package(package: Package) -> bytes:
    """A package's bytes; raises ValueError for an entry of more than 65,535 bytes or a proof of more than 63 hashes."""
    if len(package.proof) > MOST_HASHES:
        raise ValueError(f"a proof of at most {MOST_HASHES} hashes, not {len(package.proof)}")
    # "The log entries in `[start, end)`, each with a big-endian uint16 length prefix; 1 byte … `num_hashes`;
    # `num_hashes` subtree consistency proof hash values"
    return b"".join([bundle(package.leaves), bytes([len(package.proof)]), *package.proof])


def request(header: Header, leaves: Callable[[int, int], Iterable[bytes]], node: NodeAt) -> bytes:
    """The body of a request: the header and as many packages as one request should have.

    `leaves(start, end)` gives the log's entries and `node` its complete nodes. The next request begins where
    the answer says.
    """
    packages = (
        Package(span, tuple(leaves(span.start, span.end)), tuple(subtree_proof(span.base, span.end, header.end, node)))
        for span, _ in zip(spans(header.start, header.end), range(MOST_PACKAGES), strict=False)
    )
    return header.write() + b"".join(map(write_package, packages))


def take_header(data: bytes) -> tuple[Header, int] | None:
    """The header that these bytes begin with and where it ends; None where more bytes are wanted.

    Raises ValueError where no further bytes can make it one.
    """
    try:
        origin, at = _take_sized(data, 0)
        start, end = (int.from_bytes(_take(data, at + offset, 8), "big") for offset in (0, 8))
        ticket, at = _take_sized(data, at + 16)
    except EOFError:
        return None
    if not start <= end <= LARGEST:
        raise ValueError(f"entries to upload from {start} to {end}")
    return Header(origin.decode(), start, end, ticket), at


def take_package(span: Span, data: bytes, at: int) -> tuple[Package, int] | None:
    """The package of that span at byte `at` and where it ends; None where more bytes are wanted.

    Raises ValueError where no further bytes can make it one.
    """
    leaves: list[bytes] = []
    try:
        for _ in range(span.start, span.end):
            leaf, at = _take_sized(data, at)
            leaves.append(leaf)
        count = _take(data, at, 1)[0]
        if count > MOST_HASHES:
            raise ValueError(f"a proof of at most {MOST_HASHES} hashes, not {count}")
        proof = _take(data, at + 1, count * HASH_BYTES)
    except EOFError:
        return None
    hashes = tuple(proof[i : i + HASH_BYTES] for i in range(0, len(proof), HASH_BYTES))
    return Package(span, tuple(leaves), hashes), at + 1 + len(proof)


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def _take(data: bytes, at: int, count: int) -> bytes:
    taken = data[at : at + count]
    if len(taken) < count:
        raise EOFError
    return taken


def _take_sized(data: bytes, at: int) -> tuple[bytes, int]:
    count = int.from_bytes(_take(data, at, 2), "big")
    return _take(data, at + 2, count), at + 2 + count


# ── the answer ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Info:
    """What a mirror says of itself where an upload is to go on, or to begin elsewhere."""

    size: int  # of a signed head to upload towards; 0 where it has none yet
    next_entry: int  # index of the first entry it lacks
    ticket: bytes = b""  # to be sent back as it is

    def write(self) -> bytes:
        """The body of a 409 or 202 answer."""
        # "three lines, each followed by a newline (U+000A): The tree size of a valid pending checkpoint, in decimal;
        # The next entry, in decimal; An opaque, possibly zero length, ticket value, encoded in base64"
        return f"{self.size}\n{self.next_entry}\n{b64encode(self.ticket).decode()}\n".encode()


_INFO = re.compile(rb"(0|[1-9][0-9]{0,18})\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]*={0,2})\n")


def parse_info(body: bytes) -> Info:
    """What `Info.write` wrote; raises ValueError."""
    match = _INFO.fullmatch(body)
    if match is None:
        raise ValueError("three lines: a size, the next entry, a ticket in base64")
    try:
        ticket = b64decode(match[3], validate=True)
    except binascii.Error:
        raise ValueError("a ticket in base64") from None
    return Info(int(match[1]), int(match[2]), ticket)


@dataclass(frozen=True, slots=True)
class Held:
    """What a mirror holds of one log."""

    pending: tuple[Checkpoint, ...]  # signed heads taken by add-checkpoint and still valid, the newest last
    mirrored: int  # size of the mirror checkpoint; 0 where there is none
    next_entry: int  # index of the first entry that is in neither the log nor the pending entries

    def pending_at(self, size: int) -> Checkpoint | None:
        """The pending head of that size."""
        return next((head for head in self.pending if head.size == size), None)

    def info(self, size: int | None = None) -> Info:
        """Where to go on: towards the head asked for, or else the newest."""
        newest = self.pending[-1].size if self.pending else 0
        return Info(newest if size is None else size, self.next_entry)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to keep, and then what to answer.

    Kept in this order, each durably before the next, and all before the answer leaves: a crash between
    them loses an answer only, and the sender, asking again, is told where to go on.
    """

    status: int  # HTTP
    body: bytes
    content_type: str  # empty where the body is
    reason: str  # why, in words, for the mirror's own log and the sender
    leaves: tuple[bytes, ...] = ()  # 1. new pending entries, the first at the `next_entry` that was held
    head: Checkpoint | None = None  # 2. what the mirror checkpoint becomes, unless it is larger by then


def refused(header: Header, held: Held | None) -> Decision | None:
    """The answer that a header alone calls for; None where its packages are to be read."""
    found = _towards(header, held) if held else _unknown(header)
    return found if isinstance(found, Decision) else None


def _unknown(header: Header) -> Decision:
    # "If `log_origin` is not a known log, the mirror MUST respond with a "404 Not Found""
    return Decision(404, b"", "", f"no log {header.origin!r} is mirrored here")


def _towards(header: Header, held: Held) -> Checkpoint | Decision:
    """The pending head that the packages are to be proved against, or why there is none."""
    # "If `upload_end` is not the tree size of a known pending checkpoint value, or if it is less than the
    # mirror checkpoint's tree size, the mirror MUST respond with a "409 Conflict""
    head = held.pending_at(header.end)
    if head is None:
        return _told(409, f"no signed head of size {header.end} is pending", held.info())
    if header.end < held.mirrored:
        return _told(409, f"the mirror is at {held.mirrored} already", held.info())
    # "If `upload_start` is greater than the mirror's next entry, or too far below the mirror's next entry"
    if not held.next_entry - TOO_FAR_BELOW <= header.start <= held.next_entry:
        return _told(409, f"the next entry is {held.next_entry}, not {header.start}", held.info(header.end))
    return head


def check(package: Package, head: Checkpoint, node: NodeAt) -> None:
    """Raises ProofError unless the package's entries are where the head has them.

    `node` need only know the leaf hashes of the entries already held, from `span.base` on: "it reconstructs
    the subtree hash based on the received entries and entries already in the log. It then verifies the subtree
    consistency proof using this hash and the checkpoint at `upload_end`."
    """
    span = package.span
    before = [node(0, index) for index in range(span.base, span.start)]
    part = root_of([*before, *map(leaf_hash, package.leaves)])
    verify_subtree(span.base, span.end, head.size, part, head.root, package.proof)


def decide(body: bytes, held: Held | None, node: NodeAt, signer: Signer, now_s: int) -> Decision:
    """What to keep and to answer to a whole add-entries request.

    `node` knows the leaf hashes of all entries held, pending ones too; `signer` is the mirror's own key;
    `now_s` is the time in POSIX seconds.
    """
    try:
        taken = take_header(body)
    except ValueError as fault:
        return Decision(400, b"", "", f"the request begins wrongly: {fault}")
    if taken is None:
        return Decision(400, b"", "", "the request ends within its header")
    header, at = taken
    if held is None:
        return _unknown(header)
    head = _towards(header, held)
    if isinstance(head, Decision):
        return head
    leaves, wrong = _authenticated(body, at, header, head, node)
    reached = header.start + len(leaves)
    # "If some entry has already been written to the log or the pending entry list, the mirror MUST skip saving
    # that entry."
    fresh = tuple(leaves[held.next_entry - header.start :])
    now_held = replace(held, next_entry=max(held.next_entry, reached))
    return replace(_answer(header, now_held, head, reached, wrong, signer, now_s), leaves=fresh)


def _answer(  # noqa: PLR0913, PLR0917 - one request, and all that is held against it
    header: Header, held: Held, head: Checkpoint, reached: int, wrong: str, signer: Signer, now_s: int
) -> Decision:
    # "If this verification process fails, it MUST respond with a "422 Unprocessable Entity""
    if wrong:
        return Decision(422, b"", "", wrong)
    if reached == header.end:
        return completed(head, signer, now_s)
    # "If at least one entry package was authenticated and saved, but the mirror has not yet received all packages
    # … the mirror MUST respond with a "202 Accepted" response carrying the advanced next entry."
    if reached > header.start:
        return _told(202, f"entries up to {reached} of {header.end} are kept", held.info(header.end))
    # "If no entry package was authenticated and saved before the body ended … a "400 Bad Request""
    return Decision(400, b"", "", "the request ends within its first package")


def completed(head: Checkpoint, signer: Signer, now_s: int) -> Decision:
    """The answer once every entry of the head is on disk: the mirror's signature, to leave after the head is kept.

    The head is kept in one transaction with the question whether the mirror checkpoint is larger by now; where
    it is, `refused` gives the answer instead.
    """
    # "The signatures MUST be cosignatures from the mirror key(s) on the checkpoint." "The mirror MUST persist the
    # new checkpoint before responding."
    line = cosignature(head.note.text, signer, now_s).line
    return Decision(200, line.encode(), "", f"all {head.size} entries are kept", head=head)


def _told(status: int, reason: str, info: Info) -> Decision:
    return Decision(status, info.write(), INFO_TYPE, reason)


def _authenticated(body: bytes, at: int, header: Header, head: Checkpoint, node: NodeAt) -> tuple[list[bytes], str]:
    """The entries of all packages up to the first that is cut off or does not hold, and why it does not."""
    leaves: list[bytes] = []
    for span in spans(header.start, header.end):
        try:
            taken = take_package(span, body, at)
            # "The mirror discards any partial bytes after the last successfully authenticated entry package."
            if taken is None:
                break
            package, at = taken
            check(package, head, node)
        except ValueError as fault:
            return leaves, f"the package of entries {span.start} to {span.end}: {fault}"
        leaves += package.leaves
    return leaves, ""
