"""`truceline import …` and `truceline assess`: real events in, findings out."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.agreement import LANGUAGES, Agreement
from truceline.desk import shelf, verbs
from truceline.desk.node import is_node
from truceline.desk.verbs import from_files, importing
from truceline.doors.cli import signing
from truceline.doors.cli.console import LANG, Language, note, out, progress, words
from truceline.doors.render.sentences import label, sentence
from truceline.doors.render.words import Words
from truceline.errors import DataError, Fault
from truceline.findings import Finding
from truceline.formats.bad_rows import Imported
from truceline.formats.events import EventFile
from truceline.formats.table_map import map_schema
from truceline.terms import Result

if TYPE_CHECKING:
    from truceline.desk.assessing import Plan

app = typer.Typer(help="Read real events: as published, bad rows listed beside.", no_args_is_help=True)

Source = Annotated[Path, typer.Argument(help="The file to read.", show_default=False)]
Out = Annotated[
    Path | None, typer.Option("--out", help="Events file to write: .parquet or .jsonl.", show_default=False)
]
Into = Annotated[
    Path | None,
    typer.Option(
        "--node", metavar="DIR", help="Node to whose log the events are appended, signed.", show_default=False
    ),
]
Zone = Annotated[str | None, typer.Option("--time-zone", help="Zone of the rows' dates, as in Asia/Damascus.")]


@app.command()
def ucdp(
    source: Source,
    to: Out = None,
    time_zone: Zone = None,
    node: Into = None,
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Read UCDP GED as published: precision, sides without direction, death ranges, sources.

    Dates are local days of --time-zone; left out, of the one zone of the rows' country.
    """
    with progress(source.name) as tell:
        read = from_files.ucdp_rows(source, time_zone, tell)
    kept(read, source, to, IntoNode(node, yes, as_json, dry_run))


@app.command()
def table(
    source: Source,
    columns: Annotated[Path, typer.Option("--map", help="Map of the columns, YAML.", show_default=False)],
    to: Out = None,
    time_zone: Zone = None,
    node: Into = None,
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Read any CSV, XLSX or Parquet table by a map of its columns."""
    with progress(source.name) as tell:
        read = from_files.table_rows(source, columns, time_zone, tell)
    kept(read, source, to, IntoNode(node, yes, as_json, dry_run))


@app.command("events")
def events_(
    source: Source,
    node: Annotated[Path, typer.Option("--node", metavar="DIR", help="Node to whose log they are appended, signed.")],
    *,
    yes: signing.Yes = False,
    as_json: signing.AsJson = False,
    dry_run: signing.DryRun = False,
) -> None:
    """Bring an events file, as written here or by another, into a node."""
    _appended(from_files.load_events(source), source, IntoNode(node, yes, as_json, dry_run))


@app.command()
def schema() -> None:
    """Print the JSON Schema of maps of tables."""
    typer.echo(json.dumps(map_schema(), indent=1, sort_keys=True))


@dataclass(frozen=True, slots=True)
class IntoNode:
    """A node into whose log what was read goes, and how that is agreed to."""

    node: Path | None  # None: into none
    yes: bool
    as_json: bool
    dry_run: bool


def kept(read: Imported, source: Path, to: Path | None, into: IntoNode) -> None:
    """Keep what was read in a node's log, in a file, or in both; the log first, so that a no leaves nothing behind."""
    if to is None and into.node is None:
        fault = Fault("", 0, "--out or --node", "a file to write, or a node", "neither", "Give one of them, or both.")
        raise DataError("nowhere to keep what was read", (fault,))
    if into.node is not None:
        held = EventFile(tuple(read.events), (read.dataset,), read.time_zone)
        _appended(held, source, into, len(read.bad))
    listed = _written(read, to) if to is not None else from_files.list_bad(read, source)
    if listed:
        note(f"rows that could not be read: {len(read.bad)}; each is listed with its reason in {listed}")
    if read.unused:
        note(f"columns from which nothing was taken: {', '.join(read.unused)}")


def _appended(held: EventFile, source: Path, into: IntoNode, bad: int = 0) -> None:
    """Append events to a node's log, shown and agreed to."""
    consent = signing.consent(yes=into.yes, dry_run=into.dry_run)
    with signing.opened(into.node, reading=into.dry_run) as node:
        signed = importing.import_batch(verbs.Pen(node, consent), held, source, bad)
    signing.told(signed, as_json=into.as_json)


def _written(read: Imported, to: Path) -> Path | None:
    """Write an events file and say so; where the rows that could not be read are listed."""
    done = from_files.keep_rows(read, to)
    zone = f", days of {done.time_zone}" if done.time_zone else ""
    out().print(f"{done.out}: {done.events} events{zone}", soft_wrap=True)
    return done.bad_out


def in_words(agreement: Agreement, found: Finding) -> dict[str, str]:
    """The finding's sentence in every language, for readers of the file."""
    return {language: sentence(Words(language), agreement, found) for language in LANGUAGES}


def assess(
    agreement: Annotated[str, typer.Argument(help="A shipped agreement, NAME/VARIANT, a directory, or a node.")],
    to: Annotated[
        Path,
        typer.Option(
            "--out",
            help="Findings file (.parquet, .jsonl, .csv, .geojson) for an events file; else a directory.",
            show_default=False,
        ),
    ],
    rows: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE...]",
            help="Events file or node; or flat tables (CSV, Parquet, GeoParquet, Arrow), a directory of them. "
            "Left out: the node named first.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="floor or bulk; left out: whichever is sooner. Same answers.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="WHERE",
            help="Many processes or machines: dask, spark; dask=tcp://HOST:PORT, spark=URL: that cluster.",
        ),
    ] = None,
    lang: Annotated[Language, LANG] = Language.EN,
) -> None:
    """Judge every event or row under an agreement; each is in the findings, or listed with what is wrong with it.

    Of a node it is the agreement in force there, and the events of its record.
    """
    from truceline.desk import assessing  # noqa: PLC0415 - loads the engine, which no other command needs

    text, sources = shelf.find(agreement), rows or _own(agreement)
    chosen = assessing.plan(sources, to, engine or ("bulk" if on else None))
    if chosen.whole is None:
        _in_bulk(text, chosen, to, on, lang)
        return
    if on:
        fault = Fault(
            "", 0, "--on", "rows that are judged into a directory", f"{to.name}, judged whole", "Leave out --engine."
        )
        raise DataError("an events file is judged whole by the floor, in one process", (fault,))
    with progress(text.id) as tell:
        found = from_files.assess(text, chosen.whole, to, tell, in_words)
    out().print(f"{to}: {len(found)}", soft_wrap=True)
    _counted(Counter(one.finding.result for one in found), lang)


def _own(agreement: str) -> list[Path]:
    """A node's own record, where no other rows are named."""
    if not is_node(Path(agreement)):
        fault = Fault(
            "", 0, "FILE", "files of events or rows", "none", "Name them, or a node in place of the agreement."
        )
        raise DataError("nothing to judge", (fault,))
    return [Path(agreement)]


def _counted(counts: Mapping[Result, int], lang: Language) -> None:
    for result in Result:
        if counts.get(result):
            out().print(f"{counts[result]:>7,}  {label(words(lang), 'result', result)}")


def _in_bulk(text: Agreement, chosen: Plan, to: Path, on: str | None, lang: Language) -> None:
    """Judge rows into a directory, and print what they came to."""
    from truceline.desk import assessing  # noqa: PLC0415 - as above

    started = time.monotonic()
    with progress(text.id) as tell:
        run = assessing.assess_rows(text, chosen, to, tell, assessing.on(on) if on else None)
    took_s = time.monotonic() - started
    out().print(f"{to}: {run.rows}", soft_wrap=True)
    _counted({result: run.results.get(str(result), 0) for result in Result}, lang)
    out().print(f"digest {run.digest}", soft_wrap=True)
    for reason, sent in run.sent.items():
        note(f"judged by the floor row by row, {reason}: {sent:,} of {run.rows:,}")
    note(f"{run.rows / max(took_s, 0.001):,.0f} rows a second, engine: {run.engine}")
    if run.bad:
        note(f"rows that could not be read: {run.bad}; each is listed with its reason in {to / assessing.BAD_ROWS}")
