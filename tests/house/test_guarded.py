"""Every door that shows what the record holds asks the guard; a door that nobody thought about fails here.

A door module is listed in `ASKS`, with the module of the desk by which it asks, or in `OPENLY`, with why nothing sealed
comes by it. And whatever opens a sealed object is listed in `OPENERS`, with how the guard comes before what is shown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

GUARD = "truceline.desk.guard"
ROOMS = ("doors/cli", "doors/api")
ASKS = {  # door → the module that asks on its behalf
    "doors.api.officers": "desk.people.reading",
    "doors.cli.acts.entries": "desk.verbs.looking",
    "doors.cli.acts.reading": "desk.verbs.claiming",
    "doors.cli.case": "desk.verbs.sealing",
    "doors.cli.digest": "desk.verbs.comparing",
    "doors.cli.evidence": "desk.evidence.following",
    "doors.cli.retention": "desk.verbs.retention",
    "doors.cli.sealing": "desk.verbs.sealing",
}
OPENLY = {  # door → why nothing sealed comes by it
    "doors.api": "names its application",
    "doors.api.app": "serves the leaves, tiles and proofs that everybody has, and parcels to whom they are closed for",
    "doors.api.bounds": "bounds what is read of a request",
    "doors.api.connections": "bounds how long a connection lasts",
    "doors.api.problems": "tells refusals in the words of those who refuse",
    "doors.cli": "finds the room of a command",
    "doors.cli.acts": "finds the commands of acts",
    "doors.cli.acts.agreeing": "shows what it signs in the open",
    "doors.cli.acts.asking": "shows what it signs in the open",
    "doors.cli.acts.deciding": "shows what it signs in the open",
    "doors.cli.acts.observing": "shows what it signs in the open, or what somebody seals, to them",
    "doors.cli.acts.queueing": "shows what the open record says",
    "doors.cli.acts.said": "reads options",
    "doors.cli.acts.telling": "shows what it signs in the open, or what somebody seals, to them",
    "doors.cli.agreement": "shows texts of agreements",
    "doors.cli.audit": "reckons open leaves anew",
    "doors.cli.backup": "copies files that it cannot open",
    "doors.cli.batches": "shows ids and outcomes to officers who may know of all that is here",
    "doors.cli.bulletins": "shows what the open record says",
    "doors.cli.console": "prints what it is given",
    "doors.cli.demo": "plays an exercise",
    "doors.cli.demo_articles": "plays an exercise",
    "doors.cli.demo_nodes": "plays an exercise",
    "doors.cli.demo_sealed": "plays an exercise",
    "doors.cli.demo_stage": "plays an exercise",
    "doors.cli.events": "reads outside data sets",
    "doors.cli.findings": "shows what the open record says",
    "doors.cli.linking": "reads lists of events, or what the open record tells",
    "doors.cli.lists": "reads lists and forms; shows what it signs in the open, or seals, to whoever does",
    "doors.cli.node": "shows heads, peers and keys",
    "doors.cli.officers": "lets officers in",
    "doors.cli.places": "reads what it is given, and lists of places",
    "doors.cli.serve": "starts the paths of a node",
    "doors.cli.signing": "shows what is signed to whoever signs it",
    "doors.cli.sources": "reads files of whoever asks, and nothing of the record",
    "doors.cli.sync": "carries open leaves, and parcels closed for their addressees",
}
OPENERS = {  # what opens a sealed object → how the guard comes first
    "desk.people.reading": "asks it of each object",
    "desk.sealing.comparing": "is given whom to ask by desk.verbs.comparing, and gives a digest alone",
    "desk.verbs.sealing": "asks it of each object",
}
# What gives payloads or envelopes of sealed objects: nothing of it is imported by a door that is listed as open.
INSIDES = ("desk.sealing.objects", "desk.people.reading", "desk.evidence.following", "desk.verbs.sealing")
MAY_WRITE = {"doors.cli.acts.telling"}  # seals what it was just told, and reads nothing back


@cache
def source(root: Path, module: str) -> ast.Module:
    """A module of the package, parsed."""
    path = root / "src/truceline" / Path(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module, or name in a module, that is imported anywhere in it."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{one.name}" for one in names)


def doors(root: Path) -> set[str]:
    """Every door module there is."""
    package = root / "src/truceline"
    files = (file for room in ROOMS for file in (package / room).rglob("*.py"))
    return {".".join(file.relative_to(package).with_suffix("").parts).removesuffix(".__init__") for file in files}


def opens(tree: ast.AST) -> bool:
    """Whether something in it opens an object of a vault."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(
        isinstance(one, ast.Attribute) and one.attr == "open" and "vault" in ast.dump(one.value) for one in calls
    )


def test_every_door_is_decided_upon(root: Path) -> None:
    """A new door is listed before it is opened; a door that is gone is listed no more."""
    assert set(ASKS) | set(OPENLY) == doors(root)
    assert not set(ASKS) & set(OPENLY)


@pytest.mark.parametrize(("door", "by"), ASKS.items())
def test_a_door_that_shows_what_is_sealed_asks(root: Path, door: str, by: str) -> None:
    """It imports the module by which it asks, and that module the guard's decisions."""
    assert f"truceline.{by}" in set(imported(source(root, door)))
    asked = {one.removeprefix(f"{GUARD}.") for one in imported(source(root, by)) if one.startswith(GUARD)}
    assert asked & {"decide", "seen", "shown", "truceline.desk.guard"}


@pytest.mark.parametrize("door", OPENLY)
def test_a_door_of_the_open_record_cannot_reach_what_is_inside(root: Path, door: str) -> None:
    """Nothing that gives payloads of sealed objects is imported there."""
    inside = {f"truceline.{one}" for one in INSIDES}
    assert door in MAY_WRITE or not inside & set(imported(source(root, door)))


def test_whatever_opens_a_sealed_object_is_decided_upon(root: Path) -> None:
    """A new way to open one fails until somebody says how the guard comes first."""
    package = root / "src/truceline"
    texts = {one: text for one in package.rglob("*.py") if ".open(" in (text := one.read_text(encoding="utf-8"))}
    found = {".".join(one.relative_to(package).with_suffix("").parts) for one in texts if opens(ast.parse(texts[one]))}
    assert found == set(OPENERS)


def test_an_opening_is_seen() -> None:
    """The checks above see what they are there to see."""
    assert opens(ast.parse("with Vault(node) as vault:\n    vault.open(id_, key)"))
    assert opens(ast.parse("self.vault.open(id_, key)"))
    assert not opens(ast.parse("path.open('rb')"))
    assert set(imported(ast.parse("def f():\n    from truceline.desk.guard import decide"))) == {
        GUARD,
        f"{GUARD}.decide",
    }
