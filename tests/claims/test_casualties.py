"""Numbers of harmed: one vote for each origin, silence left out, totals kept as told."""

import pytest

from tests.claims.saying import OUTLETS, said
from truceline.claims import Casualties, Claim, Modality, casualties, roots
from truceline.claims.claims import Count


def killed(*steps: str, count: Count | None = None, unit: str = "killed", article: str = "") -> Claim:
    return said(*steps, count=count, unit=unit if count else "", article=article)


def told(*claims: Claim, totals: dict[int, list[int]] | None = None) -> tuple[Casualties, ...]:
    return casualties(claims, roots(claims, OUTLETS), totals)


def test_ten_outlets_on_one_figure_are_one_vote() -> None:
    ten = [killed(f"o{i}", "cites:post", "said:folk/clerk", count=(40, 40)) for i in range(10)]
    (found,) = told(*ten, killed("river", "said:folk/baker", count=(12, 15)))
    assert (found.unit, found.low, found.high, found.silent) == ("killed", 12, 40, 0)
    assert [(len(one.claims), one.low, one.high) for one in found.votes] == [(10, 40, 40), (1, 12, 15)]


def test_an_origins_vote_is_all_that_is_told_of_it() -> None:
    (found,) = told(
        killed("river", "cites:post", "said:folk/x", count=(3, 3)),
        killed("herald", "cites:post", "said:folk/x", count=(5, 7)),
    )
    assert [(one.low, one.high) for one in found.votes] == [(3, 7)]


def test_silence_is_no_zero() -> None:
    (found,) = told(killed("river", count=(4, 4)), killed("herald"))
    assert (found.low, found.high, found.silent) == (4, 4, 1)
    (nothing,) = told(killed("herald"))
    assert (nothing.unit, nothing.low, nothing.high, nothing.votes, nothing.silent) == ("", None, None, (), 1)
    (zero,) = told(killed("herald", count=(0, 0)))
    assert (zero.low, zero.high) == (0, 0)


def test_at_least_so_many_has_no_most() -> None:
    """An open end is nobody's number: what another origin says bounds it no more than silence does."""
    (found,) = told(killed("river", count=(9, None)), killed("herald", count=(40, 40)))
    assert (found.low, found.high) == (9, None)
    assert [(one.low, one.high) for one in found.votes] == [(9, None), (40, 40)]
    claims = [killed("river", count=one, article="a") for one in ((9, 9), (2, None), (5, 5))]
    assert told(*claims, totals={0: [1, 2]})[0].sums[0].words == "9 in all, 7 or more in its 2 parts"
    opened = [killed("river", count=one, article="a") for one in ((9, None), (2, 2), (5, 5))]
    assert not told(*opened, totals={0: [1, 2]})[0].sums[0].adds_up


def test_units_stay_apart() -> None:
    injured, dead = told(
        killed("river", count=(4, 4), article="a"), killed("river", count=(9, 9), unit="injured", article="a")
    )
    assert (injured.unit, injured.low, dead.unit, dead.low) == ("injured", 9, "killed", 4)


def test_a_denial_gives_no_number() -> None:
    denied = said("river", count=(0, 0), unit="killed", modality=Modality.DENIED)
    (found,) = told(denied, killed("herald", count=(2, 2)))
    assert (found.low, found.silent) == (2, 1)


def test_a_total_that_does_not_add_up_is_kept_and_said() -> None:
    """The parts have no vote of their own: they are in the total."""
    claims = [killed("river", count=one, article="a") for one in ((15, 15), (7, 7), (5, 6), None)]
    (found,) = told(*claims, totals={0: [1, 2]})
    assert (found.low, found.high) == (15, 15)
    assert not found.sums[0].adds_up
    assert found.sums[0].words == "15 in all, 12 to 13 in its 2 parts: it does not add up, and is kept as it was said"
    fits = [killed("river", count=one, article="a") for one in ((10, 20), (7, 7), (5, 6))]
    assert told(*fits, totals={0: [1, 2]})[0].sums[0].words == "10 to 20 in all, 12 to 13 in its 2 parts"


@pytest.mark.parametrize("parts", [[], [1], [2]])
def test_parts_must_be_numbers_of_the_same_unit(parts: list[int]) -> None:
    claims = [killed("river", count=(3, 3)), killed("river"), killed("river", count=(1, 1), unit="injured")]
    with pytest.raises(ValueError, match="claim 0: a number, and a number of the same unit in each of its parts"):
        told(*claims, totals={0: parts})
