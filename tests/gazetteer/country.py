"""The fictional country's places, and namesakes and a market town that are there for tests alone."""

from __future__ import annotations

from functools import cache

from truceline.desk.gazetteers import exercise
from truceline.gazetteer import Gazetteer, Place
from truceline.place import E7, Position


def place(
    id_: str, *names: str, at: tuple[int, int] = (86, -30), people: int | None = None, lies_in: str = ""
) -> Place:
    """A place with English names, at whole degrees east and north."""
    return Place(id_, {"en": names}, Position(at[0] * E7, at[1] * E7), population=people, parent=lies_in)


@cache
def country() -> Gazetteer:
    """The shipped gazetteer's places."""
    return exercise()


@cache
def with_namesakes() -> Gazetteer:
    """The same with three places of one name, and names like those of Arabic speech."""
    more = (
        place("old-1", "Ash-Shurmel", at=(85, -30), people=900, lies_in="Dosmarin"),
        place("old-2", "Ash-Shurmel", at=(88, -29), people=70_000, lies_in="Belquora"),
        place("old-3", "Al Shurmēl", at=(86, -31), lies_in="Kandrelo"),
        place("hirvolnifsah", "Hirvolnifsah"),
        place("dayr-quzmel", "Dayr al-Quzmēl"),
        place("qolmah", "Al-Qolmah"),
    )
    return Gazetteer((*country().places, *more))
