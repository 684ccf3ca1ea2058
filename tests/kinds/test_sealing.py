"""What stands inside a sealed entry: bounds of the envelope, the order of markings, and what is never sealed."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.making import TREES, payloads
from truceline.canon import dumps, from_json, loads, to_json
from truceline.kinds import KINDS, Envelope, Marking, SealedFile, Sealing

H = "ab" * 32
TREE: dict[str, Any] = {
    "kind": "report.received",
    "time": "2031-05-04T10:00:00Z",
    "sealing": "sealed-local",
    "marking": "TLP:AMBER+STRICT",
    "audience": ["truceline/north-60303ae2"],
    "refs": [["truceline/watch-60303ae2", 3, H]],
    "files": [{"digest": H, "size": 7, "media": "image/jpeg", "name": "crossing"}],
    "case": H,
    "case_signature": "cd" * 64,
    "officer": "Duty officer",
    "officer_signature": "ef" * 64,
    "named": ["truceline/north-60303ae2/officer/duty"],
}


def test_an_envelope_is_read_and_written_alike() -> None:
    """What an entry really is reads as it was written, to the byte."""
    envelope = from_json(Envelope, TREE)
    assert to_json(Envelope, envelope) == TREE
    assert (envelope.sealing, envelope.marking) == (Sealing.LOCAL, Marking.AMBER_STRICT)
    assert envelope.files == (SealedFile(H, 7, "image/jpeg", "crossing"),)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "Zone"}, "kind: the name of a kind, not 'Zone'"),
        ({"kind": "zone.declared"}, "kind: one that may be sealed, not zone.declared"),
        ({"kind": "disclosed"}, "kind: one that may be sealed, not disclosed"),
        ({"time": "noon"}, "time: an instant like"),
        ({"sealing": "open"}, "one of sealed-replicated, sealed-local, not 'open'"),
        ({"marking": "TLP:PINK"}, "one of TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN, TLP:CLEAR"),
        ({"audience": ["a b"]}, "audience.0: a log's origin"),
        ({"audience": ["a", "a"]}, "audience: no item twice"),
        ({"refs": [["truceline/watch-60303ae2", -1, H]]}, "refs.0.1: a whole number from 0"),
        ({"refs": [["truceline/watch-60303ae2", 1, "x"]]}, "refs.0.2: 64 hex digits"),
        ({"files": [{"digest": "x", "size": 7}]}, "digest: 64 hex digits"),
        ({"files": [{"digest": H, "size": -7}]}, "size: a whole number from 0"),
        ({"case": "x"}, "case: 64 hex digits, or none"),
        ({"case_signature": "cd"}, "case_signature: an Ed25519 signature in 128 hex digits, or none"),
        ({"case": ""}, "case_signature: nothing where nobody is named who signed"),
        ({"officer": ""}, "officer_signature: nothing where nobody is named who signed"),
        ({"officer": "a\u202eb"}, "not U+202E"),
        ({"named": [""]}, "named.0: 1 to 400 characters"),
    ],
)
def test_a_fault_of_an_envelope_is_told(changed: dict[str, Any], words: str) -> None:
    """A member out of bounds is refused, and the words name it and what was expected."""
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - its words are the example's
        from_json(Envelope, TREE | changed)
    assert words in str(raised.value)


def test_every_kind_that_may_be_sealed_has_an_envelope() -> None:
    """An envelope can be made for each kind that may be sealed, for one unknown here, and for no other."""
    for name, kind in KINDS.items():
        if kind.sealable:
            assert from_json(Envelope, TREE | {"kind": name}).kind == name
    assert from_json(Envelope, TREE | {"kind": "ceasefire.sung"}).kind == "ceasefire.sung"


def test_it_can_be_made_before_it_is_signed() -> None:
    """An officer and a case may be named without their signatures, which are made over the rest."""
    made = from_json(Envelope, TREE | {"case_signature": "", "officer_signature": ""})
    assert (made.case, made.officer) == (H, "Duty officer")


def test_the_strictest_marking_is_first() -> None:
    """RED is stricter than AMBER+STRICT, AMBER, GREEN and CLEAR, in that order."""
    assert [one.order for one in Marking] == [4, 3, 2, 1, 0]
    assert max(Marking, key=lambda one: one.order) is Marking.RED


@settings(max_examples=30)
@given(payloads(Envelope))
def test_any_envelope_comes_back(made: Envelope) -> None:
    """Any envelope is read back from its canonical bytes as it was."""
    assert loads(Envelope, dumps(Envelope, made)) == made


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from([one.name for one in dataclasses.fields(Envelope)]), TREES, min_size=1))
def test_whatever_stands_there_is_read_or_refused(broken: dict[str, Any]) -> None:
    """No JSON in any member does anything but be read or be refused with ValueError."""
    try:
        made = from_json(Envelope, TREE | broken)
    except ValueError:
        return
    assert from_json(Envelope, to_json(Envelope, made)) == made
