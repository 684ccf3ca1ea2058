"""Parts over many processes by Dask: the same answers whoever does them, whoever dies."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.bulk.parts import broken, counted, deadly, digest, lines, listening, marked, waiting
from truceline import __version__
from truceline.bulk import many
from truceline.errors import InputError

PARTS = range(8)
HERE = digest(many.Outcome(part, lines(part)) for part in PARTS)
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}


@pytest.fixture(autouse=True)
def _needs_dask() -> None:
    pytest.importorskip("distributed", reason="Dask is an extra: pip install 'truceline[dask]'")


def test_outcomes_stand_in_the_order_of_parts(tmp_path: Path) -> None:
    """Whatever finishes first, outcomes are in the parts' order, each part is done once and progress counts up."""
    told: list[tuple[int, int]] = []
    found = many.run("dask", partial(counted, tmp_path), PARTS, lambda done, of: told.append((done, of)))
    assert [one.part for one in found] == list(PARTS)
    assert digest(found) == HERE
    assert told == [(done, len(PARTS)) for done in range(1, len(PARTS) + 1)]
    assert [marked(tmp_path, part) for part in PARTS] == [1] * len(PARTS)


def test_a_killed_worker_costs_only_its_part(tmp_path: Path) -> None:
    """A worker killed in the middle of a part: that part is begun again elsewhere, no other, and the digest stays."""
    os.mkfifo(tmp_path / "waiting")
    killed = []

    def kill_at_half(done: int, of: int) -> None:
        if done == of // 2:
            with (tmp_path / "waiting").open("w", encoding="utf-8"):  # opens only once part 0 waits on it
                killed.append(int((tmp_path / "pid").read_text()))
                os.kill(killed[0], signal.SIGKILL)

    found = many.run("dask", partial(waiting, tmp_path), PARTS, kill_at_half)
    assert len(killed) == 1
    assert digest(found) == HERE
    assert [marked(tmp_path, part) for part in PARTS] == [2, *[1] * (len(PARTS) - 1)]


def test_a_part_that_cannot_be_read_fails_once(tmp_path: Path) -> None:
    """A bad part comes back with its reason, is not tried again, and the others are done."""
    found = many.run("dask", partial(broken, tmp_path), PARTS)
    assert found[2].value is None
    assert found[2].failure == "two.csv cannot be read"
    assert [str(one) for one in found[2].faults] == [
        "two.csv:7: from: expected an instant with its offset, got yesterday. Write the offset."
    ]
    assert found[3].failure == "ZeroDivisionError: "
    assert [one.part for one in found if one.failure] == [2, 3]
    assert [marked(tmp_path, part) for part in PARTS] == [1] * len(PARTS)


def test_a_part_of_which_every_worker_dies_is_given_up(tmp_path: Path) -> None:
    """A part that kills whoever takes it is given up after four, twice; the others are done all the same."""
    found = many.run("dask", partial(deadly, tmp_path), range(4))
    assert found[0].value is None
    assert found[0].failure.startswith("given up by the cluster (KilledWorker): ")
    assert [one.value == lines(one.part) for one in found] == [False, True, True, True]
    assert marked(tmp_path, 0) == 8


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="Linux's own tables tell who listens where")
def test_nothing_of_ours_listens_beyond_this_machine() -> None:
    """Neither the workers of a cluster of our own nor its scheduler listen on any address but the loopback."""
    here = []
    found = many.run("dask", listening, range(2), lambda *_: here.append(listening(0)))
    heard = set().union(*(one.value or set() for one in found), *here)
    assert heard
    assert heard <= LOOPBACK


def test_an_address_is_a_cluster_that_runs_already(tmp_path: Path) -> None:
    """With an address the parts go to that scheduler's workers, which stay when the work is done."""
    import distributed  # noqa: PLC0415 - an extra

    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, worker_dashboard_address=None
    ) as cluster:
        for again in range(2):
            (tmp_path / str(again)).mkdir()
            found = many.run(f"dask={cluster.scheduler_address}", partial(counted, tmp_path / str(again)), PARTS)
            assert digest(found) == HERE


def test_a_cluster_that_does_not_answer() -> None:
    """An address where nobody answers is an error that says what to look at."""
    import dask  # noqa: PLC0415 - an extra

    with dask.config.set({"distributed.comm.timeouts.connect": "300ms"}), pytest.raises(InputError) as caught:
        many.run("dask=tcp://127.0.0.1:9", lines, PARTS)
    assert caught.value.what == "the cluster cannot be reached"
    (fault,) = caught.value.faults
    assert (fault.field, fault.expected) == ("--on", "a dask cluster that answers at tcp://127.0.0.1:9")
    assert fault.cure == "Check the address, and that the scheduler runs and can be reached from here."


def test_without_dask_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Dask is not installed, the command that installs it stands in the error."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'truceline\[dask\]'"):
        many.run("dask", lines, PARTS)


def test_a_way_that_is_none() -> None:
    """Only the two ways there are can be asked for."""
    with pytest.raises(InputError, match="expected dask or spark, got ray"):
        many.run("ray", lines, PARTS)


def test_workers_of_another_version_are_refused() -> None:
    """Another version could give other answers, and a cluster without workers none."""
    many.same_version([("tcp://a", __version__)])
    with pytest.raises(InputError, match=f"tcp://b: expected truceline {__version__}, got 0.0.1"):
        many.same_version([("tcp://a", __version__), ("tcp://b", "0.0.1")])
    with pytest.raises(InputError, match="expected a cluster with workers, got none"):
        many.same_version([])
