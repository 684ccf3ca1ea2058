"""`truceline agreement propose|amend|adopt|leave`, `adherence`, `designation`, `presumption`, `zone`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.desk.verbs import Pen, Signed, agreeing, deciding
from truceline.doors.cli import agreement
from truceline.doors.cli.acts.said import (
    At,
    From,
    MaybeNote,
    MaybeReason,
    Reason,
    Ref,
    Since,
    Statement,
    Until,
    argument,
    file_part,
    option,
    period,
    prose,
)
from truceline.doors.cli.signing import instant, signs

adherence = typer.Typer(help="Say that this node's own actor accepts an agreement, or leaves it.", no_args_is_help=True)
designation = typer.Typer(help="Exclude an actor on this guarantor's own list, or lift that.", no_args_is_help=True)
presumption = typer.Typer(help="Take something as so until rebutted; adopt another's.", no_args_is_help=True)
zone = typer.Typer(help="Declare a zone from GeoJSON, draw it anew, lift it.", no_args_is_help=True)

Text = Annotated[str, argument("A shipped agreement, NAME/VARIANT, or a directory.")]
Drawing = Annotated[
    str,
    argument(metavar="FILE[#ID]", help="GeoJSON, and the feature meant where it has several."),
]


@agreement.app.command()
@signs
def propose(pen: Pen, text: Text, note: MaybeNote = None) -> Signed:
    """Put a whole text forward for adoption; it binds nobody yet."""
    return agreeing.propose(pen, text, prose(note, "--note"))


@agreement.app.command()
@signs
def amend(pen: Pen, version: Ref, text: Text, note: MaybeNote = None) -> Signed:
    """Put a whole text forward in place of a version; that one stands until this is adopted."""
    return agreeing.amend(pen, version, text, prose(note, "--note"))


@agreement.app.command()
@signs
def adopt(pen: Pen, version: Ref, note: MaybeNote = None) -> Signed:
    """Accept a proposed text, by its fingerprint; its bytes must be held here."""
    return agreeing.adopt(pen, version, prose(note, "--note"))


@agreement.app.command()
@signs
def leave(pen: Pen, adoption: Ref, reason: Reason, at: At = None) -> Signed:
    """Leave the agreement that this node adopted in the entry named."""
    return deciding.leave_agreement(pen, adoption, instant(at, "--at"), prose(reason, "--reason"))


@adherence.command("declare")
@signs
def declare_adherence(
    pen: Pen,
    version: Ref,
    since: Since = None,
    statement: Statement = None,
) -> Signed:
    """Declare that this node's actor accepts the text named."""
    return agreeing.declare_adherence(pen, version, instant(since, "--since"), prose(statement, "--statement"))


@adherence.command("end")
@signs
def end_adherence(pen: Pen, declaration: Ref, at: At = None, reason: MaybeReason = None) -> Signed:
    """End the adherence that the entry named declares."""
    return agreeing.end_adherence(pen, declaration, instant(at, "--at"), prose(reason, "--reason"))


@designation.command("declare")
@signs
def designate(
    pen: Pen,
    actor: Annotated[str, argument("Actor id in the agreement.")],
    authority: Annotated[str, option(help="Whose decision it rests on.")],
    reason: Reason,
    first: From = None,
    end: Until = None,
) -> Signed:
    """Exclude an actor from the truce; it counts in this guarantor's column."""
    return agreeing.designate(pen, actor, period(first, end), authority, prose(reason, "--reason"))


@designation.command("end")
@signs
def end_designation(pen: Pen, declaration: Ref, at: At = None, reason: MaybeReason = None) -> Signed:
    """Lift an exclusion of this guarantor's own."""
    return agreeing.end_designation(pen, declaration, instant(at, "--at"), prose(reason, "--reason"))


@presumption.command("declare")
@signs
def presume(
    pen: Pen,
    source: Annotated[Path, argument(metavar="FILE", help="YAML, as in an agreement.")],
) -> Signed:
    """Declare a presumption; it counts in its author's column until all guarantors adopt it."""
    return agreeing.presume(pen, source)


@presumption.command("adopt")
@signs
def adopt_presumption(pen: Pen, declaration: Ref) -> Signed:
    """Take another's presumption as one's own."""
    return agreeing.adopt_presumption(pen, declaration)


@zone.command("declare")
@signs
def declare_zone(pen: Pen, drawing: Drawing, reason: MaybeReason = None) -> Signed:
    """Declare the zone of a GeoJSON feature; it says nothing of who or what is in it."""
    return agreeing.declare_zone(pen, *file_part(drawing), prose(reason, "--reason"))


@zone.command("amend")
@signs
def amend_zone(pen: Pen, version: Ref, drawing: Drawing, reason: MaybeReason = None) -> Signed:
    """Draw or date a zone of this node's own anew; its id stays."""
    return agreeing.amend_zone(pen, version, *file_part(drawing), prose(reason, "--reason"))


@zone.command("lift")
@signs
def lift_zone(pen: Pen, version: Ref, at: At = None, reason: MaybeReason = None) -> Signed:
    """End the effect of a zone of this node's own."""
    return agreeing.lift_zone(pen, version, instant(at, "--at"), prose(reason, "--reason"))
