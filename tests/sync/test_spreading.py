"""Work spread over processes is answered in order, a bounded number ahead, and only where it is worth it."""

import os
from collections.abc import Iterator

from truceline.desk.spreading import WORTH, spread


def test_little_work_stays_in_this_process() -> None:
    """Below the bound nothing is started."""
    with spread(WORTH - 1) as over:
        assert over is map


def test_much_work_is_spread_and_answered_in_order() -> None:
    """By other processes, in the order asked, while what is asked is still being made."""
    made: list[int] = []

    def works() -> Iterator[int]:
        for number in range(60):
            made.append(number)
            yield number

    with spread(WORTH, processes=2) as over:
        answers = iter(over(hex, works()))
        assert next(answers) == "0x0"
        assert len(made) <= 17
        assert list(answers) == [hex(number) for number in range(1, 60)]
        assert set(over(_process, range(4))).isdisjoint({os.getpid()})


def _process(_: int) -> int:
    return os.getpid()
