"""Aligning texts for the first time: long ones in short windows, which overlap and are computed together.

Windows one after the other, as in `windows`, must be large, because each begins where the beads of the one before end.
Short windows begin where anchor points, or the lengths of the texts between them, suggest. That may be wrong by some
sentences, so two neighbours must agree on sure beads where they overlap. Where they do not agree, and in texts that
have too few sure beads, such as free translations, texts are aligned window by window.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from bisearch.alignment.anchor_points import anchor_points
from bisearch.alignment.features import WindowBeads
from bisearch.alignment.sure_beads import align_rest, sure_borders
from bisearch.alignment.windows import (
    MAX_SINGLE_WINDOW,
    Position,
    align_by_windows,
    at_share,
    borders,
    in_batches,
    moved,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.sure_beads import Ends
    from bisearch.alignment.windows import Texts
    from bisearch.alignment.word_matches import Matches
    from bisearch.model import Bead

# Least number of sentences on the longer side of a short window; without an anchor point, windows have up to twice as
# many. Number of sentences aligned beyond either end.
LENGTH, OVERLAP = 16, 6
# Only texts are divided of which neighbouring windows agree on at least this share.
MIN_AGREED_SHARE = 0.75


class _ShortWindow(NamedTuple):
    """A short window of two texts.

    Attributes:
        text: number of the text pair.
        start: position at which it starts, with the sentences before its own.
        stop: position at which it stops, with the sentences after its own.
        end: position at which its own sentences end.
    """

    text: int
    start: Position
    stop: Position
    end: Position


def align_first(
    texts: Sequence[Texts], matches: Matches, model: Model, progress: Callable[[int], None] = lambda _: None
) -> list[list[Bead]]:
    """Align pairs of texts.

    Args:
        texts: for each pair, its Russian and its English sentences; either may be empty.
        matches: which words translate each other.
        model: weights of the features.
        progress: called repeatedly with the number of sentences aligned since the last call, of both texts.

    Returns:
        For each pair, beads in order; every sentence is in exactly one bead.
    """
    windows = [
        window
        for number, (ru, en) in enumerate(texts)
        if max(len(ru), len(en)) > MAX_SINGLE_WINDOW and min(len(ru), len(en))
        for window in _short_windows(number, (ru, en), matches)
    ]
    parts = [
        (
            texts[window.text][0].part(window.start.ru, window.stop.ru),
            texts[window.text][1].part(window.start.en, window.stop.en),
        )
        for window in windows
    ]
    aligned: list[list[Bead]] = [[] for _ in windows]
    for batch in in_batches([(place, part) for place, part in enumerate(parts) if all(map(len, part))]):
        for (place, _), beads in zip(
            batch, model.beads(WindowBeads([part for _, part in batch], matches)), strict=True
        ):
            aligned[place] = moved(beads, windows[place].start)
    stretches: dict[int, list[Ends]] = {}
    found: list[dict[Position, Sequence[Bead]]] = [{} for _ in texts]
    for number, same in groupby(zip(windows, aligned, strict=True), key=lambda each: each[0].text):
        some = list(same)
        joined = _joined([window for window, _ in some], [beads for _, beads in some])
        agreed = sum(sum(stop) - sum(start) for start, stop, beads in joined if beads)
        if agreed >= MIN_AGREED_SHARE * sum(map(len, texts[number])):
            stretches[number] = [(start, stop) for start, stop, _ in joined]
            found[number] = {start: beads for start, _, beads in joined if beads}
    return align_rest(
        texts, stretches, found, lambda parts: align_by_windows(parts, matches, model, progress), progress
    )


def _short_windows(number: int, texts: Texts, matches: Matches) -> Iterator[_ShortWindow]:
    whole = Position(*map(len, texts))
    cuts = [Position(0, 0), *_cuts(*texts, matches), whole]
    for here, end in pairwise(cuts):
        start = Position(max(0, here.ru - OVERLAP), max(0, here.en - OVERLAP))
        stop = Position(min(whole.ru, end.ru + OVERLAP), min(whole.en, end.en + OVERLAP))
        yield _ShortWindow(number, start, stop, end)


def _cuts(ru: NumberedText, en: NumberedText, matches: Matches) -> Iterator[Position]:
    """Yield positions to cut two texts at: anchor points, and between distant ones the same share of both texts."""
    here, end = Position(0, 0), Position(len(ru), len(en))
    for point in [*anchor_points(ru, en, matches), end]:
        apart = max(point[0] - here.ru, point[1] - here.en)
        if apart < LENGTH:
            continue
        parts = -(-apart // (2 * LENGTH))
        for part in range(1, parts):
            share = part / parts
            yield Position(at_share(ru, here.ru, point[0], share), at_share(en, here.en, point[1], share))
        here = Position(*point)
        if here != end:
            yield here


def _joined(
    windows: Sequence[_ShortWindow], aligned: Sequence[Sequence[Bead]]
) -> list[tuple[Position, Position, Sequence[Bead]]]:
    """Return the stretches between borders on which two windows agree, with the beads of those in a single window."""
    found: list[tuple[Position, Position, Sequence[Bead]]] = []
    start, first = Position(0, 0), 0
    for place, window in enumerate(windows):
        if place + 1 < len(windows):
            border = _agreed(window, aligned[place], windows[place + 1], aligned[place + 1])
        else:
            border = window.end
        if border is None or not (start.ru < border.ru and start.en < border.en):
            continue
        beads: Sequence[Bead] = ()
        if first == place and aligned[place]:
            places = borders(aligned[place], window.start)
            beads = aligned[place][places.index(start) : places.index(border)]
        found.append((start, border, beads))
        start, first = border, place + 1
    if start != windows[-1].end:
        found.append((start, windows[-1].end, ()))
    return found


def _agreed(
    first: _ShortWindow, beads_first: Sequence[Bead], second: _ShortWindow, beads_second: Sequence[Bead]
) -> Position | None:
    """Return the sure border nearest to the end of a window at which the next window has the same sure beads."""
    in_first, in_second = _sure_places(first, beads_first), _sure_places(second, beads_second)
    agreed = [place for place, around in in_first.items() if in_second.get(place) == around]
    return min(agreed, key=lambda place: abs(place.ru - first.end.ru) + abs(place.en - first.end.en), default=None)


def _sure_places(window: _ShortWindow, beads: Sequence[Bead]) -> dict[Position, tuple[Position, Position]]:
    """Return the sure borders of a window, each with the borders before and after it."""
    places = borders(beads, window.start)
    return {
        places[number]: (places[number - 1], places[number + 1])
        for number, is_sure in enumerate(sure_borders(beads), 1)
        if is_sure
    }
