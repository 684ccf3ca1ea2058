"""`python -m bench.zones`: time every engine that is installed, print the tables, and write them if asked."""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bench.machine import machine_class, versions
from bench.table import measured, write
from bench.zones import report
from bench.zones.data import points, segments, zone_sets
from bench.zones.engines import KINDS, OURS, PACKAGES, POST, Kind
from bench.zones.rounds import Plan, compiled, compiled_anew, run
from bench.zones.worker import FIRST

SETS = tuple(zone_sets())


def main() -> None:
    """Run as the options say; a difference between two engines' pairs ends it."""
    asked = _asked()
    kinds = [each for each in KINDS if asked.only is None or each.name in asked.only]
    missing = {each.name: why for each in kinds if (why := each.missing())}
    kinds = [each for each in kinds if each.name not in missing]
    names = {each.name for each in kinds}
    used = versions(PACKAGES) | ({POST: import_module("bench.zones.sql").server_version()} if POST in names else {})
    print(
        machine_class(),
        ", ".join(f"{name} {version}" for name, version in used.items()),
        *(f"{name}: {why}" for name, why in missing.items()),
        sep="\n",
    )
    with tempfile.TemporaryDirectory() as folder:
        anew_s = _compiled([each for each in kinds if each.name == OURS], Path(folder))
        cases = _cases(asked, kinds, Path(folder))
    found = report.aims(cases, anew_s)
    aims = report.aim_table(found)
    left_out = " ".join(f"{name} did not take part: {why}." for name, why in missing.items())
    text = f"{report.rounds(cases)} {left_out}\n\n{aims}\n\n{report.tables(cases)}"
    print(f"{report.rounds(cases)} {left_out}\n\n{aims}")
    print(
        f"\nAims met: {sum(each.met is True for each in found)}; not met: {sum(each.met is False for each in found)}."
    )
    if asked.write:
        line = measured(asked.date, machine_class(), used)
        write("zones", f"{line}\n{text}")


def _compiled(ours: Sequence[Kind], folder: Path) -> float | None:
    """Seconds of our first call with nothing compiled; then all is compiled and kept, as in any later use."""
    path, taken_s = folder / "few.npz", None
    for one in ours:
        for make in (points, segments):
            make(FIRST).save(path)
            taken_s = compiled_anew(one, path) if make is points else taken_s
            compiled(one, path)
    return taken_s


def _cases(asked: argparse.Namespace, kinds: Sequence[Kind], folder: Path) -> list[report.Case]:
    plan = Plan(asked.rounds, asked.patience)
    made = {report.POINTS: (points, asked.points), report.SEGMENTS: (segments, asked.segments)}
    found = []
    for name, (make, count) in made.items():
        if not count:
            continue
        rows, able = folder / f"{name}.npz", [each for each in kinds if each.segments or name == report.POINTS]
        make(count).save(rows)
        for zone_set in asked.sets:
            print(f"{count:,} {name}, zones {zone_set} ...", flush=True)
            found.append(report.Case(name, zone_set, count, tuple(run(able, rows, zone_set, plan))))
            print(f"{report.tables(found[-1:])}\n", flush=True)
    return found


def _asked() -> argparse.Namespace:
    names = [each.name for each in KINDS]
    options = argparse.ArgumentParser(prog="python -m bench.zones", description=__doc__)
    options.add_argument("--points", type=int, default=10_000_000, metavar="N", help="how many points; 0: none")
    options.add_argument("--segments", type=int, default=2_000_000, metavar="N", help="how many segments; 0: none")
    options.add_argument("--rounds", type=int, default=5, metavar="K", help="quiet rounds wanted of each engine")
    options.add_argument(
        "--patience", type=float, default=20, metavar="S",
        help="seconds that an engine may take over one question; a slower one gets fewer rounds, then fewer rows",
    )  # fmt: skip
    options.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=f"some of: {', '.join(names)}")
    options.add_argument(
        "--sets", nargs="+", choices=SETS, default=SETS, metavar="SET", help=f"some of: {'; '.join(SETS)}"
    )
    options.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    options.add_argument(
        "--date",
        default=dt.datetime.now(dt.UTC).date().isoformat(),
        help="the day that the page shows (default: today)",
    )
    return options.parse_args()


if __name__ == "__main__":
    main()
