"""From another datum or grid to WGS 84, with the error that its transformation states.

PROJ by pyproj, the EPSG registry's own transformations, none that needs a grid file: so one release answers alike on
every machine. Where several transformations hold at a place, the one with the smallest stated error is taken, and the
error covers how far the others lie from it. Outside the area of all of them nobody states an error; ours is then the
largest that any states and how far they all lie apart.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup

from truceline.place.shapes import geod

WGS84 = "EPSG:4326"
PULKOVO = "EPSG:4284"
NEAR_CONFORMAL = "Lambert Conic Near-Conformal"  # EPSG method 9817, which PROJ has and does not know by that name
ROUNDED = 0.01  # degrees: the registry writes the areas of systems to two decimals
NOT_STATED = 900  # metres: what the registry writes where nobody knows


@dataclass(frozen=True, slots=True)
class Shift:
    """One transformation to WGS 84."""

    by: Transformer
    error_m: float  # as stated
    box: tuple[float, float, float, float]  # west, south, east, north: where it holds

    def holds(self, lon: float, lat: float) -> bool:
        """Whether it is stated for that place."""
        return within(self.box, lon, lat)


def within(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    """Whether a box of west, south, east, north holds a place; it may run over the antimeridian."""
    west, south, east, north = box
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north


@lru_cache(maxsize=64)
def crs_of(code: str) -> CRS:
    """A system of the EPSG registry; raises ValueError."""
    try:
        found = CRS(code)
    except CRSError:
        found = None
    if found is None or not (found.is_geographic or found.is_projected) or len(found.axis_info) != 2:
        msg = f"the code of a geographic or projected system of the EPSG registry, not {code}"
        raise ValueError(msg)
    return found


@lru_cache(maxsize=64)
def _shifts(code: str) -> tuple[Shift, ...]:
    """The transformations of a datum that state their error and need no file."""
    crs = crs_of(code)
    if crs == CRS(WGS84):
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about grid files, of which none is used
        known = TransformerGroup(crs, WGS84, always_xy=True, allow_ballpark=False).transformers
    found = []
    for one in known:
        filed = any(step.grids for step in one.operations or ())
        if 0 <= one.accuracy < NOT_STATED and not filed:
            found.append(Shift(one, one.accuracy, bounds_of(one)))
    if not found:
        msg = f"a system with a transformation to WGS 84 that states its error, not {code} ({crs.name})"
        raise ValueError(msg)
    return tuple(sorted(found, key=lambda one: one.error_m))


def bounds_of(what: CRS | Transformer) -> tuple[float, float, float, float]:
    """West, south, east and north of where something holds; nowhere, where nobody says."""
    area = what.area_of_use
    return area.bounds if area is not None else (0.0, 91.0, 0.0, 91.0)


def to_wgs84(code: str, lon: float, lat: float) -> tuple[float, float, float]:
    """Longitude, latitude and error in metres of a geographic position; raises ValueError."""
    shifts = _shifts(code)
    if not shifts:
        return lon, lat, 0.0
    held = [one for one in shifts if one.holds(lon, lat)] or list(shifts)
    stated = held[0].error_m if held[0].holds(lon, lat) else max(one.error_m for one in held)
    moved = [one.by.transform(lon, lat) for one in held]
    x, y = moved[0]
    if not all(math.isfinite(number) for pair in moved for number in pair):
        msg = "a place that the transformation reaches"
        raise ValueError(msg)
    apart = max(float(geod().inv(x, y, *other)[2]) for other in moved)
    return x, y, max(stated, apart) if held[0].holds(lon, lat) else stated + apart


@lru_cache(maxsize=256)
def utm(zone: int, *, south: bool) -> Proj:
    """A zone of UTM on WGS 84."""
    return Proj(proj="utm", zone=zone, south=south, ellps="WGS84")


@lru_cache(maxsize=128)
def gauss_kruger(zone: int) -> Proj:
    """A zone of six degrees on Krassowsky's ellipsoid, its number before the easting."""
    return Proj(proj="tmerc", lat_0=0, lon_0=(zone * 6 - 3 + 180) % 360 - 180, k=1, x_0=zone * 1e6 + 5e5, ellps="krass")


def unprojected(grid: Proj, east: float, north: float) -> tuple[float, float] | None:
    """Longitude and latitude of a grid's point; None where it has none, or not that very one."""
    try:
        lon, lat = grid(east, north, inverse=True, errcheck=True)
        back = grid(lon, lat, errcheck=True)
    except ProjError:
        return None
    if not (math.isfinite(lon) and math.isfinite(lat)) or math.dist(back, (east, north)) > 1:
        return None
    return float(lon), float(lat)


@lru_cache(maxsize=64)
def _local(code: str) -> Proj | Transformer:
    """What leads from a projected system to its own geographic one; raises ValueError."""
    crs = crs_of(code)
    try:
        step = crs.coordinate_operation
        if step is not None and step.method_name == NEAR_CONFORMAL and crs.ellipsoid is not None:
            lat, lon, scale, east, north = (one.value for one in step.params)
            a, b = crs.ellipsoid.semi_major_metre, crs.ellipsoid.semi_minor_metre
            return Proj(
                {"proj": "lcca", "lat_0": lat, "lon_0": lon, "k_0": scale, "x_0": east, "y_0": north, "a": a, "b": b}
            )
        return Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    except (CRSError, ProjError):
        msg = f"a projected system that PROJ can work out, not {code} ({crs.name})"
        raise ValueError(msg) from None


def local(code: str, east: float, north: float) -> tuple[float, float] | None:
    """Longitude and latitude, on its own datum, of a point in the area of a projected system; None outside."""
    found, crs = _local(code), crs_of(code)
    lon, lat = found(east, north, inverse=True) if isinstance(found, Proj) else found.transform(east, north)
    west, south, east, north = bounds_of(crs)
    box = (west - ROUNDED, south - ROUNDED, east + ROUNDED, north + ROUNDED)
    held = math.isfinite(lon) and math.isfinite(lat) and within(box, lon, lat)
    return (lon, lat) if held else None
