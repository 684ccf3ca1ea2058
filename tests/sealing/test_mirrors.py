"""What others are sent tells nothing of what was sealed: the bytes of two runs, side by side.

A run is three bodies over some slots. Every file of every stick that goes to a body which is no addressee is
compared, its name, its size and its bytes, where ids, hashes, commitments and signatures, which are random in
every run, are struck out alike; and what is struck out is shown to be as random in one run as in the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sealing.posting import KEYS, WORDS, Posting, posting, slot_of
from truceline.desk.node.parcels import MAGIC, several
from truceline.desk.sealing import age
from truceline.desk.sealing.batches import Schedule, _shuffled
from truceline.kinds import Sealing
from truceline.tlog.commitment import FIELDS
from truceline.tlog.entry import Entry, parse

SLOTS = 3
Files = dict[str, bytes]
Act = Callable[[Posting], object]
Run = tuple[list[Files], list[Entry], list[bytes]]
# What chance has a hand in: ids, commitments; and, in base64, roots and signatures, also inside anchors.
RANDOM = re.compile(rb'(?<="id":")[0-9a-f]{32}(?=")|(?<=")[0-9a-f]{64}(?=")|[A-Za-z0-9+/]{43,}={0,2}')


def run(folder: Path, acts: dict[int, list[Act]]) -> Run:
    """A run; every stick for the body that is no addressee, the monitor's log, and the parcels for that body."""
    with posting(folder) as all_:
        mission, kalvessar, zulmerand = all_.mission, all_.kalvessar, all_.zulmerand
        for number in range(1, SLOTS + 1):
            all_.at(number)
            for act in acts.get(number, []):
                act(all_)
            for body in all_.all.values():
                assert body.leaves() == Schedule().entries
            for author, to in (
                (mission, kalvessar),
                (kalvessar, mission),
                (mission, zulmerand),
                (kalvessar, zulmerand),
            ):
                all_.carry(author, to)
        sent = all_.seen[2::4] + all_.seen[3::4]
        entries = [parse(leaf) for leaf in mission.node.leaves(mission.origin)]
        return sent, entries, parcels(sent)


def parcels(sent: list[Files]) -> list[bytes]:
    """The parcels on sticks, one after another."""
    return [one for files in sent for name, data in files.items() if "/parcels/" in name for one in several(data)]


def masked(name: str, data: bytes) -> bytes:
    """The bytes of a file without what is random."""
    if "/parcels/" in name:
        # What it is, its size and its number stay; what its recipient opens, and the signature, are struck out.
        return b"".join(one[: len(MAGIC) + 12] + bytes(len(one) - len(MAGIC) - 12) for one in several(data))
    if "/tile/" in name and "/entries/" not in name:
        return bytes(len(data))  # hashes of the entries, 32 bytes each
    return RANDOM.sub(lambda found: b"?" * len(found[0]), data)


def report(all_: Posting) -> None:
    all_.mission.seals(all_.kalvessar)


def replicated(all_: Posting) -> None:
    all_.mission.seals(all_.kalvessar, sealing=Sealing.REPLICATED)


def opened(all_: Posting) -> None:
    """The addressee opens what has come, and its receipt is sealed."""
    assert all_.kalvessar.opens()


def erasure(all_: Posting) -> None:
    with all_.mission.vault() as vault:
        mine = [one.id for one in vault.ids() if one.origin == all_.mission.origin]
    all_.mission.erases(mine[0])


TOLD: dict[int, list[Act]] = {1: [report], 2: [opened], 3: [erasure]}
MANY: dict[int, list[Act]] = {1: [report] * 9, 2: [opened, replicated]}  # more than a batch holds


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run in which nothing is sealed."""
    return run(tmp_path_factory.mktemp("quiet"), {})


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run with one report, its receipt and its erasure."""
    return run(tmp_path_factory.mktemp("told"), TOLD)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run with nine reports at once, and then one more that everybody holds."""
    return run(tmp_path_factory.mktemp("many"), MANY)


def test_mirrors_with_and_without(quiet: Run, told: Run, many: Run) -> None:
    """Whoever mirrors everything is sent the same files of the same sizes and bytes, but for what is random in all.

    So it is with no report and with one, with a receipt, with an erasure, with one report more.
    """
    for sent, entries, _ in (quiet, told, many):
        for before, after in zip(quiet[0], sent, strict=True):
            assert {name: len(data) for name, data in before.items()} == {n: len(data) for n, data in after.items()}
            for name in before:
                assert masked(name, before[name]) == masked(name, after[name]), name
        assert WORDS.encode() not in b"".join(data for files in sent for data in files.values())
        looks_random(entries)


def looks_random(log: list[Entry]) -> None:
    """All sealed entries of a slot alike, and nothing drawn that comes twice or leans to one side."""
    sealed = [one for one in log if one.kind == "sealed"]
    assert Counter(one.time for one in sealed) == {str(slot_of(n)): Schedule().entries for n in range(1, SLOTS + 1)}
    assert {len(one.leaf) - len(str(one.seq)) for one in sealed} == {len(sealed[0].leaf) - len(str(sealed[0].seq))}
    assert {(one.refs, one.audience, one.payload, one.blob, len(one.commitments)) for one in sealed} == {
        ((), (), None, "", FIELDS)
    }
    drawn = [bytes.fromhex(word) for one in sealed for word in (one.id, *one.commitments)]
    assert len(set(drawn)) == len(drawn)
    bits = 8 * sum(map(len, drawn))
    ones = sum(byte.bit_count() for byte in b"".join(drawn))
    assert abs(ones - bits / 2) < 3 * bits**0.5  # six standard deviations


def test_parcels_of_one_who_is_no_addressee(quiet: Run, told: Run) -> None:
    """It is sent one parcel a slot, all of one size; and opened, they hold nothing, in one run as in the other."""
    for parcels_ in (quiet[2], told[2]):
        # Sticks hold what was not asked for yet: of each of two authors one parcel at first, three in the end.
        assert len(parcels_) == 2 * sum(range(1, SLOTS + 1))
        assert {len(one) for one in parcels_} == {Schedule().parcel_b}
        for one in parcels_:
            body = one[len(MAGIC) + 12 : -64]
            size = int.from_bytes(body[:4], "big")
            plain = age.decrypt(body[4 : 4 + size], KEYS["zulmerand"])
            assert plain == bytes(Schedule().room_b)


def test_the_order_is_one_of_chance() -> None:
    """What waited stands in any place of its batch as often as in any other."""
    rows = [(f"{n}", ()) for n in range(8)]
    places = Counter([one for one, _ in _shuffled(rows, seed.to_bytes(32, "big"))].index("0") for seed in range(4_000))
    assert set(places) == set(range(8))
    assert all(abs(count - 500) < 130 for count in places.values())  # six standard deviations of 21
