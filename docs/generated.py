"""The parts of the pages that come from the code, so that pages and code cannot part.

A page holds `<!-- generated: NAME -->` … `<!-- end -->`; what stands between is written here. `make docs` writes it
anew, and a test compares. It reads the package and writes Markdown; it decides nothing.
"""

import re
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent
BETWEEN = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

PARTS: dict[str, Callable[[], str]] = {}


def renewed(page: str) -> str:
    """The page with each generated part written anew; raises KeyError for a part that nobody writes."""
    return BETWEEN.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", page)


def pages() -> list[Path]:
    """Every page of the documentation."""
    return sorted(DOCS.glob("*.md"))


def main() -> None:
    """Write every generated part anew, where it changed."""
    for path in pages():
        page = path.read_text(encoding="utf-8")
        if (new := renewed(page)) != page:
            path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
