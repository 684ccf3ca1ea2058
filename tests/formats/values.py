"""Events of any kind, for properties: every field, candidates, rings, altitudes, stated tables."""

import datetime as dt
import types
import typing
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from truceline.claims import Dataset, Deaths, Event, Report
from truceline.period import Instant, Period
from truceline.place import DATUMS, E7, Altitudes, Area, Position
from truceline.terms import (
    NOBODY,
    UNKNOWN_SIDE,
    Candidate,
    Conduct,
    Direction,
    HarmedFact,
    Member,
    Notice,
    Side,
    Source,
    Stated,
    When,
)

LARGEST = 2**53 - 1
words = st.text(st.characters(codec="utf-8"), max_size=12)
wholes = st.integers(-LARGEST, LARGEST)
instants = st.integers(-62_135_596_800, 253_402_300_799).map(Instant)  # the years 1 to 9999
positions = st.builds(Position, st.integers(-180 * E7, 180 * E7), st.integers(-90 * E7, 90 * E7))
rings = st.lists(positions.map(lambda at: (at.lon_e7, at.lat_e7)), min_size=3, max_size=5).map(tuple)
areas = st.lists(rings, min_size=1, max_size=3).map(lambda found: Area(tuple(found)))
periods = st.lists(instants, min_size=2, max_size=2, unique=True).map(lambda ends: Period(min(ends), max(ends)))
open_periods = st.one_of(
    periods,
    st.just(Period(None, None)),
    instants.map(lambda at: Period(at, None)),
    instants.map(lambda at: Period(None, at)),
)
members = st.builds(Member, st.one_of(st.none(), words), words)
sides = st.one_of(
    st.just(NOBODY),
    st.just(UNKNOWN_SIDE),
    words.map(lambda name: Side(umbrella=name)),
    st.lists(members, max_size=3).map(lambda found: Side(members=tuple(found))),
)
altitudes = st.builds(
    lambda ends, datum: Altitudes(min(ends), max(ends), datum),
    st.lists(wholes, min_size=2, max_size=2),
    st.sampled_from(DATUMS),
)


def candidates(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[Candidate[object], ...]]:
    """No, one or two versions of a field."""
    return st.lists(st.builds(Candidate, values, words), max_size=2).map(tuple)


def tables(values: st.SearchStrategy[object]) -> st.SearchStrategy[Stated[object]]:
    """A stated table, sorted by its keys."""
    return st.dictionaries(words, values, max_size=3).map(lambda table: Stated(tuple(sorted(table.items()))))


texts = candidates(words)
flags = candidates(st.booleans())
conducts = st.builds(
    Conduct,
    id=words,
    a=candidates(sides),
    b=candidates(sides),
    direction=candidates(st.sampled_from(Direction)),
    kind=texts,
    weapon=texts,
    platform=texts,
    purpose=texts,
    site=texts,
    armed=flags,
    control_changed=flags,
    in_notified_volume=flags,
    harmed=candidates(
        st.builds(
            HarmedFact, st.lists(words, max_size=2).map(tuple), st.none() | st.lists(words, max_size=2).map(tuple)
        )
    ),
    place=candidates(st.none() | positions | areas),
    own_line_mm=candidates(wholes),
    time=candidates(st.builds(When, instants | open_periods, st.booleans())),
    altitude=candidates(altitudes),
    notice=candidates(st.builds(Notice, st.none() | wholes)),
    answers=candidates(tables(words)),
    amounts=candidates(tables(wholes)),
    intended=st.booleans(),
    sources=st.dictionaries(words, st.builds(Source, st.lists(words, max_size=2).map(tuple)), max_size=2),
)
counts = st.none() | st.integers(0, LARGEST)
reports = st.builds(Report, words, st.none() | st.dates(dt.date(1, 1, 1)), words, words)
events = st.builds(
    Event,
    id=words,
    conduct=conducts,
    titles=st.dictionaries(words, words, max_size=2),
    place_name=words,
    district=words,
    place_precision=words,
    time_precision=words,
    marker=st.none() | positions,
    deaths=st.builds(Deaths, counts, counts, counts, counts, counts, counts, counts),
    reports=st.lists(reports, max_size=2).map(tuple),
    notes=st.lists(words, max_size=2).map(tuple),
    row=st.integers(0, 10**6),
)


_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: wholes,
    bool: st.booleans(),
    type(None): st.none(),
    Instant: instants,
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type, as a dataclass's field names it
    """Values of a type made of dataclasses, rows and plain values."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([any_of(one) for one in inner])
    if origin is tuple and inner[1:] == (...,):
        return st.lists(any_of(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(any_of(one) for one in inner))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return st.builds(kind, **{name: any_of(hint) for name, hint in typing.get_type_hints(kind).items()})


datasets = st.builds(Dataset, words, words, words, st.booleans())
