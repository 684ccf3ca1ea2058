"""The output of a bulk assessment: a directory that is there whole or not at all.

```
findings/
  part-00000.parquet …   the rows with their results; every row's answer by its hash
  answers.parquet        each answer once: hash, rows, canonical JSON of what every column comes to
  run.json               under which text, from which files, how many rows, the digest
  bad_rows.csv           the rows that were left out, where there are any
```

All is written into `findings.part` first. What a crash leaves is that folder, and the next run removes it. The
digest depends on the rows' ids and answers alone: not on their order, their parts, or the engine.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from truceline import __version__
from truceline.agreement import Agreement, fingerprint
from truceline.bulk.digest import digest, twice
from truceline.canon import Json, canonical_text, from_json, to_json
from truceline.claims import Dataset
from truceline.desk import files
from truceline.desk.assessing.parts import SOURCE_FILE, SOURCE_LINE, Done, Work
from truceline.desk.assessing.results import ANSWER, RESULT
from truceline.errors import DataError, Fault
from truceline.formats.bad_rows import BadRow, bad_rows_csv
from truceline.formats.batches.tables import row_as_csv
from truceline.terms import Result

RUN, ANSWERS, BAD_ROWS = "run.json", "answers.parquet", "bad_rows.csv"
HOLDS, VERSION = "assessment", 1


@dataclass(frozen=True, slots=True)
class Run:
    """What a directory says of itself."""

    agreement: str  # id, with its variant
    fingerprint: str  # SHA-256 of its canonical form
    program: str  # version
    engine: str  # floor | bulk
    sources: tuple[str, ...]  # names of the files
    datasets: tuple[Dataset, ...]  # whose lists the rows come from
    rows: int  # judged
    bad: int  # left out and listed
    results: Mapping[str, int]  # result of all clauses together → rows, heaviest first
    sent: Mapping[str, int]  # rows that the engine sent to the floor's evaluator, by reason
    digest: str  # SHA-256 over the sorted lines of ids and answers


def is_run(folder: Path) -> bool:
    """Whether a directory is the output of an assessment."""
    return (folder / RUN).is_file()


def read_run(folder: Path) -> Run:
    """What a directory says of itself; raises DataError."""
    path = folder / RUN
    if not is_run(folder):
        fault = Fault(str(folder), 0, "", f"a directory with {RUN}", "another", "Name the --out of an assessment.")
        raise DataError("a directory that is no assessment", (fault,))
    expected = f"an {HOLDS}, version {VERSION}"
    try:
        tree = json.loads(files.read(path))
        if isinstance(tree, dict) and tree.pop("holds", None) == HOLDS and tree.pop("version", None) == VERSION:
            return from_json(Run, tree)
    except (ValueError, RecursionError) as error:
        expected = str(error)
    fault = Fault(str(path), 1, "", expected, "another file", "Assess the rows again.")
    raise DataError("a directory that is no assessment", (fault,))


def written_whole(out: Path, fill: Callable[[Path], Run]) -> Run:
    """Let `fill` write a directory, and put it in its place once it is whole; an older one of ours is replaced.

    Raises DataError where something else stands there, or nothing can be written.
    """
    if out.exists() and not (out.is_dir() and (is_run(out) or not any(out.iterdir()))):
        got = "a directory with other files" if out.is_dir() else "a file"
        fault = Fault(str(out), 0, "--out", "a new directory, or one of an assessment", got, "Name another.")
        raise DataError("a place that is taken", (fault,))
    part, old = out.with_name(f"{out.name}.part"), out.with_name(f"{out.name}.old")
    try:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            run = fill(part)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        if out.exists():
            out.rename(old)
        part.rename(out)  # a crash between the two leaves the old one in `.old`, and the new one whole in `.part`
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        fault = Fault(str(out), 0, "--out", "a place to write", str(error.strerror), "Check the folder and the disk.")
        raise DataError(f"{out.name} cannot be written", (fault,)) from None
    return run


# ── parts brought together ────────────────────────────────────────────────────────────────────


def brought_together(
    agreement: Agreement, folder: Path, works: Sequence[Work], done: Iterable[Done], datasets: Sequence[Dataset]
) -> Run:
    """One assessment out of its parts: each id once, one list of answers, one of bad rows, and the digest."""
    came = sorted(done, key=lambda one: one.number)
    for left in folder.glob(".*"):  # of a worker that died
        left.unlink()
    again = _left_out(folder)
    bad = sum(one.bad for one in came) + again
    _gather_bad_rows(folder, bad)
    ids, answers, shas = _ids(folder), *_answers(folder)
    each = np.bincount(answers, minlength=len(shas)).tolist()
    counts = {sha: rows for sha, rows in zip(shas, each, strict=True) if rows}
    texts = _gather_answers(folder, counts)
    results = Counter[str]()
    for sha, times in counts.items():
        results[json.loads(texts[sha])[0]["together"]] += times
    run = Run(
        agreement=agreement.id,
        fingerprint=fingerprint(agreement),
        program=__version__,
        engine=works[0].engine if works else "",
        sources=tuple(dict.fromkeys(one.file for one in works)),
        datasets=tuple(dict.fromkeys(datasets)),
        rows=len(ids),
        bad=bad,
        results={str(one): results[one] for one in Result if results[one]},
        sent=dict(sorted(sum((Counter(one.sent) for one in came), Counter[str]()).items())),
        digest=digest(ids, answers, shas),
    )
    told = {"holds": HOLDS, "version": VERSION, **_fields(run)}
    files.write(folder / RUN, (canonical_text(told) + "\n").encode())
    return run


def _fields(run: Run) -> dict[str, Json]:
    tree = to_json(Run, run)
    return tree if isinstance(tree, dict) else {}


def part_files(folder: Path) -> list[Path]:
    """The parts of an output directory, in order."""
    return sorted(folder.glob("part-*.parquet"))


def _ids(folder: Path) -> pa.ChunkedArray:
    """The ids of all rows."""
    columns = [parquet.read_table(one, columns=["id"]).column("id") for one in part_files(folder)]
    return pa.chunked_array([chunk for one in columns for chunk in one.chunks], pa.string())


def _answers(folder: Path) -> tuple[npt.NDArray[np.int32], list[str]]:
    """The answers of all rows, in the order of their ids, as positions in a list of hashes."""
    kind = pa.dictionary(pa.int32(), pa.string())
    tables = [parquet.read_table(one, columns=[ANSWER], read_dictionary=[ANSWER]) for one in part_files(folder)]
    chunks = [chunk for one in tables for chunk in one.column(ANSWER).chunks]
    whole = pa.chunked_array(chunks, kind).unify_dictionaries()
    codes = [chunk.indices.to_numpy() for chunk in whole.chunks]
    shas: list[str] = whole.chunk(0).dictionary.to_pylist() if codes else []
    return np.concatenate(codes) if codes else np.zeros(0, np.int32), shas


def _left_out(folder: Path) -> int:
    """Leave out every row whose id an earlier row has, and list it with the bad rows; how many there were."""
    several = twice(_ids(folder))
    if not len(several):
        return 0
    seen: set[str] = set()
    count = 0
    for path in part_files(folder):
        table = parquet.read_table(path)
        later = np.zeros(table.num_rows, np.bool_)
        for i in np.flatnonzero(pc.is_in(table.column("id"), value_set=several).to_numpy()).tolist():
            told = table.column("id")[i].as_py()
            later[i] = told in seen
            seen.add(told)
        if later.any():
            count += int(later.sum())
            _rewrite(path, table, later)
    return count


def _rewrite(path: Path, table: pa.Table, later: npt.NDArray[np.bool_]) -> None:
    """The part without some rows, which are listed in its place among the bad ones."""
    rows = table.filter(pa.array(later)).combine_chunks().to_batches()
    listed = [_twice(batch, i) for batch in rows for i in range(batch.num_rows)]
    number = path.stem.removeprefix("part-")
    with (path.parent / f"bad-{number}-again.csv").open("wb") as listing:
        listing.write(bad_rows_csv(tuple(listed), header=False))
    kept = table.filter(pa.array(~later))
    path.unlink()
    if kept.num_rows:
        parquet.write_table(kept, path, compression="zstd")


def _twice(rows: pa.RecordBatch, i: int) -> BadRow:
    file, line, told = (rows.column(name)[i].as_py() for name in (SOURCE_FILE, SOURCE_LINE, "id"))
    fault = Fault(file, line, "id", "an id that no other row has", told, "Is the row in the file twice?")
    given = rows.schema.names[: rows.schema.get_field_index(RESULT)]
    return BadRow(fault, row_as_csv(rows.select(given), i))


def _gather_answers(folder: Path, counts: Mapping[str, int]) -> Mapping[str, str]:
    """One table of the answers that rows have; their texts by hash."""
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("answers-*.parquet")):
        table = parquet.read_table(path)
        texts.update(zip(table.column(ANSWER).to_pylist(), table.column("text").to_pylist(), strict=True))
        path.unlink()
    shas = sorted(counts)
    columns = {
        ANSWER: pa.array(shas, pa.string()),
        "rows": pa.array([counts[sha] for sha in shas], pa.int64()),
        "text": pa.array([texts[sha] for sha in shas], pa.string()),
    }
    parquet.write_table(pa.table(columns), folder / ANSWERS, compression="zstd")
    return texts


def _gather_bad_rows(folder: Path, bad: int) -> None:
    """One list of the bad rows of all parts; none where there are none."""
    parts = sorted(folder.glob("bad-*.csv"))
    if bad:
        with (folder / BAD_ROWS).open("wb") as whole:
            whole.write(bad_rows_csv(()))
            for path in parts:
                with path.open("rb") as part:
                    shutil.copyfileobj(part, whole)
    for path in parts:
        path.unlink()
