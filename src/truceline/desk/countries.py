"""The time zone of a country named in a data set, where it has exactly one.

A data set's days are days of the place. Read from the IANA database's own tables, by ISO 3166 name.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from truceline.errors import DataError, Fault


def zone_of(country: str) -> str:
    """The country's one time zone; raises DataError where it has several, or none is known."""
    zones = _zones().get(_codes().get(country.strip(), ""), [])
    if len(zones) != 1:
        got = f"{country or 'no country'}: {', '.join(zones) or 'no zone known'}"
        cure = "Name the zone of the rows' dates with --time-zone, as in Asia/Damascus."
        raise DataError(
            "the days of these rows have no time zone", (Fault("", 0, "country", "a country with one zone", got, cure),)
        )
    return zones[0]


@cache
def _codes() -> dict[str, str]:
    """Country name → ISO 3166 code."""
    return {name: code for code, name in _rows("iso3166.tab")}


@cache
def _zones() -> dict[str, list[str]]:
    """ISO 3166 code → its zones."""
    found: dict[str, list[str]] = {}
    for code, _, zone in _rows("zone.tab"):
        found.setdefault(code, []).append(zone)
    return found


def _rows(name: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return [line[: 3 if name == "zone.tab" else 2] for line in lines]
