"""The stage of the demo's nodes: a folder in which commands run as people would type them, each in its process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from truceline.errors import Unreachable

PASSPHRASE = "a passphrase for exercises only"  # noqa: S105 - of nodes that are made and thrown away here
PASSPHRASES = ("TRUCELINE_PASSPHRASE", "TRUCELINE_OFFICER_PASSPHRASE", "TRUCELINE_NEW_OFFICER_PASSPHRASE")
SHOWN = 14  # lines of a command's outcome
TRUCELINE = (sys.executable, "-c", "from truceline.doors.cli import main; main()")


@dataclass
class Player:
    """One node."""

    name: str  # of its folder
    role: str
    actor: str  # in the exercise's text
    listens: bool
    origin: str = ""
    words: str = ""
    url: str = ""
    process: subprocess.Popen[str] | None = field(default=None, repr=False)


class Stage:
    """The folder in which the nodes live, and the console on which their commands are shown."""

    def __init__(self, to: Path, console: Console) -> None:
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        self.to, self.console = to, console
        self.players = [
            Player("kalvessar", "guarantor", "kalvessar", listens=True),
            Player("zulmerand", "guarantor", "zulmerand", listens=False),
            Player("mission", "monitor", "mission", listens=True),
        ]

    def environment(self, markers: str) -> dict[str, str]:
        """What every command finds: the passphrase, and where head markers lie."""
        secrets = dict.fromkeys(PASSPHRASES, PASSPHRASE)
        return os.environ | secrets | {"TRUCELINE_MARKERS": markers, "COLUMNS": "100"}

    def run(
        self,
        *words: str,
        node: Player | None = None,
        expect: Sequence[int] = (0,),
        show: bool = True,
        markers: str = "markers",
        stdin: str = "",
    ) -> str:
        """Run a command and show it with its outcome; raises RuntimeError where it ends otherwise than expected."""
        return self.all([(node, words)], expect=expect, show=show, markers=markers, stdin=stdin)[0]

    def all(
        self,
        given: Sequence[tuple[Player | None, Sequence[str]]],
        *,
        expect: Sequence[int] = (0,),
        show: bool = True,
        markers: str = "markers",
        stdin: str = "",
    ) -> list[str]:
        """Run commands side by side, and show them one after another; what each printed to standard output."""
        lines = [[*words, *(("--node", node.name) if node else ())] for node, words in given]
        started = [self._start(line, markers) for line in lines]
        printed = []
        for line, process in zip(lines, started, strict=True):
            out, err = process.communicate(stdin)
            if show:
                self._show(line, out, err)
            if process.returncode not in expect:
                raise RuntimeError(f"truceline {' '.join(line)} ended with {process.returncode}:\n{out}{err}")
            printed.append(out)
        return printed

    def _start(self, words: Sequence[str], markers: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own commands
            [*TRUCELINE, *words],
            cwd=self.to,
            env=self.environment(markers),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _show(self, words: Sequence[str], out: str, err: str) -> None:
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        self.console.print(f"[bold]$ truceline {escape(shown)}[/bold]", soft_wrap=True)
        lines = [one for one in (err + out).splitlines() if one.strip()]
        if len(lines) > SHOWN:
            lines[SHOWN - 2 : -1] = ["…"]
        for line in lines:
            self.console.print(f"  {escape(line)}", soft_wrap=True)

    def say(self, text: str) -> None:
        """Say what comes."""
        self.console.print(f"\n{escape(text)}", style="italic", soft_wrap=True)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """The nodes that listen do so within, on ports that are free."""
        try:
            for player in self.players:
                if player.listens:
                    self.listen(player)
            yield
        finally:
            for player in self.players:
                self.end(player)

    def listen(self, player: Player) -> None:
        """Let a node listen; raises Unreachable where it cannot."""
        port = player.url.rpartition(":")[2] or "0"
        player.process = self._start(["node", "serve", "--port", port, "--node", player.name], "markers")
        said = player.process.stderr.readline() if player.process.stderr else ""
        if " at http" not in said:
            raise Unreachable(f"{player.name} does not listen: {said}")
        player.url = said.split(" at ")[1].strip()

    def end(self, player: Player) -> None:
        """End a node that listens."""
        if player.process:
            player.process.terminate()
            player.process.communicate()
            player.process = None
