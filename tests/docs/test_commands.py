"""Commands in the documentation: each one exists, each one is documented, and the blocks marked for it run.

`<!-- run -->` above a `sh` block runs it, all blocks of a page one after the other in one empty folder. A `text` block
under `<!-- prints -->` must then be found in what was printed, line by line, save lines that are only an ellipsis.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import generated
from docs.command_text import commands

PATHS = set(commands())
GROUPS = {path[:-1] for path in PATHS if path} - {
    ("bulletin",),
    ("seal",),
}  # which take a file, or a kind, where no command stands
STEP = re.compile(r"<!-- (run|prints) -->\n+```(?:sh|text)\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"(?:^|`|\$ )truceline((?: [a-z][a-z-]*)+)", re.MULTILINE)
HAND_WRITTEN = [page for page in generated.pages() if page.name != "cli.md"]


def text_of(page: Path) -> str:
    """A page as it is written."""
    return page.read_text(encoding="utf-8")


def resolved(words: tuple[str, ...]) -> tuple[str, ...]:
    """The longest beginning of the words that is a command."""
    return next(words[:end] for end in range(len(words), -1, -1) if words[:end] in PATHS)


@pytest.mark.parametrize("page", generated.pages(), ids=lambda page: page.name)
def test_every_command_named_exists(page: Path) -> None:
    """A page names no command that there is not."""
    for found in NAMED.findall(text_of(page)):
        words = tuple(found.split())
        assert resolved(words) not in GROUPS - {words}, f"no such command: `truceline{found}`"


def test_every_command_is_shown_in_use() -> None:
    """Every command stands on a page that people wrote, besides the reference."""
    named = {resolved(tuple(found.split())) for page in HAND_WRITTEN for found in NAMED.findall(text_of(page))}
    assert PATHS - GROUPS - named == set()


@pytest.mark.parametrize(
    "page", [page for page in generated.pages() if STEP.search(text_of(page))], ids=lambda page: page.name
)
def test_blocks_run_and_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    """A reader who types what the page says sees what the page shows."""
    here = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
    printed = ""
    for kind, block in STEP.findall(text_of(page)):
        if kind == "run":
            command = ["/bin/sh", "-e", "-c", block]
            done = subprocess.run(command, cwd=tmp_path, env=here, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{block}{done.stdout}{done.stderr}"
            printed = done.stdout
        else:
            lines = {line.rstrip() for line in printed.splitlines()}
            assert [line for line in block.splitlines() if line.strip() not in ("", "…") and line not in lines] == []
