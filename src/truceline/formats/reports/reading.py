"""From bytes to an article: which kind of file it is, its text, its parts, its time and its language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from truceline.claims import Article, Published
from truceline.claims.articles import Block
from truceline.errors import DataError, Fault
from truceline.formats.reports.decoding import decoded, spaced
from truceline.formats.reports.languages import language_of
from truceline.formats.reports.mail import looks_like_mail, mail_of
from truceline.formats.reports.model import NOTHING, Given, ReportRead
from truceline.formats.reports.pages import declared_charset, page_of
from truceline.formats.reports.paragraphs import blocks_of, title_of
from truceline.formats.reports.publishing import of_byline, of_dateline, of_stamp, of_url

LARGEST_B = 10_000_000  # bytes of one report
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_BINARY = {b"PK\x03\x04": "a ZIP archive or office document", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
           b"\xd0\xcf\x11\xe0": "an old office document", b"\x1f\x8b": "a gzip archive"}  # fmt: skip


def read_report(data: bytes, file: str, given: Given = NOTHING) -> ReportRead:
    """An article from a text, a web page or an e-mail; its kind is told by its bytes, and by its name among texts.

    Raises DataError where it is no text. The text of a PDF is handed to `read_pages`.
    """
    _check(data, file)
    ending = file.rpartition(".")[2].lower()
    if ending == "eml" or len(list(looks_like_mail(data))) >= 3:
        return _of_mail(data, file, given)
    if _PAGE.match(data.removeprefix(b"\xef\xbb\xbf")[:4_096]) or ending in {"html", "htm", "xhtml"}:
        return _of_page(data, data, file, given)
    found = decoded(data, file, given.charset)
    return _of_text(data, spaced(found.text), given, replace(_EMPTY, encoding=found.encoding, notes=found.notes))


def read_pages(data: bytes, pages: Sequence[str], given: Given = NOTHING) -> ReportRead:
    """An article from the text of a PDF's pages, as the desk read them; `data` is the PDF itself."""
    text = "\n".join(spaced(page) for page in pages)
    note = () if text.strip() else ("no text in it: pictures of pages have to be typed or recognised first",)
    return _of_text(data, text, given, replace(_EMPTY, media="application/pdf", notes=note))


def _check(data: bytes, file: str) -> None:
    kind = next((kind for magic, kind in _BINARY.items() if data.startswith(magic)), "")
    if b"%PDF-" in data[:1024]:
        kind = "a PDF, whose text was not read"
    kind = kind or ("nothing" if not data.strip() else "")
    kind = kind or (f"{len(data):,} bytes" if len(data) > LARGEST_B else "")
    if kind:
        expected = f"a text, a web page or an e-mail of at most {LARGEST_B:,} bytes"
        raise DataError(
            "a report that cannot be read", (Fault(file, 0, "", expected, kind, "Save its text as a file."),)
        )


_EMPTY = ReportRead(Article("", ""), "text/plain")


def _of_text(data: bytes, text: str, given: Given, read: ReportRead) -> ReportRead:
    blocks = blocks_of(text, given.title)
    title = given.title or title_of(text, blocks)
    return _made(data, text, blocks, Given(given.outlet, given.url, title, given.published, given.language), read)


def _of_page(data: bytes, html: bytes, file: str, given: Given, read: ReportRead = _EMPTY) -> ReportRead:
    """`data` is what came in, and `html` the page within it."""
    found = decoded(html, file, given.charset or declared_charset(html))
    page = page_of(found.text, file)
    said = Given(
        given.outlet,
        given.url or page.url,
        given.title or page.title,
        given.published or (page.published if page.published.at else None),
        given.language,
    )
    media = "text/html" if read is _EMPTY else read.media
    told = replace(read, media=media, encoding=found.encoding, site=page.site, notes=(*read.notes, *found.notes))
    return _made(data, page.text, page.blocks, said, told)


def _of_mail(data: bytes, file: str, given: Given) -> ReportRead:
    mail = mail_of(data, file)
    dated = of_stamp(mail.date)
    said = Given(
        given.outlet,
        given.url,
        given.title or mail.subject,
        given.published or (dated if dated.at else None),
        given.language,
        mail.charset,
    )
    read = replace(_EMPTY, media="message/rfc822", attachments=mail.attachments)
    if mail.media == "text/html":
        return _of_page(data, mail.body, file, said, read)
    found = decoded(mail.body, file, mail.charset)
    return _of_text(data, spaced(found.text), said, replace(read, encoding=found.encoding, notes=found.notes))


def _made(data: bytes, text: str, blocks: tuple[Block, ...], said: Given, read: ReportRead) -> ReportRead:
    published, notes = _published(text, said)
    article = Article(
        hashlib.sha256(data).hexdigest(),
        text,
        said.outlet,
        said.title,
        published,
        said.language or language_of(text),
        said.url,
        blocks,
    )
    return replace(read, article=article, notes=(*read.notes, *notes))


def _published(text: str, said: Given) -> tuple[Published, tuple[str, ...]]:
    """When it was published, by the best there is, and what else is said of it."""
    if said.published is not None:
        return said.published, ()
    dateline, without_year = of_dateline(text)
    note = (f"its dateline names {without_year} and no year",) if without_year else ()
    found = (of_byline(text.splitlines()), of_url(said.url), dateline)
    best = next((one for one in found if one.at is not None), None)
    return (best, ()) if best else (Published(), (*note, "nothing says when it was published"))
