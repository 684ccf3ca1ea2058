"""One digest over the findings of every term vector and some hundred seeded cases.

Prints it; `python -m tests.golden.digest > tests/golden/digest.txt` takes a new one on purpose, after reading what
changed and why. The digest is over sorted RFC 8785 lines of integers and text, never over a file's bytes.
"""

import hashlib
from collections.abc import Iterator
from random import Random
from typing import Any

import rfc8785

from tests.oracle.cases import random_case
from tests.vectors.files import cases
from truceline.agreement import compiled, plain
from truceline.findings import findings_of
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.terms import evaluate

SEEDS = range(300)


def lines() -> Iterator[bytes]:
    """A line for each case: its id and everything every column says of it."""
    for name, agreement, conduct, limit in _cases():
        text = read_inline(agreement)
        found = findings_of(evaluate(compiled(text), read_conduct({"id": name, **conduct}), limit), text)
        yield rfc8785.dumps(plain({"case": name, "columns": found}))  # type: ignore[arg-type,unused-ignore]


def _cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], int]]:
    for case in cases():
        yield case.id, case.agreement, case.conduct, case.limit
    for seed in SEEDS:
        agreement, conduct = random_case(Random(seed))  # noqa: S311 - chance, not secrecy
        yield f"seed-{seed}", agreement, {key: value for key, value in conduct.items() if key != "id"}, 4096


def digest() -> str:
    """SHA-256 of the sorted lines."""
    return hashlib.sha256(b"\n".join(sorted(lines()))).hexdigest()


if __name__ == "__main__":
    print(digest())  # noqa: T201 - what it is for
