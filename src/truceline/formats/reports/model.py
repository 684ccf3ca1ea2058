"""What a reader of reports is told, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.claims import Article, Published


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever hands a report in knows of it; it wins over what the report says of itself."""

    outlet: str = ""  # id of who published it; empty: not said
    url: str = ""  # where it was found; empty: not said
    title: str = ""  # empty: as the report has it
    published: Published | None = None  # None: as the report has it
    language: str = ""  # ISO 639-1; empty: as it is found
    charset: str = ""  # as a server declared it; empty: not declared


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with an e-mail; it is listed, not read."""

    name: str  # as the message names it; empty: not named
    media: str  # as the message declares it
    sha256: str  # of its bytes, in hex
    size_b: int  # bytes


@dataclass(frozen=True, slots=True)
class ReportRead:
    """A report as it was read."""

    article: Article
    media: str  # text/plain, text/html, message/rfc822, application/pdf
    encoding: str = ""  # in which its bytes were read; empty: the desk read them
    site: str = ""  # what the page calls its publisher; empty: nothing
    notes: tuple[str, ...] = ()  # what was guessed, contradicted or left open, for people
    attachments: tuple[Attachment, ...] = ()
