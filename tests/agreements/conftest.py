"""How tests put a conduct to a shipped agreement."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.agreements.shelf import Shipped, read
from truceline.agreement import compiled
from truceline.formats.conduct import read_conduct
from truceline.terms import Compiled, Evaluation, evaluate

Judge = Callable[[str, str | None, Mapping[str, Any]], Evaluation]


@pytest.fixture(scope="session")
def judge() -> Judge:
    """One conduct under one shipped agreement, compiled once."""
    made: dict[Shipped, Compiled] = {}

    def judged(name: str, variant: str | None, conduct: Mapping[str, Any]) -> Evaluation:
        if (name, variant) not in made:
            made[name, variant] = compiled(read(name, variant))
        return evaluate(made[name, variant], read_conduct({"id": "t", **conduct}))

    return judged
