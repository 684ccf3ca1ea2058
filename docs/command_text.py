"""The command line as Markdown: what `--help` prints for each command, as it prints it."""

from collections.abc import Iterator

import typer
from typer.testing import CliRunner

from truceline.doors.cli import whole

APP = whole()
WIDTH = 100  # columns, as wide as a page of the documentation shows
PLAIN = {"TERMINAL_WIDTH": str(WIDTH), "COLUMNS": str(WIDTH), "NO_COLOR": "1", "TERM": "dumb"}


def commands(of: typer.Typer = APP, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command by its words, a group before what is in it; the empty one is `truceline` itself."""
    yield path
    for command in of.registered_commands:
        yield (*path, command.name or (command.callback.__name__ if command.callback else "").replace("_", "-"))
    for group in of.registered_groups:
        if group.typer_instance is not None and group.name:
            yield from commands(group.typer_instance, (*path, group.name))


def help_of(path: tuple[str, ...]) -> str:
    """What `--help` prints for a command; raises RuntimeError where it fails."""
    done = CliRunner().invoke(APP, [*path, "--help"], prog_name="truceline", env=PLAIN)
    if done.exit_code:
        raise RuntimeError(f"`truceline {' '.join(path)} --help` failed: {done.output}")
    return "\n".join(line.rstrip() for line in done.output.strip().splitlines())


def reference() -> str:
    """A heading and the help text of every command."""
    return "\n\n".join(f"## `{' '.join(('truceline', *path))}`\n\n```text\n{help_of(path)}\n```" for path in commands())
