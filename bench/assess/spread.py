"""The same files by one process and by two, through Dask on this machine: how much sooner two are done.

The time is of the whole: starting the processes, reading the agreement in each, judging, gathering. The digests of
both must be equal.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet

from bench.assess.ours import judged_part
from bench.assess.rows import CHUNK, rows
from truceline.bulk.many import dask

PARTS_EACH = 8  # files for each of two processes


@dataclass(frozen=True)
class Spread:
    """How long so many workers took."""

    workers: int
    seconds: float
    rows: int
    digest: tuple[str, ...]  # of each part


def written(folder: Path, count: int) -> list[str]:
    """So many rows, at least, as Parquet files of equal size."""
    each = max(1, count // (2 * PARTS_EACH) // CHUNK)
    batches = rows(2 * PARTS_EACH * each * CHUNK)
    paths = []
    for part in range(2 * PARTS_EACH):
        paths.append(str(folder / f"rows-{part:02d}.parquet"))
        held = [next(batches) for _ in range(each)]
        with pyarrow.parquet.ParquetWriter(paths[-1], held[0].schema) as file:
            for batch in held:
                file.write_batch(batch)
    return paths


def measured(paths: list[str], workers: int) -> Spread:
    """All files by so many processes."""
    start = time.perf_counter()
    found = dask.run(judged_part, paths, None, None, workers)
    seconds = time.perf_counter() - start
    failures = [one.failure for one in found if one.value is None]
    assert not failures, failures  # noqa: S101 - no part of ours is bad
    done = [one.value for one in found if one.value is not None]
    return Spread(workers, seconds, sum(count for count, _ in done), tuple(digest for _, digest in done))
