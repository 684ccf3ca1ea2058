"""What the Arabic and the Russian tests read with: outlets and actors of the fictional country."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.claims import Article, Claim, Link, Outlet, Precision, Published, Registry
from truceline.desk import shelf
from truceline.desk.gazetteers import exercise
from truceline.formats.reading import Known, read
from truceline.formats.reading.aliases import Aliases
from truceline.formats.reading.letters import tokens
from truceline.formats.reading.ruled import Ruled
from truceline.formats.reading.ruled.engine import Reader
from truceline.period import Instant, Period

OUTLETS = Registry(
    (
        Outlet("norda", ("Norda", "نوردا", "وكالة نوردا", "Норда", "НОРДА"), wire=True),
        Outlet("tide", ("Tide News", "أنباء المد", "Вести прилива")),
    )
)
TUESDAY = "2031-07-15"  # when the articles of these tests came out


def knowing(extractor: Ruled) -> Known:
    """The fictional country, in a language."""
    return Known(extractor.words, OUTLETS, exercise(), Aliases.of(shelf.find("exercise").roster))


def article(text: str, day: str = TUESDAY) -> Article:
    """An article of the outlet "tide"; without a day nobody says when it came out."""
    published = Published(Instant.parse(f"{day}T00:00Z"), Precision.DAY, "given") if day else Published()
    return Article("ab" * 32, text, outlet="tide", published=published)


class Reading:
    """One language's extractor with what it knows."""

    def __init__(self, extractor: Ruled) -> None:
        self.extractor, self.known = extractor, knowing(extractor)

    def claims(self, text: str, day: str = TUESDAY) -> tuple[Claim, ...]:
        """Every claim of a text, through the gate."""
        return read(article(text, day), self.known, (self.extractor,))

    def claim(self, text: str, day: str = TUESDAY) -> Claim:
        """The first claim of a text."""
        return self.claims(text, day)[0]

    def named(self, text: str) -> list[str]:
        """The actors that a few words name, capitals that are places left out."""
        names = Reader(self.extractor.words, article(text), self.known).names
        return [hit.value.id for hit in names.mentions(tokens(text))]

    def chain(self, text: str) -> list[tuple[str, str]]:
        """How the first claim came to the outlet: step and source of each link after it."""
        return steps(self.claim(text).chain[1:])


def steps(links: Iterable[Link]) -> list[tuple[str, str]]:
    """Step and source of each link."""
    return [(str(one.step), one.source) for one in links]


def days(claim: Claim) -> str:
    """The first and the last day of a claim, or why there is none."""
    if claim.time is None:
        return claim.time_basis
    span = claim.time.span
    assert isinstance(span, Period)
    assert span.start
    assert span.end
    return f"{str(span.start)[:10]}/{str(span.end.plus(-1))[:10]}"
