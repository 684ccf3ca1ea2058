"""The digest of an audience at its bodies: one at each of them, another for another audience, none after an erasure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sealing.posting import Body, Posting, posting
from truceline.desk.sealing.comparing import digest_among
from truceline.desk.views.view import view_of
from truceline.errors import Locked, RecordError


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
        return digest_among(vault, body.key, [one.origin for one in others], view)


def told(bodies: Posting, slot: int) -> None:
    """A batch leaves everywhere, what it brought is opened, and sticks go round until all hold the same entries."""
    bodies.slot(slot)
    for body in bodies.all.values():
        body.opens()
    while len({tuple(body.node.heads()) for body in bodies.all.values()}) > 1:
        bodies.meet()


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
        digest_among(vault, kalvessar.key, [], view)
    mission.erases(draft.id)
    assert among(mission, kalvessar) == shared(mission)
