"""The floor at work while the world is watched: run by test_purity in a process of its own.

It works once to warm up (libraries load their data then), bars the world, and works again: the same values, and not one
file, socket, clock, environment or locale touched. What is barred stays barred, hence the process of its own.
"""

import locale
import os
import random
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from truceline.period import Instant, Period, Schedule, local_day, slices
from truceline.place import band, cells, disc, line, polygon, position

WATCHED = (
    "ctypes.", "ftplib.", "glob.", "http.", "import", "mmap.", "open", "os.", "pathlib.", "poplib.", "shutil.",
    "smtplib.", "socket.", "sqlite3.", "subprocess.", "syslog.", "tempfile.", "time.", "urllib.",
)  # fmt: skip


def about_time() -> list[object]:
    """Instants read and cut, over a change of the clocks."""
    start = Instant.parse("2016-03-24T22:00+02:00")
    nights = Schedule(("thu", "fri"), 22 * 60, 6 * 60, "Asia/Damascus")
    edges = nights.edges(start, start.plus(3 * 86_400))
    return [
        str(start),
        edges,
        slices(Period(start, start.plus(86_400)), edges),
        local_day(start.datetime().date(), 2, "Asia/Damascus"),
    ]


def about_place() -> list[object]:
    """Areas drawn, and a disc cut by them."""
    corners = [("36.0", "35.0"), ("36.2", "35.0"), ("36.2", "35.2"), ("36.0", "35.2")]
    square = polygon([[[position(lon, lat) for lon, lat in corners]]], "geodesic")
    near = band(line([position("36.0", "35.1"), position("36.3", "35.1")]), 2_000)
    return [square, near, sorted(map(sorted, cells(disc(position("36.2", "35.1"), 5_000), [square, near])))]


def work() -> str:
    """Everything the floor does, as one text."""
    return repr([about_time(), about_place()])


def barred(name: str) -> Callable[..., NoReturn]:
    """What stands in place of a function of the world."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(f"the floor touched {name}")

    return refuse


def watch() -> list[str]:
    """Bar clocks, environment, randomness and locale, and note whatever else the interpreter reports of the world."""
    touched: list[str] = []
    for module in (time, random, locale):
        for name in vars(module):
            if callable(getattr(module, name)) and not isinstance(getattr(module, name), type):
                setattr(module, name, barred(f"{module.__name__}.{name}"))
    for name in ("getenv", "urandom", "getcwd", "stat", "getpid"):
        setattr(os, name, barred(f"os.{name}"))

    def note(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(WATCHED):
            touched.append(f"{event} {args[:1]}")

    sys.addaudithook(note)
    return touched


def main() -> int:
    """0 where the second piece of work is as the first and touched nothing."""
    first = work()
    touched = watch()
    second = work()
    seen = list(touched)
    if first != second:
        seen.append("the second answer is not the first")
    sys.stdout.write("\n".join(seen))
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
