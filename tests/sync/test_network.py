"""Nodes in processes of their own, over real sockets: both ways, cut off, carried on, and pulled from alone."""

from __future__ import annotations

import functools
import http.server
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, again, grow, made, of, stick, synced
from tests.sync.served import process, served
from truceline.desk.node import Node
from truceline.desk.node.sync import Came, places
from truceline.desk.node.sync.incoming import Incoming
from truceline.errors import Refused, UnknownName
from truceline.tlog.checkpoint import Checkpoint


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Node, Node]]:
    """Two guarantors that have admitted each other."""
    with made(tmp_path, "north") as north, made(tmp_path, "south") as south:
        admit(north, south)
        admit(south, north)
        yield north, south


def cosigners_of(node: Node, origin: str, by: Node) -> set[str]:
    """Which of another's keys have vouched for the newest head held of a log."""
    head = Checkpoint.parse(node.record.checkpoint(origin))
    return {one.name for one in head.cosigned(by.record.keyring(by.origin).cosigners)}


def test_one_command_brings_both_to_the_same(two: tuple[Node, Node], tmp_path: Path) -> None:
    """South cannot be reached: it pulls from north and brings what north lacks; both then hold both logs."""
    north, south = two
    grow(north, 300)
    grow(south, 20)
    long_text = {"text": "x" * 70_000}
    north.append("exercise.noted", long_text)
    # At first contact north must know south by its first entry, or it cannot tell whose head it is brought.
    north.peers.met(south.origin, south.record.leaf(south.origin, 0))
    with served(north) as url:
        admit(south, north, url=url)
        done = synced(south, url, north.origin)
        pulled, pushed = of(done, north.origin), {one.origin: one for one in done.pushed}
        assert (pulled.came, pulled.entries) == (Came.NEW, 302)
        assert (pushed[south.origin].entries, pushed[south.origin].refused) == (south.record.size(south.origin), "")
        assert pushed[south.origin].cosignatures == 2
        assert (done.blobs.came, done.blobs.missing) == (1, 0), "north knows whose request it is since it was brought"
    assert cosigners_of(south, south.origin, north) == {f"{north.origin}/mirror", f"{north.origin}/witness"}
    with again(north, tmp_path) as north_again:
        assert (
            list(north_again.leaves(south.origin))
            == list(south.leaves(south.origin))[: north_again.record.size(south.origin)]
        )
        assert north_again.record.size(south.origin) >= 21


def test_a_place_is_found_by_what_people_call_it(two: tuple[Node, Node], tmp_path: Path) -> None:
    """By origin, by name, by address, by folder; a peer without an address is said to have none."""
    _, south = two
    origin = next(iter(south.peers)).origin
    with pytest.raises(Refused, match="has no address: sync by bundle"):
        places(south, origin)
    south.peers.at(origin, "http://north.example/")
    for named in (origin, "http://north.example", "http://north.example/", ""):
        assert [place.author for place in places(south, named)] == [origin]
    assert places(south, str(tmp_path))[0].where == str(tmp_path)
    with pytest.raises(UnknownName, match="no peer named 'nobody'"):
        places(south, "nobody")


class Killing(http.server.SimpleHTTPRequestHandler):
    """A web server that serves a stick, and kills whoever reads it at the n-th bundle of entries."""

    victim: subprocess.Popen[str] | None = None
    left = 0
    asked: list[str] = []  # noqa: RUF012 - one server at a time

    def do_GET(self) -> None:
        if "/tile/entries/" in self.path:
            Killing.asked.append(self.path)
            Killing.left -= 1
            if Killing.left == 0 and Killing.victim:
                os.kill(Killing.victim.pid, signal.SIGKILL)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        return

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True


@pytest.fixture
def killing(tmp_path: Path) -> Iterator[str]:
    """The address of the folder `stick`, served by the killer."""
    handler = functools.partial(Killing, directory=str(tmp_path / "stick"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_sync_killed_anywhere_goes_on(tmp_path: Path, killing: str) -> None:
    """Killed (SIGKILL) at several bundles: nothing is held until all is, nothing proved is fetched twice."""
    log = grown(Writer("north", "guarantor"), 1100)
    stick(tmp_path / "stick", log)
    with made(tmp_path, "south") as south:
        admit(south, log, url=killing)
        Killing.asked.clear()
        reached = 0
        for at in (3, 3):
            Killing.left = at
            with process(south, "sync", killing) as killed:
                Killing.victim = killed
                killed.wait(60)
            assert killed.returncode == -signal.SIGKILL
            assert south.record.size(log.origin) == 0
            incoming = Incoming(south.path)
            assert incoming.next_entry(log.origin, 0) > reached
            reached = incoming.next_entry(log.origin, 0)
            incoming.close()
        Killing.victim = None
        # Grown meanwhile, so that what is pending ends within a tile of the new head.
        stick(tmp_path / "stick", grown(log, 40))
        with again(south, tmp_path) as opened_anew:
            synced(opened_anew, killing)
        assert list(south.leaves(log.origin)) == log.leaves
        # At first contact the first bundle is looked at for the log's key; the one on its way at each kill comes again.
        asked = [path.partition("/entries/")[2] for path in Killing.asked]
        assert asked == ["000", "000", "001", "001", "002", "003", "003", "004.p/117"]


def test_pulling_alone_is_enough(tmp_path: Path) -> None:
    """Nobody can reach west, and south lets nobody bring it anything: what west pulls is all it needs."""
    log = grown(Writer("north", "guarantor"), 30)
    with made(tmp_path, "south") as south, made(tmp_path, "west", "monitor") as west:
        admit(south, log)
        admit(west, log, south)
        synced(south, stick(tmp_path / "stick", log))
        south.append("exercise.noted", {"text": "x" * 70_000})
        with served(south) as url:
            done = synced(west, url, south.origin)
        assert [of(done, one.origin).came for one in (log, south)] == [Came.NEW, Came.NEW]
        assert [one.refused for one in done.pushed] == [f"{url} answers 404 to the head of {west.origin}"]
        assert (done.blobs.missing, done.refused) == (
            1,
            f"blobs are for admitted peers: {west.origin}/witness is the key of no admitted peer",
        )
