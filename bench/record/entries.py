"""What is measured upon: nodes with counted clocks and ids that are the same each time, filled with what monitors say.

Reports and observations in turn, 500 and some 580 bytes each, signed, all of them counting; half of an entry is its
envelope and signature.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from pathlib import Path

from truceline.canon import Json
from truceline.desk.node import Draft, Node, World, create, open_node
from truceline.desk.node.world import Stretching
from truceline.period import Instant

PASSPHRASE = "passphrase"  # noqa: S105 - of nodes that live as long as the run
FIRST_S = 1_935_000_000
ENTRY_B = 500  # of a report
AT_ONCE = 5_000  # entries appended in one transaction where a node is filled
_BARE_B = 484  # of a report without text in the log of a node called "large", less the digits of its place


def world_in(folder: Path) -> World:
    """A world whose clock goes on by a second whenever it is read; ids are scattered as real ones, seeds are chance."""
    ticks, ids = itertools.count(FIRST_S), random.Random(2016)  # noqa: S311 - nobody has to guess them
    return World(
        lambda: Instant(next(ticks)),
        lambda size: ids.randbytes(16) if size == 16 else os.urandom(size),
        folder / "heads",
        Stretching(1, 8192),
    )


def node_in(folder: Path, name: str, role: str = "monitor") -> Node:
    """A new node."""
    return create(folder / name, name, role, name, PASSPHRASE, world_in(folder))


def drafts(first: int) -> Iterator[Draft]:
    """What is said, without end, from a log's place on."""
    for place in itertools.count(first):
        yield Draft("observation.made", _observed(place)) if place % 2 else Draft("report.received", _report(place))


def _report(place: int) -> dict[str, Json]:
    text = "x" * (ENTRY_B - _BARE_B - len(str(place)))
    return {"source": "Radio", "channel": "hotline", "received": str(Instant(FIRST_S + place)), "text": text}


def _observed(place: int) -> dict[str, Json]:
    return {
        "window": [str(Instant(FIRST_S + place)), str(Instant(FIRST_S + place + 600))],
        "means": "camera",
        "sense": "heard",
        "unit": "explosion",
        "count": [1 + place % 7, 8 + place % 7],
        "bearing_deg": [place % 340, place % 340 + 19],
        "distance_m": [1_000, 2_000],
    }


def reopened(node: Node) -> Node:
    """The node closed, so that all of it lies in its files, and open again."""
    node.close()
    return open_node(node.path, PASSPHRASE, node.world)


def fill(node: Node, number: int) -> None:
    """Append so many entries, many in one transaction."""
    size = node.record.size(node.origin)
    coming = itertools.islice(drafts(size), number)
    while chunk := list(itertools.islice(coming, AT_ONCE)):
        node.append_many(chunk)
