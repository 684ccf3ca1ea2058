"""Every decision: the guard's table against the plain reading of the rules, and the laws that hold whatever it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.guard.asking import AUDIENCE, AUTHOR, NOW, SEALABLE, asked, cases, fields, thing
from tests.guard.reading import GIVEN_COARSE, GIVEN_LATE, GIVEN_WHOLE, read
from truceline.desk.guard import ANYBODY, REASONS, Action, Asker, Given, Role, Thing, decide, open_thing
from truceline.desk.guard.table import GROUP_OF, GROUPS, ONWARD, READERS, ROWS, WHY
from truceline.kinds import ASPECTS, KINDS, Aspect, Marking, Sealing

READS = (Action.SEE, Action.COUNT, Action.EXPORT)
EVERY = list(cases())


def test_every_decision_is_as_the_rules_read() -> None:
    """Each field of each kind, for each role, wherever it sits, under each marking, fresh and later."""
    wrong = [(one, found.given.name.lower()) for one in EVERY if (found := asked(one)).given.name.lower() != read(one)]
    assert len(EVERY) > 100_000
    assert wrong == []


def test_every_kind_and_field_is_decided_upon() -> None:
    """A kind that may be sealed and stands in no group, or an aspect without its row, fails here."""
    assert set(GROUP_OF) == set(SEALABLE)
    assert sum(len(kinds) for kinds in GROUPS.values()) == len(GROUP_OF)
    rows = [(row.group, aspect) for row in ROWS for aspect in row.aspects]
    assert sorted(rows) == sorted(product(GROUPS, Aspect))
    assert set(WHY) == set(GROUPS)
    assert all(set(row) == set(Role) for row in READERS.values())
    assert set(READERS) == set(ONWARD) == set(Marking)


def test_the_plain_reading_names_fields_that_there_are() -> None:
    """No rule is read of a field that no kind has."""
    told = GIVEN_WHOLE | GIVEN_COARSE | GIVEN_LATE
    assert told <= {(kind, field) for kind, field, _ in fields()}


def test_a_stricter_marking_never_gives_more() -> None:
    """From CLEAR to RED, whoever asks for whatever is given as much or less, be it seen, counted or carried out."""
    loosest_first = sorted(Marking, key=lambda one: one.order)
    for case in (one for one in EVERY if one.marking == Marking.AMBER and one.hours != 71):
        marked = [replace(case, marking=one) for one in loosest_first]
        for action in (*READS, Action.DISCLOSE, Action.ERASE) if case.hours == 72 else (Action.SEE,):
            given = [asked(one, action).given for one in marked]
            assert given == sorted(given, reverse=True), (case, action)


def test_more_time_never_gives_less() -> None:
    """What is over longer ago is given as much or more."""
    for case in (one for one in EVERY if one.hours is None and one.role in {Role.OBSERVER, Role.PARTY_LIAISON}):
        given = [asked(replace(case, hours=one)).given for one in (None, -5, 71, 72, 10_000)]
        assert given == sorted(given), case


def test_the_audience_is_never_given_less_than_somebody_outside() -> None:
    """Of one role and marking, those it was sealed to see as much as those elsewhere, and those as much as anybody."""
    for case in (one for one in EVERY if one.sits == "audience"):
        given = [asked(replace(case, sits=one)).given for one in ("nowhere", "elsewhere", "audience")]
        assert given == sorted(given), case


def test_counting_and_carrying_out_give_no_more_than_seeing() -> None:
    """Nobody counts by what they do not see, nor anything that they may not know of; nobody carries out more."""
    for case in (one for one in EVERY if one.role != Role.AUDITOR and one.marking == Marking.GREEN):
        seen, there = asked(case).given, asked(replace(case, field="*")).given
        assert asked(case, Action.COUNT).given <= seen, case
        assert asked(case, Action.EXPORT).given <= seen, case
        if there < Given.COARSE:
            assert asked(case, Action.COUNT).given < Given.COARSE, case


def test_who_may_not_know_of_a_thing_reads_what_is_said_of_none() -> None:
    """The words of a refusal are those for a thing that is not there, whatever is asked for."""
    none = Thing("no.such", AUTHOR, (AUDIENCE,), Sealing.LOCAL, Marking.RED, None)
    for case in (one for one in EVERY if one.hours == 71 and one.role != Role.AUDITOR):
        if asked(replace(case, field="*")).given < Given.COARSE:
            asker = Asker(Role(case.role), AUDIENCE)
            for action in (*READS, Action.DISCLOSE, Action.ERASE):
                assert asked(case, action).words == decide(asker, action, none, Aspect.WHO, NOW).words, case


def test_administrator_and_auditor_are_given_nothing_of_what_is_inside() -> None:
    """The auditor is told that and when, of its own body's alone; the administrator keeps what it cannot read."""
    for case in (one for one in EVERY if one.role in {Role.ADMINISTRATOR, Role.AUDITOR} and one.hours == 72):
        for action in Action:
            found = asked(case, action)
            told = (action in {Action.COUNT, Action.AUDIT}, case.role, case.field) == (True, Role.AUDITOR, "*")
            if told and case.sits in {"author", "audience"}:
                assert (found.given, found.reason) == (Given.COARSE, "that_and_when")
            elif action is Action.MANAGE and case.role == Role.ADMINISTRATOR and case.sits != "nowhere":
                assert (found.given, found.reason) == (Given.WHOLE, "keeps")
            else:
                assert found.given is Given.NOTHING, (case, action)


def test_letting_go_is_for_officers_who_see_it_whole() -> None:
    """Disclosing is for its author's officers, erasing for those of each body that holds it."""
    for case in (one for one in EVERY if one.hours == 72):
        officer = case.role in {Role.MONITOR_OFFICER, Role.GUARANTOR_LIAISON, Role.PARTY_LIAISON}
        whole = officer and asked(case).given is Given.WHOLE
        assert (asked(case, Action.DISCLOSE).given is Given.WHOLE) == (whole and case.sits == "author"), case
        assert (asked(case, Action.ERASE).given is Given.WHOLE) == (whole and case.sits in {"author", "audience"}), case


@pytest.mark.parametrize("role", Role)
def test_sealing_is_for_those_whose_work_it_is(role: Role) -> None:
    """In one's own body's log alone; a notifier seals what is about sites."""
    for kind in SEALABLE:
        may = {Role.NOTIFIER: kind.startswith("site."), Role.MEDIATOR: False, Role.AUDITOR: False}.get(
            role, role is not Role.ADMINISTRATOR
        )
        about = thing(kind, Marking.RED)
        assert (decide(Asker(role, AUTHOR), Action.SEAL, about, Aspect.WHO, NOW).given is Given.WHOLE) == may
        assert decide(Asker(role, AUDIENCE), Action.SEAL, about, Aspect.WHO, NOW).given is Given.NOTHING
        assert decide(Asker(role, ""), Action.SEAL, replace(about, author=""), Aspect.WHO, NOW).given is Given.NOTHING


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "no.such"},
        {"kind": "zone.declared"},  # known, and never sealed
        {"kind": ""},
        {"sealing": "sealed-somehow"},
        {"sealing": ""},
        {"marking": "TLP:WHITE"},
        {"marking": ""},
    ],
    ids=str,
)
def test_what_no_table_knows_is_nobodys(wrong: dict[str, str]) -> None:
    """An unknown kind, sealing or marking gives nobody anything, not even its author's named officer."""
    about = replace(thing("report.received", Marking.CLEAR, 100), **wrong)  # type: ignore[arg-type]  # what others may write
    for role, action, aspect in product(Role, Action, Aspect):
        assert decide(Asker(role, AUTHOR, "named"), action, about, aspect, NOW).given is Given.NOTHING


def test_an_unknown_role_action_or_aspect_gives_nothing() -> None:
    """Whatever is not asked in the guard's own words is not given."""
    about, officer = thing("report.received", Marking.CLEAR, 100), Asker(Role.MONITOR_OFFICER, AUTHOR)
    stranger = Asker("king", AUTHOR)  # type: ignore[arg-type]  # a word that is no role
    for action, aspect in product(Action, Aspect):
        assert decide(stranger, action, about, aspect, NOW).given is Given.NOTHING
        assert decide(officer, action, about, 8, NOW).given is Given.NOTHING  # type: ignore[arg-type]  # no aspect
        assert decide(officer, "steal", about, aspect, NOW).given is Given.NOTHING  # type: ignore[arg-type]  # no action


def test_a_token_reaches_its_scopes_alone() -> None:
    """What a token was not given for is refused before anything is looked at, open things too."""
    narrow = Asker(Role.MONITOR_OFFICER, AUTHOR, scopes=frozenset({Action.SEE}))
    for about in (thing("report.received", Marking.GREEN), open_thing("zone.declared", AUTHOR)):
        assert decide(narrow, Action.SEE, about, Aspect.WHO, NOW).given is Given.WHOLE
        for action in set(Action) - {Action.SEE}:
            assert decide(narrow, action, about, Aspect.WHO, NOW).reason == "scope"


def test_the_open_record_is_everybodys() -> None:
    """Whoever asks sees, counts and carries it out whole, of any kind; nobody seals, opens or erases it."""
    for kind, role, aspect in product((*KINDS, "no.such"), Role, Aspect):
        for asker in (Asker(role, OTHER_BODY), ANYBODY):
            for action in Action:
                found = decide(asker, action, open_thing(kind, AUTHOR), aspect, NOW)
                reads = action in {*READS, Action.AUDIT}
                assert (found.given, found.reason) == (Given.WHOLE if reads else Given.NOTHING, "open")


OTHER_BODY = "truceline/other"


def test_every_decision_carries_a_reason_of_the_list() -> None:
    """Reasons are a closed list; each of them is given somewhere, with its words."""
    given = {asked(one, action).reason for one in EVERY[::5] for action in Action}
    assert given <= set(REASONS)
    assert set(REASONS) - given == {"open", "scope", "too_fresh", "too_fine", "addressees_only"}
    assert all(asked(one).words == REASONS[asked(one).reason] for one in EVERY[::97])


def test_later_says_from_when() -> None:
    """What is held back for now is given from a moment that is known, where its end is."""
    about = thing("coverage.observed", Marking.GREEN, 71)
    found = decide(Asker(Role.OBSERVER, OTHER_BODY), Action.SEE, about, Aspect.WHEN, NOW)
    assert (found.given, found.until) == (Given.LATER, NOW.plus(3600))
    assert str(found) == f"later: {REASONS['not_here']}"
    assert (
        decide(Asker(Role.OBSERVER, OTHER_BODY), Action.SEE, about, Aspect.WHEN, NOW.plus(3600)).given is Given.COARSE
    )


def test_every_field_has_its_aspect() -> None:
    """What the guard decides by is there for each field of each kind."""
    assert set(ASPECTS) == set(KINDS)
