"""Whether the machine was quiet during a round: its idle and stolen time, read before and after.

A round in which others used the processors, or the hypervisor took them away, says little about the program that was
timed. Such rounds are thrown out and counted. Read from /proc/stat (Linux); elsewhere every round counts, and
`Noise` says that nobody could tell. Time of the kernel on behalf of the timed program counts as its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OTHERS = 0.05  # share of all processors' time that others may use in a quiet round
STOLEN = 0.02  # share that the hypervisor may take away
_STAT = Path("/proc/stat")
_BUSY, _IDLE, _STOLEN = (0, 1, 2, 5, 6), (3, 4), 7  # user nice system irq softirq; idle iowait; steal


@dataclass(frozen=True)
class Reading:
    """The processors' clocks at one moment, in seconds since some past moment."""

    busy_s: float  # all processors together, whoever used them
    idle_s: float  # all processors together
    stolen_s: float  # all processors together
    own_s: float  # this process, all its threads


@dataclass(frozen=True)
class Noise:
    """What disturbed a round, as shares of all processors' time; None: nobody could tell."""

    others: float | None  # used by other processes
    stolen: float | None  # taken by the hypervisor

    @property
    def quiet(self) -> bool:
        """Whether the round counts."""
        return (self.others or 0) <= OTHERS and (self.stolen or 0) <= STOLEN


@dataclass(frozen=True)
class Round:
    """One timed round."""

    seconds: float  # of one call
    noise: Noise  # during the whole round


@dataclass(frozen=True)
class Sifted:
    """The rounds that count."""

    rounds: tuple[Round, ...]  # the quiet ones; all of them where none was
    thrown_out: int  # noisy rounds left out
    noisy: bool  # no round was quiet: the figures are of a busy machine


def reading(own_s: float | None = None) -> Reading | None:
    """The clocks now; own_s: processor time of what is timed, where that is not this process alone."""
    try:
        words = _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    except OSError:
        return None
    tick_s = 1 / os.sysconf("SC_CLK_TCK")
    busy, idle = (sum(int(words[each]) for each in kind) * tick_s for kind in (_BUSY, _IDLE))
    return Reading(busy, idle, int(words[_STOLEN]) * tick_s, time.process_time() if own_s is None else own_s)


def between(before: Reading | None, after: Reading | None) -> Noise:
    """What disturbed the time between two readings."""
    if before is None or after is None:
        return Noise(None, None)
    busy, stolen = after.busy_s - before.busy_s, after.stolen_s - before.stolen_s
    everything = busy + stolen + after.idle_s - before.idle_s
    if everything <= 0:  # shorter than a tick of the clock
        return Noise(None, None)
    others = busy - (after.own_s - before.own_s)
    return Noise(max(others, 0.0) / everything, stolen / everything)


def sift(rounds: Sequence[Round]) -> Sifted:
    """Throw out the noisy rounds, unless nothing would be left."""
    quiet = tuple(each for each in rounds if each.noise.quiet)
    if not quiet:
        return Sifted(tuple(rounds), 0, noisy=bool(rounds))
    return Sifted(quiet, len(rounds) - len(quiet), noisy=False)
