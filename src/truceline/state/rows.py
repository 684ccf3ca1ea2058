"""One line for each object: what it is, whose, whether it counts, how it stands, and everything that acts on it.

Every entry has one place: as an object, or as an act on one. What does not count has its place too, with the reason,
so that nobody can say it was kept from them. A row is made anew whole, from the set of entries about its object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from truceline.canon import Json
from truceline.kinds import BatchImported, ForkProved
from truceline.state import agreeing, answering, deciding, incidents
from truceline.state.lines import Tree, text
from truceline.state.logs import Log
from truceline.state.sealed import sealed_facts
from truceline.state.threads import Act, Thread
from truceline.tlog.entry import Entry

if TYPE_CHECKING:
    from truceline.state.folding import Fold


def recovery_facts(thread: Thread) -> Tree:
    """Whether somebody opposite attested a recovery; where that changes, its log may say more, or less."""
    fold, log = thread.fold, thread.fold.logs.of(thread.root.read.entry.origin)
    attested = "attested" if fold.is_recovered(log) else "not_attested"
    if fold.shelf.get("recovered", log.origin) != attested:
        fold.shelf.put("recovered", log.origin, attested)
        fold.age_log(log.origin)
        for _, root in fold.shelf.under("listed", "node.recovered"):
            fold.age(root, acts=True)
    return {"recovery": attested}


def batch_facts(thread: Thread) -> Tree:
    """What a batch holds; without its bytes nothing can be recomputed from it."""
    said = thread.payload(thread.root)
    if not isinstance(said, BatchImported):
        return {}
    thread.blob(said.events)
    return {"events": said.events, "count": said.count}


def fork_facts(thread: Thread) -> Tree:
    """Where a log's histories part, and what others held of each, is in the branches: without them nobody knows."""
    said = thread.payload(thread.root)
    for digest in said.branches if isinstance(said, ForkProved) else ():
        thread.blob(digest)
    return {}


# Objects on which other rows rest, looked at also where they do not count.
KEPT = frozenset(
    {
        "agreement.proposed",
        "zone.declared",
        "determination.made",
        "incident.linked",
        "node.recovered",
        "fork.proved",
        "sealed",
    }
)
# What the row of each kind of object says beyond what every row says.
FACTS: Mapping[str, Callable[[Thread], Tree]] = {
    "agreement.proposed": agreeing.agreement_facts,
    "adherence.declared": agreeing.adherence_facts,
    "attested": agreeing.adherence_facts,
    "designation.declared": agreeing.designation_facts,
    "presumption.declared": agreeing.presumption_facts,
    "zone.declared": agreeing.zone_facts,
    "batch.imported": batch_facts,
    "activity.notified": answering.activity_facts,
    "stopfire.called": answering.stopfire_facts,
    "site.notified": answering.site_facts,
    "visit.requested": answering.visit_facts,
    "determination.made": deciding.determination_facts,
    "reply.made": deciding.reply_facts,
    "incident.linked": incidents.incident_facts,
    "node.recovered": recovery_facts,
    "fork.proved": fork_facts,
    "sealed": sealed_facts,
}


def make(fold: Fold, root: str, *, acts: bool) -> None:
    """Make an object's row anew."""
    thread = Thread.of(fold, root, acts=acts)
    line = text(_row(thread))
    for digest in thread.lacks:
        fold.shelf.put("lack", f"{digest} {root}", "")
    for one in thread.all:
        if one.read.lacks:
            fold.shelf.put("lack", f"{one.read.lacks} {one.hash}", "")
    fold.shelf.put("line", root, line)


def _row(thread: Thread) -> Tree:
    root = thread.root
    entry, author = root.read.entry, root.read.author
    tree: Tree = {
        "object": root.hash,
        "kind": entry.kind,
        "by": entry.origin,
        "actor": author.actor if author else "",
        "role": author.role.value if author else "",
        "index": entry.seq,
        "time": entry.time,
        "standing": root.weight.reason,
        "status": _status(thread),
    }
    if entry.commitments:
        tree["basis"] = [f"sealed:{one}" for one in entry.commitments]
    if entry.kind in FACTS and (root.counts or entry.kind in KEPT):
        tree |= FACTS[entry.kind](thread)
    if thread.acts:
        tree["acts"] = [_act(one) for one in thread.acts]
    if thread.lacks:
        tree |= {"status": "cannot_recompute", "lacks": list[Json](sorted(thread.lacks))}
    return tree


def _status(thread: Thread) -> str:
    if not thread.root.counts:
        return "withdrawn" if thread.root.weight.reason == "withdrawn" else "no_effect"
    if thread.root.read.entry.commitments:
        return "undetermined"
    return "corrected" if thread.about(thread.root, "correction.made") else "stands"


def _act(one: Act) -> Json:
    entry = one.read.entry
    return [one.hash, entry.kind, entry.origin, entry.seq, entry.time, one.weight.reason]


def waiting(entry: Entry, leaf: str) -> Tree:
    """The line of an entry that waits for another."""
    return {
        "object": entry.hash,
        "kind": entry.kind,
        "by": entry.origin,
        "index": entry.seq,
        "time": entry.time,
        "standing": "waiting",
        "status": "no_effect",
        "for": leaf,
    }


# ── logs ──────────────────────────────────────────────────────────────────────────────────────


def make_log(fold: Fold, log: Log) -> None:
    """Make a log's line anew."""
    identity, bound = log.keyring.identity, fold.logs.bound(log.origin)
    tree: Tree = {
        "log": log.origin,
        "genesis": log.genesis,
        "name": identity.name if identity else "",
        "role": log.author.role.value if log.author else "",
        "actor": log.author.actor if log.author else "",
        "status": _log_status(fold, log),
        "accepted": bound,
        "forks": [key.split(" ")[1] for key, _ in fold.shelf.under("fork", log.origin)],
        "rivals": [one.origin for one in fold.logs.rivals(log)],
        "succeeds": log.succeeds,
    }
    fold.shelf.put("line", f"log {log.origin}", text(tree))


def _log_status(fold: Fold, log: Log) -> str:
    if log.author is None:
        return "no_author"
    if fold.logs.bound(log.origin) is not None:
        return "forked"
    if log.ended is not None:
        return "ended"
    if log.succeeds and not fold.logs.committed(log):
        return "unproven_successor"
    if log.succeeds and not fold.is_recovered(log):
        return "not_recovered"
    return "rival_log" if fold.logs.rivals(log) else "stands"
