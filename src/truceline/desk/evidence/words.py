"""The words of a PDF: read by a confined process, handed over as text, page by page.

A PDF is read by code that was written for speed, so it is done as previews are: in a process that gives up everything
but memory and time before it looks at the first byte (`confining`). What comes back is JSON of texts and nothing else.

What it does not do: recognise letters in pictures. A page that is a picture has no words, and says so by being empty.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from truceline.errors import DataError, Fault

MOST_PAGES = 500
MOST_CHARS = 5_000_000  # of all pages together
PATIENCE_S = 30.0
_CURE = "Save its text as a file, or print it anew as a PDF without a password."


def pages_of(data: bytes, file: str) -> tuple[str, ...]:
    """The text of each page; raises DataError where none can be read."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), "read"]
    # No setting of ours reaches the process, no passphrase.
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=PATIENCE_S, env={}, cwd="/", check=False
        )
        told = json.loads(done.stdout[: 8 * MOST_CHARS])
        pages = told["pages"]
    except subprocess.TimeoutExpired:
        raise _unreadable(file, "one that takes too long to read") from None
    except (ValueError, TypeError, KeyError):
        raise _unreadable(file, "one that is damaged, protected or too large") from None
    if not isinstance(pages, list) or not all(isinstance(one, str) for one in pages):
        raise _unreadable(file, "one that is damaged")
    return tuple(pages)


def _unreadable(file: str, got: str) -> DataError:
    return DataError("a PDF that cannot be read", (Fault(file, 0, "", "a PDF with a text in it", got, _CURE),))


# ── in the confined process ───────────────────────────────────────────────────────────────────


def _read() -> None:
    import pypdfium2 as pdfium  # noqa: PLC0415 - only the process that reads a document loads it

    from truceline.desk.evidence.confining import confine  # noqa: PLC0415 - not there on every system

    "".encode("utf-16-le").decode("utf-16-le")  # loaded now: afterwards nothing can be
    confine()
    document = pdfium.PdfDocument(_bytes())
    pages: list[str] = []
    left = MOST_CHARS
    for at in range(min(len(document), MOST_PAGES)):
        text = document[at].get_textpage().get_text_bounded()[:left]
        pages.append(text.encode("utf-8", "replace").decode())
        left -= len(text)
    sys.stdout.write(json.dumps({"pages": pages}))
    sys.stdout.flush()


def _bytes() -> bytes:
    pieces = []
    while piece := os.read(0, 2**20):
        pieces.append(piece)
    return b"".join(pieces)


if __name__ == "__main__":
    _read()
