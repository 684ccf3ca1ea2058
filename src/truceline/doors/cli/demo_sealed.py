"""The demo's witness: what a monitor seals, what the others see of it, and what is left once it was erased.

The same processes as for the three nodes. The report is read from standard input, as `truceline case` wants it, so that
no word of it stands in a command; what is shown of it here is what its officer is shown.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from truceline.doors.cli.demo_stage import Player, Stage

OFFICER = "Information officer"
WORDS = "Two shells fell beside the ferry at dusk; the second one hit the waiting room, with people in it."
WHO = "the ticket clerk of the evening ferry"
WHERE = "the landing below the old rope mill"
WHEN = "Thursday, a quarter of an hour after sunset"
COARSE = "Shelling of a river crossing in the first week of May, as a witness told the monitor."
OPENED = "disclosed.json"  # what the guarantor is handed


class Told(NamedTuple):
    """What a witness told."""

    id: str  # of the sealed object
    place: str  # of its entry, as ORIGIN#INDEX


def told(stage: Stage, monitor: Player) -> Told:
    """A witness tells the monitor, and the batch leaves: eight entries, one of which says something."""
    stage.say(
        "A witness tells the monitor what happened. It is sealed at once; only an officer's own passphrase opens it, "
        "and the witness gets a phrase to come back with."
    )
    stage.run("officer", "add", OFFICER, "--role", "monitor-officer", "--yes", node=monitor)
    report = json.dumps({"words": WORDS, "who": WHO, "where": WHERE, "when": WHEN, "language": "en"})
    stage.run("case", "new", "--yes", node=monitor, stdin=report)
    stage.say("It leaves with the batch of its hour: always eight entries of one look, whatever is in them.")
    stage.run("seal", "send", node=monitor)
    listed = stage.run("open", "--json", "--officer", OFFICER, node=monitor, show=False)
    one = json.loads(listed)["id"]
    whole = stage.run("open", one, "--json", "--officer", OFFICER, node=monitor, show=False)
    return Told(one, json.loads(whole)["place"])


def stated(stage: Stage, monitor: Player, sealed: Told) -> None:
    """The monitor says openly, and coarsely, what rests on it."""
    stage.say("The monitor's own statement rests on it, and says neither who, where nor when exactly.")
    told = ("--title", COARSE, "--reason", "A sealed report, and the visit that followed.")
    stage.run("incident", "link", sealed.place, *told, "--yes", node=monitor)


def shown(stage: Stage, monitor: Player, guarantor: Player, sealed: Told) -> None:
    """What a guarantor sees, what it is told, and the erasure."""
    stage.say(f"What {guarantor.name} holds of it: a batch, in which nothing tells one entry from another.")
    stage.run("entries", "--kind", "sealed", "--log", monitor.origin, node=guarantor)
    stage.say("What the monitor's officer sees; and the one field that the guarantor is told, checked offline.")
    stage.run("open", sealed.id, "--officer", OFFICER, node=monitor)
    stage.run("disclose", sealed.id, "--field", "where", "--to", OPENED, "--officer", OFFICER, node=monitor)
    stage.run("open", OPENED)
    stage.say("The witness asks, and it is erased: key, words and all, also in backups. The digests do not move.")
    erase = ("erase", sealed.id, "--reason", "The witness asked.", "--yes", "--officer", OFFICER)
    stage.run(*erase, node=monitor)
    stage.run("open", sealed.id, "--officer", OFFICER, node=monitor, expect=(5, 7))
