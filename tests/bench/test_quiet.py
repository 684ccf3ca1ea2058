"""A round counts only if nobody else used the machine meanwhile."""

from bench.quiet import Noise, Reading, Round, Sifted, between, reading, sift

BEFORE = Reading(busy_s=100.0, idle_s=50.0, stolen_s=1.0, own_s=3.0)
QUIET, NOISY, UNTOLD = Noise(0.01, 0.0), Noise(0.3, 0.0), Noise(None, None)


def test_what_others_used_is_busy_time_that_is_not_our_own() -> None:
    """Two processors for a second: ours 1.5 s of them, others 0.2, idle 0.2, stolen 0.1."""
    noise = between(BEFORE, Reading(busy_s=101.7, idle_s=50.2, stolen_s=1.1, own_s=4.5))
    assert noise.others is not None
    assert noise.stolen is not None
    assert (round(noise.others, 6), round(noise.stolen, 6), noise.quiet) == (0.1, 0.05, False)


def test_our_own_work_is_no_noise() -> None:
    """All processors ours: quiet, be it that the two clocks tick differently."""
    assert between(BEFORE, Reading(busy_s=101.9, idle_s=50.0, stolen_s=1.0, own_s=5.0)) == Noise(0.0, 0.0)


def test_stolen_time_alone_makes_a_round_noisy() -> None:
    """What the hypervisor takes is lost as well."""
    assert not Noise(0.0, 0.03).quiet


def test_where_nobody_can_tell_a_round_counts() -> None:
    """No reading, or one too short for the clock: unknown, and not thrown out."""
    assert between(None, BEFORE) == between(BEFORE, BEFORE) == UNTOLD
    assert UNTOLD.quiet


def test_noisy_rounds_are_thrown_out_and_counted() -> None:
    """The quiet ones are left, in their order."""
    rounds = [Round(1.0, QUIET), Round(9.0, NOISY), Round(2.0, UNTOLD)]
    assert sift(rounds) == Sifted((rounds[0], rounds[2]), thrown_out=1, noisy=False)


def test_without_a_quiet_round_all_are_left_and_it_is_said() -> None:
    """A figure of a busy machine is marked as one."""
    rounds = [Round(1.0, NOISY), Round(9.0, NOISY)]
    assert sift(rounds) == Sifted(tuple(rounds), thrown_out=0, noisy=True)


def test_own_time_can_be_that_of_other_processes() -> None:
    """A bench over several processes says itself what they used; None where the system tells nothing."""
    found = reading(own_s=12.5)
    assert found is None or found.own_s == 12.5
