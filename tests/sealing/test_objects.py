"""Sealed objects: eight fields of common sizes, opened one by one, and read back strictly."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.kinds.examples import GOOD
from tests.node.nodes import NOON, Dice
from truceline.canon import canonical_text, to_json
from truceline.desk.node import World
from truceline.desk.sealing import objects
from truceline.desk.sealing.objects import BUCKETS, Sealable, SealedObject, bucket, dumps, loads, seal
from truceline.errors import RecordError, Refused
from truceline.kinds import KINDS, Envelope, Marking, Payload, SealedFile, Sealing, payload_of
from truceline.kinds.aspects import ASPECTS, Aspect
from truceline.tlog.commitment import Opening, commit, opens

ORIGIN = "truceline/north-01234567"
SEALABLE = sorted(name for name, kind in KINDS.items() if kind.sealable)
FILE = b"a film of the bridge"


def a_world(seed: str = "objects") -> World:
    return World(lambda: NOON, Dice(seed), Path("nowhere"))


def example(kind: str) -> Payload:
    found = payload_of(kind, GOOD[kind])
    assert isinstance(found, Payload)
    return found


def in_other_words(kind: str) -> Payload:
    found = payload_of(kind, {**GOOD[kind], "text": "other words"})
    assert isinstance(found, Payload)
    return found


def envelope(kind: str, *files: bytes) -> Envelope:
    named = tuple(SealedFile(hashlib.sha256(one).hexdigest(), len(one)) for one in files)
    return Envelope(kind, NOON, Sealing.LOCAL, Marking.AMBER, files=named)


def of(inside: str, outside: str = "", *named: bytes) -> Sealable:
    """Something to seal, its envelope telling the truth or another kind and files that are not given."""
    return Sealable(inside, example(inside), envelope(outside or inside, *named))


def sealed(kind: str = "report.received", *files: bytes) -> SealedObject:
    return seal(ORIGIN, Sealable(kind, example(kind), envelope(kind, *files), files), a_world())


@pytest.mark.parametrize("kind", SEALABLE)
def test_every_kind_that_may_be_sealed_reads_back_as_it_was(kind: str) -> None:
    """Split into fields, written, read and joined again, it is the same payload in the same envelope."""
    one = sealed(kind, FILE)
    again = loads(dumps(one))
    assert again == one
    assert (again.payload, again.envelope) == (example(kind), envelope(kind, FILE))
    assert again.files == {hashlib.sha256(FILE).hexdigest(): FILE}


@pytest.mark.parametrize("kind", SEALABLE)
def test_each_field_holds_the_members_of_its_aspect_and_no_others(kind: str) -> None:
    for field in Aspect:
        members = sealed(kind).only([field]).tree
        assert all(ASPECTS[kind][name] is field for name in members)


def test_sizes_tell_a_bucket_and_no_more() -> None:
    """Each field, and the whole as it is kept and sent, is as long as many others are."""
    assert [bucket(n) for n in (0, 256, 257, 65_536, 65_537)] == [256, 256, 1024, 65_536, 131_072]
    one = sealed()
    assert {len(o.payload) + o.padding for o in one.openings} <= set(BUCKETS)
    assert len(dumps(one)) in BUCKETS
    longer = replace(of("report.received"), payload=in_other_words("report.received"))
    other = seal(ORIGIN, longer, a_world())
    assert len(dumps(other)) == len(dumps(one))


def test_nothing_but_chance_makes_two_of_the_same_differ_and_it_does() -> None:
    """The same report sealed twice has no commitment and no salt in common, also where a field is empty."""
    world = a_world()
    one, other = (seal(ORIGIN, of("report.received"), world) for _ in range(2))
    assert not set(one.commitments) & set(other.commitments)
    assert len({o.salt for o in (*one.openings, *other.openings)}) == 16
    assert len(set(one.commitments)) == 8


def test_a_part_tells_its_fields_and_nothing_of_the_others() -> None:
    """A place can be told and a name not: what is handed on has no salt, payload or file of another field."""
    one = sealed("report.received", FILE)
    part = loads(dumps(one.only([Aspect.WHERE])))
    assert part.tree.keys() <= {name for name, field in ASPECTS["report.received"].items() if field is Aspect.WHERE}
    assert (part.envelope, part.payload, part.files) == (None, None, {})
    data = dumps(part)
    for other in one.openings:
        if other.index != Aspect.WHERE:
            assert other.salt not in data
            assert other.salt.hex().encode() not in data
            assert other.payload == b"{}" or other.payload not in data


def test_what_has_legal_effect_is_not_sealed_and_envelopes_tell_the_truth() -> None:
    with pytest.raises(Refused, match=r"zone\.declared is not sealed"):
        seal(ORIGIN, Sealable("zone.declared", example("zone.declared"), envelope("report.received")), a_world())
    with pytest.raises(Refused, match="the envelope says held"):
        seal(ORIGIN, Sealable("report.received", example("report.received"), envelope("held")), a_world())
    with pytest.raises(Refused, match="other files"):
        seal(
            ORIGIN,
            Sealable("report.received", example("report.received"), envelope("report.received", FILE)),
            a_world(),
        )


def test_more_than_could_be_read_back_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A film too long for one entry is refused before anything is kept."""
    monkeypatch.setattr(objects, "MOST_B", objects.MOST_TOLD_B + len(FILE) - 1)
    with pytest.raises(Refused, match="files of 20 bytes, and at most 19 go with one entry"):
        sealed("report.received", FILE)


def test_a_commitment_copied_into_anothers_entry_opens_nothing_there() -> None:
    """Neither under another log nor under another id; nor does one field open the commitment of another."""
    one = sealed()
    for wrong in (replace(one, origin="truceline/south-01234567"), replace(one, id="0" * 32)):
        with pytest.raises(RecordError, match="open its commitment"):
            loads(dumps(wrong))
    assert not any(opens(c, ORIGIN, one.id, o) for c, o in zip(one.commitments, one.openings[1:], strict=False))


def test_what_an_officer_signs_changes_with_everything_that_is_said() -> None:
    """Envelope, payload and log are in it, and the signatures themselves are not."""
    said, around = example("report.received"), envelope("report.received")
    bare = objects.statement(ORIGIN, around, said)
    signed = replace(around, officer="duty", officer_signature="0" * 128)
    assert objects.statement(ORIGIN, signed, said) == objects.statement(ORIGIN, replace(around, officer="duty"), said)
    others = {
        objects.statement("truceline/south-01234567", around, said),
        objects.statement(ORIGIN, replace(around, marking=Marking.RED), said),
        objects.statement(ORIGIN, around, in_other_words("report.received")),
    }
    assert bare not in others
    assert len(others) == 3


# ── the reader ────────────────────────────────────────────────────────────────────────────────

DATA = dumps(sealed("report.received", FILE))
END = len(DATA.rstrip(b"\0"))


@settings(max_examples=150)
@given(st.integers(0, END + 50), st.integers(1, 255))
def test_one_byte_changed_is_refused(at: int, bits: int) -> None:
    """Whatever byte it is, payload, salt, head, file or padding."""
    at = min(at, len(DATA) - 1)
    with pytest.raises(RecordError, match="does not hold"):
        loads(DATA[:at] + bytes([DATA[at] ^ bits]) + DATA[at + 1 :])


_CUT = st.integers(0, len(DATA) - 1).map(lambda n: DATA[:n])
_BEGUN = st.binary(max_size=200).map(objects.FIRST_LINE.__add__)


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=300), _BEGUN, _CUT))
def test_bytes_that_are_no_object_are_refused_as_such(data: bytes) -> None:
    with pytest.raises(RecordError, match="does not hold"):
        loads(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**40) | st.sampled_from(["", "ab" * 32, "cd" * 16, ORIGIN]),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


HEAD = json.loads(DATA[len(objects.FIRST_LINE) : DATA.index(b"\n", len(objects.FIRST_LINE))])
_PLACES: list[tuple[str | int, ...]] = [(name,) for name in HEAD]
_PLACES += [(name, 0) for name in ("commitments", "openings", "files")]
_PLACES += [("openings", 3, n) for n in range(4)] + [("files", 0, n) for n in range(2)]


@settings(max_examples=120)
@given(st.sampled_from(_PLACES), _JSON)
def test_a_head_of_any_shape_is_refused_as_such(place: tuple[str | int, ...], value: object) -> None:
    """Lists where texts are wanted, sizes beyond the file, fields twice: an error of ours, never another."""
    head = json.loads(json.dumps(HEAD))
    inner = head
    for step in place[:-1]:
        inner = inner[step]
    assume(inner[place[-1]] != value)
    inner[place[-1]] = value
    rest = DATA[DATA.index(b"\n", len(objects.FIRST_LINE)) :]
    with pytest.raises(RecordError, match="does not hold"):
        loads(objects.FIRST_LINE + canonical_text(head).encode() + rest)
    with pytest.raises(RecordError, match="does not hold"):
        loads(objects.FIRST_LINE + canonical_text({**HEAD, "more": value}).encode() + rest)


def test_an_object_that_says_nothing_readable_has_no_payload() -> None:
    """Its author's malice is nobody's crash: fields that open and are no JSON read as nothing."""
    for said in (b"[" * 40, b'{"kind":"held","more":"than an envelope"}'):
        openings = tuple(Opening(i, bytes(32), said, 256 - len(said)) for i in range(8))
        one = SealedObject(ORIGIN, "0" * 32, tuple(commit(ORIGIN, "0" * 32, o) for o in openings), openings)
        assert loads(dumps(one)) == one
        assert (one.envelope, one.payload) == (None, None)


def test_a_payload_that_is_not_of_its_kind_has_none() -> None:
    """The envelope says one kind, the fields are of another: nothing is read into it."""
    one = sealed()
    said = canonical_text(to_json(Envelope, envelope("held"))).encode()
    first = Opening(0, bytes(32), said, bucket(len(said)) - len(said))
    mixed = replace(
        one, openings=(first, *one.openings[1:]), commitments=(commit(ORIGIN, one.id, first), *one.commitments[1:])
    )
    assert loads(dumps(mixed)).envelope == envelope("held")
    assert loads(dumps(mixed)).payload is None
