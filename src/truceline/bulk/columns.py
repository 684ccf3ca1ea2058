"""The flat table: one row is one conduct with at most one version of each fact.

This is what a million rows look like on their way in: columns of plain values, each of which may be
absent or empty where nobody said. A row means exactly one `Conduct`, which the floor can judge; a conduct
that says more than a row can (several versions of a fact, answers held, amounts) is no row and goes to the
floor as it is.

Read, the degrees are integers of 10⁻⁷ degree (`lon_e7`, `lat_e7`) and the instants seconds since
1970 in UTC (`from_s`, `to_s`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from truceline.period import Instant, Period
from truceline.place import DATUMS, Altitudes, Area, Place, Position, disc, sector
from truceline.terms import (
    FACTS,
    NOBODY,
    UNKNOWN_SIDE,
    Candidate,
    Conduct,
    Direction,
    HarmedFact,
    Notice,
    Side,
    Source,
    When,
)
from truceline.terms import vocabulary as v

T = TypeVar("T")
Value = str | int | bool | None
Row = Mapping[str, Value]
Sides = Callable[[str], Side]  # who is meant by a side as written

SOMEBODY, NOBODY_WRITTEN = "?", "-"
NONE_HARMED = "none"
ORIGIN = "row"  # the one source of a row that says whose word it is


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column of the flat table."""

    name: str
    kind: str  # text | word | flag | whole | degrees | instant
    meaning: str
    words: tuple[str, ...] = ()  # where kind is word: the words it may hold
    required: bool = False


COLUMNS = (
    FlatColumn("id", "text", "what to call the row; each once", required=True),
    FlatColumn("side_a", "text", "one side as written, or ids; ? somebody not known, - nobody, empty not said"),
    FlatColumn("side_b", "text", "the other side, likewise"),
    FlatColumn("direction", "word", "which side began", tuple(Direction)),
    FlatColumn("kind", "word", "what was done", tuple(v.KINDS)),
    FlatColumn("weapon", "word", "with what", tuple(v.WEAPONS)),
    FlatColumn("platform", "word", "from what, or moving in what", tuple(v.PLATFORMS)),
    FlatColumn("purpose", "word", "what for", tuple(v.PURPOSES)),
    FlatColumn("site", "word", "what kind of place was struck", tuple(v.SITES)),
    FlatColumn("armed", "flag", "whether armed"),
    FlatColumn("control_changed", "flag", "whether control of a place changed"),
    FlatColumn("in_notified_volume", "flag", "whether what was seen lay within what was notified"),
    FlatColumn("harmed", "text", f"who was harmed: {', '.join(v.HARMED)}, several joined by ; or none"),
    FlatColumn("lon", "degrees", "decimal degrees east, at most seven decimals"),
    FlatColumn("lat", "degrees", "decimal degrees north, at most seven decimals"),
    FlatColumn("radius_m", "whole", "metres around it within which it was; empty: exactly there"),
    FlatColumn("bearing_from", "whole", "degrees from north: seen from lon, lat between this bearing, clockwise,"),
    FlatColumn("bearing_to", "whole", "and this one,"),
    FlatColumn("near_m", "whole", "from so many metres away"),
    FlatColumn("far_m", "whole", "to so many"),
    FlatColumn("own_line_m", "whole", "metres from the initiator's own line, as stated"),
    FlatColumn("from", "instant", "when, or the first second of when it may have been", required=True),
    FlatColumn("to", "instant", "the first second after; empty: at the instant `from`"),
    FlatColumn("throughout", "flag", "true: all of that time; false: at an unknown instant of it"),
    FlatColumn("lower_m", "whole", "altitude in metres, the lowest"),
    FlatColumn("upper_m", "whole", "and the highest, in the same datum"),
    FlatColumn("datum", "word", "of those altitudes", DATUMS),
    FlatColumn("notified", "flag", "whether it was notified beforehand"),
    FlatColumn("notice_s", "whole", "how many seconds beforehand"),
    FlatColumn("origin", "text", "who is said to have said so, where that is an actor of the agreement"),
)
# What a row holds once it is read, where that is not the column itself.
READ_AS = {"lon": "lon_e7", "lat": "lat_e7", "from": "from_s", "to": "to_s"}


def side(written: str, sides: Sides) -> Side:
    """The side that a cell means."""
    if written == SOMEBODY:
        return UNKNOWN_SIDE
    return NOBODY if written == NOBODY_WRITTEN else sides(written)


def harmed(written: str) -> HarmedFact:
    """Who was harmed, as a cell says."""
    return HarmedFact(() if written == NONE_HARMED else tuple(sorted(set(written.split(";")))))


def place(row: Row) -> Place | None:
    """Where a row says it was; None where it does not say. Raises ValueError for what cannot be drawn."""
    lon_e7, lat_e7 = row.get("lon_e7"), row.get("lat_e7")
    if not isinstance(lon_e7, int) or not isinstance(lat_e7, int):
        return None
    at = Position(lon_e7, lat_e7)
    start, end, near_m, far_m = (_whole(row, name) for name in ("bearing_from", "bearing_to", "near_m", "far_m"))
    if start is not None and end is not None and far_m is not None:
        return sector(at, start, end, near_m or 0, far_m)
    radius_m = _whole(row, "radius_m")
    return at if radius_m is None else disc(at, radius_m)


def conduct(row: Row, sides: Sides, drawn: Area | None = None) -> Conduct:
    """The conduct that a row means; `drawn` is its place where the row was given an area already.

    Raises ValueError where the row states no time, or a place that cannot be drawn.
    """
    origin = _text(row, "origin")
    source = ORIGIN if origin else ""

    def said(value: T | None) -> tuple[Candidate[T], ...]:
        return () if value is None else (Candidate(value, source),)

    a, b, direction, hurt = (_text(row, name) for name in ("side_a", "side_b", "direction", "harmed"))
    own_line_m = _whole(row, "own_line_m")
    return Conduct(
        id=_text(row, "id") or "",
        a=said(side(a, sides) if a else None),
        b=said(side(b, sides) if b else None),
        direction=said(Direction(direction) if direction else None),
        kind=said(_text(row, "kind")),
        weapon=said(_text(row, "weapon")),
        platform=said(_text(row, "platform")),
        purpose=said(_text(row, "purpose")),
        site=said(_text(row, "site")),
        armed=said(_flag(row, "armed")),
        control_changed=said(_flag(row, "control_changed")),
        in_notified_volume=said(_flag(row, "in_notified_volume")),
        harmed=said(harmed(hurt) if hurt else None),
        place=said(drawn or place(row)),
        own_line_mm=said(None if own_line_m is None else own_line_m * 1000),
        time=(Candidate(when(row), source),),
        altitude=said(_altitudes(row)),
        notice=said(_notice(row)),
        sources={ORIGIN: Source(roots(origin, sides))} if origin else {},
    )


def when(row: Row) -> When:
    """When a row says it was; raises ValueError where it does not say, or ends before it begins."""
    start, end = _whole(row, "from_s"), _whole(row, "to_s")
    if start is None:
        msg = "an instant in `from`"
        raise ValueError(msg)
    if end is None:
        return When(Instant(start))
    return When(Period(Instant(start), Instant(end)), bool(row.get("throughout")))


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) and value else None


def _whole(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(row: Row, name: str) -> bool | None:
    value = row.get(name)
    return value if isinstance(value, bool) else None


def _altitudes(row: Row) -> Altitudes | None:
    lower_m, upper_m, datum = _whole(row, "lower_m"), _whole(row, "upper_m"), _text(row, "datum")
    if lower_m is None or upper_m is None or datum is None:
        return None
    return Altitudes(lower_m * 1000, upper_m * 1000, datum)


def _notice(row: Row) -> Notice | None:
    notified, notice_s = _flag(row, "notified"), _whole(row, "notice_s")
    if notified is False:
        return Notice(None)
    return None if notice_s is None else Notice(notice_s)


def roots(origin: str, sides: Sides) -> tuple[str, ...]:
    """The origins as the agreement's actors; one that is none keeps its name, and is nobody's own word."""
    return tuple(sorted({member.label() for member in sides(origin).members} or {origin}))


# ── a conduct as a row ────────────────────────────────────────────────────────────────────────


def row_of(judged: Conduct) -> tuple[dict[str, Value], Side | None, Side | None, Area | None] | None:
    """The row that means this conduct, with its sides and its area as they are; None where no row does.

    The row's `side_a` and `side_b` are left empty: a side already read is handed over as it is.
    """
    facts = _single(judged)
    if facts is None or judged.sources:
        return None
    time, hurt, where = facts["time"], facts["harmed"], facts["place"]
    if not isinstance(time, When) or (isinstance(hurt, HarmedFact) and hurt.members is not None):
        return None
    row: dict[str, Value] = {"id": judged.id}
    plain = ("kind", "weapon", "platform", "purpose", "site", "armed", "control_changed", "in_notified_volume")
    row |= {name: value for name in plain if isinstance(value := facts[name], str | bool)}
    height, own_line_mm = facts["altitude"], facts["own_line_mm"]
    if not _whole_metres(height, own_line_mm):
        return None
    row |= _time_cells(time) | _altitude_cells(height) | _notice_cells(facts["notice"])
    if isinstance(facts["direction"], Direction):
        row["direction"] = str(facts["direction"])
    if isinstance(hurt, HarmedFact):
        row["harmed"] = ";".join(sorted(set(hurt.classes))) or NONE_HARMED
    if isinstance(where, Position):
        row |= {"lon_e7": where.lon_e7, "lat_e7": where.lat_e7}
    if isinstance(own_line_mm, int):
        row["own_line_m"] = own_line_mm // 1000
    a, b = facts["a"], facts["b"]
    return (
        row,
        a if isinstance(a, Side) else None,
        b if isinstance(b, Side) else None,
        where if isinstance(where, Area) else None,
    )


def _single(judged: Conduct) -> dict[str, object] | None:
    """Each fact's one version, None where nobody said; None where a fact has several, or a row has no such column."""
    facts: dict[str, object] = {}
    for name in FACTS:
        candidates = getattr(judged, name)
        if len(candidates) > 1:
            return None
        facts[name] = candidates[0].value if candidates else None
    return None if facts["answers"] is not None or facts["amounts"] is not None else facts


def _whole_metres(height: object, own_line_mm: object) -> bool:
    limits = (height.lower_mm, height.upper_mm) if isinstance(height, Altitudes) else ()
    distance = (own_line_mm,) if isinstance(own_line_mm, int) else ()
    return not any(one % 1000 for one in (*limits, *distance))


def _time_cells(time: When) -> dict[str, Value]:
    if isinstance(time.span, Instant):
        return {"from_s": time.span.epoch_s}
    start, end = time.span.ends()  # a conduct's period has both
    return {"from_s": start.epoch_s, "to_s": end.epoch_s, "throughout": time.throughout}


def _altitude_cells(said: object) -> dict[str, Value]:
    if not isinstance(said, Altitudes):
        return {}
    return {"lower_m": said.lower_mm // 1000, "upper_m": said.upper_mm // 1000, "datum": said.datum}


def _notice_cells(said: object) -> dict[str, Value]:
    if not isinstance(said, Notice):
        return {}
    return {"notified": False} if said.lead_s is None else {"notified": True, "notice_s": said.lead_s}
