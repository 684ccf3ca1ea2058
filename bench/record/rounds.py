"""Turns that go round: a slow minute of the machine is everybody's, and a noisy round is thrown out and asked again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from bench.quiet import Round, between, reading, sift

AGAIN = 2  # as many rounds are asked for as were wanted, at most so many times


class Taken(NamedTuple):
    """What one turn took."""

    seconds: float
    number: int  # of what was done
    elsewhere_s: float = 0.0  # processor time of other processes that worked for it


Turn = Callable[[], Taken]


def timed(number: int, deed: Callable[[], object]) -> Taken:
    """What a deed of this process took."""
    start = time.perf_counter()
    deed()
    return Taken(time.perf_counter() - start, number)


@dataclass(frozen=True)
class Rates:
    """How many a second each does, by the median of its quiet rounds."""

    a_second: Mapping[str, float]
    noisy: frozenset[str]  # those of whom no round was quiet
    counted: int  # rounds
    thrown_out: int  # rounds


def rates(turns: Mapping[str, Turn], wanted: int) -> Rates:
    """Let everybody have so many quiet rounds, as far as the machine allows it."""
    rounds: dict[str, list[Round]] = {name: [] for name in turns}
    for number in range(wanted * AGAIN):
        for name, turn in turns.items():
            if number < wanted or _quiet(rounds[name]) < wanted:
                rounds[name].append(_round(turn))
    sifted = {name: sift(each) for name, each in rounds.items()}
    return Rates(
        {name: 1 / median(one.seconds for one in each.rounds) for name, each in sifted.items()},
        frozenset(name for name, each in sifted.items() if each.noisy),
        sum(len(each.rounds) for each in sifted.values()),
        sum(each.thrown_out for each in sifted.values()),
    )


def _quiet(rounds: list[Round]) -> int:
    return sum(one.noise.quiet for one in rounds)


def _round(turn: Turn) -> Round:
    """One turn, its seconds those of one of what was done."""
    before = reading()
    taken = turn()
    after = reading(time.process_time() + taken.elsewhere_s)
    return Round(taken.seconds / taken.number, between(before, after))
