"""Signing on the command line: show what will be signed, ask, and tell what was.

Every command that appends an entry is written with `@signs`: it takes a `Pen` and gives back what was signed, and
gets the options that all of them share. The text to be signed goes to standard error and the result to standard
output, so that `--json` prints one object and nothing else.

What it does not do: decide who may; a verb has asked that before anything is shown.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Concatenate, ParamSpec

import typer

from truceline.desk.node import Node, open_node, world
from truceline.desk.node.passphrases import passphrase
from truceline.desk.verbs import Act, Consent, Pen, Signed
from truceline.doors.cli.console import err, out
from truceline.doors.render.acts import in_words
from truceline.errors import DataError, Fault, Locked, Refused
from truceline.period import Instant

P = ParamSpec("P")

NodeDir = Annotated[
    Path | None,
    typer.Option("--node", metavar="DIR", envvar="TRUCELINE_NODE", help="The node's directory.", show_default=False),
]
Time = Annotated[
    str | None, typer.Option("--time", help="When it was done, with its offset; left out: now.", show_default=False)
]
Yes = Annotated[bool, typer.Option("--yes", help="Sign without asking: for scripts.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was signed as one JSON object.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be signed, and stop.")]


@contextmanager
def opened(path: Path | None, *, reading: bool = False) -> Iterator[Node]:
    """The node of a folder, its keys open unless it is only read; asks for the passphrase where none is given.

    Raises DataError where no node is named, and as `open_node` does.
    """
    if path is None:
        fault = Fault("", 0, "--node", "a node's folder", "none", "Give --node DIR, or set TRUCELINE_NODE.")
        raise DataError("no node named", (fault,))
    secret = None if reading else passphrase() or _asked(path)
    with open_node(path, secret, world()) as node:
        yield node


def _asked(path: Path) -> str:
    if not sys.stdin.isatty():
        raise Locked(
            f"{path} is locked, and there is no terminal to ask for its passphrase on: set TRUCELINE_PASSPHRASE, or "
            "name a file that holds it in TRUCELINE_PASSPHRASE_FILE"
        )
    asked: str = typer.prompt(f"Passphrase of {path}", hide_input=True, err=True)
    return asked


def consent(*, yes: bool, dry_run: bool) -> Consent:
    """What shows an act and has it agreed to; raises Refused where nobody agrees, and leaves after a dry run."""

    def agree(act: Act) -> None:
        if act.sealed and yes and not dry_run:
            return  # what a script prints is kept somewhere, and this is kept in the vault alone
        for line in in_words(act):
            err().print(line, markup=False, emoji=False, soft_wrap=True)
        if dry_run:
            err().print("Nothing was signed: this was a dry run.")
            raise typer.Exit
        if not yes:
            _ask()

    return agree


def _ask() -> None:
    if not sys.stdin.isatty():
        raise Refused(
            "Nothing was signed: there is no terminal to ask on. "
            "Read what is shown above, then give the same command with --yes."
        )
    if not typer.confirm("Sign this?", err=True):
        raise Refused("Nothing was signed: the answer was no. Give the command again with what is meant.")


def agreed(what: str, *, yes: bool) -> None:
    """Say what will be signed of keys and ask; raises Refused where nobody agrees."""
    typer.echo(f"This will be signed: {what}.", err=True)
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused("nothing was signed: there is no terminal to ask on; give the same command with --yes")
    if not typer.confirm("Sign this?", err=True):
        raise Refused("nothing was signed: the answer was no")


def instant(text: str | None, option: str = "--time") -> Instant | None:
    """The instant of an option; raises DataError where its offset is missing."""
    try:
        return Instant.parse(text) if text else None
    except ValueError as error:
        fault = Fault("", 0, option, str(error), str(text), "Write the offset, or Z.")
        raise DataError("an instant that cannot be read", (fault,)) from None


def signs(command: Callable[Concatenate[Pen, P], Signed]) -> Callable[..., None]:
    """A command that is handed a `Pen` instead of the options that all signing commands share."""

    def run(*, node: Path | None, time: str | None, yes: bool, as_json: bool, dry_run: bool, **options: object) -> None:
        at = instant(time)
        with opened(node, reading=dry_run) as held:
            pen = Pen(held, consent(yes=yes, dry_run=dry_run), at)
            told(command(pen, **options), as_json=as_json)  # type: ignore[call-arg,arg-type]  # as its signature says

    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__signature__ = inspect.Signature([*(_by_name(one) for one in own), *_SHARED])  # type: ignore[attr-defined]
    return run


def _by_name(parameter: inspect.Parameter) -> inspect.Parameter:
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def _shared(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_SHARED = (
    _shared("node", NodeDir, None),
    _shared("time", Time, None),
    _shared("yes", Yes, default=False),
    _shared("as_json", AsJson, default=False),
    _shared("dry_run", DryRun, default=False),
)


def told(signed: Signed, *, as_json: bool) -> None:
    """Print what was signed: one line for people, one JSON object for machines."""
    if as_json:
        typer.echo(json.dumps(signed.plain(), ensure_ascii=False, sort_keys=True))
    else:
        out().print(f"{signed.place}  {signed.kind}  {signed.entry}", soft_wrap=True)
