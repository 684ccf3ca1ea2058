"""pymerkle in a process and, if need be, a Python of its own: a line of JSON in, a line of JSON out.

It is never installed beside this project (its licence differs), so this file needs nothing but pymerkle and the
standard library.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

PATIENCE_S = 5.0  # of proofs in one round; where it ends, there are fewer
Taken = tuple[float, int, float]  # seconds, of how many, processor time


def main() -> None:
    """Serve until the end of the input."""
    peer = Peer(Path(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(peer, asked["do"])(*asked["of"])), flush=True)


class Peer:
    """A tree in a file, as its own documentation makes one."""

    def __init__(self, folder: Path) -> None:
        from pymerkle import SqliteTree  # type: ignore[import-not-found]  # noqa: PLC0415 - of the peers' environment

        self._kind, self._folder, self._made = SqliteTree, folder, 0
        self._single = self._fresh()
        self._large: Any = None

    def version(self) -> str:
        """Of pymerkle."""
        return version("pymerkle")

    def append(self, texts: list[str]) -> Taken:
        """Append each leaf durably, one after another."""
        data, own_s, start = [text.encode() for text in texts], time.process_time(), time.perf_counter()
        for leaf in data:
            self._single.append_entry(leaf)
        return time.perf_counter() - start, len(data), time.process_time() - own_s

    def bulk(self, path: str) -> Taken:
        """Append all leaves of a file in one go, to a new tree, which is kept for proofs; the one before is not."""
        data = list(_leaves_of(Path(path)))
        if self._large:
            self._large.close()
            Path(self._large.dbfile).unlink()
        own_s, start = time.process_time(), time.perf_counter()
        self._large = self._fresh()
        self._large.append_entries(data)
        return time.perf_counter() - start, len(data), time.process_time() - own_s

    def prove(self, indexes: list[int], size: int) -> Taken:
        """Proofs of inclusion of entries, by index from 0, as many as patience allows."""
        own_s, start = time.process_time(), time.perf_counter()
        for count, index in enumerate(indexes, 1):  # noqa: B007 - the last count is how many there were
            self._large.prove_inclusion(index + 1, size)
            if time.perf_counter() - start > PATIENCE_S:
                break
        return time.perf_counter() - start, count, time.process_time() - own_s

    def root(self, size: int) -> str:
        """The root of the first entries, hex."""
        return str(self._large.get_state(size).hex())

    def _fresh(self) -> Any:  # noqa: ANN401 - pymerkle publishes no types
        self._made += 1
        return self._kind(str(self._folder / f"peer-{self._made}.sqlite"))


def _leaves_of(path: Path) -> Iterator[bytes]:
    """The leaves of a file, each after its length in two bytes."""
    with path.open("rb") as file:
        while length := file.read(2):
            yield file.read(int.from_bytes(length))


if __name__ == "__main__":
    main()
