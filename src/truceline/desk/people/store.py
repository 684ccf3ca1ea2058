"""people.sqlite: accounts, tokens and lanes of failures, in a file from which what is deleted is gone.

As blobs.sqlite it has a rollback journal that is removed and deleted bytes overwritten (secure_delete): the wrap of an
officer who was disabled and the box of a token that was revoked are on no page of it. A copy made before still has
them; `truceline officer rekey` is for that. Each change is one transaction: a crash leaves the state before or after.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from truceline.desk.guard import Role
from truceline.desk.node import database
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.world import Stretching, World
from truceline.desk.people import lockout
from truceline.desk.people.accounts import SALT_B, Officer, Token
from truceline.errors import Fault, RecordError
from truceline.tlog.keys import PublicKey, encoded

FILE = "people.sqlite"
_TABLES = (
    """body (one INTEGER PRIMARY KEY CHECK (one = 1), operations INTEGER NOT NULL, memory_b INTEGER NOT NULL,
    lane_key BLOB NOT NULL, recipient TEXT NOT NULL, unfinished INTEGER NOT NULL)""",
    """officer (name TEXT PRIMARY KEY, role TEXT NOT NULL, vkey TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL,
    salt BLOB NOT NULL, box BLOB NOT NULL, wrap BLOB, vouched BLOB NOT NULL, active INTEGER NOT NULL,
    step INTEGER NOT NULL, enrolled INTEGER NOT NULL)""",
    """token (hash BLOB PRIMARY KEY, officer TEXT NOT NULL, scopes TEXT NOT NULL, until_s INTEGER NOT NULL,
    box BLOB NOT NULL)""",
    lockout.TABLE,
)
_OFFICER = "name, role, vkey, recipient, salt, box, wrap, vouched, active, step, enrolled"


Row = tuple[str, str, str, str, bytes, bytes, bytes | None, bytes, int, int, int]


@dataclass(frozen=True, slots=True)
class Body:
    """What the file says of the body whose officers these are."""

    stretching: Stretching  # of every password here: an unknown name costs what a known one costs
    lane_key: bytes  # under which lanes are hashed
    recipient: str  # of the body's identity now; empty: no officer opens anything yet
    unfinished: bool  # a key that the log may not have enrolled yet, or objects still under the one before


@dataclass(frozen=True, slots=True)
class Account:
    """A row of an officer."""

    officer: Officer
    salt: bytes  # of the password
    box: bytes  # what the password opens; empty once disabled
    wrap: bytes | None  # the body's identities; None: opens nothing
    vouched: bytes  # by whoever wrapped them, that these are for this officer; empty: no wrap
    step: int  # of the clock, of the newest code taken
    enrolled: bool  # whether the log has the signing key


class Store:
    """The file, open."""

    def __init__(self, folder: Path, world: World) -> None:
        """Open it or make it; a new one stretches as the node's own keys do. Raises RecordError."""
        self.path = folder / FILE
        self.db = database.connect(
            self.path, "journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", mode="rwc"
        )
        with database.errors(self.path):
            for table in _TABLES:
                self.db.execute(f"CREATE TABLE IF NOT EXISTS {table}")
            if self.db.execute("SELECT 1 FROM body").fetchone() is None:
                wrapping = keyfiles.read(folder / keyfiles.FILE).wrapping
                values = (1, wrapping.operations, wrapping.memory_b, world.random(32))
                self.db.execute("INSERT INTO body VALUES (?, ?, ?, ?, '', 0) ON CONFLICT DO NOTHING", values)

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """One transaction that nobody else writes beside; a crash or an error within leaves what was before."""
        return database.whole(self.db, self.path)

    def body(self) -> Body:
        """What holds for all accounts."""
        with database.errors(self.path):
            row = self.db.execute("SELECT operations, memory_b, lane_key, recipient, unfinished FROM body").fetchone()
        try:
            operations, memory_b, lane_key, recipient, unfinished = row
            keyfiles.Wrapping(encoded(bytes(16)), operations, memory_b)  # raises for what nobody would stretch by
            return Body(Stretching(operations, memory_b), bytes(lane_key), str(recipient), bool(unfinished))
        except (ValueError, TypeError):
            raise self._damaged("body") from None

    def accounts(self) -> tuple[Account, ...]:
        """All of them, by name."""
        with database.errors(self.path):
            rows = self.db.execute(f"SELECT {_OFFICER} FROM officer ORDER BY name").fetchall()  # noqa: S608 - our own
        return tuple(self._account(row) for row in rows)

    def account(self, name: str) -> Account | None:
        """The one of that name; None where there is none."""
        with database.errors(self.path):
            row = self.db.execute(f"SELECT {_OFFICER} FROM officer WHERE name = ?", (name,)).fetchone()  # noqa: S608
        return self._account(row) if row else None

    def keep(self, one: Account) -> None:
        """Write an account."""
        who = one.officer
        values = (who.name, who.role.value, who.vkey, who.recipient, one.salt, one.box, one.wrap, one.vouched)
        with database.errors(self.path):
            self.db.execute(
                "INSERT OR REPLACE INTO officer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, int(who.active), one.step, int(one.enrolled)),
            )

    def tokens(self) -> tuple[Token, ...]:
        """All of them, by officer and end."""
        with database.errors(self.path):
            rows = self.db.execute(
                "SELECT hash, officer, scopes, until_s FROM token ORDER BY officer, until_s, hash"
            ).fetchall()
        if not all(tuple(map(type, row)) == (bytes, str, str, int) for row in rows):
            raise self._damaged("token")
        return tuple(Token(found.hex()[:16], name, tuple(scopes.split()), until) for found, name, scopes, until in rows)

    def _account(self, row: Row) -> Account:
        try:
            return _read(row)
        except (ValueError, TypeError, AttributeError):
            raise self._damaged("officer") from None

    def _damaged(self, table: str) -> RecordError:
        cure = "Bring people.sqlite back from a backup: without it, or another officer's, nothing sealed is opened."
        fault = Fault(str(self.path), 0, table, "the accounts of officers", "something else", cure)
        return RecordError("the accounts cannot be read", (fault,))

    def rewrite(self) -> None:
        """Write the file anew, so that no page keeps what moved about on it before a deletion."""
        with database.errors(self.path):
            self.db.execute("VACUUM")

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()


def _read(row: Row) -> Account:
    """The account of a row; raises ValueError, TypeError or AttributeError where nobody of ours wrote it."""
    name, role, vkey, recipient, salt, box, wrap, vouched, active, step, enrolled = row
    PublicKey.parse(vkey)
    whole = all(isinstance(one, bytes) for one in (salt, box, wrap or b"", vouched))
    if not whole or len(salt) != (SALT_B if active else 0):
        raise ValueError("bytes, and a salt")
    officer = Officer(name, Role(role), vkey, recipient, bool(active), wrap is not None)
    return Account(officer, salt, box, wrap, vouched, step, bool(enrolled))


def without_secrets(one: Account) -> Account:
    """A disabled account: its name and key are taken for ever, and nothing opens anything."""
    officer = replace(one.officer, active=False, opens=False, recipient="")
    return replace(one, officer=officer, salt=b"", box=b"", wrap=None, vouched=b"")
