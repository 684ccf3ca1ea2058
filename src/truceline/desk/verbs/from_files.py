"""What a person does with files alone: import, assess, look again, backtest, draw a bulletin up.

Each reads what it needs through `files` and `shelf`, lets the floor decide, and writes whole files. Progress
is told to whoever asks for it as (done, total). Results are values; how they look is a door's concern.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from truceline import __version__
from truceline.actors import Roster
from truceline.agreement import Agreement, canonical, fingerprint
from truceline.bulletin import Bulletin, Entry, bulletin, first_instant, whole_period
from truceline.claims import Dataset, Event, Tally
from truceline.desk import files, shelf
from truceline.desk.countries import zone_of
from truceline.desk.node import is_node
from truceline.errors import DataError, Fault, Refused, UnknownName
from truceline.findings import Assessor, Backtest, Finding, backtest
from truceline.formats.bad_rows import Imported, bad_rows_csv
from truceline.formats.events import EventFile, read_events, write_events
from truceline.formats.findings import FindingFile, read_findings, write_findings
from truceline.formats.incidents import read_incidents
from truceline.formats.names import Resolver, resolver
from truceline.formats.rows import read_rows
from truceline.formats.table import read_table
from truceline.formats.tallies import read_tallies
from truceline.formats.ucdp import read_ucdp
from truceline.period import Instant, Period, local_day
from truceline.terms import Candidate, Conduct, Side

Progress = Callable[[int, int], None]
Sentences = Callable[[Agreement, Finding], Mapping[str, str]]
FIRST_ROWS_B = 65_536  # bytes in which the first row of a data set is surely found
NOBODY_KNOWN = Roster(())  # names are resolved when a text is applied, so that one import serves many texts


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import came to."""

    events: int
    bad: int
    out: Path
    bad_out: Path | None  # where the bad rows are listed; None where there are none
    unused: tuple[str, ...]  # columns from which nothing was taken
    time_zone: str


def ucdp_rows(source: Path, time_zone: str | None, progress: Progress | None) -> Imported:
    """The rows of a UCDP GED file; its days are local days of the zone, or of the rows' country."""
    data = files.read(source)
    zone = time_zone or zone_of(_country(data, source.name))
    return read_ucdp(data, source.name, NOBODY_KNOWN, zone, progress)


def _country(data: bytes, file: str) -> str:
    """The country a GED file speaks of, from its first row; empty where it names none."""
    rows = read_rows(data[:FIRST_ROWS_B], file).rows
    return rows[0].cells.get("country", "") if rows else ""


def table_rows(source: Path, mapping: Path, time_zone: str | None, progress: Progress | None) -> Imported:
    """The rows of any table, by a map of its columns."""
    told = files.read(mapping)
    data = files.read(source)
    return read_table(data, source.name, told, NOBODY_KNOWN, time_zone, progress, map_file=mapping.name)


def keep_events(events: Sequence[Event], dataset: Dataset, zone: str, out: Path) -> None:
    """Write an events file."""
    files.write(out, write_events(EventFile(tuple(events), (dataset,), zone), out.name))


def keep_rows(imported: Imported, out: Path) -> ImportOutcome:
    """Write the good rows as an events file, and the bad ones in a file beside it."""
    keep_events(imported.events, imported.dataset, imported.time_zone, out)
    bad_out = list_bad(imported, out)
    return ImportOutcome(len(imported.events), len(imported.bad), out, bad_out, imported.unused, imported.time_zone)


def list_bad(imported: Imported, beside: Path) -> Path | None:
    """Write the rows that could not be read into a file beside another; None where there are none."""
    if not imported.bad:
        return None
    listed = beside.with_name(f"{beside.name}.bad.csv")
    files.write(listed, bad_rows_csv(imported.bad))
    return listed


# ── assessing ─────────────────────────────────────────────────────────────────────────────────


def assess(
    agreement: Agreement, source: Path, out: Path, progress: Progress | None, say: Sentences | None = None
) -> tuple[Entry, ...]:
    """Judge every event of a file under an agreement; every event has a row in the findings.

    `say` puts a finding into words, language by language, for readers of the file.
    """
    held = load_events(source)
    entries = assessed(agreement, held.events, progress)
    sentences = {one.event.id: say(agreement, one.finding) for one in entries} if say else {}
    judged = tuple(rule.id for rule in agreement.rules if rule.assessments or rule.justifications)
    mark = fingerprint(agreement)
    filed = FindingFile(agreement.id, mark, __version__, entries, held.datasets, judged, sentences)
    files.write(out, write_findings(filed, out.name))
    return entries


def assessed(agreement: Agreement, events: Iterable[Event], progress: Progress | None = None) -> tuple[Entry, ...]:
    """Each event with its finding, in the events' order."""
    assessor, names = Assessor(agreement), resolver(agreement.roster)
    known = tuple(events)
    entries = []
    for done, event in enumerate(known, start=1):
        meant = as_named(event, names)
        entries.append(Entry(meant, assessor.finding(meant)))
        if progress:
            progress(done, len(known))
    return tuple(entries)


def as_named(event: Event, names: Resolver) -> Event:
    """The event with its written names turned into an agreement's actors."""
    return names.rooted(replace(event, conduct=with_names(event.conduct, names)))


def with_names(conduct: Conduct, names: Resolver) -> Conduct:
    """The conduct with written names turned into this agreement's actors, where it knows them."""
    return replace(conduct, a=_meant(conduct.a, names), b=_meant(conduct.b, names))


def _meant(candidates: tuple[Candidate[Side], ...], names: Resolver) -> tuple[Candidate[Side], ...]:
    return tuple(replace(one, value=_side(one.value, names)) for one in candidates)


def _side(side: Side, names: Resolver) -> Side:
    """A side of unresolved names read by the resolver; any other as it is."""
    if not side.members or any(member.actor for member in side.members):
        return side
    return names.side(", ".join(member.name for member in side.members))


# ── reading findings again ────────────────────────────────────────────────────────────────────


def load_findings(source: Path) -> FindingFile:
    """The findings of a file, or of a node's record; raises DataError."""
    if is_node(source):
        from truceline.desk import standing_for  # noqa: PLC0415 - opens a database, which no file needs

        return standing_for.findings(source)[0]
    return read_findings(files.read(source), source.name)


def load_with_agreement(source: Path, name: str | None) -> tuple[FindingFile, Agreement]:
    """Findings with the agreement they were made under; raises Refused where its text has changed since.

    Of a node those of its record, with the agreement in force there.
    """
    if is_node(source) and name is None:
        from truceline.desk import standing_for  # noqa: PLC0415 - as above

        return standing_for.findings(source)
    held = load_findings(source)
    agreement = shelf.find(name or held.agreement)
    same_text(source.name, held.agreement, held.fingerprint, agreement)
    return held, agreement


def same_text(file: str, name: str, mark: str, agreement: Agreement) -> None:
    """Raise Refused where findings were made under another text than this agreement; `mark` is its fingerprint."""
    if fingerprint(agreement) != mark:
        raise Refused(
            f"{file} was made under {name} {mark[:12]}, and {agreement.id} is now "
            f"{fingerprint(agreement)[:12]}. Assess again, or name the directory of the older text with --agreement."
        )


def entry_of(held: FindingFile, event: str) -> Entry:
    """The entry of one event; raises UnknownName."""
    for entry in held.entries:
        if entry.event.id == event:
            return entry
    raise UnknownName("event", event, tuple(one.event.id for one in held.entries))


def within(entries: Sequence[Entry], period: Period) -> tuple[Entry, ...]:
    """The entries whose first possible instant lies in a period."""
    return tuple(one for one in entries if period.holds(first_instant(one.event)))


# ── backtest and bulletin ─────────────────────────────────────────────────────────────────────


def backtested(names: Sequence[str], events: Sequence[Event], progress: Progress | None = None) -> Backtest:
    """Several texts over the same events; a name with variants stands for all of them."""
    texts = [shelf.find(text) for name in names for text in shelf.texts(name)]
    total = len(texts) * len(events)

    def further(k: int) -> Progress:
        return lambda done, _: progress(k * len(events) + done, total) if progress else None

    found = {text.id: [one.finding for one in assessed(text, events, further(k))] for k, text in enumerate(texts)}
    return backtest(found, texts)


def load_events(source: Path) -> EventFile:
    """The events of a file, or those a node's record tells; raises DataError."""
    if is_node(source):
        from truceline.desk import standing_for  # noqa: PLC0415 - opens a database, which no file needs

        return standing_for.events(source)
    return read_events(files.read(source), source.name)


def days(agreement: Agreement, entries: Sequence[Entry], first: dt.date | None, last: dt.date | None) -> Period:
    """The whole local days meant: as given, or from the first event to the last; raises DataError."""
    zone = agreement.time_zone
    return between(zone, lambda: whole_period(entries, zone), first, last)


def between(zone: str, all_days: Callable[[], Period], first: dt.date | None, last: dt.date | None) -> Period:
    """The whole local days meant: as given, or as far as `all_days` goes; raises DataError."""
    try:
        whole = all_days()
        start = local_day(first, 1, zone).start if first else whole.start
        end = local_day(last, 1, zone).end if last else whole.end
        return Period(start, end)
    except ValueError as error:
        fault = Fault("", 0, "period", str(error), f"{first or '…'} to {last or '…'}", "Correct the dates.")
        raise DataError("no period to report on", (fault,)) from None


def make_bulletin(
    agreement: Agreement,
    entries: Sequence[Entry],
    datasets: Sequence[Dataset],
    period: Period,
    *,
    cutoff: Instant | None = None,
    tallies: Sequence[Tally] = (),
) -> Bulletin:
    """The bulletin of a period; where no cut-off is given, the period's end."""
    end = cutoff or period.end or Instant(0)
    mark = fingerprint(agreement)
    return bulletin(
        agreement,
        entries,
        period,
        fingerprint=mark,
        version=__version__,
        cutoff=end,
        datasets=datasets,
        tallies=tallies,
    )


def published_facts(agreement: Agreement, language: str) -> tuple[tuple[Event, ...], tuple[Tally, ...]]:
    """The incidents and tallies shipped beside an agreement, as facts with their sources, in one language."""
    held = shelf.fact_files(agreement)
    incidents = read_incidents(held["incidents.yaml"], "incidents.yaml") if "incidents.yaml" in held else ()
    tallies = (
        read_tallies(held["tallies.yaml"], "tallies.yaml", agreement.roster, language) if "tallies.yaml" in held else ()
    )
    return incidents, tallies


def compile_to(agreement: Agreement, out: Path) -> str:
    """Write the canonical form that parties adopt; its fingerprint."""
    files.write(out, canonical(agreement))
    return fingerprint(agreement)
