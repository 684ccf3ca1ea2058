"""A fork never helps its maker: of all histories, the heaviest result where it may be accused, else the lightest."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.floor.ground import event, rule, truce
from tests.kinds.examples import GOOD
from tests.state.chance import prove
from tests.state.ground import REPORT, Ground
from tests.state.logs import Writer
from truceline.actors import Status
from truceline.agreement import canonical
from truceline.claims import Event
from truceline.findings import Assessor
from truceline.findings.model import ClauseSummary, ColumnSummary
from truceline.findings.summary import of_findings
from truceline.period import Instant
from truceline.state import State, branches, fold, in_force, may_be_accused, worst_for
from truceline.terms import Result

# A clause on attacks among those who adhere, and one that reaches whoever strikes inside a declared zone.
BOUND = [
    rule("peace", reach=[{"by": {"status": "party"}}, {"against": {"status": "party"}}]),
    rule("zone", reach=[{"inside": ["safe"]}]),
]
SAFE = {"polygon": [[[50, 50], [51, 50], [51, 51], [50, 51], [50, 50]]]}
TEXT = truce(
    *BOUND,
    actors=[
        {"id": "crown", "kind": "state", "roles": [{"role": "crown_side"}]},
        {"id": "fox", "kind": "armed_group", "roles": [{"role": "league"}]},
        {"id": "hare", "kind": "armed_group"},
        {"id": "east", "kind": "state"},
        {"id": "west", "kind": "state"},
    ],
    umbrellas=[],
    adherence=[],
    designations=[],
    zones=[{"id": "first", "groups": ["safe"], "geometry": SAFE}],
    guarantors=[{"actor": "east", "stands_with": ["crown_side"]}, {"actor": "west", "stands_with": ["league"]}],
)
AT = {"time": {"at": "2031-05-20T00:00:00Z"}, "place": {"point": {"lon": "0.5", "lat": "0.5"}}}
EVENTS = [
    event({"a": [a], "b": [b], **AT, **({"direction": "a_to_b"} if told else {"direction": None})}, f"{a}-{b}-{told}")
    for a, b, told in (
        ("fox", "crown", True),
        ("crown", "fox", True),
        ("hare", "crown", True),
        ("crown", "hare", True),
        ("hare", "fox", False),
    )
]


Judge = Callable[[Event], tuple[ColumnSummary, ...]]


class Play:
    """A forker's two histories, told at random, over one truce."""

    def __init__(self, rng: Random, forker: str) -> None:
        """Everybody says something; then one log goes two ways, and perhaps somebody proves it."""
        self.rng, self.ground = rng, Ground()
        ground = self.ground
        ground.fingerprint = ground.blobs.put(canonical(TEXT))
        proposed = ground.watch.add(
            "agreement.proposed",
            {"title": {"en": "t"}, "id": "t", "fingerprint": ground.fingerprint, "form": ground.fingerprint},
        )
        ground.adopt(proposed)
        self.forker = next(one for one in ground.writers if one.name == forker)
        for writer in ground.writers:
            self._say(writer, rng.randrange(3))
        self.other = self.forker.forked(rng.randint(1, len(self.forker.entries)))
        for history in (self.forker, self.other):
            self._say(history, rng.randint(1, 4))
            history.add("report.received", REPORT)  # so that the histories differ
            if rng.random() < 0.5:
                ground.watch.anchor(history.head(rng.randint(1, len(history.entries))))
        prove(ground.watch, *self._of_one_size())

    def _of_one_size(self) -> tuple[Writer, Writer]:
        size = min(len(self.forker.entries), len(self.other.entries))
        return self.forker.forked(size), self.other.forked(size)

    def _say(self, writer: Writer, times: int) -> None:
        for _ in range(times):
            self.rng.choice((self._adhere, self._leave, self._attest, self._exclude, self._draw))(writer)

    def _adhere(self, writer: Writer) -> None:
        said = {"actor": writer.actor, "since": "2031-05-02T00:00:00Z", "agreement": self.ground.fingerprint}
        writer.add("adherence.declared", said)

    def _leave(self, writer: Writer) -> None:
        own = [one for one in writer.entries if one.kind == "adherence.declared"]
        if own:
            writer.add("adherence.ended", {"actor": writer.actor, "at": "2031-05-10T00:00:00Z"}, own[-1])

    def _attest(self, writer: Writer) -> None:
        actor = self.rng.choice(("hare", "fox", "crown"))
        said = {"actor": actor, "since": "2031-05-02T00:00:00Z", "agreement": self.ground.fingerprint}
        how = {"how": "a letter", "said": "2031-05-01T00:00:00Z"}
        writer.add("attested", {"actor": actor, "kind": "adherence.declared", "payload": said, **how})

    def _exclude(self, writer: Writer) -> None:
        actor, period = self.rng.choice(("hare", "fox", "crown")), ["2031-05-02T00:00:00Z", None]
        why = {"authority": "ours", "reason": {"en": "w"}}
        writer.add("designation.declared", {"actor": actor, "period": period, **why})

    def _draw(self, writer: Writer) -> None:
        square = [[0, 0, 10_000_000, 0, 10_000_000, 10_000_000, 0, 10_000_000]]
        said = {"id": f"z{len(writer.entries)}", "names": {"en": "z"}, "area": square, "groups": ["safe"]}
        writer.add("zone.declared", said)

    # ── what it comes to ──────────────────────────────────────────────────────────────────────

    def held(self) -> dict[str, list[list[bytes]]]:
        """Every history of every log."""
        held = {one.origin: [one.leaves] for one in self.ground.writers}
        held[self.forker.origin].append(self.other.leaves)
        return held

    def told_to_one(self) -> list[State]:
        """What each reader of one history alone would have seen, had nobody compared."""
        logs = {one.origin: one.leaves for one in self.ground.writers}
        histories = (self.forker.leaves, self.other.leaves)
        states = [fold(logs | {self.forker.origin: one}, self.ground.blobs, heeds_forks=False) for one in histories]
        return [*states, *(fold(logs | {self.forker.origin: one}, self.ground.blobs) for one in histories)]

    def judge(self, state: State) -> Judge:
        """How a state judges an event; where the fork leaves no text in force, nothing is judged."""
        found = in_force(state.shelf, self.ground.blobs)
        return (lambda _: ()) if found is None else partial(columns_of, Assessor(found))


def columns_of(assessor: Assessor, one: Event) -> tuple[ColumnSummary, ...]:
    """What every column says of an event."""
    return of_findings(assessor.finding(one).columns)


def weights(columns: tuple[ColumnSummary, ...]) -> dict[tuple[str, str], int]:
    """The weight of each clause, and of all together, in each column."""
    found = {(column.name, clause.rule): clause.result.weight for column in columns for clause in column.clauses}
    return found | {(column.name, ""): column.together.weight for column in columns}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["fox", "crown", "east", "west"]))
def test_no_fork_improves_any_result_for_its_maker(seed: int, forker: str) -> None:
    """Against what any reader of one history would have found, the forker is never better off for having told two."""
    play = Play(Random(seed), forker)  # noqa: S311 - chance, not secrecy
    judges = [play.judge(state) for state in branches(play.held(), play.ground.blobs)]
    readers = [play.judge(state) for state in play.told_to_one()]
    for one in EVENTS:
        accused = may_be_accused(forker, TEXT, one)
        whole = weights(worst_for(forker, TEXT, one, [judge(one) for judge in judges]))
        for reader in readers:
            for key, weight in weights(reader(one)).items():
                if accused:
                    assert whole[key] >= weight
                else:
                    assert whole[key] <= max(weight, Result.NOT_ENGAGED.weight)


@pytest.mark.parametrize(
    ("forker", "named", "expected"),
    [
        ("fox", "fox-crown-True", True),
        ("west", "fox-crown-True", True),
        ("east", "fox-crown-True", False),
        ("crown", "fox-crown-True", False),
        ("fox", "hare-fox-False", True),
        ("fox", "crown-hare-True", False),
    ],
)
def test_who_may_be_accused(forker: str, named: str, expected: bool) -> None:  # noqa: FBT001 - a case of a table
    """Whoever began by any source, and whoever vouches for it, may be accused; with direction unsaid, both sides."""
    one = next(one for one in EVENTS if one.id == named)
    assert may_be_accused(forker, TEXT, one) is expected


def test_a_record_without_forks_has_one_state() -> None:
    """Where every log has one history and nothing is proved, there is one state, the plain one."""
    ground = Ground()
    ground.agree()
    held = {one.origin: [one.leaves] for one in ground.writers}
    states = list(branches(held, ground.blobs))
    assert [one.digest for one in states] == [ground.state().digest]


def test_each_history_is_folded_heeded_and_not() -> None:
    """A forked log has a state for each of its histories, as far as it counts and as if nobody had proved the fork."""
    ground = Ground()
    ground.zone(ground.fox)
    other = ground.fox.forked(1)
    other.add("report.received", REPORT)
    prove(ground.watch, ground.fox, other)
    held = {one.origin: [one.leaves] for one in ground.writers}
    held[ground.fox.origin].append(other.leaves)
    states = list(branches(held, ground.blobs))
    stopped = ["stopped_by_fork" in "".join(one.lines) for one in states]
    assert stopped == [True, False, True, False]


def column(name: str, result: Result, *rules: str) -> ColumnSummary:
    """A column in which every clause comes to the same."""
    clauses = tuple(ClauseSummary(one, result, 1, 0, 1, (), ()) for one in rules)
    return ColumnSummary(
        name, 1, too_many=False, together=result, together_clauses=(), leaned_on=(), rebutted=(), clauses=clauses
    )


def result_of(forker: str, one: Event, *found: list[ColumnSummary]) -> dict[str, Any]:
    """What columns come to, by name."""
    return {c.name: (c.together, {x.rule: x.result for x in c.clauses}) for c in worst_for(forker, TEXT, one, found)}


def test_a_column_or_clause_that_a_branch_lacks_says_nothing_there() -> None:
    """For a forker who is accused the heaviest counts wherever it stands; for one who may gain, absence is lightest."""
    accused, gaining = EVENTS[0], EVENTS[1]
    found = (
        [column("common", Result.CERTAIN, "R", "S"), column("west", Result.POSSIBLE, "R")],
        [column("common", Result.EXCEPTED, "R")],
    )
    assert result_of("fox", accused, *found) == {
        "common": (Result.CERTAIN, {"R": Result.CERTAIN, "S": Result.CERTAIN}),
        "west": (Result.POSSIBLE, {"R": Result.POSSIBLE}),
    }
    assert result_of("fox", gaining, *found) == {
        "common": (Result.EXCEPTED, {"R": Result.EXCEPTED, "S": Result.NOT_ENGAGED}),
        "west": (Result.NOT_ENGAGED, {"R": Result.NOT_ENGAGED}),
    }


def test_what_a_fork_would_undo_stands() -> None:
    """A group that adhered, was seen to, and then forks its adherence away is judged as one that adhered."""
    play = Play(Random(7), "fox")  # noqa: S311 - chance, not secrecy
    play.ground.crown.add(
        "adherence.declared",
        {"actor": "crown", "since": "2031-05-02T00:00:00Z", "agreement": play.ground.fingerprint},
    )
    said = {"actor": "fox", "since": "2031-05-02T00:00:00Z", "agreement": play.ground.fingerprint}
    writer = play.forker
    writer.entries = writer.entries[:1]
    writer.add("adherence.declared", said)
    other = writer.forked(1)
    other.add("report.received", GOOD["report.received"])
    play.other = other
    found = [in_force(state.shelf, play.ground.blobs) for state in branches(play.held(), play.ground.blobs)]
    at = Instant.parse("2031-05-20T00:00:00Z")
    statuses = [one.roster.standings("fox", "all", at)[0].status for one in found if one is not None]
    assert set(statuses) == {Status.PARTY, Status.UNLISTED}
    judged = [columns_of(Assessor(one), EVENTS[0]) for one in found if one is not None]
    assert {one[0].together for one in judged} == {Result.CERTAIN, Result.NOT_REACHED}
    assert worst_for("fox", TEXT, EVENTS[0], judged)[0].together is Result.CERTAIN
