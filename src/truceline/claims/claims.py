"""A claim: one statement inside a report, with its exact words and who is said to have said it.

Nothing here is a fact. Silence is None, never zero; a time that cannot be resolved says why; outlets' labels
("terrorist", "moderate") are kept as labels and decide nothing about anybody's status.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from truceline.claims.chains import Chain
from truceline.errors import shortened
from truceline.place import Place
from truceline.terms import When

Count = tuple[int, int | None]  # least and most; most None: nobody says, as in "at least nine"


class Modality(StrEnum):
    """How a claim is made."""

    ASSERTED = "asserted"
    REPORTED = "reported"  # somebody else is said to assert it
    DENIED = "denied"
    PROPOSED = "proposed"
    THREATENED = "threatened"

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise ValueError(f"one of {', '.join(cls)}, not {shortened(str(value))!r}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement inside a report."""

    article: str  # id of the article it was read in
    span: tuple[int, int]  # first and last-plus-one character of the quote in the article's text
    quote: str  # its exact words: text[span[0]:span[1]]
    modality: Modality = Modality.ASSERTED  # how it is made
    affirms: bool = True  # false: it says that something was not so
    by: tuple[str, ...] = ()  # who did it: actor ids, or names as written where no alias resolves them
    against: tuple[str, ...] = ()  # who was struck, likewise
    kind: str = ""  # of the terms' kinds, or a deed of talking: "proposal", "talks", …; empty: not said
    place_name: str = ""  # as written; empty: not said
    place: Place | None = None  # as wide as what was said; None: not said, or not found
    radius_m: int | None = None  # how far off that may be; None: no place
    time: When | None = None  # when it happened; None: not said, or not to be resolved
    time_basis: str = ""  # "resolved against publication", "unresolvable: no publication day"; empty: not said
    count: Count | None = None  # least and most, in `unit`; None: silence, never zero
    unit: str = ""  # what was counted, as written; empty: nothing was
    chain: Chain = ()  # from the outlet to the origin, as far as said
    labels: tuple[str, ...] = ()  # what the outlet calls somebody, kept as its label
    said_on: dt.date | None = None  # the day of the statement itself, where the report says it; None: not said
    topic: str = ""  # what it is about, for finding claims of one matter; empty: nothing beyond its other fields

    @property
    def denies(self) -> bool:
        """Whether it speaks against what it is about: a denial, or a statement that it was not so.

        A proposal that something end denies nothing.
        """
        told = self.modality in {Modality.ASSERTED, Modality.REPORTED}
        return self.modality is Modality.DENIED or (told and not self.affirms)
