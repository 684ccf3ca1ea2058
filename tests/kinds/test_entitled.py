"""Who may say what about whose object: the code against a table that a lawyer can read, every cell of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from truceline.kinds import KINDS, Author, Kind, Role, Sealed, Standing, Subject, Whose, entitled
from truceline.kinds.model import REASONS

TABLE: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "entitled.yaml").read_text(encoding="utf-8"))

# RECORD's list, as its first page has it.
LISTED = """
agreement.proposed/adopted/amended · adherence.declared/ended · designation.declared/ended ·
presumption.declared/adopted · zone.declared/amended/lifted ·
activity.notified/acknowledged/amended/withdrawn/started/astray/ended · answer.given ·
stopfire.called/relayed/answered/ended/recurred · site.notified/acknowledged/passed_on/confirmed/revalidated ·
observation.made · report.received · batch.imported · claims.read · correction.made · incident.linked/split/merged ·
source.graded · visit.requested/answered/carried_out · access.denied · coverage.observed · reply.made ·
determination.made · step.done · consequence.taken · withdrawal.declared · attested · bulletin.issued · disclosed ·
evidence.received/examined/transferred · node.recovered · sealed · held · erasure · key.enrolled/retired · anchor ·
fork.proved
"""
LEGAL = {"agreement", "adherence", "designation", "presumption", "zone", "answer", "determination", "consequence"}


def listed() -> Iterator[str]:
    """Each name of the list, written out."""
    for group in LISTED.split("·"):
        about, _, acts = group.strip().partition(".")
        yield from (f"{about}.{act}" for act in acts.split("/")) if acts else [about]


def author(role: Role, actor: str = "north") -> Author:
    return Author(f"truceline/{actor}-{role}-00000000", role, actor)


def subject(kind: str, by: Author) -> Subject:
    return Subject(kind, by, Sealed())


def test_every_kind_of_the_record_is_here() -> None:
    """The kinds are those of the record's list, no more and no fewer, and the table has a row for each."""
    assert sorted(listed()) == sorted(KINDS) == sorted(TABLE)
    assert all(name == kind.name for name, kind in KINDS.items())


def cells() -> Iterator[Any]:
    """Every kind with every role, about nothing, its own and another's object, and an object of another kind."""
    for kind in TABLE:
        for role in Role:
            for about in ("nothing", "own", "others", "other kind"):
                yield pytest.param(kind, role, about, id=f"{kind}-{role}-{about}")


def due(kind: str, role: Role, about: str) -> str:
    """The reason that the table gives for a cell."""
    row = TABLE[kind]
    word = row[role.value]
    if row["seal"] == "only":
        return "only_sealed"
    if not word:
        return "wrong_role"
    if word == "new" or (about == "nothing" and row.get("or_new")):
        return "entitled"
    answers = {
        "nothing": "subject_missing",
        "other kind": "subject_of_other_kind",
        "own": "own" if word == "others" else "entitled",
        "others": "not_own" if word == "own" else "entitled",
    }
    return answers[about]


@pytest.mark.parametrize(("kind", "role", "about"), list(cells()))
def test_a_cell(kind: str, role: Role, about: str) -> None:
    """Each cell of the table is answered as it stands there, with the reason, in words too."""
    me, other = author(role), author(Role.GUARANTOR, "south")
    of = TABLE[kind].get("of", ["anchor"])
    for one in of:
        subjects = {
            "nothing": None,
            "own": subject(one, me),
            "others": subject(one, other),
            "other kind": subject("anchor", me),
        }
        found = entitled(kind, me, subjects[about])
        assert (found.reason, found.counts) == (due(kind, role, about), found.reason == "entitled"), one
        assert found.words == f"{kind}: {REASONS[found.reason]}"
        assert str(found) == f"{found.reason}: {found.words}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_row_says_besides(kind: str) -> None:
    """Kinds of subject, sealing, legal effect and humanitarian calls are as the table has them."""
    row, known = TABLE[kind], KINDS[kind]
    assert sorted(known.subjects) == sorted(row.get("of", []))
    assert (known.sealable, known.only_sealed) == (row["seal"] != "never", row["seal"] == "only")
    assert (known.legal, known.humanitarian) == (row.get("legal", False), row.get("call", False))
    assert known.optional == row.get("or_new", False)


def test_nothing_with_legal_effect_may_be_sealed() -> None:
    """What binds is open to those it binds; and every family that binds is marked as such."""
    assert [kind.name for kind in KINDS.values() if kind.legal and kind.sealable] == []
    assert {name for name in KINDS if name.split(".")[0] in LEGAL and not KINDS[name].legal} == set()


def test_a_kind_that_contradicts_itself_cannot_be_made() -> None:
    """Legal effect excludes sealing; a kind is about something exactly where kinds of subject are named."""
    with pytest.raises(ValueError, match="nothing with legal effect may be sealed"):
        Kind("zone.hidden", Sealed, frozenset(Role), Whose.NOTHING, sealable=True, legal=True)
    with pytest.raises(ValueError, match="kinds of subject exactly where it is about something"):
        Kind("zone.moved", Sealed, frozenset(Role), Whose.OWN)
    with pytest.raises(ValueError, match="kinds of subject exactly where it is about something"):
        Kind("zone.made", Sealed, frozenset(Role), Whose.NOTHING, ("zone.declared",))


def test_humanitarian_kinds_are_the_calls_and_notices() -> None:
    """What goes on from a party whose log forked: stop-fire calls and site notices, and nothing that binds."""
    going_on = {name for name, kind in KINDS.items() if kind.humanitarian}
    assert going_on == {name for name in KINDS if name.startswith(("stopfire.", "site."))}


def test_every_kind_says_what_it_says() -> None:
    """A kind's gist is one paragraph that ends as a sentence does."""
    assert all(kind.gist.endswith(".") and "\n" not in kind.gist for kind in KINDS.values())


@pytest.mark.parametrize("kind", ["ceasefire.sung", "", "Zone.declared"])
def test_an_unknown_kind_is_no_error(kind: str) -> None:
    """A kind this version does not know is told so; it does not count, and nothing breaks."""
    me = author(Role.GUARANTOR)
    found = entitled(kind, me, subject("zone.declared", me))
    assert found == Standing(
        counts=False,
        reason="unknown_kind",
        words=f"{kind}: no kind of that name is known to this version: it is kept and shown",
    )


def test_what_is_only_sealed_counts_where_it_came_sealed() -> None:
    """A receipt or a custody entry in the open does not count; opened by somebody it was sealed to, it does."""
    me = author(Role.OBSERVER)
    for kind in ("held", "erasure", "evidence.received", "evidence.examined"):
        assert entitled(kind, me, None).reason == "only_sealed"
        assert entitled(kind, me, None, opened=True).counts


def test_a_log_that_continues_another_speaks_for_the_same() -> None:
    """A successor's log goes on with its actor's objects; without an actor, only the same log is one's own."""
    old, new = Author("truceline/a-1", Role.PARTY, "north"), Author("truceline/a-2", Role.PARTY, "north")
    assert entitled("zone.lifted", new, subject("zone.declared", old)).counts
    nobody, another = Author("truceline/b-1", Role.OBSERVER, ""), Author("truceline/c-1", Role.OBSERVER, "")
    assert entitled("withdrawal.declared", nobody, subject("report.received", nobody)).counts
    assert entitled("withdrawal.declared", another, subject("report.received", nobody)).reason == "not_own"
