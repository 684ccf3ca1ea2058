"""What a report in the record claims: read by the program, corrected by a person, sealed where the report is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.sealing.ground import a_body, a_report, an_officer
from tests.verbs.conftest import NOON, Around
from truceline.agreement import compiled
from truceline.desk import shelf
from truceline.desk.guard import Role
from truceline.desk.node import Node
from truceline.desk.sealing import batches
from truceline.desk.verbs import Pen, claiming, sealing, telling
from truceline.desk.verbs.reading import Knowledge
from truceline.desk.verbs.sealing import Wanted
from truceline.doors.cli import whole
from truceline.errors import DataError, Refused, UnknownName
from truceline.formats.outlets import shipped
from truceline.kinds import Channel, ClaimsRead, Reader, ReportReceived

KNOWN = Knowledge(outlets=shipped(), agreement=compiled(shelf.find("exercise")))
TEXT = (
    "Zulmerand struck a camp near Selvundo on Tuesday, an official told Reuters.\n\n"
    "The River Guard denied that it had shelled Dosmarin."
)


def received(around: Around, text: str = TEXT) -> str:
    """A published report in the monitor's log, by its place."""
    said = ReportReceived("Coast Post", Channel.PUBLISHED, NOON, text=text, language="en", dated=NOON)
    telling.receive_report(around.mission.pen(), lambda _: said, None)
    return around.mission.last()


# ── in the open ───────────────────────────────────────────────────────────────────────────────


def test_the_program_reads_and_says_that_it_was_the_program(around: Around) -> None:
    """Each quote stands in the report at its span; the entry is about the report; what was signed was shown."""
    desk, place = around.mission, received(around)
    one = claiming.heard(desk.node, place, KNOWN)
    signed = claiming.say(desk.pen(), one, claiming.by_program(one, KNOWN))
    act = desk.seen[-1]
    assert (signed.kind, str(act.about)) == ("claims.read", f"{place} (report.received)")
    made = act.payload
    assert isinstance(made, ClaimsRead)
    assert (made.reader, made.method.split()[0]) == (Reader.PROGRAM, "truceline")
    assert made.claims
    assert all(TEXT[slice(*claim.span)] == claim.quote for claim in made.claims)
    assert {claim.kind for claim in made.claims} & {"attack", "air_strike", "shelling"}
    assert {claim.chain[0] for claim in made.claims} == {"Coast Post"}


def test_an_open_end_is_the_most_that_an_entry_holds(around: Around) -> None:
    """At least nine is 9 to 10⁹ there, for an entry's counts have two ends; what is more than that is left out."""
    place = received(around, "A raid on Dosmarin killed at least nine people. A raid on Selvundo killed 51 people.")
    made = claiming.by_program(claiming.heard(around.mission.node, place, KNOWN), KNOWN)
    assert {claim.count for claim in made.claims} - {None} == {(9, 10**9), (51, 51)}
    vast = received(around, "A raid on Dosmarin killed 90,000,000,000 people.")
    assert {
        one.count for one in claiming.by_program(claiming.heard(around.mission.node, vast, KNOWN), KNOWN).claims
    } == {None}


def test_a_person_drops_and_corrects_claims_by_a_file(around: Around) -> None:
    """The draft with one claim dropped and one corrected is signed as that person's."""
    desk = around.mission
    one = claiming.heard(desk.node, received(around), KNOWN)
    tree = claiming.draft(claiming.by_program(one, KNOWN))
    assert isinstance(tree, list)
    first = {**tree[0], "affirms": False}  # type: ignore[dict-item]  # an object
    made = claiming.by_person(one, json.dumps([first]).encode(), "Duty officer")
    assert (made.reader, made.method, len(made.claims)) == (Reader.PERSON, "Duty officer", 1)
    assert not made.claims[0].affirms
    claiming.say(desk.pen(), one, made)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"not JSON", "cannot be read"),
        (b'[{"modality": "sung"}]', "cannot be read"),
        (b'[{"modality": "asserted", "quote": "made up", "span": [0, 7]}]', "not what the report has at its span"),
    ],
)
def test_what_the_report_does_not_bear_out_is_refused(around: Around, data: bytes, expected: str) -> None:
    """A quote that is not in the report stands in no entry, whoever made it."""
    desk = around.mission
    one = claiming.heard(desk.node, received(around), KNOWN)
    size = desk.node.record.size(desk.node.origin)
    with pytest.raises(DataError, match=expected) as error:
        claiming.by_person(one, data, "Duty officer")
    assert "--draft" in str(error.value)
    assert desk.node.record.size(desk.node.origin) == size


def test_only_reports_are_read(around: Around) -> None:
    around.mission.node.append("source.graded", {"source": "x", "grade": "B", "reason": {"en": "Why."}})
    with pytest.raises(Refused, match=r"report\.received is meant"):
        claiming.heard(around.mission.node, around.mission.last(), KNOWN)
    with pytest.raises(UnknownName):
        claiming.heard(around.mission.node, "mission#99", KNOWN)


def test_the_command_drafts_takes_back_and_signs(around: Around) -> None:
    """As people give it: the draft signs nothing; a file needs somebody's post."""
    place, node = received(around), str(around.folder / "mission")
    env = {"TRUCELINE_MARKERS": str(around.folder / "markers"), "TRUCELINE_PASSPHRASE": "a passphrase"}

    def run(*words: str) -> Result:
        return CliRunner().invoke(whole(), ["report", "read", place, "--node", node, *words], env=env)

    drafted = run("--draft")
    assert drafted.exit_code == 0, drafted.output
    claims = around.folder / "claims.json"
    claims.write_text(json.dumps(json.loads(drafted.stdout)[:1]), encoding="utf-8")
    assert isinstance(run("--claims", str(claims), "--yes").exception, DataError)
    signed = json.loads(run("--claims", str(claims), "--by", "Duty officer", "--yes", "--json").stdout)
    assert (signed["kind"], signed["payload"]["method"], len(signed["payload"]["claims"])) == (
        "claims.read",
        "Duty officer",
        1,
    )


# ── sealed ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    with a_body(tmp_path) as found:
        yield found


def kept(node: Node) -> str:
    """A sealed report that has left; its id."""
    pen = Pen(node, lambda _: None)
    what = a_report(node, photo=False, words=TEXT)
    wanted = sealing.sealable(pen, what.kind, what.payload, Wanted())
    name = sealing.seal(pen, wanted, officer=an_officer(node)).id
    batches.leave(node)
    return name


def test_what_a_sealed_report_claims_is_sealed(node: Node) -> None:
    """Nothing of it stands in the log; an officer who may open it reads the claims about that report."""
    name, officer = kept(node), an_officer(node)
    one = claiming.heard(node, name, KNOWN, officer)
    made = claiming.by_program(one, KNOWN)
    done = claiming.seal(Pen(node, lambda _: None), one, made, officer)
    _, found = sealing.found(node, officer, done.id)
    assert found.payload == made
    assert found.envelope
    assert found.envelope.refs[0][2] == one.about.entry.hash
    assert found.envelope.marking is one.marking
    batches.leave(node)
    assert not any(b"Selvundo" in leaf for leaf in node.leaves(node.origin))


def test_an_officer_who_may_not_see_its_words_reads_nothing(node: Node) -> None:
    """The guard comes first, and a report that is not for whoever asks is not told from none."""
    name = kept(node)
    for role in set(Role) - {Role.MONITOR_OFFICER}:
        officer = an_officer(node, role, f"other-{role.value}", body=None)
        with pytest.raises((Refused, UnknownName)) as error:
            claiming.heard(node, name, KNOWN, officer)
        assert "Selvundo" not in str(error.value)
    with pytest.raises((Refused, UnknownName)):
        claiming.heard(node, name, KNOWN)
