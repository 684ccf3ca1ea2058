"""DuckDB with its spatial extension: one query over tables in memory, as somebody who knows it would write it.

One spatial join finds the areas at each different place; what they mean at the row's time and height is a
conditional aggregate after it, because a time test beside the spatial one would cost the join its index. Who counts
as what is a plain join with its period. Then each clause is one column, in SQL's own three values. Tables are
DuckDB's own, words are enums; loading them is not timed.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from bench.assess.handed import Handed, Step, places

OFFSET_S = 6 * 3_600  # of the agreement's time zone


class Duck:
    """The rows and tables of the question inside DuckDB."""

    name = "DuckDB"

    def __init__(self, held: Handed, threads: int = 2) -> None:
        """Load everything into tables of its own."""
        self._db = duckdb.connect()
        self._db.execute(f"SET threads={threads}")
        _load_spatial(self._db)
        self._db.from_arrow(held.rows).create("rows")
        self._db.from_arrow(held.standing).create("standing")
        shaped = "row_number() OVER () AS area, ST_GeomFromWKB(wkb) AS shape, * EXCLUDE wkb"
        self._db.from_arrow(held.areas).project(shaped).create("areas")
        words = _Words()
        self._query = query(held, words)
        for column, table in words.tables().items():
            self._db.from_arrow(table).create(f"{column}_words")

    def engaged(self) -> pa.Table:
        """One flag for each clause, in the rows' order."""
        return self._db.execute(self._query).to_arrow_table()


def _load_spatial(db: duckdb.DuckDBPyConnection) -> None:
    """Load the extension from its package, beside which nothing is fetched."""
    import duckdb_extension_spatial  # noqa: PLC0415 - it is needed here alone

    (file,) = Path(duckdb_extension_spatial.__file__).parent.rglob("*.duckdb_extension")
    db.execute(f"LOAD '{file}'")


class _Words:
    """What each word of a column answers to each condition asked of it, as a small table for each column."""

    def __init__(self) -> None:
        self._asked: dict[str, dict[str, dict[str, bool]]] = {}  # column → flag → word → answer

    def flag(self, column: str, answers: dict[str, bool]) -> str:
        """The flag that answers a condition."""
        flags = self._asked.setdefault(column, {})
        known = next((name for name, one in flags.items() if one == answers), None)
        name = known or f"is_{len(flags)}"
        flags[name] = answers
        return f"{column}_words.{name}"

    def tables(self) -> dict[str, pa.Table]:
        """By column: its words and their flags."""
        found = {}
        for column, flags in self._asked.items():
            words = sorted({word for one in flags.values() for word in one})
            found[column] = pa.table({"word": words, **{f: [one.get(w) for w in words] for f, one in flags.items()}})
        return found

    def joins(self) -> str:
        """Each table joined to the rows."""
        return " ".join(f"LEFT JOIN {one}_words ON {one}_words.word = r.{one}" for one in self._asked)


def query(held: Handed, words: _Words) -> str:
    """The whole question as one query."""
    asked = places(held.areas)
    own = ", ".join(f"bool_or({name}) AS {name}" for name in asked)
    clauses = ", ".join(f'({_rule(rule, words)}) IS TRUE AS "{name}"' for name, rule in held.plan.items())
    windows = " OR ".join(f"r.from_s >= z.from_{i} AND r.from_s < z.to_{i}" for i in range(3))
    return f"""
        WITH spots AS MATERIALIZED (SELECT DISTINCT lon_e7, lat_e7 FROM rows),
        met AS MATERIALIZED (
            SELECT s.lon_e7, s.lat_e7, z.area
            FROM spots s JOIN areas z ON ST_Intersects(ST_Point(s.lon_e7, s.lat_e7), z.shape)
        ),
        here AS (
            SELECT r.row, {own}
            FROM rows r JOIN met USING (lon_e7, lat_e7) JOIN areas z USING (area)
            WHERE ({windows})
            AND {_minute("r")} >= z.opens_min AND {_minute("r")} < z.closes_min
            AND (z.datum IS NULL OR (z.datum = r.datum AND z.lower_m <= r.lower_m AND r.upper_m <= z.upper_m))
            GROUP BY r.row
        ),
        told AS (
            SELECT *, CASE direction WHEN 'a_to_b' THEN side_a ELSE side_b END AS by_written,
            CASE direction WHEN 'a_to_b' THEN side_b ELSE side_a END AS against_written
            FROM rows
        )
        SELECT {clauses}
        FROM told r
        JOIN standing b ON b.written = r.by_written AND b.from_s <= r.from_s AND r.from_s < b.to_s
        JOIN standing t ON t.written = r.against_written AND t.from_s <= r.from_s AND r.from_s < t.to_s
        LEFT JOIN here h ON h.row = r.row
        {words.joins()}
        ORDER BY r.row
    """  # noqa: S608 - names are of our own making


def _rule(rule: Step, words: _Words) -> str:
    held = " AND ".join(f"({_sql(one, words)})" for one in rule["all"])
    lifted = " OR ".join(" AND ".join(f"({_sql(one, words)})" for one in steps) for steps in rule["lifted"])
    return f"{held} AND NOT ({lifted})" if lifted else held


def _sql(step: Step, words: _Words) -> str:  # noqa: C901, PLR0911 - one line for each kind of step
    """One condition: true, false, or null where it cannot be said."""
    match step:
        case {"not": inner}:
            return f"NOT ({_sql(inner, words)})"
        case {"word": column, "yes": yes, "no": no}:
            return words.flag(column, {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)})
        case {"flag": column, "is": value, "presumed": presumed}:
            asked = f"r.{column}" if value else f"NOT r.{column}"
            return f"coalesce({asked}, nullif({_sql(presumed, words)}, false))" if presumed else asked
        case {"who": side, "flag": flag}:
            return f"{'b' if side == 'by' else 't'}.{flag}"
        case {"harmed": classes}:
            return " OR ".join(f"contains(r.harmed, '{one}')" for one in classes)
        case {"at": flag}:
            return f"coalesce(h.{flag}, false)"
        case {"own": lines, "stated_below_m": metres}:
            own = " OR ".join(f'(b."own_{name}" AND coalesce(h.{flag}, false))' for name, flag in lines.items())
            return own if metres is None else f"coalesce(r.own_line_m < {metres}, {own})"
        case {"from_s": start, "to_s": end}:
            return f"r.from_s >= {start} AND r.from_s < {end}"
        case {"hours": [opens, closes]}:
            joined = "AND" if opens < closes else "OR"
            return f"{_minute('r')} >= {opens} {joined} {_minute('r')} < {closes}"
        case {"notified": lead_s}:
            return f"CASE WHEN NOT r.notified THEN false ELSE r.notice_s >= {lead_s} END"
        case _:
            return "NULL::BOOLEAN"


def _minute(table: str) -> str:
    return f"(({table}.from_s + {OFFSET_S}) % 86400 // 60)"
