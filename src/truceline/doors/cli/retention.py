"""`truceline retention`: how long what is sealed is meant to be kept, and what is kept longer."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.markup import escape

from truceline.desk.verbs import retention as keeping
from truceline.doors.cli.console import note, out
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import NodeDir, opened
from truceline.errors import DataError, Fault


def retention(
    wanted: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND=DAYS]...",
            help="Keep objects of a kind so long; `others`: all that have no period of their own; 0: no set time.",
            show_default=False,
        ),
    ] = None,
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="List what is kept longer, for an officer.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show or set how long what is sealed is meant to be kept; list what is due, which nothing erases by itself.

    Example: truceline retention report.received=365 others=1825 --node DIR

    With --due, an officer is told what that officer may erase: look at it with `truceline open ID`, then `truceline
    erase ID`. Exit code 0; 3 for a period that cannot be, 5 for a kind that is not sealed, 8 not unlocked.
    """
    with opened(node, reading=True) as held:
        for kind, days in map(_read, wanted or ()):
            keeping.set_period(held.path, kind, days)
        if due:
            with unlocked(held, officer) as who:
                _told_due(keeping.due(held, who), as_json=as_json)
        else:
            _told(keeping.periods(held.path), as_json=as_json)


def _read(text: str) -> tuple[str, int]:
    kind, _, days = text.partition("=")
    if not (days.isascii() and days.isdigit() and len(days) < 10):
        fault = Fault("", 0, text, "KIND=DAYS, as report.received=365", text, "Write whole days.")
        raise DataError("no such period", (fault,))
    return kind, int(days)


def _told(found: tuple[keeping.Period, ...], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({one.kind: one.days for one in found}, sort_keys=True))
        return
    for one in found:
        out().print(escape(f"{one.kind}  {one.days:,} days"), soft_wrap=True)
    if not found:
        note("no period is set: nothing is ever said to be due")


def _told_due(found: tuple[keeping.Due, ...], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"due": [one.plain() for one in found]}, sort_keys=True))
        return
    for one in found:
        out().print(escape(f"{one.id}  {one.kind}  due since {one.since}  {one.origin}"), soft_wrap=True)
    if not found:
        note("nothing is due")
