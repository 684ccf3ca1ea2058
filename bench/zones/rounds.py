"""All engines over one set of zones: started one after another, then timed in turn, round by round.

Every engine's pairs must be those of the first; that alone is asserted. A round during which others used the machine
is asked for again, up to as many as were wanted. A slow engine gets the rounds its patience allows, at least one.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import numpy as np

from bench.quiet import Round, Sifted, sift
from bench.zones.data import Int64, zone_sets
from bench.zones.engines import Kind
from bench.zones.worker import Ask, Ready, Work, first_call, serve

WINDOWS = (False, True)


@dataclass(frozen=True)
class Plan:
    """How much is asked."""

    rounds: int  # wanted of each engine and question
    patience_s: float  # of one call; and of all rounds of an engine over one question


@dataclass(frozen=True)
class Figures:
    """What one engine needed over one set of zones."""

    kind: Kind
    rows: int  # how many it was asked about
    first_s: float  # the first call in a fresh process
    index_s: float
    peak_mib: float  # not a number where the engine works in a server
    rounds: dict[bool, Sifted]  # without and with windows
    pairs: dict[bool, int]  # how many it found

    def seconds(self, *, windows: bool) -> float:
        """The median round's."""
        return float(np.median([each.seconds for each in self.rounds[windows].rounds]))

    def row_ns(self, *, windows: bool) -> float:
        """Nanoseconds a row, to compare engines that were asked about different numbers of rows."""
        return self.seconds(windows=windows) / self.rows * 1e9


@dataclass
class _Runner:
    """An engine's process and what it did so far."""

    work: Work
    process: SpawnProcess
    wire: Connection
    ready: Ready
    rounds: dict[bool, list[Round]] = field(default_factory=lambda: {each: [] for each in WINDOWS})
    pairs: dict[bool, int] = field(default_factory=dict)

    def wants(self, plan: Plan, *, windows: bool) -> bool:
        """Whether another round is due and bearable."""
        done = self.rounds[windows]
        if not done:
            return True
        spent_s = sum(each.seconds for each in done)
        quiet = sum(each.noise.quiet for each in done)
        return quiet < plan.rounds and len(done) < 2 * plan.rounds and spent_s + done[-1].seconds <= plan.patience_s

    def hear(self) -> Any:  # noqa: ANN401 - what the worker sends
        """The next answer; raises RuntimeError where the process ended instead."""
        try:
            return self.wire.recv()
        except EOFError:
            self.process.join()
            msg = f"{self.work.kind.name} ended over {self.work.zone_set}, exit code {self.process.exitcode}"
            raise RuntimeError(msg) from None


def run(kinds: Iterable[Kind], rows: Path, zone_set: str, plan: Plan) -> list[Figures]:
    """Time all engines over one set of zones."""
    runners: list[_Runner] = []
    try:
        runners.extend(_started(Work(kind, rows, zone_set, plan.patience_s)) for kind in kinds)
        with tempfile.TemporaryDirectory() as folder:
            for windows in WINDOWS:
                _in_turn(runners, plan, Path(folder), windows=windows)
        return [_figures(each) for each in runners]
    finally:
        for each in runners:
            each.process.kill()


def compiled_anew(kind: Kind, rows: Path) -> float:
    """Seconds of the first call where nothing compiled is kept."""
    with tempfile.TemporaryDirectory() as cache:
        return _called(kind, rows, cache)


def compiled(kind: Kind, rows: Path) -> None:
    """Have all that it needs for such rows compiled and kept."""
    _called(kind, rows, None)


def _called(kind: Kind, rows: Path, cache: str | None) -> float:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=first_call, args=(there, Work(kind, rows, next(iter(zone_sets())), 0), cache))
    process.start()
    there.close()
    taken = float(here.recv())
    process.join()
    return taken


def _started(work: Work) -> _Runner:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there, work), daemon=True)
    process.start()
    there.close()
    runner = _Runner(work, process, here, Ready(0, 0, 0))
    runner.ready = runner.hear()
    return runner


def _in_turn(runners: Sequence[_Runner], plan: Plan, folder: Path, *, windows: bool) -> None:
    """Round by round, everyone who still wants one, each round beginning with another."""
    turn = 0
    while due := [each for each in runners if each.wants(plan, windows=windows)]:
        for runner in due[turn % len(due) :] + due[: turn % len(due)]:
            first = runner.work.kind.answers and not runner.rounds[windows]
            runner.wire.send(Ask(windows, _kept(folder, runner) if first else None))
            runner.rounds[windows].append(runner.hear())
        if turn == 0:
            _agree([each for each in runners if each.work.kind.answers], folder, windows=windows)
        turn += 1


def _kept(folder: Path, runner: _Runner) -> Path:
    return folder / f"{runner.process.pid}.npy"


def _agree(runners: Sequence[_Runner], folder: Path, *, windows: bool) -> None:
    """All found the pairs that the first one found, as far as they were asked; raises AssertionError."""
    known: Int64 | None = None
    for runner in runners:
        found: Int64 = np.load(_kept(folder, runner))
        runner.pairs[windows] = len(found)
        known = found if known is None else known
        count = zone_sets()[runner.work.zone_set][0]
        told = difference(known[: np.searchsorted(known, runner.ready.rows * count)], found, count)
        if told is not None:
            msg = f"{runner.work.kind.name} over {runner.work.zone_set}, {'with' if windows else 'no'} windows: {told}"
            raise AssertionError(msg)


def difference(known: Int64, found: Int64, zone_count: int) -> str | None:
    """How two sorted lists of pairs (row × zone_count + zone) differ; None: in nothing."""
    if np.array_equal(known, found):
        return None
    odd = np.setxor1d(known, found)
    if not len(odd):
        return f"{len(found)} pairs, expected {len(known)}: some are given twice"
    row, area = divmod(int(odd[0]), zone_count)
    return f"{len(found)} pairs, expected {len(known)}; {len(odd)} differ, the first: row {row} in zone {area}"


def _figures(runner: _Runner) -> Figures:
    runner.wire.send(None)
    peak_mib = float(runner.hear())
    runner.process.join()
    rounds = {windows: sift(done) for windows, done in runner.rounds.items()}
    ready = runner.ready
    return Figures(runner.work.kind, ready.rows, ready.first_s, ready.index_s, peak_mib, rounds, runner.pairs)
