"""Published totals: kept as published, with their parts where they have any, also where these do not add up."""

from pathlib import Path

import pytest

from tests.formats.samples import ROSTER
from truceline.claims import Part
from truceline.errors import DataError
from truceline.formats.tallies import parts_of, read_tallies, read_tallies_table

COUNTED = """
words:
  breaches: {en: breaches, ru: нарушения}
  market: {en: the market}
tallies:
  - id: mission-1
    reporter: {en: Mission, ru: Миссия}
    reported_on: "2031-05-03"
    window: {text: first day, from: 2031-05-02T00:00+06:00, to: 2031-05-03T00:00+06:00}
    total: 9
    unit: breaches
    accused: [gov, strangers]
    breakdowns:
      - {by: province, of: total, parts: {market: 4, port: 4}}
      - {by: kind, of: market, parts: {fire: 4}}
    adds_up: "no"
    cumulative: 12
    source: {title: Bulletin 1, url: "https://mission.example/1"}
    note: {en: Heard from afar.}
"""


def test_a_total_as_published() -> None:
    """Unit, window and accused travel with it; parts that fall short are kept, and it is said that they do."""
    (tally,) = read_tallies(COUNTED.encode(), "tallies.yaml", ROSTER)
    assert (tally.total, tally.unit, tally.covers, tally.cumulative) == (9, "breaches", "first day", 12)
    assert tally.parts == (Part("the market", 4), Part("port", 4))
    assert tally.adds_up() is False
    assert tally.accused == "Government of Ormavela, strangers"
    assert tally.note == "Heard from afar. the market: fire 4."
    assert (tally.reporter, tally.url) == ("Mission", "https://mission.example/1")
    assert tally.id == "mission-1"


def test_in_another_language_where_the_file_has_it() -> None:
    """English stands in for what is not there."""
    (tally,) = read_tallies(COUNTED.encode(), "tallies.yaml", ROSTER, "ru")
    assert (tally.reporter, tally.unit, tally.parts[0].name) == ("Миссия", "нарушения", "the market")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('adds_up: "no"', 'adds_up: "yes"'),
         ("t.yaml:16: tallies[0].adds_up: expected no: the total is 9, the parts are 4 + 4, got yes. "
          "Keep the total; correct this word.")),
        (("total: 9", "total: nine"),
         "t.yaml:10: tallies[0].total: expected a whole number, got nine. Correct this value."),
        (("reporter:", "reporters:"),
         "t.yaml:6: tallies[0].reporter: expected a value for reporter, got nothing. Add it."),
        (("{market: 4, port: 4}", "{}"),
         "t.yaml:14: tallies[0].breakdowns[0].parts: expected at least one, got none. Add one, or remove the key."),
    ],
)  # fmt: skip
def test_a_file_of_totals_that_is_wrong(change: tuple[str, str], said: str) -> None:
    """What is said of the sum has to be so; the schema's faults have their lines."""
    with pytest.raises(DataError) as caught:
        read_tallies(COUNTED.replace(*change).encode(), "t.yaml", ROSTER)
    assert said in [str(one) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Homs 6; Hama 8", (("Homs", 6), ("Hama", 8))),
        ("Damascus suburbs 8; Aleppo 1 (sum 9)", (("Damascus suburbs", 8), ("Aleppo", 1))),
        ("9 bursts + 15 single shots; 1 burst HMG", (("bursts", 9), ("single shots", 15), ("burst HMG", 1))),
        ("Damascus, Aleppo (no numbers)", ()),
        ("combat 9; text also says 12", (("combat", 9), ("text also says", 12))),
        ("combat 9; rest not stated", ()),  # one piece that is no part, and the sentence is text
        ("Homs 25 Hama 16", ()),
        ("arrests: government 18, Kurdish 9", ()),
        ("", ()),
    ],
)
def test_a_sentence_is_parts_where_all_of_it_is(sentence: str, parts: tuple[tuple[str, int], ...]) -> None:
    """A list of names with numbers is taken apart; anything else stays text."""
    assert parts_of(sentence) == tuple(Part(*one) for one in parts)


HEADER = "monitor,reported_on,covers,total,unit,breakdown,attributed_to,cumulative,url,note\n"


def test_a_table_of_totals() -> None:
    """Parts are those that come to the total; a breakdown of one share alone stays text."""
    rows = HEADER + (
        "Mission,2031-05-03,day 1,35,breaches,North 6; South 21 (government's share),"
        "government 27; others 8,49,u,seen\n"
        'Mission,2031-05-04,day 2,242,breaches,combat 219; arrests 32,,,,\nMission,x,y,3,breaches,"A, B",,,,\n'
    )
    first, second, third = read_tallies_table(rows.encode(), "t.csv").tallies
    assert (first.parts, first.adds_up()) == ((Part("government", 27), Part("others", 8)), True)
    assert first.note == "seen; North 6; South 21 (government's share)"
    assert (first.accused, first.cumulative, first.id) == ("government 27; others 8", 49, "row-2")
    assert (second.total, second.adds_up(), second.note) == (242, False, "")
    assert (third.parts, third.adds_up(), third.note) == ((), None, "A, B")


def test_rows_of_totals_that_cannot_be_read() -> None:
    """A tally is a total; a row without one is listed."""
    rows = HEADER + "Mission,d,c,,breaches,,,,,\nMission,d,c,5,,,,,,\nMission,d,c,5,breaches,,,,,\n"
    found = read_tallies_table(rows.encode(), "t.csv")
    assert [one.total for one in found.tallies] == [5]
    assert [str(one.fault) for one in found.bad] == [
        (
            "t.csv:2: total: expected the published total, got nothing. "
            "Fill it in, or leave the row out: a tally is a total."
        ),
        "t.csv:3: unit: expected a value, got nothing. Fill it in; without it the row cannot be read.",
    ]
    with pytest.raises(DataError, match="does not have the columns it needs"):
        read_tallies_table(b"monitor,total\nx,1\n", "t.csv")


def test_the_published_counts(shared: Path) -> None:
    """28 counts come in as published; exactly three totals do not equal their own parts."""
    found = read_tallies_table((shared / "data/monitors/monitor_counts.csv").read_bytes(), "monitor_counts.csv")
    assert (len(found.tallies), found.bad) == (28, ())
    short = [
        (one.reporter, one.total, sum(part.amount for part in one.parts))
        for one in found.tallies
        if one.adds_up() is False
    ]
    assert short == [
        ("SNHR", 242, 251),
        ("Russia-Turkey Commission: Turkish side", 7, 6),
        ("Russia-Turkey Commission: Turkish side", 82, 93),
    ]


def test_the_shipped_totals(root: Path) -> None:
    """The totals shipped with the 2016 truce read, and say of themselves what is so."""
    path = root / "src/truceline/agreements/syria-2016-02/facts/tallies.yaml"
    tallies = read_tallies(path.read_bytes(), path.name)
    assert {one.id: one.total for one in tallies if one.adds_up() is False} == {
        "snhr-september-week": 242,
        "commission-turkish-day": 7,
        "commission-turkish-week": 82,
    }
