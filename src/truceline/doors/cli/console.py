"""What the commands print with: results to standard output, progress and problems to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from truceline.doors.render.words import Words
from truceline.errors import Fault, TrucelineError


class Language(StrEnum):
    """A language of the product."""

    EN = "en"
    AR = "ar"
    RU = "ru"


LANG = typer.Option("--lang", help="Language of what is printed: en, ar or ru.")


def out() -> Console:
    """Where results go; as wide as the terminal, or 100 columns where there is none."""
    return Console(width=None if sys.stdout.isatty() else 100, highlight=False)


def err() -> Console:
    """Where progress and problems go."""
    return Console(stderr=True, highlight=False)


def words(language: Language) -> Words:
    """The words of a language."""
    return Words(str(language))


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; nothing where that is no terminal."""
    columns = (TextColumn(escape(what)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tell


def problem(error: TrucelineError) -> None:
    """Say what went wrong, with every fault's place and cure."""
    err().print(escape(str(error)), style="bold" if not getattr(error, "faults", ()) else "", soft_wrap=True)


def faults(found: tuple[Fault, ...]) -> None:
    """Print faults, one a line."""
    for fault in found:
        err().print(escape(str(fault)), soft_wrap=True)


def note(text: str) -> None:
    """A remark beside the result, on standard error."""
    err().print(escape(text), soft_wrap=True)
