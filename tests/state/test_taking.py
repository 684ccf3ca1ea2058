"""What is taken in: each leaf where it stands, what it refers to, and why some of it says nothing."""

import json

import pytest

from tests.state.ground import REPORT, WHY, Ground, row, standings
from tests.state.logs import Blobs, Writer, kept_apart, logs_of
from truceline.kinds import KINDS, REASONS
from truceline.state import FOLD_VERSION, Leaf, Plain, digest, fold, lines, take
from truceline.state.reading import UNREAD
from truceline.state.weighing import OF_LOG
from truceline.tlog.entry import Ref


def test_every_entry_has_one_place() -> None:
    """Each leaf of each log is exactly one object, act or stray of the state, whether it counts or not."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    ground.west.add("correction.made", {"fields": {"text": "No."}, **WHY}, report)
    ground.west.entries.append(report)
    trees = [json.loads(line) for line in ground.state().lines]
    places = [(one["by"], one["index"]) for one in trees if "log" not in one]
    places += [(act[2], act[3]) for one in trees for act in one.get("acts", [])]
    assert sorted(places) == sorted((one.origin, i) for one in ground.writers for i in range(len(one.entries)))


def test_the_digest_is_over_version_heads_and_lines() -> None:
    """Version, heads and lines all move the digest; the order in which heads are given does not."""
    ground = Ground()
    state = ground.state()
    assert digest(reversed(state.heads), lines(state.shelf)) == state.digest
    assert digest(state.heads[1:], state.lines) != state.digest
    assert digest(state.heads, state.lines[1:]) != state.digest
    assert FOLD_VERSION == 1


def test_a_log_is_read_in_its_order() -> None:
    """A leaf above the next is refused, one below it is passed over."""
    east = Writer("east", "guarantor", "east")
    east.add("report.received", REPORT)
    shelf, blobs = Plain(), Blobs()
    with pytest.raises(ValueError, match=rf"leaf 0 of {east.origin} before leaf 1: a log is read in its order"):
        take([Leaf(east.origin, 1, east.leaves[1])], shelf, blobs)
    for _ in range(2):
        take([Leaf(east.origin, i, leaf) for i, leaf in enumerate(east.leaves)], shelf, blobs)
    assert tuple(lines(shelf)) == fold(logs_of(east), blobs).lines


def test_an_entry_waits_for_what_it_refers_to() -> None:
    """An entry that refers to one that is not here is shown waiting for it, and what refers to it waits as well."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    read = ground.west.add("claims.read", {"reader": "person", "method": "desk", "claims": []}, report)
    then = ground.watch.add("report.received", REPORT, read)
    early = ground.state(ground.west, ground.watch)
    assert (row(early, read)["standing"], row(early, read)["for"]) == ("waiting", report.hash)
    assert (row(early, then)["standing"], row(early, then)["for"]) == ("waiting", read.hash)
    whole = ground.state()
    assert standings(whole, report) == {read.hash: "entitled"}
    assert row(whole, then)["standing"] == "entitled"


def test_a_reference_must_hold() -> None:
    """An entry that names a leaf by another place than its own refers to nothing."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    wrong = ground.east.add("correction.made", {"fields": {"text": "No."}, **WHY}, Ref(report.origin, 0, report.hash))
    assert ground.row(wrong)["standing"] == "reference"
    assert "acts" not in ground.row(report)


def test_the_first_id_wins() -> None:
    """A second entry with the id of an earlier one of its log says nothing; another log may use it."""
    ground = Ground()
    first = ground.east.add("report.received", REPORT)
    again = ground.east.add("report.received", REPORT, id=first.id)
    elsewhere = ground.west.add("report.received", REPORT, id=first.id)
    state = ground.state()
    assert [row(state, one)["standing"] for one in (first, again, elsewhere)] == ["entitled", "duplicate", "entitled"]


def test_a_replayed_leaf_is_a_stray() -> None:
    """A leaf of another log or place, and bytes that are no entry, are shown; nobody can refer to them."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    logs = logs_of(*ground.writers)
    logs[ground.west.origin] += [report.leaf, b"no entry", ground.west.leaves[0]]
    state = fold(logs, ground.blobs)
    strays = [json.loads(line) for line in state.lines if '"stray"' in line]
    assert [one["standing"] for one in strays] == ["misplaced", "unreadable", "misplaced"]
    assert row(state, report)["by"] == ground.east.origin


def test_an_entry_of_another_genesis_is_a_stray() -> None:
    """An entry written for a log with the same origin and another beginning does not stand in this one."""
    ground, other = Ground(), Writer("east", "guarantor", "other")
    logs = logs_of(*ground.writers)
    logs[ground.east.origin].append(other.add("report.received", REPORT).leaf)
    assert [line for line in fold(logs, ground.blobs).lines if '"misplaced"' in line]


def test_only_an_enrolled_key_speaks() -> None:
    """An entry signed by a key not enrolled at that point says nothing; after its enrolment the new key speaks."""
    ground = Ground()
    forged = ground.east.add("report.received", REPORT, signer=ground.west.entry_key)
    ground.east.rotate()
    later = ground.east.add("report.received", REPORT)
    state = ground.state()
    assert [row(state, one)["standing"] for one in (forged, later)] == ["key", "entitled"]


def test_a_log_that_ended_says_no_more() -> None:
    """What follows the retirement of the log's own key is shown and counts for nothing."""
    ground = Ground()
    ground.east.add("key.retired", {"key": ground.east.origin, "why": "closed"}, ground.east.entries[0])
    late = ground.east.add("report.received", REPORT)
    state = ground.state()
    assert (row(state, late)["standing"], row(state, ground.east.origin)["status"]) == ("ended", "ended")


def test_unknown_kinds_and_bad_payloads_are_kept() -> None:
    """A kind not known here and a payload that is not its kind's are shown so; what is about them has no effect."""
    ground = Ground()
    unknown = ground.east.add("treaty.sung", {"tune": "slow"})
    bad = ground.east.add("zone.declared", {"id": "n1"})
    about = ground.east.add("zone.lifted", {"at": "2031-05-02T00:00:00Z"}, bad)
    state = ground.state()
    assert [row(state, one)["standing"] for one in (unknown, bad)] == ["unknown_kind", "payload"]
    assert standings(state, bad) == {about.hash: "subject_without_effect"}


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"source": 1}'])
def test_a_payload_kept_apart_may_be_anything(data: bytes) -> None:
    """Bytes that are no payload of the kind make a bad payload, never a failure."""
    ground = Ground()
    entry = ground.east.add("report.received", blob=ground.blobs.put(data))
    assert ground.row(entry)["standing"] == "payload"


def test_a_missing_blob_is_named_and_never_another_number() -> None:
    """Where a payload, a text or a batch is not held, the row says that it cannot be recomputed, and what lacks."""
    ground = Ground()
    apart = kept_apart(REPORT, ground.blobs)
    entries = [ground.east.add("report.received", blob=apart), ground.propose(), ground.batch({})]
    held, ground.blobs = ground.blobs, Blobs()
    state = ground.state()
    lacking = [apart, ground.fingerprint, dict(entries[2].payload or {})["events"]]
    for entry, name in zip(entries, lacking, strict=True):
        assert (row(state, entry)["status"], row(state, entry)["lacks"]) == ("cannot_recompute", [name])
    take((), state.shelf, held)
    assert tuple(lines(state.shelf)) == fold(logs_of(*ground.writers), held).lines
    assert not [line for line in lines(state.shelf) if "cannot_recompute" in line]


def test_a_blob_of_another_digest_is_not_held() -> None:
    """Bytes that do not hash to the name they are kept under are as good as none."""
    ground = Ground()
    name = "0" * 64
    ground.blobs[name] = b"{}"
    assert ground.row(ground.east.add("report.received", blob=name))["lacks"] == [name]


def test_sealed_entries_stay_undetermined() -> None:
    """A sealed entry shows its commitments as what it rests on; an open kind with commitments says nothing."""
    ground = Ground()
    commitments = [f"{i:064x}" for i in range(8)]
    sealed = ground.east.add("sealed", commitments=commitments)
    odd = ground.east.add("report.received", commitments=commitments)
    state = ground.state()
    assert row(state, sealed)["status"] == "undetermined"
    assert row(state, sealed)["basis"] == [f"sealed:{one}" for one in commitments]
    assert row(state, odd)["standing"] == "payload"


def test_sealed_blobs_never_move_the_digest() -> None:
    """Whether a node holds what is sealed, or anything else that no open entry names, changes no line."""
    ground = Ground()
    ground.east.add("sealed", commitments=[f"{i:064x}" for i in range(8)])
    before = ground.state()
    asked: list[str] = []

    def blob(name: str) -> bytes | None:
        asked.append(name)
        return ground.blobs(name)

    for i in range(8):
        ground.blobs[f"{i:064x}"] = b"ciphertext"
    assert fold(logs_of(*ground.writers), blob).digest == before.digest
    assert not asked


def test_a_log_that_does_not_begin_as_one_says_nothing() -> None:
    """Nothing counts in a log whose first entry is no genesis."""
    other = Writer("other", "guarantor", "other")
    other.entries, other.genesis = [], ""
    other.add("report.received", REPORT)
    state = fold(logs_of(other), Blobs())
    assert row(state, other.entries[0])["standing"] == "key"
    assert row(state, other.origin)["status"] == "no_author"


def test_a_role_that_nobody_knows_is_none() -> None:
    """A log that says it writes in a role of its own making has no author, and nothing in it counts."""
    king = Writer("king", "monarch", "king")
    king.add("report.received", REPORT)
    state = fold(logs_of(king), Blobs())
    assert row(state, king.entries[1])["standing"] == "no_author"
    assert row(state, king.origin)["status"] == "no_author"


def test_every_reason_has_its_words() -> None:
    """Whatever keeps an entry from counting is a word that some list explains, and no word means two things."""
    assert not set(UNREAD) & set(OF_LOG)
    assert not (set(UNREAD) | set(OF_LOG)) & set(REASONS) - {"unknown_kind"}
    assert "sealed" in KINDS
