"""What a node answers to those who ask over the network; the door (`doors.api`) only carries it.

Checkpoints, tiles and proofs are for everybody. Blobs are for admitted peers, and a parcel for one of them. A
checkpoint to cosign and entries to mirror are judged by the signatures inside them (tlog-witness, tlog-mirror): what is
to be kept is on the disk before the answer is handed over. A head that is refused and that its log's key did sign is
evidence against that log, and is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus

from truceline.desk.node.ledger import Node
from truceline.desk.node.marker import SignedHead
from truceline.desk.node.parcels import Parcels, asking, packed
from truceline.desk.node.peers import FILE, Peers
from truceline.desk.node.sync import exchanging, forks
from truceline.desk.node.sync.asking import Asked, Request
from truceline.desk.node.sync.cosigning import bare, cosign, keep_known, keep_signature, silent
from truceline.desk.node.sync.holding import Coming, hold, pending
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.offering import Offer
from truceline.desk.node.sync.quota import Quota
from truceline.desk.spreading import spread
from truceline.errors import RecordError
from truceline.tlog import mirror, witness
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.fork import prove
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import EMPTY, NodeAt, leaf_hash
from truceline.tlog.note import Signature
from truceline.tlog.tiles import ENTRIES, WIDTH, TilePath, parse_path
from truceline.tlog.witness import AddCheckpoint

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "no-store"
MOST_EVIDENCE = 200  # refused requests kept against one log; its fork proofs are kept beside them


@dataclass(slots=True)
class Answer:
    """What is answered, as HTTP has it."""

    status: int
    body: bytes = b""
    media: str = TEXT
    cache: str = NEVER
    problem: str = ""  # one sentence where something was refused and no specification says with which body
    worth_packing: bool = False  # text, which gzip makes small; hashes it does not
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks."""

    address: str  # where from
    peer: str = ""  # origin of the admitted log whose key signed the request; empty: nobody known
    reason: str = ""  # why nobody is known


def _no(status: int, reason: str) -> Answer:
    return Answer(status, problem=reason)


@dataclass(slots=True)
class Serving:
    """An open node, as others may use it; one thread at a time."""

    node: Node
    incoming: Incoming
    quota: Quota
    asked: Asked
    _peers_seen: tuple[int, int] = (0, 0)  # of the file of admitted logs: when it was written, how long

    # ── who asks ──────────────────────────────────────────────────────────────────────────────

    def asker(self, value: str, request: Request, address: str) -> Asker:
        """Who signed a request, by its Authorization header; empty: not signed."""
        if not value:
            return Asker(address, reason="the request is not signed")
        self._look_at_peers()
        found = self.asked.admit(value, request, self.node.world.now().epoch_s)
        return Asker(address, found.peer.rpartition("/")[0], found.reason)

    def _look_at_peers(self) -> None:
        """Logs admitted while this node serves are admitted at once."""
        path = self.node.path / FILE
        seen = (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else (0, 0)
        if seen != self._peers_seen:
            self.node.peers, self._peers_seen = Peers(self.node.path), seen

    # ── for everybody ─────────────────────────────────────────────────────────────────────────

    def checkpoint(self, log: str) -> Answer:
        """The newest head held."""
        self._look_at_peers()
        data = Offer(self.node).get(f"{log}/checkpoint")
        return _no(404, "no log of that path is held here") if data is None else Answer(200, data)

    def tile(self, log: str, path: str) -> Answer:
        """Hashes, or entries."""
        data = Offer(self.node).get(f"{log}/tile/{path}")
        if data is None:
            return _no(404, "no tile of that path is held here")
        entries = parse_path(f"tile/{path}").level == ENTRIES
        # tlog-tiles: "This endpoint is immutable, so its caching headers SHOULD be long-lived."
        return Answer(200, data, BYTES, FOR_EVER, worth_packing=entries)

    def proof(self, log: str, index: str) -> Answer:
        """One entry's place, way up and head: nothing that the tiles do not say as well."""
        offer = Offer(self.node)
        origin = offer.origins().get(log)
        data = offer.proof(origin, int(index)) if origin and _is_number(index) else None
        return _no(404, "no such entry is held here") if data is None else Answer(200, data)

    # ── for admitted peers ────────────────────────────────────────────────────────────────────

    def blob(self, digest: str, asker: Asker) -> Answer:
        """A blob, to a peer that is known."""
        if not asker.peer:
            return _no(401, f"blobs are for admitted peers: {asker.reason}")
        data = Offer(self.node).blob(digest)
        return _no(404, "no such blob is held here") if data is None else Answer(200, data, BYTES, worth_packing=True)

    def parcel(self, n: str, asker: Asker) -> Answer:
        """The asker's own parcel of that number; it has all before it, which are let go of."""
        if not asker.peer:
            return _no(401, f"parcels are for admitted peers: {asker.reason}")
        signer = self.node.witness
        if not _is_number(n) or signer is None or not exchanging.can(self.node, asker.peer):
            return _no(404, "no such parcel is held here")
        with closing(Parcels(self.node.path)) as parcels:
            parcels.fetched(asker.peer, int(n))
            found = parcels.out(asker.peer, int(n))
        if found is None:
            return _no(404, "no such parcel is held here")
        return Answer(200, packed(self.node.origin, asker.peer, found, signer), BYTES)

    def add_parcel(self, body: bytes, asker: Asker) -> Answer:
        """A parcel of the asker's for us; answered with the number that we ask for next."""
        if not asker.peer:
            return _no(401, f"parcels are taken from admitted peers: {asker.reason}")
        signer = self.node.witness
        if signer is None or not exchanging.can(self.node, asker.peer):
            return _no(404, "this node takes no parcels of that log")
        with closing(Parcels(self.node.path)) as parcels:
            # On the disk before the answer leaves, by which the asker lets go of it.
            exchanging.take(self.node, parcels, asker.peer, body)
            return Answer(200, asking(self.node.origin, asker.peer, parcels.next_in(asker.peer), signer))

    # ── tlog-witness ──────────────────────────────────────────────────────────────────────────

    def add_checkpoint(self, body: bytes) -> Answer:
        """A head to cosign."""
        signer = self.node.witness
        if signer is None or silent(self.node):
            return _no(501, "this node signs nothing: it has no passphrase, or is a restored copy")
        try:
            request = AddCheckpoint.parse(body)
        except ValueError as error:
            return _no(400, f"expected {error}")
        self._look_at_peers()
        head = request.checkpoint
        # Atomically: "checking the old size against the latest checkpoint and persisting the new checkpoint must be
        # performed atomically" (tlog-witness). A crash before the transaction's sync leaves the head before.
        with self.node.record.writing():
            held = self._cosigned(head.origin)
            found = witness.witness(request, held, self._log_key(head.origin), signer, self.node.world.now().epoch_s)
            if found.head:
                self.node.record.keep_signed_head(
                    head.origin, signer.public.name, SignedHead(head.size, head.root), bare(head)
                )
        if found.head and head.size > self.node.record.size(head.origin):
            self.incoming.keep_head(head)
        elif found.head:
            keep_signature(self.node, head, Signature.parse(found.body.decode().rstrip("\n")))
        if found.evidence and held:
            self._keep_evidence(held, head, body)
        if found.status == HTTPStatus.OK or found.content_type == witness.SIZE_TYPE:
            return Answer(found.status, found.body, found.content_type)
        return _no(found.status, found.body.decode().strip())

    def _cosigned(self, origin: str) -> Checkpoint | None:
        """The head that our witness cosigned last."""
        note = self.node.record.signed_note(origin, f"{self.node.origin}/witness")
        return Checkpoint.parse(note) if note else None

    def _log_key(self, origin: str) -> PublicKey | None:
        """The key of an admitted log; none of our own, which nobody cosigns here."""
        return self.node.peers[origin].log_key if origin in self.node.peers else None

    def _keep_evidence(self, held: Checkpoint, head: Checkpoint, body: bytes) -> None:
        proof = prove(held, head)
        key = self._log_key(head.origin)
        if proof and key:
            forks.keep(self.node, proof, key, None)
        elif len(self.node.record.evidence(head.origin)) < MOST_EVIDENCE:
            self.node.record.keep_evidence(head.origin, "refused", body)

    # ── tlog-mirror ───────────────────────────────────────────────────────────────────────────

    def add_entries(self, body: bytes) -> Answer:
        """Entries to mirror."""
        signer = self.node.mirror
        if signer is None or silent(self.node):
            return _no(501, "this node signs nothing: it has no passphrase, or is a restored copy")
        taken = _header(body)
        origin = taken.origin if taken else ""
        now_s = self.node.world.now().epoch_s
        found = mirror.decide(body, self._mirrored(origin), self._leaf_hash(origin), signer, now_s)
        # In the order that `Decision` asks for: entries, then the head, then the answer. A crash between them leaves
        # entries pending, and the sender is told where to go on.
        if found.leaves:
            start = self.incoming.next_entry(origin, self.node.record.size(origin))
            self.incoming.keep_leaves(origin, start, found.leaves)
        if found.head:
            refused = self._hold(found.head)
            if refused:
                return refused
            keep_signature(self.node, found.head, Signature.parse(found.body.decode().rstrip("\n")))
            cosign(self.node, origin)
            cosign(self.node, self.node.origin)
        if found.status == HTTPStatus.OK or found.content_type:
            return Answer(found.status, found.body, found.content_type or TEXT)
        return _no(found.status, found.reason)

    def _mirrored(self, origin: str) -> mirror.Held | None:
        """What is held and pending of an admitted log; None where it is none."""
        if self._log_key(origin) is None:
            return None
        size = self.node.record.size(origin)
        now = (Checkpoint.parse(self.node.checkpoint(origin)),) if size else ()
        heads = tuple(head for head in self.incoming.heads(origin) if head.size > size)
        return mirror.Held((*now, *heads), size, self.incoming.next_entry(origin, size))

    def _leaf_hash(self, origin: str) -> NodeAt:
        """A lookup of the leaf hashes of all entries held or pending."""

        def node(_: int, index: int) -> bytes:
            if index < self.node.record.size(origin):
                return leaf_hash(self.node.record.leaf(origin, index))
            leaf = self.incoming.leaf(origin, index)
            return EMPTY if leaf is None else leaf_hash(leaf)

        return node

    def _hold(self, head: Checkpoint) -> Answer | None:
        """Hold all entries of a head, all of them pending by now; the answer where one does not hold."""
        origin, held = head.origin, self.node.record.size(head.origin)
        if head.size <= held:
            return None
        base = held // WIDTH * WIDTH
        here = pending(self.node, self.incoming, origin, held)
        node = self._leaf_hash(origin)

        def bundle(path: TilePath) -> bytes:
            return here(path) or b""

        coming = Coming(head, held, [node(0, place) for place in range(base, head.size)], bundle, keep=True)
        try:
            with spread(head.size - held) as over:
                hold(self.node, self.incoming, coming, over, lambda _, __: None)
        except RecordError as error:
            self.incoming.forget(origin)
            return _no(422, str(error.faults[0]) if error.faults else str(error))
        keep_known(self.node, head)
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19 and str(int(text)) == text


def _header(body: bytes) -> mirror.Header | None:
    try:
        taken = mirror.take_header(body)
    except ValueError:
        return None
    return taken[0] if taken else None
