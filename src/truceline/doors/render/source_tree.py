"""The source tree: what each report claims, by way of whom, back to whoever said it first; as lines of text and as SVG.

Outlets stand at the top of each tree, under them the sources they name with the words that show it, and at the end of
every branch its origin with a number: branches that surely share an origin have one number, and where several numbers
may be one it says so. Quotes stand in their own language, in the direction of that language.

The drawing is one column 360 units wide, so that it reads on a telephone; wider screens show it larger. Its title and
its description hold all that it shows, it needs no script, and colours follow the reader's scheme. Texts are
broken by a width that no usual font exceeds, so that nothing overlaps whatever fonts there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from truceline.claims import Claim, Credibility, Link, Modality, Step
from truceline.desk.verbs.reading import Sources, Story
from truceline.doors.render.acts import harmless
from truceline.doors.render.words import Words
from truceline.errors import shortened
from truceline.incidents.threads import DEEDS, Happening, Thread
from truceline.terms.vocabulary import KINDS

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
PRESSURE = "pressure"  # the kind of a claim that somebody presses another
QUOTED = 160  # characters of a quote that are shown; the whole is in the JSON
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the tree; nothing in it that came from a report moves a cursor or turns the direction of text."""

    depth: int  # 0: a heading
    role: str  # thread, story, note, outlet, link, claim
    text: str
    quote: str = ""  # words of a report, as they stand there; empty: none
    language: str = ""  # of the quote; empty: not known
    origins: tuple[int, ...] = ()  # numbers of the origins in which the branch ends; empty: it goes on


@dataclass
class _Branch:
    """A source, and who stands behind it."""

    link: Link
    cue: str  # the words that show it
    language: str
    ends: list[int] = field(default_factory=list)  # claims whose origin it is, by index
    behind: dict[tuple[Step, str], _Branch] = field(default_factory=dict)


# ── rows ──────────────────────────────────────────────────────────────────────────────────────


def rows(found: Sources, words: Words) -> Iterator[Row]:
    """All rows: threads with their happenings in order of time, then whatever else is told, then what is not sure."""
    shown: set[int] = set()
    for number, thread in enumerate((one for one in found.threads if len(one.happenings) > 1), 1):
        yield _thread(found, thread, number, words)
        for i in thread.happenings:
            yield from _story(found, found.stories[i], words)
        shown.update(thread.happenings)
    rest = [(i, one) for i, one in enumerate(found.stories) if i not in shown]
    for happened in (True, False):
        some = [one for _, one in rest if (one.happening is not None) == happened]
        if some:
            yield Row(0, "thread", words.say("sources-done" if happened else "sources-rest", count=len(some)))
        for one in some:
            yield from _story(found, one, words)
    yield from _accounts(found, words)
    if found.refused:
        yield Row(0, "note", words.say("sources-refused", count=len(found.refused)))


def _accounts(found: Sources, words: Words) -> Iterator[Row]:
    """Who is to stop what against whom, and who is to press whom, as each account has it."""
    told: dict[str, dict[str, Claim]] = {}
    for claim in found.claims:
        if claim.modality is Modality.PROPOSED and (
            claim.kind == PRESSURE or (claim.kind in KINDS and not claim.affirms)
        ):
            told.setdefault(claim.article, {}).setdefault(_asked(found, claim, words), claim)
    if told:
        yield Row(0, "thread", words.say("sources-accounts", count=len(told)))
    for terms in told.values():
        yield Row(1, "outlet", _outlet(found, next(iter(terms.values())), words))
        for said, claim in terms.items():
            yield Row(2, "claim", said, _quoted(claim.quote), found.article(claim).language)


def _asked(found: Sources, claim: Claim, words: Words) -> str:
    who, whom = (
        words.listing(tuple(_actor(found, one, words) for one in some)) or words.say("sources-not-said")
        for some in (claim.by, claim.against)
    )
    if claim.kind == PRESSURE:
        return words.say("sources-presses", who=who, whom=whom)
    return words.say("sources-stops", who=who, what=words.say(f"kind-{claim.kind}"), whom=whom)


def _outlet(found: Sources, claim: Claim, words: Words) -> str:
    """The name of the outlet that a claim stands in; where nobody knows it, its file."""
    name = claim.chain[0].name if claim.chain else ""
    if name:
        return harmless(name)
    file, unknown = found.files.get(claim.article, ""), words.say("sources-unknown-outlet")
    return f"{unknown} ({harmless(file)})" if file else unknown


def brief(found: Sources, words: Words) -> Iterator[Row]:
    """Threads with the trees of their happenings, claims left out; else what was done on a day, and documents."""
    every = list(rows(found, words))
    ends = [i for i, row in enumerate(every) if row.role == "thread"][1:] or [len(every)]
    threads = any(len(one.happenings) > 1 for one in found.threads)
    yield from (row for row in every[: ends[0]] if threads and row.role != "claim")
    rest = (one for one in found.stories if one.happening is None or one.happening.deed not in DEEDS)
    for one in rest:
        dated = one.happening is not None and one.happening.dated
        if dated or (one.happening is None and len(one.claims) > 1):
            yield Row(0, "story", f"{_title(found, one, words)} · {_counted(found, one, words)}")
        if dated and one.credibility:
            yield Row(0, "note", _graded(one.credibility, words))
    yield from _accounts(found, words)


def _thread(found: Sources, thread: Thread, number: int, words: Words) -> Row:
    parties = words.listing(tuple(_actor(found, one, words) for one in thread.parties))
    return Row(0, "thread", words.say("sources-thread", number=number, parties=parties, count=len(thread.happenings)))


def _story(found: Sources, story: Story, words: Words) -> Iterator[Row]:
    yield Row(0, "story", f"{_title(found, story, words)} · {_counted(found, story, words)}")
    if story.happening and story.happening.contested:
        yield Row(0, "note", words.say("sources-contested", count=len(story.happening.contested)))
    if story.credibility:
        yield Row(0, "note", _graded(story.credibility, words))
    for branch in _tree(found, story, words).values():
        yield from _branch(found, branch, _numbers(story), 1, words)
    yield from (Row(1, "note", line) for line in _unsure(story, words))


def _title(found: Sources, story: Story, words: Words) -> str:
    """What was done, by whom, when; of claims that tell of nothing done, what holds them together."""
    done = story.happening
    if done is None:
        claim = found.claims[story.claims[0]]
        last = claim.chain[-1] if claim.chain else None
        document = last is not None and last.step is Step.DOCUMENT
        return (
            words.say("sources-document", name=harmless(last.name))
            if last and document
            else words.say("sources-statement")
        )
    deed = words.say(f"sources-deed-{done.deed}" if done.deed in DEEDS else f"kind-{done.deed}")
    names = tuple(_actor(found, one, words) for one in done.by)
    directed = done.deed == "proposal" and len(names) == 2
    by = words.say("sources-from-to", first=names[0], second=names[1]) if directed else words.listing(names)
    where = dict.fromkeys(harmless(name) for i in done.claims if (name := found.claims[i].place_name))
    return " · ".join(part for part in (deed, by, words.listing(tuple(where)), when(done, words)) if part)


def _actor(found: Sources, actor: str, words: Words) -> str:
    """An actor's name in the language, where it is known; else its id, or as it was written."""
    return words.pick(found.names[actor]) if actor in found.names else harmless(actor)


def when(done: Happening, words: Words) -> str:
    """On which days it can have been, in words."""
    first, last = (None if day is None else words.date(_EPOCH + dt.timedelta(days=day)) for day in done.days)
    if first is None:
        return words.say("sources-until", last=last) if last else words.say("sources-undated")
    if last is None:
        return words.say("sources-from", first=first)
    return first if first == last else words.say("sources-between", first=first, last=last)


def _counted(found: Sources, story: Story, words: Words) -> str:
    """How many origins, over how many outlets."""
    outlets = {
        claim.chain[0].source if claim.chain else claim.article for claim in map(found.claims.__getitem__, story.claims)
    }
    low, high = story.roots.low, story.roots.high
    counted = (
        words.say("sources-roots", low=low, high=high) if low != high else words.say("sources-roots-sure", count=low)
    )
    return words.say("sources-over", roots=counted, outlets=len(outlets))


def _graded(one: Credibility, words: Words) -> str:
    """How credible it is, by which rule and why, and how it stands in a word."""
    meaning, why, status = (
        words.say(f"sources-{name}") for name in (f"grade-{one.grade}", f"rule-{one.rule}", f"status-{one.status}")
    )
    return words.say("sources-credibility", grade=one.grade, meaning=meaning, rule=one.rule, why=why, status=status)


def _numbers(story: Story) -> dict[int, tuple[int, ...]]:
    """The numbers of the origins that each claim rests on."""
    found: dict[int, tuple[int, ...]] = {}
    for number, group in enumerate(story.roots.surely, 1):
        for i in group:
            found[i] = (*found.get(i, ()), number)
    return found


def _tree(found: Sources, story: Story, words: Words) -> dict[tuple[Step, str], _Branch]:
    """The chains of a story's claims as one tree, outlets first."""
    top: dict[tuple[Step, str], _Branch] = {}
    for i in story.claims:
        claim = found.claims[i]
        article = found.article(claim)
        chain = claim.chain or (Link(Step.OUTLET, "", article.outlet or article.id[:12]),)
        chain = (replace(chain[0], name=_outlet(found, claim, words)), *chain[1:])
        level, branch = top, None
        for link in chain:
            cue = "" if link.cue == (0, 0) else article.text[slice(*link.cue)]
            branch = level.setdefault((link.step, link.source), _Branch(link, cue, article.language))
            level = branch.behind
        if branch:
            branch.ends.append(i)
    return top


def _branch(
    found: Sources, one: _Branch, numbers: dict[int, tuple[int, ...]], depth: int, words: Words
) -> Iterator[Row]:
    origins = tuple(sorted({number for i in one.ends for number in numbers.get(i, ())}))
    role = "outlet" if one.link.step is Step.OUTLET else "link"
    yield Row(depth, role, _named(one.link, origins, words), _quoted(one.cue), one.language, origins)
    for i in one.ends:
        yield _claim(found, found.claims[i], depth + 1, words)
    for behind in one.behind.values():
        yield from _branch(found, behind, numbers, depth + 1, words)


def _named(link: Link, origins: Sequence[int], words: Words) -> str:
    name = harmless(link.name)
    said = words.say(f"sources-step-{link.step}", name=name)
    marks = words.listing(tuple(str(one) for one in origins))
    return f"{said} [{words.say('sources-origin', number=marks)}]" if origins else said


def _claim(found: Sources, claim: Claim, depth: int, words: Words) -> Row:
    how = words.say(f"sources-modality-{claim.modality}")
    if claim.denies and claim.modality != "denied":
        how = words.say("sources-not", how=how)
    text = words.say("sources-claim", how=how, first=claim.span[0], last=claim.span[1])
    basis = claim.time_basis if claim.time is None else ""
    unsaid = words.say("sources-unresolved", basis=harmless(basis)) if basis else ""
    labels = (
        words.say("sources-labels", labels=words.listing(tuple(map(harmless, claim.labels)))) if claim.labels else ""
    )
    told = " · ".join(part for part in (text, unsaid, labels) if part)
    return Row(depth, "claim", told, _quoted(claim.quote), found.article(claim).language)


def _quoted(told: str) -> str:
    """Words of a report on one line, what is long cut short."""
    return shortened(harmless(" ".join(told.split())), QUOTED)


def _unsure(story: Story, words: Words) -> Iterator[str]:
    """Which origins may be one."""
    sure = [set(group) for group in story.roots.surely]
    for group in story.roots.perhaps:
        numbers = [number for number, one in enumerate(sure, 1) if one <= set(group)]
        if len(numbers) > 1:
            yield words.say("sources-may-be-one", numbers=words.listing(tuple(map(str, numbers))))


# ── text ──────────────────────────────────────────────────────────────────────────────────────


def text(found: Sources, words: Words) -> Iterator[str]:
    """The tree as lines, for a terminal or a file."""
    return lines(list(rows(found, words)))


def lines(every: Sequence[Row]) -> Iterator[str]:
    """Rows as lines, with the strokes that lead to each."""
    for i, row in enumerate(every):
        if row.role == "thread" and i:
            yield ""
        quote = f" “{row.quote}”" if row.quote else ""
        yield f"{_guide(every, i)}{row.text}{quote}"


def _guide(every: Sequence[Row], at: int) -> str:
    """The lines that lead to a row: a corner at it, and a stroke for each branch that goes on beneath."""
    depth = every[at].depth
    if depth == 0:
        return "  " if every[at].role in {"story", "note"} else ""
    strokes = ("│  " if _goes_on(every, at, level) else "   " for level in range(1, depth))
    return "  " + "".join(strokes) + ("├─ " if _goes_on(every, at, depth) else "└─ ")


def _goes_on(every: Sequence[Row], at: int, level: int) -> bool:
    """Whether another row of a level follows before one above it."""
    below = (row.depth for row in every[at + 1 :])
    return next((depth == level for depth in below if depth <= level), False)


# ── SVG ───────────────────────────────────────────────────────────────────────────────────────

WIDTH = 360  # units; a telephone's width in CSS pixels
_EDGE, _INDENT, _DEEPEST = 10, 13, 6
_SIZE, _LINE, _PAD, _GAP = 12, 16, 5, 4  # of text, of a line, inside a box, between boxes
_STYLE = """
.sources{
  --paper:#fcfbf8;--panel:#f4f1ea;--ink:#1b2027;--muted:#59616c;--rule:#8b857a;--origin:#1d4f73;
  color-scheme:light dark;background:var(--paper);
  font:12px "Segoe UI",Roboto,"Noto Sans","Liberation Sans","Noto Sans Arabic","DejaVu Sans Condensed",sans-serif
}
@media (prefers-color-scheme:dark){.sources{
  --paper:#14171c;--panel:#1c2026;--ink:#e9e6df;--muted:#a6adb7;--rule:#747b86;--origin:#8fc3e6
}}
.sources text{fill:var(--ink)}
.sources .thread text,.sources .story text{font-weight:700}
.sources .quote,.sources .note text{fill:var(--muted)}
.sources .ground{fill:var(--paper)}
.sources rect.box{fill:none}
.sources .outlet rect.box{fill:var(--panel);stroke:var(--rule)}
.sources .link rect.box{fill:var(--paper);stroke:var(--rule)}
.sources .ends rect.box{stroke:var(--origin);stroke-width:2}
.sources .way{fill:none;stroke:var(--rule)}
"""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with its place, in units from the side at which its language begins."""

    row: Row
    x: int
    y: int
    height: int
    lines: tuple[tuple[str, str], ...]  # text, and its direction


def svg(found: Sources, words: Words) -> str:
    """The tree as one SVG document, with its text alternative."""
    placed = list(_placed(rows(found, words), words))
    height = max((one.y + one.height for one in placed), default=0) + _EDGE
    title = words.say("sources-title", reports=len(found.articles))
    alternative = "\n".join(text(found, words))
    parts = [
        _opening(height, words),
        f'<title id="sources-title">{_safe(title)}</title>',
        f'<desc id="sources-desc">{_safe(alternative)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        *_ways(placed, words),
        *(_drawn(one, words) for one in placed),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _opening(height: int, words: Words) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sources" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="sources-title sources-desc" lang="{words.language}" '
        f'style="width:100%;max-width:40rem;height:auto">'
    )


def _safe(told: str) -> str:
    """Text as it may stand in XML; what came from a report is harmless already (`Row`)."""
    return escape(told)


def _placed(every: Iterable[Row], words: Words) -> Iterator[_Placed]:
    y = _EDGE
    for row in every:
        x = _EDGE + _INDENT * min(row.depth, _DEEPEST)
        lines = tuple(_lines(row, WIDTH - _EDGE - x - 2 * _PAD, words))
        height = len(lines) * _LINE + 2 * _PAD
        y += 2 * _GAP if row.role in {"thread", "story"} else 0
        yield _Placed(row, x, y, height, lines)
        y += height + _GAP


def _lines(row: Row, room: int, words: Words) -> Iterator[tuple[str, str]]:
    """A row's lines with their directions, none wider than the room."""
    factor = 1.12 if row.role in {"thread", "story"} else 1.0  # bold letters are wider
    yield from ((line, words.direction) for line in broken(row.text, room, factor))
    if row.quote:
        direction = "rtl" if (row.language or words.language) in RIGHT_TO_LEFT else "ltr"
        yield from ((line, f"quote {direction}") for line in broken(f"“{row.quote}”", room, 1.0))


def broken(told: str, room: int, factor: float) -> list[str]:
    """A text in lines none of which is wider than the room; a word that is wider alone is cut."""
    lines, line = [], ""
    for word in (piece for whole in told.split(" ") for piece in _cut(whole, room, factor)):
        longer = f"{line} {word}" if line else word
        if line and wide(longer, factor) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _cut(word: str, room: int, factor: float) -> Iterator[str]:
    piece = ""
    for sign in word:
        if piece and wide(piece + sign, factor) > room:
            yield piece
            piece = ""
        piece += sign
    yield piece


def wide(told: str, factor: float) -> float:
    """How wide a text is at most, in units."""
    return factor * _SIZE * sum(map(_sign_wide, told))


def _sign_wide(sign: str) -> float:
    """Of one sign, in ems: what a wide font of its script takes."""
    if sign in " .,;:!|'’ijltI[]()":
        return 0.4
    if sign in "mwMW@%—…":
        return 1.05
    if sign > "\u2e80":
        return 1.1
    return 0.8 if sign.isupper() or sign > "\u024f" else 0.65


def _ways(placed: Sequence[_Placed], words: Words) -> Iterator[str]:
    """A line from each source to whoever stands behind it."""
    above: dict[int, _Placed] = {}
    for one in placed:
        depth = one.row.depth
        parent = above.get(depth - 1)
        if depth > 1 and parent and parent.x < one.x:
            x, end, middle = parent.x + 5, one.x, one.y + min(one.height, 26) // 2
            yield f'<path class="way" d="M{_at(x, words)} {parent.y + parent.height}V{middle}H{_at(end, words)}"/>'
        above[depth] = one


def _at(x: int, words: Words) -> int:
    """A distance from the side at which the language begins, from the left."""
    return WIDTH - x if words.direction == "rtl" else x


def _drawn(one: _Placed, words: Words) -> str:
    wide = WIDTH - _EDGE - one.x
    left = _EDGE if words.direction == "rtl" else one.x
    ends = " ends" if one.row.origins else ""
    texts = (
        _text(line, kind, _at(one.x + _PAD, words), one.y + _PAD + 12 + n * _LINE, words)
        for n, (line, kind) in enumerate(one.lines)
    )
    box = f'<rect class="box" x="{left}" y="{one.y}" width="{wide}" height="{one.height}" rx="4"/>'
    return f'<g class="{one.row.role}{ends}">{box}{"".join(texts)}</g>'


def _text(line: str, kind: str, x: int, y: int, words: Words) -> str:
    """A line at the side at which the page's language begins, in the direction of its own."""
    direction = kind.rpartition(" ")[2]
    anchor = "start" if direction == words.direction else "end"
    quote = ' class="quote"' if kind.startswith("quote") else ""
    return f'<text{quote} x="{x}" y="{y}" direction="{direction}" text-anchor="{anchor}">{_safe(line)}</text>'
