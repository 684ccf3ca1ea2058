"""A node's keys: made, wrapped by a passphrase, unwrapped to sign, and those to come kept apart.

Four keys are in use, each its own: the log's (signs checkpoints), the entries', the witness's and the mirror's. Two
are to come, the next entries' and the next log's: their hashes are in the record before anybody sees them. They lie
in a file of their own, under a wrapping of its own, which opening a node does not touch; kept elsewhere, on a stick
in a safe, it makes a thief of an unlocked node a thief of today's keys alone. Officers' keys lie in their accounts
(`desk.people`), each under its officer's own passphrase.

Seeds are wrapped by libsodium's secretbox under a key that argon2id makes of the passphrase; whoever takes the disk
has to try passphrases, slowly. There is no way round a lost passphrase: the log is then continued by another node.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from truceline import canon
from truceline.desk.node import database
from truceline.desk.node.world import Stretching, World
from truceline.errors import Fault, Locked, RecordError
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, PublicKey, Signer, decoded, encoded

FILE, NEXT_FILE = "keys.json", "next-keys.json"
# By what keys are for. While a rotation is under way, there is "coming" beside the first and "fresh" beside the
# second.
USED, NEXT = ("log", "entry", "witness", "mirror"), ("next_entry", "next_log")
_PASSING = frozenset({"coming", "fresh"})
_MOST_OPERATIONS, _LEAST_MEMORY_B, _MOST_MEMORY_B = 100, 8192, 2**32


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as it lies on the disk."""

    vkey: str  # its public half
    box: str  # its seed in a secretbox, base64


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a passphrase opens boxes."""

    salt: str  # 16 bytes, base64
    operations: int  # of argon2id
    memory_b: int  # of argon2id

    def __post_init__(self) -> None:
        """Raises ValueError for what no machine of ours would have been asked to do."""
        if not (1 <= self.operations <= _MOST_OPERATIONS and _LEAST_MEMORY_B <= self.memory_b <= _MOST_MEMORY_B):
            raise ValueError(f"argon2id with 1 to {_MOST_OPERATIONS} passes over 8 KiB to 4 GiB")
        if len(decoded(self.salt, "salt")) != argon2id.SALTBYTES:
            raise ValueError(f"a salt of {argon2id.SALTBYTES} bytes")

    def box(self, passphrase: str) -> SecretBox:
        """The box that this passphrase opens."""
        salt = decoded(self.salt, "salt")
        return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, self.operations, self.memory_b))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What keys.json or next-keys.json holds."""

    wrapping: Wrapping
    keys: Mapping[str, Wrapped]  # by what they are for
    officers: tuple[str, ...] = ()  # public halves of the officers' keys enrolled; each officer's account has the seed


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of a node, open."""

    signers: Mapping[str, Signer]  # by what they are for
    seeds: Mapping[str, bytes] = field(repr=False)  # 32 bytes each
    file: KeyFile = field(repr=False)  # what they were read from
    box: SecretBox = field(repr=False)  # what opens them

    def __getitem__(self, purpose: str) -> Signer:
        """The key for a purpose; raises KeyError where there is none."""
        return self.signers[purpose]

    def moved(self, world: World, *, drop: tuple[str, ...] = (), **seeds: tuple[str, int, bytes]) -> Keys:
        """With further keys (name, kind, seed) by purpose, and without some."""
        kept = {key: one for key, one in self.file.keys.items() if key not in drop}
        signers = {key: one for key, one in self.signers.items() if key not in drop}
        bare = {key: one for key, one in self.seeds.items() if key not in drop}
        for purpose, (name, kind, seed) in seeds.items():
            signers[purpose], bare[purpose] = Signer.from_seed(name, kind, seed), seed
            kept[purpose] = _wrap(signers[purpose], seed, self.box, world)
        return Keys(signers, bare, replace(self.file, keys=kept), self.box)


def named(slug: str, raw: bytes) -> str:
    """The origin of a log: the node's name as a word, and eight digits of its key."""
    return f"truceline/{slug}-{hashlib.sha256(raw).hexdigest()[:8]}"


def committed(key: PublicKey) -> str:
    """SHA-256 of a key's 32 public bytes, hex: what is published before the key is."""
    return hashlib.sha256(key.raw).hexdigest()


def make(slug: str, passphrase: str, world: World, log_seed: bytes = b"") -> tuple[Keys, Keys]:
    """New keys for a node, in use and to come, of seeds nobody can guess; `log_seed`: of a log key committed to."""
    seeds = {purpose: world.random(32) for purpose in (*USED, *NEXT)}
    seeds["log"] = log_seed or seeds["log"]
    origin, next_origin = (named(slug, _raw(seeds[one])) for one in ("log", "next_log"))
    names = {
        "log": (origin, NOTE_KEY),
        "entry": (f"{origin}/entry/0", NOTE_KEY),
        "witness": (f"{origin}/witness", COSIGNATURE_KEY),
        "mirror": (f"{origin}/mirror", COSIGNATURE_KEY),
        "next_entry": (f"{origin}/entry/1", NOTE_KEY),
        "next_log": (next_origin, NOTE_KEY),
    }
    signers = {purpose: Signer.from_seed(*names[purpose], seed) for purpose, seed in seeds.items()}
    return _wrapped(USED, signers, seeds, passphrase, world), _wrapped(NEXT, signers, seeds, passphrase, world)


def _wrapped(
    purposes: tuple[str, ...], signers: Mapping[str, Signer], seeds: Mapping[str, bytes], passphrase: str, world: World
) -> Keys:
    wrapping = _wrapping(world)
    box = wrapping.box(passphrase)
    boxes = {one: _wrap(signers[one], seeds[one], box, world) for one in purposes}
    own = {one: signers[one] for one in purposes}, {one: seeds[one] for one in purposes}
    return Keys(*own, KeyFile(wrapping, boxes), box)


def unlock(path: Path, passphrase: str, purposes: tuple[str, ...] = USED) -> Keys:
    """The keys of a file; raises Locked for a wrong passphrase, RecordError for a damaged file."""
    file = read(path, purposes)
    box = file.wrapping.box(passphrase)
    seeds = {purpose: _opened(box, one, str(path)) for purpose, one in file.keys.items()}
    signers = {purpose: _signer(path, one, seeds[purpose]) for purpose, one in file.keys.items()}
    return Keys(signers, seeds, file, box)


def read(path: Path, purposes: tuple[str, ...] = USED) -> KeyFile:
    """What a file of keys holds, still wrapped; raises RecordError."""
    try:
        file = canon.loads(KeyFile, path.read_bytes())
        for one in file.keys.values():
            PublicKey.parse(one.vkey), decoded(one.box, "a box")
        for vkey in file.officers:
            PublicKey.parse(vkey)
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from None
    if set(file.keys) - _PASSING != set(purposes):
        raise _damaged(path, ", ".join(file.keys))
    return file


def _opened(box: SecretBox, key: Wrapped, whose: str) -> bytes:
    try:
        return box.decrypt(decoded(key.box, "a box"))
    except CryptoError:
        raise Locked(
            f"the passphrase does not open {whose}; try again. A lost passphrase cannot be found: the log is then "
            "continued by a new node that others admit"
        ) from None


def _signer(path: Path, key: Wrapped, seed: bytes) -> Signer:
    public = PublicKey.parse(key.vkey)
    signer = Signer.from_seed(public.name, public.kind, seed)
    if signer.public != public:
        raise _damaged(path, f"another public half of {public.name}")
    return signer


def _damaged(path: Path, got: str) -> RecordError:
    cure = "Bring the file back from where it is kept, or from a backup: without it nothing can be signed."
    return RecordError("the keys cannot be read", (Fault(str(path), 0, "", "the wrapped keys of a node", got, cure),))


def save(path: Path, file: KeyFile) -> None:
    """Write a file of keys, readable by its owner alone."""
    # Written whole beside its place and synced: a crash leaves the old keys, and at worst a stray file ending in
    # .part that the next write replaces. No key is lost that an entry already names: keys are saved first.
    part = path.with_name(f"{path.name}.part")
    with database.errors(path):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(canon.dumps(KeyFile, file) + b"\n")
            stream.flush()
            os.fsync(handle)
        part.replace(path)
        database.sync_folder(path.parent)


def _wrapping(world: World) -> Wrapping:
    stretching: Stretching = world.stretching
    return Wrapping(encoded(world.random(argon2id.SALTBYTES)), stretching.operations, stretching.memory_b)


def _wrap(signer: Signer, seed: bytes, box: SecretBox, world: World) -> Wrapped:
    return Wrapped(signer.public.vkey, encoded(bytes(box.encrypt(seed, world.random(SecretBox.NONCE_SIZE)))))


def _raw(seed: bytes) -> bytes:
    return Signer.from_seed("raw", NOTE_KEY, seed).public.raw
