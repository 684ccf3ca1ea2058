"""Payloads of every kind, made at will from the types of their fields and the bounds that these carry."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any

from hypothesis import strategies as st

from tests.kinds.examples import GOOD
from truceline.agreement import LANGUAGES
from truceline.claims import Dataset
from truceline.kinds import KINDS, Blob, Tree, payload_of
from truceline.kinds.bounds import Among, Bounded, Chars, Drawn, Hours, Items, Length, Payload, Shape, Tongues, Within
from truceline.period import Instant, Period, Schedule
from truceline.place import Altitudes, Area, area_from_flat
from truceline.terms import Condition, When
from truceline.terms.vocabulary import Armed, Not, NotifiedBefore

INSTANTS = st.integers(0, 4 * 10**9).map(Instant)
AREAS = st.tuples(st.integers(-17, 16), st.integers(-8, 7), st.integers(1, 9)).map(
    lambda one: area_from_flat([[one[0] * 10**8, one[1] * 10**8, one[0] * 10**8 + one[2] * 10**7, one[1] * 10**8,
                                 one[0] * 10**8, one[1] * 10**8 + one[2] * 10**7]])
)  # fmt: skip
PERIODS = st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)).map(
    lambda one: Period(Instant(one[0]), Instant(one[0] + one[1]))
)
HALF_OPEN = st.one_of(PERIODS, INSTANTS.map(lambda at: Period(at, None)), INSTANTS.map(lambda at: Period(None, at)))
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"])
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(LETTERS, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, max_size=3), inner, max_size=3),
    max_leaves=5,
)
CONDITIONS = st.recursive(
    st.booleans().map(Armed) | st.integers(0, 10**6).map(NotifiedBefore), lambda inner: inner.map(Not), max_leaves=2
)
MADE: dict[Any, st.SearchStrategy[Any]] = {
    Instant: INSTANTS,
    Area: AREAS,
    Period: HALF_OPEN,
    bool: st.booleans(),
    int: st.integers(0, 1000),
    str: st.text(LETTERS, max_size=10),
    Blob: st.binary(min_size=32, max_size=32).map(lambda one: Blob(one.hex())),
    Tree: TREES.map(Tree),
    type(None): st.none(),
    Altitudes: st.tuples(st.integers(0, 9), st.integers(9, 99)).map(lambda one: Altitudes(*one, "AGL")),
    Schedule: st.integers(0, 1439).map(lambda one: Schedule(("mon",), one, 1440, "UTC")),
    Dataset: st.text(LETTERS, min_size=1, max_size=5).map(lambda name: Dataset(name, "", "")),
    When: PERIODS.map(When),
    Condition: CONDITIONS,
}


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a typing construct
    """Values of a type, within the bounds that it carries."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint in MADE:
        return MADE[hint]
    if origin is Annotated:
        return bounded(args[0], hint.__metadata__)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(values(one) for one in args))
    if origin is tuple:
        alike = args[1:] == (...,)
        return st.lists(values(args[0]), max_size=3).map(tuple) if alike else st.tuples(*(values(one) for one in args))
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(st.text(LETTERS, min_size=1, max_size=4), values(args[1]), max_size=3)
    return payloads(hint) if issubclass(hint, Payload) else st.sampled_from(hint)


def bounded(inner: Any, bounds: tuple[Any, ...]) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a typing construct
    """Values of a type within one bound, the nearest one."""
    found: st.SearchStrategy[Any]
    texts = st.text(LETTERS, min_size=1, max_size=10)
    match bounds[-1]:
        case Chars(least, most):
            found = st.text(LETTERS, min_size=least, max_size=min(most, least + 20))
        case Length(most):
            found = st.text(LETTERS, min_size=1, max_size=min(most, 20))
        case Shape(pattern):
            found = st.from_regex(pattern, fullmatch=True, alphabet=st.characters(max_codepoint=127))
        case Among(words, empty):
            found = st.sampled_from((*words, "") if empty else words)
        case Tongues(_, empty):
            found = st.dictionaries(st.sampled_from(LANGUAGES), texts, min_size=0 if empty else 1)
        case Items(least, most):
            each = values(typing.get_args(inner)[0])
            found = st.lists(each, min_size=least, max_size=min(most, least + 3), unique_by=repr).map(tuple)
        case Within(least, most):
            return st.integers(least, most)
        case Bounded():
            return PERIODS
        case Drawn() | Hours():
            return values(inner)
    return found


def payloads(payload: type[Payload]) -> st.SearchStrategy[Any]:
    """Payloads of a type: its fields at will, as far as they fit the example's others."""
    hints = typing.get_type_hints(payload, include_extras=True)
    fields = {one.name: values(hints[one.name]) for one in dataclasses.fields(payload)}
    return st.fixed_dictionaries({}, optional=fields).map(lambda drawn: fitted(payload, drawn)).filter(bool)


def fitted(payload: type[Payload], drawn: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of the payload's type
    """The example with each drawn field that fits; where there is no example, the drawn fields alone, or None."""
    found = EXAMPLE_OF.get(payload)
    if found is None:
        try:
            return payload(**drawn)
        except (TypeError, ValueError):
            return None
    for name, value in drawn.items():
        try:
            found = dataclasses.replace(found, **{name: value})
        except ValueError:
            continue
    return found


EXAMPLE_OF: dict[type, Any] = {kind.payload: payload_of(name, GOOD[name]) for name, kind in KINDS.items()}
INNER = {"claims.read": "claims", "disclosed": "opened", "activity.notified": "volumes", "incident.linked": "members"}
EXAMPLE_OF |= {
    type(getattr(EXAMPLE_OF[KINDS[kind].payload], field)[0]): getattr(EXAMPLE_OF[KINDS[kind].payload], field)[0]
    for kind, field in INNER.items()
}
