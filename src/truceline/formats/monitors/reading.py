"""One line of a monitor's as an observation, or as what has to be asked back.

"Positioned at X between 09:10 and 09:40 heard 4 undetermined explosions, 3-5 km, WNW": the parts may come in any
order, in English, Arabic or Russian. Every part is looked for by its pattern and taken out; a part that is missing,
that stands there twice, or a word that no part accounts for is asked about. Nothing is filled in but what the caller
gives: a day, a zone.

Where the post of a name is known, the sound or sight lies in a sector of an annulus about it, wide enough for a post
that is only known to a kilometre or so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import ZoneInfo

from truceline.formats.monitors.model import Post, Unclear, Where
from truceline.formats.monitors.places import place_of, seen_from
from truceline.formats.monitors.rose import SPELLINGS, Bearing, bearing_of, fold, written
from truceline.formats.monitors.words import ASSESSED, TONGUES, Tongue, any_of
from truceline.formats.reports.decoding import spaced
from truceline.formats.reports.publishing import day_in
from truceline.kinds import Means, ObservationMade, Sense, Unit
from truceline.period import Instant, Period

LONGEST = 2_000  # characters of a line
GONE = "\0"  # stands where a part was taken out
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("–—−ـ\u2010\u2011", "-"),
        "،": ",",
        "؛": ";",
        "\u066b": ".",
        "ё": "е",
        "Ё": "\u0415",
    }
)
_QUOTED = re.compile(r"[\"“«](?P<name>[^\"”»]{1,200})[\"”»]")
_SOUNDING = frozenset((Unit.EXPLOSION, Unit.BURST, Unit.SHOT))  # of which it is asked by what they were made
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """What whoever reads a line in knows beside it."""

    day: dt.date | None = None  # on which the window began; None: the line has to say
    zone: str = ""  # IANA name of the clock that times are by; empty: the line has to say
    where: Where | None = None  # finds posts; None: names are kept as names, and no place is drawn


NOTHING = Context()


def read_line(text: str, context: Context = NOTHING) -> ObservationMade | tuple[Unclear, ...]:
    """The observation of one line, in whichever language it is; else everything that has to be asked back."""
    if len(text) > LONGEST:
        return (Unclear("words", f"One observation, in at most {LONGEST:,} characters?", f"{len(text):,} characters"),)
    asked = []
    for language in TONGUES:
        found = _Line(text, language).read(context)
        if isinstance(found, ObservationMade):
            return found
        asked.append(found)
    return min(asked, key=_strangeness)


def _strangeness(asked: tuple[Unclear, ...]) -> tuple[int, int]:
    """How little of a line was understood: so the questions come from the language it is in."""
    return len(asked), sum(len(one.got) for one in asked)


@dataclass
class _Line:
    """A line in one language, from which part after part is taken."""

    text: str
    language: str
    asked: list[Unclear] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = spaced(self.text)
        figures = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in self.text)
        self.left = figures.translate(_ALIKE)
        self.tongue: Tongue = TONGUES[self.language]

    def read(self, context: Context) -> ObservationMade | tuple[Unclear, ...]:
        """The observation, or what has to be asked."""
        name = self._quoted()
        undetermined = self._rest()
        distance = self._distance()  # before the window: 3000-5000 m are no hours
        window = self._window(context)
        means, post = self._position(name, context)
        bearing = self._bearing()
        sense = self._sense()
        what = self._what()
        self._over()
        if self.asked or window is None or what is None or post is None or sense is None or means is None:
            return tuple(self.asked)
        told = [*undetermined, *what.undetermined]
        told += [
            one for one, value in (("distance", distance), ("bearing", bearing), ("count", what.count)) if value is None
        ]
        placed = post if isinstance(post, Post) else None
        try:
            return ObservationMade(
                window=window,
                means=Means(means),
                sense=Sense(sense),
                unit=Unit(what.unit),
                seen_from=seen_from(placed) if placed else None,
                place=place_of(placed, distance, bearing) if placed and "place" not in undetermined else None,
                bearing_deg=bearing,
                distance_m=distance,
                count=what.count,
                kind=what.kind,
                ordnance=what.ordnance,
                undetermined=tuple(sorted(dict.fromkeys(told))),
                place_name=placed.name if placed else str(post),
            )
        except ValueError as error:
            return (Unclear("words", f"What is meant? An observation cannot say: {error}.", self.text.strip()),)

    # ── taking parts out ──────────────────────────────────────────────────────────────────────

    def _take(self, pattern: str | re.Pattern[str], part: str = "") -> re.Match[str] | None:
        """The one stretch that a pattern matches, taken out; a second, different one is asked about."""
        compiled = re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern
        found = list(compiled.finditer(self.left))
        if not found:
            return None
        for one in found:
            self.left = self.left[: one.start()] + GONE * (one.end() - one.start()) + self.left[one.end() :]
        several = {one[0].strip().casefold() for one in found}
        if part and len(several) > 1:
            self._ask(part, "Which of these is meant? One line for each observation.", " | ".join(sorted(several)))
        return found[0]

    def _ask(self, part: str, question: str, got: str = "") -> None:
        self.asked.append(Unclear(part, question, got))

    def _quoted(self) -> str:
        """A place in quotation marks: so a name may hold commas and words of the grammar."""
        found = _QUOTED.search(self.left)
        if found is None:
            return ""
        start, end = found.span("name")
        # The quotation marks stay, so that the words before the place are seen to stand before it.
        self.left = self.left[:start] + GONE * (end - start) + self.left[end:]
        return self.text[start:end].strip()

    def _rest(self) -> list[str]:
        """What else could not be determined: a list behind a colon, up to the end."""
        names = "|".join(sorted(map(re.escape, self.tongue.others), key=len, reverse=True))
        found = self._take(rf";?\s*{self.tongue.rest}\s*(?P<list>(?:{names})(?:\s*,\s*(?:{names}))*)\s*\.?\s*$")
        listed = re.split(r"\s*,\s*", found["list"]) if found else []
        return [self.tongue.others[one.strip().casefold()] for one in listed]

    # ── when ──────────────────────────────────────────────────────────────────────────────────

    def _window(self, context: Context) -> Period | None:
        day = self._day(context)
        found = self._take(re.compile(rf"(?<![\w.:+-]){self.tongue.window}(?![\d:])", re.IGNORECASE), "window")
        if found is None:
            self._ask("window", "From when to when, as in 09:10 to 09:40?")
            return None
        first, last, later, offset, utc = found.groups()
        times = [_clock(first), _clock(last)]
        if None in times:
            self._ask("window", "Which hours are meant, from 00:00 to 23:59?", found[0].strip())
            return None
        if day is None:
            self._ask_once("day", "On which day?")
            return None
        ends = [
            dt.datetime.combine(one, time) for one, time in zip((day, _after(day, later)), times, strict=True) if time
        ]
        instants = [self._instant(one, "+00:00" if utc else offset or "", context) for one in ends]
        begin, end = instants
        if begin is None or end is None:
            return None
        if end <= begin:
            self._ask("window", "Is the end on the next day? Then write (+1) behind it.", found[0].strip())
            return None
        return Period(begin, end)

    def _day(self, context: Context) -> dt.date | None:
        found = day_in(self.left)
        if found is None:
            return context.day
        (start, end), day = found
        before = re.search(rf"{self.tongue.on}$", self.left[:start], re.IGNORECASE)
        start = before.start() if before else start
        got, self.left = self.left[start:end], self.left[:start] + GONE * (end - start) + self.left[end:]
        if day is None:
            self._ask("day", "Which day is meant? Write it as 2031-05-03.", got.strip())
        elif day_in(self.left):
            self._ask("day", "Which of the two days is meant?", self.text.strip())
        return day

    def _instant(self, moment: dt.datetime, offset: str, context: Context) -> Instant | None:
        if offset:
            colon = offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
            try:
                return Instant.parse(f"{moment.isoformat(timespec='minutes')}{colon}")
            except ValueError:
                self._ask("zone", "By which clock? Write its offset, as +03:00.", offset)
                return None
        if not context.zone:
            self._ask_once("zone", "By which clock? Write its offset behind the times, as +03:00.")
            return None
        local = moment.replace(tzinfo=ZoneInfo(context.zone))
        instant = Instant.of(local)
        shown = instant.datetime(context.zone).replace(tzinfo=None) == moment
        if not shown or local.utcoffset() != local.replace(fold=1).utcoffset():
            question = "The clock was changed then. Which offset is meant, as +03:00?"
            self._ask_once("zone", question, moment.isoformat(sep=" ", timespec="minutes"))
            return None
        return instant

    def _ask_once(self, part: str, question: str, got: str = "") -> None:
        if not any(one.part == part for one in self.asked):
            self._ask(part, question, got)

    # ── where ─────────────────────────────────────────────────────────────────────────────────

    def _position(self, name: str, context: Context) -> tuple[str | None, Post | str | None]:
        """By what means, and from where: a post, or its name alone where nobody looks posts up."""
        verbs = "|".join(self.tongue.senses)
        for pattern, means in self.tongue.positioned.items():
            place = rf"[\"“«]{GONE}+[\"”»]" if name else rf"[^,;{GONE}]+?"
            found = self._take(
                rf"(?<!\w)(?:{pattern})\s+(?P<place>{place})(?=\s*(?:[,;{GONE}]|(?<!\w)(?:{verbs})(?!\w)|$))",
                "positioned",
            )
            if found:
                return means, self._post(name or self.text[slice(*found.span("place"))].strip(" ."), context)
        self._ask("positioned", "Where was the monitor positioned?")
        return None, None

    def _post(self, name: str, context: Context) -> Post | str | None:
        if not name or len(name) > 200:
            self._ask("positioned", "Where was the monitor positioned? A name of at most 200 characters.", name[:40])
            return None
        post = context.where(name) if context.where else None
        if post is None or isinstance(post, Post):
            return post or name
        self._ask("positioned", post, name)
        return None

    def _distance(self) -> Range | None:
        if self._take(rf"(?<!\w)(?:{self.tongue.distance_unknown})(?!\w)"):
            return None
        units = any_of(self.tongue.metres)
        number = r"(\d{1,6}(?:\.\d{1,3})?)"
        to = r"\s*(?:-|to|до|إلى)\s*"
        found = self._take(
            re.compile(
                rf"(?<![\w.,:+-])(?P<vague>(?:{self.tongue.vague})\s+)?{number}(?P<comma>,\d+)?(?:{to}{number})?\s*(?:{units.pattern})(?!\w)",
                re.IGNORECASE,
            ),
            "distance",
        )
        if found is None:
            self._ask("distance", "How far away, from and to? Or is the distance undetermined?")
            return None
        if found["vague"] or found["comma"]:
            question = (
                "How far away at least, and how far at most?"
                if found["vague"]
                else "Is the comma a decimal point? Write a point."
            )
            self._ask("distance", question, found[0].strip())
            return None
        metres = next(size for at, size in enumerate(self.tongue.metres.values()) if found[f"g{at}"])
        numbers = [one for one in found.groups() if one and re.fullmatch(r"\d+(?:\.\d+)?", one)]
        least, most = (round(float(one) * metres) for one in (numbers[0], numbers[-1]))
        if not 0 <= least <= most <= 1_000_000:
            self._ask("distance", "Which is nearer, and which farther?", found[0].strip())
            return None
        return least, most

    def _bearing(self) -> Bearing | None:
        if self._take(rf"(?<!\w)(?:{self.tongue.bearing_unknown})(?!\w)"):
            return None
        found: list[tuple[str, Bearing]] = []
        degrees = self._take(rf"(?<![\w.]){self.tongue.degrees}", "bearing")
        if degrees:
            first, last = degrees[1], degrees[2] or degrees[1]
            if max(int(first), int(last)) > 360:
                self._ask("bearing", "Which bearing, from 0 to 359 degrees?", degrees[0].strip())
                return None
            found.append((degrees[0], (int(first) % 360, int(last) % 360)))
        found += self._points()
        if len({bearing for _, bearing in found}) == 1:
            return found[0][1]
        question = (
            "In which direction, as in WNW? Or is it undetermined?" if not found else "Which of these directions?"
        )
        self._ask("bearing", question, " | ".join(text.strip() for text, _ in found))
        return None

    def _points(self) -> Iterator[tuple[str, Bearing]]:
        """Each point of the compass in the line: letters as capitals, words in any case."""
        for found in list(_POINTS[self.language].finditer(self.left)):
            point = SPELLINGS[self.language].get(fold(found[0]))
            letters = point and fold(found[0]) == fold(written(point, self.language))
            if point and (found[0].isupper() or self.language == "ar" or not letters):
                self.left = self.left[: found.start()] + GONE * len(found[0]) + self.left[found.end() :]
                yield found[0], bearing_of(point)

    # ── what ──────────────────────────────────────────────────────────────────────────────────

    def _sense(self) -> str | None:
        for pattern, sense in self.tongue.senses.items():
            if self._take(rf"(?<!\w)(?:{pattern})(?!\w)"):
                return sense
        self._ask("sense", "Was it seen or heard?")
        return None

    def _what(self) -> _What | None:
        """What it was, how many, and what it was assessed as."""
        assessed = self._assessed()
        found = self._take(_whats(self.language), "unit")
        if found is None:
            self._ask("unit", "What was it: explosions, bursts, shots, flights, movements, weapons, places damaged?")
            return None
        unit = _grouped(found, "u", self.tongue.units) or _grouped(found, "p", self.tongue.pairs)
        what = _What(unit, self._count(found), *assessed)
        if found["before"] or found["after"]:
            if what.kind or what.ordnance:
                self._ask("assessed", "Undetermined, or assessed as something?", found[0].strip())
            what.undetermined = ("kind", "ordnance")
        elif unit in _SOUNDING and not (what.kind or what.ordnance):
            self._ask("assessed", "Undetermined, or assessed as what?", found[0].strip())
        return what

    def _assessed(self) -> tuple[str, str]:
        """The kind and the ordnance it was assessed as."""
        names = sorted(map(_as_matched, ASSESSED[self.language]), key=len, reverse=True)
        labels = "|".join(re.escape(one).replace(r"\ ", r"[\s-]").replace(r"\-", r"[\s-]") for one in names)
        found = self._take(
            rf"(?<!\w)(?:{self.tongue.assessed})\s*(?P<as>(?:{labels})(?:\s*(?:,|\+)\s*(?:{labels}))*)(?!\w)",
            "assessed",
        )
        told = {"kind": "", "ordnance": ""}
        meant = {_spaced(_as_matched(label)): one for label, one in ASSESSED[self.language].items()}
        for label in re.split(r"\s*[,+]\s*", found["as"].casefold()) if found else ():
            name, word = meant[_spaced(label)]
            if told[name] not in {"", word}:
                self._ask("assessed", "Assessed as which of these?", found["as"] if found else "")
            told[name] = word
        return told["kind"], told["ordnance"]

    def _count(self, found: re.Match[str]) -> Range | None:
        if found["unknown"]:
            return None
        if _grouped(found, "p", self.tongue.pairs):
            return 2, 2
        if found["vague"] or not found["many"]:
            self._ask(
                "count", "How many at least, and how many at most? Or is the number undetermined?", found[0].strip()
            )
            return None
        numbers = re.findall(r"\d+", found["many"]) or [str(self.tongue.numbers[found["many"].strip().casefold()])]
        least, most = int(numbers[0]), int(numbers[-1])
        if not least <= most <= 10**9:
            self._ask("count", "Which is the least, and which the most?", found["many"].strip())
            return None
        return least, most

    def _over(self) -> None:
        """Ask about words that no part accounts for."""
        rest = re.sub(rf"(?<!\w)(?:{self.tongue.filler})(?!\w)", " ", self.left, flags=re.IGNORECASE)
        words = " ".join(re.sub(r"[\0\s,;:.!\"“”«»()°]+", " ", rest).split())
        if words:
            self._ask("words", "What is meant by this? Say it in a note, or leave it out.", words)


@dataclass
class _What:
    unit: str
    count: Range | None
    kind: str
    ordnance: str
    undetermined: tuple[str, ...] = ()


def _as_matched(label: str) -> str:
    """A label as lines are matched: in small letters, letters and marks alike."""
    return label.casefold().translate(_ALIKE)


def _spaced(label: str) -> str:
    """A label with hyphens as spaces."""
    return " ".join(re.split(r"[\s-]+", label.strip()))


def _clock(text: str) -> dt.time | None:
    figures = re.sub(r"\D", "", text).zfill(4)
    hour, minute = int(figures[:2]), int(figures[2:])
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _after(day: dt.date, later: str | None) -> dt.date:
    try:
        return day + dt.timedelta(days=int(later or 0))
    except OverflowError:
        return day


def _grouped(found: re.Match[str], prefix: str, words: Mapping[str, str]) -> str:
    """Which of numbered alternatives matched."""
    return next((word for at, word in enumerate(words.values()) if found.group(f"{prefix}{at}")), "")


@cache
def _whats(language: str) -> re.Pattern[str]:
    """The pattern of number, undetermined, unit."""
    tongue = TONGUES[language]
    units = "|".join(f"(?P<u{at}>{one})" for at, one in enumerate(tongue.units))
    pairs = "".join(f"|(?P<p{at}>{one})" for at, one in enumerate(tongue.pairs))
    numbers = "|".join(sorted(map(re.escape, tongue.numbers), key=len, reverse=True))
    several = rf"\d{{1,10}}(?:\s*(?:-|to|до|إلى)\s*\d{{1,10}})?|{numbers}"
    many = rf"(?:(?P<unknown>{tongue.number_unknown})\s+|(?:(?P<vague>{tongue.vague})\s+)?(?P<many>{several})\s+)?"
    if language == "ar":  # there the word for "of the" may be written together with the noun
        many = many.replace(r"من\s+(?:ال)?)\s+", r"من\s+(?:ال)?)")
    return re.compile(
        rf"(?<!\w){many}(?P<before>(?:{tongue.undetermined})\s+)?(?:{units}{pairs})(?!\w)(?P<after>\s+(?:{tongue.undetermined})(?!\w))?",
        re.IGNORECASE,
    )


def _point_pattern(language: str) -> re.Pattern[str]:
    names = sorted(SPELLINGS[language], key=len, reverse=True)
    article = "(?:ال)?" if language == "ar" else ""
    spelt = [article + re.escape(one).replace(r"\ ", rf"[\s-]+{article}") for one in names]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spelt)})(?:ي)?(?![\w-])", re.IGNORECASE)


_POINTS = {language: _point_pattern(language) for language in TONGUES}
