"""Tries one copy of the package against prepared cases, in one process, and stops at the first wrong answer.

Run as `python -m tests.mutants.trial PACKAGE_FOLDER CASES_FILE`. Exit code 0: every answer is right; 3: one is wrong,
and which is printed. Anything else is a fault of the trial itself.
"""

import json
import sys
from pathlib import Path

import truceline
from tests.vectors.files import Case, differences, evaluated

WRONG = 3


def first_wrong(cases: list[Case]) -> str:
    """The first wrong answer in words, or nothing."""
    for case in cases:
        try:
            found = differences(case, evaluated(case))
        except Exception as error:  # noqa: BLE001 - an answer that cannot be given is wrong
            return f"{case.id}: {type(error).__name__}: {error}"
        if found:
            return found[0]
    return ""


def main(folder: str, file: str) -> int:
    """Answer every prepared case with the package in that folder."""
    assert Path(truceline.__file__ or "").is_relative_to(folder), truceline.__file__
    wrong = first_wrong([Case(**one) for one in json.loads(Path(file).read_text("utf-8"))])
    print(wrong)  # noqa: T201 - its answer
    return WRONG if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
