"""The demo's part on reports: five articles, what they tell of, and on whose word.

Where a folder of articles is given they are those; otherwise five short texts about the exercise's country, which rest
on one another as newspapers do: three of them on one paper's one unnamed official.
"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from rich.console import Console

from truceline.agreement import compiled
from truceline.desk import files as written
from truceline.desk import shelf
from truceline.desk.verbs import reading
from truceline.desk.verbs.reading import Knowledge, Sources
from truceline.doors.render import source_tree
from truceline.doors.render.words import Words
from truceline.formats.outlets import read_outlets, shipped
from truceline.period import Instant

COUNTRY = "exercise"
KINDS = frozenset({".txt", ".html", ".htm", ".eml", ".pdf"})


def articles(folder: Path | None, received: Instant | None, told: Words, to: Path, console: Console) -> None:
    """Read the articles, print what they tell of and on whose word, and write the whole tree as text and drawing."""
    found = _given(folder, received) if folder else _ours()
    for line in source_tree.lines(list(source_tree.brief(found, told))):
        console.print(line, markup=False, emoji=False, soft_wrap=True)
    written.write(to / "sources.txt", "\n".join(source_tree.text(found, told)).encode())
    written.write(to / "sources.svg", source_tree.svg(found, told).encode())


def _given(folder: Path, received: Instant | None) -> Sources:
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    return reading.sources(paths, Knowledge(outlets=shipped()), received=received)


def _ours() -> Sources:
    """The exercise's own five, with its actors and outlets."""
    with as_file(files("truceline.desk.simulate") / "articles") as folder:
        outlets = read_outlets((folder / "outlets.toml").read_bytes(), "outlets.toml")
        known = Knowledge(outlets=outlets, agreement=compiled(shelf.find(COUNTRY)))
        return reading.sources(sorted(folder.glob("*.txt")), known)
