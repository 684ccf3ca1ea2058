"""Tokens: 32 random bytes that stand for an officer for a while, and for less than the officer may do.

Of a token the disk has its hash, by which it is found, and a box that only the token opens; the hash does not open it.
In the box are its scopes and its end, and the keys that these scopes need and no others. So a server's files open
nothing without a token, and a token that may count opens nothing either.

A token is shown once and goes in the Authorization header, never in an address or an argument.
"""

from __future__ import annotations

import base64
import hashlib
import re

from nacl.secret import SecretBox

from truceline.desk.guard import Action
from truceline.desk.node.world import World

RAW_B = 32
LONGEST_S = 90 * 86_400  # a token ends within 90 days
# What a token may be for, and which of it takes the body's identity and the officer's signature. Accounts are managed
# by password alone: a token begets no token.
SCOPES = frozenset(Action) - {Action.MANAGE}
OPENING = frozenset({Action.SEE, Action.COUNT, Action.EXPORT, Action.DISCLOSE, Action.ERASE})
SIGNING = frozenset({Action.SEAL, Action.DISCLOSE, Action.ERASE})
_TEXT = re.compile(r"truceline_([A-Za-z0-9_-]{43})", re.ASCII)


def new(world: World) -> bytes:
    """A token, as bytes."""
    return world.random(RAW_B)


def text_of(raw: bytes) -> str:
    """A token as people hand it on."""
    return "truceline_" + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw_of(text: str) -> bytes | None:
    """The bytes of a token's text; None where it is none."""
    found = _TEXT.fullmatch(text.strip())
    return base64.urlsafe_b64decode(found[1] + "=") if found else None


def hash_of(raw: bytes) -> bytes:
    """By what a token is found; 32 random bytes need no salt and no stretching."""
    return hashlib.sha256(b"truceline/token/v1\0" + raw).digest()


def box_of(raw: bytes) -> SecretBox:
    """The box that a token opens."""
    return SecretBox(hashlib.sha256(b"truceline/token-box/v1\0" + raw).digest())
