"""A disclosure: some fields of a sealed entry in a file that can be mailed, and checked by whoever has nothing else.

It holds the sealed entry, the first entry of its log and those that enrolled keys between, each with its way up to one
signed head, and salt and payload of each field told; of the other fields, nothing. Whoever reads it needs no node, no
network and no key: what they compare by voice is the log's fingerprint, as words. One line of canonical JSON:

    {"format": "truceline/disclosure/v1", "origin": …, "index": …, "entry": …, "proof": …,
     "genesis": {"entry": …, "proof": …}, "enrolled": [{"entry": …, "proof": …}, …],
     "opened": [{"field": 3, "salt": …, "payload": …, "padding": …}, …]}

Proofs follow C2SP tlog-proof, entries are the very bytes of the log. That the log is the body's it is said to be, and
that it tells others the same story, is not shown by it: for that there are the words, and the cosigners of the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truceline.canon import Json, canonical_text, from_json
from truceline.desk.node import Node
from truceline.desk.node.peers import fingerprint
from truceline.errors import DataError, Fault
from truceline.kinds import Opened
from truceline.kinds.aspects import Aspect
from truceline.tlog import entry as entries
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.commitment import Opening, opens
from truceline.tlog.entry import Entry, json_object, signed_by
from truceline.tlog.keyring import ENROLLED, NO_KEYS, RETIRED, Identity, Keyring
from truceline.tlog.merkle import inclusion_proof, leaf_hash, verify_inclusion
from truceline.tlog.proof import Proof

FORMAT = "truceline/disclosure/v1"
MOST_B = 2**26  # of a file: eight fields as large as they may be, and a thousand keys
_MEMBERS = {"format", "origin", "index", "entry", "proof", "genesis", "enrolled", "opened"}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a disclosure file tells, everything in it verified."""

    entry: Entry  # the sealed entry
    author: Identity  # who keeps its log, as the log's first entry says
    words: str  # the log's fingerprint, to be compared with what its people read out
    head: Checkpoint  # under which the entry stands, signed by the log
    opened: Mapping[Aspect, Mapping[str, Json]]  # the members of each field told


# ── writing ───────────────────────────────────────────────────────────────────────────────────


def opened(openings: Iterable[Opening]) -> tuple[Opened, ...]:
    """Openings as an entry or a file tells them; raises DataError for one that cannot be told."""
    try:
        return tuple(Opened(one.index, one.salt.hex(), one.payload.decode(), one.padding) for one in openings)
    except ValueError:
        told = "text of at most 1,000,000 characters, without control or direction marks"
        fault = Fault("", 0, "field", told, "what is not shown here", "Disclose other fields.")
        raise DataError("nothing was disclosed: a field cannot be told", (fault,)) from None


def made(node: Node, leaf: Entry, openings: Iterable[Opening]) -> bytes:
    """The file that discloses these fields of a sealed entry."""
    head = Checkpoint.parse(node.checkpoint(leaf.origin))
    nodes = node.record.nodes(leaf.origin, head.size)

    def proof(index: int) -> str:
        return Proof(index, tuple(inclusion_proof(index, head.size, nodes)), head).write().decode()

    def proved(one: Entry) -> Json:
        return {"entry": one.leaf.decode(), "proof": proof(one.seq)}

    first = entries.parse(node.record.leaf(leaf.origin, 0))
    said: dict[str, Json] = {
        "format": FORMAT,
        "origin": leaf.origin,
        "index": leaf.seq,
        "entry": leaf.leaf.decode(),
        "proof": proof(leaf.seq),
        "genesis": proved(first),
        "enrolled": [proved(one) for one in _enrolments(node, leaf)],
        "opened": [_told(one) for one in opened(openings)],
    }
    return canonical_text(said).encode() + b"\n"


def _told(one: Opened) -> Json:
    return {"field": one.field, "salt": one.salt, "payload": one.payload, "padding": one.padding}


def _enrolments(node: Node, leaf: Entry) -> Iterator[Entry]:
    """The entries between the first and a leaf by which the keys that sign changed."""
    ring = NO_KEYS
    for one in node.leaves(leaf.origin, 0, leaf.seq):
        if ring is NO_KEYS or b'"kind":"key.' in one:
            entry = entries.parse(one)
            before, ring = ring, ring.after(entry)
            if entry.seq and (before.keys, before.next_key) != (ring.keys, ring.next_key):
                yield entry


# ── reading ───────────────────────────────────────────────────────────────────────────────────


def read(data: bytes, file: str) -> Disclosure:
    """What a disclosure file tells; raises DataError with what does not hold."""
    try:
        return _read(data)
    except ValueError as error:
        cure = "Do not rely on it: ask whoever sent it for the file as it was made."
        fault = Fault(file, 1, "", str(error), "another", cure)
        raise DataError("this disclosure does not hold", (fault,)) from None


def _read(data: bytes) -> Disclosure:
    if len(data) > MOST_B:
        raise ValueError(f"at most {MOST_B:,} bytes")
    tree = json_object(data.decode().removesuffix("\n"))
    if tree.keys() != _MEMBERS or tree["format"] != FORMAT:
        raise ValueError(f"{FORMAT}, with {', '.join(sorted(_MEMBERS))}")
    first, head = _first(tree["genesis"])
    ring, entry = NO_KEYS.after(first), _proved(tree, head)
    between = [_proved(one, head) for one in _list(tree["enrolled"])]
    # A key enrolled or retired elsewhere than the file has it would let a thief's key pass.
    if (places := [one.seq for one in (first, *between, entry)]) != sorted(set(places)):
        raise ValueError("entries in the order of the log, the one disclosed last")
    for one in between:
        ring = _followed(ring, one)
    if (entry.kind, entry.origin, entry.seq) != ("sealed", tree["origin"], tree["index"]):
        raise ValueError("a sealed entry at the place and in the log that the file says")
    _signed(entry, ring)
    if ring.identity is None or _writing(tree) != data:
        raise ValueError("canonical JSON on one line")
    return Disclosure(entry, ring.identity, fingerprint(first.leaf), head, dict(_opened(entry, tree["opened"])))


def _first(tree: object) -> tuple[Entry, Checkpoint]:
    """The first entry of the log, which enrols the keys it is signed by, and the head that all proofs must have."""
    head = Proof.parse(_text(_object(tree), "proof").encode()).checkpoint
    first = _proved(tree, head)
    _signed(first, NO_KEYS)
    identity = NO_KEYS.after(first).identity
    if first.seq or identity is None or not head.signed_by(identity.log_key):
        raise ValueError("the first entry of a log, and a head signed by the log key that it enrols")
    return first, head


def _followed(ring: Keyring, entry: Entry) -> Keyring:
    _signed(entry, ring)
    if entry.kind not in {ENROLLED, RETIRED}:
        raise ValueError("entries that enrol or retire keys")
    return ring.after(entry)


def _proved(tree: object, head: Checkpoint) -> Entry:
    """An entry that stands in the log under this head, where its proof says and where it says itself."""
    held = _object(tree)
    entry, proof = entries.parse(_text(held, "entry").encode()), Proof.parse(_text(held, "proof").encode())
    if proof.checkpoint != head or entry.origin != head.origin or entry.seq != proof.index:
        raise ValueError("entries of one log, each at the place it says, under one head")
    verify_inclusion(proof.index, head.size, leaf_hash(entry.leaf), head.root, proof.path)
    return entry


def _signed(entry: Entry, ring: Keyring) -> None:
    if not signed_by(entry, ring.key_for(entry)):
        raise ValueError(f"entry {entry.seq} signed by a key that its log had enrolled")
    if ring.identity and entry.genesis != ring.identity.genesis:
        raise ValueError(f"entry {entry.seq} written for the log of that first entry")


def _opened(entry: Entry, tree: object) -> Iterator[tuple[Aspect, Mapping[str, Json]]]:
    """The members of each field told, its commitment opened."""
    told = [from_json(Opened, one) for one in _list(tree)]
    if [one.field for one in told] != sorted({one.field for one in told}) or not told:
        raise ValueError("one or more fields, each once, in their order")
    for one in told:
        opening = one.opening
        if one.field >= len(entry.commitments) or not opens(
            entry.commitments[one.field], entry.origin, entry.id, opening
        ):
            raise ValueError(f"a payload and salt that open the commitment to field {one.field}")
        yield Aspect(one.field), json_object(one.payload)  # type: ignore[misc]  # JSON as parsed


def _writing(tree: object) -> bytes:
    return canonical_text(tree).encode() + b"\n"


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an entry with its proof")  # noqa: TRY004 - what is wrong is the file, not our call
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("a list")  # noqa: TRY004 - as above
    return value


def _text(held: Mapping[str, object], member: str) -> str:
    value = held.get(member)
    if not isinstance(value, str):
        raise ValueError(f"{member}: text")  # noqa: TRY004 - as above
    return value
