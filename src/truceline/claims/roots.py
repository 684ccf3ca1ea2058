"""How many independent origins claims of one matter have: at least, and at most.

Outlets that cite one origin share one root. `low` merges everything that may share an origin, `high` only what surely
does; the truth lies between. Every merge has the number of its rule and words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from truceline.claims.articles import Article, Published
from truceline.claims.claims import Claim


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher."""

    id: str
    names: tuple[str, ...] = ()  # as people write it, in any script
    owner: str = ""  # who owns it; empty: not known
    wire: bool = False  # an agency whose copy others print
    state_of: str = ""  # the actor whose state outlet it is; empty: nobody's


class Registry:
    """The outlets that are known; a deployment adds its own."""

    def __init__(self, outlets: Iterable[Outlet] = ()) -> None:
        """Keep them by id and by every name."""
        self.outlets = {one.id: one for one in outlets}
        self._named = {name.casefold(): one for one in self.outlets.values() for name in (one.id, *one.names)}

    def outlet(self, source: str) -> Outlet:
        """The outlet of that id; one of which nothing is known where it is not in the registry."""
        return self.outlets.get(source, Outlet(source))

    def named(self, name: str) -> Outlet | None:
        """The outlet of that name, in any case of letters; None: none."""
        return self._named.get(name.casefold())


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that stands word for word in two articles."""

    part: tuple[int, int]  # its span in the one
    whole: tuple[int, int]  # and in the other


@dataclass(frozen=True, slots=True)
class Copied:
    """Two articles of which one carries much of the other."""

    part: str  # id of the article that is contained
    whole: str  # id of the article that contains it
    share_permille: int  # of the contained one's five-word runs, how many stand in the other
    passages: tuple[Passage, ...]  # what both have, longest first


@dataclass(frozen=True, slots=True)
class Joined:
    """Why two claims were taken to share an origin."""

    i: int  # index of one claim
    j: int  # and of the other
    rule: str  # "R1" …
    words: str


@dataclass(frozen=True, slots=True)
class Roots:
    """How many origins, and which claims rest on one."""

    low: int  # at least so many
    high: int  # at most so many
    surely: tuple[
        tuple[int, ...], ...
    ]  # `high` groups of claims by index; a claim resting on one of several is in each
    perhaps: tuple[tuple[int, ...], ...]  # `low` groups, likewise
    why: tuple[Joined, ...]


def roots(
    claims: Sequence[Claim],
    outlets: Registry,
    copies: Sequence[Copied] = (),
    published: Mapping[str, Published] | None = None,
) -> Roots:
    """How many independent origins these claims of one matter have; `published` gives each article's day."""
    raise NotImplementedError


def copied(articles: Iterable[Article]) -> tuple[Copied, ...]:
    """Pairs of articles of which one carries much of the other, by containment of five-word runs."""
    raise NotImplementedError
