"""Aligning texts for the first time: long ones in short windows, which overlap and are computed together.

Windows one after the other, as in `windows`, must be large, because each begins where the beads of the one before end.
Short windows begin where anchor points, or the lengths of the texts between them, suggest. That may be wrong by some
sentences, so two neighbours must agree on sure beads where they overlap. Where they do not agree, and in texts that
have too few sure beads, such as free translations, texts are aligned window by window.
"""

from __future__ import annotations

from itertools import pairwise
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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.sure_beads import Ends
    from bisearch.alignment.windows import Texts
    from bisearch.alignment.word_matches import Matches
    from bisearch.model import Bead

# Least number of sentences on the longer side of a short window; without an anchor point, windows have up to twice as
# many. Number of sentences aligned beyond either end.
LENGTH, OVERLAP = 16, 6
# Only texts are divided of which neighbouring windows agree on at least this share. One of so many pairs of neighbours
# is aligned first, so that little time is lost on other texts, such as free translations.
MIN_AGREED_SHARE, SAMPLE_EVERY = 0.75, 8


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
    windows = {
        number: list(_short_windows(number, (ru, en), matches))
        for number, (ru, en) in enumerate(texts)
        if max(len(ru), len(en)) > MAX_SINGLE_WINDOW and min(len(ru), len(en))
    }
    sample = [window for of_text in windows.values() for pair in _sample(of_text) for window in pair]
    aligned = _aligned(sample, texts, matches, model)
    windows = {number: of_text for number, of_text in windows.items() if _mostly_agree(_sample(of_text), aligned)}
    others = [window for of_text in windows.values() for window in of_text if window not in aligned]
    aligned |= _aligned(others, texts, matches, model)
    stretches: dict[int, list[Ends]] = {}
    found: list[dict[Position, Sequence[Bead]]] = [{} for _ in texts]
    for number, of_text in windows.items():
        joined = _joined(of_text, aligned)
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


def _sample(windows: Sequence[_ShortWindow]) -> list[tuple[_ShortWindow, _ShortWindow]]:
    """Return some pairs of neighbours, spread evenly over a text."""
    return list(pairwise(windows))[::SAMPLE_EVERY]


def _mostly_agree(
    pairs: Sequence[tuple[_ShortWindow, _ShortWindow]], aligned: Mapping[_ShortWindow, Sequence[Bead]]
) -> bool:
    agreed = sum(_agreed(first, second, aligned) is not None for first, second in pairs)
    return agreed >= MIN_AGREED_SHARE * len(pairs)


def _aligned(
    windows: Sequence[_ShortWindow], texts: Sequence[Texts], matches: Matches, model: Model
) -> dict[_ShortWindow, Sequence[Bead]]:
    """Return the beads of windows; none for those that have sentences of one side only."""
    parts = []
    for place, (number, start, stop, _) in enumerate(windows):
        ru, en = texts[number]
        parts.append((place, (ru.part(start.ru, stop.ru), en.part(start.en, stop.en))))
    found: dict[_ShortWindow, Sequence[Bead]] = dict.fromkeys(windows, ())
    for batch in in_batches([(place, part) for place, part in parts if all(map(len, part))]):
        beads = model.beads(WindowBeads([part for _, part in batch], matches))
        found.update(
            (windows[place], moved(some, windows[place].start)) for (place, _), some in zip(batch, beads, strict=True)
        )
    return found


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
    windows: Sequence[_ShortWindow], aligned: Mapping[_ShortWindow, Sequence[Bead]]
) -> list[tuple[Position, Position, Sequence[Bead]]]:
    """Return the stretches between borders on which two windows agree, with the beads of those in a single window."""
    found: list[tuple[Position, Position, Sequence[Bead]]] = []
    start, first = Position(0, 0), 0
    for place, window in enumerate(windows):
        border = _agreed(window, windows[place + 1], aligned) if place + 1 < len(windows) else window.end
        if border is None or not (start.ru < border.ru and start.en < border.en):
            continue
        beads: Sequence[Bead] = ()
        if first == place and aligned[window]:
            places = borders(aligned[window], window.start)
            beads = aligned[window][places.index(start) : places.index(border)]
        found.append((start, border, beads))
        start, first = border, place + 1
    if start != windows[-1].end:
        found.append((start, windows[-1].end, ()))
    return found


def _agreed(
    first: _ShortWindow, second: _ShortWindow, aligned: Mapping[_ShortWindow, Sequence[Bead]]
) -> Position | None:
    """Return the sure border nearest to the end of a window at which the next window has the same sure beads."""
    in_first, in_second = _sure_places(first, aligned[first]), _sure_places(second, aligned[second])
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
