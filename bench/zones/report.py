"""Figures as tables, and each aim with what was measured: met or not, said plainly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.table import markdown
from bench.zones.data import zone_sets
from bench.zones.engines import BY_HAND, BY_HAND_ALONE, OURS, SEDONA, YARDSTICK
from bench.zones.rounds import WINDOWS, Figures

POINTS, SEGMENTS = "points", "segments"
_TIMED = ("no windows, s", "÷ ours", "with windows, s", "÷ ours")
HEAD = ("engine", *_TIMED, "index, s", "first call, s", "peak, MiB", "rounds")


@dataclass(frozen=True)
class Case:
    """All engines over one set of zones."""

    rows: str  # POINTS or SEGMENTS
    zone_set: str
    count: int  # how many rows
    figures: tuple[Figures, ...]  # in the order of the tables

    def of(self, name: str) -> Figures | None:
        """One engine's, if it took part."""
        return next((each for each in self.figures if each.kind.name == name), None)


@dataclass(frozen=True)
class Aim:
    """Something that was to be reached."""

    text: str
    measured: str
    met: bool | None  # None: not measured in this run


def tables(cases: Iterable[Case]) -> str:
    """A table for each case, under a heading."""
    return "\n\n".join(f"### {_title(case)}\n\n{markdown(HEAD, map(_row(case), case.figures))}" for case in cases)


def rounds(cases: Sequence[Case]) -> str:
    """How many rounds were counted, how many thrown out, and what had no quiet one."""
    sifted = [each for case in cases for one in case.figures for each in one.rounds.values()]
    kept, out = sum(len(each.rounds) for each in sifted), sum(each.thrown_out for each in sifted)
    noisy = sum(each.noisy for each in sifted)
    busy = (
        f" {noisy} of {len(sifted)} figures, marked *, had no quiet round and are of a busy machine." if noisy else ""
    )
    return f"{kept} rounds counted, {out} thrown out because others used the machine.{busy}"


def aims(cases: Sequence[Case], compiled_anew_s: float | None) -> list[Aim]:
    """Every aim beside what was measured."""
    points, segments = ([case for case in cases if case.rows == rows] for rows in (POINTS, SEGMENTS))
    index = [case.of(OURS) for case in cases if case.zone_set.startswith("10,000")]
    first = [one.first_s for case in cases if (one := case.of(OURS))]
    return [
        _ratio("points: 20 × SedonaDB", 20, points, _named(SEDONA), windows=False),
        _ratio("points with windows: 20 × SedonaDB", 20, points, _named(SEDONA), windows=True),
        _ratio("points: 4 × shapely by hand", 4, points, _named(BY_HAND, BY_HAND_ALONE), windows=False),
        _ratio("points with windows: 2 × shapely by hand", 2, points, _named(BY_HAND, BY_HAND_ALONE), windows=True),
        _ratio("segments: 3 × the nearest", 3, segments, _anyone, windows=False),
        _ratio("segments with windows: 3 × the nearest", 3, segments, _anyone, windows=True),
        _below("index of 10,000 zones under 0.5 s", 0.5, [one.index_s for one in index if one]),
        _below("first call under 3 s, its compiled code kept from before", 3, first),
        Aim(
            "first call with nothing compiled (no aim)",
            "not measured" if compiled_anew_s is None else f"{compiled_anew_s:.1f} s",
            None,
        ),
        _yardstick(points),
    ]


def aim_table(found: Iterable[Aim]) -> str:
    """As Markdown."""
    words = {True: "yes", False: "**no**", None: "—"}
    return markdown(["aim", "measured", "met"], [[each.text, each.measured, words[each.met]] for each in found])


def _title(case: Case) -> str:
    return f"{case.count:,} {case.rows}, zones {case.zone_set}"


def _row(case: Case) -> Callable[[Figures], list[str]]:
    ours = case.of(OURS)

    def row(one: Figures) -> list[str]:
        name = one.kind.name if one.rows == case.count else f"{one.kind.name} ({one.rows:,} {case.rows})"
        timed = [cell for windows in WINDOWS for cell in (_seconds(one, windows=windows), _over(one, ours, windows))]
        index = f"{one.index_s:.3f}" if one.index_s >= _MEASURABLE_S else "—"
        peak = "—" if math.isnan(one.peak_mib) else f"{one.peak_mib:,.0f}"
        count = sum(len(each.rounds) for each in one.rounds.values())
        return [name, *timed, index, f"{one.first_s:.2f}", peak, str(count)]

    return row


_MEASURABLE_S = 0.0005


def _seconds(one: Figures, *, windows: bool) -> str:
    taken, mark = one.seconds(windows=windows), "*" if one.rounds[windows].noisy else ""
    return f"{taken:.4f}{mark}" if taken < 0.1 else f"{taken:.3f}{mark}" if taken < 10 else f"{taken:.1f}{mark}"


def _over(one: Figures, ours: Figures | None, windows: bool) -> str:  # noqa: FBT001
    """How many times our time, row for row."""
    if ours is None or one is ours:
        return "—"
    return f"{one.row_ns(windows=windows) / ours.row_ns(windows=windows):.2f}"


Peers = Callable[[Case], list[Figures]]


def _named(*names: str) -> Peers:
    return lambda case: [one for name in names if (one := case.of(name))]


def _anyone(case: Case) -> list[Figures]:
    return [one for one in case.figures if one.kind.answers and one.kind.name != OURS]


def _ratio(text: str, wanted: float, cases: Sequence[Case], peers: Peers, *, windows: bool) -> Aim:
    """At least so many times as fast as the fastest of some, over every set of zones; fewer sets prove nothing."""
    found = []
    for case in cases:
        ours, others = case.of(OURS), peers(case)
        if ours is None or not others:
            return Aim(text, "not measured", None)
        nearest = min(others, key=lambda one: one.row_ns(windows=windows))
        over = nearest.row_ns(windows=windows) / ours.row_ns(windows=windows)
        mark = "*" if ours.rounds[windows].noisy or nearest.rounds[windows].noisy else ""
        found.append((over, f"{case.zone_set}: {over:.1f}{mark} ({nearest.kind.name})"))
    if not found:
        return Aim(text, "not measured", None)
    met = min(over for over, _ in found) >= wanted
    return Aim(text, "; ".join(words for _, words in found), met if len(found) == len(zone_sets()) else None)


def _below(text: str, wanted_s: float, taken: Sequence[float]) -> Aim:
    if not taken:
        return Aim(text, "not measured", None)
    return Aim(text, f"{max(taken):.2f} s", max(taken) < wanted_s)


def _yardstick(cases: Sequence[Case]) -> Aim:
    """How near the memory's own limit; no aim."""
    both = [(case.zone_set, case.of(OURS), case.of(YARDSTICK)) for case in cases]
    said = [
        f"{name}: {ours.row_ns(windows=False) / limit.row_ns(windows=False):.1f}"
        for name, ours, limit in both
        if ours and limit
    ]
    return Aim("points: times the read-gather-write of the memory (no aim)", "; ".join(said) or "not measured", None)
