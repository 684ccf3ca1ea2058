"""What entries say: an example of every kind, a fault of every field, and every value read back as it was written."""

import dataclasses
import json
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.examples import EXAMPLES, GOOD, KEYS
from tests.kinds.making import TREES, payloads
from truceline.canon import dumps, loads, to_json
from truceline.kinds import KINDS, ZoneDeclared, blobs, payload_of
from truceline.kinds.bounds import Among, Payload, Word
from truceline.kinds.deciding import DeterminationMade, Mode, joint
from truceline.terms.vocabulary import KINDS as CONDUCTS

# ── examples ──────────────────────────────────────────────────────────────────────────────────


def test_every_kind_and_every_field_has_its_examples() -> None:
    """There is an example of every kind, and one fault of every field it has."""
    assert set(EXAMPLES) == set(KINDS)
    for name, kind in KINDS.items():
        assert set(EXAMPLES[name]["bad"]) == {one.name for one in dataclasses.fields(kind.payload)}, name


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_in_order_is_read_and_written_alike(kind: str) -> None:
    """An example reads as its kind's payload, and is written again as what was read."""
    tree = GOOD[kind]
    payload = payload_of(kind, tree)
    assert type(payload) is KINDS[kind].payload
    assert to_json(KINDS[kind].payload, payload) == (tree or {})


def faults() -> Iterator[Any]:
    """Each fault of one field, and of fields together, with the kind's example."""
    for kind, one in EXAMPLES.items():
        for field, (value, words) in one["bad"].items():
            yield pytest.param(kind, {field: value}, words, id=f"{kind}-{field}")
        for i, (changed, words) in enumerate(one.get("unfit", ())):
            yield pytest.param(kind, changed, words, id=f"{kind}-unfit-{i}")


@pytest.mark.parametrize(("kind", "changed", "words"), list(faults()))
def test_a_fault_is_told(kind: str, changed: Mapping[str, Any], words: str) -> None:
    """A value out of bounds is refused, and the words name the field and what was expected."""
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - its words are the example's
        payload_of(kind, {**GOOD[kind], **changed})
    assert words in str(raised.value)


@pytest.mark.parametrize("kind", [name for name in KINDS if GOOD[name]])
def test_no_field_beside_and_none_missing(kind: str) -> None:
    """A member that the kind does not know is refused, and so is a payload without a field it must have."""
    known = KINDS[kind].payload
    with pytest.raises(ValueError, match=f"fields of {known.__name__}, not aim_point"):
        payload_of(kind, {**GOOD[kind], "aim_point": [0, 0]})
    for one in dataclasses.fields(known):
        if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            left = {name: value for name, value in GOOD[kind].items() if name != one.name}
            with pytest.raises(ValueError, match=one.name):
                payload_of(kind, left)


@pytest.mark.parametrize("tree", [None, [], "x", 1, True])
def test_what_is_no_object_is_no_payload(tree: object) -> None:
    """Only an object is read as a payload; nothing at all is one for `sealed` alone."""
    for kind in KINDS:
        if kind != "sealed" or tree is not None:
            with pytest.raises(ValueError, match="an object, not"):
                payload_of(kind, tree)


def test_a_kind_unknown_here_has_no_payload() -> None:
    """What a kind unknown to this version says cannot be read, and that is told."""
    with pytest.raises(ValueError, match=r"a kind known to this version, not 'ceasefire\.sung'"):
        payload_of("ceasefire.sung", {})


def test_depth_is_a_fault_and_no_crash() -> None:
    """Conditions and values nested beyond all reason are refused in words."""
    tree: Any = {"armed": {"value": True}}
    for _ in range(5_000):
        tree = {"not": {"condition": tree}}
    with pytest.raises(ValueError, match="not so deep"):
        payload_of("presumption.declared", {**GOOD["presumption.declared"], "when": [tree]})
    for _ in range(5_000):
        tree = [tree]
    with pytest.raises(ValueError, match="not so deep"):
        payload_of("correction.made", {**GOOD["correction.made"], "fields": {"count": tree}})


# ── what the design leaves out ────────────────────────────────────────────────────────────────


def fields_of(kind: type, seen: set[type]) -> Iterator[str]:
    """Every field of a payload and of the payloads in it."""
    seen.add(kind)
    for name, hint in typing.get_type_hints(kind).items():
        yield name
        for inner in typing.get_args(hint):
            if isinstance(inner, type) and issubclass(inner, Payload) and inner not in seen:
                yield from fields_of(inner, seen)


def test_no_field_for_a_position_an_aim_point_or_a_rule() -> None:
    """No kind has a field for where anybody is, for a point, for a target, or for a rule's answer on a site."""
    left_out = {
        "position",
        "lat",
        "lon",
        "point",
        "aim_point",
        "target",
        "coordinates",
        "place_e7",
        "verdict",
        "finding",
    }
    for name, kind in KINDS.items():
        assert left_out & set(fields_of(kind.payload, set())) == set(), name


def test_an_activity_has_no_attack_among_its_words() -> None:
    """No purpose and no kind of activity that can be notified is an attack or a species of one."""
    hints = typing.get_type_hints(KINDS["activity.notified"].payload, include_extras=True)
    words = {name: hints[name].__metadata__[0].words for name in ("kind", "purpose")}
    assert "attack" not in {genus for word in words["kind"] for genus in (word, *CONDUCTS[word])}
    assert not {word for word in words["purpose"] if "attack" in word or "strike" in word}


def test_breach_is_a_word_of_determinations_alone() -> None:
    """No other kind of entry has a closed word that says breach or violation."""
    for name, kind in KINDS.items():
        words = {word for one in closed(kind.payload, set()) for word in one}
        assert ("breach" in words) == (name == "determination.made"), name
        assert not {word for word in words if "violation" in word}, name


def closed(kind: type, seen: set[type]) -> Iterator[tuple[str, ...]]:
    """Every closed list of words that a payload may draw on."""
    seen.add(kind)
    for hint in typing.get_type_hints(kind, include_extras=True).values():
        yield from _closed(hint, seen)


def _closed(hint: Any, seen: set[type]) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - a typing construct
    if isinstance(hint, type) and issubclass(hint, Word):
        yield tuple(str(word) for word in hint)
    if isinstance(hint, type) and issubclass(hint, Payload) and hint not in seen:
        yield from closed(hint, seen)
    yield from (bound.words for bound in getattr(hint, "__metadata__", ()) if isinstance(bound, Among))
    for inner in typing.get_args(hint):
        yield from _closed(inner, seen)


def test_a_zone_is_the_one_that_rules_ask_for() -> None:
    """A zone declared stands in the agreement with every field it has, sourced to its entry."""
    declared = payload_of("zone.declared", GOOD["zone.declared"])
    assert isinstance(declared, ZoneDeclared)
    zone = declared.zone("ab" * 32)
    assert (zone.id, zone.groups, zone.periods, zone.source) == (
        "crossing",
        ("quiet-zones",),
        declared.periods,
        "ab" * 32,
    )
    assert (zone.area, zone.schedule, zone.altitudes) == (declared.area, declared.schedule, declared.altitudes)


def test_keys_after_the_first_are_enrolled_one_by_one() -> None:
    """Each purpose fills in its own fields and no others."""
    h = "ab" * 32
    one_by_one = [
        {"purpose": "entry", "entry_key": KEYS["$entry"], "next_entry_key": h},
        {"purpose": "officer", "name": "Duty officer", "officer_key": KEYS["$officer"]},
        {"purpose": "log_next", "next_log_key": h},
        {"purpose": "witness", "witness_key": KEYS["$witness"]},
        {"purpose": "mirror", "mirror_key": KEYS["$mirror"]},
        {"purpose": "sealing", "sealing_key": f"age1{'q' * 58}"},
    ]
    for tree in one_by_one:
        payload_of("key.enrolled", tree)
        with pytest.raises(ValueError, match=f"actor: nothing where the purpose is {tree['purpose']}"):
            payload_of("key.enrolled", {**tree, "actor": "north"})


def test_a_key_to_seal_to_stands_in_no_other_enrolment() -> None:
    """Enrolments of other keys are written as before there was one: the bytes of entries that stand do not change."""
    read = payload_of("key.enrolled", GOOD["key.enrolled"])
    assert to_json(KINDS["key.enrolled"].payload, read) == GOOD["key.enrolled"]
    assert b"sealing" not in dumps(KINDS["key.enrolled"].payload, read)
    for wrong in ("", "age1short", f"AGE1{'q' * 58}", f"age1{'b' * 58}", f"age1{'q' * 59}"):
        with pytest.raises(ValueError, match="sealing_key"):
            payload_of("key.enrolled", {"purpose": "sealing", "sealing_key": wrong})


# ── blobs ─────────────────────────────────────────────────────────────────────────────────────

NAMED = {
    "agreement.amended": 1, "agreement.proposed": 1, "attested": 1, "batch.imported": 1, "bulletin.issued": 1,
    "evidence.examined": 1, "evidence.received": 2, "evidence.transferred": 2, "reply.made": 1,
    "report.received": 1, "step.done": 1,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_blobs_are_found_wherever_a_payload_names_them(kind: str) -> None:
    """A reader is told every blob that an entry names, and no hash that is none."""
    found = blobs(payload_of(kind, GOOD[kind]))
    assert len(found) == NAMED.get(kind, 0)
    assert all(one in json.dumps(GOOD[kind]) for one in found)


def test_blobs_of_what_is_no_payload() -> None:
    """What could not be read names no blob."""
    assert blobs(None) == blobs({"form": "0" * 64}) == ()


# ── joint determinations ──────────────────────────────────────────────────────────────────────


def test_a_joint_text_is_one_whoever_signs_it() -> None:
    """Made jointly, a determination carries a hash of what it says; other words, another hash."""
    alone = payload_of("determination.made", GOOD["determination.made"])
    assert isinstance(alone, DeterminationMade)
    made = joint(alone)
    assert (made.mode, dataclasses.replace(made, mode=Mode.ALONE, text="")) == (Mode.JOINT, alone)
    assert joint(made) == made
    assert joint(dataclasses.replace(alone, clause="r-2")).text != made.text
    with pytest.raises(ValueError, match=f"text: {made.text}"):
        dataclasses.replace(made, text="0" * 64)


# ── every value of every kind ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", [name for name in KINDS if GOOD[name]])
@settings(max_examples=20)
@given(data=st.data())
def test_what_is_written_is_read_back(kind: str, data: st.DataObject) -> None:
    """Any payload of any kind is read back from its canonical bytes as it was, and writes the same bytes again."""
    payload = KINDS[kind].payload
    made = data.draw(payloads(payload))
    written = dumps(payload, made)
    read = payload_of(kind, json.loads(written))
    assert read == made == loads(payload, written)
    assert dumps(payload, read) == written


@pytest.mark.parametrize("kind", [name for name in KINDS if GOOD[name]])
@settings(max_examples=15)
@given(data=st.data())
def test_whatever_stands_there_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    """No JSON in any field, of any kind, does anything but be read or be refused with ValueError."""
    fields = [one.name for one in dataclasses.fields(KINDS[kind].payload)]
    broken = data.draw(st.dictionaries(st.sampled_from(fields), TREES | st.sampled_from([*KEYS.values()]), min_size=1))
    try:
        made = payload_of(kind, {**GOOD[kind], **broken})
    except ValueError:
        return
    assert payload_of(kind, to_json(KINDS[kind].payload, made)) == made
