"""The parts of a plain text: what is the story, and what a page left around it.

Texts copied from pages have headlines twice, captions, agencies' credits, headlines of other articles and words of
buttons. Each is told by its form alone; in doubt a line is the story's, because what is taken for furniture is not
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.claims.articles import Block, Part

_BUTTONS = frozenset(
    word
    for words in (
        "share this article tweet print email e-mail comment comments login log in sign up register subscribe follow",
        "us menu search home download edit bookmark facebook twitter telegram whatsapp vk copy link icon close play",
        "pause mute unmute font size newsletter advertisement loading top next previous get short url add to",
        "favorites rss",
        "поделиться печать комментарии войти подписаться меню поиск реклама главная",
        "شارك مشاركة طباعة تعليق تعليقات تسجيل الدخول اشترك القائمة بحث إعلان",
    )
    for word in words.split()
)
_ICONS = re.compile(r"(?:\bicon\b|icon\s|\wicon)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\s*(?:read (?:more|also)|see also|related(?: (?:articles|news|stories))?|more on|also read|dig deeper|"
    r"читайте также|по теме|смотрите также|اقرأ (?:أيضا|المزيد)|للمزيد|مواضيع ذات صلة)\s*[:\uff1a>|]?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:©|\(c\)\s|photos?(?: by|:|/)|(?:file )?(?:image|picture)s?(?: by|:)|фото:|© ?фото|صورة:|تصوير:)|"
    r"^(?:[\w .'-]{1,40} ?(?:/|via)|[-–—]) ?(?:reuters|afp|ap|epa|getty images|tass|sana)\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\s*(?:this|a|an|the)?\s*(?:undated )?(?:file|handout|aerial|combination)\s+(?:photo|picture|image)\b|"
    r"[(\[](?:file|archive|photo|image|архив|أرشيف)[^)\]]{0,30}[)\]]\W*(?:$|-)|^\s*(?:image|photo) (?:shows|caption)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b.{0,12}\d:\d\d|^\W*\d{1,2}[\W_]+\w+[\W_]+(?:19|20)\d\d\W*$")
_LONGEST = 4_000  # characters of a line that may be anything but the story
_FINAL = (".", "!", "?", "…", ":", ";", ".”", '."', "”", "»", "؟", "\u06d4", ")")


def blocks_of(text: str, title: str = "") -> tuple[Block, ...]:
    """Every line of a text with what it is; in doubt the story's own."""
    found = list(_lines(text))
    brand = _brand(text, found)
    head = title.strip() or _headline(text, found, brand)
    parts: list[Block] = []
    for start, end in found:
        before = parts[-1] if parts else None
        part = _part(text[start:end], head, brand)
        if part is Part.BODY and before and _belongs(text[start:end], text[before.start : before.end], before.part):
            part = Part.CAPTION
        parts.append(Block(part, start, end))
    return tuple(parts)


def _brand(text: str, lines: list[tuple[int, int]]) -> str:
    """How a page signs its titles and captions, where its first line is that alone: ``- Name of the Outlet``."""
    first = text[slice(*lines[0])] if lines else ""
    return first if re.fullmatch(r"[-–—|] [^.!?\n]{2,60}", first) else ""


def _belongs(line: str, before: str, part: Part) -> bool:
    """Whether a line says again what the credit before it has: the caption that the credit was glued to."""
    return part is Part.CREDIT and len(line) > 20 and _alike(line)[:60] in _alike(before)


def title_of(text: str, blocks: tuple[Block, ...]) -> str:
    """The first headline of a text; empty where it has none."""
    return next((text[one.start : one.end].strip() for one in blocks if one.part is Part.TITLE), "")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not empty begins and ends, without the white space round it."""
    for found in re.finditer(r"[^\n]+", text):
        inner = found[0].strip()
        if inner:
            start = found.start() + found[0].index(inner)
            yield start, start + len(inner)


def _headline(text: str, lines: list[tuple[int, int]], brand: str) -> str:
    """The first line near the top that is a headline's: short, not ended as a sentence, no furniture, no date."""
    for start, end in lines[:8]:
        line = text[start:end]
        words = line.split()
        if _part(line, "", brand) not in {Part.BODY, Part.LINK}:
            continue
        if 3 <= len(words) <= 30 and not line.endswith(_FINAL):
            return line
        if len(words) > 30:
            return ""
    return ""


def _part(line: str, head: str, brand: str) -> Part:
    if len(line) > _LONGEST:
        return Part.BODY
    if head and _alike(line) == _alike(head):
        return Part.TITLE
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)?", line.casefold())
    if line == brand or _is_buttons(line, words) or (len(line) <= 60 and _DATED.search(line)):
        return Part.FURNITURE
    if _CREDIT.search(line) and len(words) <= 60:
        return Part.CREDIT
    if _CAPTION.search(line) or (brand and line.endswith(f" {brand}")):
        return Part.CAPTION
    return Part.LINK if _ELSEWHERE.match(line) or _is_headline(line) else Part.BODY


def _is_headline(line: str) -> bool:
    """Whether a line is written as headlines in English are: Nearly All Its Words Begin Large, and No Full Stop."""
    words = [word for word in line.split() if word[0].isalpha()]
    large = sum(word[0].isupper() for word in words)
    return 5 <= len(words) <= 25 and large * 10 >= len(words) * 7 and not line.endswith(_FINAL)


def _is_buttons(line: str, words: list[str]) -> bool:
    """Whether a line is words of buttons alone, or names of icons."""
    if not words:
        return True
    return (
        all(word in _BUTTONS or word.removesuffix("icon") in _BUTTONS or word.isdecimal() for word in words)
        or len(_ICONS.findall(line)) > 2 + len(words) // 6
    )


def _alike(text: str) -> str:
    return " ".join(text.casefold().split())
