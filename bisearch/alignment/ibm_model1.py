"""IBM Model 1, which learns from the first pass over a corpus which words translate each other.

Model 1 (Brown et al., 1993, "The Mathematics of Statistical Machine Translation") by expectation maximisation in both
directions, each with an empty word. Numbers and names with a cognate score start as likely pairs. A small collection
teaches its frequent words and its names.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from bisearch.lexicon.cooccurrence import cognate_scores, group, grouped_entries, usable_beads
from bisearch.lexicon.translation_table import TranslationProbability

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bisearch.lexicon.cooccurrence import BeadWords

    Ids: TypeAlias = NDArray[np.int64]
    Weights: TypeAlias = NDArray[np.float64]

ROUNDS = 8
# Number of occurrences that a cognate score of 1 counts as.
COGNATE_COUNT = 2.0
# Added to each denominator of the M step, so that the only neighbour of a word seen once is not certain.
SMOOTHING = 0.3
# Pairs with a lower geometric mean of both directions are dropped.
MIN_PROBABILITY = 0.03
# Limit on the word pairs to learn from, each of which takes about 60 bytes; more than documents that are aligned
# together mostly have. A larger collection contributes its first beads.
MAX_PAIRS = 2_500_000


class _Words(NamedTuple):
    """The distinct words of each bead on one side, sorted by word and then by bead.

    Attributes:
        word: id of each.
        bead: its bead.
        times: how often the bead has it.
    """

    word: Ids
    bead: Ids
    times: Ids


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Every pair of a Russian and an English word that share a bead, sorted by the two words.

    Attributes:
        ru: Russian lemma id of each distinct pair.
        en: English lemma id of each distinct pair.
        of: for each pair in a bead, the index of its distinct pair, ascending.
        word_ru: for each pair in a bead, the index of its Russian word in `words_ru`.
        word_en: for each pair in a bead, the index of its English word in `words_en`.
        words_ru: the Russian words of the beads.
        words_en: the English words of the beads.
        counts: for each distinct pair, the number of beads in which it occurs.
    """

    ru: Ids
    en: Ids
    of: Ids
    word_ru: Ids
    word_en: Ids
    words_ru: _Words
    words_en: _Words
    counts: Ids


def train_model1(beads: Iterable[BeadWords]) -> list[TranslationProbability]:
    """Learn a translation table by IBM Model 1.

    Args:
        beads: for each bead, one lemma for each Russian and each English word, in order.

    Returns:
        The likeliest pairs, sorted by Russian and English lemma; `beads` is the number of beads with both, and `link`
        the geometric mean of both directions.
    """
    words_ru: dict[str, int] = {}
    words_en: dict[str, int] = {}
    pairs = _pairs(beads, words_ru, words_en)
    if pairs is None:
        return []
    names_ru, names_en = list(words_ru), list(words_en)
    cognates = cognate_scores(pairs.ru, pairs.en, names_ru, names_en)
    ru, en = (pairs.words_ru, pairs.word_ru), (pairs.words_en, pairs.word_en)
    to_en = _maximise(pairs, pairs.ru, ru, en, cognates)
    to_ru = _maximise(pairs, pairs.en, en, ru, cognates)
    likely = np.flatnonzero(np.sqrt(to_en * to_ru) >= MIN_PROBABILITY)
    columns = (column[likely].tolist() for column in (pairs.ru, pairs.en, to_en, to_ru, pairs.counts))
    table = []
    for word_ru, word_en, exact_there, exact_back, beads_of_both in zip(*columns, strict=True):
        there, back = round(exact_there, 4), round(exact_back, 4)
        words = names_ru[word_ru], names_en[word_en]
        table.append(TranslationProbability(*words, there, back, beads_of_both, sqrt(there * back)))
    return sorted(table)


def _pairs(beads: Iterable[BeadWords], numbers_ru: dict[str, int], numbers_en: dict[str, int]) -> _Pairs | None:
    used = usable_beads(beads, MAX_PAIRS)
    if not used:
        return None
    ru, en = _words([ru for ru, _ in used], numbers_ru), _words([en for _, en in used], numbers_en)
    # Each Russian word is paired with all English words of its bead.
    by_bead = np.argsort(en.bead, kind="stable")
    starts = np.concatenate([[0], np.bincount(en.bead, minlength=len(used)).cumsum()])
    places, counts = grouped_entries(starts, ru.bead)
    word_ru, word_en = np.repeat(np.arange(len(ru.word)), counts), by_bead[places]
    del places, counts  # the arrays of all pairs take most of the memory
    order, first = group(ru.word[word_ru] * len(numbers_en) + en.word[word_en], len(numbers_ru) * len(numbers_en))
    word_ru, word_en = word_ru[order], word_en[order]
    counts = np.diff(first, append=len(order))
    of = np.repeat(np.arange(len(first)), counts)
    return _Pairs(ru.word[word_ru[first]], en.word[word_en[first]], of, word_ru, word_en, ru, en, counts)


def _words(beads: Sequence[Sequence[str]], numbers: dict[str, int]) -> _Words:
    """Number the words of one side, and add new ones to `numbers`."""
    ids = np.array([numbers.setdefault(word, len(numbers)) for words in beads for word in words])
    bead = np.repeat(np.arange(len(beads)), [len(words) for words in beads])
    distinct, times = np.unique(ids * len(beads) + bead, return_counts=True)
    return _Words(distinct // len(beads), distinct % len(beads), times)


def _maximise(
    pairs: _Pairs, source: Ids, sources: tuple[_Words, Ids], targets: tuple[_Words, Ids], cognates: Weights
) -> Weights:
    """Return the probability that the source word of each distinct pair is translated as its target word.

    Args:
        pairs: the pairs.
        source: id of the source word of each distinct pair.
        sources: the source words of the beads, and the index of that of each pair in a bead.
        targets: the same of the target words.
        cognates: the cognate score of each distinct pair.
    """
    words, of = targets
    times = sources[0].times[sources[1]].astype(np.float64)
    probability = np.full(len(source), 1.0 / words.times.sum()) + cognates
    empty = 1.0 / len(source)
    prior = COGNATE_COUNT * cognates
    # Without bounds checks of their own, these reuse their memory. All indexes are in bounds.
    weights, gathered = np.empty(len(of)), np.empty(len(of))
    for _ in range(ROUNDS):
        np.take(probability, pairs.of, out=weights, mode="clip")
        weights *= times
        shares = np.bincount(of, weights, minlength=len(words.word)) + empty
        np.take(words.times / shares, of, out=gathered, mode="clip")
        weights *= gathered
        counts = np.bincount(pairs.of, weights, minlength=len(source))
        expected = counts + prior
        totals = np.bincount(source, expected) + SMOOTHING
        probability = expected / totals[source]
        empty = float(np.median(np.repeat(shares, words.times))) * 0.05
    return probability
