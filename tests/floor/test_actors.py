"""Who was what, when, on whose list: the first of six grounds that fits, to the second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.actors import (
    EVERYONES,
    Actor,
    Adherence,
    Count,
    Designation,
    Outsider,
    Roster,
    Standing,
    Status,
    StatusList,
    Tenure,
)
from truceline.period import ALWAYS, Instant, Period

T = Instant.parse("2016-02-26T12:00Z")
BEFORE, AFTER = Period(None, T), Period(T, None)
EAST = StatusList("east-list", "east", published=True, recognises=("council",), opened=None, source="E")
WEST = StatusList("west-list", "west", published=True, recognises=(), opened=None, source="W")
COUNTED = StatusList("counted", "west", published=False, recognises=(), opened=T, source="C")
GROUP = Actor("fox", {}, "armed_group")


def standing(
    adherence: list[Adherence] | None = None,
    designations: list[Designation] | None = None,
    outsiders: list[Outsider] | None = None,
    *,
    book: StatusList | None = EAST,
    at: Instant = T,
) -> list[tuple[str, str]]:
    """The fox's possible statuses with their grounds, on one list at one instant."""
    roster = Roster([GROUP], lists=[book] if book else [], adherence=adherence or [],
                    designations=designations or [], outsiders=outsiders or [])  # fmt: skip
    return [(str(one.status), one.ground) for one in roster.standings("fox", book.id if book else EVERYONES, at)]


def adheres(period: Period = ALWAYS, *attested_by: str) -> Adherence:
    """An adherence of the fox, attested by the east if by nobody else."""
    return Adherence("fox", period, attested_by or ("east",), "S")


EXCLUDED, PARTY = [("excluded", "designated")], [("party", "attested")]
OUTSIDE, ENDED = [("non_party", "said_outside")], [("non_party", "ended")]
NOTHING = [("unlisted", "nothing_said")]
EITHER = [("party", "names_not_published"), ("unlisted", "names_not_published")]


def test_the_six_grounds_in_their_order() -> None:
    """Each ground stands before those below it: designated, attested, said outside, ended, may be named, nothing."""
    designated, outside = Designation("fox", "council", ALWAYS, "D"), Outsider("fox", None, ALWAYS, "O")
    ended = adheres(BEFORE, "east", "west")
    assert standing([adheres(), ended], [designated], [outside]) == EXCLUDED
    assert standing([adheres(), ended], [], [outside]) == PARTY
    assert standing([ended], [], [outside]) == OUTSIDE
    assert standing([ended]) == ENDED
    assert standing([ended], book=COUNTED) == ENDED
    assert standing([], book=COUNTED) == EITHER
    assert standing() == NOTHING


@pytest.mark.parametrize(
    ("seconds", "period", "inside"),
    [(-1, AFTER, False), (0, AFTER, True), (-1, BEFORE, True), (0, BEFORE, False)],
)
def test_every_ground_begins_and_ends_at_its_second(seconds: int, period: Period, inside: bool) -> None:  # noqa: FBT001
    """At the second of a change the new standing holds; one second before it, the old one."""
    at = T.plus(seconds)
    assert (standing([], [Designation("fox", "council", period, "D")], at=at) == EXCLUDED) is inside
    assert (standing([], [], [Outsider("fox", "east", period, "O")], at=at) == OUTSIDE) is inside
    assert (standing([adheres(period)], at=at) == PARTY) is inside


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(-3601, NOTHING), (-3600, PARTY), (-1, PARTY), (0, ENDED), (10**9, ENDED)],
)
def test_an_adherence_that_ended_leaves_a_non_party(seconds: int, expected: list[tuple[str, str]]) -> None:
    """Before it began there was nothing; from the second it ended, the actor stands outside."""
    assert standing([adheres(Period(T.plus(-3600), T))], at=T.plus(seconds)) == expected


def test_adhering_again_counts_over_having_left() -> None:
    """An adherence in force stands before one that has ended, whichever is written first."""
    left, back = adheres(BEFORE), adheres(Period(T.plus(10), None))
    for declared in ([left, back], [back, left]):
        assert standing(declared, at=T.plus(9)) == ENDED
        assert standing(declared, at=T.plus(10)) == PARTY


def test_whose_word_counts_on_whose_list() -> None:
    """A list heeds its author's attestations and designations, authorities it recognises, and no others."""
    assert standing([adheres(ALWAYS, "west")]) == NOTHING
    assert standing([adheres(ALWAYS, "west", "east")]) == PARTY
    assert standing([], [Designation("fox", "west", ALWAYS, "D")]) == NOTHING
    assert standing([], [Designation("fox", "east", ALWAYS, "D")]) == EXCLUDED
    assert standing([], [Designation("fox", "council", ALWAYS, "D")], book=WEST) == NOTHING
    assert standing([], [], [Outsider("fox", "west", ALWAYS, "O")]) == NOTHING
    assert standing([], [], [Outsider("fox", None, ALWAYS, "O")], book=WEST) == OUTSIDE


def test_without_lists_everybodys_word_counts() -> None:
    """An agreement that declares no list has one on which every declaration counts."""
    assert standing([adheres(ALWAYS, "anybody")], book=None) == PARTY
    assert standing([], [Designation("fox", "anybody", ALWAYS, "D")], book=None) == EXCLUDED
    assert standing([], [], [Outsider("fox", "anybody", ALWAYS, "O")], book=None) == OUTSIDE
    assert standing(book=None) == NOTHING


@pytest.mark.parametrize(("seconds", "expected"), [(-1, NOTHING), (0, EITHER), (1, EITHER)])
def test_a_list_of_numbers_may_name_a_group_from_its_opening(seconds: int, expected: list[tuple[str, str]]) -> None:
    """Where only a count was published, a group is a party or unlisted: two answers, party first."""
    assert standing(book=COUNTED, at=T.plus(seconds)) == expected


@pytest.mark.parametrize("kind", ["state", "civilians", "organisation", "locality"])
def test_a_list_of_numbers_counts_groups_alone(kind: str) -> None:
    """What is no armed group is not hidden among the names of a list of groups."""
    roster = Roster([Actor("x", {}, kind)], lists=[COUNTED])
    assert roster.standings("x", "counted", T) == (Standing(Status.UNLISTED, "nothing_said"),)
    assert roster.standings("nobody-knows", "counted", T) == (Standing(Status.UNLISTED, "nothing_said"),)


def test_a_list_of_numbers_without_an_opening_is_always_open() -> None:
    """Where it is not said when the list was opened, it may have named a group at any time."""
    always = StatusList("counted", "west", published=False, recognises=(), opened=None)
    assert standing(book=always, at=T.plus(-(10**9))) == EITHER


def test_a_standing_names_its_source() -> None:
    """Each standing carries the source it rests on; where nothing is said there is none."""
    roster = Roster([GROUP], lists=[EAST, COUNTED], adherence=[adheres()])
    assert roster.standings("fox", "east-list", T)[0].source == "S"
    assert {one.source for one in roster.standings("fox", "counted", T)} == {"C"}
    assert Roster([GROUP]).standings("fox", EVERYONES, T)[0].source == ""


# ── belonging ─────────────────────────────────────────────────────────────────────────────────


def tied(*ties: tuple[str, str, Period]) -> Roster:
    """Actors a to d with these belongings; each has a role of its own name."""
    return Roster([
        Actor(name, {}, "armed_group", roles=(Tenure(f"role-{name}", ALWAYS, ""),),
              part_of=tuple(Tenure(of, period, "") for one, of, period in ties if one == name))
        for name in "abcd"
    ])  # fmt: skip


def test_belonging_passes_on() -> None:
    """A part of a part has the roles of the whole; the whole has not those of its parts."""
    roster = tied(("a", "b", ALWAYS), ("b", "c", ALWAYS))
    assert roster.wholes("a", T) == {"a", "b", "c"}
    assert roster.roles("a", T) == {"role-a", "role-b", "role-c"}
    assert roster.wholes("c", T) == {"c"}


def test_belonging_in_a_circle_ends() -> None:
    """Two that are declared parts of each other are each other's whole, and the question still ends."""
    roster = tied(("a", "b", ALWAYS), ("b", "a", ALWAYS), ("c", "c", ALWAYS))
    assert roster.wholes("a", T) == roster.wholes("b", T) == {"a", "b"}
    assert roster.wholes("c", T) == {"c"}


@pytest.mark.parametrize(("seconds", "wholes"), [(-1, {"a", "c"}), (0, {"a", "b", "d"})])
def test_belonging_changes_at_its_second(seconds: int, wholes: set[str]) -> None:
    """A group that changes sides belongs to the new one from that second, with all that the new one belongs to."""
    roster = tied(("a", "c", BEFORE), ("a", "b", AFTER), ("b", "d", AFTER))
    assert roster.wholes("a", T.plus(seconds)) == wholes


def test_roles_have_their_time_and_their_actors() -> None:
    """A role ends when it ends; who is not in the roster has none; an undeclared whole gives none."""
    fox = Actor("fox", {}, "armed_group", roles=(Tenure("league", BEFORE, ""),), part_of=(Tenure("ghost", ALWAYS, ""),))
    roster = Roster([fox])
    assert [roster.roles("fox", T.plus(seconds)) for seconds in (-1, 0)] == [{"league"}, frozenset()]
    assert roster.roles("stranger", T) == frozenset()
    assert roster.wholes("fox", T) == {"fox", "ghost"}


def test_status_is_not_inherited() -> None:
    """A part of an adhering whole has its role, and not its adherence."""
    roster = Roster(
        [Actor("crown", {}, "state"), Actor("guard", {}, "armed_group", part_of=(Tenure("crown", ALWAYS, ""),))],
        adherence=[Adherence("crown", ALWAYS, ("east",), "S")],
    )
    assert roster.standings("crown", EVERYONES, T)[0].status is Status.PARTY
    assert roster.standings("guard", EVERYONES, T)[0].status is Status.UNLISTED


# ── counts and changes ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("seconds", "groups"), [(-1, None), (0, 30), (9, 30), (10, 43)])
def test_the_last_count_said_so_far(seconds: int, groups: int | None) -> None:
    """A count holds from its second until the next one."""
    book = StatusList("l", "w", published=False, recognises=(), opened=None,
                      counts=(Count(T, 30, "S"), Count(T.plus(10), 43, "S")))  # fmt: skip
    count = book.count_at(T.plus(seconds))
    assert (count.groups if count else None) == groups


def test_changes_are_the_ends_of_everything_that_has_a_time() -> None:
    """Every bounded end of a status, role, belonging or opening is a change; what always was is none."""
    seconds = iter(range(12))

    def span() -> Period:
        return Period(Instant(next(seconds)), Instant(next(seconds)))

    actor = Actor("a", {}, "state", roles=(Tenure("r", span(), ""), Tenure("always", ALWAYS, "")),
                  part_of=(Tenure("b", span(), ""),))  # fmt: skip
    roster = Roster(
        [actor],
        lists=[StatusList("l", "w", published=False, recognises=(), opened=Instant(next(seconds)))],
        adherence=[Adherence("a", span(), ("w",), ""), Adherence("a", ALWAYS, ("w",), "")],
        designations=[Designation("a", "w", span(), "")],
        outsiders=[Outsider("a", None, Period(Instant(next(seconds)), None), "")],
    )
    assert roster.changes() == {Instant(number) for number in range(10)}


bounds = st.lists(st.integers(0, 20), min_size=2, max_size=2, unique=True).map(sorted)
periods = bounds.map(lambda two: Period(Instant(two[0]), Instant(two[1])))


@given(
    st.lists(st.tuples(periods, st.sampled_from(["east", "west"])), max_size=3),
    st.lists(st.tuples(periods, st.sampled_from(["east", "west", "council"])), max_size=2),
    st.lists(st.tuples(periods, st.sampled_from([None, "east", "west"])), max_size=2),
)
def test_nothing_changes_between_changes(
    adherence: list[tuple[Period, str]],
    designations: list[tuple[Period, str]],
    outsiders: list[tuple[Period, str | None]],
) -> None:
    """Between two changes no list says anything new of anybody."""
    roster = Roster(
        [GROUP],
        lists=[EAST, COUNTED],
        adherence=[Adherence("fox", period, (by,), "") for period, by in adherence],
        designations=[Designation("fox", by, period, "") for period, by in designations],
        outsiders=[Outsider("fox", by, period, "") for period, by in outsiders],
    )
    changes = roster.changes()
    for second in range(-1, 22):
        before, now = Instant(second - 1), Instant(second)
        for book in roster.lists:
            same = roster.standings("fox", book, before) == roster.standings("fox", book, now)
            assert same or now in changes
