"""The evaluator beside the brute-force oracle of the tests: the same small cases, interleaved, in one process.

Prints seconds for each, their ratio, and peak memory. Asserts only that the answers are equal; machines differ
and no figure here is a test. The cases are those of the tests (tests/oracle), which must therefore be present.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from random import Random

from tests.oracle.brute import brute
from tests.oracle.cases import random_case
from truceline.agreement import compiled
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.terms import Evaluation, evaluate

ROUNDS = 5
CASES = 400


def main() -> None:
    """Time both on the same cases, round by round in turn."""
    cases = [random_case(Random(seed)) for seed in range(CASES)]  # noqa: S311 - cases, not secrets
    read = [(compiled(read_inline(agreement)), read_conduct(conduct)) for agreement, conduct in cases]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = [evaluate(text, conduct) for text, conduct in read]
        middle = time.perf_counter()
        expected = [brute(agreement, conduct) for agreement, conduct in cases]
        end = time.perf_counter()
        assert [_said(one) for one in found] == [_same(one) for one in expected], "the two disagree"  # noqa: S101
        ours.append(middle - start)
        theirs.append(end - middle)
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{CASES} small cases, {ROUNDS} rounds, Python {sys.version.split()[0]}")
    print(f"evaluator        {statistics.median(ours) * 1000 / CASES:7.2f} ms a case (median round)")
    print(f"brute force      {statistics.median(theirs) * 1000 / CASES:7.2f} ms a case (median round)")
    print(f"brute ÷ ours     {min(ratios):.2f} – {statistics.median(ratios):.2f} – {max(ratios):.2f}")
    print(f"peak memory      {peak_mib:7.0f} MiB, both together")


Said = dict[str, dict[str, str]]


def _said(found: Evaluation) -> Said:
    return {
        name: {rule: str(clause.result) for rule, clause in column.clauses.items()}
        | {"together": column.together.result}
        for name, column in found.columns.items()
    }


def _same(found: dict[str, dict[str, object]]) -> Said:
    return {
        name: {key: str(value) for key, value in column.items() if key not in ("worlds", "clauses")}
        for name, column in found.items()
    }


if __name__ == "__main__":
    main()
