"""Which words of a bead render which: a hidden Markov model in both directions, taught to agree.

Each word of the target side is rendered from a word of the source side, or from none; the next one probably from the
word that follows (Vogel, Ney and Tillmann, 1996, "HMM-Based Word Alignment in Statistical Translation"; the empty word
after Och and Ney, 2003, "A Systematic Comparison of Various Statistical Alignment Models"). Both directions are
trained together, each expectation being the product of both (Liang, Taskar and Klein, 2006, "Alignment by Agreement"),
which a small collection needs most. The first rounds are IBM Model 1 (Brown et al., 1993). Beads of like lengths are
computed together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.lexicon.cooccurrence import distinct_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Ids: TypeAlias = NDArray[np.int32]
    Weights: TypeAlias = NDArray[np.float64]
    Shares: TypeAlias = NDArray[np.float32]

MODEL_1_ROUNDS = 2
HMM_ROUNDS = 3
# Added to the count of every pair, so that words met once or twice stay undecided; in all at most so much for a word.
SMOOTHING, MAX_SMOOTHING = 0.005, 20.0
# Added to the expected and the observed count of two kinds of words, before how well they go together is told.
KIND_SMOOTHING = 5.0
# At first a pair that is believed in is so many times likelier than another.
PRIOR_WEIGHT = 10.0
# The empty word is so likely at first, and its distribution is worth so many words of the collection at large.
EMPTY_PROBABILITY = 0.1
EMPTY_COUNT = 5.0
# Steps are told apart up to this length; a step of one is the likeliest before anything is learned.
MAX_JUMP = 60
JUMP_DECAY, JUMP_FLOOR, JUMP_COUNT = 0.35, 0.005, 0.5
# So many pairs of words are computed at once: many, and yet so few that no product of matrices is worth several threads
# to the library that computes it, which would wait for each other longer than they work.
BATCH_PAIRS = 200_000
_TINY = 1e-30


@dataclass(frozen=True, slots=True)
class SideWords:
    """The words of one side of some beads as the model sees them.

    Attributes:
        beads: for each bead, the ids of its words.
        kinds: for each bead, the kinds of its words: words of a kind are rendered by words of like kinds.
        count: how many ids there are.
        kind_count: how many kinds.
    """

    beads: Sequence[Ids]
    kinds: Sequence[Ids]
    count: int
    kind_count: int


@dataclass(frozen=True, slots=True)
class BeadBatch:
    """Beads computed together, padded to the same lengths.

    Attributes:
        numbers: which beads.
        ru: ids of their Russian words (bead, place), the vocabulary's size where there is none; likewise `en`.
        pair: for each two words (bead, place, place), which distinct pair they are, the last one where either is
            padding; likewise `kind`, which pair of kinds.
    """

    numbers: Ids
    ru: Ids
    en: Ids
    pair: Ids
    kind: Ids


@dataclass(frozen=True, slots=True)
class WordPairs:
    """Every pair of words that shares a bead.

    Attributes:
        ru: for each distinct pair, its Russian word's id; likewise `en`.
        batches: of all beads.
    """

    ru: Ids
    en: Ids
    batches: tuple[BeadBatch, ...]


def collect_pairs(ru: SideWords, en: SideWords) -> WordPairs:
    """Find the distinct pairs of words of some beads, none of them empty, and put beads of like lengths together."""
    padded = [
        (numbers, _padded(ru.beads, numbers, ru.count), _padded(en.beads, numbers, en.count))
        for numbers in _batches_by_length(ru.beads, en.beads)
    ]
    keys = [_keys(ids_ru, ids_en).ravel() for _, ids_ru, ids_en in padded]
    distinct = distinct_numbers(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
    del keys
    distinct = distinct[(distinct >> 32 < ru.count) & ((distinct & 0xFFFFFFFF) < en.count)]
    batches = []
    for numbers, ids_ru, ids_en in padded:
        padding = (ids_ru == ru.count)[:, :, None] | (ids_en == en.count)[:, None, :]
        pair = np.searchsorted(distinct, _keys(ids_ru, ids_en))
        pair[padding] = len(distinct)
        kinds_ru, kinds_en = _padded(ru.kinds, numbers, 0), _padded(en.kinds, numbers, 0)
        kind = kinds_ru[:, :, None] * en.kind_count + kinds_en[:, None, :]
        batches.append(BeadBatch(numbers, ids_ru, ids_en, pair.astype(np.int32), kind.astype(np.int32)))
    return WordPairs((distinct >> 32).astype(np.int32), (distinct & 0xFFFFFFFF).astype(np.int32), tuple(batches))


def _keys(ru: Ids, en: Ids) -> NDArray[np.int64]:
    """Return a number for each two words of each bead."""
    keys: NDArray[np.int64] = ru.astype(np.int64)[:, :, None] << 32 | en[:, None, :]
    return keys


def align_words(ru: SideWords, en: SideWords, pairs: WordPairs, prior: Weights) -> Iterator[tuple[BeadBatch, Shares]]:
    """Learn which words render which, and yield how surely each pair of each bead does.

    Args:
        ru: the Russian words, no bead without any; likewise `en`, with as many beads.
        en: see `ru`.
        pairs: of both, from `pair_up`.
        prior: for each distinct pair, how many occurrences the prior belief that they translate each other is worth.

    Yields:
        Each batch with probabilities (bead, Russian place, English place), the geometric mean of both directions'.
    """
    kinds = (ru.kind_count, en.kind_count)
    to_en, to_ru = Direction(ru, en, pairs.ru), Direction(en, ru, pairs.en)
    fit = np.ones(kinds[0] * kinds[1], np.float32)
    for direction in (to_en, to_ru):
        direction.believe(prior)
    for number in range(MODEL_1_ROUNDS + HMM_ROUNDS):
        # In the first round each direction learns by itself.
        counts = np.zeros((1 if number else 2, len(prior) + 1))
        together = np.zeros(len(fit))
        for batch in pairs.batches:
            first, second = _posteriors(to_en, to_ru, batch, fit, markov=number >= MODEL_1_ROUNDS)
            agreed = first * second
            for count, shares in zip(counts, (agreed,) if number else (first, second), strict=True):
                # The pairs of a batch are few among all: `np.bincount` would make and add an array of them all.
                np.add.at(count, batch.pair.ravel(), shares.astype(np.float64).ravel())
            together += np.bincount(batch.kind.ravel(), agreed.ravel(), minlength=len(fit))
        to_en.maximise(counts[0, :-1], prior)
        to_ru.maximise(counts[-1, :-1], prior)
        if number:
            fit = _kind_affinity(together.reshape(kinds))
    for batch in pairs.batches:
        first, second = _posteriors(to_en, to_ru, batch, fit, markov=True)
        yield batch, np.sqrt(first * second)


def _posteriors(
    to_en: Direction, to_ru: Direction, batch: BeadBatch, fit: Shares, *, markov: bool
) -> tuple[Shares, Shares]:
    """Return both directions' probabilities, as (bead, Russian place, English place)."""
    fits = fit.take(batch.kind)
    first = to_en.expect(batch.ru, batch.en, to_en.probability.take(batch.pair) * fits, markov=markov)
    other_way = (to_ru.probability.take(batch.pair) * fits).transpose(0, 2, 1)
    second = to_ru.expect(batch.en, batch.ru, other_way, markov=markov)
    return first, second.transpose(0, 2, 1)


def _kind_affinity(together: Weights) -> Shares:
    """Return how much more often words of two kinds render each other than chance would have it."""
    chance = np.outer(together.sum(1), together.sum(0)) / max(_TINY, together.sum())
    fit: Shares = ((together + KIND_SMOOTHING) / (chance + KIND_SMOOTHING)).astype(np.float32).ravel()
    return fit


class Direction:
    """The model of one direction: source words, which are rendered, and target words, which render them.

    Attributes:
        probability: of each distinct pair, that its source word is rendered as its target word; 0 for padding.
        by_empty: of each target word, that the empty word is rendered as it; 1 for padding, which tells nothing.
        steps: how likely the next word is rendered from so many words further on.
    """

    def __init__(self, source: SideWords, target: SideWords, source_of: Ids) -> None:
        self._source_of = source_of
        self._sources, self._targets = source.count, target.count
        frequency = np.bincount(np.concatenate(target.beads), minlength=target.count)
        self._at_large = frequency / frequency.sum()
        self.by_empty = np.append(self._at_large, 1.0).astype(np.float32)
        self._empty = EMPTY_PROBABILITY
        self.steps = np.exp(-JUMP_DECAY * np.abs(np.arange(-MAX_JUMP, MAX_JUMP + 1) - 1)) + JUMP_FLOOR
        self._forget()

    def _forget(self) -> None:
        self._stepped = np.zeros(len(self.steps))
        self._emptied = np.zeros(self._targets + 1)
        self._words = 0

    def believe(self, prior: Weights) -> None:
        """Begin with every pair as likely, but for those that are believed in."""
        self.probability = np.append((1 + PRIOR_WEIGHT * prior) / self._targets, 0.0).astype(np.float32)

    def maximise(self, counts: Weights, prior: Weights) -> None:
        """Learn from what was expected since the last time."""
        weights = counts + prior
        smoothing = min(SMOOTHING, MAX_SMOOTHING / self._targets)
        totals = np.bincount(self._source_of, weights, minlength=self._sources) + smoothing * self._targets
        self.probability = np.append((weights + smoothing) / totals[self._source_of], 0.0).astype(np.float32)
        if self._words:
            emptied = self._emptied[:-1]
            self.by_empty[:-1] = (emptied + EMPTY_COUNT * self._at_large) / (emptied.sum() + EMPTY_COUNT)
            self._empty = float((emptied.sum() + 1) / (self._words + 10))
            self.steps = (self._stepped + JUMP_COUNT) / (self._stepped + JUMP_COUNT).sum()
        self._forget()

    def expect(self, source: Ids, target: Ids, likely: Shares, *, markov: bool) -> Shares:
        """Return how surely each source word is rendered by each target word.

        Args:
            source: ids (bead, place); likewise `target`.
            target: see `source`.
            likely: how likely each is rendered by each (bead, source place, target place), 0 for padding.
            markov: whether places tell; else it is Model 1.

        Returns:
            Probabilities, of the same shape as `likely`; over sources they sum to at most 1.
        """
        by_empty = self.by_empty[target]
        if not markov:
            lengths = (source < self._sources).sum(1).astype(np.float32)
            total = likely.sum(1) + by_empty * (EMPTY_PROBABILITY * lengths)[:, None]
            shares: Shares = likely / total[:, None, :]
            return shares
        return self._forward_backward(source, target, np.ascontiguousarray(likely.transpose(2, 0, 1)), by_empty.T)

    def _forward_backward(self, source: Ids, target: Ids, likely: Shares, by_empty: Shares) -> Shares:
        """Return posteriors by the forward-backward algorithm, target places first in `likely` and `by_empty`."""
        length, beads, states = likely.shape
        steps, leaving, first = self._transitions(source)
        going = likely * np.float32(1 - self._empty)
        staying = (by_empty * np.float32(self._empty))[:, :, None]
        rendered, leave = np.empty_like(likely), np.empty_like(likely)
        scale = np.empty((length, beads, 1), np.float32)
        before, moved = first, first
        for place in range(length):
            np.multiply(moved, going[place], out=rendered[place])
            before = rendered[place] + before * staying[place]
            np.add(before.sum(1, keepdims=True), _TINY, out=scale[place])
            before /= scale[place]
            np.multiply(before, leaving, out=leave[place])
            moved = leave[place] @ steps
        going /= scale
        staying = staying / scale
        rendered /= scale
        after = np.ones((beads, states), np.float32)
        taken = np.zeros_like(steps)
        for place in range(length - 1, -1, -1):
            rendered[place] *= after
            if place:
                arriving = after * going[place]
                taken += leave[place - 1].T @ arriving
                after *= staying[place]
                after += (arriving @ steps.T) * leaving
        self._count(target, 1 - rendered.sum(2).T, taken * steps)
        return rendered.transpose(1, 2, 0)

    def _transitions(self, source: Ids) -> tuple[Shares, Shares, Shares]:
        """Return the weight of each step, what each state's steps sum to (inverted), and where to begin."""
        states = source.shape[1]
        places = np.arange(states)
        steps = self.steps[_jump_numbers(states)]
        lengths = (source < self._sources).sum(1)
        reach = np.concatenate([[0.0], np.cumsum(self.steps)])
        lowest, highest = _clipped(-places), _clipped(lengths[:, None] - 1 - places)
        total = reach[highest + 1] - reach[lowest]
        inside = places < lengths[:, None]
        leaving = np.where(inside, 1 / np.maximum(total, _TINY), 0.0)
        first = np.where(inside, self.steps[_clipped(places + 1)], 0.0)
        first /= first.sum(1, keepdims=True)
        return steps.astype(np.float32), leaving.astype(np.float32), first.astype(np.float32)

    def _count(self, target: Ids, by_none: Shares, taken: Shares) -> None:
        self._stepped += np.bincount(_jump_numbers(len(taken)).ravel(), taken.ravel(), minlength=len(self.steps))
        self._emptied += np.bincount(target.ravel(), by_none.ravel(), minlength=self._targets + 1)
        self._words += int((target < self._targets).sum())


def _jump_numbers(states: int) -> NDArray[np.int64]:
    """Return the number of the step from each state to each."""
    places = np.arange(states)
    return _clipped(places[None, :] - places[:, None])


def _clipped(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.clip(steps, -MAX_JUMP, MAX_JUMP) + MAX_JUMP


def _batches_by_length(ru: Sequence[Ids], en: Sequence[Ids]) -> Iterator[Ids]:
    order = sorted(range(len(ru)), key=lambda number: (len(ru[number]), len(en[number])))
    batch: list[int] = []
    longest = 0
    for number in order:
        length = max(longest, len(ru[number]) * len(en[number]))
        if batch and length * (len(batch) + 1) > BATCH_PAIRS:
            yield np.array(batch, np.int32)
            batch, length = [], len(ru[number]) * len(en[number])
        batch.append(number)
        longest = length
    if batch:
        yield np.array(batch, np.int32)


def _padded(beads: Sequence[Ids], numbers: Ids, padding: int) -> Ids:
    padded = np.full((len(numbers), max(len(beads[number]) for number in numbers)), padding, np.int32)
    for row, number in enumerate(numbers):
        padded[row, : len(beads[number])] = beads[number]
    return padded
