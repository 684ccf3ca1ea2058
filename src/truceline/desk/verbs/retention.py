"""How long what is sealed is meant to be kept, and what is kept longer: for people to look at, and to erase.

Periods stand in `retention.json` in the node's folder, in days by kind. They count from the time that an object's
envelope says, which is inside it, so that only an officer who is unlocked can be told what is due; and told is only
what that officer may erase. Nothing is erased by itself: a claim or a proceeding may rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from truceline import canon
from truceline.canon import Json
from truceline.desk import files
from truceline.desk.guard import Action, Given, decide, seen, thing_of
from truceline.desk.node import Node, database
from truceline.desk.people import Unlocked
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs import sealing
from truceline.errors import DataError, Fault, UnknownName
from truceline.kinds import KINDS
from truceline.kinds.aspects import Aspect
from truceline.period import Instant

FILE = "retention.json"
OTHERS = "others"  # in place of a kind: all that have no period of their own
MOST_DAYS = 36_525
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Period:
    """How long objects of a kind are meant to be kept."""

    kind: str  # or `others`
    days: int  # from the time that the envelope says


@dataclass(frozen=True, slots=True)
class Due:
    """An object that is kept longer than was meant."""

    id: str  # 32 hex
    origin: str  # the log it stands in
    kind: str
    since: Instant  # when its period was over

    def plain(self) -> dict[str, Json]:
        """As one JSON object, for machines."""
        return {"id": self.id, "origin": self.origin, "kind": self.kind, "since": str(self.since)}


def periods(folder: Path) -> tuple[Period, ...]:
    """The periods of a node, in order of kind; raises DataError where they cannot be read."""
    path = folder / FILE
    try:
        found = canon.loads(tuple[Period, ...], files.read(path)) if path.exists() else ()
    except ValueError as error:
        fault = Fault(str(path), 0, "", "periods", str(error), "Delete it, and set them anew: `truceline retention`.")
        raise DataError("the periods of retention cannot be read", (fault,)) from None
    return tuple(sorted(found, key=lambda one: one.kind))


def set_period(folder: Path, kind: str, days: int) -> None:
    """Keep objects of a kind for so many days, or with 0 for no set time; raises UnknownName, DataError."""
    known = tuple(name for name, one in KINDS.items() if one.sealable)
    if kind not in (*known, OTHERS):
        raise UnknownName("sealable kind", kind, (OTHERS, *known))
    if not 0 <= days <= MOST_DAYS:
        cure = "Write whole days, or 0 for no set time."
        raise DataError("no such period", (Fault("", 0, kind, f"0 to {MOST_DAYS:,} days", str(days), cure),))
    kept = [one for one in periods(folder) if one.kind != kind]
    new = tuple(sorted((*kept, *([Period(kind, days)] if days else [])), key=lambda one: one.kind))
    # Written whole beside its place: a crash leaves the periods as they were.
    files.write(folder / FILE, canon.dumps(tuple[Period, ...], new) + b"\n")
    with database.errors(folder / FILE):
        database.sync_folder(folder)


def due(node: Node, officer: Unlocked) -> tuple[Due, ...]:
    """What this officer may erase and is kept longer than was meant, longest due first."""
    return tuple(sorted(_due(node, officer), key=lambda one: (one.since, one.id)))


def _due(node: Node, officer: Unlocked) -> Iterator[Due]:
    days = {one.kind: one.days for one in periods(node.path)}
    asker, now = officer.asker(node.origin), node.world.now()
    with Vault(node) as vault:
        for held in vault.ids():
            one = sealing.opened(vault, held.id, officer)
            if one is None or one.envelope is None or not seen(asker, thing := thing_of(one), now):
                continue
            may = decide(asker, Action.ERASE, thing, Aspect.ENVELOPE, now).given is Given.WHOLE
            kept = days.get(one.envelope.kind, days.get(OTHERS, 0))
            if may and kept and (since := one.envelope.time.plus(kept * _DAY_S)) <= now:
                yield Due(held.id, held.origin, one.envelope.kind, since)
