"""Reports that were shown to nobody who works on the rules until what is read from them had been counted, once.

The texts were written without having read the rules, and nothing was changed in either for the count. What stands in
REACHED is exactly what was counted then: no aim. Whoever changes the rules and finds other numbers here puts those in,
and leaves the tables of docs/reading-reports.md as they are: from then on these texts are seen like the others.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.reading import gold
from tests.reading.gold import GoldClaim, GoldText
from tests.reading.test_unseen import Outcome, outcome
from truceline.agreement import compiled
from truceline.desk.gazetteers import EXERCISE, exercise
from truceline.desk.shelf import find
from truceline.desk.verbs.reading import Knowledge

FOLDER = Path(__file__).parent / "blind"


class Read(NamedTuple):
    """Of the claims in the texts of one language, how many were read right."""

    texts: int
    claims: int
    found: int  # something was read of them
    chains: int  # the whole chain is right, and shown by the right words
    said: int  # read as what they are: denied, proposed, reported, asserted


REACHED = {
    "en": Read(texts=22, claims=31, found=31, chains=29, said=31),
    "ar": Read(texts=4, claims=5, found=5, chains=5, said=5),
    "ru": Read(texts=4, claims=4, found=4, chains=1, said=4),
}
# Scenario → the range of roots that was counted, beside the right one in its file.
ROOTS = {
    "admission": (2, 2),
    "admission_renamed": (2, 2),
    "carried_copy": (1, 1),
    "citing": (2, 3),  # right: 1-1
    "dateline": (1, 1),
    "dateline_renamed": (1, 1),
    "denial": (2, 3),  # right: 1-1
    "independent": (3, 3),
    "leaked": (1, 2),  # right: 1-1
    "same_owner": (1, 2),
    "translated_copy": (1, 1),
    "two_unnamed": (1, 3),
}


def test_what_was_reached_when_it_was_counted() -> None:
    """By language, exactly so many claims are found, have the right chain, and are read as what they are."""
    assert {language: measured(language) for language in REACHED} == REACHED, faults()


def test_origins_counted_when_it_was_counted() -> None:
    """Every scenario has exactly the range of roots that was counted, right or wrong."""
    assert {one.scenario.name: (one.roots.low, one.roots.high) for one in outcomes()} == ROOTS, faults()


def test_thirty_texts() -> None:
    """Twenty-two reports in English, four in Arabic and four in Russian."""
    assert Counter(text.language for one in outcomes() for text in one.scenario.texts) == {"en": 22, "ar": 4, "ru": 4}


# ── counting ──


@cache
def outcomes() -> tuple[Outcome, ...]:
    """What is read of every scenario."""
    known = Knowledge(exercise(), gold.outlets(folder=FOLDER), compiled(find(EXERCISE)))
    return tuple(outcome(one, known) for one in gold.scenarios(folder=FOLDER))


def measured(language: str) -> Read:
    """What is read right of the texts in one language."""
    texts = [(one, text) for one in outcomes() for text in one.scenario.texts if text.language == language]
    judged = [judge(one, text, right) for one, text in texts for right in text.claims]
    found, chains, said = (sum(column) for column in zip(*judged, strict=True))
    return Read(len(texts), len(judged), found, chains, said)


def judge(outcome: Outcome, text: GoldText, right: GoldClaim) -> tuple[bool, bool, bool]:
    """Whether a claim is found, its chain right, and it is read as what it is."""
    article = outcome.articles[text.id]
    claims = gold.about(right, article.text, outcome.read[text.id])[:1]
    chains = [right.names(one.chain) and right.shows(one.chain, article.text) for one in claims]
    return bool(claims), any(chains), any(map(right.said_as, claims))


def faults() -> str:
    """What is wrong, scenario by scenario."""
    lines = [""]
    for one in outcomes():
        lines += [f"{one.scenario.name}: {one.roots.low}-{one.roots.high}", *(f"    {each}" for each in one.faults)]
    return "\n".join(lines)
