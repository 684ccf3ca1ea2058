"""The compiled form: areas drawn, columns laid out, and the canonical bytes that parties sign.

Everybody evaluates the compiled form. Its canonical bytes are RFC 8785 JSON with every geometry as
integers, so that two sides who compile the same directory hold the same hash, and a change
of one vertex, date or word shows as another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import product

import rfc8785

from truceline.actors import Actor, Roster, Umbrella
from truceline.agreement.model import Agreement
from truceline.period import ALWAYS, Instant, Period, Schedule
from truceline.place import Area, band, forward_of
from truceline.terms import COMMON, Column, Compiled, Condition, Presumption, Rule, View
from truceline.terms import vocabulary as v
from truceline.terms.compiled import AreaKey
from truceline.terms.rules import Reading

CANONICAL_VERSION = 1

Json = bool | int | str | list["Json"] | dict[str, "Json"] | None


def compiled(agreement: Agreement) -> Compiled:
    """What the evaluator needs of an agreement."""
    asked = tuple(_asked(agreement))
    return Compiled(
        roster=agreement.roster,
        rules=agreement.rules,
        zones=agreement.zones,
        lines={line.id: line for line in agreement.lines},
        guarantors=agreement.guarantors,
        columns=tuple(_columns(agreement)),
        areas=dict(sorted(_areas(agreement, asked).items())),
        cuts=tuple(sorted(_changes(agreement, asked))),
        schedules=tuple(_schedules(agreement, asked)),
    )


def canonical(agreement: Agreement) -> bytes:
    """RFC 8785 JSON of the whole, with the areas that conditions ask about."""
    whole = {
        "canonical_version": CANONICAL_VERSION,
        "agreement": agreement,
        "areas": [(*key, area) for key, area in compiled(agreement).areas.items()],
    }
    return rfc8785.dumps(plain(whole))


def fingerprint(agreement: Agreement) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(agreement)).hexdigest()


def plain(value: object) -> Json:  # noqa: C901, PLR0911 - one line for each kind of value
    """A value as JSON: dataclasses by field, instants as text, areas as integers."""
    if value is None or isinstance(value, bool | int) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Instant | dt.date):
        return str(value)
    if isinstance(value, Period):
        return [None if end is None else str(end) for end in (value.start, value.end)]
    if isinstance(value, Area):
        return plain(value.flat())
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in sorted(value.items())}
    if isinstance(value, v.Condition):
        return {v.key_of(value): _fields(value)}
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Iterable):
        return [plain(one) for one in value]
    if isinstance(value, Roster):  # in the order declared, which columns follow
        return {name: plain([*held.values()] if isinstance(held, dict) else held) for name, held in vars(value).items()}
    msg = f"a value of the floor, not a {type(value).__name__}"
    raise TypeError(msg)


def _fields(value: object) -> Json:
    return {one.name: plain(getattr(value, one.name)) for one in fields(value)}  # type: ignore[arg-type]


# ── what conditions ask about ─────────────────────────────────────────────────────────────────


def _asked(agreement: Agreement) -> Iterator[Condition]:
    """Every condition of every reading and presumption, negations opened."""
    for rule in agreement.rules:
        for read in (rule, *(rule.read_as(one.id) for one in rule.readings)):
            yield from _opened(read.conduct)
            yield from _opened(read.full_reach())
            for exception in read.full_exceptions():
                yield from _opened(exception.when)
    for presumption in agreement.presumptions:
        yield from _opened(presumption.when)
        yield from _opened(presumption.holds)


def _opened(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        inner = condition
        while isinstance(inner, v.Not):
            inner = inner.condition
        yield inner


def _areas(agreement: Agreement, asked: Iterable[Condition]) -> dict[AreaKey, Area]:
    """Each area that some condition asks about, drawn once."""
    found: dict[AreaKey, Area] = {}
    for condition in asked:
        for key in _keys(agreement, condition):
            if key not in found:
                found[key] = _drawn(agreement, key)
    return found


def _keys(agreement: Agreement, condition: Condition) -> Iterator[AreaKey]:
    zones = [zone for zone in agreement.zones if zone.area is not None]
    lines = [line for line in agreement.lines if line.chain is not None]
    if isinstance(condition, v.Inside | v.Outside):
        yield from (("zone", zone.id, 0) for zone in zones if any(map(zone.called, condition.zones)))
    elif isinstance(condition, v.Within):
        near = [zone.id for zone in zones if any(map(zone.called, condition.of))]
        near += [line.id for line in lines if line.id in condition.of]
        yield from (("band", name, condition.distance_m) for name in near)
    elif isinstance(condition, v.OwnLineWithin):
        meant = [line.id for line in lines if not condition.of or line.id in condition.of]
        yield from (("band", name, condition.distance_m) for name in meant)
    elif isinstance(condition, v.ForwardOfOwnLine):
        yield from (("forward", line.id, 0) for line in lines if line.forward)


def _drawn(agreement: Agreement, key: AreaKey) -> Area:
    kind, name, distance_m = key
    line = next((one for one in agreement.lines if one.id == name), None)
    zone = next((one for one in agreement.zones if one.id == name), None)
    if kind == "forward" and line and line.chain and line.forward and agreement.extent:
        return forward_of(agreement.extent, line.chain, line.forward)
    if kind == "band" and line and line.chain:
        return band(line.chain, distance_m)
    if kind == "band" and zone and zone.area:
        return band(zone.area, distance_m)
    if zone and zone.area:
        return zone.area
    msg = f"geometry for {key}"
    raise ValueError(msg)


def _changes(agreement: Agreement, asked: Iterable[Condition]) -> set[Instant]:
    """Every instant at which something of the agreement changes, schedules apart."""
    periods = [period for zone in agreement.zones for period in zone.periods]
    periods += [condition.period for condition in asked if isinstance(condition, v.During)]
    ends = {end for period in periods if period != ALWAYS for end in period.ends()}
    return ends | agreement.roster.changes()


def _schedules(agreement: Agreement, asked: Iterable[Condition]) -> Iterator[Schedule]:
    found = [zone.schedule for zone in agreement.zones if zone.schedule is not None]
    found += [one.schedule for one in asked if isinstance(one, v.OnSchedule)]
    yield from dict.fromkeys(found)


# ── columns ───────────────────────────────────────────────────────────────────────────────────


def _columns(agreement: Agreement) -> Iterator[Column]:
    """The common column, then one for each author of a list, reading, presumption or alias.

    The common one ranges over the views of those who keep a list or a reading: nobody widens it by an alias or
    a presumption of its own making.
    """
    holders = tuple(dict.fromkeys(_holders(agreement)))
    authors = tuple(dict.fromkeys((*holders, *_presuming_or_naming(agreement))))
    views = {author: _views(agreement, author) for author in authors}
    everyone = dict.fromkeys(view for holder in holders for view in views[holder])
    joint = tuple(p for p in agreement.presumptions if _joint(agreement, p))
    yield Column(COMMON, tuple(everyone) or _views(agreement, None), joint, _aliases(agreement, None))
    for author in authors:
        held = tuple(p for p in agreement.presumptions if author in (p.author, *p.adopters) or _joint(agreement, p))
        yield Column(author, views[author], held, _aliases(agreement, author))


def _holders(agreement: Agreement) -> Iterator[str]:
    yield from (book.author for book in agreement.roster.lists.values() if book.author)
    yield from (author for rule in agreement.rules for one in rule.readings for author in one.authors)


def _presuming_or_naming(agreement: Agreement) -> Iterator[str]:
    for presumption in agreement.presumptions:
        yield from (presumption.author, *presumption.adopters)
    for named in _all_named(agreement):
        yield from (alias.by for alias in named.aliases if alias.by is not None)


def _joint(agreement: Agreement, presumption: Presumption) -> bool:
    guarantors = {one.actor for one in agreement.guarantors}
    return bool(guarantors) and guarantors <= {presumption.author, *presumption.adopters}


def _views(agreement: Agreement, author: str | None) -> tuple[View, ...]:
    """Every list and every reading that an author holds, or all where it holds none."""
    books = agreement.roster.lists.values()
    own = [book.id for book in books if author is not None and book.author == author]
    lists = own or [book.id for book in books]
    read = [(rule, _held_readings(rule, author)) for rule in agreement.rules if rule.readings]
    return tuple(
        _view(agreement, list_id, tuple((rule.id, one.id) for (rule, _), one in zip(read, chosen, strict=True)))
        for list_id in lists
        for chosen in product(*(readings for _, readings in read))
    )


def _held_readings(rule: Rule, author: str | None) -> tuple[Reading, ...]:
    own = tuple(one for one in rule.readings if author in one.authors)
    return own or rule.readings


def _view(agreement: Agreement, list_id: str, readings: tuple[tuple[str, str], ...]) -> View:
    chosen = dict(readings)
    rules = tuple(rule.read_as(chosen.get(rule.id, "")) for rule in agreement.rules)
    return View(list_id, readings, rules)


def _aliases(agreement: Agreement, author: str | None) -> dict[str, str]:
    """The names that count in a column: everybody's, and the author's own, which win there."""
    return {
        alias.name: named.id
        for counted in dict.fromkeys((None, author))
        for named in reversed(_all_named(agreement))
        for alias in named.aliases
        if alias.by == counted
    }


def _all_named(agreement: Agreement) -> list[Actor | Umbrella]:
    """Everybody who can bear a name, actors before umbrellas."""
    return [*agreement.roster.actors.values(), *agreement.roster.umbrellas.values()]
