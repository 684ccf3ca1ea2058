"""How names are compared."""

from __future__ import annotations

import unicodedata


def folded(written: str) -> str:
    """The name without case and marks."""
    apart = unicodedata.normalize("NFKD", written.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())
