"""Encryption to somebody's public key, in the age format (age-encryption.org/v1); the only user of its library.

A recipient (`age1…`) is public and encrypts; an identity (`AGE-SECRET-KEY-1…`) decrypts. So a node seals without any
secret, and whoever takes its disk cannot read what it has sealed.

Ciphertexts differ in length by some hundred bytes for the same plaintext: the library adds a stanza of nonsense, as the
format advises. Whoever needs a fixed size pads around the age file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyrage

from truceline.errors import Locked, Refused, shortened


class SupportsRead(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """So many bytes or fewer; none at the end."""


class SupportsWrite(Protocol):
    """What is written to."""

    def write(self, data: bytes, /) -> int:
        """Take all of it; how many bytes that were."""

    def flush(self) -> None:
        """Nothing more to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A key that decrypts."""

    recipient: str  # its public half, "age1…"
    secret: str = field(repr=False)  # "AGE-SECRET-KEY-1…"

    @staticmethod
    def make() -> Identity:
        """A new one, of the operating system's randomness."""
        return Identity.read(str(pyrage.x25519.Identity.generate()))

    @staticmethod
    def read(secret: str) -> Identity:
        """The identity of its text; raises Locked where it is none."""
        try:
            return Identity(str(pyrage.x25519.Identity.from_str(secret).to_public()), secret)
        except pyrage.IdentityError:
            raise Locked("what should be a key that opens sealed objects is none; take it from a key copy") from None


def is_recipient(text: str) -> bool:
    """Whether something can be encrypted to this text."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def encrypt(data: bytes, recipients: Sequence[str], *, stanzas: int = 0) -> bytes:
    """The age file of some bytes, that the identity of each of one or more recipients opens.

    `stanzas`: with throwaway recipients, whose identity nobody has, up to so many, so that their number tells nothing.
    Raises Refused for a recipient that is none.
    """
    to = _read(recipients, "nothing was sealed: expected a sealing recipient (age1…), got {}. Enrol one that is whole.")
    throwaway = [pyrage.x25519.Identity.generate().to_public() for _ in range(stanzas - len(recipients))]
    sealed: bytes = pyrage.encrypt(data, [*to, *throwaway])
    return sealed


def _read(recipients: Sequence[str], refusal: str) -> list[pyrage.x25519.Recipient]:
    """The recipients of their texts; raises Refused, in these words, where one is none or there are none."""
    wrong = [one for one in recipients if not is_recipient(one)]
    if wrong or not recipients:
        raise Refused(refusal.format(shortened(wrong[0]) if wrong else "none"))
    return [pyrage.x25519.Recipient.from_str(one) for one in recipients]


def decrypt(data: bytes, identity: Identity) -> bytes:
    """The bytes of an age file; raises Locked where this identity does not open it, or it has changed."""
    try:
        opened: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity.secret)])
    except pyrage.DecryptError:
        raise Locked(f"sealed, and the key of {identity.recipient} does not open it, or it has changed") from None
    return opened


def seal_stream(reader: SupportsRead, writer: SupportsWrite, recipients: Sequence[str]) -> None:
    """Encrypt what is read, however much, to whoever has the identity of one of the recipients; raises Refused."""
    to = _read(recipients, "nothing was encrypted: expected a recipient (age1…), got {}. Name one that is whole.")
    pyrage.encrypt_io(reader, writer, to)


def open_stream(reader: SupportsRead, writer: SupportsWrite, identities: Sequence[Identity]) -> None:
    """Decrypt what is read; what was written counts only once this has returned.

    Raises Locked where no identity opens it, ValueError where it has changed or is cut off, and what the writer raises.
    """
    try:
        pyrage.decrypt_io(reader, writer, [pyrage.x25519.Identity.from_str(one.secret) for one in identities])
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise Locked("none of the keys given opens it") from None
        raise ValueError(shortened(str(error))) from None
    except OSError as error:
        if error.errno is not None:  # of the disk, not of the library
            raise
        raise ValueError("it has changed, or is cut off") from None
