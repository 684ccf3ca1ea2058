"""Blobs and salts: what an entry names and does not carry, in the one file of a node that things can be deleted from.

A payload above 64 KiB, an agreement's canonical form, a batch of events: each is kept under the SHA-256 of its bytes.
Salts of commitments stand beside them. Nothing else in a node is ever deleted, so this is a database of its own: with
a rollback journal that is removed and with deleted bytes overwritten, so that what was shredded is on no page of it
(RECORD.md, "Sealed payloads"). A blob is on the disk before the entry that names it is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from truceline.desk.node import database

_TABLES = (
    "CREATE TABLE IF NOT EXISTS blob (digest BLOB PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS salt (commitment BLOB PRIMARY KEY, salt BLOB NOT NULL)",
)


class Blobs:
    """A node's blobs."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        # DELETE: a journal that stays would keep what was shredded. EXTRA rather than FULL: with it, the folder is
        # synced once the journal is gone; else a power cut right after the commit could bring the journal back and
        # take a blob from under the entry that names it.
        self._db = database.connect(path, "journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", mode="rwc")
        with database.errors(path):
            for table in _TABLES:
                self._db.execute(table)
        self._path = path

    def put(self, data: bytes) -> str:
        """Keep a blob; its digest (SHA-256, hex). On the disk when this returns."""
        digest = hashlib.sha256(data).digest()
        # A crash leaves the blob whole or not at all: the journal is rolled back at the next opening. A blob that no
        # entry names does no harm.
        with database.errors(self._path):
            self._db.execute("INSERT INTO blob VALUES (?, ?) ON CONFLICT DO NOTHING", (digest, data))
        return digest.hex()

    def get(self, digest: str) -> bytes | None:
        """The blob of that digest; None where it is not here. Raises RecordError where its bytes have changed."""
        with database.errors(self._path):
            row = self._db.execute("SELECT data FROM blob WHERE digest = ?", (bytes.fromhex(digest),)).fetchone()
        if row is None:
            return None
        data: bytes = row[0]
        found = hashlib.sha256(data).hexdigest()
        if found != digest:
            raise database.damaged(self._path, f"blob {digest}", "bytes of that SHA-256", found)
        return data

    def has(self, digest: str) -> bool:
        """Whether the blob is here."""
        with database.errors(self._path):
            row = self._db.execute("SELECT 1 FROM blob WHERE digest = ?", (bytes.fromhex(digest),)).fetchone()
        return row is not None

    def digests(self) -> Iterator[str]:
        """The digests of all blobs, in order."""
        with database.errors(self._path):
            for (digest,) in self._db.execute("SELECT digest FROM blob ORDER BY digest").fetchall():
                yield digest.hex()

    def shred(self, digest: str) -> bool:
        """Delete a blob and overwrite its bytes; whether it was there."""
        # A crash leaves the blob whole or gone: an erasure says so only once this has returned.
        with database.errors(self._path):
            return self._db.execute("DELETE FROM blob WHERE digest = ?", (bytes.fromhex(digest),)).rowcount > 0

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
