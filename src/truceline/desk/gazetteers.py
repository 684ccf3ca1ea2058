"""Gazetteers where they lie: files of a deployment, and the fictional country's that is shipped.

The shipped one holds the places of the exercise and nothing else; it is made from the agreement's own places, and a
test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path

from truceline.agreement import Agreement
from truceline.desk import files
from truceline.formats.gazetteers import Places, read_places
from truceline.gazetteer import Gazetteer, Place
from truceline.place import Position, middle, rough_km2
from truceline.zones import NamedPlace

SHIPPED = "gazetteer.csv"
EXERCISE = "exercise"
CROWD_PER_KM2 = 5_000  # people of a town on a square kilometre: how far it reaches, roughly


def exercise() -> Gazetteer:
    """The places of the fictional country."""
    shelf = package_files("truceline") / "agreements" / EXERCISE / SHIPPED
    return Gazetteer(read_places(shelf.read_bytes(), SHIPPED).places)


def load(paths: Sequence[Path]) -> Gazetteer:
    """The places of several files together; raises DataError."""
    return loaded(paths)[0]


def loaded(paths: Sequence[Path]) -> tuple[Gazetteer, tuple[Places, ...]]:
    """The places of several files together, with what came of each; raises DataError.

    A place whose id an earlier file has as well gets its file's name before the id.
    """
    read = tuple(read_places(files.read(path), str(path)) for path in paths)
    held: dict[str, Place] = {}
    for path, one in zip(paths, read, strict=True):
        for place in one.places:
            free = place.id if place.id not in held else f"{path.name}:{place.id}"
            held[free] = replace(place, id=free)
    return Gazetteer(held.values()), read


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
