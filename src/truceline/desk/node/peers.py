"""The logs a node's people have admitted: whose they read, and by what they know them.

A log is admitted by its origin and its fingerprint, the hash of its first entry, which two people have compared as
words over a line they trust (RECORD.md, rule 10). Where the first entry is at hand, the words are checked against it
at once; where it is not, they are kept and checked at first contact, and until then nothing of that log is read. Kept
in peers.json; nothing here is secret.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from truceline import canon
from truceline.desk.files import write
from truceline.desk.node import database
from truceline.desk.node.turns import Turns
from truceline.errors import Fault, RecordError, Refused, UnknownName
from truceline.tlog import entry as entries
from truceline.tlog.entry import signed_by
from truceline.tlog.keyring import NO_KEYS, Identity
from truceline.tlog.keys import PublicKey, from_words, words

FILE, TURN = "peers.json", "peers.turn"
_PATIENCE_S = 15.0  # how long a change waits for another process's


@dataclass(frozen=True, slots=True)
class Peer:
    """A log that people admitted."""

    origin: str  # its name
    words: str  # its fingerprint as eight words, as typed by a person
    first: str = ""  # its first entry as text; empty until first contact
    url: str = ""  # where its node listens; empty: it does not, or is met by bundle

    @property
    def identity(self) -> Identity | None:
        """What its first entry says of it; None until first contact."""
        return identity(self.first.encode()) if self.first else None

    @property
    def genesis(self) -> str:
        """The hash of its first entry, hex; empty until first contact."""
        return self.identity.genesis if self.identity else ""

    @property
    def log_key(self) -> PublicKey | None:
        """What its checkpoints are signed by; None until first contact."""
        return self.identity.log_key if self.identity else None


class Peers:
    """The admitted logs of a node."""

    def __init__(self, folder: Path) -> None:
        """Read them from a node's folder; raises RecordError."""
        self._path = folder / FILE
        self._peers = self._read()

    def _read(self) -> dict[str, Peer]:
        try:
            rows = canon.loads(tuple[Peer, ...], self._path.read_bytes()) if self._path.exists() else ()
        except (OSError, ValueError) as error:
            fault = Fault(str(self._path), 0, "", "admitted logs", str(error), "Admit them again, comparing the words.")
            raise RecordError("the admitted logs cannot be read", (fault,)) from None
        return {peer.origin: peer for peer in rows}

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else changes the list meanwhile; what others changed before is read first. Raises Locked."""
        with contextlib.closing(Turns(self._path.with_name(TURN), _PATIENCE_S)) as turns, turns.mine():
            self._peers = self._read()
            yield

    def __iter__(self) -> Iterator[Peer]:
        """All, in order of origin."""
        return iter(sorted(self._peers.values(), key=lambda peer: peer.origin))

    def __contains__(self, origin: object) -> bool:
        return origin in self._peers

    def __getitem__(self, origin: str) -> Peer:
        """The admitted log; raises UnknownName."""
        if origin not in self._peers:
            raise UnknownName("admitted log", origin, tuple(sorted(self._peers)))
        return self._peers[origin]

    def admit(self, origin: str, typed: str, first: bytes = b"", url: str = "") -> Peer:
        """Admit a log by the words a person typed; raises Refused where they are not those of its first entry."""
        try:
            typed = words(from_words(typed).ljust(32, b"\0"))
        except ValueError as error:
            raise Refused(f"the fingerprint of {origin}: expected {error}. Ask for the words again") from None
        with self.turn():
            peer = Peer(origin, typed, url=url or (self._peers[origin].url if origin in self._peers else ""))
            return self._keep(_met(peer, first) if first else peer)

    def met(self, origin: str, first: bytes) -> Peer:
        """First contact: the log's first entry against the words that were typed; raises Refused, UnknownName."""
        if self[origin].first.encode() == first:
            return self[origin]
        with self.turn():
            return self._keep(_met(self[origin], first))

    def at(self, origin: str, url: str) -> Peer:
        """Note where a log's node listens."""
        with self.turn():
            return self._keep(replace(self[origin], url=url))

    def forget(self, origin: str) -> None:
        """Read that log no more; what is held of it stays in the record. Raises UnknownName."""
        with self.turn():
            self[origin]
            del self._peers[origin]
            self._save()

    def _keep(self, peer: Peer) -> Peer:
        self._peers[peer.origin] = peer
        self._save()
        return peer

    def _save(self) -> None:
        # Written whole beside its place: a crash leaves the old list, and the command is given again.
        write(self._path, canon.dumps(tuple[Peer, ...], tuple(self)) + b"\n")
        with database.errors(self._path):
            database.sync_folder(self._path.parent)


@lru_cache(1024)  # of each log again and again: of whoever asks for a cosignature, at each request
def identity(first: bytes) -> Identity:
    """What a log's first entry says of it, its signature verified; raises ValueError."""
    entry = entries.parse(first)
    if not signed_by(entry, NO_KEYS.key_for(entry)):
        raise ValueError("a first entry signed by the entry key that it enrols")
    found = NO_KEYS.after(entry).identity
    if found is None:  # pragma: no cover - a keyring that has begun has an identity
        raise ValueError("a first entry that begins a log")
    return found


def fingerprint(first: bytes) -> str:
    """The words of a log by its first entry."""
    return words(bytes.fromhex(entries.parse(first).hash))


def _met(peer: Peer, first: bytes) -> Peer:
    """The peer with its first entry; raises Refused where that is another log's."""
    try:
        found = identity(first)
    except ValueError as error:
        raise Refused(f"{peer.origin}: expected {error}. This is no log that can be admitted") from None
    if found.origin != peer.origin:
        raise Refused(
            f"expected the first entry of {peer.origin}, got that of {found.origin}. Admit it by its own name"
        )
    if bytes.fromhex(found.genesis)[:16] != from_words(peer.words):
        raise Refused(
            # The words of the log that was shown are not told: they are to be heard from its people.
            f"the words typed, {peer.words}, are not those of the log shown as {peer.origin}. Somebody misheard, or "
            "somebody shows you another log under that name: compare the words again over a line you trust"
        )
    return replace(peer, first=first.decode())
