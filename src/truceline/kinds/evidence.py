"""Entries of the chain of custody: evidence received, examined, handed over.

Who had a file, when, and what was done with it, each as an entry of its own that nobody can slip in or take out later.
What is received and examined is sealed always: a file's plain digest, or who brought it, would tell a rival what a
body holds. What is handed over may be told. Follows the Berkeley Protocol on Digital Open Source Investigations in what
it asks to be kept; names offices, never persons.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from truceline.kinds.bounds import Blob, Items, MaybeHash, MaybeName, MaybeProse, Name, Payload
from truceline.period import Instant

Files = Annotated[tuple[Blob, ...], Items(1, 1_000)]


@dataclass(frozen=True, slots=True)
class EvidenceReceived(Payload):
    """Files came in as evidence: their bytes as they came, how they were collected, and by which office."""

    files: Files  # SHA-256 of each as it came
    media: tuple[Name, ...]  # media type of each, in the same order, such as image/jpeg
    collected: Instant  # when they were collected, which may be before they came in
    how: Name  # how: handed over, taken down, found published
    by: Name  # the office that took them in, never a person
    source: MaybeName = ""  # from whom or where, as far as it may be kept; empty: not said
    report: MaybeHash = ""  # leaf hash of the report they came with; empty: with none
    note: MaybeProse = field(default_factory=dict)  # empty: nothing more to say

    def fits(self) -> None:
        """Raise ValueError unless each file has its media type."""
        if len(self.media) != len(self.files):
            raise ValueError(f"media: one for each of {len(self.files)} files, not {len(self.media)}")


@dataclass(frozen=True, slots=True)
class EvidenceExamined(Payload):
    """Somebody opened files that are held as evidence: when, for which office, what for, and what was found."""

    files: Files  # SHA-256 of each, as received
    at: Instant  # when
    by: Name  # the office, never a person
    purpose: Name  # what for
    found: MaybeProse = field(default_factory=dict)  # what was found; empty: nothing to say yet


@dataclass(frozen=True, slots=True)
class EvidenceTransferred(Payload):
    """Evidence handed to another body: what, to whom, when."""

    to: Name  # the body
    at: Instant  # when it was handed over
    evidence: Files  # what was handed over
    receipt: Blob | None = None  # the body's receipt; None: none given
    note: MaybeName = ""  # under what terms; empty: not said
