"""What is to be sealed, read from a JSON file that a person wrote: strict, and silent about what stands in it.

The file is one JSON object with the fields of its kind, as the record has them (docs/record-kinds.md). An error names
the field and what was expected there, never what was found: it may be printed, and kept by whatever keeps what is
printed, while what was found is about to be sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from difflib import SequenceMatcher
from pathlib import PurePath

from truceline.errors import DataError, Fault, UnknownName
from truceline.kinds import KINDS, Payload
from truceline.kinds import payload_of as of_tree
from truceline.tlog.entry import json_object

MOST_B = 2**23  # of a payload's JSON
_KINDS = "what docs/record-kinds.md says of this kind"


def payload_of(kind: str, data: bytes, file: str) -> Payload:
    """The payload of a kind that a file says; raises UnknownName for the kind, DataError for the file."""
    if kind not in KINDS:
        sealable = (name for name, one in KINDS.items() if one.sealable)
        raise UnknownName("kind", kind, tuple(sorted(sealable, key=lambda name: -_likeness(name, kind))))
    tree = _tree(data, PurePath(file).name)
    try:
        found = of_tree(kind, tree)
    except ValueError as error:
        field, expected = _said(str(error), kind, tree)
        raise _unreadable(PurePath(file).name, 0, field, expected) from None
    if not isinstance(found, Payload):  # pragma: no cover - every kind's payload is one
        raise TypeError(kind)
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _tree(data: bytes, file: str) -> dict[str, object]:
    if len(data) > MOST_B:
        raise _unreadable(file, 0, "", f"at most {MOST_B:,} bytes")
    try:
        return json_object(data.decode().strip())
    except UnicodeDecodeError:
        raise _unreadable(file, 0, "", "text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise _unreadable(file, error.lineno, "", f"JSON ({error.msg} at column {error.colno})") from None
    except ValueError as error:
        raise _unreadable(file, 0, "", _expected(str(error))) from None


def _expected(said: str) -> str:
    return said.partition(", not ")[0]


def _said(said: str, kind: str, tree: dict[str, object]) -> tuple[str, str]:
    """The field that cannot stand and what was expected, without anything that stands in the file."""
    where, _, rest = _expected(said).partition(": ")
    names = {one.name for one in fields(KINDS[kind].payload)}
    field, expected = (where, rest.rpartition(": ")[2]) if where in names else ("", _expected(said))
    told = any(len(text) > 2 and text in expected for text in _texts(tree) if text not in names)
    return field, _KINDS if told or not expected else expected


def _texts(tree: object) -> Iterator[str]:
    """Every text, member's name and number of a tree."""
    if isinstance(tree, dict):
        for name, one in tree.items():
            yield name
            yield from _texts(one)
    elif isinstance(tree, list):
        for one in tree:
            yield from _texts(one)
    elif tree is not None:
        yield str(tree)


def _unreadable(file: str, line: int, field: str, expected: str) -> DataError:
    fault = Fault(
        file, line, field, expected, "something else, not shown here", "Correct it and give the command again."
    )
    return DataError("nothing was sealed: this cannot be said as it stands", (fault,))
