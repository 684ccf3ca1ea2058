"""Values of the floor as canonical JSON (RFC 8785) and back, exactly.

An event or finding in a file must read back as what was written, to the last vertex, and two people
who write the same one must write the same bytes. So the form is not designed by hand but follows the types:
a dataclass is an object of its fields, less those at their default; an instant is ISO 8601 text; a period
is its two ends; an area is its rings as flat integers. No float occurs, and no field of two dataclasses.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import rfc8785

from truceline.errors import shortened
from truceline.period import Instant, Period
from truceline.place import Area, Position, area_from_flat

Json = bool | int | str | list["Json"] | dict[str, "Json"] | None
T = TypeVar("T")
LARGEST = 2**53 - 1  # RFC 8785 has no greater integers


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one type are written and read."""

    to_json: Callable[[Any], Json]
    from_json: Callable[[Any], Any]  # raises ValueError
    takes: Callable[[Any], bool]  # whether a value is of this type
    given: Callable[[Json], bool]  # whether JSON may be one


def canonical_text(tree: object) -> str:
    """The canonical text (RFC 8785) of JSON without floats.

    Python's own JSON orders and escapes as RFC 8785 does, ten times as fast as rfc8785, as long as no
    sign needs two UTF-16 units: by those are keys ordered.
    """
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text if text.isascii() or max(text) <= "\uffff" else rfc8785.dumps(tree).decode()  # type: ignore[arg-type]  # JSON, as above


def dumps(kind: type[T], value: T) -> bytes:
    """The canonical JSON of a value of that type."""
    return canonical_text(to_json(kind, value)).encode()


def loads(kind: type[T], data: bytes | str) -> T:
    """The value of that type; raises ValueError with what was expected where."""
    try:
        tree = json.loads(data)
    except RecursionError:
        raise ValueError("JSON that is not so deep") from None
    return from_json(kind, tree)


def to_json(kind: type[T], value: T) -> Json:
    """The value of that type as JSON."""
    return _form(typing.cast(Hashable, kind)).to_json(value)


def from_json(kind: type[T], tree: object) -> T:
    """The value of that type of parsed JSON; raises ValueError with what was expected where."""
    made: T = _form(typing.cast(Hashable, kind)).from_json(tree)
    return made


def register(kind: object, form: Form) -> None:
    """Give a type, or a union of types, a form of its own; done where the type is at home, before it is first read."""
    _SIMPLE[kind] = form


@cache
def _form(kind: Any) -> Form:  # noqa: ANN401 - a typing construct
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(inner)
    if origin is tuple:
        return _row(inner[0]) if inner[1:] == (...,) else _fixed_row(inner)
    if origin is not None and issubclass(origin, Mapping):
        return _table(inner[1])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Form(lambda one: str(one.value), lambda one: kind(_text(one)), _is(kind), _is(str))
    return _object(kind)


# ── what does not hold other values ───────────────────────────────────────────────────────────


def _is(kind: type) -> Callable[[Any], bool]:
    if kind is int:  # a bool is one to Python, not in JSON
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    return lambda value: isinstance(value, kind)


def _checked(kind: type) -> Callable[[Any], Any]:
    is_one = _is(kind)

    def check(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        if not is_one(value):
            raise ValueError(f"{_CALLED[kind]}, not {shortened(json.dumps(value))}")
        return value

    return check


_CALLED = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}
_number_in, _text_in, _list_in, _object_in = (_checked(kind) for kind in (int, str, list, dict))


def _whole(value: Any) -> int:  # noqa: ANN401 - whatever JSON holds
    number: int = value if type(value) is int else _number_in(value)
    if not -LARGEST <= number <= LARGEST:
        raise ValueError(f"a whole number within ±{LARGEST:,}")
    return number


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    text: str = value if type(value) is str else _text_in(value)
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("text without half characters (lone surrogates)")
    return text


def _period(value: Any) -> Period:  # noqa: ANN401 - whatever JSON holds
    start, end = _ends(value)
    return Period(start, end)


def _ends(value: Any) -> list[Instant | None]:  # noqa: ANN401 - whatever JSON holds
    ends = _list_in(value)
    if len(ends) != 2:
        raise ValueError("a period's two ends")
    return [None if end is None else Instant.parse(_text(end)) for end in ends]


def _area(value: Any) -> Area:  # noqa: ANN401 - whatever JSON holds
    rings = [[_whole(number) for number in _list_in(ring)] for ring in _list_in(value)]
    if not rings or any(len(ring) < 6 or len(ring) % 2 for ring in rings):
        raise ValueError("rings of at least three vertices, each [lon, lat, lon, lat, …]")
    area = area_from_flat(rings)
    Position(*area.box[:2]), Position(*area.box[2:])
    return area


def _nothing(value: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    if value is not None:
        raise ValueError(f"null, not {shortened(json.dumps(value))}")


_SIMPLE: dict[Any, Form] = {
    str: Form(_text, _text, _is(str), _is(str)),
    int: Form(_whole, _whole, _is(int), _is(int)),
    bool: Form(bool, _checked(bool), _is(bool), _is(bool)),
    type(None): Form(lambda _: None, _nothing, lambda one: one is None, lambda one: one is None),
    dt.date: Form(str, lambda one: dt.date.fromisoformat(_text(one)), _is(dt.date), _is(str)),
    Instant: Form(str, lambda one: Instant.parse(_text(one)), _is(Instant), _is(str)),
    Period: Form(
        lambda one: [None if end is None else str(end) for end in (one.start, one.end)], _period, _is(Period), _is(list)
    ),
    Area: Form(lambda one: one.flat(), _area, _is(Area), _is(list)),
}


# ── what holds other values ───────────────────────────────────────────────────────────────────


def _row(inner: Any) -> Form:  # noqa: ANN401 - a typing construct
    form = _form(inner)
    return Form(
        lambda row: [form.to_json(one) for one in row],
        lambda row: tuple([_at(i, form, one) for i, one in enumerate(_list_in(row))]),
        _is(tuple),
        _is(list),
    )


def _fixed_row(inner: tuple[Any, ...]) -> Form:
    forms = [_form(one) for one in inner]

    def from_json(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever JSON holds
        row = _list_in(value)
        if len(row) != len(forms):
            raise ValueError(f"a list of {len(forms)}, not {len(row)}")
        return tuple([_at(i, form, one) for i, (form, one) in enumerate(zip(forms, row, strict=True))])

    return Form(
        lambda row: [form.to_json(one) for form, one in zip(forms, row, strict=True)], from_json, _is(tuple), _is(list)
    )


def _table(inner: Any) -> Form:  # noqa: ANN401 - a typing construct
    form = _form(inner)
    return Form(
        lambda table: {key: form.to_json(one) for key, one in table.items()},
        lambda table: {_text(key): _at(key, form, one) for key, one in _object_in(table).items()},
        lambda value: isinstance(value, Mapping),
        _is(dict),
    )


def _one_of(kinds: tuple[Any, ...]) -> Form:
    """One of several types, told apart by their JSON; at most one of them is a dataclass."""
    forms = [_form(kind) for kind in kinds]

    def to_json(value: Any) -> Json:  # noqa: ANN401 - a value of one of the types
        return next(form.to_json(value) for form in forms if form.takes(value))

    def from_json(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        for form in forms:
            if form.given(value):
                return form.from_json(value)
        raise ValueError(f"one of its kinds, not {shortened(json.dumps(value))}")

    return Form(
        to_json, from_json, lambda one: any(f.takes(one) for f in forms), lambda one: any(f.given(one) for f in forms)
    )


def _object(kind: Any) -> Form:  # noqa: ANN401 - a dataclass, or one with its types filled in
    bare = typing.get_origin(kind) or kind
    filled = dict(zip(getattr(bare, "__parameters__", ()), typing.get_args(kind), strict=False))
    hints = typing.get_type_hints(bare)
    fields = {
        one.name: (_form(_filled(hints[one.name], filled)), _default(one))
        for one in dataclasses.fields(bare)
        if one.init
    }
    needed = {name for name, (_, default) in fields.items() if default is dataclasses.MISSING}

    def to_json(value: Any) -> Json:  # noqa: ANN401 - a value of the dataclass
        found = {name: (form, getattr(value, name), default) for name, (form, default) in fields.items()}
        return {name: form.to_json(one) for name, (form, one, default) in found.items() if one != default}

    def from_json(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        tree = _object_in(value)
        if not tree.keys() <= fields.keys():
            unknown = ", ".join(sorted(tree.keys() - fields.keys()))
            raise ValueError(f"fields of {bare.__name__}, not {shortened(unknown)}")
        if not needed <= tree.keys():
            raise ValueError(
                f"{bare.__name__} with {', '.join(name for name in fields if name in needed - tree.keys())}"
            )
        return bare(**{name: _at(name, fields[name][0], one) for name, one in tree.items()})

    return Form(to_json, from_json, _is(bare), _is(dict))


def _default(field: dataclasses.Field[Any]) -> Any:  # noqa: ANN401 - of the field's type
    made = field.default_factory
    return made() if made is not dataclasses.MISSING else field.default


def _filled(hint: Any, filled: Mapping[Any, Any]) -> Any:  # noqa: ANN401 - a typing construct
    """A hint with type variables replaced."""
    if hint in filled:
        return filled[hint]
    held = getattr(hint, "__parameters__", ())
    return hint[tuple(filled[one] for one in held)] if held else hint


def _at(where: str | int, form: Form, value: Any) -> Any:  # noqa: ANN401 - of the form's type
    """The value, its fault told with the way to it."""
    try:
        return form.from_json(value)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
