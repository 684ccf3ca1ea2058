"""Logs built in memory: keys, ids and times follow from the writer's name, so that every run makes the same bytes.

A writer makes entries that are really signed, heads that are really signed and cosigned, and forks of itself.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

from truceline.canon import canonical_text, to_json
from truceline.period import Instant
from truceline.tlog import checkpoint, note
from truceline.tlog.commitment import FIELDS, Opening, commit
from truceline.tlog.cosign import cosignature
from truceline.tlog.entry import Entry, Ref, make
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer
from truceline.tlog.merkle import leaf_hash, root_of

START = Instant.parse("2031-05-01T00:00:00Z")
HOUR_S = 3600

About = Entry | Ref


def digest(data: bytes) -> str:
    """The digest under which a blob is kept."""
    return hashlib.sha256(data).hexdigest()


def seed(*parts: object) -> bytes:
    """32 bytes that follow from words."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).digest()


class Blobs(dict[str, bytes]):
    """Blobs by digest, called as the fold calls them."""

    def put(self, data: bytes) -> str:
        """Keep a blob; its digest."""
        self[digest(data)] = data
        return digest(data)

    def __call__(self, name: str) -> bytes | None:
        return self.get(name)


class Writer:
    """Somebody's log with all its keys."""

    def __init__(self, name: str, role: str, actor: str = "", *, succeeds: Writer | None = None) -> None:
        """The log begins with its genesis; `succeeds` is the log it continues, by the key that one committed to."""
        self.name, self.role, self.actor = name, role, actor
        self.log_seed: bytes = seed(name, "log") if succeeds is None else succeeds.next_log_seed
        self.next_log_seed: bytes = seed(name, "log", "next")
        raw = Signer.from_seed("x", NOTE_KEY, self.log_seed).public.raw
        self.origin = f"truceline/{name}-{hashlib.sha256(raw).hexdigest()[:8]}"
        self.log_key = Signer.from_seed(self.origin, NOTE_KEY, self.log_seed)
        self.witness_key = Signer.from_seed(f"{self.origin}/witness", COSIGNATURE_KEY, seed(name, "witness"))
        self.mirror_key = Signer.from_seed(f"{self.origin}/mirror", COSIGNATURE_KEY, seed(name, "mirror"))
        self.key_number = 1
        self.genesis = ""
        self.entries: list[Entry] = []
        self.now = START
        self._begin(succeeds.origin if succeeds else "")

    def _begin(self, succeeds: str) -> None:
        payload = {
            "purpose": "genesis",
            "name": self.name,
            "role": self.role,
            "actor": self.actor,
            "log_key": self.log_key.public.vkey,
            "entry_key": self.entry_key.public.vkey,
            "witness_key": self.witness_key.public.vkey,
            "mirror_key": self.mirror_key.public.vkey,
            "next_entry_key": self._hash_of(self._entry_key(2)),
            "next_log_key": digest(Signer.from_seed("x", NOTE_KEY, self.next_log_seed).public.raw),
            "succeeds": succeeds,
        }
        self.genesis = self.add("key.enrolled", payload).hash

    @property
    def entry_key(self) -> Signer:
        """The key that signs entries now."""
        return self._entry_key(self.key_number)

    def _entry_key(self, number: int) -> Signer:
        return Signer.from_seed(f"{self.origin}/entry/{number}", NOTE_KEY, seed(self.name, "entry", number))

    @staticmethod
    def _hash_of(key: Signer) -> str:
        return digest(key.public.raw)

    def add(  # noqa: PLR0913 - the members of an entry
        self,
        kind: str,
        payload: object = None,
        *refs: About,
        time: Instant | None = None,
        id: str = "",  # noqa: A002 - the member's own name
        audience: Sequence[str] = (),
        blob: str = "",
        commitments: Sequence[str] = (),
        signer: Signer | None = None,
    ) -> Entry:
        """Append an entry about others; a minute passes."""
        seq = len(self.entries)
        self.now = time or self.now.plus(60)
        entry = make(
            self.origin,
            self.genesis,
            seq,
            kind,
            id or seed(self.origin, "id", seq, kind).hex()[:32],
            str(self.now),
            signer or self.entry_key,
            refs=[one.ref if isinstance(one, Entry) else one for one in refs],
            audience=audience,
            payload=None if blob or commitments else tree(payload),
            blob=blob,
            commitments=commitments,
        )
        self.entries.append(entry)
        return entry

    def seal(self, *payloads: str) -> tuple[Entry, tuple[Opening, ...]]:
        """Append a sealed entry of eight fields, those not given being empty objects, with what opens each."""
        seq = len(self.entries)
        name = seed(self.origin, "id", seq, "sealed").hex()[:32]
        said = [*payloads, *["{}"] * (FIELDS - len(payloads))]
        openings = tuple(
            Opening(i, seed(self.origin, "salt", seq, i), one.encode(), max(0, 256 - len(one.encode())))
            for i, one in enumerate(said)
        )
        return self.add("sealed", id=name, commitments=[commit(self.origin, name, one) for one in openings]), openings

    def disclose(self, sealed: Entry, *openings: Opening) -> Entry:
        """Open fields of a sealed entry for all."""
        return self.add("disclosed", {"opened": [shown(one) for one in openings], "reason": {"en": "So."}}, sealed)

    def rotate(self) -> Entry:
        """Enrol the entry key that was committed to, and commit to the one after it."""
        self.key_number += 1
        payload = {
            "purpose": "entry",
            "entry_key": self.entry_key.public.vkey,
            "next_entry_key": self._hash_of(self._entry_key(self.key_number + 1)),
        }
        return self.add("key.enrolled", payload)

    @property
    def leaves(self) -> list[bytes]:
        """The log's leaves."""
        return [one.leaf for one in self.entries]

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` entries; of all without."""
        return root_of(leaf_hash(leaf) for leaf in self.leaves[:size])

    def head(self, size: int | None = None, *, cosigned: Mapping[Writer, int] | None = None) -> bytes:
        """A signed checkpoint, with the cosignatures of witnesses at POSIX times."""
        whole = len(self.entries) if size is None else size
        data = checkpoint.signed(self.origin, whole, self.root(whole), self.log_key)
        text = checkpoint.text(self.origin, whole, self.root(whole))
        lines = [cosignature(text, who.witness_key, time_s) for who, time_s in (cosigned or {}).items()]
        return note.with_signatures(data, *lines) if lines else data

    def anchor(self, *heads: bytes) -> Entry:
        """Embed other logs' cosigned heads."""
        return self.add("anchor", {"checkpoints": [head.decode() for head in heads]})

    def forked(self, size: int) -> Writer:
        """The same owner with the same keys, who goes on otherwise from the first `size` entries."""
        other = copy.copy(self)
        other.entries = self.entries[:size]
        other.now = self.now.plus(7)
        return other


def shown(one: Opening) -> dict[str, Any]:
    """An opening as `disclosed` has it."""
    return {"field": one.index, "salt": one.salt.hex(), "payload": one.payload.decode(), "padding": one.padding}


def tree(payload: object) -> Any:  # noqa: ANN401 - JSON
    """A payload as JSON: a dataclass by its types, anything else as it is."""
    if payload is None:
        return {}
    return to_json(type(payload), payload) if is_dataclass(payload) else payload


def kept_apart(payload: object, blobs: Blobs) -> str:
    """The digest of a payload kept beside the record."""
    return blobs.put(canonical_text(tree(payload)).encode())


def logs_of(*writers: Writer) -> dict[str, list[bytes]]:
    """Logs as the fold takes them."""
    return {one.origin: one.leaves for one in writers}
