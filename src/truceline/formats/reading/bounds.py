"""Where the words for a source begin and end, before a verb and after a cue.

A noun phrase is found by what cannot be in it: marks, joining words, verbs. Every search goes a fixed way at most, so
that work stays in proportion to a text's length.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.formats.reading.naming import Names
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.words import Words

REACH = 40  # tokens that a source may stand away from its verb, an inserted clause included


class Bounds:
    """Where sources begin and end, in one language."""

    def __init__(self, words: Words, names: Names) -> None:
        """Make the lists of the language ready."""
        listed = words.list
        self.names = names
        self.small = words.sets("grammar")
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

    def _shared_subject(self, run: Sequence[Token], joint: int) -> tuple[int, int]:
        """The source of an earlier verb that one after "and" or "but" shares: "X would not …, but said"."""
        begin = self._noun_start(run, self._clause_start(run, joint), joint)
        for k in range(begin, joint):
            if (
                run[k].low in self.small["finite_words"]
                or (self.verbs.at(run, k) is not None and not run[k].capital)
                or run[k].text == ","
            ):
                return begin, k
        return joint, joint

    def _clause_start(self, run: Sequence[Token], joint: int) -> int:
        return next(
            (k + 1 for k in range(joint - 1, max(-1, joint - REACH), -1) if run[k].text in self.small["breaks_words"]),
            max(0, joint - REACH),
        )

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
        relative = self.small["around_insertion"]
        opening = next((k for k in openings if k + 1 < comma and run[k + 1].low in relative), openings[-1])
        return self._stretch_before(run, opening), opening

    def _stretch_before(self, run: Sequence[Token], end: int) -> int:
        """Back to where the clause begins that ends at a token."""
        low = max(0, end - REACH)
        for k in range(end - 1, low - 1, -1):
            token = run[k]
            if (
                token.text in self.small["breaks_words"]
                or token.text in {",", "’", "'", "?", "!"}
                or token.low in self.small["clause_words"]
            ):
                return k + 1
            if token.low in self.small["finite_words"] or (
                token.low not in self.doubtful and self.verbs.at(run, k) is not None
            ):
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
            adverbial = k == begin and token.low in self.small["noun_start"]
            if adverbial:
                continue
            fits = (
                token.low
                in {
                    "the",
                    "a",
                    "an",
                    "his",
                    "her",
                    "its",
                    "their",
                    "this",
                    "that",
                    "one",
                    *(self.small["pronouns_words"]),
                }
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
                        or token.low in self.small["noun_start_2"]
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
            if token.text in self.small["phrase_end"] and not (
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
            if k > start and token.low in self.small["phrase_end_2"]:
                return k
            if k > start and token.low == "who":
                return next(
                    (n for n in range(k, min(len(run), k + REACH)) if run[n].text in {",", ".", ";", "”", '"'}),
                    min(len(run), k + REACH),
                )
            if k > start and token.low in self.small["phrase_end_3"]:
                return k
            k += 1
        return k

    def _source_stretch(self, run: Sequence[Token], at: int) -> tuple[int, int]:
        """Where the source stands that ends at a token: before a joining word, an inserted clause, or right there."""
        if run[at - 1].low in {"but", "and"}:
            return self._shared_subject(run, at - 1)
        if run[at - 1].text == ",":
            return self._around_insertion(run, at - 1)
        return self._stretch_before(run, at), at

    def _inserted_name(self, run: Sequence[Token], end: int, at: int) -> bool:
        """Whether a name stands between commas after a source: "its spokesman, Peter …," said."""
        return end < at and any(token.capital for token in run[end:at])
