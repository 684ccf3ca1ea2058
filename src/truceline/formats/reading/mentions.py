"""Who is named in a stretch: by dictionary, by name alone, by office told before, or by a common noun.

A name that no list has is somebody's or a place's by how its article uses it: what stands after "in" and "near" is a
place, what says or has something is somebody. "Nordan" is Norda's where the article has both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from truceline.formats.reading.naming import Names, capital_runs, slug, written
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Sentence, Token
from truceline.formats.reading.speakers import Memory
from truceline.formats.reading.words import Words

_AT = frozenset({"in", "at", "near", "outside", "around", "over", "from", "inside", "towards"})
_TOWNS = frozenset(
    {
        "town",
        "village",
        "city",
        "north",
        "south",
        "east",
        "west",
        "outskirts",
        "suburb",
        "suburbs",
        "province",
        "port",
        "district",
    }
)
_ARTICLES = frozenset({"the", "a", "an", "there", "this", "that"})
FORCES = frozenset(
    {
        "forces",
        "troops",
        "army",
        "soldiers",
        "government",
        "military",
        "warplanes",
        "bombers",
        "aircraft",
        "air",
        "navy",
        "jets",
        "administration",
        "regime",
        "planes",
        "force",
    }
)
DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "any",
        "some",
        "all",
        "of",
        "on",
        "by",
        "to",
        "against",
        "and",
        "that",
        "with",
        "at",
        "in",
        "for",
        "from",
        "into",
        "which",
        "as",
        "or",
        "who",
        "than",
        "between",
        "near",
        "under",
        "over",
        "is",
        "are",
        "was",
        "were",
        "stop",
        "not",
        "if",
    }
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named."""

    first: int
    last: int  # last-plus-one
    who: str  # actor id, or as written


class Mentions:
    """Who is who in one language's articles."""

    def __init__(self, words: Words, names: Names) -> None:
        """Make the lists ready."""
        self.names = names
        self.small = words.sets("grammar")
        self.verbs = Phrases(words.groups("deeds", "verbs"))
        self.nouns = Phrases(words.groups("deeds", "nouns"))
        self.heads = frozenset(words.list("actors", "group_heads"))
        self.labels = Phrases({one: (one,) for one in words.list("labels", "labels")})
        listed = words.list
        self.proposed = Phrases({"proposed": listed("modality", "proposed")})
        self.threatened = Phrases({"threatened": listed("modality", "threatened")})
        self.stop = Phrases({"stop": listed("modality", "stop"), "not": listed("modality", "not_so")})
        self.seen: dict[str, str] = {}  # slug → name of somebody in this article whom no dictionary has
        self.towns: dict[str, str] = {}  # likewise of places
        self._doers: frozenset[str] | None = None
        self.speaks = frozenset((*listed("actors", "speaks"), *listed("attribution", "said")))
        self.endings = listed("actors", "people_endings")
        self.asked = frozenset(listed("actors", "asked"))
        self.making = Phrases({"made": listed("deeds", "making")})
        self.light = frozenset(listed("deeds", "light"))
        self.weak = frozenset(listed("deeds", "weak"))
        countries = words.groups("actors", "states").values()
        self.countries = frozenset(
            name for one in countries for name in one[:1] if name.isalpha() and not name.isupper()
        )
        self.days = frozenset((*listed("dates", "weekdays"), *words.table("dates", "months")))

    def learn(self, sentences: Sequence[Sentence], placed: Callable[[str], bool] | None = None) -> None:
        """Keep the names of an article that no dictionary has: which are somebody's, and which are places'."""
        small = {token.low for one in sentences for token in one.tokens if not token.capital}
        for sentence in sentences:
            run = sentence.tokens
            for first, last in capital_runs(run):
                lead = run[first - 1].low if first else ""
                town = first > 1 and lead == "of" and run[first - 2].low in _TOWNS
                begin = first + (run[first].low in _ARTICLES)
                if begin < last and (begin or last - begin > 1) and not self._told_otherwise(run[begin:last]):
                    name = written(run[begin:last])
                    (self.towns if lead in _AT or town else self.seen)[slug(name)] = name
        self.seen = {key: name for key, name in self.seen.items() if key not in small}
        if placed is not None:
            self.towns |= {key: name for key, name in self.seen.items() if placed(name)}
            self.seen = {key: name for key, name in self.seen.items() if key not in self.towns or not placed(name)}
        for key in self.towns:  # "in Norda", and elsewhere "Norda said": a country is both
            if key in self.seen and key not in self._subjects(sentences):
                del self.seen[key]

    def _subjects(self, sentences: Sequence[Sentence]) -> frozenset[str]:
        """Names that have something of their own, or have, say, or do something somewhere in the article."""
        if self._doers is None:
            found = set()
            for sentence in sentences:
                run = sentence.tokens
                for first, last in capital_runs(run):
                    after = run[last].low if last < len(run) else ""
                    lead = run[first - 1].low if first else ""
                    if (
                        after in self.speaks or after == "'s" or lead in {"to", "by", "between", "with"}
                    ) and lead not in _AT:
                        found.add(slug(written(run[first:last])))
            self._doers = frozenset(found)
        return self._doers

    def _told_otherwise(self, name: Sequence[Token]) -> bool:
        """Whether a name is a day's, or holds one that a dictionary has, or an office or an outlet."""
        known = (self.names.states, self.names.seats, self.names.groups, self.names.offices)
        return (
            name[0].low in self.days
            or name[0].low in self.names.no_names
            or any(phrases.at(name, k) is not None for phrases in known for k in range(len(name)))
            or (len(name) > 1 and self.names.outlet(name) is not None)
            or self.names.outlets.named(written(name)) is not None
        )

    def _unknown(self, run: Sequence[Token], i: int, people: dict[int, int]) -> Mention | None:
        """A name that no list has, as written; a people's name as its country's where the article has both."""
        last = people.get(i) or (people.get(i - 1) if i and run[i - 1].low in _ARTICLES else None)
        if last is None or last <= i or run[i].low in _ARTICLES or self._told_otherwise(run[i:last]):
            return None
        name = written(run[i:last])
        country = self._country(slug(name))
        if country:
            return Mention(i, last, country)
        return None

    def _country(self, key: str) -> str:
        if key in self.towns and key not in self.seen:
            return ""
        for ending in self.endings:
            stem = key.removesuffix(ending)
            if ending and stem != key and len(stem) > 3 and stem in self.seen:
                return self.seen[stem]
        return self.seen.get(key, "")

    def mentions(self, run: Sequence[Token], memory: Memory, speaker: str = "") -> list[Mention]:
        """Everybody named in a run, none inside another."""
        found: list[Mention] = []
        i = 0
        people = dict(capital_runs(run))
        while i < len(run):
            one = self._dictionary(run, i) or self._person(run, i, people, memory) or self._unknown(run, i, people)
            if one is None and run[i].low in {"it", "them"} and i and run[i - 1].low in self.asked and found:
                one = Mention(i, i + 1, found[-1].who)
            if one is None and speaker and run[i].low in {"we", "our"}:
                one = Mention(i, i + 1, speaker)
            elif one is not None:
                one = self._widened(run, one)
            elif run[i].low in self.heads:
                one = self._common(run, i, found[-1].last if found else 0)
            if one is not None:
                found.append(one)
            i = one.last if one is not None else i + 1
        return found

    def _dictionary(self, run: Sequence[Token], i: int) -> Mention | None:
        own = self._own(run, i)
        if own is not None:
            return own
        hits = [
            hit for phrases in (self.names.groups, self.names.states, self.names.seats) if (hit := phrases.at(run, i))
        ]
        hits = [hit for hit in hits if any(token.capital for token in run[hit.first : hit.last])]
        if not hits or (run[i].text == "IS" and False):
            return None
        best = max(hits, key=lambda hit: hit.last)
        if best.last - best.first == 1 and len(run[i].text) == 2 and not run[i].text.isupper():
            return None  # "is", "us" are words
        return Mention(i, best.last, best.meaning)

    def _own(self, run: Sequence[Token], i: int) -> Mention | None:
        actor = getattr(self.names.actors, "actor", None)
        if actor is None or not run[i].capital:
            return None
        for end in range(min(len(run), i + 6), i, -1):
            found = actor(written(run[i:end]))
            if found:
                return Mention(i, end, str(found))
        return None

    def _person(self, run: Sequence[Token], i: int, people: dict[int, int], memory: Memory) -> Mention | None:
        last = people.get(i)
        if last is None:
            return None
        known = memory.mentioned.get(run[last - 1].low) or memory.mentioned.get("al-" + run[last - 1].low)
        state = (
            known[1].source.partition("/")[0].partition(".")[0] if known is not None and "." in known[1].source else ""
        )
        return Mention(i, last, self.seen.get(state, state)) if state else None

    def _widened(self, run: Sequence[Token], one: Mention) -> Mention:
        """A name with the common noun it describes: "Syrian forces" is Syria, "US-backed rebels" are rebels."""
        k = one.last
        while (
            k < len(run)
            and k - one.last < 4
            and run[k].word
            and run[k].low not in DETERMINERS
            and run[k].low not in self.heads
        ):
            if self.verbs.at(run, k) or self.nouns.at(run, k):
                return one
            k += 1
        if k < len(run) and run[k].low in self.heads and (k == one.last or run[k - 1].low not in DETERMINERS):
            while k + 1 < len(run) and run[k + 1].low in self.heads:
                k += 1
            backed = any(
                "backed" in token.low or "linked" in token.low or token.text == "-" for token in run[one.first : k]
            )
            if not backed and any(token.low in FORCES for token in run[one.last : k + 1]):
                return Mention(one.first, k + 1, one.who)
            if k - one.last <= 3 and (backed or not run[one.last - 1].capital or one.last - one.first == 1):
                known = self.names.groups.whole(run[one.first : one.last]) is not None
                return Mention(one.first, k + 1, one.who if known else written(run[one.first : k + 1]))
        return one

    def _common(self, run: Sequence[Token], i: int, floor: int) -> Mention:
        last = i + 1
        while last < len(run) and run[last].low in self.heads:
            last += 1
        first = i
        while (
            first > floor
            and i - first < 5
            and run[first - 1].low not in DETERMINERS
            and run[first - 1].word
            and not self.verbs.at(run, first - 1)
            and not run[first - 1].low.endswith(("ing", "ed"))
        ) or (first > floor and "-" in run[first - 1].text and run[first - 1].word):
            first -= 1
        return Mention(first, last, written(run[first:last]))
