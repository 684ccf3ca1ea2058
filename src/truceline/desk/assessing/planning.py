"""What there is to judge and the way to judge it: whole by the floor, or in parts into a directory.

An events file of moderate size is judged whole, with witnesses and what would settle it in its findings. A
flat table, several files, or an events file beyond `LARGEST_WHOLE` goes into a directory, by the engine
where that pays. The answers are the same either way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.claims import Dataset
from truceline.desk.assessing.directory import is_run
from truceline.desk.assessing.events import EXACT, datasets_in, head_of
from truceline.desk.assessing.judges import BULK, FLOOR
from truceline.desk.node import is_node
from truceline.errors import DataError, Fault, UnknownName
from truceline.formats.batches import ENDINGS, PARQUET, START_B, Part, form_of, parts
from truceline.formats.batches.tables import parquet_schema
from truceline.formats.record_files import ENDINGS as WHOLE_ENDINGS
from truceline.formats.record_files import HEAD

ENGINES = (FLOOR, BULK)
LARGEST_WHOLE = 20_000  # events of a file that is judged whole
SMALLEST_BULK = 200  # rows from which the engine is ready sooner than the floor (measured on the shipped agreements)
SMALL_B = 24 * 1024  # bytes; a table that does not say its rows is small below


@dataclass(frozen=True, slots=True)
class Source:
    """One file of rows."""

    path: Path
    file: str  # its name in faults and in the output
    events: bool  # an events file, else a flat table
    parts: tuple[Part, ...]
    size_b: int
    datasets: tuple[Dataset, ...]  # whose lists its rows come from

    @property
    def rows(self) -> int | None:
        """How many rows it holds, where it says so."""
        return _total(part.rows for part in self.parts)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is judged, and how."""

    sources: tuple[Source, ...]
    whole: Path | None  # the one events file, or node, that is judged whole
    engine: str  # floor | bulk

    @property
    def rows(self) -> int | None:
        """How many rows there are, where all files say so."""
        return _total(one.rows for one in self.sources)


def plan(given: Sequence[Path], out: Path, engine: str | None) -> Plan:
    """What to do with these files and directories; raises DataError and UnknownName.

    `engine` is forced where given; the floor still judges an events file whole if `out` is a findings file. A node's
    record is judged whole, always.
    """
    if engine not in (None, *ENGINES):
        raise UnknownName("engine", str(engine), ENGINES)
    if len(given) == 1 and is_node(given[0]):
        return Plan((), given[0], FLOOR)
    files = [path for one in given for path in _files(one)]
    if len(files) == 1 and engine != BULK and _is_whole(files[0]):
        return Plan((), files[0], FLOOR)
    named = _named(files)
    sources = tuple(_source(path, named[path]) for path in files)
    events = len(sources) == 1 and sources[0].events
    if events and (engine == FLOOR or (engine is None and (sources[0].rows or 0) <= LARGEST_WHOLE)):
        to_file = engine is None or out.suffix.lower() in WHOLE_ENDINGS
        return Plan(sources, files[0] if to_file else None, FLOOR)
    return Plan(sources, None, engine or (FLOOR if _is_small(sources) else BULK))


def _is_small(sources: Sequence[Source]) -> bool:
    rows = _total(one.rows for one in sources)
    return sum(one.size_b for one in sources) < SMALL_B if rows is None else rows < SMALLEST_BULK


def _total(told: Iterable[int | None]) -> int | None:
    """The sum; None where some number is not known."""
    rows = list(told)
    return None if None in rows else sum(one for one in rows if one is not None)


def _files(given: Path) -> list[Path]:
    """The files meant by a path: itself, or those of a directory; of our own output, its parts."""
    if not given.is_dir():
        return [given]
    if is_run(given):
        return sorted(given.glob("part-*.parquet"))
    inside = [one for one in sorted(given.rglob("*")) if one.is_file() and not _is_aside(one.relative_to(given))]
    odd = [one for one in inside if one.suffix.lower() not in ENDINGS]
    faults = [
        Fault(str(one), 0, "", f"a file ending in {', '.join(ENDINGS)}", one.name, "Take it out, or name the files.")
        for one in odd[:20]
    ]
    if odd or not inside:
        nothing = Fault(str(given), 0, "", "files of rows", "none", "Is this the right directory?")
        raise DataError("a directory that cannot be read", tuple(faults) or (nothing,))
    return inside


def _is_aside(path: Path) -> bool:
    """Whether it is what writers of directories leave beside their rows: `_SUCCESS`, hidden files."""
    return any(part.startswith(("_", ".")) for part in path.parts)


def _named(files: Sequence[Path]) -> dict[Path, str]:
    """A short name for each file: its own, with its folder where two are called the same."""
    times = Counter(path.name for path in files)
    return {path: path.name if times[path.name] == 1 else str(path) for path in files}


def _opened(path: Path) -> bytes:
    """How a file begins; raises DataError where it cannot be read."""
    try:
        with path.open("rb") as source:
            return source.read(START_B)
    except FileNotFoundError:
        got, cure = "none there", "Check the path."
    except OSError as error:
        got, cure = str(error.strerror), "Check its permissions."
    raise DataError(f"{path.name} cannot be used", (Fault(str(path), 0, "", "a file", got, cure),))


def _is_whole(path: Path) -> bool:
    """Whether it is an events file in a form that is read whole: JSON Lines, GeoJSON, or CSV with its head."""
    start = _opened(path)
    if start.lstrip().removeprefix(b"\xef\xbb\xbf").startswith(b"{"):
        return True
    if form_of(start, path.name) != "csv":
        return False
    with path.open("rb") as source:
        header = source.readline(65_536).decode("utf-8-sig", "replace").strip().split(",")
    return EXACT in header and HEAD in header


def _check_events(head: Mapping[str, object], file: str) -> None:
    if head.get("holds") != "events" or head.get("version") != 1:
        got = f"{head.get('holds')} version {head.get('version')}"
        fault = Fault(file, 1, "", "a file of events, version 1", got, "Is this the right file?")
        raise DataError("no file of events", (fault,))


def _source(path: Path, file: str) -> Source:
    start = _opened(path)
    with path.open("rb") as source:
        found = tuple(parts(source, str(path), file))
        events = False
        datasets: tuple[Dataset, ...] = (Dataset(file, "", ""),)
        if form_of(start, file) == PARQUET:
            source.seek(0)
            head = head_of(parquet_schema(source, file))
            events = head is not None
            if head is not None:
                _check_events(head, file)
                source.seek(0)
                datasets = datasets_in(source, file)
    return Source(path, file, events, found, path.stat().st_size, datasets)
