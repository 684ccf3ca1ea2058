"""The named places of an agreement as places of a gazetteer: what the shipped one is held against."""

from __future__ import annotations

import math
from collections.abc import Iterable

from truceline.agreement import Agreement
from truceline.gazetteer import Place
from truceline.place import Position, middle, rough_km2
from truceline.zones import NamedPlace

CROWD_PER_KM2 = 5_000  # people of a town on a square kilometre: how far it reaches, roughly


def of_agreement(agreement: Agreement) -> tuple[Place, ...]:
    """The named places of an agreement as places of a gazetteer."""
    return tuple(_places(agreement.places))


def _places(named: Iterable[NamedPlace]) -> Iterable[Place]:
    for one in named:
        spot, radius_m = _spot(one)
        names = {language: (name,) for language, name in one.names.items()}
        yield Place(one.id, names, spot, radius_m, one.kind, population=one.population)


def _spot(one: NamedPlace) -> tuple[Position, int]:
    """A point in it, and how far it reaches from there in metres."""
    if one.at is not None:
        return Position(*one.at), _round_m((one.population or 0) / CROWD_PER_KM2)
    if one.area is not None:
        return middle(one.area), _round_m(rough_km2(one.area))
    chain = one.chain or ((0, 0),)
    return Position(*chain[len(chain) // 2]), 0


def _round_m(km2: float) -> int:
    """The radius of a circle of that size, to whole hundreds of metres."""
    return math.ceil(math.sqrt(km2 / math.pi) * 10) * 100
