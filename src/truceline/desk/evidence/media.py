"""What a file is, by its bytes: a name is what somebody wrote and proves nothing.

Media types as IANA registers them. A file that is two things at once is the one its first bytes say. Only among texts,
which have no first bytes of their own, does the name choose.

It does not say whether the file is whole; whoever draws it finds out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from enum import StrEnum

UNKNOWN = "application/octet-stream"
_LOOKED_AT = 65_536  # bytes from the beginning by which a text is told from anything else


class Sort(StrEnum):
    """How a file is shown."""

    PHOTOGRAPH = "photograph"
    DOCUMENT = "document"
    SOUND = "sound"
    FILM = "film"
    TEXT = "text"
    OTHER = "other"  # not at all


_SORTS = {
    "application/pdf": Sort.DOCUMENT,
    "image/heif": Sort.OTHER,  # nothing here draws these two
    "image/avif": Sort.OTHER,
    "image/svg+xml": Sort.TEXT,  # a program as much as a picture: its words are shown, it is never run
    "audio/mp4": Sort.OTHER,
    "audio/amr": Sort.OTHER,
}
_BY_FAMILY = {"image": Sort.PHOTOGRAPH, "audio": Sort.SOUND, "video": Sort.FILM, "text": Sort.TEXT}


def sort_of(media: str) -> Sort:
    """How a file of this media type is shown."""
    return _SORTS.get(media) or _BY_FAMILY.get(media.partition("/")[0], Sort.OTHER)


def media_of(data: bytes, name: str = "") -> str:
    """The media type of a file's bytes; the name chooses among texts and counts for nothing else."""
    for begins, media in _BEGINNINGS:
        if data.startswith(begins):
            return media(data) if callable(media) else media
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    if b"%PDF-" in data[:1024]:  # readers of PDF look so far, and so do its forgers
        return "application/pdf"
    return _text(data[:_LOOKED_AT], name)


def _riff(data: bytes) -> str:
    return {b"WAVE": "audio/wav", b"AVI ": "video/vnd.avi", b"WEBP": "image/webp"}.get(data[8:12], UNKNOWN)


def _ogg(data: bytes) -> str:
    return "video/ogg" if b"\x80theora" in data[:512] else "audio/ogg"


_BEGINNINGS: tuple[tuple[bytes, str | Callable[[bytes], str]], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"RIFF", _riff),
    (b"%PDF-", "application/pdf"),
    (b"fLaC", "audio/flac"),
    (b"OggS", _ogg),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/matroska"),
    (b"PK\x03\x04", "application/zip"),
)
_BRANDS = {
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"heic": "image/heif",
    b"heix": "image/heif",
    b"mif1": "image/heif",
    b"avif": "image/avif",
}
_TEXTS = {"csv": "text/csv", "html": "text/html", "htm": "text/html", "md": "text/markdown"}
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # no text holds these; escape (0x1b) some do, to do harm
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?P<tag>!doctype html|html|svg)\b", re.IGNORECASE | re.DOTALL
)


def _text(beginning: bytes, name: str) -> str:
    try:
        # Incrementally: a character cut in two at the end is no fault.
        text = codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return UNKNOWN
    if not text or _BINARY.search(text):
        return UNKNOWN
    if markup := _MARKUP.match(text):
        return "image/svg+xml" if markup["tag"].lower() == "svg" else "text/html"
    return _TEXTS.get(name.rpartition(".")[2].lower(), "text/plain")
