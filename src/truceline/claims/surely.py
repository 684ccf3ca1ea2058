"""Which claims surely share an origin.

Two things are kept apart. Claims are *one* where nothing else can be: the same words carried, the same document, the
same person's statement of the same day, one report cited by several. And a claim *rests on* others where it cites an
outlet whose report they are: if that outlet has several, it rests on one of them, nobody can say which, and it is no
root of its own either way. What rests on nothing but itself is a root.

So a claim that cites what is already there, as it stands or with less of the way told, never makes one root more: it
rests on something, and joining claims only ever takes roots away.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product

from truceline.claims.articles import Precision, Published
from truceline.claims.chains import UNNAMED_SOURCE, Link, Step
from truceline.claims.claims import Claim
from truceline.claims.copies import Copied, one_text
from truceline.claims.origins import NAMED, alike, way

# What a body puts out again and again: two of them are one only where they are of one day.
_RECURRING = frozenset({"statement", "briefing", "bulletin", "press-release", "tweet", "post"})
_PARTS = re.compile(r"[./]")
_OUTLETS = frozenset({Step.OUTLET, Step.CITES, Step.DATELINE, Step.CARRIED})
_TO_THE_DAY = frozenset({Precision.SECOND, Precision.MINUTE, Precision.HOUR, Precision.DAY})

Beyond = tuple[str, ...]  # the sources that a chain names behind a report, each from the widest body down
Report = tuple[str, str]  # what several may go back to: ("outlet", id), ("document", id), ("statement", id and day)


@dataclass(frozen=True, slots=True, order=True)
class Joined:
    """Why two claims were taken to share an origin."""

    i: int  # index of one claim
    j: int  # and of the other
    rule: str  # of RULES
    words: str


@dataclass(slots=True)
class _At:
    """The claims that go back to one report and name the same behind it."""

    own: list[int] = field(default_factory=list)  # it is their own outlet's
    citing: list[int] = field(default_factory=list)  # they cite it


class Certain:
    """Claims put together as far as it is sure."""

    def __init__(self, claims: Sequence[Claim], copies: Sequence[Copied], days: Mapping[str, Published]) -> None:
        """Join and direct, rule by rule."""
        self.why: list[Joined] = []
        self._above = list(range(len(claims)))
        self._rests: list[tuple[int, int]] = []
        self._claims = claims
        self._one_article()
        self._carried(copies)
        reports = _reports(claims, days)
        for report, beyond in reports.items():
            self._one_report(report, beyond)
        for report, beyond in reports.items():
            self._cited(report, beyond)

    def groups(self) -> list[tuple[list[int], list[int]]]:
        """The roots: for each the claims that are it, and all that rest on it, itself included."""
        members: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._claims)):
            members[self._top(i)].append(i)
        ahead: dict[int, set[int]] = {one: set() for one in members}
        for i, j in self._rests:
            ahead[self._top(i)].add(self._top(j))
        reach = {one: _reached(one, ahead) for one in members}
        ends = {held for held in reach.values() if all(reach[other] == held for other in held)}
        return sorted(
            (
                sorted(i for one in end for i in members[one]),
                sorted(i for one, held in reach.items() if end <= held for i in members[one]),
            )
            for end in ends
        )

    # ── one claim with another ────────────────────────────────────────────────────────────────

    def _top(self, i: int) -> int:
        while self._above[i] != i:
            self._above[i] = self._above[self._above[i]]
            i = self._above[i]
        return i

    def _join(self, held: Sequence[int], rule: str, words: str) -> None:
        for i, j in pairwise(held):
            self._above[self._top(j)] = self._top(i)
            self.why.append(Joined(i, j, rule, words))

    def _lean(self, held: Sequence[int], on: Sequence[int], words: str) -> None:
        """Each of the first rests on one of the second."""
        for i, j in product(held, on):
            if i != j:
                self._rests.append((i, j))
                self.why.append(Joined(min(i, j), max(i, j), "R6", words))

    # ── the rules ─────────────────────────────────────────────────────────────────────────────

    def _one_article(self) -> None:
        """R1: one article tells both, from the same source."""
        alike: dict[object, list[int]] = defaultdict(list)
        for i, claim in enumerate(self._claims):
            alike[claim.article, tuple((link.step, link.source) for link in claim.chain)].append(i)
        for held in alike.values():
            self._join(held, "R1", "one article, one source")

    def _carried(self, copies: Sequence[Copied]) -> None:
        """R2: the same words stand in both articles."""
        held: dict[str, list[int]] = defaultdict(list)
        for i, claim in enumerate(self._claims):
            held[claim.article].append(i)
        for copy in copies:
            for i in held.get(copy.part, ()):
                for j in held.get(copy.whole, ()):
                    if one_text(self._claims[i].span, self._claims[j].span, copy):
                        share = f"{copy.share_permille // 10} % of one article's text stands in the other"
                        self._join((min(i, j), max(i, j)), "R2", f"the same words; {share}")

    def _one_report(self, report: Report, beyond: Mapping[Beyond, _At]) -> None:
        """R3 one document, R4 one statement, R5 one report that several cite."""
        rule, what = _ONE[report[0]]
        for at in beyond.values():
            self._join(at.citing, rule, f"{what}: {report[1]}")

    def _cited(self, report: Report, beyond: Mapping[Beyond, _At]) -> None:
        """R6: who cites a report and names no other origin than it does, rests on it."""
        what = f"cites {report[1]}"
        for less, more in _longer(beyond):
            self._lean(beyond[less].citing, [*beyond[more].citing, *beyond[more].own], what)
        for at in beyond.values():
            self._lean(at.citing, at.own, what)
        for said, at in beyond.items():
            if at.own:
                self._told_by_others(said, at, beyond, what)
            if at.citing and not any(beyond[one].own for one in beyond if _goes_on(one, said) or _goes_on(said, one)):
                self._in_other_words(said, at, beyond, what)

    def _in_other_words(self, said: Beyond, at: _At, beyond: Mapping[Beyond, _At], what: str) -> None:
        """Who cites a report that is here, and calls its origin otherwise or in another language, rests on it.

        Only where the report has its origin itself, named, and has it from no other outlet.
        """
        citing = [i for i in at.citing if way(self._claims[i])[-1].step in NAMED]
        for one, other in beyond.items():
            own = [i for i in other.own if [link.step in NAMED for link in way(self._claims[i])] == [False, True]]
            if citing and own and alike(one[-1], said[-1]):
                self._lean(citing, own, f"{what}, its origin in other words")

    def _told_by_others(self, said: Beyond, at: _At, beyond: Mapping[Beyond, _At], what: str) -> None:
        """An outlet's own report names less behind it than those who cite it: they name its origins."""
        further = [one for one in beyond if one[: len(said)] == said and one != said]
        new = [
            one
            for one in further
            if beyond[one].citing and not any(beyond[more].own for more in further if more[: len(one)] == one)
        ]
        heads = [one for one in new if not any(more != one and more[: len(one)] == one for more in new)]
        own = {self._top(i): i for i in at.own}
        if len(heads) == 1:
            self._lean(beyond[heads[0]].citing, list(own.values()), what)
        elif len(own) == 1:
            for one in heads:
                self._lean(list(own.values()), beyond[one].citing, what)


_ONE = {
    "document": ("R3", "one document"),
    "statement": ("R4", "one statement of one day"),
    "outlet": ("R5", "one report, cited by both"),
}


def _reports(claims: Sequence[Claim], days: Mapping[str, Published]) -> dict[Report, dict[Beyond, _At]]:
    """For everything that claims go back to: what each names behind it, and whether it is its own or cited."""
    found: dict[Report, dict[Beyond, _At]] = defaultdict(lambda: defaultdict(_At))
    for i, claim in enumerate(claims):
        links = way(claim)
        for k, link in enumerate(links):
            report = _report(link, claim.said_on if link is links[-1] else None, days.get(claim.article))
            if report:
                at = found[report][_beyond(links[k + 1 :])]
                (at.own if link.step is Step.OUTLET else at.citing).append(i)
    return found


def _beyond(links: Sequence[Link]) -> Beyond:
    """What is named behind a report, the widest first, so that who says less begins as who says more does.

    >>> _beyond([Link(Step.UNNAMED, "an official", "crown.cabinet/unnamed")])
    ('unnamed', 'crown', 'cabinet')
    """
    told: list[str] = []
    for link in links:
        told += [UNNAMED_SOURCE] if link.step is Step.UNNAMED else []
        told += [one for one in _PARTS.split(link.source.removesuffix(f"/{UNNAMED_SOURCE}")) if one]
    return tuple(told)


def _report(link: Link, said_on: dt.date | None, published: Published | None) -> Report | None:
    """What a link leads to, where several who name it surely mean the same.

    A statement is of the day that the claim gives it; where it gives none, of that on which the article came out.
    """
    if not link.source:
        return None
    if link.step in _OUTLETS:
        return "outlet", link.source
    recurs = link.source.rpartition("/")[2] in _RECURRING
    if link.step is Step.DOCUMENT and not recurs:
        return "document", link.source
    day = said_on or _day(published) if link.step in NAMED else None
    return ("statement", f"{link.source}, {day}") if day else None


def _day(published: Published | None) -> dt.date | None:
    if published is None or published.at is None or published.precision not in _TO_THE_DAY:
        return None
    return published.at.datetime().date()


def _longer(beyond: Mapping[Beyond, _At]) -> list[tuple[Beyond, Beyond]]:
    """Every two ways of which one goes on where the other ends, the shorter first."""
    pairs = [sorted(pair, key=len) for pair in combinations(beyond, 2)]
    return [(less, more) for less, more in pairs if less != more and _goes_on(more, less)]


def _goes_on(more: Beyond, less: Beyond) -> bool:
    """Whether the one is the other, or begins as it does."""
    return more[: len(less)] == less


def _reached(one: int, ahead: Mapping[int, set[int]]) -> frozenset[int]:
    """Everything that can be reached from there, itself included."""
    found, waiting = {one}, [one]
    while waiting:
        new = ahead[waiting.pop()] - found
        found |= new
        waiting += new
    return frozenset(found)
