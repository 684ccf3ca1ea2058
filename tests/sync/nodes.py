"""Real nodes in temporary folders, that have admitted each other or logs made in memory, and sync by real bundles."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.state.logs import Writer
from tests.sync.logs import Stick
from truceline.desk.node import Node, Stretching, World, create, exporting, open_node
from truceline.desk.node.peers import fingerprint
from truceline.desk.node.sync import Place, Pulled, Synced, bundles, sync
from truceline.period import Instant

PASSPHRASE = "eight words nobody says"  # noqa: S105 - of nodes that live for one test
START = Instant.parse("2031-05-02T00:00:00Z")


class Clock:
    """What the time is, in one test."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> Instant:
        return self.now


class Chance:
    """Bytes that are the same in every run, and never twice the same."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, 0

    def __call__(self, size: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(f"{self._name}/{self._count}".encode()).digest(size)


def world(folder: Path, name: str) -> World:
    """A world with a cheap passphrase, its own head markers and chance of its own."""
    return World(Clock(), Chance(name), folder / "heads", Stretching(1, 8192))


def made(folder: Path, name: str, role: str = "guarantor", actor: str = "") -> Node:
    """A new node."""
    return create(folder / name, name, role, actor, PASSPHRASE, world(folder, name))


def again(node: Node, folder: Path, *, reading: bool = False, salt: str = "again") -> Node:
    """The same node, opened once more; what it draws by chance is new."""
    return open_node(node.path, None if reading else PASSPHRASE, world(folder, f"{node.name}/{salt}"))


def admit(node: Node, *others: Node | Writer, url: str = "") -> None:
    """Let a node's people admit logs, by the words that theirs read out."""
    for other in others:
        first = other.record.leaf(other.origin, 0) if isinstance(other, Node) else other.leaves[0]
        node.peers.admit(other.origin, fingerprint(first), url=url)


def grow(node: Node, count: int) -> None:
    """Entries of a kind that nobody knows: kept, shown, ignored."""
    for number in range(count):
        node.append("exercise.noted", {"text": f"{node.name} {number}"})


def quiet(_: str, done: int, total: int) -> None:
    assert done <= total


def carried(node: Node, to: Path) -> Path:
    """The bundle of a node."""
    exporting.export(node, to, lambda done, total: quiet("", done, total))
    return to


def stick(to: Path, *writers: Writer, **heads: bytes) -> Path:
    """A bundle of logs made in memory."""
    by_origin = {one.origin: heads[one.name] for one in writers if one.name in heads}
    bundles.write(Stick(list(writers), by_origin), to, lambda done, total: quiet("", done, total))
    return to


def synced(node: Node, where: Path | str, author: str = "") -> Synced:
    """Sync with a bundle or an address."""
    return sync(node, Place(str(where), author), quiet)


def of(done: Synced, origin: str) -> Pulled:
    """What came of one log."""
    return next(one for one in done.pulled if one.origin == origin)
