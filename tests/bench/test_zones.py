"""The benchmark of zones: its data are the same in every run, and nothing but equal pairs passes it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely

from bench.quiet import Noise, Round, sift
from bench.zones import report
from bench.zones.data import Int64, Rows, Zones, points, segments, zone_sets, zones
from bench.zones.engines import BY_HAND, KINDS, OURS, SEDONA, Engine, Kind
from bench.zones.geos import row_shapes, zone_shapes
from bench.zones.rounds import WINDOWS, Figures, Plan, difference, run

Making = Callable[[int], Rows]
NAMED = {each.name: each for each in KINDS}


def on_borders(rows: Rows, asked: Zones) -> Rows:
    """The same rows, their first ends moved onto vertices of zones where there are any."""
    (lon, lat), *others = rows.ends
    vertices = asked.rings.reshape(-1, 2)[::7][: len(rows) // 4].astype(np.int32)
    lon, lat = lon.copy(), lat.copy()
    lon[: len(vertices)], lat[: len(vertices)] = vertices.T
    return Rows(((lon, lat), *others), rows.at_s)


def plainly(rows: Rows, asked: Zones, *, windows: bool) -> Int64:
    """Every row against every zone, one test each: row × zones + zone, sorted."""
    shapes = zone_shapes(asked)
    met = shapely.intersects(row_shapes(rows)[:, None], shapes[None, :])
    if windows:
        met &= (rows.at_s[:, None] >= asked.starts_s) & (rows.at_s[:, None] < asked.ends_s)
    return np.flatnonzero(met)


@pytest.mark.parametrize("name", zone_sets())
def test_zones_are_the_same_each_time_and_valid(name: str) -> None:
    """As many zones and vertices as the set says, no ring crosses itself, every period has an end after its start."""
    first, again = zones(name), zones(name)
    assert first.rings.shape == (*zone_sets()[name][:2], 2)
    assert np.array_equal(first.rings, again.rings)
    assert np.array_equal(first.starts_s, again.starts_s)
    assert (first.ends_s > first.starts_s).all()
    assert shapely.is_valid(zone_shapes(first)).all()


@pytest.mark.parametrize("make", [points, segments])
def test_rows_are_the_same_each_time_and_survive_a_file(make: Making, tmp_path: Path) -> None:
    """Made twice, written and read: the same numbers."""
    first = make(1_200)
    first.save(tmp_path / "rows.npz")
    for other in (make(1_200), Rows.load(tmp_path / "rows.npz")):
        assert np.array_equal(np.array(first.ends), np.array(other.ends))
        assert np.array_equal(first.at_s, other.at_s)


def test_a_step_begins_where_the_one_before_ended() -> None:
    """Segments are tracks, not scattered lines."""
    (_, _), (after, _) = segments(500).ends
    (before, _), _ = segments(500).ends
    assert np.array_equal(after[:-1], before[1:])


@pytest.mark.parametrize("kind", [each for each in KINDS if each.answers], ids=lambda kind: kind.name)
@pytest.mark.parametrize("make", [points, segments])
def test_every_engine_gives_the_plain_answer(kind: Kind, make: Making) -> None:
    """Rows inside, outside and exactly on vertices of the borders, with and without windows."""
    if (why := kind.missing()) is not None:
        pytest.skip(f"{kind.name}: {why}; `make bench` installs what can be")
    asked = zones("200 × 30")
    rows = on_borders(make(3_000), asked)
    engine: Engine = kind.make()(rows, asked)
    engine.index()
    for windows in WINDOWS:
        row, area = engine.arrays(engine.pairs(windows=windows))
        found = np.sort(row.astype(np.int64) * len(asked.starts_s) + area)
        assert difference(plainly(rows, asked, windows=windows), found, len(asked.starts_s)) is None


def test_engines_are_timed_in_turn_and_compared(tmp_path: Path) -> None:
    """Two engines in processes of their own: a figure for each question, and as many pairs from both."""
    points(2_000).save(tmp_path / "rows.npz")
    kinds = [NAMED["shapely STRtree"], NAMED[BY_HAND]]
    found = run(kinds, tmp_path / "rows.npz", "200 × 30", Plan(rounds=1, patience_s=5))
    assert [each.kind for each in found] == kinds
    assert found[0].pairs == found[1].pairs
    assert found[0].pairs[False] > found[0].pairs[True] > 0
    assert all(each.seconds(windows=windows) > 0 for each in found for windows in WINDOWS)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([5, 7, 12], None),
        ([5, 12], "2 pairs, expected 3; 1 differ, the first: row 0 in zone 7"),
        ([5, 7, 12, 13], "4 pairs, expected 3; 1 differ, the first: row 1 in zone 3"),
        ([5, 7, 12, 12], "4 pairs, expected 3: some are given twice"),
    ],
)
def test_any_difference_is_told(found: Sequence[int], told: str | None) -> None:
    """A pair too few, too many or twice is a difference; the text says how many and which is the first."""
    assert difference(np.array([5, 7, 12]), np.array(found), 10) == told


def figures(name: str, seconds: float, rows: int = 1_000) -> Figures:
    """An engine's figures, the same for both questions."""
    rounds = {windows: sift([Round(seconds, Noise(0.0, 0.0))]) for windows in WINDOWS}
    return Figures(NAMED[name], rows, 1.0, 0.7, 100.0, rounds, dict.fromkeys(WINDOWS, 3))


def test_aims_are_said_to_be_met_or_not_or_not_measured() -> None:
    """An aim holds over every set of zones, or is not told; engines are compared row for row."""
    near = (figures(OURS, 0.1), figures(SEDONA, 0.3, rows=100), figures(BY_HAND, 0.39))
    far = (figures(OURS, 0.1), figures(SEDONA, 2.5), figures(BY_HAND, 0.45))
    sets = dict(zip(zone_sets(), (near, far, far), strict=True))
    cases = [report.Case("points", name, 1_000, each) for name, each in sets.items()]
    found = {each.text: each for each in report.aims(cases, None)}
    sedona = found["points: 20 × SedonaDB"]
    assert sedona.measured.startswith("200 × 30: 30.0 (SedonaDB); 10,000 × 30: 25.0 (SedonaDB); ")
    assert sedona.met is True
    assert found["points: 4 × shapely by hand"].met is False
    assert found["points with windows: 2 × shapely by hand"].met is True
    assert found["segments: 3 × the nearest"].met is None
    assert report.aims(cases[:2], None)[0].met is None
    assert (found["index of 10,000 zones under 0.5 s"].measured, found["index of 10,000 zones under 0.5 s"].met) == (
        "0.70 s",
        False,
    )


def test_a_line_says_where_fewer_rows_were_asked_about() -> None:
    """The table never passes a part off as the whole."""
    text = report.tables(
        [report.Case("points", "200 × 30", 1_000, (figures(OURS, 0.1), figures(SEDONA, 0.3, rows=100)))]
    )
    assert "| Truceline | 0.100 | — | 0.100 | — | 0.700 | 1.00 | 100 | 2 |" in text
    assert "| SedonaDB (100 points) | 0.300 | 30.00 | 0.300 | 30.00 | 0.700 | 1.00 | 100 | 2 |" in text
