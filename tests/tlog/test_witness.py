"""A witness: which request gets which answer, what must be kept before it leaves, and what is evidence."""

import pytest
import witness_log
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.signers import LOG, ORIGIN, OTHER, hashes, head, node_of
from truceline.tlog import checkpoint, note
from truceline.tlog.checkpoint import Checkpoint, Cosignature
from truceline.tlog.keys import NOTE_KEY, PublicKey, Signer
from truceline.tlog.merkle import consistency_proof
from truceline.tlog.witness import PLAIN_TYPE, SIZE_TYPE, AddCheckpoint, Answer, malformed, witness

NOW_S = 1_456_531_200

# The request that C2SP tlog-witness prints.
PRINTED = """\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
""".encode()  # fmt: skip # noqa: E501 - as printed


def asked(old: int, size: int, *, fork: int | None = None) -> AddCheckpoint:
    """The request of a log, honest or of another history from `fork` on."""
    proof = consistency_proof(old, size, node_of(hashes(size, fork))) if 0 < old < size else []
    return AddCheckpoint(old, tuple(proof), head(size, fork=fork))


def answered(request: AddCheckpoint, held: Checkpoint | None) -> Answer:
    return witness(AddCheckpoint.parse(request.write()), held, LOG.public, OTHER, NOW_S)


# ── the request ──────────────────────────────────────────────────────────────────────────────


def test_the_printed_request_reads_and_writes() -> None:
    request = AddCheckpoint.parse(PRINTED)
    assert (request.old_size, len(request.proof), request.checkpoint.size) == (20852014, 4, 20852163)
    assert [one.name for one in request.checkpoint.note.signatures] == ["example.com/behind-the-sofa"] * 2
    assert request.write() == PRINTED


HASH = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"


@pytest.mark.parametrize(
    ("above", "reason"),
    [
        ("", "old and a size"),
        ("old", "old and a size"),
        ("Old 5\n", "old and a size"),
        ("old  5\n", "without leading zeros"),
        ("old 05\n", "without leading zeros"),
        ("old -5\n", "without leading zeros"),
        ("old 5 \n", "without leading zeros"),
        ("old 5\n" + HASH * 64, "at most 63 proof lines, not 64"),
        ("old 5\nx\n", "a hash in base64"),
        ("old 5\nAAAA\n", "hashes of 32 bytes"),
        ("old 5\n" + HASH.replace("kaw=", "kax="), "stray bits"),
    ],
)
def test_what_is_no_request(above: str, reason: str) -> None:
    """Bad requests are answered 400 with the reason."""
    with pytest.raises(ValueError, match=reason) as caught:
        AddCheckpoint.parse(above.encode() + b"\n" + head(6).note.data)
    answer = malformed(caught.value)
    assert (answer.status, answer.head, answer.evidence) == (400, None, "")
    assert answer.body.decode().strip() == str(caught.value)


def test_a_request_ends_in_a_checkpoint() -> None:
    for body in (b"old 5", b"old 5\n", b"old 5\n\n", b"old 5\n\nnote\n", b"\xff\n\n" + head(6).note.data):
        with pytest.raises(ValueError, match=r"an old size|an empty line|a signature line|utf-8"):
            AddCheckpoint.parse(body)


def test_63_proof_lines_are_read() -> None:
    assert len(AddCheckpoint.parse(b"old 5\n" + HASH.encode() * 63 + b"\n" + head(6).note.data).proof) == 63


# ── the answer ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 1), (0, 7), (1, 2), (3, 7), (4, 8), (7, 7), (8, 300)])
def test_a_head_that_extends_the_one_held_is_cosigned(old: int, size: int) -> None:
    """200: one cosignature line, at the time of now, and the head to keep before it leaves."""
    answer = answered(asked(old, size), head(old) if old else None)
    assert (answer.status, answer.content_type, answer.evidence) == (200, PLAIN_TYPE, "")
    assert answer.head == head(size)
    cosigned = Checkpoint.parse(head(size).note.data + answer.body)
    assert cosigned.cosigned([OTHER.public]) == (Cosignature(OTHER.public.name, NOW_S),)


def test_an_unknown_log_is_not_found() -> None:
    answer = witness(asked(0, 5), None, None, OTHER, NOW_S)
    assert (answer.status, answer.head, answer.evidence) == (404, None, "")
    assert ORIGIN in answer.body.decode()


def test_a_head_that_its_log_did_not_sign_is_forbidden() -> None:
    """Though it bear the log's name, or its key id, or be signed by others; unknown signatures alone are ignored."""
    namesake = Signer.from_seed(ORIGIN, NOTE_KEY, b"n" * 32)
    text = head(5).note.text
    forged = note.with_signatures(head(5).note.data, note.Signature(ORIGIN, LOG.public.id, bytes(64)))
    for data in (note.signed(text, namesake), note.signed(text, Signer.from_seed("x", NOTE_KEY, b"x" * 32)), forged):
        answer = answered(AddCheckpoint(0, (), Checkpoint.parse(data)), None)
        assert (answer.status, answer.head, answer.evidence) == (403, None, "")
    both = Checkpoint.parse(note.signed(text, namesake, LOG))
    assert answered(AddCheckpoint(0, (), both), None).status == 200


def test_an_old_size_above_the_heads_is_a_bad_request() -> None:
    """Before what is held is looked at."""
    answer = answered(AddCheckpoint(6, (), head(5)), head(9))
    assert (answer.status, answer.head, answer.evidence) == (400, None, "")


@pytest.mark.parametrize(("old", "held", "told"), [(0, 4, b"4\n"), (3, 4, b"4\n"), (5, 4, b"4\n"), (5, None, b"0\n")])
def test_an_old_size_other_than_the_one_held_is_a_conflict(old: int, held: int | None, told: bytes) -> None:
    """409 with the size held, in decimal, and a newline, as text/x.tlog.size."""
    answer = answered(asked(old, 7), None if held is None else head(held))
    assert (answer.status, answer.body, answer.content_type) == (409, told, SIZE_TYPE)
    assert (answer.head, answer.evidence) == (None, "")


@pytest.mark.parametrize("proof", [(bytes(32),), ()])
def test_a_second_root_of_the_size_held_is_refused_and_evidence(proof: tuple[bytes, ...]) -> None:
    """422, and every 409 carries a size: so since C2SP pull request 280."""
    answer = answered(AddCheckpoint(7, proof, head(7, fork=2)), head(7))
    assert (answer.status, answer.head, answer.evidence) == (422, None, "two roots of size 7 were signed")


def test_a_second_root_is_evidence_whatever_old_size_is_named() -> None:
    answer = answered(AddCheckpoint(0, (), head(7, fork=2)), head(7))
    assert (answer.status, answer.body, answer.evidence) == (409, b"7\n", "two roots of size 7 were signed")


@pytest.mark.parametrize(
    ("request_", "held"),
    [
        (asked(4, 7, fork=2), 4),  # a log of two histories
        (AddCheckpoint(4, (), head(7)), 4),  # no proof
        (AddCheckpoint(4, (*asked(4, 7).proof, bytes(32)), head(7)), 4),  # one hash too many
        (AddCheckpoint(4, asked(3, 7).proof, head(7)), 4),  # a proof from elsewhere
        (AddCheckpoint(7, (bytes(32),), head(7)), 7),  # nothing to prove
        (AddCheckpoint(0, (bytes(32),), head(7)), None),  # "The proof MUST be empty if the old size is zero."
    ],
)
def test_a_head_not_shown_to_extend_the_one_held_is_refused_and_kept(request_: AddCheckpoint, held: int | None) -> None:
    """422, and the signed request is evidence: the log may have two histories."""
    answer = answered(request_, None if held is None else head(held))
    assert (answer.status, answer.head) == (422, None)
    assert answer.evidence == f"a signed head of size 7 is not shown to extend size {held or 0}"


def test_an_empty_log_with_a_root_is_not_cosigned() -> None:
    wrong = Checkpoint.parse(checkpoint.signed(ORIGIN, 0, bytes(32), LOG))
    assert answered(AddCheckpoint(0, (), wrong), None).status == 422


def test_extension_lines_are_cosigned_as_they_are() -> None:
    """If present, they MUST be included in the cosigned message."""
    text = f"{head(5).note.text}an extension\n"
    request = AddCheckpoint(0, (), Checkpoint.parse(note.signed(text, LOG)))
    answer = answered(request, None)
    assert Checkpoint.parse(request.checkpoint.note.data + answer.body).cosigned([OTHER.public])


# ── beside an outside witness and an outside log ─────────────────────────────────────────────

RUN = [
    asked(3, 5),  # 409, 0 is held
    asked(0, 4),
    asked(4, 7),
    asked(7, 7),
    asked(4, 9),  # 409, 7 is held
    asked(7, 9, fork=2),  # 422
    AddCheckpoint(7, (), head(7, fork=2)),  # 422
    AddCheckpoint(7, (), head(9)),  # 422
    AddCheckpoint(7, (bytes(32),), head(7)),  # 422
    AddCheckpoint(9, (), head(8)),  # 400
    asked(7, 300),
]


def test_an_outside_witness_answers_as_ours_does() -> None:
    """With the same key, asked the same in the same order at the same time: status, type, cosignatures and sizes."""
    outside = witness_log.WitnessService.new(OTHER.public.name, bytes([2]) * 32)
    assert outside.vkey() == OTHER.public.vkey
    assert outside.add_log(ORIGIN, LOG.public.vkey)
    held: Checkpoint | None = None
    statuses = []
    for request in RUN:
        ours = answered(request, held)
        status, kind, body = outside.handle_add_checkpoint_http(request.write().decode(), NOW_S)
        assert (ours.status, ours.content_type) == (status, kind)
        assert ours.body.decode() == body or status in {400, 422}  # there the reason is in each one's own words
        held = ours.head or held
        statuses.append(status)
    assert statuses == [409, 200, 200, 200, 409, 422, 422, 422, 422, 400, 200]


def test_an_outside_log_is_cosigned_as_it_grows() -> None:
    log = witness_log.WitnessLog.resume(bytes([7]) * 32, 1)
    key = PublicKey.parse(log.c2sp_vkey(log.canonical_origin()))
    held: Checkpoint | None = None
    for size in (1, 5, 11):
        while log.tree_size() < size:
            log.append_intent(b"x")
        request = AddCheckpoint.parse(log.add_checkpoint_body(held.size if held else 0).encode())
        answer = witness(request, held, key, OTHER, NOW_S)
        assert (answer.status, request.checkpoint.size, request.checkpoint.root.hex()) == (200, size, log.root_hex())
        held = answer.head


# ── whoever asks, and whatever comes ─────────────────────────────────────────────────────────


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.none() | st.integers(0, 12), st.integers(0, 12), st.none() | st.integers(0, 12)), max_size=8)
)
def test_whoever_asks_what_a_witness_never_cosigns_two_histories(
    asks: list[tuple[int | None, int, int | None]],
) -> None:
    """All heads that it kept are of one history and never smaller than before."""
    held: Checkpoint | None = None
    kept: list[Checkpoint] = []
    for guessed, size, fork in asks:
        old = guessed if guessed is not None else held.size if held else 0
        answer = answered(asked(min(old, size), size, fork=fork), held)
        assert (answer.head is None) == (answer.status != 200)
        if answer.head:
            held = answer.head
            kept.append(held)
    for fork in (None, *range(13)):
        if kept and kept[-1].root == head(kept[-1].size, fork=fork).root:
            assert all(one.root == head(one.size, fork=fork).root for one in kept)
    assert [one.size for one in kept] == sorted(one.size for one in kept)


@settings(max_examples=150)
@given(st.binary(max_size=60) | st.text("old 0123\n=AB", max_size=60).map(str.encode))
def test_whatever_reads_as_a_request_is_written_the_same(above: bytes) -> None:
    for body in (above, above + b"\n\n" + head(6).note.data):
        try:
            request = AddCheckpoint.parse(body)
        except ValueError:
            continue
        assert request.write() == body
