"""The command line: each command gathers its arguments, calls one verb and prints what came of it."""

from __future__ import annotations

import sys

import typer

from truceline import __version__
from truceline.doors.cli import acts, agreement, audit, bulletins, demo, digest, events, findings, node, serve, sync
from truceline.doors.cli.console import problem
from truceline.errors import TrucelineError

app = typer.Typer(
    name="truceline",
    help="A truce's shared record: the agreed text as rules that run, real events in, cited findings out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(agreement.app, name="agreement")
app.add_typer(events.app, name="import")
app.command("assess")(events.assess)
app.command("explain")(findings.explain)
app.command("settle")(findings.settle)
app.command("backtest")(findings.backtest)
app.add_typer(bulletins.app, name="bulletin")
app.command("digest")(digest.digest)
app.command("demo")(demo.demo)
app.add_typer(node.app, name="node")
node.app.command("rebuild")(digest.rebuild)
node.app.command("serve")(serve.serve)
app.command("sync")(sync.sync)
app.command("audit")(audit.audit)
acts.add_to(app, agreement.app)


@app.callback(invoke_without_command=True)
def _version(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version and leave."),  # noqa: FBT003 - Typer's way
) -> None:
    if version:
        typer.echo(f"truceline {__version__}")
        raise typer.Exit


def main() -> None:
    """Run a command; an error of ours becomes its exit code, and its text goes to standard error."""
    try:
        app()
    except TrucelineError as error:
        problem(error)
        sys.exit(error.exit_code)
