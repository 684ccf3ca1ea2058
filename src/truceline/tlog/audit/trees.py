"""The tree of one log as its stored tiles have it, and whether they agree with each other and the signed head.

The leaf hashes (tile level 0) are kept, 32 bytes an entry; everything above is hashed anew and compared with
what is stored, so that a wrong tile is named even where no proof would have touched it.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.errors import Fault
from truceline.tlog.audit.model import Source
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.merkle import HASH_BYTES, edge_at
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import ENTRIES, HEIGHT, WIDTH, TilePath, hashes_in, nodes, tile_roots, tiles_of

NOT_THE_LOG = "fetch this log again from another node, and keep this copy as it is"


class Faulty(Exception):
    """Reading cannot go on; `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


@dataclass(frozen=True)
class Tree:
    """One log's tree, all of it above its leaves hashed here."""

    id: str  # the log's path id
    head: Checkpoint  # as stored; who signed it is checked elsewhere
    rows: tuple[tuple[bytes, ...], ...]  # by tile level, its tiles: the last of each may be partial

    @property
    def size(self) -> int:
        """Entries."""
        return self.head.size

    def tile(self, path: TilePath) -> bytes:
        """A tile of the tree."""
        return self.rows[path.level][path.n][: path.width * HASH_BYTES]

    def leaf(self, index: int) -> bytes:
        """The leaf hash of an entry."""
        n, within = divmod(index, WIDTH)
        return self.rows[0][n][within * HASH_BYTES : (within + 1) * HASH_BYTES]

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves, or over all."""
        return edge_at(self.size if size is None else size, nodes(self.tile, self.size)).root()

    def with_leaves(self, n: int, tile: bytes) -> Tree:
        """The tree with another tile of leaf hashes."""
        return Tree(self.id, self.head, _rows([*self.rows[0][:n], tile, *self.rows[0][n + 1 :]]))


def read_head(source: Source, log: str) -> Checkpoint:
    """The log's stored checkpoint; raises Faulty where there is none, or it is another log's."""
    path = f"{log}/checkpoint"
    data = source.get(path)
    if data is None:
        raise Faulty(Fault(path, 0, "", "the log's signed head", "nothing there", NOT_THE_LOG))
    try:
        head = Checkpoint.parse(data)
    except ValueError as fault:
        raise Faulty(Fault(path, 0, "", str(fault), "something else", NOT_THE_LOG)) from None
    if log_id(head.origin) != log:
        cure = "put each log in the folder named by the SHA-256 of its origin"
        raise Faulty(Fault(path, 1, "origin", f"the log with path {log}", head.origin, cure))
    if head.size == 0:
        raise Faulty(Fault(path, 2, "size", "at least the entry that begins a log", "0", NOT_THE_LOG))
    return head


def read_tree(source: Source, head: Checkpoint) -> tuple[Tree, Fault | None]:
    """The tree of the stored leaf hashes, and the first stored tile above them, or signed root, that differs.

    Raises Faulty where a tile of leaf hashes is missing or of another size. Where the root differs, an entry
    may be what was changed: reading the entries tells more.
    """
    log = log_id(head.origin)
    leaves = [stored(source, log, path) for path in tiles_of(head.size) if path.level == 0]
    tree = Tree(log, head, _rows(leaves))
    root = tree.root()
    if root != head.root:
        got = f"leaf hashes with root {root.hex()}"
        return tree, Fault(f"{log}/tile/0", 0, "", f"the signed root {head.root.hex()}", got, NOT_THE_LOG)
    return tree, next(
        (fault for path in tiles_of(head.size) if path.level and (fault := _differs(source, tree, path))), None
    )


def stored(source: Source, log: str, path: TilePath) -> bytes:
    """A stored tile or bundle, or the full one in its place; raises Faulty where it is missing, or no such tile."""
    # tlog-tiles: "MAY fetch the full tile in parallel as a fallback in case the partial tile is not available anymore"
    data = source.get(f"{log}/{path}") or (source.get(f"{log}/{path.full}") if path != path.full else None)
    if data is None:
        raise Faulty(Fault(f"{log}/{path}", 0, "", "a tile of this tree", "nothing there", NOT_THE_LOG))
    if path.level == ENTRIES:
        return data
    wanted = path.width * HASH_BYTES
    if len(data) not in {wanted, WIDTH * HASH_BYTES}:
        raise Faulty(Fault(f"{log}/{path}", 0, "", f"{wanted} bytes", f"{len(data)} bytes", NOT_THE_LOG))
    return data[:wanted]


def _rows(leaves: list[bytes]) -> tuple[tuple[bytes, ...], ...]:
    """The tiles of all levels above these tiles of leaf hashes."""
    rows = [tuple(leaves)]
    while True:
        full = [tile for tile in rows[-1] if len(tile) == WIDTH * HASH_BYTES]
        hashes = [root for tile in full for root in tile_roots(hashes_in(tile))]
        if not hashes:
            return tuple(rows)
        rows.append(tuple(b"".join(hashes[i : i + WIDTH]) for i in range(0, len(hashes), WIDTH)))


def _differs(source: Source, tree: Tree, path: TilePath) -> Fault | None:
    """The first hash of a stored upper tile that is not the root over the leaves below it."""
    held, right = stored(source, tree.id, path), tree.tile(path)
    if held == right:
        return None
    number = next(
        i for i, (one, other) in enumerate(zip(hashes_in(held), hashes_in(right), strict=True)) if one != other
    )
    here, there = hashes_in(right)[number].hex(), hashes_in(held)[number].hex()
    first = path.start + (number << HEIGHT * path.level)
    field = f"hash {number} (entries from {first})"
    return Fault(f"{tree.id}/{path}", 0, field, here, there, NOT_THE_LOG)
