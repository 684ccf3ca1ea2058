"""Acts that make the agreement what it is: a text proposed and adopted, who is bound, presumptions, zones.

A text is adopted by its fingerprint, and only where its bytes are here and can be read: nobody signs what they do
not hold. Nothing here judges a text; an agreement that does not lint is refused before it is proposed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast

from truceline.agreement import Agreement, canonical, from_canonical
from truceline.desk import files, shelf
from truceline.desk.node import Node
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided, entered
from truceline.desk.verbs.naming import Found, find, said
from truceline.desk.verbs.saying import stated
from truceline.errors import Refused
from truceline.formats.agreement.presuming import read_presumption
from truceline.formats.zone_files import read_zone
from truceline.kinds import (
    AdherenceDeclared,
    AdherenceEnded,
    AgreementAdopted,
    AgreementAmended,
    AgreementProposed,
    Blob,
    DesignationDeclared,
    DesignationEnded,
    PresumptionAdopted,
    PresumptionDeclared,
    ZoneAmended,
    ZoneDeclared,
    ZoneLifted,
)
from truceline.period import Instant, Period
from truceline.place import Area
from truceline.zones import Zone

Z = TypeVar("Z", bound=ZoneDeclared)
Words = Mapping[str, str]  # language → text; empty: nothing said


def propose(pen: Pen, text: str, note: Words) -> Signed:
    """Put a whole text forward for adoption: a shipped agreement, NAME/VARIANT, or a directory."""
    # gather
    agreement = shelf.find(text)
    form = canonical(agreement)
    mark = hashlib.sha256(form).hexdigest()
    # decide
    proposed = stated(
        AgreementProposed, title=agreement.title, id=agreement.id, fingerprint=mark, form=Blob(mark), note=note
    )
    act = decided(pen, "agreement.proposed", proposed, blobs=[form])
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def amend(pen: Pen, version: str, text: str, note: Words) -> Signed:
    """Put a whole text forward in place of the version named; that one stands until this is adopted."""
    # gather
    replaced = find(pen.node, version)
    agreement = shelf.find(text)
    form = canonical(agreement)
    mark = hashlib.sha256(form).hexdigest()
    # decide
    proposed = stated(
        AgreementAmended,
        title=agreement.title,
        id=agreement.id,
        fingerprint=mark,
        form=Blob(mark),
        note=note,
        replaces=said(replaced, AgreementProposed).fingerprint,
    )
    act = decided(pen, "agreement.amended", proposed, about=replaced, blobs=[form])
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def adopt(pen: Pen, version: str, note: Words) -> Signed:
    """Accept the text of the proposal or amendment named, by its fingerprint."""
    # gather
    proposal = find(pen.node, version)
    text_of(pen.node, proposal)  # nobody signs what they cannot read
    # decide
    adopted = stated(AgreementAdopted, said(proposal, AgreementProposed).fingerprint, note)
    act = decided(pen, "agreement.adopted", adopted, about=proposal)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def text_of(node: Node, version: Found) -> Agreement:
    """The text that an entry proposes, read from its bytes; raises Refused where they are not held here.

    Raises RecordError where they are damaged.
    """
    proposed = said(version, AgreementProposed)
    form = node.blobs.get(proposed.form)
    if form is None:
        raise Refused(
            f"nothing was signed: the text {proposed.fingerprint[:12]} of {version} is not held here, and nobody signs "
            "what they cannot read. Run `truceline sync` with a node that holds it."
        )
    return from_canonical(form)


def fingerprint_of(pen: Pen, version: str) -> str:
    """The fingerprint of the text that the entry named proposes."""
    return said(find(pen.node, version), AgreementProposed).fingerprint


# ── who is bound ──────────────────────────────────────────────────────────────────────────────


def declare_adherence(pen: Pen, text: str, since: Instant | None, statement: Words) -> Signed:
    """Declare that this node's own actor accepts the text named, from an instant on."""
    # gather
    version = find(pen.node, text)
    accepted = said(version, AgreementProposed)
    # decide
    from_then = since or pen.now
    declared = stated(AdherenceDeclared, pen.node.actor, from_then, accepted.fingerprint, statement)
    act = decided(pen, "adherence.declared", declared, refs=[version.ref])
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def end_adherence(pen: Pen, declaration: str, at: Instant | None, reason: Words) -> Signed:
    """End the adherence declared in the entry named."""
    # gather
    declared = find(pen.node, declaration)
    # decide
    ended = stated(AdherenceEnded, said(declared, AdherenceDeclared).actor, at or pen.now, reason)
    act = decided(pen, "adherence.ended", ended, about=declared)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def designate(pen: Pen, actor: str, period: Period, authority: str, reason: Words) -> Signed:
    """Exclude an actor from the truce, on this author's list."""
    return entered(pen, "designation.declared", stated(DesignationDeclared, actor, period, authority, reason))


def end_designation(pen: Pen, designation: str, at: Instant | None, reason: Words) -> Signed:
    """Lift the exclusion declared in the entry named."""
    return entered(pen, "designation.ended", stated(DesignationEnded, at or pen.now, reason), designation)


# ── what is presumed ──────────────────────────────────────────────────────────────────────────


def presume(pen: Pen, source: Path) -> Signed:
    """Declare the presumption of a YAML file."""
    # gather
    read = read_presumption(files.read(source), source.name)
    # decide
    declared = stated(
        PresumptionDeclared,
        read.id,
        read.clause.instrument,
        read.clause.paragraph,
        read.clause.gist,
        question=read.question,
        rebuttal=read.rebuttal,
        when=read.when,
        holds=read.holds,
        by_one_of=read.by_one_of,
    )
    act = decided(pen, "presumption.declared", declared)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def adopt_presumption(pen: Pen, presumption: str) -> Signed:
    """Take another's presumption as one's own."""
    # gather
    declared = find(pen.node, presumption)
    # decide
    adopted = stated(PresumptionAdopted, said(declared, PresumptionDeclared).id)
    act = decided(pen, "presumption.adopted", adopted, about=declared)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


# ── zones ─────────────────────────────────────────────────────────────────────────────────────


def declare_zone(pen: Pen, source: Path, feature: str, reason: Words) -> Signed:
    """Declare the zone of a GeoJSON feature."""
    # gather
    zone = read_zone(files.read(source), source.name, feature)
    # decide
    act = decided(pen, "zone.declared", _drawn(ZoneDeclared, zone, reason))
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def amend_zone(pen: Pen, version: str, source: Path, feature: str, reason: Words) -> Signed:
    """Draw or date the zone named anew; its id stays."""
    # gather
    before = find(pen.node, version)
    zone = read_zone(files.read(source), source.name, feature)
    # decide
    kept = said(before, ZoneDeclared).id
    if zone.id != kept:
        raise Refused(
            f"zone.amended was not signed: {before} is zone {kept}, and {source.name} draws {zone.id}. "
            "An amended zone keeps its id; declare another with `truceline zone declare`."
        )
    act = decided(pen, "zone.amended", _drawn(ZoneAmended, zone, reason), about=before)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def _drawn(kind: type[Z], zone: Zone, reason: Words) -> Z:
    """The payload that declares a zone as it was read."""
    area = cast(Area, zone.area)  # a file without a shape was refused by its reader
    return stated(kind, zone.id, zone.names, area, zone.groups, zone.periods, zone.schedule, zone.altitudes, reason)


def lift_zone(pen: Pen, zone: str, at: Instant | None, reason: Words) -> Signed:
    """End the effect of the zone named."""
    return entered(pen, "zone.lifted", stated(ZoneLifted, at or pen.now, reason), zone)
