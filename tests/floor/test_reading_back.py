"""The canonical bytes read back: the same agreement, and no other, whatever was done to the bytes."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreements.shelf import Shipped, shipped
from tests.agreements.shelf import read as shelf_read
from tests.floor.ground import rule, truce
from tests.floor.test_agreement import WHOLE
from tests.floor.test_agreement import read as whole_read
from tests.oracle.cases import random_case
from tests.properties.chance import seeds
from truceline.agreement import Agreement, canonical, from_canonical
from truceline.canon import canonical_text, from_json, to_json
from truceline.errors import RecordError
from truceline.formats.agreement import read_inline

SMALL = canonical(truce(rule()))


@pytest.mark.parametrize("name", shipped(), ids=str)
def test_shipped_texts_read_back(name: Shipped) -> None:
    """Every shipped text is the same in rules, zones, people and bytes after the way there and back."""
    there = shelf_read(*name)
    data = canonical(there)
    back = from_canonical(data)  # which makes the bytes again itself
    assert (back.rules, back.zones, back.lines, back.presumptions) == (
        there.rules,
        there.zones,
        there.lines,
        there.presumptions,
    )
    assert vars(back.roster) == vars(there.roster)
    assert list(back.roster.lists) == list(there.roster.lists)


def test_every_kind_of_section_reads_back() -> None:
    """Zones, lines, baselines, schedules, readings, presumptions and duties are all as they were."""
    there = whole_read(WHOLE)
    back = from_canonical(canonical(there))
    assert (back.zones, back.lines, back.rules, back.presumptions) == (
        there.zones,
        there.lines,
        there.rules,
        there.presumptions,
    )
    assert (back.obligations, back.procedure, back.places) == (there.obligations, there.procedure, there.places)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_any_agreement_reads_back(seed: int) -> None:
    """Any agreement that can be written can be read back."""
    there = read_inline(random_case(Random(seed))[0])  # noqa: S311 - chance, not secrecy
    assert canonical(from_canonical(canonical(there))) == canonical(there)


def test_conditions_and_rosters_have_one_form_in_every_value() -> None:
    """A whole agreement goes through the general form for values as well."""
    there = whole_read(WHOLE)
    assert canonical(from_json(Agreement, to_json(Agreement, there))) == canonical(there)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_byte_is_a_fault_or_another_agreement(data: Any) -> None:  # noqa: ANN401 - Hypothesis' source
    """No damage is read as the text that was signed, and none raises anything but a fault."""
    at = data.draw(st.integers(0, len(SMALL) - 1))
    damaged = (
        SMALL[:at] + bytes([data.draw(st.integers(0, 255).filter(lambda one: one != SMALL[at]))]) + SMALL[at + 1 :]
    )
    read = _read_or_none(damaged)
    assert read is None or canonical(read) == damaged


def _read_or_none(data: bytes) -> Agreement | None:
    try:
        return from_canonical(data)
    except RecordError:
        return None


def _with(**changes: object) -> bytes:
    return canonical_text({**json.loads(SMALL), **changes}).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Expecting value"),
        (b"[" * 100_000, "recursion"),
        (b"\xff", "codec"),
        (b"[]", "an object of agreement, areas, canonical_version"),
        (_with(more=1), "an object of agreement, areas, canonical_version"),
        (_with(canonical_version=2), "canonical_version 1, not 2"),
        (_with(agreement={}), "Agreement with id, title"),
        (_with(areas=[["zone", "x", 0, [[0, 0, 1, 0, 1, 1]]]]), "others from byte"),
        (SMALL + b" ", f"others from byte {len(SMALL)} on"),
        (SMALL.replace(b'"kind":{"words"', b'"kinds":{"words"'), "a condition of the vocabulary, not kinds"),
        (SMALL.replace(b'{"kind":{"words":["attack"]}}', b"{}"), "a condition: an object of one key"),
        (SMALL.replace(b'"umbrellas":', b'"umbrella":'), "a roster of actors, umbrellas"),
        (SMALL.replace(b'"time_zone":"UTC"', b'"time_zone":7'), "time_zone: text, not 7"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, said: str) -> None:
    """Each kind of damage has its own words, and the cure."""
    with pytest.raises(RecordError) as raised:
        from_canonical(data)
    assert said in str(raised.value)
    assert "an agreement cannot be read back" in str(raised.value)
