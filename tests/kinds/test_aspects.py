"""Aspects: every field of every kind tells one, and a payload taken apart by them is put together again."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.examples import GOOD
from tests.kinds.making import TREES
from truceline.kinds import ASPECTS, KINDS, Aspect, joined, split
from truceline.kinds.bounds import Blob
from truceline.tlog.commitment import FIELDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_its_aspect(kind: str) -> None:
    """No field of any kind is without an aspect, and no aspect is given to a field that is not there."""
    assert set(ASPECTS[kind]) == {one.name for one in dataclasses.fields(KINDS[kind].payload)}
    assert Aspect.ENVELOPE not in ASPECTS[kind].values(), "what the entry really is stands in no payload"


def test_no_aspect_is_given_to_a_kind_that_is_not_there() -> None:
    """The table has a row for each kind, and there are as many aspects as a sealed entry has commitments."""
    assert ASPECTS.keys() == KINDS.keys()
    assert sorted(Aspect) == list(range(FIELDS))


def test_bytes_kept_apart_are_files() -> None:
    """Whatever names a blob is sealed and told as a file is."""
    for kind, known in KINDS.items():
        for one in dataclasses.fields(known.payload):
            if Blob.__name__ in str(one.type) or str(one.type) == "Files":
                assert ASPECTS[kind][one.name] is Aspect.FILES, f"{kind}.{one.name}"


@pytest.mark.parametrize("kind", [name for name in KINDS if KINDS[name].sealable])
def test_taken_apart_and_put_together(kind: str) -> None:
    """The parts of an example hold each member once, by its aspect; together they are the example."""
    parts = split(kind, GOOD[kind])
    assert [set(part) for part in parts] == [
        {name for name in GOOD[kind] if ASPECTS[kind][name] is aspect} for aspect in Aspect
    ]
    assert joined(parts) == GOOD[kind]


def test_a_place_can_be_told_without_a_name() -> None:
    """In an observation the sides, the time, the place, what it was and the words stand apart."""
    parts = split("observation.made", GOOD["observation.made"])
    assert {"seen_from", "place"} <= parts[Aspect.WHERE].keys()
    assert parts[Aspect.WHEN].keys() == {"window"}
    assert "sides" not in {name for aspect in Aspect if aspect is not Aspect.WHO for name in parts[aspect]}


def test_a_member_that_the_kind_does_not_know() -> None:
    """What has no aspect is not sealed, and nothing can be told in two parts."""
    with pytest.raises(ValueError, match=r"report\.received: a field of that kind, not mood"):
        split("report.received", {"mood": "bad"})
    with pytest.raises(ValueError, match=r"ceasefire\.sung: a field of that kind, not song"):
        split("ceasefire.sung", {"song": ""})
    with pytest.raises(ValueError, match="each field in one part, not twice by, to"):
        joined([{"by": 1, "to": 2}, {"to": 2, "by": 1}])


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(sorted(ASPECTS["report.received"])), TREES))
def test_any_members_come_back(tree: dict[str, object]) -> None:
    """Whatever stands in the fields, taken apart and put together it is the same."""
    assert joined(split("report.received", tree)) == tree  # type: ignore[arg-type]  # JSON
