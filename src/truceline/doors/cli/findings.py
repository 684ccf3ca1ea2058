"""`truceline explain`, `settle`, `backtest`, `bulletin`: what was found, what to ask, what a wording does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from truceline.agreement import Agreement
from truceline.bulletin import Bulletin
from truceline.desk import files, verbs
from truceline.doors.cli.console import LANG, Language, note, out, progress, words
from truceline.doors.render.agreement_text import print_backtest
from truceline.doors.render.data import geojson_text
from truceline.doors.render.findings_text import print_explained, print_work
from truceline.doors.render.page import html
from truceline.doors.render.sentences import explain as explained
from truceline.doors.render.terminal import terminal
from truceline.errors import DataError, Fault
from truceline.findings import work_order
from truceline.formats.bulletin import json_text
from truceline.formats.findings import FindingFile
from truceline.period import Instant, Period

Lang = Annotated[Language, LANG]
Findings = Annotated[
    Path, typer.Argument(help="Findings file (.parquet or .jsonl), or a directory of findings.", show_default=False)
]
Named = Annotated[
    str | None, typer.Option("--agreement", help="The agreement, where it is not a shipped one: its directory.")
]
First = Annotated[
    str | None, typer.Option("--from", help="First local day, as 2016-03-01; left out: the first event's.")
]
Last = Annotated[str | None, typer.Option("--to", help="Last local day, included; left out: the last event's.")]


def explain(
    finding: Annotated[
        str, typer.Argument(help="FILE#ID: a findings file or directory, and an event's id.", show_default=False)
    ],
    agreement: Named = None,
    lang: Lang = Language.EN,
) -> None:
    """Explain one finding whole: facts, clauses, assumptions, what is left to people, what would settle it."""
    path, _, event = finding.rpartition("#")
    if not path:
        fault = Fault("", 0, "FINDING", "FILE#ID", finding, "Write the findings file, then # and the event's id.")
        raise DataError("no finding named", (fault,))
    if Path(path).is_dir():
        from truceline.desk import assessing  # noqa: PLC0415 - loads the engine, which a file does not need

        entry, text = assessing.explained_again(Path(path), event, agreement)
    else:
        held, text = verbs.load_with_agreement(Path(path), agreement)
        entry = verbs.entry_of(held, event)
    print_explained(explained(words(lang), text, entry.event, entry.finding), out())


def settle(
    findings: Findings,
    first: First = None,
    last: Last = None,
    column: Annotated[str, typer.Option(help="Whose column: common, or an author's actor id.")] = "common",
    most: Annotated[int, typer.Option(help="How many questions.", min=1)] = 12,
    agreement: Named = None,
    lang: Lang = Language.EN,
) -> None:
    """Print the work order: the single facts that would settle most findings."""
    held, text, period = _within(findings, agreement, first, last)
    chosen = [one.finding for one in verbs.within(held.entries, period)]
    print_work(words(lang), text, work_order(chosen, column)[:most], len(chosen), out())


def backtest(
    texts: Annotated[list[str], typer.Argument(help="Agreements; one with variants stands for all of them.")],
    events: Annotated[Path, typer.Option("--events", help="Events file.", show_default=False)],
    lang: Lang = Language.EN,
) -> None:
    """Lay several texts over the same events: what each reaches, what only one does, what each leaves open."""
    held = verbs.load_events(events)
    with progress("backtest") as tell:
        done = verbs.backtested(texts, held.events, tell)
    print_backtest(words(lang), done, out())


def bulletin(
    findings: Findings,
    first: First = None,
    last: Last = None,
    cutoff: Annotated[str | None, typer.Option(help="Nothing known later counts: instant with its offset.")] = None,
    html_to: Annotated[Path | None, typer.Option("--html", help="Write one self-contained page.")] = None,
    json_to: Annotated[Path | None, typer.Option("--json", help="Write the bulletin as JSON.")] = None,
    geojson_to: Annotated[Path | None, typer.Option("--geojson", help="Write what a map shows.")] = None,
    agreement: Named = None,
    lang: Lang = Language.EN,
) -> None:
    """Render a day or period: in the terminal, and as page, JSON or GeoJSON where asked."""
    held, text, period = _within(findings, agreement, first, last, before=True)
    made = verbs.make_bulletin(text, held.entries, held.datasets, period, cutoff=_instant(cutoff))
    written: tuple[tuple[Path | None, Callable[[], str]], ...] = (
        (html_to, lambda: html(made, words(lang))),
        (json_to, lambda: json_text(made)),
        (geojson_to, lambda: geojson_text(made)),
    )
    for path, text_of in written:
        if path:
            files.write(path, text_of().encode())
            note(str(path))
    if not any(path for path, _ in written):
        _printed(made, lang)


def _within(
    findings: Path, agreement: str | None, first: str | None, last: str | None, *, before: bool = False
) -> tuple[FindingFile, Agreement, Period]:
    """The findings of a file, or of some days of a directory, with their agreement and the days meant."""
    if findings.is_dir():
        from truceline.desk import assessing  # noqa: PLC0415 - as above

        with progress(findings.name) as tell:
            return assessing.findings_within(findings, agreement, _day(first), _day(last), tell, before=before)
    held, text = verbs.load_with_agreement(findings, agreement)
    return held, text, verbs.days(text, held.entries, _day(first), _day(last))


def _printed(made: Bulletin, lang: Language) -> None:
    terminal(made, words(lang), out())


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        fault = Fault("", 0, "--from or --to", "a day like 2016-03-01", str(text), "Correct the date.")
        raise DataError("a day that cannot be read", (fault,)) from None


def _instant(text: str | None) -> Instant | None:
    try:
        return Instant.parse(text) if text else None
    except ValueError as error:
        fault = Fault("", 0, "--cutoff", str(error), str(text), "Write the offset, or Z.")
        raise DataError("an instant that cannot be read", (fault,)) from None
