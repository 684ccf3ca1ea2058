"""What is timed of ours in the process of the benchmark: appends, cosigning, bulk appends and proofs."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from bench.record.entries import ENTRY_B, drafts, fill, node_in, world_in
from bench.record.rounds import Taken, Turn, timed
from truceline.desk.node import Node, Record
from truceline.desk.node.sync.listening import serving
from truceline.desk.node.sync.serving import Answer
from truceline.tlog import checkpoint
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.keys import NOTE_KEY, Signer
from truceline.tlog.merkle import consistency_proof, inclusion_proof, leaf_hash, verify_inclusion
from truceline.tlog.witness import AddCheckpoint

_SIGNER = Signer.from_seed("bulk", NOTE_KEY, bytes(32))
COSIGNED_AT = 1_000  # entries of the log whose heads are cosigned, at the first of them


def syncs(path: Path, number: int) -> Turn:
    """Bytes of an entry written to a file and synced (fdatasync), each by itself: what the disk allows."""

    def turn() -> Taken:
        with path.open("ab", buffering=0) as file:
            return timed(number, lambda: _sync_each(file.fileno(), number))

    return turn


def _sync_each(file: int, number: int) -> None:
    data = b"x" * ENTRY_B
    for _ in range(number):
        os.write(file, data)
        os.fdatasync(file)


def appends(node: Node, number: int) -> Turn:
    """Entries appended one by one, each signed and durable, its head marker too, when the next begins."""
    coming = drafts(node.record.size(node.origin))

    def turn() -> Taken:
        said = list(itertools.islice(coming, number))
        return timed(number, lambda: [node.append(one.kind, one.payload) for one in said])

    return turn


@contextmanager
def cosigning(folder: Path, number: int, rounds: int) -> Iterator[Turn]:
    """Heads of another's log cosigned one by one, as a node that serves does it below HTTP."""
    with node_in(folder, "author") as author, node_in(folder, "witness") as witness:
        fill(author, COSIGNED_AT + number * rounds)
        witness.peers.admit(author.origin, author.words, author.record.leaf(author.origin, 0))
        bodies = iter([_asked(author, size) for size in range(COSIGNED_AT, COSIGNED_AT + number * rounds)])
        with serving(witness, ()) as served:

            def turn() -> Taken:
                coming, answers = list(itertools.islice(bodies, number)), list[Answer]()
                taken = timed(number, lambda: answers.extend(map(served.add_checkpoint, coming)))
                if {one.status for one in answers} != {HTTPStatus.OK}:
                    raise AssertionError(f"every head cosigned, not {answers}")
                return taken

            yield turn


def _asked(author: Node, size: int) -> bytes:
    """The request to cosign the head of a size, the one before it being the last that was cosigned."""
    record, origin = author.record, author.origin
    old = size - 1 if size > COSIGNED_AT else 0
    proof = consistency_proof(old, size, record.nodes(origin, size)) if old else []
    head = checkpoint.signed(origin, size, record.root(origin, size), author.keys["log"])
    return AddCheckpoint(old, tuple(proof), Checkpoint.parse(head)).write()


@dataclass
class Bulk:
    """The same leaves appended in one transaction, to one new record file after another; the last is kept."""

    folder: Path
    leaves: Sequence[bytes]
    made: int = 0
    record: Record | None = None

    def __call__(self) -> Taken:
        """Append them, with all tiles and a signed head."""
        self.dropped()
        self.made += 1
        path = self.folder / f"bulk-{self.made}.sqlite"
        Record.make(path)
        record = self.record = Record(path, world_in(self.folder))
        return timed(len(self.leaves), lambda: record.append("bulk", self.leaves, _signed))

    def dropped(self) -> None:
        """Let go of the last file."""
        if self.record:
            self.record.close()
            self.record.path.unlink()
            self.record = None

    def root(self, size: int) -> str:
        """The root of the first entries, hex."""
        assert self.record  # noqa: S101 - something was appended
        return self.record.root("bulk", size).hex()

    def prove(self, indexes: Sequence[int], size: int) -> Taken:
        """Proofs of inclusion; each is verified afterwards."""
        assert self.record  # noqa: S101 - as above
        record, proofs = self.record, list[list[bytes]]()
        taken = timed(
            len(indexes),
            lambda: proofs.extend(inclusion_proof(one, size, record.nodes("bulk", size)) for one in indexes),
        )
        root = record.root("bulk", size)
        for index, proof in zip(indexes, proofs, strict=True):
            verify_inclusion(index, size, leaf_hash(self.leaves[index]), root, proof)
        return taken


def _signed(size: int, root: bytes) -> bytes:
    return checkpoint.signed("bulk", size, root, _SIGNER)
