"""The review queue: what would change most is asked first, and what would change is what does change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.floor.ground import event
from tests.state.ground import Ground
from tests.state.logs import logs_of
from tests.views.conftest import Truce, at_work, bare  # noqa: F401 - fixtures
from tests.views.records import source, view, whole
from truceline.canon import dumps
from truceline.claims import Event, Report
from truceline.desk.verbs import queueing
from truceline.incidents.queue import Change, Choice, Decision, Measure, queue
from truceline.place import position
from truceline.tlog.entry import Entry


def decision(choice: Choice, *changes: Change, name: str = "a") -> Decision:
    return Decision(choice, (name,), (), changes)


def change(measure: Measure, steps: int) -> Change:
    return Change(measure, "a", "before", "after", steps)


def test_a_finding_that_turns_comes_before_any_one_grade() -> None:
    """One step of a result weighs more than one step of anything else."""
    others = [decision(Choice.GRADE, change(one, 1)) for one in Measure if one is not Measure.RESULT]
    first, *_ = queue([*others, decision(Choice.PLACE, change(Measure.RESULT, -1))])
    assert first.choice is Choice.PLACE


def test_what_changes_nothing_is_not_asked() -> None:
    assert queue([decision(Choice.MERGE), decision(Choice.MERGE, change(Measure.ROOTS, 0))]) == ()


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(Choice), st.sampled_from(Measure), st.integers(-6, 6), st.text("ab", max_size=3))
    )
)
def test_the_order_is_by_weight_and_does_not_depend_on_the_order_given(
    given_: list[tuple[Choice, Measure, int, str]],
) -> None:
    """Everybody who recomputes is asked the same first."""
    some = [decision(choice, change(measure, steps), name=name) for choice, measure, steps, name in given_]
    found = queue(some)
    assert found == queue(reversed(some))
    assert [one.weight for one in found] == sorted((one.weight for one in some if one.weight), reverse=True)


# ── of a record ───────────────────────────────────────────────────────────────────────────────

HERE, FAR = [10.0, 50.0], [19.0, 55.0]


def row(name: str, at: list[float], office: str, **conduct: object) -> Event:
    """An event at a place, as one office has it."""
    where = position(*at)
    told = event({"place": {"disc": {"lon": at[0], "lat": at[1], "radius_m": 1000}}, **conduct}, name, where)
    return replace(told, reports=(Report(office, None, ""),))


def batch(ground: Ground, *rows: Event) -> Entry:
    """A list of somebody's."""
    told = b"".join(dumps(Event, one) + b"\n" for one in rows)
    datasets = [{"name": "ours", "licence": "", "citation": ""}]
    said = {"datasets": datasets, "events": ground.blobs.put(told), "count": len(rows), "time_zone": "UTC"}
    return ground.watch.add("batch.imported", said)


def asked(ground: Ground, folder: Path, graded: frozenset[str] = frozenset()) -> tuple[Decision, ...]:
    logs = logs_of(*ground.writers)
    with view(folder, source(logs, whole(logs), ground.blobs)) as found:
        return queueing.of_view(found, graded)


def test_two_lists_that_tell_of_one_happening_are_asked_about(tmp_path: Path) -> None:
    """The pair, what speaks for it, and that two findings would be one; rows of one list are never a pair."""
    ground = Ground()
    ground.agree()
    first = batch(ground, row("a1", HERE, "office"), row("a2", FAR, "office"))
    second = batch(ground, row("b1", HERE, "paper"))
    merges = [one for one in asked(ground, tmp_path) if one.choice is Choice.MERGE]
    assert [set(one.matters) for one in merges] == [{f"{first.hash[:12]}@a1", f"{second.hash[:12]}@b1"}]
    assert {(one.measure, one.before, one.after) for one in merges[0].changes} == {
        (Measure.FINDINGS, "2", "1"),
        (Measure.ROOTS, "1", "2"),
    }


def test_an_incident_whose_members_cannot_be_one_is_asked_about(tmp_path: Path) -> None:
    """Two places farther apart than anybody's doubt: a person held them together, and can take them apart."""
    ground = Ground()
    ground.agree()
    held = batch(ground, row("a1", HERE, "office"), row("a2", FAR, "office"))
    members = [{"entry": held.hash, "event": name} for name in ("a1", "a2")]
    incident = ground.watch.add("incident.linked", {"members": members, "reason": {"en": "One."}}, held)
    (split,) = (one for one in asked(ground, tmp_path) if one.choice is Choice.SPLIT)
    assert split.matters == (incident.hash[:12],)
    assert split.why[0].endswith("km")
    assert split.changes[0] == Change(Measure.FINDINGS, incident.hash[:12], "1", "2", 1)


def test_a_source_on_which_findings_rest_is_asked_about_until_it_is_graded(tmp_path: Path) -> None:
    """The one that most rest on first; one that has a grade not again."""
    ground = Ground()
    ground.agree()
    batch(ground, row("a1", HERE, "office"), row("a2", FAR, "office"), row("a3", [15.0, 52.0], "paper"))
    grades = [one.matters for one in asked(ground, tmp_path) if one.choice is Choice.GRADE]
    assert grades == [("office",), ("paper",)]
    again = asked(ground, tmp_path, frozenset({"office"}))
    assert [one.matters for one in again if one.choice is Choice.GRADE] == [("paper",)]


def test_the_command_shows_what_would_change_and_how_to_answer(at_work: Truce) -> None:  # noqa: F811 - the fixture
    """From the node's own view; JSON has the weight as well."""
    node = str(at_work.folder / "council")
    at_work.council.node.close()
    printed = at_work.run("incident", "queue", "--node", node).stdout
    rows = [json.loads(line) for line in at_work.run("incident", "queue", "--node", node, "--json").stdout.splitlines()]
    assert all(one["weight"] > 0 for one in rows)
    assert printed.count("answered by: truceline ") == len(rows)
