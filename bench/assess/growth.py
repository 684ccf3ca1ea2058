"""How time and memory grow with the rows: each size in a process of its own, its rows made as they are needed.

`python -m bench.assess.growth N` judges N rows and prints what came of it as JSON.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from bench.zones.worker import peak_mib

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
Figures = dict[str, Any]  # rows, seconds, slow, questions, answers, peak_mib


def main() -> None:
    """One size."""
    from bench.assess.ours import growth  # noqa: PLC0415 - whoever only starts others need not load it

    passed = growth(int(sys.argv[1])).plain()
    print(json.dumps({**passed, "peak_mib": peak_mib()}))


def measured(sizes: Iterable[int]) -> list[Figures]:
    """Each size, one after another."""
    found = []
    for size in sizes:
        command = [sys.executable, "-m", "bench.assess.growth", str(size)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
        found.append(json.loads(done.stdout))
        print(f"  {size:>10,} rows {found[-1]['seconds']:8.2f} s {found[-1]['peak_mib']:6.0f} MiB", flush=True)
    return found


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The slope of the straight line through the logarithms, by least squares: 1 is as many times as the rows."""
    xs, ys = ([math.log(one) for one in values] for values in (sizes, seconds))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


if __name__ == "__main__":
    main()
