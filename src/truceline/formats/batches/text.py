"""Batches of rows out of CSV, a block of lines at a time.

Follows RFC 4180; a quoted cell may hold line breaks. Lines that are whole rows by the letter, nearly all
of them, go through Arrow's parser together. Each other line (a quotation mark astray, a cell over
several lines, bytes that are no UTF-8, too many cells) is read alone by the careful reader of `rows`: so
that here too a mark that never closes costs its own line and swallows no good row after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from truceline.errors import DataError, Fault
from truceline.formats.bad_rows import BadRow
from truceline.formats.batches.sorting import Raw
from truceline.formats.rows import LONGEST_CELL, Record, damage, delimiter_of, fitting, read_rows, wrong_width

BLOCK_B = 16 * 1024 * 1024  # bytes read at a time
REACH_B = 2 * LONGEST_CELL  # bytes after which a row over several lines is no longer believed
LONGEST_LINE_B = 64 * 1024 * 1024
_NEVER_CLOSED = "a closing quotation mark"

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Head:
    """How a file begins."""

    names: tuple[str, ...]  # of the columns, as written
    mark: str  # between cells
    lines: int  # lines up to and with the header


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole lines of a file."""

    text: bytes
    first: int  # 1-based line of the file on which it begins
    begins: Whole  # position of each line
    ends: Whole  # position of each line's end, the newline

    def line(self, i: int) -> str:
        """One line with its end; a byte that is no UTF-8 as half a character."""
        return self.text[self.begins[i] : self.ends[i] + 1].decode("utf-8", "surrogateescape")


@dataclass(slots=True)
class _Careful:
    """What the careful reader made of the lines it was given."""

    rows: list[tuple[int, Record]] = field(default_factory=list)  # (line of the block, row)
    bad: list[BadRow] = field(default_factory=list)
    kept_back: int = -1  # the line from which the next block goes on; −1: none


def csv_rows(
    source: BinaryIO, file: str, names: Callable[[Sequence[str]], list[str]] = list, block_b: int = BLOCK_B
) -> Iterator[Raw]:
    """The rows of a CSV file; columns named "" are left out.

    `names` says under which names the header's columns go on. Raises DataError.
    """
    head, rest = read_head(source, file, block_b)
    reader = _Reader(head, names(head.names), file)
    line, final = head.lines + 1, False
    while not final:
        text, tail, final = _next_block(source, rest, file, line, block_b)
        block = _lines_of(text, line)
        raw, kept_back = reader.read(block, final=final)
        if raw is not None:
            yield raw
        rest = tail if kept_back < 0 else text[block.begins[kept_back] :] + tail
        line += len(block.ends) if kept_back < 0 else kept_back


def read_head(source: BinaryIO, file: str, block_b: int = BLOCK_B) -> tuple[Head, bytes]:
    """The header of a CSV file, and what was read beyond it; raises DataError where there is none."""
    rest, line, final = source.read(3).removeprefix(b"\xef\xbb\xbf"), 1, False
    while not final:
        text, rest, final = _next_block(source, rest, file, line, block_b)
        block = _lines_of(text, line)
        for i in range(len(block.ends)):
            if block.line(i).strip():
                columns = read_rows(block.text[block.begins[i] : block.ends[i]], file).columns
                return Head(columns, delimiter_of(block.line(i)), line + i), text[block.ends[i] + 1 :] + rest
        line += len(block.ends)
    raise DataError("an empty table", (Fault(file, 0, "", "a header and rows", "nothing", "Is this the right file?"),))


# ── blocks ────────────────────────────────────────────────────────────────────────────────────


def _next_block(source: BinaryIO, rest: bytes, file: str, line: int, block_b: int) -> tuple[bytes, bytes, bool]:
    """Whole lines, what stands after the last of them, and whether the file ends here."""
    while True:
        more = source.read(block_b)
        if more.endswith(b"\r"):
            more += source.read(1)
        data = rest + more
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not more:
            return (data if data.endswith(b"\n") or not data else data + b"\n"), b"", True
        cut = data.rfind(b"\n") + 1
        if cut:
            return data[:cut], data[cut:], False
        if len(data) > LONGEST_LINE_B:
            got = f"a line of more than {LONGEST_LINE_B:,} bytes"
            raise DataError("no table", (Fault(file, line, "", "lines of a table", got, "Is this a CSV file?"),))
        rest = data


def _lines_of(text: bytes, first: int) -> _Block:
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    begins = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1]) if len(ends) else ends
    return _Block(text, first, begins, ends)


class _Reader:
    """Reads blocks of one file."""

    def __init__(self, head: Head, names: list[str], file: str) -> None:
        self._head = head
        self._names = names
        self._file = file
        mark = f"\\x{{{ord(head.mark):x}}}"
        cell = f'(?:"(?:[^"]|"")*"|[^"{mark}\\n]*)'
        self._whole_row = f"^{cell}(?:{mark}{cell})*\n$"

    def read(self, block: _Block, *, final: bool) -> tuple[Raw | None, int]:
        """The rows of a block, and the line from which the next block has to go on, −1 for none."""
        odd = self._odd_lines(block)
        careful = self._one_by_one(block, odd, final=final)
        upto = len(block.ends) if careful.kept_back < 0 else careful.kept_back
        plain = np.ones(len(block.ends), np.bool_)
        plain[upto:] = False
        plain[block.begins == block.ends] = False
        for i, record in careful.rows:
            plain[i : i + record.end] = False
        for one in careful.bad:
            plain[one.fault.line - block.first] = False
        table, lines, skipped = self._together(block, np.flatnonzero(plain))
        again = self._one_by_one(block, skipped, final=True, alone=True)
        careful.rows += again.rows
        careful.bad += again.bad
        good = [(i, record) for i, record in careful.rows if any(record.cells)]
        if not (len(lines) or good or careful.bad):
            return None, careful.kept_back
        return self._joined(block, table, lines, good, careful.bad), careful.kept_back

    # ── which lines are whole rows by the letter ──

    def _odd_lines(self, block: _Block) -> list[int]:
        """The lines that Arrow's parser would not read as this one does."""
        odd = set(_lines_with(block, b"\0"))
        if not _is_utf8(block.text):
            odd.update(_not_utf8(block, 0, len(block.ends)))
        quoted = np.array([i for i in _lines_with(block, b'"') if i not in odd], np.int64)
        if len(quoted):
            bounds = np.concatenate([block.begins, block.ends[-1:] + 1]).astype(np.int64)
            buffers = [None, pa.py_buffer(bounds), pa.py_buffer(block.text)]
            lines = pa.Array.from_buffers(pa.large_string(), len(block.ends), buffers).take(pa.array(quoted))
            whole = pc.match_substring_regex(lines, self._whole_row).to_numpy(zero_copy_only=False)
            odd.update(quoted[~whole].tolist())
        return sorted(odd)

    # ── the others, one by one ──

    def _one_by_one(self, block: _Block, lines: Sequence[int], *, final: bool, alone: bool = False) -> _Careful:
        """Each of these lines as a row, with the lines after it where it goes over several; or as a bad row."""
        found, done = _Careful(), -1
        size = len(block.text)
        for i in lines:
            if i < done:
                continue
            if not final and size - block.begins[i] < REACH_B:
                found.kept_back = i
                break
            record = self._record(block, i, i + 1 if alone else len(block.ends))
            done = i + record.end
            width = len(self._names)
            if record.trouble is not None:
                found.bad.append(damage(self._file, block.first + i - 1, record))
            elif any(record.cells[width:]) or (any(record.cells) and len(record.cells) < width):
                line = block.first + i
                found.bad.append(wrong_width(self._file, line, width, len(record.cells), record.written))
            else:
                found.rows.append((i, record))
        return found

    def _record(self, block: _Block, at: int, stop: int) -> Record:
        """The row that begins on a line; more lines are looked at only as long as a quotation mark is open."""
        last = min(stop, int(np.searchsorted(block.ends, block.begins[at] + REACH_B)) + 1)
        size = 8
        while True:
            lines = [block.line(k) for k in range(at, min(at + size, last))]
            record = fitting(lines, 0, self._head.mark, len(self._names))
            open_still = record.trouble is not None and record.trouble[0] == _NEVER_CLOSED
            if not open_still or at + size >= last:
                return record
            size *= 8

    # ── all others together ──

    def _together(self, block: _Block, lines: Whole) -> tuple[pa.Table, Whole, list[int]]:
        """Whole rows by Arrow's parser; with them the lines they stand on, and those of another width."""
        skipped: list[int] = []
        text = block.text
        if len(lines) < len(block.ends):
            keep = np.zeros(len(block.ends), np.bool_)
            keep[lines] = True
            text = np.frombuffer(text, np.uint8)[np.repeat(keep, block.ends - block.begins + 1)].tobytes()

        def skip(row: csv.InvalidRow) -> str:
            skipped.append(int(lines[row.number - 1]))
            return "skip"

        numbered = [str(i) for i in range(len(self._names))]
        if not text:
            return pa.table([pa.array([], pa.string()) for _ in numbered], names=numbered), lines, []
        table = csv.read_csv(
            pa.py_buffer(text),
            csv.ReadOptions(use_threads=False, column_names=numbered, block_size=len(text) + 1),
            csv.ParseOptions(
                delimiter=self._head.mark, ignore_empty_lines=False, newlines_in_values=True, invalid_row_handler=skip
            ),
            csv.ConvertOptions(
                column_types=dict.fromkeys(numbered, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        return table, lines[~np.isin(lines, skipped)], skipped

    def _joined(
        self, block: _Block, table: pa.Table, lines: Whole, good: list[tuple[int, Record]], bad: list[BadRow]
    ) -> Raw:
        """Both kinds of rows in the order of the file."""
        columns = table.combine_chunks().columns
        arrays = [pa.concat_arrays(one.chunks) if one.num_chunks else pa.array([], pa.string()) for one in columns]
        if good:
            cells = list(zip(*(record.cells[: len(arrays)] for _, record in good), strict=True))
            arrays = [
                pa.concat_arrays([one, pa.array(more, pa.string())]) for one, more in zip(arrays, cells, strict=True)
            ]
            lines = np.concatenate([lines, np.array([i for i, _ in good], np.int64)])
        order = np.argsort(lines, kind="stable")
        named = [(name, one) for name, one in zip(self._names, arrays, strict=True) if name]
        rows = pa.RecordBatch.from_arrays([one for _, one in named], names=[name for name, _ in named])
        records = dict(good)
        in_order = lines[order]

        def written(i: int) -> str:
            at = int(in_order[i])
            return records[at].written if at in records else block.line(at).rstrip("\n")

        return Raw(rows.take(pa.array(order)) if good else rows, in_order + block.first, tuple(bad), written)


def _lines_with(block: _Block, sign: bytes) -> list[int]:
    if sign not in block.text:
        return []
    where = np.flatnonzero(np.frombuffer(block.text, np.uint8) == ord(sign))
    found: list[int] = np.unique(np.searchsorted(block.ends, where)).tolist()
    return found


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(block: _Block, low: int, high: int) -> list[int]:
    """The lines that are no UTF-8, looked for by halves."""
    if _is_utf8(block.text[block.begins[low] : block.ends[high - 1] + 1]):
        return []
    if high - low == 1:
        return [low]
    middle = (low + high) // 2
    return _not_utf8(block, low, middle) + _not_utf8(block, middle, high)
