"""The two charts of a bulletin: this period beside the last, and the days, both by result.

Drawn on the server as SVG by Vega-Lite (altair and vl-convert, which bring their own fonts and open no
connection), so that a page needs no script. Every position is fixed by the specification and none by the width of
a text, so the bytes do not depend on the fonts of the machine. Colours, patterns and type are the page's:
sentinel colours become classes, which the page's style sheet fills for light, dark and print.

Right-to-left charts run from the right; digits and dates keep their own order inside isolates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import altair as alt
import vl_convert

from truceline.bulletin import Bulletin, Count, Day
from truceline.doors.render.words import Words
from truceline.terms import Result

_SENTINELS = {result: f"#0101{number:02x}" for number, result in enumerate(Result, start=1)}
_TEXT, _RULE, _VALUE = "#020201", "#020202", "#020203"
_CLASSES = (
    *((f'fill="{colour}"', f'class="fill-{result}"') for result, colour in _SENTINELS.items()),
    (f'fill="{_TEXT}"', 'class="chart-text"'),
    (f'fill="{_VALUE}"', 'class="chart-value"'),
    (f'stroke="{_RULE}"', 'class="chart-rule"'),
)
_UNWANTED = re.compile(
    r' (?:role|aria-[a-z]+|pointer-events|font-family|xmlns:xlink|version|opacity)="[^"]*"'
    r'|<path class="(?:background|foreground)"[^>]*/>'
    r'|<rect width="\d+" height="\d+" fill="white"/>'
)
_EMPTY = re.compile(r"<g(?: [^>]*)?/>|<g(?: [^>]*[^/>])?></g>")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_Side = Literal["left", "right", "bottom"]
_SMALLEST_VALUE = 0.045  # of the axis: a number is written on a segment at least that long


@dataclass(frozen=True, slots=True)
class Frame:
    """The room a chart has, in CSS pixels."""

    name: str  # wide | narrow; part of ids
    width: int
    label: int  # room for the labels beside the bars


LONG = 62  # days; a longer period names months, and lists no day without an event
WIDE = Frame("wide", 1040, 190)
NARROW = Frame("narrow", 340, 84)
FRAMES = (WIDE, NARROW)


def periods_chart(bulletin: Bulletin, words: Words, frame: Frame) -> str:
    """This period and the last, each as one bar stacked by result."""
    this, last = (_isolated(words.say(f"chart-{one}-{frame.name}")) for one in ("this", "last"))
    longest = max(bulletin.this.total, bulletin.last.total, 1)
    rows = [
        *_rows(words, this, bulletin.this, longest * _SMALLEST_VALUE),
        *_rows(words, last, bulletin.last, longest * _SMALLEST_VALUE),
    ]
    side = _start(words)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("at:N", scale=alt.Scale(domain=[this, last]), title=None, axis=_labels(side)),
        order="order:Q",
    )
    across = alt.X(
        "number:Q", stack="zero", scale=_run(words, longest), title=None, axis=_ticks(words, longest, 8, "bottom")
    )
    bars = base.mark_bar(height={"band": 0.66}).encode(x=across, color=_colour())
    values = base.mark_text(fontSize=12, fill=_VALUE).encode(x=across.copy().bandPosition(0.5), text="text:N")
    inside = {"top": 4, "bottom": 24, side: frame.label, _other(side): 14}
    chart = alt.LayerChart(layer=[bars, values], width=frame.width - frame.label - 14, height=92)
    return _svg(chart, inside, _titled("periods", words, frame, bulletin))


def days_chart(bulletin: Bulletin, words: Words, frame: Frame) -> str:
    """Each local day as one column stacked by result; a long period names its months."""
    days = bulletin.days
    highest = max((day.counts.total for day in days), default=0) or 1
    rows = [row for day in days for row in _rows(words, str(day.date), day.counts, highest)]
    side = _start(words)
    width = frame.width - 36 - 14
    shown = _every([day for day in days if len(days) <= LONG or day.date.day == 1], max(1, width // 46))
    named = {str(day.date): _isolated(_day(words, day, by_month=len(days) > LONG)) for day in shown}
    order = [str(day.date) for day in (days[::-1] if words.direction == "rtl" else days)]
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(width={"band": 0.72})
        .encode(
            x=alt.X("at:N", scale=alt.Scale(domain=order), title=None, axis=_labels("bottom", named)),
            y=alt.Y("number:Q", scale=alt.Scale(domain=[0, highest]), title=None, axis=_ticks(words, highest, 4, side)),
            color=_colour(),
            order="order:Q",
        )
    )
    inside = {"top": 8, "bottom": 24, side: 36, _other(side): 14}
    return _svg(bars.properties(width=width, height=170), inside, _titled("days", words, frame, bulletin))


# ── parts of a specification ──────────────────────────────────────────────────────────────────


def _rows(words: Words, at: str, counts: Count, least: float) -> Iterable[dict[str, str | int]]:
    """One row for each result there is; its number is written out from the least one that has room for it."""
    for order, (result, number) in enumerate(counts.results):
        if number:
            text = words.say("number", n=number) if number >= least else ""
            yield {"at": at, "result": result.value, "number": number, "order": order, "text": text}


def _colour() -> alt.Color:
    scale = alt.Scale(domain=[one.value for one in _SENTINELS], range=list(_SENTINELS.values()))
    return alt.Color("result:N", scale=scale, legend=None)


def _run(words: Words, longest: int) -> alt.Scale:
    return alt.Scale(domain=[0, longest], reverse=words.direction == "rtl")


def _labels(side: _Side, named: Mapping[str, str] | None = None) -> alt.Axis:
    """Labels that are never cut: a cut would be measured in the fonts of the machine."""
    axis = alt.Axis(orient=side, domain=False, ticks=False, labelLimit=0, labelAngle=0, labelPadding=8)
    if named is not None:
        axis.values = list(named)
        axis.labelExpr = _lookup(named)
    return axis


def _ticks(words: Words, most: int, wanted: int, side: _Side) -> alt.Axis:
    steps = _round_steps(most, wanted)
    named = {str(step): words.say("number", n=step) for step in steps}
    return alt.Axis(orient=side, domain=False, ticks=False, values=steps, labelExpr=_lookup(named))


def _lookup(named: Mapping[str, str]) -> str:
    """A Vega expression: the name of a value."""
    return f"{json.dumps(dict(named))}[datum.value]"


def _round_steps(most: int, wanted: int) -> list[int]:
    """0 and round numbers up to the largest, about as many as wanted."""
    step = next(s * 10**power for power in range(12) for s in (1, 2, 5) if most <= s * 10**power * wanted)
    return list(range(0, most + 1, step))


def _every(items: Sequence[Day], room: int) -> Sequence[Day]:
    """Every n-th item, so that at most so many are named."""
    return items[:: max(1, -(-len(items) // room))]


def _start(words: Words) -> _Side:
    """The side from which a line is read."""
    return "right" if words.direction == "rtl" else "left"


def _other(side: _Side) -> str:
    return "left" if side == "right" else "right"


def _day(words: Words, day: Day, *, by_month: bool) -> str:
    if by_month:
        return words.say("chart-month", month=day.date.month, year=str(day.date.year))
    return words.say("chart-day", day=day.date.day, month=day.date.month)


def _isolated(text: str) -> str:
    """The text in its own direction, whatever stands round it."""
    return f"\u2068{text}\u2069"


# ── from a specification to the page ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Title:
    id: str
    title: str
    description: str


def _titled(kind: str, words: Words, frame: Frame, bulletin: Bulletin) -> _Title:
    named = {"this": bulletin.this.total, "last": bulletin.last.total, "days": len(bulletin.days)}
    description = words.say(f"chart-{kind}-description", **named)
    return _Title(f"chart-{kind}-{frame.name}", words.say(f"chart-{kind}"), description)


def _svg(chart: alt.Chart | alt.LayerChart, padding: dict[str, int], title: _Title) -> str:
    settled = chart.properties(autosize="none", padding=padding).configure(
        aria=False,
        view=alt.ViewConfig(strokeWidth=0),
        axis=alt.AxisConfig(labelColor=_TEXT, gridColor=_RULE, labelFontSize=12, labelOverlap=False, labelBound=False),
    )
    drawn: str = vl_convert.vegalite_to_svg(settled.to_json())
    return _ours(drawn, title)


def _ours(drawn: str, title: _Title) -> str:
    """Vega's SVG with classes for colours, without what a page does not need, and with a name."""
    body = drawn[drawn.index(">") + 1 :]
    for sentinel, name in _CLASSES:
        body = body.replace(sentinel, name)
    body = _UNWANTED.sub("", body)
    while _EMPTY.search(body):
        body = _EMPTY.sub("", body)
    body = _LONG.sub(lambda found: f"{float(found.group()):.2f}", body)
    size = dict(re.findall(r' (width|height)="(\d+)"', drawn[: drawn.index(">")]))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{size["width"]}" height="{size["height"]}"'
        f' viewBox="0 0 {size["width"]} {size["height"]}" aria-labelledby="{title.id}-title {title.id}-text">'
        f'<title id="{title.id}-title">{escape(title.title)}</title>'
        f'<desc id="{title.id}-text">{escape(title.description)}</desc>'
    )
    return head + body
