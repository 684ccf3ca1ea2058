"""From a written side to who is meant: an umbrella, or members by name, by the agreement's own aliases.

The same words mean the same actor or they mean nobody we know: writing is folded (Unicode NFKC, case,
white space, HTML entities, marks that print nothing) and never compared by likeness. An unknown name
stays the name as written. A name that only one author uses for an actor stays a name too, in that
author's spelling, and counts in that author's column.

What it does not do: split a side on likeness, guess at transliterations, or add an alias.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from truceline.actors import Actor, Roster, Umbrella
from truceline.claims import Event
from truceline.formats.cells import clean
from truceline.terms import FACTS, Member, Side, Source

ROW = "row"  # the one source of a row that cites only actors
_COMMA = re.compile(r"\s*[,،;؛]\s*")
_ORIGINS = re.compile(r"[,،;؛/]")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def folded(written: str) -> str:
    """The name as it is compared.

    >>> folded("  JAYSH&nbsp;al-Islam ")
    'jaysh al-islam'
    """
    composed = unicodedata.normalize("NFKC", clean(written))
    visible = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())


class Resolver:
    """Says who is meant by a written name."""

    def __init__(self, roster: Roster) -> None:
        """Fold every name and alias of the roster; one that means two is left out."""
        self._roster = roster
        self._ids: dict[str, str] = {}  # folded common name → actor or umbrella id
        self._own: dict[str, str] = {}  # folded name of one author's → as that author writes it
        ambiguous: set[str] = set()
        entries: list[Actor | Umbrella] = [*roster.actors.values(), *roster.umbrellas.values()]
        for entry in entries:
            for name in _common_names(entry):
                if self._ids.setdefault(name, entry.id) != entry.id:
                    ambiguous.add(name)
            self._own.update({folded(alias.name): alias.name for alias in entry.aliases if alias.by is not None})
        for name in ambiguous:
            del self._ids[name]
        names = (*self._ids, *self._own)
        self._most_parts = max((len(one.split(name)) for name in names for one in (_COMMA, _AND)), default=1)

    def side(self, written: str) -> Side:
        """The side a text names: an umbrella alone, or each name of a list.

        An umbrella named beside others stays an unresolved name: how many of its members took part,
        beside the others, is more than a side can say.
        """
        meant = self._ids.get(folded(written))
        if meant in self._roster.umbrellas:
            return Side(umbrella=meant)
        return Side(members=tuple(self._member(name) for name in self._listed(clean(written))))

    def actor(self, written: str) -> str | None:
        """The actor a single name means; None where it means none, or an umbrella."""
        meant = self._ids.get(folded(written))
        return meant if meant in self._roster.actors else None

    def known(self, written: str) -> bool:
        """Whether the name means somebody, to all or to one author."""
        name = folded(written)
        return name in self._ids or name in self._own

    def rooted(self, event: Event) -> Event:
        """The event, laid to its row's origins where every one that the row cites is an actor here.

        Then its facts may be somebody's word in their own cause, and are weighed as such. An outlet or
        agency that is no actor makes the row a report like any other.
        """
        cited = [one.original or one.office for one in event.reports]
        roots = {self.actor(name) for text in cited for name in _ORIGINS.split(text) if name.strip()}
        if not roots or None in roots or event.conduct.sources:
            return event
        named = Source(tuple(sorted(root for root in roots if root is not None)))
        facts: dict[str, Any] = {
            name: tuple(replace(one, source=ROW) for one in getattr(event.conduct, name)) for name in FACTS
        }
        return replace(event, conduct=replace(event.conduct, **facts, sources={ROW: named}))

    def _member(self, written: str) -> Member:
        actor = self.actor(written)
        return Member(actor) if actor else Member(None, self._own.get(folded(written), written))

    def _listed(self, text: str) -> Iterator[str]:
        """Each name of a list; "and" parts names only where every one of them is known."""
        for name, known in self._runs(text, _COMMA):
            joined = [] if known else list(self._runs(name, _AND))
            yield from (one for one, _ in joined) if joined and all(each for _, each in joined) else (name,)

    def _runs(self, text: str, between: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
        """Each name between separators, and whether it is known; the longest known run of parts is one name."""
        parts = list(_spans(text, between))
        at = 0
        while at < len(parts):
            ends = range(min(len(parts), at + self._most_parts), at, -1)
            end = next((i for i in ends if self.known(text[parts[at][0] : parts[i - 1][1]])), 0)
            yield text[parts[at][0] : parts[(end or at + 1) - 1][1]], end > 0
            at = end or at + 1


def resolver(roster: Roster) -> Resolver:
    """What resolves written names by that roster."""
    return Resolver(roster)


def _common_names(entry: Actor | Umbrella) -> set[str]:
    written = [*entry.names.values(), *(alias.name for alias in entry.aliases if alias.by is None)]
    return {name for one in written if (name := folded(one))}


def _spans(text: str, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where each part between separators begins and ends; empty parts left out."""
    start = 0
    for found in between.finditer(text):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if start < len(text):
        yield start, len(text)
