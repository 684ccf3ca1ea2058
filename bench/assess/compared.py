"""The stated part by everyone in turn, each in a process of its own; their flags must be equal on every row."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather

from bench.assess.question import made_once
from bench.assess.rows import row
from bench.assess.truce import OURS
from bench.quiet import Noise, Round, Sifted, sift
from truceline.bulk.columns import conduct
from truceline.terms import Result, evaluate

NAMES = {"ours": "Truceline", "duck": "DuckDB", "frames": "GeoPandas + pandas"}
MODULES = {"duck": ("duckdb", "duckdb_extension_spatial"), "frames": ("geopandas", "pandas")}


@dataclass
class Runner:
    """One of those compared, and its rounds."""

    kind: str
    process: subprocess.Popen[str]
    loaded_s: float = 0
    rounds: dict[str, list[Round]] = field(default_factory=dict)  # by what was asked
    last: dict[str, Any] = field(default_factory=dict)  # what the last round told
    peak_mib: float = 0

    def ask(self, what: str) -> dict[str, Any]:
        """One line there, one line back; raises RuntimeError where the process ended instead."""
        assert self.process.stdin is not None  # noqa: S101 - it was made with pipes
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """The next line."""
        assert self.process.stdout is not None  # noqa: S101 - it was made with pipes
        line = self.process.stdout.readline()
        if not line:
            msg = f"{NAMES[self.kind]} ended, exit code {self.process.wait()}"
            raise RuntimeError(msg)
        told: dict[str, Any] = json.loads(line)
        return told

    def round(self, what: str) -> None:
        """One timed round."""
        self.last = self.ask(what)
        noise = Noise(self.last["others"], self.last["stolen"])
        self.rounds.setdefault(what, []).append(Round(self.last["seconds"], noise))

    def sifted(self, what: str) -> Sifted:
        """The rounds that count."""
        return sift(self.rounds[what])


def lacking(python: str) -> dict[str, str]:
    """The peers that cannot run under that Python, and what they lack."""
    found = {}
    for kind, modules in MODULES.items():
        command = [python, "-c", f"import {', '.join(modules)}"]
        if subprocess.run(command, check=False, capture_output=True).returncode:  # noqa: S603 - our own line
            found[kind] = f"{', '.join(modules)} not installed"
    return found


def started(kinds: Sequence[str], folder: Path, python: str) -> list[Runner]:
    """Everyone, loaded; peers run under `python`."""
    found = []
    for kind in kinds:
        command = [sys.executable if kind == "ours" else python, "-m", "bench.assess.worker", kind, str(folder)]
        process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        found.append(Runner(kind, process))
        found[-1].loaded_s = found[-1].hear()["loaded_s"]
    return found


def agreed(runners: Sequence[Runner], folder: Path) -> dict[str, int]:
    """How many rows each clause is engaged for; raises AssertionError where two disagree on any row."""
    kept = {}
    for runner in runners:
        runner.ask("keep")
        kept[runner.kind] = pyarrow.feather.read_table(str(folder / f"{runner.kind}.engaged"))
    first = kept[runners[0].kind]
    for kind, flags in kept.items():
        for clause in first.column_names:
            same = first[clause].combine_chunks().equals(flags[clause].combine_chunks())
            assert same, f"{NAMES[kind]} and {NAMES[runners[0].kind]} disagree on clause {clause}"  # noqa: S101
    return {clause: first[clause].to_numpy().sum() for clause in first.column_names}


def as_the_floor(batch: pa.RecordBatch, stated: pa.Table, flags: pa.Table, many: int) -> int:
    """How many of the first rows the plain evaluator was asked about too; raises AssertionError where it differs."""
    once, asked = made_once(), [one for one in stated["row"].to_pylist() if one < batch.num_rows][:many]
    for i, number in enumerate(asked):
        column = evaluate(once.text, conduct(row(batch, number), once.sides)).columns[OURS]
        expected = {name: one.result is Result.CERTAIN for name, one in column.clauses.items()}
        found: Mapping[str, bool] = flags.slice(i, 1).to_pylist()[0]
        assert found == expected, f"row {number}: {_apart(expected, found)}"  # noqa: S101
    return len(asked)


def _apart(expected: Mapping[str, bool], found: Mapping[str, bool]) -> str:
    return ", ".join(f"clause {name} is {one}" for name, one in expected.items() if found[name] != one)


def versions(python: str) -> dict[str, str]:
    """The versions of the peers under that Python."""
    line = (
        "import json, bench.machine as m; print(json.dumps(m.versions(('duckdb', 'geopandas', 'pandas', 'shapely'))))"
    )
    done = subprocess.run([python, "-c", line], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    found: dict[str, str] = json.loads(done.stdout)
    return {name: one for name, one in found.items() if name != "Python"}
