"""Cases: found again by the phrase alone, signed, unlinkable; letters, answers and erasure at the reporter's word."""

import dataclasses
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reporting.conftest import TOLD, Office, office
from truceline.desk import reporting
from truceline.desk.node import keys as keyfiles
from truceline.desk.reporting import Answer, Cases, Form, Phrases, case_in, case_of, drafted, new_case, signed
from truceline.desk.reporting.cases import addressed
from truceline.desk.reporting.kept import LETTER_B, LETTERS, MOST_OBJECTS
from truceline.desk.sealing import batches, erasing, objects
from truceline.desk.sealing.vault import Vault
from truceline.errors import DataError, Locked, RecordError, Refused
from truceline.kinds import Marking, ReportReceived, Sealing
from truceline.period import Instant


def test_a_phrase_brings_its_reporter_back(mission: Office) -> None:
    """The very case, whatever the case of letters; another phrase of the same words does not."""
    phrase, case, _ = mission.told()
    assert case_of(f" {phrase.upper()} ", mission.cases).public == case.public
    other = " ".join(reversed(phrase.split()))
    with pytest.raises(Locked, match="no case here opens with this phrase"):
        case_of(other, mission.cases)


@pytest.mark.parametrize("kind", [Phrases.AR, Phrases.RU, Phrases.DIGITS])
def test_phrases_of_all_kinds_come_back(mission: Office, kind: Phrases) -> None:
    phrase, case = new_case(mission.cases, kind)
    assert case_of(phrase, mission.cases).public == case.public


def test_who_where_and_what_are_fields_of_their_own(mission: Office) -> None:
    """Each can be opened without the others; the time kept is a day, inside as well; nobody else is addressed."""
    _, case, id_ = mission.told()
    one = mission.open(id_)
    report, envelope = one.payload, one.envelope
    assert isinstance(report, ReportReceived)
    assert envelope is not None
    assert (report.source, report.place_name, report.text) == (TOLD.who, TOLD.where, TOLD.words)
    assert one.only([1]).tree == {"source": TOLD.who}
    assert one.only([3]).tree == {"place_name": TOLD.where}
    assert "source" not in one.only([0, 2, 3, 4, 5, 6, 7]).tree
    assert report.received == envelope.time == Instant.parse("2031-05-01T00:00:00Z")
    assert (envelope.sealing, envelope.marking, envelope.audience) == (Sealing.LOCAL, Marking.AMBER_STRICT, ())
    assert envelope.case == case.public


def test_nobody_need_be_named(mission: Office) -> None:
    """Where, when and who may stay unsaid; what happened may not."""
    report = drafted(mission.node, Form(words="Shots.")).payload
    assert isinstance(report, ReportReceived)
    assert (report.source, report.place_name, report.happened) == ("not named", "", "")
    with pytest.raises(DataError, match="text: expected"):
        drafted(mission.node, Form(words=""))


def test_officers_see_which_case_said_it_and_that_it_did(mission: Office) -> None:
    """A signature holds for what was said, by this case, in this log, and for nothing else."""
    _, case, id_ = mission.told()
    again = mission.more(case)
    assert case_in(mission.open(id_)) == case_in(mission.open(again)) == case.public
    what = signed(case, mission.node.origin, drafted(mission.node, TOLD))
    assert isinstance(what.payload, ReportReceived)
    other = dataclasses.replace(what, payload=dataclasses.replace(what.payload, source="Somebody else"))
    for forged in (
        objects.seal(mission.node.origin, other, mission.node.world),
        objects.seal("truceline/another-12345678", what, mission.node.world),
        objects.seal(mission.node.origin, drafted(mission.node, TOLD), mission.node.world),
        mission.open(id_).only([0, 5]),
    ):
        assert case_in(forged) == ""


def test_two_cases_have_nothing_in_common(mission: Office) -> None:
    """Not a key, not a tag, not a byte string of any length that counts, in what is kept of them."""
    first, second = (mission.told()[1] for _ in range(2))
    assert first.public != second.public
    rows = [[mission.cases._tag(one.public), *mission.cases.box(one.public)] for one in (first, second)]
    parts = [{cell[at : at + 8] for cell in row for at in range(len(cell) - 7)} for row in rows]
    assert parts[0] & parts[1] == set()


def test_one_phrase_on_two_nodes_makes_two_cases(mission: Office) -> None:
    """Salts differ, so that two nodes that compare what they have find nothing."""
    phrase, case, _ = mission.told()
    other = office(mission.node.path.parent, "other")
    assert reporting.cases._made(phrase, other.cases).public != case.public
    assert other.cases._tag(case.public) != mission.cases._tag(case.public)
    other.close()


def test_a_guess_costs_what_a_passphrase_costs(mission: Office) -> None:
    """As hard as the node's own passphrase was when its first case began, whatever comes later."""
    file = keyfiles.read(mission.node.path / keyfiles.FILE)
    wrapping, harder = file.wrapping, dataclasses.replace(file.wrapping, operations=9)
    assert (mission.cases._slow.operations, mission.cases._slow.memory_b) == (wrapping.operations, wrapping.memory_b)
    keyfiles.save(mission.node.path / keyfiles.FILE, dataclasses.replace(file, wrapping=harder))
    with Cases(mission.node.path, mission.node.world) as again:
        assert (again._slow, again._salt) == (mission.cases._slow, mission.cases._salt)


# ── letters ───────────────────────────────────────────────────────────────────────────────────


def test_an_officer_leaves_a_letter_that_only_the_phrase_opens(mission: Office) -> None:
    """The newest first; of more than four the newest four; another case's letters are no letters of this one."""
    phrase, case, id_ = mission.told()
    _, other, _ = mission.told()
    for number in range(LETTERS + 1):
        reporting.leave(mission.cases, mission.open(id_), f"Письмо {number}")
    found = reporting.letters(mission.cases, case_of(phrase, mission.cases))
    assert [one.text for one in found] == [f"Письмо {number}" for number in (4, 3, 2, 1)]
    assert {one.day for one in found} == {"2031-05-01"}
    assert reporting.letters(mission.cases, other) == ()
    with pytest.raises(Locked, match="does not open"):
        other.read(mission.cases.box(case.public)[0])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(st.binary(max_size=60), st.text(max_size=30).map(lambda text: json.dumps(["2031-05-01", text]).encode()))
)
def test_whatever_lies_in_the_box_the_rest_is_read(mission: Office, said: bytes) -> None:
    """Bytes that somebody put there are no letter, or a letter that is harmless to show."""
    _, case = new_case(mission.cases, Phrases.EN)
    for one in (b'["2031-05-01", "Thank you."]', said):
        mission.cases.leave(case.public, addressed(case.public).encrypt(one.ljust(LETTER_B, b"\0")))
    *first, last = reporting.letters(mission.cases, case)
    assert last == ("2031-05-01", "Thank you.")
    for each in first:
        assert (each.day == "") == (each.text == "")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", each.text)
        assert each.text.encode().decode() == each.text


def test_a_row_that_somebody_changed_is_said_to_be(mission: Office) -> None:
    """Other bytes in the box are a letter that cannot be read; in the book, a file that has changed."""
    _, case, id_ = mission.told()
    reporting.leave(mission.cases, mission.open(id_), "Thank you.")
    mission.cases._change("box", case.public, lambda old: bytes(16) + old[16:])
    assert reporting.letters(mission.cases, case) == (("", ""),)
    mission.cases._change("book", case.public, lambda old: bytes(16) + old[16:])
    with pytest.raises(RecordError, match=r"cases\.sqlite has changed"):
        reporting.became(mission.vault, mission.cases, case)


def test_no_letter_goes_where_no_case_is(mission: Office) -> None:
    """Nor one too long, nor one that moves the reader's cursor."""
    _, case, id_ = mission.told()
    unsigned = objects.seal(mission.node.origin, drafted(mission.node, TOLD), mission.node.world)
    with pytest.raises(Refused, match="not told by a case"):
        reporting.leave(mission.cases, unsigned, "Hello")
    for text in ("", "я" * 2100, "\x1b[2J"):
        with pytest.raises(DataError, match="letter"):
            reporting.leave(mission.cases, mission.open(id_), text)
    mission.cases.forget(case.public)
    with pytest.raises(Refused, match="not told by a case"):
        reporting.leave(mission.cases, mission.open(id_), "Hello")


def test_a_row_tells_neither_how_many_nor_whether_there_is_a_letter(mission: Office) -> None:
    """Its cells keep their sizes, and there is nothing else in it: no time, no number, no order of coming."""

    def sizes() -> list[tuple[int, ...]]:
        rows = mission.cases._db.execute("SELECT * FROM kept").fetchall()
        assert rows == sorted(rows)
        return [tuple(map(len, row)) for row in rows]

    _, case, id_ = mission.told()
    before = sizes()
    for _ in range(3):
        mission.more(case)
    reporting.leave(mission.cases, mission.open(id_), "Thank you.")
    assert sizes() == before
    columns = [row[1] for row in mission.cases._db.execute("PRAGMA table_info(kept)")]
    assert columns == ["tag", "book", "box"]


def test_a_full_book_says_so_before_anything_is_kept(mission: Office) -> None:
    _, case, id_ = mission.told()
    full = (id_, *(f"{number:032x}" for number in range(1, MOST_OBJECTS)))
    mission.cases._change("book", case.public, lambda _: mission.cases._bound(case.book, full))
    kept = mission.vault.ids()
    with pytest.raises(Refused, match="a case holds 255 reports"):
        mission.more(case)
    assert mission.vault.ids() == kept
    assert mission.cases.objects(case.public, case.book) == full


# ── what became of it ─────────────────────────────────────────────────────────────────────────


def test_what_became_of_it_is_told_in_order(mission: Office) -> None:
    """Waiting until its batch leaves, then kept; erased by an officer; lost where the machine stopped in between."""
    _, case, first = mission.told()
    second = mission.more(case)
    assert [one.answer for one in reporting.became(mission.vault, mission.cases, case)] == [Answer.WAITING] * 2
    batches.leave_due(mission.node, mission.vault)
    found = reporting.became(mission.vault, mission.cases, case)
    assert [(one.id, one.answer, one.told) for one in found] == [(first, Answer.KEPT, ()), (second, Answer.KEPT, ())]
    mission.vault.erase(first)
    mission.cases.enter(case.public, case.book, "0" * 32)
    answers = [one.answer for one in reporting.became(mission.vault, mission.cases, case)]
    assert answers == [Answer.ERASED, Answer.KEPT, Answer.LOST]


def test_a_field_that_was_disclosed_is_told(mission: Office) -> None:
    """The reporter learns which fields of theirs all can read now."""
    _, case, id_ = mission.told()
    batches.leave_due(mission.node, mission.vault)
    (found,) = reporting.became(mission.vault, mission.cases, case)
    opening = mission.open(id_).openings[3]
    said = {"field": 3, "salt": opening.salt.hex(), "payload": opening.payload.decode(), "padding": opening.padding}
    leaf = erasing.leaf_of(mission.node, mission.node.origin, id_)
    assert leaf is not None
    assert leaf.hash == found.leaf
    mission.node.append("disclosed", {"opened": [said]}, refs=[leaf.ref])
    assert reporting.became(mission.vault, mission.cases, case)[0].told == ("3",)


# ── erasure ───────────────────────────────────────────────────────────────────────────────────


def test_the_phrase_erases_all_of_its_case_and_nothing_else(mission: Office) -> None:
    """Keys, ciphertexts and the case itself; the other case stays. It is said, sealed, where commitments had left."""
    phrase, case, first = mission.told()
    batches.leave_due(mission.node, mission.vault)
    second = mission.more(case)
    _, other, kept = mission.told()
    gone = reporting.erase(mission.vault, mission.cases, case)
    assert (gone.reports, gone.owed) == (2, ())
    for id_ in (first, second):
        assert mission.vault.erased(id_)
        with pytest.raises(RecordError, match="erased"):
            mission.open(id_)
    with pytest.raises(Locked, match="no case here opens"):
        case_of(phrase, mission.cases)
    assert case_in(mission.open(kept)) == other.public
    waiting = [mission.open(id_).envelope for id_, _ in mission.vault.queued()]
    assert sorted(one.kind for one in waiting if one) == ["erasure", "report.received"]


def test_an_erasure_that_was_interrupted_goes_on(mission: Office) -> None:
    """What is gone already is passed over; the case is forgotten last."""
    phrase, case, first = mission.told()
    mission.more(case)
    mission.vault.erase(first)
    with Vault(mission.node) as again:
        assert reporting.erase(again, mission.cases, case_of(phrase, mission.cases)).reports == 1
    assert not mission.cases.holds(case.public)
