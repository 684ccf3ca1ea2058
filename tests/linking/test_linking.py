"""Accounts linked: points as the floor gives them, noise learned without being told, one counterpart at most."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.bulk.linking import Linked, grouped, law_of, learned, linked, listed, pairs, scored
from truceline.bulk.linking.around import surroundings
from truceline.bulk.linking.marginals import marginals
from truceline.bulk.linking.matching import Candidates, matched
from truceline.incidents import Told, score
from truceline.place import Position

SIDES = ("crown", "river-guard", "hill-league", "old-council")


def made(dice: random.Random, count: int, towns: Sequence[tuple[int, int]]) -> list[Told]:
    """Happenings about some towns of a made-up country, with sides that keep to their region."""
    found = []
    for number in range(count):
        town = dice.randrange(len(towns))
        lon, lat = towns[town]
        if dice.random() < 0.5:
            lon, lat = lon + dice.randrange(-300_000, 300_000), lat + dice.randrange(-300_000, 300_000)
        sides = frozenset(dice.sample(SIDES[town % 2 :], 2))
        day = 20_000 + dice.randrange(90)
        dead = int(dice.lognormvariate(1, 1))
        found.append(Told(f"h{number:05}", Position(lon, lat), 1_000, day, day, sides, dead))
    return found


def observed(dice: random.Random, happened: Sequence[Told], name: str) -> list[Told]:
    """What one observer has of them: six in ten, half of them up to 20 km off, some a day off or with other sides."""
    found = []
    for one in happened:
        if dice.random() > 0.6:
            continue
        lon, lat, day, sides = one.at.lon_e7, one.at.lat_e7, one.first_day, one.sides
        if dice.random() < 0.5:
            away, turn = dice.random() * 0.18e7, dice.random() * 2 * math.pi
            lon, lat = int(lon + away * math.cos(turn)), int(lat + away * math.sin(turn))
        if dice.random() < 0.3:
            day += dice.choice((-1, 1))
        if dice.random() < 0.15:
            sides = frozenset(dice.sample(SIDES, 2))
        dead = round((one.dead or 0) * math.exp(dice.gauss(0, 0.35)))
        found.append(Told(f"{name}{one.id}", Position(lon, lat), 1_000, day, day, sides, dead))
    dice.shuffle(found)
    return found


@pytest.fixture(scope="module")
def two() -> tuple[list[Told], list[Told], int]:
    """Two observers' lists of one war, and how many happenings both have."""
    dice = random.Random(7)  # noqa: S311 - a test's dice
    towns = [(dice.randrange(400_000_000, 440_000_000), dice.randrange(300_000_000, 330_000_000)) for _ in range(40)]
    happened = made(dice, 1_500, towns)
    a, b = observed(dice, happened, "a"), observed(dice, happened, "b")
    return a, b, len({one.id[1:] for one in a} & {one.id[1:] for one in b})


def test_points_are_those_of_the_floor(two: tuple[list[Told], list[Told], int]) -> None:
    """Every pair that can be compared, and no other, has the points that `score` gives it part by part."""
    a, b = two[0][:150], two[1][:150]
    first, second = listed(a, b)
    around = surroundings(first, second)
    weights = learned(first, second, around)
    found = {
        (first.ids[i], second.ids[j]): int(points)
        for some in pairs(first, second)
        for i, j, points in zip(some.first, some.second, scored(some, around, weights), strict=True)
    }
    expected = {}
    of_a, of_b = ({one.id: one for one in told} for told in (a, b))
    for i, j in itertools.product(range(len(a)), range(len(b))):
        one, other = first.ids[i], second.ids[j]
        points = score(of_a[one], of_b[other], (around[0][i], around[1][j]), weights)
        if points is not None:
            expected[one, other] = points.total
    assert found == expected
    assert len(expected) > 100


def test_noise_is_learned_without_being_told(two: tuple[list[Told], list[Told], int]) -> None:
    """The share of days off, of sides recoded, of places moved, and how much is common, come near what was done."""
    a, b, common = two
    first, second = listed(a, b)
    law = law_of(first, second, surroundings(first, second))
    # Two observers, each a day off in 30 %: the same day in .7² + 2 · .15², two days apart in 2 · .15².
    assert law.days == pytest.approx([0.535, 0.42, 0.045], abs=0.06)
    assert law.places[:, 0].sum() == pytest.approx(0.25, abs=0.07)
    assert law.common == pytest.approx(common, rel=0.15)
    assert law.sides[0] == pytest.approx(0.85**2 + 0.1, abs=0.1)


def test_most_of_what_is_linked_is_right(two: tuple[list[Told], list[Told], int]) -> None:
    """Links are well above what the nearest neighbour gives, and each says how likely it is without boasting."""
    a, b, common = two
    first, second = listed(a, b)
    found = linked(first, second)
    right = sum(
        first.ids[i][1:] == second.ids[j][1:] for i, j in zip(found.first.tolist(), found.second.tolist(), strict=True)
    )
    balance = 2 * right / (len(found) + common)
    assert balance > _nearest(a, b, common) + 0.1
    assert right / len(found) == pytest.approx(float(found.likely.mean()), abs=0.12)


def _nearest(a: Sequence[Told], b: Sequence[Told], common: int) -> float:
    """The balance of linking each account to the nearest of its day, if nobody nearer has it."""
    right, taken = 0, 0
    used: set[str] = set()
    for one in a:
        near = [other for other in b if other.first_day == one.first_day and other.id not in used]
        if not near:
            continue
        best = min(near, key=lambda other: math.dist(_flat(one), _flat(other)))
        used.add(best.id)
        taken += 1
        right += one.id[1:] == best.id[1:]
    return 2 * right / (taken + common)


def _flat(one: Told) -> tuple[int, int]:
    return one.at.lon_e7, one.at.lat_e7


def test_the_order_of_a_list_does_not_matter(two: tuple[list[Told], list[Told], int]) -> None:
    """Shuffled lists are linked alike, by id."""
    a, b = two[0][:300], two[1][:300]
    found = []
    for seed in (None, 3):
        if seed:
            a, b = random.Random(seed).sample(a, len(a)), random.Random(seed).sample(b, len(b))  # noqa: S311 - as above
        first, second = listed(a, b)
        done = linked(first, second)
        ids = ((first.ids[i], second.ids[j]) for i, j in zip(done.first.tolist(), done.second.tolist(), strict=True))
        found.append(sorted(ids))
    assert found[0] == found[1]
    assert found[0]


def both(a: Sequence[Told], b: Sequence[Told]) -> Linked:
    """Two lists linked."""
    first, second = listed(a, b)
    return linked(first, second)


def test_nobody_has_two_counterparts(two: tuple[list[Told], list[Told], int]) -> None:
    """One to one."""
    found = both(*two[:2])
    assert len(set(found.first.tolist())) == len(set(found.second.tolist())) == len(found)


def test_empty_lists_and_lists_of_one_are_linked_as_far_as_they_can_be() -> None:
    """No list is too short."""
    one = Told("x", Position(400_000_000, 300_000_000), 1_000, 20_000, 20_000, frozenset({"crown"}), 3)
    assert not len(both([], [one]))
    assert not len(both([], []))
    assert len(both([one], [one])) == 1
    with pytest.raises(ValueError, match="differ within a list"):
        listed([one, one])


def test_silence_says_nothing_for_or_against() -> None:
    """Where one account is silent on dead or sides, neither gives points."""
    at = Position(400_000_000, 300_000_000)
    loud, silent = Told("x", at, 1_000, 1, 1, frozenset({"crown"}), 3), Told("y", at, 1_000, 1, 1)
    first, second = listed([loud], [silent])
    around = surroundings(first, second)
    found = score(loud, silent, (around[0][0], around[1][0]), learned(first, second, around))
    assert found is not None
    assert {part.name for part in found.parts} == {"prior", "place", "day"}


# ── the parts, beside the plainest way ────────────────────────────────────────────────────────


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-10, 10)), max_size=6))
@settings(max_examples=60)
def test_likelihoods_are_those_of_all_matchings_where_nothing_is_circular(drawn: list[tuple[int, int, int]]) -> None:
    """On a tree of candidates, each pair's likelihood is its share of all matchings, weighed by their odds."""
    edges = {(i, j): points for i, j, points in drawn}
    forest = _forest(edges)
    first, second = (np.array([edge[k] for edge in forest], np.int64) for k in (0, 1))
    points = np.array([edges[edge] for edge in forest], np.int64)
    weights = {edge: 10 ** (edges[edge] / 10) for edge in forest}
    whole, share = 0.0, dict.fromkeys(forest, 0.0)
    for size in range(len(forest) + 1):
        for some in itertools.combinations(forest, size):
            if len({i for i, _ in some}) < size or len({j for _, j in some}) < size:
                continue
            odds = math.prod(weights[edge] for edge in some)
            whole += odds
            for edge in some:
                share[edge] += odds
    got = marginals(first, second, points, (4, 4))
    assert got == pytest.approx([share[edge] / whole for edge in forest], abs=1e-6)


def _forest(edges: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """As many of the edges as form no circle."""
    group = {node: {node} for node in itertools.product((0, 1), range(4))}
    found = []
    for i, j in sorted(edges):
        mine, theirs = group[0, i], group[1, j]
        if mine is not theirs:
            found.append((i, j))
            mine |= theirs
            group |= dict.fromkeys(theirs, mine)
    return found


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 99), max_size=9))
@settings(max_examples=60)
def test_the_worthiest_matching_is_taken(worth: dict[tuple[int, int], int]) -> None:
    """What is taken is worth as much as the best of all matchings, tried one by one."""
    edges = sorted(worth)
    first, second = (np.array([edge[k] for edge in edges], np.int64) for k in (0, 1))
    likely = np.array([worth[edge] / 100 for edge in edges])
    chosen = matched(Candidates(first, second, np.zeros(len(edges), np.int64), likely), 0.3, (4, 4))
    best = max(
        sum(worth[edge] / 100 - 0.3 for edge in some)
        for size in range(5)
        for some in itertools.combinations(edges, size)
        if len({i for i, _ in some}) == len({j for _, j in some}) == size
    )
    assert sum(likely[chosen] - 0.3) == pytest.approx(best)


Drawn = dict[tuple[tuple[int, str], tuple[int, str]], int]
ACCOUNTS = [(number, name) for number in range(3) for name in "ab"]


@given(
    st.dictionaries(
        st.sampled_from([pair for pair in itertools.combinations(ACCOUNTS, 2) if pair[0][0] != pair[1][0]]),
        st.integers(-20, 20),
    ),
    st.randoms(use_true_random=False),
)
def test_a_group_has_one_account_of_each_list_and_holds_together(scores: Drawn, dice: random.Random) -> None:
    """No group has two of a list or a pair that cannot be compared; order of pairs and accounts does not matter."""
    found = grouped(scores, ACCOUNTS)
    assert sorted(one for group in found for one in group) == ACCOUNTS
    for group in found:
        assert len({number for number, _ in group}) == len(group)
        inside = [scores.get(pair) for pair in itertools.combinations(group, 2)]
        assert None not in inside
        assert not inside or sum(one for one in inside if one is not None) > 0
    shuffled = dict(dice.sample(sorted(scores.items()), len(scores)))
    assert grouped(shuffled, dice.sample(ACCOUNTS, len(ACCOUNTS))) == found
