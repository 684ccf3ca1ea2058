"""Saying by general grammar: who speaks is a noun phrase that can speak, beside any word for saying.

Where no listed cue is found in a sentence (attribution.py), its shape is looked at: a head that is a person's or a
body's, as subject or agent of any verb of saying ("the sexton grumbled that …", "it was conceded by the inspector"),
a noun for what is said with whose it is ("the board's figures show"), a phrase of manner ("in the miller's telling"),
hearsay ("is widely believed to", "there is talk that"). Verbs are lemmas in words/en/telling.toml, inflected by rule.

What it does not do: it takes no verb for one of saying without a clause, a quotation or a matter beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from truceline.claims import Chain, Link, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.naming import Names, slug, written
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.speakers import Memory, Speakers, cue_of
from truceline.formats.reading.words import Words

LONGEST = 14  # tokens of a noun phrase with what describes it
NEAR = 8  # tokens between a verb and what belongs to it
_VOWELS = frozenset("aeiou")
ENDS = frozenset({".", ",", ":", ";", "”", '"', "—", "–", "!", "?", "’", ")"})
OPENS = frozenset({"“", '"', ":", "‘"})
BY = frozenset({"by", "of", "from"})
PREPOSITIONS = frozenset(
    {"of", "in", "at", "from", "near", "for", "on", "with", "by", "outside", "to", "over", "around", "among", "inside"}
)
_DESCRIBES = frozenset({"who", "which", "whose", "that", "speaking", "where", "when"})
_SUBJECTS = frozenset({"he", "she", "they", "it"})
OWNERS = frozenset({"his", "her", "its", "their"})


def forms(lemma: str, irregular: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A verb's base, third person, past forms and participle; what follows its first word stays.

    >>> forms("deny", {}), forms("point out", {})
    (('deny', 'denies', 'denied', 'denying'), ('point out', 'points out', 'pointed out', 'pointing out'))
    """
    verb, gap, rest = lemma.partition(" ")
    third = "has" if verb == "have" else _third(verb)
    pasts = tuple(irregular.get(verb, ())) or (_past(verb),)
    return tuple(one + gap + rest for one in (verb, third, *pasts, _doing(verb)))


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _doing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    past = _past(verb)
    return past.removesuffix("ed") + "ing" if past == verb + verb[-1] + "ed" else verb + "ing"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    double = verb[-1] in "pbtg" and verb[-2] in _VOWELS and verb[-3:-2] not in _VOWELS and len(verb) < 5
    return verb + (verb[-1] if double or verb == "quip" else "") + "ed"


def low_plural(token: Token) -> bool:
    """Whether a noun is a plural in small letters, or one that has none."""
    return not token.capital and (token.low.endswith("s") or token.low in {"data", "testimony"})


class Telling(Speakers):
    """The general rules of one language."""

    def __init__(self, words: Words, names: Names) -> None:
        """Inflect the verbs and keep the nouns."""
        super().__init__(words, names)
        irregular = words.groups("telling", "irregular")

        def inflected(name: str) -> Phrases:
            lemmas = words.list("telling", name)
            return Phrases({lemma: forms(lemma, irregular) for lemma in lemmas})

        self.saying, self.of_things = inflected("saying"), inflected("of_things")
        self.of_matters, self.shows = inflected("of_matters"), inflected("shows")
        self.heads = words.sets("heads")
        listed = words.list
        self.endings = tuple(listed("heads", "endings"))
        self.doubts = Phrases({"doubt": listed("heads", "doubts")})
        self.sure = Phrases({"sure": listed("heads", "sure")})
        self.own = Phrases({"own": listed("heads", "own")})
        self.by_source = Phrases({"by": listed("heads", "according")})

    # ── nouns ──

    def speaks(self, head: str) -> bool:
        """Whether a noun is a person's or a body's."""
        single = head.removesuffix("s")
        known = self.heads["people"] | self.heads["bodies"] | self.names.unnamed
        bodies = single.removesuffix("ie") + "y" if single.endswith("ie") else single
        if head in known or single in known or bodies in known:
            return True
        bare = head not in self.heads["no_people"] and single not in self.heads["no_people"]
        return bare and len(head) > 4 and (head.endswith(self.endings) or single.endswith(self.endings))

    def head(self, phrase: Sequence[Token]) -> Token | None:
        """The noun that a phrase is about: the last word before what describes it."""
        stop = next(
            (k for k, t in enumerate(phrase) if k and (t.low in PREPOSITIONS or t.low in _DESCRIBES or t.text == ",")),
            len(phrase),
        )
        words = [token for token in phrase[:stop] if token.word]
        return words[-1] if words else None

    def can_speak(self, phrase: Sequence[Token]) -> bool:
        """Whether a phrase's head is somebody: a person, a body, a name, or an outlet."""
        head = self.head(phrase)
        if head is None or head.low in self.mute or head.low in self.weekdays or len(phrase) > LONGEST:
            return False
        if len(phrase) == 1 and head.low in _SUBJECTS:
            return True
        name = head.capital and (phrase[0] is not head or bool(self.names.state_of(phrase)) or self._name_alone(head))
        return self.speaks(head.low) or name or head.low in self.heads["outlets"]

    def _name_alone(self, head: Token) -> bool:
        """Whether one capitalised word can be a name: no word of a list, no plural, no participle."""
        listed = self.heads["hearsays"] | self.heads["nominals"] | self.names.no_names | self.heads["papers"]
        low = head.low
        return low not in listed and low.removesuffix("s") not in listed and not low.endswith(("ing", "ly", "s", "ed"))

    def before(self, run: Sequence[Token], at: int) -> tuple[int, int]:
        """Where the noun phrase stands that ends before a verb, its auxiliaries and insertions left out."""
        if at > 2 and run[at - 1].low == "to" and run[at - 2].low in self.heads["attitudes"]:
            at -= 2
        end = self._before_auxiliaries(run, at)
        while end > 1 and run[end - 1].low in {
            "will",
            "can",
            "could",
            "only",
            "may",
            "might",
            "must",
            "does",
            "do",
            "been",
            "be",
        }:
            end -= 1
        if end > 1 and run[end - 1].low in {"but", "and"}:
            begin, stop = self._shared_subject(run, end - 1)
            begin, stop = self._stripped(run, begin, stop)
            return (begin, stop) if begin < stop and self.can_speak(run[begin:stop]) else self.subject_of(run, end - 1)
        if end > 1 and run[end - 1].text == ",":
            begin, end = self._around_insertion(run, end - 1)
            return self._stripped(run, self._clause_begin(run, end), end) if begin < end else (end, end)
        return self._stripped(run, self._clause_begin(run, end), end)

    def _clause_begin(self, run: Sequence[Token], end: int) -> int:
        k = end
        while k > max(0, end - LONGEST):
            token = run[k - 1]
            mark = not token.word and token.text not in {"'s", "’s", "'", "’", "-", "&"}
            opened = token.low in self.small["clause_words"] and token.low not in _DESCRIBES
            if mark or opened or token.low in {"and", "or", "least"}:
                break
            k -= 1
        return k

    def _stripped(self, run: Sequence[Token], begin: int, end: int) -> tuple[int, int]:
        """Without the phrase of time or place that a clause begins with: "On Monday the warden"."""
        while begin < end and (
            run[begin].low in {"what", "as", "so", "then", "also", "yet", "even", "still"}
            or run[begin].low.endswith("ly")
        ):
            begin += 1
        if begin < end and run[begin].low in PREPOSITIONS:
            begin = next((k for k in range(begin + 2, end) if run[k].low in self.small["determiners_words"]), end)
        return begin, end

    def after(self, run: Sequence[Token], start: int) -> int:
        """Where the noun phrase ends that begins at a token."""
        stops = self.small["phrase_end_2"] - {"to"}
        for k in range(start, min(len(run), start + LONGEST)):
            if k > start and (
                run[k].text in ENDS
                or run[k].low in stops
                or run[k].low in {"no", "and", "on", "who", "was", "to"}
                or (run[k].low in self.small["determiners_words"] and run[k - 1].low not in PREPOSITIONS)
            ):
                return k
        return min(len(run), start + LONGEST)

    def who(self, run: Sequence[Token], begin: int, end: int, memory: Memory) -> Chain:
        """The source that a noun phrase is; whoever no list knows keeps its words."""
        phrase = run[begin:end]
        head = self.head(phrase)
        if head is None or not self.can_speak(phrase):
            return ()
        cue = cue_of(run, begin, end)
        taken_up = phrase[0].low in _SUBJECTS or (len(phrase) > 1 and phrase[1].low == "same")
        return self._again(memory, cue, written(phrase)) if taken_up else self._whoever(phrase, head, cue, memory)

    def _whoever(self, phrase: Sequence[Token], head: Token, cue: tuple[int, int], memory: Memory) -> Chain:
        """A source by its own words: an outlet, somebody not named, a person or body."""
        if (outlet := self.names.outlet(phrase)) is not None:
            return (replace(outlet.link, cue=cue),)
        lowly = not any(token.capital for token in phrase[1:])
        if head.low in self.heads["outlets"] or (
            head.low in {"service", "network"} and any(token.low in self.heads["of_outlets"] for token in phrase)
        ):
            bare = [token for token in phrase if token.low not in self.small["determiners_words"]]
            return (Link(Step.CITES, written(phrase), slug(written(bare)), cue),)
        if lowly and self._nobody_named(phrase, head):
            return (Link(Step.UNNAMED, written(phrase), f"/{UNNAMED_SOURCE}", cue),)
        named = self._named(phrase, memory) if not lowly or self.names.office(phrase) else None
        if named is not None and named.role != "document":
            return (replace(named.link, cue=cue),)
        return (Link(Step.SAID, written(phrase), self.names.as_it_stands(phrase), cue),)

    def _nobody_named(self, phrase: Sequence[Token], head: Token) -> bool:
        """Whether a phrase says of somebody only what he is: "a driver", "hill farmers", "some"."""
        if phrase[0].low in self.small["determiners_words"] - {"a", "an", "one", "another"}:
            return False
        person = self.speaks(head.low) and head.low.removesuffix("s") not in self.heads["bodies"]
        return person and not any(token.low == "'s" or token.text in {"'", "’"} for token in phrase)

    def _again(self, memory: Memory, cue: tuple[int, int], name: str) -> Chain:
        if memory.speaker:
            return tuple(replace(link, cue=cue) for link in memory.speaker)
        if name.casefold() in {"it", "he", "she"}:
            return ()
        return (Link(Step.UNNAMED, name, f"/{UNNAMED_SOURCE}", cue),)

    # ── clauses ──

    def clause(self, run: Sequence[Token], start: int) -> bool:
        """Whether what follows a verb can be what is said: a clause, or a quotation."""
        if start >= len(run):
            return False
        if run[start].text in OPENS or run[start].low in {"that", "how", "whether", "who", "what", "why"}:
            return True
        if any(token.low == "that" for token in run[start : start + 4]):
            return True
        for k in range(start, min(len(run), start + LONGEST)):
            token = run[k]
            if token.text in {",", ";", ".", "—"} or token.low in {"before", "after", "until", "while", "and"}:
                return False
            if k > start and (token.low in self.heads["pasts"] or self._past_verb(run, k)):
                return run[start].low not in PREPOSITIONS
        return False

    def _past_verb(self, run: Sequence[Token], k: int) -> bool:
        low = run[k].low
        before = run[k - 1]
        return (
            low.endswith("ed")
            and not run[k].capital
            and len(low) > 4
            and before.low not in self.small["determiners_words"]
            and before.low not in PREPOSITIONS
        )

    def parenthetical(self, run: Sequence[Token], begin: int, end: int) -> bool:
        """Whether source and verb stand behind what is said, set off from it: "…, the clerk recalls"."""
        marked = begin > 2 and (
            run[begin - 1].text in {",", "—", "–", "”", '"'} or run[begin - 1].low in {"as", "least"}
        )
        rest = run[end:]
        stop = next((k for k, token in enumerate(rest) if token.text in ENDS), len(rest))
        short = stop <= NEAR and not any(token.low == "that" for token in rest[:stop])
        return marked and short and (stop == 0 or rest[0].low in PREPOSITIONS | {"late", "early", *self.weekdays, "in"})

    def _spoken_before(self, run: Sequence[Token], at: int, memory: Memory) -> Chain:
        """Whom "he", "it" or "they" can mean where nobody spoke yet: what this sentence, or the last, begins with."""
        if run[at].low not in _SUBJECTS:
            return ()
        here, there = (self.subject_of(one, len(one)) for one in (run[:at], memory.last))
        told = self.who(run, *here, memory) if here[0] < here[1] and at > 2 else ()
        return told or (self.who(memory.last, *there, memory) if there[0] < there[1] else ())

    def subject_of(self, run: Sequence[Token], stop: int) -> tuple[int, int]:
        """What a sentence begins with, up to its first verb."""
        for k in range(1, min(stop, LONGEST)):
            verb = (
                run[k].low in self.heads["pasts"] or self._past_verb(run, k) or run[k].low in self.small["finite_words"]
            )
            if verb or run[k].text == "," or self.saying.at(run, k) is not None:
                return self._stripped(run, 0, k)
        return 0, 0

    def _nominal_word(self, token: Token) -> bool:
        return token.low in self.heads["nominals"] or token.low in {"figure", "word", "footage", "interview"}

    def _is_passive(self, run: Sequence[Token], i: int) -> bool:
        if run[i].low.endswith("ing"):
            return False
        k = i - 1
        while k > 0 and run[k].low.endswith("ly"):
            k -= 1
        return run[k].low in {*self.small["be_words"], "be"}

    def _quantity(self, token: Token) -> bool:
        return token.text[0].isdigit() or token.low in self.heads["quantities"]
