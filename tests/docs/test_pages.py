"""The documentation builds without a warning, and its generated parts are those of the code as it stands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import generated


@pytest.mark.parametrize("page", generated.pages(), ids=lambda page: page.name)
def test_generated_parts_are_current(page: Path) -> None:
    """What a page says of the code is what the code says; `make docs` writes it anew."""
    text = page.read_text(encoding="utf-8")
    assert text == generated.renewed(text), "run `make docs` and commit what it wrote"


def test_pages_build_without_a_warning(root: Path, tmp_path: Path) -> None:
    """No broken reference, no page outside the contents, no term without its entry."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", str(tmp_path / "trees")]
    done = subprocess.run(
        [*command, str(root / "docs"), str(tmp_path / "html")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_glossary_word_is_used() -> None:
    """A word defined in the glossary is referred to on some page, be it by another entry."""
    pages = {page.name: page.read_text(encoding="utf-8") for page in generated.pages()}
    defined = set(re.findall(r"^([a-z][a-z -]+)$", pages["glossary.md"], re.MULTILINE))
    referred = re.findall(r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`", "".join(pages.values()).replace("\n", " "))
    assert len(defined) > 40
    assert defined - set(referred) == set()
