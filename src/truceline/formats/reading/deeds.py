"""What is said to have been done, by whom and against whom, in one stretch of a sentence.

A deed is a listed verb or noun. Whoever stands before its verb did it, whoever stands after it bore it; a passive
turns that round, a noun takes its doer from the adjective before it or from "by". Actors are dictionary names, seats
that speak for a government, people whose office was told before, and common nouns ("US-backed rebels"), as written.

What it does not do: parse. Where the doer stands two clauses away nobody is named, rather than the nearest name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.formats.reading.mentions import DETERMINERS, FORCES, Mention, Mentions
from truceline.formats.reading.naming import written
from truceline.formats.reading.phrases import Hit
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.speakers import Memory

NEGOTIATED = ("proposal", "talks", "agreement", "ceasefire", "appeal", "pressure")
REACH = 14  # tokens between a deed and who did or bore it
MAKING = 8  # tokens around an offer within which its making is told
BEFORE = 24  # tokens before a deed in which its modality is looked for
CLOSE = 6  # tokens before it in which it is negated or stopped
_BREAKS = frozenset({";", "but", "while", "whereas", "although", "because"})
_ONTO = frozenset({"on", "against", "at", "of", "targeting", "upon", "over"})
_TO = frozenset({"to", "with", "from", "for"})
GROUND = ("attack", "air_strike", "shelling", "missile_strike", "drone_strike", "small_arms_fire", "explosive_device")
_AWAY = frozenset(
    {"in", "near", "at", "of", "around", "outside", "from", "into", "over", "across", "along", "by", "during"}
)
_VERBAL = frozenset({"not", "to", "will", "would", "should", "could", "may", "can", "must", "they", "we"})
_THINGS = frozenset(
    {
        "targets",
        "positions",
        "camps",
        "hospital",
        "hospitals",
        "town",
        "towns",
        "village",
        "villages",
        "aircraft",
        "warplanes",
        "bombers",
        "camp",
    }
)
_BE = frozenset({"was", "were", "been", "being", "be", "is", "are", "get", "got"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed with who did it and who bore it."""

    kind: str
    at: Hit
    verb: bool
    by: tuple[str, ...]
    against: tuple[str, ...]
    made: bool = True  # whether it is told as done, offered or had; false: "the plan" is only spoken about


@dataclass(frozen=True, slots=True)
class Manner:
    """How a deed is spoken of."""

    proposed: bool
    threatened: bool
    stopped: bool  # asked or said to end, or said not to have been


class Deeds(Mentions):
    """The rules of one language for what was done."""

    def read(
        self, run: Sequence[Token], memory: Memory, speaker: str = "", skip: tuple[int, int] = (0, 0)
    ) -> Iterator[Deed]:
        """Every deed in a run; nobody of the words skipped did it, `speaker` is who "we" are."""
        mentions = [one for one in self.mentions(run, memory, speaker) if not skip[0] <= one.first < skip[1]]
        i = 0
        while i < len(run):
            verb, noun = self.verbs.at(run, i), self.nouns.at(run, i)
            if noun is not None and i and run[i - 1].low in _VERBAL and noun.last - noun.first == 1:
                noun = None  # "does not plan to"
            hit = (
                noun
                if noun is not None and (verb is None or noun.last > verb.last or self._is_noun(run, noun))
                else verb
            )
            if hit is None:
                i += 1
                continue
            is_verb = hit is verb
            inside = (
                skip[0] <= hit.first < skip[1]
                or self._weak(run, hit)
                or any(one.first <= hit.first and hit.last <= one.last for one in mentions)
            )
            if not inside and not (is_verb and run[hit.first].capital and hit.first):
                deed = self._deed(run, hit, mentions, verb=is_verb)
                aimless = run[hit.first].low.startswith("target") and not deed.against
                if not aimless and not (
                    run[hit.first].low == "talks" and run[min(hit.last, len(run) - 1)].low == "about"
                ):
                    yield deed
            i = hit.last

    def _weak(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether a verb that may hand over anything hands over nothing that is called an offer."""
        if written(run[hit.first : hit.last]).casefold() not in self.weak:
            return False
        ahead = (self.nouns.at(run, k) for k in range(hit.last, min(len(run), hit.last + 7)))
        return not any(one is not None and one.meaning in {"proposal", "agreement"} for one in ahead)

    def _is_noun(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether a word that may be either stands as a noun: after a determiner, an adjective or another noun."""
        if hit.first == 0:
            return False
        before = run[hit.first - 1]
        after = run[hit.last].low if hit.last < len(run) else ""
        noun_like = before.low in self.small["is_noun"]
        return (
            noun_like
            or after in {"on", "against", "by"}
            or before.low.endswith("ian")
            or before.low in {"us", "american"}
        )

    def _deed(self, run: Sequence[Token], hit: Hit, mentions: Sequence[Mention], *, verb: bool) -> Deed:
        before = [one for one in mentions if one.last <= hit.first and not self._parted(run, one.last, hit.first)]
        after = [
            one
            for one in mentions
            if hit.last <= one.first <= hit.last + REACH and not self._parted(run, hit.last, one.first)
        ]
        if verb:
            by, against = self._of_verb(run, hit, before, after)
        else:
            by, against = self._of_noun(run, hit, before, after)
        if hit.meaning == "ceasefire" or (hit.meaning == "harm" and not verb):
            by, against = (), ()
        if hit.meaning in NEGOTIATED:
            against = tuple(one for one in against if one.split()[-1].casefold() not in _THINGS)
        if hit.meaning == "troop_movement":
            against = ()
        if hit.meaning == "talks":
            by, against = tuple(sorted({*by, *against})), ()
        made = hit.meaning not in {"proposal", "talks", "agreement"} or (
            bool(by) and run[max(0, hit.first - 1)].low not in {"for", "by"} if verb else self._made(run, hit)
        )
        struck = tuple(dict.fromkeys(one for one in against if one not in by))
        return Deed(hit.meaning, hit, verb, by, struck, made)

    def _made(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether words near an offer tell that it was made, sent, had or turned down."""
        lead = [token.low for token in run[max(0, hit.first - 5) : hit.first]]
        if lead and lead[-1] in {"a", "an", "no"} and not _BE.isdisjoint(lead):  # "it was only a proposal"
            return True
        near = run[max(0, hit.first - MAKING) : hit.last + MAKING]
        return any(True for _ in self.making.all(near))

    def _parted(self, run: Sequence[Token], start: int, end: int) -> bool:
        return any(token.low in _BREAKS for token in run[start:end])

    def _of_verb(
        self, run: Sequence[Token], hit: Hit, before: list[Mention], after: list[Mention]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        aux = [token.low for token in run[max(0, hit.first - 3) : hit.first]]
        passive = any(one in _BE for one in aux) and run[hit.first].low.endswith(("ed", "ck", "it", "en", "t"))
        if not passive and self._participle(run, hit) and before and before[-1].last == hit.first:
            by = self._agent(run, after)
            return ((by,) if by else ()), (before[-1].who,)
        if (
            hit.meaning == "proposal"
            and run[hit.first].low == "proposed"
            and hit.first
            and run[hit.first - 1].low in {"the", "a", "this"}
        ):
            return (), ()
        doer = self._subject(run, before, hit.first)
        if passive:
            by = self._agent(run, after)
            return ((by,) if by else ()), ((doer,) if doer else ())
        ends = [one for one in after if not self._new_clause(run, hit.last, one.first)]
        if hit.meaning in GROUND:
            ends = [one for one in ends if self._lead(run, one) not in _AWAY]
            thing = self._thing(run, hit, ends)
            ends = [thing] if thing is not None else ends
        bearer = tuple(one.who for one in self._listed(run, ends))
        return ((doer,) if doer else ()), bearer[:3]

    def _thing(self, run: Sequence[Token], hit: Hit, after: Sequence[Mention]) -> Mention | None:
        """What was hit where it is no actor: the noun right after the verb, as written."""
        k = hit.last
        if k >= len(run) or run[k].low not in self.small["thing"]:
            return None
        end = k + 1
        while (
            end < len(run)
            and end - k <= 5
            and run[end].word
            and run[end].low not in DETERMINERS
            and run[end].low not in self.days
            and run[end].low not in _AWAY
        ):
            end += 1
        inside = any(one.first < end for one in after)
        return None if inside or end == k + 1 else Mention(k, end, written(run[k + 1 : end]))

    def _agent(self, run: Sequence[Token], after: Sequence[Mention]) -> str:
        return next((one.who for one in after if self._lead(run, one) == "by"), "")

    def _participle(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether a past form describes the noun before it: "the camps hit Tuesday", "a convoy struck by …"."""
        after = run[hit.last] if hit.last < len(run) else None
        past = run[hit.first].low.endswith(("ed", "uck", "hit"))
        return past and (
            after is None or not after.word or after.low in self.days or after.low in self.small["participle"]
        )

    def _subject(self, run: Sequence[Token], before: list[Mention], at: int) -> str:
        """The nearest that is no object of a preposition."""
        for one in reversed(before):
            lead = run[one.first - 1].low if one.first else ""
            if lead in {"the", "a", "an"} and one.first > 1:
                lead = run[one.first - 2].low
            rest = [token.low for token in run[one.last : min(at, one.last + 2)]]
            pressed = lead in {"on", "for", "of", "with", "to"} and (rest[:1] == ["to"] or rest == ["not", "to"])
            if one.who.split()[-1:] and one.who.split()[-1].casefold() in _THINGS:
                continue
            if lead == "of" and any(token.low in FORCES for token in run[max(0, one.first - 3) : one.first]):
                return one.who
            if (
                one.last - one.first == 1
                and run[one.first].low in FORCES
                and run[max(0, one.first - 1)].low in {"its", "their"}
            ):
                continue
            if lead not in self.small["subject"] or pressed:
                return one.who
        return ""

    def _new_clause(self, run: Sequence[Token], start: int, end: int) -> bool:
        return any(token.low in {"that", "which", "who", ";", "said"} for token in run[start + 1 : end])

    def _listed(self, run: Sequence[Token], after: list[Mention]) -> list[Mention]:
        """The first, and whoever is listed with it by commas and "and"."""
        out: list[Mention] = []
        for one in after:
            gap = [token.low for token in run[out[-1].last : one.first]] if out else []
            if out and not (
                len(gap) <= 4
                and set(gap) & {",", "and", "as", "well"}
                and not set(gap) & {"in", "to", "of", "with", "for", "against"}
            ):
                break
            out.append(one)
        return out

    def _of_noun(
        self, run: Sequence[Token], hit: Hit, before: list[Mention], after: list[Mention]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        beside = [one for one in before if hit.first - one.last <= 3 and self._adjectives(run, one, hit)]
        by = beside[-1].who if beside else ""
        agent = self._agent(
            run,
            [
                one
                for one in after
                if not any(t.low.endswith("ed") and "-" not in t.text for t in run[hit.last : one.first])
            ],
        )
        sender = next((one.who for one in after if self._lead(run, one) == "from"), "")
        by = by or agent or (sender if hit.meaning == "proposal" else "")
        wanted = _TO if hit.meaning in {"proposal", "talks", "agreement"} else _ONTO
        reach = 6 if hit.meaning in NEGOTIATED else REACH
        bearer = [
            one
            for one in after
            if (self._lead(run, one) in wanted or self._object(run, hit, one))
            and one.who != sender
            and one.first - hit.last <= reach
        ]
        against = tuple(one.who for one in self._listed(run, bearer))[:3]
        if not by and (hit.meaning not in NEGOTIATED or self._lightly(run, hit)):
            by = before[0].who if before and self._purpose(run, hit) else self._subject(run, before, hit.first)
        if sender and by == sender and not against and hit.meaning == "proposal":
            had = self._subject(run, before, hit.first)
            return (sender,), ((had,) if had else ())
        if sender and hit.meaning == "proposal" and by and by != sender:
            return (sender,), (by,)
        return ((by,) if by else ()), against

    def _adjectives(self, run: Sequence[Token], one: Mention, hit: Hit) -> bool:
        """Whether between somebody and a noun stand adjectives alone: "the US military's recent air strikes"."""
        between = run[one.last : hit.first]
        verbal = {
            "should",
            "would",
            "will",
            "could",
            "must",
            "may",
            "has",
            "have",
            "had",
            "fly",
            "to",
            "said",
            "did",
            "can",
            "might",
            *self.light,
        }
        plain = one.last - one.first == 1 and run[one.first].text in self.countries and hit.meaning in NEGOTIATED
        return (
            not plain
            and all(token.text != "," and token.low not in DETERMINERS and token.low not in verbal for token in between)
        ) or (plain and bool(between) and between[0].low == "'s" and len(between) <= 3)

    def _purpose(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether the noun is what somebody did something else for: "met X to present the plan"."""
        if hit.meaning not in NEGOTIATED:
            return False
        return any(run[k].low in self.light and run[k - 1].low == "to" for k in range(max(1, hit.first - 5), hit.first))

    def _lightly(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether a verb like "made" has the noun as its object."""
        for k in range(hit.first - 1, max(-1, hit.first - 6), -1):
            if run[k].low in self.light:
                return True
            if run[k].low in self.small["lightly"]:
                return False
        return False

    def _object(self, run: Sequence[Token], hit: Hit, one: Mention) -> bool:
        """Whether somebody is the object of a noun that is half a verb: "stop bombing the rebels"."""
        between = run[hit.last : one.first]
        return (
            run[hit.last - 1].low.endswith("ing")
            and hit.meaning not in NEGOTIATED
            and all(token.low in {"the", "its", "their", "any"} for token in between)
        )

    def _lead(self, run: Sequence[Token], one: Mention) -> str:
        """The preposition before a mention, determiners and adjectives skipped."""
        for k in range(one.first - 1, max(-1, one.first - 4), -1):
            low = run[k].low
            if low in _ONTO or low in _TO or low in {"by", "in", "near", "between", "into", "as"}:
                return low
            if not run[k].word or self.verbs.at(run, k) is not None or low in {"and", "that", "who"}:
                return low
        return ""

    def manner(self, run: Sequence[Token], hit: Hit) -> Manner:
        """Whether a deed is proposed, threatened, or said to end or not to be."""
        start = max(0, hit.first - BEFORE)
        cut = next((k + 1 for k in range(hit.first - 1, start - 1, -1) if run[k].low in {";", "but"}), start)
        before = run[cut : hit.first]
        close = CLOSE + 2 if hit.meaning in NEGOTIATED else CLOSE
        parted = (
            k + 1 for k in range(hit.first - 3, max(cut, hit.first - close) - 1, -1) if run[k].low in {",", "and"}
        )
        near = run[max(cut, hit.first - close, next(parted, 0)) : hit.first]
        proposed = any(True for _ in self.proposed.all(before)) and hit.meaning not in {"proposal", "appeal"}
        threatened = any(True for _ in self.threatened.all(before))
        stops = [one.meaning for one in self.stop.all(near)]
        tail = (
            [one.meaning for one in self.stop.all(run[hit.last : hit.last + 3])]
            if hit.meaning == "combat_flight"
            else []
        )
        if hit.meaning == "combat_flight" and run[hit.last - 1].low in {"sky", "no-fly"}:
            tail.append("stop")
        return Manner(proposed, threatened, len([*stops, *tail]) % 2 == 1)
