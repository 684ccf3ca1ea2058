"""Tiles: a log's tree and entries cut into files of 256, which never change once they are full.

A log that is a folder of plain files can be served by any web server, copied to a memory stick, and read
by programs that know nothing of truces. This is C2SP's tlog-tiles v0.1.0, to the byte: paths, partial
tiles, entry bundles. Which files there are, and where they come from, is the caller's business; nothing
is pruned, since no entry of a truce's record expires.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from truceline.tlog.merkle import HASH_BYTES, NodeAt, node_hash

HEIGHT = 8  # levels of the tree that one tile stands for
WIDTH = 1 << HEIGHT  # hashes or entries in a full tile
LEVELS = 64  # "`<L>` … MUST be a decimal ASCII integer between 0 and 63" (tlog-tiles)
ENTRIES = -1  # stands where a level does, for entry bundles
LARGEST_ENTRY = 0xFFFF  # bytes; what a 16-bit length can say

TileAt = Callable[["TilePath"], bytes]  # the bytes of one tile; raises what its holder raises where it has none


class TilePath(NamedTuple):
    """Which tile: its level (`ENTRIES` for a bundle of entries), its index there, and its width."""

    level: int
    n: int
    width: int = WIDTH  # 256 where the tile is full, else 1 to 255

    def __str__(self) -> str:
        """The path below a log's prefix, as in ``tile/0/x001/x234/067.p/112``."""
        return tile_path(*self)

    @property
    def start(self) -> int:
        """The index of the first entry that the tile spans."""
        return self.n << HEIGHT * (max(self.level, 0) + 1)

    @property
    def full(self) -> TilePath:
        """The full tile of the same place, which may stand in for a partial one."""
        return self._replace(width=WIDTH)


def tile_path(level: int, n: int, width: int = WIDTH) -> str:
    """The path of a tile below its log's prefix; raises ValueError where there can be no such tile."""
    if not (ENTRIES <= level < LEVELS and n >= 0 and 1 <= width <= WIDTH):
        raise ValueError(f"no tile of level {level}, index {n}, width {width}")
    # tlog-tiles: "a non-negative integer encoded into zero-padded 3-digit path elements. All but the last
    # path element MUST begin with an `x`."
    digits = f"{n:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    index = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    # "The `.p/<W>` suffix is only present for partial tiles"
    return f"tile/{'entries' if level == ENTRIES else level}/{index}{'' if width == WIDTH else f'.p/{width}'}"


def entries_path(n: int, width: int = WIDTH) -> str:
    """The path of an entry bundle below its log's prefix; raises ValueError where there can be no such bundle."""
    return tile_path(ENTRIES, n, width)


# "a decimal ASCII integer between 1 and 255, with no additional leading zeroes", and of a level 0 to 63.
_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<n>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def parse_path(path: str) -> TilePath:
    """The tile that a path names; raises ValueError where it is not the one spelling of a tile's path."""
    match = _PATH.fullmatch(path, endpos=min(len(path), 64))
    if match is None or len(path) > 64:
        raise ValueError(f"a tile's path such as tile/0/x001/067.p/5, not {path[:80]!r}")
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    tile = TilePath(level, int(match["n"].replace("x", "").replace("/", "")), int(match["width"] or WIDTH))
    if tile.width > WIDTH or str(tile) != path:  # a superfluous x000/, or .p/256
        raise ValueError(f"the one spelling of a tile's path, not {path!r}")
    return tile


# ── which tiles a tree has ────────────────────────────────────────────────────────────────────


def tiles_of(size: int, since: int = 0) -> Iterator[TilePath]:
    """The hash tiles of a tree of `size` leaves, full and partial, level by level.

    With `since`, only those that a tree of that size did not have.
    """
    level = 0
    while size >> HEIGHT * level:
        yield from _row(level, size >> HEIGHT * level, since >> HEIGHT * level)
        level += 1


def bundles_of(size: int, since: int = 0) -> Iterator[TilePath]:
    """The entry bundles of a log of `size` entries; with `since`, only those that a log of that size did not have."""
    return _row(ENTRIES, size, since)


def _row(level: int, hashes: int, before: int) -> Iterator[TilePath]:
    for n in range(before // WIDTH, hashes // WIDTH):
        yield TilePath(level, n)
    # "The partial tile at level l for a tree of size s has floor(s / 256**l) mod 256 entries. Empty tiles
    # MUST NOT be served."
    if hashes % WIDTH and hashes != before:
        yield TilePath(level, hashes // WIDTH, hashes % WIDTH)


def tile_holding(level: int, index: int, size: int) -> TilePath:
    """The tile of level `level` that has hash `index` in it, as wide as a tree of `size` leaves has it.

    Level `ENTRIES` asks for the bundle of an entry. Raises ValueError where the tree has no such hash.
    """
    hashes = size >> HEIGHT * max(level, 0)
    if not 0 <= index < hashes:
        raise ValueError(f"a tree of {size} leaves has {hashes} hashes at tile level {level}, not number {index}")
    n = index // WIDTH
    return TilePath(level, n, min(WIDTH, hashes - n * WIDTH))


# ── hashes in tiles ───────────────────────────────────────────────────────────────────────────


def hashes_in(tile: bytes) -> list[bytes]:
    """A tile's hashes, 32 bytes each; raises ValueError where it is not 1 to 256 of them."""
    # tlog-tiles: "Full tiles MUST be exactly 256 hashes wide, or 8,192 bytes."
    if not tile or len(tile) % HASH_BYTES or len(tile) > WIDTH * HASH_BYTES:
        raise ValueError(f"1 to {WIDTH} hashes of {HASH_BYTES} bytes, not {len(tile)} bytes")
    return [tile[i : i + HASH_BYTES] for i in range(0, len(tile), HASH_BYTES)]


def tile_roots(row: Sequence[bytes]) -> list[bytes]:
    """The hashes of the next tile level: one for each 256 hashes of this row; an incomplete last tile gives none."""
    # tlog-tiles: "At “level 1” and above, each hash in a tile is the Merkle Tree Hash of a *full* tile at the
    # level below." "A partial tile … MUST NOT be hashed into a tile at the level above."
    above = list(row[: len(row) // WIDTH * WIDTH])
    for _ in range(HEIGHT):
        above = [node_hash(left, right) for left, right in zip(above[::2], above[1::2], strict=True)]
    return above


def node_in(tile: bytes, height: int, index: int) -> bytes:
    """The node `height` levels (0 to 7) above a tile's hashes, the `index`-th there, hashed from the tile."""
    size = HASH_BYTES << height
    row = hashes_in(tile[index * size : (index + 1) * size])
    if len(row) != 1 << height:
        raise ValueError(f"a tile of {len(tile) // HASH_BYTES} hashes has no node {index} at height {height}")
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def nodes(tile_at: TileAt, size: int) -> NodeAt:
    """A lookup of complete nodes in a tree of `size` leaves, read from its tiles (the full one where there is one)."""

    def node(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        path = tile_holding(tile_level, (index + 1 << height) - 1, size)
        return node_in(tile_at(path), height, index - (path.n << HEIGHT - height))

    return node


# ── bundles of entries ────────────────────────────────────────────────────────────────────────


def bundle(leaves: Iterable[bytes]) -> bytes:
    """An entry bundle of these entries; raises ValueError where one is longer than 65,535 bytes."""
    # tlog-tiles: "Entry bundles are sequences of big-endian uint16 length-prefixed log entries."
    parts: list[bytes] = []
    for leaf in leaves:
        if len(leaf) > LARGEST_ENTRY:
            raise ValueError(f"an entry of at most {LARGEST_ENTRY:,} bytes, not {len(leaf):,}")
        parts += len(leaf).to_bytes(2, "big"), leaf
    return b"".join(parts)


def unbundle(data: bytes) -> list[bytes]:
    """The entries of a bundle, 1 to 256; raises ValueError where the bytes end within one, or hold none or more."""
    ends, end = [0], 0
    while end < len(data) and len(ends) <= WIDTH:
        end += 2 + int.from_bytes(data[end : end + 2], "big")
        ends.append(end)
    if end != len(data) or end == 0:
        raise ValueError(f"1 to {WIDTH} entries with their lengths, ending at byte {len(data):,}, not at {end:,}")
    return [data[start + 2 : end] for start, end in pairwise(ends)]
