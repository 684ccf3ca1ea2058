"""The command line in this process: what a command prints, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pytest
from typer.testing import CliRunner, Result

from truceline.doors import cli


class Told(NamedTuple):
    """What a command printed."""

    out: str
    err: str  # on one line


Run = Callable[..., Told]


def runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *first: str, never: Sequence[str] = ()
) -> Run:
    """What gives the program a command that begins with these words; its exit code must be the one expected.

    `never`: what no command prints.
    """
    monkeypatch.setenv("COLUMNS", "140")

    def command(*arguments: object, code: int = 0) -> Told:
        monkeypatch.setattr(sys, "argv", ["truceline", *first, *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        told = capsys.readouterr()
        assert (left.value.code or 0) == code, told.err
        assert not any(word in told.out + told.err for word in never)
        return Told(told.out, " ".join(told.err.split()))

    return command


def invoked(words: Sequence[str], env: Mapping[str, str], said: str = "") -> Result:
    """How a command ended that was given these words, settings and standard input; its error is in the result."""
    return CliRunner().invoke(cli.whole(), words, env=env, input=said)
