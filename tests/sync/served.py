"""Nodes as separate processes over real sockets, and commands as a person gives them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sync.nodes import PASSPHRASE
from truceline.desk.node import Node

COMMAND = Path(sys.executable).with_name("truceline")
ROOT = Path(__file__).resolve().parents[2]


def process(node: Node, what: str, *where: str) -> subprocess.Popen[str]:
    """A process of a node: see `tests.sync.process`."""
    command = [sys.executable, "-m", "tests.sync.process", what, str(node.path), str(node.world.markers), *where]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def served(node: Node) -> Iterator[str]:
    """The address of a node that serves in a process of its own, until the test is done with it."""
    with process(node, "serve") as running:
        assert running.stdout
        assert running.stderr
        url = running.stdout.readline().strip()
        try:
            assert url, running.stderr.read()
            yield url
        finally:
            running.terminate()
            running.wait(20)


def environment(node: Node) -> dict[str, str]:
    """What a command of this node is given: its passphrase, its head markers, its folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRUCELINE_")}
    markers = str(node.world.markers)
    return kept | {"TRUCELINE_PASSPHRASE": PASSPHRASE, "TRUCELINE_MARKERS": markers, "TRUCELINE_NODE": str(node.path)}


def run(node: Node, *arguments: str, code: int = 0) -> str:
    """A command of a node, as a person gives it; what it printed. Its exit code must be the one expected."""
    done = subprocess.run(
        [COMMAND, *arguments],
        env=environment(node),
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr
