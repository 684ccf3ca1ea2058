"""`truceline officer …`: officers' accounts, and `unlocked()`, by which other commands let an officer in.

A passphrase comes from the prompt, the environment or a file; never from an argument, which everybody at the machine
could read. A token is printed once, alone, to standard output; nothing else here prints a secret but `add`, which
shows what the officer's authenticator app is told. No secret is in what `--json` prints.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from truceline.desk.guard import Action, Role
from truceline.desk.node import Node
from truceline.desk.people import Officer, People, Token, Unlocked, enrolling
from truceline.desk.people.accounts import BODILESS
from truceline.doors.cli.console import out
from truceline.doors.cli.signing import AsJson, NodeDir, Yes, agreed, opened
from truceline.errors import DataError, Fault, Locked, Refused
from truceline.kinds import KeyEnd
from truceline.period import Instant

PASSPHRASE, NEW_PASSPHRASE = "TRUCELINE_OFFICER_PASSPHRASE", "TRUCELINE_NEW_OFFICER_PASSPHRASE"
TOKEN = "TRUCELINE_OFFICER_TOKEN"  # noqa: S105 - a variable
HOUR_S = 3_600

app = typer.Typer(help="Officers: who may open what is sealed at this node.", no_args_is_help=True)

OfficerName = Annotated[
    str | None,
    typer.Option(
        "--officer", metavar="NAME", envvar="TRUCELINE_OFFICER", help="The officer who does it.", show_default=False
    ),
]


@contextmanager
def unlocked(node: Node, name: str | None) -> Iterator[Unlocked]:
    """The officer who does something, let in by passphrase; where none is named, by the token of the environment.

    Raises Locked, DataError where nobody is named, Refused where there is no officer yet.
    """
    with People(node.path, node.world) as people:
        who = _let_in(people, name)
        enrolling.go_on(node, people, who)
        yield who


def _let_in(people: People, name: str | None) -> Unlocked:
    token = None if name else _given(TOKEN)
    if token:
        return people.by_token(token)
    if not people.officers():
        raise Refused("there is no officer at this node yet: add one with `truceline officer add NAME --role ROLE`")
    if not name:
        cure = "Give --officer NAME, set TRUCELINE_OFFICER, or give a token in TRUCELINE_OFFICER_TOKEN_FILE."
        raise DataError("no officer named", (Fault("", 0, "--officer", "an officer's name", "none", cure),))
    return people.unlock(name, _secret(f"Passphrase of {name}", PASSPHRASE))


@app.command()
def add(
    name: Annotated[
        str, typer.Argument(help="The officer's post, as the record will show it; never a person.", show_default=False)
    ],
    role: Annotated[Role, typer.Option(help="What the officer is for.", show_default=False)],
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    anew: Annotated[
        bool, typer.Option("--anew", help="Begin with a new key of the body where the accounts are lost.")
    ] = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Make an account and enrol its keys.

    Example: truceline officer add "Duty officer, north" --role monitor-officer --node DIR

    The first who opens anything makes the body's key; the next are handed it by one who has it (--officer). An
    administrator and an auditor open nothing. The new passphrase is asked twice, or comes from
    TRUCELINE_NEW_OFFICER_PASSPHRASE. Exit code 0; 6 refused; 8 not unlocked.
    """
    with opened(node) as held, People(held.path, held.world) as people:
        agreed(f"enrol a key of {name}, {role}", yes=yes)
        by = _let_in(people, officer) if officer and people.recipient and role not in BODILESS else None
        # The variable of who does it is the new officer's only where nobody else could be meant.
        secret = _given(NEW_PASSPHRASE) or (None if people.officers() else _given(PASSPHRASE))
        made = enrolling.add(
            held,
            people,
            name,
            role,
            secret or _asked(f"Passphrase of {name}", NEW_PASSPHRASE, twice=True),
            by,
            anew=anew,
        )
        if as_json:
            facts = _officer(made.officer)
            typer.echo(json.dumps({**facts, "sealing_key": people.recipient}, ensure_ascii=False, sort_keys=True))
            return
        _said(f"{made.officer.name}  {made.officer.role}")
        _said(f"signs as {made.officer.vkey.partition('+')[0]}")
        if made.recipient:
            _said(f"others seal to {made.recipient}")
        _said("for the officer's authenticator app (6 digits, 30 seconds), shown once; clear the screen afterwards:")
        _said(f"  {made.totp_secret}")


@app.command("list")
def list_(node: NodeDir = None, *, as_json: AsJson = False) -> None:
    """Show accounts and tokens, without any secret.

    Example: truceline officer list --node DIR

    Exit code 0.
    """
    with opened(node, reading=True) as held, People(held.path, held.world) as people:
        officers, tokens = people.officers(), people.tokens()
    if as_json:
        facts = {"officers": [_officer(one) for one in officers], "tokens": [_token(one) for one in tokens]}
        typer.echo(json.dumps(facts, ensure_ascii=False, sort_keys=True))
        return
    for one in officers:
        state = "disabled" if not one.active else "opens what is sealed" if one.opens else "opens nothing"
        _said(f"{one.name}  {one.role}  {state}")
        for each in tokens:
            if each.officer == one.name:
                _said(f"  token {each.id}  {' '.join(each.scopes)}  until {Instant(each.until_s)}")


@app.command()
def disable(
    name: Annotated[str, typer.Argument(help="Whose account.", show_default=False)],
    why: Annotated[KeyEnd, typer.Option(help="What became of the officer's key.")] = KeyEnd.CLOSED,
    remark: Annotated[str, typer.Option("--note", help="In words, for everybody to read.")] = "",
    node: NodeDir = None,
    *,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Close an account for good, and retire its signing key in the log.

    Example: truceline officer disable "Duty officer, north" --why stolen --node DIR

    What its passphrase opens, its tokens and its way to what is sealed are deleted. Where a copy of them may be abroad,
    run `truceline officer rekey` next. Exit code 0; 5 unknown; 6 refused; 8 without the node's passphrase.
    """
    with opened(node) as held, People(held.path, held.world) as people:
        agreed(f"retire the key of {name}, {why}{f': {remark}' if remark else ''}", yes=yes)
        officer, entry = enrolling.disable(held, people, name, why, remark)
    if as_json:
        facts = {"name": officer.name, "retired": officer.vkey.partition("+")[0], "entry": entry.hash}
        typer.echo(json.dumps(facts, ensure_ascii=False, sort_keys=True))
    else:
        _said(f"{officer.name}  disabled  {entry.origin} {entry.seq}  {entry.kind}")
        _said("where somebody may have a copy of the account or of a token: truceline officer rekey")


@app.command()
def token(
    node: NodeDir = None,
    officer: OfficerName = None,
    scopes: Annotated[
        list[Action] | None, typer.Option("--for", help="What it may do; may be repeated.", show_default="count")
    ] = None,
    hours: Annotated[int, typer.Option(help="For how long.", min=1, max=2_160)] = 12,
) -> None:
    """Print a token that stands for an officer: alone, once, to standard output.

    Example: truceline officer token --officer "Duty officer, north" --for count --hours 12 --node DIR > token

    Its id, by which it is revoked, and its end go to standard error. Exit code 0; 6 refused; 8 not unlocked.
    """
    with opened(node, reading=True) as held, unlocked(held, officer) as who, People(held.path, held.world) as people:
        until = held.world.now().plus(hours * HOUR_S)
        text = people.issue(who, scopes or [Action.COUNT], until)
        made = people.by_token(text)
        typer.echo(f"token {made.token} of {who.officer.name}, until {until}; it is shown this once", err=True)
        typer.echo(text)


@app.command()
def revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="The token's id.", show_default=False)],  # noqa: A002 - its word
    node: NodeDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Revoke a token by its id, of `truceline officer list`.

    Example: truceline officer revoke 1f2e3d4c5b6a7988 --node DIR

    Exit code 0; 5 where there is none of that id.
    """
    if not re.fullmatch("[0-9a-f]{16}", id):
        fault = Fault("", 0, "ID", "16 digits of 0-9 and a-f", "something else", "See `truceline officer list`.")
        raise DataError("no id of a token", (fault,))
    with opened(node, reading=True) as held, People(held.path, held.world) as people:
        people.revoke(id)
    typer.echo(json.dumps({"revoked": id}) if as_json else f"token {id}  revoked")


@app.command()
def rekey(node: NodeDir = None, officer: OfficerName = None, *, yes: Yes = False, as_json: AsJson = False) -> None:
    """Change the body's key after a compromise: a new one is enrolled, and all tokens end.

    Example: truceline officer rekey --officer "Duty officer, north" --node DIR

    The keys of what is sealed here are wrapped anew to it. What somebody with the old key has copied before stays open
    to them. Exit code 0; 6 refused; 8 not unlocked.
    """
    with opened(node) as held, People(held.path, held.world) as people:
        agreed("enrol a new key to which others seal; all tokens end", yes=yes)
        who = _let_in(people, officer)
        recipient, owed = enrolling.rekey(held, people, who)
    if as_json:
        facts = {"sealing_key": recipient, "copies_owed": [str(one) for one in owed]}
        typer.echo(json.dumps(facts, ensure_ascii=False, sort_keys=True))
        return
    _said(f"others seal to {recipient}")
    for one in owed:
        _said(f"a key copy that could not be reached, to be written when it can: {one}")


def _officer(one: Officer) -> dict[str, object]:
    facts = {"name": one.name, "role": one.role.value, "key": one.vkey.partition("+")[0]}
    return {**facts, "active": one.active, "opens": one.opens}


def _token(one: Token) -> dict[str, object]:
    return {"id": one.id, "officer": one.officer, "scopes": list(one.scopes), "until": str(Instant(one.until_s))}


def _secret(of: str, variable: str) -> str:
    return _given(variable) or _asked(of, variable)


def _given(variable: str) -> str | None:
    """What the environment says, or the file that it names, without the newline at its end."""
    if os.environ.get(variable):
        return os.environ[variable]
    name = os.environ.get(f"{variable}_FILE")
    if not name:
        return None
    try:
        return Path(name).read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError):
        raise Locked(f"the file that {variable}_FILE names cannot be read; mend its place or its permissions") from None


def _asked(of: str, variable: str, *, twice: bool = False) -> str:
    if not sys.stdin.isatty():
        raise Locked(
            f"{of}: expected one, got none, and there is no terminal to ask on; give it in {variable}, or name a file "
            f"that holds it in {variable}_FILE"
        )
    asked: str = typer.prompt(of, hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def _said(text: str) -> None:
    out().print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)
