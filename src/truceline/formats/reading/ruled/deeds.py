"""What was done, by whom and to whom, in a stretch of Arabic or Russian: words, prepositions and order.

A deed's words come from the language's deeds.toml, the more exact kind before the wider. Who did it and to whom is
read from prepositions ("من قبل", "со стороны", "على", "по") and from which side of the deed an actor stands on, as far as the
language's order says; where neither says, it is left out. Talks and agreements have all who are named in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.formats.reading.letters import Token
from truceline.formats.reading.ruled.lexicon import Forms, Hit, Lexicon
from truceline.formats.reading.ruled.voices import Cue, Mention, Names
from truceline.formats.reading.words import Words

_TOGETHER = frozenset({"talks", "agreement", "ceasefire"})
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
        self.joined = {one: words.list("deeds", f"{one}_joined") for one in ("by", "against")}
        self.moods = Lexicon.of(forms, {one: words.list("modality", one) for one in ("threatened", "proposed")})
        self.not_so = Lexicon.of(forms, {"not": words.list("modality", "not_so")})
        self.himself = Lexicon.of(forms, {"self": words.list("deeds", "himself")})
        self.subject_first = "subject_first" in words.list("forms", "order")

    def of(self, row: Sequence[Token], cues: Sequence[Cue], skip: frozenset[int]) -> Doing | None:
        """The deed of a stretch that says most; None: none."""
        hits = [one for one in self.words.within(row) if one.first not in skip]
        if not hits:
            return None
        best = min(hits, key=lambda one: (self.order.index(one.value[0]), one.first))
        kind = best.value[0]
        actors = self._actors(row, cues, best)
        by, against = self._sides(row, best, actors)
        negated = any(self._negates(row, best, i) for i in range(max(0, best.first - _REACH), best.first))
        mood = next((one.value for one in self.moods.within(row) if one.first != best.first or kind != "proposal"), "")
        if kind == "proposal" and not negated:
            mood = mood or "proposed"
        return Doing(kind, best.first, by, against, negated, mood)

    def _negates(self, row: Sequence[Token], deed: Hit[tuple[str, bool]], i: int) -> bool:
        hit = self.not_so.at(row, i)
        return hit is not None and hit.last <= deed.first and all(one.is_word for one in row[i : deed.first])

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
        own = told >= 0 and any(self.himself.at(row, k) for k in range(told + 1, min(told + 4, len(row))))
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
        for role, fronts in self.joined.items():
            if actor.front and any(one in actor.front for one in fronts):
                return role
        for i in range(actor.first - 1, max(-1, actor.first - 1 - _NEAR), -1):
            if not row[i].is_word:
                return ""
            hit = self.roles.at(row, i)
            if hit is not None and hit.last <= actor.first:
                return hit.value
            if self.words.at(row, i):
                return ""
        return ""
