"""Entries looked at beforehand come to the same state as those that are not, and only many are looked at."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.chance import World, in_parts
from truceline.desk.views.ahead import Ahead, spread_over
from truceline.kinds import KINDS
from truceline.state import Leaf, Plain, fold, legible, lines, take
from truceline.tlog.entry import parse


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(5, 90))
def test_what_was_looked_at_beforehand_comes_to_the_same(seed: int, steps: int) -> None:
    """Any record, some parts of it looked at beforehand, entries that say nothing among them."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    world, shelf = World(rng, steps), Plain()
    for part in in_parts(rng, list(world.arrival(rng))):
        take(spread_over(map, part) if rng.random() < 0.7 else part, shelf, world.blobs)
    assert tuple(lines(shelf)) == fold(world.logs(), world.blobs).lines


def test_what_says_nothing_is_not_found_to_say_anything() -> None:
    """No entry; none of a kind known here; one whose payload is another kind's, or elsewhere."""
    world = World(Random(7), 60)  # noqa: S311 - chance, not secrecy
    leaves = [leaf for log in world.logs().values() for leaf in log]
    found = legible([*leaves, b"", b"no entry"])
    assert found[-2:] == [False, False]
    read = [parse(leaf) for leaf, so in zip(leaves, found, strict=False) if so]
    assert read
    assert all(one.kind in KINDS and one.payload is not None for one in read)


def test_few_are_not_looked_at_beforehand_and_many_are_in_other_processes() -> None:
    """In their order, each with what was found."""
    leaves = [Leaf("log", index, b"no entry") for index in range(600)]
    with Ahead() as ahead:
        assert list(ahead.looked_at(leaves, 99_999)) == leaves
        assert ahead._over is None
        assert list(ahead.looked_at(leaves, 100_000)) == leaves
        assert ahead._over is not None
