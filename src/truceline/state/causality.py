"""What came before what, and by when an entry was known: from references and anchors, never from a claimed time.

Each entry has seen all earlier ones of its own log, what it refers to, and, where it is an anchor, every entry
under the checkpoints it embeds. Two entries neither of which has seen the other are concurrent, and no clock decides
between them. A cosigned checkpoint in an anchor says by when the entries under it existed, on the word of whoever
cosigned it (RECORD.md, rules 6 and 7).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from truceline.period import Instant
from truceline.state.logs import Logs
from truceline.state.shelf import Shelf
from truceline.tlog.checkpoint import Checkpoint

DRAWER_BITS = 8
_COSIGNER = re.compile(r"(.+)/(?:witness|mirror)[^/]*")  # a cosigner's key is named below its log's origin

Place = tuple[str, int]  # a log and an index in it


class Sighting(NamedTuple):
    """That somebody vouched for the first entries of a log, and when."""

    size: int  # entries vouched for
    root: str  # of them, in hex
    cosigner: str  # origin of the cosigner's log; empty: nobody cosigned, the head alone is shown
    time_s: int  # POSIX time by the cosigner; 0 where nobody cosigned
    anchor: Place  # the anchor that embeds it


def number(index: int) -> str:
    """An index as a word that sorts as the number does."""
    return f"{index:012d}"


def note_seen(shelf: Shelf, place: Place, seen: dict[str, int]) -> None:
    """Keep what an entry has seen of other logs: how many entries of each."""
    if seen:
        words = " ".join(f"{origin} {size}" for origin, size in sorted(seen.items()))
        shelf.put("sees", f"{place[0]} {number(place[1])}", words)


def before(shelf: Shelf, earlier: Place, later: Place) -> bool:
    """Whether an entry has seen another: the earlier one is in its past."""
    if earlier[0] == later[0]:
        return earlier[1] < later[1]
    known: dict[str, int] = {}  # how many entries of each log are in the past
    grown = {later[0]: later[1] + 1}
    while grown:
        origin, size = grown.popitem()
        if size <= known.get(origin, 0):
            continue
        for other, seen in _seen(shelf, origin, known.get(origin, 0), size):
            if seen > max(known.get(other, 0), grown.get(other, 0)):
                grown[other] = seen
        known[origin] = size
        if known.get(earlier[0], 0) > earlier[1]:
            return True
    return False


def _seen(shelf: Shelf, origin: str, since: int, size: int) -> Iterator[tuple[str, int]]:
    """What a log's entries from one index up to another have seen of other logs."""
    for key, value in shelf.under("sees", origin):
        if since <= int(key.rpartition(" ")[2]) < size:
            words = value.split(" ")
            yield from ((words[i], int(words[i + 1])) for i in range(0, len(words), 2))


# ── anchors ───────────────────────────────────────────────────────────────────────────────────


def note_anchor(shelf: Shelf, logs: Logs, place: Place, checkpoints: tuple[str, ...]) -> list[tuple[str, Sighting]]:
    """Keep what an anchor embeds, as far as it verifies: each head that it shows, with everybody who cosigned it.

    What a log that is not here yet signed or cosigned shows nothing yet: the anchor is read again when it comes.
    """
    found = []
    for text in checkpoints:
        head = _parsed(text)
        if head is None or head.origin == place[0]:
            continue
        for origin in {head.origin, *(_named(line.name) for line in head.note.signatures)} - {""}:
            shelf.put("names", f"{origin} {place[0]} {number(place[1])}", "")
        identity = logs.of(head.origin).keyring.identity
        if identity is None or not head.signed_by(identity.log_key):
            continue
        for cosigner, time_s in (("", 0), *_cosigned(logs, head)):
            found.append((head.origin, Sighting(head.size, head.root.hex(), cosigner, time_s, place)))
            _keep(shelf, *found[-1])
    return found


def _keep(shelf: Shelf, origin: str, one: Sighting) -> None:
    log, index = one.anchor
    key = f"{origin} {_drawer(one.size)} {number(one.size)} {one.root} {one.cosigner or '-'} {log} {number(index)}"
    shelf.put("sighting", key, str(one.time_s))
    shelf.put("drawer", f"{origin} {_drawer(one.size)}", "")


def _drawer(size: int) -> str:
    """Sightings of like size lie together, so that nobody looks through those of long ago."""
    return number(size >> DRAWER_BITS)


def naming(shelf: Shelf, origin: str) -> list[Place]:
    """The anchors that name a log, as the one whose head they show or as a cosigner."""
    places = (key.split(" ") for key, _ in shelf.under("names", origin))
    return [(log, int(index)) for _, log, index in places]


def _parsed(text: str) -> Checkpoint | None:
    try:
        return Checkpoint.parse(text.encode())
    except ValueError:
        return None


def _named(key: str) -> str:
    """The log whose witness or mirror a key's name says it is; empty where none."""
    found = _COSIGNER.fullmatch(key)
    return found[1] if found else ""


def _cosigned(logs: Logs, head: Checkpoint) -> list[tuple[str, int]]:
    """Who cosigned a head, by origin, with the earliest time each states."""
    found: dict[str, int] = {}
    for origin in sorted({_named(line.name) for line in head.note.signatures} - {""}):
        for one in head.cosigned(logs.of(origin).keyring.cosigners):
            found[origin] = min(one.time_s, found.get(origin, one.time_s))
    return sorted(found.items())


def sightings(shelf: Shelf, origin: str) -> Iterator[Sighting]:
    """Every sighting of a log, the smallest first."""
    for key, value in shelf.under("sighting", origin):
        yield _sighting(key, value)


def _sighting(key: str, value: str) -> Sighting:
    _, _, size, root, cosigner, log, index = key.split(" ")
    return Sighting(int(size), root, "" if cosigner == "-" else cosigner, int(value), (log, int(index)))


def known_by(shelf: Shelf, place: Place, besides: Container[str] = ()) -> Instant | None:
    """The earliest time by which an entry is vouched for, by a cosigner other than `besides`; None: not yet."""
    seen = (one for drawer in drawers(shelf, place) for one in drawn(shelf, drawer))
    return earliest(seen, place, besides)


def earliest(seen: Iterable[Sighting], place: Place, besides: Container[str]) -> Instant | None:
    """The earliest time of those sightings that cover an entry, by a cosigner other than `besides`."""
    index = place[1]
    times = [one.time_s for one in seen if one.cosigner and one.size > index and one.cosigner not in besides]
    return Instant(min(times)) if times else None


def drawers(shelf: Shelf, place: Place) -> list[str]:
    """Where the sightings that may cover an entry lie."""
    origin, index = place
    # Those that there are: up to the largest size that anybody signed could be without end.
    first = (index + 1) >> DRAWER_BITS
    return [drawer for drawer, _ in shelf.under("drawer", origin) if int(drawer.rpartition(" ")[2]) >= first]


def drawn(shelf: Shelf, drawer: str) -> list[Sighting]:
    """The sightings that lie together."""
    return [_sighting(key, value) for key, value in shelf.under("sighting", drawer)]
