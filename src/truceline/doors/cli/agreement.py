"""`truceline agreement …`: write a text down, check it, show it, compile it, compare two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from truceline.agreement import canonical, differences, fingerprint, last_change, shown
from truceline.desk import shelf
from truceline.desk.verbs import from_files
from truceline.doors.cli.console import LANG, Language, faults, note, out, words
from truceline.doors.render.agreement_text import print_differences, print_shown
from truceline.errors import AgreementError, DataError, Fault
from truceline.formats.agreement import json_schema
from truceline.period import Instant

app = typer.Typer(help="Write an agreement down, check it, show it, compile it, compare two.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A shipped agreement, NAME/VARIANT, or a directory.")]
Lang = Annotated[Language, LANG]


@app.command("list")
def listed() -> None:
    """List the agreements that are shipped, with their variants."""
    for name in shelf.shipped():
        out().print(", ".join(shelf.texts(name)))


@app.command()
def lint(name: Name, lang: Lang = Language.EN) -> None:
    """Say every fault of an agreement, with file, line, field and cure.

    A name with several variants is checked variant by variant.
    """
    wrong = 0
    for text in shelf.texts(name):
        read = shelf.lint(text)
        wrong += len(read.faults)
        if read.agreement is None:
            note(words(lang).say("lint-faults", name=text, faults=len(read.faults)))
            faults(read.faults)
        else:
            rules, mark = len(read.agreement.rules), fingerprint(read.agreement)[:12]
            out().print(words(lang).say("lint-clean", name=text, rules=rules, mark=mark))
    if wrong:
        raise typer.Exit(AgreementError.exit_code)


@app.command()
def show(
    name: Name,
    at: Annotated[str | None, typer.Option(help="Instant with its offset; left out: the last change.")] = None,
    lang: Lang = Language.EN,
) -> None:
    """Show who is bound, by whose list, and what is in force, where, at one instant."""
    agreement = shelf.find(name)
    print_shown(words(lang), shown(agreement, _instant(at) if at else last_change(agreement)), out())


def _instant(text: str) -> Instant:
    try:
        return Instant.parse(text)
    except ValueError as error:
        fault = Fault("", 0, "--at", str(error), text, "Write the offset, or Z.")
        raise DataError("an instant that cannot be read", (fault,)) from None


@app.command("compile")
def compile_(
    name: Name,
    to: Annotated[Path | None, typer.Option("--out", help="Where to write the canonical form.")] = None,
) -> None:
    """Print the fingerprint of the canonical form that parties adopt; with --out, write the form."""
    agreement = shelf.find(name)
    mark = from_files.compile_to(agreement, to) if to else fingerprint(agreement)
    out().print(f"{mark}  {agreement.id}  {len(canonical(agreement))} bytes", soft_wrap=True)


@app.command()
def diff(a: Name, b: Name, lang: Lang = Language.EN) -> None:
    """Say in words what the second agreement says otherwise than the first."""
    first, second = shelf.find(a), shelf.find(b)
    print_differences(words(lang), first, second, differences(first, second), out())


@app.command()
def schema() -> None:
    """Print the JSON Schema of agreement directories."""
    typer.echo(json.dumps(json_schema(), indent=1, sort_keys=True))
