"""Another's tree, read from its tiles: looked at before a single entry is taken.

A source offers a head and the tiles below it. Whether the head extends what is held, and where it does not, the
few hashes that show it are read from here. No tile is believed: what is read counts only where it leads to
the root that the log signed (`tlog.merkle`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from truceline.desk.node.sync.sources import Source
from truceline.errors import Fault, RecordError
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.merkle import EMPTY_EDGE, Edge, NodeAt, ProofError, consistency_proof, edge_at, verify_consistency
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import ENTRIES, TilePath, bundles_of, hashes_in, node_in, tile_holding, tiles_of, unbundle

MOST = 5_000_000  # entries of one log taken under one head: half a gigabyte of hashes in memory
_CACHED = 64  # tiles, 8 KiB each


class Tree:
    """The tree that a source offers for one head."""

    def __init__(self, source: Source, head: Checkpoint) -> None:
        """`head` is the one that the source offers, its signature verified."""
        self.source, self.head = source, head
        self._tile = lru_cache(_CACHED)(self._read)
        self._node = lru_cache(4096)(self._looked_up)

    @property
    def node(self) -> NodeAt:
        """A lookup of complete nodes; raises RecordError where the source lacks the tile."""
        return self._node

    def edge(self, size: int) -> Edge:
        """The edge of the tree's first `size` entries."""
        return edge_at(size, self.node) if size else EMPTY_EDGE

    def verify(self, size: int) -> bytes:
        """The root of the first `size` entries as this tree has it, proved to belong to the head.

        Raises RecordError where the tiles are not those of the head.
        """
        root = self.edge(size).root()
        proof = consistency_proof(size, self.head.size, self.node)
        try:
            verify_consistency(size, self.head.size, root, self.head.root, proof)
        except ProofError as error:
            raise self.wrong("", "tiles that lead to the root of its checkpoint", str(error)) from None
        return root

    def leaf_hashes(self, start: int) -> list[bytes]:
        """The leaf hashes from entry `start` on, a multiple of 256, as the source has them; nothing is proved.

        Raises RecordError where the head stands for more than could be meant: a source may make up tiles without end.
        """
        if self.head.size - start > MOST:
            raise self.wrong("checkpoint", f"at most {MOST:,} entries beyond those held", f"{self.head.size - start:,}")
        tiles = (tile for tile in tiles_of(self.head.size, start) if tile.level == 0)
        return [one for tile in tiles for one in hashes_in(self._read(tile))]

    def bundle(self, tile: TilePath) -> bytes:
        """A bundle of entries, or a fuller one of the same place; raises RecordError where there is none."""
        return self._read(tile)

    def entries(self, start: int) -> Iterator[bytes]:
        """The entries from `start` on, as the source has them; raises RecordError where it lacks one."""
        for tile in bundles_of(self.head.size, start):
            try:
                leaves = unbundle(self._read(tile))[: tile.width]
            except ValueError as error:
                raise self.wrong(str(tile), "a bundle of entries", str(error)) from None
            yield from leaves[max(0, start - tile.start) :]

    def wrong(self, path: str, expected: str, got: str) -> RecordError:
        """What is said of a source that does not have what its own head stands for."""
        cure = "Nothing of it was kept. Take the log from another peer, or from this one again."
        place = f"{self.head.origin} {path}".strip()
        fault = Fault(self.source.name, 0, place, expected, got, cure)
        return RecordError(f"{self.source.name} offers a log that does not hold together", (fault,))

    def _looked_up(self, level: int, index: int) -> bytes:
        tile_level, height = divmod(level, 8)
        try:
            tile = tile_holding(tile_level, (index + 1 << height) - 1, self.head.size)
            return node_in(self._tile(tile), height, index - (tile.n << 8 - height))
        except ValueError as error:
            raise self.wrong(f"level {level}", "tiles of its head's size", str(error)) from None

    def _read(self, tile: TilePath) -> bytes:
        """A tile's bytes: the one that this head has, or a fuller one of the same place."""
        prefix = log_id(self.head.origin)
        # tlog-tiles: a log "MAY delete any partial tile once the corresponding full tile is … available"
        for path in dict.fromkeys((tile, tile.full)):
            data = self.source.get(f"{prefix}/{path}")
            if data is not None:
                return data if tile.level == ENTRIES else self._cut(tile, data)
        raise self.wrong(str(tile), f"the tiles of its head of {self.head.size:,} entries", "none there")

    def _cut(self, tile: TilePath, data: bytes) -> bytes:
        try:
            hashes = hashes_in(data)
        except ValueError as error:
            raise self.wrong(str(tile), "a tile", str(error)) from None
        if len(hashes) < tile.width:
            raise self.wrong(str(tile), f"{tile.width} hashes", str(len(hashes)))
        return b"".join(hashes[: tile.width])
