"""A sealed object: one payload in eight fields, each behind a commitment of its own, and the files it names.

What is sealed is split by aspect (what it really is, who, when, where, what, words, files, terms), so that a place can
be disclosed and a name not. Each field is the canonical JSON of its members, with a salt of 32 bytes and zeros up to a
size that many others have too. The commitments alone stand in the log; what opens them is written by `dumps` for
whoever may hold it, and read by `loads`, which lets nothing pass that does not open its commitment.

It keeps nothing and encrypts nothing: `vault` does. Follows RECORD.md, "Sealed payloads".
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from truceline import canon
from truceline.canon import Json, canonical_text, to_json
from truceline.desk.node.world import World
from truceline.errors import Fault, RecordError, Refused
from truceline.kinds import KINDS, Payload, payload_of
from truceline.kinds.aspects import Aspect, joined, split
from truceline.kinds.sealing import Envelope
from truceline.tlog.commitment import FIELDS, Opening, commit, opens
from truceline.tlog.entry import json_object

FIRST_LINE = b"truceline/object/v1\n"
STATEMENT_LINE = b"truceline/sealed-statement/v1\n"
SALT_B = 32
BUCKETS = (256, 1024, 4096, 16_384, 65_536)  # bytes; above, multiples of the last
MOST_B = 2**29  # of one object with its files: what a laptop's memory holds several times over
MOST_TOLD_B = 2**24  # of that, room for what is said of the files, and for its fields
MOST_HEAD_B = 2**18  # of the line that says what follows
_ID, _HASH, _ORIGIN = (re.compile(form) for form in ("[0-9a-f]{32}", "[0-9a-f]{64}", r"[^\s+\x00-\x1f]{1,255}"))


@dataclass(frozen=True, slots=True)
class Sealable:
    """What is about to be sealed."""

    kind: str  # a sealable kind
    payload: Payload  # the dataclass of that kind
    envelope: Envelope  # what it really is, for whom
    files: tuple[bytes, ...] = ()  # in the order of the envelope's files


@dataclass(frozen=True)
class SealedObject:
    """What is known of a sealed object; of one's own, all of it."""

    origin: str  # the log it stands in, or will
    id: str  # 32 hex
    commitments: tuple[str, ...]  # eight, 64 hex each
    openings: tuple[Opening, ...] = field(repr=False)  # those known, in the order of their index
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # by the SHA-256 of the original, hex

    @cached_property
    def envelope(self) -> Envelope | None:
        """What it really is; None where that field is not known, or cannot be read."""
        part = self._part(Aspect.ENVELOPE)
        try:
            return canon.from_json(Envelope, part) if part is not None else None
        except ValueError:
            return None

    @cached_property
    def tree(self) -> dict[str, Json]:
        """The members of the payload that are known."""
        parts = (self._part(aspect) for aspect in Aspect if aspect is not Aspect.ENVELOPE)
        return joined([part for part in parts if part is not None])

    @property
    def payload(self) -> Payload | None:
        """The payload; None where a field is not known, or it cannot be read as what the envelope says."""
        if len(self.openings) < FIELDS or self.envelope is None:
            return None
        try:
            found = payload_of(self.envelope.kind, self.tree)
        except ValueError:
            return None
        return found if isinstance(found, Payload) else None

    def only(self, indexes: Iterable[int]) -> SealedObject:
        """The same with these fields alone, and the files only where their field is among them."""
        kept = frozenset(indexes)
        files = self.files if Aspect.FILES in kept else {}
        return replace(self, openings=tuple(one for one in self.openings if one.index in kept), files=files)

    def _part(self, aspect: Aspect) -> dict[str, Json] | None:
        """The members of one field; None where it is not known or no JSON object, which is its author's fault."""
        said = next((one.payload for one in self.openings if one.index == aspect), None)
        try:
            return json_object(said.decode()) if said is not None else None  # type: ignore[return-value]  # as parsed
        except ValueError:
            return None


def bucket(size: int) -> int:
    """The size that is shown for so many bytes: the next of a few that many others have too."""
    return next((one for one in BUCKETS if size <= one), -(-size // BUCKETS[-1]) * BUCKETS[-1])


def statement(origin: str, envelope: Envelope, payload: Payload) -> bytes:
    """The bytes that an officer, or whoever holds a case's key, signs: everything but the signatures themselves."""
    bare = replace(envelope, officer_signature="", case_signature="")
    said = {"origin": origin, "envelope": to_json(Envelope, bare), "payload": to_json(type(payload), payload)}
    return STATEMENT_LINE + canonical_text(said).encode()


# ── making ────────────────────────────────────────────────────────────────────────────────────


def seal(origin: str, what: Sealable, world: World) -> SealedObject:
    """The object of a payload, its id and salts of the world's chance; keeps nothing.

    Raises Refused for a kind that is not sealed, and for files other than the envelope names.
    """
    _check_sealable(what)
    id_ = world.random(16).hex()
    tree = to_json(type(what.payload), what.payload)
    parts = [to_json(Envelope, what.envelope), *split(what.kind, tree)[1:]]  # type: ignore[arg-type]  # a dataclass is an object
    openings = tuple(_opening(index, part, world) for index, part in enumerate(parts))
    files = {hashlib.sha256(one).hexdigest(): one for one in what.files}
    return SealedObject(origin, id_, tuple(commit(origin, id_, one) for one in openings), openings, files)


def _opening(index: int, part: object, world: World) -> Opening:
    said = canonical_text(part).encode()
    return Opening(index, world.random(SALT_B), said, bucket(len(said)) - len(said))


def _check_sealable(what: Sealable) -> None:
    if what.kind not in KINDS or not KINDS[what.kind].sealable:
        may = ", ".join(name for name, kind in KINDS.items() if kind.sealable)
        raise Refused(f"{what.kind} is not sealed: what has legal effect is open. Sealed may be: {may}.")
    if what.envelope.kind != what.kind:
        raise Refused(f"the envelope says {what.envelope.kind}, what is inside is {what.kind}: write the same kind.")
    if (size := sum(map(len, what.files))) > MOST_B - MOST_TOLD_B:
        raise Refused(
            f"nothing was sealed: files of {size:,} bytes, and at most {MOST_B - MOST_TOLD_B:,} go with one entry. "
            "Seal them with several, each with a part"
        )
    found = tuple(hashlib.sha256(one).hexdigest() for one in what.files)
    if found != tuple(one.digest for one in what.envelope.files):
        raise Refused("the envelope names other files than are given: name each file by its SHA-256, in their order.")


# ── as bytes ──────────────────────────────────────────────────────────────────────────────────


def dumps(one: SealedObject) -> bytes:
    """The object as bytes, with zeros up to a bucket: what is encrypted, and sent to whoever may hold it."""
    files = sorted(one.files.items())
    head = {
        "origin": one.origin,
        "id": one.id,
        "commitments": list(one.commitments),
        "openings": [[o.index, o.salt.hex(), len(o.payload), o.padding] for o in one.openings],
        "files": [[digest, len(data)] for digest, data in files],
    }
    said = (o.payload for o in one.openings)
    whole = b"".join([FIRST_LINE, canonical_text(head).encode(), b"\n", *said, *(data for _, data in files)])
    return whole.ljust(bucket(len(whole)), b"\0")


def loads(data: bytes) -> SealedObject:
    """The object of bytes that `dumps` wrote; raises RecordError for others, and where a commitment is not opened."""
    try:
        return _read(data)
    except ValueError as error:
        cure = "Ask whoever sent it to send it again; what is kept here is not changed."
        fault = Fault("", 0, "sealed object", str(error), f"{len(data):,} bytes", cure)
        raise RecordError("a sealed object that does not hold", (fault,)) from None


def _read(data: bytes) -> SealedObject:
    if len(data) > MOST_B or not data.startswith(FIRST_LINE):
        raise ValueError(f"at most {MOST_B:,} bytes that begin with {FIRST_LINE.decode().strip()}")
    end = data.find(b"\n", len(FIRST_LINE), len(FIRST_LINE) + MOST_HEAD_B)
    head = json_object(data[len(FIRST_LINE) : max(end, 0)].decode())
    if head.keys() != {"origin", "id", "commitments", "openings", "files"}:
        raise ValueError("origin, id, commitments, openings and files")
    origin, id_ = _text(head["origin"], _ORIGIN, "origin"), _text(head["id"], _ID, "id")
    commitments = tuple(_text(one, _HASH, "commitment") for one in _list(head["commitments"]))
    at, openings, files = end + 1, list[Opening](), dict[str, bytes]()
    for index, salt, size, padding in (_row(one, 4) for one in _list(head["openings"])):
        said = data[at : at + _whole(size)]
        openings.append(Opening(_whole(index), bytes.fromhex(_text(salt, _HASH, "salt")), said, _whole(padding)))
        at += len(said)
    for digest, size in (_row(one, 2) for one in _list(head["files"])):
        files[_text(digest, _HASH, "file")] = data[at : at + _whole(size)]
        at += _whole(size)
    found = SealedObject(origin, id_, commitments, tuple(openings), files)
    check(found)
    if dumps(found) != data:
        raise ValueError("the bytes that this version writes for the same object")
    return found


def check(one: SealedObject) -> None:
    """Raise ValueError unless each opening opens its commitment, and each file has its digest."""
    if len(one.commitments) != FIELDS:
        raise ValueError(f"{FIELDS} commitments, not {len(one.commitments)}")
    indexes = [opening.index for opening in one.openings]
    if indexes != sorted(set(indexes)) or any(index >= FIELDS for index in indexes):
        raise ValueError(f"fields 0 to {FIELDS - 1}, each once, in their order")
    for opening in one.openings:
        size, commitment = len(opening.payload), one.commitments[opening.index]
        if size + opening.padding != bucket(size) or not opens(commitment, one.origin, one.id, opening):
            raise ValueError(f"field {opening.index}: a payload, salt and padding that open its commitment")
    if any(hashlib.sha256(data).hexdigest() != digest for digest, data in one.files.items()):
        raise ValueError("files of the SHA-256 under which they are named")


def _text(value: object, form: re.Pattern[str], called: str) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError(f"{called} of the form {form.pattern}")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_B:
        raise ValueError(f"a whole number from 0 to {MOST_B:,}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a list")  # noqa: TRY004 - what is wrong is the file, not our call
    return value


def _row(value: object, many: int) -> list[object]:
    row = _list(value)
    if len(row) != many:
        raise ValueError(f"a list of {many}")
    return row
