"""Coordinates as people give them: read with their error, or asked back; never repaired in silence."""

from __future__ import annotations

from truceline.place.given.model import Asked, Question, Reading
from truceline.place.given.reading import given

__all__ = ["Asked", "Question", "Reading", "given"]
