"""The lines of a state: canonical JSON, one object each, and the digest that everybody compares.

Two nodes that read the same entries have the same lines, byte for byte, and one digest of them (RECORD.md, "The
fold"). A line is made from what entries say, never from when or from whom they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from truceline.canon import Json, canonical_text
from truceline.state.shelf import Shelf

FOLD_VERSION = 1

Tree = dict[str, Json]
Head = tuple[str, int, str]  # a log's origin, its size, its root in hex


def text(tree: Tree) -> str:
    """A line."""
    return canonical_text(tree)


def lines(shelf: Shelf) -> Iterator[str]:
    """Every line of the state on a shelf, in the order that the digest takes them in."""
    for _, line in shelf.all("line"):
        yield line


def digest(heads: Iterable[Head], state: Iterable[str]) -> str:
    """The digest of a state: SHA-256, in hex, over the fold's version, the heads read and the lines."""
    whole = hashlib.sha256(f"truceline/fold/v{FOLD_VERSION}\n".encode())
    for origin, size, root in sorted(heads):
        whole.update(f"{origin} {size} {root}\n".encode())
    for line in state:
        whole.update(f"{line}\n".encode())
    return whole.hexdigest()
