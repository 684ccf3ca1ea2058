"""The agreement in force with what the record added to it: what findings are made under.

The adopted text is read back from its canonical bytes. Adherence, exclusions, presumptions and zones that logs
declared are added to it under their authors; nothing of the text is edited. Where something that an author declared
cannot be what the text speaks of (a word nobody knows, a baseline that is not there, a shape that cannot be drawn), it
is left out for everybody alike: one party's slip must not keep others from computing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from truceline.actors import Adherence, Designation, Roster
from truceline.agreement import Agreement
from truceline.place import Area, band
from truceline.state import agreeing
from truceline.state.agreeing import Governing, governing, text_of
from truceline.state.folding import Fold
from truceline.state.reading import Blobs
from truceline.state.shelf import Shelf
from truceline.state.telling import needed
from truceline.state.threads import Thread
from truceline.terms import Condition, Presumption
from truceline.terms import vocabulary as v
from truceline.zones import Zone

_WORDS = {v.Kind: v.KINDS, v.Site: v.SITES, v.Weapon: v.WEAPONS, v.Platform: v.PLATFORMS, v.Purpose: v.PURPOSES}
# Kinds of object whose rows say what the agreement in force is.
SHAPES = frozenset(
    {
        "agreement.proposed",
        "adherence.declared",
        "designation.declared",
        "presumption.declared",
        "zone.declared",
        "attested",
    }
)
FARTHEST_M = 1_000_000
_POLE_E7 = 850_000_000  # nearer to a pole no distance is drawn
_KM_E7 = 90_000  # about a kilometre along a meridian
_MOST_KM = 10_000  # of an outline: one drawn round half the earth would keep everybody drawing


def in_force(shelf: Shelf, blob: Blobs) -> Agreement | None:
    """The text in force with what the record added; None where no text is, or two contradict.

    Raises RecordError where the text's canonical bytes are not held: then nothing can be computed.
    """
    stands = governing(shelf)
    if not stands.one:
        return None
    text = text_of(needed(blob, stands.one, "the canonical form of the agreement in force"))
    return None if text is None else _joined(Fold(shelf, blob), text, stands)


def _joined(fold: Fold, text: Agreement, stands: Governing) -> Agreement:
    held = text.roster
    adhering, excluded = list(_adhering(fold, text, stands)), list(_excluded(fold))
    roster = Roster(
        held.actors.values(),
        held.umbrellas.values(),
        held.lists.values(),
        (*held.adherence, *adhering),
        (*held.designations, *excluded),
        held.outsiders,
    )
    drawn = replace(text, roster=roster, zones=(*text.zones, *_zones(fold, text)))
    return replace(drawn, presumptions=(*text.presumptions, *_presumptions(fold, drawn)))


def threads(fold: Fold, *kinds: str) -> Iterator[Thread]:
    """The threads of all objects of these kinds, by kind and hash."""
    for kind in kinds:
        for key, root in list(fold.shelf.under("listed", kind)):
            if key.endswith(root):
                yield Thread.of(fold, root)


def _adhering(fold: Fold, text: Agreement, stands: Governing) -> Iterator[Adherence]:
    """Adherence to this text, or to a version that it replaced."""
    known = {one.fingerprint for root in stands.threads for one in agreeing.versions(Thread.of(fold, root))}
    for thread in threads(fold, "adherence.declared", "attested"):
        said = agreeing.accepted(thread.root)
        if said is not None and said.agreement in known and said.actor in text.roster.actors:
            yield from agreeing.adherence(thread)


def _excluded(fold: Fold) -> Iterator[Designation]:
    found = (agreeing.designation(thread) for thread in threads(fold, "designation.declared"))
    yield from (one for one in found if one is not None)


# ── zones and presumptions ────────────────────────────────────────────────────────────────────


def _zones(fold: Fold, text: Agreement) -> list[Zone]:
    """The zones that logs declared, each under a name that no other has."""
    taken = {*(zone.id for zone in text.zones), *(line.id for line in text.lines)}
    found = []
    for thread in threads(fold, "zone.declared"):
        for zone in agreeing.zones(thread):
            if zone.area is not None and _can_be_drawn(zone.area):
                name = zone.id if zone.id not in taken else f"{zone.id}@{zone.source[:12]}"
                taken.add(name)
                found.append(replace(zone, id=name))
    return found


@lru_cache(4096)
def _can_be_drawn(area: Area) -> bool:
    """Whether distances round an area can be drawn: not near a pole, nor round half the earth, nor a senseless ring."""
    if max(abs(area.box[1]), abs(area.box[3])) > _POLE_E7 or sum(map(_about_km, area.rings)) > _MOST_KM:
        return False
    try:
        band(area, 1)
    except Exception:  # noqa: BLE001 - whatever geometry makes of a hostile shape, it is not drawn
        return False
    return True


def _about_km(ring: Sequence[tuple[int, int]]) -> int:
    """How long a ring is in kilometres, each vertex counted for one more; never less than it is."""
    around = pairwise((*ring, ring[0]))
    return len(ring) + sum(abs(x - u) + abs(y - v) for (x, y), (u, v) in around) // _KM_E7


def _presumptions(fold: Fold, text: Agreement) -> Iterator[Presumption]:
    taken = {one.id for one in text.presumptions}
    for thread in threads(fold, "presumption.declared"):
        found = agreeing.presumption(thread)
        if found is not None and _fits(text, found):
            name = found.id if found.id not in taken else f"{found.id}@{thread.root.hash[:12]}"
            taken.add(name)
            when, holds = (_with_amounts(text, part) for part in (found.when, found.holds))
            yield replace(found, id=name, when=when, holds=holds)


def _fits(text: Agreement, presumption: Presumption) -> bool:
    """Whether everything that a presumption names is there."""
    actors = set(text.roster.actors)
    asked = [_opened(one) for one in (*presumption.when, *presumption.holds)]
    return set(presumption.by_one_of) <= actors and all(_is_known(text, one) for one in asked)


def _opened(condition: Condition) -> Condition:
    while isinstance(condition, v.Not):
        condition = condition.condition
    return condition


def _is_known(text: Agreement, asked: Condition) -> bool:
    words = _WORDS.get(type(asked))
    if words is not None and isinstance(asked, v.Kind | v.Site | v.Weapon | v.Platform | v.Purpose):
        return set(asked.words) <= set(words)
    places = {line.id for line in text.lines} | {name for zone in text.zones for name in (zone.id, *zone.groups)}
    match asked:
        case v.Inside(zones=names) | v.Outside(zones=names):
            return set(names) <= places
        case v.Within(distance_m=metres, of=names) | v.OwnLineWithin(distance_m=metres, of=names):
            return set(names) <= places and 0 < metres <= FARTHEST_M
        case v.AboveBaseline(baseline=name):
            return name in {one.id for one in text.baselines}
        case v.AnswerHeld(answer=word):
            return word in v.ANSWERS
        case v.Harmed(classes=classes):
            return set(classes) <= set(v.HARMED)
    return True


def _with_amounts(text: Agreement, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions with the declared amount of each baseline, as the text's own have it."""
    amounts = {one.id: one.amount for one in text.baselines}
    return tuple(_with_amount(one, amounts) for one in conditions)


def _with_amount(condition: Condition, amounts: dict[str, int]) -> Condition:
    if isinstance(condition, v.Not):
        return v.Not(_with_amount(condition.condition, amounts))
    if isinstance(condition, v.AboveBaseline):
        return replace(condition, amount=amounts[condition.baseline])
    return condition
