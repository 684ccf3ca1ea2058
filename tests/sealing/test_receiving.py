"""What comes is believed nothing: kept where it opens its entry's commitments and is for us, else refused and told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sealing.posting import KEYS, Body, Posting, numbered, posting, slot_of, tree
from tests.sync.nodes import admit, carried, made, synced
from truceline.desk.node import parcels as going
from truceline.desk.node import rotation
from truceline.desk.node.parcels import MAGIC, Out, Piece, asked_for, asking, packed, several, unpacked
from truceline.desk.sealing import age, batches, objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.batches import Schedule, _frame
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.sealing.receiving import MOST_PIECES, Outcome, Received, frames, receive
from truceline.desk.sealing.vault import PIECE_B
from truceline.errors import Locked, RecordError, Refused
from truceline.kinds import Envelope, Erasure, Held, Marking, Sealing
from truceline.tlog.commitment import commit
from truceline.tlog.keys import COSIGNATURE_KEY, Signer
from truceline.tlog.mirror import log_id


@pytest.fixture
def all_(tmp_path: Path) -> Iterator[Posting]:
    with posting(tmp_path) as found:
        yield found


def outcomes(found: Sequence[Received]) -> list[Outcome]:
    return [one.outcome for one in found]


# ── as it should be ───────────────────────────────────────────────────────────────────────────


def test_a_report_its_receipt_and_its_erasure(all_: Posting) -> None:
    """What is sealed to one body arrives there alone; a receipt comes back; erased by its author, so it is there."""
    mission, kalvessar, zulmerand = all_.mission, all_.kalvessar, all_.zulmerand
    one = mission.seals(kalvessar)
    all_.slot(1)
    assert [(found.object, found.outcome) for found in kalvessar.opens()] == [(one.id, Outcome.KEPT)]
    all_.carry(mission, zulmerand)
    assert zulmerand.opens() == []
    with kalvessar.vault() as vault:
        assert vault.open(one.id, kalvessar.key) == one
    all_.slot(2)
    (receipt,) = mission.opens()
    assert receipt.outcome is Outcome.RECEIPT
    with mission.vault() as vault:
        assert vault.open(receipt.object, mission.key).payload == Held(one.commitments)
    mission.erases(one.id)
    all_.slot(3)
    assert outcomes(kalvessar.opens()) == [Outcome.ERASED]
    with kalvessar.vault() as vault, pytest.raises(RecordError, match="erased"):
        vault.open(one.id, kalvessar.key)
    all_.slot(4)
    (answer,) = mission.opens()
    assert answer.outcome is Outcome.RECEIPT  # that it was erased there too; nothing of ours is erased by it
    with mission.vault() as vault:
        assert isinstance(vault.open(answer.object, mission.key).payload, Erasure)
    assert (kalvessar.opens(), mission.opens()) == ([], [])


def test_what_all_hold_and_its_audience_opens(all_: Posting) -> None:
    """Sealed-replicated: every admitted log holds the same ciphertext, and only its audience opens it."""
    one = all_.mission.seals(all_.kalvessar, sealing=Sealing.REPLICATED)
    all_.slot(1)
    all_.carry(all_.mission, all_.zulmerand)
    assert outcomes(all_.kalvessar.opens()) == [Outcome.KEPT]
    assert outcomes(all_.zulmerand.opens()) == [Outcome.COPY]
    assert all_.zulmerand.holds() == set()
    held = []
    for body in (all_.kalvessar, all_.zulmerand):
        with closing(sqlite3.connect(body.node.path / "parcels.sqlite")) as db:
            held.append(db.execute("SELECT author, object, data FROM copy").fetchall())
    assert held[0] == held[1]
    ((_, _, message),) = held[0]
    assert objects.loads(age.decrypt(message, all_.kalvessar.key)) == one
    with pytest.raises(Locked):
        age.decrypt(message, all_.zulmerand.key)


def test_a_former_key_opens_what_was_sent_to_it(all_: Posting) -> None:
    """What was sealed before a change of the body's key is opened by the one before; a stranger's key opens nothing."""
    one = all_.mission.seals(all_.kalvessar)
    all_.slot(1)
    kalvessar, new = all_.kalvessar, Identity.make()
    with kalvessar.vault() as vault, pytest.raises(Locked, match="not the one"):
        receive(kalvessar.node, vault, new)
    rotation.enrol_sealing(kalvessar.node, new.recipient)
    with kalvessar.vault() as vault:
        assert [found.object for found in receive(kalvessar.node, vault, new, (kalvessar.key,))] == [one.id]


# ── lies ──────────────────────────────────────────────────────────────────────────────────────


def lies(all_: Posting, *pieces: Piece) -> None:
    """A parcel of the monitor's with these pieces goes to kalvessar, as one that lies would make it."""
    puts(all_, batches.body(all_.kalvessar.key.recipient, pieces, Schedule().parcel_b))


def puts(all_: Posting, body: bytes) -> None:
    with all_.mission.parcels() as parcels:
        parcels.put_out(all_.kalvessar.origin, str(slot_of(1)), body, (), -1)
    all_.carry(all_.mission, all_.kalvessar)


def message(all_: Posting, data: bytes, id_: str) -> Piece:
    return Piece(id_, 0, 1, age.encrypt(data, [all_.kalvessar.key.recipient]))


def sealed_by(body: Body, to: Body, kind: str = "held", of: Sequence[str] = ("ab" * 32,)) -> SealedObject:
    """A small object, which leaves in no batch unless it is kept."""
    now = body.node.world.now()
    payload = Held(tuple(of)) if kind == "held" else Erasure(tuple(of), {"en": "They asked."})
    envelope = Envelope(kind, now, Sealing.LOCAL, Marking.AMBER, (to.origin,))
    return objects.seal(body.origin, Sealable(kind, payload, envelope), body.node.world)


def test_an_object_that_is_not_what_its_entry_commits_to(all_: Posting) -> None:
    """Other commitments, another's log, another's address, files that are not its own: refused, told, not kept."""
    mission, kalvessar, zulmerand = all_.mission, all_.kalvessar, all_.zulmerand
    honest, for_another = sealed_by(mission, kalvessar), sealed_by(mission, zulmerand)
    for one in (honest, for_another):
        mission.keeps(one, {})
    anothers = sealed_by(zulmerand, kalvessar)
    zulmerand.keeps(anothers, {})
    all_.slot(1, zulmerand)
    other = replace(sealed_by(mission, kalvessar), id=honest.id)
    same_id = objects.SealedObject(
        mission.origin,
        honest.id,
        tuple(commit(mission.origin, honest.id, opening) for opening in other.openings),
        other.openings,
    )
    stray = replace(honest, files={"0" * 64: b""})
    cases = [
        (objects.dumps(same_id), honest.id, "opens the commitments of its entry"),
        (objects.dumps(replace(same_id, commitments=honest.commitments)), honest.id, "open its commitment"),
        (objects.dumps(anothers), honest.id, "its sender's own log"),
        (objects.dumps(for_another), for_another.id, "addressed to this node"),
        (objects.dumps(replace(honest, openings=honest.openings[:7])), honest.id, "all eight fields"),
        (objects.dumps(stray), honest.id, "files of the SHA-256"),
        (b"nothing of the kind", honest.id, "begin with truceline/object/v1"),
    ]
    for data, id_, why in cases:
        lies(all_, message(all_, data, id_))
        (told,) = kalvessar.opens()
        assert told.outcome is Outcome.REFUSED, why
        assert why in told.why
        assert told.author == mission.origin
    assert kalvessar.holds() == set()
    lies(all_, message(all_, objects.dumps(honest), honest.id))
    assert outcomes(kalvessar.opens()) == [Outcome.RECEIPT]
    assert kalvessar.holds() == {honest.id}


def test_garbage_is_refused_wherever_it_stands(all_: Posting) -> None:
    """A body that is no age file, or of gigabytes, a message that is none, pieces that contradict: told, let go of."""
    kalvessar = all_.kalvessar
    one = sealed_by(all_.mission, kalvessar)
    all_.mission.keeps(one, {})
    all_.slot(1)
    parcel_b = Schedule().parcel_b
    whole = batches.body(kalvessar.key.recipient, (), parcel_b)
    huge = (10**10).to_bytes(5, "big")
    for body, why in (
        (bytes(parcel_b - going.AROUND_B), "this body's key opens"),
        (b"\xff" * (parcel_b - going.AROUND_B), "not one of 4,294,967,295"),
        (huge + whole[5:], "an age file of at most"),
        (whole[:-1] + b"x", "and zeros"),
        (batches.body(all_.zulmerand.key.recipient, (), parcel_b), "this body's key opens"),
    ):
        puts(all_, body)
        (told,) = kalvessar.opens()
        assert (told.outcome, told.object) == (Outcome.REFUSED, "")
        assert why in told.why
    lies(all_, Piece(one.id, 0, 1, b"no age file"))
    assert [(told.outcome, told.why) for told in kalvessar.opens()] == [(Outcome.REFUSED, "expected an age file")]
    lies(all_, Piece(one.id, 0, 3, b"a"), Piece(one.id, 1, 2, b"b"))
    assert "of how many" in kalvessar.opens()[0].why
    lies(all_, message(all_, objects.dumps(one), "cd" * 16))
    (told,) = kalvessar.opens()
    assert (told.outcome, told.why) == (Outcome.WAITING, "its entry is not in the log held here; sync")
    with kalvessar.parcels() as parcels:
        assert list(parcels.inbox()) == []
        assert [(one.author, one.object, one.here) for one in parcels.begun()] == [(all_.mission.origin, "cd" * 16, 1)]


def test_an_erasure_erases_only_what_its_author_sealed(all_: Posting) -> None:
    """Another's erasure of what it did not seal is kept as what it says, and erases nothing."""
    mission, kalvessar, zulmerand = all_.mission, all_.kalvessar, all_.zulmerand
    one = mission.seals(kalvessar)
    all_.slot(1)
    assert outcomes(kalvessar.opens()) == [Outcome.KEPT]
    hostile = sealed_by(zulmerand, kalvessar, "erasure", one.commitments)
    zulmerand.keeps(hostile, {kalvessar.origin: kalvessar.key.recipient})
    all_.slot(2, zulmerand)
    assert outcomes(kalvessar.opens()) == [Outcome.RECEIPT]
    with kalvessar.vault() as vault:
        assert vault.open(one.id, kalvessar.key) == one


def test_what_was_erased_does_not_come_back(all_: Posting) -> None:
    """Pieces of an erased object that come late, or again, are not kept."""
    mission, kalvessar = all_.mission, all_.kalvessar
    one = mission.seals(kalvessar)
    all_.slot(1)
    mission.erases(one.id)  # before the addressee has opened it: it is told with what came
    all_.slot(2)
    assert outcomes(kalvessar.opens()).count(Outcome.ERASED) == 1
    lies(all_, message(all_, objects.dumps(one), one.id))
    assert kalvessar.opens() == []
    with kalvessar.vault() as vault:
        assert not vault.has(one.id)


# ── on the way ────────────────────────────────────────────────────────────────────────────────


def test_a_stick_read_again_or_by_another_brings_nothing(all_: Posting) -> None:
    """A parcel counts once, for whom it is; one altered, cut off, signed by another or for another is not taken."""
    mission, kalvessar, zulmerand = all_.mission, all_.kalvessar, all_.zulmerand
    one = mission.seals(kalvessar)
    all_.at(1)
    mission.leaves()
    stick = mission.writes(all_.folder / "stick", kalvessar)
    (name,) = (file for file in tree(stick) if "/parcels/" in file)
    good = tree(stick)[name]
    parcel = Out(numbered(1), good[len(MAGIC) + 12 : -64])
    stranger = Signer.from_seed(f"{mission.origin}/witness", COSIGNATURE_KEY, bytes(32))
    assert zulmerand.node.witness
    for bad, why in (
        (good[:-100], "all there"),
        (good[:-1] + bytes([good[-1] ^ 1]), "signed by the witness key"),
        (good[:100] + bytes([good[100] ^ 1]) + good[101:], "signed by the witness key"),
        (packed(mission.origin, kalvessar.origin, parcel, stranger), "signed by the witness key"),
        (packed(mission.origin, kalvessar.origin, parcel, zulmerand.node.witness), "signed by the witness key"),
        (MAGIC + b"\xff" * 12, "not one of 4,294,967,295"),
        (b"garbage", "not one of 0"),
    ):
        (stick / name).write_bytes(bad)
        (done,) = [each for each in synced(kalvessar.node, stick).parcels if each.refused]
        assert why in done.refused
        assert done.came == 0
    assert kalvessar.opens() == []
    (stick / name).write_bytes(good)
    for came in (1, 0, 0):
        assert [each.came for each in synced(kalvessar.node, stick).parcels if each.origin == mission.origin] == [came]
    assert synced(zulmerand.node, stick).parcels[0].came == 0
    assert [found.object for found in kalvessar.opens()] == [one.id]


def test_plain_bundles_hold_no_parcel_and_a_stick_only_one_peers(all_: Posting) -> None:
    """Parcels are on a stick written for one peer, and nowhere else; a stranger's stick is refused with what to do."""
    all_.slot(1)
    plain = tree(carried(all_.mission.node, all_.folder / "plain"))
    stick = tree(all_.mission.writes(all_.folder / "one", all_.kalvessar))
    more = set(stick) - set(plain)
    assert {name: stick[name] for name in plain} == plain
    own, to = (log_id(origin) for origin in (all_.mission.origin, all_.kalvessar.origin))
    assert more == {f"{own}/parcels/{to}", f"{own}/ask/{to}"}
    with made(all_.folder, "stranger") as stranger:
        admit(all_.mission.node, stranger)
        with pytest.raises(Refused, match="truceline officer add"):
            all_.mission.writes(all_.folder / "two", Body(stranger, KEYS["mission"]))


def test_a_parcel_is_kept_until_its_successor_is_asked_for(all_: Posting) -> None:
    """Lost on the way, it is carried again, the same bytes; asked for the next, it is let go of."""
    mission, kalvessar = all_.mission, all_.kalvessar
    one = mission.seals(kalvessar)
    all_.at(1)
    mission.leaves()
    lost, again = (tree(mission.writes(all_.folder / name, kalvessar)) for name in ("lost", "again"))
    assert lost == again
    synced(kalvessar.node, all_.folder / "again")
    with mission.parcels() as parcels:
        assert parcels.out(kalvessar.origin, 0)
    synced(mission.node, kalvessar.writes(all_.folder / "back", mission))
    with mission.parcels() as parcels:
        assert parcels.out(kalvessar.origin, 0) is None
        assert parcels.inside(kalvessar.origin, numbered(1)) == ()
    assert [found.object for found in kalvessar.opens()] == [one.id]


@pytest.mark.parametrize("loser", ["the author", "the addressee"])
def test_after_the_file_of_parcels_is_lost(all_: Posting, loser: str) -> None:
    """Whoever loses it, numbers are found again by what is asked for, and what is sealed then arrives."""
    mission, kalvessar = all_.mission, all_.kalvessar
    for number in (1, 2):
        all_.slot(number)
    ((mission if loser == "the author" else kalvessar).node.path / going.FILE).unlink()
    one = mission.seals(kalvessar)
    for number in (3, 4):
        all_.slot(number)
    assert [found.object for found in kalvessar.opens()] == [one.id]


# ── readers ───────────────────────────────────────────────────────────────────────────────────

PIECES = st.builds(
    lambda object_, count, data, place: Piece(object_.hex(), place % count, count, data),
    st.binary(min_size=16, max_size=16).filter(any),
    st.integers(1, MOST_PIECES),
    st.binary(min_size=1, max_size=40),
    st.integers(0, MOST_PIECES),
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=5), st.integers(0, 40))
def test_frames_are_read_as_they_are_written(pieces: list[Piece], zeros: int) -> None:
    """Whatever pieces, and zeros behind them."""
    assert list(frames(b"".join(map(_frame, pieces)) + bytes(zeros))) == pieces


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=120), PIECES.map(_frame)), st.binary(max_size=60), st.integers(0, 200))
def test_no_bytes_are_frames_that_claim_more_than_there_is(data: bytes, more: bytes, at: int) -> None:
    """Any bytes are pieces whose bytes are all there, or refused; never anything else."""
    damaged = data[:at] + more + data[at:]
    try:
        found = list(frames(damaged))
    except ValueError:
        return
    assert sum(len(one.data) + batches.FRAME_B for one in found) <= len(damaged)
    assert all(one.piece < one.many <= MOST_PIECES and 1 <= len(one.data) <= PIECE_B for one in found)


SIGNER = Signer.from_seed("truceline/north-00000000/witness", COSIGNATURE_KEY, bytes(range(32)))
Damage = Callable[[bytes], bytes]
DAMAGES: st.SearchStrategy[Damage] = st.one_of(
    st.tuples(st.integers(0, 200), st.integers(1, 255)).map(
        lambda it: lambda data: bytes(b ^ (it[1] if n == it[0] % len(data) else 0) for n, b in enumerate(data))
    ),
    st.integers(1, 200).map(lambda size: lambda data: data[:-size]),
    st.binary(min_size=1, max_size=20).map(lambda more: lambda data: data + more),
    st.binary(max_size=40).map(lambda other: lambda _: other),
)


@settings(max_examples=80)
@given(DAMAGES)
def test_parcels_and_asks_hold_whole_or_not_at_all(damage: Damage) -> None:
    """One bit, one byte more or less, and it is refused by a ValueError; so is one that is somebody else's."""
    parcel, ask = Out(7, bytes(going.LEAST_B)), asking("north", "south", 12, SIGNER)
    data, keys = packed("north", "south", parcel, SIGNER), [SIGNER.public]
    assert unpacked("north", "south", data, keys) == parcel
    assert asked_for("north", "south", ask, keys) == 12
    assert list(several(data * 2)) == [data] * 2
    with pytest.raises(ValueError, match="a parcel"):
        unpacked("north", "south", damage(data), keys)
    with pytest.raises(ValueError, match="ask"):
        asked_for("north", "south", damage(ask), keys)
    for author, to, by in (("south", "south", keys), ("north", "north", keys), ("north", "south", [])):
        with pytest.raises(ValueError, match="signed by"):
            unpacked(author, to, data, by)
    whole = 0
    try:
        for one in several(data + damage(data)):
            whole += len(one)
    except ValueError:
        assert whole <= 2 * len(data)


def test_a_number_is_asked_for_within_bounds(all_: Posting) -> None:
    """A number beyond any is no reason to let go of anything, nor one below what was let go of."""
    mission, kalvessar = all_.mission, all_.kalvessar
    for number in (1, 2):
        all_.at(number)
        mission.leaves()
    with mission.parcels() as parcels:
        last = numbered(1) + 1
        for n in (-1, 10**9, 0, numbered(1)):
            parcels.fetched(kalvessar.origin, n)
            assert parcels.last_out(kalvessar.origin) == (last, str(slot_of(2)))
            assert parcels.out(kalvessar.origin, numbered(1))
        parcels.fetched(kalvessar.origin, last + 40)  # what a node that lost its file may be asked for
        found = [parcels.out(kalvessar.origin, last + n) for n in (0, 40, 41, 42)]
    assert [one.n - last if one else None for one in found] == [40, 40, 41, None]
