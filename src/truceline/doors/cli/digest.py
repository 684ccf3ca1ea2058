"""`truceline digest` and `truceline node rebuild`: what a record comes to, and its views made anew."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from truceline.desk import files
from truceline.desk.node import Node, open_node, world
from truceline.desk.verbs.comparing import audience_digest
from truceline.doors.cli import node as nodes
from truceline.doors.cli.console import note, out, progress
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.state import FOLD_VERSION

if TYPE_CHECKING:
    from truceline.desk.views.view import View

Folder = Annotated[Path, typer.Argument(metavar="NODE", help="The node's directory.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]


def digest(
    node: Folder,
    lines: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the canonical dump that the digest is over.")
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Fold every entry anew beside the views, and compare: do they say so?")
    ] = False,
    audience: Annotated[
        list[str] | None,
        typer.Option(
            "--audience",
            metavar="LOG",
            help="Print too what this body and that log's come to with what both were given sealed; again for more.",
        ),
    ] = None,
    officer: OfficerName = None,
    as_json: AsJson = False,
) -> None:
    """Print what the record comes to, in one number: nodes that read the same entries print the same.

    Example: truceline digest mission --audience truceline/kalvessar --officer duty

    It is over every object's line, every finding, the heads that were read and the version of the fold; never over what
    is sealed. An audience has a second one, for which an officer opens what its bodies share; where some of that was
    erased there is none (exit code 7).
    """
    from truceline.desk.views.view import compared, view_of  # noqa: PLC0415 - opens a database, as no other command

    with open_node(node, None, world()) as held, progress(node.name) as tell, view_of(held, tell) as view:
        if check:
            compared(held, view, tell)
        _printed(view, as_json=as_json, of_audience=_of_audience(held, view, audience, officer) if audience else "")
        if lines:
            files.write(lines, (f"{line}\n".encode() for line in view.lines()))
            note(str(lines))


@nodes.app.command()
def rebuild(node: Folder, *, as_json: AsJson = False) -> None:
    """Drop a node's views and fold its record anew; nothing is lost, and the digest stays what it was."""
    from truceline.desk.views.view import view_of  # noqa: PLC0415 - as above

    with open_node(node, None, world()) as held, progress(node.name) as tell, view_of(held, tell, anew=True) as view:
        _printed(view, as_json=as_json)


def _of_audience(node: Node, view: View, logs: list[str], officer: str | None) -> str:
    with unlocked(node, officer) as who:
        return audience_digest(node, who, logs, view)


def _printed(view: View, *, as_json: bool, of_audience: str = "") -> None:
    found, counts = view.digest(), asdict(view.counts())
    if as_json:
        more = {"audience_digest": of_audience} if of_audience else {}
        whole = {"digest": found, "fold_version": FOLD_VERSION, "heads": view.heads, **counts, **more}
        typer.echo(json.dumps(whole, sort_keys=True))
        return
    out().print(f"{found}  fold {FOLD_VERSION}", soft_wrap=True)
    if of_audience:
        out().print(f"{of_audience}  with what this audience alone can open", soft_wrap=True)
    for origin, size, root in view.heads:
        out().print(escape(f"{size:>9,}  {origin}  {root}"), soft_wrap=True)
    out().print("  ".join(f"{name}: {number:,}" for name, number in counts.items()), soft_wrap=True)
