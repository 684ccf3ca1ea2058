"""Many machines by Spark: each part is a job of one task, so that parts finish, fail and are counted one by one.

For those who run a Spark cluster already. Spark does a part again whose worker died (four times in all, unless the
cluster says otherwise). Without an address it runs on this machine, reached over the loopback alone and with no web
page. Needs Java, and on every machine the same Python packages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from truceline.bulk.many import WORKERS, Outcome, Progress, attempt, missing, same_version, unreachable, version
from truceline.errors import shortened

if TYPE_CHECKING:
    from pyspark import SparkContext

P = TypeVar("P")
R = TypeVar("R")

TRIES = 4  # of a part whose worker dies, on this machine; Spark's own number elsewhere


def run(
    work: Callable[[P], R],
    parts: Sequence[P],
    address: str | None = None,
    progress: Progress | None = None,
    workers: int = WORKERS,
) -> list[Outcome[R]]:
    """Every part's outcome, in the parts' order; raises InputError where Spark, Java or the cluster is not there.

    `address` is a master's, as spark://HOST:7077 or yarn; None: `workers` processes on this machine.
    """
    found: list[Outcome[R]] = []
    with _context(address, workers) as context, ThreadPoolExecutor(context.defaultParallelism) as jobs:
        under_way = [jobs.submit(_job, context, work, number, part) for number, part in enumerate(parts)]
        for one in as_completed(under_way):
            found.append(one.result())
            if progress:
                progress(len(found), len(parts))
    return sorted(found, key=lambda one: one.part)


def _job(context: SparkContext, work: Callable[[P], R], number: int, part: P) -> Outcome[R]:
    """One part as one task; what Spark gives up on is that part's failure."""
    from py4j.protocol import Py4JJavaError  # noqa: PLC0415 - an extra

    try:
        (outcome,) = context.parallelize([part], 1).map(partial(attempt, work, number)).collect()
    except Py4JJavaError as error:
        return Outcome(
            number, None, f"given up by the cluster: {shortened(str(error.java_exception.getMessage()), 160)}"
        )
    done: Outcome[R] = outcome
    return done


@contextmanager
def _context(address: str | None, workers: int) -> Iterator[SparkContext]:
    """A session's context, stopped behind."""
    try:
        from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing("spark", "the package pyspark") from None
    settings = SparkSession.builder.appName("truceline").master(address or f"local[{workers},{TRIES}]")
    for name, value in (_OWN if address is None else _ANY).items():
        settings = settings.config(name, value)
    try:
        session = settings.getOrCreate()
    except (PySparkRuntimeError, OSError) as error:  # no Java, or a master that is none
        raise unreachable("spark", address or "this machine (is Java 17 or later installed?)", error) from None
    try:
        context = session.sparkContext
        if address is not None:
            found = context.parallelize(range(context.defaultParallelism)).map(lambda _: version()).distinct().collect()
            same_version([("a worker", one) for one in sorted(found)])
        yield context
    finally:
        session.stop()


_ANY = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
_OWN = {
    **_ANY,
    "spark.pyspark.python": sys.executable,
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
