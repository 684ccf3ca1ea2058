"""The digest of a run: the lines as people can write them, whatever the order of the rows; and ids that stand twice."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from truceline.bulk.digest import digest, twice

SHAS = [hashlib.sha256(bytes([one])).hexdigest() for one in range(4)]
IDS = ["a", "a!", 'b"x', "\\", "é", "\U0001f600", "\uffff", "\n", "x\x01", "", "e1", "e10", "e1 0"]
LONG = "z" * 40  # longer than what is compared as numbers


def of(ids: Sequence[str], answers: Sequence[int]) -> str:
    half = len(ids) // 2
    return digest(pa.chunked_array([ids[:half], ids[half:]], pa.string()), np.array(answers, np.int32), SHAS)


def plainly(ids: Sequence[str], answers: Sequence[int]) -> str:
    lines = [
        rfc8785.dumps({"answer": SHAS[one], "event": name}) + b"\n" for name, one in zip(ids, answers, strict=True)
    ]
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


@pytest.mark.parametrize("ids", [IDS, [*IDS, LONG], [], ["one"]])
def test_the_lines_are_canonical_json_sorted_by_their_bytes(ids: list[str]) -> None:
    answers = [i % 3 for i in range(len(ids))]
    assert of(ids, answers) == plainly(ids, answers)
    assert of(ids[::-1], answers[::-1]) == plainly(ids, answers)


@example([("a", 0), ('a"', 0), ("a\x7f", 0)])
@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=12), st.integers(0, 3)), max_size=20))
def test_any_ids(rows: list[tuple[str, int]]) -> None:
    """Also ids that JSON writes otherwise than they are, and ids that begin alike."""
    ids, answers = [name for name, _ in rows], [one for _, one in rows]
    assert of(ids, answers) == plainly(ids, answers)


def test_one_answer_or_one_id_changes_it() -> None:
    answers = [0] * len(IDS)
    assert len({of(IDS, answers), of(IDS, [1, *answers[1:]]), of(["A", *IDS[1:]], answers)}) == 3


def test_ids_that_stand_twice() -> None:
    """In one part or in several; each is named once."""
    assert twice(pa.chunked_array([IDS, [], ["a", "e1", "a"]], pa.string())).to_pylist() == ["a", "e1"]
    assert twice(pa.chunked_array([IDS], pa.string())).to_pylist() == []
    assert twice(pa.chunked_array([], pa.string())).to_pylist() == []
