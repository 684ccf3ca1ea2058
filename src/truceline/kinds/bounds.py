"""Bounds of what a payload may hold, and the base of every payload.

An entry is written by somebody who may be an adversary and is read by every node for years. So what a field
may hold is part of its type: `Annotated[str, Chars(1, 200)]`. One base checks all fields alike, on reading and on
making, and raises ValueError with the field and what was expected. Text is free of control characters and of
marks that make it read backwards, because people sign what they see.

It does not judge who may say something: `kinds.standing` does.
"""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, NewType, Protocol, Self

from truceline.agreement import LANGUAGES
from truceline.canon import LARGEST, Form, from_json, register
from truceline.errors import shortened
from truceline.period import DAYS, Instant, Period, Schedule
from truceline.place import E7, Area
from truceline.place.grid import Ring, edges

NAME_CHARS = 200  # a name, a title, an address
PROSE_CHARS = 10_000  # what a person writes, in one language
TEXT_CHARS = 60_000  # a document carried in the entry itself
VERTICES = 20_000  # of one area

# Controls but for the line's end; marks that override or embed the direction of what follows.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]")


class Bound(Protocol):
    """What a value must keep to."""

    def fault(self, value: Any) -> str:  # noqa: ANN401 - a value of the field's own type
        """What was expected; empty where the value keeps to it."""


def _text_fault(text: str, least: int, most: int) -> str:
    if not least <= len(text) <= most:
        return f"{least} to {most:,} characters, not {len(text):,}"
    seen = None if text.isprintable() else _UNSEEN.search(text)
    return f"text without control or direction marks, not U+{ord(seen[0]):04X}" if seen else ""


@dataclass(frozen=True, slots=True)
class Chars:
    """Text of so many characters."""

    least: int
    most: int

    def fault(self, value: str) -> str:
        """What was expected; empty where the text keeps to it."""
        return _text_fault(value, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Length:
    """Text for machines, of so many characters, whatever they are: another's note, never shown as it stands."""

    most: int

    def fault(self, value: str) -> str:
        """What was expected; empty where the text keeps to it."""
        return "" if 1 <= len(value) <= self.most else f"1 to {self.most:,} characters, not {len(value):,}"


@dataclass(frozen=True, slots=True)
class Shape:
    """Text of one shape."""

    pattern: str  # of the whole text
    called: str  # the shape in words

    def fault(self, value: str) -> str:
        """What was expected; empty where the text has the shape."""
        return "" if re.fullmatch(self.pattern, value) else f"{self.called}, not {shortened(value)!r}"


@dataclass(frozen=True, slots=True)
class Among:
    """One word of a closed vocabulary."""

    words: tuple[str, ...]
    empty: bool = False  # whether "" may stand for: not said

    def fault(self, value: str) -> str:
        """What was expected; empty where it is one of the words."""
        if value in self.words or (self.empty and not value):
            return ""
        return f"one of {', '.join(self.words)}, not {shortened(value)!r}"


@dataclass(frozen=True, slots=True)
class Within:
    """A whole number from one to another, both included."""

    least: int
    most: int

    def fault(self, value: int) -> str:
        """What was expected; empty where the number lies within."""
        return "" if self.least <= value <= self.most else f"a whole number from {self.least} to {self.most:,}"


@dataclass(frozen=True, slots=True)
class Items:
    """So many items, none of them twice."""

    least: int
    most: int

    def fault(self, value: tuple[Any, ...]) -> str:
        """What was expected; empty where there are so many."""
        if not self.least <= len(value) <= self.most:
            return f"{self.least} to {self.most:,} items, not {len(value):,}"
        # By their text, not their hash: what holds texts in several languages has none.
        return "no item twice" if len(value) > 1 and len({repr(one) for one in value}) < len(value) else ""


@dataclass(frozen=True, slots=True)
class Tongues:
    """Text in one or more of the languages of the record."""

    most: int  # characters in each
    empty: bool = False  # whether there may be none

    def fault(self, value: Mapping[str, str]) -> str:
        """What was expected; empty where every text keeps to it."""
        unknown = sorted(set(value) - set(LANGUAGES))
        if unknown or not (value or self.empty):
            return f"text in one or more of {', '.join(LANGUAGES)}, not {shortened(', '.join(unknown)) or 'none'}"
        faults = ((language, _text_fault(text, 1, self.most)) for language, text in value.items())
        return next((f"{language}: {fault}" for language, fault in faults if fault), "")


@dataclass(frozen=True, slots=True)
class Bounded:
    """A period with both ends."""

    def fault(self, value: Period) -> str:
        """What was expected; empty where it has both."""
        return "" if value.start is not None and value.end is not None else "a period with both ends"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area of so many vertices at most, and of some size: never a point in disguise."""

    least: int  # square steps of the grid (10⁻¹⁴ square degree) that its largest ring encloses; 0: any

    def fault(self, value: Area) -> str:
        """What was expected; empty where the area keeps to it."""
        if sum(len(ring) for ring in value.rings) > VERTICES:
            return f"at most {VERTICES:,} vertices"
        # Whole numbers, so that no node reads an entry that another cannot.
        small = max(_twice_enclosed(ring) for ring in value.rings) < 2 * self.least
        return "an area of at least 10⁻⁴ square degree (about 1 km²): nobody's position is kept here" if small else ""


def _twice_enclosed(ring: Ring) -> int:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges((ring,))))


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the week that the wall clock of a known zone shows."""

    def fault(self, value: Schedule) -> str:
        """What was expected; empty where they can be."""
        if not value.days or set(value.days) - set(DAYS):
            return f"one or more days of {', '.join(DAYS)}"
        if not (0 <= value.start_min < 1440 and 0 <= value.end_min <= 1440):
            return "minutes from midnight, 0 to 1439, up to 1440"
        try:
            Instant(0).datetime(value.zone)
        except (KeyError, ValueError, OSError):  # ZoneInfo raises one or the other, by what the name looks like
            return f"an IANA time zone like Asia/Damascus, not {shortened(value.zone)!r}"
        return ""


# ── fields by what they hold ──────────────────────────────────────────────────────────────────

_ID = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}"
_IS_HASH, _IS_HASH_OR_EMPTY = Shape("[0-9a-f]{64}", "64 hex digits"), Shape("([0-9a-f]{64})?", "64 hex digits, or none")

Name = Annotated[str, Chars(1, NAME_CHARS)]  # on one line, as people write it
MaybeName = Annotated[str, Chars(0, NAME_CHARS)]  # empty: not said
Title = Annotated[Mapping[str, str], Tongues(NAME_CHARS)]
Prose = Annotated[Mapping[str, str], Tongues(PROSE_CHARS)]
MaybeProse = Annotated[Mapping[str, str], Tongues(PROSE_CHARS, empty=True)]
Id = Annotated[str, Shape(_ID, "an id of letters, digits and . _ / -, at most 100")]
MaybeId = Annotated[str, Shape(f"({_ID})?", "an id of letters, digits and . _ / -, at most 100, or none")]
Hash = Annotated[str, _IS_HASH]  # a SHA-256: of a leaf (an entry's name everywhere), or of a text as said
MaybeHash = Annotated[str, _IS_HASH_OR_EMPTY]  # empty: none
_ORIGIN = "[^\\s+\x00-\x1f]"  # as entries have it
Origin = Annotated[str, Shape(_ORIGIN + "{1,255}", "a log's origin, without spaces and plus signs")]
MaybeOrigin = Annotated[str, Shape(_ORIGIN + "{0,255}", "a log's origin, or none")]
Count = Annotated[int, Within(0, 10**9)]
Span = Annotated[Period, Bounded()]  # with both ends
Shown = Annotated[Area, Drawn(0)]  # an area as drawn
Coarse = Annotated[Area, Drawn(E7**2 // 10_000)]  # of about 1 km² at least, so that it is nobody's position

Blob = NewType("Blob", str)  # SHA-256 (64 hex digits) of bytes kept beside the record
Tree = NewType("Tree", object)  # JSON without floats, kept as it came


class Word(StrEnum):
    """A closed list of words that says so when asked for another."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise ValueError(f"one of {', '.join(cls)}, not {shortened(str(value))!r}")


def _blob(value: object) -> Blob:
    if not isinstance(value, str) or _IS_HASH.fault(value):
        raise ValueError(f"the SHA-256 of a blob in 64 hex digits, not {shortened(json.dumps(value))}")
    return Blob(value)


def _tree(value: object) -> Tree:
    """JSON as it came; a list or object stays the one that was read."""
    match value:
        case None | bool() | str():
            return Tree(from_json(str, value) if isinstance(value, str) else value)
        case int() if abs(value) <= LARGEST:
            return Tree(value)
        case list():
            return Tree([_tree(one) for one in value])
        case dict():
            return Tree({from_json(str, key): _tree(one) for key, one in value.items()})
    raise ValueError(f"JSON with whole numbers within ±{LARGEST:,}, not {shortened(str(value))}")


register(Blob, Form(str, _blob, lambda value: isinstance(value, str), lambda value: isinstance(value, str)))
register(Tree, Form(_tree, _tree, lambda _: True, lambda _: True))  # type: ignore[arg-type]  # a tree is JSON


# ── the base of payloads ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Payload:
    """What an entry says, each field within its bounds; raises ValueError naming the field and what was expected."""

    def __post_init__(self) -> None:
        """Check each field, then that they fit one another."""
        for name, check, default in _checks(typing.cast(Hashable, type(self))):
            value = getattr(self, name)
            if value is not default and (fault := check.fault(value)):
                raise ValueError(f"{name}{fault}")
        self.fits()

    def fits(self) -> None:
        """Raise ValueError where fields that are each in order do not fit one another."""


@dataclass(frozen=True, slots=True)
class _Check:
    """The bounds of one field, and of what it holds."""

    whole: tuple[Bound, ...] = ()
    each: tuple[_Check, ...] = ()  # of its items: one for all where `alike`, else one for each; empty: not asked
    alike: bool = False

    def fault(self, value: Any) -> str:  # noqa: ANN401 - the field's value
        """Where within the field, and what was expected; empty where the value keeps to it."""
        if value is None:
            return ""
        for bound in self.whole:
            if fault := bound.fault(value):
                return f": {fault}"
        checks = self.each * len(value) if self.alike else self.each
        for i, (check, one) in enumerate(zip(checks, value, strict=True) if checks else ()):
            if fault := check.fault(one):
                return f".{i}{fault}"
        return ""


_NONE = _Check()


@cache
def _checks(payload: Any) -> tuple[tuple[str, _Check, object], ...]:  # noqa: ANN401 - a type of payload
    """Each field that has bounds, with its default where that keeps to them and need not be looked at again."""
    hints = typing.get_type_hints(payload, include_extras=True)
    bounded = ((one, check) for one in fields(payload) if (check := _check(hints[one.name])) != _NONE)
    return tuple((one.name, check, one.default if _keeps(check, one.default) else MISSING) for one, check in bounded)


def _keeps(check: _Check, default: object) -> bool:
    return default is not MISSING and not check.fault(default)


def _check(hint: Any) -> _Check:  # noqa: ANN401 - a typing construct
    if hint is Blob:
        return _Check((_IS_HASH,))
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        inner = _check(args[0])
        return _Check((*inner.whole, *hint.__metadata__), inner.each, inner.alike)
    if origin in (typing.Union, types.UnionType):
        return next((found for one in args if (found := _check(one)) != _NONE), _NONE)
    if origin is tuple:
        alike = args[1:] == (...,)
        each = tuple(_check(one) for one in (args[:1] if alike else args))
        return _Check((), each if any(one != _NONE for one in each) else (), alike)
    return _NONE


def blobs(payload: object) -> tuple[Blob, ...]:
    """Every blob that a payload names, in the order of its fields: what a reader needs beside the entry."""
    if not is_dataclass(payload):
        return ()
    return tuple(dict.fromkeys(_blobs(type(payload), payload)))


def _blobs(hint: Any, value: Any) -> Iterator[Blob]:  # noqa: ANN401 - a typing construct and its value
    if isinstance(value, str):
        if Blob in (hint, *typing.get_args(hint)):
            yield Blob(value)
    elif is_dataclass(value):
        hints = typing.get_type_hints(type(value))
        for one in fields(value):
            yield from _blobs(hints[one.name], getattr(value, one.name))
    elif isinstance(value, tuple):
        for inner, one in zip(_inner(hint, len(value)), value, strict=True):
            yield from _blobs(inner, one)


def _inner(hint: Any, many: int) -> tuple[Any, ...]:  # noqa: ANN401 - a typing construct
    """The hints of a tuple's items."""
    args = typing.get_args(hint)
    return args if args[1:] != (...,) else (args[0],) * many
