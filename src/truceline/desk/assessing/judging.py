"""All rows of a plan, judged in parts into an output directory.

1. Each part is judged by itself (`parts.judge_part`), here one after the other or wherever `run` sends them.
2. The parts are brought together and the directory takes its name (`directory`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from truceline.agreement import Agreement
from truceline.desk.assessing.directory import Run, brought_together, written_whole
from truceline.desk.assessing.parts import Done, Work, judge_part
from truceline.desk.assessing.planning import Plan

Progress = Callable[[int, int], None]  # rows done, rows in all; 0 where nobody knows
Runner = Callable[[Agreement, Sequence[Work], Progress | None], Iterable[Done]]


def assess_rows(
    agreement: Agreement, plan: Plan, out: Path, progress: Progress | None, run: Runner | None = None
) -> Run:
    """Judge every row and write the directory `out`, whole or not at all; raises DataError.

    `run` judges the parts; left out, they are judged here, one after the other.
    """

    def fill(folder: Path) -> Run:
        works = _works(plan, folder)
        rows = plan.rows or 0
        done = run(agreement, works, progress) if run else _here(agreement, works, progress, rows)
        datasets = [dataset for source in plan.sources for dataset in source.datasets]
        return brought_together(agreement, folder, works, done, datasets)

    return written_whole(out, fill)


def _works(plan: Plan, folder: Path) -> list[Work]:
    """Every part of every file, numbered in their order."""
    parts = [(source, part) for source in plan.sources for part in source.parts]
    return [
        Work(number, part, source.file, source.events, plan.engine, str(folder))
        for number, (source, part) in enumerate(parts)
    ]


def _here(agreement: Agreement, works: Sequence[Work], progress: Progress | None, rows: int) -> Iterable[Done]:
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, max(rows, done))

    return [judge_part(agreement, work, tell) for work in works]
