"""The digest of an audience at its bodies: one at each of them, another for another audience, none after an erasure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from tests.people.bodies import PASSWORD
from tests.sealing.posting import Body, Posting, posting
from truceline.desk.guard import Role
from truceline.desk.people import People, enrolling
from truceline.desk.sealing import erasing, objects
from truceline.desk.sealing.comparing import digest_among
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.verbs.comparing import audience_digest
from truceline.desk.views.view import view_of
from truceline.doors import cli
from truceline.errors import Locked, RecordError, Refused, UnknownName
from truceline.kinds import Channel, Envelope, Marking, ReportReceived, Sealing


@pytest.fixture
def bodies(tmp_path: Path) -> Iterator[Posting]:
    """The monitor and two guarantors, with nothing sealed yet."""
    with posting(tmp_path) as found:
        yield found


def shared(body: Body) -> str:
    """What all compare."""
    with view_of(body.node) as view:
        return view.digest()


def among(body: Body, *others: Body) -> str:
    """What a body comes to with others."""
    with body.vault() as vault, view_of(body.node) as view:
        return digest_among(vault, [body.key], [one.origin for one in others], view, lambda _: True)


def meet(bodies: Posting) -> None:
    """Everybody gives everybody a stick."""
    for author, to in permutations(bodies.all.values(), 2):
        bodies.carry(author, to)


def told(bodies: Posting, slot: int) -> None:
    """A batch leaves everywhere, what it brought is opened, and sticks go round until all hold the same entries."""
    bodies.at(slot)
    for body in bodies.all.values():
        body.leaves()
    meet(bodies)
    for body in bodies.all.values():
        body.opens()
    while len({tuple(body.node.heads()) for body in bodies.all.values()}) > 1:
        meet(bodies)


def test_an_audience_compares_what_it_was_given(bodies: Posting) -> None:
    """Bodies with the same objects have one digest, and none once one was erased; what all share stays."""
    mission, kalvessar, zulmerand = bodies.mission, bodies.kalvessar, bodies.zulmerand
    gone = mission.seals(kalvessar)
    mission.seals(kalvessar, zulmerand, words="Both were told.")
    mission.seals(words="Nobody was told.")
    assert among(mission, kalvessar) == shared(mission), "what has not left stands in no log, and counts nowhere"
    told(bodies, 1)
    before = shared(mission)
    assert before == shared(kalvessar) == shared(zulmerand)
    two, three = among(mission, kalvessar), among(mission, kalvessar, zulmerand)
    assert two == among(kalvessar, mission)
    assert three == among(kalvessar, mission, zulmerand) == among(zulmerand, mission, kalvessar)
    assert among(mission, zulmerand) == among(zulmerand, mission) == three
    assert len({before, two, three, among(mission)}) == 4
    # Erased at its author's, while whoever was given it holds it still.
    mission.erases(gone.id)
    assert shared(mission) == before
    assert among(kalvessar, mission) == two
    assert among(mission, zulmerand) == three
    for others in ((kalvessar,), ()):
        with pytest.raises(RecordError, match="the audience digest is not recomputable"):
            among(mission, *others)
    # The erasure has come.
    told(bodies, 2)
    with pytest.raises(RecordError, match="the audience digest is not recomputable"):
        among(kalvessar, mission)
    assert shared(mission) == shared(kalvessar) == shared(zulmerand)
    assert among(mission, zulmerand) == among(zulmerand, mission)


def test_what_was_erased_before_it_left_was_never_told(bodies: Posting) -> None:
    """A draft that was erased in the queue stands in no log, and keeps no digest from being made."""
    mission, kalvessar = bodies.mission, bodies.kalvessar
    draft = mission.seals(kalvessar)
    with pytest.raises(Locked), mission.vault() as vault, view_of(mission.node) as view:
        digest_among(vault, [kalvessar.key], [], view, lambda _: True)
    mission.erases(draft.id)
    assert among(mission, kalvessar) == shared(mission)


def for_another(author: Body, to: Body) -> SealedObject:
    """Something sealed to a body, for one officer of it alone."""
    now = author.node.world.now()
    named = (f"{to.origin}/officer/second",)
    envelope = Envelope("report.received", now, Sealing.LOCAL, Marking.RED, (to.origin,), named=named)
    said = ReportReceived("a miller", Channel.MEETING, now, text="For one alone.")
    one = objects.seal(author.origin, Sealable("report.received", said, envelope), author.node.world)
    author.keeps(one, erasing.addressees(author.node, envelope))
    return one


def test_an_officer_is_told_by_role_and_by_what_it_may_see(
    bodies: Posting, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever may open and erase is told; what is for other officers by name does not move the number it is told."""
    mission, kalvessar, node = bodies.mission, bodies.kalvessar, bodies.mission.node
    with People(node.path, node.world) as people:
        enrolling.add(node, people, "duty", Role.MONITOR_OFFICER, PASSWORD, anew=True)
        who = people.unlock("duty", PASSWORD)
    assert who.body is not None
    mission.key = who.body
    mission.seals(kalvessar)
    red = for_another(mission, kalvessar)
    told(bodies, 1)
    with view_of(node) as view, mission.vault() as vault:
        found = audience_digest(node, who, ["kalvessar"], view)
        keys = [kalvessar.key, mission.key]  # a former one is tried first
        logs = [kalvessar.origin]
        assert found == digest_among(vault, keys, logs, view, lambda one: one.id != red.id)
        assert found != digest_among(vault, keys, logs, view, lambda _: True)
        for less in (replace(who, body=None), replace(who, officer=replace(who.officer, role=Role.OBSERVER))):
            with pytest.raises(Refused, match="for officers of its bodies that may open and erase"):
                audience_digest(node, less, ["kalvessar"], view)
        with pytest.raises(UnknownName, match="other log"):
            audience_digest(node, who, ["mission"], view)
    shown = shared(mission)
    bodies.close()
    monkeypatch.setenv("TRUCELINE_MARKERS", str(bodies.folder / "heads"))
    monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE", PASSWORD)
    for more in ([], ["--json"]):
        arguments = ["digest", str(node.path), "--audience", "kalvessar", "--officer", "duty", *more]
        monkeypatch.setattr("sys.argv", ["truceline", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        assert (left.value.code or 0) == 0, said.err
        if more:
            tree = json.loads(said.out)
            assert (tree["digest"], tree["audience_digest"]) == (shown, found)
        else:
            assert said.out.startswith(f"{shown}  fold 1\n{found}  with what this audience alone can open\n")
