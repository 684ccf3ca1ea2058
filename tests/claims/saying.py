"""Short ways to write claims with chains: `said("rt", "cites:post", "unnamed:crown.cabinet")`."""

import hashlib
from itertools import count
from typing import Any

from truceline.claims import Article, Chain, Claim, Link, Outlet, Registry, Step

OUTLETS = Registry(
    [
        Outlet("herald", ("The Herald",), owner="harbour-press"),
        Outlet("evening", ("Evening Herald",), owner="harbour-press"),
        Outlet("norda", ("Norda",), wire=True),
        Outlet("post", ("The Courier-Post",)),
        Outlet("crown-tv", ("Crown TV",), state_of="crown"),
        Outlet("crown-news", ("Crown News",), state_of="crown"),
        Outlet("river", ("River Radio",)),
        Outlet("gazette", ("The Gazette",)),
    ]
)
_numbers = count()


def chain(*steps: str) -> Chain:
    """`outlet` first; then `step:source`; unnamed sources by institution alone."""
    links = [Link(Step.OUTLET, steps[0], steps[0])] if steps else []
    for one in steps[1:]:
        step, source = one.split(":")
        links.append(Link(Step(step), source, f"{source}/unnamed" if step == "unnamed" else source, (1, 2)))
    return tuple(links)


def said(*steps: str, article: str = "", **more: Any) -> Claim:  # noqa: ANN401 - fields of any type
    """A claim of an article of its own, unless one is given."""
    return Claim(article or f"a{next(_numbers)}", more.pop("span", (0, 10)), "they did so", chain=chain(*steps), **more)


def article(text: str, **more: Any) -> Article:  # noqa: ANN401 - fields of any type
    """An article of that text."""
    return Article(hashlib.sha256(text.encode()).hexdigest(), text, **more)
