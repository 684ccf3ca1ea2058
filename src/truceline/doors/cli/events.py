"""`truceline import …` and `truceline assess`: real events in, findings out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from truceline.agreement import LANGUAGES, Agreement
from truceline.desk import shelf, verbs
from truceline.doors.cli.console import LANG, Language, note, out, progress, words
from truceline.doors.render.sentences import label, sentence
from truceline.doors.render.words import Words
from truceline.findings import Finding
from truceline.formats.table_map import map_schema
from truceline.terms import Result

app = typer.Typer(help="Read real events: as published, bad rows listed beside.", no_args_is_help=True)

Source = Annotated[Path, typer.Argument(help="The file to read.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", help="Events file to write: .parquet or .jsonl.", show_default=False)]
Zone = Annotated[str | None, typer.Option("--time-zone", help="Zone of the rows' dates, as in Asia/Damascus.")]


@app.command()
def ucdp(source: Source, to: Out, time_zone: Zone = None) -> None:
    """Read UCDP GED as published: precision, sides without direction, death ranges, sources.

    Dates are local days of --time-zone; left out, of the one zone of the rows' country.
    """
    with progress(source.name) as tell:
        done = verbs.import_ucdp(source, to, time_zone, tell)
    _told(done)


@app.command()
def table(
    source: Source,
    columns: Annotated[Path, typer.Option("--map", help="Map of the columns, YAML.", show_default=False)],
    to: Out,
    time_zone: Zone = None,
) -> None:
    """Read any CSV, XLSX or Parquet table by a map of its columns."""
    with progress(source.name) as tell:
        done = verbs.import_table(source, columns, to, time_zone, tell)
    _told(done)


@app.command()
def schema() -> None:
    """Print the JSON Schema of maps of tables."""
    typer.echo(json.dumps(map_schema(), indent=1, sort_keys=True))


def _told(done: verbs.ImportOutcome) -> None:
    zone = f", days of {done.time_zone}" if done.time_zone else ""
    out().print(f"{done.out}: {done.events} events{zone}", soft_wrap=True)
    if done.bad_out:
        note(f"rows that could not be read: {done.bad}; each is listed with its reason in {done.bad_out}")
    if done.unused:
        note(f"columns from which nothing was taken: {', '.join(done.unused)}")


def in_words(agreement: Agreement, found: Finding) -> dict[str, str]:
    """The finding's sentence in every language, for readers of the file."""
    return {language: sentence(Words(language), agreement, found) for language in LANGUAGES}


def assess(
    agreement: Annotated[str, typer.Argument(help="A shipped agreement, NAME/VARIANT, or a directory.")],
    events: Annotated[Path, typer.Argument(help="Events file.", show_default=False)],
    to: Annotated[
        Path,
        typer.Option("--out", help="Findings file: .parquet, .jsonl, .csv or .geojson.", show_default=False),
    ],
    lang: Annotated[Language, LANG] = Language.EN,
) -> None:
    """Judge every event under an agreement; every event has a row in the findings."""
    text = shelf.find(agreement)
    with progress(text.id) as tell:
        found = verbs.assess(text, events, to, tell, in_words)
    counts = Counter(one.finding.result for one in found)
    out().print(f"{to}: {len(found)}", soft_wrap=True)
    for result in Result:
        if counts[result]:
            out().print(f"{counts[result]:>7,}  {label(words(lang), 'result', result)}")
