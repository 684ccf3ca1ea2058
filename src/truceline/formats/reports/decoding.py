r"""Bytes as text: by their mark, as they were declared where that holds, or as they are found to be.

UTF-8 is believed where it decodes: hardly any other text does by chance. Of encodings with one byte a letter that one
is taken in which the letters are those that a language uses most, and what was declared wins unless that is plainly
wrong. Every disagreement is said. Follows the names of the WHATWG Encoding Standard, as pages declare them.

Spaces of odd kinds, controls and marks of direction become plain spaces afterwards, one for one: no quote moves.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from truceline.errors import DataError, Fault

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first first where several fit: what has no letter of Arabic is no windows-1256.
_ONE_BYTE = ("windows-1252", "windows-1251", "windows-1256", "koi8-r", "iso-8859-5", "iso-8859-6")
# Encodings as declared, by Python's name of them: what pages call Latin-1 is windows-1252 (WHATWG).
_MEANT = {"iso8859-1": "windows-1252", "ascii": "windows-1252", "cp1252": "windows-1252", "cp1251": "windows-1251",
          "cp1256": "windows-1256", "iso8859-5": "iso-8859-5", "iso8859-6": "iso-8859-6"}  # fmt: skip
# The letters a language uses most, lower case: four in five of its letters.
_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзб" + "اليومنترةعبدسفهكحقأجش" + "éèêàáâãçíñóôöúüäßåøæ’‘“”–—")
_SCRIPTS = (("latin", re.compile(r"[A-Za-zÀ-ɏ]")), ("cyrillic", re.compile(r"[Ѐ-ӿ]")), ("arabic", re.compile(r"[؀-ۿ]")))
_LOOKED_AT = 20_000  # characters by which an encoding is found
_PLAIN = 0.55  # a declared encoding below this, with a better one above `_SURE`, is taken for a mistake
_SURE = 0.7

_SPACES = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\t\u00a0\u1680\u2000-\u200a\u202a-\u202f\u205f\u2066-\u2069\u3000]"
)
_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()  # where what was declared, or the text itself, is wrong


def decoded(data: bytes, file: str, declared: str = "") -> Decoded:
    """The text of a file; raises DataError where it is none in any encoding known here."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _in(data[len(mark) :], name, declared, file)
    if b"\0" in data:
        return _wide(data, declared, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _narrow(data, declared, file, error.start)
    told = () if text.isascii() else _contradicted(declared, "utf-8")
    return Decoded(text, "utf-8", told)


def spaced(text: str) -> str:
    """The text with spaces, line ends and controls of odd kinds as plain ones, each for one."""
    return _ENDS.sub("\n", _SPACES.sub(" ", text.replace("\r\n", " \n")))


def _in(data: bytes, name: str, declared: str, file: str) -> Decoded:
    """The text in an encoding that is certain; what does not decode is marked and said."""
    text = data.decode(name, "replace")
    spoilt = text.count("\ufffd")
    damage = (f"{spoilt} characters that are not {name}, shown as \ufffd",) if spoilt else ()
    if spoilt and spoilt > len(text) // 10:
        raise _unreadable(file, name)
    return Decoded(text, name, (*_contradicted(declared, name), *damage))


def _wide(data: bytes, declared: str, file: str) -> Decoded:
    """UTF-16 without its mark: the order of bytes in which it is letters of a script we know."""
    tried = {name: data.decode(name, "replace") for name in ("utf-16-le", "utf-16-be")}
    name, text = max(tried.items(), key=lambda one: _known(one[1]))
    if _known(text) < 0.9:
        raise _unreadable(file, "binary data")
    return Decoded(text, name, (f"no encoding marked; read as {name}", *_contradicted(declared, name)))


def _known(text: str) -> float:
    """The share of characters that are letters of our scripts, figures, spaces or common signs."""
    seen = text[:_LOOKED_AT]
    odd = re.sub(r"[\s\x20-\x7eÀ-ɏЀ-ӿ؀-ۿ’‘“”«»–—…•№]", "", seen)
    return 1 - len(odd) / max(len(seen), 1)


def _narrow(data: bytes, declared: str, file: str, spoilt_at: int) -> Decoded:
    """One byte a letter: as declared, or as it is found."""
    scores = {name: _likely(data.decode(name, "replace")) for name in _ONE_BYTE}
    best = max(scores, key=lambda name: scores[name])
    meant = _named(declared)
    if meant == "utf-8" and _nearly(data):
        return _in(data, "utf-8", declared, file)
    if meant in scores and not (scores[meant] < _PLAIN and scores[best] > _SURE):
        return Decoded(data.decode(meant, "replace"), meant)
    if scores[best] <= 0:
        raise _unreadable(file, f"a byte at {spoilt_at} that is not UTF-8")
    told = _contradicted(declared, best) or (f"no encoding declared; read as {best}",)
    return Decoded(data.decode(best, "replace"), best, told)


def _nearly(data: bytes) -> bool:
    """Whether it is UTF-8 but for a few damaged places."""
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 20 <= sum(not sign.isascii() for sign in text)


def _likely(text: str) -> float:
    """How far the letters beyond ASCII are those of a language, in words of one script: at most 1."""
    seen = [at for at, sign in enumerate(text) if not sign.isascii()][:_LOOKED_AT]
    if not seen:
        return 0.0
    total = 0.0
    for at in seen:
        sign = text[at]
        script = _script(sign)
        beside = [_script(text[next_to]) for next_to in (at - 1, at + 1) if 0 <= next_to < len(text)]
        mixed = script and any(other not in {"", script} for other in beside)
        total += -1 if mixed or sign == "\ufffd" or "\x80" <= sign <= "\x9f" else sign in _COMMON
    return total / len(seen)


def _script(sign: str) -> str:
    return next((name for name, letters in _SCRIPTS if letters.match(sign)), "")


def _named(declared: str) -> str:
    """A declared encoding by the name used here; empty where it is none."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name if declared.strip() else ""
    except (LookupError, ValueError):
        return ""
    return _MEANT.get(name, name)


def _contradicted(declared: str, found: str) -> tuple[str, ...]:
    named = _named(declared)
    same = not declared.strip() or named == found or (named == "utf-16" and found.startswith("utf-16"))
    return () if same else (f"declared as {declared.strip()[:40]}, which it is not; read as {found}",)


def _unreadable(file: str, got: str) -> DataError:
    fault = Fault(file, 0, "", "text in UTF-8, UTF-16, windows-1251 or windows-1256", got, "Save it as UTF-8.")
    return DataError("a report that cannot be read", (fault,))
