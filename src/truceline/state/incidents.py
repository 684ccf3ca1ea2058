"""Incidents: what people held together, split and merged, each step reversible and none of them lost.

What holds is what was last said by somebody who knew the rest. Where two have said different things without knowing of
one another, the incident is contested and both are shown; a clock does not decide.
"""

from __future__ import annotations

from collections.abc import Iterable

from truceline.canon import Json
from truceline.kinds import BatchImported, IncidentLinked, IncidentMerged, IncidentSplit, Matter
from truceline.state.lines import Tree
from truceline.state.matters import DEEPEST
from truceline.state.sealed import basis
from truceline.state.threads import Act, Thread

_STEPS = ("incident.linked", "incident.split", "incident.merged")


def steps(thread: Thread) -> list[Act]:
    """The last steps by causality: one, or several that had not seen one another."""
    later = [*(one for one in thread.counting(*_STEPS) if one is not thread.root), *_merged_elsewhere(thread)]
    return thread.latest(later) if later else [thread.root]


def _merged_elsewhere(thread: Thread) -> list[Act]:
    """Merges that stand with another incident and name this one."""
    fold, found = thread.fold, []
    for key, _ in fold.shelf.under("merged", thread.root.hash):
        root = fold.read(key.split(" ")[1]).root
        if root != thread.root.hash:
            act = Thread.of(fold, root).by_hash[key.split(" ")[1]]
            found += [act] if act.counts else []
    return found


def _keep_merges(thread: Thread) -> None:
    """Keep which merges stand here; where that changes, the incidents that they name are made anew."""
    fold, named = thread.fold, [one for one in thread.acts if isinstance(one.read.payload, IncidentMerged)]
    value = " ".join(one.hash for one in named if one.counts)
    if named and fold.shelf.get("merges", thread.root.hash) != value:
        fold.shelf.put("merges", thread.root.hash, value)
        for one in named:
            for leaf in _incidents(one):
                fold.age_of(leaf)


def incident_facts(thread: Thread) -> Tree:
    """How an incident stands."""
    _keep_merges(thread)
    if not thread.root.counts:
        return {}
    last = steps(thread)
    into = sorted({leaf for one in last for leaf in _incidents(one)})
    matters = [*_told(thread.root), *map(Matter, into)]
    _ask_for(thread, matters)
    shut = sorted(set(basis(thread.fold, matters)))
    tree: Tree = {"basis": list[Json](shut)} if shut else {}
    return tree | {
        "status": last[0].read.entry.kind.partition(".")[2] if len(last) == 1 else "contested",
        "steps": list[Json](sorted(one.hash for one in last)),
        "members": _matters(_told(thread.root)),
        "parts": [_matters(part) for one in last for part in _parts(one)],
        "into": list[Json](into),
    }


def _ask_for(thread: Thread, matters: Iterable[Matter], depth: int = 0) -> None:
    """Have the incident told again when a member comes that is not here yet, its batch's bytes, or what it sealed."""
    for matter in matters if depth < DEEPEST else ():
        read = thread.fold.found(matter.entry)
        if read and isinstance(read.payload, BatchImported):
            thread.blob(read.payload.events)
        elif read and isinstance(read.payload, IncidentLinked):
            _ask_for(thread, read.payload.members, depth + 1)
        elif read and read.entry.commitments:
            thread.fold.want(matter.entry)


def _told(act: Act) -> tuple[Matter, ...]:
    said = act.read.payload
    return said.members if isinstance(said, IncidentLinked) else ()


def _parts(act: Act) -> Iterable[tuple[Matter, ...]]:
    said = act.read.payload
    return said.parts if isinstance(said, IncidentSplit) else ()


def _incidents(act: Act) -> Iterable[str]:
    said = act.read.payload
    return said.incidents if isinstance(said, IncidentMerged) else ()


def _matters(matters: Iterable[Matter]) -> Json:
    return [[one.entry, one.event] for one in sorted(matters, key=lambda one: (one.entry, one.event))]
