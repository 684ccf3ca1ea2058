"""The digest of an audience: what bodies come to with all that each of them was given to open.

The shared digest never knows of what is sealed, and stays when it comes, goes or is erased. Two bodies that were given
the same objects compare this one besides: F(H, opened) of RECORD.md. What counts are objects in the log that every body
named wrote or was given, as far as whoever asks may know of them; receipts and erasures answer one author each and are
left out. Where one of those objects was erased here there is no number any more, as `state` says: not even where
nobody could tell whose it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from truceline.desk.node import Node
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.sealing.vault import Vault
from truceline.errors import Locked
from truceline.kinds import Erasure, Held
from truceline.state import Unsealed, audience_digest
from truceline.tlog import entry as entries

if TYPE_CHECKING:
    from truceline.desk.views.view import View

Sees = Callable[[SealedObject], bool]  # whether whoever asks may know that it is there


def digest_among(vault: Vault, keys: Sequence[Identity], logs: Iterable[str], view: View, sees: Sees) -> str:
    """The digest, in hex, of this body's audience with these logs' bodies, over what somebody may see.

    `keys`: the body's, former ones too. Raises RecordError where it is not recomputable, Locked for another body's key.
    """
    view.whole()
    bodies = frozenset([vault.node.origin, *logs])
    here = [_opened(vault, one.id, keys) for one in vault.ids()]
    shown = set(_shown(vault.node))
    told = [one for one in here if _told(one, bodies) and sees(one)]
    held = {name: opening for one in told for name, opening in _unsealed(one) if name in shown}
    erased = (set(vault.given()) & shown) - {name for one in here for name in one.commitments}
    return audience_digest(view.heads, view.lines(), {*held, *(erased - _others(here, bodies))}, held.get)


def _opened(vault: Vault, id_: str, keys: Sequence[Identity]) -> SealedObject:
    for key in keys[:-1]:
        with suppress(Locked):
            return vault.open(id_, key)
    return vault.open(id_, keys[-1])


def _told(one: SealedObject, bodies: frozenset[str]) -> bool:
    """Whether an object tells something, and each of these bodies wrote it or was given it."""
    return bodies <= _given(one) and not isinstance(one.payload, Held | Erasure)


def _given(one: SealedObject) -> set[str]:
    return {one.origin, *(one.envelope.audience if one.envelope else ())}


def _unsealed(one: SealedObject) -> Iterator[tuple[str, Unsealed]]:
    for opening in one.openings:
        yield one.commitments[opening.index], Unsealed(one.origin, one.id, opening)


def _others(here: Iterable[SealedObject], bodies: frozenset[str]) -> set[str]:
    """What was erased that not all of these bodies had been given, as far as the erasures tell."""
    erasures = [(one.payload.commitments, bodies <= _given(one)) for one in here if isinstance(one.payload, Erasure)]
    theirs = {name for names, given in erasures if given for name in names}
    return {name for names, _ in erasures for name in names} - theirs


def _shown(node: Node) -> Iterator[str]:
    """Every commitment that stands in a log read here: what was erased before it left never did."""
    for head in node.heads():
        for leaf in node.leaves(head.origin):
            if b'"commitments"' in leaf:
                yield from entries.parse(leaf).commitments
