"""A record as it stands, or stood: its lines and digest, the agreement in force, every event with its finding.

What is asked here is read from the database of views, brought up to the heads first. As of earlier heads the same
is folded anew, from the logs cut to them, which is how a bulletin is recomputed.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import Engine

from truceline.agreement import Agreement
from truceline.bulletin import Entry
from truceline.canon import dumps
from truceline.claims import Dataset, Event
from truceline.desk.node import Node
from truceline.desk.views import database
from truceline.desk.views.folding import Progress, Source, Views, cut, kept_views, shortened, source_of
from truceline.desk.views.judging import (
    Findings,
    agreement_of,
    all_lines,
    common_sizes,
    covered_here,
    findings,
    forkers_of,
    histories,
    state_lines,
    told_here,
)
from truceline.errors import Fault, RecordError, Refused, UnknownName
from truceline.kinds import BatchImported, payload_of
from truceline.state import Shelf, tellers
from truceline.state import digest as digest_of
from truceline.tlog.entry import parse

_BEFORE, _AROUND = 30, 90  # signs of a line shown where it is another
_SOME = 12  # ids named to somebody who asked for one that is not there

Heads = tuple[tuple[str, int, str], ...]  # origin, size, root in hex; by origin


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds."""

    logs: int
    entries: int
    objects: int  # lines of the state: what is said, acts on it apart
    findings: int  # events judged


class View:
    """A record as of some heads."""

    def __init__(self, views: Views, others: Sequence[Views] = ()) -> None:
        """`views` are brought up to their source, with the findings; `others` are what other histories come to."""
        self._views, self._every = views, [views, *others]

    @property
    def heads(self) -> Heads:
        """How far each log was read, as the digest takes them in."""
        return tuple((origin, size, root.hex()) for origin, size, root in self._views.source.heads)

    def whole(self) -> None:
        """Raise RecordError where a blob is missing that the state is made from: it cannot be recomputed then."""
        with self._reading() as shelves:
            missing = sorted({key.partition(" ")[0] for shelf in shelves for key, _ in shelf.all("lack")})
        cure = "Sync with a node that holds it."
        faults = tuple(Fault("", 0, f"blob {one}", "its bytes", "none here", cure) for one in missing)
        if faults:
            raise RecordError("cannot recompute: blobs are missing that entries name", faults)

    def lines(self) -> Iterator[str]:
        """The canonical dump."""
        with self._reading() as shelves:
            yield from all_lines(*shelves)

    def digest(self) -> str:
        """What two nodes compare, in hex; raises RecordError where it cannot be recomputed."""
        self.whole()
        return digest_of(self.heads, self.lines())

    def counts(self) -> Counts:
        """How much there is."""
        with self._reading() as shelves:
            objects = sum(1 for _ in state_lines(*shelves))
            judged = sum(1 for _ in shelves[0].all("finding"))
        return Counts(len(self.heads), sum(size for _, size, _ in self.heads), objects, judged)

    # ── what files hold otherwise ─────────────────────────────────────────────────────────────

    def agreement(self) -> Agreement:
        """The agreement in force; raises Refused where there is none."""
        with self._reading():
            found = next((one for views in self._every if (one := agreement_of(views))), None)
        if found is None:
            raise Refused(
                "no agreement is in force in this record: every guarantor that a proposed text names has to adopt it, "
                "with `truceline agreement adopt`; or name an agreement"
            )
        return found

    def entries(self) -> tuple[Entry, ...]:
        """Every event with its finding; what an incident holds together is there once, as the incident.

        What several entries tell alike is one; other events of one id bear both it and the entry that tells them.
        """
        return self._found(self._apart)

    def entry(self, event: str) -> Entry:
        """One event with its finding, whether an incident holds it or not; raises UnknownName."""
        every = self._found(lambda _leaf, _event: True)
        for one in every:
            if one.event.id == event:
                return one
        raise UnknownName("event", event, tuple(one.event.id for one in every[: _SOME + 1]))

    def held(self) -> tuple[tuple[str, Entry, bool], ...]:
        """Every event with its finding: the leaf hash of what tells it, both, and whether no incident holds it."""
        with self._reading() as (shelf, *_):
            return tuple((leaf, one, self._apart(leaf, one.event.id)) for leaf, one in findings(shelf))

    def events(self) -> tuple[Event, ...]:
        """The same events as the record tells them, their sides named as they were written."""
        with self._reading() as shelves:
            pairs = zip(self._every, shelves, strict=True)
            told = (one for views, shelf in pairs for leaf in tellers(shelf) for one in told_here(views, leaf))
            held = {(one.leaf, one.event.id): one.event for one in told if self._apart(one.leaf, one.event.id)}
        names = _names([(leaf, one) for (leaf, _), one in held.items()])
        return tuple(_renamed(held[key], name) for key, name in names.items())

    @cached_property
    def _covered(self) -> frozenset[tuple[str, str]]:
        """What incidents hold together: an entry, and where it tells several events, which."""
        return covered_here(self._every)

    def _apart(self, leaf: str, event: str) -> bool:
        """Whether no incident holds an event."""
        return not {(leaf, event), (leaf, "")} & self._covered

    def _found(self, wanted: Callable[[str, str], bool]) -> tuple[Entry, ...]:
        with self._reading() as (shelf, *_):
            held = {(leaf, one.event.id): one for leaf, one in findings(shelf) if wanted(leaf, one.event.id)}
        names = _names([(leaf, one.event) for (leaf, _), one in held.items()])
        return tuple(_called(held[key], name) for key, name in names.items())

    def datasets(self) -> tuple[Dataset, ...]:
        """Whose lists the events come from, each once."""
        with self._reading() as shelves:
            pairs = list(zip(self._every, shelves, strict=True))
            told = ((shelf, leaf) for views, shelf in pairs for leaf in tellers(shelf) if any(told_here(views, leaf)))
            return tuple(dict.fromkeys(one for shelf, leaf in told for one in _datasets(shelf, leaf)))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[list[Shelf]]:
        """The shelves of all states as of one moment each."""
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(one.reading()) for one in self._every]


def _datasets(shelf: Shelf, leaf: str) -> tuple[Dataset, ...]:
    """The data sets of a batch; none of what somebody saw or reported."""
    origin, index, *_ = (shelf.get("entry", leaf) or "").split(" ")
    entry = parse(shelf.leaf(origin, int(index)))
    said = payload_of(entry.kind, entry.payload) if entry.kind == "batch.imported" and entry.payload else None
    return said.datasets if isinstance(said, BatchImported) else ()


def _names(told: Sequence[tuple[str, Event]]) -> dict[tuple[str, str], str]:
    """An id of its own for each event, by the entry that tells it and its id there; told alike, it is there once."""
    first: dict[bytes, tuple[str, str]] = {}
    for leaf, event in told:
        first.setdefault(dumps(Event, event), (leaf, event.id))
    times = Counter(event for _, event in first.values())
    return {(leaf, event): event if times[event] == 1 else f"{event}@{leaf[:8]}" for leaf, event in first.values()}


def _called(one: Entry, name: str) -> Entry:
    return one if name == one.event.id else Entry(_renamed(one.event, name), replace(one.finding, event=name))


def _renamed(event: Event, name: str) -> Event:
    return event if name == event.id else replace(event, id=name, conduct=replace(event.conduct, id=name))


# ── opening ───────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def view_of(
    node: Node, progress: Progress | None = None, *, anew: bool = False, environment: Mapping[str, str] = os.environ
) -> Iterator[View]:
    """The record as every honest node comes to it: what the digest is over, and what bulletins are issued from.

    A log that forked is read only as far as all its histories are the same. What others had anchored beyond stands in
    a state of its own for each history, folded from the branches that the proofs name, and events come to what is worst
    for the forker. `anew`: the views are dropped and made again.
    """
    if anew:
        database.dropped(node.path, environment)
    with _agreed(source_of(node), _databases(node, environment), progress) as view:
        yield view


@contextlib.contextmanager
def view_as_held(
    node: Node, progress: Progress | None = None, *, environment: Mapping[str, str] = os.environ
) -> Iterator[View]:
    """The record as this node holds it, for its own people to look at.

    Where a fork is proved, events are judged with it heeded and as if nobody had proved it, in the history that is held
    here, and come to what is worst for its maker.
    """
    with _held(source_of(node), _databases(node, environment), progress) as view:
        yield view


Databases = Callable[[str], Engine]  # by the file's name


def _databases(node: Node, environment: Mapping[str, str]) -> Databases:
    return lambda file: database.opened(node.path, environment, file)


@contextlib.contextmanager
def _agreed(source: Source, databases: Databases, progress: Progress | None) -> Iterator[View]:
    with contextlib.ExitStack() as stack:
        views = stack.enter_context(kept_views(source, databases(database.FILE), progress))
        sizes, forkers = common_sizes(views), forkers_of(views)
        shared = shortened(source, sizes)
        if shared.heads != source.heads:
            views = stack.enter_context(kept_views(shared, databases(database.AGREED), progress))
        others = [
            stack.enter_context(kept_views(one, databases(database.BRANCH.format(number)), progress))
            for number, one in enumerate(histories(views, sizes))
        ]
        Findings(views, others, forkers if others else ()).brought_up(progress)
        yield View(views, others)


@contextlib.contextmanager
def _held(source: Source, databases: Databases, progress: Progress | None) -> Iterator[View]:
    with contextlib.ExitStack() as stack:
        views = stack.enter_context(kept_views(source, databases(database.FILE), progress))
        forkers, unheeded = forkers_of(views), []
        if forkers:
            other = kept_views(source, databases(database.UNHEEDED), progress, heeds_forks=False)
            unheeded.append(stack.enter_context(other))
        Findings(views, unheeded, forkers).brought_up(progress)
        yield View(views)


@contextlib.contextmanager
def view_as_of(node: Node, heads: Heads, progress: Progress | None = None) -> Iterator[View]:
    """A node's record as it stood at some heads; raises RecordError where it does not hold them."""
    with (
        tempfile.TemporaryDirectory(prefix="truceline-") as folder,
        _agreed(cut(source_of(node), heads), lambda file: database.opened(Path(folder), {}, file), progress) as view,
    ):
        yield view


def compared(node: Node, view: View, progress: Progress | None = None) -> None:
    """Fold every entry anew beside a node's views, and compare the dumps; raises RecordError at the first difference.

    Views are a file in the node's folder: whoever can write there can have them say anything, and the digest with them.
    """
    with view_as_of(node, view.heads, progress) as anew:
        for number, (here, made) in enumerate(zip_longest(view.lines(), anew.lines(), fillvalue=""), 1):
            if here != made:
                alike = next((i for i, (one, other) in enumerate(zip(here, made, strict=False)) if one != other), 0)
                start = max(0, alike - _BEFORE)
                right, stands = (f"…{one[start : start + _AROUND]}" if one else "no line" for one in (made, here))
                cure = "Run `truceline node rebuild`; whether the record itself is whole, `truceline audit` says."
                fault = Fault(database.FILE, 0, f"line {number}", right, stands, cure)
                raise RecordError("the views are not what the entries come to: something changed them", (fault,))
