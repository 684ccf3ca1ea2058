"""The record file: what is appended is what is read, under the roots that a plain tree gives; nothing is undone."""

import contextlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.node.nodes import a_world
from truceline.desk.node import Record, SignedHead
from truceline.desk.node.blobs import Blobs
from truceline.desk.node.turns import Turns
from truceline.errors import Locked, RecordError, UnknownName
from truceline.tlog import checkpoint
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer
from truceline.tlog.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from truceline.tlog.tiles import bundle, bundles_of, hashes_in, tiles_of, unbundle

LOG = "truceline/alpha-00000000"
KEY = Signer.from_seed(LOG, NOTE_KEY, bytes(32))
WITNESS = Signer.from_seed("truceline/beta-00000000/witness", COSIGNATURE_KEY, bytes(31) + b"\1")


def sign(size: int, root: bytes) -> bytes:
    """The log's checkpoint."""
    return checkpoint.signed(LOG, size, root, KEY)


def some(count: int, first: int = 0, length: int = 8) -> list[bytes]:
    """Entries that differ."""
    return [str(n).rjust(length, "-").encode() for n in range(first, first + count)]


@contextlib.contextmanager
def a_record(folder: Path, name: str = "record", patience_s: float = 5) -> Iterator[Record]:
    """A new record file, or the one that is there."""
    path = folder / f"{name}.sqlite"
    if not path.exists():
        Record.make(path)
    with contextlib.closing(Record(path, a_world(folder, patience_s=patience_s))) as record:
        yield record


def holds(record: Record, leaves: list[bytes]) -> None:
    """The record has exactly these entries, and every tile, root and proof of them as the plain tree has."""
    size, hashes = len(leaves), [leaf_hash(leaf) for leaf in leaves]
    assert record.head(LOG) == (LOG, size, root_of(hashes))
    assert list(record.leaves(LOG)) == leaves
    for index in {0, size // 2, size - 1, max(0, size - 257), size // 256 * 256 - 1} - {-1}:
        assert record.leaf(LOG, index) == leaves[index]
        proof = inclusion_proof(index, size, record.nodes(LOG))
        verify_inclusion(index, size, hashes[index], root_of(hashes), proof)
    for tile in bundles_of(size):
        assert record.tile(LOG, *tile) == bundle(leaves[tile.start : tile.start + tile.width])
    for tile in tiles_of(size):
        span = 256**tile.level
        spans = [hashes[tile.start + i * span : tile.start + (i + 1) * span] for i in range(tile.width)]
        assert hashes_in(record.tile(LOG, *tile) or b"") == [root_of(one) for one in spans]


@settings(max_examples=12)
@given(chunks=st.lists(st.integers(1, 600), min_size=1, max_size=6))
def test_however_entries_come_the_tree_is_theirs(tmp_path_factory: pytest.TempPathFactory, chunks: list[int]) -> None:
    """One by one or in any chunks: entries, tiles, roots and proofs are those of the plain tree, also when reopened."""
    folder, leaves = tmp_path_factory.mktemp("chunks"), some(sum(chunks))
    with a_record(folder) as record:
        done = 0
        for chunk in chunks:
            record.append(LOG, leaves[done : done + chunk], sign)
            done += chunk
            assert record.head(LOG).size == done
            assert list(record.leaves(LOG, done - chunk, done)) == leaves[done - chunk : done]
        holds(record, leaves)
    with a_record(folder) as record:
        record.append(LOG, some(1, len(leaves)), sign)
        holds(record, some(len(leaves) + 1))


def test_a_log_beyond_a_full_tile_of_the_second_level(tmp_path: Path) -> None:
    """70,000 entries fill a tile of level 1 and begin one of level 2; earlier sizes and their proofs stay to be had."""
    leaves = some(70_000)
    with a_record(tmp_path) as record:
        record.append(LOG, leaves[:65_535], sign)
        record.append(LOG, leaves[65_535:65_537], sign)
        record.append(LOG, leaves[65_537:], sign)
        holds(record, leaves)
        for size in (1, 255, 256, 65_535, 65_536, 65_537, 69_999):
            root = root_of(map(leaf_hash, leaves[:size]))
            assert record.root(LOG, size) == root
            proof = consistency_proof(size, 70_000, record.nodes(LOG))
            verify_consistency(size, 70_000, root, record.head(LOG).root, proof)
        assert record.tile(LOG, 0, 273, 113) is None
        assert record.tile(LOG, 2, 0, 1) is not None
        assert record.tile(LOG, 2, 0, 2) is None
        assert record.tile(LOG, 9, 0, 1) is None


def test_what_is_not_held_is_said(tmp_path: Path) -> None:
    """A log, entry, root, node or checkpoint that there is not: what was asked for, what is there, what to do."""
    with a_record(tmp_path) as record:
        with pytest.raises(UnknownName, match="no log named 'nobody'"):
            record.leaf("nobody", 0)
        assert (record.size(LOG), record.origins(), record.head(LOG).size) == (0, (), 0)
        record.append(LOG, some(3), sign)
        assert record.origins() == (LOG,)
        asks: tuple[Callable[[], object], ...] = (
            lambda: record.leaf(LOG, 3),
            lambda: record.root(LOG, 4),
            lambda: record.node(LOG, 2, 0),
            lambda: record.checkpoint(LOG, 2),
        )
        for ask in asks:
            with pytest.raises(RecordError, match=r"not in the record\n.*Sync with a node that holds them"):
                ask()


def test_overhead_of_an_entry(tmp_path: Path) -> None:
    """Beyond the bytes of its entries the file takes at most 56 bytes an entry, whatever their length."""
    for length in (380, 500, 777):
        with a_record(tmp_path, str(length)) as record:
            record.append(LOG, some(20_000, length=length), sign)
            for n in range(20_000, 20_100):
                record.append(LOG, some(1, n, length), sign)
        size = (tmp_path / f"{length}.sqlite").stat().st_size
        assert (size - 20_100 * length) / 20_100 <= 56


# ── never two heads of one size ───────────────────────────────────────────────────────────────


def test_a_key_signs_each_size_once(tmp_path: Path) -> None:
    """A smaller head, or another of the same size, is never kept as signed; the same one again is no change."""
    head = SignedHead(5, bytes(32))
    with a_record(tmp_path) as record:
        record.keep_signed_head(LOG, WITNESS.public.name, head, b"note")
        record.keep_signed_head(LOG, WITNESS.public.name, head, b"note")
        for other in (SignedHead(4, bytes(32)), SignedHead(5, bytes(31) + b"1")):
            with pytest.raises(RecordError, match=r"has signed size 5 of .*, and signs no other head up to it"):
                record.keep_signed_head(LOG, WITNESS.public.name, other, b"other")
        assert record.signed_head(LOG, WITNESS.public.name) == head
        assert record.signed_note(LOG, WITNESS.public.name) == b"note"
        assert (record.signed_head(LOG, LOG), record.signed_note(LOG, LOG)) == (None, None)
        assert record.origins() == ()


def test_what_fails_within_a_write_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    """Entries, tree and memory are those before a write that failed; what is appended then has the right roots."""

    def never(size: int, root: bytes) -> bytes:
        record.root(LOG, size)  # reckoned within the transaction, from what is undone
        raise ArithmeticError(f"{size} {root!r}")

    with a_record(tmp_path) as record:
        record.append(LOG, some(300), sign)
        for count in (1, 300, 600):
            with pytest.raises(ArithmeticError):
                record.append(LOG, some(count, 5000), never)
            with pytest.raises(ValueError, match="65,535"):
                record.append(LOG, [*some(count, 5000), bytes(65_536)], sign)
        assert record.size(LOG) == 300
        record.append(LOG, some(301, 300), sign)
        holds(record, some(601))


def test_whoever_writes_sees_what_is_written_and_others_do_not(tmp_path: Path) -> None:
    """Within a transaction its own thread reads what is new; other threads and processes read what was committed."""
    seen: list[int] = []
    with a_record(tmp_path) as record, a_record(tmp_path) as other:
        record.append(LOG, some(3), sign)
        with record.writing():
            record.append(LOG, some(2, 3), sign)
            assert record.size(LOG) == 5
            thread = threading.Thread(target=lambda: seen.append(record.size(LOG)))
            thread.start()
            thread.join()
            assert (seen, other.size(LOG)) == ([3], 3)
        assert other.size(LOG) == 5
        holds(other, some(5))


def test_two_that_append_in_turn_keep_one_tree(tmp_path: Path) -> None:
    """Two open records of one file append by turns, each going on from what the other left."""
    with a_record(tmp_path) as one, a_record(tmp_path) as other:
        for n in range(0, 600, 50):
            (one if n % 100 else other).append(LOG, some(50, n), sign)
        holds(one, some(600))
        holds(other, some(600))


def test_nothing_leaves_the_record(tmp_path: Path) -> None:
    """The file itself refuses to delete what it holds."""
    with a_record(tmp_path) as record:
        record.append(LOG, some(257), sign)
        record.keep_checkpoint(record.checkpoint(LOG), [cosignature("text\n", WITNESS, 1)])
        record.keep_evidence(LOG, "fork", b"proof")
    with contextlib.closing(sqlite3.connect(tmp_path / "record.sqlite")) as db:
        for table in ("log", "entry", "tile", "checkpoint", "cosignature", "evidence"):
            with pytest.raises(sqlite3.IntegrityError, match="nothing leaves the record"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours


def test_settings_of_the_files(tmp_path: Path) -> None:
    """The record is synced at every commit; what is deleted from the blobs is overwritten, and no journal stays."""
    with a_record(tmp_path) as record, contextlib.closing(Blobs(tmp_path / "blobs.sqlite")) as blobs:
        with record.writing() as db:
            assert db.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
            assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        values = [
            blobs._db.execute(f"PRAGMA {one}").fetchone()[0] for one in ("journal_mode", "synchronous", "secure_delete")
        ]
        assert values == ["delete", 3, 1]
        assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.sqlite*")} == {0o600}


# ── others' logs ──────────────────────────────────────────────────────────────────────────────


def test_another_log_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    """Entries that do not give the checkpoint's root are not kept, nor is the checkpoint; the right ones then are."""
    leaves = some(700)
    with a_record(tmp_path, "source") as source, a_record(tmp_path, "copy") as copy:
        source.append(LOG, leaves, sign)
        head = source.checkpoint(LOG)
        for wrong in (some(700, 1), leaves[:-1], [*leaves, b"one more"], []):
            with pytest.raises(RecordError, match=r"does not hold together\n.*entries that give size 700 and root"):
                copy.extend(LOG, wrong, head)
            assert (copy.size(LOG), copy.origins()) == (0, ())
        assert copy.extend(LOG, leaves, head) == source.head(LOG)
        holds(copy, leaves)


def test_a_mirror_goes_on_in_the_middle_of_a_tile(tmp_path: Path) -> None:
    """Taken from checkpoint to checkpoint, at sizes on and off the edges of tiles, the copy is the log."""
    sizes, leaves = [1, 100, 256, 257, 511, 512, 900], some(900)
    with a_record(tmp_path, "source") as source, a_record(tmp_path, "copy") as copy:
        for before, size in zip([0, *sizes], sizes, strict=False):
            source.append(LOG, leaves[before:size], sign)
            copy.extend(LOG, source.leaves(LOG, before, size), source.checkpoint(LOG))
            holds(copy, leaves[:size])
        assert [size for size, _, _ in copy.checkpoints(LOG)] == sizes[::-1]


def test_cosignatures_stand_below_the_checkpoint_they_are_of(tmp_path: Path) -> None:
    """They are kept once each, for one's own head and for others', and a checkpoint of another history is refused."""
    with a_record(tmp_path) as record:
        record.append(LOG, some(2), sign)
        first = Checkpoint.parse(record.checkpoint(LOG))
        line = cosignature(first.note.text, WITNESS, 7)
        record.append(LOG, some(1, 2), sign)
        record.keep_checkpoint(first.note.data, [line])
        record.keep_checkpoint(first.note.data, [line])
        held = Checkpoint.parse(record.checkpoint(LOG, 2))
        assert held.cosigned([WITNESS.public]) == ((WITNESS.public.name, 7),)
        assert Checkpoint.parse(record.checkpoint(LOG)).size == 3
        assert [(size, seen_s > 0) for size, _, seen_s in record.checkpoints(LOG)] == [(3, False), (2, True)]
        with pytest.raises(RecordError, match="does not hold together"):
            record.keep_checkpoint(sign(2, bytes(32)))


def test_evidence_is_kept_once_and_in_order(tmp_path: Path) -> None:
    """What may have to be shown is found by its log and kind."""
    with a_record(tmp_path) as record:
        for origin, kind, data in (
            (LOG, "fork", b"a"),
            ("other", "fork", b"b"),
            (LOG, "refused", b"c"),
            (LOG, "fork", b"a"),
        ):
            record.keep_evidence(origin, kind, data)
        assert [one.data for one in record.evidence()] == [b"a", b"b", b"c"]
        assert [one.data for one in record.evidence(LOG)] == [b"a", b"c"]
        assert [one.data for one in record.evidence(kind="fork")] == [b"a", b"b"]


# ── turns, damage ─────────────────────────────────────────────────────────────────────────────

HOLDER = """
import sys
from pathlib import Path
from truceline.desk.node.turns import Turns
sys.argv = ["truceline", "import", "ucdp"]
with Turns(Path({path!r}), 1).mine():
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_is_at_it_and_readers_go_on(tmp_path: Path) -> None:
    """While one process writes, another is refused with its name; reading goes on, and writing once it has ended."""
    with a_record(tmp_path, patience_s=0) as record:
        record.append(LOG, some(2), sign)
        code = HOLDER.format(path=str(tmp_path / "turn"))
        with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
            assert holder.stdout
            assert holder.stdout.readline() == b"mine\n"
            with pytest.raises(Locked, match=rf"being written to by process {holder.pid} \(truceline import ucdp\)"):
                record.append(LOG, some(1), sign)
            assert list(record.leaves(LOG)) == some(2)
            holder.kill()
        record.append(LOG, some(1, 2), sign)
        holds(record, some(3))


def test_threads_of_one_process_take_turns_too(tmp_path: Path) -> None:
    """A thread waits for another's turn, and is told when it takes too long; the same thread may take it again."""
    turns, refused = Turns(tmp_path / "turn", 0), []

    def second() -> None:
        with contextlib.suppress(Locked), turns.mine():
            return
        refused.append(1)

    with turns.mine(), turns.mine():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert refused == [1]
    second()
    assert refused == [1]
    turns.close()


def test_a_file_that_is_no_record_is_said(tmp_path: Path) -> None:
    """Bytes that are no database, and none at all, are errors with their file."""
    path = tmp_path / "record.sqlite"
    with pytest.raises(RecordError, match=r"record\.sqlite cannot be used\n.*unable to open"):
        Record(path, a_world(tmp_path))
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(RecordError, match=r"record\.sqlite cannot be used\n.*not a database"):
        Record(path, a_world(tmp_path)).size(LOG)


def test_blobs_are_what_was_put(tmp_path: Path) -> None:
    """A blob is found by its digest, is put once, can be shredded without a trace, and damage to it is seen."""
    secret = b"a name that must go " * 400
    with contextlib.closing(Blobs(tmp_path / "blobs.sqlite")) as blobs:
        kept, shredded = blobs.put(b"kept"), blobs.put(secret)
        assert blobs.put(b"kept") == kept
        assert list(blobs.digests()) == sorted([kept, shredded])
        assert (blobs.get(kept), blobs.has(kept), blobs.get("00" * 32)) == (b"kept", True, None)
        assert blobs.shred(shredded)
        assert not blobs.shred(shredded)
        assert not blobs.has(shredded)
        assert secret[:20] not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        blobs._db.execute("UPDATE blob SET data = ?", (b"other",))
        with pytest.raises(RecordError, match=rf"blob {kept}: expected bytes of that SHA-256"):
            blobs.get(kept)


def test_unbundled_as_bundled(tmp_path: Path) -> None:
    """The longest entry there may be goes in and comes out."""
    leaves = [b"", bytes(65_535), b"x"]
    with a_record(tmp_path) as record:
        record.append(LOG, leaves, sign)
        assert unbundle(record.tile(LOG, -1, 0, 3) or b"") == leaves
