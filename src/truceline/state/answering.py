"""Notices and what is answered to them: activities, calls to cease fire, sites, visits.

An answer is to one version; a new version voids it, a change of what its check looked at makes it stale, and silence
is never consent. A concurrence is not taken back before it expires. A time limit runs from the earlier of the
recipient's acknowledgement and a checkpoint cosigned by somebody not on the sender's side; the row says when it ends
and never whether that is past: there is no clock here (RECORD.md, rules 7 and 8; TERMS.md, "Verdict").
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.canon import Json
from truceline.kinds import (
    ActivityAcknowledged,
    ActivityNotified,
    AnswerGiven,
    Consent,
    SiteRevalidated,
    StopfireAnswered,
    StopfireCalled,
    VisitAnswered,
    VisitRequested,
)
from truceline.period import Instant
from truceline.state.agreeing import ZONES, governing, zone_chain
from truceline.state.chains import chain
from truceline.state.lines import Tree
from truceline.state.sides import allies
from truceline.state.threads import Act, Thread
from truceline.state.weighing import Weight

_VERSIONS, _ENDS = ("activity.notified", "activity.amended"), ("activity.withdrawn",)
_PROGRESS = ("activity.started", "activity.astray", "activity.ended")


@dataclass(frozen=True, slots=True)
class Answered:
    """How one of those asked stands to one version."""

    version: Act
    actor: str
    acknowledged: Instant | None  # when it says it had the notice
    deadline: Instant | None  # until when it was to answer; None: no limit runs
    answer: Act | None  # the one that stands; None: silence, which is never consent
    contradictory: bool  # two that had not seen one another
    stale: bool  # something its check looked at has changed

    @property
    def said(self) -> str:
        """Its answer in a word."""
        if self.contradictory:
            return "contradictory"
        payload = self.answer.read.payload if self.answer else None
        if isinstance(payload, AnswerGiven):
            return "stale" if self.stale else payload.answer.value
        return "acknowledged" if self.acknowledged else "notified"

    @property
    def late(self) -> bool:
        """Whether its own word has it that it answered after the limit."""
        return self.answer is not None and self.deadline is not None and self.deadline < self.answer.read.time


def answers(thread: Thread) -> tuple[list[Act], list[Answered]]:
    """The live versions of a notification, and how each of those asked stands to each."""
    live = list(chain(thread, _VERSIONS, _ENDS).live)
    found = []
    for version in live:
        said = version.read.payload
        if isinstance(said, ActivityNotified):
            found += [_answered(thread, version, actor, said) for actor in said.to]
    return live, found


def _answered(thread: Thread, version: Act, actor: str, said: ActivityNotified) -> Answered:
    given = _standing(thread, [one for one in thread.about(version, "answer.given") if one.actor == actor])
    received = [
        one.read.payload.received
        for one in thread.about(version, "activity.acknowledged")
        if one.actor == actor and isinstance(one.read.payload, ActivityAcknowledged)
    ]
    acknowledged = min(received, default=None)
    return Answered(
        version=version,
        actor=actor,
        acknowledged=acknowledged,
        deadline=_deadline(thread, version, acknowledged, said.answer_within_s),
        answer=given[0] if len(given) == 1 else None,
        contradictory=len(given) > 1,
        stale=len(given) == 1 and _stale(thread, given[0]),
    )


def _standing(thread: Thread, given: list[Act]) -> list[Act]:
    """The answers of one body to one version that stand: the last, but none after a concurrence."""
    for one in thread.first(one for one in given if _concurs(one)):
        for late in [other for other in given if thread.before(one, other)]:
            late.weight = Weight(counts=False, reason="answered_already")
    return thread.latest(one for one in given if one.counts)


def _concurs(one: Act) -> bool:
    said = one.read.payload
    return one.counts and isinstance(said, AnswerGiven) and said.answer is not Consent.OBJECTED


def _deadline(thread: Thread, version: Act, acknowledged: Instant | None, within_s: int | None) -> Instant | None:
    """When the time to answer ends: counted from what the recipient, or a cosigner not on the sender's side, says."""
    if within_s is None:
        return None
    starts = [one for one in (acknowledged, _vouched(thread, version)) if one is not None]
    return min(starts).plus(within_s) if starts else None


def _vouched(thread: Thread, version: Act) -> Instant | None:
    """By when somebody not on the sender's side vouched that the version was there."""
    return thread.fold.known_by(version.read.at, allies(thread, version.read))


def _stale(thread: Thread, answer: Act) -> bool:
    """Whether the text, or a version of something that the check looked at, has been replaced or ended since."""
    said, fold = answer.read.payload, thread.fold
    if not isinstance(said, AnswerGiven):
        return False
    return said.agreement != governing(fold.shelf).one or any(_changed(thread, leaf) for leaf in said.looked_at)


def _changed(thread: Thread, leaf: str) -> bool:
    """Whether something has replaced or ended an entry that was looked at; one that is not here has not."""
    read = thread.fold.found(leaf)
    if read is None or read.entry.kind not in ZONES:
        return False
    return leaf not in {one.hash for one in zone_chain(Thread.of(thread.fold, read.root)).live}


def activity_facts(thread: Thread) -> Tree:
    """How a notification stands."""
    live, found = answers(thread)
    _keep_timed(thread, live)
    rows: list[Json] = [
        {
            "version": one.version.hash,
            "actor": one.actor,
            "answer": one.said,
            "entry": one.answer.hash if one.answer else "",
            "deadline": str(one.deadline) if one.deadline else None,
            "late": one.late,
        }
        for one in found
    ]
    return {
        "status": _status(live, found),
        "answers": rows,
        "progress": _progress(thread),
        "live": [one.hash for one in live],
    }


def _status(live: list[Act], found: list[Answered]) -> str:
    """The weightiest of what was answered: one objection, one contradiction or one silence keeps it from consent."""
    if not live:
        return "withdrawn"
    said = {one.said for one in found}
    if len(live) > 1:
        return "contradictory" if any(one.answer for one in found) else "rival_versions"
    return next((one for one in _WEIGHT if one in said), "notified")


_WEIGHT = ("contradictory", "objected", "stale", "notified", "acknowledged", "concurred_with_conditions", "concurred")


def _progress(thread: Thread) -> Json:
    """What was recorded of its going on: each grants nothing, from whatever state it was recorded."""
    return [one.read.entry.kind.partition(".")[2] for one in thread.counting(*_PROGRESS)]


def _keep_timed(thread: Thread, live: list[Act]) -> None:
    """Be told when a live version with a time limit is vouched for, or for an earlier time."""
    shelf = thread.fold.shelf
    for one in live:
        said = one.read.payload
        if not isinstance(said, ActivityNotified) or said.answer_within_s is None:
            continue
        origin, index = one.read.at
        key, by = f"{origin} {one.hash} {thread.root.hash}", _vouched(thread, one)
        if by is None:
            shelf.put("open", key, str(index))
            continue
        shelf.drop("open", key)
        shelf.put("limited", key, f"{index} {by.epoch_s}")
        if by.epoch_s > int(shelf.get("latest", origin) or 0):
            shelf.put("latest", origin, str(by.epoch_s))


# ── calls, sites, visits ──────────────────────────────────────────────────────────────────────


def stopfire_facts(thread: Thread) -> Tree:
    """How a call to cease fire stands: what was last said of the fire, and who answered what."""
    said = thread.root.read.payload
    answered: list[Json] = [
        [one.actor, one.read.payload.answer.value, one.hash]
        for one in thread.counting("stopfire.answered")
        if isinstance(one.read.payload, StopfireAnswered)
    ]
    last = _last(thread, "stopfire.relayed", "stopfire.answered", "stopfire.ended", "stopfire.recurred")
    asked = list[Json](said.to) if isinstance(said, StopfireCalled) else []
    return {"status": last or "called", "to": asked, "answers": answered}


def site_facts(thread: Thread) -> Tree:
    """How a site's notice stands: never assessed, and gone only when whoever made it known says so."""
    there = [
        one.read.payload.there
        for one in thread.latest(thread.counting("site.revalidated"))
        if isinstance(one.read.payload, SiteRevalidated)
    ]
    if there and not any(there):
        return {"status": "gone"}
    return {"status": _last(thread, "site.acknowledged", "site.passed_on", "site.confirmed") or "notified"}


def visit_facts(thread: Thread) -> Tree:
    """How a visit asked for stands."""
    said = thread.root.read.payload
    if thread.counting("visit.carried_out"):
        return {"status": "carried_out"}
    answered = [
        one.read.payload.answer.value
        for one in thread.latest(thread.counting("visit.answered"))
        if isinstance(one.read.payload, VisitAnswered) and isinstance(said, VisitRequested) and one.actor == said.to
    ]
    return {"status": answered[0] if len(answered) == 1 else "contradictory" if answered else "requested"}


def _last(thread: Thread, *kinds: str) -> str:
    """The last of these steps by causality; of several that had not seen one another, the one named last."""
    last = {one.read.entry.kind for one in thread.latest(thread.counting(*kinds))}
    return next((kind.partition(".")[2] for kind in reversed(kinds) if kind in last), "")
