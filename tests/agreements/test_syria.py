"""The agreements on Syria: who is known, what a clash comes to, and what each newspaper says and does not say."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.agreements.conftest import Judge
from tests.agreements.shelf import FOLDER, files_of, mappings, read, tree
from truceline.actors import Actor, Status, Umbrella
from truceline.agreement import Agreement, compiled
from truceline.formats.agreement import read_agreement
from truceline.formats.conduct import read_conduct
from truceline.period import Instant
from truceline.terms import Effect, evaluate
from truceline.terms.settle import Sheet, settling

TRUCE = "syria-2016-02"
ACCOUNTS = ("ap", "press-tv", "rt", "sputnik", "upi")
SEEDS = {"B: Sputnik (000)": "000", "B: AP (001)": "001", "B: Press TV (002)": "002", "B: UPI (003)": "003"}
CLASH: Mapping[str, Any] = {
    "a": ["gov"],
    "b": {"umbrella": "insurgents"},
    "kind": "attack",
    "time": {"from": "2016-03-03T00:00+02:00", "to": "2016-03-04T00:00+02:00"},
    "place": {"disc": {"lon": "36.45", "lat": "35.69", "radius_m": "25000"}},
}


@pytest.fixture(scope="module")
def truce() -> Agreement:
    return read(TRUCE, None)


def _known(agreement: Agreement) -> dict[str, str]:
    roster = agreement.roster
    everyone: list[Actor | Umbrella] = [*roster.actors.values(), *roster.umbrellas.values()]
    return {alias.name: one.id for one in everyone for alias in one.aliases if alias.by is None}


def _results(judge: Judge, variant: str, conduct: Mapping[str, Any]) -> dict[str, str]:
    clauses = judge("syria-2016-07", variant, conduct).common.clauses
    return {rule: result.result.value for rule, result in clauses.items()}


# ── who is who ────────────────────────────────────────────────────────────────────────────────


def test_every_side_of_the_events_is_known(truce: Agreement, shared: Path) -> None:
    """Each name in UCDP's two columns of sides, lists included, is a common alias of one actor or umbrella."""
    with (shared / "data/ucdp/ged_syria_2016-01_2016-07.csv").open(encoding="utf-8", newline="") as file:
        sides = {side for row in csv.DictReader(file) for side in (row["side_a"], row["side_b"])}
    named = {name.strip() for side in sides for name in side.split(",")}
    assert named - set(_known(truce)) == set()


def test_later_names_of_nusra_are_nusra(truce: Agreement) -> None:
    """Names that the group took after the truce mean the group of the truce; a similar name does not."""
    known = _known(truce)
    assert known["Jabhat Fateh al-Sham"] == known["HTS"] == known["Al-Nusra Front"] == "jabhat-al-nusra"
    assert known["Tahrir al- Sham Army"] == "tahrir-al-sham-army"


def test_the_umbrella_hides_excluded_groups_and_others_but_not_isil(truce: Agreement) -> None:
    """Behind "Syrian insurgents" may be Nusra, or a group nobody names; never ISIL and never the SDF."""
    umbrella = truce.roster.umbrellas["insurgents"]
    assert umbrella.open
    assert umbrella.open_roles == ("opposition",)
    assert "jabhat-al-nusra" in umbrella.members
    assert not {"isil", "sdf", "gov", "hezbollah"} & set(umbrella.members)


@pytest.mark.parametrize("book", ["us-list", "ru-list"])
def test_statuses_on_both_lists(truce: Agreement, book: str) -> None:
    """The government adhered; the excluded are excluded; a group may be on a list whose names nobody published."""
    at = Instant.parse("2016-03-03T12:00+02:00")

    def status(actor: str) -> set[Status]:
        return {one.status for one in truce.roster.standings(actor, book, at)}

    assert status("gov") == {Status.PARTY}
    for excluded in ("isil", "jabhat-al-nusra", "etim"):
        assert status(excluded) == {Status.EXCLUDED}
    assert status("fsa") == status("sdf") == {Status.PARTY, Status.UNLISTED}
    assert status("turkey") == {Status.UNLISTED}


def test_the_lists_hold_the_published_counts(truce: Agreement) -> None:
    """43 groups on the Russian list and 97 on the other on 21 March; before the first count, none is said."""
    at = Instant.parse("2016-03-21T12:00+02:00")
    ru, us = (truce.roster.lists[book].count_at(at) for book in ("ru-list", "us-list"))
    assert (ru and ru.groups, us and us.groups) == (43, 97)
    assert truce.roster.lists["ru-list"].count_at(Instant.parse("2016-02-27T12:00+02:00")) is None


def test_the_government_adheres_at_noon_on_the_last_day(truce: Agreement) -> None:
    """Half-open: at 11:59:59 of 26 February nothing is said of it, at 12:00:00 it is a party."""
    before, at = Instant.parse("2016-02-26T11:59:59+02:00"), Instant.parse("2016-02-26T12:00:00+02:00")
    assert [one.status for one in truce.roster.standings("gov", "us-list", before)] == [Status.UNLISTED]
    assert [one.status for one in truce.roster.standings("gov", "us-list", at)] == [Status.PARTY]


# ── what a clash comes to ─────────────────────────────────────────────────────────────────────


def test_a_clash_with_the_umbrella_is_possible_in_every_column(judge: Judge) -> None:
    """Nobody says who took part or who began: possible, and neither clause alone is certain."""
    for column in judge(TRUCE, None, CLASH).columns.values():
        assert column.together.result == "possible"
        assert (column.clauses["A4"].result, column.clauses["A5"].result) == ("possible", "possible")


def test_an_adhering_group_makes_it_certain_whichever_side_began() -> None:
    """With one that adhered on both lists, one of A4 and A5 is reached in every version, though neither is alone."""
    attested = b"adherence: [{actor: jaysh-al-islam, at: 2016-02-26T11:00+02:00, attested_by: [us, ru], source: A2}]"
    outcome = read_agreement({**files_of(TRUCE), "zz-attested.yaml": attested})
    assert outcome.agreement is not None, outcome.faults
    conduct = read_conduct({"id": "t", **CLASH, "b": ["jaysh-al-islam", "jabhat-al-nusra"]})
    for column in evaluate(compiled(outcome.agreement), conduct).columns.values():
        assert (column.together.result, column.together.clauses) == ("certain", ("A4", "A5"))
        assert (column.clauses["A4"].result, column.clauses["A5"].result) == ("possible", "possible")


def test_what_would_settle_a_clash_is_whether_an_adhering_group_took_part(judge: Judge) -> None:
    """Asked of the clash as the events have it: one question, certain on yes, and on no nothing is reached."""
    rules = read(TRUCE, None).rules
    counted = [i for i, rule in enumerate(rules) if rule.effect is not Effect.ADVISE]
    for column in judge(TRUCE, None, CLASH).columns.values():
        found = settling(Sheet(column.together.weighed), counted, [rule.id for rule in rules])
        (atom,) = found.whatever
        assert (atom.kind, atom.side, atom.statuses) == ("took_part", "b", (Status.PARTY,))
        answers = {one.answer: (one.certain, one.clauses) for one in found.under if one.atom == atom}
        assert answers == {"yes": (True, ("A4", "A5")), "no": (False, ())}


def test_nobody_of_the_governments_side_is_a_group(judge: Judge) -> None:
    """A clash among the government's own is reached by no clause on adhering groups."""
    results = judge(TRUCE, None, {**CLASH, "b": ["ru"]}).common.clauses
    assert {results[rule].result.value for rule in ("A4", "A5", "A10")} == {"not_reached"}


def test_an_excluded_group_is_recorded_and_not_reached(judge: Judge) -> None:
    """A strike on an excluded group, no one else harmed or named: the truce does not reach it."""
    conduct = {**CLASH, "b": ["jabhat-al-nusra"], "direction": "a_to_b", "kind": "air_strike"}
    for column in judge(TRUCE, None, conduct).columns.values():
        assert column.together.result == "not_reached"


def test_a_hospital_is_reached_whoever_held_the_town(judge: Judge) -> None:
    """The May statement reaches a strike on a medical site, from 9 May on, an excluded group being the one struck."""
    strike = {"a": ["ru"], "b": ["jabhat-al-nusra"], "direction": "a_to_b", "kind": "air_strike", "site": "medical"}
    after = judge(TRUCE, None, {**strike, "time": {"at": "2016-05-09T00:00+03:00"}}).common
    before = judge(TRUCE, None, {**strike, "time": {"at": "2016-05-08T23:59:59+03:00"}}).common
    assert (after.clauses["M-sites"].result, after.together.clauses) == ("certain", ("M-sites",))
    assert before.clauses["M-sites"].result == "not_reached"


def test_the_russian_reading_is_seen_in_its_holders_column_alone(judge: Judge) -> None:
    """That a group must have told its place leaves A10 undetermined for the one who reads it so."""
    columns = judge(TRUCE, None, {**CLASH, "direction": "a_to_b"}).columns
    assert {name: column.clauses["A10"].result.value for name, column in columns.items()} == {
        "common": "possible",
        "us": "possible",
        "ru": "undetermined",
    }


def test_a_regime_of_calm_without_a_map_is_undetermined_while_it_runs(judge: Judge) -> None:
    """Inside its hours nobody can say whether the place lay in it; outside them it is not in force."""
    running = {**CLASH, "time": {"at": "2016-05-01T12:00+03:00"}}
    over = {**CLASH, "time": {"at": "2016-05-04T00:00+03:00"}}
    assert judge(TRUCE, None, running).common.clauses["calm"].result == "undetermined"
    assert judge(TRUCE, None, over).common.clauses["calm"].result == "not_reached"


# ── what each newspaper says ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("account", "bound", "zones", "consent_of", "organs"),
    [
        ("sputnik", {"gov"}, ["barred-areas"], [], []),
        ("ap", {"gov", "ru"}, [], ["us"], ["AP-organ"]),
        ("press-tv", {"gov"}, ["safe-zones"], [], []),
        ("upi", {"gov", "ru"}, [], [], []),
        ("rt", set(), [], [], ["R-talks"]),
    ],
)
def test_an_account_has_its_own_points_and_no_other(
    account: str, bound: set[str], zones: list[str], consent_of: list[str], organs: list[str]
) -> None:
    """Who must stop, zones, consent and organ are each account's own; what it leaves out is left out."""
    proposal = read("syria-2016-07", account)
    rules = proposal.rules
    assert {actor for rule in rules if rule.binds for actor in rule.binds.actor} == bound
    assert [zone.id for zone in proposal.zones] == zones
    assert [rule.concurrence_of for rule in rules if rule.effect is Effect.REQUIRE_CONCURRENCE] == consent_of
    assert [one.id for one in proposal.procedure if one.topic == "organ"] == organs
    assert proposal.status == "draft"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_an_account_cites_itself_alone(account: str) -> None:
    """Every clause, zone and list of a variant rests on that newspaper and on no other."""
    whole = tree(FOLDER / "syria-2016-07/variants" / account / "account.yaml")
    assert [source["id"] for source in whole["sources"]] == [account]
    assert {one["standing"] for one in whole["sources"]} == {"draft"}
    assert {one["source"] for one in mappings(whole) if "source" in one} == {account}


def test_only_ap_speaks_of_success_and_of_exceptions() -> None:
    """The words on success and the limited exceptions are AP's; which exceptions they are is for people to say."""
    questions = {
        account: [open_.id for rule in read("syria-2016-07", account).rules for open_ in rule.assessments]
        for account in ACCOUNTS
    }
    assert questions["ap"] == ["limited-exceptions", "vetted"]
    assert [account for account in ACCOUNTS if "limited-exceptions" in questions[account]] == ["ap"]
    for account in ACCOUNTS:
        text = (FOLDER / "syria-2016-07/variants" / account / "account.yaml").read_text(encoding="utf-8")
        assert ("measurable and implementable" in text) == (account == "ap")


def test_the_accounts_reach_different_things(judge: Judge) -> None:
    """Shelling by the government is in UPI's account alone, an air strike in four; the Russian one forbids nothing."""
    shelling = {**CLASH, "direction": "a_to_b", "kind": "shelling"}
    bombing = {**CLASH, "direction": "a_to_b", "kind": "air_strike"}
    assert _results(judge, "upi", shelling)["U-government"] == "possible"
    assert _results(judge, "sputnik", shelling)["S-groups"] == "not_engaged"
    assert _results(judge, "press-tv", shelling)["T-groups"] == "not_engaged"
    assert _results(judge, "ap", shelling)["AP-grounding"] == "not_engaged"
    assert _results(judge, "ap", bombing)["AP-grounding"] == "certain"
    assert _results(judge, "sputnik", bombing) == {"S-groups": "possible", "S-areas": "undetermined"}
    assert judge("syria-2016-07", "rt", bombing).common.together.result == "not_engaged"


def test_consent_is_asked_of_russia_against_nusra_alone(judge: Judge) -> None:
    """AP: a Russian strike on Nusra needs American approval; without a stated answer it is undetermined."""
    strike = {**CLASH, "a": ["ru"], "b": ["jabhat-al-nusra"], "direction": "a_to_b", "kind": "air_strike"}
    assert _results(judge, "ap", strike)["AP-consent"] == "undetermined"
    assert _results(judge, "ap", {**strike, "answers": {"us": "concurred"}})["AP-consent"] == "excepted"
    assert _results(judge, "ap", {**strike, "answers": {"us": "objected"}})["AP-consent"] == "certain"
    assert _results(judge, "ap", {**strike, "b": ["fsa"]})["AP-consent"] == "not_reached"


# ── published facts ───────────────────────────────────────────────────────────────────────────


def _incidents() -> list[dict[str, Any]]:
    return list(tree(FOLDER / TRUCE / "facts/incidents.yaml")["incidents"])


def _tallies() -> dict[str, Any]:
    return dict(tree(FOLDER / TRUCE / "facts/tallies.yaml"))


@pytest.mark.parametrize("incident", _incidents(), ids=lambda one: str(one["id"]))
def test_an_incident_is_a_conduct_with_its_sources(incident: dict[str, Any]) -> None:
    """Each reads as a conduct; each source in it says who told it, through whom, and in which words."""
    conduct = read_conduct(incident["conduct"])
    assert conduct.id == incident["id"]
    assert conduct.time
    assert [one["source"] for one in incident["told"]] == list(conduct.sources)
    for one in incident["told"]:
        assert one["outlet"]
        assert one["said_by"]
        assert len(one["quote"].split()) <= 20


@pytest.mark.parametrize("incident", _incidents(), ids=lambda one: str(one["id"]))
def test_an_incident_quotes_its_article(incident: dict[str, Any], shared: Path) -> None:
    """Each quotation stands in the article it is taken from, word for word."""
    for one in incident["told"]:
        (article,) = (shared / "seeds").glob(f"{SEEDS[one['fact']]}_*.txt")
        text = article.read_text(encoding="utf-8").replace("\u00a0", " ")
        assert one["quote"] in text, one


@pytest.mark.parametrize(
    ("incident", "together"),
    [
        ("camps-12-july", "certain"),
        ("june-strikes", "possible"),
        ("aleppo-regime-of-silence", "not_reached"),
        ("nusra-offensives", "not_reached"),
        ("strikes-of-2015", "not_reached"),
    ],
)
def test_what_the_incidents_come_to(judge: Judge, incident: str, together: str) -> None:
    """A camp is a civilian site; US-backed groups may have adhered; Nusra is excluded; 2015 was before the truce."""
    (conduct,) = (one["conduct"] for one in _incidents() if one["id"] == incident)
    assert judge(TRUCE, None, conduct).common.together.result == together


def test_a_denial_by_the_accused_moves_nothing(judge: Judge) -> None:
    """Of the clauses that bind Russia, each stands where the Pentagon's version alone has it, Russia's denial added."""
    (conduct,) = (one["conduct"] for one in _incidents() if one["id"] == "june-strikes")
    accusation = {**conduct, "a": {"candidates": conduct["a"]["candidates"][:1]}}
    with_denial, alone = (judge(TRUCE, None, one).common.clauses for one in (conduct, accusation))
    assert alone["A5"].result == "possible"
    for rule in ("A5", "A10", "M-civilians", "M-sites"):
        assert with_denial[rule].result == alone[rule].result, rule


def test_tallies_add_up_as_they_say() -> None:
    """A tally says yes where its parts come to its total, no where they do not, and nothing where it gives none."""
    for tally in _tallies()["tallies"]:
        whole = [one["parts"] for one in tally["breakdowns"] if one["of"] == "total"]
        sums = [sum(map(int, parts.values())) == int(tally["total"]) for parts in whole]
        expected = "not_said" if not sums else "yes" if all(sums) else "no"
        assert tally["adds_up"] == expected, tally["id"]


def test_the_known_failures_are_kept_as_published() -> None:
    """242 with parts of 251, 7 with parts of 6, 82 with parts of 93: published so, and kept so."""
    odd = {
        int(tally["total"]): sum(map(int, tally["breakdowns"][0]["parts"].values()))
        for tally in _tallies()["tallies"]
        if tally["adds_up"] == "no"
    }
    assert odd == {242: 251, 7: 6, 82: 93}


def test_tallies_use_words_that_are_there() -> None:
    """Every unit, part and accused has a name in three languages, here or among the actors."""
    facts = _tallies()
    known = set(facts["words"]) | set(read(TRUCE, None).roster.actors)
    for tally in facts["tallies"]:
        parts = [name for one in tally["breakdowns"] for name in one["parts"]]
        assert {tally["unit"], *parts, *tally["accused"]} <= known, tally["id"]
        start, end = Instant.parse(tally["window"]["from"]), Instant.parse(tally["window"]["to"])
        assert start < end


def test_both_columns_of_the_commission_have_one_root() -> None:
    """What reached the press through one side's bulletins is one origin."""
    roots = {tally["id"]: tally["roots"] for tally in _tallies()["tallies"] if tally["id"].startswith("commission")}
    assert len(roots) == 4
    assert all(one == ["ru"] for one in roots.values())


def test_tallies_are_those_published(shared: Path) -> None:
    """Each total and address is one of the published counts."""
    with (shared / "data/monitors/monitor_counts.csv").open(encoding="utf-8", newline="") as file:
        published = {(row["total"], row["url"]) for row in csv.DictReader(file)}
    assert {(tally["total"], tally["source"]["url"]) for tally in _tallies()["tallies"]} <= published
