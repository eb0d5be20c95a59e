"""Training the translation table and the phrases of a collection from words aligned in its beads.

Words are aligned by the prefixes of their lemmas, because a small collection has too few occurrences of each
derivative: советский and Soviet also teach Советы. Word endings give kinds of words, since verbs translate verbs. The
alignments are then counted by lemma.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lexicon import glossary
from bisearch.lexicon.bead_columns import BeadColumns
from bisearch.lexicon.cooccurrence import cognate_scores, usable
from bisearch.lexicon.hmm_aligner import SideWords, align_words, collect_pairs
from bisearch.lexicon.phrase_learning import Tokens, learn_phrases
from bisearch.lexicon.phrases import PhrasePair
from bisearch.lexicon.translation_table import ENTRY_COUNT, TranslationProbability, build_table, lemma_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from bisearch.lexicon.bead_columns import WordColumn
    from bisearch.lexicon.cooccurrence import BeadWords
    from bisearch.lexicon.hmm_aligner import BeadBatch, Ids, Shares, Weights, WordPairs

# Letters of a word's ending that serve as its kind.
ENDING_LENGTH = 2
# Number of occurrences that a cognate score of 1 counts as.
COGNATE_COUNT = 1.0
# Limit on the word pairs to learn from; a larger collection contributes its first beads.
MAX_PAIRS = 12_000_000
# Alignments with lower posteriors are not counted; pairs with lower counts are dropped.
MIN_POSTERIOR, MIN_COUNT = 0.05, 0.1
# An alignment with at least this posterior counts towards the beads in which two lemmas translate each other.
CONFIDENT = 0.5


class _Side:
    """The numbered forms of one side of the beads, with their lemmas, prefixes and kinds.

    Args:
        column: the words.
        is_used: for each bead, whether it is learned from.
        names: the forms of the column's numbers.
    """

    def __init__(self, column: WordColumn, is_used: NDArray[np.bool_], names: Mapping[int, str]) -> None:
        counts = np.asarray(column.counts)
        used = np.asarray(column.forms)[np.repeat(is_used, counts)]
        self._counts = counts[is_used].astype(np.int64)
        distinct, first, of = np.unique(used, return_index=True, return_inverse=True)
        # Forms are numbered in order of appearance.
        by_appearance = np.argsort(first)
        numbers = np.empty(len(distinct), np.int32)
        numbers[by_appearance] = np.arange(len(distinct), dtype=np.int32)
        self.forms = [names[number] for number in distinct[by_appearance].tolist()]
        self._form_of = numbers[of]

    def choose_lemmas(self, lemmas_of: Mapping[str, tuple[str, ...]]) -> None:
        """Choose the lemma of each form, the most frequent one if there are several, and number prefixes and kinds."""
        occurrences = np.bincount(self._form_of, minlength=len(self.forms))
        found = [lemmas_of[form] for form in self.forms]
        common: Counter[str] = Counter()
        for lemmas, times in zip(found, occurrences.tolist(), strict=True):
            for lemma in lemmas:
                common[lemma] += times
        chosen = [max(lemmas, key=common.__getitem__) if len(lemmas) > 1 else lemmas[0] for lemmas in found]
        self.lemmas, self.lemma_of = _numbered(chosen)
        self.beginnings, self.beginning_of = _numbered([lemma_prefix(lemma) for lemma in chosen])
        kinds, self.kind_of = _numbered([_kind(form) for form in self.forms])
        self.kind_count = len(kinds)
        self.frequency = np.bincount(self.lemma_of, occurrences, minlength=len(self.lemmas))

    @property
    def starts(self) -> NDArray[np.int64]:
        """The position of the first word of each bead among the words of all beads, one bead after the other."""
        return self._counts.cumsum() - self._counts

    def tokens(self) -> Tokens:
        """Return the words of all beads, one bead after the other."""
        bead_of = np.repeat(np.arange(len(self._counts), dtype=np.int32), self._counts)
        return Tokens(self.lemmas, self.lemma_of[self._form_of], bead_of, self.forms, self._form_of)

    def words(self) -> SideWords:
        ends = self._counts.cumsum()[:-1]
        beads, kinds = (np.split(each[self._form_of], ends) for each in (self.beginning_of, self.kind_of))
        return SideWords(beads, kinds, len(self.beginnings), self.kind_count)


class TrainedLexicon(NamedTuple):
    """Which words and phrases translate each other in a collection.

    Attributes:
        table: the translation table.
        phrases: the learned phrases.
    """

    table: list[TranslationProbability]
    phrases: list[PhrasePair]

    def __reduce__(self) -> tuple[Callable[..., TrainedLexicon], tuple[list[tuple[object, ...]], ...]]:
        """Pickle columns, in a fraction of the time that the rows take as objects of their own."""
        return _from_columns, (list(zip(*self.table, strict=True)), list(zip(*self.phrases, strict=True)))


def _from_columns(table: Iterable[Iterable[object]], phrases: Iterable[Iterable[object]]) -> TrainedLexicon:
    rows, phrase_rows = zip(*table, strict=True), zip(*phrases, strict=True)
    return TrainedLexicon(list(map(TranslationProbability._make, rows)), list(map(PhrasePair._make, phrase_rows)))


def train_lexicon(
    beads: Iterable[BeadWords] | BeadColumns,
    lemmas: Callable[[Collection[str]], dict[str, tuple[str, ...]]],
    entries: Sequence[tuple[str, str, float, float]] = (),
    known_lemmas: AbstractSet[str] = frozenset(),
) -> TrainedLexicon:
    """Train a translation table, and learn the phrases that translate each other.

    Args:
        beads: for each bead, the forms of its Russian and of its English words in order; or these as columns.
        lemmas: returns the lemmas of some forms.
        entries: dictionary entries (`DictionaryEntry`); they are a prior, and are kept where the beads have no
            evidence.
        known_lemmas: lemmas of the collection; those in the beads need not be among them.

    Returns:
        The likeliest pairs and all entries, with the general glossary as a further prior, of which only pairs with a
        lemma of the collection are kept; sorted by Russian and English lemma. And the phrases of
        `bisearch.lexicon.phrase_learning.learn_phrases`.
    """
    columns = beads if isinstance(beads, BeadColumns) else BeadColumns.of(beads)
    is_used = usable(np.asarray(columns.ru.counts), np.asarray(columns.en.counts), MAX_PAIRS)
    listed = {(word_ru, word_en) for word_ru, word_en, _, _ in entries}
    general = [entry for entry in glossary.glossary_probabilities() if entry[:2] not in listed]
    if not is_used.any():
        return TrainedLexicon(build_table({}, {}, {}, [*entries, *_entries_of(known_lemmas, general)]), [])
    ru, en = (_Side(column, is_used, columns.names) for column in (columns.ru, columns.en))
    for side in (ru, en):
        side.choose_lemmas(lemmas(side.forms))
    words_ru, words_en = ru.words(), en.words()
    pairs = collect_pairs(words_ru, words_en)
    prior = _prior(pairs, ru, en, [*entries, *general])
    links = _word_links(align_words(words_ru, words_en, pairs, prior), ru, en)
    counts = _lemma_counts(links, ru, en)
    frequency_ru, frequency_en = _occurrences(ru), _occurrences(en)
    kept = _entries_of(known_lemmas | frequency_ru.keys() | frequency_en.keys(), general)
    table = build_table(counts, frequency_ru, frequency_en, [*entries, *kept])
    sure = links.probability >= CONFIDENT
    return TrainedLexicon(table, learn_phrases(ru.tokens(), en.tokens(), (links.ru[sure], links.en[sure])))


def glossary_table(
    lemmas: AbstractSet[str], entries: Sequence[tuple[str, str, float, float]]
) -> list[TranslationProbability]:
    """Return the translations of some lemmas by the general glossary, as a collection without evidence has them.

    Args:
        lemmas: the lemmas.
        entries: dictionary entries, which take the place of pairs of the glossary.
    """
    listed = {(ru, en) for ru, en, _, _ in entries}
    general = [entry for entry in glossary.glossary_probabilities() if entry[:2] not in listed]
    return build_table({}, {}, {}, list(_entries_of(lemmas, general)))


def _entries_of(
    lemmas: AbstractSet[str], entries: Iterable[tuple[str, str, float, float]]
) -> Iterator[tuple[str, str, float, float]]:
    """Return the entries with one of some lemmas."""
    return (entry for entry in entries if entry[0] in lemmas or entry[1] in lemmas)


def _kind(form: str) -> str:
    if form[0].isdigit():
        return "0"
    return f"={form}" if is_stop_word(form) else form[-ENDING_LENGTH:]


def _numbered(values: Sequence[str]) -> tuple[list[str], Ids]:
    """Return the distinct values, and the index of each value among them."""
    numbers: dict[str, int] = {}
    of = np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int32)
    return list(numbers), of


def _prior(pairs: WordPairs, ru: _Side, en: _Side, entries: Sequence[tuple[str, str, float, float]]) -> Weights:
    """Return how many occurrences the prior evidence for each pair counts as."""
    prior = COGNATE_COUNT * cognate_scores(pairs.ru, pairs.en, ru.beginnings, en.beginnings)
    numbers_ru, numbers_en = ({word: number for number, word in enumerate(side.beginnings)} for side in (ru, en))
    known = {
        (left, right)
        for word_ru, word_en, _, _ in entries
        if (left := numbers_ru.get(lemma_prefix(word_ru))) is not None
        and (right := numbers_en.get(lemma_prefix(word_en))) is not None
    }
    if known:
        wanted = np.array(sorted(left << 32 | right for left, right in known), np.int64)
        prior[np.isin(pairs.ru.astype(np.int64) << 32 | pairs.en, wanted)] += ENTRY_COUNT
    return prior


class _WordLinks(NamedTuple):
    """The probable links of the words of all beads.

    Attributes:
        ru: the position of each link's Russian word among the words of all beads, one bead after the other.
        en: the position of its English word.
        probability: its probability.
    """

    ru: NDArray[np.int64]
    en: NDArray[np.int64]
    probability: Shares


def _word_links(aligned: Iterable[tuple[BeadBatch, Shares]], ru: _Side, en: _Side) -> _WordLinks:
    found: list[_WordLinks] = []
    for batch, shares in aligned:
        beads, at_ru, at_en = np.nonzero(shares >= MIN_POSTERIOR)
        numbers = batch.numbers[beads]
        found.append(_WordLinks(ru.starts[numbers] + at_ru, en.starts[numbers] + at_en, shares[beads, at_ru, at_en]))
    return _WordLinks(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _lemma_counts(links: _WordLinks, ru: _Side, en: _Side) -> dict[tuple[str, str], tuple[float, int]]:
    """Return for each two lemmas the expected number of alignments and the number of confident ones."""
    keys = ru.tokens().lemma_of[links.ru].astype(np.int64) << 32 | en.tokens().lemma_of[links.en]
    values = links.probability
    distinct, of = np.unique(keys, return_inverse=True)
    counts, sure = np.bincount(of, values), np.bincount(of, values >= CONFIDENT)
    return {
        (ru.lemmas[key >> 32], en.lemmas[key & 0xFFFFFFFF]): (count, int(times))
        for key, count, times in zip(distinct.tolist(), counts.tolist(), sure.tolist(), strict=True)
        if count >= MIN_COUNT
    }


def _occurrences(side: _Side) -> dict[str, float]:
    return dict(zip(side.lemmas, side.frequency.tolist(), strict=True))
