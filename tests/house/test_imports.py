"""The direction of imports, as `make lint` checks it, also holds in the test suite."""

import os
from pathlib import Path

import pytest
from importlinter import cli


def test_imports_run_one_way(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every module has its layer and imports only what lies to its right."""
    monkeypatch.chdir(root)
    assert cli.lint_imports(no_cache=True) == os.EX_OK, capsys.readouterr().out
