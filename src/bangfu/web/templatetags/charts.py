"""Charts drawn on the server as SVG: they print, need no script and open down by links.

Load with `{% load charts %}`. Across, everything is in per cent of the width, so that the
letters keep their size on a phone; down, in pixels. Colours are classes of the style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

HEIGHT = 200
FOOT = 178
TOP = 6


@dataclass(frozen=True)
class Part:
    """A share of a bar in a table row; `colour` is a class of hardship's (see `class_colour`)."""

    label: str
    value: int
    colour: str


@dataclass(frozen=True)
class Series:
    """Values of one kind over the columns of a chart; `colour` is first, second, deep, …"""

    label: str
    values: Sequence[float]
    colour: str = "first"


@dataclass(frozen=True)
class Chart:
    """What a chart shows.

    Attributes:
        title: read out in its place, e.g. 各月新增建档与脱困户数.
        columns: labels below, short enough for a phone (1月).
        links: where each column leads, or nothing.
        unit: 户, 万元, …
    """

    title: str
    columns: Sequence[str]
    series: Sequence[Series]
    unit: str
    links: Sequence[str] = field(default_factory=tuple)

    @property
    def rows(self) -> list[tuple[str, list[float], str]]:
        """The same as a table: each column with its values, and where it leads, "" for nowhere."""
        links = [*self.links, *[""] * (len(self.columns) - len(self.links))]
        return [
            (name, [s.values[i] for s in self.series], links[i])
            for i, name in enumerate(self.columns)
        ]


@dataclass(frozen=True)
class Scale:
    """Round steps that hold every value."""

    step: float
    steps: int

    @classmethod
    def over(cls, values: Sequence[float]) -> Scale:
        highest = max([*values, 0]) or 1
        magnitude = 10 ** math.floor(math.log10(highest))
        step = next(k * magnitude for k in (0.2, 0.25, 0.5, 1, 2) if highest <= 5 * k * magnitude)
        return cls(step, math.ceil(round(highest / step, 9)))

    def y(self, value: float) -> float:
        return FOOT - (FOOT - TOP) * value / (self.step * self.steps)


@register.simple_tag
def stacked_bar(parts: Sequence[Part], longest: int | None = None) -> SafeString:
    """A bar for a table row; `longest` is the total that fills the cell (default: its own)."""
    total = sum(part.value for part in parts)
    scale = 100 / (longest or total or 1)
    ends = [sum(p.value for p in parts[:i]) * scale for i in range(len(parts))]
    rects = format_html_join(
        "",
        '<rect class="fill-{}" x="{}" width="{}" height="10"></rect>',
        (
            (p.colour, f"{x:.2f}", f"{p.value * scale:.2f}")
            for p, x in zip(parts, ends, strict=True)
        ),
    )
    words = "，".join(f"{part.label} {part.value:,}" for part in parts)
    return format_html(
        '<svg class="sbar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        "{}</svg>",
        words,
        rects,
    )


@register.simple_tag
def bar_chart(chart: Chart) -> SafeString:
    """Columns side by side, one group for each label."""
    scale = Scale.over([value for series in chart.series for value in series.values])
    slot = 100 / len(chart.columns)
    width = min(slot * 0.7 / len(chart.series), 3.2)
    left = (slot - width * len(chart.series)) / 2
    bars = format_html_join(
        "",
        '<rect class="fill-{}" x="{}%" y="{}" width="{}%" height="{}" rx="1"></rect>',
        (
            (
                series.colour,
                f"{slot * i + left + width * k:.2f}",
                f"{scale.y(value):.1f}",
                f"{width * 0.93:.2f}",
                f"{FOOT - scale.y(value):.1f}",
            )
            for k, series in enumerate(chart.series)
            for i, value in enumerate(series.values)
        ),
    )
    return _frame(chart, scale, bars)


@register.simple_tag
def line_chart(chart: Chart) -> SafeString:
    """One series as a line over the columns, its values written above the points."""
    values = chart.series[0].values
    scale = Scale.over(values)
    spots = [((i + 0.5) * 100 / len(values), scale.y(v)) for i, v in enumerate(values)]
    path = " ".join(f"{x:.2f},{y:.1f}" for x, y in spots)
    # Only polylines need a box of their own: their points can't be given in per cent.
    line = format_html(
        '<svg viewBox="0 0 100 {}" width="100%" height="{}" preserveAspectRatio="none">'
        '<polygon class="under" points="{}"></polygon>'
        '<polyline class="trend" points="{}"></polyline></svg>',
        *(HEIGHT, HEIGHT, f"{spots[0][0]:.2f},{FOOT} {path} {spots[-1][0]:.2f},{FOOT}", path),
    )
    dots = format_html_join(
        "",
        '<circle cx="{}%" cy="{}" r="3.5"></circle>'
        '<text class="value wide" x="{}%" y="{}" text-anchor="middle">{}</text>',
        (
            (f"{x:.2f}", f"{y:.1f}", f"{x:.2f}", f"{_label_y(values, i, y):.1f}", f"{v:g}")
            for i, ((x, y), v) in enumerate(zip(spots, values, strict=True))
        ),
    )
    return _frame(chart, scale, line + dots)


def _label_y(values: Sequence[float], i: int, y: float) -> float:
    """Above the point, but below it in a dip, where the line would run through the figure."""
    around = [values[k] for k in (i - 1, i + 1) if 0 <= k < len(values)]
    dip = bool(around) and values[i] < min(around) and y < FOOT - 24
    return y + 18 if dip else y - 9


def _frame(chart: Chart, scale: Scale, body: SafeString) -> SafeString:
    grid = format_html_join(
        "",
        '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"></line>'
        '<text x="-8" y="{}" text-anchor="end">{}</text>',
        (
            (
                "grid" if k else "axis",
                f"{y:.1f}",
                f"{y:.1f}",
                f"{y + 4:.1f}",
                f"{scale.step * k:,g}",
            )
            for k, y in ((k, scale.y(scale.step * k)) for k in range(scale.steps + 1))
        ),
    )
    slot = 100 / len(chart.columns)
    crowded = len(chart.columns) > 8  # on a phone every second label has no room
    names = format_html_join(
        "",
        '<text class="{}" x="{}%" y="{}" text-anchor="middle">{}</text>',
        (
            ("wide" if crowded and i % 2 else "", f"{slot * (i + 0.5):.2f}", HEIGHT - 4, name)
            for i, name in enumerate(chart.columns)
        ),
    )
    return format_html(
        '<svg height="{}" role="{}" aria-label="{}">{}{}{}{}</svg>',
        *(HEIGHT, "group" if chart.links else "img", chart.title, grid, body, names, _links(chart)),
    )


def _links(chart: Chart) -> SafeString:
    """A see-through link over each column, wide enough for a finger."""
    slot = 100 / len(chart.columns)
    return format_html_join(
        "",
        '<a href="{}" aria-label="{}"><title>{}</title>'
        '<rect class="hit" x="{}%" y="0" width="{}%" height="{}"></rect></a>',
        (
            (href, words, words, f"{slot * i:.2f}", f"{slot:.2f}", HEIGHT)
            for i, (href, words) in enumerate(
                zip(
                    chart.links, (_words(chart, i) for i in range(len(chart.columns))), strict=False
                )
            )
        ),
    )


def _words(chart: Chart, i: int) -> str:
    values = "，".join(f"{s.label} {s.values[i]:,g} {chart.unit}" for s in chart.series)
    return f"{chart.columns[i]}：{values}"
