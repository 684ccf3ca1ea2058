"""Random records: logs whose entries are about one another, sound and unsound, with forks and successors."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from tests.floor.ground import event, rule, truce
from tests.kinds.examples import GOOD
from tests.state.logs import Blobs, Writer, kept_apart, shown
from truceline.agreement import canonical
from truceline.canon import dumps, from_json, to_json
from truceline.claims import Event
from truceline.kinds import KINDS, DeterminationMade, joint
from truceline.state import Leaf
from truceline.tlog import fork
from truceline.tlog.branch import Branch
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.commitment import Opening
from truceline.tlog.entry import Entry
from truceline.tlog.merkle import EMPTY_EDGE, NodeAt, leaf_hash, root_of

Plain = dict[str, Any]

TEXTS = [canonical(truce(rule())), canonical(truce(rule(), rule("S", conduct=[{"kind": ["flight"]}])))]
EVENTS = b"".join(
    dumps(Event, event({"a": [side], "b": ["fox"]}, f"e{i}")) + b"\n" for i, side in enumerate(("crown", "hare"))
)
# Kinds that make the weave: the others come as often as one of these together.
WOVEN = (
    "agreement.proposed", "agreement.amended", "agreement.adopted", "agreement.adopted", "agreement.adopted",
    "adherence.declared", "adherence.ended", "designation.declared", "presumption.declared", "presumption.adopted",
    "zone.declared", "zone.amended", "zone.amended", "zone.lifted", "batch.imported", "observation.made",
    "activity.notified", "activity.notified", "activity.amended", "activity.acknowledged", "answer.given",
    "answer.given", "answer.given", "determination.made", "determination.made", "determination.made", "reply.made",
    "attested", "correction.made", "withdrawal.declared", "withdrawal.declared", "incident.linked", "incident.split",
    "incident.merged", "stopfire.called", "stopfire.answered", "site.notified", "site.revalidated", "node.recovered",
    "sealed", "disclosed", "disclosed",
)  # fmt: skip


class World:
    """A random record."""

    def __init__(self, rng: Random, steps: int) -> None:
        """Six logs, and as many entries as said."""
        self.rng, self.blobs = rng, Blobs()
        self.forms = [self.blobs.put(text) for text in TEXTS]
        self.batch = self.blobs.put(EVENTS)
        self.writers = [
            Writer("east", "guarantor", "east"),
            Writer("west", "guarantor", "west"),
            Writer("watch", "monitor", "council"),
            Writer("fox", "party", "fox"),
            Writer("crown", "party", "crown"),
            Writer("press", "observer"),
        ]
        self.sealed: dict[str, tuple[Opening, ...]] = {}
        self.histories: list[Writer] = []  # other histories of forked logs
        self.wild = rng.random() < 0.5  # whether logs fork, end, and have rivals
        if rng.random() < 0.7:
            self._adopt()
        for _ in range(steps):
            self.step()

    def step(self) -> None:
        """One thing happens."""
        what = self.rng.random()
        if what < 0.74:
            self._say(self.rng.choice(WOVEN))
        elif what < 0.80:
            self._say(self.rng.choice(sorted(set(KINDS) & set(GOOD))))
        elif what < 0.92:
            self._anchor()
        elif what < 0.95:
            self._odd()
        elif what < 0.97:
            self.rng.choice(self.writers).rotate()
        elif self.wild:
            self.rng.choice((self._fork, self._succeed, self._rival, self._end))()

    def _adopt(self) -> None:
        """Both guarantors adopt a text; perhaps two, in one order or in both."""
        for form in self.rng.sample(self.forms, self.rng.choice((1, 1, 2))):
            said = GOOD["agreement.proposed"] | {"form": form, "fingerprint": form}
            about = self.rng.choice(self.writers[:3]).add("agreement.proposed", said)
            for writer in self.rng.sample(self.writers[:2], 2):
                writer.add("agreement.adopted", {"fingerprint": form}, about)

    # ── what is said ──────────────────────────────────────────────────────────────────────────

    def entries(self, *kinds: str) -> list[Entry]:
        """Everything said so far, of these kinds where any are given."""
        return [one for writer in self.writers for one in writer.entries if not kinds or one.kind in kinds]

    def _say(self, kind: str) -> None:
        known = KINDS[kind]
        may = [one for one in self.writers if one.role in known.roles or self.rng.random() < 0.1]
        writer = self.rng.choice(may or self.writers)
        if known.subjects and self.rng.random() < 0.95:
            fit = self.entries(*known.subjects)
            if not fit:
                return
            subject = self.rng.choice(fit)
            if self.rng.random() < 0.6:
                writer = self._fitting(known.about.value, subject, writer)
            writer.add(kind, self._payload(kind, writer, subject), subject, *self._refs())
        elif kind == "key.enrolled":
            writer.rotate()
        elif kind == "sealed":
            self.seal(writer)
        else:
            payload = self._payload(kind, writer, None)
            apart = kept_apart(payload, self.blobs) if self.rng.random() < 0.1 else ""
            writer.add(kind, payload, *self._refs(), blob=apart)

    def _fitting(self, about: str, subject: Entry, otherwise: Writer) -> Writer:
        own = [one for one in self.writers if (one.origin == subject.origin) == (about == "own")]
        return otherwise if about == "any" else self.rng.choice(own or [otherwise])

    def _refs(self) -> list[Entry]:
        return [self.rng.choice(self.entries())] if self.rng.random() < 0.15 else []

    def _payload(self, kind: str, writer: Writer, subject: Entry | None) -> Plain:
        said = copy.deepcopy(GOOD[kind]) or {}
        about = dict(subject.payload or {}) if subject else {}
        form = self.rng.choice(self.forms)
        for name in ("form", "fingerprint", "agreement"):
            if name in said:
                said[name] = form
        if kind in {"agreement.adopted", "agreement.amended"}:
            said["replaces" if kind == "agreement.amended" else "fingerprint"] = about.get("fingerprint", form)
        if kind in {"adherence.declared", "adherence.ended"}:
            said["actor"] = writer.actor or "hare"
        if kind in {"zone.declared", "presumption.declared"}:
            said["id"] = f"n{self.rng.randrange(2)}"
        if "id" in about and kind in {"zone.amended", "presumption.adopted"}:
            said["id"] = about["id"]
        more = getattr(self, f"_{kind.replace('.', '_')}", None)
        return more(said, writer, subject) if more and subject else self._first(kind, said)

    def _first(self, kind: str, said: Plain) -> Plain:
        if kind == "batch.imported":
            said |= {"events": self.batch, "count": 2}
        if kind == "activity.notified":
            said |= {"to": ["east", "west", "crown"], "answer_within_s": 3600}
        if kind == "incident.linked":
            told = self.entries("batch.imported", "observation.made", "incident.linked", "report.received", "sealed")
            some = self.rng.sample(told, min(len(told), self.rng.choice((1, 1, 2))))
            said["members"] = [self._matter(one) for one in some] or said["members"]
        return said

    def _matter(self, of: Entry) -> Plain:
        return {"entry": of.hash} | ({"event": f"e{self.rng.randrange(3)}"} if of.kind == "batch.imported" else {})

    def _determination_made(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        if subject.kind == "determination.made" and self.rng.random() < 0.8:
            return dict(subject.payload or {})
        said |= {"matter": self._matter(subject), "mode": "alone", "text": ""}
        made = from_json(DeterminationMade, said)
        whole = to_json(DeterminationMade, joint(made) if self.rng.random() < 0.5 else made)
        return whole if isinstance(whole, dict) else {}

    def _reply_made(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        return said | {"matter": {"entry": subject.hash}}

    def _answer_given(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        looked = self.entries("zone.declared", "zone.amended")
        said |= {"notification": subject.hash, "looked_at": [self.rng.choice(looked).hash] if looked else []}
        return (
            said if self.rng.random() < 0.6 else {**self._without(said, "expires", "conditions"), "answer": "objected"}
        )

    def _activity_amended(self, said: Plain, _: Writer, __: Entry) -> Plain:
        return said | {"to": ["east", "west"], "answer_within_s": 60}

    def _attested(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        if subject.kind == "node.recovered":
            actor = next((one.actor for one in self.writers if one.origin == subject.origin), "")
            return said | {"actor": actor or "hare", "kind": "node.recovered", "payload": dict(subject.payload or {})}
        ended = subject.kind in {"adherence.declared", "attested"} and self.rng.random() < 0.5
        actor = str((subject.payload or {}).get("actor", "hare"))
        what: Plain = {"actor": actor, "at": "2031-05-03T00:00:00Z"} if ended else {
            "actor": actor, "since": "2031-05-02T00:00:00Z", "agreement": self.rng.choice(self.forms),
        }  # fmt: skip
        return said | {"actor": actor, "kind": "adherence.ended" if ended else "adherence.declared", "payload": what}

    def _withdrawal_declared(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        if subject.kind != "agreement.adopted":
            return {"purpose": "entry", "reason": said["reason"]}
        left = str((subject.payload or {}).get("fingerprint"))
        return {"purpose": "agreement", "reason": said["reason"], "at": "2031-06-01T00:00:00Z", "agreement": left}

    def seal(self, writer: Writer) -> None:
        """A sealed entry of which this knows the openings."""
        sealed, openings = writer.seal(*(f'{{"field":{i}}}' for i in range(self.rng.choice((1, 8)))))
        self.sealed[sealed.hash] = openings

    def _disclosed(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        openings = self.sealed.get(subject.hash, ())
        some = self.rng.sample(openings, self.rng.choice((1, 1, len(openings)))) if openings else []
        opened = [shown(one) for one in some] or said["opened"]
        if self.rng.random() < 0.2:
            opened[0] |= {"payload": "{}"}
        return said | {"opened": opened}

    def _incident_merged(self, said: Plain, _: Writer, subject: Entry) -> Plain:
        others = [one.hash for one in self.entries("incident.linked") if one is not subject]
        return said | {"incidents": sorted({subject.hash, self.rng.choice(others) if others else "0" * 64})}

    @staticmethod
    def _without(said: Plain, *names: str) -> Plain:
        return {name: value for name, value in said.items() if name not in names}

    # ── what logs do ──────────────────────────────────────────────────────────────────────────

    def _anchor(self) -> None:
        writer = self.rng.choice(self.writers)
        heads = []
        for other in self.rng.sample([*self.writers, *self.histories], 3):
            cosigners = self.rng.sample(self.writers, 2)
            times = {one: 1_935_360_000 + self.rng.randrange(10**6) for one in cosigners}
            heads.append(other.head(self.rng.randint(1, len(other.entries)), cosigned=times))
        writer.anchor(*heads)

    def _odd(self) -> None:
        """Something that no honest program writes."""
        writer, other = self.rng.sample(self.writers, 2)
        odd = self.rng.randrange(4)
        if odd == 0:
            writer.add("report.received", GOOD["report.received"], id=writer.entries[-1].id)
        elif odd == 1:
            writer.add("report.received", GOOD["report.received"], signer=other.entry_key)
        elif odd == 2:
            writer.entries.append(self.rng.choice(other.entries))
        else:
            writer.add("sealed", commitments=[self.rng.randbytes(32).hex() for _ in range(8)])

    def _fork(self) -> None:
        writer = self.rng.choice(self.writers)
        if len(writer.entries) < 3:
            return
        other = writer.forked(self.rng.randint(1, len(writer.entries) - 1))
        while len(other.entries) < len(writer.entries):
            other.add("report.received", GOOD["report.received"])
        self.histories.append(other)
        accuser = self.rng.choice([one for one in self.writers if one is not writer])
        prove(accuser, writer, other, self.rng.choice((None, self.blobs)))

    def _succeed(self) -> None:
        writer = self.rng.choice(self.writers)
        if any(one.name == f"{writer.name}2" for one in self.writers):
            return
        successor = Writer(f"{writer.name}2", writer.role, writer.actor, succeeds=writer)
        successor.add("node.recovered", GOOD["node.recovered"])
        self.writers.append(successor)

    def _rival(self) -> None:
        writer = self.rng.choice(self.writers)
        if not any(one.name == f"{writer.name}-too" for one in self.writers):
            self.writers.append(Writer(f"{writer.name}-too", writer.role, writer.actor))

    def _end(self) -> None:
        writer = self.rng.choice(self.writers)
        writer.add("key.retired", {"key": writer.origin, "why": "closed"}, writer.entries[0])

    # ── how it comes ──────────────────────────────────────────────────────────────────────────

    def logs(self) -> dict[str, list[bytes]]:
        """The logs as they are held."""
        return {one.origin: one.leaves for one in self.writers}

    def arrival(self, rng: Random) -> Iterator[Leaf]:
        """All leaves, the logs interleaved by chance, in runs."""
        waiting = {origin: list(enumerate(log)) for origin, log in self.logs().items()}
        while waiting:
            origin = rng.choice(sorted(waiting))
            for _ in range(rng.choice((1, 1, 3, 10, 100))):
                if waiting[origin]:
                    yield Leaf(origin, *waiting[origin].pop(0))
            if not waiting[origin]:
                del waiting[origin]


def prove(accuser: Writer, writer: Writer, other: Writer, blobs: Blobs | None = None) -> Entry:
    """A proof of a fork, at the lesser size of two histories; with blobs to keep them in, it names both branches."""
    size = min(len(writer.entries), len(other.entries))
    proof = fork.prove(Checkpoint.parse(writer.head(size)), Checkpoint.parse(other.head(size)), node_of(writer.leaves))
    assert proof is not None
    said = {"log": writer.origin, "size": size - 1, "proof": proof.write().decode()}
    if blobs is not None:
        start = next(i for i, (a, b) in enumerate(zip(writer.leaves, other.leaves, strict=False)) if a != b)
        said["branches"] = [blobs.put(branch_of(one, start).write()) for one in (writer, other)]
    return accuser.add("fork.proved", said)


def branch_of(writer: Writer, start: int) -> Branch:
    """What a history has from an entry on."""
    edge = EMPTY_EDGE.grown(map(leaf_hash, writer.leaves[:start]))
    return Branch(Checkpoint.parse(writer.head()), edge, tuple(writer.leaves[start:]))


def node_of(leaves: Sequence[bytes]) -> NodeAt:
    """The complete subtrees of a log."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    return lambda level, index: root_of(hashes[index << level : (index + 1) << level])


def in_parts(rng: Random, leaves: list[Leaf]) -> Iterator[list[Leaf]]:
    """The leaves in runs, as several takings have them."""
    while leaves:
        many = rng.choice((1, 2, 5, 20, 1000))
        yield leaves[:many]
        leaves = leaves[many:]
