"""Words that look like places and are none: a government by its capital, a newspaper by its town."""

from __future__ import annotations


def guarded(text: str, span: tuple[int, int]) -> str:
    """Why the words of that span mean no place: "government", "newspaper"; empty where nothing speaks against it."""
    return "" if text[span[0] : span[1]].strip() else "nothing"
