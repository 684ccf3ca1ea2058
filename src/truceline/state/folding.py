"""Entries taken in: each read once where it stands, waiting for what it refers to, then put with its object.

1. a leaf is parsed, and must have been written for this place of this log, with an id not used before, by a key
   enrolled there
2. where an entry it refers to is not here, it waits for it
3. it is an object, or acts on one; the object's row is to be made anew
4. what it does to logs (keys, anchors, forks) makes rows of other entries old, and those are made anew as well
5. when all is taken, every such row is made, from the set of entries about its object

Nothing here depends on the order in which logs come; within a log, entries come in their order.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from truceline.kinds import KINDS
from truceline.period import Instant
from truceline.state import causality, following, rows
from truceline.state.causality import Place
from truceline.state.lines import Tree, text
from truceline.state.logs import Log, Logs
from truceline.state.reading import READABLE, Blobs, Read, said
from truceline.state.shelf import Leaf, Shelf
from truceline.state.weighing import RootAt, Weight, held_by_others, recovered
from truceline.tlog.entry import Entry, parse
from truceline.tlog.keyring import ENROLLED, RETIRED
from truceline.tlog.merkle import EMPTY_EDGE, leaf_hash

AT_ONCE = 10_000  # entries held in hand, so that a busy object's row is made once for many of them
# These stand beside the facts that they are about, and act on what is named here.
_ACTS_ON: Mapping[str, frozenset[str]] = {
    "determination.made": frozenset({"determination.made"}),
    "reply.made": frozenset({"determination.made"}),
    "attested": frozenset(
        {"determination.made", "adherence.declared", "attested", "node.recovered", "stopfire.called", "visit.requested"}
    ),
}


def take(leaves: Iterable[Leaf], shelf: Shelf, blob: Blobs, *, heeds_forks: bool = True) -> None:
    """Take leaves of verified logs in, each log's in order; what is known already is passed over.

    With no leaves, rows that lacked a blob which is here now are made anew. `heeds_forks`: whether a fork proof
    stops its log; without it a shelf holds what a forker's history would have come to. Raises ValueError where a
    log's leaf comes before the one below it.
    """
    fold = Fold(shelf, blob, heeds_forks=heeds_forks)
    fold.find_lacking()
    for leaf in leaves:
        fold.arrive(leaf)
    fold.settle()


class Fold:
    """One taking: what is on the shelf, with what is in hand."""

    def __init__(self, shelf: Shelf, blob: Blobs, *, heeds_forks: bool = True) -> None:
        """Nothing is in hand yet."""
        self.shelf, self.blob, self.heeds_forks = shelf, blob, heeds_forks
        self.logs = Logs(shelf)
        self._reads: dict[str, Read] = {}
        self._legible: set[str] = set()  # entries found to say what their kind says before they came
        self._old: dict[str, bool] = {}  # objects whose rows are to be made anew; whether others may act on them
        self._old_logs: set[str] = set()
        self._old_since: dict[str, int] = {}  # logs of which all rows from one entry on are old
        self._vouched: dict[str, list[causality.Sighting]] = {}
        self._grown: set[str] = set()  # forked logs of which more has come: others may have anchored just that
        self._more_known = False  # whether an entry taken late says what earlier ones had seen
        self.weights: dict[str, Weight] = {}  # of the entries that the row being made rests on
        self._held: dict[str, int] = {}
        self._drawn: dict[str, list[causality.Sighting]] = {}
        self._recovered: dict[str, bool] = {}
        self._ready: list[str] = []  # entries placed, for which others may wait
        self._making, self._unsure = "", False  # whose row is being made, and whether it rests on "had not seen"

    # ── one leaf ──────────────────────────────────────────────────────────────────────────────

    def arrive(self, leaf: Leaf) -> None:
        """Take one leaf in; raises ValueError where the one below it has not come."""
        log = self.logs.of(leaf.origin)
        if leaf.index < log.size:
            return
        if leaf.index > log.size:
            raise ValueError(f"leaf {log.size} of {leaf.origin} before leaf {leaf.index}: a log is read in its order")
        self.shelf.keep(leaf.origin, leaf.index, leaf.data)
        self.logs.grown(log)
        self._old_logs.add(leaf.origin)
        if self.logs.bound(leaf.origin) is not None:
            self._grown.add(leaf.origin)
        entry = _entry(leaf.data)
        if entry is None or not _belongs(entry, leaf, log):
            self._stray(leaf, "unreadable" if entry is None else "misplaced")
            return
        if leaf.legible:
            self._legible.add(entry.hash)
        code = self._code(entry, log)
        self._turn(entry, log)
        self._refer(entry, code)
        self._release()
        if len(self._reads) >= AT_ONCE:
            self.settle()

    def _stray(self, leaf: Leaf, code: str) -> None:
        """A leaf that is no entry of its place: nobody can refer to it, and nothing follows from it."""
        tree: Tree = {"stray": leaf_hash(leaf.data).hex(), "by": leaf.origin, "index": leaf.index, "standing": code}
        self.shelf.put("line", f"stray {leaf.origin} {causality.number(leaf.index)}", text(tree))

    def _code(self, entry: Entry, log: Log) -> str:
        """Why its own log keeps an entry from saying anything; READABLE where it does not."""
        if log.ended is not None:
            return "ended"
        try:
            log.keyring.key_for(entry)
        except ValueError:
            return "key"
        key = f"{entry.origin} {entry.id}"
        if self.shelf.get("id", key) is not None:
            return "duplicate"
        self.shelf.put("id", key, str(entry.seq))
        return READABLE

    def _turn(self, entry: Entry, log: Log) -> None:
        """What an entry does to its log's keys makes rows old that rest on them."""
        if entry.seq and entry.kind not in {ENROLLED, RETIRED}:
            return
        before, ended, rivals = log.keyring, log.ended, self.logs.rivals(log)
        log.turn(entry)
        self.logs.judge_anew()
        if not entry.seq:
            following.log_begins(self, log)
        elif log.ended != ended or log.keyring.next_log_key != before.next_log_key:
            following.age_body(self, log)
            if rivals:
                self.age_log(log.origin)
        if log.keyring.cosigners != before.cosigners:
            following.keys_changed(self, log)

    # ── references ────────────────────────────────────────────────────────────────────────────

    def _refer(self, entry: Entry, code: str) -> None:
        """Put an entry with its object, or let it wait for the first entry it refers to that is not here."""
        roots = []
        for ref in entry.refs:
            held = self.shelf.get("entry", ref.leaf)
            if held is None or held.endswith(" waiting"):
                self._wait(entry, ref.leaf, code)
                return
            origin, index, _, root, _ = held.split(" ")
            if (origin, int(index)) != (ref.origin, ref.index) and code == READABLE:
                code = "reference"
            roots.append(root)
        self._place(entry, code, roots)

    def _wait(self, entry: Entry, leaf: str, code: str) -> None:
        self.shelf.put("entry", entry.hash, f"{entry.origin} {entry.seq} {entry.kind} {code} waiting")
        self.shelf.put("awaited", leaf, "")
        self.shelf.put("waits", f"{leaf} {entry.origin} {causality.number(entry.seq)}", "")
        self.shelf.put("line", entry.hash, text(rows.waiting(entry, leaf)))

    def _place(self, entry: Entry, code: str, roots: list[str]) -> None:
        acts = bool(roots) and code == READABLE and self._joins(entry)
        root = roots[0] if acts else entry.hash
        self.shelf.put("entry", entry.hash, f"{entry.origin} {entry.seq} {entry.kind} {root} {code}")
        if acts:
            self.shelf.put("act", f"{root} {entry.origin} {causality.number(entry.seq)}", entry.hash)
            self.shelf.drop("line", entry.hash)
        self.age(root, acts=acts)
        read = self._reads[entry.hash] = self._read(entry, root, code)
        following.placed(self, read)
        if self.shelf.get("wanted", entry.hash) is not None:
            for key, _ in list(self.shelf.under("wants", entry.hash)):
                self.age(key.split(" ")[1], acts=True)
        self._ready.append(entry.hash)

    def _joins(self, entry: Entry) -> bool:
        """Whether an entry acts on what it is about, or stands beside it as an object of its own."""
        kind = KINDS.get(entry.kind)
        if kind is None or not kind.subjects:
            return False
        if entry.kind not in _ACTS_ON:
            return True
        held = self.shelf.get("entry", entry.refs[0].leaf) or ""
        return held.split(" ")[2] in _ACTS_ON[entry.kind]

    def _release(self) -> None:
        """Take up again what waited for the entries just placed, and what waited for those in turn."""
        while self._ready:
            leaf = self._ready.pop()
            if self.shelf.get("awaited", leaf) is None:
                continue
            self.shelf.drop("awaited", leaf)
            for key, _ in list(self.shelf.under("waits", leaf)):
                self.shelf.drop("waits", key)
                _, origin, index = key.split(" ")
                entry = parse(self.shelf.leaf(origin, int(index)))
                held = self.shelf.get("entry", entry.hash) or ""
                self._refer(entry, held.split(" ")[3])

    # ── what is old ───────────────────────────────────────────────────────────────────────────

    def age(self, root: str, *, acts: bool) -> None:
        """An object's row is to be made anew; `acts`: others may act on it."""
        self._old[root] = acts or self._old.get(root, False)

    def age_of(self, leaf: str) -> None:
        """The row of whatever object an entry belongs to is to be made anew, where it is here."""
        held = self.shelf.get("entry", leaf)
        if held is not None and not held.endswith(" waiting"):
            self.age(held.split(" ")[3], acts=True)

    def age_log(self, origin: str, since: int = 0) -> None:
        """The rows of a log's entries, from one on, are to be made anew, and those on which they act."""
        self._old_since[origin] = min(since, self._old_since.get(origin, since))

    def vouched(self, origin: str, one: causality.Sighting) -> None:
        """Somebody vouched for a log: time limits may run from it."""
        self._vouched.setdefault(origin, []).append(one)

    def _spread(self) -> None:
        """Find the rows that are old because of what was learnt of their logs."""
        self._held.clear()
        self._recovered.clear()
        self._drawn.clear()
        vouched, self._vouched = self._vouched, {}
        for origin in sorted(vouched):
            following.time_limits(self, origin, vouched[origin])
        for origin in sorted(self._grown):
            self.age_log(origin, self.logs.bound(origin) or 0)
        self._grown.clear()
        if self._more_known:
            self._more_known = False
            self._age_unsure()
        since, self._old_since = self._old_since, {}
        for origin in sorted(since):
            self._old_logs.add(origin)
            for index in range(since[origin], self.logs.of(origin).size):
                self.age_of(leaf_hash(self.shelf.leaf(origin, index)).hex())

    def find_lacking(self) -> None:
        """What lacked a blob that is here now says what it says."""
        for key, _ in list(self.shelf.all("lack")):
            digest, leaf = key.split(" ")
            if self.blob(digest) is not None:
                self.shelf.drop("lack", key)
                self.age_of(leaf)
                read = self.read(leaf)
                if read.entry.blob == digest or read.entry.kind == "fork.proved":
                    following.placed(self, read)

    # ── reading back ──────────────────────────────────────────────────────────────────────────

    def at(self, origin: str, index: int) -> Read:
        """The entry that stands in a place."""
        return self.read(leaf_hash(self.shelf.leaf(origin, index)).hex())

    def found(self, leaf: str) -> Read | None:
        """An entry that a row names without referring to it; where it is not here, the row waits to be told."""
        try:
            return self.read(leaf)
        except KeyError:
            self.want(leaf)
            return None

    def want(self, leaf: str) -> None:
        """Have the row being made told again when an entry comes, or when more of it is disclosed."""
        if self._making:
            self.shelf.put("wanted", leaf, "")
            self.shelf.put("wants", f"{leaf} {self._making}", "")

    def before(self, earlier: Place, later: Place) -> bool:
        """Whether an entry had seen another, as far as is known here."""
        saw = causality.before(self.shelf, earlier, later)
        self._unsure |= not saw and earlier[0] != later[0]
        return saw

    def saw(self, read: Read, seen: dict[str, int]) -> None:
        """Keep what an entry had seen of other logs; where it comes late, rows that rest on "had not" are old."""
        origin, index = read.at
        if not seen:
            return
        causality.note_seen(self.shelf, read.at, seen)
        for other, size in seen.items():
            if size > int(self.shelf.get("claimed", other) or 0):
                self.shelf.put("claimed", other, str(size))
        claimed = max(int(self.shelf.get("claimed", origin) or 0), self.logs.of(origin).size - 1)
        self._more_known |= index < claimed

    def read(self, leaf: str) -> Read:
        """An entry that was placed, by its hash; raises KeyError for any other."""
        if leaf not in self._reads:
            held = self.shelf.get("entry", leaf)
            if held is None or held.endswith(" waiting"):
                raise KeyError(leaf)
            origin, index, _, root, code = held.split(" ")
            self._reads[leaf] = self._read(parse(self.shelf.leaf(origin, int(index))), root, code)
        read = self._reads[leaf]
        if read.lacks and self._making:
            self.shelf.put("lack", f"{read.lacks} {self._making}", "")
        return read

    def _read(self, entry: Entry, root: str, code: str) -> Read:
        payload, lacks = None, ""
        if code == READABLE:
            code, payload, lacks = said(entry, self.blob, known=entry.hash in self._legible)
        return Read(entry, self.logs.of(entry.origin).author, root, code, lacks, payload)

    def known_by(self, place: Place, besides: Container[str]) -> Instant | None:
        """The earliest time by which an entry is vouched for, by a cosigner other than `besides`; None: not yet."""
        seen: list[causality.Sighting] = []
        for drawer in causality.drawers(self.shelf, place):
            if drawer not in self._drawn:
                self._drawn[drawer] = causality.drawn(self.shelf, drawer)
            seen += self._drawn[drawer]
        return causality.earliest(seen, place, besides)

    def held_by_others(self, log: Log) -> int:
        """How many entries of a forked log others had anchored, in the history held here."""
        if log.origin not in self._held:
            self._held[log.origin] = held_by_others(self, log, self._root_of(log))
        return self._held[log.origin]

    def _root_of(self, log: Log) -> RootAt:
        """The roots of a log's first entries, each worked out from the one before."""
        edge = EMPTY_EDGE

        def root(size: int) -> str:
            nonlocal edge
            if size > log.size:
                return ""
            leaves = (self.shelf.leaf(log.origin, index) for index in range(edge.size, size))
            edge = edge.grown(leaf_hash(leaf) for leaf in leaves)
            return edge.root().hex()

        return root

    def is_recovered(self, log: Log) -> bool:
        """Whether somebody opposite attested that a log which continues another is the same body's."""
        if log.origin not in self._recovered:
            self._recovered[log.origin] = recovered(self, log)
        return self._recovered[log.origin]

    def acts(self, root: str) -> Iterator[Read]:
        """What acts on an object, by log and place."""
        for _, leaf in self.shelf.under("act", root):
            yield self.read(leaf)

    # ── making rows ───────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Make every old row anew."""
        while self._old or self._old_since or self._vouched or self._grown or self._more_known:
            self._spread()
            old, self._old = self._old, {}
            for root in sorted(old):
                self._make(root, acts=old[root])
        for origin in sorted(self._old_logs):
            rows.make_log(self, self.logs.of(origin))
        self._old_logs.clear()
        self._reads.clear()
        self._legible.clear()
        self.logs.kept()

    def _make(self, root: str, *, acts: bool) -> None:
        self._making, self._unsure = root, False
        self.weights.clear()
        rows.make(self, root, acts=acts)
        self._making = ""
        if self._unsure:
            self.shelf.put("unsure", root, "")

    def _age_unsure(self) -> None:
        """More is known of who had seen what: whatever rests on "had not" is made anew."""
        for root, _ in list(self.shelf.all("unsure")):
            self.shelf.drop("unsure", root)
            self.age(root, acts=True)
        for log in self.logs.every():
            bound = self.logs.bound(log.origin)
            if bound is not None:
                self.age_log(log.origin, bound)
        for _, root in self.shelf.under("listed", "activity.notified"):
            self.age(root, acts=True)  # each rests on the text in force, and so on who adopted what after what


def _entry(data: bytes) -> Entry | None:
    try:
        return parse(data)
    except ValueError:
        return None


def _belongs(entry: Entry, leaf: Leaf, log: Log) -> bool:
    """Whether an entry was written for this place of this log."""
    here = entry.origin == leaf.origin and entry.seq == leaf.index
    return here and (not leaf.index or entry.genesis == log.genesis)
