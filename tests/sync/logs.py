"""Logs in memory put on a stick as they are: honest or hostile, forked, rolled back, with a head of one's choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.state.logs import Writer
from truceline.desk.node.sync.bundles import Carried
from truceline.tlog.merkle import leaf_hash
from truceline.tlog.tiles import ENTRIES, TilePath, bundle, tile_roots


def grown(writer: Writer, count: int, word: str = "") -> Writer:
    """The log with that many entries more, of a kind nobody knows: kept, shown, ignored."""
    for _ in range(count):
        writer.add("exercise.noted", {"text": f"note {len(writer.entries)}{word}"})
    return writer


@dataclass
class Stick:
    """Logs to carry, as `bundles.write` asks for them."""

    writers: list[Writer]
    heads: dict[str, bytes] = field(default_factory=dict)  # by origin, where another head is shown than the newest
    kept: dict[str, bytes] = field(default_factory=dict)  # blobs by digest

    def carried(self) -> tuple[Carried, ...]:
        return tuple(
            Carried(one.origin, len(one.entries), self.heads.get(one.origin, one.head())) for one in self.writers
        )

    def tile(self, origin: str, tile: TilePath) -> bytes:
        leaves = next(one for one in self.writers if one.origin == origin).leaves
        part = slice(tile.n * 256, tile.n * 256 + tile.width)
        if tile.level == ENTRIES:
            return bundle(leaves[part])
        row = [leaf_hash(leaf) for leaf in leaves]
        for _ in range(tile.level):
            row = tile_roots(row)
        return b"".join(row[part])

    def blobs(self) -> Iterator[str]:
        return iter(self.kept)

    def blob(self, digest: str) -> bytes | None:
        return self.kept.get(digest)
