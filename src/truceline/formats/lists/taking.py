"""What the readers of lists share: columns under the names their publishers have given them, and rows as payloads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from truceline.errors import DataError, Fault, shortened
from truceline.formats.bad_rows import BadRow
from truceline.formats.cells import BadCell, clean
from truceline.formats.rows import Progress, Row, Table, need
from truceline.kinds import Payload

Spelled = Mapping[str, str]  # field → the column that has it
_PIECE = re.compile(r"[^\w#]+|_+")


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One row as the payload of an entry."""

    id: str  # by which its list knows it; unique within the file
    kind: str  # of the entry
    payload: Payload
    line: int  # 1-based line, or number, in the file
    open: bool  # whether it may stand in the open: anybody could read it already, or it leads back to nobody


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one file; every row of it is a payload or a bad row."""

    rows: tuple[TakenRow, ...]
    bad: tuple[BadRow, ...]
    unused: tuple[str, ...] = ()  # columns of the file from which nothing was taken


def plain_name(column: str) -> str:
    """A column's name as it is compared: lower case, one underscore between words.

    >>> plain_name("Civilians killed (min)")
    'civilians_killed_min'
    """
    return "_".join(piece for piece in _PIECE.split(clean(column).casefold()) if piece)


def spelled(columns: Sequence[str], known: Mapping[str, Sequence[str]]) -> Spelled:
    """For each field the first column that bears one of its names."""
    named: dict[str, str] = {}
    for column in columns:
        named.setdefault(plain_name(column), column)
    return {
        field: named[name]
        for field, names in known.items()
        if (name := next((one for one in names if one in named), None)) is not None
    }


def need_fields(
    found: Spelled, table: Table, fields: Iterable[str], known: Mapping[str, Sequence[str]], file: str
) -> None:
    """Raise DataError naming each of these fields that no column has, by its commonest name, or that has two."""
    need(table, [found.get(field, known[field][0]) for field in fields], file)


def taken(
    rows: Sequence[Row],
    file: str,
    row_of: Callable[[Row], TakenRow],
    id_column: str,
    bad: Iterable[BadRow] = (),
    progress: Progress | None = None,
) -> tuple[tuple[TakenRow, ...], tuple[BadRow, ...]]:
    """Every row as a payload or a bad row, in the order of the file; the second of an id is bad."""
    found: dict[str, TakenRow] = {}
    wrong = list(bad)
    for done, row in enumerate(rows, start=1):
        try:
            one = row_of(row)
        except BadCell as trouble:
            wrong.append(trouble.at(file, row.line, row.written))
        else:
            if found.setdefault(one.id, one) is not one:
                again = BadCell(id_column, "an id that no other row has", one.id, "Is the row in the file twice?")
                wrong.append(again.at(file, row.line, row.written))
        if progress:
            progress(done, len(rows))
    return tuple(found.values()), tuple(sorted(wrong, key=lambda one: one.fault.line))


def payload(make: Callable[[], Payload], names: Mapping[str, str]) -> Payload:
    """What `make` makes; a value out of its bounds is the fault of the column that `names` gives for its field."""
    try:
        return make()
    except ValueError as error:
        field, _, expected = str(error).partition(": ")
        cure = "Correct the row, or leave that cell empty."
        raise BadCell(
            names.get(field.partition(".")[0], field), expected or str(error), "another value", cure
        ) from None


def tree_of(data: bytes, file: str) -> object:
    """A file of JSON; raises DataError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        fault = Fault(file, getattr(error, "lineno", 0), "", "JSON in UTF-8", shortened(str(error)), "Export it again.")
        raise DataError("a file that cannot be read", (fault,)) from None
