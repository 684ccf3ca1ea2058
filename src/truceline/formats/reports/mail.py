"""An e-mail file (.eml, RFC 5322) as an article, its attachments listed and not opened.

The text is the message's own: its plain part, else its page. Who sent it and to whom stays in the bytes: a report
is about what happened, and names of persons go nowhere that is not sealed.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from truceline.errors import DataError, Fault
from truceline.formats.reports.decoding import spaced
from truceline.formats.reports.model import Attachment

_MOST = 1_000  # parts of a message that are looked at


@dataclass(frozen=True, slots=True)
class Mail:
    """What a message holds."""

    body: bytes  # of its text, as it was encoded
    media: str  # text/plain or text/html
    charset: str  # as its part declares it; empty: not declared
    subject: str
    date: str  # as its head says; empty: nothing
    attachments: tuple[Attachment, ...]


def mail_of(data: bytes, file: str) -> Mail:
    """A message; raises DataError where it has no text."""
    try:
        found = _whole(data)
    except Exception as error:  # noqa: BLE001 - the library raises errors of every kind over a damaged message
        raise _no_text(file, type(error).__name__) from None
    if found is None:
        raise _no_text(file)
    return found


def _whole(data: bytes) -> Mail | None:
    """The message; None where it has no text."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [one for one, _ in zip(message.walk(), range(_MOST), strict=False) if not one.is_multipart()]
    texts = {kind: part for kind in ("text/html", "text/plain") for part in reversed(parts) if _is(part, kind)}
    chosen = texts.get("text/plain", texts.get("text/html"))
    if chosen is None:
        return None
    attached = tuple(_attachment(one) for one in parts if one is not chosen and not _is_other_form(one))
    subject, date = _head(message, "subject"), _head(message, "date")
    charset = chosen.get_content_charset("") or ""
    return Mail(_bytes(chosen), chosen.get_content_type(), charset, subject, date, attached)


def _is(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and not part.get_filename() and not part.is_attachment()


def _is_other_form(part: EmailMessage) -> bool:
    """Whether a part is the same text in another form."""
    return _is(part, "text/plain") or _is(part, "text/html")


def _bytes(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _head(message: EmailMessage, name: str) -> str:
    return " ".join(spaced(str(message.get(name) or "")).split())


def _attachment(part: EmailMessage) -> Attachment:
    data = _bytes(part)
    name = " ".join(spaced(part.get_filename() or "").split())[:200]
    return Attachment(name, part.get_content_type(), hashlib.sha256(data).hexdigest(), len(data))


def _no_text(file: str, got: str = "none") -> DataError:
    cure = "Save the text of the message as a file."
    return DataError("a report that cannot be read", (Fault(file, 0, "", "a message with a text", got, cure),))


def looks_like_mail(data: bytes) -> Iterator[bool]:
    """Whether the first lines are a message's head: two fields that every message has."""
    head = data[:8_192].lower()
    for field in (b"\nfrom:", b"\ndate:", b"\nmessage-id:", b"\nsubject:", b"\nreceived:"):
        if field in b"\n" + head.partition(b"\n\n")[0].replace(b"\r\n", b"\n"):
            yield True
