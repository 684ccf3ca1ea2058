"""What a rival may try on a node: connections that ask for nothing, senders that vanish, sticks that are traps."""

from __future__ import annotations

import base64
import socket
import tarfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest
import uvicorn
from starlette.types import Message

from tests.state.chance import node_of
from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, made, of, stick, synced
from truceline.desk.node import Node
from truceline.desk.node.sync import Came
from truceline.desk.node.sync.listening import serving
from truceline.desk.node.sync.serving import Asker
from truceline.desk.node.sync.sources import located
from truceline.doors.api import application
from truceline.doors.api.connections import Prompt
from truceline.errors import RecordError
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import Entry, parse
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import consistency_proof
from truceline.tlog.mirror import log_id
from truceline.tlog.witness import AddCheckpoint

HOST = "127.0.0.1"


class Hasty(Prompt):
    """A node that waits a short while, and takes few connections of one address."""

    waits_s = 0.3
    each = 4


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """A node."""
    with made(tmp_path, "south") as one:
        yield one


@contextmanager
def listening(node: Node) -> Iterator[Callable[[], socket.socket]]:
    """How to connect to a node that serves over real sockets."""
    with socket.create_server((HOST, 0)) as listener, ThreadPoolExecutor(1) as hands, serving(node, {HOST}) as asked:
        config = uvicorn.Config(application(asked, hands), http=Hasty, log_level="error", timeout_keep_alive=60)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield lambda: socket.create_connection(listener.getsockname(), timeout=20)
        finally:
            server.should_exit = True
            thread.join(20)


def asked(connection: socket.socket, origin: str) -> bytes:
    """What a node answers to who asks for a head."""
    connection.sendall(f"GET /{log_id(origin)}/checkpoint HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    return connection.recv(1 << 16)


def ended(connection: socket.socket) -> bool:
    """Whether the node ends a connection by itself; raises TimeoutError where it does not."""
    try:
        while connection.recv(1 << 16):  # what is left of an answer
            pass
    except ConnectionResetError:
        return True
    return True


def test_who_asks_for_nothing_is_not_waited_for(node: Node) -> None:
    """Nothing sent, half a header sent, or nothing after an answer: each ends soon, and others are answered."""
    with listening(node) as connect, connect() as silent, connect() as slow, connect() as asker:
        slow.sendall(b"GET /checkpoint HTTP/1.1\r\nHost: ")
        assert asked(asker, node.origin).startswith(b"HTTP/1.1 200")
        assert ended(silent)
        assert ended(slow)
        assert ended(asker)


def test_one_address_has_only_so_many_connections(node: Node) -> None:
    """The fifth of four is ended at once, and the others are answered."""
    with listening(node) as connect:
        held = [connect() for _ in range(4)]
        with connect() as fifth:
            assert ended(fifth)
        assert asked(held[0], node.origin).startswith(b"HTTP/1.1 200")
        for one in held:
            one.close()


def test_a_sender_that_goes_away(node: Node) -> None:
    """Half a body and then nobody: no defect of this node, and nothing done."""
    answers: list[int] = []

    async def run() -> None:
        told: list[Message] = [
            {"type": "http.disconnect"},
            {"type": "http.request", "body": b"old 0", "more_body": True},
        ]
        scope = {
            "type": "http", "method": "POST", "path": "/add-checkpoint", "raw_path": b"/add-checkpoint",
            "query_string": b"", "headers": [], "client": (HOST, 1), "server": (HOST, 2), "scheme": "http",
        }  # fmt: skip

        async def receive() -> Message:
            return told.pop()

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answers.append(int(str(message["status"])))

        with serving(node, {HOST}) as open_node, ThreadPoolExecutor(1) as hands:
            await application(open_node, hands)(scope, receive, send)

    anyio.run(run)
    assert answers == [400]


def test_the_desk_itself_gives_no_blob_to_a_stranger(node: Node) -> None:
    """Whatever door stands before it."""
    with serving(node, {HOST}) as open_node:
        digest = node.blobs.put(b"said to peers")
        assert open_node.blob(digest, Asker(HOST, reason="unsigned")).status == 401
        assert open_node.blob(digest, Asker(HOST, peer="truceline/north-00000000")).body == b"said to peers"


def header(kind: bytes, size: int) -> bytes:
    """A member's header in a .tar."""
    member = tarfile.TarInfo("x")
    member.type, member.size = kind, size
    return member.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize(("kind", "said"), [(tarfile.GNUTYPE_LONGNAME, b"abcd\0"), (tarfile.XHDTYPE, b"12 path=abc\n")])
def test_names_within_names(tmp_path: Path, kind: bytes, said: bytes) -> None:
    """Thousands of long names on end, each for the next, are no bundle; reading them is an error that says so."""
    trap = tmp_path / "trap.tar"
    trap.write_bytes((header(kind, len(said)) + said.ljust(512, b"\0")) * 3000 + bytes(1024))
    with pytest.raises(RecordError, match="is no bundle"):
        located(str(trap))


def forged(entry: Entry) -> Entry:
    """The same text under the same key's name and id, and a signature that is none."""
    line = entry.leaf.rindex(b" ") + 1
    signature = bytearray(base64.b64decode(entry.leaf[line:-1]))
    signature[20] ^= 1
    return parse(entry.leaf[:line] + base64.b64encode(signature) + b"\n")


@pytest.mark.parametrize("at", [3, 255, 256, 299])
def test_an_entry_whose_signature_does_not_hold_is_not_held(node: Node, tmp_path: Path, at: int) -> None:
    """The log signed a head over it, and the key's name and id are right: the signature is verified all the same."""
    north = grown(Writer("north", "guarantor"), 299)
    admit(node, north)
    north.entries[at] = forged(north.entries[at])
    pulled = of(synced(node, stick(tmp_path / "stick", north)), north.origin)
    assert pulled.came is Came.REFUSED
    assert (pulled.faults[0].file, pulled.faults[0].field) == (f"{north.origin}#{at}", "signature")
    assert node.record.size(north.origin) == 0


def test_a_head_vouched_for_beyond_what_is_held(node: Node, tmp_path: Path) -> None:
    """Our witness cosigned 300 entries and sees 200 now: they are held and mirrored, and it takes nothing back."""
    north = grown(Writer("north", "guarantor"), 299)
    admit(node, north)
    synced(node, stick(tmp_path / "first", north.forked(1)))
    with serving(node, {HOST}) as open_node:
        proof = consistency_proof(1, 300, node_of(north.leaves))
        body = AddCheckpoint(1, tuple(proof), Checkpoint.parse(north.head(300))).write()
        assert open_node.add_checkpoint(body).status == 200
    pulled = of(synced(node, stick(tmp_path / "stick", north.forked(200))), north.origin)
    assert (pulled.came, node.record.size(north.origin)) == (Came.NEW, 200)
    lines = [line.name for line in Checkpoint.parse(node.checkpoint(north.origin)).note.signatures]
    assert lines == [north.origin, f"{node.origin}/mirror"]


def test_a_guarantor_that_enrols_others_keys_stops_nobody(node: Node, tmp_path: Path) -> None:
    """Another's witness key, ours, or one wrapped in its own name: it is pulled, and the policy names each rightly."""
    west = Writer("west", "guarantor", "west")
    admit(node, west)
    synced(node, stick(tmp_path / "west", west))
    before = node.policy
    assert node.witness
    for number, key in enumerate((west.witness_key.public, node.witness.public, west.mirror_key.public)):
        thief = Writer(f"a-thief{number}", "guarantor", f"a-thief{number}")
        own = PublicKey(f"{thief.origin}/witness2", key.kind, key.raw).vkey
        for vkey in (key.vkey, own):
            thief.add("key.enrolled", {"purpose": "witness", "witness_key": vkey})
        admit(node, thief)
        assert of(synced(node, stick(tmp_path / f"thief{number}", thief)), thief.origin).came is Came.NEW
    kept = [line for line in before.splitlines() if line.startswith(("witness ", "group side-"))]
    assert kept
    assert set(kept) <= set(node.policy.splitlines())
