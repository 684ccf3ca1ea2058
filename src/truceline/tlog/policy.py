"""The policy of a node: whose cosignatures make a head of a log firm, as text that people can read and change.

A head that one cosigner of an opposed side vouches for is `held`: its author can no longer take it back unseen. One
that a cosigner of every side and the monitor vouch for is `firm`. The policy says who they are; it never keeps anybody
from appending, for a party that is alone must still be able to write (RECORD.md, rule 9).

Follows C2SP tlog-policy (draft). Of the groups it knows by name only these: `side-…`, the cosigners of one side, and
`monitor`. What more than being held `firm` asks for, the quorum line says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from truceline.errors import shortened
from truceline.tlog.checkpoint import Checkpoint, Cosignature
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, PublicKey

NONE = "none"  # the quorum that asks for nobody
SIDE, MONITOR, FIRM = "side-", "monitor", "firm"
# "It is strongly recommended that an implementation supports at least up to 32 logs, 32 witnesses, and 32 groups."
# tlog-policy
MOST = 128
_FORBIDDEN = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_ITEM = re.compile(r"[^\x00-\x20\x7f]+")
_DECIMAL = re.compile("[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Log:
    """A log whose heads count."""

    key: PublicKey  # its name is the log's origin
    url: str = ""  # where to ask; empty: not told


@dataclass(frozen=True, slots=True)
class Witness:
    """A cosigner."""

    name: str  # in this policy alone
    key: PublicKey  # of type 0x04
    url: str = ""  # where to ask; empty: not told


@dataclass(frozen=True, slots=True)
class Group:
    """Cosigners and groups, of which some together count as one."""

    name: str  # in this policy alone
    least: int  # so many members make the group, at least 1
    members: tuple[str, ...]  # names of witnesses and groups before it


@dataclass(frozen=True, slots=True)
class Reached:
    """How firmly a head is held, and what is lacking."""

    by: tuple[Cosignature, ...]  # cosignatures that count, in the order of the policy
    to_be_held: tuple[str, ...]  # sides of which one cosignature is lacking before the head is held; empty: it is
    missing: tuple[str, ...]  # what the quorum lacks, in the policy's names; empty: nothing

    @property
    def held(self) -> bool:
        """Whether an opposed side vouches for the head."""
        return not self.to_be_held

    @property
    def firm(self) -> bool:
        """Whether an opposed side vouches for the head, and everybody else whom the policy asks for."""
        return not self.to_be_held and not self.missing


@dataclass(frozen=True, slots=True)
class Policy:
    """Who vouches for whom; raises ValueError where the text could not say it."""

    logs: tuple[Log, ...]  # empty: which logs count is decided elsewhere
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]  # each after those it names
    quorum: str = NONE  # a witness, a group or none
    _groups: Mapping[str, Group] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_groups", {group.name: group for group in self.groups})
        if max(len(self.logs), len(self.witnesses), len(self.groups)) > MOST:
            raise ValueError(f"at most {MOST} logs, witnesses and groups each")
        for item in (item for row in self._rows() for item in row):
            if not _ITEM.fullmatch(item):
                raise ValueError(f"names and addresses without spaces and control characters, not {item!r}")
        _check_logs(self.logs)
        _check_names(self)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The policy of a file's bytes; raises ValueError naming the line."""
        lines = _Lines()
        for number, items in _items(data):
            try:
                lines.take(items)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None
        # "A policy file must include exactly one quorum line." tlog-policy
        if lines.quorum is None:
            raise ValueError("a quorum line, such as: quorum none")
        return cls(tuple(lines.logs), tuple(lines.witnesses), tuple(lines.groups), lines.quorum)

    def write(self) -> bytes:
        """The text of the policy."""
        return "".join(f"{' '.join(row)}\n" for row in self._rows()).encode("utf-8", "surrogateescape")

    def _rows(self) -> Iterable[list[str]]:
        """The items of each line."""
        for log in self.logs:
            yield ["log", log.key.vkey, *([log.url] if log.url else [])]
        for one in self.witnesses:
            yield ["witness", one.name, one.key.vkey, *([one.url] if one.url else [])]
        for group in self.groups:
            yield ["group", group.name, _threshold(group), *group.members]
        yield ["quorum", self.quorum]

    def reached(self, checkpoint: Checkpoint) -> Reached:
        """How firmly the policy's cosigners hold a head; only cosignatures valid under its keys count."""
        times = {one.key: checkpoint.cosigned([one.key]) for one in self.witnesses}
        there = {one.name for one in self.witnesses if times[one.key]}
        by = tuple(found for key in times for found in times[key])
        # "The policy says that a checkpoint is considered valid if it is signed by any one of the listed logs, and it
        # is cosigned by witnesses according to the defined quorum rule." tlog-policy
        unsigned = bool(self.logs) and not any(checkpoint.signed_by(log.key) for log in self.logs)
        log = (f"log {checkpoint.origin}",) if unsigned else ()
        missing = () if self.quorum == NONE else self._lacking(self.quorum, there)
        return Reached(by, log + self._opposed(checkpoint.origin, there), log + missing)

    def _lacking(self, name: str, there: set[str]) -> tuple[str, ...]:
        """What is lacking before `name` vouches, given the witnesses that do."""
        group = self._groups.get(name)
        if group is None:
            return () if name in there else (name,)
        # "the group is considered to witness a checkpoint if and only if at least k of its n members have witnessed
        # that checkpoint" tlog-policy
        lacking = [self._lacking(member, there) for member in group.members]
        more = group.least - lacking.count(())
        if more <= 0:
            return ()
        if group.least == len(group.members):
            return tuple(name for names in lacking for name in names)
        return (name,) if more == 1 else (f"{more} more of {name}",)

    def _opposed(self, origin: str, there: set[str]) -> tuple[str, ...]:
        """The sides of which one cosignature is lacking before a log's head is held; empty where it is."""
        sides = [name for name in self._groups if name.startswith(SIDE)]
        own = [name for name in sides if self._speaks_for(name, origin)]
        opposed = [name for name in sides if name not in own]
        lacking = tuple(name for name in opposed if not there & self._witnesses_of(name))
        if not opposed:
            return (f"a group {SIDE}… opposed to {origin}",)
        # Where it is not known whose side the author is on, only one of each side surely has an opponent among them.
        known = bool(own) or self._speaks_for(MONITOR, origin)
        return () if known and len(lacking) < len(opposed) else lacking

    def _speaks_for(self, name: str, origin: str) -> bool:
        """Whether a cosigner of this group belongs to the log of that origin."""
        keys = {one.name: one.key.name for one in self.witnesses}
        return any(keys[one].startswith(f"{origin}/") for one in self._witnesses_of(name))

    def _witnesses_of(self, name: str) -> set[str]:
        """The names of all witnesses in a group, however deep, or of the one witness of that name."""
        group = self._groups.get(name)
        if group is None:
            return {name} & {one.name for one in self.witnesses}
        return {witness for member in group.members for witness in self._witnesses_of(member)}


def arranged(sides: Mapping[str, Iterable[PublicKey]], logs: Iterable[Log] = ()) -> Policy:
    """The policy of sides (such as `side-a`, `side-b`, `monitor`) and their cosigners, firm where each has one.

    A side without a cosigner is left out: nobody could wait for it. Of several keys of one name the last counts; of
    one key under several names the first, and of one log key likewise: anybody can enrol what another made public.
    """
    manned = {side: keys for side, keys in _once(sides).items() if keys}
    logs = tuple({log.key.raw: log for log in reversed(tuple(logs))}.values())[::-1]
    witnesses = tuple(Witness(key.name, key) for keys in manned.values() for key in keys)
    groups = [Group(side, 1, tuple(key.name for key in keys)) for side, keys in manned.items()]
    if not groups:
        return Policy(logs, (), ())
    return Policy(logs, witnesses, (*groups, Group(FIRM, len(groups), tuple(manned))), FIRM)


def _once(sides: Mapping[str, Iterable[PublicKey]]) -> dict[str, tuple[PublicKey, ...]]:
    """The cosigners of each side, no name and no key twice."""
    named = {side: {key.name: key for key in keys} for side, keys in sides.items()}
    names, raws = set[str](), set[bytes]()
    found: dict[str, tuple[PublicKey, ...]] = {}
    for side, keys in named.items():
        fresh = list({key.raw: key for key in reversed(keys.values())}.values())
        found[side] = tuple(key for key in reversed(fresh) if key.name not in names and key.raw not in raws)
        names.update(key.name for key in found[side])
        raws.update(key.raw for key in found[side])
    return found


# ── the text ──────────────────────────────────────────────────────────────────────────────────


def _items(data: bytes) -> Iterable[tuple[int, list[str]]]:
    """The items of each line that has any, with the line's number from 1."""
    # "the allowed octet values are 0x09 (tab), 0x0A (newline), 0x20-0x7E, and 0x80-0xFF" tlog-policy
    wrong = _FORBIDDEN.search(data)
    if wrong:
        at = data.count(b"\n", 0, wrong.start()) + 1
        raise ValueError(f"line {at}: text without control characters, not {wrong[0]!r}")
    # "each line is terminated by ASCII newline" tlog-policy
    if not data.endswith(b"\n"):
        raise ValueError("a newline at the end of the last line: without it, the file may have been cut")
    # "all octets with the high bit set are opaque" tlog-policy: they go through as they came.
    lines = data[:-1].decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(lines, 1):
        # "the items on each line are separated by "whitespace", which in this specification means sequences of ASCII
        # space and tab characters *only*" "comment lines (lines starting with "#", possibly preceded by whitespace) are
        # allowed and ignored" tlog-policy
        items = [item for item in line.replace("\t", " ").split(" ") if item]
        if items and not items[0].startswith("#"):
            yield number, items


class _Lines:
    """What the lines read so far say."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.witnesses: list[Witness] = []
        self.groups: list[Group] = []
        self.quorum: str | None = None

    def take(self, items: Sequence[str]) -> None:
        match items:
            case ["log", vkey, *url] if len(url) <= 1:
                self.logs.append(Log(PublicKey.parse(vkey), *url))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self.witnesses.append(Witness(name, PublicKey.parse(vkey), *url))
            case ["group", name, least, *members]:
                self._known(members)
                self.groups.append(Group(name, _least(least, len(members)), tuple(members)))
            case ["quorum", name] if self.quorum is None:
                self._known([name] if name != NONE else [])
                self.quorum = name
            case ["quorum", _]:
                raise ValueError("one quorum line in all")
            case _:
                raise ValueError(f"{_FORMS}, not {shortened(' '.join(items))!r}")

    def _known(self, names: Sequence[str]) -> None:
        # "A line defining a group can only reference names of groups and witnesses defined on preceding lines.
        # Similarly, the quorum line must specify a witness or group defined earlier." tlog-policy
        there = {one.name for one in self.witnesses} | {one.name for one in self.groups}
        for name in names:
            if name not in there:
                raise ValueError(f"a witness or group named on a line before, not {shortened(name)!r}")


_FORMS = "log VKEY [URL], witness NAME VKEY [URL], group NAME all|any|NUMBER NAME…, or quorum NAME"


def _least(text: str, members: int) -> int:
    # "The `any` variant is a shorthand for k = 1, and the `all` variant is a shorthand for k = n. If k is given
    # numerically, it must be written in decimal, and it is required that 1 <= k <= n." tlog-policy
    if text in {"any", "all"}:
        return 1 if text == "any" else members
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"all, any or a number in decimal, not {shortened(text)!r}")
    return int(text)


def _threshold(group: Group) -> str:
    if group.least == 1:
        return "any"
    return "all" if group.least == len(group.members) else str(group.least)


def _check_logs(logs: Sequence[Log]) -> None:
    # "Log and witness keys must use a signature type appropriate [to the] respective function" tlog-policy
    if any(log.key.kind != NOTE_KEY for log in logs):
        raise ValueError("a log's key of type 0x01")
    # "Two vkeys are considered *duplicate* if they wrap the same underlying public key, even if they differ by key name
    # and key id." "Duplicate logs [...] are not allowed." tlog-policy
    if len({log.key.raw for log in logs}) < len(logs):
        raise ValueError("each log's key once")


def _check_names(policy: Policy) -> None:
    """Raises ValueError unless every name is defined once, before it is used, and used once."""
    keys = [one.key for one in policy.witnesses]
    if any(key.kind != COSIGNATURE_KEY for key in keys):
        raise ValueError("a witness's key of type 0x04")
    # "Duplicate witnesses, i.e., multiple witness lines with the same public key, are not allowed." tlog-policy
    if len({key.raw for key in keys}) < len(keys):
        raise ValueError("each witness's key once")
    known: set[str] = {one.name for one in policy.witnesses}
    # "Witnesses and groups share a single namespace. The special name `none` is predefined" tlog-policy
    if len(known) < len(keys) or NONE in known:
        raise ValueError(f"each name once, and none of them {NONE!r}")
    used: set[str] = set()
    for group in policy.groups:
        _check_group(group, known, used)
        known.add(group.name)
        used.update(group.members)
    if policy.quorum not in known | {NONE}:
        raise ValueError(f"a quorum that is a witness, a group or none, not {shortened(policy.quorum)!r}")


def _check_group(group: Group, known: set[str], used: set[str]) -> None:
    if group.name in known | {NONE}:
        raise ValueError(f"each name once, and none of them {NONE!r}: {shortened(group.name)!r} is there before")
    if not set(group.members) <= known:
        raise ValueError(f"members of {shortened(group.name)!r} that are defined before it")
    # "Each defined name can be listed as a group member at most once. This ensures that each witness can contribute to
    # a group, or to the quorum in particular, in only one way." tlog-policy
    if len(set(group.members) - used) < len(group.members):
        raise ValueError(f"each name in one group at most, unlike those of {shortened(group.name)!r}")
    # "At least one member must be listed (i.e., n >= 1)." tlog-policy
    if not 1 <= group.least <= len(group.members):
        raise ValueError(f"1 to {len(group.members)} of the members of {shortened(group.name)!r}, not {group.least}")
