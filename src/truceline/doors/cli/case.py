"""`truceline case …`: what a reporter tells, and comes back to with a phrase; and letters that officers leave for it.

Nothing that is told, no phrase and no path of a file is ever an argument: a shell keeps those, and everybody at the
machine can read them. At a terminal it is asked for, question by question; from a script it is read from standard
input: the phrase on the first line where one is needed, the report as a JSON object after it. No passphrase of the
node is needed for any of it: to seal takes no secret, and what is a case's own, its phrase opens.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from truceline.desk import files, reporting
from truceline.desk.guard import Action, Given, decide, thing_of, unknown
from truceline.desk.node import Node
from truceline.desk.reporting import Case, Cases, Form, Phrases
from truceline.desk.sealing.objects import Sealable
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs import sealing
from truceline.doors.cli.console import LANG, Language, err, note, words
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import NodeDir, opened
from truceline.doors.render import cases as rendered
from truceline.doors.render.words import Words
from truceline.errors import DataError, Fault, Refused
from truceline.kinds import Aspect, Channel

Told = dict[str, str | list[str]]  # a form: its texts by name, and the paths of its files

app = typer.Typer(help="What a reporter tells, and comes back to with a phrase.", no_args_is_help=True)

SAID = ("words", "where", "when", "who", "language")  # texts of the form
CLEARED = "\x1b[2J\x1b[3J\x1b[H"  # the screen, and what was scrolled off it
LONGEST = 400_000  # characters that are read from standard input

Yes = Annotated[bool, typer.Option("--yes", help="Seal without asking: for scripts.")]
By = Annotated[Channel, typer.Option("--channel", help="By what way it came.")]
AsTheyAre = Annotated[
    bool,
    typer.Option("--as-they-are", help="Keep files as they came, with whatever a camera or a program wrote into them."),
]


@app.command()
def new(
    node: NodeDir = None,
    phrase: Annotated[
        Phrases | None, typer.Option(help="In what the phrase is drawn; left out: words of --lang.", show_default=False)
    ] = None,
    lang: Annotated[Language, LANG] = Language.EN,
    channel: By = Channel.MEETING,
    *,
    as_they_are: AsTheyAre = False,
    yes: Yes = False,
) -> None:
    """Take in a report, seal it, and print the phrase by which its reporter comes back: once, to standard output.

    Example: truceline case new --node mission --lang ar

    At a terminal each part is asked for. Otherwise a JSON object is read from standard input: words, and where there
    are any where, when, who, language, files (a list of paths). It is read back before it is sealed, unless --yes is
    given. Exit code 0; 3 for a report that cannot stand; 6 where nothing may be sealed here, or nobody agrees.
    """
    said = words(lang)
    with _room(node) as (vault, cases):
        what = _drafted(vault.node, said, channel, as_they_are=as_they_are, yes=yes)
        drawn, case = reporting.new_case(cases, phrase or Phrases(lang))
        reporting.tell(vault, cases, case, what)
    _show(rendered.phrase_told(drawn, said))
    if sys.stdin.isatty() and sys.stdout.isatty():
        typer.prompt(said.say("case-ask-written"), default="", show_default=False, err=True)
        typer.echo(CLEARED, nl=False)


@app.command()
def add(
    node: NodeDir = None,
    lang: Annotated[Language, LANG] = Language.EN,
    channel: By = Channel.MEETING,
    *,
    as_they_are: AsTheyAre = False,
    yes: Yes = False,
) -> None:
    """Add a report to a case, by its phrase.

    Example: truceline case add --node mission

    From a script: the phrase on the first line of standard input, the report as for `truceline case new` after it. Exit
    code as there; 8 where no case here opens with the phrase.
    """
    said = words(lang)
    with _room(node) as (vault, cases):
        case = _known(cases, said)
        what = _drafted(vault.node, said, channel, as_they_are=as_they_are, yes=yes)
        reporting.tell(vault, cases, case, what)
    _show([said.say("case-sealed")])


@app.command("return")
def return_(node: NodeDir = None, lang: Annotated[Language, LANG] = Language.EN) -> None:
    """Say what became of a case's reports, and show the letters that officers left for it.

    Example: truceline case return --node mission --lang ru

    The phrase is asked for, or read from standard input. Exit code 0; 3 for what is no phrase; 8 where no case here
    opens with it.
    """
    said = words(lang)
    with _room(node) as (vault, cases):
        case = _known(cases, said)
        found, left = reporting.became(vault, cases, case), reporting.letters(cases, case)
    _show(rendered.returned(found, left, said))


@app.command()
def erase(node: NodeDir = None, lang: Annotated[Language, LANG] = Language.EN, *, yes: Yes = False) -> None:
    """Erase all reports of a case, and the case, at its reporter's word.

    Example: truceline case erase --node mission

    The phrase is asked for, or read from standard input. What has been disclosed to all stays. Exit code 0; 6 where
    nobody agrees; 8 where no case here opens with the phrase.
    """
    said = words(lang)
    with _room(node) as (vault, cases):
        case = _known(cases, said)
        _agreed(said.say("case-ask-erase"), yes=yes)
        gone = reporting.erase(vault, cases, case)
    _show(rendered.erased(gone, said))
    for one in gone.owed:
        note(f"a copy of keys that could not be reached, to be written anew when it can: {one}")


@app.command()
def letter(
    object: Annotated[  # noqa: A002 - what it is
        str,
        typer.Argument(
            metavar="REF", help="The sealed report: its id or the first 8 digits of it.", show_default=False
        ),
    ],
    node: NodeDir = None,
    officer: OfficerName = None,
) -> None:
    """Leave a letter for the case that a sealed report belongs to; its reporter alone can read it, with the phrase.

    Example: truceline case letter 1f2e3d4c --officer "Duty officer" --node mission < letter.txt

    The letter is read from standard input, or asked for; only its day is kept beside it. A case keeps the newest four.
    Exit code 0; 5 where there is no such report for you; 6 where no case told it; 8 not unlocked.
    """
    with _room(node) as (vault, cases), unlocked(vault.node, officer) as who:
        _, one = sealing.found(vault.node, who, object)
        asker, now = who.asker(vault.node.origin), vault.node.world.now()
        # Whether a case stands behind it is in the envelope, and is for those alone who are given that whole.
        if decide(asker, Action.SEE, thing_of(one), Aspect.ENVELOPE, now).given is not Given.WHOLE:
            raise unknown(object)
        text = _lines("The letter; an empty line ends it.") if sys.stdin.isatty() else sys.stdin.read(LONGEST)
        reporting.leave(cases, one, text.strip())
    note("The letter is left. Only this case's phrase opens it.")


# ── what all of them share ────────────────────────────────────────────────────────────────────


@contextmanager
def _room(path: Path | None) -> Iterator[tuple[Vault, Cases]]:
    """A node's vault and cases, its keys closed; raises Refused where nothing can be sealed yet."""
    with opened(path, reading=True) as node, Vault(node) as vault, Cases(node.path, node.world) as cases:
        if not vault.recipient:
            raise Refused(
                "nothing can be sealed here yet: this body has no key to seal to. Add an officer first: "
                "`truceline officer add`"
            )
        yield vault, cases


def _known(cases: Cases, said: Words) -> Case:
    """The case of the phrase that is asked for, or that is the first line of standard input."""
    if sys.stdin.isatty():
        return reporting.case_of(typer.prompt(said.say("case-ask-phrase"), hide_input=True, err=True), cases)
    return reporting.case_of(sys.stdin.readline(LONGEST), cases)


def _drafted(node: Node, said: Words, channel: Channel, *, as_they_are: bool, yes: bool) -> Sealable:
    """The report that is told, read back and agreed to."""
    tree = _asked(said) if sys.stdin.isatty() else _read(sys.stdin.read(LONGEST))
    texts = {"words": "", **{name: one for name, one in tree.items() if isinstance(one, str)}}
    paths = [Path(one) for one in tree.get("files", ())]
    attached = tuple(reporting.attached(_bytes(one), as_it_is=as_they_are) for one in paths)
    form = Form(**texts, channel=channel, files=attached)
    what = reporting.drafted(node, form)
    if not yes:  # what a script prints is kept somewhere, and this is kept in the vault alone
        for line in rendered.read_back(form, what.envelope.time, said):
            err().print(line, markup=False, emoji=False, soft_wrap=True)
    _agreed(said.say("case-ask-seal"), yes=yes)
    return what


def _asked(said: Words) -> Told:
    """The form, question by question."""
    told: Told = {"words": _lines(said.say("case-ask-words"))}
    for part in ("where", "when", "who"):
        told[part] = typer.prompt(said.say(f"case-ask-{part}"), default="", show_default=False, err=True).strip()
    return {**told, "files": _lines(said.say("case-ask-files")).splitlines()}


def _lines(question: str) -> str:
    """What is typed up to an empty line."""
    err().print(question, markup=False, emoji=False, soft_wrap=True)
    typed = list(iter(lambda: sys.stdin.readline(LONGEST).rstrip("\n"), ""))
    return "\n".join(typed)


def _read(text: str) -> Told:
    """The form as JSON; raises DataError, which repeats nothing of it."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        tree = None
    names = (*SAID, "files")
    if not isinstance(tree, dict) or set(tree) - set(names) or not all(map(_fits, tree, tree.values())):
        fault = Fault(
            "standard input",
            0,
            "",
            f"a JSON object of texts ({', '.join(SAID)}) and files, a list of paths",
            "something else",
            "Write it so; what is not said is left out.",
        )
        raise DataError("nothing was sealed: the report cannot be read", (fault,))
    return tree


def _fits(name: str, value: object) -> bool:
    if name == "files":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)


def _bytes(path: Path) -> bytes:
    """A file's bytes; raises DataError that does not repeat its path."""
    try:
        return files.read(path)
    except DataError:
        fault = Fault("", 0, "files", "a file that can be read", "none", "Check the path that was given.")
        raise DataError("nothing was sealed: a file cannot be read", (fault,)) from None


def _agreed(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused("nothing was done: there is no terminal to ask on. Read what is shown above, then give --yes.")
    if not typer.confirm(question, err=True):
        raise Refused("nothing was done: the answer was no. Give the command again with what is meant.")


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)
