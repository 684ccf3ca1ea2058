"""`truceline sources`: what reports claim, by way of whom, and how many origins that has."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from truceline.agreement import compiled
from truceline.claims import Published
from truceline.desk import files, shelf
from truceline.desk.verbs import reading
from truceline.doors.cli.console import LANG, Language, note, out, words
from truceline.doors.render import source_tree
from truceline.errors import DataError, Fault
from truceline.formats import outlets as formats_outlets
from truceline.period import Instant

Reports = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="Reports: text, HTML, PDF or e-mail.", show_default=False),
]
Gazetteer = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", metavar="FILE", help="Places of this deployment; again for each.", show_default=False),
]
Outlets = Annotated[
    list[Path] | None,
    typer.Option(
        "--outlets", metavar="FILE", help="Outlets of this deployment, as TOML; again for each.", show_default=False
    ),
]


def sources(
    reports: Reports,
    to: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Draw the tree as SVG into a file.", show_default=False),
    ] = None,
    gazetteer: Gazetteer = None,
    outlets: Outlets = None,
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", help="An agreement whose actors are known by its names.", show_default=False),
    ] = None,
    published: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[FILE=]DAY",
            help="Day of publication where a text gives none, of all files or of one; again for each.",
            show_default=False,
        ),
    ] = None,
    received: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="By when they had come in: gives a dateline without a year its year.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[Language, LANG] = Language.EN,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as one JSON object.")] = False,
) -> None:
    """Show what reports claim, on whose word, and how many origins that has.

    Example: truceline sources morning.txt evening.html --published evening.html=2031-06-27 --out tree.svg

    Each branch begins at an outlet and ends at an origin; the words that show a step stand beside it. What the claims
    tell of is grouped into happenings, and these into threads. Nothing is looked up, kept or decided. Exit code 0; 3
    for a file that cannot be read.
    """
    said = words(lang)
    known = knowledge(gazetteer, outlets, agreement)
    found = reading.sources(reports, known, days(published or (), reports), by(received))
    if as_json:
        typer.echo(json.dumps(found.plain(), ensure_ascii=False, sort_keys=True))
    else:
        for line in source_tree.text(found, said):
            out().print(line, markup=False, emoji=False, soft_wrap=True)
    if to:
        files.write(to, source_tree.svg(found, said).encode())
        note(str(to))


def knowledge(
    gazetteer: Sequence[Path] | None, outlets: Sequence[Path] | None, agreement: str | None = None
) -> reading.Knowledge:
    """What a deployment's own files say, beside what is shipped; raises DataError."""
    own = [formats_outlets.read_outlets(files.read(path), path.name) for path in outlets or ()]
    return reading.Knowledge(
        gazetteer=reading.places(gazetteer) if gazetteer else None,
        outlets=formats_outlets.together(formats_outlets.shipped(), *own),
        agreement=compiled(shelf.find(agreement)) if agreement else None,
    )


def days(given: Sequence[str], reports: Sequence[Path]) -> dict[Path, Published]:
    """The day of publication of each report, as far as one is given; raises DataError."""
    found: dict[Path, Published] = {}
    for one in sorted(given, key=lambda text: "=" in text):  # what is said of one file stands before what is of all
        path, _, text = one.rpartition("=")
        meant = [report for report in reports if not path or report == Path(path)]
        try:
            day = reading.given(dt.date.fromisoformat(text))
        except ValueError:
            raise _unreadable("a day like 2031-06-27", one) from None
        if not meant:
            raise _unreadable(f"one of {', '.join(map(str, reports))}", path)
        found.update(dict.fromkeys(meant, day))
    return found


def by(received: str | None) -> Instant | None:
    """The end of the day by which reports had come in; raises DataError."""
    try:
        return reading.after(dt.date.fromisoformat(received)) if received else None
    except ValueError:
        raise _unreadable("a day like 2031-06-30", str(received)) from None


def _unreadable(expected: str, got: str) -> DataError:
    cure = "Write the day; of --published also the file as it is named, = and the day."
    return DataError("a day that cannot be read", (Fault("", 0, "--published, --received", expected, got, cure),))
