"""The digest of a run: one hash that says whether two runs gave every row the same answer.

SHA-256 over one line a row, `{"answer":"<hash>","event":"<id>"}` as RFC 8785 has it, the lines sorted by their
UTF-8 bytes, each ended by a line feed. It depends on the rows alone: not on their order, the files they came in,
the engine or the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truceline.bulk.kernels import kernel

LONGEST_KEY = 4  # words of eight bytes; longer ids are sorted as text
AT_ONCE = 1_000_000  # lines made at one time
_ESCAPED = r'["\\\x00-\x1f]'  # what JSON writes otherwise than it is


def digest(ids: pa.ChunkedArray, answers: NDArray[np.int32], shas: Sequence[str]) -> str:
    """The digest in hexadecimal: of the rows' ids, and for each row the position of its answer's hash in `shas`."""
    by_sha = sorted(range(len(shas)), key=shas.__getitem__)
    rank = np.argsort(np.array(by_sha, np.int64))[answers]
    chunks = [_escaped(one.cast(pa.large_string())) for one in ids.chunks]
    told = pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_string())
    ordered = told.take(pa.array(_order(rank, told)))
    found, start = hashlib.sha256(), 0
    for at_sha, rows in zip(by_sha, np.bincount(rank, minlength=len(shas)).tolist(), strict=True):
        for at in range(start, start + rows, AT_ONCE):
            piece = ordered.slice(at, min(AT_ONCE, start + rows - at))
            head = _text(f'{{"answer":"{shas[at_sha]}","event":"')
            found.update(memoryview(_bytes(pc.binary_join_element_wise(head, piece, _text("}\n"), _text("")))))
        start += rows
    return found.hexdigest()


def twice(ids: pa.ChunkedArray) -> pa.Array:
    """The ids that more than one row has, as text; looked for by a hash, told by the ids themselves."""
    hashes = [_hashes(one.cast(pa.large_string())) for one in ids.chunks if len(one)]
    found = np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)
    ordered = np.sort(found)
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    counted = pc.value_counts(ids.filter(pa.array(np.isin(found, again)))) if len(again) else None
    if counted is None:
        return pa.array([], pa.string())
    return counted.field("values").filter(pc.greater(counted.field("counts"), 1))


def _hashes(ids: pa.LargeStringArray) -> NDArray[np.uint64]:
    found = np.zeros(len(ids), np.uint64)
    data = ids.buffers()[2]
    _hash(found, np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), _bounds(ids))
    return found


@kernel
def _hash(found: NDArray[np.uint64], data: NDArray[np.uint8], bounds: NDArray[np.int64]) -> None:
    """FNV-1a of each text."""
    for row in range(len(found)):
        mixed = np.uint64(0xCBF29CE484222325)
        for at in range(bounds[row], bounds[row + 1]):
            mixed = (mixed ^ np.uint64(data[at])) * np.uint64(0x100000001B3)
        found[row] = mixed


def _escaped(ids: pa.LargeStringArray) -> pa.LargeStringArray:
    """The ids as JSON writes them, with the closing quotation mark, by which they sort."""
    odd = pc.match_substring_regex(ids, _ESCAPED)
    if pc.any(odd).as_py():
        written = [json.dumps(one, ensure_ascii=False)[1:-1] for one in ids.filter(odd).to_pylist()]
        ids = pc.replace_with_mask(ids, odd, pa.array(written, pa.large_string()))
    return pc.binary_join_element_wise(ids, _text('"'), _text(""))


def _order(rank: NDArray[np.int64], told: pa.LargeStringArray) -> NDArray[np.int64]:
    """The rows by answer and then by the bytes of the id, which holds no zero byte."""
    bounds = _bounds(told)
    width = -(-int(np.diff(bounds).max(initial=0)) // 8)
    if width <= LONGEST_KEY:
        keys = np.zeros((width, len(told)), np.uint64)
        data = told.buffers()[2]
        _fill(keys, np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), bounds)
        return np.lexsort((*keys[::-1], rank))
    by_text: NDArray[np.int64] = pc.sort_indices(told).to_numpy().astype(np.int64)
    return by_text[np.argsort(rank[by_text], kind="stable")]


@kernel
def _fill(keys: NDArray[np.uint64], data: NDArray[np.uint8], bounds: NDArray[np.int64]) -> None:
    """Eight bytes of each text as one number, the first byte weighing most; zeros after its end."""
    for row in range(keys.shape[1]):
        for at in range(bounds[row], bounds[row + 1]):
            place = at - bounds[row]
            keys[place >> 3, row] |= np.uint64(data[at]) << np.uint64(56 - 8 * (place & 7))


def _text(written: str) -> pa.Scalar:
    return pa.scalar(written, pa.large_string())


def _bounds(column: pa.LargeStringArray) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.frombuffer(column.buffers()[1], np.int64)
    return found[column.offset : column.offset + len(column) + 1]


def _bytes(lines: pa.LargeStringArray) -> pa.Buffer:
    """The lines one after the other, as they lie in memory."""
    bounds = _bounds(lines)
    return lines.buffers()[2].slice(int(bounds[0]), int(bounds[-1] - bounds[0]))
