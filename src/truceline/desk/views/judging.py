"""Findings of a record: each event it holds judged under the agreement in force, once, and kept among the views.

They are lines of the digest, so that everybody who recomputes compares them too. What depends on the question alone
stands there once, by its hash, however many events put the same question. Events are judged again where the object
that tells them has another row, and all of them where a row changed by which the agreement in force may be
another; the fold's transaction notes both, so that nothing is forgotten that a crash came between.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from truceline.agreement import Agreement
from truceline.bulletin import Entry
from truceline.canon import Json, canonical_text, dumps, from_json, loads, to_json
from truceline.claims import Event
from truceline.desk.verbs.from_files import as_named
from truceline.desk.views.folding import JUDGED, SHAPE, Progress, Views
from truceline.errors import RecordError
from truceline.findings import Assessor, ColumnFinding, Finding
from truceline.formats.names import resolver
from truceline.state import Shelf, Told, in_force, lines, tellers, told_by

_OBJECTS = 200  # whose events are judged in one transaction
_AT_ONCE = 1_000  # events of one object judged before what they came to leaves memory
_DONE = (JUDGED, "done")  # for which shape all was judged

_Columns = tuple[ColumnFinding, ...]


class Findings:
    """The findings among a record's views, brought up after its fold."""

    def __init__(self, views: Views) -> None:
        """Nothing is judged by this alone."""
        self._views, self._shelf = views, views.shelf
        self._judge: tuple[str, _Judge | None] | None = None  # for which shape; None: no agreement is in force

    def brought_up(self, progress: Progress | None = None) -> None:
        """Judge what is new or may have changed, some objects' events a transaction; raises RecordError and Locked.

        A crash leaves what was judged until then, and the next run goes on.
        """
        with self._views.writing():
            shape = self._shelf.get(*SHAPE) or ""
            whole = shape != (self._shelf.get(*_DONE) or "")
            stale = self._every() if whole else self._noted()
        for start in range(0, len(stale), _OBJECTS):
            some = stale[start : start + _OBJECTS]
            with self._views.writing():
                for leaf in some:
                    self._brought_up(leaf, shape)
            if progress:
                progress(start + len(some), len(stale))
        if whole:
            with self._views.writing():
                self._shelf.put(*_DONE, shape)

    def _noted(self) -> list[str]:
        return [key.partition(" ")[2] for key, _ in self._shelf.under(JUDGED, "row")]

    def _every(self) -> list[str]:
        """Every object that tells events or did so."""
        judged = {key.partition(" ")[0] for key, _ in self._shelf.all("finding")}
        return sorted(judged.union(tellers(self._shelf), self._noted()))

    def _brought_up(self, leaf: str, shape: str) -> None:
        """Judge the events of one object, and take away findings of those it tells no more."""
        gone = {key for key, _ in self._shelf.under("finding", leaf)}
        judge = self._judge_of(shape)
        for count, told in enumerate(told_here(self._views, leaf) if judge else (), 1):
            if judge:
                gone.discard(judge.kept(told))
            if count % _AT_ONCE == 0:
                self._views.spill()
        for key in gone:
            _release(self._shelf, key)
        self._shelf.drop(JUDGED, f"row {leaf}")

    def _judge_of(self, shape: str) -> _Judge | None:
        if self._judge is None or self._judge[0] != shape:
            agreement = agreement_of(self._views)
            self._judge = (shape, _Judge(agreement, self._shelf) if agreement else None)
        return self._judge[1]


class _Judge:
    """Judges events under one agreement and keeps the findings."""

    def __init__(self, agreement: Agreement, shelf: Shelf) -> None:
        """Compile the agreement."""
        self._assessor, self._names, self._shelf = Assessor(agreement), resolver(agreement.roster), shelf
        # By identity; the columns are held, so it stays theirs.
        self._answers: dict[int, tuple[_Columns, str, str]] = {}

    def kept(self, told: Told) -> str:
        """Keep the finding of an event; the key it has."""
        key = f"{told.leaf} {told.event.id}"
        event = as_named(told.event, self._names)
        text, held = dumps(Event, event).decode(), self._shelf.get("finding", key)
        under = f'"under":"{self._assessor.fingerprint}"'
        if held is None or under not in held or self._shelf.get("event", key) != text:
            found = self._assessor.finding(event)
            answer = self._answer(found.columns)
            _release(self._shelf, key)
            self._shelf.put("uses", answer, str(int(self._shelf.get("uses", answer) or 0) + 1))
            self._shelf.put("event", key, text)
            self._shelf.put("finding", key, _line(found, told.leaf, answer))
        return key

    def _answer(self, columns: _Columns) -> str:
        """The hash of what columns say, which is kept under it."""
        if id(columns) not in self._answers:
            tree = to_json(_Columns, columns)
            name = hashlib.sha256(canonical_text(tree).encode()).hexdigest()
            self._answers[id(columns)] = (columns, name, canonical_text({"answer": name, "columns": tree}))
        _, name, line = self._answers[id(columns)]
        self._shelf.put("answer", name, line)
        return name


def _line(found: Finding, leaf: str, answer: str) -> str:
    own = to_json(Finding, replace(found, columns=()))
    assert isinstance(own, dict)  # noqa: S101 - as every dataclass is written
    del own["columns"]
    own |= {"finding": own.pop("event"), "under": own.pop("fingerprint"), "told_by": leaf, "answer": answer}
    return canonical_text(own)


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


def told_here(views: Views, leaf: str) -> Iterator[Told]:
    """The events that one object tells, up to a line that is none: its author's slip stops nobody else's findings.

    Where a blob is not here the object tells nothing yet, and the state says so.
    """
    try:
        yield from told_by(views.shelf, views.source.blob, leaf)
    except RecordError:
        return


# ── reading ───────────────────────────────────────────────────────────────────────────────────


def all_lines(shelf: Shelf) -> Iterator[str]:
    """Every line of the canonical dump: the state's, then each answer once, then each event's finding."""
    return chain(lines(shelf), (line for _, line in shelf.all("answer")), (line for _, line in shelf.all("finding")))


def findings(shelf: Shelf) -> Iterator[tuple[str, Entry]]:
    """Every event with its finding, and the entry it is told by; in the order of the dump."""
    columns_of = _reader(shelf)
    for (key, event), (_, line) in zip(shelf.all("event"), shelf.all("finding"), strict=True):
        yield key.partition(" ")[0], Entry(loads(Event, event), _finding(line, columns_of))


def finding_of(shelf: Shelf, leaf: str, event: str) -> Entry | None:
    """One event that an entry tells, with its finding; None where it tells none of that id."""
    key = f"{leaf} {event}"
    told, line = shelf.get("event", key), shelf.get("finding", key)
    return Entry(loads(Event, told), _finding(line, _reader(shelf))) if told and line else None


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
    own = {name: value for name, value in tree.items() if name not in {"answer", "finding", "told_by", "under"}}
    whole = {**own, "event": tree["finding"], "fingerprint": tree["under"], "columns": []}
    return replace(from_json(Finding, whole), columns=columns_of(str(tree["answer"])))
