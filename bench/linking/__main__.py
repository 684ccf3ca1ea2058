"""`python -m bench.linking GED.csv`: links between two observers' lists, beside peers; how right, how fast, how large.

Splink and recordlinkage need an environment of their own (`--peers PYTHON`); without it their rows are left out, and
that is said. Peers get the threshold that the answers show to be their best; ours chooses its own.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, stdev

from bench.linking import programs
from bench.linking.programs import Link, balance, with_the_answers
from bench.linking.task import Task, events, task
from bench.machine import machine_class, versions
from bench.table import markdown, measured, write
from truceline.incidents import Told

OTHERS = range(1_000, 1_010)  # seeds from which the noise is told
PEERS = ("splink", "recordlinkage")
MANY = 50_000  # accounts in each of two large lists


@dataclass
class Row:
    """One program over all seeds."""

    name: str
    right: list[tuple[float, float, float]] = field(default_factory=list)  # precision, recall, balance
    seconds: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)

    def cells(self, accounts: int) -> list[str]:
        """As a row of the table; pairs: of one account of each list."""
        precision, recall, each = ([one[k] for one in self.right] for k in range(3))
        spread = stdev(each) if len(each) > 1 else 0.0
        rate = accounts * accounts / mean(self.seconds)
        peak = f"{max(self.peak_mib):.0f}" if self.peak_mib else "—"
        return [
            self.name, f"{mean(precision):.3f}", f"{mean(recall):.3f}", f"{mean(each):.3f} ± {spread:.3f}",
            f"{mean(self.seconds):.2f}", f"{rate / 1e6:,.1f}", peak,
        ]  # fmt: skip


def main() -> None:
    """Run and print."""
    asked = _asked()
    happened = events(asked.events)
    law = programs.noise(happened, OTHERS)
    ways: dict[str, Callable[[Task], list[Link]]] = {
        "truceline": programs.ours,
        "truceline, told the noise": lambda given: programs.told(given, law),
        "plain additive score": lambda given: with_the_answers(programs.additive(given), given.right),
        "nearest neighbour": lambda given: with_the_answers(programs.nearest(given), given.right),
    }
    rows = {name: Row(name) for name in [*ways, *(PEERS if asked.peers else ())]}
    known = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seeds):
            given = task(happened, seed)
            for name, way in ways.items():
                start = time.perf_counter()
                found = way(given)
                rows[name].seconds.append(time.perf_counter() - start)
                rows[name].right.append(balance(found, given.right))
            for name in PEERS if asked.peers else ():
                known[name] = _peer(asked.peers, name, given, Path(folder), rows[name])
            print(
                f"seed {seed}: " + "  ".join(f"{name} {row.right[-1][2]:.3f}" for name, row in rows.items()), flush=True
            )
    text = _report(list(rows.values()), len(happened) * 6 // 10, known, asked)
    print(text)
    if asked.write:
        write("linking", text)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=Path, help="a UCDP GED file")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--peers", help="Python of the environment that has Splink and recordlinkage")
    parser.add_argument("--write", action="store_true", help="write the figures onto docs/benchmarks.md")
    return parser.parse_args()


def _peer(python: str, name: str, given: Task, folder: Path, row: Row) -> str:
    paths = [folder / "a.csv", folder / "b.csv"]
    for path, told in zip(paths, (given.a, given.b), strict=True):
        _table(path, told)
    command = [python, str(Path(__file__).with_name("peer.py")), name, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - the peers' own Python
    said = json.loads(done.stdout)
    row.right.append(balance(with_the_answers([tuple(one) for one in said["pairs"]], given.right), given.right))
    row.seconds.append(said["seconds"])
    row.peak_mib.append(said["peak_mib"])
    return str(said["version"])


def _table(path: Path, told: list[Told]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["unique_id", "lat", "lon", "day", "sides", "dead"])
        for one in told:
            sides = " | ".join(sorted(one.sides))
            out.writerow([one.id, one.at.lat_e7 / 1e7, one.at.lon_e7 / 1e7, one.first_day, sides, one.dead])


def _report(rows: list[Row], accounts: int, known: dict[str, str], asked: argparse.Namespace) -> str:
    head = ["", "precision", "recall", "F1 ± spread", "seconds", "10⁶ pairs/s", "peak MiB"]
    seconds, peak = _large()
    absent = "" if known else "\nSplink and recordlinkage did not take part: `--peers PYTHON` names an environment.\n"
    day = dt.datetime.now(dt.UTC).date().isoformat()
    large = (
        f"{asked.seeds} seeds. {2 * MANY:,} accounts (two lists of made-up happenings): {seconds:.1f} s, "
        f"peak {peak:.0f} MiB, in a process of their own."
    )
    return "\n".join(
        [
            measured(day, machine_class(), versions(["numpy", "scipy"]) | known),
            absent,
            markdown(head, [row.cells(accounts) for row in rows]),
            "",
            large,
        ]
    )


def _large() -> tuple[float, float]:
    """Seconds and peak of linking two large lists, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-m", "bench.linking.large", str(MANY)], capture_output=True, text=True, check=True
    )
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


if __name__ == "__main__":
    main()
