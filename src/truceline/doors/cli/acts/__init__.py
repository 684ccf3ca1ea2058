"""The commands by which a participant acts: each shows what will be signed, asks, and prints what was."""

from __future__ import annotations

import typer

from truceline.doors.cli.acts import agreeing, asking, deciding, entries, observing, telling

# These put themselves among the commands on incidents and reports.
from truceline.doors.cli.acts import queueing as _queueing  # noqa: F401 - as above
from truceline.doors.cli.acts import reading as _reading  # noqa: F401 - as above


def add_to(app: typer.Typer) -> None:
    """Give the command line its acts; those that make an agreement put themselves among the commands on agreements."""
    app.add_typer(agreeing.adherence, name="adherence")
    app.add_typer(agreeing.designation, name="designation")
    app.add_typer(agreeing.presumption, name="presumption")
    app.add_typer(agreeing.zone, name="zone")
    app.add_typer(telling.report, name="report")
    app.command("observe")(observing.observe)
    app.command("access-denied")(telling.access_denied)
    app.add_typer(telling.source, name="source")
    app.command("reply")(deciding.reply)
    app.command("determine")(deciding.determine)
    app.command("sign-jointly")(deciding.sign_jointly)
    app.add_typer(deciding.attest, name="attest")
    app.command("correct")(deciding.correct)
    app.command("withdraw")(deciding.withdraw)
    app.add_typer(deciding.incident, name="incident")
    app.add_typer(asking.site, name="site")
    app.add_typer(asking.stopfire, name="stopfire")
    app.add_typer(asking.activity, name="activity")
    app.command("entries")(entries.entries)
    app.add_typer(entries.entry, name="entry")
