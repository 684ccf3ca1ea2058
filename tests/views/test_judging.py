"""Findings of a record: each event once, whatever the steps; taken up again only where it or the text is another."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.floor.ground import event
from tests.state.chance import prove
from tests.state.ground import REPORT, WHY, Ground
from tests.state.logs import Blobs, logs_of
from tests.views.records import agreed, source, view, whole
from truceline.canon import dumps
from truceline.claims import Event
from truceline.desk.verbs.from_files import assessed
from truceline.desk.views import database
from truceline.desk.views.view import Heads, View
from truceline.errors import RecordError, Refused, UnknownName
from truceline.findings import Finding
from truceline.terms import Result

Plain = dict[str, Any]
OTHER: Plain = {"a": ["fox"], "b": ["crown"]}
WHO_KNOWS: Plain = {"a": ["hare"], "direction": None}


def looked(ground: Ground, folder: Path, blobs: Blobs | None = None) -> Any:  # noqa: ANN401 - a context of a view
    """The whole record, looked at in a folder."""
    logs = logs_of(*ground.writers)
    return view(folder, source(logs, whole(logs), ground.blobs if blobs is None else blobs))


def anew(ground: Ground, folder: Path) -> tuple[list[str], str]:
    """The whole record's dump and digest, its views made anew."""
    database.dropped(folder, {})
    with looked(ground, folder) as found:
        return list(found.lines()), found.digest()


def results(found: View) -> dict[str, Result]:
    """What each event comes to."""
    return {one.event.id: one.finding.result for one in found.entries()}


def test_events_are_judged_as_in_a_file(tmp_path: Path) -> None:
    """A finding of a record is the finding of the same event in a file, read back exactly."""
    ground = Ground()
    ground.agree()
    ground.batch({}, OTHER, {"kind": "shelling"})
    with looked(ground, tmp_path) as found:
        entries = found.entries()
        assert sorted(assessed(found.agreement(), found.events()), key=lambda one: one.event.id) == list(entries)
        assert found.counts().findings == len(entries) == 3
        assert [one.name for one in found.datasets()] == ["ours"]
        assert found.entry("e1") == entries[1]
        with pytest.raises(UnknownName, match="e0, e1, e2"):
            found.entry("e9")


def test_without_an_agreement_there_are_events_and_no_findings(tmp_path: Path) -> None:
    """Nothing is in force until all guarantors adopt it; then what came before is judged as well."""
    ground = Ground()
    ground.batch({})
    proposed = ground.propose()
    ground.adopt(proposed, ground.east)
    with looked(ground, tmp_path) as found:
        assert (found.entries(), [one.id for one in found.events()]) == ((), ["e0"])
        with pytest.raises(Refused, match="truceline agreement adopt"):
            found.agreement()
    ground.adopt(proposed, ground.west)
    with looked(ground, tmp_path) as found:
        assert results(found) == {"e0": Result.CERTAIN}
        held = list(found.lines()), found.digest()
    assert held == anew(ground, tmp_path)


def test_any_steps_come_to_one_dump(tmp_path: Path) -> None:
    """Logs that grow by turns, in any order, come to the lines and digest of views made anew."""
    ground = Ground()
    proposed = ground.propose()
    batch = ground.batch({}, OTHER)
    ground.adopt(proposed)
    ground.batch(WHO_KNOWS, by=ground.east)
    ground.zone(ground.west)
    members = {"members": [{"entry": batch.hash, "event": "e0"}, {"entry": batch.hash, "event": "e1"}]}
    ground.watch.add("incident.linked", {**members, "reason": {"en": "One happening."}}, batch)
    ground.watch.add("withdrawal.declared", {"purpose": "entry", "reason": {"en": "A slip."}}, batch)
    logs = logs_of(*ground.writers)
    (tmp_path / "whole").mkdir()
    expected = anew(ground, tmp_path / "whole")
    for seed in range(3):
        order, sizes, folder = random.Random(seed), dict.fromkeys(logs, 0), tmp_path / str(seed)  # noqa: S311 - an order to be had again
        folder.mkdir()
        while sizes != whole(logs):
            sizes = {origin: min(len(log), sizes[origin] + order.choice((0, 1, 2))) for origin, log in logs.items()}
            with view(folder, source(logs, sizes, ground.blobs)) as found:
                found.digest()
        with looked(ground, folder) as found:
            assert (list(found.lines()), found.digest()) == expected


def test_a_withdrawn_batch_leaves_nothing(tmp_path: Path) -> None:
    """Its findings go, and with them the answers that no other finding names."""
    ground = Ground()
    ground.agree()
    with looked(ground, tmp_path) as found:
        before = len(list(found.lines()))
    batch = ground.batch({}, OTHER)
    with looked(ground, tmp_path) as found:
        assert len(list(found.lines())) > before + 3
    ground.watch.add("withdrawal.declared", {"purpose": "entry", "reason": {"en": "A slip."}}, batch)
    with looked(ground, tmp_path) as found:
        assert (found.entries(), found.events(), found.datasets()) == ((), (), ())
        assert len(list(found.lines())) == before + 1


def test_an_event_is_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has nothing to do with it does not make an event be judged again; another text in force does."""
    ground = Ground()
    proposed = ground.agree()
    ground.batch({}, OTHER)
    asked: list[str] = []

    def counted(self: Any, one: Event) -> Finding:  # noqa: ANN401 - a judge
        asked.append(one.id)
        return finding(self, one)

    from truceline.desk.views.judging import _Judge  # noqa: PLC0415 - looked into

    finding = _Judge.finding
    monkeypatch.setattr(_Judge, "finding", counted)
    steps: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: None, ["e0", "e1"]),
        (lambda: ground.watch.add("report.received", REPORT), []),
        (lambda: ground.batch({}, by=ground.east), ["e0"]),
    ]
    amended = ground.amend(proposed, "R", "S")
    steps += [(lambda: None, []), (lambda: ground.adopt(amended), ["e0", "e0", "e1"])]
    for act, expected in steps:
        act()
        with looked(ground, tmp_path):
            assert sorted(asked) == expected
        asked.clear()


def test_an_event_told_alike_by_two_is_one(tmp_path: Path) -> None:
    """Two that imported the same file tell the same events; others of one id bear the entries that tell them."""
    ground = Ground()
    ground.agree()
    first, second = ground.batch({}), ground.batch({}, by=ground.east)
    with looked(ground, tmp_path) as found:
        assert [one.event.id for one in found.entries()] == ["e0"] == [one.id for one in found.events()]
    third = ground.batch(OTHER, by=ground.west)
    with looked(ground, tmp_path) as found:
        names = {one.event.id for one in found.entries()}
    assert names == {f"e0@{third.hash[:8]}", f"e0@{min(first.hash, second.hash)[:8]}"}


def test_what_an_incident_holds_together_counts_once(tmp_path: Path) -> None:
    """Two rows that are one happening are one event, with the versions of both; each can still be looked at."""
    ground = Ground()
    ground.agree()
    batch = ground.batch({}, {"kind": "shelling"}, OTHER)
    members = [{"entry": batch.hash, "event": name} for name in ("e0", "e1")]
    incident = ground.watch.add("incident.linked", {"members": members, **WHY}, batch)
    with looked(ground, tmp_path) as found:
        assert {one.event.id for one in found.entries()} == {"e2", incident.hash} == {one.id for one in found.events()}
        assert [one.value for one in found.entry(incident.hash).event.conduct.kind] == ["attack", "shelling"]
        assert found.entry("e0").event.id == "e0"
        assert found.counts().findings == 4


def test_a_batch_that_cannot_be_read_stops_nobody(tmp_path: Path) -> None:
    """One author's damaged blob tells what comes before the damage; everybody else's events are judged."""
    ground = Ground()
    ground.agree()
    ground.batch({}, by=ground.east)
    lines = dumps(Event, event({}, "w0")) + b"\nno event\n" + dumps(Event, event({}, "w1")) + b"\n"
    said = {"datasets": [{"name": "theirs", "licence": "", "citation": ""}], "count": 2, "time_zone": "UTC"}
    ground.west.add("batch.imported", {**said, "events": ground.blobs.put(lines)})
    with looked(ground, tmp_path) as found:
        assert set(results(found)) == {"e0", "w0"}
        assert len(found.digest()) == 64


@pytest.mark.parametrize("what", ["events", "text"])
def test_a_missing_blob_cannot_be_recomputed(what: str, tmp_path: Path) -> None:
    """Which blob is missing is said, and once it is here the digest is everybody's."""
    ground = Ground()
    ground.agree()
    batch = ground.batch({})
    missing = str(dict(batch.payload or {})["events"]) if what == "events" else ground.fingerprint
    with looked(ground, tmp_path) as found:
        digest = found.digest()
    blobs = Blobs({name: data for name, data in ground.blobs.items() if name != missing})
    (tmp_path / "other").mkdir()
    with looked(ground, tmp_path / "other", blobs) as found:
        with pytest.raises(RecordError, match=missing) as caught:
            found.digest()
        assert (caught.value.exit_code, "cannot recompute" in str(caught.value)) == (7, True)
    with looked(ground, tmp_path / "other") as found:
        assert found.digest() == digest


# ── forks ─────────────────────────────────────────────────────────────────────────────────────


def proved(ground: Ground, size: int) -> None:
    """The crown tells another story from `size` entries on, and the west proves it."""
    other = ground.crown.forked(size)
    other.add("report.received", REPORT)
    prove(ground.west, ground.crown, other)


def test_a_fork_is_worst_for_its_maker(tmp_path: Path) -> None:
    """Taking back by a fork what it had said of itself gains the forker nothing, and what accuses others is not kept.

    The crown imports two batches: in one it attacks, in the other it is attacked. After the fork neither counts in
    its log; the first is judged as if nobody had proved the fork, the second as if nobody had told it.
    """
    ground = Ground()
    ground.agree()
    said, told = ground.batch({}, by=ground.crown), ground.batch({"a": ["fox"], "b": ["crown"]}, by=ground.crown)
    with looked(ground, tmp_path) as found:
        before = results(found)
    assert before == {f"e0@{said.hash[:8]}": Result.CERTAIN, f"e0@{told.hash[:8]}": Result.CERTAIN}
    proved(ground, 1)
    with looked(ground, tmp_path) as found:
        after = results(found)
        forkers = [line for line in found.lines() if '"forkers":["crown"]' in line]
        held = list(found.lines()), found.digest()
    assert after == {f"e0@{said.hash[:8]}": Result.CERTAIN, f"e0@{told.hash[:8]}": Result.NOT_ENGAGED}
    assert len(forkers) == 2
    assert held == anew(ground, tmp_path)


def test_nodes_with_different_branches_come_to_one_digest(tmp_path: Path) -> None:
    """Once the proof has spread, a forked log is read as far as all its histories agree, whichever a node holds."""
    ground = Ground()
    ground.agree()
    ground.batch({}, by=ground.crown)
    other = ground.crown.forked(2)
    ground.batch(OTHER, by=ground.crown)
    other.add("report.received", REPORT)
    prove(ground.west, ground.crown, other)
    branches = [logs_of(*ground.writers), logs_of(*ground.writers) | {other.origin: other.leaves}]
    digests = []
    for i, logs in enumerate(branches):
        folder = tmp_path / str(i)
        folder.mkdir()
        with agreed(folder, source(logs, whole(logs), ground.blobs)) as found:
            digests.append((found.digest(), found.heads, [one.event.id for one in found.entries()]))
        with view(folder, source(logs, whole(logs), ground.blobs)) as held:
            assert (other.origin, len(logs[other.origin])) in [one[:2] for one in held.heads]
    assert digests[0] == digests[1]
    assert (other.origin, 2) in [one[:2] for one in digests[0][1]]
    assert digests[0][2] == ["e0"]


def test_each_branch_that_others_held_is_judged_for_everybody(tmp_path: Path) -> None:
    """Two told different stories anchored them: both bind, and the forker gains by neither, whichever a node holds.

    The crown leaves the truce in one history, and tells in the other what accuses somebody else: what it is accused of
    stays a breach, and its own accusation moves nothing.
    """
    ground = Ground()
    ground.agree()
    seen = ground.batch({})
    said = {"actor": "crown", "since": "2031-05-02T00:00:00Z", "agreement": ground.fingerprint}
    adhered = ground.crown.add("adherence.declared", said)
    other = ground.crown.forked(2)
    ended = ground.crown.add("adherence.ended", {"actor": "crown", "at": "2031-05-03T00:00:00Z"}, adhered)
    told = ground.batch(OTHER, by=other)
    ground.east.anchor(ground.crown.head())
    ground.west.anchor(other.head())
    prove(ground.watch, ground.crown, other, ground.blobs)
    digests = set[tuple[str, Heads, tuple[str, ...]]]()
    for held in (ground.crown, other):
        folder, logs = tmp_path / str(len(digests)), logs_of(*ground.writers) | {other.origin: held.leaves}
        folder.mkdir()
        with agreed(folder, source(logs, whole(logs), ground.blobs)) as found:
            digests.add((found.digest(), found.heads, tuple(found.lines())))
            names = {f"e0@{seen.hash[:8]}": Result.CERTAIN, f"e0@{told.hash[:8]}": Result.NOT_ENGAGED}
            assert results(found) == names
            assert {one.id for one in found.events()} == set(names)
            assert [len(found.datasets()), found.counts().findings] == [1, 2]
    ((_, heads, lines),) = digests
    assert (other.origin, 2) in [head[:2] for head in heads]
    assert [sum(f'"{one.hash}"' in line for line in lines) for one in (ended, told)] == [1, 2]
