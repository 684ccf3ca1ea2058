"""Mirrors, to the byte of tlog-mirror: requests, packages, answers, and what is kept before an answer leaves."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.logs import NOON, Log, signer
from truceline.tlog import mirror
from truceline.tlog.cosign import verified
from truceline.tlog.keys import COSIGNATURE_KEY
from truceline.tlog.merkle import NodeAt
from truceline.tlog.mirror import Header, Held, Info, Package, Span
from truceline.tlog.note import Signature

MIRROR = signer("truceline/blue/mirror", COSIGNATURE_KEY)
LOG = Log("red").fill(700)


def request(start: int, end: int, ticket: bytes = b"") -> bytes:
    """What a sender of the log sends."""
    tree = Log("red", entries=LOG.entries[:end])
    return mirror.request(Header(LOG.origin, start, end, ticket), leaves, tree.node())


def leaves(start: int, end: int) -> list[bytes]:
    """Entries of the log."""
    return [entry.leaf for entry in LOG.entries[start:end]]


def held(next_entry: int, *pending: int, mirrored: int = 0) -> Held:
    """A mirror that has the entries below `next_entry`, and pending heads of these sizes."""
    return Held(tuple(LOG.head(size) for size in pending), mirrored, next_entry)


def node(next_entry: int) -> NodeAt:
    """The hashes of the entries that the mirror has, and no others."""
    return Log("red", entries=LOG.entries[:next_entry]).node()


def decided(body: bytes, state: Held | None) -> mirror.Decision:
    """The mirror's decision."""
    return mirror.decide(body, state, node(state.next_entry if state else 0), MIRROR, NOON)


def test_a_request_to_the_byte() -> None:
    """Lengths and numbers are big-endian, entries have 16-bit lengths, a proof its count of hashes."""
    log = Log("red").fill(2)
    body = mirror.request(
        Header(log.origin, 1, 2, b"tick"), lambda start, end: [one.leaf for one in log.entries[start:end]], log.node()
    )
    origin, leaf = log.origin.encode(), log.entries[1].leaf
    assert body == b"".join([
        len(origin).to_bytes(2, "big"), origin, (1).to_bytes(8, "big"), (2).to_bytes(8, "big"), b"\x00\x04tick",
        len(leaf).to_bytes(2, "big"), leaf, b"\x00",
    ])  # fmt: skip
    assert mirror.log_id("a") == sha256(b"a").hexdigest()


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        (0, 0, []),
        (300, 300, []),
        (0, 256, [(0, 0, 256)]),
        (5, 10, [(0, 5, 10)]),
        (300, 700, [(256, 300, 512), (512, 512, 700)]),
        (256, 257, [(256, 256, 257)]),
    ],
)
def test_packages_are_aligned_at_multiples_of_256(start: int, end: int, spans: list[tuple[int, int, int]]) -> None:
    """The canonical sequence of packages follows from the interval alone."""
    assert list(mirror.spans(start, end)) == [Span(*span) for span in spans]


@settings(max_examples=25)
@given(start=st.integers(0, 700), end=st.integers(1, 700))
def test_whatever_is_sent_honestly_is_kept_and_signed(start: int, end: int) -> None:
    """From any next entry to any head: the new entries are kept, the head becomes the mirror's, which signs it."""
    start = min(start, end)
    decision = decided(request(start, end), held(start, end))
    assert decision.status == 200, decision.reason
    assert list(decision.leaves) == leaves(start, end)
    assert decision.head == LOG.head(end)
    line = Signature.parse(decision.body.decode().removesuffix("\n"))
    assert verified(decision.head.note.text, line, MIRROR.public) == NOON


def test_what_is_held_is_not_kept_twice() -> None:
    """Entries sent again are skipped; those after them are kept."""
    decision = decided(request(100, 700), held(300, 700))
    assert (decision.status, list(decision.leaves)) == (200, leaves(300, 700))
    decision = decided(request(100, 300), held(700, 300, 700))
    assert (decision.status, decision.leaves) == (200, ())


@pytest.mark.parametrize(
    ("start", "end", "state", "status", "info"),
    [
        (0, 700, held(0, 600), 409, Info(600, 0)),  # no such pending head
        (0, 0, held(0), 409, Info(0, 0)),  # nothing yet: how a sender asks
        (0, 0, held(300, 700), 409, Info(700, 300)),
        (600, 600, held(700, 600, 700, mirrored=700), 409, Info(700, 700)),  # behind the mirror checkpoint
        (500, 700, held(300, 600, 700), 409, Info(700, 300)),  # leaves a gap
        (0, 700, held(9000, 700), 409, Info(700, 9000)),  # too far below
    ],
)
def test_conflicts_say_where_to_go_on(start: int, end: int, state: Held, status: int, info: Info) -> None:
    """A header that does not fit what is held is answered at once, with a head to go towards and the next entry."""
    body = Header(LOG.origin, start, end).write()
    decision = decided(body, state)
    assert (decision.status, decision.content_type) == (status, "text/x.tlog.mirror-info")
    assert mirror.parse_info(decision.body) == info
    assert decision.leaves == ()
    assert decision.head is None
    assert decision.reason


def test_an_unknown_log_is_not_found() -> None:
    """A log that is not mirrored here is 404, whatever else is sent."""
    decision = decided(request(0, 5), None)
    assert (decision.status, decision.body) == (404, b"")
    assert decision.reason == f"no log {LOG.origin!r} is mirrored here"


@pytest.mark.parametrize("cut", [0, 1, 10, 40, 60, 500])
def test_a_request_cut_off_within_its_first_package_is_bad(cut: int) -> None:
    """With no package whole, nothing is kept."""
    decision = decided(request(0, 700)[:cut], held(0, 700))
    assert (decision.status, decision.leaves) == (400, ())


@settings(max_examples=25)
@given(st.data())
def test_an_interrupted_upload_goes_on_where_it_stopped(data: st.DataObject) -> None:
    """Cut anywhere, the whole packages are kept, and the next request from where the answer says completes the log."""
    body, kept, rounds = request(0, 700), 0, 0
    whole = len(body)
    while True:
        cut = data.draw(st.integers(whole // 2, whole)) if rounds < 3 else len(body)
        decision = decided(body[:cut], held(kept, 700))
        assert list(decision.leaves) == leaves(kept, kept + len(decision.leaves))
        kept += len(decision.leaves)
        if decision.status == 200:
            break
        assert decision.status in {202, 400}
        assert decision.status == 400 or mirror.parse_info(decision.body) == Info(700, kept)
        body, rounds = request(kept, 700), rounds + 1
    assert kept == 700


def test_a_package_that_does_not_prove_itself_is_refused_and_those_before_it_kept() -> None:
    """An entry changed on the way is not kept, nor is anything after it; what was proved before it is."""
    body = bytearray(request(0, 700))
    at = body.index(LOG.entries[300].leaf)
    body[at + 50] ^= 1
    decision = decided(bytes(body), held(0, 700))
    assert (decision.status, list(decision.leaves), decision.head) == (422, leaves(0, 256), None)
    assert decision.reason.startswith("the package of entries 256 to 512: the proof leads to another root for size 700")


def test_a_proof_of_too_many_hashes_is_refused() -> None:
    """A proof has at most 63 hashes: no more are read, and none written."""
    span = Span(0, 0, 1)
    data = mirror.write_package(Package(span, (b"a",), (b"\x00" * 32,) * 63))
    assert mirror.take_package(span, data, 0) == (Package(span, (b"a",), (b"\x00" * 32,) * 63), len(data))
    assert mirror.take_package(span, data[:-1], 0) is None
    with pytest.raises(ValueError, match="at most 63 hashes, not 64"):
        mirror.take_package(span, data[:3] + b"\x40" + data[4:], 0)
    with pytest.raises(ValueError, match="at most 63 hashes, not 64"):
        mirror.write_package(Package(span, (b"a",), (b"\x00" * 32,) * 64))


@given(st.text(max_size=50), st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.binary(max_size=50))
def test_headers_read_back(origin: str, one: int, other: int, ticket: bytes) -> None:
    """What is written is read; with bytes missing, more are asked for."""
    header = Header(origin, min(one, other), max(one, other), ticket)
    data = header.write()
    assert mirror.take_header(data) == (header, len(data))
    assert mirror.take_header(data[:-1]) is None


def test_headers_that_cannot_be() -> None:
    """An interval backwards is neither written nor read; an origin must be text."""
    with pytest.raises(ValueError, match="a request for entries 2 to 1"):
        Header("a", 2, 1).write()
    with pytest.raises(ValueError, match="entries to upload from 2 to 1"):
        mirror.take_header(b"\x00\x01a" + (2).to_bytes(8, "big") + (1).to_bytes(8, "big") + b"\x00\x00")
    decision = decided(b"\x00\x01\xff" + bytes(18), held(0, 700))
    assert decision.status == 400
    assert decision.reason.startswith("the request begins wrongly: 'utf-8' codec")


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    """Whatever is posted is answered, and nothing of it kept unproved."""
    decision = decided(data, held(0, 700))
    assert decision.status in {400, 409, 422}
    assert decision.leaves == ()


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.binary(max_size=50))
def test_infos_read_back(size: int, next_entry: int, ticket: bytes) -> None:
    """Three lines: a size, the next entry, a ticket in base64."""
    info = Info(size, next_entry, ticket)
    assert mirror.parse_info(info.write()) == info


@pytest.mark.parametrize(
    "body", [b"", b"1\n2\n", b"01\n2\n\n", b"1\n2\n\n\n", b"1\n2\nA\n", b"1\n-2\n\n", b"1\n2\n=\n"]
)
def test_other_answers_are_no_info(body: bytes) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match=r"three lines|a ticket"):
        mirror.parse_info(body)


def test_a_request_has_at_most_32_packages() -> None:
    """A longer upload is cut after 32 packages, 8192 entries; the answer says where the next begins."""
    sent: list[tuple[int, int]] = []

    def asked(start: int, end: int) -> list[bytes]:
        sent.append((start, end))
        return []

    mirror.request(Header("a", 10, 100_000), asked, lambda _level, _index: b"\x00" * 32)
    assert (len(sent), sent[0], sent[-1]) == (32, (10, 256), (31 * 256, 32 * 256))


def test_a_mirror_checkpoint_is_not_rewound() -> None:
    """Asked again with what is held by then, an upload that another overtook is a conflict."""
    now = replace(held(700, 300, 700), mirrored=700)
    no = mirror.refused(Header(LOG.origin, 0, 300), now)
    assert no
    assert (no.status, mirror.parse_info(no.body)) == (409, Info(700, 700))
