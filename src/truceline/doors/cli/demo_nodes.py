"""The demo's last part: two rivals and a monitor, a node each, and what shows when one of them cheats.

Each command runs in a process of its own, as people would type it; two nodes listen on this machine, the third
gets and gives everything on a stick. Nothing is staged: the altered entry and the forked log are made with what
anybody who owns the disk could use.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from truceline.errors import Unreachable

PASSPHRASE = "a passphrase for exercises only"  # noqa: S105 - of nodes that are made and thrown away here
FOLDER = "nodes"  # below the demo's own
SHOWN = 14  # lines of a command's outcome
EVENT, CLAUSE = "sim-009", "art-3"
TRUCELINE = (sys.executable, "-c", "from truceline.doors.cli import main; main()")


@dataclass
class Player:
    """One node."""

    name: str  # of its folder
    role: str
    actor: str  # in the exercise's text
    listens: bool
    origin: str = ""
    words: str = ""
    url: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)


class Stage:
    """The folder in which the nodes live, and the console on which their commands are shown."""

    def __init__(self, to: Path, console: Console) -> None:
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        self.to, self.console = to, console
        self.players = [
            Player("kalvessar", "guarantor", "kalvessar", listens=True),
            Player("zulmerand", "guarantor", "zulmerand", listens=False),
            Player("mission", "monitor", "mission", listens=True),
        ]

    def environment(self, markers: str) -> dict[str, str]:
        """What every command finds: the passphrase, and where head markers lie."""
        own = {"TRUCELINE_PASSPHRASE": PASSPHRASE, "TRUCELINE_MARKERS": markers, "COLUMNS": "100"}
        return os.environ | own

    def run(
        self,
        *words: str,
        node: Player | None = None,
        expect: Sequence[int] = (0,),
        show: bool = True,
        markers: str = "markers",
    ) -> str:
        """Run a command and show it with its outcome; raises RuntimeError where it ends otherwise than expected."""
        return self.all([(node, words)], expect=expect, show=show, markers=markers)[0]

    def all(
        self,
        given: Sequence[tuple[Player | None, Sequence[str]]],
        *,
        expect: Sequence[int] = (0,),
        show: bool = True,
        markers: str = "markers",
    ) -> list[str]:
        """Run commands side by side, and show them one after another; what each printed to standard output."""
        lines = [[*words, *(("--node", node.name) if node else ())] for node, words in given]
        started = [self._start(line, markers) for line in lines]
        printed = []
        for line, process in zip(lines, started, strict=True):
            out, err = process.communicate()
            if show:
                self._show(line, out, err)
            if process.returncode not in expect:
                raise RuntimeError(f"truceline {' '.join(line)} ended with {process.returncode}:\n{out}{err}")
            printed.append(out)
        return printed

    def _start(self, words: Sequence[str], markers: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own commands
            [*TRUCELINE, *words],
            cwd=self.to,
            env=self.environment(markers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _show(self, words: Sequence[str], out: str, err: str) -> None:
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        self.console.print(f"[bold]$ truceline {escape(shown)}[/bold]", soft_wrap=True)
        lines = [one for one in (err + out).splitlines() if one.strip()]
        if len(lines) > SHOWN:
            lines[SHOWN - 2 : -1] = ["…"]
        for line in lines:
            self.console.print(f"  {escape(line)}", soft_wrap=True)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """The nodes that listen do so within, on ports that are free."""
        try:
            for player in self.players:
                if player.listens:
                    self.listen(player)
            yield
        finally:
            for player in self.players:
                self.end(player)

    def listen(self, player: Player) -> None:
        """Let a node listen; raises Unreachable where it cannot."""
        port = player.url.rpartition(":")[2] or "0"
        player.process = self._start(["node", "serve", "--port", port, "--node", player.name], "markers")
        said = player.process.stderr.readline() if player.process.stderr else ""
        if " at http" not in said:
            raise Unreachable(f"{player.name} does not listen: {said}")
        player.url = said.split(" at ")[1].strip()

    def end(self, player: Player) -> None:
        """End a node that listens."""
        if player.process:
            player.process.terminate()
            player.process.communicate()
            player.process = None


def nodes(to: Path, events: Path, console: Console) -> None:
    """Show three nodes: one agreement adopted by both rivals, one digest, then an alteration and a fork, both shown."""
    stage = Stage(to, console)
    kalvessar, zulmerand, mission = stage.players
    _made(stage)
    with stage.listening():
        _admitted(stage)
        proposal = _adopted(stage)
        event = _happened(stage, proposal, events.resolve())
        _met(stage)
        _say(stage, "Each recomputes everything from the entries it holds: objects, findings under the text in force.")
        _same_digest(stage, stage.players)
        _altered(stage, kalvessar, mission)
        _forked(stage, kalvessar, zulmerand, mission, event)


def _say(stage: Stage, text: str) -> None:
    stage.console.print(f"\n{escape(text)}", style="italic", soft_wrap=True)


def _made(stage: Stage) -> None:
    _say(stage, "Three nodes: two guarantors who do not trust one another, and a monitor. Each makes its own keys.")
    given = [
        ("node", "init", one.name, "--name", one.name.title(), "--role", one.role, "--actor", one.actor)
        for one in stage.players
    ]
    for player, text in zip(stage.players, stage.all([(None, words) for words in given]), strict=True):
        first, second = text.splitlines()[:2]
        player.origin, player.words = first.split()[-1], second.split()[-1]


def _admitted(stage: Stage) -> None:
    _say(stage, "Their people read each other the eight words; only then is a log admitted.")
    given: list[tuple[Player | None, Sequence[str]]] = [
        (own, ("node", "admit", one.origin, "--fingerprint", one.words, *(("--url", one.url) if one.url else ())))
        for own in stage.players
        for one in stage.players
        if one is not own
    ]
    stage.all(given[:2])
    stage.all(given[2:], show=False)
    for player in stage.players:
        if player.listens:
            stage.run("sync", node=player, show=False)  # they meet, and from now on know each other's keys


def _stick(stage: Stage, giver: Player, taker: Player, *, read_only: bool = False, show: bool = True) -> None:
    """A bundle written by one and read by the other."""
    stage.run("sync", "--to", "stick.tar", node=giver, show=show)
    stage.run("sync", "stick.tar", *(("--read-only",) if read_only else ()), node=taker, show=show)


def _adopted(stage: Stage) -> str:
    kalvessar, zulmerand, mission = stage.players
    _say(stage, "One guarantor proposes the exercise's text; the other gets it on a stick, and adopts the same bytes.")
    made = json.loads(stage.run("agreement", "propose", "exercise", "--yes", "--json", node=kalvessar, show=False))
    proposal = f"{made['origin']}#{made['index']}"
    stage.run("sync", node=mission)
    _stick(stage, mission, zulmerand)
    stage.all([(one, ("agreement", "adopt", proposal, "--yes")) for one in (zulmerand, kalvessar)])
    return proposal


def _happened(stage: Stage, proposal: str, events: Path) -> str:
    kalvessar, zulmerand, mission = stage.players
    _say(stage, "Events arrive at the monitor, and from there at both; the two guarantors determine, side by side.")
    stage.run("import", "events", str(events), "--yes", node=mission)
    listed = stage.run("entries", "--kind", "batch.imported", "--json", node=mission, show=False)
    batch = json.loads(listed.splitlines()[0])
    event = f"{batch['origin']}#{batch['index']}@{EVENT}"
    stage.run("sync", node=kalvessar, show=False)
    _stick(stage, mission, zulmerand, show=False)
    told = (("breach", "Our liaison officer was there."), ("no_breach", "They were fired on first."))
    stage.all(
        [
            (one, ("determine", event, answer, "--under", proposal, "--clause", CLAUSE, "--reasons", why, "--yes"))
            for one, (answer, why) in zip((kalvessar, zulmerand), told, strict=True)
        ]
    )
    return event


def _met(stage: Stage) -> None:
    kalvessar, zulmerand, mission = stage.players
    _say(stage, "All sync, one only by stick. The last round signs nothing, so that all hold the same heads.")
    _stick(stage, zulmerand, mission)
    stage.run("sync", node=mission, show=False)
    stage.run("sync", node=kalvessar)
    stage.run("sync", "--read-only", node=mission, show=False)
    _stick(stage, mission, zulmerand, read_only=True, show=False)
    stage.run("node", "status", node=zulmerand)


def _same_digest(stage: Stage, players: Sequence[Player]) -> None:
    printed = stage.all([(None, ("digest", one.name)) for one in players])
    if len({text.split()[0] for text in printed}) != 1:
        raise RuntimeError("nodes with the same entries, and more than one digest")
    stage.console.print(f"  One digest on all {len(players)}.", style="bold")


def _altered(stage: Stage, owner: Player, auditor: Player) -> None:
    _say(stage, f"Somebody alters an old entry on {owner.name}'s disk; {auditor.name} audits what is served there.")
    stage.end(owner)
    before = stage.to / f"{owner.name}-before"
    shutil.copytree(stage.to / owner.name, before)
    alter(stage.to / owner.name / "record.sqlite", "agreement.proposed")
    stage.listen(owner)
    stage.run("audit", owner.url, node=auditor, expect=(7,))
    stage.end(owner)
    shutil.rmtree(stage.to / owner.name)
    before.rename(stage.to / owner.name)


def alter(record: Path, kind: str) -> None:
    """Change the year of an entry of that kind in a record file, as whoever owns the disk can."""
    with closing(sqlite3.connect(record)) as db, db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        query = "SELECT rowid, leaf FROM entry WHERE instr(leaf, ?) ORDER BY n LIMIT 1"
        rowid, leaf = db.execute(query, (f'"kind":"{kind}"'.encode(),)).fetchone()
        at = leaf.index(b'"time":"') + len(b'"time":"')
        db.execute("UPDATE entry SET leaf = ? WHERE rowid = ?", (leaf[:at] + b"1999" + leaf[at + 4 :], rowid))


def _forked(stage: Stage, forker: Player, other: Player, monitor: Player, event: str) -> None:
    _say(stage, f"{forker.name} copies itself, keys, markers and all, and tells each of the others another story.")
    twin = Player(f"{forker.name}-twin", forker.role, forker.actor, listens=False)
    shutil.copytree(stage.to / forker.name, stage.to / twin.name)
    shutil.copytree(stage.to / "markers", stage.to / "markers-twin")
    for player, markers, text in (
        (forker, "markers", "We were there."),
        (twin, "markers-twin", "We were never there."),
    ):
        stage.run("reply", event, "explains", "--text", text, "--yes", node=player, markers=markers)
    stage.listen(forker)
    stage.run("sync", forker.origin, node=monitor)
    stage.run("sync", "--to", "twin.tar", node=twin, markers="markers-twin", show=False)
    stage.run("sync", "twin.tar", node=other, show=False)
    _say(
        stage,
        "Each has anchored what it was told. A stick brings the two together: two signed heads that cannot both be.",
    )
    stage.run("sync", "--to", "stick.tar", node=monitor, show=False)
    stage.run("sync", "stick.tar", node=other, expect=(7,))
    stage.run("sync", "--to", "stick.tar", node=other, show=False)
    stage.run("sync", "stick.tar", node=monitor, expect=(0, 7))
    stage.all([(one, ("node", "status")) for one in (other, monitor)])
    _say(
        stage, "What was anchored of either history counts on both nodes: with the proof, they compute the same again."
    )
    stage.run("sync", "--to", "stick.tar", node=monitor, show=False)
    stage.run("sync", "stick.tar", "--read-only", node=other, expect=(0, 7), show=False)
    _same_digest(stage, (other, monitor))
