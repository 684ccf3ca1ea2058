"""Reports that no rule was written for: what is read from them has the right trees, and the right number of roots.

The rules' authors never saw these texts. What must be reached stands in REQUIRED as numbers for each scenario. The
same texts with outlets and offices renamed throughout must give the same trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest

from tests.reading import gold
from tests.reading.gold import GoldClaim, GoldText, Pairs, Scenario
from truceline.agreement import compiled
from truceline.claims import Article, Claim, Roots, copied, roots
from truceline.desk.gazetteers import EXERCISE, exercise
from truceline.desk.shelf import find
from truceline.desk.verbs.reading import Knowledge, claims_in
from truceline.incidents import threads

RENAMED = ("", *gold.renamings())


class Level(NamedTuple):
    """What must be right of a scenario; of its chains, whatever its names."""

    chains: int  # claims whose whole chain is right and shown by the right words, of
    of: int  # all its claims
    roots: bool  # both ends of the range, as written


# The aim is every chain and every range; what is reached stands here, so that nothing is lost again.
REQUIRED = {
    "admission": Level(2, 2, roots=True),
    "carried_copy": Level(3, 3, roots=True),
    "dateline": Level(2, 3, roots=True),
    "denial": Level(3, 4, roots=True),
    "first_told": Level(3, 3, roots=True),
    "independent": Level(3, 3, roots=True),
    "leaked": Level(4, 4, roots=True),
    "ministry_statement": Level(3, 3, roots=False),
    "nested": Level(3, 4, roots=True),
    "nobody_named": Level(2, 2, roots=True),
    "one_institution": Level(3, 3, roots=True),
    "quoting_itself": Level(2, 3, roots=True),
    "same_official": Level(1, 2, roots=False),
    "same_owner": Level(2, 2, roots=True),
    "translated_copy": Level(3, 3, roots=True),
    "two_and_a_copy": Level(3, 3, roots=True),
    "two_strikes": Level(2, 3, roots=True),
}
SAID = 47  # of all claims, how many must be read as what they are: denied, proposed, reported, asserted
HAPPENINGS = 5  # of all pairs of texts that tell of one happening or of two, how many must be held so
# By renaming: how many scenarios must have the right range of roots, and of how many the tree may change. An office
# whose name no list of words has is read less surely than a governor.
ROOTS = {"": 15, "papers": 15, "offices": 11, "both": 15}
CHANGED = {"papers": 0, "offices": 5, "both": 0}


@dataclass
class Outcome:
    """What was read of one scenario, and what of it is wrong."""

    scenario: Scenario
    found: dict[str, tuple[Claim, ...]]  # text → its claims about the matter
    read: dict[str, tuple[Claim, ...]]  # text → all its claims
    articles: dict[str, Article]
    roots: Roots
    chains: int = 0  # right ones
    faults: list[str] = field(default_factory=list)

    @property
    def roots_right(self) -> bool:
        """Whether both ends of the range are."""
        return (self.roots.low, self.roots.high) == (self.scenario.low, self.scenario.high)


@pytest.fixture(params=RENAMED, ids=lambda name: name or "as written")
def outcomes(request: pytest.FixtureRequest) -> tuple[Outcome, ...]:
    return read_all(request.param)


@cache
def read_all(renaming: str = "") -> tuple[Outcome, ...]:
    """Every scenario as read, with names exchanged."""
    pairs = gold.renamings().get(renaming, ())
    known = knowledge(pairs)
    return tuple(outcome(one, known) for one in gold.scenarios(pairs))


def knowledge(pairs: Pairs = ()) -> Knowledge:
    """What a deployment in the fictional country knows: its places, its actors, the outlets of the texts."""
    return Knowledge(exercise(), gold.outlets(pairs), compiled(find(EXERCISE)))


def test_origins_are_counted() -> None:
    """In every scenario of which it is required, both ends of the range of roots are right."""
    wrong = [one for one in read_all() if REQUIRED[one.scenario.name].roots and not one.roots_right]
    assert not wrong, _table(wrong)


@pytest.mark.parametrize("renaming", RENAMED, ids=lambda name: name or "as written")
def test_origins_are_counted_whatever_the_names(renaming: str) -> None:
    """So many scenarios have the right range with outlets and offices called otherwise."""
    wrong = [one for one in read_all(renaming) if not one.roots_right]
    assert len(REQUIRED) - len(wrong) >= ROOTS[renaming], _table(wrong)


def test_chains_go_from_the_outlet_to_the_origin(outcomes: tuple[Outcome, ...]) -> None:
    """Each claim's chain names who told whom, step by step, and shows the words that say so."""
    wrong = [one for one in outcomes if one.chains < REQUIRED[one.scenario.name].chains]
    assert not wrong, _table(wrong)


def test_how_it_was_said(outcomes: tuple[Outcome, ...]) -> None:
    """A denial is a denial, what somebody said is reported, what an outlet says itself is asserted."""
    judged = [
        (one.scenario.name, text.id, right, claim)
        for one in outcomes
        for text in one.scenario.texts
        for right in text.claims
        for claim in gold.about(right, one.articles[text.id].text, one.read[text.id])[:1]
    ]
    wrong = [f"{name} {text}: {claim.modality}" for name, text, right, claim in judged if not right.said_as(claim)]
    assert len(judged) - len(wrong) >= SAID, "\n" + "\n".join(wrong)


def test_happenings_are_held_apart_and_together(outcomes: tuple[Outcome, ...]) -> None:
    """What happened on two days stays two happenings; what two reports tell of one day becomes one."""
    asked = [
        (one, a, b, together)
        for one in outcomes
        for together, pairs in ((True, one.scenario.merge), (False, one.scenario.apart))
        for a, b in pairs
    ]
    wrong = [each for each in asked if _one_happening(*each[:3]) is not each[3]]
    told = [f"{one.scenario.name}: {a} and {b} are {'two' if together else 'one'}" for one, a, b, together in wrong]
    assert len(asked) - len(wrong) >= HAPPENINGS, "\n" + "\n".join(told)
    assert all(together for *_, together in wrong), "what happened on two days was held together"


@pytest.mark.parametrize("renaming", gold.renamings())
def test_names_change_no_tree(renaming: str) -> None:
    """With outlets and offices called otherwise, every chain has the same steps, and the roots are as many."""
    pairs = zip(read_all(renaming), read_all(), strict=True)
    changed = [(other, one) for one, other in pairs if _shape(one) != _shape(other)]
    assert len(changed) <= CHANGED[renaming], _table([each for pair in changed for each in pair])


def test_every_quote_stands_in_its_report(outcomes: tuple[Outcome, ...]) -> None:
    """Whatever is read is read at its span, and every claim says where it comes from."""
    for one in outcomes:
        for text, claims in one.read.items():
            assert all(claim.quote == one.articles[text].text[slice(*claim.span)] for claim in claims)
            assert all(claim.chain for claim in claims)


def test_every_scenario_is_asked() -> None:
    """At least thirty-six reports, of them twenty-four in English and six each in Arabic and Russian."""
    languages = [text.language for one in gold.scenarios() for text in one.texts]
    assert {name: languages.count(name) for name in ("en", "ar", "ru")} == {"en": 35, "ar": 6, "ru": 8}


# ── reading ──


def outcome(scenario: Scenario, known: Knowledge) -> Outcome:
    """What is read of a scenario, beside what is right."""
    articles = {text.id: text.article() for text in scenario.texts}
    claims = {text.id: claims_in(articles[text.id], known).claims for text in scenario.texts}
    found = {text.id: _counted(text.claims, articles[text.id], claims[text.id]) for text in scenario.texts}
    every = [claim for one in found.values() for claim in one]
    published = {one.id: one.published for one in articles.values()}
    counted = roots(every, known.outlets, copied(articles.values()), published)
    read = Outcome(scenario, found, claims, articles, counted)
    for text in scenario.texts:
        for right in text.claims:
            _judge(read, text.id, right)
    return read


def _counted(rights: Iterable[GoldClaim], article: Article, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims that speak for the scenario's matter."""
    kept = [claim for right in rights if right.counted for claim in gold.about(right, article.text, claims)]
    return tuple(dict.fromkeys(one for one in kept if not one.denies))


def _judge(outcome: Outcome, text: str, right: GoldClaim) -> None:
    article = outcome.articles[text]
    claims = gold.about(right, article.text, outcome.read[text])
    if not claims:
        outcome.faults.append(f"{text}: nothing read of {right.says!r}")
        return
    chain = claims[0].chain
    if not right.names(chain):
        was = " > ".join(f"{link.step} {link.source}" for link in chain)
        outcome.faults.append(f"{text}: {was}, not {' > '.join(right.chains[0])}")
    elif not right.shows(chain, article.text):
        cues = [article.text[slice(*link.cue)] for link in chain]
        outcome.faults.append(f"{text}: shown by {cues}, not {list(right.cues)}")
    else:
        outcome.chains += 1


def _one_happening(outcome: Outcome, a: str, b: str) -> bool:
    """Whether some claim about the matter in the one text is held together with some in the other."""
    told = {text.id: _told(text, outcome) for text in outcome.scenario.texts}
    claims = [claim for one in told.values() for claim in one]
    published = {one.id: one.published for one in outcome.articles.values()}
    groups = threads.happenings(claims, published, copied(outcome.articles.values()))
    first, second = ([claims.index(claim) for claim in told[text]] for text in (a, b))
    return any({i, j} <= set(group.claims) for group in groups for i, j in product(first, second))


def _told(text: GoldText, outcome: Outcome) -> list[Claim]:
    """Every claim about the matter in one text, counted or not."""
    article = outcome.articles[text.id]
    return [claim for right in text.claims for claim in gold.about(right, article.text, outcome.read[text.id])]


def _rights(outcome: Outcome) -> list[GoldClaim]:
    return [right for text in outcome.scenario.texts for right in text.claims]


def _shape(outcome: Outcome) -> tuple[object, ...]:
    """The steps of every chain about the matter, and the range of roots."""
    steps = [[[link.step for link in claim.chain] for claim in _told(text, outcome)] for text in outcome.scenario.texts]
    return steps, outcome.roots.low, outcome.roots.high


def _table(outcomes: Sequence[Outcome]) -> str:
    """What is wrong, scenario by scenario."""
    lines = [""]
    for one in outcomes:
        got, want = f"{one.roots.low}-{one.roots.high}", f"{one.scenario.low}-{one.scenario.high}"
        lines.append(f"{one.scenario.name:20} roots {got} (right: {want})  chains {one.chains}/{len(_rights(one))}")
        lines += [f"    {fault}" for fault in one.faults]
    return "\n".join(lines)
