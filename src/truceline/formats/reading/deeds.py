"""What is said to have been done, by whom and against whom, in one stretch of a sentence.

A deed is a listed verb or noun. Whoever stands before its verb did it, whoever stands after it bore it; a passive
turns that round, a noun takes its doer from the adjective before it or from "by". Actors are dictionary names, seats
that speak for a government, people whose office was told before, and common nouns ("US-backed rebels"), kept as written.

What it does not do: parse. Where the doer stands two clauses away nobody is named, rather than the nearest name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.formats.reading.attribution import Memory
from truceline.formats.reading.naming import Names, capital_runs, written
from truceline.formats.reading.phrases import Hit, Phrases
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.words import Words

NEGOTIATED = ("proposal", "talks", "agreement", "ceasefire", "appeal", "pressure")
REACH = 14  # tokens between a deed and who did or bore it
BEFORE = 14  # tokens before a deed in which its modality is looked for
CLOSE = 6  # tokens before it in which it is negated or stopped
_BREAKS = frozenset({";", "but", "while", "whereas", "although", "because"})
_ONTO = frozenset({"on", "against", "at", "of", "targeting", "upon", "over"})
_TO = frozenset({"to", "with", "from", "for"})
_FORCES = frozenset({"forces", "troops", "army", "soldiers", "government", "military", "warplanes", "bombers", "aircraft", "air", "navy", "jets", "administration", "regime", "planes", "force"})
_BE = frozenset({"was", "were", "been", "being", "be", "is", "are", "get", "got"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "any", "some", "all", "of", "on", "by", "to", "against", "and", "that", "with", "at", "in", "for", "from", "into", "which", "as", "or", "who", "than", "between", "near", "under", "over", "is", "are", "was", "were", "stop", "not", "if"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named."""

    first: int
    last: int  # last-plus-one
    who: str  # actor id, or as written


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed with who did it and who bore it."""

    kind: str
    at: Hit
    verb: bool
    by: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a deed is spoken of."""

    proposed: bool
    threatened: bool
    stopped: bool  # asked or said to end, or said not to have been


class Deeds:
    """The rules of one language for what was done."""

    def __init__(self, words: Words, names: Names) -> None:
        """Make the lists ready."""
        self.names = names
        self.verbs = Phrases(words.groups("deeds", "verbs"))
        self.nouns = Phrases(words.groups("deeds", "nouns"))
        self.heads = frozenset(words.list("actors", "group_heads"))
        self.labels = Phrases({one: (one,) for one in words.list("labels", "labels")})
        listed = words.list
        self.proposed = Phrases({"proposed": listed("modality", "proposed")})
        self.threatened = Phrases({"threatened": listed("modality", "threatened")})
        self.stop = Phrases({"stop": listed("modality", "stop"), "not": listed("modality", "not_so")})
        self.days = frozenset((*listed("dates", "weekdays"), *words.table("dates", "months")))

    # ── who ──

    def mentions(self, run: Sequence[Token], memory: Memory) -> list[Mention]:
        """Everybody named in a run, none inside another."""
        found: list[Mention] = []
        i = 0
        people = {first: last for first, last in capital_runs(run)}
        while i < len(run):
            one = self._dictionary(run, i) or self._person(run, i, people, memory)
            if one is not None:
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
        hits = [hit for phrases in (self.names.groups, self.names.states, self.names.seats) if (hit := phrases.at(run, i))]
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
        state = known[1].source.partition("/")[0].partition(".")[0] if known is not None and "." in known[1].source else ""
        return Mention(i, last, state) if state else None

    def _widened(self, run: Sequence[Token], one: Mention) -> Mention:
        """A name with the common noun it describes: "Syrian forces" is Syria, "US-backed rebels" are rebels."""
        k = one.last
        while k < len(run) and k - one.last < 4 and run[k].word and run[k].low not in _DETERMINERS and run[k].low not in self.heads:
            if self.verbs.at(run, k) or self.nouns.at(run, k):
                return one
            k += 1
        if k < len(run) and run[k].low in self.heads and (k == one.last or run[k - 1].low not in _DETERMINERS):
            while k + 1 < len(run) and run[k + 1].low in self.heads:
                k += 1
            backed = any("backed" in token.low or "linked" in token.low or token.text == "-" for token in run[one.first : k])
            if not backed and any(token.low in _FORCES for token in run[one.last : k + 1]):
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
        while first > floor and i - first < 5 and run[first - 1].low not in _DETERMINERS and run[first - 1].word and not self.verbs.at(run, first - 1) and not run[first - 1].low.endswith(("ing", "ed")) or (first > floor and "-" in run[first - 1].text and run[first - 1].word):
            first -= 1
        return Mention(first, last, written(run[first:last]))

    # ── what ──

    def read(self, run: Sequence[Token], memory: Memory) -> Iterator[Deed]:
        """Every deed in a run."""
        mentions = self.mentions(run, memory)
        i = 0
        while i < len(run):
            verb, noun = self.verbs.at(run, i), self.nouns.at(run, i)
            hit = noun if noun is not None and (verb is None or noun.last > verb.last or self._is_noun(run, noun)) else verb
            if hit is None:
                i += 1
                continue
            is_verb = hit is verb
            inside = any(one.first <= hit.first and hit.last <= one.last for one in mentions)
            if not inside and not (is_verb and run[hit.first].capital and hit.first):
                yield self._deed(run, hit, mentions, verb=is_verb)
            i = hit.last

    def _is_noun(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether a word that may be either stands as a noun: after a determiner, an adjective or another noun."""
        if hit.first == 0:
            return False
        before = run[hit.first - 1]
        after = run[hit.last].low if hit.last < len(run) else ""
        noun_like = before.low in {"the", "a", "an", "of", "its", "their", "'s", "new", "this", "these", "joint", "air", "such", "any", "no", "carrying", "out", "conduct", "stop", "further", "more", "coordinate", "coordinating", "into", "in", "by", "s", "peace", "extended"}
        return noun_like or after in {"on", "against", "by"} or before.low.endswith("ian") or before.low in {"us", "american"}

    def _deed(self, run: Sequence[Token], hit: Hit, mentions: Sequence[Mention], *, verb: bool) -> Deed:
        before = [one for one in mentions if one.last <= hit.first and not self._parted(run, one.last, hit.first)]
        after = [one for one in mentions if hit.last <= one.first <= hit.last + REACH and not self._parted(run, hit.last, one.first)]
        if verb:
            by, against = self._of_verb(run, hit, before, after)
        else:
            by, against = self._of_noun(run, hit, before, after)
        if hit.meaning == "talks":
            by, against = tuple(sorted({*by, *against})), ()
        return Deed(hit.meaning, hit, verb, by, tuple(one for one in against if one not in by))

    def _parted(self, run: Sequence[Token], start: int, end: int) -> bool:
        return any(token.low in _BREAKS for token in run[start:end])

    def _of_verb(self, run: Sequence[Token], hit: Hit, before: list[Mention], after: list[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        aux = [token.low for token in run[max(0, hit.first - 3) : hit.first]]
        passive = any(one in _BE for one in aux) and run[hit.first].low.endswith(("ed", "ck", "it", "en", "t"))
        participle = hit.meaning in {"attack", "air_strike", "shelling"} and before and before[-1].last == hit.first and run[hit.first].low in {"hit", "struck"} and False
        doer = self._subject(run, before, hit.first)
        if passive or participle:
            by = next((one.who for one in after if run[one.first - 1].low == "by" or (run[one.first - 1].low in {"the", "a"} and run[one.first - 2].low == "by")), "")
            return ((by,) if by else ()), ((doer,) if doer else ())
        ends = [one for one in after if not self._new_clause(run, hit.last, one.first)]
        bearer = tuple(one.who for one in self._listed(run, ends))
        return ((doer,) if doer else ()), bearer[:3]

    def _subject(self, run: Sequence[Token], before: list[Mention], at: int) -> str:
        """The nearest that is no object of a preposition."""
        for one in reversed(before):
            lead = run[one.first - 1].low if one.first else ""
            if lead in {"the", "a", "an"} and one.first > 1:
                lead = run[one.first - 2].low
            pressed = lead in {"on", "for", "of", "with", "to"} and any(token.low == "to" for token in run[one.last : at])
            if lead not in {"in", "near", "against", "at", "with", "from", "of", "into", "on", "between", "around", "over", "to", "outside"} or pressed:
                return one.who
        return ""

    def _new_clause(self, run: Sequence[Token], start: int, end: int) -> bool:
        return any(token.low in {"that", "which", "who", ";", "said"} for token in run[start + 1 : end])

    def _listed(self, run: Sequence[Token], after: list[Mention]) -> list[Mention]:
        """The first, and whoever is listed with it by commas and "and"."""
        out: list[Mention] = []
        for one in after:
            gap = [token.low for token in run[out[-1].last : one.first]] if out else []
            if out and not (len(gap) <= 4 and set(gap) & {",", "and", "as", "well"} and not set(gap) & {"in", "to", "of", "with", "for", "against"}):
                break
            out.append(one)
        return out

    def _of_noun(self, run: Sequence[Token], hit: Hit, before: list[Mention], after: list[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        beside = [one for one in before if hit.first - one.last <= 3 and all(token.low not in _DETERMINERS or token.low == "s" for token in run[one.last : hit.first]) and not any(token.text == "," for token in run[one.last : hit.first])]
        by = beside[-1].who if beside else ""
        lead = {token.low for token in run[hit.last : hit.last + 2]}
        agent = next((one.who for one in after if self._lead(run, one) == "by"), "")
        sender = next((one.who for one in after if self._lead(run, one) == "from"), "")
        by = by or agent or (sender if hit.meaning == "proposal" else "")
        wanted = _TO if hit.meaning in {"proposal", "talks", "agreement"} else _ONTO
        bearer = [one for one in after if self._lead(run, one) in wanted and one.who != sender and one.first - hit.last <= REACH]
        against = tuple(one.who for one in self._listed(run, bearer))[:3]
        if not by and not (hit.meaning in NEGOTIATED and lead & {"would", "will", "could"}):
            by = self._subject(run, before, hit.first)
        if sender and hit.meaning == "proposal" and by and by != sender:
            return (sender,), (by,)
        return ((by,) if by else ()), against

    def _lead(self, run: Sequence[Token], one: Mention) -> str:
        """The preposition before a mention, determiners skipped."""
        k = one.first - 1
        while k >= 0 and run[k].low in {"the", "a", "an", "its", "all", "any", "some", "other", "of"} and run[k].low != "of":
            k -= 1
        return run[k].low if k >= 0 else ""

    # ── how ──

    def manner(self, run: Sequence[Token], hit: Hit) -> Manner:
        """Whether a deed is proposed, threatened, or said to end or not to be."""
        start = max(0, hit.first - BEFORE)
        cut = next((k + 1 for k in range(hit.first - 1, start - 1, -1) if run[k].low in {";", "but"}), start)
        before = run[cut : hit.first]
        near = run[max(cut, hit.first - CLOSE) : hit.first]
        proposed = any(True for _ in self.proposed.all(before)) and hit.meaning not in {"proposal", "appeal"}
        threatened = any(True for _ in self.threatened.all(before))
        stops = [one.meaning for one in self.stop.all(near)]
        tail = [one.meaning for one in self.stop.all(run[hit.last : hit.last + 3])] if hit.meaning in {"combat_flight"} else []
        if hit.meaning == "combat_flight" and run[hit.last - 1].low in {"sky", "no-fly"}:
            tail.append("stop")
        return Manner(proposed, threatened, len([*stops, *tail]) % 2 == 1)
