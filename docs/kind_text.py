"""Every kind of entry as Markdown: one table of them all, and one for each payload, for those who write a reader anew.

What a field means is the comment behind it in the code, read from there, so that page and code cannot part.
"""

import ast
import inspect
import io
import re
import tokenize
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from typing import Annotated, Any

from docs.schema_text import one_of, table
from truceline.agreement import LANGUAGES
from truceline.kinds import KINDS, Kind, Role, Whose, bounds
from truceline.kinds.bounds import Payload
from truceline.period import Instant, Period, Schedule
from truceline.place import Altitudes, Area
from truceline.terms import Condition, When

ABOUT = {
    Whose.NOTHING: "nothing: a new object",
    Whose.OWN: "its author's own",
    Whose.OTHERS: "another's",
    Whose.ANY: "anybody's",
}
CALLED: dict[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    Instant: "instant",
    Period: "period",
    Area: "area",
    Schedule: "hours of the week",
    Altitudes: "altitudes",
    Condition: "[condition](terms.md)",
    When: "`span` (instant or period), `throughout`",
    bounds.Blob: "hash of a blob",
    bounds.Tree: "JSON",
    types.NoneType: "nothing",
}


def kinds() -> str:
    """All kinds: who may append each, about whose object, whether it may be sealed, and what effect it has."""
    rows = [[link(kind), roles(kind), ABOUT[kind.about], seal(kind), effect(kind)] for kind in KINDS.values()]
    return table(["kind", "who may append it", "about whose object", "sealed", "effect"], rows)


def link(kind: Kind) -> str:
    """A link to a kind's own section."""
    return f"[`{kind.name}`](#{kind.name.replace('.', '')})"


def roles(kind: Kind) -> str:
    """Who may append a kind."""
    return "everybody" if kind.roles == frozenset(Role) else ", ".join(role for role in Role if role in kind.roles)


def seal(kind: Kind) -> str:
    """Whether a kind may be sealed."""
    return "only" if kind.only_sealed else "may be" if kind.sealable else "never"


def effect(kind: Kind) -> str:
    """What effect a kind has."""
    return "legal" if kind.legal else "humanitarian" if kind.humanitarian else ""


def payloads() -> str:
    """One section for each kind: what it says, what it may be about, and its fields."""
    return "\n\n".join(section(kind) for kind in KINDS.values())


def section(kind: Kind) -> str:
    """One kind with its fields."""
    about = [f"About {ABOUT[kind.about]}: {', '.join(f'`{one}`' for one in kind.subjects)}."] if kind.subjects else []
    return "\n\n".join([f"### {kind.name}", kind.gist, *about, *inner(kind.payload)])


def inner(payload: type[Payload]) -> Iterator[str]:
    """The table of a payload's fields, then those of the values in it."""
    hints = typing.get_type_hints(payload, include_extras=True)
    said = meanings(payload)
    rows = [[f"`{one.name}`", form(hints[one.name]), said[one.name], required(one)] for one in fields(payload)]
    yield table(["field", "what may stand there", "what it says", "required"], rows) if rows else "It has no payload."
    for below in dict.fromkeys(held(tuple(hints.values()))):
        yield f"A *{called(below)}*: {sentence(below)}"
        yield from inner(below)


def sentence(payload: type[Payload]) -> str:
    """What a value in a payload is."""
    text = " ".join((payload.__doc__ or "").split())
    return text[0].lower() + text[1:]


def required(field: Field[Any]) -> str:
    """Whether a field has no default."""
    return "yes" if field.default is MISSING and field.default_factory is MISSING else ""


def held(hints: tuple[Any, ...]) -> Iterator[type[Payload]]:
    """The payloads that stand within others."""
    for hint in hints:
        if isinstance(hint, type) and issubclass(hint, Payload):
            yield hint
        yield from held(typing.get_args(hint))


def called(kind: type) -> str:
    """What people call a class: `ClaimRead` is a claim read."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


def form(hint: Any) -> str:  # noqa: ANN401 - a typing construct
    """What may stand for a field, in a few words."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if hint in CALLED:
        return CALLED[hint]
    if origin is Annotated:
        inner = [] if says_all(hint.__metadata__[0]) else [form(args[0])]
        return ", ".join([*inner, *(bounded(bound) for bound in hint.__metadata__)])
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(form(one) for one in args)
    if origin is tuple:
        return f"list of {form(args[0])}" if args[1:] == (...,) else f"[{', '.join(form(one) for one in args)}]"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"object of {form(args[1])}"
    return one_of([*map(str, hint)]) if issubclass(hint, StrEnum) else f"*{called(hint)}*"


def says_all(bound: object) -> bool:
    """Whether a bound says by itself what may stand there."""
    return isinstance(bound, bounds.Shape | bounds.Among | bounds.Tongues)


def bounded(bound: object) -> str:
    """A bound in a few words."""
    found = "of a known time zone"
    match bound:
        case bounds.Chars(least, most):
            found = f"{least} to {most:,} characters"
        case bounds.Length(most):
            found = f"1 to {most:,} characters"
        case bounds.Shape(_, words):
            found = words
        case bounds.Among(listed, empty):
            found = one_of(list(listed)) + (" or empty" if empty else "")
        case bounds.Within(least, most):
            found = f"{least} to {most:,}"
        case bounds.Items(least, most):
            found = f"{least} to {most:,}, none twice"
        case bounds.Tongues(most, empty):
            at_least = "" if empty else ", at least one"
            found = f"text in {', '.join(f'`{each}`' for each in LANGUAGES)}{at_least}, up to {most:,} characters each"
        case bounds.Bounded():
            found = "with both ends"
        case bounds.Drawn(size):
            found = "at least 10⁻⁴ square degree" if size else f"at most {bounds.VERTICES:,} vertices"
    return found


def meanings(payload: type[Payload]) -> dict[str, str]:
    """What each field means: the comment that stands behind it; raises KeyError at a field without one."""
    found: dict[str, str] = {}
    for kind in reversed(payload.__mro__[:-1]):
        source = inspect.cleandoc(inspect.getsource(kind))
        said = {
            token.start[0]: token.string.removeprefix("# ").strip()
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
        body = typing.cast("ast.ClassDef", ast.parse(source).body[0]).body
        named = ((one.target, one) for one in body if isinstance(one, ast.AnnAssign))
        lines = {target.id: one for target, one in named if isinstance(target, ast.Name)}
        for name, line in lines.items():
            found[name] = escaped(said.get(line.lineno) or said[line.end_lineno or line.lineno])
    return found


def escaped(text: str) -> str:
    """The text with what a table's cell would take for its own, and Python's word for nothing in plain ones."""
    return text.replace("|", "\\|").replace("None:", "nothing:")
