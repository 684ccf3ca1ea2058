"""What a reader is asked for: named columns, each with what its cells may hold.

Whoever judges rows says which columns it knows; a reader gives them typed and leaves every other column as
it came. Names, kinds and words are the caller's: nothing here knows what a column is for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from truceline.errors import DataError, Fault
from truceline.formats.rows import Table, need

SEPARATOR, NONE = ";", "none"  # between several words of one cell; and for none of them


@dataclass(frozen=True, slots=True)
class Wanted:
    """One column that is read."""

    kind: str  # text | word | words | flag | whole | degrees | instant
    words: tuple[str, ...] = ()  # of word and words: what a cell may hold
    required: bool = False  # whether every row has to fill it in
    read_as: str = ""  # the name of the column once it is read; empty: its own


def aside(name: str, taken: Collection[str]) -> str:
    """A name for a column that is carried along, where its own may be taken.

    >>> aside("result", {"result", "given_result"})
    'given_given_result'
    """
    while name in taken:
        name = f"given_{name}"
    return name


def column_names(header: Sequence[str], wanted: Mapping[str, Wanted], file: str) -> list[str]:
    """The names under which a file's columns go on: each once, and "" for one that has none.

    Raises DataError where a required column is missing, or a wanted one stands there twice.
    """
    named = [name for name, one in wanted.items() if one.required or name in header]
    need(Table(tuple(header), (), ()), named, file)
    seen: dict[str, int] = {}
    names = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        names.append(f"{name}_{seen[name]}" if name and seen[name] > 1 else name)
    if len(set(filter(None, names))) < len(list(filter(None, names))):
        fault = Fault(file, 1, "", "each column once", "two of one name", "Rename one of them.")
        raise DataError("columns that cannot be told apart", (fault,))
    return names
