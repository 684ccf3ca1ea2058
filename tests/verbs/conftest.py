"""Nodes of the exercise's participants in a temporary folder, with a clock and chance of the test's own.

Whatever a test does, every log is audited afterwards: an act that leaves a record nobody could verify fails its test.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from nacl.pwhash import argon2id

from truceline.desk.node import Node, Stretching, World, create
from truceline.desk.node.exporting import export
from truceline.desk.node.sync.sources import Directory
from truceline.desk.verbs import Act, Pen
from truceline.period import Instant
from truceline.tlog.audit import audit

NOON = Instant.parse("2031-05-01T12:00:00Z")
QUICK = Stretching(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
NOTHING: dict[str, str] = {}  # no words


def made_world(name: str, markers: Path) -> World:
    """A clock that goes on by a second each time it is looked at, and chance that is the same in every run."""
    seconds, drawn = count(), count()

    def random(size: int) -> bytes:
        return hashlib.shake_256(f"{name} {next(drawn)}".encode()).digest(size)

    return World(lambda: NOON.plus(next(seconds)), random, markers, QUICK)


@dataclass
class Desk:
    """One participant at its node, and what it was shown before it signed."""

    node: Node
    seen: list[Act] = field(default_factory=list)

    def pen(self, time: Instant | None = None) -> Pen:
        """What it signs with; it agrees to everything."""
        return Pen(self.node, self.seen.append, time)

    def last(self) -> str:
        """The newest entry of its own log, by its place."""
        return f"{self.node.origin}#{self.node.record.size(self.node.origin) - 1}"

    def hears(self, *others: Desk, files: bool = True) -> None:
        """Take in what others' logs hold, and, unless told otherwise, the files beside them."""
        for other in others:
            origin, held = other.node.origin, self.node.record.size(other.node.origin)
            self.node.peers.admit(origin, other.node.words, other.node.record.leaf(origin, 0))
            leaves = list(other.node.leaves(origin, held))
            if leaves:
                self.node.record.extend(origin, leaves, other.node.checkpoint(origin))
            for digest in other.node.blobs.digests() if files else ():
                self.node.blobs.put(other.node.blobs.get(digest) or b"")


@dataclass
class Around:
    """All participants of a test; a node is made when it is first spoken of."""

    folder: Path
    made: dict[str, Desk] = field(default_factory=dict)

    def desk(self, name: str, role: str, actor: str) -> Desk:
        """The desk of a participant."""
        if name not in self.made:
            world = made_world(name, self.folder / "markers")
            self.made[name] = Desk(create(self.folder / name, name, role, actor, "a passphrase", world))
        return self.made[name]

    @property
    def kalvessar(self) -> Desk:
        """A guarantor."""
        return self.desk("kalvessar", "guarantor", "kalvessar")

    @property
    def zulmerand(self) -> Desk:
        """The other guarantor."""
        return self.desk("zulmerand", "guarantor", "zulmerand")

    @property
    def mission(self) -> Desk:
        """The monitor."""
        return self.desk("mission", "monitor", "mission")

    @property
    def river(self) -> Desk:
        """A party."""
        return self.desk("river", "party", "river-guard")

    @property
    def watcher(self) -> Desk:
        """An observer."""
        return self.desk("watcher", "observer", "")


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Around]:
    """The participants; when the test is over, what each of them holds is audited."""
    found = Around(tmp_path)
    yield found
    for name, desk in found.made.items():
        export(desk.node, tmp_path / f"{name}-export", lambda _done, _total: None)
        *_, last = audit(Directory(tmp_path / f"{name}-export"))
        assert last.fault is None, f"{name}: {last.fault}"
        desk.node.close()
