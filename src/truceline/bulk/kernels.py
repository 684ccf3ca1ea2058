"""How inner loops are compiled: once, for exact integers, free of Python's lock, on any machine.

Compiled code is kept beside the package, or under the user's cache, so that the next process starts at
once; where neither can be written (a read-only installation, no home, a full disk) it is compiled anew in
memory. What is kept is taken only with the very sources it was made of: one kernel's code holds others' too.
No fast mathematics and no contraction: a kernel gives the same bits everywhere.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core.caching import FunctionCache, IndexDataCacheFile

F = TypeVar("F", bound=Callable[..., Any])

ROOM = __name__.rpartition(".")[0]  # where kernels stand
# What a full disk, a file cut short, or one of another making raises.
UNUSABLE = (OSError, EOFError, pickle.UnpicklingError, ValueError, TypeError, AttributeError, ImportError)


class _Kept(FunctionCache):
    """numba's own cache of compiled code, which forgets where it cannot write or read."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """Find a place; raises RuntimeError where there is none that can be written."""
        super().__init__(function)  # type: ignore[no-untyped-call]
        self._cache_file = IndexDataCacheFile(  # type: ignore[no-untyped-call]
            cache_path=self._cache_path,
            filename_base=self._impl.filename_base,
            source_stamp=_sources(function.__module__),
        )

    def save_overload(self, sig: object, data: object) -> None:
        """Keep compiled code if the disk takes it."""
        with suppress(*UNUSABLE):
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]

    def load_overload(self, sig: object, target_context: object) -> object:
        """Compiled code, or None where there is none that can be used."""
        try:
            return cast("object", super().load_overload(sig, target_context))  # type: ignore[no-untyped-call]
        except UNUSABLE:
            with suppress(*UNUSABLE):
                self.flush()  # type: ignore[no-untyped-call]
            return None


@cache
def _sources(name: str) -> str:
    """A hash of a module's source, of its whole numbers, and of the sources of all of our modules that it draws on."""
    drawn_on: set[str] = set()
    _draw_on(name, drawn_on)
    texts = [Path(sys.modules[one].__file__ or "").read_bytes() for one in sorted(drawn_on)]
    numbers = sorted((key, value) for key, value in vars(sys.modules[name]).items() if isinstance(value, int))
    return hashlib.sha256(b"\0".join([*texts, repr(numbers).encode()])).hexdigest()


def _draw_on(name: str, found: set[str]) -> None:
    """Add a module and those in whose names its own stand, as long as they are of the same room."""
    if name in found or name not in sys.modules or not name.startswith(ROOM):
        return
    found.add(name)
    for value in tuple(vars(sys.modules[name]).values()):
        where = getattr(value, "__module__", None)
        if isinstance(where, str):
            _draw_on(where, found)


def kernel(function: F) -> F:
    """Compile a function at its first call; it runs without Python's lock."""
    compiled = numba.njit(nogil=True)(function)
    with suppress(RuntimeError):  # numba finds no place where it may write
        compiled._cache = _Kept(function)  # type: ignore[attr-defined]  # noqa: SLF001 — as its own `cache=True` does
    return cast("F", compiled)


@kernel
def wide(value: int | np.integer[Any]) -> int:
    """The value in 64 bits, so that two products of coordinates can be compared."""
    return np.int64(value)  # type: ignore[return-value]
