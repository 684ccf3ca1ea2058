"""What is hidden from somebody changes nothing of what they are told, whatever they ask and however often.

For each role there are two nodes: one with everything, and a copy of it without the sealed objects that this role may
not know of (which those are, the plain reading of the rules says, not the guard). Every door is asked the same of both;
every answer must be the same to the byte: lists, counts, single look-ups, refusals, files, the open record.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tests.guard.reading import Case, read
from tests.kinds.examples import GOOD
from tests.node.nodes import NOON, a_world, reopened
from tests.people.bodies import PASSWORD, Body, Clock, a_body
from tests.people.test_api import asked_of
from truceline.canon import Json
from truceline.desk.evidence import following
from truceline.desk.guard import Action, Asker, Role, Thing, counted, thing_of
from truceline.desk.guard.model import officer_key
from truceline.desk.node import Node, open_node
from truceline.desk.node.exporting import export
from truceline.desk.node.status import status
from truceline.desk.people import People, Unlocked, reading
from truceline.desk.sealing import batches, objects
from truceline.desk.sealing.objects import Sealable
from truceline.desk.sealing.vault import KEYS, OBJECTS, Vault
from truceline.desk.verbs import find, looking, sealing
from truceline.doors.cli import sealing as door
from truceline.errors import Refused, TrucelineError
from truceline.kinds import Aspect, Envelope, Marking, Payload, Sealing, payload_of
from truceline.period import Instant

OFFICERS = {role: f"{role} of the watch" for role in Role}
UNKNOWN = "0123456789abcdef0123456789abcdef"
OPENS = tuple(role for role in Role if role not in {Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Sealed:
    """One object, and what the plain reading needs to know of it."""

    kind: str
    marking: Marking
    hours: int | None = None
    moves: bool = False
    named: Role | None = None
    erased: bool = False

    def seen_by(self, role: Role) -> bool:
        """Whether the rules let an officer of its author's body know of it; of what is erased, who may erase."""
        if self.erased:
            return role in {Role.MONITOR_OFFICER, Role.GUARANTOR_LIAISON, Role.PARTY_LIAISON}
        case = Case(
            self.kind, "*", role, "author", self.marking, named=self.named is role, moves=self.moves, hours=self.hours
        )
        return read(case) in {"coarse", "whole"}

    def payload(self) -> Payload:
        """What it says: the good example of its kind, its time set."""
        tree: dict[str, Json] = dict(GOOD[self.kind])
        if self.hours is not None:
            end = NOON.plus(-3600 * self.hours)
            tree["window"] = [str(end.plus(-3600)), str(end)]
        if self.moves:
            tree["kind"] = "movement"
        found = payload_of(self.kind, {name: value for name, value in tree.items() if name != "original"})
        assert isinstance(found, Payload)
        return found


ALL = (
    Sealed("report.received", Marking.AMBER),
    Sealed("report.received", Marking.GREEN),
    Sealed("report.received", Marking.RED, named=Role.MONITOR_OFFICER),
    Sealed("report.received", Marking.RED, named=Role.PARTY_LIAISON),
    Sealed("site.notified", Marking.GREEN, 80),
    Sealed("site.notified", Marking.AMBER_STRICT, 80, moves=True),
    Sealed("site.notified", Marking.CLEAR, 80, moves=True),
    Sealed("coverage.observed", Marking.GREEN, 71),
    Sealed("coverage.observed", Marking.GREEN, 72),
    Sealed("stopfire.called", Marking.AMBER),
    Sealed("evidence.received", Marking.AMBER),
    Sealed("evidence.received", Marking.GREEN),
    Sealed("report.received", Marking.CLEAR, erased=True),
    Sealed("site.notified", Marking.CLEAR, 80, erased=True),
)


def seal(body: Body, what: Sealed) -> str:
    """Keep one in a body's vault; its id."""
    named = (officer_key(body.node.origin, OFFICERS[what.named]),) if what.named else ()
    envelope = Envelope(what.kind, body.clock.at, Sealing.LOCAL, what.marking, named=named)
    one = objects.seal(body.node.origin, Sealable(what.kind, what.payload(), envelope), body.node.world)
    with Vault(body.node) as vault:
        vault.keep(one)
    return one.id


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Sealed]]:
    """A folder with a node that has everything: half of it left in a batch, half of it waits."""
    folder, found = tmp_path_factory.mktemp("whole"), dict[str, Sealed]()
    with a_body(folder) as body:
        for role in Role:
            by = OFFICERS[Role.MONITOR_OFFICER] if body.added and role in OPENS else ""
            body.add(OFFICERS[role], role, by)
        for what in ALL[::2]:
            found[seal(body, what)] = what
        assert len(batches.leave(body.node)) == 8
        for what in ALL[1::2]:
            found[seal(body, what)] = what
        with Vault(body.node) as vault:
            assert all(vault.erase(one) for one, what in found.items() if what.erased)
    return folder, found


def without(whole: Path, hidden: list[str], to: Path) -> Path:
    """A copy in which some objects never were: their entries are covers, for all that anybody can tell."""
    shutil.copytree(whole, to)
    rows = [(bytes.fromhex(one),) for one in hidden]
    for file, tables in ((OBJECTS, ("object", "queue", "piece", "erased")), (KEYS, ("key",))):
        with sqlite3.connect(to / "alpha" / file) as db:
            for table in tables:
                db.executemany(f"DELETE FROM {table} WHERE id = ?", rows)  # noqa: S608 - our own tables
        db.close()
    return to


# ── what is asked ─────────────────────────────────────────────────────────────────────────────


def told(act: Callable[[], object]) -> str:
    """An answer, or the refusal with its words and its exit code."""
    try:
        return repr(act())
    except TrucelineError as error:
        return f"{type(error).__name__} {error.exit_code}: {error}"


def no(*_: object) -> None:
    """Nobody agrees."""
    raise Refused("no")


def asked(node: Node, who: Unlocked, ids: list[str]) -> Iterator[str]:
    """Every question to the doors of what is sealed, of these ids."""
    yield told(lambda: sealing.listed(node, who))
    yield told(lambda: reading.listed(node, who))
    yield told(lambda: reading.counts(node, who))
    for id_ in ids[::5]:
        yield told(lambda id_=id_: reading.listed(node, who, id_))  # type: ignore[misc]  # of this round
        yield told(lambda id_=id_: following.follow(following.Desk(node, who), id_))  # type: ignore[misc]  # as above
    for number, id_ in enumerate(ids):
        ways = (id_[:8], id_.upper(), f" {id_}")[number % 3 :][:1]  # of writing it, each for every third
        for name in (id_, *ways):
            yield told(lambda name=name: sealing.look(node, who, name))  # type: ignore[misc]  # as above
        yield told(lambda id_=id_: reading.read(node, who, id_))  # type: ignore[misc]  # as above
        yield told(lambda id_=id_: sealing.taken_out(node, who, id_))  # type: ignore[misc]  # as above
        yield told(lambda id_=id_: sealing.erase(node, who, id_, {"en": "No."}, no))  # type: ignore[misc]  # as above
        field = (Aspect.ENVELOPE, Aspect.WHO, Aspect.WORDS)[number % 3]
        yield told(lambda id_=id_, field=field: sealing.disclosure(node, who, id_, [field]))  # type: ignore[misc]  # as above
    for index in range(node.record.size(node.origin)):
        place = f"{node.origin}#{index}"
        yield told(lambda place=place: sealing.look(node, who, place))  # type: ignore[misc]  # as above
        for name in (place, find(node, place).entry.id):
            yield told(lambda name=name: sealing.subject(node, name, who))  # type: ignore[misc]  # as above


def openly(node: Node, out: Path) -> Iterator[str]:
    """Every question to the doors of the open record, and every file of an export."""
    yield told(lambda: [one.plain() for one in looking.newest(node, most=100)])
    yield told(lambda: looking.look(node, f"{node.origin}#{node.record.size(node.origin) - 1}").plain())
    yield told(lambda: status(node))
    export(node, out, lambda *_: None)
    yield from (f"{one.relative_to(out)} {one.read_bytes()!r}" for one in sorted(out.rglob("*")) if one.is_file())


def answers(folder: Path, role: Role, ids: list[str]) -> list[str]:
    """All that a role is told at a node, the folder's own name left out."""
    world = a_world(folder, "asked")
    with open_node(folder / "alpha", None, world) as node, People(node.path, world) as people:
        who = people.unlock(OFFICERS[role], PASSWORD)
        return [one.replace(str(folder), "…") for one in asked(node, who, ids)]


@pytest.mark.parametrize("role", Role)
def test_what_is_hidden_changes_no_answer(whole: tuple[Path, dict[str, Sealed]], role: Role, tmp_path: Path) -> None:
    """Two nodes that differ in hidden objects alone tell this role the same, to the byte."""
    folder, found = whole
    hidden = [one for one, what in found.items() if not what.seen_by(role)]
    assert hidden
    poor = without(folder, hidden, tmp_path / "poor")
    ids = [*found, UNKNOWN]
    rich_says, poor_says = answers(folder, role, ids), answers(poor, role, ids)
    assert len(rich_says) > len(ids) * 6
    assert [pair for pair in zip(rich_says, poor_says, strict=True) if pair[0] != pair[1]] == []


@pytest.mark.parametrize("role", OPENS)
def test_what_is_not_hidden_is_told(whole: tuple[Path, dict[str, Sealed]], role: Role) -> None:
    """The comparison is not one of silences: whatever a role may know of is listed for it, and nothing else."""
    folder, found = whole
    world = a_world(folder, "asked")
    with open_node(folder / "alpha", None, world) as node, People(node.path, world) as people:
        listed = {one.id for one in sealing.listed(node, people.unlock(OFFICERS[role], PASSWORD))}
    assert listed == {one for one, what in found.items() if what.seen_by(role) and not what.erased}
    assert listed


def test_forbidden_and_unknown_read_alike(whole: tuple[Path, dict[str, Sealed]]) -> None:
    """But for the name that was asked for, the words and the exit code are those for a thing that never was."""
    folder, found = whole
    for role in (Role.MONITOR_OFFICER, Role.NOTIFIER, Role.MEDIATOR, Role.AUDITOR):
        hidden = [one for one, what in found.items() if not what.seen_by(role)]
        about = answers(folder, role, [UNKNOWN])
        for one in {hidden[0], hidden[-1]}:  # one that is there, one that was erased or is there
            of_one = renamed(answers(folder, role, [one]), one)
            listings = {3}  # what comes behind an id in a list differs by the id itself
            pairs = enumerate(zip(of_one, renamed(about, one), strict=True))
            assert [a for i, (a, b) in pairs if a != b and i not in listings] == []


def renamed(said: list[str], id_: str) -> list[str]:
    """The same, speaking of another id."""
    pairs = ((id_, UNKNOWN), (id_[:8], UNKNOWN[:8]), (id_.upper(), UNKNOWN.upper()))
    for old, new in pairs:
        said = [text.replace(old, new) for text in said]
    return said


def test_the_open_record_tells_nothing_of_what_is_sealed(whole: tuple[Path, dict[str, Sealed]], tmp_path: Path) -> None:
    """Entries, their standing, the node's status, an export's files by name and byte: the same without any object."""
    folder, found = whole
    poor = without(folder, list(found), tmp_path / "poor")
    said = []
    for one in (folder, poor):
        with reopened(one, world=replace(a_world(one, "asked"))) as node:
            said.append([text.replace(str(one), "…") for text in openly(node, tmp_path / f"export of {one.name}")])
    assert len(said[0]) > 5
    assert said[0] == said[1]


def test_the_command_line_tells_no_more_than_the_verbs(whole: tuple[Path, dict[str, Sealed]], tmp_path: Path) -> None:
    """What a mediator is printed, with and without --json, is the same with and without what is hidden."""
    folder, found = whole
    hidden = [one for one, what in found.items() if not what.seen_by(Role.MEDIATOR)]
    poor = without(folder, hidden, tmp_path / "poor")
    app = typer.Typer()
    door.add_to(app)
    printed = []
    for one in (folder, poor):
        env = {
            "TRUCELINE_NODE": str(one / "alpha"),
            "TRUCELINE_MARKERS": str(one / "markers"),
            "TRUCELINE_OFFICER": OFFICERS[Role.MEDIATOR],
            "TRUCELINE_OFFICER_PASSPHRASE": PASSWORD,
            "COLUMNS": "200",
        }
        words = [("open",), ("open", "--json"), *(("open", id_, "--json") for id_ in (*found, UNKNOWN))]
        done = [CliRunner().invoke(app, each, env=env) for each in words]
        printed.append([(one.exit_code, one.output, str(one.exception)) for one in done])
    assert printed[0] == printed[1]
    assert json.loads(printed[0][1][1].splitlines()[0])["kind"]


def test_the_network_tells_no_more(whole: tuple[Path, dict[str, Sealed]], tmp_path: Path) -> None:
    """What an observer's token is answered, status, headers and body: the same with and without what is hidden."""
    folder, found = whole
    hidden = [one for one, what in found.items() if not what.seen_by(Role.OBSERVER)]
    answered = []
    for one in (folder, without(folder, hidden, tmp_path / "poor")):
        world = a_world(one, "asked")
        with reopened(one, world=world) as node, People(node.path, world) as people:
            who = people.unlock(OFFICERS[Role.OBSERVER], PASSWORD)
            token = people.issue(who, (Action.SEE, Action.COUNT), NOON.plus(60))
            with asked_of(Body(node, people, Clock())) as ask:
                paths = [
                    "/sealed",
                    "/counts",
                    *(f"/sealed/{id_}" for id_ in (*found, UNKNOWN)),
                    f"/sealed?after={hidden[0]}",
                ]
                came = [ask("GET", f"/officers{path}", token=token) for path in paths]
        answered.append([(each.status_code, sorted(each.headers.items()), each.text) for each in came])
    assert answered[0] == answered[1]
    assert {status for status, _, _ in answered[0]} == {200, 404}
    assert len({text for status, _, text in answered[0] if status == 404}) == 1


def things(whole: tuple[Path, dict[str, Sealed]]) -> Iterator[tuple[Thing, Sealed]]:
    """Each object as the guard is asked about it."""
    folder, found = whole
    world = a_world(folder, "asked")
    with open_node(folder / "alpha", None, world) as node, People(node.path, world) as people, Vault(node) as vault:
        identity = people.unlock(OFFICERS[Role.MONITOR_OFFICER], PASSWORD).body
        assert identity
        yield from ((thing_of(vault.open(one, identity)), what) for one, what in found.items() if not what.erased)


@pytest.mark.parametrize("role", Role)
def test_counts_over_all_subsets_tell_nothing_of_what_is_hidden(
    whole: tuple[Path, dict[str, Sealed]], role: Role
) -> None:
    """Whoever asks for the count of every subset, and takes one from another, learns what they see already."""
    every = list(things(whole))
    asker = Asker(role, every[0][0].author, OFFICERS[role])
    now = Instant(NOON.epoch_s)
    for size in range(len(every) + 1):
        for subset in combinations(every, size):
            known = sum(what.seen_by(role) for _, what in subset)
            expected = size if role is Role.AUDITOR else known  # who is told that there is something, and when
            assert counted(asker, [one for one, _ in subset], now) == expected
