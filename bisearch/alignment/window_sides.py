"""The sides of a batch of windows: their words by rarity and kind, and how well the other side covers them.

Windows are computed together because each call of numpy costs as much as its work on a few hundred cells. All windows
of a batch are padded with empty sentences to the size of the largest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.alignment.feature_names import MAX_SENTENCES
from bisearch.alignment.numbered_text import WORD
from bisearch.lexicon.cooccurrence import grouped_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bisearch.alignment.numbered_text import Array, Ids, NumberedText
    from bisearch.alignment.word_matches import Flags, Matches

# Features have seven digits, since half the memory takes half the time.
SCORE = np.float32
# A fourth kind of words: words that no table translates and that match no word of the other side; nothing can cover
# them.
UNKNOWN = 3
KINDS = 4


class FormMatches(NamedTuple):
    """Which distinct forms of the windows translate each other, the least likely first.

    Attributes:
        ru: places in `WindowSide.forms` of the Russian side.
        en: places in `WindowSide.forms` of the English side.
        likely: for each pair, how likely the two words translate each other in a bead that has both, in (0, 1].
    """

    ru: Ids
    en: Ids
    likely: Array


class CoveredWords(NamedTuple):
    """The words of a side that the other side of their window may cover.

    Attributes:
        words: their places among all words of the side, ascending.
        covered: the weight of each that the sentences of the other side cover, by word and by place of the sentence.
    """

    words: Ids
    covered: Array


class WindowWords:
    """The words of one side of some windows.

    Args:
        texts: the sentences of the side in each window.

    Attributes:
        sizes: number of sentences in each window.
        window: window of each sentence, in order.
        sentence: sentence of each word, among the sentences of all windows.
        forms: distinct forms of each window, window after window.
        form_starts: place in `forms` of the first form of each window, then the length of `forms`.
        of: place in `forms` of each word's form.
        occurrences: the sentences in which each distinct form occurs, form after form.
        occurrence_starts: place in `occurrences` of the first of each form, then the length of `occurrences`.
    """

    def __init__(self, texts: Sequence[NumberedText]) -> None:
        self.sizes = np.array([len(text) for text in texts])
        self.window = np.repeat(np.arange(len(texts)), self.sizes)
        sentences = len(self.window)
        self.sentence = np.repeat(np.arange(sentences), np.concatenate([np.diff(text.starts) for text in texts]))
        ids = np.concatenate([text.ids for text in texts])
        self._rarity = texts[0].word_numbers.rarity
        keys, self.of = np.unique(self.window[self.sentence] * len(self._rarity) + ids, return_inverse=True)
        self.forms = keys % len(self._rarity)
        self.form_starts = np.searchsorted(keys, np.arange(len(texts) + 1) * len(self._rarity))
        together = np.unique(self.of * sentences + self.sentence)
        self.occurrences = together % sentences
        counts = np.bincount(together // sentences, minlength=len(keys))
        self.occurrence_starts = np.concatenate([[0], counts.cumsum()])

    def weights(self) -> Array:
        """Return how well each word distinguishes the sentences of its window, in (0, 1]; 1 if it is in one sentence.

        This is the inverse document frequency of Spärck Jones (1972, "A Statistical Interpretation of Term
        Specificity") with sentences as documents, as a share of its maximum.
        """
        most = np.repeat(np.log(self.sizes + 1), np.diff(self.form_starts))
        of_forms = self._rarity[self.forms] * ((most - np.log(np.diff(self.occurrence_starts))) / most)
        weights: Array = of_forms[self.of]
        return weights


class WindowSide:
    """One side of some windows.

    Args:
        texts: the sentences of the side in each window, at least one.
        is_known: for each form of the corpus, whether a word of it can be covered.
        weights: the weight of each word of each window; by default those of `WindowWords.weights`.

    Attributes:
        sizes: number of sentences in each window.
        counts: `bisearch.alignment.numbered_text.COUNTS` of each sentence, by kind of count, window and sentence.
        flags: `FLAGS` of each sentence, arranged in the same way.
        totals: weight of the words of each sentence, by kind of words, window and sentence.
        forms: distinct forms of each window, window after window.
        form_starts: place in `forms` of the first form of each window, then the length of `forms`.
    """

    def __init__(self, texts: Sequence[NumberedText], is_known: Flags, weights: Sequence[Array] | None = None) -> None:
        words = self._words = WindowWords(texts)
        self.sizes, self.forms, self.form_starts = words.sizes, words.forms, words.form_starts
        self.length = int(self.sizes.max())
        self._window, self._sentence = words.window, words.sentence
        self._place = np.concatenate([np.arange(size) for size in self.sizes.tolist()])
        self.counts = self._padded(np.concatenate([text.counts for text in texts]).T)
        self.flags = self._padded(np.concatenate([text.flags for text in texts]).T)
        ids = np.concatenate([text.ids for text in texts])
        kinds = np.concatenate([text.kinds for text in texts])
        self._kinds = np.where((kinds == WORD) & ~is_known[ids], UNKNOWN, kinds)
        sentences = len(self._place)
        self._starts = np.searchsorted(self._sentence, np.arange(sentences + 1))
        self._weights = words.weights() if weights is None else np.concatenate(weights)
        totals = np.bincount(self._kinds * sentences + self._sentence, self._weights, minlength=KINDS * sentences)
        self.totals = self._padded(totals.reshape(KINDS, sentences))

    def _padded(self, values: NDArray[np.number]) -> Array:
        """Arrange values of all sentences by window and sentence."""
        found = np.zeros((*values.shape[:-1], len(self.sizes), self.length), SCORE)
        found[..., self._window, self._place] = values
        return found

    def has(self, ahead: int = 0) -> Array:
        """Return 1 for each place at which a window has a sentence so many places ahead, and otherwise 0."""
        return (np.arange(self.length) + ahead < self.sizes[:, None]).astype(SCORE)

    def best_matches(self, other: WindowSide, mine: Ids, theirs: Ids, likely: Array) -> CoveredWords:
        """Return how well the best word of each sentence of the other side translates each word of this side.

        Args:
            other: the other side.
            mine: places in `forms` of this side's matching forms.
            theirs: places in `forms` of the other side's matching forms.
            likely: their probabilities, ascending, so that the last of several counts.

        Returns:
            The words that have a match.
        """
        occurrences, counts = grouped_entries(other._words.occurrence_starts, theirs)
        best = np.zeros((len(self.forms), other.length), SCORE)
        best[np.repeat(mine, counts), other._place[other._words.occurrences[occurrences]]] = np.repeat(likely, counts)
        has_match = np.zeros(len(self.forms), bool)
        has_match[mine] = True
        words = np.flatnonzero(has_match[self._words.of])
        covered = best[self._words.of[words]]
        covered *= self._weights[words, None].astype(SCORE)
        return CoveredWords(words, covered)

    def summed_by_kind(self, words: Ids) -> _Segments:
        """Return how to sum values of some words by sentence and kind of words."""
        keys = self._sentence[words] * KINDS + self._kinds[words]
        order = np.argsort(keys, kind="stable")
        starts = _first_of_each(keys[order])
        sentence, kind = keys[order][starts] // KINDS, keys[order][starts] % KINDS
        return _Segments(order, starts, (kind, self._window[sentence], self._place[sentence]))

    def moved(self, covered_words: CoveredWords) -> Array:
        """Return how much more of two neighbours is covered if the border between them is moved.

        The words before the border are covered by the first of two sentences on the other side, those after it by the
        second. Words that moved over the border gain coverage by this; chance matches do not.

        Args:
            covered_words: a result of `best_matches`.

        Returns:
            An array by window, by the first of the two sentences on this side and the first of the two on the other.
        """
        words, covered = covered_words
        starts = np.searchsorted(words, self._starts)
        ahead = np.zeros((len(covered) + 1, covered.shape[1] - 1))
        np.cumsum(covered[:, :-1] - covered[:, 1:], axis=0, dtype=np.float64, out=ahead[1:])
        borders = ahead[starts]
        most = np.maximum(np.maximum.reduceat(ahead, starts[:-1], axis=0), borders[1:])
        found = np.zeros((len(self.sizes), self.length, ahead.shape[1]), SCORE)
        # After the last sentence of a window there is no border; its values are never used.
        found[self._window[:-1], self._place[:-1]] = np.maximum(most[:-1], most[1:]) - borders[1:-1]
        return found[:, :-1]


class _Segments(NamedTuple):
    """How to sum values of words by sentence and kind of words.

    Attributes:
        order: the words, sorted by sentence and kind.
        starts: place in `order` of the first word of each sum.
        target: kind of words, window and place of the sentence of each sum.
    """

    order: Ids
    starts: Ids
    target: tuple[Ids, Ids, Ids]


class Coverage:
    """How much of each sentence of one side spans of the other side cover.

    Args:
        side: the side whose sentences are covered.
        other: the side whose spans cover them.
        covered: a result of `WindowSide.best_matches`.
        is_english: whether `side` is the English side; all arrays are by window, Russian and English sentence.

    Attributes:
        spans: for each span length from 1 to `MAX_SENTENCES`, the weight covered by each kind of words and each span.
        in_all: the same over all kinds of words.
        outside: for each span length, the weight that a sentence next to the span covers and the span does not.
    """

    def __init__(self, side: WindowSide, other: WindowSide, covered: CoveredWords, *, is_english: bool) -> None:
        segments = side.summed_by_kind(covered.words)
        words = covered.covered[segments.order]
        padded = np.pad(words, ((0, 0), (1, 1)))
        kind, *place = segments.target
        shape = len(side.sizes), side.length
        by_sentence = _first_of_each(place[0] * side.length + place[1])
        sentence = tuple(each[by_sentence] for each in place)
        self.spans: list[Array] = []
        self.in_all: list[Array] = []
        self.outside: list[Array] = []
        spans = words
        for length in range(1, 1 + min(MAX_SENTENCES, other.length)):
            if length > 1:
                spans = np.maximum(spans[:, :-1], words[:, length - 1 :])
            found = np.zeros((KINDS, *shape, spans.shape[1]), SCORE)
            found[kind, *place] = np.add.reduceat(spans, segments.starts, axis=0)
            beyond = np.maximum(padded[:, : spans.shape[1]], padded[:, length + 1 :])
            beyond -= spans
            np.maximum(beyond, 0, out=beyond)
            outside = np.zeros((*shape, spans.shape[1]), SCORE)
            outside[sentence] = np.add.reduceat(beyond, segments.starts[by_sentence], axis=0)
            if is_english:
                found = np.ascontiguousarray(found.swapaxes(-1, -2))
                outside = np.ascontiguousarray(outside.swapaxes(-1, -2))
            self.spans.append(found)
            self.in_all.append(found.sum(axis=0))
            self.outside.append(outside)


def _first_of_each(keys: Ids) -> Ids:
    """Return the place at which each distinct key of an ascending array begins."""
    return np.flatnonzero(np.diff(keys, prepend=-1))


def form_matches(ru: WindowSide, en: WindowSide, matches: Matches) -> FormMatches:
    """Return which distinct forms of each window translate each other.

    Two words that sometimes translate each other probably do if they occur in the same bead, so the root of their
    probability is taken.
    """
    found = []
    for window in range(len(ru.sizes)):
        start_ru, start_en = ru.form_starts[window], en.form_starts[window]
        places_ru, places_en, likely = matches.common(
            ru.forms[start_ru : ru.form_starts[window + 1]], en.forms[start_en : en.form_starts[window + 1]]
        )
        found.append((places_ru + start_ru, places_en + start_en, likely))
    left, right, likely = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.argsort(likely, kind="stable")
    return FormMatches(left[order], right[order], np.sqrt(likely[order]))
