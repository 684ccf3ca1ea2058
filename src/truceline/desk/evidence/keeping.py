"""What is entered about evidence: received, examined, transferred, each ready to be sealed.

A file goes in byte for byte, with its name, size and media type, all of them inside; so does its SHA-256, by which
each step names it. Nothing of a file stands outside, and no digest of it either.

It seals nothing itself (`desk/verbs/sealing`), and takes no metadata out: the original is the evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from truceline.canon import Json
from truceline.desk import files as disk
from truceline.desk.evidence.media import media_of
from truceline.desk.sealing.objects import Sealable
from truceline.desk.verbs.acting import Pen
from truceline.desk.verbs.saying import stated
from truceline.desk.verbs.sealing import Wanted, sealable
from truceline.errors import DataError, Fault
from truceline.kinds import (
    Blob,
    EvidenceExamined,
    EvidenceReceived,
    EvidenceTransferred,
    Payload,
)

RECEIVED, EXAMINED, TRANSFERRED = "evidence.received", "evidence.examined", "evidence.transferred"
LARGEST_B = 2**28  # bytes, of all files of one entry: it is held in memory several times over while it is sealed


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came."""

    data: bytes = field(repr=False)
    name: str  # without its folder; empty where it is none that can be kept

    @property
    def digest(self) -> str:
        """SHA-256, hex; stands inside what is sealed and nowhere else."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def media(self) -> str:
        """Its media type, by its bytes."""
        return media_of(self.data, self.name)


def read(paths: Sequence[Path]) -> tuple[File, ...]:
    """Files of the disk, with their bytes; raises DataError before any is read where together they are too large."""
    sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
    if sum(sizes) > LARGEST_B:
        largest = paths[sizes.index(max(sizes))]
        expected = f"files of at most {LARGEST_B:,} bytes together in one entry"
        cure = "Add them in several entries; cut a longer film into parts, and keep the whole elsewhere."
        raise DataError("too large to be sealed", (Fault(str(largest), 0, "", expected, f"{sum(sizes):,}", cure),))
    return tuple(File(disk.read(path), _kept_name(path.name)) for path in paths)


def _kept_name(name: str) -> str:
    """The name where it can be kept as it is; empty for one that is too long, or would act on whoever reads it."""
    return name if len(name) <= 200 and name.isprintable() else ""


def received(
    pen: Pen,
    files: Sequence[File],
    said: Callable[[tuple[Blob, ...], tuple[str, ...]], EvidenceReceived],
    wanted: Wanted,
) -> Sealable:
    """Files that came in; `said` makes the payload of their digests and media types. Raises DataError."""
    payload = stated(said, _blobs([one.digest for one in files]), tuple(one.media for one in files))
    return _sealable(pen, RECEIVED, payload, files, wanted)


def examined(
    pen: Pen, digests: Sequence[str], said: Callable[[tuple[Blob, ...]], EvidenceExamined], wanted: Wanted
) -> Sealable:
    """Files that somebody opened; `said` makes the payload of their digests. Raises DataError."""
    return _sealable(pen, EXAMINED, stated(said, _blobs(digests)), (), wanted)


def transferred(
    pen: Pen,
    digests: Sequence[str],
    receipt: File | None,
    said: Callable[[tuple[Blob, ...], Blob | None], EvidenceTransferred],
    wanted: Wanted,
) -> Sealable:
    """Files handed to another body, with its receipt where it gave one. Raises DataError."""
    payload = stated(said, _blobs(digests), Blob(receipt.digest) if receipt else None)
    return _sealable(pen, TRANSFERRED, payload, (receipt,) if receipt else (), wanted)


def _blobs(digests: Sequence[str]) -> tuple[Blob, ...]:
    return tuple(Blob(one) for one in digests)


def _sealable(pen: Pen, kind: str, payload: Payload, files: Sequence[File], wanted: Wanted) -> Sealable:
    what = sealable(pen, kind, payload, replace(wanted, files=tuple(one.data for one in files)))
    # What a file was called belongs to it: it is kept inside, beside the digest.
    inside = tuple(replace(told, name=one.name) for told, one in zip(what.envelope.files, files, strict=True))
    return replace(what, envelope=replace(what.envelope, files=inside))


def digests(tree: Mapping[str, Json]) -> tuple[str, ...]:
    """The SHA-256 of each file that a step of custody names, in its order."""
    said = tree.get("files") or tree.get("evidence")
    return tuple(one for one in said if isinstance(one, str)) if isinstance(said, list) else ()
