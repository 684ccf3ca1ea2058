"""What is signed, or about to be, said field by field, so that a person agrees to all of it or to none.

Everything that goes into the entry is here and nothing else: a field left out would be one signed unseen. A list of
forty is forty lines; a shape is told by its corners' box, its size and its number of vertices.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from truceline.agreement import LANGUAGES
from truceline.canon import Json, canonical_text
from truceline.desk.verbs import Act, Found
from truceline.desk.verbs.looking import Looked
from truceline.errors import shortened
from truceline.kinds import KINDS, Envelope, Sealing
from truceline.period import Instant, Period, Schedule
from truceline.place import E7, Area, rough_km2

STEP = "  "
NOT_SAID = "not said"
_HASH = re.compile("[0-9a-f]{64}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
LONG = 80  # characters; above that a text stands on lines of its own


def in_words(act: Act) -> Iterator[str]:
    """The lines that show an act: kind, subject, every field, time, fingerprint and key."""
    return map(harmless, _act(act))


def entry_in_words(looked: Looked) -> Iterator[str]:
    """The lines that show an entry: what it says, whether it counts, and who vouches for it."""
    return map(harmless, _entry(looked))


def tree_in_words(tree: Mapping[str, Json]) -> Iterator[str]:
    """The lines that show members of a payload as JSON has them."""
    return (harmless(line) for name, value in tree.items() for line in _told(name.replace("_", " "), value))


def row_of(found: Found) -> tuple[str, str, str, str]:
    """An entry on one line of a list: time, place, kind, and the beginning of what it says."""
    about = [f"about {ref.origin}#{ref.index}" for ref in found.entry.refs[:1]]
    brief = shortened("; ".join((*about, *_brief(found.payload))), 120)
    return found.entry.time, harmless(found.place), found.entry.kind, harmless(brief)


def harmless(line: str) -> str:
    """The line with marks that move a terminal's cursor, or turn the direction of text, written out as their numbers.

    A hostile log could otherwise show a person something else than what it says.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _act(act: Act) -> Iterator[str]:
    yield f"To be {'sealed' if act.sealed else 'signed'}: {act.kind}. {act.gist}"
    yield f"{STEP}by: {act.author.actor or act.author.origin}, {act.author.role}, in the log {act.author.origin}"
    if act.about:
        yield f"{STEP}about: {act.about}, entry {act.about.entry.hash}"
        yield f"{STEP * 2}{row_of(act.about)[-1]}"
    for ref in act.further:
        yield f"{STEP}refers to: {ref.origin}#{ref.index}, entry {ref.leaf}"
    yield from (STEP + line for line in _members(act.payload))
    yield f"{STEP}time: {act.time}"
    if act.sealed:
        yield from (STEP + line for line in _envelope(act.sealed))
    else:
        yield f"{STEP}fingerprint of what is said: {act.fingerprint}"
        yield f"{STEP}key: {act.key}"


def _envelope(envelope: Envelope) -> Iterator[str]:
    """For whom something is sealed, and with what."""
    yield f"{envelope.sealing}: {_SEALINGS[envelope.sealing]}"
    for origin in envelope.audience or ("nobody but the officers of this node's body",):
        yield f"to be opened by: {origin}"
    yield f"marking: {envelope.marking}"
    for key in envelope.named:
        yield f"for the officer: {key}"
    for one in envelope.files:
        yield f"file: {one.name or 'no name kept'}, {one.media or 'media not known'}, {one.size:,} bytes, {one.digest}"
    yield f"officer: {envelope.officer or NOT_SAID}"
    yield f"in a reporter's case: {'yes' if envelope.case else 'no'}"


_SEALINGS = {
    Sealing.LOCAL: "kept by its author and by whom it is for; others hold commitments alone",
    Sealing.REPLICATED: "kept by everybody, and opened by whom it is for alone",
}


def _entry(looked: Looked) -> Iterator[str]:
    found = looked.found
    entry = found.entry
    yield f"{found.place}  {entry.kind}. {KINDS[entry.kind].gist if entry.kind in KINDS else 'A kind unknown here.'}"
    yield f"{STEP}entry: {entry.hash}, id {entry.id}"
    yield f"{STEP}by: {found.author.actor or entry.origin}, {found.author.role}; signed by {entry.key_name}"
    yield f"{STEP}time: {entry.time}, as its author says"
    for ref in entry.refs:
        yield f"{STEP}refers to: {ref.origin}#{ref.index}, entry {ref.leaf}"
    yield from (STEP + line for line in _said(found))
    yield f"{STEP}standing: {looked.standing}: {looked.words}"
    if status := looked.row.get("status"):
        yield f"{STEP}status: {status}"
    yield f"{STEP}under the head of {looked.size} entries, root {looked.root}: {looked.firmness}"
    for name, at in looked.vouched:
        yield f"{STEP * 2}cosigned by {name} at {at}"
    if looked.lacking:
        yield f"{STEP * 2}lacking: {', '.join(looked.lacking)}"


def _brief(payload: object) -> Iterator[str]:
    """The fields of a payload that say something short; of several languages one."""
    for one in fields(payload) if is_dataclass(payload) else ():
        value = getattr(payload, one.name)
        if isinstance(value, Mapping) and set(value) <= set(LANGUAGES):
            value = next((value[language] for language in LANGUAGES if language in value), "")
        plain = _plain(value)
        if plain and plain != NOT_SAID:
            short = plain[:12] if _HASH.fullmatch(plain) else plain
            yield short if one.name in {"id", "title", "names"} else f"{one.name.replace('_', ' ')} {short}"


def _said(found: Found) -> Iterator[str]:
    """What an entry says, by field where it can be read, else as JSON."""
    if found.payload is not None:
        yield from _members(found.payload)
    else:
        yield from _laid_out("says", "nothing that is here" if found.tree is None else canonical_text(found.tree))


def _members(value: object) -> Iterator[str]:
    """A line or more for each field of a dataclass."""
    for one in fields(value):  # type: ignore[arg-type]  # a dataclass, as asked by whoever calls
        yield from _told(one.name.replace("_", " "), getattr(value, one.name))


def _told(label: str, value: object) -> Iterator[str]:
    """A value under its label; what holds several values on lines of their own."""
    plain = _plain(value)
    if plain is not None:
        yield from _laid_out(label, plain)
        return
    yield f"{label}:"
    if isinstance(value, Mapping):
        inner = ((str(key), one) for key, one in value.items())
    elif isinstance(value, tuple | list | frozenset):
        inner = ((str(i), one) for i, one in enumerate(value, start=1))
    else:
        yield from (STEP + line for line in _members(value))
        return
    for name, one in inner:
        yield from (STEP + line for line in _told(name, one))


def _laid_out(label: str, text: str) -> Iterator[str]:
    if len(text) <= LONG and "\n" not in text:
        yield f"{label}: {text}"
        return
    yield f"{label}:"
    yield from (STEP + line for line in text.splitlines())


def _plain(value: object) -> str | None:  # noqa: PLR0911 - one line for each kind of value
    """A value that is said on one line; None for one that holds others."""
    match value:
        case None | "" | ():
            return NOT_SAID
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case str() | int() | Instant() | dt.date():
            return str(value)
        case Period():
            return _period(value)
        case Area():
            return _area(value)
        case Schedule():
            return _schedule(value)
    if isinstance(value, Mapping | tuple | list | frozenset):
        return None if value else NOT_SAID
    return None if is_dataclass(value) else str(value)


def _period(period: Period) -> str:
    return f"from {period.start or 'always'} until {period.end or 'further notice'}, the end not included"


def _schedule(hours: Schedule) -> str:
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in (hours.start_min, hours.end_min))
    return f"{', '.join(hours.days)} from {start} to {end} in {hours.zone}"


def _area(area: Area) -> str:
    west, south, east, north = (one / E7 for one in area.box)
    corners = sum(len(ring) for ring in area.rings)
    box = f"longitude {west:.5f} to {east:.5f}, latitude {south:.5f} to {north:.5f}"
    return f"{corners} vertices, about {rough_km2(area):,.1f} km², {box}"
