"""The demo's last part: two rivals and a monitor, a node each, and what shows when one of them cheats.

Each command runs in a process of its own, as people would type it; two nodes listen on this machine, the third
gets and gives everything on a stick. Nothing is staged: the altered entry and the forked log are made with what
anybody who owns the disk could use.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console

from truceline.doors.cli import demo_sealed
from truceline.doors.cli.demo_sealed import Told
from truceline.doors.cli.demo_stage import Player, Stage

FOLDER = "nodes"  # below the demo's own
EVENT, CLAUSE = "sim-009", "art-3"
# Some forty commands each stretch a passphrase that nobody needs to guess; who keeps a record does not say this.
QUICK = ("--stretching", "interactive")


def nodes(to: Path, events: Path, console: Console) -> None:
    """Show three nodes: one agreement adopted by both rivals, one digest, then an alteration and a fork, both shown."""
    stage = Stage(to, console)
    kalvessar, zulmerand, mission = stage.players
    _made(stage)
    sealed = demo_sealed.told(stage, mission)
    with stage.listening():
        _admitted(stage)
        proposal = _adopted(stage)
        event = _happened(stage, proposal, events.resolve(), sealed)
        _met(stage)
        stage.say("Each recomputes everything from the entries it holds: objects, findings under the text in force.")
        before = _same_digest(stage, stage.players)
        demo_sealed.shown(stage, mission, kalvessar, sealed)
        if _same_digest(stage, stage.players) != before:
            raise RuntimeError("an erasure moved the digest that all share")
        _altered(stage, kalvessar, mission)
        _forked(stage, kalvessar, zulmerand, mission, event)


def _made(stage: Stage) -> None:
    stage.say("Three nodes: two guarantors who do not trust one another, and a monitor. Each makes its own keys.")
    given = [
        ("node", "init", one.name, "--name", one.name.title(), "--role", one.role, "--actor", one.actor, *QUICK)
        for one in stage.players
    ]
    for player, text in zip(stage.players, stage.all([(None, words) for words in given]), strict=True):
        first, second = text.splitlines()[:2]
        player.origin, player.words = first.split()[-1], second.split()[-1]


def _admitted(stage: Stage) -> None:
    stage.say("Their people read each other the eight words; only then is a log admitted.")
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
    stage.say("One guarantor proposes the exercise's text; the other gets it on a stick, and adopts the same bytes.")
    made = json.loads(stage.run("agreement", "propose", "exercise", "--yes", "--json", node=kalvessar, show=False))
    proposal = f"{made['origin']}#{made['index']}"
    stage.run("sync", node=mission)
    _stick(stage, mission, zulmerand)
    stage.all([(one, ("agreement", "adopt", proposal, "--yes")) for one in (zulmerand, kalvessar)])
    return proposal


def _happened(stage: Stage, proposal: str, events: Path, sealed: Told) -> str:
    kalvessar, zulmerand, mission = stage.players
    stage.say("Events arrive at the monitor, and from there at both; the two guarantors determine, side by side.")
    stage.run("import", "events", str(events), "--yes", node=mission)
    demo_sealed.stated(stage, mission, sealed)
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
    stage.say("All sync, one only by stick. The last round signs nothing, so that all hold the same heads.")
    _stick(stage, zulmerand, mission)
    stage.run("sync", node=mission, show=False)
    stage.run("sync", node=kalvessar)
    stage.run("sync", "--read-only", node=mission, show=False)
    _stick(stage, mission, zulmerand, read_only=True, show=False)
    stage.run("node", "status", node=zulmerand)


def _same_digest(stage: Stage, players: Sequence[Player]) -> str:
    digests = {text.split()[0] for text in stage.all([(None, ("digest", one.name)) for one in players])}
    if len(digests) != 1:
        raise RuntimeError("nodes with the same entries, and more than one digest")
    stage.console.print(f"  One digest on all {len(players)}.", style="bold")
    return digests.pop()


def _altered(stage: Stage, owner: Player, auditor: Player) -> None:
    stage.say(f"Somebody alters an old entry on {owner.name}'s disk; {auditor.name} audits what is served there.")
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
    stage.say(f"{forker.name} copies itself, keys, markers and all, and tells each of the others another story.")
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
    stage.say(
        "Each has anchored what it was told. A stick brings the two together: two signed heads that cannot both be.",
    )
    stage.run("sync", "--to", "stick.tar", node=monitor, show=False)
    stage.run("sync", "stick.tar", node=other, expect=(7,))
    stage.run("sync", "--to", "stick.tar", node=other, show=False)
    stage.run("sync", "stick.tar", node=monitor, expect=(0, 7))
    stage.all([(one, ("node", "status")) for one in (other, monitor)])
    stage.say("What was anchored of either history counts on both nodes: with the proof, they compute the same again.")
    stage.run("sync", "--to", "stick.tar", node=monitor, show=False)
    stage.run("sync", "stick.tar", "--read-only", node=other, expect=(0, 7), show=False)
    _same_digest(stage, (other, monitor))
