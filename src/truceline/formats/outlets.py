"""Outlets from a file: who publishes, by every name, whose they are, which are agencies.

TOML, one ``[[outlet]]`` each: ``id``, and where there are any ``names`` (a list, in any script), ``owner``, ``wire``
(true: an agency whose copy others print), ``state_of`` (the actor whose state outlet it is). The shipped list holds
agencies and papers that others often cite; a deployment adds its own, and its entry stands in place of a shipped one
of the same id. Owners say what may share an origin, never how far an outlet is to be believed.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from truceline.claims import Outlet, Registry
from truceline.errors import DataError, Fault

_CURE = "Write [[outlet]] with id, names, owner, wire and state_of as in the shipped outlets.toml."
_TEXTS = ("id", "owner", "state_of")
_FIELDS = frozenset({*_TEXTS, "names", "wire"})


def read_outlets(data: bytes, file: str) -> Registry:
    """The outlets of a file; raises DataError naming every entry that is none."""
    try:
        tree = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        fault = Fault(file, 0, "", "TOML in UTF-8", str(error), _CURE)
        raise DataError(f"{file} cannot be read", (fault,)) from None
    listed = tree.get("outlet")
    entries = listed if isinstance(listed, list) and set(tree) == {"outlet"} else [tree]
    faults = tuple(
        Fault(file, 0, f"outlet {n}", *told, _CURE) for n, one in enumerate(entries, 1) if (told := _wrong(one))
    )
    if faults:
        raise DataError(f"{file} cannot be read", faults)
    return Registry(_outlet(one) for one in entries)


def _wrong(one: object) -> tuple[str, str] | None:
    """What was expected of an entry and what stands there; None where it is whole."""
    if not isinstance(one, dict) or not one.get("id"):
        return "an id", shown(one)
    if unknown := sorted(set(one) - _FIELDS):
        return f"one of {', '.join(sorted(_FIELDS))}", unknown[0]
    for name in _TEXTS:
        if not isinstance(one.get(name, ""), str):
            return f"{name} as text", shown(one[name])
    names = one.get("names", [])
    if not isinstance(names, list) or not all(isinstance(each, str) and each for each in names):
        return "names as a list of texts", shown(names)
    return None if isinstance(one.get("wire", False), bool) else ("wire true or false", shown(one["wire"]))


def shown(value: object) -> str:
    """The beginning of a value, for an error."""
    return repr(value)[:60]


def _outlet(one: dict[str, Any]) -> Outlet:
    texts = {name: one.get(name, "") for name in _TEXTS}
    return Outlet(**texts, names=tuple(one.get("names", ())), wire=one.get("wire", False))


@cache
def shipped() -> Registry:
    """The outlets that come with the package."""
    file = files("truceline.formats") / "outlets.toml"
    return read_outlets(file.read_bytes(), file.name)


def together(*registries: Registry) -> Registry:
    """Several lists as one; of one id, the later stands."""
    return Registry({key: one for each in registries for key, one in each.outlets.items()}.values())
