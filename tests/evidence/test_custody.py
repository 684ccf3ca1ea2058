"""A chain of custody tells every step, and every gap as a gap."""

import pytest

from truceline.desk.evidence.custody import GAPS, Chain, Original, Signature, Step, Way, chained
from truceline.period import Instant

NOON = Instant.parse("2031-05-01T12:00:00Z")
FILE = frozenset({"a" * 64})
WHOLE = (Original(1, "image/jpeg", 10, whole=True),)


def step(way: Way, after_s: int, by: str = "desk", **more: object) -> Step:
    at = NOON.plus(after_s)
    told = {"files": FILE, "collected": at if way is Way.RECEIVED else None, "receipt": way is Way.TRANSFERRED}
    facts = {"entered": at, "place": f"log#{after_s}", "left": at, "signature": Signature.HOLDS, "words": ""}
    return Step(way, f"{after_s:032x}", at=at, by=by, **{**facts, **told, **more})  # type: ignore[arg-type]


def reasons(chain: Chain) -> list[str]:
    return [one.reason for one in chain.gaps]


def test_a_chain_with_nothing_missing_is_unbroken() -> None:
    """Whatever order the steps are found in, they are told in the order in which they were done."""
    steps = [
        step(Way.EXAMINED, 60),
        step(Way.TRANSFERRED, 120, to="lab"),
        step(Way.RECEIVED, 0),
        step(Way.EXAMINED, 180, by="lab"),
    ]
    chain = chained(steps, WHOLE)
    assert [one.way for one in chain.steps] == [Way.RECEIVED, Way.EXAMINED, Way.TRANSFERRED, Way.EXAMINED]
    assert chain.unbroken


LACKING: list[tuple[list[Step], str]] = [
    ([step(Way.RECEIVED, 7200, collected=NOON)], "before_receipt"),
    ([step(Way.RECEIVED, 0, entered=NOON.plus(2 * 86_400))], "entered_late"),
    ([step(Way.RECEIVED, 0, place="")], "not_in_log"),
    ([step(Way.RECEIVED, 0, committed=False)], "not_committed"),
    ([step(Way.RECEIVED, 0, signature=Signature.NONE)], "not_signed"),
    ([step(Way.RECEIVED, 0, signature=Signature.BROKEN)], "signature_broken"),
    ([step(Way.RECEIVED, 0), step(Way.TRANSFERRED, 1, to="lab", receipt=False)], "no_receipt"),
    ([step(Way.RECEIVED, 0), step(Way.EXAMINED, 60, by="lab")], "hands"),
    ([step(Way.RECEIVED, 0), step(Way.EXAMINED, -60)], "backwards"),
    ([step(Way.RECEIVED, 0, collected=NOON.plus(1))], "backwards"),
    ([step(Way.RECEIVED, 0), step(Way.EXAMINED, 60, files=FILE | {"b" * 64})], "not_received"),
    ([step(Way.EXAMINED, 60)], "not_received"),
    ([step(Way.ERASED, 60, files=frozenset())], "erased"),
]


@pytest.mark.parametrize(("steps", "gap"), LACKING)
def test_what_is_missing_is_a_gap(steps: list[Step], gap: str) -> None:
    """Each kind of gap is told by its own word, and nothing else is made of it."""
    assert reasons(chained(steps, WHOLE)) == [gap]


def test_every_gap_there_is_can_be_shown() -> None:
    """The table above and the next test hold them all."""
    assert {gap for _, gap in LACKING} | {"original_missing"} == set(GAPS)


def test_an_original_that_is_not_here_is_a_gap() -> None:
    chain = chained([step(Way.RECEIVED, 0)], (*WHOLE, Original(2, "", 0, whole=False)))
    assert reasons(chain) == ["original_missing"]


def test_a_gap_says_between_whom_and_from_when_until_when() -> None:
    chain = chained([step(Way.RECEIVED, 0), step(Way.EXAMINED, 3600, by="lab")], WHOLE)
    (gap,) = chain.gaps
    assert (gap.start, gap.end) == (NOON, NOON.plus(3600))
    assert gap.words.endswith("from desk to lab")


def test_what_was_handed_over_may_be_gone_on_with_by_both() -> None:
    """A file that was handed over is a copy: who had it before still has it."""
    steps = [
        step(Way.RECEIVED, 0),
        step(Way.TRANSFERRED, 1, to="lab"),
        step(Way.EXAMINED, 2),
        step(Way.EXAMINED, 3, by="lab"),
    ]
    assert chained(steps, WHOLE).unbroken
