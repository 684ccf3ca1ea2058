"""`python -m bench.assess`: make the rows, compare, grow, spread; print all of it, and write it if asked."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.feather

from bench.assess import compared, growth, report, spread
from bench.assess.question import handed, made_once, stated
from bench.assess.rows import rows
from bench.machine import machine_class, versions
from bench.table import measured, write

FLOOR_ROWS = 2_000  # of the stated part, that the plain evaluator judges as well
PACKAGES = ("numba", "numpy", "pyarrow", "dask")


def main() -> None:
    """Run as the options say, and tell after each stage; a difference between two answers ends it."""
    asked = _asked()
    print(machine_class(), flush=True)
    found = report.Found()
    with tempfile.TemporaryDirectory() as folder:
        if asked.rows:
            found.compared = _compared(asked, Path(folder))
            _tell(asked, found)
        if asked.sizes:
            found.growth = growth.measured(asked.sizes)
            _tell(asked, found)
        if asked.spread:
            paths = spread.written(Path(folder), asked.spread)
            found.spread = [spread.measured(paths, workers) for workers in (1, 2)]
            _tell(asked, found)
    if found.slow_share() > report.MOST_SLOW:
        sys.exit(f"{found.slow_share():.1%} of the rows went to the floor; at most {report.MOST_SLOW:.0%} may")


def _tell(asked: argparse.Namespace, found: report.Found) -> None:
    """Print all that was measured so far, and write it if asked."""
    text = report.text(found)
    print(f"\n{text}\n", flush=True)
    if asked.write:
        line = measured(asked.date, machine_class(), {**versions(PACKAGES), **compared.versions(asked.peers)})
        write("assess", f"{line}\n\n{text}")


def _compared(asked: argparse.Namespace, folder: Path) -> report.Compared:
    """Everyone over the stated part, ours over all rows as well."""
    batches = list(rows(asked.rows))
    with pa.OSFile(str(folder / "all.arrow"), "wb") as file, pa.ipc.new_file(file, batches[0].schema) as out:
        for batch in batches:
            out.write_batch(batch)
    part = stated(batches, made_once().agreement)
    handed(made_once(), part).keep(folder)
    lacking = compared.lacking(asked.peers)
    kinds = [kind for kind in compared.NAMES if kind not in lacking]
    print(f"{asked.rows:,} rows, {part.num_rows:,} of the stated part: {', '.join(kinds)}", flush=True)
    runners = compared.started(kinds, folder, asked.peers)
    compared.agreed(runners, folder)
    flags = pyarrow.feather.read_table(str(folder / f"{runners[-1].kind}.engaged"))
    floor = compared.as_the_floor(batches[0], part, flags, FLOOR_ROWS)
    for turn in range(asked.rounds):
        for runner in runners[turn % len(runners) :] + runners[: turn % len(runners)]:
            runner.round("round")
    for _ in range(asked.rounds):
        runners[0].round("all")
    for runner in runners:
        runner.peak_mib = runner.ask("end")["peak_mib"]
    return report.Compared(asked.rows, part.num_rows, floor, tuple(runners), lacking)


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m bench.assess", description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000, metavar="N", help="rows to compare over; 0: none")
    options.add_argument("--rounds", type=int, default=5, metavar="K", help="rounds of each")
    options.add_argument("--sizes", type=int, nargs="*", default=growth.SIZES, metavar="N", help="rows to grow over")
    options.add_argument("--spread", type=int, default=8_000_000, metavar="N", help="rows for Dask; 0: none")
    options.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="the Python that has the peers")
    options.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    options.add_argument("--date", default=dt.datetime.now(dt.UTC).date().isoformat(), help="the day the page shows")
    return options.parse_args()


if __name__ == "__main__":
    main()
