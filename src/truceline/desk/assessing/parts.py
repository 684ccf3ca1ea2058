"""One part of the rows, from its file to its place in the output directory.

The unit of work: everything it needs is in its arguments, everything it makes is in three files of its own,
so parts can be judged in any order, on any machine that sees both folders, and again after a crash. They
are brought together by `directory`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from truceline.agreement import Agreement
from truceline.bulk.answers import Answer
from truceline.bulk.columns import COLUMNS, READ_AS
from truceline.bulk.engine import Judged
from truceline.bulk.pool import THREADS
from truceline.bulk.rows import Rows
from truceline.desk.assessing.events import as_rows, event_batches, no_rows
from truceline.desk.assessing.flat import wanted
from truceline.desk.assessing.judges import FLOOR, Judge, judge_of
from truceline.desk.assessing.results import ANSWER, Results
from truceline.errors import Fault
from truceline.formats.bad_rows import BadRow, bad_rows_csv
from truceline.formats.batches import Part, PartWriter, aside, batches, part_name
from truceline.formats.batches.tables import row_as_csv
from truceline.formats.record_files import HEAD
from truceline.place import E7

SOURCE_FILE, SOURCE_LINE = "source_file", "source_line"
_CURE = "Correct the row and assess it again."
Lines = npt.NDArray[np.int64]
Tell = Callable[[int], None]  # rows done since the last time


@dataclass(frozen=True, slots=True)
class Work:
    """One part to judge."""

    number: int  # its place among all parts
    part: Part  # which rows of which file
    file: str  # the file's name in faults and in the output
    events: bool  # whether it is an events file, else a flat table
    engine: str  # floor | bulk
    out: str  # folder of the output
    threads: int = THREADS  # of the engine


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one part."""

    number: int
    rows: int  # judged
    bad: int  # left out and listed
    sent: Mapping[str, int]  # rows that the engine sent to the floor's evaluator, by reason


@dataclass(frozen=True, slots=True)
class _Found:
    """A batch, judged."""

    rows: pa.RecordBatch  # the input's columns, as they go into the output
    lines: Lines
    judged: Judged
    bad: tuple[BadRow, ...]


def judge_part(agreement: Agreement, work: Work, tell: Tell | None = None) -> Done:
    """Judge one part and write its files; raises DataError for a fault of the whole file.

    They are a part of rows (none where no row is good), its answers with their counts, and its bad rows.
    """
    judge = judge_of(agreement, work.engine, work.threads)
    before, used, bad = Counter(judge.counts.slow), set[int](), 0
    results = Results()
    folder = Path(work.out)
    with (
        _replaced(folder / part_name(work.number)) as sink,
        _replaced(folder / bad_name(work.number)) as listing,
        _replaced(folder / answers_name(work.number)) as answers,
        PartWriter(sink) as writer,
    ):
        for one in _judged(agreement, work, judge):
            good = one.judged.answer >= 0
            listed = (*one.bad, *_not_judged(one, work.file))
            listing.write(bad_rows_csv(tuple(sorted(listed, key=lambda row: row.fault.line)), header=False))
            bad += len(listed)
            if good.any():
                found = one.judged.answer[good]
                used.update(np.flatnonzero(np.bincount(found)).tolist())
                rows = one.rows.take(pa.array(np.flatnonzero(good)))
                writer.write(_beside(rows, results.columns(found, judge.answers), one.lines[good], work.file))
            if tell:
                tell(len(good) + len(one.bad))
        _write_answers(answers, [judge.answers[i] for i in sorted(used)])
    return Done(work.number, writer.rows, bad, dict(judge.counts.slow - before))


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name once it is whole, so that a part done twice does no harm; an empty one takes none."""
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    with part.open("wb") as file:
        yield file
    if part.stat().st_size:
        part.replace(path)
    else:
        part.unlink()


def bad_name(number: int) -> str:
    """The name of a part's list of bad rows."""
    return f"bad-{number:05}.csv"


def answers_name(number: int) -> str:
    """The name of a part's answers."""
    return f"answers-{number:05}.parquet"


def _judged(agreement: Agreement, work: Work, judge: Judge) -> Iterator[_Found]:
    with Path(work.part.path).open("rb") as source:
        if work.events:
            for held in event_batches(source, work.part, work.file, agreement.roster):
                conducts = [one.conduct for one in held.events]
                rows = no_rows(conducts) if work.engine == FLOOR else as_rows(conducts)
                yield _Found(held.carried, held.lines, judge.judge(rows), held.bad)
            return
        for batch in batches(source, work.part, work.file, wanted()):
            rows = instants_alone(batch.rows)
            yield _Found(as_written(rows), batch.lines, judge.judge(Rows(as_read(rows))), batch.bad)


def _not_judged(found: _Found, file: str) -> Iterator[BadRow]:
    """Rows that were read and mean nothing that can be judged."""
    for i, expected in found.judged.faults.items():
        fault = Fault(file, int(found.lines[i]), "", expected, "another value", _CURE)
        yield BadRow(fault, row_as_csv(found.rows, i))


# ── columns ───────────────────────────────────────────────────────────────────────────────────


def instants_alone(rows: pa.RecordBatch) -> pa.RecordBatch:
    """The rows with no end where it is the beginning: an instant is not a period."""
    if "to_s" not in rows.schema.names:
        return rows
    at = rows.schema.get_field_index("to_s")
    apart = pc.if_else(pc.equal(rows.column("from_s"), rows.column("to_s")), None, rows.column("to_s"))
    return rows.set_column(at, "to_s", apart)


def as_read(rows: pa.RecordBatch) -> pa.RecordBatch:
    """The columns of the flat table alone."""
    known = {READ_AS.get(one.name, one.name) for one in COLUMNS}
    return rows.select([name for name in rows.schema.names if name in known])


def as_written(rows: pa.RecordBatch) -> pa.RecordBatch:
    """The columns as people and other programs read them: degrees as doubles, instants as timestamps."""
    names = {read: name for name, read in READ_AS.items()}
    columns = {}
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        if name.endswith("_e7") and name in names:
            columns[names[name]] = pc.divide(column.cast(pa.float64()), float(E7))
        elif name in names:
            columns[names[name]] = column.cast(pa.timestamp("s", "UTC"))
        else:
            columns[name] = column
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _beside(rows: pa.RecordBatch, results: Mapping[str, pa.Array], lines: Lines, file: str) -> pa.Table:
    """The rows with their results beside them."""
    ours = {**results, SOURCE_FILE: _same(file, len(lines)), SOURCE_LINE: pa.array(lines)}
    columns: dict[str, pa.Array] = {}
    for name in rows.schema.names:
        columns[aside(name, {*ours, *columns})] = rows.column(name)
    told = {HEAD: rows.schema.metadata[HEAD.encode()]} if HEAD.encode() in (rows.schema.metadata or {}) else None
    return pa.table({**columns, **ours}).replace_schema_metadata(told)  # events stay a file of events


def _same(text: str, times: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), times)


def _write_answers(sink: BinaryIO, answers: Sequence[Answer]) -> None:
    """The answers that rows of a part have."""
    columns = {
        ANSWER: pa.array([one.sha for one in answers], pa.string()),
        "text": pa.array([one.text for one in answers], pa.string()),
    }
    parquet.write_table(pa.table(columns), sink, compression="zstd")
