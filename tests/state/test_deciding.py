"""Determinations, replies, incidents: side by side or joint, in one's own cause; linked, split, merged, contested."""

from typing import Any

import pytest

from tests.kinds.examples import GOOD
from tests.state.ground import REPORT, WHY, Ground, row
from tests.state.logs import Blobs, Writer
from truceline.canon import from_json, to_json
from truceline.errors import RecordError
from truceline.kinds import DeterminationMade, joint
from truceline.state import Told, covered, events, tellers, told_by
from truceline.state.matters import event_of
from truceline.terms import Candidate, Member, Side
from truceline.tlog.entry import Entry


def jointly(ground: Ground, about: Entry, by: Writer, first: Entry | None = None) -> Entry:
    """A joint determination, or one's signature under another's."""
    if first is not None:
        return by.add("determination.made", dict(first.payload or {}), first)
    draft: Any = {
        "matter": {"entry": about.hash, "event": "e0"},
        "agreement": ground.fingerprint,
        "clause": "R",
        "answer": "breach",
        "reasons": {"en": "It was seen."},
    }
    whole: Any = to_json(DeterminationMade, joint(from_json(DeterminationMade, draft)))
    return by.add("determination.made", whole, about)


def test_determinations_stand_side_by_side() -> None:
    """Two that differ both stand, each under its author's name."""
    ground = Ground()
    batch = ground.batch({})
    made = [ground.determine(batch, ground.east, "e0"), ground.determine(batch, ground.west, "e0", answer="no_breach")]
    rows = [ground.row(one) for one in made]
    assert [(one["answer"], one["status"], one["signers"]) for one in rows] == [
        ("breach", "stands", ["east"]),
        ("no_breach", "stands", ["west"]),
    ]


def test_a_joint_one_awaits_every_guarantor() -> None:
    """One text under both guarantors' signatures is joint; under one it awaits the other, the monitor's or not."""
    ground = Ground()
    batch = ground.batch({})
    first = jointly(ground, batch, ground.east)
    jointly(ground, batch, ground.watch, first)
    assert (ground.row(first)["status"], ground.row(first)["signers"]) == ("awaits_signature", ["council", "east"])
    jointly(ground, batch, ground.west, first)
    assert ground.row(first)["status"] == "joint"


def test_a_joint_one_may_be_signed_apart() -> None:
    """Two guarantors who wrote the same text without knowing of one another have determined jointly."""
    ground = Ground()
    batch = ground.batch({})
    first, second = jointly(ground, batch, ground.east), jointly(ground, batch, ground.west)
    assert [ground.row(one)["status"] for one in (first, second)] == ["joint", "joint"]
    ground.west.add("withdrawal.declared", {"purpose": "entry", **WHY}, second)
    state = ground.state()
    assert [row(state, one)["status"] for one in (first, second)] == ["awaits_signature", "withdrawn"]


def test_an_unread_text_leaves_a_joint_one_open() -> None:
    """Where the text it is judged under cannot be read, nobody can say whose signature is missing."""
    ground = Ground()
    ground.fingerprint = ground.blobs.put(b"no text")
    assert ground.row(jointly(ground, ground.batch({}), ground.east))["status"] == "undetermined"


@pytest.mark.parametrize(
    ("conduct", "by", "cause"),
    [
        ({"a": ["east"]}, "east", "own"),
        ({"a": ["crown"]}, "east", "allied"),
        ({"a": ["guard"], "b": ["hare"]}, "east", "allied"),
        ({"a": ["hare"], "b": ["wolf"]}, "east", "other"),
        ({"b": {"umbrella": "league"}, "a": ["hare"]}, "west", "allied"),
        ({"a": ["east"]}, "watch", "other"),
    ],
    ids=str,
)
def test_own_cause_is_marked(conduct: dict[str, Any], by: str, cause: str) -> None:
    """Who determines about itself, or about a body that it stands with, is shown to, and not kept from it."""
    ground = Ground()
    batch = ground.batch(conduct)
    made = ground.determine(batch, next(one for one in ground.writers if one.name == by), "e0")
    assert (ground.row(made)["own_cause"], ground.row(made)["status"]) == (cause, "stands")


def test_own_cause_of_what_is_no_event() -> None:
    """Observations, denials, attestations, notices and incidents have sides as well; of a report nobody can tell."""
    ground = Ground()
    seen = ground.watch.add("observation.made", {**GOOD["observation.made"], "sides": ["east", ""]})
    denied = ground.watch.add("access.denied", {**GOOD["access.denied"], "by": "east"})
    attested = ground.watch.add("attested", {**GOOD["attested"], "actor": "east"})
    notice = ground.east.add("activity.notified", dict(ground.notify().payload or {}))
    both = [{"entry": seen.hash}, {"entry": denied.hash}]
    incident = ground.watch.add("incident.linked", {"members": both, **WHY})
    report = ground.watch.add("report.received", REPORT)
    batch = ground.batch({})
    causes = [ground.determine(one, ground.east) for one in (seen, denied, attested, notice, incident, report)]
    causes.append(ground.determine(batch, ground.east, "e9"))
    state = ground.state()
    assert [row(state, one)["own_cause"] for one in causes] == ["own"] * 5 + [None, None]


def test_own_cause_waits_for_what_it_is_about() -> None:
    """Where a member of an incident is not here it cannot be said; when it comes, it is."""
    ground = Ground()
    seen = ground.watch.add("observation.made", {**GOOD["observation.made"], "sides": ["east", ""]})
    incident = ground.west.add("incident.linked", {"members": [{"entry": seen.hash}], **WHY})
    made = ground.determine(incident, ground.east)
    here = [one for one in ground.writers if one is not ground.watch]
    assert row(ground.state(*here), made)["own_cause"] is None
    assert row(ground.state(*here, ground.watch), made)["own_cause"] == "own"


def test_replies_are_attached() -> None:
    """A reply to a determination stands with it; one to a fact stands beside it, and names it."""
    ground = Ground()
    batch = ground.batch({})
    made = ground.determine(batch, ground.east, "e0")
    said = {"stance": "disputes", "text": {"en": "It was not so."}}
    to_it = ground.crown.add("reply.made", {**said, "matter": {"entry": made.hash}}, made)
    to_fact = ground.crown.add("reply.made", {**said, "matter": {"entry": batch.hash, "event": "e0"}}, batch)
    state = ground.state()
    assert row(state, made)["replies"] == [["crown", "disputes", to_it.hash]]
    assert (row(state, to_fact)["about"], row(state, to_fact)["stance"]) == ([batch.hash, "e0"], "disputes")


# ── incidents ─────────────────────────────────────────────────────────────────────────────────


def link(ground: Ground, *members: dict[str, str], by: Writer | None = None) -> Entry:
    """Members held together."""
    return (by or ground.watch).add("incident.linked", {"members": list(members), **WHY})


def told(ground: Ground) -> list[Told]:
    """Every event that the record tells."""
    return list(events(ground.state().shelf, ground.blobs))


def test_each_event_of_a_batch_is_told() -> None:
    """A batch tells its events, as often as it stands; withdrawn it tells none."""
    ground = Ground()
    batch = ground.batch({}, {"a": ["fox"]})
    assert [(one.leaf, one.by, one.event.id) for one in told(ground)] == [
        (batch.hash, ground.watch.origin, "e0"),
        (batch.hash, ground.watch.origin, "e1"),
    ]
    ground.watch.add("withdrawal.declared", {"purpose": "entry", **WHY}, batch)
    assert told(ground) == []
    assert list(tellers(ground.state().shelf)) == [batch.hash]


def test_a_corrected_batch_tells_what_it_should_have() -> None:
    """A correction puts other events in the place of those imported."""
    ground = Ground()
    batch, other = ground.batch({}), ground.batch({}, {}, by=ground.east)
    events_ = dict(other.payload or {})["events"]
    ground.watch.add("correction.made", {"fields": {"events": events_, "count": 2}, **WHY}, batch)
    assert len(list(told_by(ground.state().shelf, ground.blobs, batch.hash))) == 2
    assert ground.row(batch)["status"] == "corrected"


def test_an_observation_is_told_as_it_was_seen() -> None:
    """What a monitor saw is its own word; what it could not determine, nobody said."""
    ground = Ground()
    seen = ground.watch.add("observation.made", {**GOOD["observation.made"], "sides": ["crown", ""]})
    (one,) = told(ground)
    conduct = one.event.conduct
    assert (one.leaf, one.event.id) == (seen.hash, seen.hash)
    assert conduct.a == (Candidate(Side((Member("crown"),)), "monitor"),)
    assert conduct.b[0].value.unknown
    assert conduct.sources["monitor"].roots == ("council",)
    blank = {"window": GOOD["observation.made"]["window"], "means": "patrol", "sense": "heard", "unit": "shot"}
    ground.watch.add("observation.made", blank)
    bare = next(one for one in told(ground) if one.leaf != seen.hash).event
    assert (bare.conduct.a, bare.conduct.kind, bare.conduct.place, bare.titles) == ((), (), (), {"en": "shot"})


def test_an_incident_is_told_with_every_version() -> None:
    """Members held together are one happening whose versions stay apart; what they cover is named."""
    ground = Ground()
    batch = ground.batch({"a": ["crown"]}, {"a": ["guard"]})
    members = [{"entry": batch.hash, "event": f"e{i}"} for i in range(2)]
    incident = link(ground, *members)
    (one,) = [one for one in told(ground) if one.leaf == incident.hash]
    assert {c.value.label() for c in one.event.conduct.a} == {"crown", "guard"}
    shelf = ground.state().shelf
    assert covered(shelf, ground.blobs) == {(batch.hash, "e0"), (batch.hash, "e1")}
    ground.watch.add("withdrawal.declared", {"purpose": "entry", **WHY}, incident)
    assert covered(ground.state().shelf, ground.blobs) == frozenset()


def test_an_incident_may_hold_what_is_sealed_or_not_here() -> None:
    """What is sealed is named by its commitments and stays undetermined; what is not here is told when it comes."""
    ground = Ground()
    sealed = ground.east.add("sealed", commitments=[f"{i:064x}" for i in range(8)])
    batch = ground.batch({})
    inner = link(ground, {"entry": batch.hash, "event": "e0"})
    incident = link(
        ground,
        {"entry": inner.hash},
        {"entry": sealed.hash},
        {"entry": "0" * 64},
        {"entry": batch.hash, "event": "none"},
    )
    (one,) = [one for one in told(ground) if one.leaf == incident.hash]
    assert one.event.notes == tuple(f"sealed:{i:064x}" for i in range(8))
    assert one.event.conduct.kind[0].value == "attack"


def test_a_split_incident_is_several() -> None:
    """Each part of a split incident is told by itself."""
    ground = Ground()
    batch = ground.batch({}, {})
    members = [{"entry": batch.hash, "event": f"e{i}"} for i in range(2)]
    incident = link(ground, *members)
    split = ground.watch.add("incident.split", {"parts": [[one] for one in members], **WHY}, incident)
    assert ground.row(incident)["status"] == "split"
    names = [one.event.id for one in told(ground) if one.leaf == incident.hash]
    assert names == [incident.hash, f"{incident.hash}/2"]
    ground.watch.add("withdrawal.declared", {"purpose": "entry", **WHY}, split)
    assert ground.row(incident)["status"] == "linked"


def test_merged_incidents_are_one() -> None:
    """Incidents merged are told once; each shows into what it went, and withdrawing the merge undoes it."""
    ground = Ground()
    batch = ground.batch({}, {})
    pair = [link(ground, {"entry": batch.hash, "event": f"e{i}"}) for i in range(2)]
    hashes = sorted(one.hash for one in pair)
    merge = ground.east.add("incident.merged", {"incidents": hashes, **WHY}, pair[0])
    state = ground.state()
    assert [(row(state, one)["status"], row(state, one)["into"]) for one in pair] == [("merged", hashes)] * 2
    assert [one.leaf for one in told(ground) if one.leaf in hashes] == [hashes[0]]
    ground.east.add("withdrawal.declared", {"purpose": "entry", **WHY}, merge)
    assert [ground.row(one)["status"] for one in pair] == ["linked", "linked"]


def test_steps_that_did_not_know_of_one_another_are_contested() -> None:
    """Two who said different things of an incident, neither having seen the other, leave it contested, and untold."""
    ground = Ground()
    batch = ground.batch({}, {})
    members = [{"entry": batch.hash, "event": f"e{i}"} for i in range(2)]
    incident = link(ground, *members)
    by_east = ground.east.add("incident.split", {"parts": [[one] for one in members], **WHY}, incident)
    by_west = ground.west.add("incident.split", {"parts": [[one] for one in reversed(members)], **WHY}, incident)
    line = ground.row(incident)
    assert (line["status"], line["steps"]) == ("contested", sorted([by_east.hash, by_west.hash]))
    assert not [one for one in told(ground) if one.leaf == incident.hash]
    ground.watch.add("incident.split", {"parts": [[one] for one in members], **WHY}, by_east, by_west)
    assert ground.row(incident)["status"] == "split"


def test_an_event_is_found_without_reading_the_others() -> None:
    """An event is found by its id alone; an id inside another's words is not it, and damage is passed over."""
    ground = Ground()
    batch = dict(ground.batch({}, {"id": "e7"}).payload or {})
    data = ground.blobs[str(batch["events"])]
    found = event_of(data, "e1")
    assert found is not None
    assert found.id == "e1"
    assert event_of(data, "e7") is None
    assert event_of(b'{"id":"e1"\n' + data, "e1") == found


def test_a_damaged_batch_is_named() -> None:
    """A batch whose bytes are no events is a fault with its blob and line, and the cure; one not held is told so."""
    ground = Ground()
    ground.batch({})
    said = dict(ground.watch.entries[-1].payload or {})
    bad = ground.blobs.put(ground.blobs[str(said["events"])] + b"no event\n")
    ground.watch.add("batch.imported", said | {"events": bad})
    with pytest.raises(RecordError, match=rf"blob {bad}:2: expected one event in canonical JSON"):
        told(ground)
    shelf = ground.state().shelf
    with pytest.raises(RecordError, match="cannot recompute"):
        list(events(shelf, Blobs()))


def test_an_observation_in_an_incident_is_told_with_it() -> None:
    """What a monitor saw and what a batch has of one happening are versions of one event."""
    ground = Ground()
    seen = ground.watch.add("observation.made", {**GOOD["observation.made"], "sides": ["guard", "fox"]})
    batch = ground.batch({})
    incident = link(ground, {"entry": seen.hash}, {"entry": batch.hash, "event": "e0"})
    (one,) = [one for one in told(ground) if one.leaf == incident.hash]
    assert {c.value.label() for c in one.event.conduct.a} == {"guard", "crown"}
    assert "0/monitor" in one.event.conduct.sources


def test_nobody_tells_of_what_is_not_here() -> None:
    """A leaf that is not here, or waits for another, tells nothing."""
    ground = Ground()
    batch = ground.batch({})
    shelf = ground.state(ground.east).shelf
    assert list(told_by(shelf, ground.blobs, batch.hash)) == []
