"""Questions to the guard as values: every field of every kind that may be sealed, and everybody who may ask."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from tests.guard.reading import Case
from truceline.desk.guard import Action, Asker, Decision, Role, Thing, decide
from truceline.kinds import ASPECTS, KINDS, Aspect, Marking, Sealing
from truceline.period import Instant

NOW = Instant.parse("2031-05-10T12:00:00Z")
AUTHOR, AUDIENCE, OTHER = "truceline/author", "truceline/audience", "truceline/other"
SITS = {"author": AUTHOR, "audience": AUDIENCE, "elsewhere": OTHER, "nowhere": ""}
SEALABLE = tuple(name for name, kind in KINDS.items() if kind.sealable)
HOURS = (None, 71, 72)


@cache
def thing(kind: str, marking: Marking, hours: int | None = None, *, moves: bool = False) -> Thing:
    """A sealed thing of the author's for the audience, with one officer named at each."""
    over = NOW.plus(-3600 * hours) if hours is not None else None
    named = tuple(f"{body}/officer/named" for body in (AUTHOR, AUDIENCE, OTHER))
    return Thing(kind, AUTHOR, (AUDIENCE,), Sealing.LOCAL, marking, over, named, moves)


def fields() -> Iterator[tuple[str, str, bool]]:
    """Every kind that may be sealed with each of its fields and its envelope; a site also as a movement."""
    for kind in SEALABLE:
        for field in ("*", *ASPECTS[kind]):
            yield kind, field, False
            if kind == "site.notified":
                yield kind, field, True


def cases() -> Iterator[Case]:
    """Every question of seeing."""
    for (kind, field, moves), role, sits, marking, hours in product(fields(), Role, SITS, Marking, HOURS):
        yield Case(kind, field, role, sits, marking, marking is Marking.AMBER, moves, hours)
        if marking is Marking.RED:
            yield Case(kind, field, role, sits, marking, named=True, moves=moves, hours=hours)


def asked(case: Case, action: Action = Action.SEE) -> Decision:
    """The guard's answer."""
    asker = who(Role(case.role), SITS[case.sits], "named" if case.named else "duty")
    about = thing(case.kind, Marking(case.marking), case.hours, moves=case.moves)
    return decide(asker, action, about, aspect_of(case.kind, case.field), NOW)


@cache
def who(role: Role, body: str, name: str) -> Asker:
    """Somebody who asks."""
    return Asker(role, body, name)


def aspect_of(kind: str, field: str) -> Aspect:
    """The aspect that a field tells; of "*", the envelope."""
    return Aspect.ENVELOPE if field == "*" else ASPECTS[kind][field]
