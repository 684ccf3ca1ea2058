"""What stands inside a sealed entry beside its payload: what it really is, for whom, and how it may be passed on.

Outside, a sealed entry shows commitments and nothing else. So its kind, time, audience, references and files stand in
the first of its eight fields, the envelope, salted and sealed with the rest. Markings are those of the Traffic Light
Protocol 2.0 (FIRST). What may be shown to whom because of them is for the guard, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from truceline.kinds.bounds import Chars, Count, Hash, Items, MaybeHash, MaybeName, Origin, Payload, Shape, Word
from truceline.kinds.keeping import VKEY_CHARS
from truceline.kinds.table import KINDS
from truceline.period import Instant

Signature = Annotated[str, Shape("([0-9a-f]{128})?", "an Ed25519 signature in 128 hex digits, or none")]
KindName = Annotated[str, Shape("[a-z][a-z0-9_.]{0,63}", "the name of a kind")]
Names = Annotated[tuple[tuple[Origin, Count, Hash], ...], Items(0, 1_000)]

Named = Annotated[tuple[Annotated[str, Chars(1, VKEY_CHARS)], ...], Items(0, 100)]  # each ORIGIN/officer/NAME


class Sealing(Word):
    """Who holds what is sealed."""

    REPLICATED = "sealed-replicated"  # everybody, and only the audience can open it
    LOCAL = "sealed-local"  # the audience alone


class Marking(Word):
    """How far it may be passed on (TLP 2.0), the strictest first."""

    RED = "TLP:RED"  # those named, nobody else
    AMBER_STRICT = "TLP:AMBER+STRICT"  # inside the body that has it, where needed
    AMBER = "TLP:AMBER"  # also those whom it must protect
    GREEN = "TLP:GREEN"  # the community, never in public
    CLEAR = "TLP:CLEAR"  # everybody

    @property
    def order(self) -> int:
        """How strict: 4 for RED, down to 0 for CLEAR."""
        return len(Marking) - 1 - list(Marking).index(self)


@dataclass(frozen=True, slots=True)
class SealedFile(Payload):
    """A file that was sealed with an entry."""

    digest: Hash  # SHA-256 of its bytes as they came; stands in here only
    size: Count  # bytes
    media: MaybeName = ""  # media type; empty: not known
    name: MaybeName = ""  # what it was called; empty: not kept


@dataclass(frozen=True, slots=True)
class Envelope(Payload):
    """What a sealed entry really is."""

    kind: KindName  # its kind, one that may be sealed
    time: Instant  # when its author wrote it; outside stands the time of its batch
    sealing: Sealing  # who holds it
    marking: Marking  # how far it may be passed on
    audience: Annotated[tuple[Origin, ...], Items(0, 1_000)] = ()  # logs it is for; empty: its author alone
    refs: Names = ()  # entries it is about: log, place, leaf hash; the first is its subject
    files: Annotated[tuple[SealedFile, ...], Items(0, 1_000)] = ()  # sealed with it
    case: MaybeHash = ""  # public key of a reporter's case; empty: none
    case_signature: Signature = ""  # by that key; empty: not signed by a reporter
    officer: MaybeName = ""  # post of the officer that wrote it, never a person; empty: not said
    officer_signature: Signature = ""  # by that officer's key; empty: not signed
    named: Named = ()  # officers whom TLP:RED is for, by their keys' names; empty: the one that wrote it

    def fits(self) -> None:
        """Raise ValueError for a kind that is never sealed, and for a signature by nobody."""
        if self.kind in KINDS and not KINDS[self.kind].sealable:
            raise ValueError(f"kind: one that may be sealed, not {self.kind}")
        for signature, by in (("case_signature", self.case), ("officer_signature", self.officer)):
            if getattr(self, signature) and not by:
                raise ValueError(f"{signature}: nothing where nobody is named who signed")
