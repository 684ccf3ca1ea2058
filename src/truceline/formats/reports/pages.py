"""A web page as one text with its parts: what trafilatura takes for the article is body, the rest is marked.

The whole visible text stands in the order of the page, a line for each paragraph, so that a quote is found where
readers found it and nothing that a reader of claims might have wanted is gone. Scripts, styles and templates are not
text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truceline.claims import Published
from truceline.claims.articles import Block, Part
from truceline.errors import DataError, Fault
from truceline.formats.reports.decoding import spaced
from truceline.formats.reports.publishing import UNSAID, of_stamp

_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "head", "object", "math", "select"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u"),
        *("var", "wbr"),
    )
)
_PARTS = {
    "figcaption": Part.CAPTION,
    "nav": Part.FURNITURE,
    "footer": Part.FURNITURE,
    "form": Part.FURNITURE,
    "button": Part.FURNITURE,
    "h1": Part.TITLE,
}
_CLASSES = (
    (re.compile(r"caption", re.IGNORECASE), Part.CAPTION),
    (re.compile(r"credit|copyright|photo-?source|byline-?agency", re.IGNORECASE), Part.CREDIT),
    (re.compile(r"\b(?:related|recommend|teaser|read-?(?:more|also))", re.IGNORECASE), Part.LINK),
)
_LINKED = 0.8  # of a paragraph's characters in links: it is one
_DATES = (
    *("article:published_time", "datepublished", "og:published_time", "date", "dc.date", "dc.date.issued"),
    *("dcterms.created", "pubdate", "publishdate", "publication_date", "parsely-pub-date", "sailthru.date"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,40})", re.IGNORECASE)
_DEEPEST = 5_000  # elements within one another; the parser itself takes fewer


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds."""

    text: str
    blocks: tuple[Block, ...]
    title: str
    url: str  # as it names itself; empty: it does not
    site: str  # what it calls its publisher
    published: Published  # from its metadata


def declared_charset(data: bytes) -> str:
    """What a page says its encoding is; empty where it says nothing."""
    found = _CHARSET.search(data[:4_096]) or _XML.match(data[:200].lstrip())
    return found[1].decode("ascii") if found else ""


def page_of(html: str, file: str) -> Page:
    """The text of a page and what it says of itself; raises DataError where it is no page."""
    tree = _tree(html)
    paragraphs = [] if tree is None else list(_paragraphs(tree))
    if not paragraphs:
        fault = Fault(
            file, 0, "", "a web page with a text", "no text that can be read", "Save the page again, or its text."
        )
        raise DataError("a report that cannot be read", (fault,))
    said = _said(tree)
    title = said.get("og:title", "") or next((text for text, part, _ in paragraphs if part is Part.TITLE), "")
    text, blocks = _laid_out(paragraphs, _main(html), title)
    url = _link(tree) or said.get("og:url", "")
    return Page(text, blocks, title or said.get("title", ""), url, said.get("og:site_name", ""), _dated(tree, said))


def _tree(html: str) -> Any:  # noqa: ANN401 - an element of a library without types
    from trafilatura.utils import load_html  # noqa: PLC0415 - takes a while, and only pages need it

    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    try:
        # A piece of a page is no page to the library, and may well be what somebody saved.
        return load_html(bare) if "<html" in bare[:10_000].lower() else load_html(f"<html><body>{bare}</body></html>")
    except Exception:  # noqa: BLE001 - the parser raises errors of every kind over what is no page
        return None


def _main(html: str) -> list[str]:
    """The paragraphs that are taken for the article; none where nothing is found."""
    import trafilatura  # noqa: PLC0415 - as above

    try:
        found = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True, fast=True)
    except Exception:  # noqa: BLE001 - as above
        found = None
    return [_alike(line) for line in spaced(found or "").splitlines() if line.strip()]


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────

Paragraph = tuple[str, Part | None, float]  # its text, what its elements say it is, the share of it in links


def _paragraphs(tree: Any) -> Iterator[Paragraph]:  # noqa: ANN401 - as above
    """Each paragraph in the order of the page."""
    held: list[tuple[str, bool]] = []
    part: Part | None = None
    for text, within, linked, ends in _pieces(tree):
        if ends or within is not part:
            yield from _whole(held, part)
            held, part = [], within
        held.append((text, linked))
    yield from _whole(held, part)


def _whole(held: list[tuple[str, bool]], part: Part | None) -> Iterator[Paragraph]:
    text = " ".join("".join(piece for piece, _ in held).split())
    if text:
        linked = sum(len(piece.strip()) for piece, inside in held if inside)
        yield text, part, linked / len(text)


def _pieces(tree: Any) -> Iterator[tuple[str, Part | None, bool, bool]]:  # noqa: ANN401 - as above
    """Each stretch of text, with the part it lies in, whether in a link, and whether a paragraph begins before it."""
    stack: list[tuple[Any, Part | None, bool, int, bool]] = [(tree, None, False, 0, False)]
    while stack:
        element, part, linked, depth, tail = stack.pop()
        if tail:
            yield spaced(element.tail or ""), part, linked, _breaks(element)
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag.lower() in _UNSEEN or depth > _DEEPEST:
            continue
        inner = part or _part(element, tag.lower())
        inside = linked or tag.lower() == "a"
        yield spaced(element.text or ""), inner, inside, _breaks(element)
        for child in reversed(element):
            stack += [(child, inner, inside, depth + 1, True), (child, inner, inside, depth + 1, False)]


def _breaks(element: Any) -> bool:  # noqa: ANN401 - as above
    return not isinstance(element.tag, str) or element.tag.lower() not in _INLINE


def _part(element: Any, tag: str) -> Part | None:  # noqa: ANN401 - as above
    """What an element says its content is; None: nothing."""
    if tag in _PARTS:
        return _PARTS[tag]
    if tag in {"html", "body", "main", "article"}:
        return None
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return next((part for pattern, part in _CLASSES if pattern.search(named)), None)


def _laid_out(paragraphs: list[Paragraph], main: list[str], title: str) -> tuple[str, tuple[Block, ...]]:
    """The text, a line for each paragraph, and the part of each line."""
    whole, lines = " ".join(main), set(main)
    text, blocks = "", []
    for written, part, linked in paragraphs:
        text += "\n" if text else ""
        start = len(text)
        text += written
        blocks.append(Block(_settled(_alike(written), part, linked, _alike(title), whole, lines), start, len(text)))
    return text, tuple(blocks)


def _settled(written: str, part: Part | None, linked: float, title: str, whole: str, lines: set[str]) -> Part:
    if part is Part.TITLE or (title and written == title):
        return Part.TITLE
    if part is not None:
        return part
    if written in lines or (len(written) > 25 and written in whole):
        return Part.BODY
    if linked > _LINKED:
        return Part.LINK
    return Part.FURNITURE if lines else Part.BODY


def _alike(text: str) -> str:
    return " ".join(re.sub(r"^[-•*]\s+", "", text).split())


# ── what a page says of itself ────────────────────────────────────────────────────────────────


def _said(tree: Any) -> dict[str, str]:  # noqa: ANN401 - as above
    """Its metadata by name, lower case; the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := spaced(element.get("content") or "").strip():
            found.setdefault(name.lower(), content)
    for element in tree.iter("title"):
        found.setdefault("title", " ".join(spaced(element.text or "").split()))
    return found


def _link(tree: Any) -> str:  # noqa: ANN401 - as above
    return next((str(one.get("href") or "") for one in tree.iter("link") if one.get("rel") == "canonical"), "")


def _dated(tree: Any, said: dict[str, str]) -> Published:  # noqa: ANN401 - as above
    """When it was published, as its metadata says."""
    stamps = [said[name] for name in _DATES if name in said]
    stamps += [
        one for element in tree.iter("script") if "ld+json" in (element.get("type") or "") for one in _ld(element)
    ]
    stamps += [str(one.get("datetime")) for one in tree.iter("time") if one.get("datetime")][:1]
    return next((found for stamp in stamps if (found := of_stamp(stamp)).at is not None), UNSAID)


def _ld(element: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """The dates of publication in a block of JSON-LD, at its top or in its graph."""
    try:
        tree = json.loads(element.text or "")
    except (ValueError, RecursionError):
        return
    several = tree if isinstance(tree, list) else [tree]
    for one in several:
        inner = one.get("@graph") if isinstance(one, dict) else None
        for each in (one, *(inner if isinstance(inner, list) else ())):
            if isinstance(each, dict) and isinstance(each.get("datePublished"), str):
                yield each["datePublished"]
