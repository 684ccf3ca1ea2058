"""How much anyone may ask of a node: a bucket of tokens for each peer and each address.

A flood is answered with how long to wait, never with silence; a peer's bucket is its own, so that one
peer's flood does not keep another out. State is in memory: a node that starts anew starts with full
buckets. The clock is an argument. Nothing here knows what a request is for.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

LARGEST = 4096  # buckets held at once; the one longest unused is forgotten, which fills it


@dataclass(slots=True)
class Quota:
    """Buckets that fill at a steady rate up to a burst."""

    rate: float  # tokens a second
    burst: float  # tokens a full bucket holds
    clock: Callable[[], float]  # seconds, never running backward
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)  # who: tokens left, as of

    def take(self, who: str, cost: float = 1.0) -> int:
        """Take `cost` tokens from the bucket of `who`; 0, or the whole seconds to wait before asking again.

        A cost above the burst takes a full bucket and leaves a debt, so that a large upload is let in and
        paid for afterwards.
        """
        now_s = self.clock()
        left, as_of_s = self._held.pop(who, (self.burst, now_s))
        left = min(self.burst, left + (now_s - as_of_s) * self.rate)
        wait_s = (min(cost, self.burst) - left) / self.rate
        self._held[who] = (left if wait_s > 0 else left - cost, now_s)
        while len(self._held) > LARGEST:
            self._held.popitem(last=False)
        return max(0, math.ceil(wait_s))
