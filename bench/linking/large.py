"""Two large lists of made-up happenings about 300 towns and half a year, linked: prints seconds and peak MiB."""

from __future__ import annotations

import random
import resource
import sys
import time

from bench.linking.task import observed
from truceline.bulk.linking import linked, listed
from truceline.incidents import Told
from truceline.place import Position


def main() -> None:
    """Make, link, print."""
    many = int(sys.argv[1])
    dice = random.Random(2016)  # noqa: S311 - made-up happenings
    towns = [(dice.randrange(350_000_000, 420_000_000), dice.randrange(320_000_000, 370_000_000)) for _ in range(300)]
    names = [f"side {number}" for number in range(12)]
    happened = [_happening(dice, number, towns, names) for number in range(many * 10 // 6)]
    a, b = listed(observed(dice, happened)[:many], observed(dice, happened)[:many])
    start = time.perf_counter()
    linked(a, b)
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _happening(dice: random.Random, number: int, towns: list[tuple[int, int]], names: list[str]) -> Told:
    place = min(dice.randrange(300), dice.randrange(300))
    day = 16_800 + dice.randrange(180)
    sides = frozenset({names[place % 12], names[(place + dice.randrange(1, 4)) % 12]})
    return Told(f"h{number}", Position(*towns[place]), 1_000, day, day, sides, int(dice.lognormvariate(1, 1)))


if __name__ == "__main__":
    main()
