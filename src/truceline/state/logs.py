"""The logs as the fold knows them: who writes each, with which keys, how far it counts, and beside whom.

A log is read from its first entry on, in order, so what it says of its own keys depends on nothing else. How far it
counts depends on others as well: a fork proved against it, a log that continues it, a second log of the same
body. All of that is worked out from what is on the shelf, never from the order in which it came.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from truceline.kinds import Author, KeyEnrolled, Role, payload_of
from truceline.state.shelf import Shelf
from truceline.tlog.entry import Entry, parse
from truceline.tlog.keyring import ENROLLED, NO_KEYS, RETIRED, Keyring


@dataclass(slots=True)
class Log:
    """One log, as far as it was taken."""

    origin: str
    size: int = 0  # entries taken
    keyring: Keyring = NO_KEYS  # after the last of them
    turns: list[int] = field(default_factory=list)  # the entries that changed its keys
    author: Author | None = None  # None: it does not begin as a log does, and nothing in it counts
    ended: int | None = None  # the entry that ended it; None: it goes on

    @property
    def genesis(self) -> str:
        """Leaf hash of its first entry; empty where it does not begin as a log does."""
        return self.keyring.identity.genesis if self.keyring.identity else ""

    @property
    def succeeds(self) -> str:
        """The log it says it continues; empty: none."""
        return self.keyring.identity.succeeds if self.keyring.identity else ""

    def turn(self, entry: Entry) -> None:
        """Take in what an entry does to the log's keys."""
        if entry.seq and entry.kind not in {ENROLLED, RETIRED}:
            return
        try:
            self.keyring = self.keyring.after(entry)
        except ValueError:
            return
        self.turns.append(entry.seq)
        if not entry.seq:
            self.author = _author(entry)
        if entry.kind == RETIRED and self.ended is None and (entry.payload or {}).get("key") == self.origin:
            self.ended = entry.seq


def _author(genesis: Entry) -> Author | None:
    """Who writes, as a first entry says; None where it does not say it as its kind does."""
    try:
        said = payload_of(genesis.kind, genesis.payload)
    except ValueError:
        return None
    if not isinstance(said, KeyEnrolled) or said.role is None:
        return None
    return Author(genesis.origin, Role(said.role), said.actor)


class Logs:
    """All logs on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        """Each log is opened when first asked for."""
        self._shelf = shelf
        self._open: dict[str, Log] = {}
        self._changed: set[str] = set()
        self._bounds: dict[str, int | None] = {}
        self._rivals: dict[str, list[Log]] = {}
        self._known = {origin for origin, _ in shelf.all("log")}

    def of(self, origin: str) -> Log:
        """The log of that origin; an empty one where nothing of it was taken."""
        if origin not in self._open:
            self._open[origin] = self._opened(origin)
        return self._open[origin]

    def _opened(self, origin: str) -> Log:
        log = Log(origin)
        held = self._shelf.get("log", origin)
        if held is None:
            return log
        size, turns = json.loads(held)
        for index in turns:
            log.turn(parse(self._shelf.leaf(origin, index)))
        log.size = size
        return log

    def grown(self, log: Log) -> None:
        """Say that a log has one entry more."""
        log.size += 1
        self._known.add(log.origin)
        self._changed.add(log.origin)

    def kept(self) -> None:
        """Put what changed on the shelf."""
        for origin in sorted(self._changed):
            log = self._open[origin]
            self._shelf.put("log", origin, json.dumps([log.size, log.turns]))
        self._changed.clear()

    def every(self) -> list[Log]:
        """Every log, by origin."""
        return [self.of(origin) for origin in sorted(self._known)]

    def judge_anew(self) -> None:
        """Forget what was worked out of several logs together: one has turned, or a fork was proved."""
        self._bounds.clear()
        self._rivals.clear()

    def rivals(self, log: Log) -> list[Log]:
        """Other logs of the same body in the same role that go on, none continuing another."""
        if log.author is None or not log.author.actor or log.ended is not None:
            return []
        if log.origin not in self._rivals:
            self._rivals[log.origin] = [one for one in self.every() if self._rival(log, one)]
        return self._rivals[log.origin]

    def _rival(self, log: Log, other: Log) -> bool:
        mine, theirs = log.author, other.author
        if mine is None or theirs is None or other.ended is not None or other.origin == log.origin:
            return False
        same = (mine.actor, mine.role) == (theirs.actor, theirs.role)
        return same and not (self.continues(log, other.origin) or self.continues(other, log.origin))

    def continues(self, log: Log, origin: str) -> bool:
        """Whether a log continues another, directly or by a chain of logs, each begun with the key committed to."""
        seen = {log.origin}
        while log.succeeds and log.succeeds not in seen and self.committed(log):
            if log.succeeds == origin:
                return True
            seen.add(log.succeeds)
            log = self.of(log.succeeds)
        return False

    def committed(self, log: Log) -> bool:
        """Whether the log that this one says it continues had committed to its key, before any fork."""
        before, identity = self.of(log.succeeds), log.keyring.identity
        if identity is None or before.author is None or log.author is None:
            return False
        same = (before.author.actor, before.author.role) == (log.author.actor, log.author.role)
        return same and hashlib.sha256(identity.log_key.raw).hexdigest() in self._next_log_keys(before)

    def _next_log_keys(self, log: Log) -> set[str]:
        """What the log ever committed to, before its fork if it has one: what a thief adds there is the thief's."""
        bound, ring, found = self.bound(log.origin), NO_KEYS, set()
        for index in log.turns:
            if bound is None or index < max(bound, 1):  # the first entry stands on every branch
                ring = ring.after(parse(self._shelf.leaf(log.origin, index)))
                found.add(ring.next_log_key)
        return found

    def bound(self, origin: str) -> int | None:
        """How many entries of a forked log are accepted: the least that any proof leaves; None: no fork is proved."""
        if origin not in self._bounds:
            sizes = (int(value) for _, value in self._shelf.under("fork", origin))
            self._bounds[origin] = min(sizes, default=None)
        return self._bounds[origin]
