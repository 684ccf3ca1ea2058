"""Parts of an assessment on many processes or machines, each judged as it would be here.

Every machine reads the rows and writes its parts itself, so all must see both folders at the same place, and have
the same version of this package. The agreement goes with the parts; a process reads it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from truceline.agreement import Agreement, fingerprint
from truceline.bulk import many
from truceline.bulk.many import Outcome
from truceline.desk.assessing.judging import Progress, Runner
from truceline.desk.assessing.parts import Done, Work, judge_part
from truceline.errors import DataError, Fault

_CURE = "Look at that part's file, or assess it alone, without --on."
_SENT: dict[str, Agreement] = {}  # by fingerprint: what came with the first part, whose engine stands


def on(where: str, workers: int = many.WORKERS) -> Runner:
    """What judges parts there: `dask`, `spark`, or either with `=` and an address; counts parts, not rows."""

    def run(agreement: Agreement, works: Sequence[Work], progress: Progress | None) -> Iterable[Done]:
        judge: Callable[[Work], Done] = partial(judge_sent, agreement, fingerprint(agreement))
        return _all_done(many.run(where, judge, [_from_anywhere(one) for one in works], progress, workers), works)

    return run


def judge_sent(agreement: Agreement, mark: str, work: Work) -> Done:
    """Judge a part under an agreement that came with it; `mark` is its fingerprint."""
    if mark not in _SENT:
        _SENT.clear()
        _SENT[mark] = agreement
    return judge_part(_SENT[mark], work)


def _from_anywhere(work: Work) -> Work:
    """The part by paths that do not depend on where a process stands, for a process that has one processor."""
    rows = replace(work.part, path=str(Path(work.part.path).resolve()))
    return replace(work, part=rows, out=str(Path(work.out).resolve()), threads=1)


def _all_done(outcomes: Sequence[Outcome[Done]], works: Sequence[Work]) -> Iterable[Done]:
    """Every part's outcome; raises DataError, with every fault, where a part was not judged."""
    failed = [(works[one.part], one) for one in outcomes if one.value is None]
    if failed:
        faults = [fault for work, one in failed for fault in one.faults or (_fault(work, one),)]
        raise DataError(f"{len(failed)} of {len(works)} parts could not be judged", tuple(faults))
    return [one.value for one in outcomes if one.value is not None]


def _fault(work: Work, one: Outcome[Done]) -> Fault:
    return Fault(work.file, 0, "", "rows that can be judged", one.failure, _CURE)
