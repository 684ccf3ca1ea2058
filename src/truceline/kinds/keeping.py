"""Entries by which logs keep themselves: keys, anchors, forks proved, recovery, and what sealing leaves in the open.

They say nothing of the truce. Keys are enrolled in the log they sign, each next one committed to beforehand, so that a
thief of today's key cannot name tomorrow's (RECORD.md, rules 5 and 10). An anchor shows what its author had
seen of others (rule 6). What is sealed shows commitments and nothing else.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated

from truceline.errors import shortened
from truceline.kinds.bounds import (
    NAME_CHARS,
    Blob,
    Chars,
    Count,
    Hash,
    Items,
    Length,
    MaybeHash,
    MaybeId,
    MaybeName,
    MaybeOrigin,
    Origin,
    Payload,
    Prose,
    Shape,
    Within,
    Word,
)
from truceline.kinds.model import Role
from truceline.tlog.commitment import FIELDS, MOST_PADDING, Opening
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, PublicKey

VKEY_CHARS = 400
NOTE_CHARS = 1_000_000  # of a signed note, as tlog reads it, and of one sealed field
MaybeKey = Annotated[str, Chars(0, VKEY_CHARS)]  # a verifier key as text (vkey); empty: none
# An age recipient of X25519 (age-encryption.org/v1): bech32 of 32 bytes and a checksum, which whoever seals looks at.
MaybeRecipient = Annotated[str, Shape("(age1[02-9ac-hj-np-z]{58})?", "an age recipient like age1…, or none")]
# A signed checkpoint as text, its cosignatures included. Whatever a note may hold, or a hostile log's head would keep
# everybody who holds it from anchoring.
Checkpoint = Annotated[str, Length(NOTE_CHARS)]
COMMITMENTS = FIELDS  # of every sealed entry, cover, receipt and erasure alike


class KeyPurpose(Word):
    """What a key is enrolled for."""

    GENESIS = "genesis"  # the first entry of a log: all its keys
    ENTRY = "entry"  # the next key that signs entries, as committed to
    OFFICER = "officer"  # a person's key inside the body that keeps the log
    LOG_NEXT = "log_next"  # another commitment to the key of the log that would continue this one
    WITNESS = "witness"  # the next key that cosigns others' heads
    MIRROR = "mirror"  # the next key that vouches for copies held
    SEALING = "sealing"  # to which others seal what is for this log's body; the newest counts


class KeyEnd(Word):
    """Why a key is retired."""

    ROTATED = "rotated"  # another is in its place
    LOST = "lost"  # nobody can use it any more
    STOLEN = "stolen"  # somebody else may use it
    CLOSED = "closed"  # its holder has left, or the log ends


# Which fields each purpose fills in; every other one stays empty.
_FILLED: dict[KeyPurpose, tuple[tuple[str, ...], tuple[str, ...]]] = {
    KeyPurpose.GENESIS: (
        ("name", "role", "log_key", "entry_key", "witness_key", "mirror_key", "next_entry_key", "next_log_key"),
        ("actor", "succeeds"),
    ),
    KeyPurpose.ENTRY: (("entry_key", "next_entry_key"), ()),
    KeyPurpose.OFFICER: (("name", "officer_key"), ()),
    KeyPurpose.LOG_NEXT: (("next_log_key",), ()),
    KeyPurpose.WITNESS: (("witness_key",), ()),
    KeyPurpose.MIRROR: (("mirror_key",), ()),
    KeyPurpose.SEALING: (("sealing_key",), ()),
}
_TYPES = {
    "log_key": NOTE_KEY,
    "entry_key": NOTE_KEY,
    "officer_key": NOTE_KEY,
    "witness_key": COSIGNATURE_KEY,
    "mirror_key": COSIGNATURE_KEY,
}
_BELOW = {
    "entry_key": r"/entry/(0|[1-9][0-9]*)",
    "officer_key": r"/officer/.+",
    "witness_key": r"/witness.*",
    "mirror_key": r"/mirror.*",
}


@dataclass(frozen=True, slots=True)
class KeyEnrolled(Payload):
    """A log's keys at its beginning, or one key more."""

    purpose: KeyPurpose  # which fields below are filled in
    name: MaybeName = ""  # genesis: the node's, for people; officer: the officer's
    role: Role | None = None  # genesis: the node's; None otherwise
    actor: MaybeId = ""  # genesis: actor id in the agreement; empty: none of its actors
    log_key: MaybeKey = ""  # genesis: signs checkpoints, and them only; its name is the log's origin
    entry_key: MaybeKey = ""  # genesis, entry: signs entries from here on
    witness_key: MaybeKey = ""  # genesis, witness: cosigns others' heads
    mirror_key: MaybeKey = ""  # genesis, mirror: vouches for copies held
    officer_key: MaybeKey = ""  # officer: signs inside payloads
    next_entry_key: MaybeHash = ""  # genesis, entry: SHA-256 of the 32 public bytes of the entry key to come
    next_log_key: MaybeHash = ""  # genesis, log_next: likewise, of the log key that would continue this log
    succeeds: MaybeOrigin = ""  # genesis: the log it continues
    sealing_key: MaybeRecipient = ""  # sealing: an age recipient (age1…), to which others seal

    def fits(self) -> None:
        """Raise ValueError unless exactly the purpose's fields are filled in, with keys fit for it."""
        must, may = _FILLED[self.purpose]
        for field in ("name", "role", "actor", *_TYPES, "next_entry_key", "next_log_key", "succeeds", "sealing_key"):
            given = bool(getattr(self, field))
            if given != (field in must) and field not in may:
                raise ValueError(f"{field}: {'nothing' if given else 'a value'} where the purpose is {self.purpose}")
        keys = {field: _key(field, getattr(self, field)) for field in _TYPES if getattr(self, field)}
        if "log_key" in keys:
            _named_below(keys)


def _key(field: str, vkey: str) -> PublicKey:
    try:
        key = PublicKey.parse(vkey)
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None
    if key.kind != _TYPES[field]:
        raise ValueError(f"{field}: a key of type 0x{_TYPES[field]:02x}, not 0x{key.kind:02x}")
    return key


def _named_below(keys: dict[str, PublicKey]) -> None:
    """Raise ValueError unless the origin names the log key's own hash, and all keys are named below it."""
    log_key = keys["log_key"]
    ending = "-" + hashlib.sha256(log_key.raw).hexdigest()[:8]
    if not log_key.name.endswith(ending):
        raise ValueError(f"log_key: a name that ends in {ending}, not {shortened(log_key.name)!r}")
    for field, pattern in _BELOW.items():
        if field in keys:
            rest = keys[field].name.removeprefix(log_key.name)
            fault = Shape(pattern, f"a name below {log_key.name}").fault(rest)
            if fault or rest == keys[field].name:
                raise ValueError(f"{field}: {fault or f'a name below {log_key.name}'}")
    if len({key.raw for key in keys.values()}) < len(keys):
        raise ValueError("log_key: keys that differ from one another, each its own")


@dataclass(frozen=True, slots=True)
class KeyRetired(Payload):
    """A key that counts no more from the next entry on."""

    key: Annotated[str, Chars(1, NAME_CHARS)]  # its name; the log key's name is the origin: the log ends
    why: KeyEnd  # what became of it
    note: MaybeName = ""  # in words; empty: nothing more to say


@dataclass(frozen=True, slots=True)
class Anchored(Payload):
    """What its author had seen of the other logs when it wrote this."""

    checkpoints: Annotated[tuple[Checkpoint, ...], Items(1, 10_000)]  # one of each other log with news


@dataclass(frozen=True, slots=True)
class ForkProved(Payload):
    """Two signed heads of one log that cannot both be prefixes of one history."""

    log: Origin  # the log that forked
    size: Count  # entries up to which both heads may agree, at most
    proof: Annotated[str, Length(3 * NOTE_CHARS)]  # self-contained: both heads, and the consistency proof where needed
    branches: Annotated[tuple[Blob, ...], Items(0, 2)] = ()  # both histories beyond what they share, as far as held


class RecoveryWay(Word):
    """How a restored node found out where its own log stands."""

    PEERS = "peers"  # a quorum of peers gave back the newest checkpoint of its own log
    OVERRIDE = "override"  # an operator went on without them


@dataclass(frozen=True, slots=True)
class NodeRecovered(Payload):
    """A node restored from a copy says how it found its place again."""

    way: RecoveryWay  # how it found its place
    size: Count  # entries of its own log when it went on
    root: Hash  # of its own log at that size
    asked: Annotated[tuple[Origin, ...], Items(0, 1_000)] = ()  # peers that answered; empty only for an override
    reason: MaybeName = ""  # why, in the operator's words; never empty for an override

    def fits(self) -> None:
        """Raise ValueError for an override without its reason, and for peers that are none."""
        if self.way is RecoveryWay.OVERRIDE and not self.reason:
            raise ValueError("reason: why an operator went on without peers")
        if self.way is RecoveryWay.PEERS and not self.asked:
            raise ValueError("asked: the peers that answered")


# ── what sealing leaves in the open, and what it hides ────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sealed(Payload):
    """Nothing: a sealed entry shows its commitments, fixed in number, and no payload."""


@dataclass(frozen=True, slots=True)
class Held(Payload):
    """A receipt: its author holds what was sealed to it."""

    commitments: Annotated[tuple[Hash, ...], Items(1, COMMITMENTS)]  # of the sealed entry, as far as opened


@dataclass(frozen=True, slots=True)
class Erasure(Payload):
    """What was sealed has been erased where its author kept it; audience digests are not recomputable after it."""

    commitments: Annotated[tuple[Hash, ...], Items(1, COMMITMENTS)]  # whose payload and salt are gone
    reason: Prose  # why: a person asked, a time was over


@dataclass(frozen=True, slots=True)
class Opened(Payload):
    """One field of a sealed entry with what opens its commitment."""

    field: Count  # its index among the commitments, from 0
    salt: Hash  # the 32 bytes of its salt, in hex
    payload: Annotated[str, Chars(1, NOTE_CHARS)]  # the field's bytes as text: canonical JSON of its members
    padding: Annotated[int, Within(0, MOST_PADDING)] = 0  # zero bytes behind the payload

    @property
    def opening(self) -> Opening:
        """The same as the bytes that open a commitment."""
        return Opening(self.field, bytes.fromhex(self.salt), self.payload.encode(), self.padding)


@dataclass(frozen=True, slots=True)
class Disclosed(Payload):
    """What was sealed, opened for all: payload and salt of each field told."""

    opened: Annotated[tuple[Opened, ...], Items(1, COMMITMENTS)]  # each field opened, at most once
    reason: Prose  # why it is opened

    def fits(self) -> None:
        """Raise ValueError for a field that cannot be, or is opened twice."""
        places = [one.field for one in self.opened]
        if len(set(places)) < len(places) or max(places) >= COMMITMENTS:
            raise ValueError(f"opened: fields 0 to {COMMITMENTS - 1}, each once")
