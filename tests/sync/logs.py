"""A log in memory, with its keys, that may do what an honest node never does: fork, roll back, back-date, replay.

It is written with the record's own bytes (`tlog`) and nothing of the desk, so that what the desk says of it is
said by other code. Seeds are the numbers of the logs, and so every run makes the same bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from truceline.desk.node.sync.bundles import Carried
from truceline.tlog import checkpoint, entry
from truceline.tlog.entry import Ref
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer
from truceline.tlog.merkle import NodeAt, leaf_hash, root_of
from truceline.tlog.tiles import ENTRIES, TilePath, bundle, tile_roots

TIME = "2031-05-01T12:00:00Z"


def seed(*parts: object) -> bytes:
    """32 bytes that these parts always give."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).digest()


@dataclass(frozen=True)
class Keys:
    """All keys of one log."""

    origin: str
    number: int

    @classmethod
    def of(cls, name: str, number: int = 0) -> Self:
        """The keys of a log of that name."""
        raw = Signer.from_seed("x", NOTE_KEY, seed(name, number, "log")).public.raw
        return cls(f"truceline/{name}-{hashlib.sha256(raw).hexdigest()[:8]}", number)

    @property
    def name(self) -> str:
        return self.origin.removeprefix("truceline/").rpartition("-")[0]

    def signer(self, what: str, suffix: str, kind: int) -> Signer:
        return Signer.from_seed(f"{self.origin}{suffix}", kind, seed(self.name, self.number, what))

    @property
    def log(self) -> Signer:
        return self.signer("log", "", NOTE_KEY)

    @property
    def entry(self) -> Signer:
        return self.signer("entry", "/entry/0", NOTE_KEY)

    @property
    def witness(self) -> Signer:
        return self.signer("witness", "/witness", COSIGNATURE_KEY)

    @property
    def mirror(self) -> Signer:
        return self.signer("mirror", "/mirror", COSIGNATURE_KEY)

    def genesis(self, role: str = "party", actor: str = "") -> dict[str, object]:
        """The payload of the first entry."""
        return {
            "purpose": "genesis",
            "name": self.name,
            "role": role,
            "actor": actor,
            "log_key": self.log.public.vkey,
            "entry_key": self.entry.public.vkey,
            "witness_key": self.witness.public.vkey,
            "mirror_key": self.mirror.public.vkey,
            "next_entry_key": hashlib.sha256(self.signer("entry/1", "/entry/1", NOTE_KEY).public.raw).hexdigest(),
            "next_log_key": hashlib.sha256(seed(self.name, "next")).hexdigest(),
            "succeeds": "",
        }


@dataclass
class MadeLog:
    """The entries of one log, and whatever heads it chooses to sign."""

    keys: Keys
    leaves: list[bytes] = field(default_factory=list)
    salt: str = ""  # so that two branches of one log write different entries

    @classmethod
    def begun(cls, name: str, role: str = "party", number: int = 0) -> Self:
        """A log with its first entry."""
        made = cls(Keys.of(name, number))
        made.add("key.enrolled", made.keys.genesis(role))
        return made

    @property
    def origin(self) -> str:
        return self.keys.origin

    @property
    def genesis(self) -> str:
        return leaf_hash(self.leaves[0]).hex() if self.leaves else ""

    def add(
        self, kind: str, payload: Mapping[str, object], refs: Sequence[Ref] = (), time: str = TIME, blob: str = ""
    ) -> bytes:
        """One further entry."""
        number = len(self.leaves)
        one = entry.make(
            self.origin,
            self.genesis,
            number,
            kind,
            seed(self.origin, self.salt, number).hex()[:32],
            time,
            self.keys.entry,
            refs=refs,
            payload=None if blob else payload,
            blob=blob,
        )
        self.leaves.append(one.leaf)
        return one.leaf

    def grow(self, count: int) -> Self:
        """That many entries of a kind that nobody knows: kept, shown, ignored."""
        for _ in range(count):
            self.add("exercise.noted", {"text": f"note {len(self.leaves)}{self.salt}"})
        return self

    def branch(self, size: int, salt: str) -> "MadeLog":
        """The same log with its entries after `size` left out, to go on otherwise."""
        return replace(self, leaves=self.leaves[:size], salt=salt)

    def root(self, size: int | None = None) -> bytes:
        return root_of(map(leaf_hash, self.leaves[:size]))

    def head(self, size: int | None = None) -> bytes:
        """A signed head over the first `size` entries."""
        size = len(self.leaves) if size is None else size
        return checkpoint.signed(self.origin, size, self.root(size), self.keys.log)

    def row(self, level: int) -> list[bytes]:
        """All hashes of one tile level."""
        found = [leaf_hash(leaf) for leaf in self.leaves]
        for _ in range(level):
            found = tile_roots(found)
        return found

    def node(self) -> NodeAt:
        """Every complete node."""

        def at(level: int, index: int) -> bytes:
            return root_of(map(leaf_hash, self.leaves[index << level : index + 1 << level]))

        return at


@dataclass
class Stick:
    """Logs to carry, as `bundles.write` asks for them."""

    logs: list[MadeLog]
    heads: dict[str, bytes] = field(default_factory=dict)  # where another head than the newest is to be shown
    kept: dict[str, bytes] = field(default_factory=dict)  # blobs by digest

    def carried(self) -> tuple[Carried, ...]:
        return tuple(
            Carried(log.origin, len(log.leaves), self.heads.get(log.origin, log.head())) for log in self.logs
        )

    def tile(self, origin: str, tile: TilePath) -> bytes:
        log = next(log for log in self.logs if log.origin == origin)
        if tile.level == ENTRIES:
            return bundle(log.leaves[tile.n * 256 : tile.n * 256 + tile.width])
        return b"".join(log.row(tile.level)[tile.n * 256 : tile.n * 256 + tile.width])

    def blobs(self) -> Iterator[str]:
        return iter(self.kept)

    def blob(self, digest: str) -> bytes | None:
        return self.kept.get(digest)
