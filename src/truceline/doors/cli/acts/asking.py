"""`truceline site …`, `stopfire …`, `activity …`: notices, calls to cease fire, activities and their answers."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.desk.verbs import Pen, Signed, asking, stated
from truceline.desk.verbs.agreeing import fingerprint_of
from truceline.doors.cli.acts.said import (
    At,
    Begin,
    End,
    From,
    MaybeNote,
    Ref,
    Since,
    Until,
    altitudes,
    area,
    argument,
    option,
    period,
    prose,
)
from truceline.doors.cli.signing import instant, signs
from truceline.kinds import (
    ActivityNotified,
    Consent,
    Need,
    SiteNotified,
    StopfireAnswer,
    StopfireCalled,
    Volume,
)

site = typer.Typer(
    help="Make humanitarian sites and movements known; informative, never assessed.", no_args_is_help=True
)
stopfire = typer.Typer(help="Ask, now, that fire cease at a place; relay, answer, end.", no_args_is_help=True)
activity = typer.Typer(help="Notify what one means to do; acknowledge and answer it.", no_args_is_help=True)

Area = Annotated[str, argument(metavar="FILE[#ID]", help="Where: a GeoJSON area of 1 km² or more.")]
Place = Annotated[str, option("--place-name", help="The nearest settlement.")]
Received = Annotated[str | None, option("--received", help="When it came in; left out: now.")]
To = Annotated[
    list[str],
    option("--to", metavar="ACTOR", help="Actor id of who is asked; again for each."),
]


@site.command("notify")
@signs
def notify_site(
    pen: Pen,
    kind: Annotated[str, argument("hospital, school, … or movement.")],
    where: Annotated[str, argument(metavar="FILE[#ID]", help="A GeoJSON area.")],
    first: From = None,
    end: Until = None,
    place_name: Place = "",
    note: MaybeNote = None,
) -> Signed:
    """Make a humanitarian site or movement known."""
    window = period(first, end) if first or end else None
    notice = stated(SiteNotified, kind, area(where), window, place_name, prose(note, "--note"))
    return asking.notify_site(pen, notice)


@site.command("acknowledge")
@signs
def acknowledge_site(pen: Pen, notice: Ref, received: Received = None) -> Signed:
    """Say that the notice is here."""
    return asking.acknowledge_site(pen, notice, instant(received, "--received"))


@site.command("confirm")
@signs
def confirm_site(pen: Pen, notice: Ref, at: At = None) -> Signed:
    """Say that those who need to know of the site have the notice."""
    return asking.confirm_site(pen, notice, instant(at, "--at"))


# ── calls to cease fire ───────────────────────────────────────────────────────────────────────


@stopfire.command("call")
@signs
def call_stopfire(
    pen: Pen,
    need: Annotated[Need, argument("What the stop is for.")],
    where: Area,
    to: To,
    since: Since = None,
    hours: Annotated[
        int | None, typer.Option(help="For how long; left out: until said otherwise.", min=1, max=720)
    ] = None,
    place_name: Place = "",
    note: MaybeNote = None,
) -> Signed:
    """Ask, now, that fire cease at a place."""
    call = stated(
        StopfireCalled,
        area(where),
        need,
        tuple(to),
        instant(since, "--since") or pen.now,
        hours * 3600 if hours else None,
        place_name=place_name,
        note=prose(note, "--note"),
    )
    return asking.call_stopfire(pen, call)


@stopfire.command("relay")
@signs
def relay_stopfire(
    pen: Pen,
    call: Ref,
    to: Annotated[str, option(metavar="ACTOR", help="Actor id of who was reached.")],
    at: At = None,
) -> Signed:
    """Say that a call was passed on, and to whom."""
    return asking.relay_stopfire(pen, call, to, instant(at, "--at"))


@stopfire.command("answer")
@signs
def answer_stopfire(
    pen: Pen,
    call: Ref,
    answer: Annotated[StopfireAnswer, argument("What is said to it.")],
    at: At = None,
    note: MaybeNote = None,
) -> Signed:
    """Answer a call as one of those called."""
    return asking.answer_stopfire(pen, call, answer, instant(at, "--at"), prose(note, "--note"))


@stopfire.command("end")
@signs
def end_stopfire(pen: Pen, call: Ref, at: At = None) -> Signed:
    """Say that the fire has ceased."""
    return asking.end_stopfire(pen, call, instant(at, "--at"))


# ── activities ────────────────────────────────────────────────────────────────────────────────


@activity.command("notify")
@signs
def notify_activity(
    pen: Pen,
    kind: Annotated[str, argument("A flight, movement or deployment, or a species of one.")],
    where: Area,
    purpose: Annotated[str, option(help="What for; an attack is none.")],
    under: Annotated[str, option(metavar="REF", help="The proposal of the text it falls under.")],
    to: To,
    first: Begin,
    end: End,
    altitude: Annotated[str | None, option(metavar="LOW-HIGH-DATUM", help="Metres, as 0-3000-AMSL.")] = None,
    armed: Annotated[bool, typer.Option("--armed", help="Weapons are carried.")] = False,  # noqa: FBT002 - Typer's way
    platform: Annotated[str, option(help="With what, as fixed_wing.")] = "",
    amount: Annotated[int, typer.Option(help="How many platforms, or people on foot.", min=1)] = 1,
    answer_within_min: Annotated[
        int | None, typer.Option(help="Minutes to answer; left out: as the agreement has it.", min=1)
    ] = None,
    note: MaybeNote = None,
) -> Signed:
    """Say beforehand what one means to do, there and then; it is no request and gets no permission."""
    volume = stated(Volume, area(where), period(first, end), altitudes(altitude))
    notification = stated(
        ActivityNotified,
        agreement=fingerprint_of(pen, under),
        kind=kind,
        purpose=purpose,
        volumes=(volume,),
        to=tuple(to),
        armed=armed,
        platform=platform,
        amount=amount,
        answer_within_s=answer_within_min * 60 if answer_within_min else None,
        note=prose(note, "--note"),
    )
    return asking.notify_activity(pen, notification)


@activity.command("acknowledge")
@signs
def acknowledge_activity(pen: Pen, notification: Ref, received: Received = None) -> Signed:
    """Say that a notification is here; from now the time to answer runs."""
    return asking.acknowledge_activity(pen, notification, instant(received, "--received"))


@activity.command("answer")
@signs
def answer_activity(
    pen: Pen,
    notification: Ref,
    answer: Annotated[Consent, argument("An objection needs no reason.")],
    expires: Annotated[str | None, option(help="When a concurrence ends; none for an objection.")] = None,
    words: Annotated[
        list[str] | None,
        option("--text", metavar="TEXT", help="Conditions of a concurrence, or a reason."),
    ] = None,
    looked_at: Annotated[list[str] | None, option(metavar="REF", help="What was looked at; again for each.")] = None,
) -> Signed:
    """Answer one version of a notification as its counterpart."""
    spoken = prose(words, "--text")
    return asking.answer_activity(pen, notification, answer, instant(expires, "--expires"), spoken, looked_at or ())
