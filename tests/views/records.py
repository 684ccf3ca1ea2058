"""Records in memory, handed to views as a node would hand them; and views of them in folders of the test."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tests.state.logs import Blobs
from truceline.desk.node import Head
from truceline.desk.views import database
from truceline.desk.views.folding import Progress, Source, Views, kept_views
from truceline.desk.views.view import View, _agreed, _held
from truceline.state import lines
from truceline.tlog.merkle import leaf_hash, root_of

Logs = Mapping[str, Sequence[bytes]]


def source(logs: Logs, sizes: Mapping[str, int], blobs: Blobs, origin: str = "own") -> Source:
    """Logs up to some sizes."""

    def root(log: str, size: int) -> bytes:
        return root_of(leaf_hash(leaf) for leaf in logs[log][:size])

    heads = tuple(Head(log, size, root(log, size)) for log, size in sorted(sizes.items()) if size)
    return Source(origin, heads, lambda log, a, b: logs[log][a:b], lambda log, i: logs[log][i], root, blobs)


def whole(logs: Logs) -> dict[str, int]:
    """The sizes of whole logs."""
    return {origin: len(log) for origin, log in logs.items()}


@contextmanager
def views(folder: Path, of: Source) -> Iterator[Views]:
    """Views in a folder, not brought up yet."""
    with closing(Views(of, database.opened(folder, {}))) as found:
        yield found


@contextmanager
def folded(of: Source, progress: Progress | None = None) -> Iterator[Views]:
    """Views of a source, for as long as they are looked at."""
    with (
        tempfile.TemporaryDirectory(prefix="truceline-") as folder,
        kept_views(of, database.opened(Path(folder), {}), progress) as found,
    ):
        yield found


@contextmanager
def view(folder: Path, of: Source) -> Iterator[View]:
    """The record as this node holds it, every event judged."""
    with _held(of, lambda file: database.opened(folder, {}, file), None) as found:
        yield found


@contextmanager
def agreed(folder: Path, of: Source) -> Iterator[View]:
    """The record as every honest node comes to it."""
    with _agreed(of, lambda file: database.opened(folder, {}, file), None) as found:
        yield found


def dump(found: Views) -> list[str]:
    """The state's lines."""
    with found.reading() as shelf:
        return list(lines(shelf))
