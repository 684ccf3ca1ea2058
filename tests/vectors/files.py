"""The vector files, and what an evaluator says of a case, in their words.

They are read as strictly as agreements are: no repeated key, no anchor, every plain scalar text. What a case replaces
of its file's agreement is whole sections. Nothing here knows how a result is come by.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from truceline.agreement import compiled
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.formats.yaml_text import read_yaml
from truceline.terms import Compiled, evaluate

Plain = dict[str, Any]

FOLDER = Path(__file__).resolve().parent / "terms"
LIMIT = 4096
FILE_KEYS = {"about", "agreement", "cases"}
CASE_KEYS = {"id", "reason", "conduct", "agreement", "expect"}


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its answer and the reason for it."""

    id: str  # NN-NNN, the file's number first
    file: str  # the name of its file
    reason: str  # why the answer is what it is
    agreement: Plain  # the file's agreement with the sections that the case replaces
    conduct: Plain  # what is judged
    expect: Mapping[str, Mapping[str, object]]  # column → rule id, `together`, `clauses`, `worlds` → answer
    limit: int = LIMIT  # of worlds that differ


def cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for path in sorted(FOLDER.glob("*.yaml")):
        whole = tree(path)
        assert set(whole) == FILE_KEYS, f"{path.name}: {sorted(whole)}"
        for one in whole["cases"]:
            assert set(one) <= CASE_KEYS, f"{path.name}: {one.get('id')}: {sorted(one)}"
            agreement = {**whole["agreement"], **one.get("agreement", {})}
            yield Case(one["id"], path.name, one.get("reason", ""), agreement, one["conduct"], one["expect"])


def tree(path: Path) -> Plain:
    """One file as text, lists and mappings."""
    document = read_yaml(path.read_bytes(), path.name)
    assert not document.faults, "\n".join(str(fault) for fault in document.faults)
    assert isinstance(document.tree, dict)
    return document.tree


def evaluated(case: Case) -> Plain:
    """What the evaluator says of a case: per column its clauses, all together, and how many worlds."""
    found = evaluate(_compiled(json.dumps(case.agreement)), read_conduct(case.conduct), limit=case.limit)
    return {
        name: {
            **{rule_id: str(clause.result) for rule_id, clause in column.clauses.items()},
            "together": str(column.together.result),
            "clauses": list(column.together.clauses),
            "worlds": "too many" if column.too_many else column.worlds,
        }
        for name, column in found.columns.items()
    }


@lru_cache(maxsize=4)
def _compiled(sections: str) -> Compiled:
    return compiled(read_inline(json.loads(sections)))


def differences(case: Case, found: Plain) -> list[str]:
    """Where an evaluator's answer is not the expected one, in words."""
    return [
        f"{case.id}: {column}.{key}: expected {answer}, got {found.get(column, {}).get(key)}"
        for column, answers in case.expect.items()
        for key, answer in answers.items()
        if as_text(found.get(column, {}).get(key)) != as_text(answer)
    ]


def as_text(answer: object) -> object:
    """An answer as the files write it: a number is its digits."""
    return str(answer) if isinstance(answer, int) else answer
