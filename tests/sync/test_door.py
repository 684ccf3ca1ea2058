"""The paths of a node over HTTP: what each answers, to whom, under which headers, and what is refused unread."""

import gzip
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import START, admit, again, made, stick, synced
from truceline.desk.node import Node
from truceline.desk.node.sync import asking
from truceline.desk.node.sync.asking import header
from truceline.desk.node.sync.listening import serving
from truceline.desk.node.sync.serving import Serving
from truceline.doors.api import app as door
from truceline.doors.api import application, bounds
from truceline.tlog import mirror
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.merkle import consistency_proof, leaf_hash, root_of
from truceline.tlog.mirror import Header, log_id, parse_info
from truceline.tlog.policy import arranged
from truceline.tlog.proof import Proof, verify
from truceline.tlog.tiles import unbundle
from truceline.tlog.witness import AddCheckpoint

HOST = "south.example"
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def grown_once() -> Writer:
    return grown(Writer("north", "guarantor"), 299)


@pytest.fixture
def north(grown_once: Writer) -> Writer:
    """A log of 300 entries, this test's own to add to."""
    return grown_once.forked(300)


@pytest.fixture
def south(tmp_path: Path, north: Writer) -> Iterator[Node]:
    """A node that has admitted north and holds 300 entries of it."""
    with made(tmp_path, "south") as node:
        admit(node, north)
        synced(node, stick(tmp_path / "stick", north))
        yield node


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@contextmanager
def asked_of(node: Node, clock: Clock | None = None, quota: tuple[float, float] = (1000.0, 1000.0)) -> Iterator[Ask]:
    """Ask a node as the network would: the same application, without a socket."""
    with serving(node, {HOST}, clock or Clock(), quota) as open_node, ThreadPoolExecutor(1) as hands:
        app = application(open_node, hands)

        def ask(method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
            async def run() -> httpx.Response:
                transport = httpx.ASGITransport(app, raise_app_exceptions=False)
                async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as web:
                    return await web.request(method, path, **more)

            done: Callable[[], Coroutine[Any, Any, httpx.Response]] = run
            return anyio.run(done)

        yield ask


@pytest.fixture
def ask(south: Node) -> Iterator[Ask]:
    with asked_of(south) as asked:
        yield asked


def signed(who: Writer, method: str, path: str, body: bytes = b"", nonce: bytes = bytes(16)) -> dict[str, str]:
    request = asking.Request(method, path, HOST, body)
    return {"Authorization": header(request, who.witness_key, START.epoch_s, nonce)}


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """RFC 9457, and nothing of this machine in it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["status"] == status
    assert said["type"] == "about:blank"
    assert said["detail"]
    for secret in ("Traceback", "pytest-of", "sqlite", ".py"):
        assert secret not in answer.text
    return said


# ── reading ───────────────────────────────────────────────────────────────────────────────────


def test_a_checkpoint_is_never_kept_by_a_cache(ask: Ask, north: Writer, south: Node) -> None:
    """tlog-tiles: the endpoint is mutable; a mirror's checkpoint bears the mirror's cosignature."""
    answer = ask("GET", f"/{log_id(north.origin)}/checkpoint")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    head = Checkpoint.parse(answer.content)
    assert (head.size, head.root) == (300, north.root())
    names = {one.name for one in head.cosigned(south.record.keyring(south.origin).cosigners)}
    assert f"{south.origin}/mirror" in names


def test_tiles_are_immutable(ask: Ask, north: Writer) -> None:
    """Full or partial, a tile's bytes never change, and a cache may keep them for ever."""
    hashes = [leaf_hash(leaf) for leaf in north.leaves]
    for path, expected in (
        ("tile/0/000", b"".join(hashes[:256])),
        ("tile/0/001.p/44", b"".join(hashes[256:])),
        ("tile/0/001.p/7", b"".join(hashes[256:263])),
        ("tile/1/000.p/1", root_of(hashes[:256])),
    ):
        answer = ask("GET", f"/{log_id(north.origin)}/{path}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.content == expected


def test_entries_come_packed_to_whoever_takes_it(ask: Ask, north: Writer) -> None:
    """tlog-tiles: entry bundles should be compressed; who does not ask for it gets them as they are."""
    path = f"/{log_id(north.origin)}/tile/entries/001.p/44"
    packed = ask("GET", path, headers={"Accept-Encoding": "gzip"})
    plain = ask("GET", path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert unbundle(packed.content) == unbundle(plain.content) == north.leaves[256:]


def test_a_proof_holds_offline(ask: Ask, north: Writer) -> None:
    """With the log's key and the entry's bytes, anybody verifies it without us."""
    for index in (0, 255, 256, 299):
        answer = ask("GET", f"/{log_id(north.origin)}/proof/{index}.tlog-proof")
        reached = verify(Proof.parse(answer.content), north.leaves[index], north.log_key.public, arranged({}))
        assert reached.by == ()


ELSEWHERE = [
    "/", "/checkpoint", "/{log}", "/{log}/", "/{other}/checkpoint", "/{log}/tile/0/002", "/{log}/tile/0/001",
    "/{log}/tile/0/001.p/45", "/{log}/tile/0/001.p/0", "/{log}/tile/0/1", "/{log}/tile/64/000",
    "/{log}/tile/0/x000/000", "/{log}/tile/entries/000.p/256", "/{log}/proof/300.tlog-proof",
    "/{log}/proof/007.tlog-proof", "/{log}/proof/-1.tlog-proof", "/{log}/proof/٣.tlog-proof",
    "/{log}/blob/{other}", "/node.json", "/keys.json", "/%2e%2e/keys.json", "/{log}/tile/%2e%2e/%2e%2e/keys.json",
]  # fmt: skip


def test_there_is_no_other_path(ask: Ask, north: Writer) -> None:
    """What is no path of the record is not found, and says so as a problem."""
    for path in ELSEWHERE:
        is_problem(ask("GET", path.format(log=log_id(north.origin), other="0" * 64)), 404)


def test_no_other_method(ask: Ask, north: Writer) -> None:
    """Reading is GET, bringing is POST, and nothing deletes."""
    for method, path in (
        ("DELETE", f"/{log_id(north.origin)}/checkpoint"),
        ("PUT", "/add-checkpoint"),
        ("GET", "/add-entries"),
    ):
        is_problem(ask(method, path), 405)


# ── blobs ─────────────────────────────────────────────────────────────────────────────────────


def test_a_blob_is_for_admitted_peers(ask: Ask, south: Node, north: Writer) -> None:
    """Unsigned, signed by a stranger, or signed for something else: not told; signed by a peer: given, once."""
    path = f"/blob/{south.blobs.put(b'a long text')}"
    assert ask("GET", path).headers["www-authenticate"] == "Truceline"
    is_problem(ask("GET", path), 401)
    is_problem(ask("GET", path, headers=signed(Writer("west", "party"), "GET", path)), 401)
    is_problem(ask("GET", path, headers=signed(north, "GET", path + "0")), 401)
    given_headers = signed(north, "GET", path)
    answer = ask("GET", path, headers=given_headers)
    assert answer.content == b"a long text"
    assert answer.headers["cache-control"] == "no-store"
    assert "taken before" in is_problem(ask("GET", path, headers=given_headers), 401)["detail"]


def test_a_blob_that_is_not_there_is_told_only_to_peers(ask: Ask, north: Writer) -> None:
    """A stranger learns nothing of what is held; a peer is told that it is not."""
    path = "/blob/" + "0" * 64
    is_problem(ask("GET", path), 401)
    is_problem(ask("GET", path, headers=signed(north, "GET", path)), 404)


# ── what is refused before it is read ─────────────────────────────────────────────────────────


def test_a_body_too_large_is_refused_by_its_announcement(ask: Ask) -> None:
    """Nothing of it is read, let alone kept."""
    announced = {"Content-Length": str(door.LARGEST_UPLOAD_B + 1)}
    is_problem(ask("POST", "/add-entries", headers=announced, content=iter_of(b"x")), 413)
    is_problem(ask("POST", "/add-checkpoint", content=b"x" * (door.LARGEST_CHECKPOINT_B + 1)), 413)


async def iter_of(data: bytes) -> Any:  # noqa: ANN401 - an async generator, as httpx takes it
    yield data


def test_a_body_that_announces_nothing_is_cut(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent in pieces without a length, it is read as far as it may be long."""
    monkeypatch.setattr(door, "LARGEST_CHECKPOINT_B", 10)
    is_problem(ask("POST", "/add-checkpoint", content=iter_of(b"x" * 11)), 413)


def test_what_unpacks_to_too_much_is_refused(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small body that would unpack to gigabytes is unpacked no further than may come."""
    monkeypatch.setattr(door, "LARGEST_UPLOAD_B", 100_000)
    packed = gzip.compress(bytes(50_000_000), 9)
    assert len(packed) < 100_000
    is_problem(ask("POST", "/add-entries", content=packed, headers={"Content-Encoding": "gzip"}), 413)
    is_problem(ask("POST", "/add-entries", content=b"no gzip", headers={"Content-Encoding": "gzip"}), 400)
    assert (
        ask("POST", "/add-entries", content=b"", headers={"Content-Encoding": "br"}).headers["accept-encoding"]
        == "gzip"
    )


def test_a_body_that_never_ends_is_not_waited_for(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender that stops half way is answered in time."""
    monkeypatch.setattr(bounds, "SLOWEST_S", 0.01)

    async def slow() -> Any:  # noqa: ANN401 - an async generator, as httpx takes it
        yield b"old 0\n"
        await anyio.Event().wait()

    is_problem(ask("POST", "/add-checkpoint", content=slow()), 408)


def test_slow_uploads_take_no_place_of_others(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address has so many uploads read at once, and the next is asked to come again; a place left is free again."""
    monkeypatch.setattr(door, "BODIES_EACH", 1)
    answers: list[httpx.Response] = []

    async def body() -> Any:  # noqa: ANN401 - an async generator, as httpx takes it
        yield b"old 0\n"
        answers.append(await anyio.to_thread.run_sync(lambda: ask("POST", "/add-checkpoint", content=b"x")))

    assert ask("POST", "/add-checkpoint", content=body()).status_code == 400
    assert is_problem(answers[0], 503)["detail"].startswith("as many uploads are under way")
    assert answers[0].headers["retry-after"] == "2"
    assert ask("POST", "/add-checkpoint", content=b"x").status_code == 400


def test_a_flood_waits_and_others_do_not(south: Node, north: Writer) -> None:
    """429 with how long to wait, which is enough; a peer that signs has a bucket of its own."""
    clock = Clock()
    path, blob = f"/{log_id(north.origin)}/checkpoint", f"/blob/{south.blobs.put(b'x')}"
    with asked_of(south, clock, (1.0, 5.0)) as ask:
        answers = [ask("GET", path).status_code for _ in range(7)]
        assert answers == [200] * 5 + [429] * 2
        told = ask("GET", path)
        is_problem(told, 429)
        assert ask("GET", blob, headers=signed(north, "GET", blob)).status_code == 200
        clock.now_s += int(told.headers["retry-after"])
        assert ask("GET", path).status_code == 200


def test_damage_of_ours_is_ours(south: Node, north: Writer) -> None:
    """A tile that the disk lost is not told with its file; whoever asked asks another node."""
    record = sqlite3.connect(south.path / "record.sqlite")
    record.execute("UPDATE tile SET level = 9 WHERE level = 0 AND n = 0")
    record.commit()
    record.close()
    with asked_of(south) as ask:
        is_problem(ask("GET", f"/{log_id(north.origin)}/tile/0/000"), 500)
        assert ask("GET", f"/{log_id(north.origin)}/checkpoint").status_code == 200


def test_a_defect_of_ours_tells_nothing(south: Node, north: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks, the answer is one sentence."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("in /home/secret/path.py")

    monkeypatch.setattr(Serving, "checkpoint", broken)
    with asked_of(south) as ask:
        answer = ask("GET", f"/{log_id(north.origin)}/checkpoint")
    assert "secret" not in answer.text
    is_problem(answer, 500)


# ── tlog-witness ──────────────────────────────────────────────────────────────────────────────


def add_checkpoint(ask: Ask, log: Writer, old: int, size: int | None = None, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
    head = Checkpoint.parse(log.head(size))
    proof = consistency_proof(old, head.size, node_of(log)) if old <= head.size else []
    return ask("POST", "/add-checkpoint", content=AddCheckpoint(old, tuple(proof), head).write(), **more)


def node_of(log: Writer) -> Callable[[int, int], bytes]:
    return lambda level, index: root_of(map(leaf_hash, log.leaves[index << level : index + 1 << level]))


def test_a_stranger_to_us_that_speaks_tlog_witness_is_served(ask: Ask, south: Node, north: Writer) -> None:
    """No header of ours is needed: the signature inside the checkpoint is the authentication."""
    grown(north, 10)
    answer = add_checkpoint(ask, north, 300)
    assert answer.status_code == 200
    head = Checkpoint.parse(north.head() + answer.content)
    assert [one.name for one in head.cosigned(south.record.keyring(south.origin).cosigners)] == [
        f"{south.origin}/witness"
    ]
    signed_head = south.record.signed_head(north.origin, f"{south.origin}/witness")
    assert signed_head
    assert signed_head.size == 310


def test_what_the_specification_answers(ask: Ask, north: Writer) -> None:
    """404 unknown log, 403 not signed by it, 400 malformed, 409 with the size held, 422 not consistent."""
    is_problem(add_checkpoint(ask, Writer("west", "party"), 0), 404)
    grown(north, 10)
    conflict = add_checkpoint(ask, north, 0)
    assert (conflict.status_code, conflict.text) == (409, "300\n")
    assert conflict.headers["content-type"] == "text/x.tlog.size"
    is_problem(ask("POST", "/add-checkpoint", content=b"old 300\n\nnonsense"), 400)
    unsigned = AddCheckpoint(300, (), Checkpoint.parse(north.head())).write().replace(b"\n310\n", b"\n311\n")
    is_problem(ask("POST", "/add-checkpoint", content=unsigned), 403)
    wrong = AddCheckpoint(300, (bytes(32),), Checkpoint.parse(north.head()))
    is_problem(ask("POST", "/add-checkpoint", content=wrong.write()), 422)
    beyond = AddCheckpoint(999, (), Checkpoint.parse(north.head()))
    is_problem(ask("POST", "/add-checkpoint", content=beyond.write()), 400)


def test_a_refused_head_is_evidence(ask: Ask, south: Node, north: Writer) -> None:
    """Another history of the same size is a fork proved at once; one that does not show itself consistent is kept."""
    other = grown(north.forked(299), 1, " otherwise")
    answer = add_checkpoint(ask, other, 300)
    is_problem(answer, 422)
    assert [one.kind for one in south.record.evidence(north.origin)] == ["fork"]
    assert b"fork.proved" in list(south.leaves(south.origin))[-1]
    longer = AddCheckpoint(300, (bytes(32),), Checkpoint.parse(grown(other, 5).head()))
    is_problem(ask("POST", "/add-checkpoint", content=longer.write()), 422)
    assert [one.kind for one in south.record.evidence(north.origin)] == ["fork", "refused"]


# ── tlog-mirror ───────────────────────────────────────────────────────────────────────────────


def add_entries(ask: Ask, body: bytes, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
    return ask("POST", "/add-entries", content=body, **more)


def upload(log: Writer, start: int, end: int) -> bytes:
    return mirror.request(Header(log.origin, start, end), lambda a, b: log.leaves[a:b], node_of(log))


def test_entries_are_mirrored_and_cosigned(ask: Ask, south: Node, north: Writer) -> None:
    """Uploaded from mid-tile over a tile's end: held, and the mirror's signature is the answer."""
    grown(north, 400)
    add_checkpoint(ask, north, 300)
    info = add_entries(ask, Header(north.origin, 0, 0).write())
    assert info.headers["content-type"] == mirror.INFO_TYPE
    assert info.headers["accept-encoding"] == "gzip"
    assert (parse_info(info.content).size, parse_info(info.content).next_entry) == (700, 300)
    answer = add_entries(ask, gzip.compress(upload(north, 300, 700)), headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 200
    head = Checkpoint.parse(north.head() + answer.content)
    assert [one.name for one in head.cosigned(south.record.keyring(south.origin).cosigners)] == [
        f"{south.origin}/mirror"
    ]
    assert list(south.leaves(north.origin)) == north.leaves
    served = Checkpoint.parse(ask("GET", f"/{log_id(north.origin)}/checkpoint").content)
    assert len(served.note.signatures) == 3


def test_an_upload_cut_off_anywhere_goes_on(ask: Ask, south: Node, north: Writer) -> None:
    """Each piece is cut mid-package; the answer says where to go on, mid-tile or not, and in the end all is held."""
    grown(north, 600)
    add_checkpoint(ask, north, 300)
    at = 300
    for cut in (1, 3000, 250_000, 10**9):
        answer = add_entries(ask, upload(north, at, 900)[: cut + len(Header(north.origin, 0, 0).write())])
        if answer.status_code == 202:
            at = parse_info(answer.content).next_entry
        else:
            assert answer.status_code in {400, 200}
    assert answer.status_code == 200
    assert list(south.leaves(north.origin)) == north.leaves


def test_entries_that_are_not_in_the_head_are_not_taken(ask: Ask, south: Node, north: Writer) -> None:
    """Another entry in one place fails its package, and what came before it stays pending."""
    grown(north, 300)
    other = grown(north.forked(599), 1, " otherwise")
    add_checkpoint(ask, north, 300)
    false = mirror.request(Header(north.origin, 300, 600), lambda a, b: other.leaves[a:b], node_of(north))
    is_problem(add_entries(ask, false), 422)
    assert south.record.size(north.origin) == 300
    assert parse_info(add_entries(ask, Header(north.origin, 0, 0).write()).content).next_entry == 512
    is_problem(add_entries(ask, upload(Writer("west", "party"), 0, 1)), 404)
    rest = mirror.request(Header(north.origin, 512, 600), lambda a, b: north.leaves[a:b], node_of(north))
    assert add_entries(ask, rest).status_code == 200


def test_an_entry_that_is_not_signed_is_not_held(ask: Ask, south: Node, north: Writer) -> None:
    """In the signed tree it may be; without its author's signature it is no entry, and the upload is refused."""
    north.add("exercise.noted", {"text": "forged"}, signer=Writer("west", "party").entry_key)
    add_checkpoint(ask, north, 300)
    said = is_problem(add_entries(ask, upload(north, 300, 301)), 422)
    assert f"{north.origin}#300" in said["detail"]
    assert south.record.size(north.origin) == 300


def test_a_node_that_only_reads_signs_nothing(tmp_path: Path, south: Node, north: Writer) -> None:
    """Served without its passphrase it answers who asks, and says why it cosigns nothing."""
    with again(south, tmp_path, reading=True) as reader, asked_of(reader) as ask:
        assert ask("GET", f"/{log_id(north.origin)}/checkpoint").status_code == 200
        is_problem(add_checkpoint(ask, north, 300), 501)
        is_problem(add_entries(ask, Header(north.origin, 0, 0).write()), 501)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=400), path=st.sampled_from(["/add-checkpoint", "/add-entries"]), at=st.integers(0, 300))
def test_any_body_is_answered(south: Node, north: Writer, body: bytes, path: str, at: int) -> None:
    """Whatever is sent, alone or in the middle of a sound request, there is an answer, and never a defect."""
    sound = (
        AddCheckpoint(300, (), Checkpoint.parse(north.head())).write() if "check" in path else upload(north, 300, 300)
    )
    with asked_of(south) as ask:
        for sent in (body, sound[:at] + body + sound[at:]):
            assert ask("POST", path, content=sent).status_code in {200, 202, 400, 403, 404, 409, 422}
