"""One engine in a process of its own: its memory is its own, and so is its first call."""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from bench.quiet import Noise, Round, between, reading
from bench.zones.data import Rows, zones
from bench.zones.engines import Engine, Kind

FIRST = 1_000  # rows of the first call
SAMPLE = 100_000  # rows that foretell how long all would take
SHORTEST_S = 0.25  # a round repeats its call until then: the clock of idle time is coarse
AGAIN_S = 2.0  # an index built faster is built three times


@dataclass(frozen=True)
class Work:
    """What an engine is asked to do."""

    kind: Kind
    rows: Path  # of `Rows.save`
    zone_set: str
    patience_s: float  # a call may take so long; where it would take longer, fewer rows are asked about


@dataclass(frozen=True)
class Ready:
    """The engine stands, its index is built."""

    first_s: float  # import, index and answer for a thousand rows, in a fresh process
    index_s: float  # the index over all
    rows: int  # how many it will be asked about


@dataclass(frozen=True)
class Ask:
    """One round; keep: where the pairs found are written, sorted."""

    windows: bool
    keep: Path | None = None


def serve(wire: Connection, work: Work) -> None:
    """Make the engine, tell that it is ready, answer rounds; at the end (None) tell the peak of memory in MiB."""
    given, asked = Rows.load(work.rows), zones(work.zone_set)
    start = time.perf_counter()
    make = work.kind.make()
    _answered(make(given.head(FIRST), asked))
    first_s = time.perf_counter() - start
    rows = given.head(_bearable(make(given.head(SAMPLE), asked), len(given), work.patience_s))
    del given
    engine = make(rows, asked)
    wire.send(Ready(first_s, _index_s(engine), len(rows)))
    while (ask := _next(wire)) is not None:
        done = _round(engine, ask, len(asked.starts_s))
        wire.send(replace(done, noise=Noise(None, done.noise.stolen)) if work.kind.elsewhere else done)
    wire.send(float("nan") if work.kind.elsewhere else peak_mib())


def _next(wire: Connection) -> Ask | None:
    """What is asked next; where nobody is left to ask, the process ends in silence."""
    try:
        ask: Ask | None = wire.recv()
    except EOFError:
        sys.exit()
    return ask


def first_call(wire: Connection, work: Work, cache: str | None) -> None:
    """Tell the seconds of a first call; cache: the folder where compiled code is kept, else where it always is."""
    if cache is not None:
        os.environ["NUMBA_CACHE_DIR"] = cache
    given, asked = Rows.load(work.rows).head(FIRST), zones(work.zone_set)
    start = time.perf_counter()
    _answered(work.kind.make()(given, asked))
    wire.send(time.perf_counter() - start)


def _answered(engine: Engine) -> None:
    engine.index()
    engine.arrays(engine.pairs(windows=False))


def _bearable(engine: Engine, count: int, patience_s: float) -> int:
    """How many of so many rows are answered within the patience, as a sample foretells; one leading digit."""
    engine.index()
    start = time.perf_counter()
    engine.pairs(windows=False)
    each_s = (time.perf_counter() - start) / SAMPLE
    if each_s * count <= patience_s:
        return count
    few = int(patience_s / each_s)
    digit = int(10 ** (len(str(few)) - 1))
    return max(few // digit * digit, FIRST)


def _index_s(engine: Engine) -> float:
    taken: list[float] = []
    while len(taken) < 3 and sum(taken) < AGAIN_S:
        start = time.perf_counter()
        engine.index()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _round(engine: Engine, ask: Ask, zone_count: int) -> Round:
    """Call until the round is long enough to be judged; freeing what was found is not counted."""
    taken: list[float] = []
    before = reading()
    while sum(taken) < SHORTEST_S:
        start = time.perf_counter()
        found = engine.pairs(windows=ask.windows)
        taken.append(time.perf_counter() - start)
        if sum(taken) < SHORTEST_S:
            del found
    noise = between(before, reading())
    if ask.keep is not None:
        row, area = engine.arrays(found)
        np.save(ask.keep, np.sort(row.astype(np.int64) * zone_count + area))
    return Round(sum(taken) / len(taken), noise)


def peak_mib() -> float:
    """The most memory this process held; of the process itself, not of the one that started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource  # noqa: PLC0415 - not on every system

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")
