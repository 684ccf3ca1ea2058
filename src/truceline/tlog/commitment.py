"""Commitments to what is sealed: a digest that tells nothing, and that one payload with its salt opens, no other.

A sealed entry shows commitments, one for each field, so that a place can be told and a name not. Each binds the log,
the entry's id and the field's index: copied into another's entry it opens nothing there. The salt makes guessing
hopeless, so that whoever holds a seized telephone cannot try its contents against a log. The padding is part of what is
committed to, so that a field can be carried about in one of a few sizes.

Follows RECORD.md ("Sealed payloads"). Knows bytes only: what stands in a field is for `kinds`, and who holds salts for
`desk`.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

FIELDS = 8  # of every sealed entry, cover entries included
SALT_BYTES = 32
MOST_PADDING = 65_535  # bytes; the largest bucket is filled up by less, and nobody is made to hash a gigabyte of zeros
_LABEL = b"truceline/commit/v1"
_ID = re.compile("[0-9a-f]{32}")


class Opening(NamedTuple):
    """What opens one commitment."""

    index: int  # type: ignore[assignment]  # the field, 0 to 7; a tuple's own `index` is not wanted here
    salt: bytes  # 32 random bytes, for this field of this entry alone
    payload: bytes  # what the field says
    padding: int = 0  # zero bytes behind it


def commit(origin: str, id: str, opening: Opening) -> str:  # noqa: A002 - the entry's member's own name
    """The commitment, 64 hex, to one field of the entry of that id in that log; raises ValueError."""
    return sha256(preimage(origin, id, opening)).hexdigest()


def opens(commitment: str, origin: str, id: str, opening: Opening) -> bool:  # noqa: A002 - as above
    """Whether this opens the commitment; what could not have been committed to opens none."""
    try:
        return commit(origin, id, opening) == commitment
    except ValueError:
        return False


def preimage(origin: str, id: str, opening: Opening) -> bytes:  # noqa: A002 - as above
    """The bytes whose SHA-256 is the commitment; raises ValueError. No two openings share them.

    Each part is of fixed length or has its length before it, as 8 bytes with the greatest first; padding is the rest.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"an entry's id, 32 hex digits, not {len(id)} characters")
    if len(opening.salt) != SALT_BYTES:
        raise ValueError(f"a salt of {SALT_BYTES} bytes, not {len(opening.salt)}")
    if not 0 <= opening.index < FIELDS:
        raise ValueError(f"a field from 0 to {FIELDS - 1}, not {opening.index}")
    if not 0 <= opening.padding <= MOST_PADDING:
        raise ValueError(f"a padding of 0 to {MOST_PADDING:,} bytes, not {opening.padding:,}")
    # "commit = SHA-256("truceline/commit/v1" ‖ 0x00 ‖ len(origin) ‖ origin ‖ id(16) ‖ field index ‖ salt(32) ‖
    # len(payload) ‖ payload ‖ padding)" RECORD.md
    name = origin.encode()
    place = _sized(name) + bytes.fromhex(id) + bytes([opening.index])
    return _LABEL + b"\0" + place + opening.salt + _sized(opening.payload) + bytes(opening.padding)


def _sized(part: bytes) -> bytes:
    return len(part).to_bytes(8, "big") + part
