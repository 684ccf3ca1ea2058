"""What an officer of a body may do with what was sealed to it, and with what was sealed to another."""

from pathlib import Path

import pytest

from tests.sealing.ground import an_officer
from tests.sealing.posting import KEYS, WORDS, Body, posting
from truceline.desk.guard import Role
from truceline.desk.people import Unlocked
from truceline.desk.verbs import sealing
from truceline.errors import RecordError, Refused, UnknownName
from truceline.kinds.aspects import Aspect

WHY = {"en": "They asked."}


def liaison(body: Body) -> Unlocked:
    """A guarantor's officer."""
    return an_officer(body.node, Role.GUARANTOR_LIAISON, "liaison", KEYS[body.node.name])


def test_an_addressee_reads_it_and_discloses_nothing_of_it_and_nobody_else_knows_of_it(tmp_path: Path) -> None:
    """Until its author erases it, or it does so itself; only its author says to others that it is erased."""
    with posting(tmp_path) as all_:
        one, other = (all_.mission.seals(all_.kalvessar) for _ in range(2))
        all_.slot(1)
        all_.kalvessar.opens()
        all_.zulmerand.opens()
        there = liaison(all_.kalvessar)
        assert sealing.look(all_.kalvessar.node, there, one.id).tree["text"] == WORDS
        assert sealing.look(all_.kalvessar.node, there, one.id).place.startswith(all_.mission.origin)
        with pytest.raises(Refused, match="only officers of the body that sealed it"):
            sealing.disclosure(all_.kalvessar.node, there, one.id, [Aspect.WORDS])
        with pytest.raises(UnknownName):
            sealing.look(all_.zulmerand.node, liaison(all_.zulmerand), one.id)
        done = sealing.erase(all_.kalvessar.node, there, other.id, WHY, lambda _, __: None)
        assert (done.shredded.here, done.told) == (True, ())
        with all_.mission.vault() as vault:
            assert vault.has(other.id)
        all_.mission.erases(one.id)
        all_.slot(2)
        all_.kalvessar.opens()
        with pytest.raises(RecordError, match="does not open any more"):
            sealing.look(all_.kalvessar.node, there, one.id)
