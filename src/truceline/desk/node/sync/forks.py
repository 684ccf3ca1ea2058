"""A fork that was found: proved, kept with its branch, and told to everybody by an entry of our own.

Two signed heads that cannot both be true are enough for anybody; the proof goes into our own log, and so
reaches whoever syncs with anybody who syncs with us. What the rival history holds beyond the common
beginning is never held as that log: it is kept beside it, as evidence, so that an entry that others relied on can
still be shown on whichever branch it stands (RECORD.md, rules of safety 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.cosigning import bare, silent
from truceline.desk.node.sync.trees import Tree
from truceline.errors import RecordError
from truceline.kinds import ForkProved
from truceline.tlog import fork
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import parse
from truceline.tlog.fork import ForkProof
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import leaf_hash
from truceline.tlog.tiles import WIDTH, bundle, unbundle

PROOF, BRANCH = "fork", "branch"  # kinds of evidence
KIND = "fork.proved"
MOST = 100_000  # entries of a rival branch that are kept; what is longer is kept up to there
_FIRST = "truceline/branch/v1"


@dataclass(frozen=True, slots=True)
class Branch:
    """What a log's rival history has beyond what it shares with the one held."""

    head: Checkpoint  # signed by the log
    start: int  # entries that both share
    leaves: tuple[bytes, ...]  # from `start` on; fewer than the head's where it was too long or not all there

    def write(self) -> bytes:
        """What this is, the start and the length of the head's note, a line each; the note; entries as in a bundle."""
        note = self.head.note.data
        head = f"{_FIRST}\n{self.start}\n{len(note)}\n".encode()
        return head + note + b"".join(bundle([leaf]) for leaf in self.leaves)

    @classmethod
    def parse(cls, data: bytes) -> Branch:
        """What `write` wrote; raises ValueError."""
        first, start, length, rest = data.split(b"\n", 3)
        if first.decode() != _FIRST:
            raise ValueError(f"{_FIRST} on the first line")
        note, entries = rest[: int(length)], rest[int(length) :]
        return cls(Checkpoint.parse(note), int(start), tuple(_entries(entries)))


def _entries(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        yield from unbundle(data[at:end])
        at = end


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
    if rival:
        node.record.keep_evidence(proof.origin, BRANCH, branch(node, rival).write())
    if proof.origin != node.origin and not silent(node) and not _told(node, proof.origin, size):
        node.append(KIND, ForkProved(proof.origin, size, short.write().decode()))
    return short


def _bare(proof: ForkProof) -> ForkProof:
    """The proof with the log's own signatures alone, which is all it needs."""
    smaller, larger = (Checkpoint.parse(bare(head)) for head in (proof.smaller, proof.larger))
    return ForkProof(smaller, larger, proof.root, proof.proof)


def _told(node: Node, origin: str, size: int) -> bool:
    """Whether our log says it already, with no larger size."""
    for leaf in node.leaves(node.origin):
        if KIND.encode() in leaf and origin.encode() in leaf:
            said = parse(leaf)
            told = (said.payload or {}).get("size")
            if (
                said.kind == KIND
                and (said.payload or {}).get("log") == origin
                and isinstance(told, int)
                and told <= size
            ):
                return True
    return False


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
    return Branch(head, start, tuple(_proved(rival, start, hashes)) if whole else ())


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
