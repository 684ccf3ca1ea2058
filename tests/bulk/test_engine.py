"""The engine gives every row the floor's answer, byte for byte, whichever way it goes."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.bulk.cases import by_engine, by_floor, engine_of, floor_answer, rows, varied
from tests.oracle.cases import random_case
from tests.vectors.files import Case, cases
from truceline.agreement import Agreement
from truceline.bulk.answers import AT_ONCE as AT_ONCE_WAY
from truceline.bulk.answers import OF_FLOOR, ONE_BY_ONE, answer
from truceline.bulk.engine import Engine
from truceline.bulk.rows import Batch, Rows
from truceline.desk import files, shelf
from truceline.desk.assessing.flat import sides_of
from truceline.desk.simulate import simulate
from truceline.desk.verbs import from_files
from truceline.findings.summary import of_findings
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.formats.names import resolver
from truceline.formats.ucdp import read_ucdp
from truceline.terms import reduced

SEEDS, EACH = 100, 6
AT_ONCE, ENOUGH = 5_000, 40


@pytest.mark.parametrize("part", range(6))
def test_small_agreements_over_the_whole_vocabulary(part: int) -> None:
    """Agreements and conducts from seeds: everything the dialect can say, and every version of it that a row can."""
    wrong = []
    for seed in range(part, SEEDS, 6):
        dice = random.Random(seed)  # noqa: S311 - cases, not secrets
        agreement, conduct = random_case(dice)
        engine = engine_of(read_inline(agreement))
        conducts = [varied(dice, read_conduct(conduct)) for _ in range(EACH)]
        expected = [by_floor(engine.compiled, one) for one in conducts]
        wrong += [(seed, i) for i, one in enumerate(by_engine(engine, conducts)) if one != expected[i]]
    assert wrong == []


def test_the_vectors() -> None:
    """Every published case; those with several versions of a fact go to the floor and are counted."""
    wrong, slow, rows_ = [], Counter[str](), 0
    for held in _by_agreement():
        engine = engine_of(read_inline(held[0].agreement))
        conducts = [read_conduct(case.conduct) for case in held]
        expected = [by_floor(engine.compiled, one) for one in conducts]
        found = by_engine(engine, conducts)
        wrong += [case.id for case, one, other in zip(held, found, expected, strict=True) if one != other]
        slow += engine.counts.slow
        rows_ += len(held)
    assert wrong == []
    assert slow["several versions"] > 0
    assert sum(slow.values()) < rows_ / 2


def _by_agreement() -> list[list[Case]]:
    """The cases that are judged under one and the same agreement, together."""
    found: dict[str, list[Case]] = {}
    for case in cases():
        found.setdefault(json.dumps(case.agreement, sort_keys=True), []).append(case)
    return list(found.values())


def test_the_exercise(exercise: Agreement) -> None:
    """A simulated week, in its own words and names."""
    events, _ = simulate(exercise, 2016, dt.date(2031, 5, 1), 7)
    entries = from_files.assessed(exercise, events)
    engine = engine_of(exercise)
    found = by_engine(engine, [one.event.conduct for one in entries])
    assert found == [answer(of_findings(one.finding.columns)).text for one in entries]


def test_what_is_forgotten_is_judged_again(exercise: Agreement) -> None:
    """An engine that may keep nothing gives every row of the same batches the same answer."""
    keeping, forgetting = engine_of(exercise), Engine(exercise, sides_of(exercise.roster), kept=0)
    for seed in (1, 2, 1):
        batch = rows(exercise, 300, seed)
        kept, anew = (
            [engine.answers[one].text for one in engine.judge(Rows(batch)).answer.tolist()]
            for engine in (keeping, forgetting)
        )
        assert kept == anew
    assert forgetting.counts.questions > keeping.counts.questions


def test_published_events(shared: Path) -> None:
    """The published events of 2016 under the cessation of hostilities, place by place, side by side."""
    agreement = shelf.find("syria-2016-02")
    data = files.read(shared / "data" / "ucdp" / "ged_syria_2016-01_2016-07.csv")
    imported = read_ucdp(data, "ged.csv", from_files.NOBODY_KNOWN, "Asia/Damascus", None)
    names = resolver(agreement.roster)
    conducts = [from_files.with_names(names.rooted(one).conduct, names) for one in imported.events]
    engine = engine_of(agreement)
    expected: dict[object, str] = {}
    for one in conducts:
        question = reduced(engine.compiled, one)
        if question not in expected:
            expected[question] = by_floor(engine.compiled, one)
    assert by_engine(engine, conducts) == [expected[reduced(engine.compiled, one)] for one in conducts]


@pytest.fixture(scope="module")
def exercise() -> Agreement:
    return shelf.find("exercise/second-draft")


# text, rows, of these compared: a thousand distinct questions take the floor 1 s, 3 s and 15 s
SHARES = [("minsk-ii", 980_000, 8_900), ("syria-2016-02", 15_000, 800), ("exercise/second-draft", 5_000, 300)]


@pytest.mark.parametrize(("text", "count", "sample"), SHARES, ids=[text for text, _, _ in SHARES])
def test_a_million_rows(text: str, count: int, sample: int) -> None:
    """Ten thousand of a million seeded rows, and some of every way to an answer, are as the floor has them."""
    agreement = shelf.find(text)
    engine, meant, dice = engine_of(agreement), sides_of(agreement.roster), np.random.default_rng(7)
    compared, ways = 0, Counter[int]()
    for seed in range(count // AT_ONCE):
        batch = rows(agreement, AT_ONCE, seed)
        judged = engine.judge(Rows(batch))
        assert judged.faults == {}
        chosen = set(dice.choice(AT_ONCE, -(-sample * AT_ONCE // count), replace=False).tolist())
        said = Batch(Rows(batch), meant)
        for i in sorted(chosen.union(_of_each_way(engine, judged.answer, ways))):
            conduct, number = said.conduct(i), int(judged.answer[i])
            expected = floor_answer(engine.compiled, conduct).text
            assert engine.answers[number].text == expected, (seed, i, conduct)
            ways[engine.answers.way(number)] += 1
            compared += 1
    assert engine.counts.rows == count
    assert compared >= sample
    assert engine.counts.slow_rows < 0.05 * count, engine.counts
    assert text != "exercise/second-draft" or set(ways) == {AT_ONCE_WAY, ONE_BY_ONE, OF_FLOOR}


def _of_each_way(engine: Engine, answers: NDArray[np.int32], seen: Mapping[int, int]) -> list[int]:
    """A few rows of each way in which an answer can have come about, until there were enough of them."""
    ways = np.array([engine.answers.way(one) for one in range(len(engine.answers))])[answers]
    rare = [way for way in np.unique(ways).tolist() if seen.get(way, 0) < ENOUGH]
    return [int(row) for way in rare for row in np.flatnonzero(ways == way)[:20]]
