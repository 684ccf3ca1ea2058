"""Signed notes: a text, an empty line, and the lines of those who signed it.

Everything that leaves a node signed is one: entries, checkpoints, cosigned checkpoints. The text is what is
signed, byte for byte, and is never written anew to be verified.

Follows C2SP signed-note. Says what a note is; whose signatures count is asked of the keys, elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

from truceline.errors import shortened
from truceline.tlog.keys import NOTE_KEY, Signer, decoded, encoded, misnamed

# "Verifiers SHOULD apply a maximum limit to the number of signatures in a note [...], but MUST accept at least up to
# 16 signatures." signed-note
MOST_SIGNATURES = 100
MOST_BYTES = 1_000_000
CONTROLS = bytes(sign for sign in range(32) if sign != 0x0A)
_DASH = "\N{EM DASH} "


class Signature(NamedTuple):
    """One signature line; whether it holds, a key says."""

    name: str  # of the key
    key_id: bytes  # 4 bytes
    blob: bytes  # what follows the key id: 64 bytes for a note key, 72 for a cosigner's

    @property
    def line(self) -> str:
        """The line, with its newline."""
        # "em dash (U+2014), space (U+0020), key name, space, base64-encoded signature, newline" signed-note
        return f"{_DASH}{self.name} {encoded(self.key_id + self.blob)}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """The signature of a line without its newline; raises ValueError."""
        name, space, text = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise ValueError(f"a signature line (em dash, name, base64), not {shortened(line)!r}")
        reason = misnamed(name)
        if reason:
            raise ValueError(reason)
        data = decoded_signature(text)
        return cls(name, data[:4], data[4:])


def decoded_signature(text: str) -> bytes:
    """Key id (4 bytes) and signature of a signature line's base64; raises ValueError."""
    data = decoded(text, "a signature")
    # "Signatures are the base64 encoding of 4+n bytes. The first four bytes in the signature are the uint32 key ID
    # stored in big-endian order." signed-note
    if len(data) < 5:
        raise ValueError(f"a signature of four bytes of key id and more, not {len(data)} bytes")
    return data


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures below it."""

    text: str  # what is signed, its last newline included
    signatures: tuple[Signature, ...]  # as they stand, at least one; unknown keys among them
    data: bytes  # the whole note as it came

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The note of these bytes; raises ValueError with what was expected."""
        if len(data) > MOST_BYTES:
            raise ValueError(f"a note of at most {MOST_BYTES:,} bytes, not {len(data):,}")
        whole = plain_text(data)
        # "the text is separated from the signatures by the last empty line in the note" signed-note
        text, blank, below = whole.rpartition("\n\n")
        if not blank:
            raise ValueError("a text, an empty line and signatures")
        if not below.endswith("\n"):
            raise ValueError("a signature line that ends in a newline, at the end of the note")
        lines = below[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise ValueError(f"at most {MOST_SIGNATURES} signatures, not {len(lines)}")
        return cls(f"{text}\n", tuple(Signature.parse(line) for line in lines), data)


def plain_text(data: bytes) -> str:
    """The text of a note's bytes; raises ValueError where no note may have them."""
    # "Signed notes MUST be valid UTF-8 and MUST NOT contain any ASCII control characters (those below U+0020) other
    # than newline." signed-note
    if len(data.translate(None, CONTROLS)) != len(data):
        raise ValueError("text without control characters other than newline")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"UTF-8, not the bytes at {error.start}") from None


def signed(text: str, *signers: Signer) -> bytes:
    """The note of a text that ends in a newline, signed by note keys; raises ValueError where none can be made."""
    if not text.endswith("\n") or not signers:
        raise ValueError("a text that ends in a newline, and a key to sign it")
    if any(signer.public.kind != NOTE_KEY for signer in signers):
        raise ValueError("keys of type 0x01: a cosigner's key signs nothing but checkpoints with their time")
    body = text.encode()
    plain_text(body)
    lines = (Signature(one.public.name, one.public.id, one.sign(body)).line for one in signers)
    return body + b"\n" + "".join(lines).encode()


def with_signatures(note: bytes, *lines: Signature) -> bytes:
    """The note with further signatures below its own, those it has already left out; raises ValueError."""
    there = set(Note.parse(note).signatures)
    new = [line for line in dict.fromkeys(lines) if line not in there]
    if len(there) + len(new) > MOST_SIGNATURES:
        raise ValueError(f"at most {MOST_SIGNATURES} signatures, not {len(there) + len(new)}")
    return note + "".join(line.line for line in new).encode()
