"""Connections that ask for nothing are not waited for, or a few hundred of them would shut everybody out.

uvicorn lets a connection stand open for ever until its first request's last header has come, and counts it
among those there may be. Here each has a few seconds for that, before its first request and between any two, and
one address has only so many at once. What is asked, and how much, is for the door itself to bound.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

MOST = 200  # connections at once; who comes then is told that the node is busy
EACH = 50  # of one address


class Prompt(H11Protocol):
    """A connection that soon asks, or ends."""

    waits_s: ClassVar[float] = 10  # for the whole of a request's headers
    each: ClassVar[int] = EACH
    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Count it among those of its address, and begin to wait."""
        super().connection_made(transport)
        hosts = [one.client[:1] for one in self.connections if isinstance(one, Prompt) and one.client]
        if self.client and hosts.count(self.client[:1]) > self.each:
            transport.abort()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._due:
            self._due.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        if self._due:
            self._due.cancel()
        self._due = self.loop.call_later(self.waits_s, self._late)

    def _late(self) -> None:
        # A request that is being answered, or whose body is on its way, has deadlines of its own.
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is None or cycle.response_complete:
            self.transport.abort()
