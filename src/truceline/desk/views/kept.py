"""A shelf of the fold in the database of views: tables of text under keys, written a batch at a time.

Between two transactions everything put is held in memory, and what is read is what was last put. A batch ends in one
transaction that writes its rows and the heads it came to; a crash anywhere in it leaves the rows and the heads of
the batch before. Memory is bounded: what was read is forgotten in order of use, and what was put is as
much as one batch puts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter

from sqlalchemy import Connection, Delete, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from truceline.desk.views.database import ROWS

_MOST_READ = 40_000  # rows remembered in each of two generations
_AT_ONCE = 5_000  # rows fetched at one time where a whole table is walked
_LAST_BYTE = 2**24 - 1  # of the filter, 16 MiB: at ten million keys one absent key in fifty is looked up in vain

_Key = tuple[str, str]  # table, key
_Tables = defaultdict[str, dict[str, str | None]]
_Groups = defaultdict[str, dict[str, set[str]]]
LeafOf = Callable[[str, int], bytes]

_GET = select(ROWS.c.value).where(ROWS.c.place == bindparam("p"), ROWS.c.key == bindparam("k"))
_AFTER = (
    select(ROWS.c.key, ROWS.c.value)
    .where(ROWS.c.place == bindparam("p"), ROWS.c.key > bindparam("start"), ROWS.c.key < bindparam("end"))
    .order_by(ROWS.c.key)
    .limit(bindparam("most"))
)
_KEYS = select(ROWS.c.place, ROWS.c.key)
_DROP = delete(ROWS).where(ROWS.c.place == bindparam("p"), ROWS.c.key == bindparam("k"))
_LAST = "\U0010ffff"


class Kept:
    """A shelf in a database; one connection, one thread."""

    def __init__(self, db: Connection, leaf: LeafOf) -> None:
        """`leaf` finds the leaves, which the record keeps already."""
        self._db, self._leaf = db, leaf
        self._put: _Tables = defaultdict(dict)  # since the last writing; None: dropped
        self._groups: _Groups = defaultdict(dict)  # by table and first word of a key: keys among those
        self._young: dict[_Key, str | None] = {}  # read lately
        self._old: dict[_Key, str | None] = {}  # read before that; forgotten when the young have grown old
        self._leaves: dict[tuple[str, int], bytes] = {}  # of this batch: the record would look each up again
        self._filter: Filter | None = None  # None: every key may be there

    def get(self, table: str, key: str) -> str | None:
        """The value under a key; None where there is none."""
        put = self._put[table]
        if key in put:
            return put[key]
        at = (table, key)
        if at in self._young:
            return self._young[at]
        if at in self._old:
            return self._remember(at, self._old[at])
        if self._filter is not None and at not in self._filter:
            return None
        return self._remember(at, self._db.execute(_GET, {"p": table, "k": key}).scalar())

    def put(self, table: str, key: str, value: str) -> None:
        """Put a value under a key, in place of any other."""
        self._changed(table, key, value)

    def drop(self, table: str, key: str) -> None:
        """Take a key away; one that is not there is not missed."""
        self._changed(table, key, None)

    def under(self, table: str, group: str) -> Iterator[tuple[str, str]]:
        """Every key that begins with a group's words and a space, with its value, in order of key."""
        start = f"{group} "
        held: dict[str, str | None] = {}
        if self._filter is None or (table, start) in self._filter:
            held.update(self._between(table, start, f"{group}!"))  # "!" is the sign after the space
        put, changed = self._put[table], self._groups[table].get(group.partition(" ")[0], ())
        held.update((key, put[key]) for key in changed if key.startswith(start))
        return iter([(key, value) for key, value in sorted(held.items()) if value is not None])

    def all(self, table: str) -> Iterator[tuple[str, str]]:
        """Every key with its value, in order of key (by code points)."""
        put = dict(self._put[table])  # as of now, whatever is put while this is walked
        kept = ((key, value) for key, value in self._between(table, "", _LAST) if key not in put)
        changed = sorted(put.items())
        return ((key, value) for key, value in merge(kept, changed) if value is not None)

    def keep(self, origin: str, index: int, data: bytes) -> None:
        """Hold a leaf for the length of a batch; the record keeps it."""
        self._leaves[origin, index] = data

    def leaf(self, origin: str, index: int) -> bytes:
        """A leaf that was taken."""
        held = self._leaves.get((origin, index))
        return self._leaf(origin, index) if held is None else held

    # ── between batches ───────────────────────────────────────────────────────────────────────

    def write(self) -> bool:
        """Write what was put, in the transaction of the caller; whether there was anything."""
        tables = {table: put for table, put in sorted(self._put.items()) if put}
        rows = [(table, key, value) for table, put in tables.items() for key, value in sorted(put.items())]
        self._each(_upsert(self._db.dialect.name), [row for row in rows if row[2] is not None])
        self._each(_DROP, [row[:2] for row in rows if row[2] is None])
        self._old, self._young = self._young, {}
        for table, put in tables.items():
            if self._filter is not None:
                self._filter.add(table, put)
            last = islice(reversed(put.items()), _MOST_READ // len(tables))
            self._young.update(((table, key), value) for key, value in last)
        self._clear()
        return bool(rows)

    def changed(self, table: str) -> list[tuple[str, str | None]]:
        """What was put since the last writing, with its key; None: dropped."""
        return list(self._put[table].items())

    def forget(self) -> None:
        """Forget what was read and put: the transaction failed, or another process has written."""
        self._clear()
        self._young, self._old, self._filter = {}, {}, None

    def expect_many(self) -> None:
        """Learn which keys there are, so that those of many new entries need not be looked up in vain."""
        if self._filter is not None:
            return
        self._filter = Filter()
        for some in self._db.execute(_KEYS).partitions(_AT_ONCE):
            for table, rows in groupby(sorted(map(tuple, some)), itemgetter(0)):
                self._filter.add(table, [key for _, key in rows])

    # ── inside ────────────────────────────────────────────────────────────────────────────────

    def _clear(self) -> None:
        self._put, self._groups, self._leaves = defaultdict(dict), defaultdict(dict), {}

    def _changed(self, table: str, key: str, value: str | None) -> None:
        self._put[table][key] = value
        group, space, _ = key.partition(" ")
        if space:
            self._groups[table].setdefault(group, set()).add(key)

    def _each(self, statement: Delete | postgresql.Insert | sqlite.Insert, rows: Sequence[tuple[object, ...]]) -> None:
        """Execute a statement for each row, its values in the order in which the statement names them."""
        if not rows:
            return
        # By the driver itself: SQLAlchemy's way to it takes as long again for each row as the database does.
        compiled = statement.compile(dialect=self._db.dialect)
        names = list(compiled.params)
        named = [] if compiled.positiontup == names else [dict(zip(names, row, strict=True)) for row in rows]
        self._db.exec_driver_sql(str(compiled), named or list(rows))

    def _remember(self, at: _Key, value: str | None) -> str | None:
        self._young[at] = value
        if len(self._young) > _MOST_READ:
            self._old, self._young = self._young, {}
        return value

    def _between(self, table: str, start: str, end: str) -> Iterator[tuple[str, str]]:
        """The rows of the database between two keys, those left out, in order of key."""
        bounds = {"p": table, "start": start, "end": end, "most": _AT_ONCE}
        while rows := self._db.execute(_AFTER, bounds).all():
            yield from ((str(key), str(value)) for key, value in rows)
            if len(rows) < _AT_ONCE:
                return
            bounds["start"] = rows[-1][0]


class Filter:
    """Which keys, and groups of keys, may be there: never wrong about one that is (a Bloom filter)."""

    def __init__(self) -> None:
        """No key is there."""
        import numpy as np  # noqa: PLC0415 - loading it takes as long as some thousand entries

        self._bits, self._np = bytearray(_LAST_BYTE + 1), np
        self._many = np.frombuffer(self._bits, np.uint8)  # the same bytes, many at a time

    def add(self, table: str, keys: Iterable[str]) -> None:
        """Keys are there now, and with them every group they belong to."""
        np = self._np
        numbers = np.array([hash((table, part)) for part in _parts(keys)], np.int64)
        for bits in (numbers, numbers >> 32):
            np.bitwise_or.at(self._many, bits >> 3 & _LAST_BYTE, (1 << (bits & 7)).astype(np.uint8))

    def __contains__(self, at: _Key) -> bool:
        """Whether it may be there."""
        number, bits = hash(at), self._bits
        first = bits[number >> 3 & _LAST_BYTE] >> (number & 7) & 1
        return bool(first and bits[number >> 35 & _LAST_BYTE] >> (number >> 32 & 7) & 1)


def _parts(keys: Iterable[str]) -> Iterator[str]:
    """The keys, and the groups they belong to: their first words, with the space that follows."""
    groups: set[str] = set()
    for key in keys:
        yield key
        group, space, _ = key.rpartition(" ")
        while space and f"{group} " not in groups:  # one that is known brought those above it
            groups.add(f"{group} ")
            yield f"{group} "
            group, space, _ = group.rpartition(" ")


def _upsert(dialect: str) -> postgresql.Insert | sqlite.Insert:
    """An insertion that takes the place of what stands under the key."""
    insert: postgresql.Insert | sqlite.Insert = (postgresql if dialect == "postgresql" else sqlite).insert(ROWS)
    key = [ROWS.c.place, ROWS.c.key]
    return insert.on_conflict_do_update(index_elements=key, set_={"value": insert.excluded.value})
