"""What an audience compares: the shared state with what it alone can open, and a digest of both.

The shared digest never knows of sealed payloads. Those to whom the same ones are open compare one of their own: over
the shared lines, then a line for each commitment opened, in order of commitment, so that it does not matter when or
from whom each came. Where a payload was erased that the audience had opened, there is no such digest any more: never
another number, which would pass for a difference in what was agreed (RECORD.md, "The fold").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from truceline.canon import canonical_text
from truceline.errors import Fault, RecordError
from truceline.state.lines import Head, digest
from truceline.state.sealed import said
from truceline.tlog.commitment import Opening, opens


class Unsealed(NamedTuple):
    """What opens one commitment, with the entry that it is made for."""

    origin: str  # the log of the sealed entry
    id: str  # the sealed entry's, 32 hex
    opening: Opening


Openings = Callable[[str], Unsealed | None]  # by commitment; None: it was erased, or never came


def audience_digest(heads: Iterable[Head], state: Iterable[str], opened: Iterable[str], openings: Openings) -> str:
    """The digest of a state with what an audience opened: F(H, opened); the shared one where nothing is.

    `opened` are the commitments whose payloads the audience was given, erased ones among them. Raises RecordError where
    a payload is gone, or does not open its commitment: then it is not recomputable.
    """
    read = sorted(heads)
    told = list(_lines(read, sorted(set(opened)), openings))
    return digest(read, chain(state, told))


def _lines(heads: list[Head], opened: list[str], openings: Openings) -> Iterator[str]:
    """One line for each commitment; raises RecordError naming every one that cannot be told."""
    logs = {origin for origin, _, _ in heads}
    found = {one: unsealed for one in opened if (unsealed := openings(one))}
    faults = [fault for one in opened if (fault := _fault(one, found.get(one), logs))]
    if faults:
        raise RecordError("the audience digest is not recomputable", tuple(faults))
    for commitment, unsealed in found.items():
        place = {"log": unsealed.origin, "id": unsealed.id, "field": unsealed.opening.index}
        tells = said(unsealed.opening.payload.decode(errors="replace"))
        yield canonical_text({"opened": commitment, **place, "tells": tells})


def _fault(commitment: str, unsealed: Unsealed | None, logs: set[str]) -> Fault | None:
    """Why a commitment cannot be told: its payload gone, not its own, or of a log that is not read."""
    where = f"commitment {commitment}"
    if unsealed is None:
        cure = "What was erased stays erased; compare the shared digest, which it never moved."
        return Fault(where, 0, "", "payload and salt", "none here", cure)
    if not opens(commitment, *unsealed):
        cure = "Ask the sealed entry's author for it again."
        return Fault(where, 0, "", "a payload and salt that open it", "others", cure)
    if unsealed.origin not in logs:
        cure = "Admit that log, or leave the entry out of what is compared."
        return Fault(where, 0, "", f"the log {unsealed.origin} among those read", "none of it", cure)
    return None
