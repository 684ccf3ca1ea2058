"""Keys of fixed seeds, and the small trees, that the tests of signed bytes share."""

from truceline.tlog import checkpoint, note
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer
from truceline.tlog.merkle import NodeAt, leaf_hash, root_of

ORIGIN = "truceline/east-0a1b2c3d"
LOG = Signer.from_seed(ORIGIN, NOTE_KEY, b"l" * 32)
ENTRY = Signer.from_seed(f"{ORIGIN}/entry/1", NOTE_KEY, b"e" * 32)


def cosigner(origin: str, seed: int) -> Signer:
    """The witness of a log."""
    return Signer.from_seed(f"{origin}/witness", COSIGNATURE_KEY, bytes([seed]) * 32)


OWN = cosigner(ORIGIN, 1)
OTHER = cosigner("truceline/west-00000002", 2)
MONITOR = cosigner("truceline/watch-00000003", 3)


def hashes(size: int, fork: int | None = None) -> list[bytes]:
    """The leaf hashes of a made-up log; from `fork` on, of another history."""
    return [leaf_hash(f"{'b' if fork is not None and i >= fork else 'a'}{i}".encode()) for i in range(size)]


def node_of(row: list[bytes]) -> NodeAt:
    """A lookup of the tree's complete nodes."""
    return lambda level, index: root_of(row[index << level : (index + 1) << level])


def head(size: int, *cosigners: Signer, fork: int | None = None, time_s: int = 1_456_531_200) -> Checkpoint:
    """A signed head of that log, cosigned."""
    root = root_of(hashes(size, fork))
    lines = [cosignature(checkpoint.text(ORIGIN, size, root), one, time_s) for one in cosigners]
    return Checkpoint.parse(note.with_signatures(checkpoint.signed(ORIGIN, size, root, LOG), *lines))
