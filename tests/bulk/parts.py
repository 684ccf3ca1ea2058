"""Parts that tests send to other processes, and what they leave behind for the test to count."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterable
from pathlib import Path

from truceline.bulk.many import Outcome
from truceline.errors import DataError, Fault

LINES = 2_000  # of one part


def lines(part: int) -> list[str]:
    """What a part comes to, each line with a digest so that it takes some work."""
    return [hashlib.sha256(f"{part}:{i}".encode()).hexdigest() for i in range(LINES)]


def digest(outcomes: Iterable[Outcome[list[str]]]) -> str:
    """One digest over everything the parts came to, sorted."""
    whole = sorted(line for one in outcomes for line in one.value or [])
    return hashlib.sha256("\n".join(whole).encode()).hexdigest()


def counted(folder: Path, part: int) -> list[str]:
    """A part that leaves one mark each time it is begun."""
    begun(folder, part)
    return lines(part)


def broken(folder: Path, part: int) -> list[str]:
    """The same, where part 2 cannot be read."""
    begun(folder, part)
    if part == 2:
        fault = Fault("two.csv", 7, "from", "an instant with its offset", "yesterday", "Write the offset.")
        raise DataError("two.csv cannot be read", (fault,))
    if part == 3:
        raise ZeroDivisionError
    return lines(part)


def waiting(folder: Path, part: int) -> list[str]:
    """The same, where the first to take part 0 says who it is and waits, for ever."""
    if begun(folder, part) == 1 and part == 0:
        (folder / "pid").write_text(str(os.getpid()))
        (folder / "waiting").open(encoding="utf-8").read()  # nobody ever closes what this reads from
    return lines(part)


def deadly(folder: Path, part: int) -> list[str]:
    """The same, where whoever takes part 0 dies of it."""
    begun(folder, part)
    if part == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return lines(part)


def once_deadly(folder: Path, part: int) -> list[str]:
    """The same, where the first to take part 0 dies of it."""
    if begun(folder, part) == 1 and part == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return lines(part)


def begun(folder: Path, part: int) -> int:
    """Leave a mark that a part was begun; how many there are now."""
    with (folder / f"begun-{part}").open("a", encoding="utf-8") as marks:
        marks.write("x")
    return marked(folder, part)


def marked(folder: Path, part: int) -> int:
    """How many times a part was begun."""
    return (folder / f"begun-{part}").stat().st_size


def listening(_: int) -> set[str]:
    """The addresses on which this process listens, as hexadecimal, from Linux's own tables."""
    mine = set()
    for one in Path("/proc/self/fd").iterdir():
        try:
            mine.add(str(one.readlink()))
        except FileNotFoundError:  # the listing's own
            continue
    tables = (Path(f"/proc/self/net/{name}").read_text(encoding="ascii") for name in ("tcp", "tcp6"))
    rows = [line.split() for table in tables for line in table.splitlines()[1:]]
    return {row[1].partition(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in mine}
