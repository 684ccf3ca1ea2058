"""What an officer reads of what is sealed here, through the guard: listed, one by one, counted.

What is not there, what is not for whoever asks, what was erased and what cannot be opened are one and the same: left
out of lists and counts, and unknown where it is asked for by its id.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from truceline.canon import Json
from truceline.desk import guard
from truceline.desk.guard.showing import shown_envelope
from truceline.desk.node import Node
from truceline.desk.people.accounts import Unlocked
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.sealing.vault import Vault
from truceline.errors import Locked, RecordError, UnknownName

PAGE = 50  # of a list, at once
_ID = re.compile("[0-9a-f]{32}")


def listed(node: Node, who: Unlocked, after: str = "") -> dict[str, Json]:
    """Up to 50 sealed objects with what they are, in order of id, behind that of `after`."""
    found: list[Json] = []
    for one in _seen(node, who):
        if one.id > after:
            found.append({"id": one.id, "envelope": _envelope(node, who, one)})
        if len(found) == PAGE:
            break
    return {"sealed": found}


def read(node: Node, who: Unlocked, id: str) -> dict[str, Json]:  # noqa: A002 - an object's own word
    """One sealed object, as far as it is for this officer. Raises UnknownName where nothing of it is."""
    with Vault(node) as vault:
        one = _opened(vault, who, id) if _ID.fullmatch(id) else None
    if one is None or not guard.seen(who.asker(node.origin), guard.thing_of(one), node.world.now()):
        raise guard.unknown(id)
    payload = guard.shown(who.asker(node.origin), guard.thing_of(one), one.tree, node.world.now())
    return {"id": one.id, "envelope": _envelope(node, who, one), "payload": dict(payload)}


def counts(node: Node, who: Unlocked) -> dict[str, Json]:
    """How many sealed objects this officer may count, in all and by kind."""
    asker, now, kinds = who.asker(node.origin), node.world.now(), Counter[str]()
    with Vault(node) as vault:
        things = [guard.thing_of(one) for one in _all(vault, who)]
    for thing in things:
        kinds[thing.kind] += guard.counted(asker, [thing], now)
    by_kind: dict[str, Json] = {kind: count for kind, count in sorted(kinds.items()) if count}
    return {"sealed": guard.counted(asker, things, now), "kinds": by_kind}


def _seen(node: Node, who: Unlocked) -> Iterator[SealedObject]:
    asker, now = who.asker(node.origin), node.world.now()
    with Vault(node) as vault:
        yield from (one for one in _all(vault, who) if guard.seen(asker, guard.thing_of(one), now))


def _all(vault: Vault, who: Unlocked) -> Iterator[SealedObject]:
    found = (_opened(vault, who, held.id) for held in vault.ids())
    return (one for one in found if one is not None)


def _opened(vault: Vault, who: Unlocked, id_: str) -> SealedObject | None:
    try:
        return vault.open(id_, who.body) if who.body else None
    except (UnknownName, Locked, RecordError):
        return None


def _envelope(node: Node, who: Unlocked, one: SealedObject) -> Json:
    given: dict[str, Json] = {}
    if one.envelope:
        given = shown_envelope(who.asker(node.origin), guard.thing_of(one), one.envelope, node.world.now())
    return given
