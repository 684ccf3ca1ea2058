"""Random records, sound and unsound, folded and judged in steps: the plain fold's lines, and one digest either way."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.chance import World
from tests.state.logs import Blobs
from tests.views.records import source, view, whole
from truceline.state import fold


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(20, 90))
def test_steps_come_to_what_one_sweep_comes_to(seed: int, steps: int) -> None:
    """Logs that grow by turns, blobs that come late, forks and all: the dump is that of views made anew."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    world = World(rng, steps)
    logs, held = world.logs(), Blobs()
    sizes = dict.fromkeys(logs, 0)
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        while sizes != whole(logs):
            sizes = {origin: min(len(log), sizes[origin] + rng.choice((0, 1, 5, 20))) for origin, log in logs.items()}
            held |= dict(rng.sample(sorted(world.blobs.items()), rng.randrange(len(world.blobs))))
            with view(Path(folder), source(logs, sizes, held)):
                pass
        with (
            view(Path(folder), source(logs, sizes, world.blobs)) as stepwise,
            view(Path(other), source(logs, sizes, world.blobs)) as at_once,
        ):
            lines = list(at_once.lines())
            assert list(stepwise.lines()) == lines
            assert stepwise.digest() == at_once.digest()
    plain = fold(logs, world.blobs)
    assert tuple(lines[: len(plain.lines)]) == plain.lines
    assert all(line.startswith(('{"agreement":', '{"answer":')) for line in lines[len(plain.lines) :])
