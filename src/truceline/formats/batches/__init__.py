"""Millions of rows in and out: CSV, Parquet, GeoParquet and Arrow IPC as batches of typed columns."""

from truceline.formats.batches.reading import ENDINGS, PARQUET, PART_ROWS, START_B, Part, batches, form_of, parts
from truceline.formats.batches.sorting import Batch
from truceline.formats.batches.wanted import NONE, SEPARATOR, Wanted, aside
from truceline.formats.batches.writing import PartWriter, part_name

__all__ = [
    "ENDINGS",
    "NONE",
    "PARQUET",
    "PART_ROWS",
    "SEPARATOR",
    "START_B",
    "Batch",
    "Part",
    "PartWriter",
    "Wanted",
    "aside",
    "batches",
    "form_of",
    "part_name",
    "parts",
]
