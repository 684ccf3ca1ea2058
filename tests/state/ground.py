"""Two guarantors, a monitor and two parties with their logs, and a truce that both guarantors adopt."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.floor.ground import event, rule, truce
from tests.state.logs import Blobs, Writer, logs_of
from truceline.agreement import Agreement, canonical
from truceline.canon import dumps
from truceline.claims import Event
from truceline.state import State, fold
from truceline.tlog.entry import Entry

Plain = dict[str, Any]

SQUARE = [[0, 0, 10_000_000, 0, 10_000_000, 10_000_000, 0, 10_000_000]]
WIDER = [[0, 0, 20_000_000, 0, 20_000_000, 20_000_000, 0, 20_000_000]]
NOTICE: Plain = {
    "kind": "convoy_movement",
    "purpose": "medevac",
    "volumes": [{"area": SQUARE, "period": ["2031-06-01T00:00:00Z", "2031-06-02T00:00:00Z"]}],
    "to": ["east"],
    "answer_within_s": 3600,
}
REPORT: Plain = {"source": "a wire", "channel": "published", "received": "2031-05-01T00:00:00Z", "text": "Shots."}
WHY: Plain = {"reason": {"en": "So it was."}}


@cache
def form(*rules: str) -> bytes:
    """The canonical form of the small truce with rules of these names; with one where none is named."""
    return canonical(text(*rules))


@cache
def text(*rules: str) -> Agreement:
    """The small truce itself."""
    return truce(*(rule(name) for name in rules or ("R",)))


class Ground:
    """The logs, their blobs, and short ways to say what is said most."""

    def __init__(self) -> None:
        """Everybody's log has begun, and nothing is adopted."""
        self.blobs = Blobs()
        self.east, self.west = Writer("east", "guarantor", "east"), Writer("west", "guarantor", "west")
        self.watch = Writer("watch", "monitor", "council")
        self.fox, self.crown = Writer("fox", "party", "fox"), Writer("crown", "party", "crown")
        self.more: list[Writer] = []
        self.fingerprint = self.blobs.put(form())

    @property
    def writers(self) -> list[Writer]:
        """Everybody who keeps a log."""
        return [self.east, self.west, self.watch, self.fox, self.crown, *self.more]

    def state(self, *writers: Writer, **options: bool) -> State:
        """What the logs come to; of these writers alone, where any are given."""
        return fold(logs_of(*(writers or self.writers)), self.blobs, **options)

    def row(self, entry: Entry | str, *writers: Writer) -> Plain:
        """The line of an object, or of a log by its origin."""
        return row(self.state(*writers), entry)

    # ── what is said most ─────────────────────────────────────────────────────────────────────

    def propose(self, *rules: str, by: Writer | None = None) -> Entry:
        """A text proposed."""
        mark = self.blobs.put(form(*rules))
        said = {"title": {"en": "A truce"}, "id": "ground", "fingerprint": mark, "form": mark}
        return (by or self.watch).add("agreement.proposed", said)

    def amend(self, about: Entry, *rules: str, by: Writer | None = None) -> Entry:
        """A text put forward in place of another."""
        mark, before = self.blobs.put(form(*rules)), dict(about.payload or {})["fingerprint"]
        said = {"title": {"en": "A truce"}, "id": "ground", "fingerprint": mark, "form": mark, "replaces": before}
        return (by or self.watch).add("agreement.amended", said, about)

    def adopt(self, about: Entry, *writers: Writer) -> list[Entry]:
        """A text adopted, by both guarantors where nobody is named."""
        mark = dict(about.payload or {})["fingerprint"]
        return [one.add("agreement.adopted", {"fingerprint": mark}, about) for one in writers or (self.east, self.west)]

    def agree(self) -> Entry:
        """The truce proposed and adopted by both."""
        proposed = self.propose()
        self.adopt(proposed)
        return proposed

    def notify(self, by: Writer | None = None, **more: object) -> Entry:
        """An activity notified."""
        return (by or self.fox).add("activity.notified", {**NOTICE, "agreement": self.fingerprint, **more})

    def answer(
        self, notice: Entry, by: Writer, answer: str = "concurred", *, looked_at: tuple[Entry, ...] = ()
    ) -> Entry:
        """An answer to one version of a notice."""
        expires = {} if answer == "objected" else {"expires": "2031-07-01T00:00:00Z"}
        said = {"notification": notice.hash, "agreement": self.fingerprint, "answer": answer, **expires}
        return by.add("answer.given", said | {"looked_at": [one.hash for one in looked_at]}, notice)

    def zone(self, by: Writer, name: str = "n1", area: object = None) -> Entry:
        """A zone declared."""
        return by.add("zone.declared", {"id": name, "names": {"en": name}, "area": area or SQUARE})

    def redraw(self, about: Entry, by: Writer) -> Entry:
        """A zone drawn anew."""
        name = dict(about.payload or {})["id"]
        return by.add("zone.amended", {"id": name, "names": {"en": name}, "area": WIDER}, about)

    def batch(self, *conducts: Plain, by: Writer | None = None) -> Entry:
        """A batch of events, e0 and so on, that differ from an attack of the crown on the fox as said."""
        events = b"".join(dumps(Event, event(one, f"e{i}")) + b"\n" for i, one in enumerate(conducts))
        said = {
            "datasets": [{"name": "ours", "licence": "", "citation": ""}],
            "events": self.blobs.put(events),
            "count": len(conducts),
            "time_zone": "UTC",
        }
        return (by or self.watch).add("batch.imported", said)

    def determine(self, about: Entry, by: Writer, event_id: str = "", **more: object) -> Entry:
        """A determination on the rule R."""
        said = {
            "matter": {"entry": about.hash} | ({"event": event_id} if event_id else {}),
            "agreement": self.fingerprint,
            "clause": "R",
            "answer": "breach",
            "reasons": {"en": "It was seen."},
            **more,
        }
        return by.add("determination.made", said, about)


def row(state: State, entry: Entry | str) -> Plain:
    """The line of an object, or of a log by its origin."""
    name = entry if isinstance(entry, str) else entry.hash
    found = [json.loads(line) for line in state.lines]
    return next(one for one in found if name in {one.get("object"), one.get("log")})


def standings(state: State, entry: Entry) -> dict[str, str]:
    """Each act on an object with its reason, by leaf hash."""
    return {act[0]: act[-1] for act in row(state, entry).get("acts", [])}
