"""Gazetteers where they lie: files of a deployment, and the fictional country's that is shipped.

The shipped one holds the places of the exercise and nothing else; it is made from the agreement's own places, and a
test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files as package_files
from pathlib import Path

from truceline.desk import files
from truceline.formats.gazetteers import Places, read_places
from truceline.gazetteer import Gazetteer, Place

SHIPPED = "gazetteer.csv"
EXERCISE = "exercise"


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
