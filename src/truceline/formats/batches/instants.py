"""Instants written in ISO 8601, a column at a time, read straight from the bytes.

A text with its offset is an instant; without one it could be any of two dozen, so it is none. What is
shorter than a second is cut, as the floor's `Instant.of` does. Exact: whole numbers only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from truceline.formats.cells import YEARS
from truceline.period import DAY_S

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

EXPECTED = f"an instant like 2016-02-27T00:00+02:00, with its offset, {YEARS[0]} to {YEARS[-1]}"
CURE = "Correct it; write the offset, or Z."
_SHAPE = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$"
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def from_text(written: pa.StringArray) -> tuple[Whole, Mask]:
    """Epoch seconds of each text, and which of them are instants; 0 for those that are none."""
    known = pc.fill_null(pc.match_substring_regex(written, _SHAPE), False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - Arrow's way
    rows = np.flatnonzero(known)
    found = np.zeros(len(written), np.int64)
    if len(rows):
        seconds, valid = _read(written, rows)
        found[rows] = np.where(valid, seconds, 0)
        known = known.copy()
        known[rows] = valid
    return found, known


def from_timestamps(column: pa.TimestampArray) -> tuple[Whole, Mask]:
    """Epoch seconds of timestamps, and which of them are within reach; 0 for those that are not, or are null."""
    told = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    seconds = told // _PER_SECOND[column.type.unit]
    known = column.is_valid().to_numpy(zero_copy_only=False) & (seconds >= FIRST_S) & (seconds < LAST_S)
    return np.where(known, seconds, 0), known


def _read(written: pa.StringArray, rows: Whole) -> tuple[Whole, Mask]:
    """The instants of texts that have the shape of one."""
    _, offsets, data = written.buffers()
    bounds = np.frombuffer(offsets, np.int32)[written.offset : written.offset + len(written) + 1]
    signs = np.frombuffer(data, np.uint8)
    start, end = bounds[rows].astype(np.int64), bounds[rows + 1].astype(np.int64)

    def number(at: Whole, digits: int) -> Whole:
        value = np.zeros(len(at), np.int64)
        for k in range(digits):
            value = value * 10 + (signs[np.minimum(at + k, len(signs) - 1)] - ord("0"))
        return value

    def sign(at: Whole, wanted: str) -> Mask:
        found: Mask = signs[at] == ord(wanted)
        return found

    year, month, day = number(start, 4), number(start + 5, 2), number(start + 8, 2)
    hour, minute = number(start + 11, 2), number(start + 14, 2)
    second = np.where(sign(start + 16, ":"), number(start + 17, 2), 0)
    utc = sign(end - 1, "Z")
    away_h, away_min = (np.where(utc, 0, number(end - back, 2)) for back in (5, 2))
    away_s = (away_h * 3600 + away_min * 60) * np.where(sign(np.where(utc, start, end - 6), "-"), -1, 1)
    seconds = days(year, month, day) * DAY_S + hour * 3600 + minute * 60 + second - away_s
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    in_month = _MONTH_DAYS[np.minimum(month, 12)] + (leap & (month == 2))
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (day <= in_month)
    valid &= (hour <= 23) & (minute <= 59) & (second <= 59) & (away_h <= 23) & (away_min <= 59)
    return seconds, valid & (seconds >= FIRST_S) & (seconds < LAST_S)


def days(year: Whole, month: Whole, day: Whole) -> Whole:
    """Days since 1970-01-01 of dates of the calendar: years that begin in March, in eras of 400."""
    of = year - (month <= 2)
    era, in_era = of // 400, of % 400
    in_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    found: Whole = era * 146_097 + in_era * 365 + in_era // 4 - in_era // 100 + in_year - 719_468
    return found


def _new_year_s(year: int) -> int:
    one = np.array([1])
    return int(days(np.array([year]), one, one)[0]) * DAY_S


FIRST_S, LAST_S = _new_year_s(YEARS[0]), _new_year_s(YEARS[-1] + 1)
