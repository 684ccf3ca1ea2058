"""What is said, made into the payload of an entry, and what cannot be said told by its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from truceline.errors import DataError, Fault

P = ParamSpec("P")
T = TypeVar("T")


def stated(payload: Callable[P, T], *said: P.args, **named: P.kwargs) -> T:
    """The payload with these fields; raises DataError naming the field that cannot stand."""
    try:
        return payload(*said, **named)
    except ValueError as error:
        field, _, expected = str(error).partition(": ")
        fault = Fault("", 0, field, expected, "what was given", "Correct it and give the command again.")
        raise DataError("nothing was signed: this cannot be said as it stands", (fault,)) from None
