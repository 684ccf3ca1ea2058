"""Who is meant by a run of words: an outlet, a document, a body, a person with an office, somebody not named.

Shape and dictionary together: a registered outlet or actor by its name, otherwise an outlet by what kind of word its
name ends in, a person by an office or by capitals. What stays unknown keeps its name as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.claims import Link, Registry, Step
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.words import Words

_OF = frozenset({"of", "from", "for", "at", "with"})
_SMALL = frozenset(
    {
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "for",
        "in",
        "to",
        "that",
        "said",
        "as",
        "by",
        "with",
        "but",
        "is",
        "was",
        "former",
        "retired",
        "from",
        "at",
        "his",
        "her",
        "its",
    }
)
_WHOSE = _OF | {"in", "to", "near"}
LONGEST_NAME = 8  # tokens of a name that are looked up
_NOT_SLUG = re.compile(r"[^\w]+")
_DOMAIN = re.compile(r"[\w-]{2,40}\.(?:ru|com|org|net|info|tv|news|co|uk|fr|de)$", re.IGNORECASE)
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "capt", "gen", "col", "lt", "maj", "sgt", "sen", "rep", "gov", "st", "prof", "adm"}
)
_NO_INSTITUTION = frozenset(
    {"western", "eastern", "european", "arab", "several", "senior", "the", "a", "some", "sources", "sunday"}
)


def slug(name: str) -> str:
    """A name as part of an id: small letters, strokes between.

    >>> slug("Gazette of Élm Quay")
    'gazette-of-elm-quay'
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return _NOT_SLUG.sub("-", plain.casefold()).strip("-")


def written(run: Sequence[Token]) -> str:
    """The words of a run as they stand, marks close to their word."""
    out = ""
    for i, token in enumerate(run):
        gap = i > 0 and token.start > run[i - 1].end
        out += (" " if gap else "") + token.text
    return out


@dataclass(frozen=True, slots=True)
class Named:
    """Who a run of words means."""

    role: str  # outlet | document | person | unnamed | body | back
    link: Link


class Names:
    """The dictionaries of one language, ready to be asked."""

    def __init__(self, words: Words, outlets: Registry, actors: object = None) -> None:
        """Keep them as phrases."""
        self.words = words
        self.small = words.sets("grammar")
        self.outlets = outlets
        self.actors = actors
        listed = words.list
        self.states = Phrases(words.groups("actors", "states"))
        self.seats = Phrases(words.groups("actors", "seats"))
        self.groups = Phrases(words.groups("actors", "groups"))
        self.offices = Phrases({slug(one): (one,) for one in listed("attribution", "offices")})
        self.outlet_heads = frozenset(listed("attribution", "outlet_heads"))
        self.outlet_nouns = Phrases({"outlet": listed("attribution", "outlet_nouns")})
        self.not_outlet = Phrases({"not": listed("attribution", "not_outlet")})
        self.unnamed = frozenset(listed("attribution", "unnamed_heads"))
        self.titles = frozenset(listed("attribution", "personal_titles"))
        self.documents = frozenset(listed("attribution", "documents"))
        self.anonymity = Phrases({"anonymous": listed("attribution", "anonymity")})
        self.indefinite = frozenset(listed("attribution", "indefinite"))
        self.spokesmen = Phrases({"spokesman": listed("attribution", "spokesmen")})
        self.no_names = frozenset((*listed("attribution", "nobody"), "the", "a", "an", "in", "on", "but", "and"))
        self.holders = frozenset(listed("attribution", "holders"))
        self.generic = frozenset(listed("attribution", "generic"))
        self.former = frozenset(listed("attribution", "former"))
        self.seen: dict[str, Link] = {}  # outlets that this article has named so far, by name in small letters
        implied = words.table("actors", "implied")
        self.implied = {slug(key): str(value) for key, value in implied.items()}

    # ── outlets ──

    def outlet(self, run: Sequence[Token]) -> Named | None:
        """The outlet a run names: one of the registry, or one by the shape of its name; None: none."""
        return self._registered(run) or self._shaped(run)

    def _registered(self, run: Sequence[Token]) -> Named | None:
        for i, token in enumerate(run):
            if not (token.capital or token.text[0].isdigit()):
                continue
            for end in range(min(len(run), i + LONGEST_NAME), i, -1):
                name = written(run[i:end])
                found = (
                    self.outlets.named(name)
                    or (self.outlets.named("The " + name) if i == 0 or run[i - 1].low != "the" else None)
                    or self.outlets.named("the " + name)
                )
                if found is not None:
                    return Named("outlet", Link(Step.CITES, name, found.id, (token.start, run[end - 1].end)))
                if name.casefold() in self.seen:
                    known = self.seen[name.casefold()]
                    return Named("outlet", Link(Step.CITES, name, known.source, (token.start, run[end - 1].end)))
        return None

    def _shaped(self, run: Sequence[Token]) -> Named | None:
        if any(hit.meaning for hit in self.not_outlet.all(run)):
            return None
        for first, last in capital_runs(run):
            name_run = run[first:last]
            if _DOMAIN.match(written(name_run)):
                return self._new_outlet(name_run)
            if name_run[0].low == "the" and len(name_run) > 1:
                name_run = name_run[1:]
            heads = [k for k, token in enumerate(name_run) if token.low in self.outlet_heads]
            if heads and (len(name_run) > 1) and name_run[0].low not in self.titles:
                return self._new_outlet(name_run)
            beside = self.outlet_nouns.at(run, last) if last < len(run) else None
            before = self._noun_before(run, first)
            if (beside is not None or before) and name_run[0].low not in self.titles and not self.state_of(name_run):
                return self._new_outlet(name_run)
        return None

    def _noun_before(self, run: Sequence[Token], first: int) -> bool:
        return any(hit.last == first for hit in self.outlet_nouns.all(run[:first]))

    def _new_outlet(self, run: Sequence[Token]) -> Named:
        name = written(run)
        found = self.outlets.named(name)
        source = found.id if found is not None else slug(name)
        link = Link(Step.CITES, name, source, (run[0].start, run[-1].end))
        self.seen.setdefault(name.casefold(), link)
        return Named("outlet", link)

    def as_outlet(self, run: Sequence[Token]) -> Named | None:
        """The name in a run taken for an outlet's, because the words before it say so."""
        found = self.outlet(run)
        if found is not None:
            return found
        first, last = next(capital_runs(run), (0, 0))
        return self._new_outlet(run[first:last]) if last > first and not self.office(run) else None

    # ── institutions ──

    def state_of(self, run: Sequence[Token]) -> str:
        """The state or body a run's words point to; empty: none."""
        for hit in self.states.all(run):
            if run[hit.first].capital:
                return hit.meaning
        for hit in self.seats.all(run):
            if run[hit.first].capital:
                return hit.meaning
        return self._known(run)

    def _known(self, run: Sequence[Token]) -> str:
        actor = getattr(self.actors, "actor", None)
        if actor is None:
            return ""
        for first, last in capital_runs(run):
            for begin in range(first, last):
                for end in range(min(last, begin + LONGEST_NAME), begin, -1):
                    found = actor(written(run[begin:end]))
                    if found:
                        return str(found)
        return ""

    def institution(self, run: Sequence[Token]) -> str:
        """Whose source somebody is, by the words that describe him; empty: not said."""
        if any(token.low in self.former for token in run):
            return ""
        office = self.office(run)
        house = self._house(run)
        if house:
            return f"{house}.{office}" if office.rpartition("-")[2] in self.holders else house
        state = self.state_of(run) or self.implied.get(office, "")
        if not state:
            state = self._unknown_state(run)
        return ".".join(part for part in (state, office) if part)

    def _house(self, run: Sequence[Token]) -> str:
        """The organisation somebody is of, by a name of its own: "of the Centre for Border Studies"."""
        for first, last in capital_runs(run):
            joined = first > 0 and (
                run[first - 1].low in _OF or (run[first - 1].low == "the" and first > 1 and run[first - 2].low in _OF)
            )
            name = run[first:last]
            if not joined or last - first < 2:
                continue
            told = {
                k
                for hit in (*self.states.all(name), *self.seats.all(name), *self.offices.all(name))
                for k in range(hit.first, hit.last)
            }
            if len(told) < len(name) and not (
                self.offices.at(name, len(name) - 1) and self.state_of(name) and len(name) - len(told) < 1
            ):
                return slug(written(name))
        return ""

    def office(self, run: Sequence[Token]) -> str:
        """The longest office named, as part of an id; empty: none."""
        hits = sorted(self.offices.all(run), key=lambda hit: hit.first - hit.last)
        return hits[0].meaning if hits else ""

    def _unknown_state(self, run: Sequence[Token]) -> str:
        """A capitalised word right before an office or an unnamed head: a people's name that no list has."""
        for i in range(len(run) - 1):
            token, after = run[i], run[i + 1]
            if after.low == "'s" and token.capital and i + 2 < len(run) and self.offices.at(run, i + 2) is not None:
                return slug(token.text)
            heads = after.low in self.unnamed or self.offices.at(run, i + 1) is not None
            plain = token.capital and token.low not in self.titles and token.low not in _NO_INSTITUTION
            if (
                heads
                and plain
                and token.low not in self.indefinite
                and self.offices.at(run, i) is None
                and token.low not in self.unnamed
            ):
                return slug(token.text)
        for i in range(1, len(run)):  # "of the Norda government", "from Norda"
            if run[i - 1].low in {"of", "from", "in"} and run[i].capital:
                end = next((k for k in range(i, len(run)) if not run[k].capital), len(run))
                return slug(written(run[i:end]))
            if run[i - 1].low == "the" and i > 1 and run[i - 2].low in {"of", "from", "in", "at"} and run[i].capital:
                end = next((k for k in range(i, len(run)) if not run[k].capital), len(run))
                return slug(written(run[i:end]))
        return ""

    # ── people ──

    def person(self, run: Sequence[Token]) -> tuple[int, int] | None:
        """Where in a run a personal name stands, titles and offices left out; None: nowhere."""
        best: tuple[int, int] | None = None
        for first, last in capital_runs(run):
            begin = first
            owner = last < len(run) and run[last].low == "'s"
            if owner or (
                first
                and (
                    run[first - 1].low in _WHOSE
                    or (run[first - 1].low == "the" and first > 1 and run[first - 2].low in _WHOSE)
                )
            ):
                continue
            for hit in (
                *self.offices.all(run[first:last]),
                *self.states.all(run[first:last]),
                *self.seats.all(run[first:last]),
            ):
                begin = max(begin, first + hit.last)
            while begin < last and (
                run[begin].low in self.titles or run[begin].low in self.unnamed or run[begin].text in {".", "'s", "’s"}
            ):
                begin += 1
            before_office = any(hit.first == last - first for hit in self.offices.all(run[first : last + 4]))
            if before_office and last - begin == 1:
                continue
            if begin < last and run[begin].word and run[begin].low not in self.no_names:
                between = run[best[1] : begin] if best is not None else ()
                office = 0 < len(between) <= 3 and all(
                    t.word and not t.capital and t.low not in _SMALL for t in between
                )
                best = (begin, last) if best is None or office else best
        return best

    def named(self, run: Sequence[Token]) -> Named | None:
        """Who a run of words means, pronouns and words that take up somebody apart; None: nobody."""
        if not run:
            return None
        head = _head(run)
        person = self.person(head)
        at = self._unnamed_at(head)
        if at >= 0 and person is not None and person[0] == at + 1 and head[at].low in self.unnamed:
            at = -1  # "the envoy Bren …": somebody named after all
        sure = at >= 0 and (self._indefinite(head) or any(True for _ in self.anonymity.all(run)))
        return (
            (self._unnamed(run, head) if sure else None)
            or (None if self.office(head) and person is not None else self.outlet(head))
            or self._document(run, head, person)
            or (self._unnamed(run, head, at) if at >= 0 else None)
            or self._somebody(run, head, person)
        )

    def _unnamed_at(self, head: Sequence[Token]) -> int:
        """The word for somebody not named; -1: none."""
        found = next((k for k in range(len(head) - 1, -1, -1) if head[k].low in self.unnamed), -1)
        alone = len(head) == 1 or head[1].low in {"in", "of", "at", "within", "from", "among"}
        return 0 if found < 0 and head[0].low in self.indefinite and alone else found

    def _unnamed(self, run: Sequence[Token], head: Sequence[Token], at: int = -1) -> Named | None:
        """Somebody not named; a spokesman is his body's, an office's holder is known by it."""
        cue = (run[0].start, run[-1].end)
        institution = self.institution(run)
        speaks = any(True for _ in self.spokesmen.all(head)) and not any(True for _ in self.anonymity.all(run))
        if speaks and institution:
            return Named("body", Link(Step.SAID, written(run), institution, cue))
        if at >= 0 and self.office(head).rpartition("-")[2] in self.holders and not self._indefinite(head):
            return None
        if at > 0 and self._office_holder(head, at):
            return Named("body", Link(Step.SAID, written(run), self.as_it_stands(head), cue))
        return Named("unnamed", Link(Step.UNNAMED, written(run), f"{institution}/{UNNAMED_SOURCE}", cue))

    def _document(self, run: Sequence[Token], head: Sequence[Token], person: tuple[int, int] | None) -> Named | None:
        at = next((k for k in range(len(head)) if head[k].low in self.documents), -1)
        if at < 0 or (person is not None and person[0] <= at):
            return None
        cue = (run[0].start, run[-1].end)
        return Named("document", Link(Step.DOCUMENT, written(run), self.document_id(run), cue))

    def _somebody(self, run: Sequence[Token], head: Sequence[Token], person: tuple[int, int] | None) -> Named | None:
        """A person by name, or a body."""
        cue = (run[0].start, run[-1].end)
        institution = self.institution(run)
        office = self.office(run)
        if person is not None and not (self.state_of(head[person[0] : person[1]]) and not office):
            name = written(head[person[0] : person[1]])
            untitled = "" if institution else self._untitled(head, person[0])
            if untitled:
                return Named("person", Link(Step.SAID, name, untitled, cue))
            return Named("person", Link(Step.SAID, name, self._person_id(run, institution, office, name), cue))
        if institution:
            plain = [token for token in head if not token.capital and token.word and token.low not in _SMALL]
            source = self.as_it_stands(head) if plain and not office else institution
            return Named("body", Link(Step.SAID, written(run), source, cue))
        return None

    def _office_holder(self, head: Sequence[Token], at: int) -> bool:
        """Whether a word for somebody is one office's: "the town clerk", "its delegate", and not "the official"."""
        definite = head[0].low in {"the", "its", "his", "her", "their"} or any(token.low == "'s" for token in head)
        single = not head[at].low.endswith("s") and head[at].low not in self.generic
        return definite and single and at > 1

    def as_it_stands(self, phrase: Sequence[Token]) -> str:
        """The id of an office that no list has: whose it is, and its own words."""
        owned = next((k + 1 for k in range(len(phrase) - 1, -1, -1) if phrase[k].low == "'s"), 0)
        owner = [token for token in phrase[: max(owned - 1, 0)] if token.capital and token.low != "the"]
        bare = [token for token in phrase[owned:] if token.low not in self.small["as_it_stands"]]
        of = next((k for k in range(1, len(bare) - 1) if bare[k].low in {"of", "for", "in"}), -1)
        if of > 0 and any(token.capital for token in bare[of:]):
            owner = [token for token in bare[of:] if token.capital]
            bare = bare[:of]
        if not owner and len(bare) > 1 and bare[0].capital and not bare[-1].capital:
            cut = next(k for k, token in enumerate(bare) if not token.capital)
            owner, bare = bare[:cut], bare[cut:]
        whose = self.state_of(owner) or slug(written(owner)) if owner else ""
        return ".".join(part for part in (whose, slug(written(bare))) if part)

    def _untitled(self, run: Sequence[Token], begin: int) -> str:
        """An office in small letters right before a name: "Eldmoor warden Bren …"."""
        first = begin
        while first > 0 and run[first - 1].word and not run[first - 1].capital and run[first - 1].low not in _SMALL:
            first -= 1
        if (
            first == begin
            or begin - first > 3
            or any(t.low in self.unnamed or t.low in self.titles for t in run[first:begin])
        ):
            return ""
        owner = first
        while owner > 0 and run[owner - 1].capital and run[owner - 1].word and run[owner - 1].low != "the":
            owner -= 1
        return self.as_it_stands(run[owner:begin])

    def _person_id(self, run: Sequence[Token], institution: str, office: str, name: str) -> str:
        spokes = any(True for _ in self.spokesmen.all(run))
        if office.rpartition("-")[2] in self.holders and not spokes and institution:
            return institution
        return f"{institution}/{slug(name)}" if institution else slug(name)

    def _indefinite(self, head: Sequence[Token]) -> bool:
        first = head[0]
        plural = any(token.low in self.unnamed and token.low.endswith("s") for token in head)
        number = first.text[0].isdigit()
        definite = first.low in self.small["indefinite"]
        return first.low in self.indefinite or number or (plural and not definite)

    def document_id(self, run: Sequence[Token]) -> str:
        """A document's id: whose it is and what it is, signers counted where they are."""
        what = next((token.low for token in run if token.low in self.documents), "document")
        counted = next((token.text for token in run if token.text.isdigit()), "")
        institution = self.institution(run)
        if counted and any(token.low in self.unnamed for token in run):
            return f"{institution.partition('.')[0]}/signed-by-{counted}"
        return f"{institution}/{what}" if institution else what


def _large(token: Token) -> bool:
    """Whether a word begins a name: a capital, or a small article tied to one ("al-Saloum")."""
    head, dash, rest = token.text.partition("-")
    return token.word and (token.capital or (bool(dash) and len(head) <= 3 and rest[:1].isupper()))


def capital_runs(run: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and last-plus-one of every run of capitalised words; small joining words inside a name are part of it."""
    i = 0
    while i < len(run):
        if not _large(run[i]):
            i += 1
            continue
        end = i + 1
        while end < len(run):
            if _large(run[end]) or (
                run[end].text == "." and _initial(run, end) and end + 1 < len(run) and run[end + 1].capital
            ):
                end += 1
            elif (
                run[end].low
                in {
                    "of",
                    "al",
                    "de",
                    "for",
                    "and",
                    "du",
                    "von",
                    "van",
                    "da",
                    "der",
                    "la",
                    "le",
                    "el",
                    "bin",
                    "ibn",
                    "-",
                    "&",
                }
                and end + 1 < len(run)
                and run[end + 1].capital
                and run[end].low != "and"
            ):
                end += 2
            else:
                break
        yield i, end
        i = end


def _initial(run: Sequence[Token], stop: int) -> bool:
    """Whether a stop belongs to an initial or a title: "John F.", "Capt."."""
    before = run[stop - 1]
    return before.end == run[stop].start and (
        len(before.text) == 1 or (len(before.text) <= 4 and before.low in _TITLES)
    )


def _head(run: Sequence[Token]) -> Sequence[Token]:
    """A noun phrase up to its first relative clause or participle."""
    for i, token in enumerate(run):
        if i and token.low in {
            "who",
            "which",
            "that",
            "whose",
            "whom",
            "speaking",
            "familiar",
            "close",
            "briefed",
            ",",
        }:
            return run[:i]
    return run
