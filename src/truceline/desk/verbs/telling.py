"""Acts that say what came in and what was seen: reports, observations, access denied, grades of sources.

A report that was published is said in the open; its file is kept byte for byte beside the record, under its digest.
One that came by any other way is about somebody, or from somebody: it is sealed at this node, file and all, unless
its officers say otherwise. What is claimed in it is read out by a further entry. Nothing here is a finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from truceline.desk import files
from truceline.desk.people import Unlocked
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided, entered
from truceline.desk.verbs.saying import stated
from truceline.desk.verbs.sealing import Kept, Wanted, seal, sealable
from truceline.kinds import AccessDenied, Blob, Grade, Marking, ObservationMade, ReportReceived, SourceGraded


def receive_report(pen: Pen, report: Callable[[Blob | None], ReportReceived], original: Path | None) -> Signed:
    """Take a report in, in the open: what is said of it, given the document's digest, and the document as it came."""
    # gather
    kept = [files.read(original)] if original else []
    digests = [Blob(hashlib.sha256(one).hexdigest()) for one in kept]
    # decide
    received = stated(report, digests[0] if digests else None)
    act = decided(pen, "report.received", received, blobs=kept)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def seal_report(
    pen: Pen, report: Callable[[Blob | None], ReportReceived], original: Path | None, officer: Unlocked | None
) -> Kept:
    """Take a report in and seal it for this body alone, the document with it and without its name."""
    document = (files.read(original),) if original else ()
    digests = [Blob(hashlib.sha256(one).hexdigest()) for one in document]
    received = stated(report, digests[0] if digests else None)
    wanted = Wanted(marking=Marking.AMBER_STRICT, files=document)
    return seal(pen, sealable(pen, "report.received", received, wanted), officer=officer)


def observe(pen: Pen, observation: ObservationMade) -> Signed:
    """Say what this monitor saw or heard."""
    return entered(pen, "observation.made", observation)


def deny_access(pen: Pen, denial: AccessDenied) -> Signed:
    """Say that somebody who was entitled to pass or to look could not."""
    return entered(pen, "access.denied", denial)


def grade_source(pen: Pen, source: str, grade: Grade, reason: Mapping[str, str]) -> Signed:
    """Say how reliable this author takes a source to be."""
    return entered(pen, "source.graded", stated(SourceGraded, source, grade, reason))
