"""Who is said to have said it, in Arabic and Russian: cues, the words of the source beside them, the chain they make.

A cue is a word of saying or a word that leads back ("بحسب", "со ссылкой на"). Its source stands after it, before
it or in neither place, as the language's ``forms.toml`` says; where no source is written, the one last named is meant.
Outlets come before those they cite, documents and people last, so that the last link is the origin.

What it does not do: tell two people of one name apart, or follow a pronoun further back than the last speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from truceline.claims import Link, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.letters import Token, folded, joined
from truceline.formats.reading.ruled.lexicon import STEM, Forms, Hit, Lexicon
from truceline.formats.reading.ruled.names import Names
from truceline.formats.reading.words import Words

REACH = 16  # tokens of a source that are looked at
_NAME = 6  # tokens of a name of which nothing is known
_ADJECTIVES = 3  # words before the head of a source, where adjectives come first
_QUOTED = 8  # tokens between quotation marks that may be a name
_OPEN, _CLOSE = frozenset('«“„"'), frozenset('»”“"')
_COLON = 9  # tokens before a colon that may be a speaker


@dataclass(frozen=True, slots=True)
class Voice:
    """A source in a sentence."""

    depth: int  # how far back it lies: 1 an outlet, 2 one that is cited, 3 a document, 4 a person or body
    at: int  # index of its cue's token
    link: Link


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that shows a source."""

    kind: str  # said | denied | unconfirmed | relayed | citing | hearsay | colon
    hit: Hit[str]


@dataclass
class Memory:
    """Who spoke last in the article read so far."""

    outlet: Link | None = None
    document: Link | None = None
    person: Link | None = None
    offices: dict[str, str] = field(default_factory=dict)  # office → its id with whose it is
    last: tuple[Link, ...] = ()  # the whole way to who spoke last
    ways: dict[str, tuple[Link, ...]] = field(default_factory=dict)  # source → the way to it


class Voices:
    """A language's cues and sources."""

    def __init__(self, words: Words, forms: Forms, names: Names) -> None:
        """Take the cues from the language's attribution.toml."""
        self.names = names
        self.forms = forms
        kinds = ("hearsay", "unconfirmed", "denied", "said", "relayed", "citing", "from_whom")
        self.cues = Lexicon.of(forms, {kind: words.list("attribution", kind) for kind in kinds})
        self.sides = words.list("forms", "sides")
        self.about = Lexicon.of(forms, {"about": words.list("attribution", "about_this")})
        self.to = tuple(map(folded, words.list("forms", "to")))
        self.capitals = "capitals" in words.list("forms", "script")
        deeds = (*words.groups("deeds", "nouns").values(), *words.groups("deeds", "verbs").values())
        self.deeds = Lexicon.of(forms, {"deed": [one for some in deeds for one in some]})

    # ── cues ──

    def found(self, row: Sequence[Token], taken: frozenset[int] = frozenset()) -> list[Cue]:
        """The cues of a sentence; "from" is one only after a word of relaying."""
        cues: list[Cue] = []
        relayed = False
        hidden = {i for hit in self.names.anonymous.within(row) for i in range(hit.first, hit.last)} | taken
        for hit in self.cues.within(row):
            if hit.first in hidden or any(hit.front.endswith(one) for one in self.forms.articles):
                continue
            if hit.value == "from_whom":
                if relayed:
                    cues.append(Cue("citing", hit))
                    relayed = False
                continue
            relayed = relayed or hit.value == "relayed"
            cues.append(Cue(hit.value, hit))
        told = [cue for cue in cues if cue.kind != "hearsay"]  # what somebody says of hearsay is that one's word
        return self._colon(row, cues) + (told or cues)

    def _colon(self, row: Sequence[Token], cues: Sequence[Cue]) -> list[Cue]:
        """A speaker and a colon at the head of a sentence: "Moscow: …"."""
        at = next((i for i in range(1, min(len(row), _COLON)) if row[i].word == ":"), 0)
        if not at or any(cue.hit.first < at for cue in cues) or at + 1 == len(row):
            return []
        return [Cue("colon", Hit(at, at + 1, "colon", row[at].start, row[at].end, ""))]

    def read(
        self, row: Sequence[Token], cue: Cue, cues: Sequence[Cue], skip: frozenset[int], memory: Memory
    ) -> list[Voice]:
        """The sources of one cue, and what is kept of them for those who speak again."""
        if cue.kind == "hearsay":
            name = joined(row[cue.hit.first : cue.hit.last])
            return [
                Voice(4, cue.hit.first, Link(Step.UNNAMED, name, f"/{UNNAMED_SOURCE}", (cue.hit.start, cue.hit.end)))
            ]
        found = self._beside(row, cue, cues, skip, memory)
        if cue.kind == "relayed" and not any(one.depth == 1 for one in found):
            return []  # what is relayed by nobody who publishes is carried, or handed over
        for one in found:
            if one.link.step is Step.CITES:
                memory.outlet = one.link
            elif one.link.step is Step.DOCUMENT:
                memory.document = one.link
            else:
                memory.person = one.link
        return found

    def _beside(
        self, row: Sequence[Token], cue: Cue, cues: Sequence[Cue], skip: frozenset[int], memory: Memory
    ) -> list[Voice]:
        if cue.kind == "citing":
            first, last = self._after(row, cue, cues, skip)
            return (
                self._source(row, first, last, cue, memory, loose=True)
                if first < last
                else self._again(row, cue, memory)
            )
        words = 0
        for side in ("before",) if cue.kind == "colon" else self.sides:
            first, last = (self._after if side == "after" else self._before)(row, cue, cues, skip)
            words += last - first
            found = self._source(row, first, last, cue, memory, loose=self._loose(row, cue, side, first, last))
            if not found:
                continue
            if side == "before":  # "A source told the agency X": who was told stands on the other side
                after = self._after(row, cue, cues, skip)
                heard = max(one.depth for one in found) == 1  # "about this X was told by the mayor"
                told = self._source(row, *after, cue, memory, loose=heard and self._about(row))
                other = {one.link.source for one in found}
                found += [one for one in told if (one.depth == 1 or heard) and one.link.source not in other]
            return found
        return [] if words or cue.kind == "colon" else self._again(row, cue, memory)

    def _loose(self, row: Sequence[Token], cue: Cue, side: str, first: int, last: int) -> bool:
        """Whether words of which nothing is known may be a name here."""
        if side == "after" and self.capitals:  # "…, said the harbour master"
            head = cue.hit.first == 0 or not row[cue.hit.first - 1].is_word
            return head and not any(self._tells(row, i) for i in range(first, last))
        if side == "after":
            return self._that(row, last) or (last < len(row) and self._cut(row, last, first))
        if cue.kind == "colon" or not self.capitals or first >= last:
            return False
        return row[first].capital or self._says(row, cue)

    def _about(self, row: Sequence[Token]) -> bool:
        return self.about.at(row, 0) is not None

    def _says(self, row: Sequence[Token], cue: Cue) -> bool:
        """Whether "that", a colon or a comma follows a word of saying, what it passes over left out."""
        i = cue.hit.last
        while i < len(row) and (passed := self.names.passed.at(row, i)):
            i = passed.last
        return self._that(row, i)

    def _that(self, row: Sequence[Token], at: int) -> bool:
        return at < len(row) and (self.names.that.at(row, at) is not None or row[at].word in {":", ","})

    # ── the words beside a cue ──

    def _after(self, row: Sequence[Token], cue: Cue, cues: Sequence[Cue], skip: frozenset[int]) -> tuple[int, int]:
        first = cue.hit.last
        while first < len(row) and (first in skip or self.names.passed.at(row, first)):
            passed = self.names.passed.at(row, first)
            first = passed.last if passed else first + 1
        if cue.kind != "citing" and first < len(row) and self.names.prepositions.at(row, first):
            if not self._in_source(row, first):
                return first, first
            first += 1
        stops = {one.hit.first for one in cues if one is not cue}
        last = first
        while last < min(len(row), first + REACH) and not self._stops(row, last, first) and last not in stops:
            last = _quote_end(row, last) or self._known_end(row, last)
        return first, min(last, len(row))

    def _known_end(self, row: Sequence[Token], i: int) -> int:
        """The index after a known name that begins at a token, or after the token."""
        some = (one.at(row, i) for one in (self.names.actors, self.names.offices, self.names.outlets))
        return max((hit.last for hit in some if hit is not None), default=i + 1)

    def _stops(self, row: Sequence[Token], i: int, first: int) -> bool:
        if row[i].is_word:
            ended = i > first and not self.capitals and (self._tells(row, i) or self._cut(row, i, first))
            return self.names.that.at(row, i) is not None or ended
        return not (row[i].word in _OPEN and i > first - 1 and _quote_end(row, i) and self._names_quoted(row, i, first))

    def _cut(self, row: Sequence[Token], i: int, first: int) -> bool:
        """Whether a name ends at a preposition; "a source from the ministry" does not."""
        hit = self.names.cuts.at(row, i)
        whose = i - first <= _ADJECTIVES and self.names.unnamed.at(row, first) is not None
        return hit is not None and not hit.front and not whose

    def _tells(self, row: Sequence[Token], i: int) -> bool:
        """Whether a word begins what is said, where no "that" does: a deed, "the death of", "this"."""
        if self.names.offices.at(row, i) or self.names.outlets.at(row, i) or self.names.actors.at(row, i):
            return False
        return any(one.at(row, i) is not None for one in (self.deeds, self.names.no_source, self.names.passed))

    def _in_source(self, row: Sequence[Token], i: int) -> bool:
        """Whether "in" stands before a body that speaks: "в МИД сообщили", "говорится в заявлении"."""
        if not self.names.in_source.at(row, i) or i + 1 >= len(row):
            return False
        some = (self.names.offices, self.names.documents, self.names.outlets, self.names.actors, self.names.carriers)
        return any(one.at(row, i + 1) is not None for one in some)

    def _names_quoted(self, row: Sequence[Token], i: int, first: int) -> bool:
        """Whether what is quoted is a name: it follows a word for an outlet, a body, or the cue itself."""
        return i == first or row[i - 1].is_word

    def _before(self, row: Sequence[Token], cue: Cue, cues: Sequence[Cue], skip: frozenset[int]) -> tuple[int, int]:
        last = cue.hit.first
        while last and (last - 1 in skip or self.names.passed.at(row, last - 1)):
            last -= 1
        if last and row[last - 1].word == ",":  # an aside between commas: "a source, who asked not to be named, said"
            opened = next((i for i in range(last - 2, max(-1, last - REACH), -1) if row[i].word == ","), -1)
            if opened > 0 and next(self.names.anonymous.within(row, opened + 1, last), None):
                last = opened
        last = self._over_cited(row, cue, cues, last)
        ends = {one.hit.last for one in cues if one is not cue}
        first = last
        while first > max(0, last - REACH) and first not in ends and self._reaches(row, first - 1):
            first -= 1
        while first < last and (first in skip or self.names.passed.at(row, first) or self._leads(row, first, skip)):
            passed = self.names.passed.at(row, first)
            first = min(passed.last, last) if passed else first + 1
        if first < last and self.names.prepositions.at(row, first):
            return (first + 1, last) if self._in_source(row, first) else (last, last)
        return first, last

    def _over_cited(self, row: Sequence[Token], cue: Cue, cues: Sequence[Cue], last: int) -> int:
        """Where the subject ends that cites another before its own verb: "X, citing Y, reports"."""
        cited = [one.hit for one in cues if one.kind == "citing" and one.hit.last < last]
        if not cited or any(cited[-1].last <= one.hit.first < cue.hit.first for one in cues):
            return last
        between = row[cited[-1].last : last - 1 if row[last - 1].word == "," else last]
        whole = all(one.is_word or one.word in _OPEN | _CLOSE for one in between)
        if not whole or any(self.names.that.at(row, i) for i in range(cited[-1].last, last)):
            return last
        first = cited[-1].first
        return first - 1 if first and row[first - 1].word == "," else first

    def _reaches(self, row: Sequence[Token], i: int) -> bool:
        if row[i].is_word:
            return self.names.that.at(row, i) is None
        return row[i].word in _CLOSE | _OPEN and i > 0

    def _leads(self, row: Sequence[Token], i: int, skip: frozenset[int]) -> bool:
        return self.names.prepositions.at(row, i) is not None and i + 1 in skip

    # ── who is meant ──

    def _source(
        self, row: Sequence[Token], first: int, last: int, cue: Cue, memory: Memory, *, loose: bool
    ) -> list[Voice]:
        if first >= last or self.names.no_source.at(row, first):
            return []
        span = (row[min(first, cue.hit.first)].start, row[max(last, cue.hit.last) - 1].end)
        seen = _Seen(self, row, first, last)
        voices: list[Voice] = []
        outlet = seen.outlet() or self._back(seen, "outlet", memory.outlet)
        told = outlet[2] if outlet else first
        if outlet:
            depth = 2 if cue.kind == "citing" else 1
            voices.append(Voice(depth, cue.hit.first, Link(Step.CITES, outlet[0], outlet[1], span)))
        again = [] if outlet else self._taken_up(seen, cue, memory, span)
        if again:
            return again
        to = told > first and seen.unnamed() is None and any(row[told].word.startswith(one) for one in self.to)
        if to:  # "the mayor told the agency X"
            seen, outlet = _Seen(self, row, first, told), None
        origin = self._origin(seen, memory, span, loose=loose and not outlet, head=bool(outlet))
        if origin is not None:
            depth = 3 if origin.step is Step.DOCUMENT else 4
            voices.append(Voice(depth, cue.hit.first, origin))
        return voices

    def _taken_up(self, seen: _Seen, cue: Cue, memory: Memory, span: tuple[int, int]) -> list[Voice]:
        """A person or document taken up again by one word: "the diplomat", "the source", "he"."""
        hit = next(iter(self.names.backs.within(seen.row, seen.first, seen.last)), None)
        link = {"person": memory.person, "document": memory.document}.get(hit.value) if hit else None
        if hit is None or link is None or hit.last - hit.first != seen.last - seen.first:
            return []
        if self.capitals and link.step is not Step.UNNAMED and self.names.unnamed.at(seen.row, hit.first):
            return []  # without articles "a source" and "the source" are alike
        return self._way(link, cue, memory, span)

    def _way(self, link: Link, cue: Cue, memory: Memory, span: tuple[int, int]) -> list[Voice]:
        """A source named before, with those by whom it was cited."""
        *before, last = memory.ways.get(link.source, (link,))
        voices = [Voice(1, cue.hit.first, one) for one in before]
        return [*voices, Voice(4, cue.hit.first, replace(last, cue=span))]

    def _back(self, seen: _Seen, kind: str, last: Link | None) -> tuple[str, str, int] | None:
        hit = next((one for one in self.names.backs.within(seen.row, seen.first, seen.last) if one.value == kind), None)
        if hit is None or last is None or hit.first > seen.first + 1:
            return None
        return last.name, last.source, hit.first

    def _origin(self, seen: _Seen, memory: Memory, span: tuple[int, int], *, loose: bool, head: bool) -> Link | None:
        """The document, the one not named, or the person or body that a stretch means."""
        text = seen.written()
        whose = seen.institution(memory)
        unnamed = seen.unnamed()
        name = seen.person()
        if unnamed is not None and not (name and not seen.anonymous()):
            return Link(Step.UNNAMED, text, f"{whose}/{UNNAMED_SOURCE}", span)
        document = next(self.names.documents.within(seen.row, seen.first, seen.last), None)
        if document is not None and (document.first <= seen.first + 1 or not whose):
            return Link(Step.DOCUMENT, text, f"{whose}/{document.value}" if whose else document.value, span)
        if whose:
            whole = whose if "." in whose or name else seen.unlisted(whose)
            return Link(Step.SAID, text, f"{whole}/{name}" if name and "." not in whose else whole, span)
        if name and not head:
            return Link(Step.SAID, text, name, span)
        if loose and seen.last - seen.first <= _NAME and not any(row.is_number for row in seen.run):
            return Link(Step.SAID, text, seen.slug(seen.first, seen.last), span)
        return None

    def _again(self, row: Sequence[Token], cue: Cue, memory: Memory) -> list[Voice]:
        """Who spoke last, where a word of saying has no source of its own."""
        if not memory.last or cue.kind == "unconfirmed":
            return []
        span = (row[cue.hit.first].start, row[cue.hit.last - 1].end)
        *before, last = memory.last
        voices = [Voice(1, cue.hit.first, one) for one in before]
        return [*voices, Voice(1 if last.step is Step.CITES else 4, cue.hit.first, replace(last, cue=span))]


def _quote_end(row: Sequence[Token], i: int) -> int:
    """The index after the closing mark of a short quotation that opens at a token; 0: none."""
    if row[i].word not in _OPEN:
        return 0
    ends = range(i + 2, min(len(row), i + _QUOTED))
    return next((k + 1 for k in ends if row[k].word in _CLOSE), 0)


class _Seen:
    """The words of one source, looked at for names."""

    def __init__(self, voices: Voices, row: Sequence[Token], first: int, last: int) -> None:
        self.voices, self.names = voices, voices.names
        self.row, self.first, self.last = row, first, last
        self.run = row[first:last]

    def written(self) -> str:
        """As it stands, without what is joined to the front of a known name; one space between words."""
        names = self.names
        some = (one.at(self.row, self.first) for one in (names.actors, names.offices, names.outlets, names.unnamed))
        start = max((hit.start for hit in some if hit is not None), default=self.run[0].start)
        return joined(self.run)[start - self.run[0].start :]

    def slug(self, first: int, last: int) -> str:
        """Part of an id: each word without its ending."""
        forms = self.voices.forms
        words = (one.word for one in self.row[first:last] if one.is_word)
        return "-".join(forms.stem(forms.key(one)).rstrip(STEM) for one in words)

    def outlet(self) -> tuple[str, str, int] | None:
        """A registered outlet, or the name that follows a word for one, with the index at which either begins."""
        hit = next(self.names.outlets.within(self.row, self.first, self.last), None)
        noun = next(self.names.carriers.within(self.row, self.first, self.last), None)
        begins = min(one.first for one in (hit, noun) if one is not None) if hit or noun else self.first
        if hit is not None:
            skip = hit.start - self.row[hit.first].start
            return self._text(hit.first, hit.last)[skip:], hit.value, begins
        paper = next(self.names.papers.within(self.row, self.first + 1, self.last), None)
        if paper is not None:
            first = max(self.first, paper.first - 2)
            first += 1 if not self.row[first].is_word else 0
            return self._text(first, paper.last), self.slug(first, paper.last), first
        if self.row[self.first].word in _OPEN and _quote_end(self.row, self.first) == self.last:
            first, last = self.first + 1, self.last - 1  # a name in quotation marks and nothing else
            return self._text(first, last), self.slug(first, last), self.first
        if noun is None or noun.last >= self.last:
            return None
        first, last = self._name_after(noun.last)
        return (self._text(first, last), self.slug(first, last), begins) if last > first else None

    def _name_after(self, at: int) -> tuple[int, int]:
        """The name after a word for an outlet: what is quoted, the capitals, or the words up to the end."""
        quoted = _quote_end(self.row, at)
        if quoted:
            return at + 1, quoted - 1
        last = at
        while last < min(self.last, at + _NAME) and self.row[last].is_word and self._named(last, at):
            last += 1
        return at, last

    def _named(self, i: int, first: int) -> bool:
        if self.voices.capitals:
            return self.row[i].capital
        ended = self.names.unnamed.at(self.row, i) or self.names.prepositions.at(self.row, i)
        return not ended and (i == first or not self.names.backs.at(self.row, i))

    def institution(self, memory: Memory) -> str:
        """Whose source it is: the actor with its office; empty where not said."""
        office = next(self.names.offices.within(self.row, self.first, self.last), None)
        actor = next(iter(self.names.mentions(self.row, self.first, self.last, anywhere=self.first)), None)
        if office is None or (actor is not None and actor.first <= office.first and office.last <= actor.last):
            return actor.value.id if actor else ""
        if actor is None:
            whose = self.whose(office)
            return f"{whose}.{office.value}" if whose else memory.offices.get(office.value, office.value)
        whole = actor.value.id
        found = whole if whole.endswith(f".{office.value}") else f"{whole}.{office.value}"
        memory.offices[office.value] = found
        return found

    def unnamed(self) -> Hit[str] | None:
        """The head for somebody not named: what the words begin with, or what follows an outlet in them."""
        hit = next(self.names.unnamed.within(self.row, self.first, self.last), None)
        if hit is None:
            return None
        outlets = {one.last for one in self.names.outlets.within(self.row, self.first, self.last)}
        near = hit.first - self.first <= (_ADJECTIVES if self.voices.capitals else 0)
        return hit if near or hit.first in outlets else None

    def whose(self, office: Hit[str]) -> str:
        """The country of which nothing is known, one capital right after an office: "министр информации Ормавелы"."""
        at = office.last
        single = at < self.last and self.row[at].capital and not (at + 1 < self.last and self.row[at + 1].capital)
        return self.slug(at, at + 1) if self.voices.capitals and single else ""

    def unlisted(self, whose: str) -> str:
        """An office in no list: the words before whose it is; the body itself where there are none."""
        actor = next(iter(self.names.mentions(self.row, self.first, self.last, anywhere=self.first)), None)
        if actor is None:
            return whose
        last = actor.first
        while last > self.first and self.names.prepositions.at(self.row, last - 1):
            last -= 1
        spokes = {i for hit in self.names.spokes.within(self.row, self.first, last) for i in range(hit.first, hit.last)}
        left = [i for i in range(self.first, last) if i not in spokes and self.row[i].is_word]
        return f"{whose}.{self.slug(left[0], left[-1] + 1)}" if left else whose

    def anonymous(self) -> bool:
        """Whether it says that the name is withheld."""
        return (
            next(self.names.anonymous.within(self.row, self.first, min(len(self.row), self.last + 8)), None) is not None
        )

    def person(self) -> str:
        """The name of a person, in scripts that have capitals: capitals that nothing else explains; empty: none."""
        if not self.voices.capitals:
            return ""
        known = (self.names.outlets, self.names.offices, self.names.carriers, self.names.unnamed, self.names.documents)
        taken = {
            i
            for one in known
            for hit in one.within(self.row, self.first, self.last)
            for i in range(hit.first, hit.last)
        }
        taken |= {
            i for hit in self.names.actors.within(self.row, self.first, self.last) for i in range(hit.first, hit.last)
        }
        left = [i for i in range(self.first, self.last) if self.row[i].capital and i not in taken]
        run = [i for i in left if i - 1 in left or i + 1 in left]
        return self.slug(run[0], run[-1] + 1) if run and run[-1] - run[0] < _NAME else ""

    def _text(self, first: int, last: int) -> str:
        return joined(self.row[first:last])
