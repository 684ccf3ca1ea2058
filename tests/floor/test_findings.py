"""A finding: what each column says, which version shows it, what is assumed, and what is withheld before the event."""

from dataclasses import replace
from typing import Any

import pytest

from tests.floor.ground import EXTENT, NOON, SQUARE, event, found, judged, rule, truce
from truceline.agreement import compiled, fingerprint
from truceline.findings import Assessor, Finding, Participant, finding, findings_of
from truceline.period import Instant
from truceline.place import Position, position
from truceline.terms import Candidate, Result

Plain = dict[str, Any]

MIXED: Plain = {"umbrellas": [{"id": "league", "members": ["fox", "wolf"], "open": False}]}
AGAINST_PARTY = rule(reach=[{"against": {"status": "party"}}])
LISTS = [
    {"id": "east-list", "author": "east", "names": "published"},
    {"id": "west-list", "author": "west", "names": "count_only", "opened": "2016-02-01T00:00:00Z",
     "counts": [{"at": "2016-02-20T00:00:00Z", "groups": 30}, {"at": "2016-03-01T12:00:00Z", "groups": 43},
                {"at": "2016-03-02T00:00:00Z", "groups": 69}]},
]  # fmt: skip


def test_a_finding_names_its_event_text_and_sides() -> None:
    """Which event, which agreement by id and hash, whose conduct: all of it is in the finding."""
    agreement = truce(AGAINST_PARTY)
    told = found(agreement, {"b": {"umbrella": "league"}})
    assert (told.event, told.agreement, told.fingerprint) == ("t", "vector", fingerprint(agreement))
    assert told.sides == ("crown", "league")
    accounts = {"candidates": [{"value": ["fox"], "source": "s"}, {"value": "unknown", "source": "t"}]}
    assert found(agreement, {"a": accounts, "b": "nobody"}).sides == ("fox / ?", "")
    assert found(agreement, {"a": {"names": ["Foo Brigade"]}, "b": ["fox", "owl"]}).sides == ("Foo Brigade", "fox, owl")


def test_counts_of_worlds() -> None:
    """How many distinct versions there are, in how many the clause is engaged, in how many it cannot be said."""
    told = found(truce(rule(reach=[{"against": {"status": "party"}}, {"armed": True}]), **MIXED), {
        "b": {"umbrella": "league"},
        "armed": {"candidates": [{"value": True, "source": "s"}, {"value": False, "source": "t"}]},
    })  # fmt: skip
    (clause,) = told.common.clauses
    assert (clause.worlds, clause.yes, clause.unknown) == (
        6,
        2,
        0,
    )  # {fox}, {fox, wolf}: armed or not; {wolf}: likewise
    open_ = found(truce(rule(reach=[{"armed": True}])), {})
    assert (open_.common.worlds, open_.common.clauses[0].yes, open_.common.clauses[0].unknown) == (1, 0, 1)


def test_columns_are_found_by_name() -> None:
    """The common column first; another by its author; one that nobody keeps is an error."""
    told = found(truce(AGAINST_PARTY, lists=LISTS), {"b": ["hare"]})
    assert [column.name for column in told.columns] == ["common", "east", "west"]
    assert told.common is told.columns[0]
    assert told.result is told.common.together is Result.POSSIBLE
    assert told.column("east").together is Result.NOT_REACHED
    with pytest.raises(KeyError):
        told.column("council")


# ── the version that shows it ─────────────────────────────────────────────────────────────────


def test_a_possible_clause_shows_a_version_either_way() -> None:
    """One version in which it is engaged, and one in which it is not, with who took part and what they then were."""
    (clause,) = found(truce(AGAINST_PARTY, **MIXED), {"b": {"umbrella": "league"}}).common.clauses
    assert clause.witness is not None
    assert clause.counter is not None
    assert clause.witness.initiators == (Participant("crown", ("party",)),)  # type: ignore[arg-type]  # a StrEnum
    assert [one.label for one in clause.witness.struck] == ["fox"]
    assert [(one.label, [str(status) for status in one.statuses]) for one in clause.counter.struck] == [
        ("wolf", ["excluded"])
    ]
    assert clause.witness.list_id == "all"
    assert not clause.witness.place_known


@pytest.mark.parametrize(
    ("facts", "result", "shown"),
    [
        ({"armed": True}, Result.CERTAIN, True),
        ({}, Result.UNDETERMINED, True),
        ({"armed": True, "purpose": "training"}, Result.EXCEPTED, True),
        ({"armed": False}, Result.NOT_REACHED, True),
        ({"kind": "siege"}, Result.NOT_ENGAGED, True),
        ({"a": ["folk"]}, Result.CONTRADICTORY, False),
    ],
)
def test_every_result_shows_a_version(facts: Plain, result: Result, shown: bool) -> None:  # noqa: FBT001
    """Whatever the result, some version shows it; where there is none at all, none is shown."""
    rules = rule(reach=[{"armed": True}], exceptions=[{"id": "x", "when": [{"purpose": ["training"]}]}])
    (clause,) = found(truce(rules), {"purpose": "patrol", **facts}).common.clauses
    assert (clause.result, clause.witness is not None, clause.counter) == (result, shown, None)


def test_a_version_says_where_when_and_by_whose_account() -> None:
    """Areas it lies in, since when things stood so, reading and account; numbered as the accounts were stated."""
    zones = [{"id": "z", "groups": [], "geometry": SQUARE, "periods": [{"from": "2016-02-01T00:00:00Z"}]}]
    lines = [{"id": "front", "of": ["crown_side"], "geometry": {"line": [[0, -10], [0, 10]]}, "forward": "right"}]
    agreement = truce(
        rule(reach=[{"inside": ["z"]}, {"within": {"m": 500, "of": ["z"]}}, {"forward_of_own_line": True}],
             readings=[{"id": "wide", "authors": ["east"]}]),
        zones=zones, lines=lines, extent=EXTENT,
    )  # fmt: skip
    accounts = {"candidates": [{"value": "looting", "source": "crown"}, {"value": "attack", "source": "agency"}]}
    facts = {
        "place": {"point": {"lon": "0.5", "lat": "0.5"}},
        "kind": accounts,
        "sources": {"crown": {"roots": ["crown"]}, "agency": {"roots": ["agency"]}},
    }
    (clause,) = found(agreement, facts).common.clauses
    assert (clause.result, clause.set_aside) == (Result.CERTAIN, ("crown",))
    shown = clause.witness
    assert shown is not None
    assert (shown.inside, shown.place_known) == (("front", "z", "z+500m"), True)
    assert shown.at == Instant.parse("2016-02-01T00:00:00Z")  # nothing changed since then
    assert shown.readings == (("R", "wide"),)
    assert shown.versions == (("kind", "1"),)


# ── what is assumed and what is known of lists ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "sections", "closure"),
    [
        ({}, {}, ("no_third_actor",)),
        ({"b": {"umbrella": "league"}}, {}, ("no_third_actor", "umbrella_as_listed")),
        ({}, {"lists": LISTS}, ("no_third_actor", "adherence_constant")),
        ({"place": "unknown"}, {}, ("no_third_actor", "place_not_enumerable")),
    ],
)
def test_what_is_assumed_is_said(facts: Plain, sections: Plain, closure: tuple[str, ...]) -> None:
    """That no third party fired, that an umbrella is as listed, that a status is constant, that a place is vague."""
    assert found(truce(rule(), **sections), facts).closure == closure


@pytest.mark.parametrize(
    ("time", "groups"),
    [
        ({"at": "2016-02-19T23:59:59Z"}, []),
        ({"at": "2016-02-20T00:00:00Z"}, [30]),
        ({"at": NOON}, [43]),
        ({"from": "2016-03-01T11:59:59Z", "to": "2016-03-09T00:00:00Z"}, [30]),
    ],
)
def test_an_unpublished_lists_size_at_the_time(time: Plain, groups: list[int]) -> None:
    """The last count said before the conduct may have begun, of lists whose names are not published alone."""
    sizes = found(truce(rule(), lists=LISTS), {"time": time}).list_sizes
    assert [one.groups for one in sizes] == groups
    assert {(one.list_id, one.author) for one in sizes} <= {("west-list", "west")}


# ── margins ───────────────────────────────────────────────────────────────────────────────────

ZONED: Plain = {"zones": [{"id": "z", "groups": [], "geometry": SQUARE}]}
INSIDE = rule(reach=[{"inside": ["z"]}])


def margins(facts: Plain, marker: Position | None = position("0.5", "0.4")) -> list[tuple[str, int, bool]]:  # noqa: B008
    """The margins of a finding whose place is the marker."""
    agreement = truce(INSIDE, **ZONED)
    told = Assessor(agreement).finding(
        event({"place": {"point": {"lon": "0.5", "lat": "0.4"}}, **facts}, marker=marker)
    )
    return [(one.area, one.metres, one.inside) for one in told.margins]


AFTER = [("z", 44_230, True)]  # 0.4 degree of latitude on the ellipsoid, at the equator


@pytest.mark.parametrize(
    ("facts", "given"),
    [
        ({}, True),
        ({"armed": True}, True),
        ({"intended": True}, False),
        ({"intended": True, "armed": True}, False),
        ({"intended": True, "armed": False}, True),
        ({"intended": True, "armed": {"candidates": [{"value": False, "source": "s"}]}}, True),
        ({"intended": True, "armed": {"candidates": [{"value": False, "source": "s"}, {"value": True, "source": "t"}]}},
         False),
    ],
)  # fmt: skip
def test_before_the_event_what_may_be_armed_gets_no_margin(facts: Plain, given: bool) -> None:  # noqa: FBT001
    """How far from a border is told after the event, and before it only of what every account calls unarmed."""
    assert margins(facts) == (AFTER if given else [])


def test_a_margin_is_of_areas_that_clauses_ask_about_and_of_placed_events() -> None:
    """Outside a zone the margin says so; without a place on the map there is none."""
    assert margins({}, position("1.5", "0.4"))[0][2] is False
    assert margins({}, None) == []


# ── equal questions ───────────────────────────────────────────────────────────────────────────


def test_equal_questions_share_an_answer_and_keep_their_own() -> None:
    """Two events that no clause tells apart have one answer; names, sizes of lists and margins are each event's own."""
    assessor = Assessor(truce(INSIDE, **ZONED))
    place = {"place": {"point": {"lon": "0.5", "lat": "0.4"}}}
    one = assessor.finding(event(place, "one", position("0.5", "0.4")))
    other = assessor.finding(event({"place": {"point": {"lon": "0.6", "lat": "0.3"}}}, "other", position("0.6", "0.3")))
    assert one.columns is other.columns
    assert (one.event, other.event) == ("one", "other")
    assert one.margins != other.margins


def test_an_assessor_says_what_the_evaluator_says() -> None:
    """A finding made once through the assessor is that made by hand from the evaluation."""
    agreement = truce(AGAINST_PARTY, **MIXED)
    facts = {"b": {"umbrella": "league"}}
    by_hand = finding(
        event(facts), agreement, compiled(agreement), fingerprint(agreement),
        findings_of(judged(agreement, facts), agreement),
    )  # fmt: skip
    assert found(agreement, facts) == by_hand
    assert isinstance(by_hand, Finding)


def test_the_beginning_is_the_earliest_by_any_account() -> None:
    """Of two accounts of the time the earlier one counts for the size of a list."""
    agreement = truce(rule(), lists=LISTS)
    told = event({})
    times = [event({"time": {"at": at}}).conduct.time[0].value for at in (NOON, "2016-02-25T00:00:00Z")]
    late_or_early = replace(told, conduct=replace(told.conduct, time=tuple(Candidate(one, "s") for one in times)))
    assert [one.groups for one in Assessor(agreement).finding(late_or_early).list_sizes] == [30]
