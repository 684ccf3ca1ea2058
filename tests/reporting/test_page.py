"""The page on reporters: every threat has its three parts, and every test that it names is there."""

import ast
import re
from pathlib import Path

NAMED = re.compile(r"`tests/([\w/.]+)::(\w+)`")


def named_in(path: Path) -> set[str]:
    """The names of the tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


def test_every_threat_says_what_holds_what_does_not_and_which_test_shows_it(root: Path) -> None:
    page = (root / "docs/reporters.md").read_text(encoding="utf-8")
    threats = page.partition("\n## Threats")[2].split("\n### ")[1:]
    assert len(threats) == 11
    for threat in threats:
        assert re.search(r"\*\*Holds\.\*\*.*\*\*Does not\.\*\*.*\*\*Shown by\*\*", threat, re.DOTALL), threat
        assert NAMED.search(threat), threat


def test_every_test_that_is_named_exists_and_every_threat_s_test_is_named(root: Path) -> None:
    found = NAMED.findall((root / "docs/reporters.md").read_text(encoding="utf-8"))
    missing = [f"{file}::{name}" for file, name in found if name not in named_in(root / "tests" / file)]
    assert missing == []
    named = {name for file, name in found if file == "reporting/test_threats.py"}
    assert named_in(root / "tests/reporting/test_threats.py") == named
