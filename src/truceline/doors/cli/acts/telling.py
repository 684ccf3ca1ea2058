"""`truceline report receive`, `access-denied`, `source grade`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from truceline.desk.verbs import Pen, Signed, stated, telling
from truceline.desk.verbs.sealing import Kept
from truceline.doors.cli.acts.said import (
    Begin,
    End,
    MaybeNote,
    Reason,
    area,
    argument,
    long_text,
    option,
    period,
    prose,
)
from truceline.doors.cli.console import note
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import AsJson, DryRun, NodeDir, Time, Yes, consent, instant, opened, signs, told
from truceline.errors import DataError, Fault
from truceline.kinds import (
    AccessDenied,
    Blob,
    Channel,
    Denial,
    Grade,
    ReportReceived,
)

report = typer.Typer(help="Take in what others say.", no_args_is_help=True)
source = typer.Typer(help="Say how reliable a source is taken to be.", no_args_is_help=True)

Place = Annotated[str, option("--place-name", help="The nearest settlement.")]


@report.command("receive")
def receive(
    said_by: Annotated[str, option("--source", help="Who says so; a person is named as @FILE or -, and only sealed.")],
    channel: Annotated[Channel, option(help="By what way it came.")],
    original: Annotated[Path | None, argument(metavar="[FILE]", help="The document as it came; kept whole.")] = None,
    text: Annotated[str, option(help="Its words: @FILE or -; TEXT too where it is published.")] = "",
    title: Annotated[str, option(help="Its headline.")] = "",
    url: Annotated[str, option(help="Where it was published.")] = "",
    received: Annotated[str | None, option(help="When it came in; left out: now.")] = None,
    dated: Annotated[str | None, option(help="When it says it was made.")] = None,
    language: Annotated[str, option(help="en, ar, ru or other.")] = "",
    via: Annotated[
        list[str] | None,
        option(help="One step of the way back to the origin, outlet first; again for each."),
    ] = None,
    node: NodeDir = None,
    officer: OfficerName = None,
    time: Time = None,
    *,
    openly: Annotated[bool, option("--openly", help="Say it in the open, though it was not published.")] = False,
    yes: Yes = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Take a report in: sealed for this body alone, unless it was published.

    Example: truceline report receive letter.pdf --source "Town council" --channel letter --node DIR

    What is sealed is kept with its document, without that one's name; its commitments leave with the next batch, and
    its id is printed. Whoever could be found out by it tells it by `truceline case new` instead. Exit code 0; 3 for
    what cannot be said, 6 where it is refused, 8 where something is locked.
    """
    in_the_open = openly or channel is Channel.PUBLISHED
    if text and not in_the_open and text != "-" and not text.startswith("@"):
        fault = Fault("", 0, "--text", "@FILE or -", "the words themselves", "An argument is no place for them.")
        raise DataError("nothing was sealed: everybody at this machine can read a command's arguments", (fault,))
    with opened(node, reading=dry_run) as held:
        pen = Pen(held, consent(yes=yes, dry_run=dry_run), instant(time))
        made = partial(
            ReportReceived,
            long_text(said_by, "--source"),
            channel,
            instant(received, "--received") or pen.now,
            long_text(text, "--text"),
            title=title,
            url=url,
            dated=instant(dated, "--dated"),
            language=language,
            via=tuple(via or ()),
        )

        def report(document: Blob | None) -> ReportReceived:
            return made(original=document)

        if in_the_open:
            told(telling.receive_report(pen, report, original), as_json=as_json)
            return
        kept = _sealed(pen, report, original, officer)
    note(f"Sealed. It leaves with a batch, at {kept.leaves} at the earliest.")
    typer.echo(json.dumps({"id": kept.id, "leaves": str(kept.leaves)}, sort_keys=True) if as_json else kept.id)


def _sealed(
    pen: Pen, report: Callable[[Blob | None], ReportReceived], original: Path | None, officer: str | None
) -> Kept:
    if not officer:
        return telling.seal_report(pen, report, original, None)
    with unlocked(pen.node, officer) as who:
        return telling.seal_report(pen, report, original, who)


@signs
def access_denied(
    pen: Pen,
    how: Annotated[Denial, argument("How access was denied.")],
    purpose: Annotated[str, option(help="What for: a visit, a patrol, a convoy.")],
    first: Begin,
    end: End,
    by: Annotated[str, typer.Option(help="Actor id of whoever denied it; left out: undetermined.")] = "",
    where: Annotated[
        str | None,
        option("--area", metavar="FILE[#ID]", help="What could not be reached or watched."),
    ] = None,
    place_name: Place = "",
    note: MaybeNote = None,
) -> Signed:
    """Say that somebody who was entitled to pass or to look could not."""
    denial = stated(
        AccessDenied,
        window=period(first, end),
        how=how,
        purpose=purpose,
        by=by,
        area=area(where) if where else None,
        place_name=place_name,
        note=prose(note, "--note"),
    )
    return telling.deny_access(pen, denial)


@source.command("grade")
@signs
def grade(
    pen: Pen,
    name: Annotated[str, argument("The source, as reports have it.")],
    letter: Annotated[Grade, argument("A (completely) to E (never); F: cannot be judged.")],
    reason: Reason,
) -> Signed:
    """Say how reliable this node's author takes a source to be; people alone say so."""
    return telling.grade_source(pen, name, letter, prose(reason, "--reason"))
