"""Figures as tables, and each aim with what was measured: met or not, said plainly."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, field

from bench.assess.compared import NAMES, Runner
from bench.assess.growth import Figures, exponent
from bench.assess.spread import Spread
from bench.table import markdown

MOST_SLOW = 0.05  # share of the rows that may go to the floor
TIMES, STEEPEST, TWO_OVER_ONE = 10, 1.1, 1.6  # the aims


@dataclass(frozen=True)
class Compared:
    """Everyone over the stated part of so many rows."""

    rows: int
    stated: int  # rows of the stated part
    floor: int  # of these, also judged by the plain evaluator
    runners: tuple[Runner, ...]  # ours first
    lacking: dict[str, str]  # who did not take part, and why

    def a_second(self, runner: Runner, what: str) -> float:
        """Rows a second, the median round."""
        rows = self.rows if what == "all" else self.stated
        return rows / statistics.median(one.seconds for one in runner.sifted(what).rounds)


@dataclass
class Found:
    """Everything that was measured."""

    compared: Compared | None = None
    growth: list[Figures] = field(default_factory=list)
    spread: list[Spread] = field(default_factory=list)

    def slow_share(self) -> float:
        """The largest share of rows that went to the floor."""
        passes = [*self.growth, *([self.compared.runners[0].last] if self.compared else [])]
        return max((sum(one["slow"].values()) / one["rows"] for one in passes), default=0.0)


def text(found: Found) -> str:
    """All of it as Markdown."""
    parts = [_aims(found)]
    if found.compared:
        parts += [_rounds(found.compared), _compared(found.compared)]
    if found.growth:
        parts.append(_growth(found.growth))
    if found.spread:
        parts.append(_spread(found.spread))
    return "\n\n".join(parts)


def _aims(found: Found) -> str:
    lines = [_aim("rows sent to the floor: at most 5 %", f"{found.slow_share():.2%}", found.slow_share() <= MOST_SLOW)]
    if found.compared and len(found.compared.runners) > 1:
        lines += [_times(found.compared, what) for what in ("all", "round")]
    if len(found.growth) > 1:
        slope = exponent(*([one[key] for one in found.growth] for key in ("rows", "seconds")))
        lines.append(_aim("growth of time with rows: exponent at most 1.1", f"{slope:.2f}", slope <= STEEPEST))
    if found.spread:
        one, two = found.spread
        assert one.digest == two.digest, "one process and two differ"  # noqa: S101
        over = one.seconds / two.seconds
        lines.append(_aim("two processes by Dask: 1.6 × one", f"{over:.2f}", over >= TWO_OVER_ONE))
    return markdown(["aim", "measured", "met"], lines)


def _aim(aim: str, measured: str, met: bool) -> list[str]:  # noqa: FBT001 - a figure
    return [aim, measured, "yes" if met else "**no**"]


def _times(found: Compared, what: str) -> list[str]:
    ours, *peers = found.runners
    fastest = max(peers, key=lambda one: found.a_second(one, "round"))
    over = found.a_second(ours, what) / found.a_second(fastest, "round")
    rows = "all rows" if what == "all" else "their rows alone"
    said = f"{over:.2f} ({NAMES[fastest.kind]})"
    return _aim(f"the whole question about {rows}: 10 × the faster peer, rows a second", said, over >= TIMES)


def _rounds(found: Compared) -> str:
    sifted = [one.sifted(what) for one in found.runners for what in one.rounds]
    kept, out = sum(len(one.rounds) for one in sifted), sum(one.thrown_out for one in sifted)
    noisy = sum(one.noisy for one in sifted)
    said = [f"{kept} rounds counted, {out} thrown out because others used the machine."]
    if noisy:
        said.append(f"{noisy} of {len(sifted)} figures, marked *, had no quiet round and are of a busy machine.")
    said += [f"{NAMES[kind]} did not take part: {why}." for kind, why in found.lacking.items()]
    said.append(
        f"All agree on each of the {found.stated:,} rows of the stated part and each of the 40 clauses; the plain"
        f" evaluator was asked about {found.floor:,} of these as well and agrees."
    )
    return " ".join(said)


def _compared(found: Compared) -> str:
    lines = []
    for runner in found.runners:
        for what in sorted(runner.rounds):
            sifted = runner.sifted(what)
            rows = found.rows if what == "all" else found.stated
            asked = "40 clauses, engaged or not, one list" if runner.kind != "ours" else "everything"
            seconds = f"{statistics.median(one.seconds for one in sifted.rounds):.2f}{'*' if sifted.noisy else ''}"
            speed, loaded = f"{found.a_second(runner, what):,.0f}", f"{runner.loaded_s:.1f}"
            lines.append(
                [f"{NAMES[runner.kind]}: {asked}", f"{rows:,}", seconds, speed, loaded, f"{runner.peak_mib:,.0f}"]
            )
    return markdown(["who answers what", "rows", "s", "rows a second", "loading, s", "peak, MiB"], lines)


def _growth(found: list[Figures]) -> str:
    lines = []
    for one in found:
        slow = sum(one["slow"].values()) / one["rows"]
        told = [f"{one['rows']:,}", f"{one['seconds']:.2f}", f"{one['rows'] / one['seconds']:,.0f}", f"{slow:.2%}"]
        lines.append([*told, f"{one['questions']:,}", f"{one['answers']:,}", f"{one['peak_mib']:,.0f}"])
    reasons: Counter[str] = Counter()
    for one in found:
        reasons.update(one["slow"])
    head = ["rows", "s", "rows a second", "to the floor", "different questions", "different answers", "peak, MiB"]
    why = ", ".join(f"{reason} {count:,}" for reason, count in reasons.most_common()) or "none"
    return f"{markdown(head, lines)}\n\nRows of all sizes together that went to the floor, by reason: {why}."


def _spread(found: list[Spread]) -> str:
    lines = [
        [str(one.workers), f"{one.rows:,}", f"{one.seconds:.1f}", f"{one.rows / one.seconds:,.0f}"] for one in found
    ]
    return markdown(["processes by Dask", "rows", "s, from start to end", "rows a second"], lines)
