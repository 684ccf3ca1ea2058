"""Tiles, to the byte of tlog-tiles v0.1.0: paths, which tiles there are, their hashes, and bundles of entries."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tlog_scales.signing import DummySigner
from tlog_scales.writer import TilesWriter

from truceline.tlog import merkle, tiles
from truceline.tlog.merkle import leaf_hash, root_of
from truceline.tlog.tiles import ENTRIES, TilePath


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (TilePath(0, 0), "tile/0/000"),
        (TilePath(0, 1_234_067), "tile/0/x001/x234/067"),  # the specification's own example
        (TilePath(1, 999, 17), "tile/1/999.p/17"),
        (TilePath(63, 1000), "tile/63/x001/000"),
        (TilePath(ENTRIES, 273, 112), "tile/entries/273.p/112"),
    ],
)
def test_paths(tile: TilePath, path: str) -> None:
    """Each tile has one path, and the path names the tile."""
    assert str(tile) == path
    assert tiles.parse_path(path) == tile


@given(st.integers(-1, 63), st.integers(0, 10**18 - 1), st.integers(1, 256))
def test_every_path_reads_back(level: int, n: int, width: int) -> None:
    """What is written is read, for any level, index and width."""
    path = tiles.tile_path(level, n, width)
    if len(path) <= 64:
        assert tiles.parse_path(path) == TilePath(level, n, width)
    assert tiles.entries_path(n, width) == tiles.tile_path(ENTRIES, n, width)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/x000/001", "tile/00/001", "tile/64/000", "tile/-1/000", "tile/0/000.p/256", "tile/0/000.p/0",
        "tile/0/000.p/01", "tile/0/000.p/999", "tile/0/1", "tile/0/0001", "tile/0/001/002", "tile/0/000\n",
        "tile/0/٠٠٠", "tile/0/../000", "/tile/0/000", "checkpoint", "", "tile/0/" + "x001/" * 40 + "000",
    ],
)  # fmt: skip
def test_another_spelling_is_no_path(path: str) -> None:
    """A tile has one spelling; none other is taken for it."""
    with pytest.raises(ValueError, match="path"):
        tiles.parse_path(path)


@given(st.text(max_size=40))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    """Whatever is asked for names a tile in its one spelling, or a ValueError."""
    try:
        assert str(tiles.parse_path(text)) == text
    except ValueError:
        pass
    else:
        assert text.startswith("tile/")


@pytest.mark.parametrize("tile", [(64, 0, 256), (-2, 0, 256), (0, -1, 256), (0, 0, 0), (0, 0, 257)])
def test_no_path_for_no_tile(tile: tuple[int, int, int]) -> None:
    """A tile that cannot be has no path."""
    with pytest.raises(ValueError, match="no tile of level"):
        tiles.tile_path(*tile)


def test_the_tiles_of_the_specifications_example() -> None:
    """The tiles of a tree of 70,000 leaves are as counted there; 256 leaves have a full tile, one of width 1 above."""
    counted = Counter((tile.level, tile.width) for tile in tiles.tiles_of(70_000))
    assert counted == {(0, 256): 273, (0, 112): 1, (1, 256): 1, (1, 17): 1, (2, 1): 1}
    assert list(tiles.tiles_of(256)) == [TilePath(0, 0), TilePath(1, 0, 1)]
    assert list(tiles.tiles_of(0)) == list(tiles.bundles_of(0)) == []


@settings(max_examples=60)
@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_what_is_new_since_an_older_size(one: int, other: int) -> None:
    """With `since`, the tiles are those that the older tree did not have; partial tiles are never empty."""
    size, since = max(one, other), min(one, other)
    for row in (tiles.tiles_of, tiles.bundles_of):
        assert set(row(size, since)) == set(row(size)) - set(row(since))
        assert all(1 <= tile.width <= 256 for tile in row(size))


def held(leaves: list[bytes]) -> list[list[bytes]]:
    """The hashes of each tile level."""
    rows = [leaves]
    while rows[-1]:
        rows.append(tiles.tile_roots(rows[-1]))
    return rows


@pytest.mark.parametrize("size", [1, 5, 255, 256, 257, 1000, 70_000])
def test_proofs_are_found_in_tiles(size: int) -> None:
    """Every node that a proof needs is in the tiles of the tree, and only those tiles are asked for."""
    leaves = [leaf_hash(str(i).encode()) for i in range(size)]
    rows, there = held(leaves), set(tiles.tiles_of(size))

    def tile_at(path: TilePath) -> bytes:
        assert path in there
        return b"".join(rows[path.level][path.n * 256 : path.n * 256 + path.width])

    node, root = tiles.nodes(tile_at, size), root_of(leaves)
    assert merkle.edge_at(size, node).root() == root
    for index in {0, size // 3, size // 2, size - 1}:
        merkle.verify_inclusion(index, size, leaves[index], root, merkle.inclusion_proof(index, size, node))
        older = root_of(leaves[:index])
        merkle.verify_consistency(index, size, older, root, merkle.consistency_proof(index, size, node))


def test_which_tile_holds_what() -> None:
    """A hash is in one tile, full wherever it is full; where the tree has no such hash, none is."""
    assert tiles.tile_holding(0, 255, 300) == TilePath(0, 0)
    assert tiles.tile_holding(0, 256, 300) == TilePath(0, 1, 44)
    assert tiles.tile_holding(ENTRIES, 299, 300) == TilePath(ENTRIES, 1, 44)
    assert tiles.tile_holding(1, 0, 300) == TilePath(1, 0, 1)
    assert TilePath(1, 2, 3).full == TilePath(1, 2)
    assert TilePath(1, 2).start == 2 * 256 * 256
    assert TilePath(ENTRIES, 2).start == 512
    for level, index in [(0, 300), (1, 1), (0, -1)]:
        with pytest.raises(ValueError, match="a tree of 300 leaves has"):
            tiles.tile_holding(level, index, 300)


@pytest.mark.parametrize("data", [b"", b"x" * 31, b"x" * 33, b"x" * 32 * 257])
def test_a_tile_is_one_to_256_hashes(data: bytes) -> None:
    """No other number of bytes is a tile."""
    with pytest.raises(ValueError, match="1 to 256 hashes"):
        tiles.hashes_in(data)


def test_a_node_outside_a_tile_is_not_made_up() -> None:
    """A partial tile has no nodes beyond its hashes."""
    tile = b"".join(leaf_hash(bytes([i])) for i in range(3))
    assert tiles.node_in(tile, 1, 0) == merkle.node_hash(tile[:32], tile[32:64])
    with pytest.raises(ValueError, match="a tile of 3 hashes has no node 1 at height 1"):
        tiles.node_in(tile, 1, 1)


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_bundles_read_back(leaves: list[bytes]) -> None:
    """Entries of any bytes, empty ones too, go into a bundle and come out."""
    assert tiles.unbundle(tiles.bundle(leaves)) == leaves


def test_a_bundle_has_16_bit_big_endian_lengths() -> None:
    """An entry in a bundle stands after its length, and no entry is longer than a length can say."""
    assert tiles.bundle([b"ab", b"", b"c" * 258]) == b"\x00\x02ab" + b"\x00\x00" + b"\x01\x02" + b"c" * 258
    assert tiles.unbundle(tiles.bundle([b"x" * 65_535])) == [b"x" * 65_535]
    with pytest.raises(ValueError, match="at most 65,535 bytes, not 65,536"):
        tiles.bundle([b"x" * 65_536])


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x02a", b"\x00\x01ab", b"\x00\x00" * 257])
def test_bytes_that_are_no_bundle(data: bytes) -> None:
    """A bundle ends where its last entry ends, and has 1 to 256 of them."""
    with pytest.raises(ValueError, match="1 to 256 entries"):
        tiles.unbundle(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_bundle_or_refused(data: bytes) -> None:
    """What is read is what would be written, or a ValueError."""
    try:
        leaves = tiles.unbundle(data)
    except ValueError:
        return
    assert tiles.bundle(leaves) == data


@pytest.mark.parametrize("size", [1, 256, 700, 65_536 + 300])
def test_an_outside_program_writes_the_same_files_and_finds_the_same_proofs(size: int, tmp_path: Path) -> None:
    """tlog-scales, given the same entries, comes to the same tiles, bundles, root and proofs, byte for byte."""
    leaves = [f"leaf {i}".encode() for i in range(size)]
    writer = TilesWriter.create(tmp_path / "log", "example.org/log")
    for leaf in leaves:
        writer.add_leaf(leaf)
    writer.commit([DummySigner()])
    rows = held([leaf_hash(leaf) for leaf in leaves])

    def tile_at(path: TilePath) -> bytes:
        return b"".join(rows[path.level][path.n * 256 : path.n * 256 + path.width])

    files = {str(path): tile_at(path) for path in tiles.tiles_of(size)}
    files |= {str(path): tiles.bundle(leaves[path.start : path.start + path.width]) for path in tiles.bundles_of(size)}
    theirs = {path.relative_to(writer.root).as_posix(): path for path in writer.root.rglob("*") if path.is_file()}
    assert {name: path.read_bytes() for name, path in theirs.items() if name != "checkpoint"} == files
    node, reader = tiles.nodes(tile_at, size), writer.reader
    assert merkle.edge_at(size, node).root() == reader.calculate_root_hash()
    for index in {0, size // 3, size - 1}:
        assert merkle.inclusion_proof(index, size, node) == reader.get_inclusion_proof(index, size).node_hashes
        theirs_too = reader.get_consistency_proof(index, size).node_hashes if index else []
        assert merkle.consistency_proof(index, size, node) == theirs_too
