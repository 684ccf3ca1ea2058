"""Programs that are not ours, against our node: tlog-scales reads and proves, witness-log cosigns.

Both are on PyPI and know C2SP alone. What they can: tlog-scales reads checkpoints, tiles and entries, makes
inclusion and consistency proofs, and verifies log signatures and Ed25519 cosignatures. witness-log is a
tlog-witness (`POST add-checkpoint`, its evidence file); it mirrors nothing, so `add-entries` is not tried
with it, and its own log is of other entries than ours, so no node of ours can admit it.
"""

from __future__ import annotations

import http.server
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from tlog_scales.backend import HttpBackend, LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from witness_log import WitnessLog, WitnessService

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, carried, grow, made, of, quiet, stick, synced
from tests.sync.served import served
from truceline.desk.node import Node
from truceline.desk.node.sync import Came, places, sync
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import verify_consistency, verify_inclusion
from truceline.tlog.mirror import log_id
from truceline.tlog.policy import Policy
from truceline.tlog.proof import Proof, verify
from truceline.tlog.witness import AddCheckpoint

TILES = Path(sys.executable).with_name("tlog-tiles")


# ── tlog-scales ───────────────────────────────────────────────────────────────────────────────


def read_by_scales(place: str | Path, south: Node, log: Writer) -> None:
    """Their reader, their proofs, their verification, of a log that we mirror; compared with what is true."""
    backend = HttpBackend(place) if isinstance(place, str) else LocalBackend(place)
    reader = TilesReader(backend)
    head = reader.get_checkpoint()
    assert (head.origin, head.size, head.root_hash) == (log.origin, len(log.entries), log.root())
    assert reader.calculate_root_hash() == log.root()
    assert [reader.get_entry(index) for index in (0, 255, 256, head.size - 1)] == [
        log.leaves[index] for index in (0, 255, 256, head.size - 1)
    ]
    proof = reader.get_consistency_proof(200, head.size)
    verify_consistency(200, head.size, log.root(200), log.root(), proof.node_hashes)
    keys = [log.log_key.public, *south.record.keyring(south.origin).cosigners]
    good = VkeySet(*(Vkey.from_string(key.vkey) for key in keys)).verify(head.signatures, head)
    assert {key.name for key, _ in good} == {log.origin, f"{south.origin}/mirror", f"{south.origin}/witness"}


@pytest.fixture
def mirrored(tmp_path: Path) -> Iterator[tuple[Node, Writer]]:
    """A node that mirrors a log of two tiles."""
    log = grown(Writer("north", "guarantor"), 330)
    with made(tmp_path, "south") as south:
        admit(south, log)
        synced(south, stick(tmp_path / "stick", log))
        yield south, log


def test_scales_reads_our_node(mirrored: tuple[Node, Writer]) -> None:
    """Over HTTP, by library and by their own command, whose proof our verifier takes."""
    south, log = mirrored
    with served(south) as url:
        prefix = f"{url}/{log_id(log.origin)}"
        read_by_scales(prefix, south, log)
        leaf = subprocess.run([TILES, "get-leaf", "-c", prefix, "300"], capture_output=True, check=True).stdout
        text = subprocess.run([TILES, "gen-proof", prefix, "300"], capture_output=True, check=True).stdout
    assert leaf == log.leaves[300]
    proof = Proof.parse(text)
    verify(proof, leaf, log.log_key.public, Policy((), (), ()))
    verify_inclusion(300, 331, bytes.fromhex(log.entries[300].hash), log.root(), proof.path)


def test_scales_reads_our_bundle(mirrored: tuple[Node, Writer], tmp_path: Path) -> None:
    """The same from a memory stick."""
    south, log = mirrored
    folder = carried(south, tmp_path / "out") / log_id(log.origin)
    read_by_scales(folder, south, log)


# ── witness-log ───────────────────────────────────────────────────────────────────────────────


class Witness(Protocol):
    """What is used of witness-log's service."""

    def handle_add_checkpoint_http(self, body: str) -> tuple[int, str, str]: ...


class Door(http.server.BaseHTTPRequestHandler):
    """Witness-log mounted in an ordinary web server, as its own example does."""

    service: Witness
    bodies: list[bytes] = []  # noqa: RUF012 - one server at a time

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Door.bodies.append(body)
        status, media, text = self.service.handle_add_checkpoint_http(body.decode())
        if self.path != "/add-checkpoint":
            status, text = 404, ""
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[tuple[WitnessService, str, Path]]:
    """A running witness-log, its address, and where it keeps evidence."""
    state = tmp_path / "witness.json"
    WitnessService.create_state(str(state))
    service = WitnessService.new("outside.example/witness", b"\7" * 32, str(state))
    Door.service, Door.bodies = service, []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield service, f"http://127.0.0.1:{server.server_port}", tmp_path / "witness.json.evidence.jsonl"
    server.shutdown()
    thread.join()
    server.server_close()


def named_in_policy(node: Node, key: PublicKey, url: str) -> None:
    """What people write to have an outside cosigner: one line."""
    (node.path / "policy").write_text(f"witness outside {key.vkey} {url}\nquorum outside\n", encoding="utf-8")


def test_witness_log_cosigns_our_heads(tmp_path: Path, outside: tuple[WitnessService, str, Path]) -> None:
    """By the name in the policy: cosigned, kept, reached; again after growth, from whatever size it is at."""
    service, url, evidence = outside
    key = PublicKey.parse(service.vkey())
    with made(tmp_path, "south") as south:
        assert service.add_log(south.origin, south.identity.log_key.vkey)
        named_in_policy(south, key, url)
        for entries in (0, 1, 300):
            grow(south, entries)
            done = sync(south, places(south, "outside")[0], quiet)
            assert [(one.origin, one.cosignatures, one.refused) for one in done.pushed] == [(south.origin, 1, "")]
            head = Checkpoint.parse(south.checkpoint(south.origin))
            assert head.size == south.record.size(south.origin)
            assert [one.name for one in head.cosigned([key])] == ["outside.example/witness"]
            assert Policy.parse(south.policy.encode()).reached(head).missing == ()
        assert [one.where for one in places(south)] == [url]
    assert not evidence.exists()


def test_witness_log_refuses_our_fork(outside: tuple[WitnessService, str, Path]) -> None:
    """It keeps what convicts us, and our own reader finds the fork in it: two programs, one proof."""
    service, _, evidence = outside
    log = grown(Writer("north", "guarantor"), 9)
    other = grown(log.forked(5), 5, " otherwise")
    assert service.add_log(log.origin, log.log_key.public.vkey)
    first = AddCheckpoint(0, (), Checkpoint.parse(log.head()))
    assert service.handle_add_checkpoint_http(first.write().decode())[0] == 200
    second = AddCheckpoint(10, (), Checkpoint.parse(other.head()))
    assert service.handle_add_checkpoint_http(second.write().decode())[0] in {409, 422}
    kept = evidence.read_text(encoding="utf-8")
    assert log.origin in kept
    assert json.loads(kept.splitlines()[0])


def test_a_log_of_witness_log_is_none_of_ours(mirrored: tuple[Node, Writer]) -> None:
    """Its request is well formed and its log unknown: 404, as tlog-witness says, and not 400."""
    south, _ = mirrored
    theirs = WitnessLog.generate()
    theirs.append_intent(b"an entry of another kind")
    body = theirs.add_checkpoint_body(0)
    assert AddCheckpoint.parse(body.encode()).checkpoint.size == 1
    with served(south) as url:
        script = "import sys, httpx; print(httpx.post(sys.argv[1], content=sys.stdin.buffer.read()).status_code)"
        done = subprocess.run(
            [sys.executable, "-c", script, f"{url}/add-checkpoint"],
            input=body.encode(),
            capture_output=True,
            check=True,
        )
    assert re.fullmatch(rb"404\s*", done.stdout)


def test_two_witnesses_of_different_make_agree(tmp_path: Path, outside: tuple[WitnessService, str, Path]) -> None:
    """The same head cosigned by our witness and by theirs, both verified by their reader's code and by ours."""
    service, url, _ = outside
    log = grown(Writer("north", "guarantor"), 3)
    key = PublicKey.parse(service.vkey())
    assert service.add_log(log.origin, log.log_key.public.vkey)
    status, _, line = service.handle_add_checkpoint_http(
        AddCheckpoint(0, (), Checkpoint.parse(log.head())).write().decode()
    )
    assert status == 200
    with made(tmp_path, "south") as south:
        named_in_policy(south, key, url)
        admit(south, log)
        done = synced(south, stick(tmp_path / "stick", log, north=log.head() + line.encode()))
        assert (of(done, log.origin).came, of(done, log.origin).cosignatures) == (Came.NEW, 1)
        head = Checkpoint.parse(south.checkpoint(log.origin))
        keys = [key, *south.record.keyring(south.origin).cosigners]
        theirs = TilesReader(LocalBackend(carried(south, tmp_path / "out") / log_id(log.origin))).get_checkpoint()
        good = VkeySet(*(Vkey.from_string(one.vkey) for one in keys)).verify(theirs.signatures, theirs)
        assert {one.name for one, _ in good} == {one.name for one in head.cosigned(keys)} == {one.name for one in keys}
