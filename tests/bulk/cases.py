"""Cases for the engine: conducts that a row can say, and rows by the hundred thousand, all from seeds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from truceline.agreement import Agreement
from truceline.bulk.answers import Answer, answer
from truceline.bulk.engine import Engine
from truceline.desk.assessing.events import as_rows
from truceline.desk.assessing.flat import sides_of
from truceline.findings.summary import of_results
from truceline.terms import FACTS, Candidate, Compiled, Conduct, evaluate
from truceline.terms import vocabulary as v


def varied(dice: random.Random, base: Conduct) -> Conduct:
    """One of the conducts that say of each fact one version of it, or nothing."""
    said: dict[str, tuple[Candidate[object], ...]] = {}
    for name in FACTS:
        candidates: tuple[Candidate[object], ...] = getattr(base, name)
        dropped = name != "time" and dice.random() < 0.15
        said[name] = () if dropped or not candidates else (Candidate(dice.choice(candidates).value),)
    return replace(base, sources={}, **said)  # type: ignore[arg-type]  # one tuple for each fact


def engine_of(agreement: Agreement) -> Engine:
    """An engine that reads names as the command does."""
    return Engine(agreement, sides_of(agreement.roster))


def by_engine(engine: Engine, conducts: Sequence[Conduct]) -> list[str]:
    """The text of the engine's answer to each conduct, or what it expected instead."""
    judged = engine.judge(as_rows(conducts))
    numbers = judged.answer.tolist()
    return [engine.answers[one].text if one >= 0 else judged.faults[i] for i, one in enumerate(numbers)]


def by_floor(compiled: Compiled, one: Conduct) -> str:
    """The text of the floor's answer."""
    return floor_answer(compiled, one).text


def floor_answer(compiled: Compiled, one: Conduct) -> Answer:
    """The floor's answer."""
    return answer(of_results(evaluate(compiled, one).columns.values()))


def rows(agreement: Agreement, count: int, seed: int) -> pa.RecordBatch:
    """Rows over an agreement's own places, days, actors and words, some of each unsaid; skewed, as real ones are."""
    dice = np.random.default_rng(seed)
    west, south, east, north = _box(agreement)
    towns = np.stack([dice.integers(west, east, 60), dice.integers(south, north, 60)])
    town = dice.zipf(1.3, count) % 60
    exact = dice.random(count) < 0.7
    spread = np.where(exact, dice.integers(-400_000, 400_000, (2, count)), 0)
    first, last = _span(agreement)
    start = dice.integers(first, last, count)
    days = np.where(dice.random(count) < 0.5, 0, dice.integers(1, 4, count))
    start = np.where(days > 0, start // 86_400 * 86_400, start)
    names = [*agreement.roster.actors, *agreement.roster.umbrellas, "?", "Somebody Unheard Of", ""]
    columns = {
        "id": pa.array([f"row-{seed}-{i}" for i in range(count)]),
        "side_a": _some(dice, names, count, 0.02),
        "side_b": _some(dice, names, count, 0.02),
        "direction": _some(dice, ["a_to_b", "b_to_a", "mutual"], count, 0.5),
        "kind": _some(dice, list(v.KINDS), count, 0.02),
        "weapon": _some(dice, list(v.WEAPONS), count, 0.6),
        "platform": _some(dice, list(v.PLATFORMS), count, 0.8),
        "site": _some(dice, list(v.SITES), count, 0.7),
        "harmed": _some(dice, ["none", "civilian", "civilian;child", "combatant"], count, 0.6),
        "armed": pa.array(dice.random(count) < 0.5, mask=dice.random(count) < 0.7),
        "control_changed": pa.array(dice.random(count) < 0.5, mask=dice.random(count) < 0.9),
        "lon_e7": pa.array((towns[0][town] + spread[0]).astype(np.int32), mask=dice.random(count) < 0.03),
        "lat_e7": pa.array((towns[1][town] + spread[1]).astype(np.int32)),
        "radius_m": pa.array(np.full(count, 5_000), mask=exact | (dice.random(count) < 0.5)),
        "own_line_m": pa.array(dice.integers(0, 60_000, count), mask=dice.random(count) < 0.9),
        "from_s": pa.array(start),
        "to_s": pa.array(start + days * 86_400, mask=days == 0),
        "throughout": pa.array(dice.random(count) < 0.3),
        "lower_m": pa.array(np.full(count, 100), mask=dice.random(count) < 0.9),
        "upper_m": pa.array(np.full(count, 3_000)),
        "datum": _some(dice, ["AMSL", "AGL"], count, 0.1),
        "notified": pa.array(dice.random(count) < 0.5, mask=dice.random(count) < 0.8),
        "notice_s": pa.array(dice.integers(0, 200_000, count), mask=dice.random(count) < 0.3),
        "origin": _some(dice, list(agreement.roster.actors), count, 0.9999),
    }
    return pa.RecordBatch.from_pydict(columns)


def _some(dice: np.random.Generator, words: Sequence[str], count: int, unsaid: float) -> pa.Array:
    """Words of a list, the earlier the oftener, and so many unsaid."""
    chosen = np.minimum((dice.random(count) ** 2 * len(words)).astype(np.int32), len(words) - 1)
    indices = pa.array(chosen, mask=dice.random(count) < unsaid)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(words)))


def _box(agreement: Agreement) -> tuple[int, int, int, int]:
    boxes = [zone.area.box for zone in agreement.zones if zone.area] or [(360_000_000, 330_000_000) * 2]
    west, south, east, north = (min, min, max, max)
    w, s, e, n = (pick(box[i] for box in boxes) for i, pick in enumerate((west, south, east, north)))
    return w - 2_000_000, s - 2_000_000, e + 2_000_000, n + 2_000_000


def _span(agreement: Agreement) -> tuple[int, int]:
    """From shortly before the first change of an agreement to shortly after the last, at most half a year."""
    periods = [rule.in_force for rule in agreement.rules] + [one for zone in agreement.zones for one in zone.periods]
    ends = sorted(end.epoch_s for period in periods for end in period.ends())
    first, last = (ends[0], ends[-1]) if ends else (1_456_000_000, 1_470_000_000)
    return first - 3 * 86_400, min(last, first + 180 * 86_400) + 3 * 86_400
