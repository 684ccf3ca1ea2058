"""One presumption in a file of its own, as a participant declares it while a truce runs.

Written as in the `presumptions` of an agreement directory, less what its entry says by itself: who its author is,
and where it was read. It names no baseline: whose amount that is, only an agreement says.
"""

from __future__ import annotations

from truceline.errors import DataError, Fault
from truceline.formats.agreement.building import presumption
from truceline.formats.agreement.schema import ClauseModel, PresumptionModel
from truceline.formats.agreement.values import Id
from truceline.formats.checked import line_of, read_checked
from truceline.terms import Condition, Presumption
from truceline.terms import vocabulary as v

DECLARED = "declared"  # stands for its author and source, which are those of its entry


class _Clause(ClauseModel):
    source: Id = DECLARED


class _Presumption(PresumptionModel):
    clause: _Clause
    author: Id = DECLARED


def read_presumption(data: bytes, file: str) -> Presumption:
    """The presumption of a YAML file; raises DataError with every fault."""
    model, document = read_checked(_Presumption, data, file, "a presumption")
    made = presumption(model, {})
    if any(_of_a_baseline(one) for one in (*made.when, *made.holds)):
        place = line_of(document, ("when",))
        fault = Fault(file, place, "above_baseline", "no baseline", "one", "Put the amount into the agreement's text.")
        raise DataError("a presumption that cannot be declared apart from an agreement", (fault,))
    return made


def _of_a_baseline(condition: Condition) -> bool:
    inner = condition
    while isinstance(inner, v.Not):
        inner = inner.condition
    return isinstance(inner, v.AboveBaseline)
