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
    """What a schema finds wrong with a tree; `place` gives file and line of a path."""
    found = []
    for one in error.errors(include_url=False):
        path = _real_path(tree, one["loc"])
        if one["type"] == "too_short" and _at(tree, path):
            continue  # the list has items; what is wrong with them is said of each
        found.append(Fault(*place(path), dotted(path), *_said(kind, path, dict(one))))
    return found


def _at(tree: Tree, path: Path) -> Tree:
    value = tree
    for key in path:
        value = value[key] if isinstance(value, dict | list) else None  # type: ignore[index]  # as `_real_path` went
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
    expected = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return expected, shortened(str(error.get("input", ""))), "Correct this value."


def _real_path(tree: Tree, loc: tuple[str | int, ...]) -> Path:
    """The path in the file: names of union members that the checker adds are left out."""
    path: Path = ()
    value: Tree = tree
    for i, key in enumerate(loc):
        if isinstance(value, dict) and (key in value or i == len(loc) - 1):
            path, value = (*path, key), value.get(str(key))
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            path, value = (*path, key), value[key]
    return path


def _known_keys(kind: type[BaseModel], path: Path) -> list[str]:
    """The keys allowed where an unknown one stands."""
    model: type[BaseModel] | None = kind
    for key in path[:-1]:
        if isinstance(key, str) and model is not None:
            model = _below(model, key)
    return _keys(model) if model else []


def _keys(model: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _below(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return _inner(field.annotation)
    return None


def _inner(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_inner(one) for one in getattr(annotation, "__args__", ()))
    return next((one for one in found if one is not None), None)
