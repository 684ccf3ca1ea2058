"""The engine, asked the whole question about every row: every column, every clause, how many versions of the facts.

A round begins with an engine that has seen no row; kernels are loaded or compiled before. Reading and drawing the
agreement is not timed, as it is not for the peers, who get its areas drawn; indexing the areas is.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from bench.assess import rows, truce
from bench.assess.handed import Handed
from bench.assess.question import MadeOnce, made_once
from truceline.bulk.cells import CellIndex
from truceline.bulk.engine import Engine
from truceline.bulk.rows import Rows
from truceline.terms import Result

THREADS = 2
WARM_ROWS = 500  # judged before anything is timed


@dataclass(frozen=True)
class Pass:
    """One engine over so many rows."""

    rows: int
    seconds: float  # judging, and indexing the areas
    slow: dict[str, int]  # why rows went to the floor, and how many
    questions: int  # different ones
    answers: int  # different ones

    def plain(self) -> dict[str, object]:
        """As JSON has it."""
        return asdict(self)


class Ours:
    """All rows, and those of the stated part, in memory."""

    name = "Truceline"

    def __init__(self, held: Handed, folder: Path) -> None:
        """Take the rows that the peers have, and all of them from the file beside."""
        self._all = pa.memory_map(str(folder / "all.arrow"))
        self._stated = held.rows["row"].to_numpy()
        self._once = made_once()
        _warm()

    def over_all(self) -> Pass:
        """The whole question about every row."""
        passed, _, _ = over(self._batches(), self._once)
        return passed

    def over_stated(self) -> Pass:
        """The whole question about the rows of the stated part alone."""
        passed, _, _ = over(self._chosen(), self._once)
        return passed

    def engaged(self) -> pa.Table:
        """For each clause, which rows of the stated part it is engaged for, for certain, in the stated column."""
        _, engine, found = over(self._batches(), self._once)
        return engaged(engine, found[self._stated])

    def _batches(self) -> Iterator[pa.RecordBatch]:
        yield from pa.ipc.open_file(self._all).read_all().to_batches(max_chunksize=rows.CHUNK)

    def _chosen(self) -> Iterator[pa.RecordBatch]:
        whole = pa.ipc.open_file(self._all).read_all().take(pa.array(self._stated)).combine_chunks()
        yield from whole.to_batches(max_chunksize=rows.CHUNK)


def growth(count: int) -> Pass:
    """The whole question about so many rows, made as they are needed."""
    _warm()
    passed, _, _ = over(rows.rows(count), made_once())
    return passed


@cache
def _warm() -> None:
    """Load or compile every kernel, over rows of another seed."""
    once = made_once()
    engine = Engine(once.agreement, once.sides, THREADS)
    for batch in rows.rows(WARM_ROWS, seed=1):
        engine.judge(Rows(batch))


def over(batches: Iterable[pa.RecordBatch], once: MadeOnce) -> tuple[Pass, Engine, np.ndarray]:
    """Judge all batches with a new engine: the figures, the engine, and the number of each row's answer."""
    engine = Engine(once.agreement, once.sides, THREADS)
    start = time.perf_counter()
    CellIndex(tuple(once.text.areas.values()), threads=THREADS)
    spent, found = time.perf_counter() - start, []
    for batch in batches:
        start = time.perf_counter()
        judged = engine.judge(Rows(batch))
        spent += time.perf_counter() - start
        assert not judged.faults, judged.faults  # noqa: S101 - no row of ours is bad
        found.append(judged.answer)
    counts = engine.counts
    passed = Pass(counts.rows, spent, dict(counts.slow), counts.questions, len(engine.answers))
    return passed, engine, np.concatenate(found)


def engaged(engine: Engine, answer: np.ndarray) -> pa.Table:
    """One flag for each clause, for each answer's number."""
    used, which = np.unique(answer, return_inverse=True)
    flags = np.zeros((len(used), len(engine.compiled.rules)), np.bool_)
    for i, number in enumerate(used.tolist()):
        column = next(one for one in engine.answers[number].columns if one.name == truce.OURS)
        flags[i] = [one.result is Result.CERTAIN for one in column.clauses]
    return pa.table({rule.id: flags[which, k] for k, rule in enumerate(engine.compiled.rules)})


# ── many processes ────────────────────────────────────────────────────────────────────────────


@cache
def _engine() -> Engine:
    once = made_once()
    return Engine(once.agreement, once.sides, 1)


def judged_part(path: str) -> tuple[int, str]:
    """One file judged by this process's engine: how many rows, and a digest of their answers in their order."""
    found, count = hashlib.sha256(), 0
    engine = _engine()
    for batch in pyarrow.parquet.ParquetFile(path).iter_batches(rows.CHUNK):
        judged = engine.judge(Rows(batch))
        used, which = np.unique(judged.answer, return_inverse=True)
        shas = np.array([engine.answers[number].sha for number in used.tolist()], dtype="S64")
        found.update(shas[which].tobytes())
        count += batch.num_rows
    return count, found.hexdigest()
