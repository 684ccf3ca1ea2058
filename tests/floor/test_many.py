"""Many circles drawn at once: vertex by vertex what each is alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from truceline.place import Area, FlatAreas, Position, disc, discs
from truceline.place.grid import E7, HALF_TURN

CHANCE = np.random.default_rng(20160227)


def alone(lons: list[int], lats: list[int], radii: list[int]) -> tuple[list[Area], dict[int, str]]:
    """The same, one by one."""
    drawn, faults = [], {}
    for i, (lon, lat, radius_m) in enumerate(zip(lons, lats, radii, strict=True)):
        try:
            drawn.append(disc(Position(lon, lat), radius_m))
        except ValueError as error:
            faults[i] = str(error)
    return drawn, faults


def together(lons: list[int], lats: list[int], radii: list[int]) -> tuple[list[Area], dict[int, str]]:
    drawn, faults = discs(*(np.array(column, np.int64) for column in (lons, lats, radii)))
    return list(drawn), faults


@pytest.mark.parametrize("span", [HALF_TURN, 40 * E7])
def test_circles_anywhere_are_those_drawn_alone(span: int) -> None:
    """Of every size, everywhere, over the antimeridian, too near a pole: the same rings, and the same refusals."""
    count = 3_000
    lons = CHANCE.integers(-span, span + 1, count).tolist()
    lats = CHANCE.integers(-span // 2, span // 2 + 1, count).tolist()
    radii = (10 ** CHANCE.uniform(-0.3, 6.3, count)).astype(np.int64).tolist()
    assert together(lons, lats, radii) == alone(lons, lats, radii)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.integers(-HALF_TURN - 1, HALF_TURN + 1), st.sampled_from([-HALF_TURN, 0, HALF_TURN])),
            st.one_of(st.integers(-91 * E7, 91 * E7), st.sampled_from([-85 * E7, 0, 849_990_950])),
            st.one_of(st.integers(-2, 10**7), st.integers(-1, 200)),
        ),
        max_size=9,
    )
)
def test_what_cannot_be_drawn_says_why(circles: list[tuple[int, int, int]]) -> None:
    """Off the globe, around nothing, near a pole: each refused as it is alone, and the others drawn."""
    lons, lats, radii = ([circle[i] for circle in circles] for i in range(3))
    assert together(lons, lats, radii) == alone(lons, lats, radii)


def test_west_mirrors_east() -> None:
    """What is computed for half a circle is, bit for bit, what is computed for the other half."""
    east = (np.arange(32) + 0.5) * 5.625
    lats, away_m = CHANCE.uniform(-85, 85, (500, 1)) * np.ones(32), 10 ** CHANCE.uniform(0, 6, (500, 1)) * np.ones(32)
    geod = Geod(ellps="WGS84")
    x, y, _ = geod.fwd(0 * lats, lats, east * np.ones(lats.shape), away_m)
    mirrored_x, mirrored_y, _ = geod.fwd(0 * lats, lats, (360 - east) * np.ones(lats.shape), away_m)
    assert (x == -mirrored_x).all()
    assert (y == mirrored_y).all()


def test_flat_areas_are_a_sequence() -> None:
    """One, the last, some, none; also where an area has several rings."""
    lons, lats, radii = [0, HALF_TURN, 7 * E7, 0], [0, 5, -6, 7], [500, 70_000, 3, 40]
    flat, _ = discs(*(np.array(column, np.int64) for column in (lons, lats, radii)))
    drawn, _ = alone(lons, lats, radii)
    assert len(drawn[1].rings) == 2
    assert (len(flat), flat[1], flat[-1]) == (4, drawn[1], drawn[3])
    assert [list(flat[a:b]) for a, b in [(1, 3), (2, 9), (4, 4), (3, 1), (0, 4)]] == [
        drawn[a:b] for a, b in [(1, 3), (2, 9), (4, 4), (3, 1), (0, 4)]
    ]
    assert isinstance(flat[1:3], FlatAreas)
    with pytest.raises(IndexError):
        flat[4]
