"""Notices and answers: silence is no consent, a new version voids, a change makes stale, others start the clock."""

import pytest

from tests.kinds.examples import GOOD
from tests.state.ground import Ground, row, standings
from tests.state.logs import START, Writer
from truceline.state import Plain, take
from truceline.state.shelf import Leaf
from truceline.tlog.entry import Entry

HOUR = 3600


def said(ground: Ground, notice: Entry) -> str:
    """What the one asked answers, as the row has it."""
    (one,) = ground.row(notice)["answers"]
    return str(one["answer"])


def test_silence_is_never_consent() -> None:
    """A notice that nobody answered is notified, then acknowledged; the row never calls it anything more."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    assert said(ground, notice) == "notified"
    ground.east.add("activity.acknowledged", {"received": "2031-05-01T01:00:00Z"}, notice)
    assert said(ground, notice) == ground.row(notice)["status"] == "acknowledged"


@pytest.mark.parametrize("answer", ["concurred", "objected"])
def test_an_answer_stands(answer: str) -> None:
    """What the one asked answers is the answer; others may say what they like."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    ground.answer(notice, ground.west, "objected")
    given = ground.answer(notice, ground.east, answer)
    line = ground.row(notice)
    assert (line["status"], line["answers"][0]["entry"]) == (answer, given.hash)


def test_all_who_are_asked_must_concur() -> None:
    """One silence, or one objection, among several who are asked keeps the whole from being concurred with."""
    ground = Ground()
    ground.agree()
    notice = ground.notify(to=["east", "west"])
    ground.answer(notice, ground.east)
    assert ground.row(notice)["status"] == "notified"
    ground.answer(notice, ground.west, "objected")
    assert ground.row(notice)["status"] == "objected"
    ground.answer(notice, ground.west)
    assert ground.row(notice)["status"] == "concurred"


def test_a_concurrence_is_not_taken_back() -> None:
    """After a concurrence its author's further answers to that version do not count; after an objection they do."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    first, second = ground.answer(notice, ground.east), ground.answer(notice, ground.east, "objected")
    state = ground.state()
    assert standings(state, notice) == {first.hash: "entitled", second.hash: "answered_already"}
    assert row(state, notice)["status"] == "concurred"


def test_conditions_are_shown() -> None:
    """A concurrence with conditions is never shown as one without."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    given = dict(ground.answer(notice, ground.east).payload or {})
    ground.east.entries.pop()
    ground.east.add(
        "answer.given", given | {"answer": "concurred_with_conditions", "conditions": {"en": "By day."}}, notice
    )
    assert said(ground, notice) == "concurred_with_conditions"


def test_a_new_version_voids_answers() -> None:
    """An amended notice is unanswered, whatever was answered to the one it replaces."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    ground.answer(notice, ground.east)
    amended = ground.fox.add("activity.amended", {**dict(notice.payload or {}), "amount": 2}, notice)
    line = ground.row(notice)
    assert (line["status"], line["live"]) == ("notified", [amended.hash])
    ground.answer(amended, ground.east)
    assert ground.row(notice)["status"] == "concurred"


def test_a_withdrawn_notice_is_withdrawn() -> None:
    """What is withdrawn is answered by nobody; that it started all the same is recorded and grants nothing."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    ground.fox.add("activity.withdrawn", {}, notice)
    ground.watch.add("activity.started", {"at": "2031-06-01T00:00:00Z"}, notice)
    line = ground.row(notice)
    assert (line["status"], line["progress"], line["answers"]) == ("withdrawn", ["started"], [])


def test_a_changed_zone_makes_an_answer_stale() -> None:
    """Where something that the check looked at was replaced or lifted, the answer is stale until given anew."""
    ground = Ground()
    ground.agree()
    zone, other = ground.zone(ground.crown), ground.zone(ground.crown, "n2")
    notice = ground.notify()
    ground.answer(notice, ground.east, looked_at=(zone,))
    ground.redraw(other, ground.crown)
    assert said(ground, notice) == "concurred"
    drawn = ground.redraw(zone, ground.crown)
    assert said(ground, notice) == "stale"
    ground.crown.add("zone.lifted", {"at": "2031-05-09T00:00:00Z"}, drawn)
    assert said(ground, notice) == "stale"


def test_staleness_comes_one_entry_at_a_time() -> None:
    """A zone changed long after the answer makes it stale though nothing of the notice itself is new."""
    ground = Ground()
    ground.agree()
    zone = ground.zone(ground.crown)
    notice = ground.notify()
    ground.answer(notice, ground.east, looked_at=(zone,))
    state = ground.state()
    drawn = ground.redraw(zone, ground.crown)
    take([Leaf(drawn.origin, drawn.seq, drawn.leaf)], state.shelf, ground.blobs)
    assert state.shelf.get("line", notice.hash) != next(line for line in state.lines if notice.hash in line)
    assert tuple(line for _, line in state.shelf.all("line")) == ground.state().lines


def test_another_text_makes_an_answer_stale() -> None:
    """An answer under a text that is in force no more is stale."""
    ground = Ground()
    proposed = ground.agree()
    notice = ground.notify()
    ground.answer(notice, ground.east)
    ground.adopt(ground.amend(proposed, "R", "S"))
    assert said(ground, notice) == "stale"


def test_what_is_not_here_has_not_changed() -> None:
    """An answer that looked at an entry not held here is not stale for that, until it comes and has been replaced."""
    ground = Ground()
    ground.agree()
    zone = ground.zone(ground.crown)
    drawn = ground.redraw(zone, ground.crown)
    notice = ground.notify()
    ground.answer(notice, ground.east, looked_at=(zone,))
    shelf = Plain()
    here = [one for one in ground.writers if one is not ground.crown]
    for writer in (*here, ground.crown):
        take((Leaf(writer.origin, i, leaf) for i, leaf in enumerate(writer.leaves)), shelf, ground.blobs)
        if writer is here[-1]:
            assert '"answer":"concurred"' in (shelf.get("line", notice.hash) or "")
    assert '"answer":"stale"' in (shelf.get("line", notice.hash) or "")
    assert drawn.hash in (shelf.get("line", zone.hash) or "")


def test_two_live_answers_contradict() -> None:
    """Two answers of one body, neither of which had seen the other, are both shown, and count as contradictory."""
    ground = Ground()
    ground.agree()
    second = Writer("east2", "guarantor", "east", succeeds=ground.east)
    ground.more.append(second)
    recovery = second.add("node.recovered", GOOD["node.recovered"])
    about = {"actor": "east", "kind": "node.recovered", "payload": dict(recovery.payload or {}), "how": "a call"}
    ground.west.add("attested", about | {"said": "2031-05-01T00:00:00Z"}, recovery)
    notice = ground.notify()
    ground.answer(notice, ground.east)
    ground.answer(notice, second, "objected")
    line = ground.row(notice)
    assert (line["status"], line["answers"][0]["entry"]) == ("contradictory", "")


def test_rival_versions_with_answers_contradict() -> None:
    """Two versions that both stand, one of them answered, are contradictory statements; unanswered they are rivals."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    ground.fox.add("activity.amended", {**dict(notice.payload or {}), "amount": 2}, notice)
    other = Writer("fox2", "party", "fox", succeeds=ground.fox)
    ground.more.append(other)
    recovery = other.add("node.recovered", GOOD["node.recovered"])
    about = {"actor": "fox", "kind": "node.recovered", "payload": dict(recovery.payload or {}), "how": "a call"}
    ground.west.add("attested", about | {"said": "2031-05-01T00:00:00Z"}, recovery)
    rival = other.add("activity.amended", {**dict(notice.payload or {}), "amount": 3}, notice)
    assert ground.row(notice)["status"] == "rival_versions"
    ground.answer(rival, ground.east)
    assert ground.row(notice)["status"] == "contradictory"


# ── time limits ───────────────────────────────────────────────────────────────────────────────


def deadline(ground: Ground, notice: Entry) -> str | None:
    """When the time of the one asked ends."""
    (one,) = ground.row(notice)["answers"]
    return one["deadline"]  # type: ignore[no-any-return]  # JSON


def test_a_claimed_time_alone_starts_no_limit() -> None:
    """What the sender says, and what cosigners on its own side say, starts no time limit."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    at = START.epoch_s + HOUR
    friend = Writer("owl", "party", "owl")
    ground.more.append(friend)
    ground.watch.anchor(ground.fox.head(cosigned={ground.fox: at, friend: at, ground.west: at}))
    assert deadline(ground, notice) is None


def test_a_limit_runs_from_the_earlier_of_acknowledgement_and_cosignature() -> None:
    """The time to answer runs from the recipient's acknowledgement or from somebody opposite, whichever is earlier."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    ground.watch.anchor(ground.fox.head(cosigned={ground.watch: START.epoch_s + 5 * HOUR}))
    assert deadline(ground, notice) == "2031-05-01T06:00:00Z"
    ground.east.add("activity.acknowledged", {"received": "2031-05-01T02:00:00Z"}, notice)
    assert deadline(ground, notice) == "2031-05-01T03:00:00Z"
    ground.west.anchor(ground.fox.head(cosigned={ground.east: START.epoch_s}))
    assert deadline(ground, notice) == "2031-05-01T01:00:00Z"


def test_a_cosignature_counts_once_an_anchor_embeds_it() -> None:
    """A head that covers less than the notice, or that nobody embeds, starts nothing."""
    ground = Ground()
    ground.agree()
    notice = ground.notify()
    ground.watch.anchor(ground.fox.head(notice.seq, cosigned={ground.east: START.epoch_s}))
    ground.fox.head(cosigned={ground.east: START.epoch_s})
    assert deadline(ground, notice) is None


def test_no_limit_no_deadline() -> None:
    """A notice that names no time to answer has no deadline of its own."""
    ground = Ground()
    ground.agree()
    notice = ground.notify(answer_within_s=None)
    ground.east.add("activity.acknowledged", {"received": "2031-05-01T02:00:00Z"}, notice)
    assert deadline(ground, notice) is None


def test_a_late_answer_is_marked() -> None:
    """An answer that says itself that it came after the limit is shown as late."""
    ground = Ground()
    ground.agree()
    notice = ground.notify(answer_within_s=60)
    ground.east.add("activity.acknowledged", {"received": "2031-05-01T00:00:00Z"}, notice)
    ground.east.now = ground.east.now.plus(HOUR)
    ground.answer(notice, ground.east)
    assert ground.row(notice)["answers"][0]["late"] is True


def test_without_a_text_everybody_stands_alone() -> None:
    """Where no text says who stands with whom, only the sender's own logs are on its side."""
    ground = Ground()
    notice = ground.notify()
    ground.watch.anchor(ground.fox.head(cosigned={ground.west: START.epoch_s}))
    assert deadline(ground, notice) == "2031-05-01T01:00:00Z"


# ── calls, sites, visits ──────────────────────────────────────────────────────────────────────


def test_a_call_stands_as_was_last_said() -> None:
    """A call is relayed, answered, ended, and may recur; by causality, never by a clock."""
    ground = Ground()
    call = ground.fox.add("stopfire.called", {**GOOD["stopfire.called"], "to": ["crown"]})
    steps = [
        (ground.watch, "stopfire.relayed", {"to": "crown", "at": "2031-05-01T02:00:00Z"}),
        (ground.crown, "stopfire.answered", {"answer": "will_cease", "at": "2031-05-01T01:00:00Z"}),
        (ground.watch, "stopfire.ended", {"at": "2031-05-01T03:00:00Z"}),
        (ground.fox, "stopfire.recurred", {"at": "2031-05-01T00:30:00Z"}),
    ]
    last, found = call, []
    for by, kind, payload in steps:
        last = by.add(kind, payload, call, last)
        found.append(ground.row(call)["status"])
    assert found == ["relayed", "answered", "ended", "recurred"]
    assert [one[:2] for one in ground.row(call)["answers"]] == [["crown", "will_cease"]]


def test_a_site_is_gone_when_its_notifier_says_so() -> None:
    """A site's notice goes from hand to hand, and ends only by the word of whoever made it known."""
    ground = Ground()
    site = ground.fox.add("site.notified", GOOD["site.notified"])
    assert ground.row(site)["status"] == "notified"
    last = ground.east.add("site.acknowledged", {"received": "2031-05-01T02:00:00Z"}, site)
    ground.east.add("site.confirmed", {"at": "2031-05-01T03:00:00Z"}, site, last)
    assert ground.row(site)["status"] == "confirmed"
    ground.fox.add("site.revalidated", {"at": "2031-05-02T00:00:00Z", "there": True}, site)
    assert ground.row(site)["status"] == "confirmed"
    ground.fox.add("site.revalidated", {"at": "2031-05-03T00:00:00Z", "there": False}, site)
    assert ground.row(site)["status"] == "gone"


def test_a_visit_is_answered_by_the_one_asked() -> None:
    """Only the one who was asked answers a visit; it is carried out when whoever asked says so."""
    ground = Ground()
    visit = ground.watch.add("visit.requested", {**GOOD["visit.requested"], "to": "crown"})
    ground.fox.add("visit.answered", {"answer": "declined"}, visit)
    assert ground.row(visit)["status"] == "requested"
    ground.crown.add("visit.answered", {"answer": "agreed"}, visit)
    assert ground.row(visit)["status"] == "agreed"
    ground.watch.add("visit.carried_out", GOOD["visit.carried_out"], visit)
    assert ground.row(visit)["status"] == "carried_out"
