"""Who guesses waits: failures counted by name and address, with a wait that doubles and has a longest.

Nobody can be shut out for ever, whoever tries:

- A wait has an end, 15 minutes at most after the last try that was let in, and a try while it lasts is not counted:
  hammering prolongs nothing.
- Failures are counted in lanes. A stranger at another address fills lanes of that address, and the one of the name,
  which holds for strange addresses only: not for one from which the officer came in within the last 30 days.
- Who shows a token that was the officer's within the last 30 days, ended or not, has a lane of its own at whatever
  address: behind a web server that passes requests on, all have the same.
- The terminal of the machine, whose address is empty, has a lane of its own, which nobody fills over the network.
- Tokens that were issued go on working.

A try is counted before the password is looked at and taken back where it was right, so that neither many at once nor
a process that is killed guesses for nothing. Lanes are kept under a keyed hash: somebody who types a password where the
name belongs does not leave it here. A lane that nobody used for a day is forgotten.
"""

from __future__ import annotations

import hmac
import sqlite3
from dataclasses import dataclass

TABLE = """lane (id BLOB PRIMARY KEY, failures INTEGER NOT NULL, until_s INTEGER NOT NULL, at_s INTEGER NOT NULL,
    good_s INTEGER NOT NULL)"""
FIRST_S, LONGEST_S = 30, 900  # the first wait and the longest
_DAY_S = 86_400
KNOWN_S = 30 * _DAY_S  # how long an address from which somebody came in is no strange one


@dataclass(frozen=True, slots=True)
class Lane:
    """What failures are counted for."""

    id: bytes  # keyed hash of name, address or both
    free: int  # failures before anybody waits


def waits_s(failures: int, free: int) -> int:
    """How long to wait after so many failures.

    >>> [waits_s(count, 5) for count in (4, 5, 6, 9, 10, 5000)]
    [0, 30, 60, 480, 900, 900]
    """
    if failures < free:
        return 0
    return min(LONGEST_S, FIRST_S << min(failures - free, 10))


def lanes(
    db: sqlite3.Connection, key: bytes, name: str, address: str, now_s: int, *, own: bool = False
) -> tuple[Lane, ...]:
    """The lanes in which a try of a name from an address counts; that of both is first.

    `own`: the address is a token of the officer's, and no lane of others.
    """
    both = Lane(_hashed(key, "both", name, address), 5)
    if not address or own:
        return (both,)
    row = db.execute("SELECT CAST(good_s AS INTEGER) FROM lane WHERE id = ?", (both.id,)).fetchone()
    if row and row[0] and now_s - row[0] < KNOWN_S:
        return (both,)
    return both, Lane(_hashed(key, "name", name), 20), Lane(_hashed(key, "address", address), 20)


def begin(db: sqlite3.Connection, tried: tuple[Lane, ...], now_s: int) -> bool:
    """Count a try as failed in all its lanes; False, and nothing counted, where one of them waits."""
    db.execute(
        "DELETE FROM lane WHERE at_s < ? AND good_s < ? OR at_s > ?", (now_s - _DAY_S, now_s - KNOWN_S, now_s + _DAY_S)
    )
    rows = {lane: _row(db, lane) for lane in tried}
    # A clock that was wrong, and is put right, leaves nobody waiting longer than the longest.
    if any(now_s < until_s <= now_s + LONGEST_S for _, until_s in rows.values()):
        return False
    for lane, (failures, _) in rows.items():
        more = min(max(failures, 0), 10**6) + 1
        values = (lane.id, more, now_s + waits_s(more, lane.free), now_s)
        db.execute(
            "INSERT INTO lane VALUES (?, ?, ?, ?, 0) ON CONFLICT (id) DO UPDATE SET "
            "failures = excluded.failures, until_s = excluded.until_s, at_s = excluded.at_s",
            values,
        )
    return True


def succeeded(db: sqlite3.Connection, tried: tuple[Lane, ...], now_s: int) -> None:
    """Take the try back: the lane of name and address is empty, in the others it was none."""
    both, *others = tried
    db.execute("UPDATE lane SET failures = 0, until_s = 0, good_s = ? WHERE id = ?", (now_s, both.id))
    for lane in others:
        db.execute("UPDATE lane SET failures = max(0, failures - 1), until_s = 0 WHERE id = ?", (lane.id,))


def _row(db: sqlite3.Connection, lane: Lane) -> tuple[int, int]:
    numbers = "CAST(failures AS INTEGER), CAST(until_s AS INTEGER)"  # also where the page is damaged
    row = db.execute(f"SELECT {numbers} FROM lane WHERE id = ?", (lane.id,)).fetchone()  # noqa: S608 - our own
    return (row[0] or 0, row[1] or 0) if row else (0, 0)


def _hashed(key: bytes, *parts: str) -> bytes:
    return hmac.digest(key, b"\0".join(part.encode() for part in parts), "sha256")[:16]
