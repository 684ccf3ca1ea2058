"""Entries: one signed item of a log, its leaf being the exact bytes of a signed note.

Line 1 of the text is `truceline/entry/v1`, line 2 one line of JSON: which log and place it was written for, what kind
of thing it says, when, about which other entries, and what it says (or the digest of that, or commitments to it).
One signature line stands below: with more, one text would have many hashes. The bytes are hashed and
verified as they came; nothing is ever written anew to be verified.

Follows RECORD.md ("Entry"), C2SP signed-note, and RFC 8785 when writing. Knows no kind: what a payload must
hold, and who may say it, is for `kinds`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, NoReturn

import rfc8785

from truceline.errors import shortened
from truceline.tlog import note
from truceline.tlog.keys import NAME, NOTE_KEY, PublicKey, Signer
from truceline.tlog.merkle import leaf_hash

FIRST_LINE = "truceline/entry/v1"
MOST_BYTES = 65_535  # a tile of entries counts a leaf's bytes in 16 bits
LARGEST = 2**53 - 1  # RFC 8785 has no greater integers
DEEPEST = 64  # objects and lists inside one another: a bound of ours, for each machine's own would divide the nodes


class Ref(NamedTuple):
    """Another entry, named so that nothing else can be meant."""

    origin: str  # its log
    index: int  # type: ignore[assignment]  # its place there, from 0; a tuple's own `index` is not wanted here
    leaf: str  # its leaf hash, 64 hex


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry as its bytes say; two of the same bytes are equal."""

    origin: str  # the log it was written for
    genesis: str  # leaf hash of that log's first entry, 64 hex; empty in the first itself
    seq: int  # its place in the log, from 0
    kind: str  # such as "zone.declared"
    id: str  # 16 bytes, 32 hex; the first entry of an id wins
    time: str  # what its author says the time was, such as 2016-02-27T00:00:00Z
    refs: tuple[Ref, ...]  # entries it is about; the first is its subject
    audience: tuple[str, ...]  # origins it is addressed to; empty: everybody
    payload: Mapping[str, object] | None  # what it says; None where that is kept apart or sealed
    blob: str  # SHA-256 of the payload's canonical bytes, 64 hex, kept apart; empty where it is not
    commitments: tuple[str, ...]  # to what is sealed, 64 hex each; empty where nothing is
    key_name: str  # of the key that signed
    key_id: bytes  # 4 bytes
    signature: bytes  # 64 bytes where an Ed25519 key made it
    leaf: bytes  # the whole as it stands in the log

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.leaf == other.leaf

    def __hash__(self) -> int:
        return hash(self.leaf)

    @cached_property
    def hash(self) -> str:
        """The leaf hash (RFC 6962), 64 hex."""
        return leaf_hash(self.leaf).hex()

    @property
    def ref(self) -> Ref:
        """How others refer to it."""
        return Ref(self.origin, self.seq, self.hash)

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        return self.leaf[: self.leaf.rindex(b"\n\n") + 1]


def signed_by(entry: Entry, key: PublicKey) -> bool:
    """Whether this key signed the entry."""
    if (entry.key_name, entry.key_id) != (key.name, key.id) or key.kind != NOTE_KEY:
        return False
    return key.verifies(entry.message, entry.signature)


# ── writing ───────────────────────────────────────────────────────────────────────────────────


def make(  # noqa: PLR0913, PLR0917 - the members of the envelope are its arguments
    origin: str,
    genesis: str,
    seq: int,
    kind: str,
    id: str,  # noqa: A002 - the member's own name
    time: str,
    signer: Signer,
    *,
    refs: Sequence[Ref] = (),
    audience: Sequence[str] = (),
    payload: Mapping[str, object] | None = None,
    blob: str = "",
    commitments: Sequence[str] = (),
) -> Entry:
    """The entry with these members, signed; raises ValueError where `parse` would refuse it or it is too long."""
    tree: dict[str, object] = {
        "origin": origin, "genesis": genesis, "seq": seq, "kind": kind, "id": id, "time": time,
        "refs": [list(ref) for ref in refs], "audience": list(audience),
    }  # fmt: skip
    said = {"payload": payload, "blob": blob or None, "commitments": list(commitments) or None}
    tree |= {member: value for member, value in said.items() if value is not None}
    # What is written is read back before it is anybody's: nothing leaves here that another node could not read.
    return parse(note.signed(f"{FIRST_LINE}\n{_canonical(tree)}\n", signer))


def _canonical(tree: Mapping[str, object]) -> str:
    """RFC 8785 of JSON without floats, which `parse` refuses; Python's own order differs only above U+FFFF."""
    text = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text if text.isascii() or max(text) <= "\uffff" else rfc8785.dumps(tree).decode()  # type: ignore[arg-type]  # JSON, as above


# ── reading ───────────────────────────────────────────────────────────────────────────────────

_HASH = "[0-9a-f]{64}"
_FORMS = {
    "origin": r"[^\s+\x00-\x1f]{1,255}",
    "kind": r"[a-z][a-z0-9_.]{0,63}",
    "id": "[0-9a-f]{32}",
    "time": "[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
    "genesis": f"(?:{_HASH})?",
}
_FORM = {member: re.compile(form) for member, form in (_FORMS | {"hash": _HASH}).items()}
_ALWAYS = frozenset({*_FORMS, "seq", "refs", "audience"})
_MEMBERS = [_ALWAYS | {said} for said in ("payload", "blob", "commitments")]
# One signature line, so that one text has one hash.
_SIGNED = rf"\n\n\N{{EM DASH}} ({NAME}) ([^\n]+)\n"
_LEAF = re.compile(rf"{FIRST_LINE}\n([^\n]+){_SIGNED}")

Signed = tuple[dict[str, object], str, str]  # members, the key's name, key id and signature in base64


def parse(leaf: bytes) -> Entry:
    """The entry of a leaf's bytes; raises ValueError with what was expected and what stood there."""
    if len(leaf) > MOST_BYTES:
        raise ValueError(f"an entry of at most {MOST_BYTES:,} bytes, not {len(leaf):,}")
    text = note.plain_text(leaf)
    members, key_name, line = _at_a_glance(text) or _member_by_member(text)
    if (members["seq"] == 0) != (members["genesis"] == ""):
        raise ValueError("genesis: empty in the first entry, and in no other")
    _check_calendar(str(members["time"]))
    signature = note.decoded_signature(line)
    entry = object.__new__(Entry)
    # All fields at once: setting each by name, as a frozen class does, would take as long as reading the JSON.
    vars(entry).update(members, key_name=key_name, key_id=signature[:4], signature=signature[4:], leaf=leaf)
    return entry


def _member_by_member(text: str) -> Signed:
    lines = _LEAF.fullmatch(text)
    if lines is None:
        raise ValueError(f"{FIRST_LINE}, one line of JSON, an empty line and one signature line")
    tree = json_object(lines[1])
    if tree.keys() not in _MEMBERS:
        raise ValueError(f"{_CALLED}, not {shortened(', '.join(sorted(tree)))}")
    members: dict[str, object] = {member: _like(tree[member], member, member) for member in _FORMS}
    members["seq"] = _whole(tree["seq"], "seq")
    members["refs"] = _refs(tree["refs"])
    members["audience"] = _texts(tree["audience"], "audience", "origin")
    members["payload"], members["blob"], members["commitments"] = _said(tree)
    return members, lines[2], lines[3]


# ── as most are written ───────────────────────────────────────────────────────────────────────

# Most entries are canonical JSON, speak to everybody, and have an open payload: one look is then enough, and an audit
# of a million takes little longer than their signatures. Whatever this does not match is read member by member, with
# the same outcome.
_PLAIN = r'[^\s+\x00-\x1f"\\]{1,255}'
_NUMBER = "0|[1-9][0-9]{0,14}"
_REF = rf'\["{_PLAIN}",(?:{_NUMBER}),"{_HASH}"\]'
_WRITTEN = re.compile(
    rf'{FIRST_LINE}\n\{{"audience":\[\],"genesis":"({_FORMS["genesis"]})","id":"({_FORMS["id"]})",'
    rf'"kind":"({_FORMS["kind"]})","origin":"({_PLAIN})","payload":(\{{[^\n]*\}}),'
    rf'"refs":\[((?:{_REF}(?:,{_REF})*)?)\],"seq":({_NUMBER}),"time":"({_FORMS["time"]})"\}}{_SIGNED}'
)
_EACH_REF = re.compile(rf'\["({_PLAIN})",({_NUMBER}),"({_HASH})"\]')


def _at_a_glance(text: str) -> Signed | None:
    found = _WRITTEN.fullmatch(text)
    # An escape may be half a character, and many brackets may be too deep.
    if found is None or "\\u" in text or text.count("{") + text.count("[") > DEEPEST:
        return None
    genesis, id_, kind, origin, said, refs, seq, time, key_name, line = found.groups()
    try:
        payload, end = _DECODER.raw_decode(said)
    except ValueError:
        return None
    # Where it ends before, there are two payloads.
    if end != len(said):
        return None
    members = {
        "origin": origin, "genesis": genesis, "seq": int(seq), "kind": kind, "id": id_, "time": time, "audience": (),
        "refs": tuple([Ref(log, int(index), leaf) for log, index, leaf in _EACH_REF.findall(refs)]) if refs else (),
        "payload": payload, "blob": "", "commitments": (),
    }  # fmt: skip
    return members, key_name, line


# ── the members ───────────────────────────────────────────────────────────────────────────────

_CALLED = "the members audience, genesis, id, kind, origin, refs, seq, time and one of payload, blob, commitments"


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"each member once, not twice {next(name for name in names if names.count(name) > 1)!r}")
    return tree


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"whole numbers, not {shortened(text)}: machines differ in how they round")


def _exact(text: str) -> int:
    number = int(text) if len(text) < 18 else LARGEST + 1
    if not -LARGEST <= number <= LARGEST:
        raise ValueError(f"whole numbers within ±{LARGEST:,}, not {shortened(text)}")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float, parse_int=_exact)


def json_object(text: str) -> dict[str, object]:
    """The one JSON object of a text, read as an entry's line is, alike on every machine; raises ValueError."""
    try:
        found, end = _DECODER.raw_decode(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if end != len(text) or type(found) is not dict:
        raise ValueError("one JSON object, and nothing beside it")
    # No text is deeper than it has brackets.
    if text.count("{") + text.count("[") > DEEPEST:
        _shallow(found)
    if "\\u" in text:
        _whole_signs(found)
    return found


_TOO_DEEP = f"at most {DEEPEST} objects and lists inside one another"


def _shallow(tree: dict[str, object]) -> None:
    level: list[dict[str, object] | list[object]] = [tree]
    for _ in range(DEEPEST):
        inner = [one for outer in level for one in (outer.values() if isinstance(outer, dict) else outer)]
        level = [one for one in inner if isinstance(one, (dict, list))]
        if not level:
            return
    raise ValueError(_TOO_DEEP)


def _whole_signs(tree: dict[str, object]) -> None:
    """Only an escape can be half a character, which no other program could write down."""
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("text without half characters (lone surrogates)") from None


def _check_calendar(time: str) -> None:
    try:
        dt.datetime.fromisoformat(time)
    except ValueError:
        raise ValueError(f"time: a day of the calendar and a time from 00:00:00 to 23:59:59, not {time}") from None


def _like(value: object, member: str, form: str) -> str:
    if type(value) is not str or not _FORM[form].fullmatch(value):
        raise ValueError(f"{member}: text like {_FORM[form].pattern}, not {shortened(repr(value))}")
    return value


def _whole(value: object, member: str) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise ValueError(f"{member}: a whole number from 0 to {LARGEST:,}, not {shortened(repr(value))}")
    return value


def _texts(value: object, member: str, form: str) -> tuple[str, ...]:
    if type(value) is not list:
        raise ValueError(f"{member}: a list of texts, not {shortened(repr(value))}")
    return tuple([_like(one, member, form) for one in value])


def _refs(value: object) -> tuple[Ref, ...]:
    if type(value) is list:
        try:
            return tuple([_ref(*one) for one in value])
        except TypeError:  # not three, or nothing to unpack
            pass
    raise ValueError(f"refs: a list of [origin, index, leaf hash], not {shortened(repr(value))}")


def _ref(origin: object, index: object, leaf: object) -> Ref:
    return Ref(_like(origin, "refs", "origin"), _whole(index, "refs"), _like(leaf, "refs", "hash"))


def _said(tree: dict[str, object]) -> tuple[Mapping[str, object] | None, str, tuple[str, ...]]:
    """What the entry says: payload, blob and commitments, of which one is there."""
    if "payload" in tree:
        payload = tree["payload"]
        if type(payload) is not dict:
            raise ValueError(f"payload: an object, not {shortened(repr(payload))}")
        return payload, "", ()
    if "blob" in tree:
        return None, _like(tree["blob"], "blob", "hash"), ()
    commitments = _texts(tree["commitments"], "commitments", "hash")
    if not commitments:
        raise ValueError("commitments: at least one")
    return None, "", commitments
