"""An officer's account as it lies on the disk, and what opens it.

The box of an account (libsodium's secretbox under a key that argon2id makes of the password) holds the seed of the
officer's signing key, the secret of the codes and an age identity of the officer's own. Name and role stand in it too:
what stands beside the box can be changed by whoever has the disk, and counts for nothing but a list. The body's
identity, which opens what is sealed, is an age file to the officer's identity; an administrator and an auditor have
none.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from truceline import canon
from truceline.desk.guard import Action, Asker, Role
from truceline.desk.node.world import Stretching, World
from truceline.desk.sealing import age
from truceline.desk.sealing.age import Identity
from truceline.tlog.keys import NOTE_KEY, PublicKey, Signer

BODILESS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})  # they open nothing
SALT_B = argon2id.SALTBYTES
_SIGNED = b"truceline/officer/v1\n"  # before what an officer signs, so that it is nothing else


@dataclass(frozen=True, slots=True)
class Officer:
    """What a list of officers says of one."""

    name: str  # a post, never a person: it stands in the record
    role: Role
    vkey: str  # public half of the signing key
    recipient: str  # age1… of the officer's own identity; empty once disabled
    active: bool  # False: disabled, for good
    opens: bool  # whether the body's identity is wrapped to this officer


@dataclass(frozen=True, slots=True)
class Token:
    """What a list of tokens says of one; the token itself is nowhere."""

    id: str  # by which it is revoked: the first 16 digits of its hash
    officer: str  # whose it is
    scopes: tuple[str, ...]  # what it may do
    until_s: int  # seconds of the epoch


@dataclass(frozen=True, slots=True)
class Added:
    """An account that was just made."""

    officer: Officer
    totp_secret: str = field(repr=False)  # base32, to be shown once
    recipient: str = ""  # the body's, where this account began it: to be enrolled


@dataclass(frozen=True, slots=True)
class Contents:
    """What a password or a token opens."""

    name: str  # whose it is
    role: str
    seed: str = field(default="", repr=False)  # of the signing key, hex; empty in a token that signs nothing
    code_secret: str = field(default="", repr=False)  # of the codes; empty in a token
    identity: str = field(default="", repr=False)  # the officer's own; empty in a token
    body: tuple[str, ...] = field(default=(), repr=False)  # in a token: the body's identities, the newest first
    scopes: tuple[str, ...] = ()  # in a token
    until_s: int = 0  # in a token: when it ends, seconds of the epoch


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An officer who is at the desk: by password, or by a token."""

    officer: Officer
    body: Identity | None = field(repr=False)  # opens what is sealed; None: opens nothing
    former: tuple[Identity, ...] = field(default=(), repr=False)  # the body's before a rekey, the newest first
    scopes: frozenset[Action] = frozenset(Action)
    signer: Signer | None = field(default=None, repr=False)  # None in a token that signs nothing
    token: str = ""  # id of the token; empty: by password

    def asker(self, origin: str) -> Asker:
        """Who this is to the guard of a node whose log that is."""
        return Asker(self.officer.role, origin, self.officer.name, self.scopes)

    def sign(self, data: bytes) -> str:
        """The officer's signature of some bytes, 128 hex digits; empty where the token signs nothing."""
        return self.signer.sign(_SIGNED + data).hex() if self.signer else ""


def signed(vkey: str, data: bytes, signature: str) -> bool:
    """Whether that is the signature of the officer whose key that is."""
    try:
        return PublicKey.parse(vkey).verifies(_SIGNED + data, bytes.fromhex(signature))
    except ValueError:
        return False


def password_box(password: str, salt: bytes, stretching: Stretching) -> SecretBox:
    """The box that a password opens: the one place where a password is stretched."""
    key = argon2id.kdf(SecretBox.KEY_SIZE, password.encode(), salt, stretching.operations, stretching.memory_b)
    return SecretBox(key)


def closed(box: SecretBox, contents: Contents, world: World) -> bytes:
    """What a box holds, encrypted."""
    return bytes(box.encrypt(canon.dumps(Contents, contents), world.random(SecretBox.NONCE_SIZE)))


def opened(box: SecretBox, data: bytes) -> Contents | None:
    """What a box holds; None where it does not open it."""
    try:
        return canon.loads(Contents, box.decrypt(data))
    except (CryptoError, ValueError):
        return None


def signer(vkey: str, seed: str) -> Signer | None:
    """The signing key of an account."""
    return Signer.from_seed(PublicKey.parse(vkey).name, NOTE_KEY, bytes.fromhex(seed)) if seed else None


def vouched(secret: str, officer: Officer) -> bytes:
    """What only somebody with the body's identity can write of an account: that it is to be handed that identity.

    Else whoever has the disk puts a recipient of their own into an officer's row, and waits for the next rekey.
    """
    key = hashlib.sha256(b"truceline/vouching/v1\0" + secret.encode()).digest()
    said = canon.canonical_text([officer.name, officer.role.value, officer.vkey, officer.recipient])
    return hmac.digest(key, said.encode(), "sha256")


def wrapped(secrets: tuple[str, ...], recipient: str) -> bytes:
    """The body's identities, the newest first, for an officer."""
    return age.encrypt("\n".join(secrets).encode(), [recipient])


def unwrapped(data: bytes | None, identity: str) -> tuple[str, ...]:
    """The body's identities of a wrap, the newest first; none where there is none. Raises Locked for another's."""
    return tuple(age.decrypt(data, Identity.read(identity)).decode().split("\n")) if data else ()
