"""Small logs made for tests: three nodes that anchor, refer to and cosign each other, as files of tlog-tiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from truceline.tlog import checkpoint
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.entry import Entry, Ref, make
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer
from truceline.tlog.merkle import NodeAt, leaf_hash, root_of
from truceline.tlog.mirror import log_id
from truceline.tlog.note import with_signatures
from truceline.tlog.tiles import bundle, bundles_of, tile_roots, tiles_of

NOON = 1_456_574_400  # 2016-02-27 12:00 UTC
Files = dict[str, bytes]


def signer(name: str, kind: int = NOTE_KEY) -> Signer:
    """A key that belongs to its name."""
    return Signer.from_seed(name, kind, sha256(name.encode()).digest())


def hash_of(key: Signer) -> str:
    """What is published of a key before it is used."""
    return sha256(key.public.raw).hexdigest()


@dataclass
class Log:
    """A log and all its keys."""

    slug: str
    role: str = "guarantor"
    entries: list[Entry] = field(default_factory=list)
    generation: int = 0  # of the entry key in use

    def __post_init__(self) -> None:
        raw, seed = signer(self.slug).public.raw, sha256(self.slug.encode()).digest()
        self.origin = f"truceline/{self.slug}-{sha256(raw).hexdigest()[:8]}"
        self.log_key = Signer.from_seed(self.origin, NOTE_KEY, seed)
        self.witness = signer(f"{self.origin}/witness", COSIGNATURE_KEY)
        self.mirror = signer(f"{self.origin}/mirror", COSIGNATURE_KEY)
        if not self.entries:
            self.append("key.enrolled", self.beginning())

    def beginning(self) -> dict[str, object]:
        """What the first entry says."""
        return {
            "purpose": "genesis", "name": self.slug, "role": self.role, "actor": self.slug,
            "log_key": self.log_key.public.vkey, "entry_key": self.entry_key().public.vkey,
            "witness_key": self.witness.public.vkey, "mirror_key": self.mirror.public.vkey,
            "next_entry_key": hash_of(self.entry_key(1)), "next_log_key": hash_of(signer(f"{self.slug}/next")),
        }  # fmt: skip

    def entry_key(self, generation: int | None = None) -> Signer:
        """The key that signs entries, or an earlier or later one."""
        return signer(f"{self.origin}/entry/{self.generation if generation is None else generation}")

    @property
    def genesis(self) -> str:
        """The hash of the first entry."""
        return self.entries[0].hash if self.entries else ""

    def draft(self, kind: str, payload: dict[str, object] | None = None, **more: object) -> Entry:
        """The next entry, not appended."""
        seq = len(self.entries)
        said = {"payload": payload or {}} if "blob" not in more and "commitments" not in more else {}
        given: dict[str, object] = {
            "id": f"{sha256(self.slug.encode()).hexdigest()[:16]}{seq:016x}",
            "time": f"2016-02-27T{seq // 3600 % 24:02d}:{seq // 60 % 60:02d}:{seq % 60:02d}Z",
            "signer": self.entry_key(), "origin": self.origin, "genesis": self.genesis, "seq": seq, "kind": kind,
        }  # fmt: skip
        return make(**{**given, **said, **more})  # type: ignore[arg-type]  # whatever a test wants changed

    def append(self, kind: str, payload: dict[str, object] | None = None, **more: object) -> Entry:
        """The next entry, appended."""
        self.entries.append(self.draft(kind, payload, **more))
        return self.entries[-1]

    def fill(self, size: int) -> Log:
        """Observations up to a size."""
        while len(self.entries) < size:
            self.append("observation.made", {"text": f"quiet at {len(self.entries)}"})
        return self

    def rotate(self) -> None:
        """Enrol the next entry key, signed by the one in use, and use it."""
        following = self.entry_key(self.generation + 1)
        self.append("key.enrolled", {
            "purpose": "entry", "entry_key": following.public.vkey,
            "next_entry_key": hash_of(self.entry_key(self.generation + 2)),
        })  # fmt: skip
        self.generation += 1

    def anchor(self, *others: Log) -> Entry:
        """Embed the heads of others."""
        return self.append("anchor", {"checkpoints": [log.head().note.data.decode() for log in others]})

    def refs(self, *indices: int) -> tuple[Ref, ...]:
        """How others refer to these entries."""
        return tuple(self.entries[index].ref for index in indices)

    @property
    def hashes(self) -> list[bytes]:
        """The leaf hashes."""
        return [leaf_hash(entry.leaf) for entry in self.entries]

    def head(self, size: int | None = None, cosigners: Sequence[Signer] = ()) -> Checkpoint:
        """The signed head at a size, or now, cosigned."""
        size = len(self.entries) if size is None else size
        data = checkpoint.signed(self.origin, size, root_of(self.hashes[:size]), self.log_key)
        text = Checkpoint.parse(data).note.text
        return Checkpoint.parse(with_signatures(data, *(cosignature(text, one, NOON) for one in cosigners)))

    def node(self) -> NodeAt:
        """A lookup of complete nodes."""
        hashes = self.hashes

        def node(level: int, index: int) -> bytes:
            leaves = hashes[index << level : index + 1 << level]
            assert len(leaves) == 1 << level
            return root_of(leaves)

        return node

    def files(self, cosigners: Sequence[Signer] = ()) -> Files:
        """The log as files of tlog-tiles, below its path."""
        rows, size, prefix = [self.hashes], len(self.entries), log_id(self.origin)
        while rows[-1]:
            rows.append(tile_roots(rows[-1]))
        files = {f"{prefix}/checkpoint": self.head(cosigners=cosigners).note.data}
        for tile in tiles_of(size):
            files[f"{prefix}/{tile}"] = b"".join(rows[tile.level][tile.n * 256 : tile.n * 256 + tile.width])
        for tile in bundles_of(size):
            leaves = [entry.leaf for entry in self.entries[tile.start : tile.start + tile.width]]
            files[f"{prefix}/{tile}"] = bundle(leaves)
        return files


def three_logs(size: int = 300) -> tuple[list[Log], Files]:
    """Two guarantors and a monitor: a key rotated, anchored, referred to and cosigned crosswise, with a blob."""
    logs = [Log("red"), Log("blue"), Log("white", "monitor")]
    red, blue, white = logs
    red.fill(size)
    red.rotate()
    red.append("observation.made", {"text": "signed by the new key"})
    blue.anchor(red)
    blue.append("reply.made", {"text": "not so"}, refs=red.refs(3, 299 % len(red.entries)))
    blob = b'{"text":"long"}'
    white.append("batch.imported", blob=sha256(blob).hexdigest())
    white.anchor(red, blue)
    white.append("determination.made", {"text": "so"}, refs=(*red.refs(4), *blue.refs(2)))
    red.append("reply.made", {"text": "seen"}, refs=white.refs(3))
    files: Files = {f"blob/{sha256(blob).hexdigest()}": blob}
    for log in logs:
        files |= log.files([one.witness for one in logs if one is not log] + [white.mirror] * (log is not white))
    return logs, files


@dataclass
class Held:
    """A source in memory."""

    files: Files

    def logs(self) -> Iterable[str]:
        """The logs there."""
        return sorted({path.partition("/")[0] for path in self.files} - {"blob"})

    def get(self, path: str) -> bytes | None:
        """A file."""
        return self.files.get(path)


@dataclass
class Folder:
    """A source on disk."""

    path: Path

    def logs(self) -> Iterable[str]:
        """The logs there."""
        return sorted(one.name for one in self.path.iterdir() if len(one.name) == 64)

    def get(self, path: str) -> bytes | None:
        """A file."""
        file = self.path / path
        return file.read_bytes() if file.is_file() else None


def written(files: Files, folder: Path) -> Path:
    """The files, in a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
