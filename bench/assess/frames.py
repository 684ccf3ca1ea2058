"""GeoPandas and pandas: one spatial join, then masks over whole columns, as somebody who knows them would write it.

The join is over the different places; pairs are then spread to the rows and tested for time and height at once.
Words are categoricals, so that a condition on words is one lookup by code; each condition is worked out once, as two
masks: surely yes, surely no. Who counts as what is found by one search in (name, time) order. Loading into frames
is not timed.
"""

from __future__ import annotations

import json
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from bench.assess.handed import Handed, Step, places

OFFSET_S = 6 * 3_600  # of the agreement's time zone
SPAN_S = 1 << 42  # more than any two instants are apart

Mask: TypeAlias = npt.NDArray[np.bool_]
Masks: TypeAlias = tuple[Mask, Mask]  # surely yes, surely no


class Frames:
    """The rows and tables of the question as frames."""

    name = "GeoPandas + pandas"

    def __init__(self, held: Handed, threads: int = 2) -> None:  # noqa: ARG002 - pandas uses one
        """Load everything into frames."""
        self._plan = held.plan
        self._rows = held.rows.to_pandas()
        self._standing = held.standing.to_pandas().sort_values(["written", "from_s"], ignore_index=True)
        areas = held.areas.to_pandas()
        self._areas = gpd.GeoDataFrame(areas, geometry=shapely.from_wkb(areas.pop("wkb")))
        self._asked = places(held.areas)

    def engaged(self) -> pa.Table:
        """One flag for each clause, in the rows' order."""
        asking = _Asking(self._rows, self._standing, self._areas, self._asked)
        return pa.table({name: asking.rule(rule) for name, rule in self._plan.items()})


class _Asking:
    """One pass over the rows, in which every condition is worked out once."""

    def __init__(self, rows: pd.DataFrame, standing: pd.DataFrame, areas: gpd.GeoDataFrame, asked: list[str]) -> None:
        self._rows = rows
        self._at_s = rows["from_s"].to_numpy()
        self._minute = (self._at_s + OFFSET_S) % 86_400 // 60
        forth = (rows["direction"] == "a_to_b").to_numpy()
        a, b = (_standing_of(rows[name], self._at_s, standing) for name in ("side_a", "side_b"))
        self._who = {"by": np.where(forth, a, b), "against": np.where(forth, b, a)}
        self._standing = {name: standing[name].to_numpy() for name in standing.columns if standing[name].dtype == bool}
        self._here = _here(rows, self._at_s, self._minute, areas, asked)
        self._known: dict[str, Masks] = {}

    def rule(self, rule: Step) -> Mask:
        """Where everything holds and every exception is known not to."""
        found = np.ones(len(self._rows), dtype=bool)
        for step in rule["all"]:
            found &= self._masks(step)[0]
        for steps in rule["lifted"]:
            found &= np.logical_or.reduce([self._masks(step)[1] for step in steps])
        return found

    def _masks(self, step: Step) -> Masks:
        key = json.dumps(step)
        if key not in self._known:
            self._known[key] = self._worked(step)
        return self._known[key]

    def _worked(self, step: Step) -> Masks:  # noqa: C901, PLR0911 - one line for each kind of step
        """Where one condition surely holds, and where it surely does not."""
        rows, at_s = self._rows, self._at_s
        match step:
            case {"not": inner}:
                yes, no = self._masks(inner)
                return no, yes
            case {"word": column, "yes": yes_words, "no": no_words}:
                return _among(rows[column], yes_words), _among(rows[column], no_words)
            case {"flag": column, "is": value, "presumed": presumed}:
                said = (rows[column] == value).fillna(value=False).to_numpy(dtype=bool)
                known = rows[column].notna().to_numpy()
                held = self._masks(presumed)[0] & ~known if presumed else np.zeros(len(rows), dtype=bool)
                return said | held, known & ~said
            case {"who": side, "flag": flag}:
                return _plain(self._standing[flag][self._who[side]])
            case {"harmed": classes}:
                words = [one for one in rows["harmed"].cat.categories if set(one.split(";")) & set(classes)]
                yes = _among(rows["harmed"], words)
                return yes, rows["harmed"].notna().to_numpy() & ~yes
            case {"at": flag}:
                return _plain(self._here[flag])
            case {"own": lines, "stated_below_m": metres}:
                by = self._who["by"]
                near = [self._standing[f"own_{name}"][by] & self._here[flag] for name, flag in lines.items()]
                own = np.logical_or.reduce(near)
                stated = rows["own_line_m"].to_numpy()
                return _plain(own if metres is None else np.where(np.isnan(stated), own, stated < metres))
            case {"from_s": start, "to_s": end}:
                return _plain((at_s >= start) & (at_s < end))
            case {"hours": [opens, closes]}:
                begun, over = self._minute >= opens, self._minute < closes
                return _plain(begun & over if opens < closes else begun | over)
            case {"notified": lead_s}:
                lead = rows["notice_s"].to_numpy()
                never = (rows["notified"] == False).fillna(value=False).to_numpy(dtype=bool)  # noqa: E712 - null is neither
                yes = lead >= lead_s
                return yes & ~never, never | (lead < lead_s)
            case _:
                nowhere = np.zeros(len(rows), dtype=bool)
                return nowhere, nowhere


def _plain(yes: Mask) -> Masks:
    return yes, ~yes


def _among(column: pd.Series, words: list[str]) -> Mask:
    """Which rows hold one of the words; a null is none of them."""
    asked = np.append(column.cat.categories.isin(words), False)  # the last answers code −1
    found: Mask = asked[column.cat.codes.to_numpy()]
    return found


def _standing_of(written: pd.Series, at_s: npt.NDArray[np.int64], standing: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Each row's line of `standing`: the last of its name that began by then."""
    order = pd.Categorical(standing["written"])
    starts = order.codes.astype(np.int64) * SPAN_S + (standing["from_s"].to_numpy() + SPAN_S // 4)
    names = order.categories.get_indexer(written.cat.categories)[written.cat.codes.to_numpy()]
    asked = names.astype(np.int64) * SPAN_S + (at_s + SPAN_S // 4)
    line: npt.NDArray[np.int64] = np.searchsorted(starts, asked, side="right") - 1
    return line


def _here(
    rows: pd.DataFrame,
    at_s: npt.NDArray[np.int64],
    minute: npt.NDArray[np.int64],
    areas: gpd.GeoDataFrame,
    asked: list[str],
) -> dict[str, Mask]:
    """For each place asked about, the rows that are there at their time and height."""
    spot, spots = pd.factorize(rows["lon_e7"].to_numpy().astype(np.int64) * (1 << 32) + rows["lat_e7"].to_numpy())
    lat = (spots & 0xFFFFFFFF).astype(np.uint32).view(np.int32)
    points = gpd.GeoDataFrame(geometry=shapely.points((spots - lat) >> 32, lat))
    met = gpd.sjoin(areas[["geometry"]], points, predicate="intersects")  # areas first: each is prepared once
    pairs = pd.DataFrame({"spot": spot, "row": np.arange(len(rows))}).merge(
        pd.DataFrame({"spot": met["index_right"].to_numpy(), "area": met.index.to_numpy()}), on="spot"
    )
    row, area = pairs["row"].to_numpy(), pairs["area"].to_numpy()
    held = _open(rows, at_s[row], minute[row], row, areas.iloc[area])
    row, area = row[held], area[held]
    found = {}
    for flag in asked:
        found[flag] = np.zeros(len(rows), dtype=bool)
        found[flag][row[areas[flag].to_numpy()[area]]] = True
    return found


def _open(
    rows: pd.DataFrame,
    at_s: npt.NDArray[np.int64],
    minute: npt.NDArray[np.int64],
    row: npt.NDArray[np.int64],
    met: gpd.GeoDataFrame,
) -> Mask:
    """Which pairs count: the area holds at the row's time, and the row is at its height."""
    spans = [(at_s >= met[f"from_{i}"].to_numpy()) & (at_s < met[f"to_{i}"].to_numpy()) for i in range(3)]
    hours = (minute >= met["opens_min"].to_numpy()) & (minute < met["closes_min"].to_numpy())
    said, asked = rows["datum"].astype(object).to_numpy()[row], met["datum"].to_numpy()
    lower, upper = rows["lower_m"].to_numpy()[row], rows["upper_m"].to_numpy()[row]
    level = (met["lower_m"].to_numpy() <= lower) & (upper <= met["upper_m"].to_numpy()) & (said == asked)
    height: Mask = met["datum"].isna().to_numpy() | level
    open_: Mask = np.logical_or.reduce(spans) & hours & height
    return open_
