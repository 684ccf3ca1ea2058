"""An observation as a monitor's line, so that it is read back as the same observation.

What a line has no words for (a remark, sides, an area drawn by hand) cannot be said in one; then nothing is said
instead of less.
"""

from __future__ import annotations

import datetime as dt

from truceline.formats.monitors.rose import point_of, written
from truceline.formats.monitors.words import TONGUES, Tongue, assessed_label
from truceline.kinds import ObservationMade
from truceline.period import Period


def line_of(told: ObservationMade, language: str = "en", offset_min: int = 0) -> str:
    """The line of an observation, its times at an offset from UTC; raises ValueError for what it has no words for."""
    tongue = TONGUES[language]
    for name in ("note", "sides", "direction"):
        if getattr(told, name):
            raise ValueError(f"{name}: a line has no words for it")
    say = tongue.template
    parts = [
        *_when(told.window, tongue, offset_min),
        say[str(told.means)].format(_place(told.place_name)),
        f"{say[str(told.sense)]} {_what(told, tongue, language)}",
        say["distance"] if told.distance_m is None else _distance(told.distance_m, tongue),
        say["bearing"] if told.bearing_deg is None else _bearing(told.bearing_deg, tongue, language),
    ]
    return say["comma"].join(parts) + _rest(told, tongue)


def _when(window: Period, tongue: Tongue, offset_min: int) -> tuple[str, str]:
    if window.start is None or window.end is None or window.start.epoch_s % 60 or window.end.epoch_s % 60:
        raise ValueError("window: a line tells whole minutes")
    zone = dt.timezone(dt.timedelta(minutes=offset_min))
    begin, end = (one.datetime().astimezone(zone) for one in (window.start, window.end))
    later = (end.date() - begin.date()).days
    if later > 99:
        raise ValueError("window: a line tells at most 99 days")
    offset = f"{'-' if offset_min < 0 else '+'}{abs(offset_min) // 60:02}:{abs(offset_min) % 60:02}"
    times = [f"{one:%H:%M}" for one in (begin, end)]
    within = tongue.template["window"].format(*times, f" (+{later})" if later else "", offset)
    return tongue.template["on"].format(begin.date().isoformat()), within


def _place(name: str) -> str:
    if not name or '"' in name:
        raise ValueError("place_name: where the monitor was, without quotation marks")
    return f'"{name}"'


def _what(told: ObservationMade, tongue: Tongue, language: str) -> str:
    say = tongue.template
    unit = say[str(told.unit)]
    if {"kind", "ordnance"} <= set(told.undetermined):
        unit = say["undetermined"].format(unit)
    labels = []
    for name in ("kind", "ordnance"):
        if word := getattr(told, name):
            label = assessed_label(language, name, word)
            if not label:
                raise ValueError(f"{name}: a line has no word for {word}")
            labels.append(label)
    assessed = f" {say['assessed'].format(' + '.join(labels))}" if labels else ""
    return f"{_number(told, tongue)} {unit}{assessed}"


def _number(told: ObservationMade, tongue: Tongue) -> str:
    if told.count is None:
        return tongue.template["number"]
    least, most = told.count
    return str(least) if least == most else f"{least}-{most}"


def _distance(metres: tuple[int, int], tongue: Tongue) -> str:
    whole = all(one % 100 == 0 for one in metres)
    texts = [f"{one / 1000:g}" if whole else str(one) for one in dict.fromkeys(metres)]
    return f"{'-'.join(texts)} {tongue.template['km' if whole else 'm']}"


def _bearing(bearing: tuple[int, int], tongue: Tongue, language: str) -> str:
    if point := point_of(bearing):
        return written(point, language)
    return tongue.template["degrees"].format("-".join(str(one) for one in dict.fromkeys(bearing)))


def _rest(told: ObservationMade, tongue: Tongue) -> str:
    """What else could not be determined, beyond what the line shows."""
    both = {"kind", "ordnance"} <= set(told.undetermined)
    shown = {"count", "bearing", "distance", *({"kind", "ordnance"} if both else ())}
    names = {word: name for name, word in tongue.others.items()}
    rest = [names[one] for one in told.undetermined if one not in shown]
    return f"; {tongue.rest} {', '.join(rest)}" if rest else ""
