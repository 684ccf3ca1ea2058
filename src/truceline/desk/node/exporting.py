"""A node's logs as plain files: the tree that any web server can serve and a memory stick carries.

One folder a log, named by the SHA-256 of its origin, as tlog-tiles lays it out, and a folder of blobs beside them.
How it is written, whole and in the same bytes by whoever holds the same, is in `sync.bundles`; here a node says what
it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync import bundles, exchanging
from truceline.desk.node.sync.bundles import Carried, Tell
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.tiles import TilePath


class Holding:
    """What a node carries to others: its own log and every admitted one, and its blobs."""

    def __init__(self, node: Node) -> None:
        """The heads are those of this moment; what is appended meanwhile is for the next time."""
        self._node = node
        self._carried = tuple(_carried(node, head.origin) for head in node.heads())

    def carried(self) -> tuple[Carried, ...]:
        """The logs."""
        return self._carried

    def tile(self, origin: str, tile: TilePath) -> bytes:
        """The bytes of one tile; raises RecordError where it is not held."""
        data = self._node.record.tile(origin, *tile)
        if data is None:  # pragma: no cover - a log never becomes shorter
            raise ValueError(f"{origin} has no {tile}")
        return data

    def blobs(self) -> Iterator[str]:
        """The digests of the blobs."""
        return self._node.blobs.digests()

    def blob(self, digest: str) -> bytes | None:
        """One blob."""
        return self._node.blobs.get(digest)


def export(node: Node, to: Path, tell: Tell, for_: str = "") -> int:
    """Write a node's logs and blobs to a folder, or one file where the name ends in .tar; how many files it has.

    `for_`: with the parcels that wait for this one admitted log; without, there are none. A folder written before is
    added to. Raises DataError where it cannot be written, and as `exchanging.carried` does.
    """
    beside = tuple(exchanging.carried(node, for_)) if for_ else ()
    return bundles.write(Holding(node), to, tell, beside)


def _carried(node: Node, origin: str) -> Carried:
    data = node.checkpoint(origin)
    return Carried(origin, Checkpoint.parse(data).size, data)
