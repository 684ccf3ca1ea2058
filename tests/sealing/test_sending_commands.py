"""`truceline seal send`, `receive` and `schedule`, `sync --for`, and a node that serves: as a person gives them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import Result

from tests.sealing.posting import Body, Posting, posting
from tests.sync.nodes import PASSPHRASE, made
from tests.terminal import invoked
from truceline.desk.guard import Role
from truceline.desk.node import Node
from truceline.desk.people import People, enrolling
from truceline.doors.cli.serve import leaving
from truceline.errors import DataError, Locked, RecordError, Refused, TrucelineError, UnknownName

DUTY, SECRET = "duty officer", "a passphrase of the post"
Give = Callable[..., Result]


@pytest.fixture
def all_(tmp_path: Path) -> Iterator[Posting]:
    with posting(tmp_path) as found:
        yield found


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Give:
    """A command of a node, as a person gives it; an error of ours is what it must end in, where one is named."""
    for name, value in (("TRUCELINE_PASSPHRASE", PASSPHRASE), ("TRUCELINE_OFFICER_PASSPHRASE", SECRET)):
        monkeypatch.setenv(name, value)

    def run(node: Node, *words: str, error: type[TrucelineError] | None = None) -> Result:
        monkeypatch.setenv("TRUCELINE_MARKERS", str(node.world.markers))
        done = invoked([*words, "--node", str(node.path)], {})
        assert type(done.exception) is (error or type(None)), (done.output, done.exception)
        return done

    return run


def sealed(body: Body) -> int:
    return sum(b'"kind":"sealed"' in leaf for leaf in body.node.leaves(body.origin))


def test_a_batch_is_sent_once_and_its_schedule_shown(all_: Posting, give: Give) -> None:
    """What is printed is what the log shows everybody; how much waits is not told."""
    mission = all_.mission
    mission.seals(all_.kalvessar)
    before = json.loads(give(mission.node, "seal", "schedule", "--json").output)
    assert (before["every_s"], before["entries"], before["parcel_b"], before["last"]) == (21_600, 8, 65_536, "none yet")
    assert "8 sealed entries left for" in give(mission.node, "seal", "send").output
    assert sealed(mission) == 8
    again = json.loads(give(mission.node, "seal", "send", "--json").output)
    assert (again["left"], again["parcels"]) == (0, 0)
    assert again["last"] < again["next"]
    assert "none is due" in give(mission.node, "seal", "send").output
    changed = give(mission.node, "seal", "schedule", "--every", "12h", "--entries", "4", "--parcel-kib", "128").output
    assert "every 12h: 4 entries, and parcels of 131,072 bytes" in changed
    for wrong in (("--every", "often"), ("--every", "1s"), ("--entries", "1000"), ("--parcel-kib", "1")):
        give(mission.node, "seal", "schedule", *wrong, error=DataError)
    assert "every 12h: 4 entries" in give(mission.node, "seal", "schedule").output


def test_a_stick_for_one_and_an_officer_who_opens_it(all_: Posting, give: Give, tmp_path: Path) -> None:
    """By `sync`, batches leave; what is for one log goes with --for; its officer opens it, an administrator cannot."""
    mission, kalvessar = all_.mission, all_.kalvessar
    with People(kalvessar.node.path, kalvessar.node.world) as people:
        enrolling.add(kalvessar.node, people, DUTY, Role.GUARANTOR_LIAISON, SECRET, anew=True)
        enrolling.add(kalvessar.node, people, "keeper", Role.ADMINISTRATOR, SECRET)
    all_.carry(kalvessar, mission)  # its new key
    one = mission.seals(kalvessar)
    stick = tmp_path / "stick.tar"
    give(mission.node, "sync", "--to", str(stick), "--for", "kalvessar")
    assert sealed(mission) == 8
    told = json.loads(give(kalvessar.node, "sync", str(stick), "--json").output)
    assert [(row["origin"], row["came"]) for row in told["parcels"] if row["came"]] == [(mission.origin, 1)]
    give(kalvessar.node, "seal", "receive", "--officer", "keeper", error=Locked)
    found = json.loads(give(kalvessar.node, "seal", "receive", "--officer", DUTY, "--json").output)
    assert found == {"received": [{"author": mission.origin, "id": one.id, "outcome": "kept", "why": ""}]}
    assert give(kalvessar.node, "seal", "receive", "--officer", DUTY).output == ""
    assert "none is due" in give(kalvessar.node, "seal", "send").output  # its `sync` has sent them
    give(mission.node, "sync", "--for", "kalvessar", error=DataError)
    give(mission.node, "sync", "--to", str(stick), "--for", "nobody", error=UnknownName)


def test_what_does_not_hold_is_told_with_exit_code_7(all_: Posting, give: Give) -> None:
    """A parcel that lies is named with its author; the command fails, and the next one has nothing left to tell."""
    kalvessar = all_.kalvessar
    with People(kalvessar.node.path, kalvessar.node.world) as people:
        enrolling.add(kalvessar.node, people, DUTY, Role.GUARANTOR_LIAISON, SECRET, anew=True)
    with kalvessar.parcels() as parcels:
        parcels.keep_in(all_.mission.origin, 0, bytes(64))
    done = give(kalvessar.node, "seal", "receive", "--officer", DUTY, error=RecordError)
    assert f"{all_.mission.origin}    refused: parcel 0: expected an age file" in done.output
    assert isinstance(done.exception, TrucelineError)
    assert done.exception.exit_code == 7
    give(kalvessar.node, "seal", "receive", "--officer", DUTY)


def test_where_nothing_can_leave(give: Give, tmp_path: Path) -> None:
    """Without a key to seal to, `send` says what to do; `sync` goes on as it did before there was any."""
    with made(tmp_path, "apart") as node:
        assert "officer add" in str(give(node, "seal", "send", error=Refused).exception)
        give(node, "sync", "--to", str(tmp_path / "out.tar"))
        assert node.record.size(node.origin) == 1


def test_a_node_that_serves_lets_batches_leave(all_: Posting, capsys: pytest.CaptureFixture[str]) -> None:
    """At each slot, by the thread that has the node; what stands in the way is said once, and tried again."""
    mission = all_.mission
    with ThreadPoolExecutor(1) as hands:
        with leaving(mission.node, hands, 0.002):
            for number in (1, 2):
                mission.at(number)
                until = time.monotonic() + 20
                while hands.submit(sealed, mission).result() < 8 * number:
                    assert time.monotonic() < until
        (mission.node.path / "sealing.json").write_text("no schedule")
        mission.at(3)
        with leaving(mission.node, hands, 0.002):
            while not capsys.readouterr().err.startswith("no batch of sealed entries left: "):
                pass
    assert sealed(mission) == 16
    assert capsys.readouterr().err == ""
