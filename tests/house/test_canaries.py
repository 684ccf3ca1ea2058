"""The search for canaries finds one in every way of writing and every place it promises, and nowhere else."""

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
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.canaries import in_bytes, search

CANARY = "Kanarie «Žluťoučký» /5 & ünder"
PLAIN = CANARY.encode()
NOISE = b"nothing of it: Kanarie, then others\n"

WRITTEN: dict[str, bytes] = {
    "utf-8": PLAIN,
    "capitals of ASCII": PLAIN.replace(b"anarie", b"ANARIE"),
    "utf-16": CANARY.encode("utf-16"),
    "utf-16 big": CANARY.encode("utf-16-be"),
    "utf-32": CANARY.encode("utf-32"),
    "utf-32 big": CANARY.encode("utf-32-be"),
    "base64": base64.b64encode(PLAIN),
    "base64 one on": base64.b64encode(b"x" + PLAIN + b"yz"),
    "base64 two on": base64.b64encode(b"xy" + PLAIN + b"z"),
    "base64 for addresses": base64.urlsafe_b64encode(b"?" + PLAIN),
    "base64 in lines": base64.encodebytes(b"long before it " * 5 + PLAIN),
    "base64 of utf-16": base64.b64encode(b"x" + CANARY.encode("utf-16-le")),
    "base32": base64.b32encode(b"abc" + PLAIN),
    "hex": PLAIN.hex().encode(),
    "hex in capitals": PLAIN.hex().upper().encode(),
    "hex of utf-16": CANARY.encode("utf-16-le").hex().encode(),
    "percent": quote(CANARY).encode(),
    "percent of all": quote(CANARY, safe="").lower().encode(),
    "JSON": json.dumps({"a": CANARY}).encode(),
    "JSON as it is": json.dumps({"a": CANARY}, ensure_ascii=False).encode(),
    "JSON in JSON": json.dumps(json.dumps({"a": CANARY})).encode(),
    "Python": repr(PLAIN).encode(),
    "HTML": html.escape(CANARY).encode(),
    "HTML in numbers": CANARY.replace("&", "&amp;").encode("ascii", "xmlcharrefreplace"),
}


def tarred(data: bytes) -> bytes:
    """A tar of one file."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        info = tarfile.TarInfo("inner.txt")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def zipped(data: bytes) -> bytes:
    """A zip of one file, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", data)
    return made.getvalue()


def columned(data: bytes) -> bytes:
    """A Parquet file of one cell."""
    made = io.BytesIO()
    parquet.write_table(pa.table({"a": [data.decode()]}), made, compression="zstd")
    return made.getvalue()


def paged(data: bytes) -> bytes:
    """A database of one text that takes many pages, so that it lies across the seams."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA page_size = 512")
        db.execute("CREATE TABLE said (text TEXT)")
        db.execute("INSERT INTO said VALUES (?)", (data.decode(),))
        db.commit()
        return db.serialize()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "tar": tarred,
    "gzip": gzip.compress,
    "gzip cut off": lambda data: gzip.compress(data)[:-4],
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "parquet": columned,
    "SQLite": paged,
    "tar in gzip in zip": lambda data: zipped(gzip.compress(tarred(data))),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_every_way_of_writing(how: str) -> None:
    """It is found however it is written, with anything before and after."""
    assert {hit.canary for hit in in_bytes(NOISE + WRITTEN[how] + NOISE, [CANARY, "another one"])} == {CANARY}


@pytest.mark.parametrize("how", PACKED)
def test_every_place(how: str, tmp_path: Path) -> None:
    """It is found in what is packed, one within the other, and the hit says where."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "file").write_bytes(PACKED[how](NOISE * 40 + PLAIN + NOISE))
    (tmp_path / "beside").write_bytes(PACKED[how](NOISE * 40))
    found = search(tmp_path, [CANARY])
    assert found
    assert {hit.where.partition("!")[0] for hit in found} == {"sub/file"}


def test_deleted_rows_and_torn_ones() -> None:
    """A row that was deleted and not overwritten is found in the free pages, wherever a page ends within it."""
    for before in range(480, 540, 7):
        with closing(sqlite3.connect(":memory:")) as db:
            db.execute("PRAGMA page_size = 512")
            db.execute("PRAGMA secure_delete = OFF")
            db.execute("CREATE TABLE said (text TEXT)")
            db.execute("INSERT INTO said VALUES (?)", (". " * 300 + "." * before + CANARY + "." * 2000,))
            db.commit()
            db.execute("DELETE FROM said")
            db.commit()
            assert in_bytes(db.serialize(), [CANARY]), before


def test_names(tmp_path: Path) -> None:
    """A name of a file or folder, or of what is in an archive, tells as much as its bytes."""
    (tmp_path / "said-by-Witness-Nine").mkdir()
    (tmp_path / "a.zip").write_bytes(zipped(b"x").replace(b"inner.txt", b"witnes-09"))
    assert [hit.where for hit in search(tmp_path, ["witness-nine", "witnes-09"])][
        -1
    ] == "said-by-Witness-Nine (its name)"
    assert {hit.canary for hit in search(tmp_path, ["witness-nine", "witnes-09"])} == {"witness-nine", "witnes-09"}


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    """Files that look like archives and are none are searched as they are, and raise nothing."""
    for at, magic in enumerate((b"\x1f\x8b", b"BZh", b"PK\x03\x04", b"SQLite format 3\0", b"PAR1", b"\xfd7zXZ\0")):
        (tmp_path / str(at)).write_bytes(magic + bytes(range(256)) * 9)
    assert search(tmp_path, [CANARY]) == ()


def test_a_canary_too_short_to_mean_anything() -> None:
    """It would be found everywhere by chance."""
    with pytest.raises(ValueError, match="at least 4 letters"):
        in_bytes(b"", ["abc"])
