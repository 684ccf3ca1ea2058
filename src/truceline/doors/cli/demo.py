"""`truceline demo`: the whole walk, on a simulated fortnight and on what was published in 2016."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from truceline.agreement import LANGUAGES, Agreement
from truceline.bulletin import Bulletin, Entry
from truceline.claims import Dataset, Event, Tally
from truceline.desk import files, shelf
from truceline.desk.simulate import simulate
from truceline.desk.verbs import from_files
from truceline.doors.cli import demo_articles, demo_nodes
from truceline.doors.cli.console import LANG, Language, out, progress, words
from truceline.doors.cli.events import in_words
from truceline.doors.cli.sources import by
from truceline.doors.render.agreement_text import print_backtest
from truceline.doors.render.data import geojson_text
from truceline.doors.render.findings_text import print_work
from truceline.doors.render.page import html
from truceline.doors.render.terminal import terminal
from truceline.doors.render.words import Words
from truceline.findings import work_order
from truceline.formats.bulletin import json_text

EXERCISE = "exercise"
DRAFTS = ("exercise/first-draft", "exercise/second-draft")
IN_FORCE = "syria-2016-02"
PROPOSAL = "syria-2016-07"
FIRST_DAY = dt.date(2031, 5, 1)
DAYS = 14
SEED = 2016
SHARED = 16  # events that the three nodes share: each of them judges them for itself
TRUCE_FROM = dt.date(2016, 2, 27)  # the first day of the cessation of hostilities
PUBLISHED = Dataset("Incidents and totals as published in 2016", "facts, each with its source", "", simulated=False)


def demo(
    ucdp: Annotated[Path | None, typer.Option("--ucdp", help="UCDP GED file to run as well.")] = None,
    articles: Annotated[
        Path | None, typer.Option("--articles", help="Folder of articles to read instead of the exercise's five.")
    ] = None,
    received: Annotated[
        str | None, typer.Option("--received", metavar="DAY", help="By when the articles had come in.")
    ] = None,
    to: Annotated[Path, typer.Option("--out", help="Folder for the pages and files.")] = Path("demo"),
    seed: Annotated[int, typer.Option(help="Seed of the simulated fortnight.")] = SEED,
    lang: Annotated[Language, LANG] = Language.EN,
    *,
    with_nodes: Annotated[bool, typer.Option("--nodes/--no-nodes", help="The three nodes, each a process.")] = True,
) -> None:
    """Run the whole walk: a simulated fortnight, what was published in 2016, two drafts, articles, three nodes.

    With --ucdp also the real file, and the newspapers' variants of the July proposal over it.
    """
    console, told = out(), words(lang)
    simulated = _exercise(told, to / "exercise", seed, console)
    _published(told, to / IN_FORCE, console)
    _heading(console, f"3. The two drafts of the exercise over the same {len(simulated)} simulated events")
    print_backtest(told, from_files.backtested(DRAFTS, simulated), console)
    _heading(console, "4. Five articles: what they tell of, and on whose word")
    demo_articles.articles(articles, by(received), told, to / "articles", console)
    if with_nodes:
        _nodes(to, console)
    if ucdp:
        _real(told, ucdp, to / "ucdp", console)
    _heading(console, "Pages and files")
    made = (one for one in to.rglob("*") if one.is_file() and demo_nodes.FOLDER not in one.relative_to(to).parts)
    for path in sorted(made):
        console.print(f"  {path}", soft_wrap=True)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.rule(text, align="left", style="bold")


def _exercise(told: Words, to: Path, seed: int, console: Console) -> Sequence[Event]:
    """1. A seeded fortnight in a country that does not exist."""
    agreement = shelf.find(EXERCISE)
    events, dataset = simulate(agreement, seed, FIRST_DAY, DAYS)
    _heading(console, f"1. The exercise: {len(events)} simulated events under {agreement.id}, seed {seed}")
    from_files.keep_events(events, dataset, agreement.time_zone, to / "events.parquet")
    with progress(agreement.id) as tell:
        entries = from_files.assess(agreement, to / "events.parquet", to / "findings.parquet", tell, in_words)
    _shown(told, agreement, entries, (dataset,), (), to, console)
    return events


def _published(told: Words, to: Path, console: Console) -> None:
    """2. The truce as in force, the rival totals, and the few incidents the five articles name."""
    agreement = shelf.find(IN_FORCE)
    incidents, tallies = from_files.published_facts(agreement, told.language)
    count = f"{len(incidents)} incidents and {len(tallies)} published totals, as facts with their sources"
    _heading(console, f"2. {agreement.id}: {count}")
    entries = from_files.assessed(agreement, incidents)
    _shown(told, agreement, entries, (PUBLISHED,), tallies, to, console, TRUCE_FROM)


def _nodes(to: Path, console: Console) -> None:
    """5. Two guarantors and a monitor, each with a node of its own."""
    _heading(console, "5. Three nodes: two guarantors and a monitor, one record")
    held, shared = from_files.load_events(to / "exercise" / "events.parquet"), to / "exercise" / "shared.parquet"
    from_files.keep_events(held.events[:SHARED], held.datasets[0], held.time_zone, shared)
    demo_nodes.nodes(to / demo_nodes.FOLDER, shared, console)


def _real(told: Words, source: Path, to: Path, console: Console) -> None:
    """6. The real file, and what each newspaper's account would have reached over it."""
    _heading(console, f"6. {source.name} under {IN_FORCE}")
    events = to / "events.parquet"
    with progress(source.name) as tell:
        done = from_files.keep_rows(from_files.ucdp_rows(source, None, tell), events)
    console.print(f"{done.events} events, {done.bad} bad rows")
    agreement = shelf.find(IN_FORCE)
    with progress(agreement.id) as tell:
        from_files.assess(agreement, events, to / "findings.parquet", tell, in_words)
    held = from_files.load_findings(to / "findings.parquet")
    _shown(told, agreement, held.entries, held.datasets, (), to, console, TRUCE_FROM)
    found = [one.finding for one in held.entries]
    print_work(told, agreement, work_order(found)[:5], len(found), console)
    _heading(console, f"7. The newspapers' variants of {PROPOSAL} over the same events")
    with progress(PROPOSAL) as tell:
        print_backtest(told, from_files.backtested((PROPOSAL,), from_files.load_events(events).events, tell), console)


def _shown(
    told: Words,
    agreement: Agreement,
    entries: Sequence[Entry],
    datasets: Sequence[Dataset],
    tallies: Sequence[Tally],
    to: Path,
    console: Console,
    first: dt.date | None = None,
) -> None:
    """Print the bulletin and write it as pages in three languages, JSON and GeoJSON."""
    period = from_files.days(agreement, entries, first, None)
    made = from_files.make_bulletin(agreement, entries, datasets, period, tallies=tallies)
    terminal(made, told, console)
    _pages(made, to)


def _pages(made: Bulletin, to: Path) -> None:
    for language in LANGUAGES:
        files.write(to / f"bulletin.{language}.html", html(made, Words(language)).encode())
    files.write(to / "bulletin.json", json_text(made).encode())
    files.write(to / "bulletin.geojson", geojson_text(made).encode())
