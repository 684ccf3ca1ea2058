"""How people write positions down: forward writers of our own, for what the readers read back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import strategies as st
from pyproj import Proj, Transformer

from truceline.place import E7, Area, Position
from truceline.place.given import Asked, Reading, given
from truceline.place.shapes import geod

BANDS = "CDEFGHJKLMNPQRSTUVWX"
COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
ROWS = "ABCDEFGHJKLMNPQRSTUV"
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩\u066b")
PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹\u066b")


def positions(south: int = -79, north: int = 83, west: int = -179, east: int = 179) -> st.SearchStrategy[Position]:
    """Positions in a box of whole degrees."""
    lon, lat = st.integers(west * E7, east * E7), st.integers(south * E7, north * E7)
    return st.builds(Position, lon, lat)


def degrees(at: Position) -> tuple[float, float]:
    """Longitude and latitude."""
    return at.lon_e7 / E7, at.lat_e7 / E7


def around(at: Position, reach: int = 1) -> Area:
    """A box of so many degrees about a position."""
    x, y, d = at.lon_e7, at.lat_e7, reach * E7
    w, e = max(x - d, -180 * E7), min(x + d, 180 * E7)
    s, n = max(y - d, -90 * E7), min(y + d, 90 * E7)
    return Area((((w, s), (e, s), (e, n), (w, n)),))


def apart_m(a: Position, b: Position) -> float:
    """Metres between two positions."""
    return float(geod().inv(*degrees(a), *degrees(b))[2])


def read(text: str, expected: Area | None = None) -> Reading:
    """What a text comes to where it leaves no question."""
    answer = given(text, expected)
    assert isinstance(answer, Reading), (text, answer)
    return answer


def never_wrong(text: str, truth: Position, expected: Area | None = None) -> Reading | Asked | None:
    """The answer to a text: the place within its error, a question, or a refusal; anything else fails."""
    try:
        answer = given(text, expected)
    except ValueError:
        return None
    if isinstance(answer, Reading):
        assert apart_m(answer.position, truth) <= answer.error_m, (text, answer, truth)
    return answer


# ── degrees ───────────────────────────────────────────────────────────────────────────────────


def halves(at: Position) -> tuple[str, str]:
    """The letters of its halves of the globe."""
    return "N" if at.lat_e7 >= 0 else "S", "E" if at.lon_e7 >= 0 else "W"


def decimal(at: Position, digits: int) -> tuple[str, str]:
    """Both numbers without sign, to so many decimals."""
    lon, lat = degrees(at)
    return f"{abs(lat):.{digits}f}", f"{abs(lon):.{digits}f}"


def sexagesimal(value_e7: int, digits: int) -> tuple[int, int, str]:
    """Degrees, minutes, and seconds to so many decimals, without sign."""
    unit = 10**digits
    seconds = round(abs(value_e7) * 3600 * unit / E7)
    rest, second = divmod(seconds, 60 * unit)
    whole = f"{second // unit:02d}" + (f".{second % unit:0{digits}d}" if digits else "")
    return rest // 60, rest % 60, whole


def dms(at: Position, digits: int, form: Callable[[int, int, str, str], str]) -> tuple[str, str]:
    """Latitude and longitude in degrees, minutes and seconds, in a spelling."""
    north, east = halves(at)
    return form(*sexagesimal(at.lat_e7, digits), north), form(*sexagesimal(at.lon_e7, digits), east)


RUSSIAN = {"N": "с. ш.", "S": "ю.ш.", "E": "в. д.", "W": "з.д."}
ARABIC_HALVES = {"N": "شمالاً", "S": "جنوبا", "E": "شرقًا", "W": "غربا"}
SPELLINGS: tuple[Callable[[int, int, str, str], str], ...] = (
    lambda d, m, s, h: f"{d}°{m:02d}\u2032{s}″{h}",
    lambda d, m, s, h: f"{d}º {m}' {s}'' {h}",
    lambda d, m, s, h: f"{h}{d} {m} {s}",
    lambda d, m, s, h: f"{d}-{m:02d}-{s}{h}",
    lambda d, m, s, h: f"{d}:{m:02d}:{s}{h.lower()}",
    lambda d, m, s, h: f"{d}d{m}m{s}s{h}",
    lambda d, m, s, h: f"{d} град. {m} мин. {s} сек. {RUSSIAN[h]}",
    lambda d, m, s, h: f"{d} درجة {m} دقيقة {s} ثانية {ARABIC_HALVES[h]}".translate(ARABIC),
    lambda d, m, s, h: f"{d:0{2 if h in 'NS' else 3}d}{m:02d}{s}{h}",
)

# ── grids ─────────────────────────────────────────────────────────────────────────────────────


def zone_of(at: Position) -> int:
    """The zone of six degrees."""
    return min(60, (at.lon_e7 + 180 * E7) // (6 * E7) + 1)


def utm_of(at: Position) -> tuple[int, bool, float, float]:
    """Zone, whether south, easting and northing."""
    zone, south = zone_of(at), at.lat_e7 < 0
    east, north = Proj(proj="utm", zone=zone, south=south, ellps="WGS84")(*degrees(at))
    return zone, south, east, north


def mgrs_of(at: Position, figures: int) -> str:
    """The square of so many figures a side that holds it, in the plain zones."""
    zone, _, east, north = utm_of(at)
    band = BANDS[min(19, (at.lat_e7 + 80 * E7) // (8 * E7))]
    column = COLUMNS[(zone - 1) % 3][int(east // 100_000) - 1]
    row = ROWS[(int(north // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    size = 10 ** (5 - figures)
    parts = [f"{int(number % 100_000 // size):0{figures}d}" if figures else "" for number in (east, north)]
    return f"{zone}{band} {column}{row} {' '.join(parts)}".strip()


def pulkovo_of(at: Position) -> tuple[float, float]:
    """Longitude and latitude on Pulkovo 1942, by the transformation for Russia (EPSG:5044)."""
    found = _to_pulkovo.transform(*degrees(at), direction="INVERSE")
    return float(found[0]), float(found[1])


_to_pulkovo = Transformer.from_pipeline(
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3 +step +proj=cart +ellps=krass "
    "+step +proj=helmert +x=23.57 +y=-140.95 +z=-79.8 +rx=0 +ry=0.35 +rz=0.79 +s=-0.22 +convention=position_vector "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


@cache
def _to_grid(code: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", code, always_xy=True)


def on_grid(at: Position, code: str) -> tuple[float, float]:
    """Easting and northing in a system of the EPSG registry, by PROJ's own choice of transformation."""
    east, north = _to_grid(code).transform(*degrees(at))
    return float(east), float(north)


def gauss_kruger_of(at: Position) -> tuple[float, float]:
    """X, the northing, and Y, the easting with its zone, on Pulkovo 1942."""
    lon, lat = pulkovo_of(at)
    zone = int(lon // 6) + 1
    grid = Proj(proj="tmerc", lat_0=0, lon_0=zone * 6 - 3, x_0=zone * 1_000_000 + 500_000, ellps="krass")
    east, north = grid(lon, lat)
    return north, east
