"""A node's folder where a command takes an agreement, an events file or a findings file.

For an agreement stands the one in force, for events all that the record tells, for findings those that everybody
recomputes. Nothing is written but the node's own views, and no key is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truceline import __version__
from truceline.agreement import Agreement, fingerprint
from truceline.bulletin import Entry
from truceline.desk.node import open_node, world
from truceline.desk.views.view import View, view_as_held
from truceline.formats.events import EventFile
from truceline.formats.findings import FindingFile


@contextmanager
def viewed(path: Path) -> Iterator[View]:
    """The record of a node's folder, whole; raises RecordError where it cannot be recomputed."""
    with open_node(path, None, world()) as node, view_as_held(node) as view:
        view.whole()
        yield view


def agreement(path: Path) -> Agreement:
    """The agreement in force; raises Refused where there is none."""
    with viewed(path) as view:
        return view.agreement()


def events(path: Path) -> EventFile:
    """Every event of the record, its sides named as they were written."""
    with viewed(path) as view:
        return EventFile(view.events(), view.datasets(), "")


def findings(path: Path) -> tuple[FindingFile, Agreement]:
    """Every event of the record with its finding, and the agreement in force."""
    with viewed(path) as view:
        text = view.agreement()
        return FindingFile(text.id, fingerprint(text), __version__, view.entries(), view.datasets()), text


def explained(path: Path, event: str) -> tuple[Entry, Agreement]:
    """One event with its finding, and the agreement in force; raises UnknownName."""
    with viewed(path) as view:
        return view.entry(event), view.agreement()
