"""Many machines by Dask: the scheduler hands out parts, and hands a dead worker's part to another.

Without an address it starts processes on this machine, one thread each, that listen on the loopback alone and
show no dashboard. Results are fetched as they finish, so that a worker that dies later takes none along.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from truceline.bulk.many import WORKERS, Outcome, Progress, attempt, missing, same_version, unreachable, version
from truceline.errors import shortened

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

P = TypeVar("P")
R = TypeVar("R")


def run(
    work: Callable[[P], R],
    parts: Sequence[P],
    address: str | None = None,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> list[Outcome[R]]:
    """Every part's outcome, in the parts' order; raises InputError where Dask or the cluster is not there.

    `address` is a scheduler's, as tcp://HOST:8786, which Dask's own setting gives time to answer; None: a cluster of
    `workers` processes on this machine.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing("dask", "the packages dask and distributed") from None
    found: list[Outcome[R]] = []
    blamed: list[int] = []

    def keep(outcome: Outcome[R]) -> None:
        found.append(outcome)
        if progress:
            progress(len(found), len(parts))

    with _client(address, workers) as client:
        for number, result in _results(client, work, parts, range(len(parts))):
            if isinstance(result, Outcome):
                keep(result)
            elif isinstance(_error(result), distributed.KilledWorker):
                blamed.append(number)
            else:
                keep(_given_up(number, result))
        # whoever waited on a worker while another part killed it is blamed with it: each has one more go, alone
        for number in blamed:
            for _, result in _results(client, work, parts, [number]):
                keep(result if isinstance(result, Outcome) else _given_up(number, result))
    return sorted(found, key=lambda one: one.part)


def _results(
    client: Client, work: Callable[[P], R], parts: Sequence[P], numbers: Sequence[int]
) -> Iterator[tuple[int, object]]:
    """Each part's number with what came of it, as they finish: an outcome, or why there is none."""
    import distributed  # noqa: PLC0415 - an extra

    futures = [client.submit(attempt, work, number, parts[number], pure=False) for number in numbers]
    of_key = {future.key: number for future, number in zip(futures, numbers, strict=True)}
    done = distributed.as_completed(futures, with_results=True, raise_errors=False)
    del futures  # a fetched result is then let go of on its worker
    for future, result in done:
        yield of_key[future.key], result


def _error(why: object) -> object:
    """The error among what Dask gives instead of a result."""
    return why[1] if isinstance(why, tuple) else why


def _given_up(number: int, why: object) -> Outcome[R]:
    """A part that the scheduler gave back undone: worker after worker died on it, or the cluster went away."""
    error = _error(why)
    return Outcome(number, None, f"given up by the cluster ({type(error).__name__}): {shortened(str(error), 160)}")


@contextmanager
def _client(address: str | None, workers: int) -> Iterator[Client]:
    """A client of the cluster, of our own where no address is given, closed behind."""
    import distributed  # noqa: PLC0415 - an extra

    if address is None:
        with _own_cluster(workers) as cluster, distributed.Client(cluster) as client:
            yield client
        return
    try:
        client = distributed.Client(address)
    except (OSError, TimeoutError, ValueError) as error:
        raise unreachable("dask", address, error) from None
    with client:
        told = client.run(version, on_error="return")  # where the package is missing: the error
        same_version(sorted((name, str(one)) for name, one in told.items()))
        yield client


def _own_cluster(workers: int) -> LocalCluster:
    """Processes of this machine, reached over the loopback alone."""
    import distributed  # noqa: PLC0415 - an extra

    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # of its plain status pages, on whichever port is free;
        scheduler_kwargs={"dashboard": False},  # None would be the dashboard's well-known one
        worker_dashboard_address=None,
        memory_limit=0,  # batches are bounded by us; a worker stopped for its memory would only begin again
        silence_logs=logging.CRITICAL,
        env={"DASK_LOGGING__DISTRIBUTED": "critical"},  # also of a worker that takes a dead one's place
    )
