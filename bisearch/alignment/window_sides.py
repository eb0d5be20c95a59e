"""The sides of a batch of windows: their words by rarity and kind, and how well the other side covers them.

Windows are computed together because each call of numpy costs as much as its work on a few hundred cells. All windows
of a batch are padded with empty sentences to the size of the largest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.alignment.feature_names import MAX_SENTENCES
from bisearch.alignment.numbered_text import WORD
from bisearch.lexicon.cooccurrence import distinct_numbers, group, grouped_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bisearch.alignment.numbered_text import Array, Ids, NumberedText
    from bisearch.alignment.word_matches import Flags, Matches

# Features have seven digits, since half the memory takes half the time.
SCORE = np.float32
# A fourth kind of words: words that no table translates and that match no word of the other side; nothing can cover
# them.
UNKNOWN = 3
KINDS = 4
# In arrays of what is covered, the places of what is covered of all words and of what is only covered from outside.
IN_ALL, OUTSIDE = UNKNOWN, UNKNOWN + 1


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
        best: how likely the best word of each sentence of the other side translates each form, by form and by place.
        forms: the form of each word.
        weights: the weight of each word.
    """

    words: Ids
    best: Array
    forms: Ids
    weights: Array

    def values(self, order: Ids) -> Array:
        """Return the weight of some of the words that the sentences of the other side cover, by word and sentence."""
        covered: Array = self.best[self.forms[order]]
        covered *= self.weights[order, None]
        return covered


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
        keys, self.of = _numbered(self.window[self.sentence] * len(self._rarity) + ids, len(texts) * len(self._rarity))
        self.forms = keys % len(self._rarity)
        self.form_starts = np.searchsorted(keys, np.arange(len(texts) + 1) * len(self._rarity))
        together = distinct_numbers(self.of * sentences + self.sentence) if len(ids) else ids
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
        return CoveredWords(words, best, self._words.of[words], self._weights[words].astype(SCORE))

    def by_kind(self, words: Ids) -> tuple[Layers, tuple[Ids, Ids, Ids]]:
        """Return how to sum values of some words by sentence and kind of words.

        Returns:
            The layers of the sums, and kind of words, window and place of the sentence of each.
        """
        keys = self._sentence[words] * KINDS + self._kinds[words]
        order, starts = group(keys, len(self._place) * KINDS) if len(keys) else (keys, keys)
        layers = Layers(starts, len(keys))
        sentence, kind = np.divmod(keys[order[starts[layers.segments]]], KINDS)
        return layers.of(order), (kind, self._window[sentence], self._place[sentence])

    def moved(self, covered_words: CoveredWords) -> Array:
        """Return how much more of two neighbours is covered if the border between them is moved.

        The words before the border are covered by the first of two sentences on the other side, those after it by the
        second. Words that moved over the border gain coverage by this; chance matches do not.

        Args:
            covered_words: a result of `best_matches`.

        Returns:
            An array by window, by the first of the two sentences on this side and the first of the two on the other.
        """
        sentence = self._sentence[covered_words.words]
        starts = _first_of_each(sentence)
        layers = Layers(starts, len(sentence))
        covered = covered_words.values(layers.order)
        ahead = covered[:, :-1] - covered[:, 1:]
        # By sentence: how much more its first words are covered by the first than by the second, at most and together.
        most, whole = np.zeros((2, len(self._place), ahead.shape[1]), SCORE)
        running = np.zeros((len(starts), ahead.shape[1]), SCORE)
        highest = running.copy()
        for here, count in layers.slices():
            running[:count] += ahead[here]
            np.maximum(highest[:count], running[:count], out=highest[:count])
        most[sentence[starts[layers.segments]]], whole[sentence[starts[layers.segments]]] = highest, running
        found = np.zeros((len(self.sizes), self.length, ahead.shape[1]), SCORE)
        # After the last sentence of a window there is no border; its values are never used.
        found[self._window[:-1], self._place[:-1]] = np.maximum(most[:-1] - whole[:-1], most[1:])
        return found[:, :-1]


class Layers:
    """The first elements of several segments, the second ones, and so on: sums by segment take few steps.

    ``np.add.reduceat`` takes ten times as long for short segments.

    Args:
        starts: place of the first element of each segment, ascending from 0.
        count: number of elements.

    Attributes:
        segments: the segments, the longest first.
        order: the elements, layer after layer; each layer has one of each of the first segments.
    """

    def __init__(self, starts: Ids, count: int) -> None:
        lengths = np.diff(starts, append=count)
        self.segments = np.argsort(-lengths, kind="stable")
        longest = int(lengths.max(initial=0))
        self._sizes = len(lengths) - np.searchsorted(lengths[self.segments[::-1]], np.arange(longest), side="right")
        ends = self._sizes.cumsum()
        self._ends = ends
        layer = np.repeat(np.arange(longest), self._sizes)
        self.order = starts[self.segments[np.arange(count) - (ends - self._sizes)[layer]]] + layer

    def of(self, elements: Ids) -> Layers:
        """Arrange other elements in the same layers."""
        self.order = elements[self.order]
        return self

    def slices(self) -> Iterator[tuple[slice, int]]:
        """Yield the places of each layer in `order`, and its size."""
        for size, end in zip(self._sizes.tolist(), self._ends.tolist(), strict=True):
            yield slice(end - size, end), size


class Coverage:
    """How much of each sentence of one side spans of the other side cover.

    Args:
        side: the side whose sentences are covered.
        other: the side whose spans cover them.
        covered: a result of `WindowSide.best_matches`.
        is_english: whether `side` is the English side; all arrays are by window, Russian and English sentence.

    Attributes:
        spans: for each span length from 1 to `MAX_SENTENCES`, arrays of the weight covered by each kind of words, of
            all words (`IN_ALL`), and of the weight that a sentence next to the span covers and the span does not
            (`OUTSIDE`).
    """

    def __init__(self, side: WindowSide, other: WindowSide, covered: CoveredWords, *, is_english: bool) -> None:
        layers, target = side.by_kind(covered.words)
        lengths = min(MAX_SENTENCES, other.length)
        # A column of zeros after the last sentence is also the one before the first of the next word, so that
        # neighbours are found without regard to rows. What spans beyond the last sentence cover is never used.
        width = other.length + 1
        words = len(covered.words)
        alone = np.zeros(1 + words * width + lengths, SCORE)
        alone[1 : 1 + words * width].reshape(words, width)[:, :-1] = covered.values(layers.order)
        here = alone[1 : 1 + words * width]
        values = np.empty((2, lengths, words * width), SCORE)
        spans, beyond = values
        for place in range(lengths):
            if place:
                np.maximum(spans[place - 1], alone[1 + place : 1 + place + words * width], out=spans[place])
            else:
                spans[0] = here
            np.maximum(alone[: words * width], alone[2 + place : 2 + place + words * width], out=beyond[place])
            beyond[place] -= spans[place]
        np.maximum(beyond, 0, out=beyond)
        by_word = values.reshape(2, lengths, words, width)
        sums = np.zeros((2, lengths, len(layers.segments), width), SCORE)
        for layer, count in layers.slices():
            sums[:, :, :count] += by_word[:, :, layer]
        self.spans: list[Array] = []
        for place in range(lengths):
            found = np.zeros((2, UNKNOWN, len(side.sizes), side.length, other.length - place), SCORE)
            found[:, *target] = sums[:, place, :, : other.length - place]
            both = np.concatenate([found[0], found.sum(axis=1)])
            self.spans.append(np.ascontiguousarray(both.swapaxes(-1, -2)) if is_english else both)


def _numbered(keys: Ids, limit: int) -> tuple[Ids, Ids]:
    """Return the distinct keys, which are below a limit, ascending, and the place of each key among them."""
    if not len(keys):
        return keys, keys
    order, starts = group(keys, limit)
    places = np.empty(len(keys), np.int64)
    places[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
    return keys[order[starts]], places


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
