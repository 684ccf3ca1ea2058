"""What is left of a field that is given coarse: whole days, wide areas, round numbers, or nothing.

Days are those of UTC; areas are boxes of whole cells of a tenth of a degree (about 11 km) around what was drawn; shares
are whole tenths. Each field that can come coarse stands here with how, and a test refuses one that does not. The same
list says what is coarse enough to be said in the open (`openly`). What a hostile author wrote in place of an area or a
day is left out, never passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from truceline.canon import Json, from_json, to_json
from truceline.kinds.sealing import Envelope
from truceline.period import DAY_S, Instant, Period
from truceline.place import E7, Area, area_from_flat

CELL_E7 = E7 // 10  # a tenth of a degree
LAST = Instant.parse("9999-12-31T23:59:59Z")  # after which no text tells an instant
EDGE_LON_E7, EDGE_LAT_E7 = 180 * E7, 90 * E7

Coarsen = Callable[[Json], Json]  # raises ValueError for what is not such a field


def _kept(value: Json) -> Json:
    return value


def _day(value: Json) -> Json:
    return str(day_of(from_json(Instant, value)))


def _days(value: Json) -> Json:
    return to_json(Period, days_of(from_json(Period, value)))


def _cells(value: Json) -> Json:
    return to_json(Area, cells_of(from_json(Area, value)))


def _tenths(value: Json) -> Json:
    return tenths_of(from_json(int, value))


def _volumes(value: Json) -> Json:
    """Where and when, without the heights."""
    if not isinstance(value, list):
        raise ValueError("volumes")  # noqa: TRY004 - what is wrong is what was written, not our call
    parts = [one for one in value if isinstance(one, dict)]
    return [{"area": _cells(one["area"]), "period": _days(one["period"])} for one in parts]


def day_of(at: Instant) -> Instant:
    """The beginning of its day."""
    return Instant(at.epoch_s // DAY_S * DAY_S)


def days_of(period: Period) -> Period:
    """The whole days that it touches."""
    start, end = period.start, period.end
    return Period(start and day_of(start), end and _day_after(end))


def _day_after(end: Instant) -> Instant:
    """The first midnight that is not before; in the last day of time its last second."""
    later = end.plus(DAY_S - 1)
    return LAST if later > LAST else day_of(later)


def cells_of(area: Area) -> Area:
    """The smallest box of whole cells that holds it, on the globe."""
    west, south, east, north = area.box
    west, south = west // CELL_E7 * CELL_E7, south // CELL_E7 * CELL_E7
    east, north = -(-east // CELL_E7) * CELL_E7, -(-north // CELL_E7) * CELL_E7
    east, north = max(east, west + CELL_E7), max(north, south + CELL_E7)  # a line along the edge of cells, too
    west, east = max(west, -EDGE_LON_E7), min(east, EDGE_LON_E7)
    south, north = max(south, -EDGE_LAT_E7), min(north, EDGE_LAT_E7)
    return area_from_flat([[west, south, east, south, east, north, west, north]])


def tenths_of(permille: int) -> int:
    """The nearest whole tenth, in thousandths."""
    return (permille + 50) // 100 * 100


_AT: Mapping[str, Coarsen | None] = {"at": _day}
_NOTICE: Mapping[str, Coarsen | None] = {
    "volumes": _volumes,
    **dict.fromkeys(("kind", "purpose", "armed", "platform", "amount"), _kept),
}
COARSENED: Mapping[str, Mapping[str, Coarsen | None]] = {  # kind → field → how; None: left out
    "report.received": {"received": _day, "dated": _day, "happened": None},
    "evidence.received": {"collected": _day},
    "evidence.examined": _AT,
    "evidence.transferred": _AT,
    "observation.made": {
        "window": _days,
        "seen_from": _cells,
        "place": _cells,
        "bearing_deg": None,  # with a distance and a place it leads back to who looked
        "distance_m": None,
        "place_name": None,
        **dict.fromkeys(("means", "sense", "unit", "count", "kind", "ordnance", "direction", "undetermined"), _kept),
    },
    "coverage.observed": {"window": _days, "share_permille": _tenths, "means": _kept, "zone": _kept, "area": _cells},
    "access.denied": {"window": _days, "area": _cells, "place_name": None, "how": _kept, "purpose": None},
    "visit.requested": {"window": _days, "purpose": None, "area": _cells},
    "visit.answered": {"answer": _kept, "window": _days},
    "visit.carried_out": {"window": _days, "whole": _kept},
    "activity.notified": _NOTICE,
    "activity.amended": _NOTICE,
    "activity.started": _AT,
    "activity.astray": _AT,
    "activity.ended": _AT,
    "site.acknowledged": {"received": _day},
    "site.passed_on": _AT,
    "site.confirmed": _AT,
    "site.revalidated": _AT,
}


def coarse(kind: str, field: str, value: Json) -> Json:
    """A field as it is given coarse; None where nothing is left of it."""
    how = COARSENED.get(kind, {}).get(field)
    try:
        return how(value) if how is not None else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def coarse_envelope(envelope: Envelope) -> dict[str, Json]:
    """What a sealed entry is, and on which day it was written: no reference, audience, file or officer."""
    return {"kind": envelope.kind, "time": str(day_of(envelope.time))}
