"""How names are compared: by their letters, and by how they sound to somebody who writes another script.

A name heard over a telephone is written in whatever letters the listener has. So every name is also written down
in sounds, one sign a sound, whether it came in Latin, Arabic or Cyrillic script: articles are left out (al-, el-,
ash-, эль-, ال), q is k, ou and oo are u, ee and ie are i, a final h is not heard, doubled letters are one. What is
left of these sounds without vowels is the skeleton, by which names are looked up.

What it does not do: follow one standard of transliteration; it forgives the differences between all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

VOWELS = "aiu"
GLIDES = "wy"
_MARKS = dict.fromkeys(map(ord, "'’‘ʿʾʻʼ`´ʹʺ\"“”«»ـ\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))  # noqa: RUF001 - meant
_APART = re.compile(r"[\s\-‐‑–—_/.,;:()،؛]+")  # noqa: RUF001 - the dashes of all keyboards
ARTICLE = re.compile(
    "al|el|ul|il|a(?:sh|dh|th|[tdnrsz])|e(?:sh|dh|th|[tdnrsz])"  # al- and el-, before sun letters too
    "|[аэ](?:ль|[шстднрз])"
)
# Sounds: S is sh, C ch, T th, D dh, x kh, G gh; the rest are themselves.
_ARABIC = {
    **dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهوي", "btTjhxdDrzsSsdtDGfkklmnhwy", strict=True)),
    **dict.fromkeys("اىةٱ", "a"),
    **dict.fromkeys("ءع", ""),
    **dict(zip("یېپچژگکڤہە", "yypCjgkvha", strict=True)),
}
_CYRILLIC = {
    **dict(zip("бвгджзйклмнпрстфхцчшщіґ", "bvgdjziklmnprstfhsCSSig", strict=True)),
    **dict(zip("аеэиыоу", "aiiiiuu", strict=True)),
    "я": "ya",
    "ю": "yu",
    "ь": "",
    "ъ": "",
}
_SIGNS = str.maketrans({"e": "i", "o": "u", "q": "k", "c": "k", **_ARABIC, **_CYRILLIC})
_GROUPS = {
    "shch": "S", "sch": "S", "sh": "S", "tch": "C", "ch": "C", "kh": "x", "gh": "G", "dh": "D", "th": "T", "zh": "j",
    "ph": "f", "ou": "u", "oo": "u", "ee": "i", "ie": "i", "ck": "k", "dj": "j", "x": "ks", "ß": "ss", "дж": "j",
}  # fmt: skip
_GROUP = re.compile("|".join(_GROUPS))
_GLIDE = re.compile(r"(?<=[^aiu])[wy](?![aiu])|(?<=.)[wy]$")  # between consonants, or last: a vowel
_MUTE_END = re.compile(r"(?<=[ae])h$|(?<=.)ه$")  # taa marbuta, as ah, eh or without its dots
_TWICE = re.compile(r"(.)\1+")
_BONELESS = str.maketrans(dict.fromkeys(VOWELS + GLIDES))


def same(written: str) -> str:
    """The name as it is compared letter by letter: without case and odd spaces."""
    return " ".join(unicodedata.normalize("NFKC", written).casefold().split())


def words(written: str) -> tuple[str, ...]:
    """The words of a name without case, marks, apostrophes and articles; articles alone stay.

    >>> words("Aş Şūrah aş-Şaghīrah")
    ('surah', 'saghirah')
    """
    if written.isascii():
        text = written.lower().translate(_MARKS)
    else:
        broken = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", written).casefold()).translate(_MARKS)
        text = "".join(one for one in broken if not unicodedata.combining(one))
    parts = [one for one in _APART.split(text) if one]
    kept = tuple(_without_article(one) for one in parts if not ARTICLE.fullmatch(one))
    return kept or tuple(parts)


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def sound(word: str) -> str:
    """One of `words` as it sounds, one sign a sound.

    >>> sound("qusayr"), sound("koussair"), sound("قصير"), sound("кусейр")
    ('kusayr', 'kusair', 'ksir', 'kusiir')
    """
    heard = _GROUP.sub(lambda group: _GROUPS[group[0]], _MUTE_END.sub("", word)).translate(_SIGNS)
    return _GLIDE.sub(lambda glide: "u" if glide[0] == "w" else "i", _TWICE.sub(r"\1", heard))


def run_together(heard: Iterable[str]) -> str:
    """The sounds of several words with no space between them: listeners part words in other places."""
    return _TWICE.sub(r"\1", "".join(heard))


def skeleton(heard: str) -> str:
    """What is left of sounds without vowels and glides; all of it where nothing would be left.

    >>> skeleton("hirbinifsa"), skeleton("harbibsi")
    ('hrbnfs', 'hrbbs')
    """
    bones = heard.lstrip(VOWELS)
    return (bones[:1] + bones[1:].translate(_BONELESS)) or heard
