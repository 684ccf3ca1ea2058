"""The parts of the pages that come from the code, so that pages and code cannot part.

A page holds `<!-- generated: NAME -->` … `<!-- end -->`; what stands between is written here. `make docs` writes it
anew, and a test compares. It reads the package and writes Markdown; it decides nothing.
"""

import re
from collections.abc import Callable
from pathlib import Path

from truceline import errors

DOCS = Path(__file__).resolve().parent
BETWEEN = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def first_sentence(documented: object) -> str:
    """What a docstring says first, on one line."""
    text = " ".join((documented.__doc__ or "").split("\n\n")[0].split())
    return text.replace("``", "`")


def error_kinds(base: type[errors.TrucelineError] = errors.TrucelineError) -> list[type[errors.TrucelineError]]:
    """A kind of error and all kinds below it, in the order of their exit codes."""
    below = [kind for child in base.__subclasses__() for kind in error_kinds(child)]
    return sorted([base, *below], key=lambda kind: (kind.exit_code, kind.__name__))


def error_table() -> str:
    """Every exit code with the kinds of error behind it."""
    rows = [[str(kind.exit_code), f"`{kind.__name__}`", first_sentence(kind)] for kind in error_kinds()]
    return table(["exit code", "error", "what it means"], rows)


PARTS: dict[str, Callable[[], str]] = {
    "errors": error_table,
}


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
