"""What one does with a receipt phrase: tell, add, read what an officer left, ask what became of it, have it erased.

A report told here is a sealed `report.received` of this node alone, signed by the case inside the envelope. Who and
where are fields of their own, so that the one can be disclosed and the other not. Of the time of receipt the day is
kept, also inside: an hour and a camera in the street are a name. Files lose their names, and what a camera or a
program wrote into them, unless the reporter says that they are to stay as they are.

Nothing here needs an officer: to seal takes no secret, and what a case may do with its own, its phrase opens. Only
`leave` and `case_in` are for an officer, who has opened the object and found the case's public key inside.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from truceline.canon import canonical_text
from truceline.desk.evidence import NoPreview, media_of, strip
from truceline.desk.node import Node
from truceline.desk.reporting.cases import Case, addressed, case_in, signed
from truceline.desk.reporting.kept import LETTER_B, Cases
from truceline.desk.sealing import erasing, objects
from truceline.desk.sealing.keycopies import Owed
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs.saying import stated
from truceline.errors import DataError, Fault, Locked, Refused
from truceline.kinds import (
    Author,
    Blob,
    Channel,
    Envelope,
    Marking,
    ReportReceived,
    Role,
    SealedFile,
    Sealing,
    entitled,
)
from truceline.kinds.bounds import Chars
from truceline.period import Instant
from truceline.tlog import entry as entries
from truceline.tlog.entry import Entry

KIND = "report.received"
NOT_NAMED = "not named"  # who says so, where the reporter is not asked or does not say
_DAY_S = 86_400
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it will be sealed: without its name."""

    data: bytes
    media: str  # media type
    removed: tuple[str, ...] = ()  # what was taken out of it, as words of `evidence`


@dataclass(frozen=True, slots=True)
class Form:
    """What a reporter tells."""

    words: str  # what happened, in their own words
    who: str = ""  # who says so; empty: not named, which is the rule
    where: str = ""  # where it happened, as said; empty: not said
    when: str = ""  # when it happened, as said; empty: not said
    language: str = ""  # en, ar, ru or other; empty: not said
    channel: Channel = Channel.MEETING  # by what way it came
    files: tuple[Attached, ...] = ()


class Answer(StrEnum):
    """What became of one report."""

    WAITING = "waiting"  # kept, and its commitments not in the log yet
    KEPT = "kept"  # kept, and its commitments in the log
    ERASED = "erased"
    LOST = "lost"  # written into the book, and then the machine stopped before it was kept


class Became(NamedTuple):
    """What became of one report, as far as this node knows."""

    id: str  # 32 hex
    answer: Answer
    told: tuple[str, ...] = ()  # fields that have been disclosed to all, by number
    leaf: str = ""  # hash of its entry, 64 hex; empty: not in the log yet


class Erased(NamedTuple):
    """What of a case is gone."""

    reports: int  # that were here
    owed: tuple[Owed, ...]  # copies of their keys that could not be reached


class Letter(NamedTuple):
    """What an officer left for a case."""

    day: str  # YYYY-MM-DD; empty: it cannot be read
    text: str


# ── telling ───────────────────────────────────────────────────────────────────────────────────


def attached(data: bytes, *, as_it_is: bool = False) -> Attached:
    """A file without what a camera or a program wrote into it; raises Refused where no such copy can be made."""
    media = media_of(data)
    if as_it_is:
        return Attached(data, media)
    try:
        bare = strip(data, media)
    except NoPreview as error:
        raise Refused(
            f"nothing was sealed: of a file ({media}) no copy without hidden data can be made: {error}. Leave it out, "
            "or give it as it is, if nothing in it can point to you: --as-they-are"
        ) from None
    return Attached(bare.data, bare.media, bare.removed)


def drafted(node: Node, form: Form) -> Sealable:
    """The report as it will be sealed, read back to the reporter before; raises DataError, Refused."""
    day = _day(node.world.now())
    files = tuple(SealedFile(hashlib.sha256(one.data).hexdigest(), len(one.data), one.media) for one in form.files)
    report = _report(form, day, Blob(files[0].digest) if files else None)
    standing = entitled(KIND, Author(node.origin, Role(node.role), node.actor), None, report, opened=True)
    if not standing.counts:
        raise Refused(f"nothing was sealed: {standing.words}. Bring it to a node that takes reports in.")
    envelope = stated(Envelope, KIND, day, Sealing.LOCAL, Marking.AMBER_STRICT, files=files)
    return Sealable(KIND, report, envelope, tuple(one.data for one in form.files))


def _report(form: Form, day: Instant, original: Blob | None) -> ReportReceived:
    """What is told; raises DataError that names the field, and repeats nothing of what was told."""
    try:
        return stated(
            ReportReceived,
            source=form.who or NOT_NAMED,
            channel=form.channel,
            received=day,
            text=form.words,
            original=original,
            language=form.language,
            place_name=form.where,
            happened=form.when,
        )
    except DataError as error:
        (fault,) = error.faults
        raise DataError(error.what, (replace(fault, expected=fault.expected.partition(", not ")[0]),)) from None


def tell(vault: Vault, cases: Cases, case: Case, what: Sealable) -> str:
    """Seal a report of a case, its first or one more; the id of the object. On the disk when this returns."""
    node = vault.node
    one = objects.seal(node.origin, signed(case, node.origin, what), node.world)
    # The book first: an object that its case does not know of could not be erased at its reporter's word. A crash
    # between the two leaves an id of nothing in the book, which is told as lost; the report is then told again.
    cases.enter(case.public, case.book, one.id)
    vault.keep(one)
    return one.id


def _day(now: Instant) -> Instant:
    return now.plus(-(now.epoch_s % _DAY_S))


# ── coming back ───────────────────────────────────────────────────────────────────────────────


def became(vault: Vault, cases: Cases, case: Case) -> tuple[Became, ...]:
    """What became of each report of the case, oldest first; nothing of anybody else's."""
    return tuple(_became(vault, id_) for id_ in cases.objects(case.public, case.book))


def _became(vault: Vault, id_: str) -> Became:
    node = vault.node
    leaf = erasing.leaf_of(node, node.origin, id_)
    place = leaf.hash if leaf else ""
    if vault.erased(id_):
        return Became(id_, Answer.ERASED, leaf=place)
    if not vault.has(id_):
        return Became(id_, Answer.LOST, leaf=place)
    told = tuple(sorted(set(_disclosed(node, leaf)))) if leaf else ()
    return Became(id_, Answer.KEPT if leaf else Answer.WAITING, told, place)


def _disclosed(node: Node, leaf: Entry) -> Iterator[str]:
    """The numbers of the fields of a sealed entry that this node has disclosed to all."""
    sought = leaf.hash.encode()
    for entry in (entries.parse(one) for one in node.leaves(node.origin, leaf.seq + 1) if sought in one):
        opened = (entry.payload or {}).get("opened")
        if entry.kind == "disclosed" and entry.refs[:1] == (leaf.ref,) and isinstance(opened, list):
            yield from (str(one.get("field")) for one in opened if isinstance(one, dict))


def letters(cases: Cases, case: Case) -> tuple[Letter, ...]:
    """What officers left for the case, the newest first; of more than four, the newest four.

    One that cannot be read is there without day or text: somebody has changed it, and the others are told all the same.
    """
    found = (_letter(case, box) for box in cases.box(case.public))
    return tuple(one for one in found if one is not None)


def _letter(case: Case, box: bytes) -> Letter | None:
    """The letter in one box; None: there is none."""
    try:
        said = case.read(box).rstrip(b"\0")
        if not said:
            return None
        day, text = json.loads(said)
        text.encode()  # half a character is none
        if _DAY.fullmatch(day) and not Chars(1, LETTER_B).fault(text):
            return Letter(day, text)
    except (Locked, ValueError, TypeError, AttributeError, RecursionError):
        pass
    return Letter("", "")


def erase(vault: Vault, cases: Cases, case: Case) -> Erased:
    """Erase all reports of the case, their keys first, and then the case itself.

    After it the phrase opens nothing. A crash leaves some of them erased and the case there: the same again goes on.
    """
    ids = [id_ for id_ in cases.objects(case.public, case.book) if vault.has(id_)]
    owed = {copy for id_ in ids for copy in _shredded(vault, id_)}
    cases.forget(case.public)
    return Erased(len(ids), tuple(owed))


def _shredded(vault: Vault, id_: str) -> tuple[Owed, ...]:
    """Shred a report; where its commitments stand in the log, a sealed erasure says that this is why none opens."""
    node = vault.node
    leaf = erasing.leaf_of(node, node.origin, id_)
    if leaf is None:
        return erasing.shred(node, vault, id_).owed
    bare = SealedObject(node.origin, id_, tuple(leaf.commitments), ())
    saying, to = erasing.erasure(node, bare, {"en": "Its reporter asked for it."})
    return erasing.shred(node, vault, id_, saying=saying, to=to).owed


# ── for an officer ────────────────────────────────────────────────────────────────────────────


def leave(cases: Cases, one: SealedObject, text: str) -> None:
    """Leave a letter for the case that said an opened object; only that case's phrase opens it.

    Raises Refused where no case said it, or the case has been erased; DataError for a text that is too long.
    """
    public = case_in(one)
    if not public or not cases.holds(public):
        raise Refused(
            f"nothing was left: {one.id} was not told by a case that is kept here. Look with `truceline open {one.id}`"
        )
    said = canonical_text([str(_day(cases.world.now()))[:10], text]).encode()
    wrong = Chars(1, LETTER_B).fault(text) or ("" if len(said) <= LETTER_B else f"at most {LETTER_B - 32:,} bytes")
    if wrong:
        fault = Fault("", 0, "letter", wrong, f"{len(said):,} bytes", "Say it in other or fewer words.")
        raise DataError("nothing was left: the letter cannot stand as it is", (fault,))
    cases.leave(public, addressed(public).encrypt(said.ljust(LETTER_B, b"\0")))
