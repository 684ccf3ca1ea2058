"""Five articles of 2016 about one matter: what a reader who counts origins, and not outlets, finds in them.

The articles are not part of this project; where the folder `shared/seeds` is not beside it, every test here is skipped
and says so. Words of theirs stand here only where a span must be found, and few at a time. What must be found was
worked out by reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest

from truceline.claims import Claim, Modality, Step
from truceline.claims.articles import Part
from truceline.desk.verbs.reading import Knowledge, Sources, Story, given, sources
from truceline.formats.outlets import shipped
from truceline.period import Instant

SPUTNIK, AP, PRESS_TV, UPI, RT = "000", "001", "002", "003", "004"
EACH = (SPUTNIK, AP, PRESS_TV, UPI, RT)
DAY_S = 86_400


@pytest.fixture(scope="module")
def files(shared: Path) -> dict[str, Path]:
    """The articles' files by their number."""
    found = {path.name[:3]: path for path in sorted((shared / "seeds").glob("*.txt"))}
    if not set(EACH) <= set(found):
        pytest.skip("needs the five articles of 2016 in shared/seeds")
    return found


@pytest.fixture(scope="module")
def read(files: dict[str, Path]) -> Sources:
    """All five; of one whose dateline has no year, the year is given, as a reader would."""
    year = {files[UPI]: given(dt.date(2016, 7, 1))}
    return sources([files[one] for one in EACH], Knowledge(outlets=shipped()), year)


@pytest.fixture(scope="module")
def ids(read: Sources) -> dict[str, str]:
    """Article number → id."""
    return dict(zip(EACH, (one.id for one in read.articles), strict=True))


def _claims(read: Sources, ids: dict[str, str], number: str) -> list[Claim]:
    return [one for one in read.claims if one.article == ids[number]]


def _at(read: Sources, ids: dict[str, str], number: str, words: str) -> list[Claim]:
    """The claims of an article whose span holds, or lies in the sentence of, these words."""
    text = next(one.text for one in read.articles if one.id == ids[number])
    assert text.count(words) >= 1, f"{number} does not hold {words!r}"
    at = text.index(words)
    return [one for one in _claims(read, ids, number) if one.span[0] < at + len(words) and at < one.span[1]]


def _days(story: Story) -> tuple[dt.date | None, dt.date | None]:
    assert story.happening is not None
    first, last = (None if day is None else _date(day) for day in story.happening.days)
    return first, last


def _date(day: int) -> dt.date:
    return dt.datetime.fromtimestamp(day * DAY_S, dt.UTC).date()


def _told_by(story: Story, read: Sources, ids: dict[str, str]) -> set[str]:
    of = {value: key for key, value in ids.items()}
    return {of[read.claims[i].article] for i in story.claims}


def _offer(read: Sources, ids: dict[str, str], number: str, words: str) -> Story:
    """The one happening that a sentence tells of."""
    wanted = {read.claims.index(one) for one in _at(read, ids, number, words)}
    found = [one for one in read.stories if one.happening and wanted & set(one.claims)]
    done = [one for one in found if one.happening and one.happening.deed in {"proposal", "talks", "agreement"}]
    assert done, f"{number}: nothing done is read from {words!r}"
    return done[0]


def _may_offer(read: Sources, ids: dict[str, str]) -> Story:
    return _offer(read, ids, RT, "We suggest to the US")


def _june_offer(read: Sources, ids: dict[str, str]) -> Story:
    return _offer(read, ids, SPUTNIK, "has offered Russia a deal")


def _july_talks(read: Sources, ids: dict[str, str]) -> Story:
    return _offer(read, ids, AP, "in the Kremlin on Thursday")


# ── events ──


def test_three_events_and_not_one(read: Sources, ids: dict[str, str]) -> None:
    """The Russian offer of 20 May, the American offer of late June and the Moscow talks of 14 July stay apart."""
    three = [_may_offer(read, ids), _june_offer(read, ids), _july_talks(read, ids)]
    assert len({read.stories.index(one) for one in three}) == 3
    may, june, july = (_told_by(one, read, ids) for one in three)
    assert may == {RT}
    assert {SPUTNIK, PRESS_TV, UPI} <= june
    assert june.isdisjoint({AP, RT})
    assert july == {AP}


def test_they_are_one_thread(read: Sources, ids: dict[str, str]) -> None:
    """One matter between the same two: the three stand in one thread, in order of time."""
    three = [read.stories.index(one(read, ids)) for one in (_may_offer, _june_offer, _july_talks)]
    holding = [one.happenings for one in read.threads if set(three) <= set(one.happenings)]
    assert len(holding) == 1
    assert sorted(three, key=holding[0].index) == three


def test_days_are_those_of_the_articles(read: Sources, ids: dict[str, str]) -> None:
    """The talks were on the Thursday before the article's day; the offer's Monday has no day in its article alone."""
    assert _days(_july_talks(read, ids)) == (dt.date(2016, 7, 14), dt.date(2016, 7, 14))
    monday = _at(read, ids, SPUTNIK, "sent to Moscow on Monday")
    assert monday
    assert all(one.time is None for one in monday if "monday" in one.quote.casefold() and one.kind == "proposal")
    assert any(one.time_basis.startswith("unresolvable") for one in monday)


def test_who_offers_what_to_whom(read: Sources, ids: dict[str, str]) -> None:
    """In May Russia offers to the United States, in June the United States to Russia."""
    may, june = (one(read, ids).happening for one in (_may_offer, _june_offer))
    assert may is not None
    assert june is not None
    assert (may.by[0], june.by[0]) == ("ru", "us")


# ── roots ──


def test_three_outlets_one_root_or_two(read: Sources, ids: dict[str, str]) -> None:
    """The June offer, told by three outlets, has one root surely and two at most."""
    story = _june_offer(read, ids)
    assert len(_told_by(story, read, ids)) == 3
    assert (story.roots.low, story.roots.high) == (1, 2)
    assert story.roots.why


def test_chains_end_with_the_newspapers_official(read: Sources, ids: dict[str, str]) -> None:
    """Two of the outlets say that the newspaper has it from somebody of the administration, who is not named."""
    for number, words in ((SPUTNIK, "citing a source in"), (PRESS_TV, "quoted an administration official")):
        chains = [one.chain for one in _at(read, ids, number, words)]
        assert any(
            "washington-post" in [link.source for link in chain]
            and chain[-1].step is Step.UNNAMED
            and chain[-1].institution.startswith("us")
            for chain in chains
        ), f"{number}: {chains}"


def test_the_cable_is_one_root(read: Sources, ids: dict[str, str]) -> None:
    """Two articles tell of the diplomats' cable; the cable is the root of both."""
    told = [*_at(read, ids, AP, "dissent cable signed by 51"), *_at(read, ids, UPI, "sent a letter")]
    assert {one.article for one in told} == {ids[AP], ids[UPI]}
    first, second = ({read.claims.index(one) for one in told if one.article == ids[each]} for each in (AP, UPI))
    stories = [one for one in read.stories if first & set(one.claims) and second & set(one.claims)]
    assert stories, "the two are not held together"
    assert [(one.roots.low, one.roots.high) for one in stories] == [(1, 1)] * len(stories)


# ── contested ──


def test_delivery_is_contested(read: Sources, ids: dict[str, str]) -> None:
    """The Russian deputy foreign minister says that nothing official has come: a denial, beside the offer."""
    denials = [one for one in _at(read, ids, SPUTNIK, "has not yet received") if one.denies]
    assert denials
    assert any(link.source.startswith("ru.") for one in denials for link in one.chain)
    assert any("ria-novosti" in [link.source for link in one.chain] for one in denials)
    june = _june_offer(read, ids).happening
    assert june is not None
    assert {read.claims.index(one) for one in denials} & set(june.contested)


# ── strikes ──


def test_the_camps_and_the_june_strikes_stay_apart(read: Sources, ids: dict[str, str]) -> None:
    """The strike on the camps of 12 July is not the strikes of June that another article tells of."""
    camps = [one for one in _at(read, ids, AP, "Russia struck camps") if one.kind]
    assert camps
    june = [one for one in _at(read, ids, PRESS_TV, "strong concerns") if one.kind]
    assert june
    held = [set(one.claims) for one in read.stories if one.happening]
    first, second = ({read.claims.index(one) for one in some} for some in (camps, june))
    assert not any(first & group and second & group for group in held)
    hit = [one for one in _at(read, ids, AP, "camps hit Tuesday") if one.time]
    assert all(_day_of(one) == dt.date(2016, 7, 12) for one in hit)
    assert hit


def _day_of(claim: Claim) -> dt.date:
    assert claim.time is not None
    span = claim.time.span
    start = span if isinstance(span, Instant) else span.start
    assert start is not None
    return dt.datetime.fromtimestamp(start.epoch_s, dt.UTC).date()


# ── who must stop bombing whom ──

ACCOUNTS = {
    # article: words of the sentence → any of whom it is asked of, and any of the kinds it is read as
    SPUTNIK: [("pressure the Syrian government", {"ru"}, {"pressure"})],
    AP: [("Syria's air force out of", {"ru", "sy"}, {"pressure", "flight", "combat_flight", "air_strike"})],
    PRESS_TV: [("to pressure the Syrian government", {"ru"}, {"pressure"})],
    UPI: [
        ("Russia would stop attacks", {"ru"}, {"attack", "air_strike"}),
        ("agree to put pressure", {"ru"}, {"pressure"}),
    ],
    RT: [("moderate rebel groups pulled out", {"ru", "us"}, {"pressure", "movement", "troop_movement"})],
}


@pytest.mark.parametrize("number", EACH)
def test_who_must_stop_bombing_whom(number: str, read: Sources, ids: dict[str, str]) -> None:
    """Each account in its own terms: as something proposed, never as something that happened."""
    for words, asked, kinds in ACCOUNTS[number]:
        found = [one for one in _at(read, ids, number, words) if one.modality is Modality.PROPOSED]
        right = [one for one in found if one.kind in kinds and any(_of(who, one) for who in asked)]
        assert right, f"{words!r} is read as {[(one.by, one.kind) for one in found]}"
        assert all(one.chain for one in found)


def _of(who: str, claim: Claim) -> bool:
    return any(actor == who or actor.startswith((f"{who}.", f"{who}/")) for actor in (*claim.by, *claim.against))


def test_russia_itself_stops_in_one_account_alone(read: Sources, ids: dict[str, str]) -> None:
    """One account has Russia itself stop its attacks on the groups; of a fifth, nobody can say who is to halt."""

    def stops(claims: Iterable[Claim]) -> bool:
        asked = [one for one in claims if one.modality is Modality.PROPOSED and not one.affirms]
        kinds = {"attack", "air_strike"}
        return any(one.by == ("ru",) and one.kind in kinds and "al-nusra-front" not in one.against for one in asked)

    assert [number for number in (AP, PRESS_TV, UPI, RT) if stops(_claims(read, ids, number))] == [UPI]


# ── spans, pages ──


def test_every_claim_has_its_span(read: Sources) -> None:
    """Every quote is what stands at its span; every chain shows its words; nothing was refused."""
    assert not read.refused
    for one in read.claims:
        text = read.article(one).text
        assert one.quote == text[slice(*one.span)]
        assert one.chain[0].step is Step.OUTLET
        assert all(0 <= link.cue[0] < link.cue[1] <= len(text) for link in one.chain[1:])


def test_nothing_is_read_from_pictures_links_and_icons(read: Sources) -> None:
    """Captions, headlines of other articles and icon text make no claims about what happened."""
    for one in read.claims:
        part = read.article(one).part_at(one.span[0])
        assert part is not Part.FURNITURE
        assert not (part in {Part.CAPTION, Part.LINK} and one.kind), (part, one.quote)
    assert not any(words in one.quote for one in read.claims for words in ("iconbookmark", "log in or register"))


def test_publication_is_what_the_page_says(read: Sources, ids: dict[str, str]) -> None:
    """A day where the page gives one, day first; none made up where it gives none."""
    by_number = {number: next(one.published for one in read.articles if one.id == ids[number]) for number in EACH}
    days = {number: None if one.at is None else str(one.at)[:10] for number, one in by_number.items()}
    assert days == {SPUTNIK: None, AP: "2016-07-15", PRESS_TV: None, UPI: "2016-07-01", RT: "2016-05-20"}
    assert by_number[UPI].basis == "given"


def test_a_dateline_without_a_year_is_no_day(files: dict[str, Path]) -> None:
    """The year is not guessed."""
    (alone,) = sources([files[UPI]], Knowledge(outlets=shipped())).articles
    assert alone.published.at is None


def test_outlets_are_named(read: Sources, ids: dict[str, str]) -> None:
    """Each page names its outlet, and the page that carries an agency's report names the agency in its credit."""
    outlets = {number: next(one.outlet for one in read.articles if one.id == ids[number]) for number in EACH}
    assert (outlets[SPUTNIK], outlets[PRESS_TV], outlets[UPI]) == ("sputnik", "press-tv", "upi")
    assert outlets[RT] in {"", "rt"}, "its page does not name it"
    credited = {link.source for one in _claims(read, ids, AP) for link in one.chain}
    assert "associated-press" in credited or outlets[AP] == "associated-press"
