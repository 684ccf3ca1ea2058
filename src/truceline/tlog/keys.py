"""Ed25519 keys of notes: their text (vkey), their ids, what they sign and verify, and their words.

A key is known by its name and a four-byte id that binds name, type and key (C2SP signed-note). Verifiers of
Ed25519 disagree on edge cases: keys and nonces of small order, or written in more than one way. Two nodes that
disagree whether one entry is signed have two records. So such keys are refused before they are enrolled, such nonces
are refused by a list of bytes, and what is left every verifier answers alike (RECORD.md, rule 11).

Follows C2SP signed-note (vkeys, key ids) and tlog-cosignature (type 0x04), RFC 8032, and arXiv 0901.4016 for the
words. Keeps no key: seeds come as arguments and are wrapped elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from binascii import Error, a2b_base64, b2a_base64
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from truceline.errors import shortened

NOTE_KEY = 0x01  # signs the text of a note as it stands
COSIGNATURE_KEY = 0x04  # signs a checkpoint with a time before it
SIGNATURE_BYTES = 64

_PRIME = 2**255 - 19
# The y coordinates of the eight points whose order divides the cofactor: 1 (order 1), -1 (order 2), 0 (order 4,
# twice), and, of order 8, the four roots of d·y⁴ + 2·y² - 1 = 0, which doubling takes to y = 0.
_Y_OF_ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_Y = (0, 1, _PRIME - 1, _PRIME, _PRIME + 1, _Y_OF_ORDER_8, _PRIME - _Y_OF_ORDER_8)
# Each as some verifier reads it: reduced or not (0 and 1 also as p and p + 1), with the sign of x both ways.
SMALL_ORDER = frozenset((y | sign << 255).to_bytes(32, "little") for y in _SMALL_Y for sign in (0, 1))


def encoded(data: bytes) -> str:
    """The bytes in base64 (RFC 4648, section 4)."""
    return b2a_base64(data, newline=False).decode("ascii")


def decoded(text: str, what: str) -> bytes:
    """The bytes of base64 text, one text for one value; `what` names it in the ValueError."""
    try:
        data = a2b_base64(text, strict_mode=True)
    except (Error, ValueError):
        raise ValueError(f"{what} in base64, not {shortened(text)!r}") from None
    # Bits left over in the last sign would give one signature many texts, and an entry many hashes.
    if encoded(data) != text:
        raise ValueError(f"{what} in base64 without stray bits at its end, not {shortened(text)!r}")
    return data


# "Key names MUST be non-empty and MUST NOT contain any Unicode spaces or plus (U+002B) characters." signed-note
NAME = r"[^\s+\x00-\x1f]+"
_NAME = re.compile(NAME)


def misnamed(name: str) -> str:
    """Why the name is none of a key's; empty if it is one."""
    fit = _NAME.fullmatch(name)
    return "" if fit else f"a key's name, not empty, without spaces, control characters and plus signs, not {name!r}"


@lru_cache(4096)
def refused(raw: bytes) -> str:
    """Why an Ed25519 public key (32 bytes) is never enrolled; empty if it may be."""
    if len(raw) != 32:
        return f"a public key of 32 bytes, not {len(raw)}"
    if raw in SMALL_ORDER:
        return "a public key that is no point of small order: under this one a signature can hold for any text"
    if int.from_bytes(raw, "little") & ~(1 << 255) >= _PRIME:
        return "a public key written in the one canonical way, its y below 2^255 - 19"
    if not crypto_core_ed25519_is_valid_point(raw):
        return "a public key that is a point of the curve's main subgroup"
    return ""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key others verify by; raises ValueError where it must not be enrolled."""

    name: str  # as it stands in signature lines
    kind: int  # signature type: NOTE_KEY or COSIGNATURE_KEY
    raw: bytes  # 32 bytes
    id: bytes = field(init=False, compare=False, repr=False)  # 4 bytes

    def __post_init__(self) -> None:
        if self.kind not in {NOTE_KEY, COSIGNATURE_KEY}:
            raise ValueError(f"a key of type 0x01 (notes) or 0x04 (cosignatures), not 0x{self.kind:02x}")
        reason = misnamed(self.name) or refused(self.raw)
        if reason:
            raise ValueError(reason)
        # "key ID = SHA-256(key name || 0x0A || signature type || public key)[:4]" signed-note
        whole = self.name.encode() + b"\n" + bytes([self.kind]) + self.raw
        object.__setattr__(self, "id", hashlib.sha256(whole).digest()[:4])

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """The key of `<name>+<id in hex>+<base64 of type and key>`; raises ValueError with the reason."""
        # A name holds no plus, base64 may.
        name, _, rest = vkey.partition("+")
        key_id, _, body = rest.partition("+")
        data = decoded(body, "a verifier key's type and bytes")
        if not data:
            raise ValueError(f"a verifier key <name>+<id>+<base64>, not {shortened(vkey)!r}")
        key = cls(name, data[0], data[1:])
        if key_id != key.id.hex():
            raise ValueError(f"key id {key.id.hex()} for this name and key, not {shortened(key_id)!r}")
        return key

    @property
    def vkey(self) -> str:
        """The key as text."""
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.kind]) + self.raw)}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the 64 bytes are this key's Ed25519 signature of the message."""
        if len(signature) != SIGNATURE_BYTES or signature[:32] in SMALL_ORDER:
            return False
        try:
            crypto_sign_open(signature + message, self.raw)
        except BadSignatureError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs; its secret is never shown."""

    public: PublicKey  # what others verify by
    secret: bytes = field(repr=False, compare=False)  # 64 bytes: seed and public key, as libsodium keeps them

    @classmethod
    def from_seed(cls, name: str, kind: int, seed: bytes) -> Self:
        """The key of a 32-byte seed; raises ValueError for a seed of another length."""
        if len(seed) != 32:
            raise ValueError(f"a seed of 32 bytes, not {len(seed)}")
        raw, secret = crypto_sign_seed_keypair(seed)
        return cls(PublicKey(name, kind, raw), secret)

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature of the message."""
        return crypto_sign(message, self.secret)[:SIGNATURE_BYTES]


# ── words for people ──────────────────────────────────────────────────────────────────────────

_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aiou"
_SYLLABLES = [first + vowel for first in _CONSONANTS for vowel in _VOWELS]  # six bits each
_OF_SYLLABLE = {syllable: bits for bits, syllable in enumerate(_SYLLABLES)}
_WORDS = 8  # 128 bits: nobody finds a second genesis with the same words


def words(hash32: bytes) -> str:
    """The first 16 bytes of a hash as eight words to read aloud (proquints).

    >>> words(bytes([127, 0, 0, 1]) * 8)[:11]
    'lusab-babad'
    """
    if len(hash32) != 32:
        raise ValueError(f"a hash of 32 bytes, not {len(hash32)}")
    return "-".join(_word(int.from_bytes(hash32[i : i + 2])) for i in range(0, 2 * _WORDS, 2))


def _word(bits: int) -> str:
    return _SYLLABLES[bits >> 10] + _SYLLABLES[bits >> 4 & 63] + _CONSONANTS[bits & 15]


def from_words(text: str) -> bytes:
    """The 16 bytes that eight words stand for, however they are spaced and in whatever case; raises ValueError."""
    spoken = text.lower().replace("-", " ").split()
    if len(spoken) != _WORDS:
        raise ValueError(f"{_WORDS} words, not {len(spoken)}")
    return b"".join(_bits(word).to_bytes(2) for word in spoken)


def _bits(word: str) -> int:
    first, second, last = _OF_SYLLABLE.get(word[:2]), _OF_SYLLABLE.get(word[2:4]), _CONSONANTS.find(word[4:])
    if len(word) != 5 or first is None or second is None or last < 0:
        raise ValueError(f"words of five letters such as lusab, not {shortened(word)!r}")
    return first << 10 | second << 4 | last
