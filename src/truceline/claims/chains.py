"""The chain of attribution: from the outlet that printed a statement to whoever said it first.

Each link names a source as written and by a canonical id, and shows the words that say so. An id of a source that is
not named carries its institution before the stroke: ``crown.cabinet/unnamed``; one of whom nothing is said is
``/unnamed``. Outlets' ids are those of the registry; ``unknown:`` and any mark stands for one that nobody could tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNNAMED_SOURCE = "unnamed"  # what stands behind the stroke where nobody is named
UNKNOWN_OUTLET = "unknown:"  # what an outlet's id begins with where nobody could tell which it is


class Step(StrEnum):
    """How one link leads to the next source."""

    OUTLET = "outlet"  # who printed it: the first link
    CITES = "cites"  # "X reported", "citing X"
    SAID = "said"  # somebody named said it
    UNNAMED = "unnamed"  # somebody not named said it
    DOCUMENT = "document"  # it stands in a document
    DATELINE = "dateline"  # an agency named in the dateline
    CREDIT = "credit"  # an agency named in a credit line
    CARRIED = "carried"  # the text is another outlet's own
    OWNER = "owner"  # the outlet speaks as its owner's


@dataclass(frozen=True, slots=True)
class Link:
    """One source on the way to the origin."""

    step: Step
    name: str  # as written
    source: str  # canonical id: "norda-wire", "crown.foreign-minister", "crown.cabinet/unnamed"
    cue: tuple[int, int] = (0, 0)  # the words that show it, a span of the article's text; (0, 0): the outlet itself

    @property
    def institution(self) -> str:
        """Whose source it is: what stands before the stroke, or the source itself; empty where not said."""
        return self.source.partition("/")[0]


Chain = tuple[Link, ...]  # from the outlet to the origin
