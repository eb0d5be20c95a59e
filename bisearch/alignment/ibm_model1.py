"""IBM Model 1, which learns from the first pass over a corpus which words translate each other.

Model 1 (Brown et al., 1993, "The Mathematics of Statistical Machine Translation") by expectation maximisation in both
directions, each with an empty word. Numbers and names with a cognate score start as likely pairs. A small collection
teaches its frequent words and its names.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.lexicon.cooccurrence import cognate_scores, distinct_numbers, usable_beads
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
# Limit on the word pairs to learn from; a larger collection contributes its first beads.
MAX_PAIRS = 40_000_000


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Every pair of a Russian and an English word that share a bead, as flat arrays.

    Attributes:
        ru: Russian lemma id of each distinct pair.
        en: English lemma id of each distinct pair.
        of: for each pair of tokens, the index of its distinct pair.
        token_ru: for each pair of tokens, the running number of its Russian token.
        token_en: for each pair of tokens, the running number of its English token.
        counts: for each distinct pair, the number of beads in which it occurs.
    """

    ru: Ids
    en: Ids
    of: Ids
    token_ru: Ids
    token_en: Ids
    counts: Ids


def train_model1(beads: Iterable[BeadWords]) -> list[TranslationProbability]:
    """Learn a translation table by IBM Model 1.

    Args:
        beads: for each bead, one lemma for each Russian and each English word, in order.

    Returns:
        The likeliest pairs, sorted by Russian and English lemma; `beads` is the number of beads with both, and `link`
        the
        geometric mean of both directions.
    """
    words_ru: dict[str, int] = {}
    words_en: dict[str, int] = {}
    pairs = _pairs(beads, words_ru, words_en)
    if pairs is None:
        return []
    names_ru, names_en = list(words_ru), list(words_en)
    cognates = cognate_scores(pairs.ru, pairs.en, names_ru, names_en)
    to_en = _maximise(pairs, pairs.ru, pairs.token_en, cognates, len(names_ru))
    to_ru = _maximise(pairs, pairs.en, pairs.token_ru, cognates, len(names_en))
    table = []
    for place in np.flatnonzero(np.sqrt(to_en * to_ru) >= MIN_PROBABILITY):
        ru, en = names_ru[pairs.ru[place]], names_en[pairs.en[place]]
        there, back = round(float(to_en[place]), 4), round(float(to_ru[place]), 4)
        table.append(TranslationProbability(ru, en, there, back, int(pairs.counts[place]), sqrt(there * back)))
    return sorted(table)


def _pairs(
    beads: Iterable[tuple[Sequence[str], Sequence[str]]], words_ru: dict[str, int], words_en: dict[str, int]
) -> _Pairs | None:
    keys, tokens_ru, tokens_en, beads_of = [], [], [], []
    seen_ru = seen_en = number = 0
    for number, (ru, en) in enumerate(usable_beads(beads, MAX_PAIRS)):
        ids_ru = np.array([words_ru.setdefault(word, len(words_ru)) for word in ru], dtype=np.int64)
        ids_en = np.array([words_en.setdefault(word, len(words_en)) for word in en], dtype=np.int64)
        keys.append((ids_ru[:, None] << 32 | ids_en[None, :]).ravel())
        tokens_ru.append(np.repeat(np.arange(seen_ru, seen_ru + len(ru)), len(en)))
        tokens_en.append(np.tile(np.arange(seen_en, seen_en + len(en)), len(ru)))
        beads_of.append(np.full(len(ru) * len(en), number))
        seen_ru, seen_en = seen_ru + len(ru), seen_en + len(en)
    if not keys:
        return None
    distinct, of = np.unique(np.concatenate(keys), return_inverse=True)
    together = distinct_numbers(of.astype(np.int64) * (number + 1) + np.concatenate(beads_of))
    counts = np.bincount(together // (number + 1), minlength=len(distinct))
    return _Pairs(
        distinct >> 32, distinct & 0xFFFFFFFF, of, np.concatenate(tokens_ru), np.concatenate(tokens_en), counts
    )


def _maximise(pairs: _Pairs, source: Ids, target_tokens: Ids, cognates: Weights, sources: int) -> Weights:
    """Return the probability that the source word of each distinct pair is translated as its target word."""
    targets = int(target_tokens.max()) + 1
    probability = np.full(len(source), 1.0 / targets) + cognates
    empty = 1.0 / len(source)
    for _ in range(ROUNDS):
        weights = probability[pairs.of]
        shares = np.bincount(target_tokens, weights, minlength=targets) + empty
        counts = np.bincount(pairs.of, weights / shares[target_tokens], minlength=len(source))
        expected = counts + COGNATE_COUNT * cognates
        totals = np.bincount(source, expected, minlength=sources) + SMOOTHING
        probability = expected / totals[source]
        empty = float(np.median(shares)) * 0.05
    return probability
