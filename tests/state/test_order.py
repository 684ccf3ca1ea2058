"""The order in which entries come changes nothing: any mixture of logs, cut anywhere, gives the same lines."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.chance import World, in_parts
from tests.state.logs import Blobs
from truceline.state import Plain, digest, fold, lines, take


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(5, 90))
def test_the_order_of_arrival_says_nothing(seed: int, steps: int) -> None:
    """A record taken in by chance, log by log or mixed, at once or entry by entry, comes to one and the same state."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    world = World(rng, steps)
    whole = fold(world.logs(), world.blobs)
    shelf = Plain()
    for part in in_parts(rng, list(world.arrival(rng))):
        take(part, shelf, world.blobs)
    assert tuple(lines(shelf)) == whole.lines
    assert digest(whole.heads, lines(shelf)) == whole.digest


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.integers(5, 60))
def test_blobs_that_come_late_change_nothing(seed: int, steps: int) -> None:
    """Blobs that come with the entries, long after them, or in parts, come to one state once all are there."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    world = World(rng, steps)
    held, shelf = Blobs(), Plain()
    for part in in_parts(rng, list(world.arrival(rng))):
        take(part, shelf, held)
        held |= dict(rng.sample(sorted(world.blobs.items()), rng.randrange(len(world.blobs) // 2)))
    held |= world.blobs
    take((), shelf, held)
    assert tuple(lines(shelf)) == fold(world.logs(), world.blobs).lines
