"""The words, signs and digits of coordinates in English, Russian and Arabic, as one row of tokens.

Digits of any script are read. A comma between digits may be a decimal point or part two numbers: both ways are
handed on, and whoever reads them asks where both make sense. A word that nobody expects beside coordinates is an
error and is never skipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

MOST = 200  # characters of a text with coordinates


class Is(Enum):
    """What a token is."""

    NUMBER = auto()  # digits, with or without decimals
    SIGN = auto()  # + or -
    UNIT = auto()  # degrees, minutes, seconds: 0, 1, 2
    HALF = auto()  # a hemisphere: n, s, e, w
    AXIS = auto()  # "latitude", "longitude": lat, lon
    APART = auto()  # what parts two numbers


@dataclass(frozen=True, slots=True)
class Token:
    """One word, sign or number."""

    kind: Is
    value: str


_ALIKE = {
    **dict.fromkeys("º˚", "°"),
    **dict.fromkeys("′’‘´`ʹʼ", "'"),  # noqa: RUF001 - the signs of all keyboards
    **dict.fromkeys("″”“„ʺ", '"'),
    **dict.fromkeys("−–‐‑—", "-"),  # noqa: RUF001 - likewise
    "\u066b": ".",
    "،": " ; ",
    "؛": " ; ",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "ـ": None,
    "ё": "е",
    **dict.fromkeys("\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\u200b"),
    **{chr(mark): None for mark in range(0x064B, 0x0653)},  # Arabic vowel signs
}
_SIGNS = str.maketrans(_ALIKE)
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_RUSSIAN_HALF = re.compile(r"\b([сю])\.? ?ш\b\.?|\b([вз])\.? ?д\b\.?")
_TOKEN = re.compile(r"""(\d+(?:\.\d+)?)(?![.]\d)|([^\W\d_]+)\.?|(''|['"°])|([-+])|([,;/|\n])|([\s:=()\[\]]+)""")
_HALVES = {
    **dict.fromkeys(("n", "с", "сш"), "n"),
    **dict.fromkeys(("s", "ю", "юш", "ج"), "s"),
    **dict.fromkeys(("e", "в", "вд"), "e"),
    **dict.fromkeys(("w", "з", "зд", "غ"), "w"),
}
_HALF_STEMS = {"north": "n", "south": "s", "east": "e", "west": "w", "север": "n", "южн": "s", "юг": "s",
               "восто": "e", "запад": "w", "شمال": "n", "جنوب": "s", "شرق": "e", "غرب": "w",
               "الشمال": "n", "الجنوب": "s", "الشرق": "e", "الغرب": "w"}  # fmt: skip
_UNITS = {**dict.fromkeys(("°", "d", "deg"), "0"), **dict.fromkeys(("'", "m", "min"), "1"),
          **dict.fromkeys(('"', "''", "sec"), "2")}  # fmt: skip
_UNIT_STEMS = {"degree": "0", "град": "0", "درج": "0", "minute": "1", "мин": "1", "دقيق": "1", "دقائق": "1",
               "second": "2", "сек": "2", "ثاني": "2", "ثوان": "2"}  # fmt: skip
_AXES = {"lat": "lat", "latitude": "lat", "широта": "lat", "عرض": "lat", "العرض": "lat", "lon": "lon", "long": "lon",
         "lng": "lon", "longitude": "lon", "долгота": "lon", "طول": "lon", "الطول": "lon"}  # fmt: skip
_SAID_ANYWAY = {"and", "и", "و", "خط", "دائرة", "широты", "долготы", "координаты", "coordinates", "position", "gps",
                "إحداثيات", "الإحداثيات", "at"}  # fmt: skip


def plain(text: str) -> str:
    """The text in lower case with digits of any script as 0–9 and one way of writing every sign; raises ValueError."""
    if len(text) > MOST:
        msg = f"coordinates of at most {MOST} characters"
        raise ValueError(msg)
    digits = "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)
    signs = unicodedata.normalize("NFC", digits).translate(_SIGNS).casefold().strip()
    return _RUSSIAN_HALF.sub(
        lambda half: f"{half[1] or ''}{'ш' if half[1] else ''}{half[2] or ''}{'д' if half[2] else ''} ", signs
    )


def comma_ways(text: str) -> tuple[str, ...]:
    """The text with commas between digits parting numbers, and with them as decimal points."""
    if not _COMMA.search(text):
        return (text,)
    return (_COMMA.sub(" , ", text), _COMMA.sub(".", text))


def tokens(text: str) -> list[Token]:
    """The tokens of a plain text; raises ValueError for what has no place among coordinates."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            msg = f"coordinates like 35.1318 N 36.7578 E, and nothing like {text[at]!r} in them"
            raise ValueError(msg)
        found += _token(match, found, text)
        at = match.end()
    return found


def _token(match: re.Match[str], before: list[Token], text: str) -> Iterator[Token]:
    number, word, mark, sign, apart, _ = match.groups()
    if number:
        yield Token(Is.NUMBER, number)
    elif word:
        yield from _worded(word, before)
    elif mark:
        yield Token(Is.UNIT, _UNITS[mark])
    elif apart:
        yield Token(Is.APART, apart)
    elif sign:
        yield from _signed(sign, text[: match.start()], text[match.end() :][:1])


def _worded(word: str, before: list[Token]) -> Iterator[Token]:
    last = before[-1].kind if before else None
    if word == "s" and last is Is.NUMBER and before[-2:-1] == [Token(Is.UNIT, "1")]:
        yield Token(Is.UNIT, "2")  # 30m49s: seconds
    elif word in _HALVES:
        yield Token(Is.HALF, _HALVES[word])
    elif word in _UNITS:
        yield Token(Is.UNIT, _UNITS[word])
    elif word in _AXES:
        if last is not Is.HALF:  # "north latitude" says it once
            yield Token(Is.AXIS, _AXES[word])
    elif word[0] in "dms" and word[1:] in _HALVES and last is Is.NUMBER:
        yield Token(Is.UNIT, "2" if word[0] == "s" else _UNITS[word[0]])  # 33d30m49sN
        yield Token(Is.HALF, _HALVES[word[1:]])
    elif half := _stem(word, _HALF_STEMS):
        yield Token(Is.HALF, half)
    elif unit := _stem(word, _UNIT_STEMS):
        yield Token(Is.UNIT, unit)
    elif word not in _SAID_ANYWAY:
        msg = f"coordinates like 35.1318 N 36.7578 E, and nothing like the word {word!r} beside them"
        raise ValueError(msg)


def _stem(word: str, stems: dict[str, str]) -> str:
    return next((value for stem, value in stems.items() if word.startswith(stem)), "")


def _signed(sign: str, before: str, after: str) -> Iterator[Token]:
    """A sign before a number; a hyphen between figures or their signs joins them, one with spaces parts them."""
    if not after.isdigit():
        yield Token(Is.APART, sign)
    elif not before or before[-1] in " \t\n,;/|:=([nsewсюзв" or sign == "+":
        yield Token(Is.SIGN, sign)
    elif re.search(r"\.\d+$", before[-20:]):
        msg = "two numbers with a space or a comma between them"
        raise ValueError(msg)
