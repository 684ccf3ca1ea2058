"""The bulletin as one HTML file that needs nothing else: no script, no font, no picture from anywhere.

For a guarantor's officer on a laptop without a network, a mediator on a telephone, and paper. What is known, what
is not and what to ask come first; everything counted is also a table; a simulated bulletin says so on every
screen and every printed page. Follows WCAG 2.2 AA; its content security policy forbids all loading.

Only lays out: every number is the bulletin's, every sentence the findings' own.
"""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from truceline.bulletin import Bulletin, Day
from truceline.doors.render import charts, map_svg, view
from truceline.doors.render.sentences import label
from truceline.doors.render.words import Words
from truceline.place import E7, Position
from truceline.terms import Result

OPEN_ROWS = 10  # rows of a list that are open from the start
OPEN_BLOCKS = 5  # sentences of a result that are open from the start
SPOT_ROWS = 300  # places told in the map's table
DIFFERENT_ROWS = 200  # findings told on which columns differ
_SIZES = (1, 5, 20)  # events of the markers in the map's legend
_NUMBER = re.compile(r"\d[\d,.\u00a0\u202f]*\d|\d")


def html(bulletin: Bulletin, words: Words) -> str:
    """One self-contained HTML document; the same bulletin and language give the same text."""
    return _environment().get_template("bulletin.html").render(_values(bulletin, words))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("truceline.doors.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(css_text=css_text, first_number=first_number, degrees=degrees)
    return made


def css_text(text: str) -> Markup:
    """The text as a CSS string: whatever is not a letter, digit or space stands as its code."""
    plain = "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in text)
    return Markup(f'"{plain}"')  # noqa: S704 - nothing is left that could end the string or the style sheet


def first_number(text: str) -> Markup:
    """The text with its first number in bold."""
    found = _NUMBER.search(text)
    if found is None:
        return escape(text)
    before, after = text[: found.start()], text[found.end() :]
    return Markup("{}<b>{}</b>{}").format(before, found.group(), after)


def degrees(at: Position) -> str:
    """Latitude and longitude in decimal degrees, to about ten metres: for people, never for a rule."""
    return f"{at.lat_e7 / E7:.4f}, {at.lon_e7 / E7:.4f}"


def _values(bulletin: Bulletin, words: Words) -> dict[str, object]:
    groups = view.groups(bulletin, words)
    columns = view.columns(bulletin, words)
    tallies = view.tally_rows(bulletin, words)
    return {
        "bulletin": bulletin,
        "language": words.language,
        "direction": words.direction,
        "say": words.say,
        "num": lambda number: words.say("number", n=number),
        "results": [(result, label(words, "result", result)) for result in Result],
        "title": words.pick(bulletin.agreement.title),
        "period": view.period_text(words, bulletin.period, bulletin.agreement.time_zone),
        "previous": view.period_text(words, bulletin.previous, bulletin.agreement.time_zone),
        "cutoff": words.moment(bulletin.cutoff, bulletin.agreement.time_zone),
        "sections": _sections(several_columns=len(columns.names) > 1, tallies=bool(tallies)),
        "brief": view.brief(bulletin, words),
        "counts": view.count_rows(words, bulletin.this, bulletin.last),
        "periods_charts": [Markup(charts.periods_chart(bulletin, words, one)) for one in charts.FRAMES],  # noqa: S704
        "days_charts": [Markup(charts.days_chart(bulletin, words, one)) for one in charts.FRAMES],  # noqa: S704
        "days": [(words.date(day.date), day) for day in bulletin.days if _is_listed(bulletin, day)],
        **_map_values(bulletin, words),
        "work": view.work_rows(bulletin, words),
        "gaps": view.gap_rows(bulletin, words),
        "open_rows": OPEN_ROWS,
        "open_blocks": OPEN_BLOCKS,
        "per_group": view.PER_GROUP,
        "groups": groups,
        "anchors": {row.id: row.anchor for group in groups for block in group.blocks for row in block.rows},
        "clauses": view.clause_rows(bulletin, words),
        "columns": columns,
        "differences": columns.differences[:DIFFERENT_ROWS],
        "people": view.people_rows(bulletin, words),
        "tallies": tallies,
        "sources": view.clause_sources(bulletin, words),
    }


def _is_listed(bulletin: Bulletin, day: Day) -> bool:
    """Whether the table of days has it; that of a long period has only days with an event."""
    return len(bulletin.days) <= charts.LONG or day.counts.total > 0


def _map_values(bulletin: Bulletin, words: Words) -> dict[str, object]:
    maps = [map_svg.map_of(bulletin, words, frame) for frame in charts.FRAMES]
    spots = map_svg.spots_of(bulletin.entries)
    return {
        "maps": [(Markup(one.svg), one.keys) for one in maps if one is not None],  # noqa: S704 - drawn and escaped by us
        "marks": _marks(words, {result for spot in spots for result, _ in spot.results}),
        "radii": [(number, map_svg.radius_px(number, charts.WIDE.width, len(spots))) for number in _SIZES],
        "spots": spots[:SPOT_ROWS],
        "spots_untold": sum(spot.total for spot in spots[SPOT_ROWS:]),
        "undrawn": _undrawn(bulletin, words),
    }


def _marks(words: Words, seen: set[Result]) -> list[tuple[Result, str, Markup]]:
    """The results on the map, each with its label and its sign."""
    shown = [result for result in Result if result in seen]
    return [(one, label(words, "result", one), Markup(map_svg.mark(one, 9, 9, 7))) for one in shown]  # noqa: S704


def _undrawn(bulletin: Bulletin, words: Words) -> list[str]:
    """The zones and lines that the agreement speaks of and for which it has no map."""
    agreement = bulletin.agreement
    zones = [zone for zone in agreement.zones if zone.area is None and map_svg.in_force_during(zone, bulletin.period)]
    lines = [line for line in agreement.lines if line.chain is None]
    return [words.pick(names) for names in (*(zone.names for zone in zones), *(line.names for line in lines))]


def _sections(*, several_columns: bool, tallies: bool) -> list[str]:
    """The page's sections in order."""
    left_out = {"columns": not several_columns, "tallies": not tallies}
    every = ("counts", "days", "map", "work", "gaps", "findings", "clauses", "columns", "people", "tallies", "sources")
    return [name for name in every if not left_out.get(name, False)]
