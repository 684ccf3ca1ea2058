"""Claims in English news prose, by rules and dictionaries.

For each sentence: who is said to say it, what stretch that covers, what deeds stand in it, when, where, how many.
Every claim's quote is the stretch it was read from. A statement without a deed is kept as a claim of no kind, so that
nobody's word is lost; an assertion without a source and without a deed is background, and is not.

What it does not do is told in docs/reading-reports.md: it does not infer, translate, sum up, or decide who is right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from truceline.claims import Article, Chain, Claim, Link, Modality, Registry, Step
from truceline.claims.articles import Part
from truceline.claims.claims import Count
from truceline.formats.reading import Known
from truceline.formats.reading.articles import Dateline, credit_in, dateline
from truceline.formats.reading.attribution import Attribution, Cues, Memory, walked
from truceline.formats.reading.counts import Counts
from truceline.formats.reading.dates import Dates, Timed, when
from truceline.formats.reading.deeds import NEGOTIATED, Deed, Deeds
from truceline.formats.reading.naming import Names, capital_runs, slug, written
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Sentence, Token, sentences
from truceline.formats.reading.words import Words, load
from truceline.place import Area, disc
from truceline.terms import When

LEADING = 4  # tokens that may stand before a document which a sentence is about
SHORT = 30  # words of a sentence that only says who told the one before
HEAD = 4  # lines of the body of which one may open with a dateline
SPOKEN_OF = "statement"  # the kind of a comment on what others offered or agreed
_WHERE = frozenset({"in", "near", "at", "outside", "around", "inside", "of"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sentence with the source it is laid to."""

    tokens: tuple[Token, ...]
    chain: Chain  # empty: the outlet's own words
    verb: str  # the word of saying; empty: none
    cue: tuple[int, int] = (0, 0)  # characters of the words that show the source


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything that one reading needs."""

    article: Article
    known: Known
    names: Names
    deeds: Deeds
    dates: Dates
    counts: Counts
    denied: Phrases
    against: frozenset[str]  # participles after which another's words are rejected


@dataclass(frozen=True, slots=True)
class English:
    """The rules for English."""

    words: Words | None = None  # None: those shipped
    name: str = "rules-en"

    def read(self, article: Article, known: Known) -> Iterator[Claim]:
        """The claims of an article, in order of their sentences."""
        words = self.words or (known.words if known.words.language == "en" else load("en"))
        names = Names(words, known.outlets, known.actors)
        listed = words.list
        reader = Reader(
            article, known, names, Deeds(words, names), Dates(words), Counts(words),
            Phrases({"denied": listed("modality", "denied")}), frozenset(listed("attribution", "against")),
        )  # fmt: skip
        yield from _inherited(list(_claims(reader, Cues(words, names), words)))


def _claims(reader: Reader, cues: Cues, words: Words) -> Iterator[Claim]:
    head = opening(reader.article, reader.names, words)
    opened = _dateline_of(reader.article, words)
    memory = Memory(article=reader.article.id)
    parties: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    read = sentences(reader.article, words)
    reader.deeds.learn(read, _placed(reader))
    for sentence, found in _told_on(list(walked(read, cues, memory)), cues):
        for stretch in stretches(_undated(sentence, opened), found):
            for claim in _of_stretch(reader, stretch, memory, parties):
                if claim.kind == "proposal" and claim.by:
                    parties = (claim.by, claim.against or parties[1])
                yield _headed(claim, head)


def _headed(claim: Claim, head: Chain) -> Claim:
    """The claim with its outlet before it; an outlet that names itself cites nobody."""
    chain = tuple(link for link in claim.chain if link.step is not Step.CITES or link.source != head[0].source)
    plain = claim.modality is Modality.REPORTED and not chain
    return replace(claim, chain=(*head, *chain), modality=Modality.ASSERTED if plain else claim.modality)


def _told_on(
    read: list[tuple[Sentence, list[Attribution]]], cues: Cues
) -> Iterator[tuple[Sentence, list[Attribution]]]:
    """Sources told in the next sentence: "X said so. Sources told X …", and "…. This was told to X by Y"."""
    for (sentence, found), (after, told) in zip(read, [*read[1:], *read[-1:]], strict=True):
        source = told[0].chain if told else ()
        points = after is not sentence and bool(source) and cues.points_back.at(after.tokens, 0) is not None
        bare = len(found) == 1 and len(found[0].chain) == 1 and found[0].chain[0].step is Step.CITES
        same = bare and len(source) == 2 and source[0].source == found[0].chain[0].source
        unplaced = same and source[1].step is Step.UNNAMED and not source[1].institution
        if unplaced and after.paragraph == sentence.paragraph:
            yield sentence, [replace(found[0], chain=(found[0].chain[0], source[1]))]
        elif not found and points and len(after.tokens) <= SHORT:
            yield sentence, [Attribution(told[0].cue, source, (0, 0), after=True, verb="")]
        else:
            yield sentence, found


def _dateline_of(article: Article, words: Words) -> tuple[int, int]:
    """The dateline's span: its day is that of publication, never of what is told."""
    opened = _opened(article, words)
    return opened.span if opened is not None else (0, 0)


def _opened(article: Article, words: Words) -> Dateline | None:
    """The dateline that one of the first lines of the body opens with."""
    body = [(one.start, one.end) for one in article.blocks if one.part is Part.BODY][:HEAD] or [(0, len(article.text))]
    found = (dateline(article.text[start : min(end, start + 200)], words, start) for start, end in body)
    return next((one for one in found if one is not None), None)


def _undated(sentence: Sentence, opened: tuple[int, int]) -> Sentence:
    """The sentence without the dateline before it."""
    if not opened[0] <= sentence.start < opened[1]:
        return sentence
    kept = [k for k, token in enumerate(sentence.tokens) if token.start >= opened[1]]
    if not kept:
        return sentence
    run = sentence.tokens[kept[0] :]
    return replace(sentence, start=run[0].start, tokens=run, quoted=sentence.quoted[kept[0] :])


def opening(article: Article, names: Names, words: Words) -> Chain:
    """The outlet, and the agency that a dateline or a credit line names."""
    outlet = names.outlets.outlet(article.outlet) if article.outlet else None
    name = outlet.names[0] if outlet is not None and outlet.names else article.outlet
    chain: list[Link] = [Link(Step.OUTLET, name, article.outlet or f"unknown:{article.id[:12]}")]
    for step, written_name, span in _agencies(article, names, words):
        found = names.outlets.named(written_name)
        source = found.id if found is not None else slug(written_name)
        if all(link.source != source for link in chain):
            chain.append(Link(step, written_name, source, span))
    return tuple(chain)


def _agencies(article: Article, names: Names, words: Words) -> Iterator[tuple[Step, str, tuple[int, int]]]:
    """The agency of the dateline; where there is none, that of a credit line."""
    opened = _opened(article, words)
    if opened is not None and opened.agency:
        yield Step.DATELINE, opened.agency, opened.agency_span
        return
    for block in article.blocks:
        line = article.text[block.start : block.end]
        last = block is article.blocks[-1] and len(line) < SHORT * 2
        credited = credit_in(line, words) if block.part is Part.CREDIT or last else ""
        listed = credited.casefold() in words.list("pages", "credit_words")
        known = listed and credited.casefold() not in {"staff", "agencies", "wire"}
        if credited and (known or names.outlets.named(credited) is not None):
            at = article.text.index(credited, block.start)
            yield Step.CREDIT, credited, (at, at + len(credited))
            return


# ── stretches ──


def stretches(sentence: Sentence, found: Sequence[Attribution]) -> list[Stretch]:
    """A sentence cut at its attributions: each with what it covers."""
    run = sentence.tokens
    if not found:
        return [Stretch(run, (), "")]
    last = found[-1]
    late = next((k for k, token in enumerate(run) if token.start >= last.cue[0]), 0)
    if len(found) == 1 and last.verb and last.chain[-1].step is Step.DOCUMENT and last.after and late > LEADING:
        return [Stretch(run[:late], (), ""), Stretch(run[late:], last.chain, last.verb, last.cue)]
    if len(found) == 1 or (not last.after and not _contrasted(run)):
        return [Stretch(run, last.chain, last.verb, last.cue)]
    cuts = [0, *(_cut(run, one) for one in found[1:]), len(run)]
    return [
        Stretch(run[start:end], one.chain, one.verb, one.cue)
        for one, start, end in zip(found, cuts, cuts[1:], strict=False)
        if end > start
    ]


def _contrasted(run: Sequence[Token]) -> bool:
    return any(token.low in {"but", ";", "while", "whereas"} for token in run)


def _cut(run: Sequence[Token], one: Attribution) -> int:
    """Where the stretch of a later attribution begins: at the joining word before it."""
    at = one.tokens[0]
    if not one.after:
        return next((k for k in range(at - 1, 0, -1) if run[k].low in {"but", ";", "while", "whereas"}), at)
    return at - 1 if at and run[at - 1].low in {"but", "and", "while", ";", ","} else at


# ── claims ──


def _of_stretch(
    reader: Reader, stretch: Stretch, memory: Memory, parties: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[Claim]:
    run = stretch.tokens
    told = reader.deeds.read(run, memory, _speaker(stretch), _skipped(stretch))
    deeds = _chosen(list(told), attributed=bool(stretch.chain))
    timed = reader.dates.all(run, reader.article.published)
    made: dict[tuple[object, ...], Claim] = {}
    for deed in deeds:
        claim = _claim(reader, stretch, deed, timed, parties)
        made.setdefault((claim.kind, claim.modality, claim.affirms, claim.by, claim.against), claim)
    if not made and stretch.chain:
        made[()] = _plain(reader, stretch, timed)
    yield from made.values()


def _speaker(stretch: Stretch) -> str:
    """Whose "we" it is: the state or body of who speaks."""
    last = stretch.chain[-1] if stretch.chain else None
    return last.institution.partition(".")[0] if last is not None and last.step is Step.SAID else ""


def _skipped(stretch: Stretch) -> tuple[int, int]:
    """The tokens that only name a source, and so nobody who did anything."""
    last = stretch.chain[-1].step if stretch.chain else None
    if last is None or last is Step.SAID or (last is Step.DOCUMENT and stretch.verb):
        return (0, 0)
    inside = [k for k, token in enumerate(stretch.tokens) if stretch.cue[0] <= token.start < stretch.cue[1]]
    return (inside[0], inside[-1] + 1) if inside and last is not Step.DOCUMENT else (0, 0)


def _chosen(deeds: list[Deed], *, attributed: bool) -> list[Deed]:
    """Deeds of the ground, and of words exchanged the fullest one of each kind; bare background left out."""
    out = [one for one in deeds if one.kind not in NEGOTIATED]
    offered = min((one.at.first for one in deeds if one.kind == "proposal"), default=None)
    for kind in NEGOTIATED:
        of_kind = [one for one in deeds if one.kind == kind]
        if kind in {"agreement", "ceasefire"} and offered is not None:
            of_kind = [one for one in of_kind if one.at.first < offered]
        if not of_kind:
            continue
        best = max(of_kind, key=lambda one: (one.made, len(one.by) + len(one.against), one.verb, -one.at.first))
        if attributed or (best.made and (best.by or kind == "proposal")):
            out.append(best)
    return sorted(out, key=lambda one: one.at.first)


def _claim(
    reader: Reader,
    stretch: Stretch,
    deed: Deed,
    timed: Sequence[Timed],
    parties: tuple[tuple[str, ...], tuple[str, ...]],
) -> Claim:
    run = stretch.tokens
    if not deed.made:
        return replace(_plain(reader, stretch, _nearest(timed, deed)), kind=SPOKEN_OF)
    manner = reader.deeds.manner(run, deed.at)
    by, against = deed.by, deed.against
    if deed.kind == "proposal":
        speaker = _speaker(stretch)
        spoken = deed.verb and stretch.cue[0] <= run[deed.at.first].start < stretch.cue[1]
        if spoken and not by and speaker:
            by, against = (speaker,), tuple(one for one in against if one != speaker)
        by, against = _parties(by, against, parties)
    modality = _modality(reader, stretch)
    if manner.threatened and deed.kind not in NEGOTIATED:
        modality = Modality.THREATENED
    elif manner.proposed and modality is not Modality.DENIED and deed.kind != "proposal":
        modality = Modality.PROPOSED
    base = _plain(reader, stretch, _nearest(timed, deed))
    count, unit = _count(reader, run, deed)
    return replace(
        base, modality=modality, affirms=not manner.stopped, by=by, against=against, kind=deed.kind,
        count=count, unit=unit,
        topic=_topic(deed.kind, by, against, base.time, _nearest(timed, deed)),
    )  # fmt: skip


def _parties(
    by: tuple[str, ...], against: tuple[str, ...], known: tuple[tuple[str, ...], tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who offered to whom: as said, and else as said of the offer that the article is about."""
    if not by and (not against or against == known[0]):
        return known
    if by == known[0] and not against:
        return known
    if not by and against == known[1]:
        return known
    return by, against


def _plain(reader: Reader, stretch: Stretch, timed: Sequence[Timed]) -> Claim:
    """A claim of no kind: who says so, when, where, which labels."""
    run = stretch.tokens
    start, end = run[0].start, run[-1].end
    first = timed[0] if timed else None
    place_name, place, radius = _place(reader, run)
    labels = tuple(dict.fromkeys(run[hit.first].text for hit in reader.deeds.labels.all(run)))
    time: When | None = when(first.days) if first is not None else None
    return Claim(
        reader.article.id, (start, end), reader.article.text[start:end], _modality(reader, stretch),
        place_name=place_name, place=place, radius_m=radius, time=time,
        time_basis=_basis(reader, first), chain=stretch.chain, labels=labels, topic=first.weekday if first else "",
        said_on=_said_on(reader, stretch),
    )  # fmt: skip


def _said_on(reader: Reader, stretch: Stretch) -> dt.date | None:
    """The one day that stands right after the words that say whose word it is: "the mayor said on Tuesday"."""
    for one in reader.dates.all(stretch.tokens, reader.article.published) if stretch.chain else ():
        start = stretch.tokens[one.first].start
        if one.days and start >= stretch.cue[1] and reader.article.text[stretch.cue[1] : start].strip() in {"", "on"}:
            first, last = one.days
            return first if last - first == dt.timedelta(days=1) else None
    return None


def _basis(reader: Reader, first: Timed | None) -> str:
    if first is None:
        return ""
    published = reader.article.published.basis
    return f"{first.basis} ({published})" if first.basis.startswith("resolved") and published else first.basis


def _modality(reader: Reader, stretch: Stretch) -> Modality:
    run = stretch.tokens
    if stretch.chain and any(
        token.low == stretch.verb for hit in reader.denied.all(run) for token in run[hit.first : hit.last]
    ):
        return Modality.DENIED
    rejects = (run[k].low in reader.against and run[k - 1].text == "," for k in range(1, len(run)))
    if stretch.chain and any(rejects):
        return Modality.DENIED
    if not stretch.chain and any(True for _ in reader.denied.all(run)):
        return Modality.DENIED
    return Modality.REPORTED if stretch.chain else Modality.ASSERTED


def _nearest(timed: Sequence[Timed], deed: Deed) -> list[Timed]:
    """The words of time, the one nearest to the deed first; one that can be resolved before one too vague."""
    kept = [one for one in timed if not (one.ahead and deed.kind in NEGOTIATED)]
    return sorted(kept, key=lambda one: (one.basis.startswith("unresolvable: too"), abs(one.first - deed.at.first)))


def _count(reader: Reader, run: Sequence[Token], deed: Deed) -> tuple[Count | None, str]:
    if deed.kind not in {"harm", "appeal"} and deed.kind in NEGOTIATED:
        return None, ""
    counted = reader.counts.all(run)
    best = min(counted, key=lambda one: abs(one.first - deed.at.first), default=None)
    return (best.span, best.unit) if best is not None else (None, "")


def _topic(kind: str, by: tuple[str, ...], against: tuple[str, ...], time: When | None, timed: Sequence[Timed]) -> str:
    span = str(time.span) if time is not None else ""
    weekday = timed[0].weekday if timed and time is None else ""
    return "|".join((kind, "+".join(by), "+".join(against), span or weekday))


# ── where ──


def _place(reader: Reader, run: Sequence[Token]) -> tuple[str, Area | None, int | None]:
    """The first place the gazetteer has; without one, the first name after a word for where."""
    told = _mentioned(reader, run)
    if told is not None:
        return told
    for first, last in capital_runs(run):
        lead = run[first - 1].low if first else ""
        name = written(run[first:last])
        if lead not in _WHERE or _no_place(reader, run, first, last):
            continue
        if lead == "of" and not (
            first > 1
            and run[first - 2].low
            in {
                "town",
                "edge",
                "centre",
                "center",
                "village",
                "city",
                "north",
                "south",
                "east",
                "west",
                "southwest",
                "southeast",
                "northwest",
                "northeast",
                "outskirts",
                "suburb",
                "suburbs",
                "province",
                "countryside",
            }
        ):
            continue
        found = reader.known.gazetteer.find(name) if reader.known.gazetteer is not None else ()
        if not found or (len(found) > 1 and found[1].score >= found[0].score):
            return name, None, None  # several bear the name alike: people choose
        place = found[0].place
        return name, disc(place.position, max(place.radius_m, 1)), place.radius_m
    return "", None, None


def _placed(reader: Reader) -> Callable[[str], bool] | None:
    """Whether the gazetteer has a name, letter for letter; None without a gazetteer."""
    named = getattr(reader.known.gazetteer, "named", None)
    return None if named is None else lambda name: bool(named(name))


def _mentioned(reader: Reader, run: Sequence[Token]) -> tuple[str, Area | None, int | None] | None:
    """The first place of the gazetteer named in a stretch, seats and newspapers left out; None: none."""
    mentions = getattr(reader.known.gazetteer, "mentions", None)
    if mentions is None:
        return None
    start, end = run[0].start, run[-1].end
    text = reader.article.text[start:end]
    found = next(iter(mentions(text)), None)
    if found is None:
        return None
    name, candidates = text[found.span[0] : found.span[1]], found.candidates
    if len(candidates) != 1 and candidates[1].score >= candidates[0].score:
        return name, None, None  # several bear the name alike: people choose
    place = candidates[0].place
    return name, disc(place.position, max(place.radius_m, 1)), place.radius_m


def _no_place(reader: Reader, run: Sequence[Token], first: int, last: int) -> bool:
    low = run[first].low
    office = reader.names.office(run[first:last])
    return (
        low in reader.deeds.days
        or low in {"in", "the"}
        or bool(office)
        or reader.names.groups.at(run, first) is not None
    )


# ── the article as a whole ──


def _inherited(claims: list[Claim]) -> list[Claim]:
    """A lead says without a source what the next paragraph lays to one: such claims take that source and its cue."""
    sources: dict[tuple[object, ...], tuple[int, Chain]] = {}
    for i, claim in enumerate(claims):
        reported = claim.modality is Modality.REPORTED and claim.affirms and claim.kind
        if reported and any(link.step is Step.CITES for link in claim.chain):
            sources.setdefault((claim.kind, claim.by, claim.against), (i, claim.chain))
    out = []
    for i, claim in enumerate(claims):
        bare = all(link.step in {Step.OUTLET, Step.DATELINE, Step.CREDIT} for link in claim.chain)
        at, chain = sources.get((claim.kind, claim.by, claim.against), (0, ()))
        if chain and bare and claim.kind and claim.affirms and i < at:
            modality = Modality.REPORTED if claim.modality is Modality.ASSERTED else claim.modality
            out.append(replace(claim, chain=chain, modality=modality))
        else:
            out.append(claim)
    return out


def default(outlets: Registry | None = None) -> Known:
    """What is known without a deployment's own files."""
    return Known(load("en"), outlets or Registry())
