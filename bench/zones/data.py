"""What is measured: three sets of zones, clustered points and the steps of tracks, the same in every run.

All coordinates are whole numbers of 10⁻⁷ degree. Every engine gets these numbers themselves, as floats where it knows
nothing else: they are exact there, so that two engines can be asked for equal answers. The country is made up;
its box has about the size of Syria.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

SEED = 20160227
E7 = 10_000_000
WEST, SOUTH, WIDTH, HEIGHT = 10.0, 20.0, 6.5, 5.0  # degrees
START_S, SPAN_S = 1_456_531_200, 60 * 86_400  # sixty days of rows
PLACES = 300  # around which people live, report and are protected
STEPS = 500  # of one track, ten seconds each


@dataclass(frozen=True)
class Zones:
    """A set of zones of one ring each, every one in force for one half-open period."""

    name: str  # as "200 × 30": zones × vertices
    rings: Int64  # [zone, vertex, (lon, lat)], 10⁻⁷ degree, first vertex not repeated
    starts_s: Int64  # [zone] first second in force
    ends_s: Int64  # [zone] first second no longer in force


@dataclass(frozen=True)
class Rows:
    """Points (one end) or segments (two ends), each with its moment."""

    ends: tuple[tuple[Int32, Int32], ...]  # (lon[row], lat[row]) of each end, 10⁻⁷ degree
    at_s: Int64  # [row] epoch seconds

    def __len__(self) -> int:
        """How many."""
        return len(self.at_s)

    def head(self, count: int) -> Rows:
        """The first few."""
        return Rows(tuple((lon[:count], lat[:count]) for lon, lat in self.ends), self.at_s[:count])

    def save(self, path: Path) -> None:
        """Into one file, for `load`."""
        np.savez(path, at_s=self.at_s, ends=np.array(self.ends))

    @classmethod
    def load(cls, path: Path) -> Rows:
        """From one file, as `save` wrote it."""
        with np.load(path) as held:
            return cls(tuple((end[0], end[1]) for end in held["ends"]), held["at_s"])


@dataclass(frozen=True)
class _Towns:
    """Where things happen: places with their reach and weight."""

    at: Floats  # [place, (lon, lat)] degrees
    reach: Floats  # [place] standard deviation, degrees
    weight: Floats  # [place] share of all rows


def zone_sets() -> dict[str, tuple[int, int, float, float]]:
    """The three sets by name: how many, of how many vertices, and their mean radius from and to, in degrees."""
    return {
        "200 × 30": (200, 30, 0.05, 0.20),
        "10,000 × 30": (10_000, 30, 0.01, 0.04),
        "300 × 1,700": (300, 1_700, 0.05, 0.25),
    }


def zones(name: str) -> Zones:
    """One set: star-shaped zones around the places, their borders rough on every scale."""
    count, vertices, smallest, largest = zone_sets()[name]
    random = np.random.default_rng([SEED, count, vertices])
    towns = _towns()
    centre = towns.at[random.integers(0, PLACES, count)] + random.normal(0, 0.15, (count, 2))
    radius = random.uniform(smallest, largest, (count, 1)) * _rough(random, count, vertices)
    angle = (np.arange(vertices) + random.uniform(0.1, 0.9, (count, vertices))) * (2 * np.pi / vertices)
    around = np.stack([np.cos(angle), np.sin(angle)], axis=2) * radius[:, :, None]
    rings = np.rint((centre[:, None, :] + around) * E7).astype(np.int64)
    starts = START_S + random.integers(0, SPAN_S * 3 // 4, count)
    return Zones(name, rings, starts, starts + random.integers(SPAN_S // 8, SPAN_S // 2, count))


def points(count: int) -> Rows:
    """Clustered points: nineteen in twenty around a place, the rest anywhere in the box; in no order."""
    random = np.random.default_rng([SEED, 1])
    lon, lat = (_e7(each) for each in _scattered(random, count).T)
    return Rows(((lon, lat),), START_S + random.integers(0, SPAN_S, count))


def segments(count: int) -> Rows:
    """The steps of tracks: ten seconds each at 50 to 250 m/s, turning little by little, in the order flown."""
    random = np.random.default_rng([SEED, 2])
    tracks = -(-count // STEPS)
    heading = random.uniform(0, 2 * np.pi, (tracks, 1)) + np.cumsum(random.normal(0, 0.1, (tracks, STEPS)), axis=1)
    step = random.uniform(0.005, 0.025, (tracks, 1, 1)) * np.stack([np.cos(heading), np.sin(heading)], axis=2)
    first = _scattered(random, tracks)[:, None, :]
    way = _e7(_folded(np.concatenate([first, first + np.cumsum(step, axis=1)], axis=1)))
    before, after = way[:, :-1].reshape(-1, 2)[:count], way[:, 1:].reshape(-1, 2)[:count]
    starts = START_S + random.integers(0, SPAN_S - 10 * STEPS, (tracks, 1))
    at_s = (starts + 10 * np.arange(STEPS)).reshape(-1)[:count]
    ends = tuple((each[:, 0].copy(), each[:, 1].copy()) for each in (before, after))
    return Rows(ends, at_s)


def _towns() -> _Towns:
    random = np.random.default_rng([SEED, 0])
    at = random.uniform(0, 1, (PLACES, 2)) * (WIDTH, HEIGHT) + (WEST, SOUTH)
    weight = random.pareto(1.2, PLACES) + 0.1
    return _Towns(at, random.uniform(0.01, 0.12, PLACES), weight / weight.sum())


def _scattered(random: np.random.Generator, count: int) -> Floats:
    """Positions in degrees, [row, (lon, lat)]."""
    towns = _towns()
    town = random.choice(PLACES, count, p=towns.weight)
    near = towns.at[town] + random.normal(0, 1, (count, 2)) * towns.reach[town, None]
    anywhere = random.uniform(0, 1, (count, 2)) * (WIDTH, HEIGHT) + (WEST, SOUTH)
    return np.where(random.uniform(0, 1, (count, 1)) < 0.05, anywhere, near)


def _rough(random: np.random.Generator, count: int, vertices: int) -> Floats:
    """Distances from the centre, [zone, vertex] around 1: waves of all lengths, the shorter the lower."""
    wave = np.arange(1, max(vertices // 4, 3))
    height = random.normal(0, 0.22, (count, len(wave))) / wave
    phase = random.uniform(0, 2 * np.pi, (count, len(wave)))
    angle = np.arange(vertices) * (2 * np.pi / vertices)
    far = np.ones((count, vertices))
    for k, waves in enumerate(wave):
        far += height[:, k, None] * np.cos(waves * angle + phase[:, k, None])
    return far.clip(0.2, 2.0)


def _folded(way: Floats) -> Floats:
    """A track that would leave the box turns back at its side."""
    low, size = np.array([WEST, SOUTH]), np.array([WIDTH, HEIGHT])
    folded: Floats = low + size - np.abs((way - low) % (2 * size) - size)
    return folded


def _e7(degrees: Floats) -> Int32:
    return np.rint(degrees * E7).astype(np.int32)
