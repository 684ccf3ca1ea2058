"""A whole column of cells as values of one kind, and which of its cells say nothing usable.

Everything is worked out over columns: a cell becomes no object of its own. White space around a cell is
dropped, an empty cell is silence. Degrees are integers of 10⁻⁷ degree and are never rounded: a text with
more than seven decimals is refused, and so is a double that is not the nearest one to seven decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from truceline.formats.batches import instants
from truceline.formats.batches.wanted import NONE, SEPARATOR, Wanted
from truceline.place import E7

Mask = npt.NDArray[np.bool_]
LARGEST = 10**12  # whole numbers beyond are slips; in millimetres they still fit 64 bits
_FLAGS = ("true", "1", "yes", "false", "0", "no")
_WHOLE = r"^[+-]?\d{1,13}(?:\.0+)?$"
_DEGREES = r"^[+-]?\d{1,3}(?:\.\d{0,7}0*)?$"
_SEVEN_DECIMALS = pa.decimal128(10, 7)
_ROUND = "Round it to seven decimals, about one centimetre."
_FILL_IN = "Fill it in; without it the row cannot be judged."


@dataclass(frozen=True, slots=True)
class Read:
    """A column of one kind."""

    values: pa.Array  # null where nothing was said, or nothing usable
    wrong: Mask  # cells that say nothing usable
    expected: str
    cure: str


def misfit(kind: str, type_: pa.DataType) -> str:
    """What a column of that kind would have to be; empty where this Arrow type can hold it."""
    held = type_.value_type if pa.types.is_dictionary(type_) else type_
    return "" if _is_text(held) or pa.types.is_null(held) or _FITS[kind](held) else _TYPES[kind]


def read(column: pa.Array, wanted: Wanted) -> Read:
    """The column's values; its type has to fit (`misfit`)."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    found = _READERS[wanted.kind](column, wanted)
    if not wanted.required:
        return found
    missing = _mask(found.values.is_null()) & ~found.wrong
    return Read(found.values, found.wrong | missing, found.expected, found.cure if found.wrong.any() else _FILL_IN)


# ── by kind ───────────────────────────────────────────────────────────────────────────────────


def _text(column: pa.Array, _: Wanted) -> Read:
    if pa.types.is_integer(column.type):
        return Read(column.cast(pa.string()), _none_of(column), "a text", "")
    return Read(_written(column), _none_of(column), "a text", _FILL_IN)


def _word(column: pa.Array, wanted: Wanted) -> Read:
    text = _written(column)
    known = pc.is_in(text, value_set=pa.array(wanted.words, pa.string()))
    wrong = _mask(text.is_valid()) & ~_mask(known)
    return Read(text, wrong, f"one of {', '.join(wanted.words)}", "Correct the word, or leave the cell empty.")


def _words(column: pa.Array, wanted: Wanted) -> Read:
    """Several words of one cell; each distinct cell is looked into once."""
    text = _written(column).dictionary_encode()
    known = [all(word in wanted.words for word in one.split(SEPARATOR)) for one in text.dictionary.to_pylist()]
    usable = pa.array([good or one == NONE for good, one in zip(known, text.dictionary.to_pylist(), strict=True)])
    wrong = _mask(text.is_valid()) & ~_mask(usable.cast(pa.bool_()).take(text.indices))
    expected = f"words of {', '.join(wanted.words)}, joined by {SEPARATOR}, or {NONE}"
    return Read(text.dictionary_decode(), wrong, expected, "Correct the words, or leave the cell empty.")


def _flag(column: pa.Array, _: Wanted) -> Read:
    expected, cure = "true or false", "Write true or false, or leave the cell empty."
    if pa.types.is_boolean(column.type):
        return Read(column, _none_of(column), expected, cure)
    text = column.cast(pa.string()) if pa.types.is_integer(column.type) else _written(column)
    at = pc.index_in(pc.ascii_lower(text), value_set=pa.array(_FLAGS))
    wrong = _mask(text.is_valid()) & ~_mask(at.is_valid())
    return Read(pc.less(at, len(_FLAGS) // 2), wrong, expected, cure)


def _whole(column: pa.Array, _: Wanted) -> Read:
    expected, cure = f"a whole number within ±{LARGEST:,}", "Write the number alone, without unit."
    if pa.types.is_integer(column.type):
        held, said = column.fill_null(0).to_numpy(zero_copy_only=False), _mask(column.is_valid())
        within = said & (held <= LARGEST) & (held >= -LARGEST)
        return Read(pa.array(np.where(within, held, 0).astype(np.int64), mask=~within), said & ~within, expected, cure)
    if pa.types.is_floating(column.type):
        return Read(*_whole_floats(column), expected, cure)
    text = _written(column)
    known = pc.match_substring_regex(text, _WHOLE)
    bare = pc.replace_substring_regex(text.filter(known), r"^\+|\.0+$", "")
    numbers = bare.cast(pa.int64())
    within = pc.and_(pc.less_equal(numbers, LARGEST), pc.greater_equal(numbers, -LARGEST))
    values = _spread(pc.if_else(within, numbers, None), known)
    return Read(values, _mask(text.is_valid()) & ~_mask(values.is_valid()), expected, cure)


def _whole_floats(column: pa.Array) -> tuple[pa.Array, Mask]:
    """Floats that hold whole numbers, as programs write a column with empty cells; no number is silence."""
    held = column.cast(pa.float64()).fill_null(float("nan")).to_numpy(zero_copy_only=False)
    said = ~np.isnan(held)
    known = said & (np.abs(np.where(said, held, 0)) <= LARGEST)
    known &= np.where(known, held, 0.5) == np.rint(np.where(known, held, 0))
    return pa.array(np.where(known, held, 0).astype(np.int64), mask=~known), said & ~known


def _degrees(column: pa.Array, _: Wanted) -> Read:
    expected = "decimal degrees like 36.7076, at most seven decimals"
    if pa.types.is_floating(column.type):
        values, wrong = _double_degrees(column)
        return Read(values, wrong, expected, _ROUND)
    if pa.types.is_decimal(column.type):
        values, wrong = _decimal_degrees(column)
        return Read(values, wrong, expected, _ROUND)
    cure = "Convert it to decimal degrees with a point, minus for west and south, and round it to seven decimals."
    text = _written(column)
    known = pc.match_substring_regex(text, _DEGREES)
    bare = pc.replace_substring_regex(text.filter(known), r"(\.\d{7})0+$", r"\1")
    values = _spread(_steps(bare.cast(_SEVEN_DECIMALS)), known)
    return Read(values, _mask(text.is_valid()) & ~_mask(known), expected, cure)


def _steps(decimals: pa.Decimal128Array) -> pa.Array:
    """Decimals with seven places as whole steps of the grid: the lower half of their 128 bits."""
    halves = np.frombuffer(decimals.buffers()[1], np.int64)[2 * decimals.offset :]
    return pa.array(halves[: 2 * len(decimals) : 2], pa.int64())


def _decimal_degrees(column: pa.Array) -> tuple[pa.Array, Mask]:
    near = _mask(pc.less(pc.abs(column), 1000))
    held = column.filter(pa.array(near))
    cut = held.cast(_SEVEN_DECIMALS, safe=False)
    exact = pc.equal(cut.cast(column.type, safe=False), held)
    whole = near.copy()
    whole[near] = _mask(exact)
    return _spread(_steps(cut.filter(exact)), pa.array(whole)), _mask(column.is_valid()) & ~whole


def _double_degrees(column: pa.Array) -> tuple[pa.Array, Mask]:
    held = column.fill_null(float("nan")).to_numpy(zero_copy_only=False)
    said = ~np.isnan(held)
    near = said & (np.abs(np.where(said, held, 0)) < 1000)
    steps = np.rint(np.where(near, held, 0) * E7)
    known = near & (steps / E7 == held)
    return pa.array(np.where(known, steps, 0).astype(np.int64), mask=~known), said & ~known


def _instant(column: pa.Array, _: Wanted) -> Read:
    if pa.types.is_timestamp(column.type):
        seconds, known = instants.from_timestamps(column)
        said = _mask(column.is_valid())
    else:
        text = _written(column)
        seconds, known = instants.from_text(text)
        said = _mask(text.is_valid())
    return Read(pa.array(seconds, mask=~known), said & ~known, instants.EXPECTED, instants.CURE)


_READERS: dict[str, Callable[[pa.Array, Wanted], Read]] = {
    "text": _text,
    "word": _word,
    "words": _words,
    "flag": _flag,
    "whole": _whole,
    "degrees": _degrees,
    "instant": _instant,
}


# ── what may hold what ────────────────────────────────────────────────────────────────────────


def _is_text(held: pa.DataType) -> bool:
    return bool(pa.types.is_string(held) or pa.types.is_large_string(held) or pa.types.is_string_view(held))


def _is_exact_degrees(held: pa.DataType) -> bool:
    """Doubles and decimals; a float of 32 bits cannot hold seven decimals."""
    return bool(pa.types.is_float64(held) or (pa.types.is_decimal(held) and held.scale <= 40))


_FITS: dict[str, Callable[[pa.DataType], bool]] = {
    "text": pa.types.is_integer,
    "word": lambda _: False,
    "words": lambda _: False,
    "flag": lambda held: pa.types.is_boolean(held) or pa.types.is_integer(held),
    "whole": lambda held: pa.types.is_integer(held) or pa.types.is_floating(held),
    "degrees": _is_exact_degrees,
    "instant": lambda held: pa.types.is_timestamp(held) and held.tz is not None,
}
_TYPES = {
    "text": "a column of text or whole numbers",
    "word": "a column of text",
    "words": "a column of text",
    "flag": "a column of true and false",
    "whole": "a column of whole numbers",
    "degrees": "a column of doubles, decimals or text",
    "instant": "a column of timestamps with a time zone, or of text with offsets",
}


# ── arrays ────────────────────────────────────────────────────────────────────────────────────


def _written(column: pa.Array) -> pa.StringArray:
    """The cells as text without white space around it; null where that leaves nothing."""
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), None, text)


def _mask(found: pa.Array) -> Mask:
    """A column of truths as an array; what is null is false."""
    truths: Mask = pc.fill_null(found, False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - Arrow's way
    return truths


def _none_of(column: pa.Array) -> Mask:
    return np.zeros(len(column), np.bool_)


def _spread(values: pa.Array, known: pa.Array) -> pa.Array:
    """The values put where they are known, null elsewhere."""
    where = _mask(known)
    at = np.cumsum(where) - 1
    return values.take(pa.array(at, mask=~where))
