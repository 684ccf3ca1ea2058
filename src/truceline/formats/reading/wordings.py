"""The shapes in which a source stands with what it says, beside the listed cues (attribution.py).

Each rule looks at one token and finds one shape: a verb with its subject or agent, a noun for what is said with whose
it is, a phrase of manner, a participle, somebody sure of something, hearsay. The first that fits is the sentence's.

What it does not do: find a second source in a sentence; that is for the listed cues.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from truceline.claims import Chain, Link, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.naming import Named, slug, written
from truceline.formats.reading.sentences import Sentence, Token
from truceline.formats.reading.speakers import Attribution, Memory, cue_of
from truceline.formats.reading.telling import (
    BY,
    ENDS,
    LONGEST,
    NEAR,
    OPENS,
    OWNERS,
    PREPOSITIONS,
    Telling,
    low_plural,
)


class Wordings(Telling):
    """The shapes of one language."""

    def general(self, sentence: Sentence, memory: Memory) -> Attribution | None:
        """Who a sentence without a listed cue is laid to; None: its outlet alone."""
        run = sentence.tokens
        rules = (
            self._manner, self._nominal, self._given, self._passive, self._active, self._gives, self._participle,
            self._sure_of, self._hearsay,
        )  # fmt: skip
        for rule in rules:
            for i in range(len(run)):
                if not sentence.quoted[i] and (found := rule(run, i, memory)) is not None:
                    return found
        return None

    # ── rules ──

    def _anybody(self, run: Sequence[Token], begin: int, end: int, verb: int) -> Named | None:
        """Whoever stands before a verb; somebody told only by what he is ("a driver") is not named."""
        found = super()._anybody(run, begin, end, verb)
        phrase = run[begin:end]
        head = self.head(phrase)
        names = any(token.capital for token in phrase[1:])
        if found is None or head is None or names or not self._nobody_named(phrase, head):
            return found
        return Named("unnamed", replace(found.link, step=Step.UNNAMED, source=f"/{UNNAMED_SOURCE}"))

    def _active(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """A verb of saying with whoever does it."""
        hit = self.saying.at(run, i) or self.of_things.at(run, i) or self.of_matters.at(run, i)
        if (hit is None and run[i].low not in {"put", "puts"}) or (run[i].capital and i):
            return None
        last = hit.last if hit is not None else i + 1
        if i == 0 or run[i - 1].low in self.small["determiners_words"] or self._is_passive(run, i):
            return None
        if run[i].low.endswith("ing") and run[i - 1].low not in self.small["be_words"]:
            return None
        if inverted := self._turned(run, i, last, memory):
            return inverted
        attitude = i > 1 and run[i - 1].low == "to" and run[i - 2].low in self.heads["attitudes"]
        begin, end = self.before(run, i)
        if begin >= end or (run[i - 1].low in PREPOSITIONS and not attitude):
            return None
        led = begin > 0 and run[begin - 1].low in {"as", "what"}
        if not (self._tells(run, i, last) or self.parenthetical(run, begin, last) or led):
            return None
        chain = self.who(run, begin, end, memory) or self._spoken_before(run, begin, memory)
        late = self.parenthetical(run, begin, last)
        return Attribution(cue_of(run, begin, last), chain, (begin, last), not late, run[i].low) if chain else None

    def _tells(self, run: Sequence[Token], i: int, last: int) -> bool:
        """Whether what a verb has behind it is told: a clause, a deed, a matter, a number."""
        if last >= len(run):
            return False
        low, after = run[i].low, run[last].low
        if low in {"put", "puts"}:
            pairs = itertools.pairwise(run[last + 1 : last + NEAR + 3])
            return any(one.low == "at" and self._quantity(two) for one, two in pairs)
        if low in self.heads["counts"]:
            counted = self._quantity(run[last]) and after not in {"a", "some", "over", "under"}
            opens = after in self.openers or run[last].text in OPENS
            return counted or after in {"its", "their"} or (opens and self.clause(run, last))
        thing = self.of_things.at(run, i) is not None
        return (
            (self.of_matters.at(run, i) is not None and after == "of")
            or (
                thing
                and (after in self.small["determiners_words"] or run[last].capital)
                and self._of_thing(run, i, last)
            )
            or low in {"took", "takes", "take"}
            or (after in {"responsibility", "credit", "as"} and self._matters(run, last))
            or (low.startswith(("expect", "fear", "believe")) and self._foreseen(run, last))
            or self._has_clause(run, i, last)
        )

    def _has_clause(self, run: Sequence[Token], i: int, last: int) -> bool:
        thing = self.of_things.at(run, i) is not None
        if not thing and self.saying.at(run, i) is None:
            return False
        after = run[last].low
        follows = after == "to" and last + 1 < len(run) and run[last + 1].low in {"have", "be", "know", "hold"}
        return follows or (thing and after.endswith("ing") and len(after) > 5) or self.clause(run, last)

    def _of_thing(self, run: Sequence[Token], i: int, last: int) -> bool:
        """Whether the object of a verb is what is said, where some objects are not."""
        low, near = run[i].low, run[last : last + NEAR]
        if low.startswith(("call", "label", "brand")):
            return any(token.low in self.heads["lies"] for token in run[last : last + LONGEST])
        if low.startswith(("acknowledg", "admit", "announc", "claim")):
            return any(token.low == "of" for token in near[1:5]) or self.clause(run, last)
        if low.startswith(("describ", "reject", "dismiss")):
            return any(token.low in self.heads["nominals"] or token.low == "as" for token in near)
        return True

    def _foreseen(self, run: Sequence[Token], last: int) -> bool:
        """As in "expect the truce to collapse"."""
        near = itertools.pairwise(run[last + 1 : last + NEAR])
        return any(one.low == "to" and two.low in self.heads["comes_to"] for one, two in near)

    def _matters(self, run: Sequence[Token], at: int) -> bool:
        return run[at].low != "as" or any(token.low in self.heads["nominals"] for token in run[at : at + NEAR])

    def _turned(self, run: Sequence[Token], i: int, last: int, memory: Memory) -> Attribution | None:
        """As in "…," sighed the midwife."""
        if last >= len(run) or run[i - 1].text not in self.small["inverted"] or i < 2:
            return None
        if not (run[last].low in self.small["determiners_words"] or run[last].capital):
            return None
        end = self.after(run, last)
        closed = end >= len(run) or run[end].text in ENDS or run[end].low in PREPOSITIONS
        chain = self.who(run, last, end, memory) if closed else ()
        return Attribution(cue_of(run, i, end), chain, (i, end), after=False, verb=run[i].low) if chain else None

    def _passive(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "it was conceded by the inspector that", "the deaths were confirmed by the magistrate"."""
        thing, said = self.of_things.at(run, i), self.saying.at(run, i)
        put = run[i].low == "put"
        if (thing is None and said is None and not put) or not i or not self._is_passive(run, i):
            return None
        it = any(token.low == "it" for token in run[max(0, i - 5) : i]) or run[0].low == "that"
        if thing is None and not it:
            return None
        by = next((k for k in range(i + 1, min(len(run), i + NEAR)) if run[k].low == "by" or run[k].text == ","), -1)
        if by < 0 and run[i + 1 : i + 2] and run[i + 1].low == "in" and (written_in := self._in_paper(run, i, memory)):
            return written_in
        if by < 0 or run[by].low != "by":
            return None
        end = self.after(run, by + 1)
        chain = self.who(run, by + 1, end, memory)
        return Attribution(cue_of(run, i, end), chain, (i, end), after=it, verb=run[i].low) if chain else None

    def _in_paper(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "the loss was acknowledged in an army communiqué"."""
        end = self.after(run, i + 2)
        at = next((k for k in range(i + 2, end) if run[k].low in self.heads["papers"]), -1)
        if at < 0:
            return None
        begin = i + 3 if run[i + 2].low in self.small["determiners_words"] else i + 2
        whose = self.who(run, begin, at, memory) if begin < at else ()
        owner = whose[-1].source if whose and whose[-1].step is Step.SAID else ""
        link = Link(Step.DOCUMENT, written(run[i + 2 : at + 1]), f"{owner}/{run[at].low}", cue_of(run, i, at + 1))
        return Attribution(link.cue, (link,), (i, at + 1), after=False, verb="")

    def _nominal(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """A noun for what is said, with whose it is and what it says."""
        low = run[i].low
        known = low in self.heads["nominals"] or low.removesuffix("s") in self.heads["nominals"]
        if low in self.heads["papers"] and (paper := self._paper_alone(run, i, memory)) is not None:
            return paper
        if not known or (i and run[i].capital):
            return None
        begin, end, last = self._owner(run, i)
        if begin >= end or last >= len(run):
            return None
        k = last
        while k < len(run) and k < last + 2 and (run[k].low.endswith("ly") or run[k].low in {"also", "has", "have"}):
            k += 1
        is_that = run[k].low in {"is", "was"} and k + 1 < len(run) and run[k + 1].low == "that"
        shows = self.shows.at(run, k) is not None or (
            low in {"account", "version", "story", "log", "logbook", "diary", "record", "report", "telling"}
            and run[last].low == "has"
        )
        if not (shows or is_that or run[k].low == "that"):
            return None
        chain = self._paper(run, i, begin, end, memory) or self.who(run, begin, end, memory)
        first = min(i, begin)
        return Attribution(cue_of(run, first, k + 1), chain, (first, k + 1), after=True, verb="") if chain else None

    def _owner(self, run: Sequence[Token], i: int) -> tuple[int, int, int]:
        """Whose a noun is, and where its phrase ends: before it with 's, or after "of", "by", "from"."""
        if i + 2 < len(run) and run[i + 1].low in BY:
            end = i + 3
            while end < len(run) and not self._closes(run, end):
                end += 1
            return i + 2, end, end
        mark = next(
            (k for k in range(i - 1, max(-1, i - 4), -1) if run[k].low == "'s" or run[k].text in {"'", "’"}), -1
        )
        if mark > 0:
            return *self._stripped(run, self._clause_begin(run, mark), mark), i + 1
        owned = next((k for k in range(i - 1, max(-1, i - 4), -1) if run[k].low.endswith("'s")), -1)
        if owned < 0:  # "tide office records"
            begin, end = self._stripped(run, self._clause_begin(run, i), i)
            single = self.head(run[begin:end]) if begin < end else None
            spoken = single is not None and (self.speaks(single.low) or end - begin > 1)
            return (begin, end, i + 1) if spoken and low_plural(run[i]) else (0, 0, i + 1)
        return (*self._stripped(run, self._clause_begin(run, owned + 1), owned + 1), i + 1)

    def _paper_alone(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "the indictment alleges that": a paper of nobody named."""
        if not i or run[i - 1].low not in self.small["determiners_words"] or self.shows.at(run, i + 1) is None:
            return None
        if not self.clause(run, i + 2) and run[i + 1].low not in self.heads["figures_of"]:
            return None
        cue = cue_of(run, i - 1, i + 1)
        link = Link(Step.DOCUMENT, written(run[i - 1 : i + 1]), f"{run[i].low} in {memory.article[:12]}", cue)
        memory.document = link
        return Attribution(cue, (link,), (i - 1, i + 2), after=True, verb="")

    def _given(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "the figure given by the board", "the figure comes from the board"."""
        if run[i].low not in self.heads["given"] or i + 2 >= len(run) or run[i + 1].low not in {"by", "from"}:
            return None
        if not any(t.low in self.heads["nominals"] or t.low == "figure" for t in run[max(0, i - NEAR) : i]):
            return None
        end = self.after(run, i + 2)
        chain = self.who(run, i + 2, end, memory)
        return Attribution(cue_of(run, i, end), chain, (i, end), after=False, verb="") if chain else None

    def _gives(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "the Courier carried word that", "the ministry published a toll of nine"."""
        if run[i].low not in self.heads["gives"] or not i or self._is_passive(run, i):
            return None
        noun = next((k for k in range(i + 1, min(len(run), i + 6)) if self._nominal_word(run[k])), -1)
        if noun < 0 or noun + 1 >= len(run) or run[noun + 1].low not in {"that", "of", "saying", "in", "on", "from"}:
            return None
        begin, end = self.before(run, i)
        chain = self.who(run, begin, end, memory) if begin < end else ()
        return (
            Attribution(cue_of(run, begin, i + 1), chain, (begin, noun + 1), after=True, verb=run[i].low)
            if chain
            else None
        )

    def _participle(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "Eldmoor's mayor hit back, saying no soldier had been there"."""
        if (
            run[i].low not in self.heads["participles"]
            or not i
            or run[i - 1].text != ","
            or not self.clause(run, i + 1)
        ):
            return None
        begin, end = self.subject_of(run, i)
        chain = self.who(run, begin, end, memory) if begin < end else ()
        return (
            Attribution(cue_of(run, begin, i + 1), chain, (begin, i + 1), after=True, verb=run[i].low)
            if chain
            else None
        )

    def _closes(self, run: Sequence[Token], k: int) -> bool:
        return (
            run[k].text in ENDS
            or run[k].low in {"is", "was", "that", "has", "had", "which"}
            or (self.shows.at(run, k) is not None and run[k - 1].low not in self.small["determiners_words"])
        )

    def _paper(self, run: Sequence[Token], i: int, begin: int, end: int, memory: Memory) -> Chain:
        """The paper itself where the noun is one: "a cable from the consulate"."""
        if run[i].low not in self.names.documents or begin < i:
            return ()
        phrase = run[begin:end]
        whose = self.who(run, begin, end, memory)
        owner = (
            whose[-1].source if whose and whose[-1].step is Step.SAID else slug(written(phrase).removeprefix("the "))
        )
        link = Link(Step.DOCUMENT, written(run[i:end]), f"{owner}/{run[i].low}", cue_of(run, i, end))
        memory.document = link
        return (link,)

    def _manner(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "in the miller's telling", "by his account", "going by X", "to hear X tell it"."""
        if run[i].low in {"in", "by", "on", "from", "to", "at"} and (found := self._owned_manner(run, i, memory)):
            return found
        if run[i].low == "hear" and i and run[i - 1].low == "to":
            stop = next((k for k in range(i + 1, min(len(run), i + NEAR)) if run[k].low in {"tell", "say"}), -1)
            chain = self.who(run, i + 1, stop, memory) if stop > 0 else ()
            return Attribution(cue_of(run, i, stop + 1), chain, (i, stop + 1), after=True, verb="") if chain else None
        if run[i].low == "from" and (
            came := next((k for k in range(i, min(len(run), i + 7)) if run[k].low == "came"), 0)
        ):
            worded = any(token.low in self.heads["nominals"] for token in run[came : came + 4])
            chain = self.who(run, i + 1, came, memory) if worded else ()
            return Attribution(cue_of(run, i, came), chain, (i, came), after=True, verb="") if chain else None
        hit = self.by_source.at(run, i)
        if hit is None or (run[i].low == "per" and i and run[i - 1].text != ","):
            return None
        end = self.after(run, hit.last)
        end = next((k for k in range(hit.last + 1, end) if run[k].low == "'s"), end)
        end = next((k for k in range(hit.last + 1, end) if run[k].low in {"knows", "know", "recalls", "is"}), end)
        chain = self.who(run, hit.last, end, memory)
        return Attribution(cue_of(run, i, end), chain, (i, end), after=i < 2, verb="") if chain else None

    def _owned_manner(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        noun = next((k for k in range(i + 2, min(len(run), i + NEAR)) if run[k].low in self.heads["manners"]), -1)
        if noun < 0 or any(run[k].text in ENDS - {"’"} for k in range(i, noun)):
            return None
        follows = run[noun + 1] if noun + 1 < len(run) else None
        small = self.small["determiners_words"] | self.small["pronouns_words"] | {"no", "nobody", "nothing", "there"}
        if follows is not None and not (
            follows.text in ENDS or follows.capital or follows.text[0].isdigit() or follows.low in small
        ):
            return None
        cue = cue_of(run, i, noun + 1)
        if run[i + 1].low in OWNERS:
            chain = self._again(memory, cue, written(run[i + 1 : noun]))
        else:
            end = next((k for k in range(i + 1, noun) if run[k].low == "'s" or run[k].text in {"'", "’"}), -1)
            end = end if end > 0 else next((k + 1 for k in range(i + 1, noun) if run[k].low.endswith("'s")), -1)
            chain = self.who(run, i + 1, end, memory) if end > 0 else ()
        return Attribution(cue, chain, (i, noun + 1), after=i < 2, verb="") if chain else None

    def _sure_of(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:
        """As in "the warden is adamant that", "…, the cooper is certain"."""
        hit = self.sure.at(run, i)
        if hit is None or not self._is_passive(run, i):
            return None
        at = next((k for k in range(i - 1, max(0, i - 4), -1) if run[k].low in self.small["be_words"]), i)
        begin, end = self.before(run, at)
        fits = self.clause(run, hit.last) or self.parenthetical(run, begin, hit.last) or run[i].low == "on"
        chain = self.who(run, begin, end, memory) if fits and begin < end else ()
        late = self.parenthetical(run, begin, hit.last)
        return Attribution(cue_of(run, begin, hit.last), chain, (begin, hit.last), not late, "") if chain else None

    def _hearsay(self, run: Sequence[Token], i: int, memory: Memory) -> Attribution | None:  # noqa: ARG002 - a rule
        """What is held by nobody named: "is widely believed to", "it has been suggested that", "there is talk that"."""
        last = self._unsure(run, i)
        if not last:
            return None
        cue = cue_of(run, i, last)
        link = Link(Step.UNNAMED, written(run[i:last]), f"/{UNNAMED_SOURCE}", cue)
        return Attribution(cue, (link,), (i, last), after=True, verb="")

    def _unsure(self, run: Sequence[Token], i: int) -> int:
        """Where words of hearsay that begin at a token end; 0: there are none."""
        if hit := self.doubts.at(run, i):
            return hit.last
        if run[i].low in self.heads["held"] and i and self._is_passive(run, i):
            after = run[i + 1].low if i + 1 < len(run) else ""
            it = any(token.low == "it" for token in run[max(0, i - 5) : i])
            that = it and (after in {",", "."} or any(token.low == "that" for token in run[i + 1 : i + 5]))
            doing = after == "to" and i + 2 < len(run) and run[i + 2].low not in self.small["determiners_words"]
            dead = after in self.heads["fates"]
            return i + 1 if dead or (doing and run[i].low not in {"told", "agreed", "expected"}) or that else 0
        if run[i].low in {"emerged", "transpired", "emerges", "transpires"} and i < 4 and run[0].low == "it":
            return i + 1 if self.clause(run, i + 1) else 0
        if run[i].low in self.heads["hearsays"]:
            there = any(token.low == "there" for token in run[max(0, i - 4) : i])
            said = any(
                run[k].low in {"is", "has"} and run[k + 1].low in {"that", "it"}
                for k in range(i + 1, min(len(run) - 1, i + 5))
            )
            opens = i + 1 < len(run) and (
                run[i + 1].low == "that" or (run[i + 1].low in {"of", "about"} and run[i].low != "word")
            )
            return i + 1 if (there and opens) or (said and i < 2) else 0
        return 0
