"""What came in from outside, read from files: reports as articles, lists of others, forms, monitors' lines.

Nothing here is signed but by `appended`; a file is read, and what it holds handed on as values.
"""

from __future__ import annotations

from pathlib import Path

from truceline.desk import files
from truceline.desk.evidence.words import pages_of
from truceline.formats.reports import Given, ReportRead, read_pages, read_report

NOTHING = Given()


def read_article(path: Path, given: Given = NOTHING) -> ReportRead:
    """A report in a file, whatever kind of file it is; raises DataError where it has no text that can be read."""
    data = files.read(path)
    if b"%PDF-" in data[:1024]:
        return read_pages(data, pages_of(data, path.name), given)
    return read_report(data, path.name, given)
