"""The events that the record tells: rows of imported batches, a monitor's observations, and incidents held together.

Each is the floor's own event, ready to be judged. An incident is told as one happening with a version for each of its
members, so that where they differ every version is weighed; what it holds together is still told by itself as well, and
`covered` says which those are, so that nobody counts them twice. What is sealed tells nothing: it is named by its
commitments, and stays undetermined for everybody but where it was disclosed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from truceline.canon import loads
from truceline.claims import Deaths, Event
from truceline.errors import Fault, RecordError
from truceline.kinds import BatchImported, IncidentLinked, IncidentMerged, IncidentSplit, Matter, ObservationMade
from truceline.state.fitting import unfit, weighable
from truceline.state.folding import Fold
from truceline.state.incidents import steps
from truceline.state.matters import DEEPEST, event_of
from truceline.state.reading import Blobs
from truceline.state.sealed import basis
from truceline.state.shelf import Shelf
from truceline.state.threads import Thread
from truceline.terms import FACTS, UNKNOWN_SIDE, Candidate, Conduct, Member, Side, Source, When

TELLS = frozenset({"batch.imported", "observation.made", "incident.linked"})


@dataclass(frozen=True, slots=True)
class Told:
    """One event with the entry that tells it."""

    leaf: str  # leaf hash of the batch, observation or incident
    by: str  # origin of its log
    event: Event


def events(shelf: Shelf, blob: Blobs) -> Iterator[Told]:
    """Every event that the record tells, object by object; what is withdrawn or does not count tells none.

    Raises RecordError, naming the blob, where one is not held or is not what a batch holds.
    """
    for leaf in tellers(shelf):
        yield from told_by(shelf, blob, leaf)


def tellers(shelf: Shelf) -> Iterator[str]:
    """The leaf hashes of all objects that may tell events, by kind and hash."""
    for kind in sorted(TELLS):
        for key, root in shelf.under("listed", kind):
            if key.endswith(root):
                yield root


def told_by(shelf: Shelf, blob: Blobs, leaf: str) -> Iterator[Told]:
    """The events that one object tells; raises RecordError as `events` does."""
    fold = Fold(shelf, blob)
    if fold.found(leaf) is None:
        return
    thread = Thread.of(fold, leaf)
    entry = thread.root.read.entry
    if thread.root.counts:
        for event in _events(fold, thread):
            yield Told(leaf, entry.origin, event)


def _events(fold: Fold, thread: Thread) -> Iterator[Event]:
    match thread.payload(thread.root):
        case BatchImported(events=digest):
            for line, text in enumerate(needed(fold.blob, digest, "the events of an imported batch").split(b"\n"), 1):
                if text:
                    yield _event(text, digest, line)
        case ObservationMade() as said:
            yield observed(thread.root.hash, thread.root.actor, said)
        case IncidentLinked() as said:
            for i, part in enumerate(_parts(fold, thread, said)):
                name = thread.root.hash if not i else f"{thread.root.hash}/{i + 1}"
                held = [one for matter in part for one in _members(fold, matter)]
                told = together(name, said.titles, held, tuple(basis(fold, part))) if held else None
                if told and not unfit(told):
                    yield told


def _event(text: bytes, digest: str, line: int) -> Event:
    try:
        event = loads(Event, text)
        wrong = unfit(event)
    except ValueError as error:
        wrong = str(error)
    if wrong:
        cure = "Whoever imported the batch must withdraw it and import it anew."
        fault = Fault(f"blob {digest}", line, "", "one event in canonical JSON", wrong, cure)
        raise RecordError("an imported batch cannot be read", (fault,))
    return event


def needed(blob: Blobs, digest: str, what: str) -> bytes:
    """A blob without which nothing can be computed; raises RecordError where it is not held."""
    data = blob(digest)
    if data is None:
        cure = "Sync with a peer that holds it; until then this cannot be recomputed."
        raise RecordError("cannot recompute", (Fault(f"blob {digest}", 0, "", what, "nothing: it is not held", cure),))
    return data


# ── observations ──────────────────────────────────────────────────────────────────────────────


def observed(name: str, monitor: str, said: ObservationMade) -> Event:
    """A monitor's observation as an event; what it could not determine, nobody said."""
    a, b = said.sides or ("", "")
    conduct = Conduct(
        id=name,
        a=_said(_side(a) if said.sides else None),
        b=_said(_side(b) if said.sides else None),
        direction=_said(said.direction),
        kind=_said(said.kind or None),
        weapon=_said(said.ordnance or None),
        place=_said(said.place),
        time=_said(When(said.window)),
        sources={"monitor": Source((monitor,))},
    )
    return Event(
        id=name,
        conduct=conduct,
        titles=dict(said.note) or {"en": said.place_name or said.unit.value},
        place_name=said.place_name,
        district="",
        place_precision="sector" if said.place is not None else "",
        time_precision="window",
        marker=None,
        deaths=Deaths(None, None, None),
        reports=(),
    )


def _said(value: Any) -> tuple[Candidate[Any], ...]:  # noqa: ANN401 - of the field's type
    return () if value is None else (Candidate(value, "monitor"),)


def _side(actor: str) -> Side:
    return Side((Member(actor),)) if actor else UNKNOWN_SIDE


# ── incidents ─────────────────────────────────────────────────────────────────────────────────


def _parts(fold: Fold, thread: Thread, said: IncidentLinked) -> list[tuple[Matter, ...]]:
    """What an incident holds together now, by what was last said of it; nothing while that is contested."""
    last = steps(thread)
    payload = last[0].read.payload if len(last) == 1 else None
    if isinstance(payload, IncidentSplit):
        return list(payload.parts)
    if isinstance(payload, IncidentMerged):
        # Of several that became one, the first by hash tells it.
        held = [fold.found(leaf) for leaf in sorted(payload.incidents)]
        merged = [one.payload.members for one in held if one and isinstance(one.payload, IncidentLinked)]
        return [tuple(m for members in merged for m in members)] if thread.root.hash == min(payload.incidents) else []
    return [said.members] if len(last) == 1 else []


def _members(fold: Fold, matter: Matter, depth: int = 0) -> Iterator[Event]:
    """The events that are meant by a member; none where it tells nothing, or is not here."""
    read = fold.found(matter.entry)
    if read is None or depth > DEEPEST:
        return
    match read.payload:
        case BatchImported(events=digest):
            event = event_of(needed(fold.blob, digest, "the events of an imported batch"), matter.event)
            yield from [] if event is None or unfit(event) else [event]
        case ObservationMade() as said if read.author is not None:
            yield observed(read.hash, read.author.actor, said)
        case IncidentLinked(members=members):
            for one in members:
                yield from _members(fold, one, depth + 1)


def covered(shelf: Shelf, blob: Blobs) -> frozenset[tuple[str, str]]:
    """What incidents hold together: (leaf hash, event id in it), told there and so not to be counted again."""
    fold, found = Fold(shelf, blob), set[tuple[str, str]]()
    for key, root in list(shelf.under("listed", "incident.linked")):
        thread = Thread.of(fold, root)
        said = thread.root.read.payload
        if key.endswith(root) and thread.root.counts and isinstance(said, IncidentLinked):
            found |= {(one.entry, one.event) for part in _parts(fold, thread, said) for one in part}
    return frozenset(found)


def together(name: str, titles: Mapping[str, str], members: list[Event], notes: tuple[str, ...]) -> Event:
    """Several events as one, with every version that any of them gives."""
    first = members[0]
    return Event(
        id=name,
        conduct=weighable(_conduct(name, [one.conduct for one in members])),
        titles=dict(titles) or first.titles,
        place_name=first.place_name,
        district=first.district,
        place_precision=first.place_precision,
        time_precision=first.time_precision,
        marker=next((one.marker for one in members if one.marker is not None), None),
        deaths=_deaths([one.deaths for one in members]),
        reports=tuple(dict.fromkeys(report for one in members for report in one.reports)),
        notes=tuple(dict.fromkeys((*(note for one in members for note in one.notes), *notes))),
    )


def _conduct(name: str, members: list[Conduct]) -> Conduct:
    facts: dict[str, Any] = {}
    for fact in FACTS:
        versions = [_of_member(i, one) for i, conduct in enumerate(members) for one in getattr(conduct, fact)]
        facts[fact] = tuple(dict.fromkeys(versions))
    sources = {f"{i}/{key}": source for i, conduct in enumerate(members) for key, source in conduct.sources.items()}
    return Conduct(id=name, intended=all(one.intended for one in members), sources=sources, **facts)


def _of_member(i: int, one: Candidate[Any]) -> Candidate[Any]:
    return replace(one, source=f"{i}/{one.source}") if one.source else one


def _deaths(members: list[Deaths]) -> Deaths:
    """From the least to the most that any says; a best estimate only where all have the same."""
    said = {one.name: [n for m in members if (n := getattr(m, one.name)) is not None] for one in fields(Deaths)}
    alike = {name: held[0] if held and len(set(held)) == 1 else None for name, held in said.items()}
    return Deaths(**{**alike, "low": min(said["low"], default=None), "high": max(said["high"], default=None)})
