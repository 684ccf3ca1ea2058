"""A fork that was found: proved, kept with its branch, and told to everybody by an entry of our own.

Two signed heads that cannot both be true are enough for anybody; the proof goes into our own log, and so
reaches whoever syncs with anybody who syncs with us. What the rival history holds beyond the common
beginning is never held as that log: it is kept beside it, as evidence. Both branches are named in our entry as blobs,
so that everybody folds what others relied on, on whichever branch it stands (RECORD.md, rules of safety 5).
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.cosigning import bare, silent
from truceline.desk.node.sync.trees import Tree
from truceline.errors import RecordError
from truceline.kinds import Blob, ForkProved, payload_of
from truceline.state import branches_of, proved
from truceline.tlog import fork
from truceline.tlog.branch import MOST_BYTES, Branch
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import parse
from truceline.tlog.fork import ForkProof
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import leaf_hash
from truceline.tlog.tiles import WIDTH

PROOF, BRANCH = "fork", "branch"  # kinds of evidence
KIND = "fork.proved"
MOST = 100_000  # entries of a branch that are kept; what is longer is kept up to there, and not named


def keep(node: Node, proof: ForkProof, log_key: PublicKey, rival: Tree | None) -> ForkProof:
    """Keep a proof and the rival branch, and tell it in our log where it can be signed; the proof as kept.

    A fork of our own log is kept and not told there: it is for people, and for others' logs. Raises RecordError where
    it proves nothing.
    """
    short = _bare(proof)
    try:
        size = fork.check(short, log_key)
    except ValueError as error:
        raise RecordError(f"{proof.origin}: no proof of a fork: {error}") from None
    # Each write below stands alone, and is made once however often the fork is met: a crash leaves the later ones
    # to the next sync that meets it.
    node.record.keep_evidence(proof.origin, PROOF, short.write())
    both = [mine(node, proof.origin, shared(node, rival)), branch(node, rival)] if rival else []
    if both:
        node.record.keep_evidence(proof.origin, BRANCH, both[1].write())
    named = [one.write() for one in both if _fits(one, log_key)]
    if proof.origin != node.origin and not silent(node) and not _told(node, proof.origin, size, len(named)):
        blobs = tuple(Blob(node.blobs.put(data)) for data in named)
        node.append(KIND, ForkProved(proof.origin, size, short.write().decode(), blobs))
    return short


def answer(node: Node, origin: str, start: int) -> None:
    """Name the branch held here where a proof among another log's new entries, from `start` on, does not name it.

    What we had anchored of it binds everybody, who may hold another. A crash before leaves that to the next proof.
    """
    for leaf in node.leaves(origin, start):
        if KIND.encode() in leaf:
            entry = parse(leaf)
            try:
                said = payload_of(KIND, entry.payload) if entry.kind == KIND and entry.payload else None
            except ValueError:
                continue
            if isinstance(said, ForkProved) and said.log != node.origin and not silent(node):
                _answered(node, said)


def _answered(node: Node, said: ForkProved) -> None:
    log_key = node.peers[said.log].log_key if said.log in node.peers else None
    size = proved(said, log_key, node.blobs.get) if log_key else None
    if log_key is None or size is None or node.record.size(said.log) <= max(size, 1):
        return
    own = mine(node, said.log, max(size, 1))
    covered = any(one.holds(own.head) for one in branches_of(said, log_key, node.blobs.get))
    if not covered and not _told(node, said.log, size, 1) and _fits(own, log_key):
        # A crash between leaves a blob that nothing names.
        node.append(KIND, ForkProved(said.log, size, said.proof, (Blob(node.blobs.put(own.write())),)))


def _fits(one: Branch, log_key: PublicKey) -> bool:
    """Whether a branch can be named: there is one, all of it is here, and others may take it."""
    return bool(one.leaves) and one.proves(log_key) and len(one.write()) <= MOST_BYTES


def _bare(proof: ForkProof) -> ForkProof:
    """The proof with the log's own signatures alone, which is all it needs."""
    smaller, larger = (Checkpoint.parse(bare(head)) for head in (proof.smaller, proof.larger))
    return ForkProof(smaller, larger, proof.root, proof.proof)


def _told(node: Node, origin: str, size: int, branches: int) -> bool:
    """Whether our log says it already, with no larger size and no fewer branches."""
    for leaf in node.leaves(node.origin):
        if KIND.encode() in leaf and origin.encode() in leaf:
            entry = parse(leaf)
            said = payload_of(KIND, entry.payload) if entry.kind == KIND else None
            if not isinstance(said, ForkProved) or said.log != origin:
                continue
            if said.size <= size and len(said.branches) >= branches:
                return True
    return False


def mine(node: Node, origin: str, start: int) -> Branch:
    """The history held here from an entry on."""
    head = Checkpoint.parse(bare(Checkpoint.parse(node.checkpoint(origin))))
    return Branch(head, node.record.edge(origin, start), tuple(node.leaves(origin, start, start + MOST)))


def branch(node: Node, rival: Tree) -> Branch:
    """The rival history beyond the common beginning, as far as its source has it; every entry proved to be in it."""
    start = shared(node, rival)
    base = start // WIDTH * WIDTH
    head = Checkpoint.parse(bare(rival.head))
    try:
        hashes = rival.leaf_hashes(base)
        whole = rival.edge(base).grown(hashes).root() == head.root
    except RecordError:
        whole, hashes = False, []
    return Branch(head, node.record.edge(head.origin, start), tuple(_proved(rival, start, hashes)) if whole else ())


def _proved(rival: Tree, start: int, hashes: list[bytes]) -> Iterator[bytes]:
    """Entries from `start` on, up to the first that is not there or is another."""
    base = start // WIDTH * WIDTH
    try:
        for place, leaf in enumerate(rival.entries(base), base):
            if place - start >= MOST or leaf_hash(leaf) != hashes[place - base]:
                return
            if place >= start:
                yield leaf
    except RecordError:
        return


def shared(node: Node, rival: Tree) -> int:
    """How many first entries the rival history shares with the one held."""
    origin = rival.head.origin
    low, high = 0, min(node.record.size(origin), rival.head.size)
    while low < high:
        middle = (low + high + 1) // 2
        same = rival.edge(middle).root() == node.record.root(origin, middle)
        low, high = (middle, high) if same else (low, middle - 1)
    return low
