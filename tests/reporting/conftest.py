"""A monitor's node that can seal, its body's key in the test's hand, and what a reporter tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.verbs.conftest import made_world
from truceline.desk.node import Node, create
from truceline.desk.reporting import Case, Cases, Form, Phrases, drafted, new_case, tell
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.sealing.vault import Vault
from truceline.kinds import KeyEnrolled, KeyPurpose

TOLD = Form(
    words="Три миномётных выстрела из-за школы Qzvelkar-17, в 04:40.",
    who="Xandrevio Melkqvist",
    where="Behind the school Qzvelkar-17",
    when="Tuesday, 04:40",
    language="other",
)


@dataclass
class Office:
    """A node where reports are told."""

    node: Node
    body: Identity  # what its officers would unlock
    vault: Vault
    cases: Cases

    def told(self, form: Form = TOLD, kind: Phrases = Phrases.EN) -> tuple[str, Case, str]:
        """A new case with one report: phrase, case, id."""
        phrase, case = new_case(self.cases, kind)
        return phrase, case, self.more(case, form)

    def more(self, case: Case, form: Form = TOLD) -> str:
        """One more report of a case."""
        return tell(self.vault, self.cases, case, drafted(self.node, form))

    def open(self, id_: str) -> SealedObject:
        """A report, as an officer reads it."""
        return self.vault.open(id_, self.body)

    def close(self) -> None:
        self.cases.close()
        self.vault.close()
        self.node.close()


def office(folder: Path, name: str) -> Office:
    """A node with its body's key enrolled, in a folder of its own."""
    node = create(folder / name, name, "monitor", name, "a passphrase", made_world(name, folder / "markers"))
    body = Identity.make()
    node.append("key.enrolled", KeyEnrolled(KeyPurpose.SEALING, sealing_key=body.recipient))
    return Office(node, body, Vault(node), Cases(node.path, node.world))


@pytest.fixture
def mission(tmp_path: Path) -> Iterator[Office]:
    """The monitor's office."""
    made = office(tmp_path, "mission")
    yield made
    made.close()


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}
