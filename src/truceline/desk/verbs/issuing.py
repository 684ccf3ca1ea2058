"""Bulletins of a record: issued with everything from which others recompute them, and recomputed.

An issued bulletin names the heads that were read, the fold's version and digest, the text and the period; its data
are a blob. Who recomputes folds the logs cut to those heads, makes the bulletin again and compares bytes: both are
equal, or the first difference is told with its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from truceline.agreement import fingerprint
from truceline.bulletin import Bulletin
from truceline.canon import Json, canonical_text
from truceline.desk.node import Node
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.from_files import Progress, make_bulletin
from truceline.desk.verbs.looking import newest
from truceline.desk.verbs.naming import Found, find, said
from truceline.desk.verbs.saying import stated
from truceline.desk.views.view import View, view_as_of
from truceline.errors import Fault, RecordError, UnknownName
from truceline.formats.bulletin import json_text
from truceline.kinds import Blob, BulletinIssued
from truceline.period import Instant
from truceline.state import FOLD_VERSION


def issue(pen: Pen, view: View, made: Bulletin) -> Signed:
    """Append a bulletin that was made from a record as it stands."""
    # gather
    data = json_text(made).encode()
    # decide
    issued = stated(
        BulletinIssued,
        heads=view.heads,
        fold_version=FOLD_VERSION,
        digest=view.digest(),
        period=made.period,
        agreement=made.fingerprint,
        bulletin=Blob(hashlib.sha256(data).hexdigest()),
        version=made.version,
    )
    act = decided(pen, "bulletin.issued", issued, blobs=(data,))
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where something recomputed is not what was issued."""

    where: str  # "digest", "agreement", or a path into the bulletin's JSON
    issued: str
    recomputed: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came of recomputing a bulletin."""

    entry: Found
    issued: BulletinIssued
    difference: Difference | None  # None: equal, byte for byte

    def plain(self) -> Json:
        """As one JSON object, for machines."""
        apart = self.difference
        return {
            "bulletin": self.entry.place,
            "entry": self.entry.entry.hash,
            "equal": apart is None,
            "difference": None if apart is None else [apart.where, apart.issued, apart.recomputed],
        }


def recompute(node: Node, name: str | None, progress: Progress | None = None) -> Recomputed:
    """Recompute a bulletin, the newest where none is named.

    1. the logs are cut to the heads that were read, and folded by the version of the fold that read them
    2. the digest is compared
    3. the bulletin of the same period, under the agreement then in force, is made again and its bytes compared
    Raises RecordError where it cannot be recomputed here, UnknownName where there is no such bulletin.
    """
    found = find(node, name) if name else next(newest(node, "bulletin.issued", most=1), None)
    if found is None:
        raise UnknownName("issued bulletin", "the newest", ())
    issued = said(found, BulletinIssued)
    if issued.fold_version != FOLD_VERSION:
        raise _cannot(
            found, "fold_version", str(FOLD_VERSION), str(issued.fold_version), "Use the program that made it."
        )
    data = node.blobs.get(issued.bulletin)
    if data is None:
        raise _cannot(found, f"blob {issued.bulletin}", "its bytes", "none here", "Sync with a node that holds it.")
    with view_as_of(node, issued.heads, progress) as view:
        return Recomputed(found, issued, _difference(view, issued, data))


def _cannot(found: Found, field: str, expected: str, got: str, cure: str) -> RecordError:
    fault = Fault(found.entry.origin, found.entry.seq, field, expected, got, cure)
    return RecordError("cannot recompute this bulletin", (fault,))


def _difference(view: View, issued: BulletinIssued, data: bytes) -> Difference | None:
    digest = view.digest()
    if digest != issued.digest:
        return Difference("digest", issued.digest, digest)
    agreement = view.agreement()
    if fingerprint(agreement) != issued.agreement:
        return Difference("agreement", issued.agreement, fingerprint(agreement))
    told = _tree(data)
    cutoff = _cutoff(told)
    made = make_bulletin(agreement, view.entries(), view.datasets(), issued.period, cutoff=cutoff)
    again = json_text(replace(made, version=issued.version)).encode()
    if again == data:
        return None
    return next(_differences(told, json.loads(again), ""), Difference("bytes", _sha(data), _sha(again)))


def _sha(data: bytes) -> str:
    return f"SHA-256 {hashlib.sha256(data).hexdigest()}"


def _tree(data: bytes) -> Json:
    try:
        tree: Json = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return tree


def _cutoff(told: Json) -> Instant | None:
    """The cut-off that the bulletin says of itself; None where it says none that can be read."""
    try:
        return Instant.parse(str(told["cutoff"])) if isinstance(told, dict) else None
    except (KeyError, ValueError):
        return None


def _differences(one: Json, other: Json, where: str) -> Iterator[Difference]:
    """Where two trees differ, in order of the first's members."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from _differences(one.get(name), other.get(name), f"{where}.{name}" if where else name)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _differences(a, b, f"{where}.{i}")
    elif one != other:
        yield Difference(where or "bulletin", canonical_text(one), canonical_text(other))
