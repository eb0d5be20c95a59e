"""How a text is set: the width of its lines, how ragged they are, and how many empty lines separate paragraphs.

Archival text comes in two forms. Typed and scanned pages wrap running text at some width, the measure; a line that ends
although the next word would have fit was broken on purpose. Transcriptions put each paragraph on one line; every break
is on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bisearch.segmentation.lines import first_word_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.segmentation.lines import Line

    # A line, the line after it, and whether the second surely continues the first.
    Pair = tuple[Line, Line, bool]

# A shorter line does not continue in lower case on the next one: "ОТЧЕТ / о зимовке".
MIN_WRAPPED_LENGTH = 32
# Lines in newspaper columns are longer than this; texts with such lines alone must have this many.
MIN_COLUMN_LENGTH, MIN_COLUMN_LINES = 18, 12
# No typed or printed line is longer.
MAX_MEASURE = 130
# Wrapped lines differ by at most this share of their median length.
SPREAD = 0.15
# Wrapped text has at least this share of lines of one length, and this share of those continue in lower case.
MIN_EVEN_SHARE, MIN_RUNNING_SHARE = 0.6, 0.2
# Characters that typists may leave free at the right margin.
MARGIN = 8
# A ragged text leaves as many free as this share of its running lines do, but at most this share of the measure.
RAGGED_SHARE, MAX_RAGGED = 0.97, 0.35
# How ragged a text is can be seen from this many running lines.
MIN_RAGGED_LINES = 10
# A paragraph with fewer lines is taken to be as wide as the others.
MIN_BLOCK_LINES = 4
# A double-spaced text has at least this many of its lines after empty ones, and this share.
MIN_SPACED_LINES, MIN_SPACED_SHARE = 4, 0.8
# Text that was wrapped twice has at least this many running lines shorter than half the measure, and this share.
MIN_REMAINDERS, MIN_REMAINDERS_SHARE = 2, 0.15


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are set.

    Attributes:
        measure: the width at which lines are wrapped, in characters; None if they are not.
        margin: how many characters of it a line may leave free although the paragraph continues.
        spacing: the number of empty lines between two lines of one paragraph.
        has_remainders: whether lines were wrapped a second time, so that short lines follow full ones.
    """

    measure: int | None
    margin: int = MARGIN
    spacing: int = 0
    has_remainders: bool = False

    def is_full(self, text: str, line: Line, after: Line, *, is_ragged: bool = False) -> bool:
        """Return whether a line had no room for the first word of the next line; `is_ragged` applies the margin."""
        if self.measure is None:
            return False
        margin = self.margin if is_ragged else MARGIN
        return line.right + 1 + first_word_length(text, after) + margin > self.measure


def layout_of(text: str, lines: Sequence[Line]) -> Layout:
    """Return how a text is set."""
    pairs = [(line, after) for line, after in pairwise(lines) if line.length <= MAX_MEASURE]
    spacing = _spacing(pairs)
    running = _judged(((line, after) for line, after in pairs if after.empty <= spacing))
    measure = _measure(running)
    if measure is None:
        return Layout(None, spacing=0)
    free = [(measure - line.right - 1 - first_word_length(text, after), runs) for line, after, runs in running]
    remainders = sum(
        runs and room > measure / 2 and before is line and first.right >= (1 - SPREAD) * measure
        for (first, before, _), (line, _, _), (room, runs) in zip(running, running[1:], free[1:], strict=False)
    )
    rooms = sorted(room for room, runs in free if runs)
    has_remainders = remainders >= max(MIN_REMAINDERS, MIN_REMAINDERS_SHARE * len(rooms))
    margin = MARGIN
    if len(rooms) >= MIN_RAGGED_LINES:
        margin = max(margin, min(rooms[int(RAGGED_SHARE * (len(rooms) - 1))], round(MAX_RAGGED * measure)))
    return Layout(measure, margin, spacing, has_remainders)


def local_layout(lines: Sequence[Line], layout: Layout) -> Layout:
    """Return how a paragraph is set: it may be narrower than the rest of the text."""
    if len(lines) < MIN_BLOCK_LINES or layout.has_remainders:
        return layout
    if layout.measure is not None and max(line.right for line in lines) + layout.margin >= layout.measure:
        return layout
    own = _measure(_judged(pairwise(lines)))
    return layout if own is None else Layout(own, layout.margin, layout.spacing)


def _judged(pairs: Iterable[tuple[Line, Line]]) -> list[Pair]:
    return [(line, after, line.is_cut or after.is_lower) for line, after in pairs if line.length <= MAX_MEASURE]


def _spacing(pairs: Sequence[tuple[Line, Line]]) -> int:
    """Return how many empty lines stand between the lines of one paragraph."""
    gaps = sorted(after.empty for _, after in pairs)
    if not gaps or gaps[int((1 - MIN_SPACED_SHARE) * len(gaps))] == 0:
        return 0
    usual = gaps[len(gaps) // 2]
    spaced = [pair for pair in pairs if pair[1].empty == usual]
    return usual if len(spaced) >= MIN_SPACED_LINES and _measure(_judged(spaced)) is not None else 0


def _measure(pairs: Sequence[Pair]) -> int | None:
    """Return the width at which lines are wrapped, in characters; None if they are not."""
    wide = [(line.right, runs) for line, _, runs in pairs if line.length >= MIN_WRAPPED_LENGTH]
    measure = _even_width(wide)
    if measure is None and len(pairs) >= MIN_COLUMN_LINES:
        measure = _even_width([(line.right, runs) for line, _, runs in pairs if line.length >= MIN_COLUMN_LENGTH])
    return measure


def _even_width(rights: Sequence[tuple[int, bool]]) -> int | None:
    if not rights:
        return None
    middle = sorted(right for right, _ in rights)[len(rights) // 2]
    even = [(right, runs) for right, runs in rights if abs(right - middle) <= SPREAD * middle]
    running = sum(runs for _, runs in even)
    if len(even) < 2 or len(even) < MIN_EVEN_SHARE * len(rights) or running < MIN_RUNNING_SHARE * len(even):
        return None
    return max(right for right, _ in even)
