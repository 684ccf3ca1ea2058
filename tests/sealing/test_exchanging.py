"""Parcels over the network: for whom they are, one size, and what a watcher of the traffic counts and weighs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.sealing.posting import Body, Posting, numbered, posting
from tests.sync.nodes import admit, carried, made, synced
from tests.sync.test_door import HOST, asked_of
from truceline.desk.node.parcels import MAGIC, asking
from truceline.desk.node.sync import _signing
from truceline.desk.node.sync.exchanging import Exchanged, exchange
from truceline.desk.node.sync.web import Url
from truceline.desk.sealing.batches import Schedule
from truceline.desk.sealing.receiving import Outcome
from truceline.desk.sealing.recipients import recipient_of
from truceline.kinds import KeyEnrolled, KeyPurpose

Seen = list[tuple[str, str, int, int, int]]  # of each request: method, path, its bytes, status, bytes of the answer


@contextmanager
def listening(body: Body, seen: Seen) -> Iterator[Url]:
    """The node of a body over HTTP, without a socket; whoever asks, every byte that passes is weighed."""
    with asked_of(body.node) as ask:

        def pass_on(request: httpx.Request) -> httpx.Response:
            data, sent = request.read(), b"".join(name + value for name, value in request.headers.raw)
            answer = ask(request.method, request.url.path, content=data, headers=dict(request.headers))
            row = (request.method, request.url.path, len(sent) + len(data), answer.status_code, len(answer.content))
            seen.append(row)
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

        url = Url(f"http://{HOST}", _web=httpx.Client(transport=httpx.MockTransport(pass_on)))
        yield url
        url.close()


def met(asker: Body, other: Body, seen: Seen) -> Exchanged:
    """One exchange of a body's node with another's that listens."""
    with listening(other, seen) as url:
        url.sign = _signing(asker.node)
        (done,) = exchange(asker.node, url, other.origin)
        return done


@pytest.fixture
def all_(tmp_path: Path) -> Iterator[Posting]:
    with posting(tmp_path) as found:
        yield found


def test_one_that_cannot_listen_fetches_and_brings(all_: Posting) -> None:
    """Whoever asks is given what is for it, and brings what it has; each lets go of what the other now has."""
    mission, kalvessar = all_.mission, all_.kalvessar
    there, back = mission.seals(kalvessar), kalvessar.seals(mission)
    all_.at(1)
    mission.leaves()
    kalvessar.leaves()
    done = met(kalvessar, mission, [])
    assert (done.came, done.brought, done.missing, done.refused) == (1, 1, 0, "")
    for author, to in ((mission, kalvessar), (kalvessar, mission)):
        with author.parcels() as parcels:
            assert parcels.out(to.origin, 0) is None
    assert met(kalvessar, mission, []) == Exchanged(mission.origin)
    for author, to in ((mission, kalvessar), (kalvessar, mission)):
        all_.carry(author, to)  # the entries, without which what came waits
    assert [(one.object, one.outcome) for one in kalvessar.opens()] == [(there.id, Outcome.KEPT)]
    assert [(one.object, one.outcome) for one in mission.opens()] == [(back.id, Outcome.KEPT)]


def test_who_is_given_a_parcel(all_: Posting) -> None:
    """Nobody unknown; the peer that asks its own, at any number up to its next; and no number that is none."""
    mission, zulmerand = all_.mission, all_.zulmerand
    mission.seals(all_.kalvessar)
    all_.at(1)
    mission.leaves()
    with asked_of(mission.node) as ask:
        assert ask("GET", "/parcel/0").status_code == 401
        assert ask("GET", "/parcel/0").headers["www-authenticate"] == "Truceline"
        assert ask("POST", "/parcel", content=b"x").status_code == 401
        assert ask("POST", "/parcel", content=bytes((1 << 22) + 1)).status_code == 413
    with listening(mission, []) as url:
        assert url.asked("parcel/0") is None
        url.sign = _signing(zulmerand.node)
        one = url.asked("parcel/0")
        assert one
        assert (one[: len(MAGIC)], len(one)) == (MAGIC, Schedule().parcel_b)
        assert url.asked("parcel/0") == one  # lost on the way, it is fetched again
        assert [url.asked(f"parcel/{n}") for n in ("00", "-1", "x", str(10**30))] == [None] * 4
        assert url.asked(f"parcel/{numbered(1) + 1}") is None
        assert url.asked("parcel/0") is None  # its successor was asked for
        assert url.post("parcel", one, "application/octet-stream")[0] == 200  # not one of zulmerand's: not kept
    with mission.parcels() as parcels:
        assert list(parcels.inbox()) == []
        assert parcels.out(all_.kalvessar.origin, 0)


def test_a_peer_without_a_sealing_key_is_met_as_before(all_: Posting, tmp_path: Path) -> None:
    """No request for a parcel is sent to one that enrolled no key, nor by one that has not."""
    seen: Seen = []
    with made(tmp_path, "plain") as plain, listening(all_.mission, seen) as url:
        admit(plain, all_.mission.node)
        admit(all_.mission.node, plain)
        synced(plain, carried(all_.mission.node, tmp_path / "one"))
        synced(all_.mission.node, carried(plain, tmp_path / "two"))
        assert exchange(plain, url, all_.mission.origin) == ()
        assert exchange(all_.mission.node, url, plain.origin) == ()
        assert seen == []
        assert not (plain.path / "parcels.sqlite").exists()
        assert url.asked("parcel/0") is None


def watched(folder: Path, *, sealing: bool) -> Seen:
    """What a watcher counts and weighs over three slots, with reports, receipts and an erasure, or without."""
    seen: Seen = []
    with posting(folder) as all_:
        mission, kalvessar, zulmerand = all_.mission, all_.kalvessar, all_.zulmerand
        one = None
        for number in range(1, 4):
            all_.at(number)
            if sealing and number == 1:
                one = mission.seals(kalvessar, words="The mill burnt. " * 1_200)
            if sealing and number == 3 and one:
                mission.erases(one.id)
            mission.leaves()
            kalvessar.leaves()
            for asker in (kalvessar, zulmerand):
                met(asker, mission, seen)
            if sealing:
                kalvessar.opens()
    return seen


def test_a_watcher_of_the_traffic_sees_the_same(tmp_path: Path) -> None:
    """As many requests, to the same paths, of the same sizes, answered with as many bytes: whatever is sealed."""
    quiet, told = (watched(tmp_path / name, sealing=sealing) for name, sealing in (("quiet", False), ("told", True)))
    assert quiet == told
    sizes = {size for method, _, _, status, size in told if (method, status) == ("GET", 200)}
    assert sizes == {Schedule().parcel_b}


def test_a_peer_that_lies_about_parcels(all_: Posting) -> None:
    """Garbage for a parcel is not kept; garbage for an ask, a refusal, an ask that moves nothing let go of nothing."""
    mission, kalvessar = all_.mission, all_.kalvessar
    all_.at(1)
    mission.leaves()
    assert kalvessar.node.witness
    stuck = asking(kalvessar.origin, mission.origin, 3, kalvessar.node.witness)
    for status, answer, why in (
        (403, b"", "answers 403 to a parcel"),
        (200, b"garbage", "answers otherwise than with"),
        (200, stuck, "takes no parcel"),
    ):

        def lie(request: httpx.Request, said: tuple[int, bytes] = (status, answer)) -> httpx.Response:
            return httpx.Response(404) if request.method == "GET" else httpx.Response(said[0], content=said[1])

        url = Url(f"http://{HOST}", _web=httpx.Client(transport=httpx.MockTransport(lie)))
        (done,) = exchange(mission.node, url, kalvessar.origin)
        assert why in done.refused
    with mission.parcels() as parcels:
        assert parcels.out(kalvessar.origin, 0)
    garbage = httpx.MockTransport(lambda _: httpx.Response(200, content=b"garbage"))
    (done,) = exchange(mission.node, Url("http://x", _web=httpx.Client(transport=garbage)), kalvessar.origin)
    assert (done.came, done.brought) == (0, 0)
    assert done.refused.startswith("expected a parcel of")
    with mission.parcels() as parcels:
        assert list(parcels.inbox()) == []


def test_a_key_that_is_none_is_nobodys(all_: Posting) -> None:
    """A log that enrols what only looks like a recipient, or nothing readable, can be sent nothing; others are."""
    zulmerand = all_.zulmerand.node
    zulmerand.append("key.enrolled", {"purpose": "sealing", "sealing_key": 7})
    assert recipient_of(zulmerand, zulmerand.origin) == all_.zulmerand.key.recipient
    zulmerand.append("key.enrolled", KeyEnrolled(KeyPurpose.SEALING, sealing_key=f"age1{'q' * 58}"))
    assert recipient_of(zulmerand, zulmerand.origin) == ""
    all_.carry(all_.zulmerand, all_.mission)
    all_.at(1)
    assert all_.mission.leaves() == 8
    with all_.mission.parcels() as parcels:
        assert parcels.out(zulmerand.origin, 0) is None
        assert parcels.out(all_.kalvessar.origin, 0)
