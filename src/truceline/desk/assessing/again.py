"""Rows of an output directory, read back, turned into events and judged anew by the floor.

The directory holds what each row comes to; witnesses and what would settle it are worked out when somebody
asks. What is worked out has to equal what the directory holds: a row that was changed since, or another
version of the program, is refused and not explained away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet

from truceline.agreement import Agreement
from truceline.bulk.answers import answer
from truceline.bulletin import Entry
from truceline.canon import loads
from truceline.claims import Event
from truceline.desk import shelf
from truceline.desk.assessing.directory import part_files, read_run
from truceline.desk.assessing.events import EXACT
from truceline.desk.assessing.flat import Sides, event_of, sides_of, wanted
from truceline.desk.assessing.parts import SOURCE_LINE, as_read, instants_alone
from truceline.desk.assessing.results import ANSWER
from truceline.desk.verbs import from_files
from truceline.desk.verbs.from_files import as_named
from truceline.errors import Refused, UnknownName
from truceline.findings import Assessor, ColumnFinding
from truceline.findings.summary import of_findings
from truceline.formats.batches import instants
from truceline.formats.batches.sorting import Raw, sorted_out
from truceline.formats.findings import FindingFile
from truceline.formats.names import Resolver, resolver
from truceline.period import DAY_S, Instant, Period, local_day

MOST_ROWS = 50_000  # of a period that is judged anew
FROM = "from"  # the column of the first instant at which a row may have been
Progress = from_files.Progress


class _Directory:
    """An output directory with the agreement it was made under."""

    def __init__(self, folder: Path, name: str | None) -> None:
        """Find the agreement; raises Refused where its text is another than the one that was judged under."""
        self.folder = folder
        self.run = read_run(folder)
        self.agreement = shelf.find(name or self.run.agreement)
        from_files.same_text(folder.name, self.run.agreement, self.run.fingerprint, self.agreement)
        self._shas: dict[int, tuple[tuple[ColumnFinding, ...], str]] = {}  # by identity; the columns are held

    @cached_property
    def _assessor(self) -> Assessor:
        return Assessor(self.agreement)

    @cached_property
    def _names(self) -> Resolver:
        return resolver(self.agreement.roster)

    @cached_property
    def _sides(self) -> Sides:
        return sides_of(self.agreement.roster)

    def entries(self, table: pa.Table, part: str) -> Iterator[Entry]:
        """Each row of a table as an event with its finding; raises Refused where it is not what it was."""
        for event, sha in zip(self._events(table, part), table.column(ANSWER).to_pylist(), strict=True):
            finding = self._assessor.finding(event)
            if self._sha(finding.columns) != sha:
                raise Refused(
                    f"{event.id} in {self.folder.name} comes to something else now than what {part} holds. The row was "
                    f"changed after it was judged, or by another version of truceline: assess the rows again."
                )
            yield Entry(event, finding)

    def _sha(self, columns: tuple[ColumnFinding, ...]) -> str:
        """The hash of what columns come to; findings of one question share their columns, so each is made once."""
        if id(columns) not in self._shas:
            self._shas[id(columns)] = (columns, answer(of_findings(columns)).sha)
        return self._shas[id(columns)][1]

    def _events(self, table: pa.Table, part: str) -> Iterator[Event]:
        if EXACT in table.column_names:
            try:
                for told in table.column(EXACT).to_pylist():
                    yield as_named(loads(Event, str(told)), self._names)
            except ValueError as error:
                raise self._unreadable(part, str(error)) from None
            return
        lines = table.column(SOURCE_LINE).to_numpy()
        for rows in table.combine_chunks().to_batches():
            raw = Raw(rows, lines[: rows.num_rows], (), lambda _: "")
            found = sorted_out(raw, wanted(), part)
            if found.bad:
                raise self._unreadable(part, str(found.bad[0].fault))
            for row, line in zip(as_read(instants_alone(found.rows)).to_pylist(), found.lines.tolist(), strict=True):
                yield event_of(row, self._sides, line)
            lines = lines[rows.num_rows :]

    def _unreadable(self, part: str, why: str) -> Refused:
        return Refused(f"a row in {part} of {self.folder.name} is no longer what it was: {why}. Assess the rows again.")


def explained_again(folder: Path, event: str, name: str | None) -> tuple[Entry, Agreement]:
    """One row with its finding; raises UnknownName, and Refused where it is no longer what it was."""
    held = _Directory(folder, name)
    for path in part_files(folder):
        table = parquet.read_table(path, filters=[("id", "=", event)])
        if table.num_rows:
            return next(held.entries(table, path.name)), held.agreement
    some = [one for path in part_files(folder)[:1] for one in _column(path, "id").slice(0, 13).to_pylist()]
    raise UnknownName("event", event, tuple(some))


def findings_within(
    folder: Path,
    name: str | None,
    first: dt.date | None,
    last: dt.date | None,
    progress: Progress | None = None,
    *,
    before: bool = False,
) -> tuple[FindingFile, Agreement, Period]:
    """The findings of the rows of some local days, with the days; raises Refused for too many rows.

    With `before` also those of as many days before, which a bulletin compares with.
    """
    held = _Directory(folder, name)
    zone = held.agreement.time_zone
    starts = [_starts(path) for path in part_files(folder)]
    period = from_files.between(zone, lambda: _whole(starts, zone), first, last)
    start, end = period.ends()
    chosen = [(one >= start.epoch_s) & (one < end.epoch_s) for one in starts]
    rows = sum(int(one.sum()) for one in chosen)
    if rows > MOST_ROWS:
        raise Refused(
            f"{rows:,} rows lie between these days, and at most {MOST_ROWS:,} are judged anew at one time. "
            "Name fewer days with --from and --to."
        )
    if before:
        earliest = start.epoch_s - (end.epoch_s - start.epoch_s) - 2 * DAY_S  # days of 25 hours included
        chosen = [(one >= earliest) & (one < end.epoch_s) for one in starts]
    entries = tuple(_chosen(held, chosen, progress))
    run = held.run
    filed = FindingFile(run.agreement, run.fingerprint, run.program, entries, run.datasets)
    return filed, held.agreement, period


def _chosen(held: _Directory, chosen: Sequence[npt.NDArray[np.bool_]], progress: Progress | None) -> Iterator[Entry]:
    total, done = sum(int(one.sum()) for one in chosen), 0
    for path, rows in zip(part_files(held.folder), chosen, strict=True):
        if rows.any():
            for entry in held.entries(parquet.read_table(path).filter(pa.array(rows)), path.name):
                yield entry
                done += 1
                if progress:
                    progress(done, total)


def _starts(path: Path) -> npt.NDArray[np.int64]:
    """The first instant of each row of a part, in seconds since 1970."""
    column = _column(path, FROM).combine_chunks()
    flat = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    read = instants.from_timestamps if pa.types.is_timestamp(flat.type) else instants.from_text
    return read(flat)[0]


def _column(path: Path, name: str) -> pa.ChunkedArray:
    return parquet.read_table(path, columns=[name]).column(name)


def _whole(starts: Sequence[npt.NDArray[np.int64]], zone: str) -> Period:
    """The whole local days from the first row to the last; raises ValueError where there is none."""
    if not starts:
        msg = "at least one row to report on"
        raise ValueError(msg)
    seconds = (min(int(one.min()) for one in starts), max(int(one.max()) for one in starts))
    first, last = (Instant(one).datetime(zone).date() for one in seconds)
    return local_day(first, (last - first).days + 1, zone)
