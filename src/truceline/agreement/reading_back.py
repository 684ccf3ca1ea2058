"""From the canonical bytes back to the agreement that parties adopted.

A node that holds an adopted text holds its canonical bytes and nothing else: no directory, no YAML. This
reads them back. What is read must make the same bytes again, to the last vertex, its areas drawn anew: so a
byte changed anywhere, and a text compiled by a program that draws otherwise, is a fault and never a slightly other
agreement.
"""

from __future__ import annotations

import json
from typing import Any

from truceline.actors import Actor, Adherence, Designation, Outsider, Roster, StatusList, Umbrella
from truceline.agreement.compiling import CANONICAL_VERSION, canonical
from truceline.agreement.model import Agreement
from truceline.canon import Form, Json, from_json, register, to_json
from truceline.errors import Fault, RecordError, shortened
from truceline.terms import KEYS, Condition
from truceline.terms.vocabulary import key_of

_ROSTER: dict[str, Any] = {
    "actors": tuple[Actor, ...],
    "umbrellas": tuple[Umbrella, ...],
    "lists": tuple[StatusList, ...],
    "adherence": tuple[Adherence, ...],
    "designations": tuple[Designation, ...],
    "outsiders": tuple[Outsider, ...],
}
_PARTS = {"agreement", "areas", "canonical_version"}


def from_canonical(data: bytes) -> Agreement:
    """The agreement whose canonical form these bytes are; raises RecordError for any others."""
    try:
        agreement = from_json(Agreement, _whole(data)["agreement"])
        again = canonical(agreement)
    except Exception as error:  # noqa: BLE001 - whatever hostile bytes reach, geometry too, the fault is theirs
        raise _damaged("the canonical form of an agreement", shortened(str(error) or type(error).__name__)) from None
    if again != data:
        raise _damaged("bytes that the agreement they hold makes again", f"others from byte {_apart(again, data)} on")
    return agreement


def _whole(data: bytes) -> dict[str, Any]:
    tree = json.loads(data)
    if not isinstance(tree, dict) or set(tree) != _PARTS:
        raise ValueError(f"an object of {', '.join(sorted(_PARTS))}")
    if tree["canonical_version"] != CANONICAL_VERSION:
        raise ValueError(f"canonical_version {CANONICAL_VERSION}, not {shortened(str(tree['canonical_version']))}")
    return tree


def _apart(one: bytes, other: bytes) -> int:
    """The first place in which two texts differ."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _damaged(expected: str, got: str) -> RecordError:
    cure = "Fetch the text anew from somebody who adopted it; its SHA-256 is its fingerprint."
    return RecordError("an agreement cannot be read back", (Fault("", 0, "", expected, got, cure),))


# ── types whose canonical form does not follow their fields ───────────────────────────────────


def _condition_to_json(condition: Any) -> Json:  # noqa: ANN401 - one of the union
    return {key_of(condition): to_json(type(condition), condition)}


def _condition(tree: object) -> Any:  # noqa: ANN401 - one of the union
    if not isinstance(tree, dict) or len(tree) != 1:
        raise ValueError("a condition: an object of one key")
    key, inner = next(iter(tree.items()))
    if key not in KEYS:
        raise ValueError(f"a condition of the vocabulary, not {shortened(key)}")
    return from_json(KEYS[key], inner)


def _roster_to_json(roster: Roster) -> Json:
    held = vars(roster)
    return {
        name: to_json(kind, tuple(held[name].values() if isinstance(held[name], dict) else held[name]))
        for name, kind in _ROSTER.items()
    }


def _roster(tree: object) -> Roster:
    if not isinstance(tree, dict) or set(tree) != set(_ROSTER):
        raise ValueError(f"a roster of {', '.join(_ROSTER)}")
    return Roster(*(from_json(kind, tree[name]) for name, kind in _ROSTER.items()))


def _is_object(tree: object) -> bool:
    return isinstance(tree, dict)


register(Condition, Form(_condition_to_json, _condition, lambda one: isinstance(one, Condition), _is_object))
register(Roster, Form(_roster_to_json, _roster, lambda one: isinstance(one, Roster), _is_object))
