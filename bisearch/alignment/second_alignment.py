"""Aligning texts again with better knowledge of their words, near those beads of an earlier alignment that are unsure.

Where the earlier alignment is sure of the border between two beads, the texts are divided into small blocks, which are
aligned together. The weights of words, the ratio of lengths and the typical coverage are still those of windows as
large as in `windows`. Texts of which the earlier alignment is unsure, short texts, and long stretches without a sure
border are aligned window by window. Texts and windows whose beads are all sure keep them: to align them again changed
none of the 5,000 sure beads of the development sets.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.alignment.features import Surroundings, WindowBeads, length_ratio
from bisearch.alignment.numbered_text import COUNTS
from bisearch.alignment.sure_beads import MIN_SURE_SHARE, align_rest, is_sure, sure_borders, sure_share
from bisearch.alignment.typical_coverage import typical_coverage
from bisearch.alignment.window_sides import WindowWords
from bisearch.alignment.windows import (
    MAX_SINGLE_WINDOW,
    Position,
    align_by_windows,
    borders,
    in_batches,
    moved,
    nearest,
    window_sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import Array, NumberedText
    from bisearch.alignment.windows import Texts
    from bisearch.alignment.word_matches import Matches
    from bisearch.model import Bead

# Only texts with more sentences than this on a side are divided, as others are hardly computed faster in blocks.
MIN_LENGTH = 30
# Least number of sentences on the longer side of a block, and number of beads aligned beyond either end of it.
MIN_BLOCK, OVERLAP = 10, 2
# Blocks are aligned in groups of at least this many sentences of a side.
GROUP_SENTENCES = 600
_LENGTH = COUNTS.index("length")


class _Window(NamedTuple):
    """What the blocks that start in a window take from it.

    Attributes:
        here: position at which it starts.
        stop: position at which it ends.
        after: position at which the next window starts.
    """

    here: Position
    stop: Position
    after: Position


class _Stretch(NamedTuple):
    """A stretch of two texts between two borders of their earlier beads.

    Attributes:
        start: border at which it begins.
        stop: border at which it ends.
        outer_start: border from which it is aligned, some beads earlier if there are any.
        outer_stop: border up to which it is aligned.
        sure_beads: its earlier beads if all of them are sure, otherwise none.
    """

    start: Position
    stop: Position
    outer_start: Position
    outer_stop: Position
    sure_beads: Sequence[Bead]


class _Division:
    """How a pair of texts is divided.

    Args:
        ru: the Russian sentences, at least one.
        en: the English sentences, at least one.
        beads: their earlier beads.
        matches: which words translate each other.
    """

    def __init__(self, ru: NumberedText, en: NumberedText, beads: Sequence[Bead], matches: Matches) -> None:
        self.ru, self.en = ru, en
        self.stretches = _stretches(beads)
        self.windows = list(_windows(ru, en, beads, matches))
        self._weights_ru = _word_weights(ru, [(each.here.ru, each.stop.ru, each.after.ru) for each in self.windows])
        self._weights_en = _word_weights(en, [(each.here.en, each.stop.en, each.after.en) for each in self.windows])
        # What the best counterpart of each sentence covers, as far as it is known.
        self.shares_ru, self.shares_en = np.full(len(ru), np.nan), np.full(len(en), np.nan)

    def part(self, start: Position, stop: Position) -> Texts:
        """Return the sentences between two positions."""
        return self.ru.part(start.ru, stop.ru), self.en.part(start.en, stop.en)

    def surroundings(self, block: _Block) -> Surroundings:
        """Return what a block takes from the texts around it."""
        start, stop = block.stretch.outer_start, block.stretch.outer_stop
        lengths = [each.counts[:, _LENGTH].sum() for each in self.part(block.window.here, block.window.stop)]
        ru, en = self.ru.starts, self.en.starts
        return Surroundings(
            (self._weights_ru[ru[start.ru] : ru[stop.ru]], self._weights_en[en[start.en] : en[stop.en]]),
            float(length_ratio(*lengths)),
        )


class _Block(NamedTuple):
    """A stretch that is aligned at once.

    Attributes:
        text: number of its text pair.
        division: how its texts are divided.
        stretch: the stretch.
        window: the window that it starts in.
    """

    text: int
    division: _Division
    stretch: _Stretch
    window: _Window


def align_again(
    texts: Sequence[Texts],
    beads: Sequence[Sequence[Bead]],
    matches: Matches,
    model: Model,
    progress: Callable[[int], None] = lambda _: None,
) -> list[list[Bead]]:
    """Align pairs of texts that have been aligned before.

    Args:
        texts: for each pair, its Russian and its English sentences; either may be empty.
        beads: the earlier beads of each pair, in order.
        matches: which words translate each other.
        model: weights of the features.
        progress: called repeatedly with the number of sentences aligned since the last call, of both texts.

    Returns:
        For each pair, beads in order; every sentence is in exactly one bead.
    """
    # The beads of each text pair by the place where they start.
    found: list[dict[Position, Sequence[Bead]]] = [
        {Position(0, 0): some} if all(map(is_sure, some)) else {} for some in beads
    ]
    divisions = {
        number: _Division(ru, en, some, matches)
        for number, ((ru, en), some) in enumerate(zip(texts, beads, strict=True))
        if not found[number] and max(len(ru), len(en)) > MIN_LENGTH and sure_share(some) >= MIN_SURE_SHARE
    }
    blocks = [block for number, division in divisions.items() for block in _blocks(number, division)]
    for block in blocks:
        if block.stretch.sure_beads:
            found[block.text][block.stretch.start] = block.stretch.sure_beads
    for group in _groups(blocks):
        for block, aligned in _aligned(*group, matches, model):
            found[block.text][block.stretch.start] = aligned
    stretches = {
        number: [(stretch.start, stretch.stop) for stretch in division.stretches]
        for number, division in divisions.items()
    }
    return align_rest(
        texts, stretches, found, lambda parts: align_by_windows(parts, matches, model, progress), progress
    )


def _stretches(beads: Sequence[Bead]) -> list[_Stretch]:
    """Divide two texts at borders of their beads that are sure."""
    places = borders(beads, Position(0, 0))
    cuts = [0]
    for number, here_is_sure in enumerate(sure_borders(beads), 1):
        if here_is_sure and _apart(places[cuts[-1]], places[number]) >= MIN_BLOCK:
            cuts.append(number)
    if len(cuts) > 1 and _apart(places[cuts[-1]], places[-1]) < MIN_BLOCK / 2:
        cuts.pop()
    return [
        _Stretch(
            places[start], places[stop], places[max(0, start - OVERLAP)], places[min(len(beads), stop + OVERLAP)],
            beads[start:stop] if all(map(is_sure, beads[start:stop])) else (),
        )
        for start, stop in pairwise([*cuts, len(beads)])
    ]  # fmt: skip


def _apart(start: Position, stop: Position) -> int:
    return max(stop.ru - start.ru, stop.en - start.en)


def _windows(ru: NumberedText, en: NumberedText, beads: Sequence[Bead], matches: Matches) -> Iterator[_Window]:
    """Yield the windows that `align_by_windows` would align if it found some beads."""
    places = borders(beads, Position(0, 0))
    windows = window_sequence(ru, en, matches)
    at = 0
    with suppress(StopIteration):
        here, target, stop = next(windows)
        while True:
            if stop == places[-1]:
                at = len(beads)
            else:
                last = at + 1
                while places[last + 1].ru <= stop.ru and places[last + 1].en <= stop.en:
                    last += 1
                at += nearest(places[at : last + 1], target)
            yield _Window(here, stop, places[at])
            here, target, stop = windows.send(places[at])


def _word_weights(text: NumberedText, windows: Sequence[tuple[int, int, int]]) -> Array:
    """Return the weight of each word of a text in the window that it belongs to.

    Args:
        text: the text.
        windows: for each window the sentence that it starts with, the one after it, and the first of the next window.
    """
    weights = WindowWords([text.part(here, stop) for here, stop, _ in windows]).weights()
    kept = []
    first = 0
    for here, stop, after in windows:
        start = text.starts[here]
        kept.append(weights[first : first + text.starts[after] - start])
        first += text.starts[stop] - start
    return np.concatenate(kept)


def _blocks(number: int, division: _Division) -> Iterator[_Block]:
    """Yield the blocks of a text pair in order."""
    windows = iter(division.windows)
    window = next(windows)
    for stretch in division.stretches:
        while sum(window.after) <= sum(stretch.start):
            window = next(windows)
        if _apart(stretch.start, stretch.stop) <= MAX_SINGLE_WINDOW:
            yield _Block(number, division, stretch, window)


def _groups(blocks: Sequence[_Block]) -> Iterator[tuple[Sequence[_Block], Sequence[_Block]]]:
    """Yield groups with all blocks of some windows, and the other blocks that these windows reach.

    Windows whose blocks are all sure are left out.
    """
    group: list[int] = []
    reached: set[int] = set()
    size = 0
    for _, same in groupby(range(len(blocks)), key=lambda place: id(blocks[place].window)):
        places = list(same)
        if all(blocks[place].stretch.sure_beads for place in places):
            continue
        group += places
        size += sum(_apart(blocks[place].stretch.start, blocks[place].stretch.stop) for place in places)
        reached.update(_reached(blocks, places[-1]))
        if size >= GROUP_SENTENCES:
            yield [blocks[place] for place in group], [blocks[place] for place in sorted(reached.difference(group))]
            group, reached, size = [], set(), 0
    if group:
        yield [blocks[place] for place in group], [blocks[place] for place in sorted(reached.difference(group))]


def _reached(blocks: Sequence[_Block], last: int) -> Iterator[int]:
    """Yield the places of the blocks after the last one of a window that the window reaches."""
    _, division, _, window = blocks[last]
    for place in range(last + 1, len(blocks)):
        if blocks[place].division is not division or sum(blocks[place].stretch.start) >= sum(window.stop):
            return
        yield place


def _aligned(
    group: Sequence[_Block], after: Sequence[_Block], matches: Matches, model: Model
) -> Iterator[tuple[_Block, list[Bead]]]:
    """Yield those blocks of a group whose ends are borders of their likeliest beads, and their beads."""
    for batch in _in_batches(after):
        _keep_shares(_beads_of(batch, matches), batch)
    batches = [(batch, _beads_of(batch, matches)) for batch in _in_batches(group)]
    for batch, beads in batches:
        _keep_shares(beads, batch)
    windows = [next(same) for _, same in groupby(group, key=lambda block: id(block.window))]
    shares = [
        np.concatenate([
            block.division.shares_ru[block.window.here.ru : block.window.stop.ru],
            block.division.shares_en[block.window.here.en : block.window.stop.en],
        ])
        for block in windows
    ]  # fmt: skip
    coverage = typical_coverage(
        np.concatenate(shares), np.repeat(np.arange(len(shares)), [len(each) for each in shares]), len(shares)
    )
    number = {id(block.window): place for place, block in enumerate(windows)}
    for batch, beads in batches:
        beads.coverage = coverage[[number[id(block.window)] for block in batch]]
        for block, found in zip(batch, model.beads(beads), strict=True):
            outer = block.stretch.outer_start
            places = borders(found, outer)
            if block.stretch.start in places and block.stretch.stop in places:
                kept = found[places.index(block.stretch.start) : places.index(block.stretch.stop)]
                yield block, moved(kept, outer)


def _in_batches(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    parts = [
        (number, block.division.part(block.stretch.outer_start, block.stretch.outer_stop))
        for number, block in enumerate(blocks)
    ]
    for batch in in_batches(parts):
        yield [blocks[number] for number, _ in batch]


def _beads_of(blocks: Sequence[_Block], matches: Matches) -> WindowBeads:
    return WindowBeads(
        [block.division.part(block.stretch.outer_start, block.stretch.outer_stop) for block in blocks],
        matches,
        [block.division.surroundings(block) for block in blocks],
    )


def _keep_shares(beads: WindowBeads, blocks: Sequence[_Block]) -> None:
    """Keep the best shares of the sentences of some blocks, without those before and after them."""
    length_ru = int(beads.sizes[0].max())
    for best, block in zip(beads.best_shares, blocks, strict=True):
        start, stop, outer, *_ = block.stretch
        block.division.shares_ru[start.ru : stop.ru] = best[start.ru - outer.ru : stop.ru - outer.ru]
        best_en = best[length_ru:]
        block.division.shares_en[start.en : stop.en] = best_en[start.en - outer.en : stop.en - outer.en]
