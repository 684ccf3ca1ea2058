"""`truceline reply`, `determine`, `sign-jointly`, `attest`, `correct`, `withdraw`, `incident`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.desk.verbs import Pen, Signed, deciding
from truceline.doors.cli.acts.said import (
    LONG,
    At,
    Matter,
    MaybeReason,
    Reason,
    Ref,
    Since,
    Statement,
    argument,
    option,
    prose,
)
from truceline.doors.cli.signing import instant, signs
from truceline.errors import DataError, Fault
from truceline.kinds import Answer, Stance

attest = typer.Typer(help="Say, in this node's own name, what an actor without a node said.", no_args_is_help=True)
incident = typer.Typer(help="Hold together what is one happening; take apart what is several.", no_args_is_help=True)

Words = Annotated[list[str], option("--text", metavar="TEXT", help=f"What is said: {LONG}.")]
Taken = Annotated[Stance, argument("What is said to it, in a word.")]
Actor = Annotated[str, argument("Actor id of whoever said it.")]
How = Annotated[str, option("--how", help="How it is known: a letter, a call, a meeting.")]
Said = Annotated[str | None, option("--said", help="When it was said; left out: now.")]
Document = Annotated[Path | None, option("--document", metavar="FILE", help="What it rests on; kept whole.")]


@signs
def reply(
    pen: Pen,
    about: Matter,
    stance: Taken,
    text: Words,
    evidence: Annotated[list[Path] | None, option(metavar="FILE", help="What it rests on; again for each.")] = None,
) -> Signed:
    """Reply to what accuses: an entry, or one event of a batch."""
    return deciding.reply(pen, about, stance, prose(text, "--text"), evidence or ())


@signs
def determine(
    pen: Pen,
    about: Matter,
    answer: Annotated[Answer, argument("The answer.")],
    under: Annotated[str, option(metavar="REF", help="The proposal of the text it is judged under.")],
    clause: Annotated[str, option(help="Rule id in that text.")],
    reasons: Annotated[list[str], option(metavar="TEXT", help=f"Why: {LONG}.")],
    basis: Annotated[list[str] | None, option(metavar="REF", help="An entry it rests on; again for each.")] = None,
    jointly: Annotated[  # noqa: FBT002 - Typer's way
        bool, typer.Option("--jointly", help="Propose a text that another body is to sign as well.")
    ] = False,
) -> Signed:
    """Answer one clause as the competent body, alone or, once another signs the same text, jointly."""
    judgement = deciding.Judgement(about, under, clause, answer, prose(reasons, "--reasons"), tuple(basis or ()))
    return deciding.determine(pen, judgement, jointly=jointly)


@signs
def sign_jointly(pen: Pen, determination: Ref) -> Signed:
    """Put this node's signature to the joint determination that another proposed: the same text, unchanged."""
    return deciding.sign_jointly(pen, determination)


# ── for an actor without a node ───────────────────────────────────────────────────────────────


@attest.command("adherence")
@signs
def attest_adherence(
    pen: Pen,
    actor: Actor,
    version: Ref,
    how: How,
    since: Since = None,
    statement: Statement = None,
    said: Said = None,
    document: Document = None,
) -> Signed:
    """Attest that an actor accepts the text named."""
    word = deciding.Word(actor, how, instant(said, "--said"), document)
    spoken = prose(statement, "--statement")
    return deciding.attest_adherence(pen, word, version, instant(since, "--since"), spoken)


@attest.command("ending")
@signs
def attest_ending(
    pen: Pen,
    actor: Actor,
    declaration: Ref,
    how: How,
    at: At = None,
    reason: MaybeReason = None,
    said: Said = None,
    document: Document = None,
) -> Signed:
    """Attest that an actor leaves the agreement whose acceptance the entry named declares or attests."""
    word = deciding.Word(actor, how, instant(said, "--said"), document)
    return deciding.attest_ending(pen, word, declaration, instant(at, "--at"), prose(reason, "--reason"))


@attest.command("reply")
@signs
def attest_reply(
    pen: Pen,
    actor: Actor,
    about: Matter,
    stance: Taken,
    text: Words,
    how: How,
    said: Said = None,
    document: Document = None,
) -> Signed:
    """Attest what an actor says to what accuses it."""
    word = deciding.Word(actor, how, instant(said, "--said"), document)
    return deciding.attest_reply(pen, word, about, stance, prose(text, "--text"))


@attest.command("node")
@signs
def attest_node(
    pen: Pen,
    recovered: Annotated[str, argument("The `node.recovered` by which the log says what it continues.", "REF")],
    how: How,
    said: Said = None,
    document: Document = None,
) -> Signed:
    """Attest that a log which continues another is really its actor's: heard from people, not from the network."""
    return deciding.attest_node(pen, recovered, how, instant(said, "--said"), document)


# ── about one's own ───────────────────────────────────────────────────────────────────────────


@signs
def correct(
    pen: Pen,
    entry: Ref,
    changes: Annotated[
        list[str],
        option("--set", metavar="FIELD=VALUE", help="A field and its whole value, JSON unless it is text."),
    ],
    reason: Reason,
) -> Signed:
    """Say what fields of an entry of one's own should have said; the first text stays."""
    return deciding.correct(pen, entry, dict(_change(one) for one in changes), prose(reason, "--reason"))


def _change(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        fault = Fault("", 0, "--set", "FIELD=VALUE", text, "Write the field's name, =, and its whole value.")
        raise DataError("a correction that cannot be read", (fault,))
    return name, value


@signs
def withdraw(pen: Pen, entry: Ref, reason: Reason) -> Signed:
    """Take back what an entry of one's own says; the entry stays."""
    return deciding.withdraw(pen, entry, prose(reason, "--reason"))


# ── incidents ─────────────────────────────────────────────────────────────────────────────────

Members = Annotated[
    list[str],
    argument(metavar="REF[@EVENT]...", help="Entries, or events of batches."),
]


@incident.command("link")
@signs
def link(
    pen: Pen,
    members: Members,
    reason: Reason,
    title: Annotated[list[str] | None, option("--title", metavar="TEXT", help=f"What to call it: {LONG}.")] = None,
) -> Signed:
    """Say that entries, or events of batches, are one bounded happening."""
    return deciding.link(pen, members, prose(reason, "--reason"), prose(title, "--title"))


@incident.command("split")
@signs
def split(
    pen: Pen,
    whole: Ref,
    parts: Annotated[
        list[str],
        option("--part", metavar="REF[@EVENT],...", help="Members of one part; again for each."),
    ],
    reason: Reason,
) -> Signed:
    """Say that an incident is several, and what belongs to each."""
    return deciding.split(pen, whole, [part.split(",") for part in parts], prose(reason, "--reason"))


@incident.command("merge")
@signs
def merge(
    pen: Pen,
    incidents: Annotated[list[str], argument(metavar="REF...", help="Two or more incidents.")],
    reason: Reason,
) -> Signed:
    """Say that incidents are one."""
    return deciding.merge(pen, incidents, prose(reason, "--reason"))
