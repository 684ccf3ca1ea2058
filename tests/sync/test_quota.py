"""What a flood meets: how long to wait, and nobody else's wait the longer for it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.desk.node.sync import quota
from truceline.desk.node.sync.quota import Quota


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_burst_passes_and_what_follows_waits() -> None:
    """A full bucket is let through; after it the answer is the seconds until one more would be."""
    bucket = Quota(rate=2.0, burst=3.0, clock=Clock())
    assert [bucket.take("north") for _ in range(4)] == [0, 0, 0, 1]


def test_whoever_waits_as_told_is_let_in() -> None:
    """The wait told is enough, and half of it is not."""
    clock = Clock()
    bucket = Quota(rate=0.5, burst=1.0, clock=clock)
    assert bucket.take("north") == 0
    wait_s = bucket.take("north")
    assert wait_s == 2
    clock.now_s += 1
    assert bucket.take("north") == 1
    clock.now_s += 1
    assert bucket.take("north") == 0


def test_a_flood_by_one_is_nobody_elses_wait() -> None:
    """Each has a bucket of its own."""
    bucket = Quota(rate=1.0, burst=1.0, clock=Clock())
    for _ in range(1000):
        bucket.take("hostile")
    assert bucket.take("hostile") > 0
    assert bucket.take("south") == 0


def test_refused_asking_costs_nothing_more() -> None:
    """A thousand refused requests do not lengthen the wait."""
    bucket = Quota(rate=1.0, burst=1.0, clock=Clock())
    assert bucket.take("north") == 0
    assert {bucket.take("north") for _ in range(1000)} == {1}


def test_a_large_upload_is_let_in_and_paid_for_afterwards() -> None:
    """A cost above the burst takes a full bucket and leaves a debt."""
    clock = Clock()
    bucket = Quota(rate=1.0, burst=10.0, clock=clock)
    assert bucket.take("north", 30.0) == 0
    assert bucket.take("north") == 21
    clock.now_s += 21
    assert bucket.take("north") == 0


def test_memory_is_bounded() -> None:
    """Ten thousand addresses leave as many buckets as may be held."""
    bucket = Quota(rate=1.0, burst=1.0, clock=Clock())
    for number in range(quota.LARGEST + 10):
        bucket.take(str(number))
    assert len(bucket._held) == quota.LARGEST


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 4)), max_size=30))
def test_no_more_passes_than_burst_and_rate_allow(steps: list[tuple[float, float]]) -> None:
    """Whatever the order and sizes, what passes in any time is at most the burst, the rate, and one request over."""
    clock = Clock()
    bucket = Quota(rate=1.0, burst=4.0, clock=clock)
    passed = 0.0
    for wait_s, cost in steps:
        clock.now_s += wait_s
        if bucket.take("north", cost) == 0:
            passed += cost
    assert passed <= 4.0 + clock.now_s + 1e-6
