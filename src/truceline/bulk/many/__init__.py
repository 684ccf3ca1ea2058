"""Parts of a large question over many machines: a function, its parts, and an outcome for each part.

A part is one file, or one row group of one; judging it needs nothing of any other, so whoever judges it and
whenever, the answers are the same and stand in the parts' order. The function must be one that can be named (at
the top of a module, or a `functools.partial` of one): machines are told its name, and have this package themselves.

- A part that cannot be judged fails by itself, with its reason, once; the others go on.
- A worker that dies costs the part it was at: another does that part again. A function that writes must
  therefore write whole files under their final name in one step, so that doing it twice does no harm.

`dask` is one way to run them, `spark` another; both are extras. What it does not do: move files, which every
machine must see at the same place, or put results together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from truceline import __version__
from truceline.errors import Fault, InputError, TrucelineError

P = TypeVar("P")
R = TypeVar("R")
Progress = Callable[[int, int], None]  # parts done, parts in all

WORKERS = 2  # of a cluster of our own on this machine
WAYS = ("dask", "spark")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What one part came to: a value, or why there is none."""

    part: int  # its position among the parts
    value: R | None
    failure: str = ""  # what went wrong, in words; empty: nothing did
    faults: tuple[Fault, ...] = ()  # where, and how to mend it, as far as that is known


def attempt(work: Callable[[P], R], number: int, part: P) -> Outcome[R]:
    """Do one part where it lies; what goes wrong is its outcome, because doing it again would go wrong again."""
    try:
        return Outcome(number, work(part))
    except InputError as error:
        return Outcome(number, None, error.what, error.faults)
    except TrucelineError as error:
        return Outcome(number, None, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it was, it is this part's alone
        return Outcome(number, None, f"{type(error).__name__}: {error}")


def run(
    on: str, work: Callable[[P], R], parts: Sequence[P], progress: Progress | None = None, workers: int = WORKERS
) -> list[Outcome[R]]:
    """Every part's outcome, in the parts' order.

    `on` is `dask` or `spark` (a cluster of our own, `workers` processes on this machine), or either with `=` and
    the address of one that runs already. Raises InputError where there is no such way, package or cluster.
    """
    way, _, address = on.partition("=")
    if way == "dask":
        from truceline.bulk.many import dask  # noqa: PLC0415 - an extra: imported where it is asked for

        return dask.run(work, parts, address or None, progress, workers)
    if way == "spark":
        from truceline.bulk.many import spark  # noqa: PLC0415 - an extra: imported where it is asked for

        return spark.run(work, parts, address or None, progress, workers)
    cure = "Write --on dask, --on dask=tcp://HOST:8786, --on spark or --on spark=spark://HOST:7077."
    raise InputError("no such way to run on many machines", (Fault("", 0, "--on", " or ".join(WAYS), on, cure),))


def version() -> str:
    """The version of this package where it is called."""
    return __version__


def same_version(found: Sequence[tuple[str, str]]) -> None:
    """Refuse a cluster some of whose workers (name, version) have another version, or that has none at all.

    Raises InputError.
    """
    if not found:
        cure = "Start at least one worker; the address is that of the scheduler, not of a worker."
        fault = Fault("", 0, "--on", "a cluster with workers", "none", cure)
        raise InputError("nobody to do the work", (fault,))
    faults = tuple(
        Fault("", 0, name, f"truceline {__version__}", has, "Install the same version on every machine.")
        for name, has in found
        if has != __version__
    )
    if faults:
        raise InputError("answers could differ between the machines", faults)


def missing(way: str, package: str) -> InputError:
    """The error for a package that is not installed here."""
    cure = f"pip install 'truceline[{way}]'"
    return InputError(f"--on {way} needs more than is installed", (Fault("", 0, "--on", package, "nothing", cure),))


def unreachable(way: str, address: str, why: Exception) -> InputError:
    """The error for a cluster that does not answer."""
    cure = "Check the address, and that the scheduler runs and can be reached from here."
    got = str(why) or type(why).__name__
    fault = Fault("", 0, "--on", f"a {way} cluster that answers at {address}", got, cure)
    return InputError("the cluster cannot be reached", (fault,))
