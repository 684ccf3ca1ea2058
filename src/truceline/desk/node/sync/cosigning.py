"""Cosignatures: those of others kept where their keys are known, and our own made once the entries are held.

Our mirror vouches that the entries are here, our witness that this head extends the last one it vouched for; two
keys, two statements (tlog-mirror). Each remembers the last head it signed, in the transaction of the
signature and before anybody sees it, and signs no other up to that size. A signature line by a key that no
log here enrolled and the policy does not name says nothing to us and is not carried on.
"""

from __future__ import annotations

from truceline.desk.node import policies
from truceline.desk.node.ledger import Node
from truceline.desk.node.marker import SignedHead
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature, verified
from truceline.tlog.keys import PublicKey, Signer
from truceline.tlog.note import Signature


def bare(head: Checkpoint) -> bytes:
    """The head with the log's own signatures alone."""
    own = "".join(line.line for line in head.note.signatures if line.name == head.origin)
    return f"{head.note.text}\n{own}".encode()


def cosigners(node: Node) -> dict[tuple[str, bytes], PublicKey]:
    """Every cosigner's key that is known: enrolled by a log held, or named by the policy."""
    enrolled = (key for origin in node.record.origins() for key in node.record.keyring(origin).cosigners)
    named = (one.key for one in policies.policy(node).witnesses)
    return {(key.name, key.id): key for key in (*enrolled, *named)}


def keep_known(node: Node, head: Checkpoint) -> int:
    """Keep the cosignatures of a head whose entries are held that hold by a known key; how many are new."""
    keys = cosigners(node)
    there = set(_held(node, head).note.signatures)
    new = [line for line in dict.fromkeys(head.note.signatures) if line not in there and _holds(head, line, keys)]
    if new:
        node.record.keep_checkpoint(bare(head), new)
    return len(new)


def silent(node: Node) -> str:
    """Why this node signs nothing for others; empty where it may.

    A restored copy has forgotten what it cosigned as well as what it wrote, and signs neither before it has
    found its place again.
    """
    if node.witness is None or node.mirror is None:
        return "the node is open for reading only"
    return node.unsigned_because()


def cosign(node: Node, origin: str) -> None:
    """Vouch for the newest head held of a log, by our mirror and our witness, where they have not yet.

    For our own log as well: a head is firm by a cosigner of each side, and its author's side is one of them.
    """
    if silent(node):
        return
    for signer in (node.mirror, node.witness):
        if signer:
            with node.record.writing():
                _signed(node, signer, Checkpoint.parse(node.record.checkpoint(origin)))


def _signed(node: Node, signer: Signer, head: Checkpoint) -> None:
    name = signer.public.name
    before = node.record.signed_head(head.origin, name)
    if before and before.size > head.size:
        return
    if any(line.name == name for line in head.note.signatures):
        return
    keep_signature(node, head, cosignature(head.note.text, signer, node.world.now().epoch_s))


def keep_signature(node: Node, head: Checkpoint, line: Signature) -> None:
    """Keep a signature of ours over a head that is held, and that this is the last its key signed."""
    # One transaction: a crash before its sync leaves neither, and no signature has left.
    with node.record.writing():
        node.record.keep_signed_head(head.origin, line.name, SignedHead(head.size, head.root), bare(head))
        node.record.keep_checkpoint(bare(head), [line])


def _held(node: Node, head: Checkpoint) -> Checkpoint:
    """The same head as it is kept, with its cosignatures; bare where none is kept of that size."""
    for size, data, _ in node.record.checkpoints(head.origin):
        if size == head.size:
            return Checkpoint.parse(data)
    return Checkpoint.parse(bare(head))


def _holds(head: Checkpoint, line: Signature, keys: dict[tuple[str, bytes], PublicKey]) -> bool:
    key = keys.get((line.name, line.key_id))
    try:
        return key is not None and verified(head.note.text, line, key) > 0
    except ValueError:
        return False
