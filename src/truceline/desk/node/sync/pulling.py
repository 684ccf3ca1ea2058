"""Pulling one log from a source: looked at as a whole first, taken entry by entry, held only when all of it holds.

1. The head that the source offers is signed by the log's key (of an admitted log, known since people compared
   its fingerprint; at first contact, by its first entry).
2. It extends what is held, what our witness cosigned and what is on its way, by its tree's leaf hashes. Where it
   cannot be one history with them, that is proved by the two signed heads, and nothing of it is held.
3. Every entry is examined, and what was fetched from afar is kept as pending, so that it is never fetched twice.
4. All of it is held at once, and then our mirror and our witness cosign it.

A smaller head than the one held is nothing new, and from the log's own author a step back, which is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync import forks
from truceline.desk.node.sync.cosigning import cosign
from truceline.desk.node.sync.holding import Coming, Tell, hold, pending
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.sources import Source
from truceline.desk.node.sync.trees import Tree
from truceline.desk.spreading import spread
from truceline.errors import Fault, RecordError, Refused
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.fork import ForkProof, prove
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import EMPTY_EDGE, leaf_hash
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import WIDTH, TilePath


class Came(StrEnum):
    """What came of pulling one log."""

    ABSENT = "absent"  # the source does not have it
    SAME = "same"  # as it is held; cosignatures may have come
    NEW = "new"  # entries came
    BEHIND = "behind"  # the source has less of it
    ROLLED_BACK = "rolled-back"  # its own author shows less of it than it signed before
    RESTORED = "restored"  # entries of our own log came back: this node is a restored copy
    FORKED = "forked"  # the head cannot be one history with one that we hold
    REFUSED = "refused"  # it does not hold together, or an entry in it does not


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of one log."""

    origin: str
    came: Came
    entries: int = 0  # newly held
    size: int = 0  # entries held now
    head: Checkpoint | None = None  # that the source has; None where it has none, or none of the log's
    cosignatures: int = 0  # newly known
    fork: ForkProof | None = None
    faults: tuple[Fault, ...] = ()  # what does not hold, where it was refused


@dataclass(frozen=True, slots=True)
class Pull:
    """Pulls logs into one node from one source."""

    node: Node
    source: Source
    incoming: Incoming
    tell: Tell
    author: str = ""  # origin of the log whose own node the source is; empty: a bundle, or not known

    def log(self, origin: str) -> Pulled:
        """Pull one admitted log, or our own. What does not hold is reported, and nothing of it is held.

        Raises Unreachable where the source is gone; what came until then stays.
        """
        try:
            return self._log(origin)
        except RecordError as error:
            return self._refused(origin, error.faults or (self._fault(origin, "a log", str(error)),))
        except Refused as error:
            fault = Fault(self.source.name, 0, origin, "the log that people admitted", "another", str(error))
            return self._refused(origin, (fault,))

    def _log(self, origin: str) -> Pulled:
        held = self.node.record.size(origin)
        data = self.source.get(f"{log_id(origin)}/checkpoint")
        if data is None:
            return Pulled(origin, Came.ABSENT, size=held)
        head = self._head(origin, data)
        if head.size > held:
            return self._longer(Tree(self.source, head), held)
        if self.node.record.root(origin, head.size) == head.root:
            return self._no_longer(head, held)
        larger = Checkpoint.parse(self.node.checkpoint(origin))
        proof = prove(head, larger, self.node.record.nodes(origin, larger.size))
        return self._forked(Tree(self.source, head), proof)

    # ── 1: the head ───────────────────────────────────────────────────────────────────────────

    def _head(self, origin: str, data: bytes) -> Checkpoint:
        try:
            head = Checkpoint.parse(data)
        except ValueError as error:
            fault = self._fault(origin, f"{error}", data[:60].decode(errors="replace"))
            raise RecordError(f"{origin}: no checkpoint", (fault,)) from None
        if head.origin != origin or not head.signed_by(self._log_key(head)):
            fault = self._fault(origin, f"a checkpoint signed by {origin}", f"one of {head.origin} that is not")
            raise RecordError(f"{origin}: not its checkpoint", (fault,))
        return head

    def _log_key(self, head: Checkpoint) -> PublicKey:
        """The key of the log; at first contact from its first entry, held against the words that people compared."""
        if head.origin == self.node.origin:
            return self.node.identity.log_key
        known = self.node.peers[head.origin].log_key
        if known is None:
            first = next(Tree(self.source, head).entries(0), b"")
            known = self.node.peers.met(head.origin, first).log_key
        if known is None:  # pragma: no cover - a log that was met has a key
            raise RecordError(f"{head.origin}: no key")
        return known

    # ── 2: does it extend what is known ───────────────────────────────────────────────────────

    def _no_longer(self, head: Checkpoint, held: int) -> Pulled:
        """A head of entries that we hold: its cosignatures are news at most."""
        if head.size == held:
            cosign(self.node, head.origin)
            return Pulled(head.origin, Came.SAME, 0, held, head)
        back = self.author == head.origin != self.node.origin
        return Pulled(head.origin, Came.ROLLED_BACK if back else Came.BEHIND, 0, held, head)

    def _longer(self, tree: Tree, held: int) -> Pulled:
        record, head = self.node.record, tree.head
        base = held // WIDTH * WIDTH
        hashes = tree.leaf_hashes(base)
        edge = record.edge(head.origin) if held else EMPTY_EDGE
        mine = [leaf_hash(leaf) for leaf in record.leaves(head.origin, base, held)] if held else []
        if hashes[: held - base] != mine or edge.grown(hashes[held - base :]).root() != head.root:
            return self._forked(tree, self._contradiction(tree, held))
        for known in self._known_heads(head.origin, held, head.size):
            if edge.grown(hashes[held - base : known.size - base]).root() != known.root:
                return self._forked(tree, prove(known, head, tree.node))
        return self._take(tree, held, hashes)

    def _contradiction(self, tree: Tree, held: int) -> ForkProof | None:
        """Why the tree is not one that extends what is held; raises RecordError where it is not even the head's."""
        if held == 0 or tree.verify(held) == self.node.record.root(tree.head.origin, held):
            raise tree.wrong("tile/0", "leaf hashes that lead to the root of its checkpoint", "others")
        return prove(Checkpoint.parse(self.node.checkpoint(tree.head.origin)), tree.head, tree.node)

    def _known_heads(self, origin: str, held: int, upto: int) -> Iterator[Checkpoint]:
        """Signed heads beyond what is held: those on their way, and the one that our witness cosigned last."""
        cosigned = self.node.record.signed_note(origin, f"{self.node.origin}/witness")
        heads = [*self.incoming.heads(origin), *([Checkpoint.parse(cosigned)] if cosigned else [])]
        return (head for head in heads if held < head.size <= upto)

    def _forked(self, tree: Tree, proof: ForkProof | None) -> Pulled:
        origin = tree.head.origin
        if proof is None:
            raise tree.wrong("checkpoint", "a head that extends what is held, or is shown not to", "neither")
        key = self._log_key(tree.head)
        kept = forks.keep(self.node, proof, key, tree)
        self.incoming.forget(origin)
        return Pulled(origin, Came.FORKED, 0, self.node.record.size(origin), tree.head, fork=kept)

    # ── 3 and 4: its entries, held ────────────────────────────────────────────────────────────

    def _take(self, tree: Tree, held: int, hashes: list[bytes]) -> Pulled:
        head, far = tree.head, not self.source.near
        if far:
            self.incoming.keep_head(head)
        here = pending(self.node, self.incoming, head.origin, held)

        def bundle(path: TilePath) -> bytes:
            return here(path) or tree.bundle(path)

        try:
            with spread(head.size - held) as over:
                count = hold(self.node, self.incoming, Coming(head, held, hashes, bundle, far), over, self.tell)
        except RecordError:
            # What is pending may be what is wrong: the next pull begins from what is held.
            self.incoming.forget(head.origin)
            raise
        cosign(self.node, head.origin)
        came = Came.RESTORED if head.origin == self.node.origin else Came.NEW
        return Pulled(head.origin, came, count, head.size, head)

    def _refused(self, origin: str, faults: tuple[Fault, ...]) -> Pulled:
        return Pulled(origin, Came.REFUSED, size=self.node.record.size(origin), faults=faults)

    def _fault(self, origin: str, expected: str, got: str) -> Fault:
        cure = "Nothing of it was kept. Take the log from another peer, and ask its author."
        return Fault(self.source.name, 0, origin, expected, got, cure)
