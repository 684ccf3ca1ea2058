"""Positions and areas in fixed integers, and exact answers about them.

A finding must come out the same on every side's machine, so the world is a grid of 10⁻⁷ degree and
every question of inside or outside is answered with integers, never with a float. Edges are straight
in longitude and latitude (RFC 7946). An area is any number of closed rings under the even–odd rule,
so that holes, several parts and the two sides of the antimeridian need no cases of their own.

What it does not do: move, simplify or repair a shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

E7 = 10_000_000  # grid steps in a degree
HALF_TURN = 180 * E7

Ring = tuple[tuple[int, int], ...]  # (lon_e7, lat_e7), first vertex not repeated
Box = tuple[int, int, int, int]  # west, south, east, north


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A point on the grid."""

    lon_e7: int  # 10⁻⁷ degree east, −1 800 000 000 to 1 800 000 000
    lat_e7: int  # 10⁻⁷ degree north, −900 000 000 to 900 000 000

    def __post_init__(self) -> None:
        """Refuse what is off the globe."""
        if abs(self.lon_e7) > HALF_TURN or abs(self.lat_e7) > HALF_TURN // 2:
            msg = "a longitude within ±180 and a latitude within ±90 degrees"
            raise ValueError(msg)


def degrees_e7(text: str | float | Decimal) -> int:
    """Read decimal degrees, at most seven decimals, exactly; raises ValueError."""
    try:
        scaled = Decimal(str(text).strip()) * E7
    except InvalidOperation:
        msg = "decimal degrees like 36.7076"
        raise ValueError(msg) from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        msg = "decimal degrees with at most seven decimals"
        raise ValueError(msg)
    return int(scaled)


def position(lon: str | float | Decimal, lat: str | float | Decimal) -> Position:
    """The grid point of decimal degrees; raises ValueError."""
    return Position(degrees_e7(lon), degrees_e7(lat))


@dataclass(frozen=True, slots=True)
class Area:
    """One or more parts with their holes, as closed rings under the even–odd rule."""

    rings: tuple[Ring, ...]
    box: Box = field(init=False, compare=False)  # the smallest box around all rings

    def __post_init__(self) -> None:
        """Work out the bounding box once."""
        lons = [lon for ring in self.rings for lon, _ in ring]
        lats = [lat for ring in self.rings for _, lat in ring]
        object.__setattr__(self, "box", (min(lons), min(lats), max(lons), max(lats)))

    def holds(self, at: Position) -> bool:
        """Whether the point lies inside or on the border.

        By the crossing rule on exact products; the border is looked for first, edge by edge. 180° east and
        180° west are one and the same meridian.
        """
        if abs(at.lon_e7) == HALF_TURN:
            return self._holds(HALF_TURN, at.lat_e7) or self._holds(-HALF_TURN, at.lat_e7)
        return self._holds(at.lon_e7, at.lat_e7)

    def _holds(self, lon_e7: int, lat_e7: int) -> bool:
        west, south, east, north = self.box
        if not (west <= lon_e7 <= east and south <= lat_e7 <= north):
            return False
        inside = False
        for (x1, y1), (x2, y2) in edges(self.rings):
            side = (x2 - x1) * (lat_e7 - y1) - (y2 - y1) * (lon_e7 - x1)
            if side == 0 and _between(x1, lon_e7, x2) and _between(y1, lat_e7, y2):
                return True
            if (y1 > lat_e7) != (y2 > lat_e7) and (side > 0) == (y2 > y1):
                inside = not inside
        return inside

    def meets(self, a: Position, b: Position) -> bool:
        """Whether the straight way from one point to another touches the area, its border included.

        A way longer than half a turn in longitude is gone the short way, over the antimeridian.
        """
        beyond = b.lon_e7 - a.lon_e7
        turn = 2 * HALF_TURN * ((beyond > HALF_TURN) - (beyond < -HALF_TURN))
        return any(
            self._meets((a.lon_e7 + moved, a.lat_e7), (b.lon_e7 - turn + moved, b.lat_e7))
            for moved in (-2 * HALF_TURN, 0, 2 * HALF_TURN)
        )

    def _meets(self, a: tuple[int, int], b: tuple[int, int]) -> bool:
        return self._holds(*a) or any(_touch(a, b, c, d) for c, d in edges(self.rings))

    def flat(self) -> list[list[int]]:
        """Rings as [lon, lat, lon, lat, …], for files."""
        return [[number for vertex in ring for number in vertex] for ring in self.rings]


Place = Position | Area


def _between(a: int, middle: int, b: int) -> bool:
    return a <= middle <= b or b <= middle <= a


def _touch(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]) -> bool:
    """Whether two closed segments have a point in common: neither lies beside or on one side of the other."""
    beside = any(max(a[i], b[i]) < min(c[i], d[i]) or max(c[i], d[i]) < min(a[i], b[i]) for i in (0, 1))
    return not beside and _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Above 0 where the third point lies to the left of the way from the first to the second, 0 in line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def edges(rings: Iterable[Ring]) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    """Every edge of every ring, from vertex to vertex."""
    for ring in rings:
        yield from zip(ring, (*ring[1:], ring[0]), strict=True)


def area_from_flat(rings: Iterable[Sequence[int]]) -> Area:
    """The area of rings written as [lon, lat, lon, lat, …]."""
    return Area(tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in rings))
