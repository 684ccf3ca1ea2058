"""Who a stretch of words means in its article: somebody named there, or somebody taken up again.

What was named so far is kept in a memory: outlets, documents, people with the words said of them, offices with whose
they are. "The newspaper", "he", "the official", "its spokesman" and last names alone are resolved by it, latest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from truceline.claims import Chain, Link, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.bounds import Bounds
from truceline.formats.reading.naming import Named, capital_runs, slug, written
from truceline.formats.reading.phrases import Hit
from truceline.formats.reading.sentences import Token

KEPT = 60  # people and outlets of an article that are kept in mind
LONGEST_SOURCE = 8  # words of a source that no list knows


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source, or several behind one another, for one stretch of a sentence."""

    cue: tuple[int, int]  # the words that show it
    chain: Chain  # from the nearer source to the origin, the printing outlet left out
    tokens: tuple[int, int]  # first and last-plus-one token of the cue with its source
    after: bool  # what is attributed follows the cue
    verb: str  # the word of saying; empty: none


@dataclass
class Memory:
    """Who was named so far in an article."""

    outlet: Link | None = None  # last named
    prior: Link | None = None  # last named before this sentence
    outlets: list[tuple[frozenset[str], Link]] = field(default_factory=list)  # words said of them, newest last
    document: Link | None = None
    people: list[tuple[frozenset[str], Link, Chain]] = field(default_factory=list)  # words said of them, newest last
    body: Link | None = None
    offices: dict[str, tuple[str, str]] = field(default_factory=dict)  # office → whose it is, its holder's last name
    speaker: Chain = ()  # of the last quotation
    mentioned: dict[str, tuple[frozenset[str], Link]] = field(default_factory=dict)  # last name → who that is
    subject: str = ""  # the state the sentence begins with
    article: str = ""  # whose documents these are
    last: Sequence[Token] = ()  # the sentence before


class Speakers(Bounds):
    """Who is meant, in one language."""

    def _told(self, run: Sequence[Token], start: int, memory: Memory) -> tuple[Chain, int]:
        """The outlet somebody told something; empty where he told reporters."""
        if start >= len(run):
            return (), start
        if heard := self.audience.at(run, start):
            return (), heard.last
        end = min(len(run), start + 7)
        stop = next(
            (
                k
                for k in range(start, end)
                if run[k].text in {",", ".", ";", "”", '"'} or run[k].low in self.small["after_stop_words"]
            ),
            end,
        )
        if (taken := self.back.at(run, start)) and taken.meaning == "outlet" and memory.outlet is not None:
            return (replace(memory.outlet, cue=cue_of(run, start, taken.last)),), taken.last
        found = self.names.outlet(run[start:stop])
        if found is None:
            return (), start
        memory.outlet = found.link
        return (found.link,), next(k for k in range(start, stop + 1) if k == stop or run[k].start >= found.link.cue[1])

    def _said_to(self, run: Sequence[Token], start: int, memory: Memory) -> tuple[Chain, int]:
        """As in "said in an interview with X", "said on X television", "told X" after a noun."""
        if start < len(run) and run[start].low in {"on", "in", "to", "via"}:
            end = min(len(run), start + 12)
            stop = next(
                (
                    k
                    for k in range(start + 1, end)
                    if run[k].text in {",", ".", ";", "”", '"'} or run[k].low in {"that", "as", "who", "said"}
                ),
                end,
            )
            found = self.names.outlet(run[start + 1 : stop])
            if found is not None:
                memory.outlet = found.link
                return (found.link,), stop
        return (), start

    def _sources(self, run: Sequence[Token], start: int, end: int, memory: Memory, cue: tuple[int, int]) -> Chain:
        """Who stands in a stretch after a cue, an outlet that carried him first."""
        phrase = run[start:end]
        if not phrase:
            return ()
        back = self.back.at(run, start)
        if back is not None and (back.last >= end or not any(t.capital for t in run[back.last : end])):
            return self._taken_up(run, back, memory)
        document_by = self._document_by(phrase)
        if document_by:
            return document_by
        inner = next(
            (
                k
                for k in range(1, len(phrase))
                if phrase[k].low in {"quoted", "cited", "carried", "published"}
                and k + 1 < len(phrase)
                and phrase[k + 1].low in {"by", "in"}
            ),
            -1,
        )
        if inner > 0:
            nearer = self.names.outlet(phrase[inner + 2 :])
            farther = self._named(phrase[:inner], memory)
            return ((nearer.link,) if nearer else ()) + ((farther.link,) if farther else ())
        named = self._named(phrase, memory)
        if named is None:
            return ()
        link = named.link
        return (replace(link, cue=cue_of(run, cue[0], end)) if link.step is not Step.CITES else link,)

    def _document_by(self, phrase: Sequence[Token]) -> Chain:
        """As in "a February report by the Centre", "a report in the Post", "a letter signed by 40 officers"."""
        at = next((k for k in range(min(len(phrase), 7)) if phrase[k].low in self.names.documents), -1)
        if at < 0:
            return ()
        for k in range(at + 1, min(len(phrase), at + 5)):
            if phrase[k].low not in {"by", "in", "from", "of"}:
                continue
            outlet = self.names.outlet(phrase[k + 1 :])
            if outlet is not None and phrase[at].low in self.tellings:
                return (outlet.link,)
            if outlet is not None:
                source = self.names.document_id(phrase[:k])
                own = source if "/" in source else f"{source} of {outlet.link.source}"
                return (outlet.link, Link(Step.DOCUMENT, written(phrase[:k]), own, cue_of(phrase, 0, k)))
            if phrase[k].low in {"by", "from"} and k + 1 < len(phrase):
                source = self.names.document_id((phrase[at], *phrase[k + 1 :]))
                named = self.names.named(phrase[k + 1 :])
                if named is not None and named.role in {"person", "body"}:
                    return (Link(Step.DOCUMENT, written(phrase), named.link.source, cue_of(phrase, 0, len(phrase))),)
                return (Link(Step.DOCUMENT, written(phrase), source, cue_of(phrase, 0, len(phrase))),)
        return ()

    def _named(self, phrase: Sequence[Token], memory: Memory) -> Named | None:
        """Who a phrase means, what an office was said to belong to kept in mind."""
        named = self.names.named(phrase)
        if named is None:
            return None
        known = self._known_person(phrase, named, memory)
        if known is not None:
            return known
        return self._completed(phrase, named, memory)

    def _known_person(self, phrase: Sequence[Token], named: Named, memory: Memory) -> Named | None:
        if named.role != "person":
            return None
        wanted = {token.low for token in phrase if token.capital and token.low not in self.names.titles}
        mentioned = memory.mentioned.get(phrase[-1].low) if len(phrase) <= 3 else None
        if mentioned is not None and not self.names.office(phrase):
            return Named("person", replace(mentioned[1], cue=cue_of(phrase, 0, len(phrase))))
        for said, link, _ in reversed(memory.people):
            if wanted and wanted <= said and wanted <= set(link.name.casefold().split()):
                return Named("person", replace(link, cue=cue_of(phrase, 0, len(phrase))))
        return None

    def _completed(self, phrase: Sequence[Token], named: Named, memory: Memory) -> Named:
        """An office without a state is the one named in full before."""
        office = self.names.office(phrase)
        if not office:
            return named
        source = named.link.source
        head = source.partition("/")[0]
        if head != office:
            return named
        name = phrase[-1].low if named.role == "person" else ""
        full, holder = memory.offices.get(office, (f"{memory.subject}.{office}" if memory.subject else "", ""))
        if not full or (holder and name and holder != name):
            return named
        memory.offices[office] = (full, name or holder)
        return replace(named, link=replace(named.link, source=source.replace(office, full, 1)))

    def _taken_up(self, run: Sequence[Token], back: Hit, memory: Memory) -> Chain:
        """The source that words like "the newspaper" or "he" take up."""
        cue = cue_of(run, back.first, back.last)
        name = text_of(run, back)
        if back.meaning == "outlet":
            head = run[back.last - 1].low
            outlet = self._same_outlet(head, memory)
            if outlet is not None:
                return (replace(outlet, cue=cue),)
            return (replace(memory.document, cue=cue),) if memory.document and head in {"report", "paper"} else ()
        if back.meaning == "document":
            what = run[back.last - 1].low
            if memory.document is not None and self._alike(what, memory.document):
                return (replace(memory.document, cue=cue),)
            memory.document = Link(Step.DOCUMENT, name, f"{what} in {memory.article[:12]}", cue)
            return (memory.document,)
        return self._person_again(run, back, name, memory, cue)

    def _same_outlet(self, head: str, memory: Memory) -> Link | None:
        """The outlet last called so; else the one last named before this sentence, else in it."""
        called = next((link for said, link in reversed(memory.outlets) if head in said), None)
        return called or memory.prior or memory.outlet

    def _alike(self, what: str, document: Link) -> bool:
        """Whether a word may take up a document: it was called so, or by a word of the same group."""
        called = set(document.name.casefold().split()) | set(document.source.replace("/", " ").split())
        return what in called or any(what in group and called & group for group in self.document_groups)

    def _person_again(self, run: Sequence[Token], back: Hit, name: str, memory: Memory, cue: tuple[int, int]) -> Chain:
        head = run[back.last - 1].low
        if head not in self.small["pronouns_words"]:
            for said, link, chain in reversed(memory.people):
                if head in said or (head.endswith("s") and head[:-1] in said):
                    return (*chain, replace(link, cue=cue))
        if memory.people:
            _, link, chain = memory.people[-1]
            return (*chain, replace(link, cue=cue))
        if head in self.small["pronouns_words"]:
            return ()
        return (Link(Step.UNNAMED, name, f"/{UNNAMED_SOURCE}", cue),)

    def _back_reference(self, run: Sequence[Token], back: Hit, at: int, memory: Memory) -> Chain:
        """Whoever words like "the official" take up; somebody unnamed where nobody was named and none will be."""
        chain = self._taken_up(run, back, memory)
        if chain or not any(True for _ in self.anonymity.all(run[back.first : at])):
            return chain
        cue = cue_of(run, back.first, back.last)
        return (Link(Step.UNNAMED, text_of(run, back), f"/{UNNAMED_SOURCE}", cue),)

    def _described(self, run: Sequence[Token], stretch: tuple[int, int, int], memory: Memory) -> Named | None:
        """Who a source is, by itself or with what is inserted after it."""
        begin, end, at = stretch
        named = self._named(run[begin:end], memory)
        if run[at - 1].text != "," or (named is not None and named.role not in {"unnamed", "body"}):
            return named
        inserted = run[begin:at]
        had = any(True for _ in self.had_by.all(inserted))
        if had or any(True for _ in self.anonymity.all(inserted)):
            return named
        return self._named([token for token in inserted if token.text != ","], memory) or named

    def _fitted(self, run: Sequence[Token], named: Named, stretch: tuple[int, int, int], verb: int) -> Named:
        """A source with the name between commas after it; an acronym that reports as an outlet."""
        begin, end, at = stretch
        had = any(True for _ in self.had_by.all(run[end:at]))
        if named.role in {"unnamed", "body"} and run[at - 1].text == "," and not had:
            named = self._with_name(run[end + 1 : at - 1], named)
        if named.role in {"person", "body"} and self._publishes(run, verb, run[begin:end]):
            named = self.names.as_outlet(run[begin:end]) or named
        return named

    def _anybody(self, run: Sequence[Token], begin: int, end: int, verb: int) -> Named | None:
        """Whoever stands before a verb that only people and bodies do: "the harbour master said"."""
        stop = next((k for k in range(begin + 1, end) if run[k].low in {"who", "which", ","}), end)
        phrase = run[begin:stop]
        hit = self.verbs.at(run, verb)
        said = written(run[hit.first : hit.last]).casefold() if hit is not None else ""
        determined = (
            phrase[0].low in self.small["determiners_words"]
            or phrase[0].capital
            or any(token.low == "'s" for token in phrase)
        )
        if said not in self.strong or not determined or len(phrase) > LONGEST_SOURCE or not phrase[-1].word:
            return None
        owned = next((k + 1 for k in range(len(phrase) - 1, -1, -1) if phrase[k].low == "'s"), 0)
        bare = [token for token in phrase[owned:] if token.low not in self.small["determiners_words"]]
        if (
            not bare
            or bare[-1].low in self.mute
            or bare[0].low in self.names.no_names
            or not bare[-1].text[0].isalpha()
        ):
            return None
        return Named("body", Link(Step.SAID, written(phrase), self.names.as_it_stands(phrase), cue_of(run, begin, end)))

    def _any_in(self, run: Sequence[Token], begin: int, end: int) -> Chain:
        """Whoever follows a cue, known or not; nothing that cannot speak."""
        phrase = [token for token in run[begin:end] if token.word or token.low == "'s"]
        owned = next((k + 1 for k in range(len(phrase) - 1, -1, -1) if phrase[k].low == "'s"), 0)
        bare = [token for token in phrase[owned:] if token.low not in self.small["determiners_words"]]
        if not bare or len(phrase) == len(bare) or len(bare) > LONGEST_SOURCE or any(t.low in self.mute for t in bare):
            return ()
        return (Link(Step.SAID, written(run[begin:end]), self.names.as_it_stands(phrase), cue_of(run, begin, end)),)

    def _own_speaker(self, run: Sequence[Token], begin: int, end: int, memory: Memory) -> Chain:
        """As in "its spokeswoman": of the body the sentence began with, or the one that spoke last."""
        phrase = run[begin:end]
        if phrase[0].low not in {"its", "their", "his", "her"} or not any(
            True for _ in self.names.spokesmen.all(phrase)
        ):
            return ()
        start = self._noun_start(run, 0, begin)
        stop = next(
            (
                k
                for k in range(start, begin)
                if run[k].low in self.small["finite_words"]
                or run[k].text == ","
                or (k > start and run[k].low.endswith("ed"))
            ),
            begin,
        )
        named = self.names.named(run[start:stop]) if start < stop else None
        body = named.link if named is not None and named.role == "body" else None
        if body is None and named is None and start < stop:
            owner = [token for token in run[start:stop] if token.low not in self.small["determiners_words"]]
            body = Link(Step.SAID, "", slug(written(owner))) if owner else None
        told = "" if body is not None else self.names.institution(run[:begin])
        body = Link(Step.SAID, "", told) if told else body
        spoke = next((link for _, link, _ in reversed(memory.people) if link.institution), None)
        source = body.institution if body is not None else spoke.institution if spoke is not None else ""
        return (Link(Step.SAID, written(phrase), source, cue_of(run, begin, end)),) if source else ()

    def _publishes(self, run: Sequence[Token], verb: int, phrase: Sequence[Token]) -> bool:
        """Whether an acronym that nothing else explains reports something: "ONA reported"."""
        letters = [token for token in phrase if token.low != "the"]
        acronym = len(letters) == 1 and letters[0].text.isupper() and 2 < len(letters[0].text) < 6
        return acronym and run[verb].low in {"reported", "reports"} and not self.names.state_of(phrase)

    def _with_name(self, inserted: Sequence[Token], named: Named) -> Named:
        """As in "A spokeswoman for the ministry, Nomen Nescio, said": somebody not named until the comma."""
        titles = all(token.capital and token.word for token in inserted) and len(inserted) >= 2
        if not titles or self.names.outlet(inserted) is not None:
            return named
        name = written([token for token in inserted if token.low not in self.names.titles])
        source = f"{named.link.institution}/{slug(name)}" if named.link.institution else slug(name)
        return Named("person", replace(named.link, step=Step.SAID, name=name, source=source))

    def _definite(self, run: Sequence[Token], begin: int, end: int, memory: Memory) -> Chain:
        """As in "the Russian minister", "the ministry", "the Post": somebody known by his last word."""
        phrase = run[begin:end]
        if phrase[0].low not in {"the", "this", "that"} or len(phrase) < 2:
            return ()
        head = phrase[-1].low
        cue = cue_of(run, begin, end)
        small = not any(token.capital for token in phrase[1:])
        if head in self.names.unnamed and (small or self.names.person(phrase) is None) and len(phrase) <= 4:
            small_words = {token.low for token in phrase if not token.capital} - self.small["determiners_words"]
            for said, link, chain in reversed(memory.people):
                if small_words <= said:
                    return (*chain, replace(link, cue=cue))
        if small and head in self.bodies:
            for said, link, _ in reversed(memory.people):
                if head in said and link.step is Step.SAID:
                    return (replace(link, name=written(phrase), source=link.institution, cue=cue),)
        if phrase[1].capital and (len(phrase) == 2 or phrase[2].low == "'s"):
            known = next(
                (link for _, link in reversed(memory.outlets) if phrase[1].low in link.name.casefold().split()), None
            )
            if known is not None:
                return (replace(known, name=written(phrase[:2]), cue=cue),)
        return ()

    def _subject(self, run: Sequence[Token], verb: int, memory: Memory) -> tuple[Chain, int]:
        """The source before a verb, and the token it begins at."""
        at = self._before_auxiliaries(run, verb)
        if at <= 0:
            return (), verb
        begin, end = self._source_stretch(run, at)
        begin = self._noun_start(run, begin, end)
        if begin >= end:
            return (), verb
        back = self.back.at(run, begin)
        if back is not None and back.last == end:
            return self._back_reference(run, back, at, memory), begin
        if end - begin == 1 and run[begin].low in self.small["pronouns_words"]:
            return (), verb
        own = () if self._inserted_name(run, end, at) else self._own_speaker(run, begin, end, memory)
        known = own or self._definite(run, begin, end, memory) or self._document_by(run[begin:end])
        if known:
            return known, begin
        named = self._described(run, (begin, end, at), memory) or self._anybody(run, begin, end, verb)
        return ((self._fitted(run, named, (begin, end, at), verb).link,), begin) if named is not None else ((), verb)

    def _learn(self, run: Sequence[Token], memory: Memory) -> None:
        """Keep who is named with an office, and whose an office is, for when they are named shortly."""
        memory.subject = self.names.state_of(run[:4]) if run and run[0].capital else ""
        for hit in self.names.offices.all(run):
            begin = hit.first
            while begin > max(0, hit.first - 3) and run[begin - 1].word:
                begin -= 1
            around = run[begin : hit.last]
            after = run[hit.last : hit.last + 4]
            state = self.names.state_of(around) or (
                self.names.state_of(after) if after and after[0].low == "of" else ""
            )
            state = state or self.names.implied.get(hit.meaning, "")
            if state:
                following = run[hit.last : hit.last + 4]
                ends = (last for first, last in capital_runs(following) if first == 0)
                holder = next((following[last - 1].low for last in ends), "")
                memory.offices[hit.meaning] = (f"{state}.{hit.meaning}", holder)
        for first, last in capital_runs(run):
            begin = max(0, first - 3)
            while begin < first and run[begin].text in {",", ".", ";"}:
                begin += 1
            phrase = run[first:last]
            if not self.names.office(phrase) and not (self.spoken_for(run, begin, first)):
                continue
            phrase = run[begin:last] if self.spoken_for(run, begin, first) else phrase
            named = self.names.named(phrase)
            if named is not None and named.role == "person":
                named = self._completed(phrase, named, memory)
                said = frozenset(token.low for token in phrase)
                memory.mentioned[run[last - 1].low] = (said, named.link)

    def spoken_for(self, run: Sequence[Token], begin: int, first: int) -> bool:
        """Whether a word for a spokesman stands right before a name."""
        return first > begin and run[first - 1].low in {"spokesman", "spokeswoman", "spokesperson"}

    def _remember(self, run: Sequence[Token], one: Attribution, memory: Memory) -> None:
        words = frozenset(token.low for token in run[one.tokens[0] : one.tokens[1]])
        nearer: Chain = ()
        for link in one.chain:
            if link.step is Step.CITES:
                memory.outlet = link
                memory.outlets.append((words | frozenset(link.name.casefold().split()), link))
                nearer = (*nearer, link)
            elif link.step is Step.DOCUMENT:
                memory.document = link
            elif link.step in {Step.SAID, Step.UNNAMED}:
                self._remember_person(words, link, memory)
        memory.speaker = one.chain

    def _remember_person(self, words: frozenset[str], link: Link, memory: Memory) -> None:
        earlier = next((said for said, known, _ in reversed(memory.people) if known.source == link.source), frozenset())
        memory.people.append((words | (earlier if link.institution else frozenset()), link, ()))
        del memory.people[:-KEPT], memory.outlets[:-KEPT]
        head, _, _who = link.source.partition("/")
        _state, dot, office = head.partition(".")
        if dot:
            memory.offices.setdefault(office, (head, ""))
            memory.body = Link(Step.SAID, link.name, head, link.cue)


def cue_of(run: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The characters of some tokens, at least one."""
    last = max(first + 1, min(last, len(run)))
    return run[first].start, run[last - 1].end


def text_of(run: Sequence[Token], hit: Hit) -> str:
    """The words of a phrase found."""
    return written(run[hit.first : hit.last])
