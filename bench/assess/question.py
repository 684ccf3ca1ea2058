"""The stated part of the question that SQL and data frames can answer: two values, one list, no versions.

Of all rows those where
- the place is one exact point and the time one instant,
- each side is one actor, by id or by a name that counts for everybody, and one of the two is said to have begun,
- nobody is said to speak in his own cause (`origin` is empty);
and of each such row, for each of the 40 clauses: is it engaged for certain, yes or no, on the list of
`guarantor-k`, in its readings and under the presumption it adopts? Yes where conduct and reach hold and every
exception is known not to; no in every other case. What nobody said makes a condition unknown, and unknown is never
yes: SQL's own three values do that, data frames keep "yes" and "no" apart.

Left out are all other columns, what else a clause may come to (possible, undetermined, excepted, not reached), how
many versions of the facts there are, umbrellas, unknown and several actors, mutual and untold directions, days,
discs and own words. Engaged for certain is what the floor calls `certain` in the column of `guarantor-k`; where
there is one version of the facts it is a plain yes.

Peers get the agreement as tables an expert would make once, before any row is looked at: `standing` (who counts as
what, from when to when), `areas` (shapes, windows, heights, and which condition asks about each) and `plan` (the
clauses, condition by condition). All of it is made here from the project's own compiled agreement; the making is not
counted. Shapes hold the integers of 10⁻⁷ degree as coordinates, so that everybody compares the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from bench.assess import truce
from bench.assess.handed import Handed, Step
from truceline.agreement import Agreement, compiled
from truceline.formats.names import resolver
from truceline.period import DAYS, Instant, Schedule
from truceline.place import Area
from truceline.terms import Column, Compiled, Rule, Side
from truceline.terms import vocabulary as v
from truceline.terms.compiled import AreaKey
from truceline.terms.truth import own_lines, selected
from truceline.terms.worlds import possible

EVER_S = 1 << 40  # seconds no row reaches, either way
MOST_WINDOWS = 3  # of one zone
OFFSET_S = 6 * 3_600  # of the agreement's time zone, which changes no clocks
WORDS = {v.Kind: ("kind", v.KINDS), v.Weapon: ("weapon", v.WEAPONS), v.Platform: ("platform", v.PLATFORMS)}
WORDS |= {v.Purpose: ("purpose", v.PURPOSES), v.Site: ("site", v.SITES)}
FLAGS = {v.Armed: "armed", v.InNotifiedVolume: "in_notified_volume", v.ControlChanged: "control_changed"}


@dataclass(frozen=True)
class MadeOnce:
    """What every process makes of the agreement before it looks at a row."""

    agreement: Agreement
    text: Compiled
    sides: Callable[[str], Side]


@cache
def made_once() -> MadeOnce:
    """The agreement, drawn, and who is meant by a name."""
    made = truce.agreement()
    return MadeOnce(made, compiled(made), resolver(made.roster).side)


WORD_COLUMNS = ("side_a", "side_b", "direction", "kind", "weapon", "platform", "purpose", "site", "harmed", "datum")


def stated(batches: Iterable[pa.RecordBatch], agreement: Agreement) -> pa.Table:
    """The rows of the stated part, each with its number among all rows, words as dictionaries."""
    known, parts, first = names(agreement), [], 0
    for batch in batches:
        numbers = pa.array(range(first, first + batch.num_rows))
        parts.append(
            pa.table([numbers, *batch.columns], ["row", *batch.schema.names]).filter(in_question(batch, known))
        )
        first += batch.num_rows
    whole = pa.concat_tables(parts).drop_columns(["id", "radius_m", "to_s", "throughout", "origin"])
    for name in WORD_COLUMNS:
        i = whole.schema.get_field_index(name)
        whole = whole.set_column(i, name, whole[name].dictionary_encode().unify_dictionaries())
    return whole.combine_chunks()


def in_question(batch: pa.RecordBatch, names: Iterable[str]) -> pa.Array:
    """Which rows belong to the stated part."""
    known = pa.array(sorted(names), pa.string())
    one_way = pc.is_in(batch["direction"], value_set=pa.array(["a_to_b", "b_to_a"]))
    asked = [
        pc.is_valid(batch["lon_e7"]),
        pc.is_null(batch["radius_m"]),
        pc.is_null(batch["to_s"]),
        pc.is_null(batch["origin"]),
        *(pc.is_in(batch[name], value_set=known) for name in ("side_a", "side_b")),
        one_way,
    ]
    found = asked[0]
    for one in asked[1:]:
        found = pc.and_(found, one)
    return found


def names(agreement: Agreement) -> dict[str, str]:
    """Each name that counts for everybody, and whose it is: ids and common aliases of actors."""
    found = {}
    for actor in agreement.roster.actors.values():
        found[actor.id] = actor.id
        found.update({alias.name: actor.id for alias in actor.aliases if alias.by is None})
    return found


def handed(once: MadeOnce, rows: pa.Table) -> Handed:
    """The agreement as peers get it, with the rows of the stated part."""
    text = once.text
    column = next(one for one in text.columns if one.name == truce.OURS)
    (view,) = column.views
    making = _Making(text, column)
    plan = {rule.id: making.rule(rule) for rule in view.rules}
    return Handed(plan, _standing(text, view.list_id, names(once.agreement), making), _areas(text, making), rows)


@dataclass
class _Making:
    """Turns conditions into plain steps, and collects the selectors and places they ask about."""

    text: Compiled
    column: Column
    who: dict[v.Selector, str] = field(default_factory=dict)  # selector → its flag in `standing`
    places: dict[frozenset[AreaKey], str] = field(default_factory=dict)  # areas → their flag in `areas`

    def rule(self, rule: Rule) -> Step:
        """Everything that must hold, and what lifts it."""
        held = [self.step(one) for one in (*rule.conduct, *rule.full_reach())]
        return {"all": held, "lifted": [[self.step(one) for one in e.when] for e in rule.full_exceptions()]}

    def step(self, asked: v.Condition) -> Step:
        """One condition."""
        match asked:
            case v.Not(condition):
                return {"not": self.step(condition)}
            case v.Outside(zones):
                return {"not": self.step(v.Inside(zones))}
            case v.By(who) | v.Against(who):
                return {"who": "by" if isinstance(asked, v.By) else "against", "flag": self._flag(who)}
            case v.Inside() | v.Within():
                return self._place(asked)
            case v.ForwardOfOwnLine() | v.OwnLineWithin():
                return self._own_line(asked)
            case v.Armed(value) | v.InNotifiedVolume(value) | v.ControlChanged(value):
                return {"flag": FLAGS[type(asked)], "is": value, "presumed": self._presumed(asked)}
            case _:
                return _plain(asked)

    def _flag(self, who: v.Selector) -> str:
        return self.who.setdefault(who, f"who_{len(self.who)}")

    def _at(self, keys: Iterable[AreaKey]) -> str:
        return self.places.setdefault(frozenset(keys), f"at_{len(self.places)}")

    def _place(self, asked: v.Inside | v.Within) -> Step:
        named = asked.zones if isinstance(asked, v.Inside) else asked.of
        zones = [zone for zone in self.text.zones if zone.area and any(map(zone.called, named))]
        kind, metres = ("zone", 0) if isinstance(asked, v.Inside) else ("band", asked.distance_m)
        return {"at": self._at((kind, zone.id, metres) for zone in zones)}

    def _own_line(self, asked: v.ForwardOfOwnLine | v.OwnLineWithin) -> Step:
        within = asked.distance_m if isinstance(asked, v.OwnLineWithin) else None
        key = ("forward", 0) if within is None else ("band", within)
        return {"own": {name: self._at([(key[0], name, key[1])]) for name in self.text.lines}, "stated_below_m": within}

    def _presumed(self, asked: v.Condition) -> Step | None:
        """Where a presumption of the column reads the condition as yes though nobody said."""
        for one in self.column.presumptions:
            if asked in one.holds:
                (when,) = one.when
                return self.step(when)
        return None


def _plain(asked: v.Condition) -> Step:
    """A condition on one column alone."""
    match asked:
        case v.Kind(words) | v.Weapon(words) | v.Platform(words) | v.Purpose(words) | v.Site(words):
            return _word(*WORDS[type(asked)], words)
        case v.Harmed(classes, None):
            return {"harmed": list(classes)}
        case v.During(period):
            start, end = (one.epoch_s if one else None for one in (period.start, period.end))
            return {"from_s": -EVER_S if start is None else start, "to_s": EVER_S if end is None else end}
        case v.OnSchedule(schedule):
            return {"hours": _hours(schedule)}
        case v.NotifiedBefore(lead_s):
            return {"notified": lead_s}
        case v.AnswerHeld():
            return {"unknown": True}  # no row has a column for an answer
        case _:
            msg = f"a condition that this benchmark asks, not {asked}"
            raise ValueError(msg)


def _word(column: str, known: Mapping[str, tuple[str, ...]], asked: tuple[str, ...]) -> Step:
    """The words that answer yes, and those that answer no; a mere genus of one asked answers neither."""
    answers = {word: v.among(word, asked, dict(known)) for word in known}
    return {"word": column, **{name: [w for w, is_ in answers.items() if is_ is at] for name, at in _SIDES}}


_SIDES = (("yes", True), ("no", False))


def _hours(schedule: Schedule) -> list[int]:
    """Minutes of the local day, past midnight where the end comes before the start."""
    if schedule.zone != truce.TIME_ZONE or schedule.days != DAYS:
        msg = "hours of every day in the agreement's own time zone"
        raise ValueError(msg)
    return [schedule.start_min, schedule.end_min]


# ── tables ────────────────────────────────────────────────────────────────────────────────────


def _standing(text: Compiled, list_id: str, known: Mapping[str, str], making: _Making) -> pa.Table:
    """Each name's flags from one change of the roster to the next."""
    cuts = sorted(one.epoch_s for one in text.roster.changes())
    spans = list(zip([-EVER_S, *cuts], [*cuts, EVER_S], strict=True))
    lines: list[Step] = []
    for written, actor in known.items():
        for start, end in spans:
            flags = _flags(text, list_id, actor, Instant(start if start > -EVER_S else end - 1), making)
            if lines and lines[-1]["written"] == written and lines[-1].items() >= flags.items():
                lines[-1]["to_s"] = end
            else:
                lines.append({"written": written, "from_s": start, "to_s": end, **flags})
    return pa.Table.from_pylist(lines)


def _flags(text: Compiled, list_id: str, actor: str, at: Instant, making: _Making) -> dict[str, bool]:
    (body,) = possible(text, actor, list_id, (at,))
    own = own_lines(text, body, 0)
    return {
        **{flag: selected(who, body, 0) is True for who, flag in making.who.items()},
        **{f"own_{name}": name in own for name in text.lines},
    }


def _areas(text: Compiled, making: _Making) -> pa.Table:
    """Each area once, with when it holds, at what height, and who asks."""
    zones = {zone.id: zone for zone in text.zones}
    lines = []
    for key, area in text.areas.items():
        asked = {flag: key in keys for keys, flag in making.places.items()}
        if not any(asked.values()):
            continue
        zone = zones.get(key[1])
        band = zone.altitudes if zone and key[0] == "zone" else None
        spans = [(s.epoch_s if s else -EVER_S, e.epoch_s if e else EVER_S) for s, e in _periods(text, key)]
        spans += [(EVER_S, EVER_S)] * (MOST_WINDOWS - len(spans))
        line: Step = {"wkb": _wkb(area), **asked}
        for i, (start, end) in enumerate(spans):
            line |= {f"from_{i}": start, f"to_{i}": end}
        opens, closes = _hours(zone.schedule) if zone and zone.schedule else (0, 1_440)
        line |= {"opens_min": opens, "closes_min": closes, "datum": band.datum if band else None}
        line |= {
            "lower_m": band.lower_mm // 1_000 if band else None,
            "upper_m": band.upper_mm // 1_000 if band else None,
        }
        lines.append(line)
    return pa.Table.from_pylist(lines)


def _periods(text: Compiled, key: AreaKey) -> list[tuple[Instant | None, Instant | None]]:
    zone = next((one for one in text.zones if one.id == key[1]), None)
    return [(one.start, one.end) for one in zone.periods] if zone else [(None, None)]


def _wkb(area: Area) -> bytes:
    """The shape with integers as coordinates; rings under the even–odd rule."""
    shape: shapely.Geometry = shapely.Polygon(area.rings[0])
    for ring in area.rings[1:]:
        shape = shapely.symmetric_difference(shape, shapely.Polygon(ring))
    made: bytes = shapely.to_wkb(shape)
    return made
