"""Arrays as kernels take them: contiguous, only read, as long as one another; rarely a copy."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from truceline.bulk.cells.pairing import AltitudeColumns, Asked

Array = TypeVar("Array", bound=npt.NDArray[Any])
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]


def frozen(array: Array) -> Array:
    """A view that is only read: a kernel needs one compiled form, whether the array may be written or not."""
    view = array.view()
    view.flags.writeable = False
    return view


def int64s(values: npt.ArrayLike) -> Int64s:
    """The values as 64-bit integers."""
    return frozen(np.ascontiguousarray(values, np.int64))


def coordinates(*columns: npt.ArrayLike) -> list[Int32s]:
    """Longitudes and latitudes, 10⁻⁷ degree; raises ValueError where they do not fit or are not as many."""
    arrays = [np.asarray(column) for column in columns]
    for array in arrays:
        if array.dtype != np.int32 and array.size and (array.min() < -(2**31) or array.max() >= 2**31):
            msg = "coordinates of 10⁻⁷ degree within 32 bits"
            raise ValueError(msg)
    as_many(len(arrays[0]), *arrays)
    return [frozen(np.ascontiguousarray(array, np.int32)) for array in arrays]


def as_many(count: int, *columns: npt.NDArray[Any]) -> None:
    """Raise ValueError unless every column has so many rows."""
    for column in columns:
        if column.shape != (count,):
            msg = f"columns of {count} rows each, not {column.shape}"
            raise ValueError(msg)


def asked_of(count: int, at_s: npt.ArrayLike | None, altitudes: AltitudeColumns | None) -> Asked:
    """What so many rows say beside their place; raises ValueError where it is said of more or fewer."""
    times = _NO_INT64S if at_s is None else int64s(at_s)
    lower = _NO_INT64S if altitudes is None else int64s(altitudes.lower_mm)
    upper = _NO_INT64S if altitudes is None else int64s(altitudes.upper_mm)
    datum = _NO_INT8S if altitudes is None else frozen(np.ascontiguousarray(altitudes.datum, np.int8))
    as_many(count if at_s is not None else 0, times)
    as_many(count if altitudes is not None else 0, lower, upper, datum)
    return Asked(at_s is not None, altitudes is not None, times, lower, upper, datum)


_NO_INT64S, _NO_INT8S = frozen(np.empty(0, np.int64)), frozen(np.empty(0, np.int8))
