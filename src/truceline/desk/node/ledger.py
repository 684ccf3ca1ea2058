"""A node: its folder opened, its own log appended to, everybody's logs read.

To append is to persist first and to sign for others to see afterwards, in this order and no other: blobs on the disk,
then entries, tree and signed head in one transaction, then the head marker, and only then is anything handed out. A
node whose record falls short of its marker does not sign: `recovery` says how it finds its place again.

Whether an author may say what it says is asked before, by the verbs; an entry without authority is kept and counts
for nothing, whoever appended it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from truceline import canon
from truceline.desk.node import database
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.blobs import Blobs
from truceline.desk.node.keys import Keys
from truceline.desk.node.marker import Marker, SignedHead
from truceline.desk.node.peers import Peers, fingerprint, identity
from truceline.desk.node.store import Head, Record
from truceline.desk.node.world import World
from truceline.errors import Locked, Refused
from truceline.kinds.keeping import Anchored
from truceline.period import Instant
from truceline.tlog import checkpoint as checkpoints
from truceline.tlog import entry as entries
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import Entry, Ref
from truceline.tlog.keyring import Identity
from truceline.tlog.keys import PublicKey, Signer
from truceline.tlog.merkle import EMPTY

RECORD, BLOBS, FACTS, POLICY = "record.sqlite", "blobs.sqlite", "node.json", "policy"
RESTORED = "restored"  # a file that stands in a folder restored from a backup, until `recovery` takes it away
CARRIED_BYTES = 60_000  # a payload up to this is in the entry itself; a larger one is a blob
ANCHOR = "anchor"


@dataclass(frozen=True, slots=True)
class Facts:
    """What node.json says, for everybody to read."""

    format: int  # of the folder
    name: str  # of the node, for people
    role: str  # guarantor, monitor, party or observer
    actor: str  # whom it speaks for; empty: none of the agreement's actors
    origin: str  # of its own log
    genesis: str  # leaf hash of its first entry, hex


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be made."""

    kind: str
    payload: object  # a dataclass of that kind, or JSON; None where it is sealed
    refs: Sequence[Ref] = ()  # the first is its subject
    time: Instant | None = None  # what is said the time was; None: now
    audience: tuple[str, ...] = ()  # origins it is addressed to; empty: everybody
    commitments: tuple[str, ...] = ()  # to what is sealed, 64 hex each, instead of a payload
    id: str = ""  # 32 hex, where commitments were made to it; empty: drawn by chance


class LogInfo(NamedTuple):
    """A log that is read: one's own or an admitted one."""

    origin: str
    name: str  # of its node; empty before first contact
    role: str  # as its first entry says
    actor: str  # likewise
    genesis: str  # leaf hash of its first entry, hex; empty before first contact
    size: int  # entries held
    own: bool


class Node(database.Closing):
    """An open node; `keys` is None where it was opened for reading only."""

    def __init__(self, path: Path, facts: Facts, keys: Keys | None, world: World) -> None:
        self.path, self.facts, self.world, self._keys = path, facts, world, keys
        self.name, self.role, self.actor = facts.name, facts.role, facts.actor
        self.origin, self.genesis = facts.origin, facts.genesis
        self.record = Record(path / RECORD, world)
        self.blobs = Blobs(path / BLOBS)
        self.peers = Peers(path)
        self.marker = Marker(world.markers, facts.origin, world.patience_s)
        self._recovering = False
        self._signed: SignedHead | None = None  # within a turn: the head to put the marker at

    def close(self) -> None:
        """Let go of all files."""
        self.record.close()
        self.blobs.close()
        self.marker.close()

    # ── reading ───────────────────────────────────────────────────────────────────────────────

    @property
    def policy(self) -> str:
        """The quorum policy (tlog-policy text) of the folder."""
        path = self.path / POLICY
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def words(self) -> str:
        """The fingerprint of one's own log as words, to be read to others."""
        return fingerprint(self.record.leaf(self.origin, 0))

    @cached_property
    def identity(self) -> Identity:
        """What one's own first entry says."""
        return identity(self.record.leaf(self.origin, 0))

    def logs(self) -> tuple[LogInfo, ...]:
        """One's own log and all admitted ones, in order of origin."""
        known = [(self.origin, self.identity), *((peer.origin, peer.identity) for peer in self.peers)]
        return tuple(sorted(self._info(origin, found) for origin, found in known))

    def heads(self) -> tuple[Head, ...]:
        """How far one's own log and each admitted one are held, in order of origin; those not held yet are left out."""
        return tuple(self.record.head(one.origin) for one in self.logs() if one.size)

    def leaves(self, origin: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of entries [start, end) of a log, in order."""
        return self.record.leaves(origin, start, end)

    def checkpoint(self, origin: str) -> bytes:
        """The newest checkpoint of a log, with the cosignatures held for it."""
        data = self.record.checkpoint(origin)
        if origin == self.origin and not self.record.is_writing:
            # Another process may just have committed this head and not have synced the marker yet, or have been
            # killed before it could. The head does not leave before it is there.
            head = Checkpoint.parse(data)
            self.marker.advance(SignedHead(head.size, head.root))
        return data

    # ── one's own keys ────────────────────────────────────────────────────────────────────────

    @property
    def keys(self) -> Keys:
        """The open keys; raises Locked where the node was opened for reading only."""
        if self._keys is None:
            raise Locked(f"{self.path} is open for reading only: nothing is signed without its passphrase; give it")
        return self._keys

    def change_keys(self, keys: Keys) -> None:
        """Go on with other keys, which are on the disk before this returns."""
        keyfiles.save(self.path / keyfiles.FILE, keys.file)
        self._keys = keys

    @property
    def entry_key(self) -> PublicKey:
        """The key that signs one's own entries now, its public half."""
        return PublicKey.parse(keyfiles.read(self.path / keyfiles.FILE).keys["entry"].vkey)

    @property
    def witness(self) -> Signer | None:
        """The key that cosigns others' heads; None where the node is open for reading only."""
        return self._keys["witness"] if self._keys else None

    @property
    def mirror(self) -> Signer | None:
        """The key that vouches for copies held; None where the node is open for reading only."""
        return self._keys["mirror"] if self._keys else None

    # ── appending ─────────────────────────────────────────────────────────────────────────────

    def append(
        self,
        kind: str,
        payload: object,
        *,
        refs: Sequence[Ref] = (),
        time: Instant | None = None,
        audience: tuple[str, ...] = (),
    ) -> Entry:
        """Append one entry to one's own log; on the disk, with the head over it, when this returns.

        An anchor goes before it where it refers to another's entry that no anchor shows yet. Raises Locked, Refused
        (a restored node), RecordError.
        """
        return self.append_many([Draft(kind, payload, refs, time, audience)])[-1]

    def append_many(self, drafts: Iterable[Draft]) -> list[Entry]:
        """Append entries in one transaction, under one signed head; those made, an anchor before them included."""
        wanted = list(drafts)
        with self.signing(), self.record.writing():
            anchor = self._anchor_for(wanted)
            made = self._made([anchor, *wanted] if anchor else wanted)
            if made:
                self._commit(made, anchor)
        return made

    def anchor(self) -> Entry | None:
        """Append an anchor where others' logs have news that is not itself an anchor; None where they have not."""
        with self.signing(), self.record.writing():
            draft = self._anchor_of(frozenset())
            return self.append_many([draft])[-1] if draft else None

    @contextlib.contextmanager
    def signing(self) -> Iterator[None]:
        """Nobody else signs for this log meanwhile; its marker is put at the head that was signed within.

        The marker follows the outermost commit, so that what was signed within leaves after both. Raises Locked,
        and Refused where the record falls short of the marker: then nothing may be signed.
        """
        self.keys  # noqa: B018 - raises Locked
        with self.marker.turn():
            reason = self.unsigned_because()
            if reason and not self._recovering:
                raise Refused(reason)
            if not self.record.is_writing:
                self._signed = None  # what an earlier write that failed had signed is no head of this log
            yield
            if self._signed and not self.record.is_writing:
                # A crash before this sync leaves the record ahead of its marker, and no head of it outside: the next
                # write, or the next reader of the head, puts the marker there.
                self.marker.advance(self._signed)

    @contextlib.contextmanager
    def recovering(self) -> Iterator[None]:
        """Within this, and only for `recovery`, the node signs although its marker says that it must not."""
        self._recovering = True
        try:
            yield
        finally:
            self._recovering = False

    def unsigned_because(self) -> str:
        """Why this node does not sign; empty where it may."""
        signed, head = self.marker.read(), self.record.signed_head(self.origin, self.origin) or SignedHead(0, EMPTY)
        if (self.path / RESTORED).exists():
            said = "it was restored from a backup and has not found its place again yet"
        elif signed is None:
            said = f"its log has no head marker at {self.marker.path}"
        elif head.size < signed.size:
            said = f"its marker says {signed.size} entries were signed, its record holds {head.size}"
        elif head.size != self.record.size(self.origin):
            said = f"the last head it signed has {head.size} entries, its record {self.record.size(self.origin)}"
        elif head != signed and self.record.root(self.origin, signed.size) != signed.root:
            said = f"its marker and its record have different entries among the first {signed.size}"
        else:
            return ""
        return (
            f"{self.path} does not sign: {said}. It seems to be a restored copy, and what it signs now may contradict "
            "what it signed before. Run `truceline node recover` to fetch its own log back from others"
        )

    def _commit(self, made: list[Entry], anchor: Draft | None) -> None:
        log_key = self.keys["log"]
        self._signed = self.record.append(
            self.origin,
            [one.leaf for one in made],
            lambda size, root: checkpoints.signed(self.origin, size, root, log_key),
        )
        if anchor or any(one.kind == ANCHOR for one in made):
            self.record.keep_anchored(_embedded(made))

    def _made(self, drafts: Iterable[Draft]) -> list[Entry]:
        first, signer = self.record.size(self.origin), self.keys["entry"]
        return [self._entry(draft, seq, signer) for seq, draft in enumerate(drafts, first)]

    def _entry(self, draft: Draft, seq: int, signer: Signer) -> Entry:
        payload, blob = (None, "") if draft.commitments else self._said(draft.payload)
        return entries.make(
            self.origin,
            self.genesis if seq else "",
            seq,
            draft.kind,
            draft.id or self.world.random(16).hex(),
            str(draft.time or self.world.now()),
            signer,
            refs=draft.refs,
            audience=draft.audience,
            payload=payload,
            blob=blob,
            commitments=draft.commitments,
        )

    def _said(self, payload: object) -> tuple[Mapping[str, object] | None, str]:
        """The payload as JSON, or the digest under which it is kept apart."""
        tree = payload if isinstance(payload, Mapping) else canon.to_json(type(payload), payload)
        data = canon.canonical_text(tree).encode()
        if len(data) > CARRIED_BYTES:
            # On the disk before the entry that names it. A crash between the two leaves a blob that nothing names.
            return None, self.blobs.put(data)
        return tree, ""  # type: ignore[return-value]  # a dataclass is an object

    # ── anchors ───────────────────────────────────────────────────────────────────────────────

    def _anchor_for(self, drafts: Sequence[Draft]) -> Draft | None:
        """The anchor that must stand before these entries (RECORD.md, rules of safety 6)."""
        answered = {ref for draft in drafts for ref in draft.refs if ref.origin != self.origin}
        unseen = {ref.origin for ref in answered if self._unseen(ref)}
        return self._anchor_of(frozenset(unseen)) if unseen else None

    def _unseen(self, ref: Ref) -> bool:
        """Whether an entry is held, and no anchor of ours shows it yet."""
        return self.record.anchored(ref.origin)[0] <= ref[1] < self.record.size(ref.origin)

    def _anchor_of(self, needed: frozenset[str]) -> Draft | None:
        """An anchor of all logs with news, and of those needed; None where there are none."""
        others = [one.origin for one in self.logs() if not one.own and one.size]
        notes = [self.record.checkpoint(one).decode() for one in others if one in needed or self._has_news(one)]
        return Draft(ANCHOR, Anchored(tuple(notes))) if notes else None

    def _has_news(self, origin: str) -> bool:
        """Whether a log has entries not embedded yet that are no anchors, or its head more cosigners than embedded.

        A head has so many cosigners and no more, so that two nodes who cosign each other's anchors come to an end.
        """
        size, lines = self.record.anchored(origin)
        if _of_others(Checkpoint.parse(self.record.checkpoint(origin))) > lines:
            return True
        return any(entries.parse(leaf).kind != ANCHOR for leaf in self.record.leaves(origin, size))

    def _info(self, origin: str, found: Identity | None) -> LogInfo:
        said = (found.name, found.role, found.actor, found.genesis) if found else ("", "", "", "")
        return LogInfo(origin, *said, self.record.size(origin), origin == self.origin)


def _embedded(made: Iterable[Entry]) -> list[tuple[str, int, int]]:
    """Which sizes of which logs these anchors embed, and with how many signatures of others."""
    notes = [note for one in made if one.kind == ANCHOR for note in _notes(one)]
    heads = [Checkpoint.parse(note.encode()) for note in notes]
    return [(head.origin, head.size, _of_others(head)) for head in heads]


def _of_others(head: Checkpoint) -> int:
    """How many signatures on a head are not its author's own, which date nothing."""
    return sum(not f"{line.name}/".startswith(f"{head.origin}/") for line in head.note.signatures)


def _notes(anchor: Entry) -> Sequence[str]:
    said = (anchor.payload or {}).get("checkpoints")
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
