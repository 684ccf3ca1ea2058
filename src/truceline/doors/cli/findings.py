"""`truceline explain`, `settle`, `backtest`: what was found, what to ask, what a wording does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from truceline.agreement import Agreement
from truceline.desk.node import is_node
from truceline.desk.verbs import from_files
from truceline.doors.cli.console import LANG, Language, out, progress, words
from truceline.doors.render.agreement_text import print_backtest
from truceline.doors.render.findings_text import print_explained, print_work
from truceline.doors.render.sentences import explain as explained
from truceline.errors import DataError, Fault
from truceline.findings import work_order
from truceline.formats.findings import FindingFile
from truceline.period import Period

Lang = Annotated[Language, LANG]
Findings = Annotated[
    Path,
    typer.Argument(help="Findings file (.parquet or .jsonl), a directory of findings, or a node.", show_default=False),
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
        str, typer.Argument(help="FILE#ID: a findings file, directory or node, and an event's id.", show_default=False)
    ],
    agreement: Named = None,
    lang: Lang = Language.EN,
) -> None:
    """Explain one finding whole: facts, clauses, assumptions, what is left to people, what would settle it."""
    path, _, event = finding.rpartition("#")
    if not path:
        fault = Fault("", 0, "FINDING", "FILE#ID", finding, "Write the findings file, then # and the event's id.")
        raise DataError("no finding named", (fault,))
    if is_node(Path(path)) and agreement is None:
        from truceline.desk import standing_for  # noqa: PLC0415 - opens a database, which a file does not need

        entry, text = standing_for.explained(Path(path), event)
    elif Path(path).is_dir():
        from truceline.desk import assessing  # noqa: PLC0415 - loads the engine, which a file does not need

        entry, text = assessing.explained_again(Path(path), event, agreement)
    else:
        held, text = from_files.load_with_agreement(Path(path), agreement)
        entry = from_files.entry_of(held, event)
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
    held, text, period = found_within(findings, agreement, first, last)
    chosen = [one.finding for one in from_files.within(held.entries, period)]
    print_work(words(lang), text, work_order(chosen, column)[:most], len(chosen), out())


def backtest(
    texts: Annotated[list[str], typer.Argument(help="Agreements; one with variants stands for all of them.")],
    events: Annotated[Path, typer.Option("--events", help="Events file, or a node.", show_default=False)],
    lang: Lang = Language.EN,
) -> None:
    """Lay several texts over the same events: what each reaches, what only one does, what each leaves open."""
    held = from_files.load_events(events)
    with progress("backtest") as tell:
        done = from_files.backtested(texts, held.events, tell)
    print_backtest(words(lang), done, out())


def found_within(
    findings: Path, agreement: str | None, first: str | None, last: str | None, *, before: bool = False
) -> tuple[FindingFile, Agreement, Period]:
    """The findings of a file, or of some days of a directory, with their agreement and the days meant."""
    if findings.is_dir() and not is_node(findings):
        from truceline.desk import assessing  # noqa: PLC0415 - as above

        with progress(findings.name) as tell:
            return assessing.findings_within(findings, agreement, day(first), day(last), tell, before=before)
    held, text = from_files.load_with_agreement(findings, agreement)
    return held, text, from_files.days(text, held.entries, day(first), day(last))


def day(text: str | None) -> dt.date | None:
    """The day of an option; raises DataError."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        fault = Fault("", 0, "--from or --to", "a day like 2016-03-01", str(text), "Correct the date.")
        raise DataError("a day that cannot be read", (fault,)) from None
