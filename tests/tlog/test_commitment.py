"""Commitments: the worked bytes, and that one opening opens one commitment and no other."""

from hashlib import sha256

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from truceline.tlog.commitment import FIELDS, MOST_PADDING, SALT_BYTES, Opening, commit, opens, preimage

ORIGIN = "truceline/north-60303ae2"
ID = "000102030405060708090a0b0c0d0e0f"
SALT = bytes(range(32, 64))
WORKED = Opening(3, SALT, b'{"place_name":"x"}', 5)

ORIGINS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
IDS = st.binary(min_size=16, max_size=16).map(bytes.hex)
OPENINGS = st.builds(
    Opening,
    st.integers(0, FIELDS - 1),
    st.binary(min_size=SALT_BYTES, max_size=SALT_BYTES),
    st.binary(max_size=12),
    st.integers(0, 12),
)
WHOLE = st.tuples(ORIGINS, IDS, OPENINGS)


def test_the_bytes_are_as_the_format_has_them() -> None:
    """Label, zero, the origin with its length, id, field, salt, the payload with its length, zeros: by hand."""
    by_hand = (
        b"truceline/commit/v1\x00"
        b"\x00\x00\x00\x00\x00\x00\x00\x18truceline/north-60303ae2"
        b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"
        b"\x03"
        b" !\"#$%&'()*+,-./0123456789:;<=>?"
        b'\x00\x00\x00\x00\x00\x00\x00\x12{"place_name":"x"}'
        b"\x00\x00\x00\x00\x00"
    )
    assert preimage(ORIGIN, ID, WORKED) == by_hand
    assert commit(ORIGIN, ID, WORKED) == sha256(by_hand).hexdigest()
    assert opens(sha256(by_hand).hexdigest(), ORIGIN, ID, WORKED)


@settings(max_examples=60)
@given(st.integers(0, 8 * (len(ORIGIN) + 16 + SALT_BYTES + len(WORKED.payload)) - 1))
def test_a_changed_bit_never_opens(bit: int) -> None:
    """One bit of the origin, the id, the salt or the payload turned: the commitment stays shut."""
    commitment = commit(ORIGIN, ID, WORKED)
    parts = [bytearray(one) for one in (ORIGIN.encode(), bytes.fromhex(ID), SALT, WORKED.payload)]
    at, within = bit // 8, 1 << bit % 8
    for part in parts:
        if at < len(part):
            part[at] ^= within
            break
        at -= len(part)
    origin, id_, salt, payload = (bytes(one) for one in parts)
    name = origin.decode(errors="surrogateescape")  # a name that is no text opens nothing either
    assert not opens(commitment, name, id_.hex(), WORKED._replace(salt=salt, payload=payload))


@pytest.mark.parametrize("field", [one for one in range(FIELDS) if one != WORKED.index])
def test_another_field_never_opens(field: int) -> None:
    """The same bytes as another field of the same entry open nothing: a name cannot be told as a place."""
    assert not opens(commit(ORIGIN, ID, WORKED), ORIGIN, ID, WORKED._replace(index=field))


@pytest.mark.parametrize("padding", [0, 4, 6])
def test_other_padding_never_opens(padding: int) -> None:
    """The padding is committed to: zeros cannot be taken from it, nor moved into the payload."""
    commitment = commit(ORIGIN, ID, WORKED)
    assert not opens(commitment, ORIGIN, ID, WORKED._replace(padding=padding))
    moved = WORKED._replace(payload=WORKED.payload + bytes(WORKED.padding), padding=0)
    assert not opens(commitment, ORIGIN, ID, moved)


@settings(max_examples=150)
@given(WHOLE, WHOLE)
def test_no_two_share_their_bytes(one: tuple[str, str, Opening], other: tuple[str, str, Opening]) -> None:
    """The bytes that are hashed say unambiguously what they were made from."""
    assume(one != other)
    assert preimage(*one) != preimage(*other)


@settings(max_examples=100)
@given(WHOLE)
def test_the_bytes_can_be_taken_apart(whole: tuple[str, str, Opening]) -> None:
    """By the lengths alone a reader finds every part again: so no two openings can share bytes."""
    origin, id_, opening = whole
    rest = preimage(origin, id_, opening).removeprefix(b"truceline/commit/v1\0")
    size = int.from_bytes(rest[:8], "big")
    name, rest = rest[8 : 8 + size], rest[8 + size :]
    found_id, index, salt, rest = rest[:16].hex(), rest[16], rest[17:49], rest[49:]
    size = int.from_bytes(rest[:8], "big")
    payload, zeros = rest[8 : 8 + size], rest[8 + size :]
    assert not any(zeros)
    assert (name.decode(), found_id, Opening(index, salt, payload, len(zeros))) == whole


@pytest.mark.parametrize(
    ("id_", "changed", "words"),
    [
        (ID[:-1], {}, "an entry's id, 32 hex digits, not 31 characters"),
        (ID.upper(), {}, "an entry's id, 32 hex digits"),
        (ID, {"salt": SALT[1:]}, "a salt of 32 bytes, not 31"),
        (ID, {"index": FIELDS}, "a field from 0 to 7, not 8"),
        (ID, {"index": -1}, "a field from 0 to 7, not -1"),
        (ID, {"padding": MOST_PADDING + 1}, "a padding of 0 to 65,535 bytes, not 65,536"),
        (ID, {"padding": -1}, "a padding of 0 to 65,535 bytes, not -1"),
    ],
)
def test_what_cannot_be_committed_to(id_: str, changed: dict[str, object], words: str) -> None:
    """Parts of a wrong length are refused with what was expected, and open nothing."""
    opening = WORKED._replace(**changed)  # type: ignore[arg-type]  # of the parts' types
    with pytest.raises(ValueError, match=words):
        commit(ORIGIN, id_, opening)
    assert not opens("0" * 64, ORIGIN, id_, opening)
    assert commit(ORIGIN, ID, WORKED._replace(padding=MOST_PADDING)) != commit(ORIGIN, ID, WORKED)
