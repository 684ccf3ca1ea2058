"""Entries: their exact bytes, everything in them that is checked, and that no byte can be changed unseen."""

import base64
import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.signers import ENTRY, LOG, ORIGIN, OWN
from truceline.tlog import note
from truceline.tlog.entry import (
    DEEPEST,
    LARGEST,
    MOST_BYTES,
    Entry,
    Ref,
    _at_a_glance,
    _member_by_member,
    make,
    parse,
    signed_by,
)
from truceline.tlog.keys import Signer
from truceline.tlog.merkle import leaf_hash

GENESIS = "ab" * 32
ID = "00112233445566778899aabbccddeeff"
TIME = "2016-02-27T00:00:00Z"
OTHER = Ref("truceline/west-00000002", 7, "cd" * 32)
TREE: dict[str, Any] = {
    "origin": ORIGIN, "genesis": GENESIS, "seq": 3, "kind": "zone.declared", "id": ID, "time": TIME,
    "refs": [list(OTHER)], "audience": [], "payload": {"name": "Sūq \u2028", "size": 2},
}  # fmt: skip


def made(**more: Any) -> Entry:  # noqa: ANN401 - any member of the envelope
    members = {"payload": {"name": "x"}} | more if not more.keys() & {"blob", "commitments"} else more
    return make(ORIGIN, GENESIS, 3, "zone.declared", ID, TIME, ENTRY, **members)


def leaf(line: str, signer: Signer = ENTRY) -> bytes:
    """The leaf of a line of JSON, signed whatever it says."""
    return note.signed(f"truceline/entry/v1\n{line}\n", signer)


def changed(**members: Any) -> bytes:  # noqa: ANN401 - any JSON
    """A leaf with members changed, left out (None) or added."""
    tree = {name: value for name, value in (TREE | members).items() if value is not None}
    return leaf(json.dumps(tree, ensure_ascii=False))


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def test_an_entry_to_the_byte() -> None:
    """Two lines, the second canonical JSON, an empty line, one signature line; nothing else."""
    entry = make(ORIGIN, GENESIS, 3, "zone.declared", ID, TIME, ENTRY, refs=[OTHER], payload=TREE["payload"])
    text, _, below = entry.leaf.partition(b"\n\n")
    assert text == b"truceline/entry/v1\n" + rfc8785.dumps(TREE)
    blob = ENTRY.public.id + ENTRY.sign(text + b"\n")
    assert below.decode() == f"— {ORIGIN}/entry/1 {base64.b64encode(blob).decode()}\n"
    assert entry.message == text + b"\n"


def test_an_entry_says_what_it_was_made_of() -> None:
    entry = made(refs=[OTHER, OTHER], audience=[OTHER.origin], payload={"a": [1, None, True]})
    assert (entry.origin, entry.genesis, entry.seq, entry.kind) == (ORIGIN, GENESIS, 3, "zone.declared")
    assert (entry.id, entry.time, entry.refs, entry.audience) == (ID, TIME, (OTHER, OTHER), (OTHER.origin,))
    assert (entry.payload, entry.blob, entry.commitments) == ({"a": [1, None, True]}, "", ())
    assert (entry.key_name, entry.key_id, len(entry.signature)) == (ENTRY.public.name, ENTRY.public.id, 64)
    assert entry.hash == leaf_hash(entry.leaf).hex()
    assert entry.ref == Ref(ORIGIN, 3, entry.hash)


def test_a_payload_may_be_kept_apart_or_committed_to() -> None:
    assert made(blob="ef" * 32).blob == "ef" * 32
    assert made(commitments=["01" * 32, "02" * 32]).commitments == ("01" * 32, "02" * 32)
    assert made(blob="ef" * 32).payload is None is made(commitments=["01" * 32]).payload


def test_the_first_entry_alone_names_no_genesis() -> None:
    first = make(ORIGIN, "", 0, "key.enrolled", ID, TIME, ENTRY, payload={})
    assert parse(first.leaf) == first
    for genesis, seq in (("", 1), (GENESIS, 0)):
        with pytest.raises(ValueError, match="empty in the first entry, and in no other"):
            make(ORIGIN, genesis, seq, "key.enrolled", ID, TIME, ENTRY, payload={})


def test_an_entry_is_what_its_bytes_are() -> None:
    one, same, other = made(), made(), made(payload={"name": "y"})
    assert one == same
    assert len({one, same, other}) == 2
    assert one != one.leaf
    with pytest.raises(FrozenInstanceError):
        one.seq = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"payload": {}, "blob": "ef" * 32}, "one of payload, blob, commitments"),
        ({"payload": None}, "one of payload, blob, commitments"),
        ({"payload": {"x": 0.5}}, "whole numbers, not 0.5"),
        ({"payload": {"x": float("nan")}}, "JSON compliant"),
        ({"payload": {"x": LARGEST + 1}}, "whole numbers within"),
        ({"payload": {"x": "\ud800"}}, "surrogates not allowed"),
        ({"payload": {"x": "y" * 65_500}}, "at most 65,535 bytes"),
        ({"audience": ["a b"]}, "audience: text like"),
        ({"refs": [Ref("a", -1, "ab" * 32)]}, "refs: a whole number"),
    ],
)
def test_what_cannot_be_written(members: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        made(**members)


def test_the_longest_entry() -> None:
    """65,535 bytes are read and written, one more is neither."""
    room = MOST_BYTES - len(made(payload={"x": ""}).leaf)
    longest = made(payload={"x": "y" * room})
    assert len(longest.leaf) == MOST_BYTES
    assert parse(longest.leaf) == longest
    with pytest.raises(ValueError, match="at most 65,535 bytes, not 65,536"):
        made(payload={"x": "y" * (room + 1)})


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_read_need_not_be_canonical() -> None:
    """Others may order and space their JSON as they will: the bytes are verified, never written anew."""
    tree = dict(reversed(TREE.items()))
    entry = parse(leaf(json.dumps(tree, indent=None, ensure_ascii=True)))
    assert (entry.payload, entry.seq) == (TREE["payload"], 3)
    assert signed_by(entry, ENTRY.public)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"origin": None}, "the members audience, .* not "),
        ({"extra": 1}, "the members audience"),
        ({"payload": None}, "the members audience"),
        ({"blob": "ef" * 32}, "the members audience"),
        ({"payload": []}, "payload: an object"),
        ({"payload": "x"}, "payload: an object"),
        ({"payload": None, "blob": "ef" * 31}, "blob: text like"),
        ({"payload": None, "blob": "EF" * 32}, "blob: text like"),
        ({"payload": None, "commitments": []}, "commitments: at least one"),
        ({"payload": None, "commitments": "ef"}, "commitments: a list"),
        ({"payload": None, "commitments": ["ef"]}, "commitments: text like"),
        ({"origin": ""}, "origin: text like"),
        ({"origin": "a b"}, "origin: text like"),
        ({"origin": "a+b"}, "origin: text like"),
        ({"origin": "a\n" + GENESIS}, "origin: text like"),
        ({"origin": "x" * 256}, "origin: text like"),
        ({"origin": 5}, "origin: text like"),
        ({"genesis": "AB" * 32}, "genesis: text like"),
        ({"genesis": ""}, "genesis: empty in the first"),
        ({"seq": 0}, "genesis: empty in the first"),
        ({"seq": -1}, "seq: a whole number"),
        ({"seq": True}, "seq: a whole number"),
        ({"seq": "3"}, "seq: a whole number"),
        ({"seq": 3.0}, "whole numbers, not 3.0"),
        ({"kind": "Zone"}, "kind: text like"),
        ({"kind": ""}, "kind: text like"),
        ({"id": ID[:-1]}, "id: text like"),
        ({"id": ID.upper()}, "id: text like"),
        ({"time": "2016-02-27T00:00:00+00:00"}, "time: text like"),
        ({"time": "2016-02-27T24:00:00Z"}, "time: text like"),
        ({"time": "2016-02-27T23:59:60Z"}, "time: text like"),
        ({"time": "2015-02-29T00:00:00Z"}, "time: a day of the calendar"),
        ({"time": "0000-01-01T00:00:00Z"}, "time: a day of the calendar"),
        ({"time": "٢٠١٦-02-27T00:00:00Z"}, "time: text like"),
        ({"refs": {}}, "refs: a list"),
        ({"refs": "abc"}, "refs: a list"),
        ({"refs": [["a", 1]]}, "refs: a list"),
        ({"refs": [5]}, "refs: a list"),
        ({"refs": ["abc"]}, "refs: a whole number"),
        ({"refs": [["a", 1, "x"]]}, "refs: text like"),
        ({"refs": [["", 1, GENESIS]]}, "refs: text like"),
        ({"refs": [["a", True, GENESIS]]}, "refs: a whole number"),
        ({"audience": "a"}, "audience: a list"),
        ({"audience": [1]}, "audience: text like"),
        ({"payload": {"x": 1e5}}, "whole numbers, not 100000.0"),
        ({"payload": {"x": float("inf")}}, "whole numbers, not Infinity"),
        ({"payload": {"x": LARGEST + 1}}, "whole numbers within"),
    ],
)
def test_every_member_is_checked(members: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(changed(**members))


LINE = json.dumps(TREE)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "one line of JSON"),
        ("{", "Expecting"),
        ("[]", "one JSON object"),
        (LINE + " ", "nothing beside it"),
        (" " + LINE, "Expecting value"),
        (LINE + LINE, "nothing beside it"),
        (LINE.replace('"seq": 3', '"seq": 3, "seq": 3'), "not twice 'seq'"),
        (LINE.replace('"size": 2', '"size": 2, "size": 3'), "not twice 'size'"),
        (LINE.replace('"size": 2', '"size": "\\ud800"'), "half characters"),
        (LINE.replace('"size": 2', '"\\udc00": 2'), "half characters"),
        (LINE.replace('"size": 2', '"size": NaN'), "whole numbers, not NaN"),
        (LINE.replace('"size": 2', f'"size": -{"3" * 5000}'), "whole numbers within"),
        (LINE.replace('"size": 2', f'"size": {"[" * 30_000}{"]" * 30_000}'), "at most 64 objects and lists"),
        (LINE + "\n" + LINE, "one line of JSON"),
        (LINE + "\n", "one line of JSON"),
    ],
)
def test_a_second_line_that_is_none(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(leaf(line))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "one line of JSON"),
        (made().leaf.replace(b"entry/v1", b"entry/v2"), "truceline/entry/v1"),
        (made().leaf[:-1], "one signature line"),
        (made().leaf + b"\n", "one signature line"),
        (made().leaf + made().leaf.partition(b"\n\n")[2], "one signature line"),
        (made().leaf.replace(b"\n\n", b"\n"), "one signature line"),
        (made().leaf.replace("—".encode(), b"-"), "one signature line"),
        (made().leaf.replace(b'"name":', b'"name":\t'), "control characters"),
        (made().leaf.replace(b"\n", b"\r\n"), "control characters"),
        (made().leaf.replace(b'"x"', b'"\xff"'), "UTF-8"),
        (made().leaf[:-2] + b"?\n", "in base64"),
        (made().leaf.rpartition(b" ")[0] + b" MTIzNA==\n", "four bytes of key id and more"),
    ],
)
def test_a_leaf_that_is_no_entry(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(data)


def test_stray_bits_of_base64_do_not_give_an_entry_a_second_hash() -> None:
    """68 bytes leave two bits of base64 over; a reader that let them be would take four leaves for one entry."""
    data = made().leaf
    assert data.endswith(b"=\n")
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    bits = letters.index(data[-3])
    for stray in (1, 2, 3):
        with pytest.raises(ValueError, match="stray bits"):
            parse(data[:-3] + letters[bits | stray : (bits | stray) + 1] + b"=\n")


def test_how_deep_an_entry_may_be_does_not_depend_on_the_machine() -> None:
    def nested(depth: int) -> bytes:
        inner: Any = 1
        for _ in range(depth - 2):  # the line's own object and the payload are two
            inner = [inner]
        return changed(payload={"x": inner})

    assert parse(nested(DEEPEST)).seq == 3
    with pytest.raises(ValueError, match="at most 64 objects and lists"):
        parse(nested(DEEPEST + 1))
    assert parse(changed(payload={"x": [{}] * 100})).seq == 3


# ── whose it is ──────────────────────────────────────────────────────────────────────────────


def test_only_the_entry_key_that_signed_it() -> None:
    entry = made()
    assert signed_by(entry, ENTRY.public)
    namesake = Signer.from_seed(ENTRY.public.name, ENTRY.public.kind, b"n" * 32)
    assert not any(signed_by(entry, one.public) for one in (LOG, OWN, namesake))


def test_a_cosigners_key_signs_no_entry() -> None:
    """Even where a line bears its name and id."""
    text = made().message
    line = note.Signature(OWN.public.name, OWN.public.id, OWN.sign(text)).line
    assert not signed_by(parse(text + b"\n" + line.encode()), OWN.public)


@settings(max_examples=150)
@given(st.data())
def test_no_byte_can_be_changed_unseen(data: st.DataObject) -> None:
    """Whatever bit of a leaf is turned, it is no entry any more, or one that its key did not sign."""
    whole = bytearray(made(refs=[OTHER]).leaf)
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        entry = parse(bytes(whole))
    except ValueError:
        return
    assert not signed_by(entry, ENTRY.public)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.dictionaries(texts, trees, max_size=5))
def test_whatever_is_written_is_canonical_and_reads_back(payload: dict[str, Any]) -> None:
    """As another program writes RFC 8785, signs of two UTF-16 units in the keys included."""
    entry = made(payload=payload)
    assert entry.payload == payload
    assert entry.message.split(b"\n")[1] == rfc8785.dumps(json.loads(entry.message.split(b"\n")[1]))
    assert parse(entry.leaf) == entry
    assert signed_by(entry, ENTRY.public)


@settings(max_examples=150)
@given(st.binary(max_size=40) | trees.map(json.dumps).map(str.encode))
def test_no_line_whatever_breaks_the_reader(line: bytes) -> None:
    """Bytes of any kind on the second line are an entry or a ValueError."""
    try:
        entry = parse(b"truceline/entry/v1\n" + line + made().leaf[len(made().message) :])
    except ValueError:
        return
    assert isinstance(entry, Entry)


@settings(max_examples=150)
@given(st.sampled_from(sorted(TREE)), trees)
def test_no_member_whatever_breaks_the_reader(member: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    try:
        entry = parse(leaf(json.dumps(TREE | {member: value})))
    except ValueError:
        return
    assert rfc8785.dumps(getattr(entry, member)) == rfc8785.dumps(value)


# ── read at a glance, and member by member ───────────────────────────────────────────────────

TRICKY: list[dict[str, Any]] = [
    {"a": 1},
    {"a": '},"refs":[],"seq":3,"time":"2016-02-27T00:00:00Z"}'},
    {"payload": {}, "refs": [], "seq": 3, "time": TIME},
    {"a": {"refs": [["x", 1, GENESIS]]}, "refs": [["x", 1, GENESIS]]},
    {"é\U0001f54a": ["\\", '"', "\n", None]},
]
PIECES = [
    "", ",", '"', "}", "{", "]", "[", "\\", "\\u0041", " ", "0", "-", ".5", "e", "1" * 20, "\n", "—", "é", "null",
    '"payload":{},', '},"refs":[', '"seq":3,', '"a":1,"a":2', f'["x",1,"{GENESIS}"]', '["a","b"]',
]  # fmt: skip


@pytest.mark.parametrize("payload", TRICKY)
@pytest.mark.parametrize("refs", [[], [OTHER], [OTHER, Ref(ORIGIN, 0, GENESIS)]])
def test_most_entries_are_read_at_a_glance(payload: dict[str, Any], refs: list[Ref]) -> None:
    """As `make` writes them, open and to everybody; unless a text has an escape, which is looked at more closely."""
    text = made(payload=payload, refs=refs).leaf.decode()
    assert _at_a_glance(text) == _member_by_member(text)


@pytest.mark.parametrize(
    "leaf_",
    [
        made(audience=[OTHER.origin]).leaf,
        made(blob="ef" * 32).leaf,
        changed(payload={"x": "\u0001"}),
        changed(payload={"x": [[]] * 70}),
        changed(),
    ],
)
def test_others_are_read_member_by_member(leaf_: bytes) -> None:
    assert _at_a_glance(leaf_.decode()) is None
    assert parse(leaf_).seq == 3


@settings(max_examples=400)
@given(st.data())
def test_what_is_read_at_a_glance_reads_the_same_member_by_member(data: st.DataObject) -> None:
    """However an entry's text is cut and patched, one look never sees what the other reader does not."""
    payload = data.draw(st.sampled_from(TRICKY))
    text = made(payload=payload, refs=[OTHER] * data.draw(st.integers(0, 2))).leaf.decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 3)))
        text = text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:]
    glance = _at_a_glance(text)
    assert glance is None or glance == _member_by_member(text)
