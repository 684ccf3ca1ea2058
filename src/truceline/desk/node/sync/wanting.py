"""Blobs that entries name: noted when the entries come, brought from whichever source has them.

A payload too long for its entry, an agreement's canonical form, a day's events: the entry has the digest, and
the fold says "cannot recompute" until the bytes are here. So each digest is noted before its entry is held,
asked for at every sync, and taken from anybody, since the digest says whether it is the right one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from truceline.desk.node.blobs import Blobs
from truceline.desk.node.store import Record
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.sources import Source
from truceline.kinds import KINDS, Blob, blobs, payload_of
from truceline.tlog.entry import Entry, parse

_LOOKED = 4096  # entries in memory at once

# An entry that names a blob has such a member, besides the genesis that all have, or hides it behind an escape; the
# others are not read again. Nothing is tried twice (possessive), so that no entry makes the search slow; the escape is
# looked for apart, for a search for either looks at every byte.
_NAMES, _ESCAPE = re.compile(rb'"(?!genesis")[a-z_]++"\s*+:\s*+(?:\[\s*+)?"[0-9a-f]{64}"'), rb"\u"
MOST_MISSING = 200  # asked for in vain, of one log in one sync; those asked for least come first the next time


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of the blobs wanted."""

    came: int  # blobs that are here now
    missing: int  # still wanted: this source has them not, or not for us


def may_name(leaf: bytes) -> bool:
    """Whether an entry may name a blob; where it does not look so, it names none."""
    return _ESCAPE in leaf or _NAMES.search(leaf) is not None


def named(leaf: bytes, blob: Callable[[str], bytes | None]) -> tuple[str, ...]:
    """The digests of the blobs that an entry names, its own payload's among them; `blob` looks one up."""
    entry = parse(leaf)
    tree: object = entry.payload
    if entry.blob:
        data = blob(entry.blob)
        tree = _tree(data) if data is not None else None
    return (*([entry.blob] if entry.blob else []), *_within(entry, tree))


def _within(entry: Entry, tree: object) -> tuple[Blob, ...]:
    """What a payload names; nothing where it cannot be read as its kind's, for then it says nothing."""
    if entry.kind not in KINDS or tree is None:
        return ()
    try:
        return blobs(payload_of(entry.kind, tree))
    except (ValueError, RecursionError):
        return ()


def _tree(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def wanted_by(origin: str, start: int, leaves: list[bytes], held: Blobs) -> Iterator[tuple[str, str, int]]:
    """What entries from `start` on name and is not here: digest, log and place."""
    for place, leaf in enumerate(leaves, start):
        if may_name(leaf):
            yield from ((digest, origin, place) for digest in named(leaf, held.get) if not held.has(digest))


def look_again(record: Record, incoming: Incoming, held: Blobs) -> None:
    """Note every blob that an entry held names and that is not here: once, where the note of it was lost."""
    if incoming.looked:
        return
    for origin in record.origins():
        for start in range(0, record.size(origin), _LOOKED):
            leaves = list(record.leaves(origin, start, start + _LOOKED))
            incoming.want(wanted_by(origin, start, leaves, held))
    # A crash before this costs looking once more.
    incoming.look_done()


def bring(source: Source, incoming: Incoming, held: Blobs, leaf: Callable[[str, int], bytes]) -> Brought:
    """Take from a source every blob wanted that it has; `leaf` looks up an entry that is held."""
    came, asked, vain = 0, set[str](), Counter[str]()
    # A payload kept apart may itself name blobs, so what is wanted is looked at until nothing new is.
    while new := [one for one in incoming.wanted() if one[0] not in asked]:
        for digest, origin, place in new:
            asked.add(digest)
            if vain[origin] >= MOST_MISSING:
                continue
            data = held.get(digest) or source.get(f"blob/{digest}")
            if data is None or hashlib.sha256(data).hexdigest() != digest:
                vain[origin] += 1
                incoming.asked(digest)
                continue
            # A crash between the two leaves a blob that is here and still wanted; the next sync strikes it out.
            held.put(data)
            incoming.want(wanted_by(origin, place, [leaf(origin, place)], held))
            incoming.brought(digest)
            came += 1
    return Brought(came, len(incoming.wanted()))
