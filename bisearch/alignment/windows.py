"""Aligning two texts of any length: window by window from one end to the other.

A window ends some sentences after a landmark; of its beads those up to the landmark are kept, and the next window
begins where they end. So no bead is cut, and time and memory grow with the length of the texts. Where no landmark is
in reach, a window ends where both texts have gone on by the same share.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.alignment.anchor_points import AnchorPoint, anchor_points
from bisearch.alignment.features import features
from bisearch.alignment.numbered_text import COUNTS
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.word_matches import Matches

# Two texts are one window where neither has more sentences than this.
MAX_SINGLE_WINDOW = 60
# Else a window has at least so many sentences on its longer side before its margin, and so many pairs at the most.
MIN_LENGTH, MAX_PAIRS = 40, 150 * 150
# So many sentences more are aligned, and their beads thrown away.
MARGIN = 12
# The next landmark is sought among so many; more of them never stand in `MIN_LENGTH` sentences.
LOOKAHEAD = 4 * MIN_LENGTH


class _Position(NamedTuple):
    """How many sentences of either text come before."""

    ru: int
    en: int


def align_windows(
    ru: NumberedText, en: NumberedText, matches: Matches, model: Model, progress: Callable[[int], None] = lambda _: None
) -> list[Bead]:
    """Align two texts.

    Args:
        ru: Russian sentences.
        en: English sentences; either may be empty.
        matches: which words render which.
        model: that weighs the evidence.
        progress: called after each window with how many sentences of both texts it has aligned.

    Returns:
        Beads in order; every sentence is in exactly one.
    """
    beads: list[Bead] = []
    here, end = _Position(0, 0), _Position(len(ru), len(en))
    points = anchor_points(ru, en, matches) if max(end) > MAX_SINGLE_WINDOW else []
    passed = 0
    while here != end:
        while passed < len(points) and (points[passed].ru <= here.ru or points[passed].en <= here.en):
            passed += 1
        target = _target(ru, en, here, points[passed : passed + LOOKAHEAD])
        stop = target if target == end else _Position(min(target.ru + MARGIN, end.ru), min(target.en + MARGIN, end.en))
        found = _align(ru.part(here.ru, stop.ru), en.part(here.en, stop.en), matches, model)
        places = list(accumulate((_Position(len(bead.ru), len(bead.en)) for bead in found), _sum, initial=here))
        kept = len(found) if stop == end else _nearest(places, target)
        beads += [
            Bead(tuple(i + here.ru for i in bead.ru), tuple(j + here.en for j in bead.en), bead.confidence)
            for bead in found[:kept]
        ]
        progress(sum(places[kept]) - sum(here))
        here = places[kept]
    return beads


def _sum(first: _Position, second: _Position) -> _Position:
    return _Position(first.ru + second.ru, first.en + second.en)


def _nearest(places: Sequence[_Position], target: _Position) -> int:
    """Return how many beads end nearest to a place, at least one."""
    return min(range(1, len(places)), key=lambda k: abs(places[k].ru - target.ru) + abs(places[k].en - target.en))


def _align(ru: NumberedText, en: NumberedText, matches: Matches, model: Model) -> list[Bead]:
    if not len(ru) or not len(en):
        return [Bead((i,), ()) for i in range(len(ru))] + [Bead((), (j,)) for j in range(len(en))]
    return model.beads(features(ru, en, matches))


def _target(ru: NumberedText, en: NumberedText, here: _Position, points: Sequence[AnchorPoint]) -> _Position:
    """Return up to where the next window's beads are to be kept."""
    end = _Position(len(ru), len(en))
    if max(end.ru - here.ru, end.en - here.en) <= MAX_SINGLE_WINDOW or here.ru == end.ru or here.en == end.en:
        return end
    far = next((point for point in points if max(point.ru - here.ru, point.en - here.en) >= MIN_LENGTH), end)
    if _pairs(here, _Position(*far)) <= MAX_PAIRS:
        return _Position(*far)
    # Too far: go on towards it, by the same share of either text's length.
    share = MIN_LENGTH / max(far.ru - here.ru, far.en - here.en)
    return _Position(_at_share(ru, here.ru, far.ru, share), _at_share(en, here.en, far.en, share))


def _pairs(here: _Position, stop: _Position) -> int:
    return (stop.ru - here.ru + MARGIN) * (stop.en - here.en + MARGIN)


def _at_share(text: NumberedText, start: int, end: int, share: float) -> int:
    """Return the sentence at which a share of the length between two of them is reached."""
    lengths = text.counts[start:end, COUNTS.index("length")].cumsum()
    return start + int(np.searchsorted(lengths, share * lengths[-1])) + 1 if len(lengths) else start
