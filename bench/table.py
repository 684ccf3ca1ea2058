"""Results as Markdown, written into docs/benchmarks.md by the benchmarks themselves.

Each benchmark has a section of its own, between `<!-- NAME -->` and `<!-- /NAME -->`; what stands between is replaced,
all else on the page is people's. A section says when and on what kind of machine it was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; every column but the first is set to the right."""
    marks = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, marks, *rows])


def measured(date: str, machine: str, versions: dict[str, str]) -> str:
    """The line that says when, on what and with what."""
    return (
        f"Measured on {date}. Machine: {machine}. "
        + ", ".join(f"{name} {each}" for name, each in versions.items())
        + "."
    )


def write(section: str, text: str, page: Path = PAGE) -> None:
    """Replace a section of the page; raises LookupError where the page has no such section."""
    between = re.compile(rf"(<!-- {re.escape(section)} -->\n).*?(<!-- /{re.escape(section)} -->)", re.DOTALL)
    held = page.read_text(encoding="utf-8")
    new, count = between.subn(lambda found: f"{found[1]}{text.strip()}\n{found[2]}", held)
    if count != 1:
        msg = (
            f"{page}: expected one section '<!-- {section} -->' … '<!-- /{section} -->', got {count}; add the two marks"
        )
        raise LookupError(msg)
    page.write_text(new, encoding="utf-8")
