"""The names a text may hold: of outlets, actors, offices and documents, and words for those who are not named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.claims import Registry
from truceline.formats.reading.aliases import Aliases
from truceline.formats.reading.letters import Token, folded
from truceline.formats.reading.ruled.lexicon import EXACT, STEM, Forms, Hit, Lexicon
from truceline.formats.reading.words import Words

_SHORT = 3  # letters of a name too short to make an adjective of


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named in a text."""

    id: str
    seat: bool  # by its capital or house


class Names:
    """The names a language's texts may hold: of outlets, actors, offices, and words for those not named."""

    def __init__(self, words: Words, forms: Forms, outlets: Registry, actors: Aliases) -> None:
        """Make one lexicon of each."""
        language = words.language
        listed = words.list
        self.forms = forms
        self.outlets = Lexicon(forms, _outlets(forms, outlets))
        self.actors = Lexicon(forms, _actors(forms, actors, language))
        self.offices = Lexicon.of(forms, words.groups("attribution", "offices"))
        self.carriers = Lexicon.of(forms, {"carrier": listed("attribution", "outlet_nouns")})
        self.unnamed = Lexicon.of(forms, {"unnamed": listed("attribution", "unnamed")})
        self.anonymous = Lexicon.of(forms, {"anonymous": listed("attribution", "anonymity")})
        self.documents = Lexicon.of(forms, words.groups("attribution", "documents"))
        self.backs = Lexicon.of(
            forms, {one: listed("attribution", f"back_{one}") for one in ("outlet", "document", "person")}
        )
        self.spokes = Lexicon.of(forms, {"spokesman": listed("attribution", "spokesmen")})
        self.passed = Lexicon.of(forms, {"passed": listed("attribution", "passed_over")})
        self.no_source = Lexicon.of(forms, {"none": listed("attribution", "no_source")})
        self.prepositions = Lexicon.of(forms, {"preposition": listed("attribution", "prepositions")})
        self.that = Lexicon.of(forms, {"that": listed("attribution", "that")})
        self.in_source = Lexicon.of(forms, {"in": listed("attribution", "in_source")})
        self.places = Lexicon.of(forms, {"in": listed("attribution", "in")})
        self.papers = Lexicon.of(forms, {"paper": listed("attribution", "papers")})
        self.cuts = Lexicon.of(forms, {"cut": listed("attribution", "cuts")})
        self.joined = frozenset(map(folded, listed("attribution", "in_joined")))

    def mentions(
        self, row: Sequence[Token], first: int = 0, last: int | None = None, *, anywhere: int = -1
    ) -> Iterator[Hit[Mention]]:
        """The actors named in a stretch; a capital after "in" is a place and no government, unless it begins there."""
        for hit in self.actors.within(row, first, last):
            before = self.places.at(row, hit.first - 1) if hit.first else None
            located = (hit.first != anywhere and before is not None) or any(one in hit.front for one in self.joined)
            paper = hit.last < len(row) and self.papers.at(row, hit.last) is not None  # "Вашингтон пост" is no capital
            if not paper and not (hit.value.seat and located):
                yield hit


def _outlets(forms: Forms, outlets: Registry) -> Iterator[tuple[str, str]]:
    for one in outlets.outlets.values():
        for name in one.names:
            yield " ".join(forms.stem(part) for part in name.replace("«", " ").replace("»", " ").split()), one.id


def _actors(forms: Forms, actors: Aliases, language: str) -> Iterator[tuple[str, Mention]]:
    for one in actors.actors.values():
        if one.kind == "locality":  # a town's name is a place's before it is a party's
            continue
        for seat, names in ((False, one.names), (True, one.seats)):
            for key in (language, "en", ""):
                for name in names.get(key, ()):
                    if STEM in name or name.startswith(EXACT):
                        yield name, Mention(one.id, seat)
                        continue
                    parted = name.replace("«", " « ").replace("»", " » ")  # marks are tokens of their own
                    yield " ".join(map(forms.stem, parted.split())), Mention(one.id, seat)
                    if " " not in name and len(name) > _SHORT:
                        bare = forms.stem(name).rstrip(STEM)
                        yield from ((bare + end, Mention(one.id, seat=False)) for end in forms.adjectives)
