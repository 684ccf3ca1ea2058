"""Who is meant by a written side: the agreement's names and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.samples import ROSTER, ZONE, csv_text, ged_row
from truceline.actors import Roster
from truceline.formats.names import ROW, folded, resolver
from truceline.formats.ucdp import read_ucdp
from truceline.terms import FACTS, Member, Side, Source

NAMES = resolver(ROSTER)


def side(*members: str | Member) -> Side:
    return Side(members=tuple(Member(one) if isinstance(one, str) else one for one in members))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Government of Ormavela", side("gov")),
        ("  GOVERNMENT\u00a0of   ormavela ", side("gov")),  # case and white space
        ("Government&nbsp;of Ormavela", side("gov")),  # an HTML entity
        ("\uff27overnment of Ormavela", side("gov")),  # a full-width letter
        ("حكومة أورمافيلا", side("gov")),
        ("rebels of Ormavela", Side(umbrella="rebels")),
        ("River Guard, Hill League", side("river", "hill")),
        ("River Guard; Hill League", side("river", "hill")),
        ("River Guard، Hill League", side("river", "hill")),  # an Arabic comma
        ("River Guard and Hill League", side("river", "hill")),
        ("River Guard,, Hill League,", side("river", "hill")),
        ("Guard of the River, Eastern Wing", side("river")),  # a name that holds a comma
        ("Hill League, Guard of the River, Eastern Wing", side("hill", "river")),
        ("Guard of the River, Western Wing", side(Member(None, "Guard of the River"), Member(None, "Western Wing"))),
        ("Sons and Daughters of the Hills", side("hill")),  # a name that holds "and"
        ("Sons and Daughters of the Hills and River Guard", side("hill", "river")),
        ("Foo and River Guard", side(Member(None, "Foo and River Guard"))),  # "and" parts known names alone
        ("River Guards", side(Member(None, "River Guards"))),  # likeness is no name
        ("league", side(Member(None, "league"))),  # a name that means two
        ("THE belquora troops", side(Member(None, "the Belquora troops"))),  # one author's, in that author's spelling
        ("River Guard, rebels of Ormavela", side("river", Member(None, "rebels of Ormavela"))),  # no umbrella in a list
        ("Nobody's Own", side(Member(None, "Nobody's Own"))),
        ("", Side()),
    ],
)  # fmt: skip
def test_a_side_is_who_the_agreement_calls_so(written: str, meant: Side) -> None:
    """A written side is its members by name; the longest known name wins; an unknown name stays as written."""
    assert NAMES.side(written) == meant


def test_without_a_roster_every_name_stays_as_written() -> None:
    """One import serves many agreements: names are kept, one by one, until an agreement is applied."""
    assert resolver(Roster(())).side("River Guard, Hill League") == side(
        Member(None, "River Guard"), Member(None, "Hill League")
    )


@given(st.text())
def test_any_text_is_somebody(written: str) -> None:
    """No text is refused, and no name is lost: each member is an actor or a name that is not empty."""
    found = NAMES.side(written)
    assert all((one.actor or one.name) and not (one.actor and one.name) for one in found.members)


@given(st.sampled_from(["Government of Ormavela", "Hill League", "rebels of Ormavela"]), st.data())
def test_writing_does_not_matter(name: str, data: st.DataObject) -> None:
    """Case, white space and marks that print nothing do not change who is meant."""
    signs = [data.draw(st.sampled_from([sign.upper(), sign.lower(), f"{sign}\u200f"])) for sign in name]
    written = "".join(signs).replace(" ", data.draw(st.sampled_from([" ", "\t", "\u00a0", "&nbsp;"])))
    assert NAMES.side(written) == NAMES.side(name)
    assert folded(folded(written)) == folded(written)


def test_a_row_that_cites_only_actors_is_their_word() -> None:
    """Where every origin of a row is an actor, its facts are laid to them; one outlet among them, and they are not."""

    def rooted(original: str) -> tuple[Source | None, set[str]]:
        data = csv_text([ged_row(source_original=original)])
        (event,) = read_ucdp(data, "ged.csv", ROSTER, ZONE).events
        conduct = NAMES.rooted(event).conduct
        named = {one.source for name in FACTS for one in getattr(conduct, name)}
        return conduct.sources.get(ROW), named

    assert rooted("River Guard/Hill League") == (Source(("hill", "river")), {ROW})
    assert rooted("River Guard, the Gazette") == (None, {""})
    assert rooted("rebels of Ormavela") == (None, {""})  # an umbrella speaks for nobody in particular
    assert rooted("") == (None, {""})  # then the office counts, and the Gazette is no actor
