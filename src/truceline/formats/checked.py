"""A YAML file checked against a schema: the model it makes, or every fault with its line.

What the checker of schemas says is turned into what, where, expected, got, and what to do next; for an
unknown key, which were meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from truceline.errors import DataError, Fault, shortened
from truceline.formats.yaml_text import Document, Path, Tree, dotted, read_yaml

M = TypeVar("M", bound=BaseModel)
CANDIDATES = "candidates"  # the key under which a value stands in several versions
SEVERAL = "Several"  # the model of those
_WORDS = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}


def read_checked(kind: type[M], data: bytes, file: str, what: str) -> tuple[M, Document]:
    """The model of a YAML file and the lines of its values; raises DataError with every fault."""
    document = read_yaml(data, file)
    faults = list(document.faults)
    if not faults and not isinstance(document.tree, dict):
        got = "nothing" if document.tree is None else "a list or word"
        faults.append(Fault(file, 1, "", f"keys of {what}", got, f"Begin with one of: {', '.join(_keys(kind))}."))
    if not faults:
        try:
            return kind.model_validate(document.tree), document
        except ValidationError as error:
            faults = faults_of(error, kind, document.tree, lambda path: (file, line_of(document, path)))
    raise DataError(f"{what} that cannot be read", tuple(sorted(set(faults))))


def line_of(document: Document, path: Path) -> int:
    """The line of a value, or of the nearest value around it."""
    return next((document.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in document.lines), 0)


def faults_of(
    error: ValidationError, kind: type[BaseModel], tree: Tree, place: Callable[[Path], tuple[str, int]]
) -> list[Fault]:
    """What a schema finds wrong with a tree; `place` gives file and line of a path.

    Where a value may be one of several kinds and is none, the kinds are told in one fault.
    """
    found: dict[tuple[Path, str, str], list[str]] = {}
    for one in error.errors(include_url=False):
        path = _real_path(tree, one["loc"], absent=one["type"] in ("missing", "extra_forbidden"))
        if _of_another_kind(tree, one["loc"]) or (one["type"] == "too_short" and _at(tree, path)):
            continue
        expected, got, cure = _said(kind, path, dict(one))
        found.setdefault((path, got, cure), []).append(expected)
    paths = {path for path, _, _ in found}
    return [
        Fault(*place(path), dotted(path), " or ".join(dict.fromkeys(kinds)), got, cure)
        for (path, got, cure), kinds in found.items()
        if not any(len(other) > len(path) and other[: len(path)] == path for other in paths)  # said more exactly there
    ]


def _of_another_kind(tree: Tree, loc: tuple[str | int, ...]) -> bool:
    """Whether it is said of a plain value as if it were candidates, or of candidates as if they were one value."""
    path = _real_path(tree, loc, absent=False)
    above = (_at(tree, path[:end]) for end in range(len(path) + 1))
    return any(isinstance(value, dict) and CANDIDATES in value for value in above) != (SEVERAL in loc)


def _at(tree: Tree, path: Path) -> Tree:
    """The value at a path; None where there is none."""
    value = tree
    for key in path:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def _said(kind: type[BaseModel], path: Path, error: Mapping[str, Any]) -> tuple[str, str, str]:
    """What was expected, what stood there, what to do next."""
    if error["type"] == "extra_forbidden":
        known = _known_keys(kind, path)
        near = get_close_matches(str(path[-1]), known, n=1)
        cure = f"Did you mean {near[0]}?" if near else "Remove it or correct its spelling."
        return f"one of: {', '.join(known)}" if known else "a known key", str(path[-1]), cure
    if error["type"] == "missing":
        return f"a value for {path[-1]}", "nothing", "Add it."
    if error["type"] == "too_short":
        return "at least one", "none", "Add one, or remove the key."
    said = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    expected = _WORDS.get(str(error["type"]), said)
    if error["type"] == "string_pattern_mismatch":
        expected = (
            "a time from 00:00 to 24:00" if ":" in error["ctx"]["pattern"] else "letters and digits, . _ - among them"
        )
    return expected, shortened(str(error.get("input", ""))), "Correct this value."


def _real_path(tree: Tree, loc: tuple[str | int, ...], *, absent: bool) -> Path:
    """The path in the file: names of union members that the checker adds are left out.

    `absent`: the last key is one that is missing there, or should be.
    """
    path: Path = ()
    value: Tree = tree
    for i, key in enumerate(loc):
        if isinstance(value, dict) and (key in value or (absent and i == len(loc) - 1)):
            path, value = (*path, key), value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            path, value = (*path, key), value[key]
    return path


def _known_keys(kind: type[BaseModel], path: Path) -> list[str]:
    """The keys allowed where an unknown one stands, of every kind that may stand there."""
    models = [kind]
    for key in path[:-1]:
        if isinstance(key, str):
            models = [below for model in models for below in _below(model, key)]
    return sorted({key for model in models for key in _keys(model)})


def _keys(model: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _below(model: type[BaseModel], key: str) -> list[type[BaseModel]]:
    fields = model.model_fields.items()
    return [found for name, field in fields if key in (name, field.alias) for found in _inner(field.annotation)]


def _inner(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for one in getattr(annotation, "__args__", ()) for found in _inner(one)]
