"""What is sealed, and what of it was disclosed to all.

A sealed entry is undetermined on every node, its audience included: what somebody holds who can open it is never
read here, and so neither moves a line when it comes, nor when it is erased. Only what its author disclosed in the open,
payload and salt, is: where each opens its commitment it stands in the row for all, and the rest goes on being
named by its commitments (RECORD.md, "The fold").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from truceline.canon import Json
from truceline.kinds import Disclosed, IncidentLinked, Matter
from truceline.state.lines import Tree
from truceline.state.matters import DEEPEST
from truceline.state.shelf import Shelf
from truceline.state.threads import Thread
from truceline.tlog.entry import Entry, json_object

if TYPE_CHECKING:
    from truceline.state.folding import Fold


def sealed_facts(thread: Thread) -> Tree:
    """What of a sealed entry is told to all, field by field, and what it still rests on unseen."""
    acts = (one.read.payload for one in thread.counting("disclosed"))
    told = {one.field: one.payload for act in acts if isinstance(act, Disclosed) for one in act.opened}
    _keep_told(thread, told)
    if not told:
        return {}
    shut = basis_of(thread.fold.shelf, thread.root.read.entry)
    return {
        "status": "undetermined" if shut else "disclosed",
        "basis": list[Json](shut),
        "opened": [[field, said(told[field])] for field in sorted(told)],
    }


def said(payload: str) -> Json:
    """The members of a field that was opened; the text itself where it is no object that all machines read alike."""
    try:
        tree: Json = json_object(payload)  # type: ignore[assignment]  # JSON
    except ValueError:
        return payload
    return tree


def _keep_told(thread: Thread, told: Iterable[int]) -> None:
    """Keep which fields are told; where that changes, the incidents that hold this are made anew."""
    fold, leaf, value = thread.fold, thread.root.hash, " ".join(map(str, sorted(told)))
    if (fold.shelf.get("opened", leaf) or "") != value:
        fold.shelf.put("opened", leaf, value)
        for key, _ in list(fold.shelf.under("wants", leaf)):
            fold.age(key.split(" ")[1], acts=True)


def basis_of(shelf: Shelf, entry: Entry) -> tuple[str, ...]:
    """What of an entry stays undetermined for all, by its commitments; nothing of one that is open."""
    if not entry.commitments:
        return ()
    told = (shelf.get("opened", entry.hash) or "").split()
    return tuple(f"sealed:{one}" for field, one in enumerate(entry.commitments) if str(field) not in told)


def basis(fold: Fold, matters: Iterable[Matter], depth: int = 0) -> Iterator[str]:
    """The same of everything that an incident holds together, within incidents in it as well."""
    for matter in matters if depth < DEEPEST else ():
        read = fold.found(matter.entry)
        if read is not None:
            yield from basis_of(fold.shelf, read.entry)
            if isinstance(read.payload, IncidentLinked):
                yield from basis(fold, read.payload.members, depth + 1)
