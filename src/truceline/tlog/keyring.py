"""Which keys may sign the next entry of a log: enrolled by the log's own entries, the first by the first.

A log begins with an entry that enrols the very key it is signed by; its hash is the log's fingerprint, which people
compare by voice. From there each key is vouched for inside the log, and the next one's hash is published long
before the key is used: a thief of today's key cannot name tomorrow's. RECORD.md, rule 10. Knows the fields
of two kinds of entry, and nothing else of what entries say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from truceline.errors import shortened
from truceline.tlog.entry import Entry
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, PublicKey

ENROLLED, RETIRED = "key.enrolled", "key.retired"
_HASH = re.compile(r"[0-9a-f]{64}")

_Known = tuple[str, bytes]  # a key's name and id, as a signature line gives them


@dataclass(frozen=True, slots=True)
class Identity:
    """What a log's first entry says of it."""

    origin: str  # the log's name, which its checkpoints bear
    genesis: str  # leaf hash of the first entry, 64 hex: the log's fingerprint
    name: str  # of the node, as people call it
    role: str  # guarantor, monitor, party or observer; a word here
    actor: str  # for whom it speaks; may be empty
    log_key: PublicKey  # signs checkpoints
    succeeds: str  # origin of the log that this one continues; empty if none


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one log after some number of its entries."""

    identity: Identity | None = None  # None before the first entry
    keys: Mapping[_Known, PublicKey] = field(default_factory=dict)  # those in force
    next_key: str = ""  # SHA-256 of the next entry key's 32 bytes, in hex
    next_log_key: str = ""  # likewise, of the key of the log that would continue this one
    cosigners: tuple[PublicKey, ...] = ()  # its witness and mirror keys, old ones too: what they signed then stands

    def key_for(self, entry: Entry) -> PublicKey:
        """The key that must have signed this next entry of the log; raises ValueError where no such key is in force.

        The first entry, and one that enrols the key announced, may be signed by the key that it enrols.
        """
        enrolled = self._enrolled(entry) if self.identity else _key(entry, "entry_key", NOTE_KEY)
        known = entry.key_name, entry.key_id
        if enrolled and (enrolled.name, enrolled.id) == known:
            return enrolled
        if known not in self.keys:
            names = ", ".join(sorted(name for name, _ in self.keys)) or "that it enrols"
            raise ValueError(f"an entry signed by the key {names}, not by {entry.key_name} {entry.key_id.hex()}")
        return self.keys[known]

    def after(self, entry: Entry) -> Keyring:
        """The keys once this entry is in the log, its signature verified.

        Raises ValueError where a first entry does not begin a log. Later, an enrolment that does not hold
        enrols nothing: an author's slip must not close its log.
        """
        if self.identity is None:
            return self._begun(entry)
        if entry.kind == RETIRED:
            return self._retired(entry)
        try:
            return self._more(entry) if entry.kind == ENROLLED else self
        except ValueError:
            return self

    def _more(self, entry: Entry) -> Keyring:
        match _text(entry, "purpose"):
            case "entry" if key := self._enrolled(entry):
                keys = {**self.keys, (key.name, key.id): key}
                return replace(self, keys=keys, next_key=_hash(entry, "next_entry_key"))
            case "witness" | "mirror" as purpose:
                key = _key(entry, f"{purpose}_key", COSIGNATURE_KEY)
                return replace(self, cosigners=(*self.cosigners, key))
            case "log_next":
                return replace(self, next_log_key=_hash(entry, "next_log_key"))
        return self

    def _enrolled(self, entry: Entry) -> PublicKey | None:
        """The entry key that this entry enrols in a log that has begun, where it may."""
        if entry.kind != ENROLLED:
            return None
        try:
            purpose, key = _text(entry, "purpose"), _key(entry, "entry_key", NOTE_KEY)
            _hash(entry, "next_entry_key")
        except ValueError:
            return None
        holds = purpose == "entry" and sha256(key.raw).hexdigest() == self.next_key
        return key if holds else None

    def _begun(self, entry: Entry) -> Keyring:
        if entry.seq or entry.kind != ENROLLED or _text(entry, "purpose") != "genesis":
            raise ValueError(f"a log that begins with {ENROLLED} of purpose genesis, not with {entry.kind}")
        key, log_key = _key(entry, "entry_key", NOTE_KEY), _key(entry, "log_key", NOTE_KEY)
        cosigners = tuple(_key(entry, member, COSIGNATURE_KEY) for member in ("witness_key", "mirror_key"))
        if log_key.name != entry.origin:
            raise ValueError(f"log_key: a key named {entry.origin}, not {log_key.name}")
        # "MUST use distinct public keys for each cosigner" (tlog-cosignature); here for each of the four.
        if len({one.raw for one in (key, log_key, *cosigners)}) != 4:
            raise ValueError("four different keys: of the log, its entries, its witness and its mirror")
        name, role = (_text(entry, member) for member in ("name", "role"))
        actor, succeeds = (_text(entry, member, "") for member in ("actor", "succeeds"))
        identity = Identity(entry.origin, entry.hash, name, role, actor, log_key, succeeds)
        next_key, next_log_key = (_hash(entry, member) for member in ("next_entry_key", "next_log_key"))
        return Keyring(identity, {(key.name, key.id): key}, next_key, next_log_key, cosigners)

    def _retired(self, entry: Entry) -> Keyring:
        """Without the key named, by its name; one that is no entry key of this log, or the last, is not touched."""
        name = (entry.payload or {}).get("key")
        keys = {known: key for known, key in self.keys.items() if key.name != name}
        return replace(self, keys=keys) if keys else self


NO_KEYS = Keyring()


def _text(entry: Entry, member: str, otherwise: str | None = None) -> str:
    value = (entry.payload or {}).get(member, otherwise)
    if not isinstance(value, str):
        raise ValueError(  # noqa: TRY004 - what is wrong is the entry, not our call
            f"{entry.kind}: {member}: text, not {shortened(repr(value))}"
        )
    return value


def _hash(entry: Entry, member: str) -> str:
    value = _text(entry, member)
    if not _HASH.fullmatch(value):
        raise ValueError(f"{entry.kind}: {member}: a SHA-256 in hex, not {shortened(value)!r}")
    return value


def _key(entry: Entry, member: str, kind: int) -> PublicKey:
    try:
        key = PublicKey.parse(_text(entry, member))
    except ValueError as fault:
        raise ValueError(f"{entry.kind}: {member}: {fault}") from None
    if key.kind != kind:
        raise ValueError(f"{entry.kind}: {member}: a key of type 0x{kind:02x}, not 0x{key.kind:02x}")
    # Whoever enrols another's key as its own, whose text is public, could else pass for it, or share its word.
    if member != "log_key" and not key.name.startswith(f"{entry.origin}/"):
        raise ValueError(f"{entry.kind}: {member}: a key named below {entry.origin}, not {shortened(key.name)}")
    return key
