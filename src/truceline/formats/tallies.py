"""Published totals, kept as published: with unit, window and accused, also where they do not equal their parts.

Two forms are read. Ours is YAML with words in three languages. The other is a plain table (CSV and the
like) with the columns monitor, reported_on, covers, total, unit, breakdown, attributed_to, cumulative, url
and note. There the parts stand in a sentence: "Homs 6; Hama 8" or "9 bursts + 15 single shots"; where
the whole of a sentence is such a list it is taken apart, else it stays text in the note. Nothing is added
up across authors, and nothing is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from truceline.actors import Roster
from truceline.claims import Part, Tally
from truceline.errors import DataError, Fault
from truceline.formats import cells
from truceline.formats.agreement.values import At, Id, Number, Strict, Text
from truceline.formats.bad_rows import BadRow
from truceline.formats.cells import BadCell, clean
from truceline.formats.checked import line_of, read_checked
from truceline.formats.rows import Row, need, read_rows

WHAT = "tallies"
NOT_SAID = "not_said"
NOBODY_KNOWN = Roster(())


# ── ours: YAML ────────────────────────────────────────────────────────────────────────────────


class WindowModel(Strict):
    """When what was counted happened, as written; the instants bound it."""

    text: str
    start: At | None = Field(None, alias="from")
    end: At | None = Field(None, alias="to")
    outer: bool = False


class BreakdownModel(Strict):
    """Parts of the total, or of one of its parts."""

    by: Literal["accused", "kind", "province"]
    of: Id
    parts: Annotated[dict[Id, Number], Field(min_length=1)]
    rest: Literal["not_said"] | None = None


class TallySourceModel(Strict):
    """Where the total was published."""

    title: str
    url: str = ""
    standing: Literal["primary", "secondary"] = "secondary"
    fact: str = ""


class TallyModel(Strict):
    """One published total."""

    id: Id
    reporter: Text
    roots: tuple[str, ...] = ()
    reported_on: str
    window: WindowModel
    total: Number
    unit: Id
    accused: tuple[Id, ...] = ()
    breakdowns: tuple[BreakdownModel, ...] = ()
    adds_up: Literal["yes", "no", "not_said"]
    cumulative: Number | None = None
    source: TallySourceModel
    note: Text | None = None


class TalliesModel(Strict):
    """A file of published totals."""

    words: Annotated[dict[str, Text], Field(default_factory=dict)]
    tallies: Annotated[tuple[TallyModel, ...], Field(min_length=1)]


def read_tallies(data: bytes, file: str, roster: Roster = NOBODY_KNOWN, language: str = "en") -> tuple[Tally, ...]:
    """The totals of a YAML file, in one language where it has it; raises DataError with every fault.

    The roster's actors are called by their names. What the file says of whether parts add up has to be so.
    """
    model, document = read_checked(TalliesModel, data, file, WHAT)
    words = {name: _in(actor.names, language) for name, actor in roster.actors.items()}
    words |= {name: _in(text, language) for name, text in model.words.items()}
    tallies = tuple(_tally(one, words, language) for one in model.tallies)
    faults = [
        Fault(file, line_of(document, ("tallies", i, "adds_up")), f"tallies[{i}].adds_up", *wrong)
        for i, (one, tally) in enumerate(zip(model.tallies, tallies, strict=True))
        if (wrong := _wrong_sum(one, tally))
    ]
    if faults:
        raise DataError(f"{WHAT} that cannot be read", tuple(faults))
    return tallies


def _in(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or text.get("en") or next(iter(text.values()))


def _tally(one: TallyModel, words: dict[str, str], language: str) -> Tally:
    def word(name: str) -> str:
        return words.get(name, name)

    whole = [each for each in one.breakdowns if each.of == "total"]
    other = [each for each in one.breakdowns if each not in whole[:1]]
    told = [_in(one.note, language)] if one.note else []
    told += [f"{word(each.of)}: {_listed(each, words)}" for each in other]
    return Tally(
        id=one.id,
        reporter=_in(one.reporter, language),
        reported_on=one.reported_on,
        covers=one.window.text,
        total=one.total,
        unit=word(one.unit),
        accused=", ".join(map(word, one.accused)),
        parts=tuple(Part(word(name), amount) for name, amount in whole[0].parts.items()) if whole else (),
        cumulative=one.cumulative,
        url=one.source.url,
        note=" ".join(told),
    )


def _listed(breakdown: BreakdownModel, words: dict[str, str]) -> str:
    return ", ".join(f"{words.get(name, name)} {amount}" for name, amount in breakdown.parts.items()) + "."


_SUMS = {True: "yes", False: "no", None: NOT_SAID}


def _wrong_sum(one: TallyModel, tally: Tally) -> tuple[str, str, str] | None:
    so = _SUMS[tally.adds_up()]
    if so == one.adds_up:
        return None
    parts = " + ".join(str(part.amount) for part in tally.parts) or "none"
    return f"{so}: the total is {tally.total}, the parts are {parts}", one.adds_up, "Keep the total; correct this word."


# ── theirs: a table ───────────────────────────────────────────────────────────────────────────

_COLUMNS = (
    "monitor",
    "reported_on",
    "covers",
    "total",
    "unit",
    "breakdown",
    "attributed_to",
    "cumulative",
    "url",
    "note",
)
_NAME_FIRST = re.compile(r"(?P<name>\D*[^\d\s])\s+(?P<amount>\d{1,9})")
_AMOUNT_FIRST = re.compile(r"(?P<amount>\d{1,9})\s+(?P<name>\D+)")
_REMARK = re.compile(r"\s*\(([^()]*)\)\s*$")
_BETWEEN_PARTS = re.compile(r"\s*[;+]\s*")


@dataclass(frozen=True, slots=True)
class TalliesTable:
    """What a table of published totals holds."""

    tallies: tuple[Tally, ...]
    bad: tuple[BadRow, ...]


def read_tallies_table(data: bytes, file: str) -> TalliesTable:
    """The totals of a table; rows that cannot be read are listed. Raises DataError where it is no such table."""
    table = read_rows(data, file)
    need(table, _COLUMNS, file)
    tallies, bad = [], list(table.bad)
    for row in table.rows:
        try:
            tallies.append(_published(row))
        except BadCell as trouble:
            bad.append(trouble.at(file, row.line, row.written))
    return TalliesTable(tuple(tallies), tuple(sorted(bad, key=lambda one: one.fault.line)))


def _published(row: Row) -> Tally:
    cell = {name: clean(row.cells[name]) for name in _COLUMNS}
    total = cells.count("total", cell["total"])
    if total is None:
        raise BadCell("total", "the published total", "", "Fill it in, or leave the row out: a tally is a total.")
    parts = _parts(cell, total)
    breakdown = "" if parts and parts == parts_of(cell["breakdown"]) else cell["breakdown"]
    return Tally(
        id=f"row-{row.line}",
        reporter=cells.word("monitor", cell["monitor"]),
        reported_on=cell["reported_on"],
        covers=cell["covers"],
        total=total,
        unit=cells.word("unit", cell["unit"]),
        accused=cell["attributed_to"],
        parts=parts,
        cumulative=cells.count("cumulative", cell["cumulative"]),
        url=cell["url"],
        note="; ".join(part for part in (cell["note"], breakdown) if part),
    )


def _parts(cell: dict[str, str], total: int) -> tuple[Part, ...]:
    """The parts of the total: by the breakdown, or, where that is of one share alone, by who is accused."""
    broken, accused = parts_of(cell["breakdown"]), parts_of(cell["attributed_to"])
    if accused and sum(part.amount for part in accused) == total != sum(part.amount for part in broken):
        return accused
    return broken


def parts_of(sentence: str) -> tuple[Part, ...]:
    """The parts a sentence lists, if the whole of it is a list; else none.

    >>> parts_of("Homs 6; Damascus suburbs 8 (sum 14)")
    (Part(name='Homs', amount=6), Part(name='Damascus suburbs', amount=8))
    >>> parts_of("Damascus, Aleppo (no numbers)")
    ()
    """
    found = list(_each(_REMARK.sub("", sentence)))
    return tuple(found) if all(one.amount >= 0 for one in found) else ()


def _each(sentence: str) -> Iterator[Part]:
    """Each part; one with a negative amount where there is none to be read."""
    for piece in _BETWEEN_PARTS.split(sentence) if sentence else ():
        found = _NAME_FIRST.fullmatch(piece) or _AMOUNT_FIRST.fullmatch(piece)
        yield Part(clean(found["name"]), int(found["amount"])) if found else Part(piece, -1)
