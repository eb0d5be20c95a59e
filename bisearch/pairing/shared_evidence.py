"""How much of each text's words another text translates: the evidence that one is the original of the other.

The words are matched as the aligner matches them before it learns: by the glossary, by dictionaries, by sound, and as
the same number or month. A word weighs the more, the rarer it is in its language and among the texts. Each direction is
a search in an inverted index, so texts that share nothing rare cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.word_matches import Matcher
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.lexicon.cooccurrence import grouped_entries
from bisearch.lexicon.glossary import glossary_translations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bisearch.alignment.numbered_text import Array
    from bisearch.alignment.word_matches import LemmaLookup, SparseRows, WordTable
    from bisearch.model import Side

# With at least this many texts of a language, words in more than this share of them are no evidence.
MANY_TEXTS, COMMON_SHARE = 40, 0.25


def shared_evidence(
    texts_ru: Sequence[str],
    texts_en: Sequence[str],
    dictionary: WordTable | None = None,
    lemmas: LemmaLookup | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> NDArray[np.float32]:
    """Return how much evidence each Russian and each English text share.

    Args:
        texts_ru: the Russian texts.
        texts_en: the English texts.
        dictionary: used in addition to the general glossary, as by the aligner.
        lemmas: returns the lemmas of forms of either language; by default the dictionaries.
        progress: called repeatedly with the share of the work done, in [0, 1].

    Returns:
        An array of Russian by English texts, in [0, 1]: the geometric mean of the weighted shares of each text's words
        that the other translates.
    """
    ru, en = _Side("ru", texts_ru), _Side("en", texts_en)
    lemmas = lemmas or FormTable(None, Lemmatizer()).lemmas
    rows = Matcher(ru.word_numbers, en.word_numbers, lemmas, [glossary_translations(), dictionary or {}]).matches().rows
    of_en = en.covered_by(ru, rows, lambda done: progress(done / 2))
    of_ru = ru.covered_by(en, rows.transposed(len(en.word_numbers.numbers)), lambda done: progress((1 + done) / 2))
    shared: NDArray[np.float32] = np.sqrt(of_en * of_ru.T)
    return shared


class _Side:
    """The texts of one language as sets of forms, with an inverted index.

    Attributes:
        word_numbers: the numbers of the forms.
        forms: the distinct forms of each text.
    """

    def __init__(self, side: Side, texts: Sequence[str]) -> None:
        self.word_numbers = WordNumbers(side)
        # Only the words count, so lines do for sentences.
        self.forms = [np.unique(number_sentences(text.split("\n"), self.word_numbers).ids) for text in texts]
        count = len(texts)
        here = np.concatenate([*self.forms, np.zeros(0, np.int64)])
        frequency = np.bincount(here, minlength=len(self.word_numbers.numbers))
        self._weights: Array = np.log((count + 1) / (frequency + 0.5)) * self.word_numbers.rarity
        if count >= MANY_TEXTS:
            self._weights[frequency > COMMON_SHARE * count] = 0.0
        self._totals = np.array([self._weights[forms].sum() for forms in self.forms])
        of_text = np.repeat(np.arange(count), [len(forms) for forms in self.forms])
        kept = self._weights[here] > 0
        order = np.argsort(here[kept], kind="stable")
        self._texts = of_text[kept][order]
        found = np.bincount(here[kept], minlength=len(frequency))
        self._starts = np.concatenate([[0], np.cumsum(found)])

    def covered_by(self, other: _Side, rows: SparseRows, progress: Callable[[float], None]) -> NDArray[np.float32]:
        """Return the weighted share of each of these texts that each text of the other language translates.

        Args:
            other: the texts of the other language.
            rows: for each form of the other language, the forms of this one that translate it, with probabilities.
            progress: called repeatedly with the share of the work done, in [0, 1].

        Returns:
            An array of the other's texts by these.
        """
        covered = np.zeros((len(other.forms), len(self.forms)), np.float32)
        for number, forms in enumerate(other.forms):
            columns, values = rows.of(forms)
            # Two words that sometimes translate each other probably do in two texts that do, so the root is taken.
            likely = np.minimum(1.0, np.bincount(columns, np.sqrt(values), minlength=len(self._weights)))
            here = np.flatnonzero(likely)
            entries, counts = grouped_entries(self._starts, here)
            weights = np.repeat(likely[here] * self._weights[here], counts)
            covered[number] = np.bincount(self._texts[entries], weights, minlength=len(self.forms)) / (
                self._totals + 1e-9
            )
            progress((number + 1) / len(other.forms))
        return covered
