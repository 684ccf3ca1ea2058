"""Work spread over all cores: the audit's pure functions, run many at a time, answered in order.

An entry costs reading and one signature, some eighty microseconds in all; a million of them are worth a
process on every core, a hundred are not worth starting one. Each loads this file and what the function needs, so
it stands apart from whatever else the desk loads. Processes are started anew (spawn), so that
nothing of a node that is open, its keys least of all, is copied into them.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from truceline.tlog.audit import Spread

T = TypeVar("T")
U = TypeVar("U")

WORTH = 50_000  # entries from which a process on each core is sooner done than this one alone
_TOGETHER = 4  # pieces of work handed over at a time: each hand-over costs as much as some entries
_AHEAD = 2  # hand-overs waiting for each process, so that memory stays bounded


@contextmanager
def spread(entries: int, processes: int | None = None) -> Iterator[Spread]:
    """How to map a function over pieces of work, where so many entries are to be looked at in all."""
    count = processes or os.cpu_count() or 1
    if entries < WORTH or count == 1:
        yield map
        return
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))
    try:
        yield lambda function, works: _ordered(pool, function, works, count * _AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _ordered(pool: ProcessPoolExecutor, function: Callable[[T], U], works: Iterable[T], ahead: int) -> Iterator[U]:
    waiting: deque[Future[list[U]]] = deque()
    coming = iter(works)
    while some := list(islice(coming, _TOGETHER)):
        waiting.append(pool.submit(_each, function, some))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _each(function: Callable[[T], U], works: list[T]) -> list[U]:
    """In another process: what comes of each."""
    return [function(work) for work in works]
