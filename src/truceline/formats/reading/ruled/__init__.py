"""Arabic and Russian by rule: one engine that knows no language's words, and what those languages' files say.

What each language does and does not do yet stands in docs/adding-a-language.md.
"""

from truceline.formats.reading.ruled.engine import Arabic, Ruled, Russian

__all__ = ["Arabic", "Ruled", "Russian"]
