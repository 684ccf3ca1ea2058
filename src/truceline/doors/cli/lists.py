"""`truceline import acled | airwars | ushahidi | kobo | forms`: lists of others, and our forms out and back.

What is an event goes where other events go. Reports that were published, and access denied, are signed; other reports
and what monitors saw are sealed for this body alone. They put themselves among the commands of `truceline import`.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from truceline.desk.people import Unlocked
from truceline.desk.verbs import Pen, Signed, taking_in
from truceline.doors.cli import signing
from truceline.doors.cli.console import note, out, progress
from truceline.doors.cli.events import Into, IntoNode, Out, Source, Zone, app, kept
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.errors import DataError, Fault
from truceline.formats.lists import Taken
from truceline.period import Instant

Payloads = Annotated[Path | None, typer.Option("--out", help="File of payloads to write: .jsonl.", show_default=False)]
Received = Annotated[
    str | None, typer.Option("--received", help="When they came in; left out: now.", show_default=False)
]


@app.command()
def acled(
    source: Source,
    to: Out = None,
    time_zone: Zone = None,
    node: Into = None,
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Read an ACLED export: battles without attacker, places and days as coarse as their codes say.

    Demonstrations and other rows that tell of no armed actor's conduct are listed beside. Days are those of
    --time-zone; left out, of the one zone of the rows' country.
    """
    with progress(source.name) as tell:
        read = taking_in.acled_rows(source, time_zone, tell)
    kept(read, source, to, IntoNode(node, yes, as_json, dry_run))


@app.command()
def airwars(
    source: Source,
    to: Out = None,
    time_zone: Zone = None,
    node: Into = None,
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Read an Airwars-style table of civilian harm: suspects as versions, deaths as ranges, its grade as its word.

    Days are those of --time-zone; left out, of the one zone of the rows' country.
    """
    with progress(source.name) as tell:
        read = taking_in.airwars_rows(source, time_zone, tell)
    kept(read, source, to, IntoNode(node, yes, as_json, dry_run))


@app.command()
def ushahidi(
    source: Source,
    deployment: Annotated[str, typer.Option("--source", help="What the deployment is called.")] = "Ushahidi",
    to: Payloads = None,
    node: Into = None,
    officer: OfficerName = None,
    received: Received = None,
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Read an Ushahidi export, CSV or GeoJSON, as reports: published posts open, others for sealing.

    Who wrote a post, by what telephone, and its exact coordinates are not read.
    """
    with progress(source.name) as tell:
        read = taking_in.post_rows(source, deployment, _received(received), tell)
    _taken(read, source, to, IntoNode(node, yes, as_json, dry_run), officer)


@app.command()
def kobo(
    source: Source,
    form: Annotated[str, typer.Option("--form", help="Which of our forms, where the export does not say.")] = "",
    to: Payloads = None,
    node: Into = None,
    officer: OfficerName = None,
    received: Received = None,
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Read submissions of our forms as KoboToolbox or ODK Central export them: CSV, XLSX or JSON.

    Reports and observations are sealed for this body alone; access denied is signed as its own.
    """
    with progress(source.name) as tell:
        read = taking_in.submission_rows(source, form, _received(received), tell)
    _taken(read, source, to, IntoNode(node, yes, as_json, dry_run), officer)


@app.command()
def forms(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them.", show_default=False)],
) -> None:
    """Write the forms for telephones (XLSForm; English, Arabic, Russian): to upload to KoboToolbox or ODK Central."""
    for path in taking_in.write_forms(folder):
        out().print(str(path), markup=False, soft_wrap=True)


def _received(text: str | None) -> Instant:
    from truceline.desk.node import world  # noqa: PLC0415 - the clock, where none is given

    return signing.instant(text, "--received") or world().now()


def _taken(read: Taken, source: Path, to: Path | None, into: IntoNode, officer: str | None) -> None:
    """Keep what was read in a node, in a file, or in both; the node first, so that a no leaves nothing behind."""
    if to is None and into.node is None:
        fault = Fault("", 0, "--out or --node", "a file to write, or a node", "neither", "Give one of them, or both.")
        raise DataError("nowhere to keep what was read", (fault,))
    if into.node is not None:
        _into_node(read, into, officer)
    listed = taking_in.keep_taken(read, to) if to is not None else taking_in.list_bad(read.bad, source)
    if to is not None:
        out().print(f"{to}: {len(read.rows)} payloads", soft_wrap=True)
    if listed:
        note(f"rows that could not be read: {len(read.bad)}; each is listed with its reason in {listed}")
    if read.unused:
        note(f"columns from which nothing was taken: {', '.join(read.unused)}")


def _into_node(read: Taken, into: IntoNode, officer: str | None) -> None:
    """Sign or seal row after row; each stands once it is told, whatever happens to those after it."""
    consent = signing.consent(yes=into.yes, dry_run=into.dry_run)
    with signing.opened(into.node, reading=into.dry_run) as node, ExitStack() as stack:
        who: Unlocked | None = stack.enter_context(unlocked(node, officer)) if officer else None
        known = taking_in.said_already(Pen(node, consent), read.rows)
        for row in read.rows:
            if row.id in known:
                note(f"said before, and left out: {row.id}")
                continue
            done = taking_in.take_in(Pen(node, consent), row, who)
            if isinstance(done, Signed):
                signing.told(done, as_json=into.as_json)
            else:
                told = {"id": done.id, "leaves": str(done.leaves)}
                typer.echo(json.dumps(told, sort_keys=True) if into.as_json else f"{done.id}  sealed")
