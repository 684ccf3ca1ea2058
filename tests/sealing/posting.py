"""Bodies that seal to one another, in temporary folders: the monitor, a guarantor it seals to, and one it does not.

Each has a node with a clock and chance of the test's own, and one body key, the same in every test, so that two runs
differ in nothing but what was sealed. What goes between them goes on sticks, each written for one of them.
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sync.nodes import PASSPHRASE, START, Clock, admit, carried, made, synced, world
from truceline.desk.node import Node, exporting, open_node, rotation
from truceline.desk.node.parcels import Parcels
from truceline.desk.node.sync import Synced
from truceline.desk.sealing import batches, erasing, objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.sealing.receiving import Received, receive
from truceline.desk.sealing.vault import Vault
from truceline.kinds import Channel, Envelope, Marking, ReportReceived, Sealing
from truceline.period import Instant

SLOT_S = 21_600
WORDS = "Two shells fell beside the mill before dawn."
KEYS = {name: Identity.make() for name in ("mission", "kalvessar", "zulmerand")}


@dataclass
class Body:
    """One body: its node and its key."""

    node: Node
    key: Identity

    @property
    def origin(self) -> str:
        return self.node.origin

    def at(self, slots: float) -> None:
        """Its clock stands so many slots after the start."""
        clock = self.node.world.now
        assert isinstance(clock, Clock)
        clock.now = START.plus(int(slots * SLOT_S))

    @contextmanager
    def vault(self) -> Iterator[Vault]:
        with Vault(self.node) as vault:
            yield vault

    def seals(self, *to: Body, words: str = WORDS, sealing: Sealing = Sealing.LOCAL) -> SealedObject:
        """Seal a report to others; it leaves with a batch."""
        now = self.node.world.now()
        envelope = Envelope("report.received", now, sealing, Marking.AMBER, tuple(one.origin for one in to))
        said = ReportReceived("a miller", Channel.MEETING, now, text=words)
        one = objects.seal(self.origin, Sealable("report.received", said, envelope), self.node.world)
        self.keeps(one, erasing.addressees(self.node, envelope))
        return one

    def keeps(self, one: SealedObject, to: dict[str, str]) -> None:
        with self.vault() as vault:
            vault.keep(one, to=to)

    def erases(self, id_: str) -> None:
        with self.vault() as vault:
            saying, to = erasing.erasure(self.node, vault.open(id_, self.key), {"en": "They asked."})
            erasing.shred(self.node, vault, id_, saying=saying, to=to)

    def leaves(self) -> int:
        """Let a batch leave; how many entries it has."""
        return len(batches.leave(self.node))

    def opens(self) -> list[Received]:
        """Open what has come."""
        with self.vault() as vault:
            return list(receive(self.node, vault, self.key))

    def holds(self) -> set[str]:
        """The ids of others' objects that are here."""
        with self.vault() as vault:
            return {one.id for one in vault.ids() if one.origin != self.origin}

    def parcels(self) -> closing[Parcels]:
        return closing(Parcels(self.node.path))

    def writes(self, stick: Path, to: Body) -> Path:
        """A stick for one of the others."""
        exporting.export(self.node, stick, lambda *_: None, to.origin)
        return stick


@dataclass
class Posting:
    """The three of them."""

    folder: Path
    all: dict[str, Body] = field(default_factory=dict)
    seen: list[dict[str, bytes]] = field(default_factory=list)  # of each stick written: its files

    def __post_init__(self) -> None:
        shutil.copytree(begun().name, self.folder, dirs_exist_ok=True)
        for name, key in KEYS.items():
            there = world(self.folder, f"{name}/again")
            self.all[name] = Body(open_node(self.folder / name, PASSPHRASE, there), key)
        self.mission, self.kalvessar, self.zulmerand = self.all.values()

    def close(self) -> None:
        for body in self.all.values():
            body.node.close()

    def at(self, slots: float) -> None:
        for body in self.all.values():
            body.at(slots)

    def carry(self, author: Body, to: Body) -> Synced:
        """One stick from one to another."""
        stick = author.writes(self.folder / f"{author.node.name} to {to.node.name}.tar", to)
        self.seen.append(tree(stick))
        return synced(to.node, stick)

    def slot(self, number: int, *more: Body) -> None:
        """At a slot: batches leave, and sticks go between the monitor and its addressee, and from `more` to that."""
        self.at(number)
        for body in (self.mission, self.kalvessar, *more):
            body.leaves()
        self.carry(self.mission, self.kalvessar)
        self.carry(self.kalvessar, self.mission)
        for body in more:
            self.carry(body, self.kalvessar)


@cache
def begun() -> TemporaryDirectory[str]:
    """A folder where all three have enrolled their keys and know one another: made once, and copied for each test."""
    kept = TemporaryDirectory()
    folder = Path(kept.name)
    roles = {"mission": "monitor", "kalvessar": "guarantor", "zulmerand": "guarantor"}
    nodes = [made(folder, name, role, "" if role == "monitor" else name) for name, role in roles.items()]
    for node in nodes:
        rotation.enrol_sealing(node, KEYS[node.name].recipient)
        admit(node, *(other for other in nodes if other is not node))
        carried(node, folder / f"{node.name}.tar")
    for node in nodes:
        for other in nodes:
            if other is not node:
                synced(node, folder / f"{other.name}.tar")
        node.close()
    return kept


@contextmanager
def posting(folder: Path) -> Iterator[Posting]:
    """The three of them, for one test."""
    with closing(Posting(folder)) as found:
        yield found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, or in a .tar, by name."""
    if folder.suffix == ".tar":
        with tarfile.open(folder) as tar:
            return {one.name: (tar.extractfile(one) or BytesIO()).read() for one in tar}
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def slot_of(number: int) -> Instant:
    return START.plus(number * SLOT_S)


def numbered(slot: int) -> int:
    """The number of a peer's first parcel, made at a slot."""
    return slot_of(slot).epoch_s // 60
