"""Slices of rows over a few threads of our own: no process-wide pool, nothing left after a fork.

Kernels run without Python's lock, so plain threads use several cores. Results come in the order of the
slices, whatever finishes first, and only a few slices are ever under way.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

THREADS = 2
AHEAD = 2  # slices under way beyond one for each thread

# Held while a table that threads share grows, and over a fork: a child never begins with half a table.
GROWING = Lock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=GROWING.acquire, after_in_parent=GROWING.release, after_in_child=GROWING.release)

T = TypeVar("T")
R = TypeVar("R")


def over(work: Callable[[T], R], slices: Iterable[T], threads: int = THREADS) -> Iterator[R]:
    """The result of each slice, in order; an error in one is raised where its result would stand."""
    if threads <= 1:
        yield from map(work, slices)
        return
    with ThreadPoolExecutor(threads) as pool:
        under_way: deque[Future[R]] = deque()
        try:
            for one in slices:
                under_way.append(pool.submit(work, one))
                if len(under_way) >= threads + AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for waiting in under_way:
                waiting.cancel()
