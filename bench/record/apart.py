"""A process of its own that is asked by lines of JSON: its memory is its own, and so is its Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.record.rounds import Taken

PEER = Path(__file__).with_name("peer.py")


class Apart:
    """The process; ends when the work with it does."""

    def __init__(self, *command: str) -> None:
        """Started at once; it waits to be asked."""
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - Python, with a file of this folder

    @classmethod
    def worker(cls) -> Self:
        """One of ours (`bench.record.worker`)."""
        return cls(sys.executable, "-m", "bench.record.worker")

    @classmethod
    def peer(cls, python: str, folder: Path) -> Self:
        """pymerkle, in a Python that has it."""
        return cls(python, str(PEER), str(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:  # closes what it is asked by, and waits until it has ended
            pass

    def ask(self, do: str, *of: object) -> Any:  # noqa: ANN401 - each deed answers in its own way
        """What comes of a deed."""
        self.tell(do, *of)
        return self.hear()

    def taken(self, do: str, *of: object) -> Taken:
        """What a deed took that is timed there."""
        return Taken(*self.ask(do, *of))

    def tell(self, do: str, *of: object) -> None:
        """Ask, and go on meanwhile."""
        assert self._process.stdin  # noqa: S101 - it was opened with pipes
        self._process.stdin.write(json.dumps({"do": do, "of": of}) + "\n")
        self._process.stdin.flush()

    def hear(self) -> Any:  # noqa: ANN401 - as above
        """What comes of what was asked; raises RuntimeError where the process is gone."""
        assert self._process.stdout  # noqa: S101 - as above
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r}: expected an answer, got the end: its message stands above")
        return json.loads(line)
