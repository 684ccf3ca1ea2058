"""What is read out of a statement: deed, doer, who bore it, manner, day, count, labels, place."""

import time

import pytest

from truceline.claims import Claim, Modality, Precision, Published
from truceline.claims.claims import Count
from truceline.formats.reading import Known, read
from truceline.formats.reading.english import English
from truceline.formats.reading.words import languages, load
from truceline.formats.reports import Given, read_report
from truceline.period import Instant, Period

KNOWN = Known(load("en"))
MONDAY = Published(Instant.parse("2031-06-16T09:00Z"), Precision.MINUTE, "byline")
UNKNOWN = Published()


def claims(text: str, published: Published = MONDAY) -> tuple[Claim, ...]:
    """The claims of an article."""
    given = Given(published=published, language="en")
    return read(read_report(text.encode(), "report.txt", given).article, KNOWN, [English()])


def one(text: str, kind: str, published: Published = MONDAY) -> Claim:
    """The one claim of a kind."""
    (found,) = [claim for claim in claims(text, published) if claim.kind == kind]
    return found


@pytest.mark.parametrize(
    ("text", "kind", "by", "against"),
    [
        ("France bombed rebel groups in the north.", "air_strike", ("fr",), ("rebel groups",)),
        ("A convoy was attacked by French forces on the road.", "attack", ("fr",), ()),
        ("French air strikes on the camps went on for days.", "air_strike", ("fr",), ("camps",)),
        ("Air strikes by France against the rebels went on.", "air_strike", ("fr",), ("rebels",)),
        ("Paris has offered Turkey a truce along the river.", "proposal", ("fr",), ("tr",)),
        ("Turkey received a proposal from France last week.", "proposal", ("fr",), ("tr",)),
        ("The French president met the Turkish premier in Halvard.", "talks", ("fr", "tr"), ()),
        ("France must press the Turkish government to stop bombing the rebels.", "pressure", ("fr",), ("tr",)),
        ("France must press the Turkish government to stop bombing the rebels.", "air_strike", ("tr",), ("rebels",)),
        ("The camps hit on Tuesday lay near the river.", "attack", (), ("camps",)),
    ],
)
def test_who_did_what_to_whom(text: str, kind: str, by: tuple[str, ...], against: tuple[str, ...]) -> None:
    """By verb, passive, noun and preposition; a capital that speaks is its government."""
    found = one(text, kind)
    assert (found.by, found.against) == (by, against)


@pytest.mark.parametrize(
    ("text", "kind", "modality", "affirms"),
    [
        ("France bombed the camps.", "air_strike", Modality.ASSERTED, True),
        ("Turkey said France bombed the camps.", "air_strike", Modality.REPORTED, True),
        ("France denied bombing the camps.", "air_strike", Modality.DENIED, True),
        ("Under the plan, France would stop bombing the camps.", "air_strike", Modality.PROPOSED, False),
        ("France threatened to bomb the camps.", "air_strike", Modality.THREATENED, True),
        ("France has not bombed the camps, Turkey said.", "air_strike", Modality.REPORTED, False),
        ("Turkey said there is no agreement on the river towns.", "agreement", Modality.REPORTED, False),
        (
            "Turkey's envoy rejected the allegation that Turkish jets had hit the market.",
            "attack",
            Modality.DENIED,
            True,
        ),
    ],
)
def test_manner(text: str, kind: str, modality: Modality, affirms: bool) -> None:  # noqa: FBT001 - a row of the table
    """Asserted, reported, denied, proposed, threatened; and whether it is said to be so."""
    found = one(text, kind)
    assert (found.modality, found.affirms) == (modality, affirms)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Monday", "2031-06-16", "2031-06-17"),
        ("on Thursday", "2031-06-12", "2031-06-13"),
        ("yesterday", "2031-06-15", "2031-06-16"),
        ("last month", "2031-05-01", "2031-06-01"),
        ("last September", "2030-09-01", "2030-10-01"),
        ("on 20 May", "2031-05-20", "2031-05-21"),
        ("on May 20, 2029", "2029-05-20", "2029-05-21"),
        ("in March 2029", "2029-03-01", "2029-04-01"),
        ("three days ago", "2031-06-13", "2031-06-14"),
        ("last week", "2031-06-09", "2031-06-16"),
        ("earlier this week", "2031-06-13", "2031-06-17"),
        ("last year", "2030-01-01", "2031-01-01"),
    ],
)
def test_days_are_intervals(words: str, first: str, last: str) -> None:
    """Resolved against publication, the interval half open; what is written in full needs no publication."""
    found = one(f"France bombed the camps {words}.", "air_strike")
    assert found.time is not None
    assert found.time.span == Period(Instant.parse(f"{first}T00:00Z"), Instant.parse(f"{last}T00:00Z"))


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("on Monday", "unresolvable: no publication day"),
        ("last month", "unresolvable: no publication day"),
        ("on 20 May", "unresolvable: no year"),
        ("in recent weeks", "unresolvable: too vague"),
    ],
)
def test_what_cannot_be_resolved_says_so(words: str, basis: str) -> None:
    """No day is made up; a weekday keeps its name in the topic."""
    found = one(f"France bombed the camps {words}.", "air_strike", UNKNOWN)
    assert (found.time, found.time_basis) == (None, basis)
    assert ("monday" in found.topic) == ("Monday" in words)


@pytest.mark.parametrize(
    ("words", "span", "unit"),
    [
        ("51 people", (51, 51), "people"),
        ("twenty-three fighters", (23, 23), "fighters"),
        ("dozens of civilians", (24, 99), "civilians"),
        ("at least 12 people", (12, None), "people"),
        ("over 470,000 people", (470_000, None), "people"),
        ("up to 30 soldiers", (0, 30), "soldiers"),
        ("about 40 villagers", (36, 44), "villagers"),
        ("10 to 15 rebels", (10, 15), "rebels"),
        ("two hundred people", (200, 200), "people"),
    ],
)
def test_counts_are_ranges(words: str, span: Count, unit: str) -> None:
    """In figures and words, with what was counted."""
    found = one(f"The raid killed {words} in the camp.", "harm")
    assert (found.count, found.unit) == (span, unit)


def test_silence_is_no_count() -> None:
    """Nobody counted: None, and never zero."""
    assert one("France bombed the camps.", "air_strike").count is None


def test_labels_stay_labels() -> None:
    """An outlet's words for people are kept beside the claim and change nobody's name."""
    found = one("France bombed Takfiri militants near the river.", "air_strike")
    assert {"Takfiri", "militants"} <= set(found.labels)
    assert found.against == ("Takfiri militants",)


def test_places_stay_as_written_without_a_gazetteer() -> None:
    """A name after a word for where; none is looked for in a government's seat."""
    assert one("France bombed a hospital in the town of Eldmoor.", "air_strike").place_name == "Eldmoor"
    assert one("France bombed a hospital near Tarn.", "air_strike").place is None


HOSTILE = (
    "minister said ", "Quay Courier ", '" “ ', "said , who said, ", "a-b.c'd ", "U.S. ", "x", "12 3,4 of ",
    "Norda shelled Tarn, he said. ", "and the Post told and ",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    """Twenty thousand characters of anything are read in a moment."""
    text = unit * (20_000 // len(unit)) + " It was so."
    before = time.process_time()
    claims(text)
    assert time.process_time() - before < 4


def test_words_are_data() -> None:
    """English has its folder, every list in it is of words, and reading twice gives the same."""
    assert "en" in languages()
    assert load("en").list("attribution", "said")
    text = "France bombed the camps on Monday, the Quay Courier reported, citing two aides."
    assert claims(text) == claims(text)
