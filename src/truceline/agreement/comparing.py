"""What differs between two agreements, item by item and field by field.

Items are matched by id within their section; a renamed clause shows as one gone and one come, because
whether it is "the same" is for people to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truceline.agreement.compiling import plain
from truceline.agreement.model import Agreement

_LISTS = ("zones", "lines", "baselines", "places", "rules", "presumptions", "obligations", "procedure")
_MAPS = ("sources", "instruments")
_ROSTER_MAPS = ("actors", "umbrellas", "lists")
_UNNAMED = ("adherence", "designations", "outsiders")
_IN_ORDER = ("guarantors", *_ROSTER_MAPS, *_UNNAMED, *_LISTS)  # the others are sorted by id in the canonical form


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with another value."""

    field: str  # dotted path within the item
    before: str  # as compact text; empty where it was not there
    after: str  # as compact text; empty where it is no longer there


@dataclass(frozen=True, slots=True)
class Change:
    """One item added, removed or changed."""

    section: str
    item: str  # its id; for a declaration without one, what it declares
    kind: str  # added | removed | changed
    fields: tuple[FieldChange, ...]  # for changed: which; for added and removed: empty


def differences(a: Agreement, b: Agreement) -> tuple[Change, ...]:
    """Everything in which `b` differs from `a`, section by section in the agreement's order."""
    before, after = dict(_sections(a)), dict(_sections(b))
    return tuple(change for section in before for change in _changes(section, before[section], after[section]))


def _sections(agreement: Agreement) -> Iterator[tuple[str, dict[str, Any]]]:
    names = ("title", "status", "time_zone", "note", "extent", "monitor")
    head = {name: plain(getattr(agreement, name)) for name in names}
    yield "agreement", {name: {"value": value} for name, value in head.items()}
    for name in _MAPS:
        yield name, _by_id(getattr(agreement, name).values())
    yield "guarantors", {one.actor: plain(one) for one in agreement.guarantors}
    for name in _ROSTER_MAPS:
        yield name, _by_id(getattr(agreement.roster, name).values())
    for name in _UNNAMED:
        yield name, _by_what_they_declare(getattr(agreement.roster, name))
    for name in _LISTS:
        yield name, _by_id(getattr(agreement, name))


def _by_id(items: Any) -> dict[str, Any]:  # noqa: ANN401 - dataclasses with an id
    return {one.id: plain(one) for one in items}


def _by_what_they_declare(declared: Any) -> dict[str, Any]:  # noqa: ANN401 - dataclasses without an id
    found: dict[str, Any] = {}
    for one in map(plain, declared):
        name = _declared(one)
        again = sum(other == name or other.startswith(f"{name} #") for other in found)
        found[f"{name} #{again + 1}" if again else name] = one
    return found


def _declared(entry: Any) -> str:  # noqa: ANN401 - JSON of a declaration
    by = entry.get("by") or ", ".join(entry.get("attested_by", []))
    start = entry["period"][0] or "…"
    return f"{entry['actor']} ({by}) {start}" if by else f"{entry['actor']} {start}"


def _changes(section: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for item in [*before, *(one for one in after if one not in before)]:
        if item not in after:
            yield Change(section, item, "removed", ())
        elif item not in before:
            yield Change(section, item, "added", ())
        elif before[item] != after[item]:
            yield Change(section, item, "changed", tuple(_fields("", before[item], after[item])))
    if section in _IN_ORDER:
        order, other = ([one for one in here if one in before and one in after] for here in (before, after))
        if order != other:
            yield Change(section, "order", "changed", (FieldChange("order", compact(order), compact(other)),))


def _fields(path: str, before: Any, after: Any) -> Iterator[FieldChange]:  # noqa: ANN401 - JSON
    """The smallest fields that differ; lists are compared whole, so that a condition is read as one."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(one for one in after if one not in before)]:
            below = f"{path}.{key}" if path else key
            yield from _fields(below, before.get(key), after.get(key))
    else:
        yield FieldChange(path, compact(before), compact(after))


def compact(value: Any) -> str:  # noqa: ANN401 - JSON
    """JSON as people read it: no quotes or braces; nothing for what is empty.

    >>> compact([{"kind": {"words": ["attack"]}}, {"against": {"who": {"status": ["party"], "role": []}}}])
    'kind attack; against status party'
    """
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, dict):
        parts = ((key, compact(one)) for key, one in value.items())
        return ", ".join(text if key in _PLAIN_KEYS else f"{key} {text}" for key, text in parts if text)
    if isinstance(value, list):
        between = "; " if any(isinstance(one, dict | list) for one in value) else ", "
        return between.join(text for text in map(compact, value) if text)
    return str(value)


_PLAIN_KEYS = ("words", "who", "zones", "value", "period", "condition")  # what a condition is about needs no name
