"""Keys: their text and ids, what they sign, which are refused so that all verifiers agree, and their words."""

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError
from tlog_scales.signing import Vkey

from tests.tlog.signers import LOG, OWN
from truceline.tlog.keys import (
    COSIGNATURE_KEY,
    NOTE_KEY,
    SMALL_ORDER,
    PublicKey,
    Signer,
    decoded,
    encoded,
    from_words,
    refused,
    words,
)

# A verifier key that the Go package's own documentation prints.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

# RFC 8032, 7.1, TEST 2
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNED_72 = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)

# ── the curve, in whole numbers ──────────────────────────────────────────────────────────────

PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME
Point = tuple[int, int]


def added(one: Point, two: Point) -> Point:
    """The sum of two points of -x² + y² = 1 + d·x²·y²."""
    (x1, y1), (x2, y2) = one, two
    part = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + part, -1, PRIME) % PRIME
    return x, (y1 * y2 + x1 * x2) * pow(1 - part, -1, PRIME) % PRIME


def point(raw: bytes) -> Point | None:
    """The point of 32 bytes, y taken modulo the prime and the sign of a zero x let be; None off the curve."""
    whole = int.from_bytes(raw, "little")
    sign, y = whole >> 255, (whole & (2**255 - 1)) % PRIME
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if x * x % PRIME != square:
        return None
    return (PRIME - x if x % 2 != sign else x) % PRIME, y


def raw_of(one: Point) -> bytes:
    """The canonical 32 bytes of a point."""
    return (one[1] | (one[0] & 1) << 255).to_bytes(32, "little")


def times_eight(one: Point) -> Point:
    for _ in range(3):
        one = added(one, one)
    return one


# ── refusals ─────────────────────────────────────────────────────────────────────────────────


def test_the_list_of_small_order_is_every_encoding_of_the_eight_points() -> None:
    """Each of the list is on the curve and of order 1, 2, 4 or 8, there are eight such points, and none is left out.

    A point can be written with y reduced or not, where that fits 255 bits, and with the sign of x both ways.
    """
    found = {raw: point(raw) for raw in SMALL_ORDER}
    points = {one for one in found.values() if one is not None}
    assert len(points) == 8
    assert all(one is not None and times_eight(one) == (0, 1) for one in found.values())
    ways = {y + more | sign << 255 for _, y in points for more in (0, PRIME) for sign in (0, 1) if y + more < 2**255}
    assert {int.from_bytes(raw, "little") for raw in SMALL_ORDER} == ways
    assert len(SMALL_ORDER) == 14


@pytest.mark.parametrize("raw", sorted(SMALL_ORDER), ids=bytes.hex)
def test_no_key_of_small_order_is_enrolled(raw: bytes) -> None:
    assert "small order" in refused(raw)
    with pytest.raises(ValueError, match="small order"):
        PublicKey("a", NOTE_KEY, raw)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "32 bytes, not 0"),
        (bytes(33), "32 bytes, not 33"),
        ((PRIME + 3).to_bytes(32, "little"), "canonical"),
        ((PRIME + 3 | 1 << 255).to_bytes(32, "little"), "canonical"),
        ((2).to_bytes(32, "little"), "main subgroup"),  # no point has y = 2
    ],
)
def test_what_no_public_key_may_be(raw: bytes, reason: str) -> None:
    assert reason in refused(raw)


def test_a_key_with_a_part_of_small_order_is_refused() -> None:
    """A good key plus a point of order two verifies with some verifiers and not with others."""
    good = point(LOG.public.raw)
    assert good is not None
    mixed = raw_of(added(good, (0, PRIME - 1)))
    assert refused(LOG.public.raw) == ""
    assert "main subgroup" in refused(mixed)


def vectors(shared: Path) -> list[dict[str, str]]:
    path = shared / "vectors" / "ed25519" / "ed25519vectors.json"
    if not path.is_file():
        pytest.skip(f"needs the outside vectors: no {path.name} beside the project")
    found: list[dict[str, str]] = json.loads(path.read_text())
    return found


def sodium(raw: bytes, message: bytes, signature: bytes) -> bool:
    try:
        crypto_sign_open(signature + message, raw)
    except BadSignatureError:
        return False
    return True


def openssl(raw: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_after_the_refusals_no_two_verifiers_disagree(shared: Path) -> None:
    """Of the 914 edge cases two libraries answer 165 differently; refused keys and nonces take all of those away."""
    disagree, refused_keys, refused_nonces, left = 0, 0, 0, 0
    for one in vectors(shared):
        raw, signature, message = bytes.fromhex(one["key"]), bytes.fromhex(one["sig"]), one["msg"].encode()
        answers = sodium(raw, message, signature), openssl(raw, message, signature)
        disagree += answers[0] != answers[1]
        if refused(raw):
            refused_keys += 1
        elif signature[:32] in SMALL_ORDER:
            refused_nonces += 1
            assert not PublicKey("a", NOTE_KEY, raw).verifies(message, signature)
        else:
            left += 1
            assert answers[0] == answers[1] == PublicKey("a", NOTE_KEY, raw).verifies(message, signature), one
    assert (disagree, refused_keys, refused_nonces, left) == (165, 886, 20, 8)


# ── text and ids ─────────────────────────────────────────────────────────────────────────────


def test_a_verifier_key_reads_and_writes_as_the_go_package_prints_it() -> None:
    key = PublicKey.parse(FOO)
    assert (key.name, key.kind, key.id.hex(), key.vkey) == ("example.com/foo", NOTE_KEY, "530d903a", FOO)


def test_a_key_id_binds_name_type_and_key() -> None:
    """SHA-256(key name || 0x0A || signature type || public key)[:4]."""
    for kind in (NOTE_KEY, COSIGNATURE_KEY):
        key = PublicKey("log.example", kind, PUBLIC)
        assert key.id == hashlib.sha256(b"log.example\n" + bytes([kind]) + PUBLIC).digest()[:4]
    assert PublicKey("a", NOTE_KEY, PUBLIC).id != PublicKey("b", NOTE_KEY, PUBLIC).id


@pytest.mark.parametrize("signer", [LOG, OWN], ids=["log", "cosigner"])
def test_an_outside_reader_reads_our_verifier_keys(signer: Signer) -> None:
    read = Vkey.from_string(signer.public.vkey)
    assert (read.name, read.sig_type, read.pubkey) == (signer.public.name, signer.public.kind, signer.public.raw)
    assert read.key_id.to_bytes(4) == signer.public.id
    assert Vkey(read.name, None, read.sig_type, read.pubkey).key_id == read.key_id


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\u3000", "a\nb", "a\x00", "\x1f"])
def test_a_name_without_spaces_plus_and_controls(name: str) -> None:
    with pytest.raises(ValueError, match="a key's name"):
        PublicKey(name, NOTE_KEY, PUBLIC)


def test_a_name_in_any_script() -> None:
    key = PublicKey("هدنة/сторона", NOTE_KEY, PUBLIC)
    assert PublicKey.parse(key.vkey) == key


@pytest.mark.parametrize(
    ("vkey", "reason"),
    [
        ("", "a verifier key"),
        ("example.com/foo", "a verifier key"),
        ("example.com/foo+530d903a", "a verifier key"),
        ("example.com/foo+530d903a+", "a verifier key"),
        ("example.com/foo+530d903a+!", "in base64"),
        (FOO.replace("530d903a", "530d903b"), "key id 530d903a"),
        (FOO.replace("530d903a", "530D903A"), "key id 530d903a"),
        (FOO.replace("foo", "fo o"), "a key's name"),
        (f"a+00000000+{encoded(bytes([6]) + PUBLIC)}", "type 0x01 .* or 0x04 .*, not 0x06"),
        (f"a+00000000+{encoded(bytes([1]) + PUBLIC[:31])}", "32 bytes, not 31"),
    ],
)
def test_a_verifier_key_that_is_none(vkey: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        PublicKey.parse(vkey)


@settings(max_examples=60)
@given(st.text(max_size=80) | st.binary(max_size=40).map(lambda data: f"a+00000000+{encoded(data)}"))
def test_whatever_is_read_as_a_verifier_key_is_written_the_same(text: str) -> None:
    try:
        key = PublicKey.parse(text)
    except ValueError:
        return
    assert key.vkey == text


# ── signing ──────────────────────────────────────────────────────────────────────────────────


def test_the_signature_of_rfc_8032() -> None:
    signer = Signer.from_seed("rfc8032", NOTE_KEY, SEED)
    assert (signer.public.raw, signer.sign(b"r")) == (PUBLIC, SIGNED_72)
    assert signer.public.verifies(b"r", SIGNED_72)


def test_what_does_not_verify() -> None:
    key = PublicKey("rfc8032", NOTE_KEY, PUBLIC)
    assert not key.verifies(b"s", SIGNED_72)
    assert not key.verifies(b"r", SIGNED_72[:63])
    assert not key.verifies(b"r", SIGNED_72 + b"\0")
    assert not key.verifies(b"r", bytes(32) + SIGNED_72[32:])
    assert not PublicKey.parse(FOO).verifies(b"r", SIGNED_72)


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="a seed of 32 bytes, not 31"):
        Signer.from_seed("a", NOTE_KEY, bytes(31))


def test_a_signer_never_shows_its_secret() -> None:
    assert SEED.hex() not in repr(Signer.from_seed("a", NOTE_KEY, SEED))
    assert "secret" not in repr(Signer.from_seed("a", NOTE_KEY, SEED))


# ── base64 ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["A", "AA", "AA=", "AB==", "AAA", "AAB=", "A A=", "AAAA\n", "AA==AA==", "é===", "AA-_"]
)
def test_base64_has_one_text_for_one_value(text: str) -> None:
    """Stray bits, spaces, newlines, missing padding and the alphabet of addresses are refused."""
    with pytest.raises(ValueError, match="a hash in base64"):
        decoded(text, "a hash")


@given(st.binary(max_size=100))
def test_base64_reads_what_it_writes(data: bytes) -> None:
    assert decoded(encoded(data), "data") == data


# ── words ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("four", "spoken"),
    [
        ((127, 0, 0, 1), "lusab-babad"),
        ((63, 84, 220, 193), "gutih-tugad"),
        ((63, 118, 7, 35), "gutuk-bisog"),
        ((140, 98, 193, 141), "mudof-sakat"),
    ],
)
def test_the_words_of_the_proposal(four: tuple[int, ...], spoken: str) -> None:
    """The examples that arXiv 0901.4016 prints."""
    assert words(bytes(four) * 8) == "-".join([spoken] * 4)


@given(st.binary(min_size=32, max_size=32))
def test_words_are_read_back_however_they_are_said(data: bytes) -> None:
    said = words(data)
    assert len(said.split("-")) == 8
    assert from_words(said) == from_words(f"  {said.upper().replace('-', '   ')}\n") == data[:16]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "8 words, not 0"),
        ("lusab-" * 9, "8 words, not 9"),
        ("lusab " * 7 + "lusaa", "not 'lusaa'"),
        ("lusab " * 7 + "lusa", "not 'lusa'"),
        ("lusab " * 7 + "lusabb", "not 'lusabb'"),
        ("lusab " * 7 + "lxsab", "not 'lxsab'"),
        ("lusab " * 7 + "luxab", "not 'luxab'"),
    ],
)
def test_words_that_are_none(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        from_words(text)


def test_words_are_of_a_hash() -> None:
    with pytest.raises(ValueError, match="a hash of 32 bytes, not 16"):
        words(bytes(16))
