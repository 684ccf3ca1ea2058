"""Nodes for tests: cheap passphrases, a clock that stands, chance that repeats; logs mirrored from one to the other."""

import hashlib
from pathlib import Path

from truceline.desk.node import Node, Stretching, World, create, open_node
from truceline.desk.node.founding import slug
from truceline.period import Instant
from truceline.tlog import entry as entries
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import Entry, signed_by
from truceline.tlog.merkle import leaf_hash, root_of

NOON = Instant.parse("2031-05-01T12:00:00Z")
PASSPHRASE = "an exercise, not a secret"  # noqa: S105 - as it says
SAID = {"text": "quiet"}


class Dice:
    """Bytes that look like chance and are the same in every run; other bytes for every other seed."""

    def __init__(self, seed: str) -> None:
        self._seed, self._thrown = seed.encode(), 0

    def __call__(self, count: int) -> bytes:
        self._thrown += 1
        return hashlib.shake_256(self._seed + self._thrown.to_bytes(8)).digest(count)


def a_world(folder: Path, seed: str = "a", patience_s: float = 5) -> World:
    """A world whose markers lie in a folder of the test."""
    return World(lambda: NOON, Dice(seed), folder / "markers", Stretching(1, 8192), patience_s)


def made(folder: Path, name: str = "alpha", role: str = "guarantor", world: World | None = None) -> Node:
    """A new node in a folder of its own, its actor named as itself."""
    return create(folder / name, name, role, slug(name), PASSPHRASE, world or a_world(folder, name))


def reopened(folder: Path, name: str = "alpha", world: World | None = None) -> Node:
    """The same node, opened again with other chance."""
    return open_node(folder / name, PASSPHRASE, world or a_world(folder, f"{name} again"))


def introduced(one: Node, other: Node) -> None:
    """One admits the other, comparing the words."""
    one.peers.admit(other.origin, other.words, other.record.leaf(other.origin, 0))


def mirrored(source: Node, to: Node, origin: str = "") -> None:
    """Copy a log's entries beyond those held, with its newest checkpoint."""
    origin = origin or source.origin
    to.record.extend(origin, list(source.leaves(origin, to.record.size(origin))), source.checkpoint(origin))


def audited(node: Node) -> list[Entry]:
    """The entries of a node's own log, after everything about it has been reckoned anew from its bytes."""
    leaves = list(node.leaves(node.origin))
    found, head, ring = [entries.parse(leaf) for leaf in leaves], Checkpoint.parse(node.checkpoint(node.origin)), None
    assert [one.seq for one in found] == list(range(len(leaves)))
    assert (head.size, head.root) == (len(leaves), root_of(map(leaf_hash, leaves)))
    assert head.signed_by(node.identity.log_key)
    for one in found:
        ring = node.record.keyring(node.origin, one.seq)
        assert signed_by(one, ring.key_for(one))
    return found
