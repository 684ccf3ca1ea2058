"""Reading an agreement directory: files in, one agreement out, or every fault with its place.

1. Each YAML file is read with the line of every value.
2. Sections are merged: lists are concatenated in file-name order, anything else stands once.
3. The schema is checked; 4. the agreement is built; 5. what only the whole shows is checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from truceline.agreement import Agreement
from truceline.errors import AgreementError, Fault
from truceline.formats.agreement import linting, schema
from truceline.formats.agreement.building import Builder
from truceline.formats.agreement.where import Where
from truceline.formats.checked import faults_of
from truceline.formats.yaml_text import Document, Path, Tree, read_yaml

VARIANTS = "variants"


@dataclass(frozen=True)
class Read:
    """What reading came to."""

    agreement: Agreement | None  # None where there are faults
    faults: tuple[Fault, ...]


def variants_of(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The variants a directory holds, by the names of its folders."""
    inside = (name.split("/") for name in files if name.startswith(f"{VARIANTS}/"))
    return tuple(sorted({parts[1] for parts in inside if len(parts) == 3 and parts[2].endswith(".yaml")}))


def default_variant(files: Mapping[str, bytes]) -> str | None:
    """The variant meant when none is named; None where the directory names none."""
    where = _merged(files, None)
    named = where.tree.get("default_variant")
    return named if isinstance(named, str) else None


def read_agreement(files: Mapping[str, bytes], variant: str | None = None) -> Read:
    """Read a directory's files (relative path → bytes), with one of its variants if named."""
    where = _merged(files, variant)
    if where.faults:
        return _outcome(where, None)
    model = _checked(where)
    if model is None:
        return _outcome(where, None)
    maps = {_map_name(name, variant): data for name, data in files.items() if name.endswith(".geojson")}
    agreement = Builder(where, maps).build(model)
    linting.check(where, agreement)
    if variant:
        agreement = replace(agreement, id=f"{agreement.id}/{variant}")
    return _outcome(where, agreement)


def read_inline(sections: Mapping[str, Any]) -> Agreement:
    """An agreement from sections written in place, as test vectors have them.

    What a vector may leave out (titles, names, gists, sources) is filled in. Raises AgreementError.
    """
    tree = _filled(_as_text(dict(sections)))
    where = Where(tree)
    where.places[()] = ("(inline)", 0)
    model = _checked(where)
    agreement = Builder(where, {}).build(model) if model else None
    if agreement is not None:
        linting.check(where, agreement)
    if agreement is None or where.faults:
        raise AgreementError("the agreement does not lint", tuple(where.faults))
    return agreement


def _outcome(where: Where, agreement: Agreement | None) -> Read:
    faults = tuple(sorted(set(where.faults)))
    return Read(None if faults else agreement, faults)


def _map_name(name: str, variant: str | None) -> str:
    return name.removeprefix(f"{VARIANTS}/{variant}/") if variant else name


# ── merging files ─────────────────────────────────────────────────────────────────────────────


def _merged(files: Mapping[str, bytes], variant: str | None) -> Where:
    where = Where()
    folder = f"{VARIANTS}/{variant}/"
    chosen = [name for name in sorted(files) if name.endswith(".yaml") and "/" not in name]
    if variant:
        chosen += [name for name in sorted(files) if name.endswith(".yaml") and name.startswith(folder)]
    head = "agreement.yaml" if "agreement.yaml" in chosen else next(iter(chosen), "")
    where.places[()] = (head, 1 if head else 0)
    if not chosen:
        where.fault(
            (), "at least one .yaml file", "none", "Write agreement.yaml; `truceline agreement show` prints one."
        )
    for name in chosen:
        document = read_yaml(files[name], name)
        where.faults += document.faults
        _take(where, document, name)
    return where


def _take(where: Where, document: Document, file: str) -> None:
    if document.tree is None:
        return
    if not isinstance(document.tree, dict):
        where.faults.append(Fault(file, 1, "", "sections at the top of the file", "a list or word", "Name a section."))
        return
    for section, value in document.tree.items():
        _take_section(where, document, file, section, value)


def _take_section(where: Where, document: Document, file: str, section: str, value: Tree) -> None:
    held = where.tree.get(section)
    start = len(held) if isinstance(held, list) else 0
    if section in where.tree and not (isinstance(held, list) and isinstance(value, list)):
        line = document.lines[(section,)]
        where.faults.append(Fault(file, line, section, "the section once", "again", "Keep it in one file."))
        return
    if isinstance(held, list) and isinstance(value, list):
        held.extend(value)
    else:
        where.tree[section] = list(value) if isinstance(value, list) else value
    for path, line in document.lines.items():
        if path[:1] == (section,):
            moved: Path = path
            if len(path) > 1 and isinstance(path[1], int):
                moved = (section, path[1] + start, *path[2:])
            where.places.setdefault(moved, (file, line))


# ── the schema's own faults ───────────────────────────────────────────────────────────────────


def _checked(where: Where) -> schema.AgreementModel | None:
    try:
        return schema.AgreementModel.model_validate(where.tree)
    except ValidationError as error:
        where.faults += faults_of(error, schema.AgreementModel, where.tree, where.of)
        return None


# ── what vectors may leave out ────────────────────────────────────────────────────────────────


def _as_text(value: Any) -> Any:  # noqa: ANN401 - whatever a YAML loader makes
    if isinstance(value, Mapping):
        return {str(key): _as_text(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return None if value is None else str(value)


_FILLED = "v"  # the id of the source and instrument that vectors get
_CLAUSE: dict[str, Any] = {"instrument": _FILLED, "paragraph": "1", "gist": {"en": "-"}, "source": _FILLED}


def _filled(tree: dict[str, Any]) -> dict[str, Any]:
    words = {"en": "-"}
    head = {
        "id": "vector",
        "title": words,
        "status": "fictional",
        "time_zone": "UTC",
        "sources": [{"id": _FILLED, "title": "a vector", "standing": "own"}],
        "instruments": [{"id": _FILLED, "title": words, "source": _FILLED}],
    }
    for section, items in tree.items():
        for one in items if isinstance(items, list) else [items] if section == "monitor" else []:
            if isinstance(one, dict):
                _fill(section, one)
    return {**head, **tree}


def _fill(section: str, one: dict[str, Any]) -> None:
    name = {"en": one.get("id", "-")}
    wants: dict[str, dict[str, Any]] = {
        "actors": {"names": name},
        "umbrellas": {"names": name},
        "zones": {"names": name},
        "lines": {"names": name},
        "baselines": {"names": name, "unit": "-"},
        "places": {"names": name},
        "lists": {"title": name},
        "rules": {"clause": dict(_CLAUSE), "in_force": {}},
        "presumptions": {"clause": dict(_CLAUSE), "question": {"en": "-"}, "rebuttal": {"en": "-"}},
        "obligations": {"clause": dict(_CLAUSE), "text": {"en": "-"}},
        "procedure": {"clause": dict(_CLAUSE), "text": {"en": "-"}},
    }
    without_source = ("sources", "rules", "presumptions", "obligations", "procedure", "places")
    defaults = wants.get(section, {})
    if section not in without_source:
        defaults = {**defaults, "source": _FILLED}
    for key, value in defaults.items():
        one.setdefault(key, value)
    for key, extra in _NESTED.items():
        for inner in one.get(key) or []:
            if isinstance(inner, dict):
                for field, value in extra.items():
                    inner.setdefault(field, value)
    for reading in one.get("readings") or []:
        for exception in reading.get("exceptions") or []:
            exception.setdefault("clause", dict(_CLAUSE))


_NESTED: dict[str, dict[str, Any]] = {
    "aliases": {"source": _FILLED},
    "roles": {"source": _FILLED},
    "part_of": {"source": _FILLED},
    "counts": {"source": _FILLED},
    "exceptions": {"clause": _CLAUSE},
    "assessments": {"clause": _CLAUSE, "question": {"en": "-"}},
    "justifications": {"clause": _CLAUSE, "question": {"en": "-"}},
    "readings": {"title": {"en": "-"}, "source": _FILLED},
}
