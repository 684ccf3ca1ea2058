"""A body's node with officers, a clock that a test sets, and a count of how often passwords were stretched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.node.nodes import NOON, Dice, a_world, made
from truceline.desk.guard import Action, Role
from truceline.desk.node import Node
from truceline.desk.people import Added, People, enrolling
from truceline.desk.people.codes import code_at
from truceline.desk.sealing import objects
from truceline.desk.sealing.objects import Sealable
from truceline.desk.sealing.vault import Vault
from truceline.kinds import Envelope, Marking, ReportReceived, Sealing
from truceline.kinds.telling import Channel
from truceline.period import Instant

PASSWORD = "the officer's own"  # noqa: S105 - of an exercise
WORDS = "šíp over the mill at dawn"  # of a sealed report: nothing else says this
FAR = "192.0.2.7"


@dataclass
class Clock:
    """What the time is."""

    at: Instant = NOON

    def __call__(self) -> Instant:
        return self.at

    def goes_on(self, seconds: int) -> None:
        """Later by so much."""
        self.at = self.at.plus(seconds)


@dataclass
class Body:
    """A node, its officers, and their codes."""

    node: Node
    people: People
    clock: Clock
    added: dict[str, Added] = field(default_factory=dict)

    def add(self, name: str, role: Role, by: str = "") -> Added:
        """An officer more, handed the key by another where one is named."""
        who = self.people.unlock(by, PASSWORD) if by else None
        self.added[name] = enrolling.add(self.node, self.people, name, role, PASSWORD, who)
        return self.added[name]

    def code(self, name: str) -> str:
        """What the officer's app shows now."""
        return code_at(self.added[name].totp_secret, self.clock.at.epoch_s)

    def token(self, name: str, *scopes: Action, lasts_s: int = 60) -> str:
        """A token of an officer."""
        return self.people.issue(self.people.unlock(name, PASSWORD), scopes, self.clock.at.plus(lasts_s))

    def seal(self, marking: Marking = Marking.AMBER) -> str:
        """A report that is sealed here; its id."""
        report = ReportReceived("a miller", Channel.HOTLINE, self.clock.at, WORDS)
        envelope = Envelope("report.received", self.clock.at, Sealing.LOCAL, marking)
        one = objects.seal(self.node.origin, Sealable("report.received", report, envelope), self.node.world)
        with Vault(self.node) as vault:
            vault.keep(one)
        return one.id


@contextmanager
def a_body(folder: Path, seed: str = "alpha") -> Iterator[Body]:
    """A monitor's node without officers."""
    clock = Clock()
    world = replace(a_world(folder, seed), now=clock, random=Dice(seed))
    with made(folder, seed, "monitor", world) as node, People(node.path, world) as people:
        yield Body(node, people, clock)
