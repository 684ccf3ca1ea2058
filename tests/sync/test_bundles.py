"""Bundles: a tree of tlog-tiles as a folder, a .tar or an address; the same logs, the same bytes, whichever it is."""

import contextlib
import functools
import http.server
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.logs import Writer
from tests.sync.logs import Stick, grown
from truceline.desk.node.sync import bundles, sources
from truceline.desk.node.sync.bundles import write
from truceline.desk.node.sync.sources import Directory, Source, Tar, located
from truceline.desk.node.sync.web import TRIES, Url
from truceline.errors import DataError, RecordError, Unreachable
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import bundles_of, tiles_of

BLOB = b"a text too long for an entry"


@pytest.fixture(scope="module")
def stick() -> Stick:
    """Two logs, one of several tiles, and a blob."""
    return Stick([grown(Writer("north", "guarantor"), 300), Writer("south", "guarantor")], kept={"ab" * 32: BLOB})


def quiet(done: int, total: int) -> None:
    assert done <= total


def paths(stick: Stick) -> list[str]:
    """Every path of the tree, worked out from the sizes alone."""
    found = [f"blob/{digest}" for digest in stick.kept]
    for one in stick.writers:
        size, prefix = len(one.entries), log_id(one.origin)
        found += [f"{prefix}/{tile}" for tile in (*tiles_of(size), *bundles_of(size))] + [f"{prefix}/checkpoint"]
    return sorted(found)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The folder `stick` under an ordinary web server that knows nothing of logs."""
    handler = functools.partial(Quiet, directory=str(tmp_path / "stick"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_all_three_media_hold_the_same(stick: Stick, tmp_path: Path, served: str) -> None:
    """Folder, .tar and any web server give the same bytes for the same paths, and nothing for others."""
    count = write(stick, tmp_path / "stick", quiet)
    assert write(stick, tmp_path / "stick.tar", quiet) == count == len(paths(stick))
    media: list[Source] = [Directory(tmp_path / "stick"), Tar.open(tmp_path / "stick.tar"), Url(served)]
    logs = sorted(log_id(one.origin) for one in stick.writers)
    assert [one.logs() for one in media] == [tuple(logs), tuple(logs), ()]
    for path in paths(stick):
        found = {one.get(path) for one in media}
        assert len(found) == 1, path
        assert None not in found, path
    for path in (f"{logs[0]}/tile/0/999", f"{logs[0]}/tile", f"{'0' * 64}/checkpoint", "blob/" + "cd" * 32):
        assert [one.get(path) for one in media] == [None] * 3, path
    for one in media:
        one.close()


def test_the_same_logs_give_the_same_tar(stick: Stick, tmp_path: Path) -> None:
    """Neither the clock nor the order in which logs came is in the bytes."""
    write(stick, tmp_path / "one.tar", quiet)
    write(Stick(stick.writers[::-1], kept=stick.kept), tmp_path / "other.tar", quiet)
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "other.tar").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_folder_is_added_to(stick: Stick, tmp_path: Path) -> None:
    """What is there as it should be is not written again; what was damaged is."""
    write(stick, tmp_path, quiet)
    prefix = tmp_path / log_id(stick.writers[0].origin)
    sound, damaged = prefix / "tile/0/000", prefix / "tile/entries/000"
    before = sound.stat().st_mtime_ns
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1])
    write(stick, tmp_path, quiet)
    assert sound.stat().st_mtime_ns == before
    assert damaged.read_bytes() == whole


def test_the_head_is_written_after_what_it_stands_for(stick: Stick) -> None:
    """Cut off anywhere, no log on the medium has a head without all its tiles."""
    files = [one.path for one in bundles.tree(stick)]
    for one in stick.writers:
        mine = [path for path in files if path.startswith(log_id(one.origin))]
        assert mine[-1].endswith("/checkpoint")


def test_nothing_outside_the_tree_is_read(stick: Stick, tmp_path: Path) -> None:
    """A link on a stick is no file of it, and a path that climbs is none at all."""
    write(stick, tmp_path / "stick", quiet)
    secret = tmp_path / "secret"
    secret.write_text("of this machine")
    prefix = log_id(stick.writers[0].origin)
    (tmp_path / "stick" / prefix / "tile" / "0" / "000").unlink()
    (tmp_path / "stick" / prefix / "tile" / "0" / "000").symlink_to(secret)
    (tmp_path / "stick" / "blob" / ("ef" * 32)).symlink_to(secret)
    source = Directory(tmp_path / "stick")
    assert source.get(f"{prefix}/tile/0/000") is None
    assert source.get("blob/" + "ef" * 32) is None
    for path in ("../secret", f"{prefix}/../../secret", "/etc/passwd", "blob/../secret", f"{prefix}//checkpoint/.."):
        with pytest.raises(ValueError, match="no path of a log"):
            source.get(path)


def test_a_link_in_a_tar_is_no_file_of_it(tmp_path: Path) -> None:
    """Only plain files count, by names that a bundle has."""
    with tarfile.open(tmp_path / "odd.tar", "w") as tar:
        link = tarfile.TarInfo("blob/" + "ab" * 32)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        tar.addfile(tarfile.TarInfo("../blob/" + "cd" * 32))
    source = Tar.open(tmp_path / "odd.tar")
    assert source.get("blob/" + "ab" * 32) is None
    assert source.logs() == ()
    source.close()


def test_more_than_any_log_has_is_not_read(stick: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file larger than any tile is refused before it is read, on every medium."""
    write(stick, tmp_path / "stick", quiet)
    write(stick, tmp_path / "stick.tar", quiet)
    monkeypatch.setattr(sources, "LARGEST_FILE_B", 1000)
    path = f"{log_id(stick.writers[0].origin)}/tile/0/000"
    for source in (Directory(tmp_path / "stick"), Tar.open(tmp_path / "stick.tar")):
        with pytest.raises(RecordError, match=r"tile/0/000: expected at most 1,000 bytes, got more"):
            source.get(path)
        source.close()


@settings(max_examples=25)
@given(data=st.binary(max_size=2000), at=st.integers(0, 20_000))
def test_a_damaged_tar_is_told_or_read_as_far_as_it_goes(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int
) -> None:
    """Any bytes in any place make a bundle that can be read, or an error that names the file."""
    whole = tmp_path_factory.getbasetemp() / "whole.tar"
    small = Stick([Writer("north", "guarantor")])
    if not whole.exists():
        write(small, whole, quiet)
    bytes_of = whole.read_bytes()
    damaged = whole.with_name("damaged.tar")
    damaged.write_bytes((bytes_of[:at] + data + bytes_of[at + len(data) :])[: max(at, 1)])
    with contextlib.suppress(RecordError):
        source = Tar.open(damaged)
        found = {source.get(path) for path in paths(small)}
        source.close()
        assert found


def test_a_tar_of_headers_alone_is_no_bundle(tmp_path: Path) -> None:
    """Thousands of long names in a row, and no file: told like any other damage."""
    name = tarfile.TarInfo("././@LongLink")
    name.type, name.size = tarfile.GNUTYPE_LONGNAME, 10
    block = name.tobuf(tarfile.GNU_FORMAT) + b"x" * 10 + bytes(502)
    (tmp_path / "names.tar").write_bytes(block * 3000)
    with pytest.raises(RecordError, match=r"names\.tar is no bundle"):
        Tar.open(tmp_path / "names.tar")


def test_an_answer_that_drips_is_not_waited_for(stick: Stick, tmp_path: Path, served: str) -> None:
    """However slowly a server sends, there is an end: so long for the whole answer, by this machine's clock."""
    write(stick, tmp_path / "stick", quiet)
    passed = iter(range(0, 10**6, 100))
    source = Url(served, clock=lambda: float(next(passed)))
    path = f"{log_id(stick.writers[0].origin)}/checkpoint"
    assert source.get(path)
    late = iter((0.0, 10_000.0))
    source.clock = lambda: next(late)
    with pytest.raises(Unreachable, match="answers so slowly"):
        source.get(path)
    source.close()


def test_what_is_not_there_is_unreachable(tmp_path: Path) -> None:
    """No file, no server: the same command can go on when there is one."""
    with pytest.raises(Unreachable, match=r"nothing\.tar: No such file"):
        located(str(tmp_path / "nothing.tar"))
    waited: list[float] = []
    closed = Url("http://127.0.0.1:9", pause=waited.append)
    with pytest.raises(Unreachable, match="does not answer"):
        closed.get("0" * 64 + "/checkpoint")
    assert len(waited) == TRIES - 1
    closed.close()


def test_an_address_may_name_one_log() -> None:
    """The last part of an address that is a log's path is the log to read."""
    one = located("http://south.example/node/" + "ab" * 32 + "/")
    assert isinstance(one, Url)
    assert (one.base, one.logs()) == ("http://south.example/node", ("ab" * 32,))
    one.close()


def test_a_place_that_cannot_be_written_is_told(stick: Stick, tmp_path: Path) -> None:
    """The place and the cure are said, and no driver's error."""
    (tmp_path / "file").write_text("in the way")
    for name in ("file/stick", "file/stick.tar"):
        with pytest.raises(DataError, match=r"Check the (folder|medium)"):
            write(stick, tmp_path / name, quiet)


def test_tar_of_this_system_reads_ours(stick: Stick, tmp_path: Path) -> None:
    """A bundle is an ordinary tar file to a program that is not ours."""
    write(stick, tmp_path / "stick.tar", quiet)
    listing = [sys.executable, "-m", "tarfile", "-l", str(tmp_path / "stick.tar")]
    done = subprocess.run(listing, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == paths(stick)
