"""A plot of frequencies as SVG: a line with intervals for each query, styled by classes alone.

There is no drawing library among the requirements, and this one picture needs a few dozen lines. Nothing is styled
inline, so that a page with a strict policy can show it with its own style sheet.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bisearch.statistics.frequencies import Frequencies

# Units of the picture: margins around the plot, its height, and the width of one value.
LEFT, RIGHT, TOP, BOTTOM, HEIGHT, STEP = 90, 20, 20, 70, 260, 46
MIN_STEPS, LEGEND_LINE = 8, 20
# The points of different queries are beside each other, so that their intervals do not hide each other.
SHIFT = 5
# Colours that people with colour blindness tell apart (Okabe & Ito 2008); further series begin again.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
STYLE = (
    "text{font:12px sans-serif;fill:#222}.axis{stroke:#222}.grid{stroke:#ddd}.line{fill:none;stroke-width:2}"
    ".interval{stroke-width:1.5;opacity:.55}"
    + "".join(f".series-{place}{{stroke:{c};}}.point.series-{place}{{fill:{c}}}" for place, c in enumerate(COLOURS))
)


class PlotLabels(NamedTuple):
    """The words of a plot in one language.

    Attributes:
        title: with the names ``queries`` and ``field`` in braces.
        axis: the unit of the vertical axis.
        values: what a description says before the values.
        interval: what a description says of the intervals.
        unknown: a value that is not known.
        undated: a year that is not known.
        field: returns the name of a facet.
        side: returns the name of a side.
        number: returns a number as the language writes it.
    """

    title: str
    axis: str
    values: str
    interval: str
    unknown: str
    undated: str
    field: Callable[[str], str]
    side: Callable[[str], str]
    number: Callable[[float], str]


def _english(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


ENGLISH = PlotLabels(
    title="Frequency of {queries} by {field}",
    axis="per million words",
    values="occurrences per million words",
    interval="With 95 % score intervals (Wilson 1927).",
    unknown="unknown",
    undated="undated",
    field=str,
    side=str,
    number=_english,
)


def frequency_plot(found: Frequencies, labels: PlotLabels = ENGLISH, *, standalone: bool) -> str:
    """Return the plot of frequencies per million words.

    Args:
        found: the frequencies.
        labels: the words of the plot.
        standalone: whether the picture brings its style sheet, as a file; a page has its own for the classes ``axis``,
            ``grid``, ``line``, ``point``, ``interval`` and ``series-0`` to ``series-5``.
    """
    steps = max(MIN_STEPS, len(found.values))
    width = LEFT + STEP * steps + RIGHT
    height = TOP + HEIGHT + BOTTOM + LEGEND_LINE * len(found.series)
    names = [f"{each.query} ({labels.side(each.side)})" for each in found.series]
    title = labels.title.format(queries=", ".join(names), field=labels.field(found.by))
    labelled = 'role="img" aria-labelledby="frequency-title frequency-description"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {labelled}>',
        f'<title id="frequency-title">{_text(title)}</title>',
        f'<desc id="frequency-description">{_text(_description(found, names, labels))}</desc>',
        f"<style>{STYLE}</style>" if standalone else "",
        *_axes(found, width, labels),
    ]
    scale = _scale(found)
    for number, name in enumerate(names):
        parts += _series(found, number, scale)
        y = TOP + HEIGHT + BOTTOM + LEGEND_LINE * number
        style = _class(number)
        parts.append(f'<line class="line {style}" x1="{LEFT}" y1="{y - 4}" x2="{LEFT + 24}" y2="{y - 4}"/>')
        parts.append(f'<text x="{LEFT + 32}" y="{y}">{_text(name)}</text>')
    return "\n".join(filter(None, [*parts, "</svg>"])) + "\n"


def _description(found: Frequencies, names: list[str], labels: PlotLabels) -> str:
    """Return the values of the plot in words, for those who do not see it."""
    lines = []
    for name, series in zip(names, found.series, strict=True):
        values = (
            f"{_label(found, value, labels)} {labels.number(round(frequency.per_million, 1))}"
            for value, frequency in zip(found.values, series.frequencies, strict=True)
        )
        lines.append(f"{name}, {labels.values}: {'; '.join(values)}.")
    return " ".join([*lines, f"{labels.interval} {found.basis.signature}"])


def _scale(found: Frequencies) -> float:
    """Return the greatest value of the axis: a round number above all frequencies and the intervals that fit."""
    frequencies = [each for series in found.series for each in series.frequencies if each.words]
    greatest = max((each.per_million for each in frequencies), default=0.0)
    # Intervals of a few words would flatten the lines, so they may be cut at twice the greatest frequency.
    top = max(1.0, min(2 * greatest, max((each.high for each in frequencies), default=0.0)))
    power = 10.0 ** math.floor(math.log10(top))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= top)


def _axes(found: Frequencies, width: int, labels: PlotLabels) -> Iterator[str]:
    top = _scale(found)
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = TOP + HEIGHT * (1 - share)
        style = "axis" if not share else "grid"
        yield f'<line class="{style}" x1="{LEFT}" y1="{y:.1f}" x2="{width - RIGHT}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_text(labels.number(share * top))}</text>'
    yield f'<text x="{LEFT}" y="{TOP - 6}">{_text(labels.axis)}</text>'
    every = math.ceil(len(found.values) / 40)
    for place, value in enumerate(found.values):
        if place % every == 0:
            x, y = _x(place), TOP + HEIGHT + 14
            label = _text(_label(found, value, labels))
            yield f'<text transform="translate({x:.1f} {y}) rotate(-40)" text-anchor="end">{label}</text>'


def _series(found: Frequencies, number: int, top: float) -> Iterator[str]:
    style, shift = _class(number), SHIFT * (number - (len(found.series) - 1) / 2)
    values = zip(found.values, found.series[number].frequencies, strict=True)
    # Nothing is known of a value without words.
    points = [
        (_x(place) + shift, value, frequency) for place, (value, frequency) in enumerate(values) if frequency.words
    ]
    dated = [f"{x:.1f},{_y(each.per_million, top):.1f}" for x, value, each in points if value is not None]
    if found.by == "year" and len(dated) > 1:  # other values have no order that a line could follow
        yield f'<polyline class="line {style}" points="{" ".join(dated)}"/>'
    for x, _, frequency in points:
        low, high = _y(frequency.low, top), _y(frequency.high, top)
        yield f'<line class="interval {style}" x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}"/>'
        yield f'<circle class="point {style}" cx="{x:.1f}" cy="{_y(frequency.per_million, top):.1f}" r="3"/>'


def _class(number: int) -> str:
    return f"series-{number % len(COLOURS)}"


def _x(place: int) -> float:
    return LEFT + STEP * (place + 0.5)


def _y(value: float, top: float) -> float:
    return TOP + HEIGHT * (1 - min(value, top) / top)


def _label(found: Frequencies, value: str | None, labels: PlotLabels) -> str:
    if value is None:
        return labels.undated if found.by == "year" else labels.unknown
    return value if len(value) <= 24 else f"{value[:23]}…"


def _text(text: str) -> str:
    return escape(clean(" ".join(text.split())))
