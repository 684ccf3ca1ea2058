"""Acts that say what came in and what was seen: reports, observations, access denied, grades of sources.

A report's file is kept byte for byte beside the record, under its digest; the entry names the digest. What
is claimed in it is read out by a further entry. Nothing here is a finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from truceline.desk import files
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided, entered
from truceline.desk.verbs.saying import stated
from truceline.kinds import AccessDenied, Blob, Grade, ObservationMade, ReportReceived, SourceGraded


def receive_report(pen: Pen, report: Callable[[Blob | None], ReportReceived], original: Path | None) -> Signed:
    """Take a report in: what is said of it, given the digest of the document, and the document as it came."""
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


def observe(pen: Pen, observation: ObservationMade) -> Signed:
    """Say what this monitor saw or heard."""
    return entered(pen, "observation.made", observation)


def deny_access(pen: Pen, denial: AccessDenied) -> Signed:
    """Say that somebody who was entitled to pass or to look could not."""
    return entered(pen, "access.denied", denial)


def grade_source(pen: Pen, source: str, grade: Grade, reason: Mapping[str, str]) -> Signed:
    """Say how reliable this author takes a source to be."""
    return entered(pen, "source.graded", stated(SourceGraded, source, grade, reason))
