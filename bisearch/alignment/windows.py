"""Aligning texts of any length window by window.

A window ends some sentences after an anchor point. Its beads up to the anchor point are kept, and the next window
starts
where they end, so that no bead is cut, and time and memory grow linearly with the texts. Without an anchor point in
reach, a window ends after the same share of both texts.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from bisearch.alignment.anchor_points import AnchorPoint, anchor_points
from bisearch.alignment.features import WindowBeads
from bisearch.alignment.numbered_text import COUNTS
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.word_matches import Matches

    # The Russian and the English sentences.
    Texts: TypeAlias = tuple[NumberedText, NumberedText]

# Texts with at most this many sentences each are aligned in one window.
MAX_SINGLE_WINDOW = 60
# Least number of sentences on the longer side of a window, without its margin, and largest number of sentence pairs.
MIN_LENGTH, MAX_PAIRS = 40, 150 * 150
# Sentences aligned beyond the end of a window, whose beads are discarded.
MARGIN = 24
# Windows are computed together while they have at most this many pairs of sentences, which fit into a cache.
BATCH_PAIRS = 14_000
# Number of anchor points to search for the next; `MIN_LENGTH` sentences never have more.
LOOKAHEAD = 4 * MIN_LENGTH


class Position(NamedTuple):
    """Number of preceding sentences in either text."""

    ru: int
    en: int


class Window(NamedTuple):
    """A window of two texts.

    Attributes:
        here: position at which it starts.
        target: position near which the last kept bead ends.
        stop: position at which it ends.
    """

    here: Position
    target: Position
    stop: Position


def align_by_windows(
    texts: Sequence[Texts], matches: Matches, model: Model, progress: Callable[[int], None] = lambda _: None
) -> list[list[Bead]]:
    """Align pairs of texts. Windows of different pairs are computed together.

    Args:
        texts: for each pair, its Russian and its English sentences; either may be empty.
        matches: which words translate each other.
        model: weights of the features.
        progress: called after each window with the number of sentences aligned in it, of both texts.

    Returns:
        For each pair, beads in order; every sentence is in exactly one bead.
    """
    found: list[list[Bead]] = [[] for _ in texts]
    aligning = [_align(*pair, matches, beads, progress) for pair, beads in zip(texts, found, strict=True)]
    waiting = [(number, window) for number, each in enumerate(aligning) if (window := next(each, None)) is not None]
    while waiting:
        following = []
        for batch in in_batches(waiting):
            aligned = model.beads(WindowBeads([window for _, window in batch], matches))
            for (number, _), beads in zip(batch, aligned, strict=True):
                with suppress(StopIteration):
                    following.append((number, aligning[number].send(beads)))
        waiting = following
    return found


def in_batches(windows: Sequence[tuple[int, Texts]]) -> Iterator[list[tuple[int, Texts]]]:
    """Yield numbered windows in batches of similar size, which hold at most `BATCH_PAIRS` pairs of sentences each."""
    batch: list[tuple[int, Texts]] = []
    n = m = 0
    for number, (ru, en) in sorted(windows, key=lambda window: (len(window[1][0]), len(window[1][1]))):
        n, m = max(n, len(ru)), max(m, len(en))
        if batch and n * m * (len(batch) + 1) > BATCH_PAIRS:
            yield batch
            batch, n, m = [], len(ru), len(en)
        batch.append((number, (ru, en)))
    if batch:
        yield batch


def _align(
    ru: NumberedText, en: NumberedText, matches: Matches, beads: list[Bead], progress: Callable[[int], None]
) -> Generator[Texts, list[Bead], None]:
    """Yield one window of two texts after the other, receive its beads, and add those that are kept to `beads`."""
    windows = window_sequence(ru, en, matches)
    with suppress(StopIteration):
        here, target, stop = next(windows)
        while True:
            window = ru.part(here.ru, stop.ru), en.part(here.en, stop.en)
            found = (yield window) if all(map(len, window)) else one_sided(*map(len, window))
            places = borders(found, here)
            kept = len(found) if stop == (len(ru), len(en)) else nearest(places, target)
            beads += moved(found[:kept], here)
            progress(sum(places[kept]) - sum(here))
            here, target, stop = windows.send(places[kept])


def window_sequence(ru: NumberedText, en: NumberedText, matches: Matches) -> Generator[Window, Position, None]:
    """Yield one window of two texts after the other, and receive the position up to which its beads are kept."""
    here, end = Position(0, 0), Position(len(ru), len(en))
    points = anchor_points(ru, en, matches) if max(end) > MAX_SINGLE_WINDOW else []
    passed = 0
    while here != end:
        while passed < len(points) and (points[passed].ru <= here.ru or points[passed].en <= here.en):
            passed += 1
        target = _target(ru, en, here, points[passed : passed + LOOKAHEAD])
        stop = target if target == end else Position(min(target.ru + MARGIN, end.ru), min(target.en + MARGIN, end.en))
        here = yield Window(here, target, stop)


def borders(beads: Sequence[Bead], start: Position) -> list[Position]:
    """Return the position before and after each of some beads, of which the first starts at some position."""
    return list(accumulate((Position(len(bead.ru), len(bead.en)) for bead in beads), _sum, initial=start))


def moved(beads: Sequence[Bead], by: Position) -> list[Bead]:
    """Return beads of the part of two texts that starts at some position as beads of the whole texts."""
    return [
        Bead(tuple(i + by.ru for i in bead.ru), tuple(j + by.en for j in bead.en), bead.confidence) for bead in beads
    ]


def one_sided(sentences_ru: int, sentences_en: int) -> list[Bead]:
    """Return the beads of two texts with some numbers of sentences, of which one is 0."""
    return [Bead((i,), ()) for i in range(sentences_ru)] + [Bead((), (j,)) for j in range(sentences_en)]


def _sum(first: Position, second: Position) -> Position:
    return Position(first.ru + second.ru, first.en + second.en)


def nearest(places: Sequence[Position], target: Position) -> int:
    """Return the number of beads, at least one, that end nearest to a position."""
    return min(range(1, len(places)), key=lambda k: abs(places[k].ru - target.ru) + abs(places[k].en - target.en))


def _target(ru: NumberedText, en: NumberedText, here: Position, points: Sequence[AnchorPoint]) -> Position:
    """Return the position up to which the next window's beads are kept."""
    end = Position(len(ru), len(en))
    if max(end.ru - here.ru, end.en - here.en) <= MAX_SINGLE_WINDOW or here.ru == end.ru or here.en == end.en:
        return end
    far = next((point for point in points if max(point.ru - here.ru, point.en - here.en) >= MIN_LENGTH), end)
    if _pairs(here, Position(*far)) <= MAX_PAIRS:
        return Position(*far)
    # The next anchor point is too far: advance towards it by the same share of both texts.
    share = MIN_LENGTH / max(far.ru - here.ru, far.en - here.en)
    return Position(at_share(ru, here.ru, far.ru, share), at_share(en, here.en, far.en, share))


def _pairs(here: Position, stop: Position) -> int:
    return (stop.ru - here.ru + MARGIN) * (stop.en - here.en + MARGIN)


def at_share(text: NumberedText, start: int, end: int, share: float) -> int:
    """Return the sentence after the one in which a share of the length between two sentences is reached."""
    lengths = text.counts[start:end, COUNTS.index("length")].cumsum()
    return start + int(np.searchsorted(lengths, share * lengths[-1])) + 1 if len(lengths) else start
