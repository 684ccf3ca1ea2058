"""Whether words that must not be anywhere are anywhere: searched for in every file of a folder, however written.

A canary is a string put into what is sealed. `search` looks for it in the bytes of every file and in every file's
name; in what is inside tar, gzip, bzip2, xz and zip, one within the other; in the raw pages of SQLite files, free ones
too, where a value is torn over two pages also across the tear, and in every cell of every table; in Parquet columns.
Each time in UTF-8, 16 and 32, base64 at its three offsets, base32, hex, percent, quoted-printable, escapes of JSON and
of HTML, letters small or large, and lines folded or not.

What it does not find: a canary that was encrypted, hashed, cut in pieces or translated.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pyarrow as pa
from pyarrow import parquet

_DEEPEST = 8  # archives within archives
_MOST_B = 2**31  # unpacked of one member
_LEAST = 4  # letters of a canary: a shorter one is found everywhere


class Hit(NamedTuple):
    """A canary that was found."""

    where: str  # the file, and after each `!` what is inside it
    canary: str
    how: str  # how it was written


class _Needle(NamedTuple):
    canary: str
    how: str
    data: bytes  # in small letters where `fold`
    fold: bool  # letters small or large


def search(folder: Path, canaries: Sequence[str]) -> tuple[Hit, ...]:
    """Every canary in any file or file name below a folder, each place and way of writing once."""
    needles = tuple(dict.fromkeys(one for canary in canaries for one in _needles(canary)))
    found: dict[Hit, None] = {}
    for path in sorted(folder.rglob("*")):
        where = str(path.relative_to(folder))
        found |= dict.fromkeys(_within(f"{where} (its name)", where.encode(errors="surrogateescape"), needles))
        if path.is_file() and not path.is_symlink():
            found |= dict.fromkeys(_everywhere(where, path.read_bytes(), needles, 0))
    return tuple(found)


def in_bytes(data: bytes, canaries: Sequence[str], where: str = "bytes") -> tuple[Hit, ...]:
    """The same in bytes that were captured: standard output, what went over a wire."""
    needles = tuple(dict.fromkeys(one for canary in canaries for one in _needles(canary)))
    return tuple(dict.fromkeys(_everywhere(where, data, needles, 0)))


# ── ways of writing ───────────────────────────────────────────────────────────────────────────────────────────────────


def _needles(canary: str) -> Iterator[_Needle]:
    if len(canary) < _LEAST:
        raise ValueError(f"a canary of at least {_LEAST} letters, not {canary!r}")
    for how, text in _texts(canary):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            yield _Needle(canary, f"{how} in {encoding}", text.encode(encoding).lower(), fold=True)
    for encoding in ("utf-8", "utf-16-le"):
        plain = canary.encode(encoding)
        for offset in range(3):
            for name, alphabet in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
                data = _inner(plain, offset, alphabet, 3, 8, 6)
                yield _Needle(canary, f"{name} at {offset} of {encoding}", data, fold=False)
        for offset in range(5):
            data = _inner(plain, offset, base64.b32encode, 5, 8, 5).lower()
            yield _Needle(canary, f"base32 at {offset} of {encoding}", data, fold=True)
        yield _Needle(canary, f"hex of {encoding}", plain.hex().encode(), fold=True)


def _texts(canary: str) -> Iterator[tuple[str, str]]:
    """A canary as text, and as text that something has escaped."""
    units = canary.encode("utf-16-be")
    yield "plain", canary
    yield "JSON", json.dumps(canary)[1:-1]
    yield "JSON, letters as they are", json.dumps(canary, ensure_ascii=False)[1:-1]
    yield "JSON, all escaped", "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    yield "JSON in JSON", json.dumps(json.dumps(canary)[1:-1])[1:-1]
    yield "JSON in JSON, letters as they are", json.dumps(json.dumps(canary, ensure_ascii=False)[1:-1])[1:-1]
    yield "percent", quote(canary, safe="")
    yield "percent, slashes as they are", quote(canary)
    yield "percent, blanks as plus", quote(canary, safe=" ").replace(" ", "+")
    yield "percent, all escaped", "".join(f"%{byte:02X}" for byte in canary.encode())
    yield (
        "quoted-printable",
        "".join(chr(one) if 32 <= one < 127 and one != 61 else f"={one:02X}" for one in canary.encode()),
    )
    yield "Python", canary.encode("unicode_escape").decode()
    yield "bytes of Python", repr(canary.encode())[2:-1]
    yield "HTML", html.escape(canary)
    yield "HTML, numbers", "".join(one if one.isascii() else f"&#{ord(one)};" for one in html.escape(canary))
    yield "HTML, hex numbers", "".join(one if one.isascii() else f"&#x{ord(one):x};" for one in html.escape(canary))


def _inner(plain: bytes, offset: int, alphabet: Callable[[bytes], bytes], group: int, bits: int, each: int) -> bytes:
    """What of an encoding is the same whatever stands `offset` bytes before in a group, and after."""
    coded = alphabet(bytes(offset) + plain + bytes(group))
    first, last = -(-offset * bits // each), (offset + len(plain)) * bits // each
    return coded[first:last]


# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _within(where: str, data: bytes, needles: Sequence[_Needle]) -> Iterator[Hit]:
    """Needles in bytes as they are; in small letters; and with folded lines unfolded."""
    small = data.lower()
    unfolded = data.replace(b"=\r\n", b"").replace(b"=\n", b"").translate(None, b"\r\n\t")
    small_unfolded = unfolded.lower()
    for one in needles:
        if one.data in (small if one.fold else data) or one.data in (small_unfolded if one.fold else unfolded):
            yield Hit(where, one.canary, one.how)


def _everywhere(where: str, data: bytes, needles: Sequence[_Needle], depth: int) -> Iterator[Hit]:
    yield from _within(where, data, needles)
    if depth >= _DEEPEST:
        raise AssertionError(f"{where}: archives within archives more than {_DEEPEST} deep were not searched")
    for name, inner in _unpacked(data, max(len(one.data) for one in needles)):
        inside = f"{where}!{name}"
        yield from _within(f"{inside} (its name)", name.encode(errors="surrogateescape"), needles)
        yield from _everywhere(inside, inner, needles, depth + 1)


def _unpacked(data: bytes, longest: int) -> Iterator[tuple[str, bytes]]:
    """What is inside an archive, a database or a table; nothing where it is none."""
    for magic, name, unpack in _STREAMS:
        if data.startswith(magic):
            try:
                yield name, unpack(data)
            except (OSError, EOFError, zlib.error, lzma.LZMAError):
                yield from _begun(name, data)
    if data.startswith(b"SQLite format 3\0"):
        yield from _torn(data, longest)
        yield from _cells(data)
    elif data.startswith(b"PAR1"):
        yield from _columns(data)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        yield from _zipped(data)
    elif data[257:262] == b"ustar":
        yield from _tarred(data)


_STREAMS: tuple[tuple[bytes, str, Callable[[bytes], bytes]], ...] = (
    (b"\x1f\x8b", "gzip", gzip.decompress),
    (b"BZh", "bzip2", bz2.decompress),
    (b"\xfd7zXZ\0", "xz", lzma.decompress),
)


def _begun(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """As much as opens of a gzip stream that is cut off or followed by something else."""
    if name == "gzip":
        try:
            yield name, zlib.decompressobj(31).decompress(data, _MOST_B)
        except zlib.error:
            return


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "(comment)", archive.comment
            for info in archive.infolist():
                if not info.is_dir() and not info.flag_bits & 1:
                    yield info.filename, archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return


def _tarred(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                yield member.name, file.read() if file else b""
    except tarfile.TarError:
        return


def _torn(data: bytes, longest: int) -> Iterator[tuple[str, bytes]]:
    """The seams of overflow pages, free ones too: the end of each page with the beginning of the one it points to."""
    page = int.from_bytes(data[16:18], "big")
    page = 65536 if page == 1 else page
    if page < 512:
        return
    for number in range(len(data) // page):
        at = number * page
        following = int.from_bytes(data[at : at + 4], "big") - 1
        if 0 < following < len(data) // page:
            after = following * page + 4
            seam = data[at + page - longest : at + page] + data[after : after + longest]
            yield f"(page {number + 1} to {following + 1})", seam


def _cells(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every text and blob of every table, put together again; nothing where SQLite cannot read it."""
    try:
        with closing(sqlite3.connect(":memory:")) as db:
            # A file whose log stands beside it is not to be read through that log: it is searched by itself.
            db.deserialize(data[:18] + b"\x01\x01" + data[20:])
            db.text_factory = bytes
            tables = [name.decode() for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                quoted = table.replace('"', '""')
                for number, row in enumerate(db.execute(f'SELECT * FROM "{quoted}"')):  # noqa: S608 - its own tables
                    for cell in row:
                        if isinstance(cell, bytes):
                            yield f"{table}[{number}]", cell
    except sqlite3.Error:
        return


def _columns(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        table = parquet.read_table(io.BytesIO(data))
    except pa.ArrowInvalid:
        return
    for name in table.column_names:
        yield name, "\n".join(map(str, table[name].to_pylist())).encode()
