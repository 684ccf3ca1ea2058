"""Who is said to have said what: the cues of a sentence, the sources they name, and the stretch each covers.

Five shapes carry attribution in news prose: a source before a verb of saying ("X said that …", "…, X said"), a source
after one ("…, said X"), a source after a preposition ("according to X"), a source cited by another ("X reported,
citing Y"; "X quoted Y as saying"), and hearsay without anybody ("is said to"). Words that take a source up again
("the newspaper", "he", "the official") are resolved to the one last named.

What it does not do: follow a pronoun through a crowd, or tell irony. What it cannot resolve keeps its words as name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from truceline.claims import Chain, Link, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.naming import Named, Names, capital_runs, slug, written
from truceline.formats.reading.phrases import Hit, Phrases
from truceline.formats.reading.sentences import Sentence, Token
from truceline.formats.reading.words import Words

LEAD = 8  # sentences in which an outlet taken up in the lead is named at last
REACH = 40  # tokens that a source may stand away from its verb, an inserted clause included
_BREAKS = frozenset({";", ":", "“", "”", '"', "(", ")", "—", "–", "«", "»", "…"})
_CLAUSE = frozenset(
    {
        "what",
        "but",
        "that",
        "because",
        "when",
        "while",
        "if",
        "although",
        "though",
        "whereas",
        "as",
        "where",
        "so",
        "yet",
        "until",
        "after",
        "before",
    }
)
_AFTER_STOP = frozenset(
    {
        "that",
        "who",
        "which",
        "as",
        "on",
        "but",
        "while",
        "when",
        "in",
        "after",
        "before",
        "because",
        "whose",
        "during",
        "late",
        "earlier",
        "last",
        "this",
        "although",
        "though",
        "where",
        "at",
        "via",
        "using",
        "to",
        "has",
        "have",
        "had",
        "was",
        "is",
        "were",
        "are",
        "would",
        "will",
        "could",
        "said",
        "says",
    }
)
_FINITE = frozenset({"is", "was", "are", "were", "has", "had", "have", "would", "will", "did", "does"})
_CITES = frozenset(
    {"citing", "quoting", "cited", "quoted", "referring", "attributing", "crediting", "which", "cites", "quotes"}
)
KEPT = 60  # people and outlets of an article that are kept in mind
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "its", "their", "his", "her", "our", "one", "another"})
LONGEST_SOURCE = 8  # words of a source that no list knows
_BE = frozenset({"was", "were", "been", "is", "are", "being"})
_PRONOUNS = frozenset({"he", "she", "they", "it"})


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


class Cues:
    """The attribution rules of one language."""

    def __init__(self, words: Words, names: Names) -> None:
        """Make the lists of the language ready."""
        listed = words.list
        self.names = names
        self.verbs = Phrases({"said": (*listed("attribution", "said"), *listed("attribution", "reported"))})
        self.reported = frozenset(listed("attribution", "reported"))
        self.according = Phrases({"according": listed("attribution", "according")})
        self.citing = Phrases({"citing": listed("attribution", "citing")})
        self.as_saying = Phrases({"as": listed("attribution", "as_saying")})
        self.told = frozenset(listed("attribution", "told"))
        self.audience = Phrases({"audience": listed("attribution", "audience")})
        self.hearsay = Phrases({"hearsay": listed("attribution", "hearsay")})
        self.skipped = Phrases({"aux": listed("attribution", "auxiliaries")})
        self.back = Phrases(
            {
                "outlet": listed("attribution", "back_outlet"),
                "document": listed("attribution", "back_document"),
                "person": listed("attribution", "back_person"),
            }
        )
        self.bodies = frozenset(listed("attribution", "anaphor_bodies"))
        self.signed = Phrases({"signed": listed("attribution", "signed")})
        self.anonymity = names.anonymity
        self.carried = Phrases({"carried": listed("attribution", "carried")})
        self.tellings = frozenset(listed("attribution", "tellings"))
        self.doubtful = frozenset(listed("attribution", "doubtful"))
        self.openers = frozenset(listed("attribution", "clause_openers"))
        self.wrote = frozenset(listed("attribution", "wrote"))
        groups = words.tables.get("attribution", {}).get("document_groups", ())
        self.document_groups = tuple(frozenset(one) for one in groups) if isinstance(groups, list) else ()
        self.strong = frozenset(listed("attribution", "strong"))
        self.had_by = Phrases({"had": listed("attribution", "had_by")})
        self.believed = Phrases({"believed": listed("attribution", "believed")})
        self.points_back = Phrases({"back": listed("attribution", "points_back")})
        self.mute = frozenset(listed("attribution", "mute"))
        self.against = frozenset(listed("attribution", "against"))
        self.weekdays = frozenset(listed("dates", "weekdays"))

    # ── of one sentence ──

    def read(self, sentence: Sentence, memory: Memory) -> list[Attribution]:
        """The attributions of a sentence in order; the memory learns who was named."""
        run = sentence.tokens
        found: list[Attribution] = []
        self._learn(run, memory)
        memory.prior = memory.outlet
        i = 0
        while i < len(run):
            one = None if self._inside(sentence, i) else self._at(run, i, memory)
            if one is None:
                i += 1
                continue
            if one.chain:
                found.append(one)
                self._remember(run, one, memory)
            i = max(i + 1, min(one.tokens[1], len(run)) if one.after else i + 1)
        return self._joined(run, found)

    def _inside(self, sentence: Sentence, i: int) -> bool:
        """Whether a token stands inside a quotation, where nobody but the quoted speaks."""
        return sentence.quoted[i]

    def _at(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        passive = i > 0 and run[i - 1].low in _BE and run[i].low in {"quoted", "cited"}
        if not passive and (hit := self.according.at(run, i)):
            return self._according(run, hit, memory)
        if hit := self.citing.at(run, i):
            return self._citing(run, hit, memory)
        if hit := self.believed.at(run, i):
            return self._if_believed(run, hit, memory)
        if told := self._told_passively(run, i, memory):
            return told
        if hit := self.hearsay.at(run, i):
            link = Link(Step.UNNAMED, _text(run, hit), f"/{UNNAMED_SOURCE}", _cue(run, hit.first, hit.last))
            return Attribution(link.cue, (link,), (hit.first, hit.last), after=True, verb="")
        if hit := self.verbs.at(run, i):
            return self._saying(run, hit, memory)
        return self._signed(run, i, memory)

    # ── shapes ──

    def _according(self, run: Sequence[Token], hit: Hit, memory: Memory) -> Attribution | None:
        if run[hit.first].low == "per" and hit.first:
            return None
        end = self._phrase_end(run, hit.last)
        outlet = (
            self.names.as_outlet(run[hit.last : end])
            if self.carried.at(run, hit.first) and self.back.at(run, hit.last) is None
            else None
        )
        chain = (
            (outlet.link,) if outlet is not None else self._sources(run, hit.last, end, memory, (hit.first, hit.last))
        )
        chain = chain or self._any_in(run, hit.last, end)
        if not chain:
            return None
        if end < len(run) and run[end].low in {"gave", "told", "sent"}:
            outlet = self.names.outlet(run[end + 1 : end + 6])
            chain = (outlet.link, *chain) if outlet is not None else chain
        chain = (*chain, *self._document_had(run, hit))
        lead = hit.first == 0 or (run[hit.first - 1].text in {",", ";"} and hit.first < 3)
        return Attribution(_cue(run, hit.first, end), chain, (hit.first, end), after=lead, verb="")

    def _citing(self, run: Sequence[Token], hit: Hit, memory: Memory) -> Attribution | None:
        """As in "X quoted Y as saying", "Y was quoted by X (as saying)", ", citing Y"."""
        end = self._phrase_end(run, hit.last)
        passive = hit.first > 0 and run[hit.first - 1].low in {"was", "were", "been", "is", "are", "being"}
        word = run[hit.first].low
        as_at = next((k for k in range(hit.last, min(len(run), hit.last + REACH)) if self.as_saying.at(run, k)), -1)
        if word.endswith("ed") and (passive or (hit.last < len(run) and run[hit.last].low == "as")):
            return self._quoted_passive(run, hit, as_at, memory)
        cited = self._sources(run, hit.last, as_at if 0 <= as_at < end else end, memory, (hit.first, hit.last))
        if not cited or (
            run[hit.first].low in {"referring", "with", "based", "relying", "basing", "on"}
            and cited[-1].step is Step.SAID
        ):
            return None
        subject: Chain = ()
        begin = hit.first
        if hit.first > 0 and run[hit.first - 1].text != ",":
            subject, begin = self._subject(run, hit.first, memory)
        last = self.as_saying.at(run, as_at).last if as_at >= 0 and as_at <= end + 1 else end  # type: ignore[union-attr]
        return Attribution(
            _cue(run, begin, last), (*subject, *cited), (begin, last), after=as_at >= 0 and begin == 0, verb=word
        )

    def _quoted_passive(self, run: Sequence[Token], hit: Hit, as_at: int, memory: Memory) -> Attribution | None:
        subject, begin = self._subject(run, hit.first, memory)
        by_at = next((k for k in range(hit.last, min(len(run), hit.last + 12)) if run[k].low in {"by", "in"}), -1)
        last = hit.last
        if as_at >= 0:
            said = self.as_saying.at(run, as_at)
            last = said.last if said else last
        outlet: Chain = ()
        if by_at >= 0:
            end = self._phrase_end(run, by_at + 1)
            outlet = tuple(
                one for one in self._sources(run, by_at + 1, end, memory, (by_at, by_at + 1)) if one.step is Step.CITES
            )
            last = max(last, end) if outlet else last
        if not subject:
            return None
        return Attribution(
            _cue(run, begin, last), (*outlet, *subject), (begin, last), after=True, verb=run[hit.first].low
        )

    def _saying(self, run: Sequence[Token], hit: Hit, memory: Memory) -> Attribution | None:
        """A verb of saying with its source before it, or after it."""
        if run[hit.first].capital and hit.first > 0:
            return None
        if run[hit.first].low in {"put", "puts"} and not any(
            token.low == "at" for token in run[hit.last : hit.last + 7]
        ):
            return None
        if run[hit.first].low in self.doubtful and not self._clause_follows(run, hit):
            return None
        nominal = (
            hit.first > 0
            and run[hit.first].low in {"report", "reports", "claim", "claims", "charged"}
            and run[hit.first - 1].low
            in {
                "a",
                "the",
                "its",
                "new",
                "latest",
                "an",
                "of",
                "to",
                "february",
                "that",
                "this",
                "their",
                "these",
                "such",
                "and",
                "'s",
            }
        )
        if nominal or (
            hit.first
            and run[hit.first - 1].low in {"to", "be", "being", "was", "were", "been"}
            and hit.first + 1 < len(run)
        ):
            return None
        inverted = self._inverted(run, hit, memory)
        if inverted is not None:
            return inverted
        chain, begin = self._subject(run, hit.first, memory)
        if not chain:
            return None
        heard = self._told if run[hit.first].low in self.told else self._said_to
        told, last = heard(run, hit.last, memory)
        if told and chain[0].step is Step.CITES:
            told = ()
        ends = last >= len(run) or run[last].text in {".", ",", "”", '"'} or (last + 1 >= len(run))
        tail = (
            hit.first > 0
            and begin > 0
            and run[begin - 1].text in {",", "”", '"', "—", "–", "’"}
            and self._ends_here(run, last)
        )
        return Attribution(
            _cue(run, begin, last),
            (*told, *chain),
            (begin, last),
            after=not (tail or (ends and begin > 4)),
            verb=run[hit.first].low,
        )

    def _clause_follows(self, run: Sequence[Token], hit: Hit) -> bool:
        after = run[hit.last] if hit.last < len(run) else None
        return (
            after is None
            or after.low in self.openers
            or after.capital
            or after.text in {",", "“", '"', ":"}
            or (
                after.text == "."
                and (
                    run[hit.first].low not in {"claim", "claims", "report", "reports"}
                    or any(token.text == "," for token in run[max(0, hit.first - 7) : hit.first])
                )
            )
        )

    def _ends_here(self, run: Sequence[Token], last: int) -> bool:
        """Whether little but a time or an audience follows."""
        rest = run[last:]
        stop = next((k for k, token in enumerate(rest) if token.text in {".", ",", ";", "”"}), len(rest))
        return stop <= 8 and (not rest or "that" not in [token.low for token in rest[:stop]])

    def _inverted(self, run: Sequence[Token], hit: Hit, memory: Memory) -> Attribution | None:
        """As in "…," said X."""
        marked = hit.first > 0 and run[hit.first - 1].text in {",", "”", '"', "’", "'", "—", "–", "?"}
        if not marked or hit.last >= len(run):
            return None
        after = run[hit.last]
        if after.low in self.weekdays:
            return None
        starts = (
            after.capital
            or after.low
            in {"the", "a", "an", "one", "his", "its", "their", "sources", "officials", "several", "two", "some"}
            or after.low in self.names.unnamed
        )
        if not starts or run[hit.first].low == "told":
            return None
        end = self._phrase_end(run, hit.last)
        chain = self._sources(run, hit.last, end, memory, (hit.first, hit.last))
        if not chain or self._has_subject(run, hit, memory):
            return None
        told, last = self._said_to(run, end, memory)
        return Attribution(
            _cue(run, hit.first, max(end, last)),
            (*told, *chain),
            (hit.first, max(end, last)),
            after=False,
            verb=run[hit.first].low,
        )

    def _has_subject(self, run: Sequence[Token], hit: Hit, memory: Memory) -> bool:
        """Whether a source closes before the comma: "The official, who …, said the camps …"."""
        if run[hit.first - 1].text != ",":
            return False
        back = next((k for k in range(hit.first - 2, max(-1, hit.first - REACH), -1) if run[k].text == ","), -1)
        if back <= 0:
            return False
        chain, begin = self._subject(run, hit.first, memory)
        return bool(chain) and begin < back

    def _signed(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "a cable signed by 51 officials": a document that is itself what is told of."""
        wrote = self._wrote(run, i, memory) if run[i].low in self.wrote else None
        if wrote is not None:
            return wrote
        hit = self.signed.at(run, i)
        if hit is None or run[hit.first].low in {"from", "published", "prepared"}:
            return None
        begin = next((k for k in range(i - 1, max(-1, i - 6), -1) if run[k].low in self.names.documents), -1)
        if begin < 0:
            return None
        end = self._phrase_end(run, hit.last)
        signers = run[hit.last : end]
        source = self.names.document_id((*run[begin : begin + 1], *signers))
        link = Link(Step.DOCUMENT, written(run[begin:end]), source, _cue(run, begin, end))
        memory.document = link
        return Attribution(link.cue, (link,), (begin, end), after=begin < 4, verb="")

    def _wrote(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "51 diplomats sent a letter to the ministry": who signed it and what it was."""
        at = next((k for k in range(i + 1, min(len(run), i + 5)) if run[k].low in self.names.documents), -1)
        if at < 0 or i + 1 >= len(run) or run[i + 1].low not in {"a", "an", "the", "their", "this", "that"}:
            return None
        begin = self._noun_start(run, self._stretch_before(run, i), i)
        signers = run[begin:i]
        if not any(token.low in self.names.unnamed for token in signers):
            return None
        source = self.names.document_id((run[at], *signers))
        link = Link(Step.DOCUMENT, written(run[begin : at + 1]), source, _cue(run, begin, at + 1))
        memory.document = link
        return Attribution(link.cue, (link,), (begin, at + 1), after=True, verb=run[i].low)

    # ── sources ──

    def _told(self, run: Sequence[Token], start: int, memory: Memory) -> tuple[Chain, int]:
        """The outlet somebody told something; empty where he told reporters."""
        if start >= len(run):
            return (), start
        if heard := self.audience.at(run, start):
            return (), heard.last
        end = min(len(run), start + 7)
        stop = next(
            (k for k in range(start, end) if run[k].text in {",", ".", ";", "”", '"'} or run[k].low in _AFTER_STOP), end
        )
        if (taken := self.back.at(run, start)) and taken.meaning == "outlet" and memory.outlet is not None:
            return (replace(memory.outlet, cue=_cue(run, start, taken.last)),), taken.last
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
        return (replace(link, cue=_cue(run, cue[0], end)) if link.step is not Step.CITES else link,)

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
                return (outlet.link, Link(Step.DOCUMENT, written(phrase[:k]), own, _cue(phrase, 0, k)))
            if phrase[k].low in {"by", "from"} and k + 1 < len(phrase):
                source = self.names.document_id((phrase[at], *phrase[k + 1 :]))
                named = self.names.named(phrase[k + 1 :])
                if named is not None and named.role in {"person", "body"}:
                    return (Link(Step.DOCUMENT, written(phrase), named.link.source, _cue(phrase, 0, len(phrase))),)
                return (Link(Step.DOCUMENT, written(phrase), source, _cue(phrase, 0, len(phrase))),)
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
            return Named("person", replace(mentioned[1], cue=_cue(phrase, 0, len(phrase))))
        for said, link, _ in reversed(memory.people):
            if wanted and wanted <= said and wanted <= set(link.name.casefold().split()):
                return Named("person", replace(link, cue=_cue(phrase, 0, len(phrase))))
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
        cue = _cue(run, back.first, back.last)
        name = _text(run, back)
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
        if head not in _PRONOUNS:
            for said, link, chain in reversed(memory.people):
                if head in said or (head.endswith("s") and head[:-1] in said):
                    return (*chain, replace(link, cue=cue))
        if memory.people:
            _, link, chain = memory.people[-1]
            return (*chain, replace(link, cue=cue))
        if head in _PRONOUNS:
            return ()
        return (Link(Step.UNNAMED, name, f"/{UNNAMED_SOURCE}", cue),)

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
        if end - begin == 1 and run[begin].low in _PRONOUNS:
            return (), verb
        own = () if self._inserted_name(run, end, at) else self._own_speaker(run, begin, end, memory)
        known = own or self._definite(run, begin, end, memory) or self._document_by(run[begin:end])
        if known:
            return known, begin
        named = self._described(run, (begin, end, at), memory) or self._anybody(run, begin, end, verb)
        return ((self._fitted(run, named, (begin, end, at), verb).link,), begin) if named is not None else ((), verb)

    def _source_stretch(self, run: Sequence[Token], at: int) -> tuple[int, int]:
        """Where the source stands that ends at a token: before a joining word, an inserted clause, or right there."""
        if run[at - 1].low in {"but", "and"}:
            return self._shared_subject(run, at - 1)
        if run[at - 1].text == ",":
            return self._around_insertion(run, at - 1)
        return self._stretch_before(run, at), at

    def _back_reference(self, run: Sequence[Token], back: Hit, at: int, memory: Memory) -> Chain:
        """Whoever words like "the official" take up; somebody unnamed where nobody was named and none will be."""
        chain = self._taken_up(run, back, memory)
        if chain or not any(True for _ in self.anonymity.all(run[back.first : at])):
            return chain
        cue = _cue(run, back.first, back.last)
        return (Link(Step.UNNAMED, _text(run, back), f"/{UNNAMED_SOURCE}", cue),)

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

    def _inserted_name(self, run: Sequence[Token], end: int, at: int) -> bool:
        """Whether a name stands between commas after a source: "its spokesman, Peter …," said."""
        return end < at and any(token.capital for token in run[end:at])

    def _anybody(self, run: Sequence[Token], begin: int, end: int, verb: int) -> Named | None:
        """Whoever stands before a verb that only people and bodies do: "the harbour master said"."""
        stop = next((k for k in range(begin + 1, end) if run[k].low in {"who", "which", ","}), end)
        phrase = run[begin:stop]
        hit = self.verbs.at(run, verb)
        said = written(run[hit.first : hit.last]).casefold() if hit is not None else ""
        determined = phrase[0].low in _DETERMINERS or phrase[0].capital or any(token.low == "'s" for token in phrase)
        if said not in self.strong or not determined or len(phrase) > LONGEST_SOURCE or not phrase[-1].word:
            return None
        owned = next((k + 1 for k in range(len(phrase) - 1, -1, -1) if phrase[k].low == "'s"), 0)
        bare = [token for token in phrase[owned:] if token.low not in _DETERMINERS]
        if (
            not bare
            or bare[-1].low in self.mute
            or bare[0].low in self.names.no_names
            or not bare[-1].text[0].isalpha()
        ):
            return None
        return Named("body", Link(Step.SAID, written(phrase), self.names.as_it_stands(phrase), _cue(run, begin, end)))

    def _any_in(self, run: Sequence[Token], begin: int, end: int) -> Chain:
        """Whoever follows a cue, known or not; nothing that cannot speak."""
        phrase = [token for token in run[begin:end] if token.word or token.low == "'s"]
        owned = next((k + 1 for k in range(len(phrase) - 1, -1, -1) if phrase[k].low == "'s"), 0)
        bare = [token for token in phrase[owned:] if token.low not in _DETERMINERS]
        if not bare or len(phrase) == len(bare) or len(bare) > LONGEST_SOURCE or any(t.low in self.mute for t in bare):
            return ()
        return (Link(Step.SAID, written(run[begin:end]), self.names.as_it_stands(phrase), _cue(run, begin, end)),)

    def _document_had(self, run: Sequence[Token], hit: Hit) -> Chain:
        """As in "DOCUMENT, obtained by OUTLET": the document stands before."""
        if self.had_by.at(run, hit.first) is None:
            return ()
        end = hit.first - 1 if hit.first and run[hit.first - 1].text == "," else hit.first
        at = next((k for k in range(end - 1, max(-1, end - 12), -1) if run[k].low in self.names.documents), -1)
        if at < 0 or any(run[k].text in {".", ";"} for k in range(at, end)):
            return ()
        begin = self._noun_start(run, self._stretch_before(run, at), at + 1)
        phrase = run[min(begin, at) : end]
        outlet = self.names.outlet(run[hit.last : self._phrase_end(run, hit.last)])
        source = self.names.document_id(phrase)
        own = source if "/" in source or outlet is None else f"{source} of {outlet.link.source}"
        return (Link(Step.DOCUMENT, written(phrase), own, _cue(phrase, 0, len(phrase))),)

    def _if_believed(self, run: Sequence[Token], hit: Hit, memory: Memory) -> Attribution | None:
        """As in "if X is to be believed"."""
        begin = next((k for k in range(hit.first - 1, max(-1, hit.first - 20), -1) if run[k].low == "if"), -1)
        if begin < 0:
            return None
        owner = next((k for k in range(begin + 1, hit.first) if run[k].low == "'s"), hit.first)
        documented = any(token.low in self.names.documents for token in run[owner : hit.first])
        end = owner if documented else hit.first
        chain = self._sources(run, begin + 1, end, memory, (begin, begin + 1)) or self._any_in(run, begin + 1, end)
        return (
            Attribution(_cue(run, begin, hit.last), chain, (begin, hit.last), after=begin < 2, verb="")
            if chain
            else None
        )

    def _told_passively(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "This was told to OUTLET by X"."""
        if not (i and run[i - 1].low in _BE and i + 2 < len(run) and run[i + 1].low == "to" and self.verbs.at(run, i)):
            return None
        by = next((k for k in range(i + 2, min(len(run), i + 12)) if run[k].low == "by"), -1)
        if by < 0:
            return None
        outlet = self.names.outlet(run[i + 2 : by])
        end = self._phrase_end(run, by + 1)
        chain = self._sources(run, by + 1, end, memory, (by, by + 1)) or self._any_in(run, by + 1, end)
        nearer = (outlet.link,) if outlet is not None else ()
        return (
            Attribution(_cue(run, i, end), (*nearer, *chain), (i, end), after=False, verb=run[i].low) if chain else None
        )

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
                if run[k].low in _FINITE or run[k].text == "," or (k > start and run[k].low.endswith("ed"))
            ),
            begin,
        )
        named = self.names.named(run[start:stop]) if start < stop else None
        body = named.link if named is not None and named.role == "body" else None
        if body is None and named is None and start < stop:
            owner = [token for token in run[start:stop] if token.low not in _DETERMINERS]
            body = Link(Step.SAID, "", slug(written(owner))) if owner else None
        told = "" if body is not None else self.names.institution(run[:begin])
        body = Link(Step.SAID, "", told) if told else body
        spoke = next((link for _, link, _ in reversed(memory.people) if link.institution), None)
        source = body.institution if body is not None else spoke.institution if spoke is not None else ""
        return (Link(Step.SAID, written(phrase), source, _cue(run, begin, end)),) if source else ()

    def _publishes(self, run: Sequence[Token], verb: int, phrase: Sequence[Token]) -> bool:
        """Whether an acronym that nothing else explains reports something: "ONA reported"."""
        letters = [token for token in phrase if token.low != "the"]
        acronym = len(letters) == 1 and letters[0].text.isupper() and 2 < len(letters[0].text) < 6
        return acronym and run[verb].low in {"reported", "reports"} and not self.names.state_of(phrase)

    def _with_name(self, inserted: Sequence[Token], named: Named) -> Named:
        """As in "A spokeswoman for the ministry, Ilsa Trenk, said": somebody not named until the comma."""
        titles = all(token.capital and token.word for token in inserted) and len(inserted) >= 2
        if not titles or self.names.outlet(inserted) is not None:
            return named
        name = written([token for token in inserted if token.low not in self.names.titles])
        source = f"{named.link.institution}/{slug(name)}" if named.link.institution else slug(name)
        return Named("person", replace(named.link, step=Step.SAID, name=name, source=source))

    def _shared_subject(self, run: Sequence[Token], joint: int) -> tuple[int, int]:
        """The source of an earlier verb that one after "and" or "but" shares: "X would not …, but said"."""
        begin = self._noun_start(run, self._clause_start(run, joint), joint)
        for k in range(begin, joint):
            if (
                run[k].low in _FINITE
                or (self.verbs.at(run, k) is not None and not run[k].capital)
                or run[k].text == ","
            ):
                return begin, k
        return joint, joint

    def _clause_start(self, run: Sequence[Token], joint: int) -> int:
        return next(
            (k + 1 for k in range(joint - 1, max(-1, joint - REACH), -1) if run[k].text in _BREAKS),
            max(0, joint - REACH),
        )

    def _definite(self, run: Sequence[Token], begin: int, end: int, memory: Memory) -> Chain:
        """As in "the Russian minister", "the ministry", "the Post": somebody known by his last word."""
        phrase = run[begin:end]
        if phrase[0].low not in {"the", "this", "that"} or len(phrase) < 2:
            return ()
        head = phrase[-1].low
        cue = _cue(run, begin, end)
        small = not any(token.capital for token in phrase[1:])
        if head in self.names.unnamed and (small or self.names.person(phrase) is None) and len(phrase) <= 4:
            small_words = {token.low for token in phrase if not token.capital} - _DETERMINERS
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

    # ── stretches ──

    def _before_auxiliaries(self, run: Sequence[Token], verb: int) -> int:
        at = verb
        while at > 0:
            token = run[at - 1]
            skipped = next(
                (n for n in (4, 3, 2, 1) if at - n >= 0 and (hit := self.skipped.at(run, at - n)) and hit.last == at), 0
            )
            if skipped and at - skipped > 0:
                at -= skipped
            elif (
                token.low.endswith("ly")
                and not token.capital
                and at > 1
                and run[at - 2].low not in {"the", "a", "an", "same"}
            ) or (token.text == "," and at > 1 and self.skipped.at(run, at) is not None and verb > at):
                at -= 1
            else:
                return at
        return at

    def _around_insertion(self, run: Sequence[Token], comma: int) -> tuple[int, int]:
        """The noun before an inserted clause that closes at a comma: "X, who …, said"."""
        low = max(0, comma - REACH)
        openings = [k for k in range(low, comma) if run[k].text == ","]
        if not openings:
            return comma, comma
        relative = {
            "who",
            "which",
            "speaking",
            "whose",
            "a",
            "an",
            "the",
            "head",
            "quoting",
            "citing",
            "in",
            "asked",
            "himself",
            "chief",
            "director",
        }
        opening = next((k for k in openings if k + 1 < comma and run[k + 1].low in relative), openings[-1])
        return self._stretch_before(run, opening), opening

    def _stretch_before(self, run: Sequence[Token], end: int) -> int:
        """Back to where the clause begins that ends at a token."""
        low = max(0, end - REACH)
        for k in range(end - 1, low - 1, -1):
            token = run[k]
            if token.text in _BREAKS or token.text in {",", "’", "'", "?", "!"} or token.low in _CLAUSE:
                return k + 1
            if token.low in _FINITE or (token.low not in self.doubtful and self.verbs.at(run, k) is not None):
                if self._in_relative(run, k):
                    continue
                return k + 1
            if token.low in {"and", "or"} and k + 1 < end and not self._joins_names(run, k):
                return k + 1
        return low

    def _in_relative(self, run: Sequence[Token], k: int) -> bool:
        """Whether a verb stands in "X who … said": the source goes on before it."""
        for j in range(k - 1, max(-1, k - 15), -1):
            if run[j].low == "who":
                return j > 0 and run[j - 1].word
            if not run[j].word:
                return False
        return False

    def _joins_names(self, run: Sequence[Token], k: int) -> bool:
        """Whether "and" joins two sources: "the minister and his deputy said"."""
        before = run[k - 1] if k else None
        after = run[k + 1]
        if before is None:
            return False
        if before.capital and after.capital and k - 1 > 0:
            return True
        return before.low in self.names.unnamed and (
            after.low in self.names.unnamed or after.low in self.names.indefinite
        )

    def _noun_start(self, run: Sequence[Token], begin: int, end: int) -> int:
        """The first token that can begin a source: a determiner, a name, a pronoun, a word for somebody."""
        chosen = end
        for k in range(begin, end):
            token = run[k]
            adverbial = k == begin and token.low in {
                "in",
                "on",
                "at",
                "for",
                "meanwhile",
                "however",
                "earlier",
                "later",
                "also",
                "still",
                "separately",
                "and",
                "supposedly",
                "instead",
                "from",
                "by",
                "speaking",
                "since",
                "to",
                "asked",
                "with",
                "of",
                "during",
                "last",
                "this",
                "once",
                "despite",
                "among",
            }
            if adverbial:
                continue
            fits = (
                token.low in {"the", "a", "an", "his", "her", "its", "their", "this", "that", "one", *(_PRONOUNS)}
                or (token.capital and token.word)
                or token.low in self.names.unnamed
                or token.low in self.names.indefinite
                or token.text[0].isdigit()
                or token.low in self.names.titles
                or (
                    k == begin
                    and (
                        token.low.endswith("ial")
                        or token.low.endswith("ern")
                        or token.low
                        in {
                            "government",
                            "military",
                            "state",
                            "local",
                            "foreign",
                            "intelligence",
                            "diplomatic",
                            "security",
                            "opposition",
                            "rebel",
                            "aid",
                            "humanitarian",
                            "army",
                            "hospital",
                            "medical",
                            "police",
                        }
                    )
                )
            )
            if fits and not self._time_word(run, k):
                chosen = k
                break
        return chosen

    def _time_word(self, run: Sequence[Token], k: int) -> bool:
        """Whether a capital is a weekday's or a month's, with something else after it."""
        token = run[k]
        days = self.names.words.list("dates", "weekdays")
        return token.low in days or token.low in self.names.words.table("dates", "months")

    def _phrase_end(self, run: Sequence[Token], start: int) -> int:
        """The end of the noun phrase that follows a cue, an inserted description of it included."""
        k = start
        while k < len(run):
            token = run[k]
            if token.text in {".", ";", "”", "“", '"', "—", "–", ":", "(", ")"} and not (
                token.text == "." and k + 1 < len(run) and run[k + 1].start == token.end
            ):
                return k
            if token.text == ",":
                return k
            if token.low == "to" and k > start and (run[k - 1].low in self.names.unnamed or run[k - 1].low == "close"):
                k += 1
                continue
            if (
                token.low == "and"
                and k + 1 < len(run)
                and (self.according.at(run, k + 1) or self.citing.at(run, k + 1))
            ):
                return k
            if k > start and token.low in {
                "that",
                "but",
                "while",
                "as",
                "when",
                "because",
                "after",
                "before",
                "on",
                "said",
                "says",
                "which",
                "would",
                "will",
                "has",
                "had",
                "have",
                "is",
                "was",
                "were",
                "are",
                "to",
                "if",
                "last",
                "gave",
                "showed",
                "shows",
                "reported",
                "during",
            }:
                return k
            if k > start and token.low == "who":
                return next(
                    (n for n in range(k, min(len(run), k + REACH)) if run[n].text in {",", ".", ";", "”", '"'}),
                    min(len(run), k + REACH),
                )
            if k > start and token.low in {
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
            }:
                return k
            k += 1
        return k

    # ── after ──

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

    def _joined(self, run: Sequence[Token], found: list[Attribution]) -> list[Attribution]:
        """Cues that stand together are one chain: outlets first, then documents, then people."""
        out: list[Attribution] = []
        for one in found:
            last = out[-1] if out else None
            spoken_against = self._spoken_against(run, one)
            if last is not None and spoken_against:
                out[-1] = replace(last, verb=spoken_against)
            elif last is not None and self._together(run, last, one):
                out[-1] = _merged(run, last, one)
            else:
                out.append(one)
        return out

    def _spoken_against(self, run: Sequence[Token], one: Attribution) -> str:
        """The participle by which whoever spoke before rejects these words; empty: none."""
        before = run[max(0, one.tokens[0] - 4) : one.tokens[0]]
        return next((token.low for token in before if token.low in self.against), "")

    def _together(self, run: Sequence[Token], a: Attribution, b: Attribution) -> bool:
        between = run[a.tokens[1] : b.tokens[0]]
        if b.tokens[0] < a.tokens[1]:
            return True
        if len(between) == 1 and between[0].low == "and" and not b.verb and b.chain[0].step is Step.CITES:
            return True
        if any(token.low in {"but", "and", ";", "while", "whereas", "although"} for token in between):
            return False
        outlets = [any(link.step is Step.CITES for link in one.chain) for one in (a, b)]
        cited = b.verb in {
            "citing",
            "quoting",
            "cited",
            "quoted",
            "referring",
            "attributing",
            "crediting",
            "which",
            "relying",
            "based",
            "sourcing",
            "basing",
            "cites",
            "quotes",
        }
        return cited or (
            outlets[0] != outlets[1] and (len(between) <= 3 or not a.after or b.tokens[0] >= len(run) - 12 or True)
        )


def _merged(run: Sequence[Token], a: Attribution, b: Attribution) -> Attribution:
    links: list[Link] = []
    a_cites = a.verb in _CITES and b.verb not in _CITES
    for link in (*b.chain, *a.chain) if a_cites else (*a.chain, *b.chain):
        if all(link.source != known.source for known in links):
            links.append(link)
    if not a_cites and b.verb not in _CITES:
        order = {Step.CITES: 0, Step.DOCUMENT: 1, Step.SAID: 2, Step.UNNAMED: 2}
        links.sort(key=lambda link: order.get(link.step, 1))
    first, last = min(a.tokens[0], b.tokens[0]), max(a.tokens[1], b.tokens[1])
    return Attribution(
        (run[first].start, run[min(last, len(run)) - 1].end),
        tuple(links),
        (first, last),
        after=(a.after and b.after) or (a.after and a.tokens[0] < 3),
        verb=a.verb or b.verb,
    )


def _cue(run: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    last = max(first + 1, min(last, len(run)))
    return run[first].start, run[last - 1].end


def _text(run: Sequence[Token], hit: Hit) -> str:
    return written(run[hit.first : hit.last])


def walked(
    sentences: Sequence[Sentence], cues: Cues, memory: Memory | None = None
) -> Iterator[tuple[Sentence, list[Attribution]]]:
    """Every sentence with its attributions; a quotation alone is the last speaker's."""
    memory = memory if memory is not None else Memory()
    memory.outlet = _named_soon(sentences, cues)
    paragraph = -1
    spoke: Chain = ()
    for sentence in sentences:
        found = cues.read(sentence, memory)
        spoke = spoke if sentence.paragraph == paragraph else ()
        if not found and _all_quoted(sentence) and (spoke or memory.speaker):
            chain = spoke or memory.speaker
            found = [Attribution(chain[-1].cue, chain, (0, 0), after=True, verb="")]
        elif found:
            spoke = found[-1].chain
        paragraph = sentence.paragraph
        yield sentence, found


def _named_soon(sentences: Sequence[Sentence], cues: Cues) -> Link | None:
    """The outlet first named: whom "a new report says" in a lead means."""
    ahead = Memory()
    for sentence in sentences[:LEAD]:
        cues.read(sentence, ahead)
        if ahead.outlet is not None:
            return ahead.outlet
    return None


def _all_quoted(sentence: Sentence) -> bool:
    """Whether a sentence is nothing but words of somebody."""
    return bool(sentence.quoted) and all(
        inside or not token.word for token, inside in zip(sentence.tokens, sentence.quoted, strict=True)
    )
