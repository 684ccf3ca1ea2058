"""The work order: which questions, asked now, would settle most findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.findings.model import ColumnFinding, Finding
from truceline.terms.settle import Answered, Atom


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One question to ask, with how many findings it would settle."""

    atom: Atom
    about: str  # the side's label where the atom speaks of a side; else empty
    settles: int  # findings it settles whatever the answer
    settles_if: tuple[tuple[str, int, int], ...]  # (answer, findings then certain, findings then cleared)
    findings: tuple[str, ...]  # the ids of findings it can settle, in order


def work_order(found: Sequence[Finding], column: str = "common") -> tuple[WorkItem, ...]:
    """The questions that would settle most findings, most first; ties by the question itself."""
    items: dict[tuple[Atom, str], WorkItem] = {}
    for one in found:
        settle = one.column(column).settle
        for answered in settle.under:
            key = (answered.atom, about(one, answered.atom))
            held = items.get(key) or WorkItem(*key, 0, (), ())
            items[key] = _counted(held, one, answered, whatever=answered.atom in settle.whatever)
    return tuple(sorted(items.values(), key=lambda item: (-len(item.findings), -item.settles, str(item.atom))))


def about(one: Finding, atom: Atom) -> str:
    """The label of the side an atom speaks of; empty where it speaks of none."""
    return {"a": one.sides[0], "b": one.sides[1]}.get(atom.side, "")


def _counted(item: WorkItem, one: Finding, answered: Answered, *, whatever: bool) -> WorkItem:
    counts = {answer: (certain, cleared) for answer, certain, cleared in item.settles_if}
    certain, cleared = counts.get(answered.answer, (0, 0))
    counts[answered.answer] = (certain + answered.certain, cleared + (not answered.certain))
    new = not item.findings or item.findings[-1] != one.event
    return replace(
        item,
        settles=item.settles + (whatever and new),
        settles_if=tuple((answer, *counts[answer]) for answer in sorted(counts)),
        findings=(*item.findings, one.event) if new else item.findings,
    )


def lead(column: ColumnFinding) -> Answered | None:
    """The answer to lead with where nothing is certain yet: the first that would make it so."""
    return next((one for one in column.settle.under if one.certain), None)
