"""Phrases that translate each other, learned from the word alignments of a collection.

Two phrases are a pair in a bead if the words of each are linked only with words of the other (Koehn, Och & Marcu, 2003,
"Statistical Phrase-Based Translation"). Pairs are kept that occur in several beads and whose phrases are mostly
translated as each other. All beads are computed together, so it takes a fraction of the time of the alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lexicon.cooccurrence import distinct_numbers
from bisearch.lexicon.phrases import PhrasePair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Places: TypeAlias = NDArray[np.int64]
    Keys: TypeAlias = NDArray[np.uint64]

# Longer phrases are not learned.
MAX_WORDS = 5
# A pair occurs in at least this many beads, and each phrase is translated as the other at least this often.
MIN_BEADS, MIN_PROBABILITY = 3, 0.5
# Added to the number of occurrences of a phrase, so that few occurrences give no certainty.
UNSEEN_COUNT = 0.5
# The most frequent pairs that are kept.
MAX_PHRASES = 20_000
# A phrase's length takes this many bits of a number.
_LENGTH_BITS = 3
# Multiplier of the keys of phrases, a large odd number.
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one side of all beads, one bead after the other.

    Attributes:
        lemmas: the distinct lemmas.
        lemma_of: for each word, the index of its lemma.
        bead_of: for each word, the number of its bead; ascending.
        forms: the distinct forms.
        form_of: for each word, the index of its form.
    """

    lemmas: Sequence[str]
    lemma_of: NDArray[np.int32]
    bead_of: NDArray[np.int32]
    forms: Sequence[str]
    form_of: NDArray[np.int32]


class _Windows:
    """The phrases of one side: the rows of words that begin and end with a content word.

    Args:
        tokens: the words.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        content = np.array([lemma.isalpha() and not is_stop_word(lemma) for lemma in tokens.lemmas], bool)
        self.is_content = content[tokens.lemma_of]
        self._keys: list[Keys] = []
        self._is_phrase: list[NDArray[np.bool_]] = []
        key = np.zeros(len(tokens.lemma_of), np.uint64)
        for length in range(1, MAX_WORDS + 1):
            size = max(0, len(tokens.lemma_of) - length + 1)
            last = slice(length - 1, length - 1 + size)
            key = key[:size] * _MULTIPLIER + tokens.lemma_of[last].astype(np.uint64) + np.uint64(1)
            key ^= key >> np.uint64(29)
            self._keys.append(key)
            same_bead = tokens.bead_of[:size] == tokens.bead_of[last]
            self._is_phrase.append(same_bead & self.is_content[:size] & self.is_content[last])

    def starts(self, length: int) -> Places:
        """Return the positions where phrases of a length begin."""
        return np.flatnonzero(self._is_phrase[length - 1])

    def keys(self, starts: Places, lengths: Places) -> Keys:
        """Return a number for each phrase, which is the same for the same lemmas."""
        found = np.zeros(len(starts), np.uint64)
        for length in range(1, MAX_WORDS + 1):
            chosen = lengths == length
            found[chosen] = self._keys[length - 1][starts[chosen]]
        return found

    def occurrences(self, keys: Keys) -> NDArray[np.int64]:
        """Return how often phrases occur, by their sorted keys."""
        times = np.zeros(len(keys), np.int64)
        for all_keys, is_phrase in zip(self._keys, self._is_phrase, strict=True):
            of_length = all_keys[is_phrase]
            places = np.minimum(np.searchsorted(keys, of_length), len(keys) - 1)
            times += np.bincount(places[keys[places] == of_length], minlength=len(keys))
        return times

    def key_text(self, start: int, length: int) -> str:
        """Return the lemmas of a phrase, separated by spaces."""
        numbers = self._tokens.lemma_of[start : start + length].tolist()
        return " ".join(map(self._tokens.lemmas.__getitem__, numbers))

    def text(self, start: int, length: int) -> str:
        """Return the words of a phrase."""
        numbers = self._tokens.form_of[start : start + length].tolist()
        return " ".join(map(self._tokens.forms.__getitem__, numbers))


def learn_phrases(ru: Tokens, en: Tokens, links: tuple[Places, Places]) -> list[PhrasePair]:
    """Learn the phrases that translate each other.

    Args:
        ru: the Russian words of the beads.
        en: the English words of the same beads.
        links: the positions of the Russian and of the English word of each link.

    Returns:
        The pairs of which at least one phrase has several words, sorted by their keys.
    """
    windows = _Windows(ru), _Windows(en)
    reach_en, reach_ru = _Reach(*links, len(ru.lemma_of)), _Reach(*links[::-1], len(en.lemma_of))
    first = [np.stack(each) for each in _consistent(*windows, reach_en, reach_ru)]
    second = [np.stack(each)[[2, 3, 0, 1]] for each in _consistent(*windows[::-1], reach_ru, reach_en)]
    found = np.concatenate([*first, *second], axis=1) if first or second else np.zeros((4, 0), np.int64)
    if not found.shape[1]:
        return []
    return sorted(_frequent(_distinct(found), ru.bead_of, *windows))


def _distinct(found: Places) -> Places:
    """Return the distinct columns of starts and lengths, sorted; each column is compared as one number."""
    bits = int(found.max()).bit_length()
    start_ru, length_ru, start_en, length_en = found
    packed = ((start_ru << _LENGTH_BITS | length_ru) << bits | start_en) << _LENGTH_BITS | length_en
    packed = distinct_numbers(packed)
    length, start = (1 << _LENGTH_BITS) - 1, (1 << bits) - 1
    return np.stack(
        [
            packed >> 2 * _LENGTH_BITS + bits,
            packed >> _LENGTH_BITS + bits & length,
            packed >> _LENGTH_BITS & start,
            packed & length,
        ]
    )


class _Reach:
    """For each word of one side, the first and the last word of the other side that it is linked with.

    Args:
        own: for each link, the word of the one side.
        opposite: for each link, the word of the other side.
        count: number of words of the one side.
    """

    def __init__(self, own: Places, opposite: Places, count: int) -> None:
        lowest, highest = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
        np.minimum.at(lowest, own, opposite)
        np.maximum.at(highest, own, opposite)
        self._lowest, self._highest = [lowest], [highest]
        for length in range(2, MAX_WORDS + 1):
            size = max(0, count - length + 1)
            last = slice(length - 1, length - 1 + size)
            self._lowest.append(np.minimum(self._lowest[-1][:size], lowest[last]))
            self._highest.append(np.maximum(self._highest[-1][:size], highest[last]))

    def of(self, starts: Places, length: int) -> tuple[Places, Places]:
        """Return the first and the last word that the words of phrases of a length are linked with."""
        return self._lowest[length - 1][starts], self._highest[length - 1][starts]


def _consistent(own: _Windows, opposite: _Windows, reach: _Reach, back: _Reach) -> Iterator[tuple[Places, ...]]:
    """Yield the start and length of each phrase of one side and of its translation, at least one of several words."""
    for length in range(1, MAX_WORDS + 1):
        starts = own.starts(length)
        first, last = reach.of(starts, length)
        for size in range(1, MAX_WORDS + 1):
            if length == size == 1:
                continue
            chosen = (last >= 0) & (last - first + 1 == size)
            here, there = starts[chosen], first[chosen]
            inner = opposite.is_content[there] & opposite.is_content[there + size - 1]
            lowest, highest = back.of(there, size)
            kept = inner & (lowest >= here) & (highest < here + length)
            here, there = here[kept], there[kept]
            yield here, np.full(len(here), length), there, np.full(len(there), size)


def _frequent(found: Places, bead_of: NDArray[np.int32], ru: _Windows, en: _Windows) -> Iterator[PhrasePair]:
    """Yield the pairs that occur in enough beads and are mostly translated as each other, the most frequent ones."""
    keys_ru, keys_en = ru.keys(found[0], found[1]), en.keys(found[2], found[3])
    both = keys_ru * _MULTIPLIER ^ keys_en
    # A phrase that occurs twice in a bead counts once.
    order = np.lexsort((bead_of[found[0]], both))
    sorted_keys, sorted_beads = both[order], bead_of[found[0]][order]
    begins = np.append(True, sorted_keys[1:] != sorted_keys[:-1])
    in_another_bead = begins | np.append(True, sorted_beads[1:] != sorted_beads[:-1])
    first = np.flatnonzero(begins)
    beads = np.add.reduceat(in_another_bead.astype(np.int64), first)
    times = np.diff(np.append(first, len(both)))
    # The first occurrence of each pair; found is sorted by position, and so are the beads of equal keys.
    example = order[first]
    chosen = beads >= MIN_BEADS
    example, times, beads = example[chosen], times[chosen], beads[chosen]
    shares = []
    for windows, keys in ((ru, keys_ru[example]), (en, keys_en[example])):
        known, place = np.unique(keys, return_inverse=True)
        shares.append(times / (windows.occurrences(known)[place] + UNSEEN_COUNT) if len(known) else np.zeros(0))
    to_en, to_ru = shares
    kept = np.flatnonzero((to_en >= MIN_PROBABILITY) & (to_ru >= MIN_PROBABILITY))
    kept = kept[np.argsort(-beads[kept], kind="stable")][:MAX_PHRASES]
    probabilities = (np.minimum(1.0, share[kept]).tolist() for share in (to_en, to_ru))
    columns = zip(*found[:, example[kept]].tolist(), *probabilities, beads[kept].tolist(), strict=True)
    for start_ru, length_ru, start_en, length_en, to_english, to_russian, count in columns:
        yield PhrasePair(
            ru.key_text(start_ru, length_ru),
            en.key_text(start_en, length_en),
            ru.text(start_ru, length_ru),
            en.text(start_en, length_en),
            round(to_english, 4),
            round(to_russian, 4),
            count,
        )
