"""Acts of notice and request: humanitarian sites, calls to cease fire, activities notified and answered.

A site notice and a call go on whatever else is in dispute, and carry no rule. A notification is not checked here: the
answer to it is the counterpart's own, bound to the hash of the very version it answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided, entered
from truceline.desk.verbs.naming import find, said
from truceline.desk.verbs.saying import stated
from truceline.kinds import (
    ActivityAcknowledged,
    ActivityNotified,
    AnswerGiven,
    Consent,
    SiteAcknowledged,
    SiteConfirmed,
    SiteNotified,
    StopfireAnswer,
    StopfireAnswered,
    StopfireCalled,
    StopfireEnded,
    StopfireRelayed,
)
from truceline.period import Instant

Words = Mapping[str, str]  # language → text; empty: nothing said


# ── humanitarian sites and movements ──────────────────────────────────────────────────────────


def notify_site(pen: Pen, site: SiteNotified) -> Signed:
    """Make a humanitarian site or movement known."""
    return entered(pen, "site.notified", site)


def acknowledge_site(pen: Pen, notice: str, received: Instant | None) -> Signed:
    """Say that the notice is here."""
    return entered(pen, "site.acknowledged", stated(SiteAcknowledged, received or pen.now), notice)


def confirm_site(pen: Pen, notice: str, at: Instant | None) -> Signed:
    """Say that those who need to know of the site have the notice."""
    return entered(pen, "site.confirmed", stated(SiteConfirmed, at or pen.now), notice)


# ── calls to cease fire ───────────────────────────────────────────────────────────────────────


def call_stopfire(pen: Pen, call: StopfireCalled) -> Signed:
    """Ask, now, that fire cease at a place."""
    return entered(pen, "stopfire.called", call)


def relay_stopfire(pen: Pen, call: str, to: str, at: Instant | None) -> Signed:
    """Say that the call was passed on, and to whom."""
    return entered(pen, "stopfire.relayed", stated(StopfireRelayed, to, at or pen.now), call)


def answer_stopfire(pen: Pen, call: str, answer: StopfireAnswer, at: Instant | None, note: Words) -> Signed:
    """Answer a call as one of those called."""
    return entered(pen, "stopfire.answered", stated(StopfireAnswered, answer, at or pen.now, note), call)


def end_stopfire(pen: Pen, call: str, at: Instant | None) -> Signed:
    """Say that the fire has ceased."""
    return entered(pen, "stopfire.ended", stated(StopfireEnded, at or pen.now), call)


# ── activities ────────────────────────────────────────────────────────────────────────────────


def notify_activity(pen: Pen, notification: ActivityNotified) -> Signed:
    """Say beforehand what one means to do, there and then; it is no request and gets no permission."""
    return entered(pen, "activity.notified", notification)


def acknowledge_activity(pen: Pen, notification: str, received: Instant | None) -> Signed:
    """Say that the notification is here; from now the time to answer runs."""
    return entered(pen, "activity.acknowledged", stated(ActivityAcknowledged, received or pen.now), notification)


def answer_activity(
    pen: Pen, notification: str, answer: Consent, expires: Instant | None, words: Words, looked_at: Sequence[str] = ()
) -> Signed:
    """Answer one version of a notification; `words`: its conditions, where it has some, else the reason."""
    # gather
    notified = find(pen.node, notification)
    looked = [find(pen.node, one) for one in looked_at]
    # decide
    conditional = answer is Consent.CONDITIONS
    given = stated(
        AnswerGiven,
        notified.entry.hash,
        said(notified, ActivityNotified).agreement,
        answer,
        expires,
        tuple(one.entry.hash for one in looked),
        conditions=words if conditional else {},
        reason={} if conditional else words,
    )
    act = decided(pen, "answer.given", given, about=notified, refs=[one.ref for one in looked])
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)
