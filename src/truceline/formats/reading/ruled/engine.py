"""Claims read from Arabic and Russian reports: one engine, every word of it in data files.

Sentence by sentence: who is said to have said it, what was done, by whom and to whom, where, when, how many. A sentence
is cut where it turns ("while", "but"), so that a denial is not laid to the one who is denied. What carries neither a
deed nor a source is no claim. A label ("terrorists") is kept as a label and names nobody.

What it does not do: parse grammar. Who did it and to whom follows from prepositions and order; where those do not say,
it is left out. English has its own rules (`formats.reading.english`); the gate is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from truceline.claims import Article, Chain, Claim, Link, Modality, Step
from truceline.claims.articles import Part
from truceline.formats.reading import Known
from truceline.formats.reading.aliases import Aliases
from truceline.formats.reading.letters import Token
from truceline.formats.reading.ruled.days import Days, Told, spans
from truceline.formats.reading.ruled.deeds import Deeds, Doing
from truceline.formats.reading.ruled.heads import Head, Heads
from truceline.formats.reading.ruled.lexicon import Forms, Hit, Lexicon
from truceline.formats.reading.ruled.names import Names
from truceline.formats.reading.ruled.numbers import Counted, Numbers
from truceline.formats.reading.ruled.places import Found, Places
from truceline.formats.reading.ruled.sentences import Sentence, Sentences
from truceline.formats.reading.ruled.voices import Cue, Memory, Voice, Voices
from truceline.formats.reading.words import Words, load

_PEOPLE = frozenset({"people", "fighters"})
_READ = (Part.BODY, Part.TITLE)
_WORDS = frozenset({"proposal", "talks", "agreement", "ceasefire", "pressure", "appeal"})  # deeds nobody is counted in
_MODALITY = {"threatened": Modality.THREATENED, "proposed": Modality.PROPOSED}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a sentence that stands for itself."""

    row: Sequence[Token]
    days: tuple[Told, ...]
    cues: tuple[Cue, ...]
    skip: frozenset[int]  # tokens that belong to days


class Ruled:
    """An extractor of one language."""

    language = ""

    def __init__(self, words: Words | None = None) -> None:
        """Take the language's words; its own where none are given."""
        self.words = words or load(self.language)

    @property
    def name(self) -> str:
        """What it is called where a claim says who read it."""
        return f"rules-{self.words.language}"

    def read(self, article: Article, known: Known) -> Iterator[Claim]:
        """The claims of an article, in order of its text."""
        yield from Reader(self.words, article, known).claims()


class Arabic(Ruled):
    """Arabic."""

    language = "ar"


class Russian(Ruled):
    """Russian."""

    language = "ru"


class Reader:
    """One article being read."""

    def __init__(self, words: Words, article: Article, known: Known) -> None:
        """Make the language's rules ready for what a deployment knows."""
        self.article, self.known, self.words = article, known, words
        forms = Forms.of(words)
        actors = known.actors if isinstance(known.actors, Aliases) else Aliases()
        self.names = Names(words, forms, known.outlets, actors.before(Aliases.shipped()))
        self.voices = Voices(words, forms, self.names)
        self.days, self.numbers = Days(words, forms), Numbers(words, forms)
        self.deeds = Deeds(words, forms, self.names)
        self.places = Places(words, forms, known.gazetteer)
        self.sentences = Sentences(words, forms)
        self.turns = Lexicon.of(forms, {"turn": words.list("attribution", "turns")})
        self.about_this = Lexicon.of(forms, {"this": words.list("attribution", "about_this")})
        self.labels = Lexicon.of(forms, {"label": words.list("labels", "labels")})
        self.denied = Lexicon.of(forms, {"this": words.list("modality", "this")})
        self.memory = Memory()
        self.before: Claim | None = None  # the last claim of a deed

    def claims(self) -> Iterator[Claim]:
        """Every claim; a sentence that says only who said the one before it is laid to that."""
        head = Heads(self.words, self.names, self.days).of(self.article)
        published = head.published or self.article.published
        opening = self._opening(head)
        waiting: list[Claim] = []
        for sentence in self.sentences.of(self.article, _READ, head.span):
            row = sentence.row
            days = tuple(self.days.told(row, published))
            skip = frozenset(spans(days))
            about = self.about_this.at(row, 0)
            if about is not None and (links := self._links(row, self.voices.found(row, skip), skip)):
                waiting = [self._laid(one, opening, links) for one in waiting]
                continue
            yield from waiting
            waiting = list(self._of_sentence(sentence, days, opening))
        yield from waiting

    def _opening(self, head: Head) -> Chain:
        article = self.article
        named = self.known.outlets.outlet(article.outlet).names
        name = named[0] if article.outlet and named else article.outlet
        first = Link(Step.OUTLET, name, article.outlet or f"unknown:{article.id[:12]}")
        return (first, *(one for one in head.links if one.source != first.source))

    def _laid(self, claim: Claim, opening: Chain, links: tuple[Link, ...]) -> Claim:
        """A claim of the sentence before, laid to whoever this one names; one with its own source keeps it."""
        if len(claim.chain) > len(opening):
            return claim
        modality = Modality.REPORTED if claim.modality is Modality.ASSERTED else claim.modality
        return replace(claim, chain=_chained(opening, links), modality=modality)

    # ── a sentence ──

    def _of_sentence(self, sentence: Sentence, days: tuple[Told, ...], opening: Chain) -> Iterator[Claim]:
        links: tuple[Link, ...] = ()
        for part in self._stretches(sentence, days):
            own = self._links(part.row, part.cues, part.skip)
            links = own or links
            yield from self._of_stretch(part, _chained(opening, links), own=bool(own))

    def _stretches(self, sentence: Sentence, days: tuple[Told, ...]) -> Iterator[_Stretch]:
        """The sentence, cut where it turns and another source or denial begins."""
        row = sentence.row
        turns = [hit.first for hit in self.turns.within(row) if hit.first] + [
            i for i, one in enumerate(row) if one.word == ";"
        ]
        skip = frozenset(spans(days))
        cues = self.voices.found(row, skip)
        edges = [0, *sorted(set(turns)), len(row)]
        kept = [edges[0]]
        for first, last in pairwise(edges[1:]):
            if any(first <= one.hit.first < last for one in cues):
                kept.append(first)
        for first, last in pairwise([*kept, len(row)]):
            if first < last:
                yield self._stretch(row, first, last, days)

    def _stretch(self, row: Sequence[Token], first: int, last: int, days: tuple[Told, ...]) -> _Stretch:
        inside = tuple(
            replace(one, first=one.first - first, last=one.last - first)
            for one in days
            if first <= one.first and one.last <= last
        )
        part = row[first:last]
        skip = frozenset(spans(inside))
        return _Stretch(part, inside, tuple(self.voices.found(part, skip)), skip)

    def _links(self, row: Sequence[Token], cues: Sequence[Cue], skip: frozenset[int]) -> tuple[Link, ...]:
        """The sources of a stretch, the outlet nearest to the reader first, each once."""
        voices = [voice for cue in cues for voice in self.voices.read(row, cue, cues, skip, self.memory)]
        found: dict[str, Voice] = {}
        for one in sorted(voices, key=lambda voice: (voice.depth, voice.at)):
            found.setdefault(one.link.source, one)
        links = tuple(one.link for one in found.values())
        if links:
            self.memory.last = links
            self.memory.ways[links[-1].source] = links
        return links

    def _of_stretch(self, part: _Stretch, chain: Chain, *, own: bool) -> Iterator[Claim]:
        kinds = {cue.kind for cue in part.cues} if own else set()
        doing = self.deeds.of(part.row, part.cues, part.skip)
        counted = self.numbers.counted(part.row, part.skip)
        first = self._claim(part, doing, chain, kinds)
        if "denied" in kinds and doing is None and self.before and next(iter(self.denied.within(part.row)), None):
            first = _of_the_same(first, self.before)  # "denied this": what was told just before
        self.before = first if first.kind else self.before
        if not own and doing is None and first.place is None and not any(one.of in _PEOPLE for one in counted):
            return
        counts = counted
        if counts and (doing is None or doing.kind not in _WORDS):
            first, counts = _with(first, counts[0]), counts[1:]
        yield first
        for more in counts:
            yield replace(_with(first, more), kind="harm", against=()) if more.of in _PEOPLE else _with(first, more)

    def _claim(self, part: _Stretch, doing: Doing | None, chain: Chain, kinds: set[str]) -> Claim:
        row = part.row
        while row and not (row[0].is_word or row[0].word in '«“„"('):
            row = row[1:]
        row = row or part.row
        start, end = row[0].start, row[-1].end
        told = _when(part.days, doing)
        modality, affirms = _modality(kinds, doing, attributed=any(one.step is not Step.OUTLET for one in chain))
        unsure = "unconfirmed" in kinds and "denied" not in kinds
        claim = Claim(
            self.article.id,
            (start, end),
            self.article.text[start:end],
            modality,
            affirms or unsure,
            kind="" if unsure or doing is None else doing.kind,
            chain=chain,
            labels=tuple(dict.fromkeys(self._as_written(row, hit) for hit in self.labels.within(row))),
        )
        if doing is not None:
            claim = replace(claim, by=doing.by, against=doing.against)
        if told is not None:
            claim = replace(claim, time=told.when, time_basis=told.basis)
        place = self.places.of(part.row, self._taken(part, chain), self.article.text)
        return claim if place is None else _at(claim, place)

    def _taken(self, part: _Stretch, chain: Chain) -> frozenset[int]:
        """The tokens that are no places: days, outlets, actors where they act, and who says it."""
        hits: Iterable[Hit[str]] = self.names.outlets.within(part.row)
        taken = {i for hit in hits for i in range(hit.first, hit.last)} | part.skip
        cues = [one.cue for one in chain]
        taken |= {i for i, token in enumerate(part.row) if any(a <= token.start < b for a, b in cues)}
        return frozenset(taken | {i for hit in self.names.mentions(part.row) for i in range(hit.first, hit.last)})

    def _as_written(self, row: Sequence[Token], hit: Hit[str]) -> str:
        return self.article.text[row[hit.first].start : hit.end]


def _chained(opening: Chain, links: tuple[Link, ...]) -> Chain:
    """A way without a source named twice running, and without the outlet citing itself."""
    kept: list[Link] = list(opening)
    for link in links:
        itself = link.step is Step.CITES and link.source == opening[0].source
        if link.source != kept[-1].source and not itself:
            kept.append(link)
    return tuple(kept)


def _with(claim: Claim, count: Counted) -> Claim:
    return replace(claim, count=(count.least, count.most), unit=count.unit)


def _of_the_same(claim: Claim, before: Claim) -> Claim:
    """A claim about the deed that another tells of."""
    placed = replace(claim, place_name=before.place_name, place=before.place, radius_m=before.radius_m)
    timed = replace(placed, time=before.time, time_basis=before.time_basis)
    return replace(timed, kind=before.kind, by=before.by, against=before.against)


def _at(claim: Claim, place: Found) -> Claim:
    return replace(claim, place_name=place.name, place=place.place, radius_m=place.radius_m)


def _when(days: Sequence[Told], doing: Doing | None) -> Told | None:
    """The day nearest to the words of the deed; the first of two as near."""
    if not days:
        return None
    at = doing.at if doing is not None else 0
    return min(days, key=lambda one: (one.when is None, min(abs(one.first - at), abs(one.last - at))))


def _modality(kinds: set[str], doing: Doing | None, *, attributed: bool) -> tuple[Modality, bool]:
    """How it is made, and whether it says that something was so."""
    affirms = doing is None or not (doing.negated or (doing.stops and doing.mood == "proposed"))
    if "denied" in kinds:
        return Modality.DENIED, False
    if doing is not None and doing.mood:
        return _MODALITY[doing.mood], affirms
    return (Modality.REPORTED if attributed else Modality.ASSERTED), affirms
