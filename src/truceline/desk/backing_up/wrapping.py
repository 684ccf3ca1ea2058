"""A backup as it lies about: a line that names it, a line that says how it opens, and an age file to the end.

What is inside, and whose it is, nobody sees who has no key; its length tells the node's size. It is encrypted to age
recipients, or to a key of its own that a passphrase opens: by argon2id and libsodium's secretbox as the node's own
keys, since age's own passphrases are not stretched as hard on one machine as another can bear.

Encryption does not say who made the file: anybody can make one for a recipient. That the log inside is the node's own
is for whoever restores it to see, by its words.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from truceline import canon
from truceline.desk.node import Node
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.keys import Wrapping
from truceline.desk.sealing import age
from truceline.desk.sealing.age import Identity
from truceline.errors import DataError, Fault, Locked, Refused, shortened
from truceline.tlog.keys import decoded, encoded

HEADER = b"truceline/backup/v1"
LEAST_LETTERS = 12  # of a passphrase: whoever finds a backup may try for years
_FAMILY = b"truceline/backup/"
_LONGEST_LINE = 4096
CURE = "Name a file that `truceline backup` wrote, or take another copy of it."


@dataclass(frozen=True, slots=True)
class Lock:
    """What a backup is to be opened with: one of the two."""

    recipients: tuple[str, ...] = ()  # age recipients, "age1…"
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Opener:
    """What a backup is opened with: one of the two."""

    identities: tuple[Identity, ...] = field(default=(), repr=False)
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Head:
    """How a backup opens."""

    wrapping: Wrapping | None = None  # of the passphrase; None: for recipients
    box: str = ""  # the secret of the file's own key under it, base64


def head_for(lock: Lock, node: Node) -> tuple[Head, tuple[str, ...]]:
    """The head of a new backup and whom it is encrypted to; raises Refused for a lock that is none.

    A passphrase is stretched as hard as the node's own.
    """
    if bool(lock.recipients) == bool(lock.passphrase):
        raise Refused("a backup opens by recipients or by a passphrase: give one of the two")
    if lock.recipients:
        return Head(), lock.recipients
    if len(lock.passphrase) < LEAST_LETTERS:
        raise Refused(
            f"a passphrase of {len(lock.passphrase)} letters: a backup that is found can be tried for years. Expected "
            f"at least {LEAST_LETTERS}, such as five words drawn by dice"
        )
    own, chance = Identity.make(), node.world.random
    wrapping = replace(keyfiles.read(node.path / keyfiles.FILE).wrapping, salt=encoded(chance(argon2id.SALTBYTES)))
    box = wrapping.box(lock.passphrase).encrypt(own.secret.encode(), chance(SecretBox.NONCE_SIZE))
    return Head(wrapping, encoded(bytes(box))), (own.recipient,)


def write(out: BinaryIO, head: Head, pieces: Iterable[bytes], recipients: tuple[str, ...]) -> None:
    """Write a backup: its head, and the pieces encrypted."""
    out.write(HEADER + b"\n" + canon.dumps(Head, head) + b"\n")
    age.seal_stream(_Reading(pieces), out, recipients)


def begins(path: Path) -> bool:
    """Whether a file begins as a backup does, of whatever format."""
    with path.open("rb") as file:
        return file.read(len(_FAMILY)) == _FAMILY


def head_of(file: BinaryIO, name: str) -> Head:
    """The head of a backup, read up to what is encrypted; raises DataError for what is none, or of a newer format."""
    first = file.readline(_LONGEST_LINE)
    if first.startswith(_FAMILY) and first != HEADER + b"\n":
        got = shortened(first.decode("ascii", "replace"))
        raise unusable(name, "a backup of format v1", got, "It was made by a newer Truceline: restore it with that.")
    if first != HEADER + b"\n":
        raise unusable(name, "a backup", "something else", CURE)
    try:
        return canon.loads(Head, file.readline(_LONGEST_LINE))
    except ValueError as error:
        raise unusable(name, "a line that says how it opens", str(error), CURE) from None


def identities_of(head: Head, opener: Opener, name: str) -> tuple[Identity, ...]:
    """What decrypts a backup; raises Locked where the opener is not of its kind, or its passphrase is wrong."""
    if head.wrapping is None:
        if not opener.identities:
            raise Locked(f"{name} is encrypted to a recipient: give the file of its identity with --identity")
        return opener.identities
    if not opener.passphrase:
        raise Locked(f"{name} opens by a passphrase; give that")
    try:
        secret = head.wrapping.box(opener.passphrase).decrypt(decoded(head.box, "a box"))
        return (Identity.read(secret.decode()),)
    except CryptoError:
        raise Locked(f"the passphrase does not open {name}; try again. Nothing was written") from None
    except (ValueError, MemoryError) as error:
        raise unusable(name, "a key in a box", str(error), CURE) from None


def unusable(name: str, expected: str, got: str, cure: str) -> DataError:
    """What is said of a file that cannot be restored from."""
    fault = Fault(name, 0, "", expected, got, f"{cure} Nothing was written.")
    return DataError("the backup cannot be used", (fault,))


class _Reading(io.RawIOBase):
    """Pieces of bytes, read as from a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """So many bytes at most; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        end = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:end], self._rest[end:]
        return found
