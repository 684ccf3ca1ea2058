"""A small roster and invented rows of the exercise's country, as files that readers are given."""

import csv
import io
from collections.abc import Mapping, Sequence

from truceline.actors import Actor, Alias, Roster, Umbrella

ZONE = "Etc/GMT-6"  # UTC+6, as in the exercise

GED: dict[str, str] = {
    "id": "1",
    "type_of_violence": "1",
    "conflict_new_id": "7",
    "dyad_name": "Government of Ormavela - River Guard",
    "side_a": "Government of Ormavela",
    "side_b": "River Guard",
    "number_of_sources": "1",
    "source_article": '"Gazette,2031-05-03,Guns heard, then silence"',
    "source_original": "residents",
    "where_prec": "1",
    "where_coordinates": "Mevrano town",
    "adm_1": "Middle Reach",
    "adm_2": "",
    "latitude": "-29.25",
    "longitude": "88.5",
    "geom_wkt": "POINT (88.5 -29.25)",
    "country": "Ormavela",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2031-05-02",
    "date_end": "2031-05-02",
    "deaths_a": "0",
    "deaths_b": "1",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "low": "1",
    "best": "1",
    "high": "2",
}


def actor(name: str, en: str, *aliases: Alias, ar: str = "", kind: str = "armed_group") -> Actor:
    """An actor with a name in English and, where given, in Arabic."""
    return Actor(name, {"en": en} | ({"ar": ar} if ar else {}), kind, aliases)


ROSTER = Roster(
    [
        actor("gov", "Government of Ormavela", Alias("the Belquora troops", "north", "s"), ar="حكومة أورمافيلا"),
        actor("river", "River Guard", Alias("Guard of the River, Eastern Wing", None, "s")),
        actor("hill", "Hill League", Alias("Sons and Daughters of the Hills", None, "s"), Alias("league", None, "s")),
        actor("front", "Lantern Front", Alias("league", None, "s")),  # so "league" means two
        actor("residents", "Civilians", Alias("residents", None, "s"), kind="civilians"),
    ],
    [Umbrella("rebels", {"en": "rebels of Ormavela"}, ("river", "hill"), open=True)],
)


def ged_row(**changed: str) -> dict[str, str]:
    """One row of GED with some cells changed."""
    return {**GED, **changed}


def csv_text(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = tuple(GED)) -> bytes:
    """Rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
