"""Who publishes: outlets by every name they go by, who owns them, and whose state outlet they are.

A registry is data; a deployment adds its own. Who owns an outlet says what may share an origin, never how far the
outlet is to be believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher."""

    id: str
    names: tuple[str, ...] = ()  # as people write it, in any script
    owner: str = ""  # who owns it; empty: not known
    wire: bool = False  # an agency whose copy others print
    state_of: str = ""  # the actor whose state outlet it is; empty: nobody's


class Registry:
    """The outlets that are known."""

    def __init__(self, outlets: Iterable[Outlet] = ()) -> None:
        """Keep them by id and by every name."""
        self.outlets = {one.id: one for one in outlets}
        self._named = {name.casefold(): one for one in self.outlets.values() for name in (one.id, *one.names)}

    def outlet(self, source: str) -> Outlet:
        """The outlet of that id; one of which nothing is known where the registry has none."""
        return self.outlets.get(source) or Outlet(source)

    def named(self, name: str) -> Outlet | None:
        """The outlet of that id or name, in any case of letters; None: none."""
        return self._named.get(name.casefold())
