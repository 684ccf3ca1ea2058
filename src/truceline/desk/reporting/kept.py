"""What a node keeps of its cases: a row each, of one size, that tells whoever has no phrase only that it is there.

A row has the case's tag, by which a returning reporter's case is found; a book of the ids of its objects, which only
the phrase opens; and a letter box, into which an officer who knows the case's public key can put a letter and see no
other. Book and box are full of nothing from the beginning, so that a row looks the same with one object or two
hundred, with a letter or none. There is no time in it and no number, and rows lie in the order of their tags.

What it does not hide: how many cases there are, and when the file was last written, which the file system knows. The
box holds the newest four letters: it cannot tell read from unread, since nothing is known of who comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from truceline.desk.node import database
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.world import Stretching, World
from truceline.errors import Refused, UnknownName

FILE = "cases.sqlite"
LETTERS, LETTER_B = 4, 4096  # in a box, and bytes of each with its padding
MOST_OBJECTS = 255  # of one case
_ID_B, _BOOK_B = 16, 4096  # bytes
_SAFE = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "temp_store=MEMORY")
_TABLES = (
    "CREATE TABLE IF NOT EXISTS stretching (salt BLOB, operations INTEGER, memory_b INTEGER)",
    "CREATE TABLE IF NOT EXISTS kept (tag BLOB PRIMARY KEY, book BLOB NOT NULL, box BLOB NOT NULL) WITHOUT ROWID",
)


class Cases(database.Closing):
    """A node's cases."""

    def __init__(self, folder: Path, world: World) -> None:
        """Open the file in a node's folder, or make it with a salt of its own."""
        self.path, self.world = folder / FILE, world
        self._db = database.connect(self.path, *_SAFE, mode="rwc")
        with database.errors(self.path):
            for table in _TABLES:
                self._db.execute(table)
            self._salt, self._slow = self._begun(folder)

    def _begun(self, folder: Path) -> tuple[bytes, Stretching]:
        """The node's salt, and how hard phrases are to try: as hard as the node's own passphrase when first opened."""
        found = self._db.execute("SELECT salt, operations, memory_b FROM stretching").fetchone()
        if found is None:
            node = keyfiles.read(folder / keyfiles.FILE).wrapping
            row = (self.world.random(argon2id.SALTBYTES), node.operations, node.memory_b)
            # Another process may begin at the same moment: the first one's row stands for both.
            self._db.execute("INSERT INTO stretching SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM stretching)", row)
            found = self._db.execute("SELECT salt, operations, memory_b FROM stretching").fetchone()
        return found[0], Stretching(found[1], found[2])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def stretched(self, phrase: str) -> bytes:
        """32 bytes that argon2id makes of a phrase with this node's salt, as slowly as of a passphrase."""
        return argon2id.kdf(32, phrase.encode(), self._salt, self._slow.operations, self._slow.memory_b)

    # ── rows ──────────────────────────────────────────────────────────────────────────────────

    def begin(self, public: str, addressed: SealedBox[PublicKey], book: SecretBox) -> None:
        """Keep a new case: an empty book, and a box of empty letters."""
        box = b"".join(addressed.encrypt(bytes(LETTER_B)) for _ in range(LETTERS))
        row = (self._tag(public), self._bound(book, ()), box)
        # A crash leaves the row or none; without it the phrase, not yet shown, opens nothing, and another is drawn.
        with database.errors(self.path):
            self._db.execute("INSERT INTO kept VALUES (?, ?, ?)", row)

    def holds(self, public: str) -> bool:
        """Whether the case of that public key is here."""
        with database.errors(self.path):
            return self._db.execute("SELECT 1 FROM kept WHERE tag = ?", (self._tag(public),)).fetchone() is not None

    def objects(self, public: str, book: SecretBox) -> tuple[str, ...]:
        """The ids of the case's objects, oldest first; raises RecordError where the book has been changed."""
        return self._read(book, self._cell("book", public))

    def enter(self, public: str, book: SecretBox, id_: str) -> None:
        """Write an object into the case's book; raises Refused where it is full."""

        def entered(old: bytes) -> bytes:
            ids = self._read(book, old)
            if len(ids) >= MOST_OBJECTS:
                raise Refused(f"nothing was sealed: a case holds {MOST_OBJECTS} reports. Begin another: case new")
            return self._bound(book, (*ids, id_))

        self._change("book", public, entered)

    def leave(self, public: str, letter: bytes) -> None:
        """Put a letter, encrypted and of one size, in front of the box; the oldest falls out."""
        self._change("box", public, lambda old: (letter + old)[: len(old)])

    def box(self, public: str) -> tuple[bytes, ...]:
        """The letters of the case's box as they lie there, the newest first, empty ones among them."""
        whole = self._cell("box", public)
        size = len(whole) // LETTERS
        return tuple(whole[at : at + size] for at in range(0, len(whole), size))

    def forget(self, public: str) -> None:
        """Shred the row of a case."""
        # A crash leaves the row or none; what it pointed to has been erased before.
        with database.errors(self.path):
            self._db.execute("DELETE FROM kept WHERE tag = ?", (self._tag(public),))
            self._db.execute("VACUUM")

    def _tag(self, public: str) -> bytes:
        """By what a case is found: salted, so that one case on two nodes has two tags."""
        return hashlib.blake2b(bytes.fromhex(public), key=self._salt, person=b"case tag", digest_size=16).digest()

    def _read(self, book: SecretBox, cell: bytes) -> tuple[str, ...]:
        """The ids in a book."""
        try:
            bare = book.decrypt(cell)
        except CryptoError:
            raise database.damaged(self.path, "a case's book", "what its phrase opens", "other bytes") from None
        return tuple(bare[1 + at * _ID_B : 1 + (at + 1) * _ID_B].hex() for at in range(bare[0]))

    def _bound(self, book: SecretBox, ids: tuple[str, ...]) -> bytes:
        """A book of these ids, of one size whatever their number."""
        bare = bytes([len(ids)]) + b"".join(map(bytes.fromhex, ids))
        return bytes(book.encrypt(bare.ljust(_BOOK_B, b"\0"), self.world.random(SecretBox.NONCE_SIZE)))

    def _cell(self, column: str, public: str) -> bytes:
        with database.errors(self.path):
            question = f"SELECT {column} FROM kept WHERE tag = ?"  # noqa: S608 - ours
            row = self._db.execute(question, (self._tag(public),)).fetchone()
        if row is None:
            raise UnknownName("case", "of this phrase or object", ())
        return bytes(row[0])

    def _change(self, column: str, public: str, changed: Callable[[bytes], bytes]) -> None:
        """Make a cell another, and let nobody else write in between."""
        # A crash leaves the cell as it was, or as it is to be.
        with database.whole(self._db, self.path):
            data = changed(self._cell(column, public))
            self._db.execute(f"UPDATE kept SET {column} = ? WHERE tag = ?", (data, self._tag(public)))  # noqa: S608 - ours
