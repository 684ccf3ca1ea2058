"""The sixteen points of the compass as whole degrees, and how their names are written in English, Arabic and Russian.

A point of three letters is one of sixteen and reaches 11¼ degrees to either side. A point of one or two letters may
have been said by somebody who knows eight, so it reaches 22½. Bounds are rounded outward.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

Bearing = tuple[int, int]  # clockwise from, to; 0 to 359 degrees from true north

POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_LETTERS = {
    "en": {"N": "N", "E": "E", "S": "S", "W": "W"},
    "ru": {"N": "С", "E": "В", "S": "Ю", "W": "З"},  # noqa: RUF001 - the Russian letters are meant
}
_WORDS = {
    "en": {"N": "north", "E": "east", "S": "south", "W": "west"},
    "ar": {"N": "شمال", "E": "شرق", "S": "جنوب", "W": "غرب"},
}
_LONG_RU = {
    "N": "север", "NNE": "северо-северо-восток", "NE": "северо-восток", "ENE": "востоко-северо-восток",
    "E": "восток", "ESE": "востоко-юго-восток", "SE": "юго-восток", "SSE": "юго-юго-восток",
    "S": "юг", "SSW": "юго-юго-запад", "SW": "юго-запад", "WSW": "западо-юго-запад",
    "W": "запад", "WNW": "западо-северо-запад", "NW": "северо-запад", "NNW": "северо-северо-запад",
}  # fmt: skip


def bearing_of(point: str) -> Bearing:
    """How far a point of the compass reaches.

    >>> bearing_of("WNW"), bearing_of("N")
    ((281, 304), (337, 23))
    """
    middle = 22.5 * POINTS.index(point)
    reach = 11.25 if len(point) == 3 else 22.5
    return math.floor(middle - reach) % 360, math.ceil(middle + reach) % 360


def point_of(bearing: Bearing) -> str:
    """The point that reaches just so far; empty where none does."""
    return _BY_BEARING.get(bearing, "")


_BY_BEARING = {bearing_of(point): point for point in POINTS}


def written(point: str, language: str) -> str:
    """The point as it is written in a line: letters, or in Arabic words."""
    if language == "ar":
        return " ".join(_WORDS["ar"][letter] for letter in point)
    return "".join(_LETTERS[language][letter] for letter in point)


def _spellings(language: str) -> Mapping[str, str]:
    """Every way in which a point is written, folded → the point."""
    found: dict[str, str] = {}
    for point in POINTS:
        found[fold(written(point, language))] = point
        if language == "ru":
            found |= {fold(_LONG_RU[point] + ending): point for ending in ("", "у", "е")}
        elif language == "en":
            found[fold("-".join(_WORDS["en"][letter] for letter in point))] = point
            if len(point) == 2:
                found[fold("".join(_WORDS["en"][letter] for letter in point))] = point
    return found


def fold(text: str) -> str:
    """The text as it is compared: case, hyphens and spaces alike, without the Arabic article.

    >>> fold("West-North West")
    'west north west'
    """
    words = re.split(r"[\s\u2010-\u2014-]+", text.strip().casefold())
    return " ".join(
        re.sub(r"^(?:ال)(?=شمال|جنوب|شرق|غرب)", "", word).removesuffix("ي") if _ARABIC.match(word) else word
        for word in words
    )


_ARABIC = re.compile("[؀-ۿ]")
SPELLINGS = {language: _spellings(language) for language in ("en", "ar", "ru")}
