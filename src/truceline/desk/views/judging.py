"""Findings of a record: each event it holds judged under the agreement in force, once, and kept among the views.

They are lines of the digest, so that everybody who recomputes compares them too. What depends on the question alone
stands there once, by its hash, however many events put the same question. Events are judged again where the object
that tells them has another row, and all of them where a row changed by which the agreement in force may be
another; the fold's transaction notes both, so that nothing is forgotten that a crash came between.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from heapq import merge
from itertools import chain, groupby, product
from typing import cast

from truceline.agreement import Agreement
from truceline.bulletin import Entry
from truceline.canon import Json, canonical_text, dumps, from_json, loads, to_json
from truceline.claims import Event
from truceline.desk.verbs.from_files import as_named
from truceline.desk.views.folding import JUDGED, SHAPE, Progress, Source, Views, with_tail
from truceline.errors import RecordError
from truceline.findings import Assessor, ColumnFinding, Finding
from truceline.formats.names import resolver
from truceline.state import (
    Shelf,
    Told,
    common,
    covered,
    in_force,
    lines,
    may_be_accused,
    tails,
    tellers,
    told_by,
    worst_for,
)

_OBJECTS = 200  # whose events are judged in one transaction
_AT_ONCE = 1_000  # events of one object judged before what they came to leaves memory
_MOST_ANSWERS = 1_000  # held as text
_DONE = (JUDGED, "done")  # for which shape all was judged

_NOT_ITS_OWN = {"answer", "finding", "forkers", "told_by", "under"}  # members of a line that no finding has

_Columns = tuple[ColumnFinding, ...]


class Findings:
    """The findings among a record's views, brought up after its fold.

    Where a fork is proved, every event is judged in several states, each by another history of the log that forked, or
    with the fork heeded and as if nobody had proved it, and comes to what is worst for its maker (RECORD.md, rule 5).
    """

    def __init__(self, views: Views, others: Sequence[Views] = (), forkers: Sequence[str] = ()) -> None:
        """`others` are the views of other states of the record; `forkers` the actors whose logs forked."""
        self._views, self._shelf, self._forkers = views, views.shelf, tuple(forkers)
        self._branches = [views, *others]
        self._judges: tuple[str, list[_Judge | None]] | None = None  # for which shape; None: no agreement is in force
        self._answers = _Answers()

    def brought_up(self, progress: Progress | None = None) -> None:
        """Judge what is new or may have changed, some objects' events a transaction; raises RecordError and Locked.

        A crash leaves what was judged until then, and the next run goes on.
        """
        with self._writing():
            shape = " ".join([*(one.shelf.get(*SHAPE) or "-" for one in self._branches), *self._forkers])
            whole = shape != (self._shelf.get(*_DONE) or "-")
            stale = self._every() if whole else self._noted()
        for start in range(0, len(stale), _OBJECTS):
            some = stale[start : start + _OBJECTS]
            with self._writing():
                for leaf in some:
                    self._brought_up(leaf, shape)
            if progress:
                progress(start + len(some), len(stale))
        if whole:
            with self._writing():
                self._shelf.put(*_DONE, shape)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction of each branch."""
        # The findings are committed first: a crash between leaves the other branch's notes, and they are judged again.
        with ExitStack() as stack:
            for branch in reversed(self._branches):
                stack.enter_context(branch.writing())
            yield

    def _noted(self) -> list[str]:
        keys = (key for branch in self._branches for key, _ in branch.shelf.under(JUDGED, "row"))
        return sorted({key.partition(" ")[2] for key in keys})

    def _every(self) -> list[str]:
        """Every object that tells events or did so."""
        judged = {key.partition(" ")[0] for key, _ in self._shelf.all("finding")}
        return sorted(judged.union(self._noted(), *(tellers(branch.shelf) for branch in self._branches)))

    def _brought_up(self, leaf: str, shape: str) -> None:
        """Judge the events of one object, and take away findings of those it tells no more."""
        gone = {key for key, _ in self._shelf.under("finding", leaf)}
        judged = self._alone(leaf, shape) if len(self._branches) == 1 else self._beside(leaf, shape)
        for count, key in enumerate(judged, 1):
            gone.discard(key)
            if count % _AT_ONCE == 0:
                self._views.spill()
        for key in gone:
            _release(self._shelf, key)
        for branch in self._branches:
            branch.shelf.drop(JUDGED, f"row {leaf}")

    def _alone(self, leaf: str, shape: str) -> Iterator[str]:
        """Judge the events of an object where no log forked; the keys of their findings."""
        (judge,) = self._judges_of(shape)
        for told in told_here(self._views, leaf) if judge else ():
            if judge:
                key, event = f"{leaf} {told.event.id}", judge.named(told.event)
                if not judge.has(self._shelf, key, event):
                    self._keep(key, event, judge.finding(event))
                yield key

    def _beside(self, leaf: str, shape: str) -> Iterator[str]:
        """Judge them in all states; what only some of them tell is not engaged in the others."""
        judges = self._judges_of(shape)
        told = [{one.event.id: one.event for one in told_here(branch, leaf)} for branch in self._branches]
        for name in dict.fromkeys(name for held in told for name in held):
            pairs = [(judge, held.get(name)) for judge, held in zip(judges, told, strict=True)]
            found = [(judge, judge.named(event)) for judge, event in pairs if judge and event]
            if found:
                key = f"{leaf} {name}"
                self._keep(key, found[0][1], self._worst(found, len(pairs)))
                yield key

    def _worst(self, found: Sequence[tuple[_Judge, Event]], branches: int) -> Finding:
        """What an event comes to in the states that tell it, put together so that no forker gains."""
        judge, event = found[0]
        each = [one.finding(meant) for one, meant in found]
        accused = (one for one in self._forkers if may_be_accused(one, judge.agreement, event))
        forker = next(accused, self._forkers[0])
        columns: list[_Columns] = [*(one.columns for one in each), *([()] * (branches - len(each)))]
        # Given whole findings, it picks among them: its columns are whole ones as well.
        worst = cast("_Columns", worst_for(forker, judge.agreement, event, columns))
        return replace(each[0], columns=worst)

    def _keep(self, key: str, event: Event, found: Finding) -> None:
        """Keep an event with its finding, and the finding's answer under its hash, with how many findings name it."""
        answer, line = self._answers.of(found.columns)
        _release(self._shelf, key)
        self._shelf.put("uses", answer, str(int(self._shelf.get("uses", answer) or 0) + 1))
        self._shelf.put("answer", answer, line)
        self._shelf.put("event", key, _text(event))
        self._shelf.put("finding", key, _line(found, key.partition(" ")[0], answer, self._forkers))

    def _judges_of(self, shape: str) -> list[_Judge | None]:
        if self._judges is None or self._judges[0] != shape:
            texts = [agreement_of(branch) for branch in self._branches]
            self._judges = (shape, [_Judge(text) if text else None for text in texts])
        return self._judges[1]


class _Judge:
    """Judges events under one agreement."""

    def __init__(self, agreement: Agreement) -> None:
        """Compile the agreement."""
        self.agreement = agreement
        self._assessor, self._names = Assessor(agreement), resolver(agreement.roster)

    def named(self, event: Event) -> Event:
        """The event with its sides named as the agreement names them."""
        return as_named(event, self._names)

    def finding(self, event: Event) -> Finding:
        """What the event comes to."""
        return self._assessor.finding(event)

    def has(self, shelf: Shelf, key: str, event: Event) -> bool:
        """Whether the finding kept is that of this event under this text, no fork being proved."""
        line, under = shelf.get("finding", key) or "", f'"under":"{self._assessor.fingerprint}"'
        return under in line and '"forkers":' not in line and shelf.get("event", key) == _text(event)


# ── keeping ───────────────────────────────────────────────────────────────────────────────────


class _Answers:
    """Columns as lines; those of one question are the same columns, so each is written out once."""

    def __init__(self) -> None:
        self._written: dict[
            int, tuple[_Columns, str, str]
        ] = {}  # by identity; the columns are held, so it stays theirs

    def of(self, columns: _Columns) -> tuple[str, str]:
        """The hash of what columns say, and the line that says it."""
        if id(columns) not in self._written:
            if len(self._written) >= _MOST_ANSWERS:
                self._written.clear()
            tree = to_json(_Columns, columns)
            name = hashlib.sha256(canonical_text(tree).encode()).hexdigest()
            self._written[id(columns)] = (columns, name, canonical_text({"answer": name, "columns": tree}))
        return self._written[id(columns)][1:]


def _text(event: Event) -> str:
    return dumps(Event, event).decode()


def _line(found: Finding, leaf: str, answer: str, forkers: Sequence[str]) -> str:
    own = to_json(Finding, replace(found, columns=()))
    assert isinstance(own, dict)  # noqa: S101 - as every dataclass is written
    del own["columns"]
    own |= {"finding": own.pop("event"), "under": own.pop("fingerprint"), "told_by": leaf, "answer": answer}
    return canonical_text({**own, "forkers": list(forkers)} if forkers else own)


def _release(shelf: Shelf, key: str) -> None:
    """Take a finding away, and its answer where no other names it."""
    line = shelf.get("finding", key)
    if line is None:
        return
    answer = str(json.loads(line)["answer"])
    uses = int(shelf.get("uses", answer) or 1) - 1
    if uses:
        shelf.put("uses", answer, str(uses))
    else:
        shelf.drop("uses", answer)
        shelf.drop("answer", answer)
    shelf.drop("finding", key)
    shelf.drop("event", key)


# ── what is judged, and under what ────────────────────────────────────────────────────────────


def agreement_of(views: Views) -> Agreement | None:
    """The agreement in force; None where there is none, or its bytes are not here, which the state says as well."""
    try:
        return in_force(views.shelf, views.source.blob)
    except RecordError:
        return None


def forkers_of(views: Views) -> tuple[str, ...]:
    """The actors whose logs are proved to have forked; a log's origin where it is none of the agreement's actors."""
    with views.reading() as shelf:
        forked = dict.fromkeys(key.partition(" ")[0] for key, _ in shelf.all("fork"))
        said = {origin: json.loads(shelf.get("line", f"log {origin}") or "{}") for origin in forked}
    return tuple(sorted({str(line.get("actor") or origin) for origin, line in said.items()}))


def common_sizes(views: Views) -> dict[str, int]:
    """How many entries all histories of each forked log share, as far as is proved."""
    with views.reading() as shelf:
        return common(shelf)


def histories(views: Views, origins: Iterable[str]) -> Iterator[Source]:
    """The record by every choice of one history of each forked log, beside what all of them share, which views have.

    None where nobody had anchored anything beyond that.
    """
    with views.reading() as shelf:
        beyond = {origin: [(), *tails(shelf, origin, views.source.blob)] for origin in sorted(origins)}
    for chosen in product(*beyond.values()):
        source = views.source
        for origin, tail in zip(beyond, chosen, strict=True):
            source = with_tail(source, origin, tail) if tail else source
        if any(chosen):
            yield source


def covered_here(every: Iterable[Views]) -> frozenset[tuple[str, str]]:
    """What incidents hold together in any state of a record: an entry, and where it tells several events, which."""
    return frozenset().union(*(covered(one.shelf, one.source.blob) for one in every))


def told_here(views: Views, leaf: str) -> Iterator[Told]:
    """The events that one object tells, up to a line that is none: its author's slip stops nobody else's findings.

    Where a blob is not here, or an entry that it refers to, the object tells nothing yet, and the state says so.
    """
    if (views.shelf.get("entry", leaf) or "waiting").endswith("waiting"):
        return
    try:
        yield from told_by(views.shelf, views.source.blob, leaf)
    except RecordError:
        return


# ── reading ───────────────────────────────────────────────────────────────────────────────────


def all_lines(shelf: Shelf, *others: Shelf) -> Iterator[str]:
    """Every line of the canonical dump: the state's, then each answer once, then each event's finding.

    Of several states, the lines that each has, a line that several have once, in the order of objects.
    """
    own = state_lines(shelf, *others)
    return chain(own, (line for _, line in shelf.all("answer")), (line for _, line in shelf.all("finding")))


def state_lines(shelf: Shelf, *others: Shelf) -> Iterator[str]:
    """The lines of one state or several, each once, in the order of objects."""
    if not others:
        return lines(shelf)
    rows = merge(shelf.all("line"), *(one.all("line") for one in others))
    return (line for (_, line), _ in groupby(rows))


def findings(shelf: Shelf) -> Iterator[tuple[str, Entry]]:
    """Every event with its finding, and the entry it is told by; in the order of the dump."""
    columns_of = _reader(shelf)
    for (key, event), (_, line) in zip(shelf.all("event"), shelf.all("finding"), strict=True):
        yield key.partition(" ")[0], Entry(loads(Event, event), _finding(line, columns_of))


def _reader(shelf: Shelf) -> Callable[[str], _Columns]:
    """What reads the columns of an answer, each once."""
    read: dict[str, _Columns] = {}

    def columns(name: str) -> _Columns:
        if name not in read:
            read[name] = from_json(_Columns, json.loads(shelf.get("answer", name) or "{}").get("columns"))
        return read[name]

    return columns


def _finding(line: str, columns_of: Callable[[str], _Columns]) -> Finding:
    tree: dict[str, Json] = json.loads(line)
    own = {name: value for name, value in tree.items() if name not in _NOT_ITS_OWN}
    whole = {**own, "event": tree["finding"], "fingerprint": tree["under"], "columns": []}
    return replace(from_json(Finding, whole), columns=columns_of(str(tree["answer"])))
