"""Entries looked at in other processes while those before them are folded, where there are many.

A good part of folding an ordinary entry is finding out that it says what its kind says. That depends on its bytes
alone, so it can be found out anywhere, by the same code; what comes back is one word for each, and what an entry says
is made only where a row needs it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from types import TracebackType
from typing import Self

from truceline.state import Leaf, legible
from truceline.tlog.audit import Spread

_WORTH = 100_000  # entries from which other processes are sooner started than done without
_TOGETHER = 256  # entries in one piece of work


class Ahead:
    """Other processes, started once there is enough to look at, ended with the work."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._stack = ExitStack()
        self._over: Spread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def looked_at(self, leaves: Iterable[Leaf], left: int) -> Iterator[Leaf]:
        """The leaves, with what was found of each where so many are left that it is worth it."""
        if self._over is None and left >= _WORTH:
            # Not before: few entries are sooner folded than what starts processes is loaded.
            from truceline.desk.spreading import spread  # noqa: PLC0415

            over = self._stack.enter_context(spread(left))
            self._over = None if over is map else over
        return spread_over(self._over, leaves) if self._over else iter(leaves)


def spread_over(over: Spread, leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """The leaves in their order, with what was found of each."""
    ahead, coming = deque[list[Leaf]](), iter(leaves)

    def works() -> Iterator[list[bytes]]:
        while some := list(islice(coming, _TOGETHER)):
            ahead.append(some)
            yield [leaf.data for leaf in some]

    for found in over(legible, works()):
        for leaf, is_legible in zip(ahead.popleft(), found, strict=True):
            yield Leaf(leaf.origin, leaf.index, leaf.data, is_legible)
