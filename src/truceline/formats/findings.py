"""Findings as a file: one row for each event, none left out, and the finding itself, read back exactly.

The readable columns answer at a glance: all clauses together, each clause, each author's column, and the one
answer that would settle most. Whatever a finding leans on is in its exact column, so a finding read back
explains itself without being computed again. See `record_files` for the forms a file can have; on a map
(GeoJSON) a finding stands where its event's marker stands, or nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from truceline.bulletin import Entry
from truceline.canon import Json, canonical_text, from_json, to_json
from truceline.claims import Dataset, Event
from truceline.errors import DataError, Fault
from truceline.findings import ENGAGED, ColumnFinding, Finding, lead
from truceline.formats.events import EVENT_COLUMNS, datasets_of, event_cells, text_of
from truceline.formats.record_files import MOST_FAULTS, Cell, Column, Record, read, write
from truceline.terms.settle import Answered

Columns = tuple[ColumnFinding, ...]
_EVENT = tuple(one for one in EVENT_COLUMNS if one.name != "id")


@dataclass(frozen=True, slots=True)
class FindingFile:
    """What a file of findings holds."""

    agreement: str  # id of the agreement, with its variant
    fingerprint: str  # SHA-256 of its canonical form
    version: str  # of this program
    entries: tuple[Entry, ...]  # every event with its finding
    datasets: tuple[Dataset, ...]  # whose lists the events come from
    for_people: tuple[str, ...] = ()  # rules with questions that only people can answer; not read back
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # event id → language → text; likewise


def write_findings(held: FindingFile, name: str) -> bytes:
    """The file of that name, its form told by the ending; raises UnknownName for an unknown one."""
    head: dict[str, Json] = {
        "holds": "findings",
        "version": 1,
        "agreement": held.agreement,
        "fingerprint": held.fingerprint,
        "program": held.version,
        "datasets": [to_json(Dataset, one) for one in held.datasets],
    }
    shared = _Shared()
    return write(_columns(held), [_row(held, entry, shared) for entry in held.entries], head, name)


def read_findings(data: bytes, file: str) -> FindingFile:
    """The findings of a file, exactly as they were written; raises DataError with every fault."""
    head, records = read(data, file, "findings", ["event", "finding"])
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    shared = _Shared()
    for record in records:
        try:
            entry = _entry(record, shared)
        except ValueError as error:
            faults.append(Fault(file, record.line, "finding", str(error), "another value", "Assess the events again."))
            continue
        if entries.setdefault(entry.event.id, entry) is not entry:
            faults.append(Fault(file, record.line, "id", "each id once", entry.event.id, "Remove one of the two rows."))
    if faults:
        raise DataError("a file of findings that cannot be read", tuple(faults[:MOST_FAULTS]))
    return FindingFile(
        agreement=text_of(head, "agreement"),
        fingerprint=text_of(head, "fingerprint"),
        version=text_of(head, "program"),
        entries=tuple(entries.values()),
        datasets=datasets_of(head, file),
    )


def _entry(record: Record, shared: _Shared) -> Entry:
    event, finding = from_json(Event, record.exact["event"]), shared.read(record.exact["finding"])
    if not finding.columns:
        raise ValueError("a finding with a common column")
    return Entry(event, finding)


class _Shared:
    """What columns say depends on the question alone, and many events put the same: each is worked out once."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[Columns, Json]] = {}  # by identity; the columns are held, so it stays theirs
        self._read: dict[str, Columns] = {}

    def write(self, finding: Finding) -> Json:
        """The finding as JSON."""
        columns = finding.columns
        if id(columns) not in self._written:
            self._written[id(columns)] = (columns, to_json(Columns, columns))
        return {**_object(to_json(Finding, replace(finding, columns=()))), "columns": self._written[id(columns)][1]}

    def read(self, tree: object) -> Finding:
        """The finding of JSON; raises ValueError."""
        own = _object(tree)
        told = canonical_text(own.get("columns"))
        if told not in self._read:
            self._read[told] = from_json(Columns, own.get("columns"))
        return replace(from_json(Finding, {**own, "columns": []}), columns=self._read[told])


def _object(tree: object) -> dict[str, Json]:
    if not isinstance(tree, dict):
        raise ValueError("an object")  # noqa: TRY004 - the file is at fault, not the caller
    return tree


# ── the columns that people read ──────────────────────────────────────────────────────────────


def _columns(held: FindingFile) -> tuple[Column, ...]:
    return (
        Column("id"),
        Column("result"),
        Column("clauses"),
        Column("conditional"),
        Column("needs_people"),
        *(Column(f"clause_{rule}") for rule in _rules(held)),
        *(Column(f"column_{name}") for name in _authors(held)),
        *(Column(f"sentence_{language}") for language in _languages(held)),
        *_EVENT,
        Column("event", "exact"),
        Column("finding", "exact"),
    )


def _rules(held: FindingFile) -> list[str]:
    return list(dict.fromkeys(one.rule for entry in held.entries for one in entry.finding.common.clauses))


def _authors(held: FindingFile) -> list[str]:
    return list(dict.fromkeys(one.name for entry in held.entries for one in entry.finding.columns[1:]))


def _languages(held: FindingFile) -> list[str]:
    return list(dict.fromkeys(language for told in held.sentences.values() for language in told))


def _row(held: FindingFile, entry: Entry, shared: _Shared) -> dict[str, Cell]:
    finding, common = entry.finding, entry.finding.common
    reached = [one.rule for one in common.clauses if one.result in ENGAGED]
    leading = lead(common)
    told = held.sentences.get(entry.event.id, {})
    return {
        "id": entry.event.id,
        "result": str(common.together),
        "clauses": ", ".join(common.together_clauses or reached) or None,
        "conditional": _conditional(leading) if leading else None,
        "needs_people": ", ".join(rule for rule in reached if rule in held.for_people) or None,
        **{f"clause_{one.rule}": str(one.result) for one in common.clauses},
        **{f"column_{one.name}": str(one.together) for one in finding.columns[1:]},
        **{f"sentence_{language}": text for language, text in told.items()},
        **{name: cell for name, cell in event_cells(entry.event).items() if name != "id"},
        "event": to_json(Event, entry.event),
        "finding": shared.write(finding),
    }


def _conditional(answered: Answered) -> str:
    """The answer that would make it certain, in the clause's own atoms: ``took_part b party: yes → A4, A5``."""
    atom = answered.atom
    words = (atom.kind, atom.side, *atom.statuses, *atom.roles, *atom.actors, atom.name, str(atom.instant or ""))
    which = "; by which side unknown" if answered.direction_open else ""
    return f"{' '.join(word for word in words if word)}: {answered.answer} → {', '.join(answered.clauses)}{which}"
