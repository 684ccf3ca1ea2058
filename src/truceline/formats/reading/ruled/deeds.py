"""What was done, by whom and to whom, in a stretch of Arabic or Russian: words, prepositions and order.

A deed's words come from the language's deeds.toml, the more exact kind before the wider. Who did it and to whom is
read from prepositions ("من قبل", "со стороны", "على", "по") and from which side of the deed an actor stands on, as far
as the language's order says; where neither says, it is left out. Talks and agreements have all who are named in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.formats.reading.letters import Token
from truceline.formats.reading.ruled.lexicon import Forms, Hit, Lexicon
from truceline.formats.reading.ruled.names import Mention, Names
from truceline.formats.reading.ruled.voices import Cue
from truceline.formats.reading.words import Words

_TOGETHER = frozenset({"talks", "agreement", "ceasefire"})
_TO = frozenset({"proposal", "pressure"})  # deeds of which whoever is named second is the one they are for
_NEAR = 4  # tokens between a preposition and the actor it governs
_REACH = 3  # tokens before a deed in which a word of negation counts


@dataclass(frozen=True, slots=True)
class Doing:
    """One deed in a stretch."""

    kind: str
    at: int  # index of its token
    by: tuple[str, ...]
    against: tuple[str, ...]
    negated: bool
    mood: str  # proposed | threatened; empty: neither
    stops: bool  # whether it is to end: "must stop bombing"


class Deeds:
    """A language's deeds."""

    def __init__(self, words: Words, forms: Forms, names: Names) -> None:
        """Take the words of deeds, of negation and of mood."""
        self.names = names
        verbs, nouns = words.groups("deeds", "verbs"), words.groups("deeds", "nouns")
        self.order = tuple(dict.fromkeys((*nouns, *verbs)))
        entries = [(one, (kind, True)) for kind, some in verbs.items() for one in some]
        entries += [(one, (kind, False)) for kind, some in nouns.items() for one in some]
        self.words: Lexicon[tuple[str, bool]] = Lexicon(forms, entries)
        self.roles = Lexicon.of(forms, {one: words.list("deeds", one) for one in ("by", "against")})
        self.moods = Lexicon.of(forms, {one: words.list("modality", one) for one in ("threatened", "proposed")})
        self.not_so = Lexicon.of(forms, {"not": words.list("modality", "not_so")})
        self.himself = Lexicon.of(forms, {one: words.list("deeds", one) for one in ("himself", "ourselves")})
        self.received = Lexicon.of(forms, {"received": words.list("deeds", "received")})
        self.stop = Lexicon.of(forms, {"stop": words.list("modality", "stop")})
        self.subject_first = "subject_first" in words.list("forms", "order")

    def of(self, row: Sequence[Token], cues: Sequence[Cue], skip: frozenset[int]) -> Doing | None:
        """The deed of a stretch that says most; None: none."""
        named = {i for hit in self.names.mentions(row) for i in range(hit.first, hit.last)}
        named |= {i for hit in self.names.outlets.within(row) for i in range(hit.first, hit.last)}
        hits = [one for one in self.words.within(row) if one.first not in skip and one.first not in named]
        if not hits:
            return None
        best = min(hits, key=lambda one: (self.order.index(one.value[0]), one.first))
        kind = best.value[0]
        actors = self._actors(row, cues, best)
        by, against = self._sides(row, best, actors)
        got = next((one for one in self.received.within(row, 0, best.first) if kind == "proposal"), None)
        if got is not None:
            against, by = by or against, ()
        turned = [best.first] + ([got.first] if got else [])
        negated = any(self._near(row, at, self.not_so) for at in turned)
        said = {i for cue in cues for i in range(cue.hit.first, cue.hit.last)}
        moods = (one for one in self.moods.within(row) if one.first not in said)
        mood = next((one.value for one in moods if one.first != best.first or kind != "proposal"), "")
        if kind == "proposal" and not negated:
            mood = mood or "proposed"
        stops = kind not in _TOGETHER and self._near(row, best.first, self.stop)
        return Doing(kind, best.first, by, against, negated, mood, stops)

    def _near(self, row: Sequence[Token], at: int, words: Lexicon[str]) -> bool:
        """Whether one of these words stands just before a token, no mark between."""
        for i in range(max(0, at - _REACH), at):
            hit = words.at(row, i)
            if hit is not None and hit.last <= at and all(one.is_word for one in row[i:at]):
                return True
        return False

    def _actors(self, row: Sequence[Token], cues: Sequence[Cue], deed: Hit[tuple[str, bool]]) -> list[Hit[Mention]]:
        """The actors of a stretch, those left out that only say it; one who says it of himself stays."""
        saying = self._saying(row, cues)
        hits = list(self.names.mentions(row))
        kept = [one for one in hits if one.first not in saying]
        if kept or deed.first in saying:
            return kept or hits
        told = next(
            (i for i in sorted(saying) if i + 1 < len(row) and i + 1 not in saying and self.names.that.at(row, i + 1)),
            -1,
        )
        selves = [hit for hit in self.himself.within(row) if hit.value == "ourselves" or told <= hit.first < told + 4]
        own = any(hit.value == "ourselves" or told >= 0 for hit in selves)
        return hits if own else []

    def _saying(self, row: Sequence[Token], cues: Sequence[Cue]) -> set[int]:
        """The tokens of words of saying with what stands beside them up to a mark or "that"."""
        taken: set[int] = set()
        for cue in cues:
            taken.update(range(cue.hit.first, cue.hit.last))
            for step in (1, -1):
                i = cue.hit.last if step > 0 else cue.hit.first - 1
                while (
                    0 <= i < len(row)
                    and row[i].is_word
                    and not self.names.that.at(row, i)
                    and not self.words.at(row, i)
                ):
                    taken.add(i)
                    i += step
        return taken

    # ── who, to whom ──

    def _sides(
        self, row: Sequence[Token], deed: Hit[tuple[str, bool]], actors: Sequence[Hit[Mention]]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        ids = tuple(dict.fromkeys(one.value.id for one in actors))
        if deed.value[0] in _TOGETHER:
            return ids, ()
        by: dict[str, None] = {}
        against: dict[str, None] = {}
        for one in actors:
            role = self._role(row, one, deed, first=not by)
            if role == "by":
                by.setdefault(one.value.id)
            elif role == "against":
                against.setdefault(one.value.id)
        return tuple(by), tuple(one for one in against if one not in by)

    def _role(self, row: Sequence[Token], actor: Hit[Mention], deed: Hit[tuple[str, bool]], *, first: bool) -> str:
        said = self._marked(row, actor)
        if said:
            return said
        verb = deed.value[1]
        if deed.value[0] in _TO and not first:
            return "against"
        if actor.first < deed.first:
            return "by" if first else ""
        if not self.subject_first:  # the verb comes first: who did it next, whom after that
            return "by" if first else ("against" if verb else "")
        if verb:
            return "" if first and not self._before(row, deed) else "against"
        return "by" if actor.first == deed.last and first else ""

    def _before(self, row: Sequence[Token], deed: Hit[tuple[str, bool]]) -> bool:
        return deed.first > 0 and row[deed.first - 1].is_word

    def _marked(self, row: Sequence[Token], actor: Hit[Mention]) -> str:
        """The role that a preposition just before an actor gives it."""
        found: Hit[str] | None = None
        for i in range(actor.first - 1, max(-1, actor.first - 1 - _NEAR), -1):
            if not row[i].is_word or self.words.at(row, i):
                break
            hit = self.roles.at(row, i)
            if hit is not None and hit.last <= actor.first and (found is None or hit.last == found.last):
                found = hit
        return found.value if found is not None else ""
