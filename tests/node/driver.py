"""A node at work in a process of its own, to be killed or failed at every step: says what it signed, and what failed.

Not a test; run as `python driver.py TASK NODE MARKERS`. Prints `ready` once it begins, then for each entry either
`signed <checkpoint in base64>` or `failed <kind of error>`.
"""

import os
import secrets
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from truceline.desk.node import Node, Stretching, World, create, open_node
from truceline.desk.node.rotation import rotate
from truceline.errors import TrucelineError
from truceline.period import Instant


def said(line: str) -> None:
    """One line to standard output, in one system call."""
    os.write(1, f"{line}\n".encode())


def tried(node: Node, act: Callable[[], object]) -> None:
    """Do something that signs, and hand the head out, or say what failed."""
    try:
        act()
        said(f"signed {b64encode(node.checkpoint(node.origin)).decode()}")
    except TrucelineError as error:
        said(f"failed {type(error).__name__}")


def main(task: str, path: Path, markers: Path) -> None:
    """Do one task; an error of ours is said, any other ends the process with a traceback."""
    world = World(lambda: Instant(1_935_403_200), secrets.token_bytes, markers, Stretching(1, 8192), 5)
    if task == "create":
        said("ready")
        try:
            create(path, "alpha", "guarantor", "alpha", "secret", world).close()
            said("made")
        except TrucelineError as error:
            said(f"failed {type(error).__name__}")
        return
    node = open_node(path, "secret", world)
    said("ready")
    if task == "many":
        for _ in range(25):
            tried(node, lambda: node.append("report.received", {"text": "quiet"}))
    elif task == "rotate":
        tried(node, lambda: rotate(node, "secret"))
    else:
        tried(node, lambda: node.append("report.received", {"text": "quiet"}))
        tried(node, lambda: node.append("report.received", {"text": "q" * 70_000}))
    node.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
