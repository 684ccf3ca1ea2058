"""`python -m bench.roots GED.csv [--wrong] [--write]`: roots of events, beside counting reports and counting outlets.

Two yardsticks. Labels of 200 events, as a range each, judged by reading the row; and the coders' own column of original
sources, which names origins for all reports of a row together. Neither is the truth about who saw what.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.machine import machine_class, versions
from bench.roots.telling import Sources, counted
from bench.table import markdown, measured, write
from truceline.claims import Event
from truceline.desk.verbs.from_files import NOBODY_KNOWN
from truceline.formats.ucdp import read_ucdp

LABELS = Path(__file__).parent / "labels.csv"
ALL = "all labelled"

Range = tuple[int, int]
Way = Callable[[Event], Range]


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader of the row holds possible."""

    id: str
    group: str
    roots: Range


def labels() -> tuple[Label, ...]:
    """All of them, in order of the file."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Label(one["id"], one["group"], (int(one["roots_low"]), int(one["roots_high"]))) for one in rows)


def by_reports(event: Event) -> Range:
    """Every report is an origin."""
    return (len(event.reports),) * 2


def by_outlets(event: Event) -> Range:
    """Every outlet is an origin."""
    return (len(Sources.of(event).offices),) * 2


def ours(event: Event) -> Range:
    """Roots, with the coders' column of original sources."""
    found = counted(Sources.of(event))
    return found.low, found.high


def ours_untold(event: Event) -> Range:
    """Roots from offices and headlines alone."""
    found = counted(Sources.of(event, told=False))
    return found.low, found.high


WAYS: dict[str, Way] = {
    "counting reports": by_reports,
    "counting outlets": by_outlets,
    "Truceline, from offices and headlines alone": ours_untold,
    "Truceline": ours,
}
UNTOLD = tuple(name for name, way in WAYS.items() if way is not ours)  # the coders' column is their yardstick


def impossible(found: Range, right: Range) -> bool:
    """Whether nothing that was answered is held possible."""
    return found[1] < right[0] or found[0] > right[1]


def too_narrow(found: Range, right: Range) -> bool:
    """Whether something held possible was left out."""
    return found[0] > right[0] or found[1] < right[1]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m bench.roots", description=__doc__)
    asked.add_argument("events", type=Path, help="UCDP GED as CSV; it is not part of this project")
    asked.add_argument("--wrong", action="store_true", help="print the ids of events on which we are wrong")
    asked.add_argument("--write", action="store_true", help="write the figures into docs/benchmarks.md")
    given = asked.parse_args()
    read = read_ucdp(given.events.read_bytes(), given.events.name, NOBODY_KNOWN, "Asia/Damascus").events
    events = {one.id: one for one in read}
    text = report(events)
    print(text)
    if given.wrong:
        for label in labels():
            found = ours(events[label.id])
            if found != label.roots:
                print(label.id, label.group, "label", label.roots, "ours", found)
    if given.write:
        write("roots", text)


def report(events: dict[str, Event]) -> str:
    """Both tables."""
    groups = [*dict.fromkeys(one.group for one in labels()), ALL]
    rows = [
        _labelled(name, group, [one for one in labels() if group in {one.group, ALL}], events)
        for group in groups
        for name in WAYS
    ]
    head = ["counted", "events", "number", "wrong", "leaves out a possible number", "exactly the label", "mean width"]
    several = [one for one in events.values() if len(Sources.of(one).offices) > 1 and Sources.of(one).origins]
    return "\n\n".join(
        [
            measured(str(dt.datetime.now(dt.UTC).date()), machine_class(), versions(())),
            "Beside the labels:",
            markdown(head, rows),
            f"Beside the coders' own column, all {len(several)} events of several outlets in which it is filled:",
            markdown(["counted", "wrong", "mean width"], [_coders(name, several) for name in UNTOLD]),
        ]
    )


def _labelled(name: str, group: str, asked: list[Label], events: dict[str, Event]) -> list[str]:
    pairs = [(WAYS[name](events[one.id]), one.roots) for one in asked]
    shares = [_share(test(*pair) for pair in pairs) for test in (impossible, too_narrow, _exact)]
    return [name, group, str(len(pairs)), *shares, _width(found for found, _ in pairs)]


def _coders(name: str, several: list[Event]) -> list[str]:
    pairs = [(WAYS[name](one), (len(Sources.of(one).origins),) * 2) for one in several]
    return [name, _share(impossible(*pair) for pair in pairs), _width(found for found, _ in pairs)]


def _exact(found: Range, right: Range) -> bool:
    return found == right


def _share(answers: Iterable[bool]) -> str:
    every = list(answers)
    return f"{sum(every)} ({100 * sum(every) / len(every):.1f} %)"


def _width(ranges: Iterable[Range]) -> str:
    widths = [high - low for low, high in ranges]
    return f"{sum(widths) / len(widths):.2f}"


if __name__ == "__main__":
    main()
