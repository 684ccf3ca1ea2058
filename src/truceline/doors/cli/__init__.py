"""The command line: each command gathers its arguments, calls one verb and prints what came of it.

Commands lie in rooms, and a run loads the one room its first word names: most commands need little of the rest, and
somebody waits for them. `whole` has them all, for help and for documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import NamedTuple

import typer

from truceline import __version__
from truceline.doors.cli.console import problem
from truceline.errors import TrucelineError


def _agreeing(app: typer.Typer) -> None:
    from truceline.doors.cli import acts, agreement  # noqa: PLC0415 - a room is loaded when it is asked for

    app.add_typer(agreement.app, name="agreement")
    acts.add_to(app)


def _events(app: typer.Typer) -> None:
    from truceline.doors.cli import events, lists  # noqa: F401, PLC0415 - as above

    app.add_typer(events.app, name="import")  # `lists` puts its commands among them
    app.command("assess")(events.assess)


def _findings(app: typer.Typer) -> None:
    from truceline.doors.cli import bulletins, findings  # noqa: PLC0415 - as above

    app.command("explain")(findings.explain)
    app.command("settle")(findings.settle)
    app.command("backtest")(findings.backtest)
    app.add_typer(bulletins.app, name="bulletin")


def _linking(app: typer.Typer) -> None:
    from truceline.doors.cli import linking  # noqa: PLC0415 - as above

    app.command("link")(linking.link)


def _nodes(app: typer.Typer) -> None:
    from truceline.doors.cli import digest, node, serve  # noqa: F401, PLC0415 - as above

    app.add_typer(node.app, name="node")  # `rebuild` and `serve` put themselves among its commands
    app.command("digest")(digest.digest)


def _cases(app: typer.Typer) -> None:
    from truceline.doors.cli import case  # noqa: PLC0415 - as above

    app.add_typer(case.app, name="case")


def _evidence(app: typer.Typer) -> None:
    from truceline.doors.cli import evidence  # noqa: PLC0415 - as above

    app.add_typer(evidence.app, name="evidence")


def _officers(app: typer.Typer) -> None:
    from truceline.doors.cli import officers  # noqa: PLC0415 - as above

    app.add_typer(officers.app, name="officer")


def _meeting(app: typer.Typer) -> None:
    from truceline.doors.cli import audit, sync  # noqa: PLC0415 - as above

    app.command("sync")(sync.sync)
    app.command("audit")(audit.audit)


def _backups(app: typer.Typer) -> None:
    from truceline.doors.cli import backup  # noqa: PLC0415 - as above

    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)


def _retention(app: typer.Typer) -> None:
    from truceline.doors.cli import retention  # noqa: PLC0415 - as above

    app.command("retention")(retention.retention)


def _sealing(app: typer.Typer) -> None:
    from truceline.doors.cli import sealing  # noqa: PLC0415 - as above

    sealing.add_to(app)


def _reports(app: typer.Typer) -> None:
    from truceline.doors.cli import sources  # noqa: PLC0415 - as above

    app.command("sources")(sources.sources)


def _places(app: typer.Typer) -> None:
    from truceline.doors.cli import places  # noqa: PLC0415 - as above

    app.add_typer(places.app, name="places")


def _demo(app: typer.Typer) -> None:
    from truceline.doors.cli import demo  # noqa: PLC0415 - as above

    app.command("demo")(demo.demo)


class Room(NamedTuple):
    """Commands that are loaded together."""

    words: frozenset[str]  # by which of them it is known
    fill: Callable[[typer.Typer], None]  # adds them


ACTS = """
    agreement adherence designation presumption zone report observe access-denied source reply determine sign-jointly
    attest correct withdraw incident site stopfire activity entries entry
"""
ROOMS = (
    Room(frozenset(ACTS.split()), _agreeing),
    Room(frozenset({"import", "assess"}), _events),
    Room(frozenset({"link"}), _linking),
    Room(frozenset({"explain", "settle", "backtest", "bulletin"}), _findings),
    Room(frozenset({"node", "digest"}), _nodes),
    Room(frozenset({"officer"}), _officers),
    Room(frozenset({"case"}), _cases),
    Room(frozenset({"evidence"}), _evidence),
    Room(frozenset({"sync", "audit"}), _meeting),
    Room(frozenset({"backup", "restore"}), _backups),
    Room(frozenset({"retention"}), _retention),
    Room(frozenset({"seal", "open", "disclose", "erase"}), _sealing),
    Room(frozenset({"sources"}), _reports),
    Room(frozenset({"places"}), _places),
    Room(frozenset({"demo"}), _demo),
)


def holding(rooms: Iterable[Room]) -> typer.Typer:
    """A command line of these rooms' commands."""
    app = typer.Typer(
        name="truceline",
        help="A truce's shared record: the agreed text as rules that run, real events in, cited findings out.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_version)
    for room in rooms:
        room.fill(app)
    return app


def whole() -> typer.Typer:
    """The command line with all its commands."""
    return holding(ROOMS)


def _version(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),  # noqa: FBT003 - Typer's way
) -> None:
    if version:
        typer.echo(f"truceline {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; an error of ours becomes its exit code, and its text goes to standard error."""
    named = [room for room in ROOMS if sys.argv[1:] and sys.argv[1] in room.words]
    try:
        holding(named or ROOMS)()
    except TrucelineError as error:
        problem(error)
        sys.exit(error.exit_code)
