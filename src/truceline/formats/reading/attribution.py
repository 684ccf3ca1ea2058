"""Who is said to have said what: the cues of a sentence, the sources they name, and the stretch each covers.

Five shapes carry attribution in news prose: a source before a verb of saying ("X said that …", "…, X said"), a source
after one ("…, said X"), a source after a preposition ("according to X"), a source cited by another ("X reported,
citing Y"; "X quoted Y as saying"), and hearsay without anybody ("is said to"). Words that take a source up again
("the newspaper", "he", "the official") are resolved to the one last named.

What it does not do: follow a pronoun through a crowd, or tell irony. What it cannot resolve keeps its words as name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from truceline.claims import Chain, Link, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.bounds import REACH
from truceline.formats.reading.naming import written
from truceline.formats.reading.phrases import Hit
from truceline.formats.reading.sentences import Sentence, Token
from truceline.formats.reading.speakers import Attribution, Memory, cue_of, text_of
from truceline.formats.reading.wordings import Wordings

__all__ = ["Attribution", "Cues", "Memory", "walked"]

OBJECT = 3  # words behind a verb among which the noun of its object stands
LEAD = 8  # sentences in which an outlet taken up in the lead is named at last
_CITES = frozenset(
    {"citing", "quoting", "cited", "quoted", "referring", "attributing", "crediting", "which", "cites", "quotes"}
)


class Cues(Wordings):
    """The attribution rules of one language."""

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
        if not found and (one := self.general(sentence, memory)) is not None:
            found.append(one)
            self._remember(run, one, memory)
        memory.last = run
        return self._joined(run, found)

    def _inside(self, sentence: Sentence, i: int) -> bool:
        """Whether a token stands inside a quotation, where nobody but the quoted speaks."""
        return sentence.quoted[i]

    def _at(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        passive = i > 0 and run[i - 1].low in self.small["be_words"] and run[i].low in {"quoted", "cited"}
        if not passive and (hit := self.according.at(run, i)):
            return self._according(run, hit, memory)
        if hit := self.citing.at(run, i):
            return self._citing(run, hit, memory)
        if hit := self.believed.at(run, i):
            return self._if_believed(run, hit, memory)
        if told := self._told_passively(run, i, memory):
            return told
        if hit := self.hearsay.at(run, i):
            link = Link(Step.UNNAMED, text_of(run, hit), f"/{UNNAMED_SOURCE}", cue_of(run, hit.first, hit.last))
            return Attribution(link.cue, (link,), (hit.first, hit.last), after=True, verb="")
        if hit := self.verbs.at(run, i):
            return self._saying(run, hit, memory)
        return self._signed(run, i, memory)

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
        return Attribution(cue_of(run, hit.first, end), chain, (hit.first, end), after=lead, verb="")

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
            cue_of(run, begin, last), (*subject, *cited), (begin, last), after=as_at >= 0 and begin == 0, verb=word
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
            cue_of(run, begin, last), (*outlet, *subject), (begin, last), after=True, verb=run[hit.first].low
        )

    def _saying(self, run: Sequence[Token], hit: Hit, memory: Memory) -> Attribution | None:
        """A verb of saying with its source before it, or after it."""
        if run[hit.first].capital and hit.first > 0:
            return None
        if run[hit.first].low in {"put", "puts"} and not any(
            one.low == "at" and self._quantity(two)
            for one, two in zip(run[hit.last : hit.last + 9], run[hit.last + 1 : hit.last + 10], strict=False)
        ):
            return None
        if run[hit.first].low in self.doubtful and not self._clause_follows(run, hit):
            return None
        nominal = (
            hit.first > 0
            and run[hit.first].low in {"report", "reports", "claim", "claims", "charged"}
            and run[hit.first - 1].low in self.small["saying"]
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
        idle = run[hit.first].low in self.heads["idle"] and self._does(run, hit)
        chain, begin = ((), 0) if idle else self._subject(run, hit.first, memory)
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
            cue_of(run, begin, last),
            (*told, *chain),
            (begin, last),
            after=not (tail or (ends and begin > 4)),
            verb=run[hit.first].low,
        )

    def _does(self, run: Sequence[Token], hit: Hit) -> bool:
        """Whether a verb of other senses too has no clause, quotation or number by it: "claimed the hill"."""
        verb = run[hit.first].low
        if verb in {"said", "says"} and run[hit.last : hit.last + 1] and run[hit.last].low in self.heads["empty"]:
            return True
        joins = self.heads["told_of"] if verb in self.heads["takes_of"] else self.heads["told_so"]
        before = any(token.text in {",", "”", '"', "—", "–", "’"} for token in run[: hit.first])
        rest = run[hit.last :]
        said = any(
            token.low in self.heads["pasts"]
            or token.text in {"“", '"', ":", "‘", ","}
            or token.low in joins
            or token.low.endswith("ing")
            or (k > 0 and token.low.endswith("ed"))
            or (k < OBJECT and self._nominal_word(token))
            for k, token in enumerate(rest)
        )
        return bool(rest) and rest[0].text != "." and not before and not said

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
        marked = hit.first > 0 and run[hit.first - 1].text in self.small["inverted"]
        if not marked or hit.last >= len(run):
            return None
        after = run[hit.last]
        if after.low in self.weekdays:
            return None
        starts = after.capital or after.low in self.small["inverted_2"] or after.low in self.names.unnamed
        if not starts or run[hit.first].low == "told":
            return None
        end = self._phrase_end(run, hit.last)
        chain = self._sources(run, hit.last, end, memory, (hit.first, hit.last))
        if not chain or self._has_subject(run, hit, memory):
            return None
        told, last = self._said_to(run, end, memory)
        return Attribution(
            cue_of(run, hit.first, max(end, last)),
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
        link = Link(Step.DOCUMENT, written(run[begin:end]), source, cue_of(run, begin, end))
        memory.document = link
        return Attribution(link.cue, (link,), (begin, end), after=begin < 4, verb="")

    def _wrote(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "51 clerks wrote a letter to the ministry": who signed it and what it was."""
        at = next((k for k in range(i + 1, min(len(run), i + 5)) if run[k].low in self.names.documents), -1)
        if at < 0 or i + 1 >= len(run) or run[i + 1].low not in {"a", "an", "the", "their", "this", "that"}:
            return None
        begin = self._noun_start(run, self._stretch_before(run, i), i)
        signers = run[begin:i]
        if not any(token.low in self.names.unnamed for token in signers):
            return None
        source = self.names.document_id((run[at], *signers))
        link = Link(Step.DOCUMENT, written(run[begin : at + 1]), source, cue_of(run, begin, at + 1))
        memory.document = link
        return Attribution(link.cue, (link,), (begin, at + 1), after=True, verb=run[i].low)

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
        return (Link(Step.DOCUMENT, written(phrase), own, cue_of(phrase, 0, len(phrase))),)

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
            Attribution(cue_of(run, begin, hit.last), chain, (begin, hit.last), after=begin < 2, verb="")
            if chain
            else None
        )

    def _told_passively(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "This was told to OUTLET by X"."""
        if not (
            i
            and run[i - 1].low in self.small["be_words"]
            and i + 2 < len(run)
            and run[i + 1].low == "to"
            and self.verbs.at(run, i)
        ):
            return None
        by = next((k for k in range(i + 2, min(len(run), i + 12)) if run[k].low == "by"), -1)
        if by < 0:
            return None
        outlet = self.names.outlet(run[i + 2 : by])
        end = self._phrase_end(run, by + 1)
        chain = self._sources(run, by + 1, end, memory, (by, by + 1)) or self._any_in(run, by + 1, end)
        nearer = (outlet.link,) if outlet is not None else ()
        return (
            Attribution(cue_of(run, i, end), (*nearer, *chain), (i, end), after=False, verb=run[i].low)
            if chain
            else None
        )

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
        cited = b.verb in self.small["together"]
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
