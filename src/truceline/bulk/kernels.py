"""How inner loops are compiled: once, for exact integers, free of Python's lock, on any machine.

Compiled code is kept beside the package, or under the user's cache, so that the next process starts at
once; where neither can be written (a read-only installation, no home) it is compiled anew in memory.
No fast mathematics and no contraction: a kernel gives the same bits everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile a function at its first call; it runs without Python's lock."""
    try:
        return cast("F", numba.njit(nogil=True, cache=True)(function))
    except RuntimeError:  # numba finds no place where it may write
        return cast("F", numba.njit(nogil=True)(function))


@kernel
def wide(value: int | np.integer[Any]) -> int:
    """The value in 64 bits, so that two products of coordinates can be compared."""
    return np.int64(value)  # type: ignore[return-value]
