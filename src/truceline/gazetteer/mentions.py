"""Names of places in running text: found by their letters, the longest first, guarded words left out.

Latin and Cyrillic names begin with a capital letter. Russian case endings and Arabic letters written together with
a name ("and", "in", "to") are allowed for. What only resembles a name is no mention: a text is not a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from truceline.gazetteer import names
from truceline.gazetteer.guards import guarded
from truceline.gazetteer.model import Candidate

LONGEST = 5  # words of a name that are looked at
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʿʾ`´-][^\W\d_]+)*|[‘ʿʾ`'][^\W\d_]+(?:['’‘ʿʾ`´-][^\W\d_]+)*")  # noqa: RUF001 - meant
_NEXT = re.compile(r"[ \u00a0]{1,2}")
_POSSESSIVE = re.compile(r"['’]s$")
_ENDING = re.compile(r"(?:ами|ах|ом|ем|ой|ей|ов|у|ы|и|е|а|я|ю|ь)$")
_ENDINGS = ("", "а", "я", "ь", "ы", "и", "о", "е", "й")
_TOGETHER = tuple(map(re.compile, ("^[وفبلك]", "^[وف][بلك]", "^[وف]?لل")))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text."""

    span: tuple[int, int]  # first character and last-plus-one
    candidates: tuple[Candidate, ...]  # the places that bear it, the largest and nearest first


def mentions(text: str, known: Container[str], bearing: Callable[[str], tuple[Candidate, ...]]) -> tuple[Mention, ...]:
    """The mentions of a text; `known` has names by their letters, `bearing` says which places bear one."""
    found = []
    tokens = [one.span() for one in _WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        taken, name, span = _longest(text, tokens, at, known)
        if taken and not guarded(text, span):
            found.append(Mention(span, bearing(name)))
        at += max(taken, 1)
    return tuple(one for one in found if one.candidates)


def _longest(
    text: str, tokens: list[tuple[int, int]], at: int, known: Container[str]
) -> tuple[int, str, tuple[int, int]]:
    """How many words from here on are a name, the name as the gazetteer has it, and its span; 0 where none are."""
    start = tokens[at][0]
    first = text[start : tokens[at][1]]
    if not _may_begin(first):
        return 0, "", (start, start)
    for count in range(min(_in_a_row(text, tokens, at), LONGEST), 0, -1):
        end = tokens[at + count - 1][1]
        written = _POSSESSIVE.sub("", text[start:end])
        for name in _forms(written, count):
            if " ".join(names.words(name)) in known:
                return count, name, (start, start + len(written))
    return 0, "", (start, start)


def _may_begin(word: str) -> bool:
    """A capital letter, or a script without any; an article by itself only where it is al or el."""
    letter = next((one for one in word if one.isalpha()), "")
    if (
        letter.lower() != letter.upper()
        and not letter.isupper()
        and not word.lower().startswith(("al-", "el-", "ash-"))
    ):
        return False
    return not names.ARTICLE.fullmatch(word.lower()) or word.lower() in ("al", "el")


def _in_a_row(text: str, tokens: list[tuple[int, int]], at: int) -> int:
    """How many words follow one another with nothing but a space between."""
    count = 1
    while count < LONGEST and at + count < len(tokens):
        if not _NEXT.fullmatch(text, tokens[at + count - 1][1], tokens[at + count][0]):
            break
        count += 1
    return count


def _forms(written: str, count: int) -> Iterator[str]:
    """The name as written; of one word also without what Russian and Arabic write together with it."""
    yield written
    if count > 1:
        return
    if "а" <= written[-1].lower() <= "я":
        stem = _ENDING.sub("", written)
        if len(stem) >= 3:
            yield from (stem + ending for ending in _ENDINGS)
    elif "ء" <= written[0] <= "ي":
        bare = (one.sub("ال" if "لل" in one.pattern else "", written) for one in _TOGETHER)
        yield from (one for one in bare if len(one) >= 3)
