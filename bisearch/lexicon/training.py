"""What a collection teaches: a table of which lemmas translate which, from words aligned in its own beads.

SideWords are aligned by what they begin with, since a small collection has each of a word's derivatives too seldom:
советский and Soviet teach Советы. How they end tells their kind, as verbs render verbs. The alignments are then counted
lemma by lemma.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lexicon import glossary
from bisearch.lexicon.cooccurrence import cognate_scores, usable_beads
from bisearch.lexicon.hmm_aligner import SideWords, align_words, collect_pairs
from bisearch.lexicon.translation_table import ENTRY_COUNT, build_table, lemma_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from bisearch.lexicon.cooccurrence import BeadWords
    from bisearch.lexicon.hmm_aligner import BeadBatch, Ids, Shares, Weights, WordPairs
    from bisearch.lexicon.translation_table import TranslationProbability

# How words end, which tells their kind; in letters.
ENDING_LENGTH = 2
# How many occurrences together the likeness of two names is worth.
COGNATE_COUNT = 1.0
# At most so many pairs of words are looked at; of a larger collection, the first beads.
MAX_PAIRS = 12_000_000
# Alignments less sure than this are not counted, and pairs counted less often than this are not kept.
MIN_POSTERIOR, MIN_COUNT = 0.05, 0.1
# An alignment counts as a bead in which two lemmas render each other from here on.
CONFIDENT = 0.5


class _Side:
    """One side of the beads: its forms, numbered, and what is known of each."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.beads: list[Ids] = []

    def add(self, forms: Sequence[str]) -> None:
        numbers = self.numbers
        self.beads.append(np.array([numbers.setdefault(form, len(numbers)) for form in forms], np.int32))

    def settle(self, lemmas_of: dict[str, tuple[str, ...]]) -> None:
        """Choose each form's lemma, of several the one that is the commonest here, and number all else by form."""
        occurrences = np.bincount(np.concatenate(self.beads), minlength=len(self.numbers))
        common: Counter[str] = Counter()
        for form, times in zip(self.numbers, occurrences.tolist(), strict=True):
            for lemma in lemmas_of[form]:
                common[lemma] += times
        chosen = [max(lemmas_of[form], key=common.__getitem__) for form in self.numbers]
        self.lemmas, self.lemma_of = _numbered(chosen)
        self.beginnings, self.beginning_of = _numbered([lemma_prefix(lemma) for lemma in chosen])
        kinds, self.kind_of = _numbered([_kind(form) for form in self.numbers])
        self.kind_count = len(kinds)
        self.frequency = np.bincount(self.lemma_of, occurrences, minlength=len(self.lemmas))

    def words(self) -> SideWords:
        beads, kinds = [self.beginning_of[bead] for bead in self.beads], [self.kind_of[bead] for bead in self.beads]
        return SideWords(beads, kinds, len(self.beginnings), self.kind_count)


def train_translation_table(
    beads: Iterable[BeadWords],
    lemmas: Callable[[Collection[str]], dict[str, tuple[str, ...]]],
    entries: Sequence[tuple[str, str, float, float]] = (),
    met: AbstractSet[str] = frozenset(),
) -> list[TranslationProbability]:
    """Learn a translation table.

    Args:
        beads: for each, the forms of its Russian and of its English words in order.
        lemmas: returns the lemmas of some forms.
        entries: of dictionaries, as `importing.Entry`; they sway what is learned, and stand where nothing is.
        met: lemmas that the collection has besides those of the beads, in texts that exist in one language only.

    Returns:
        The likeliest pairs, all entries, and of the general glossary, which sways and stands likewise, those of which
        the collection has a lemma; ordered by Russian and English lemma.
    """
    ru, en = _Side(), _Side()
    for forms_ru, forms_en in usable_beads(beads, MAX_PAIRS):
        ru.add(forms_ru)
        en.add(forms_en)
    listed = {(word_ru, word_en) for word_ru, word_en, _, _ in entries}
    general = [entry for entry in glossary.glossary_probabilities() if entry[:2] not in listed]
    if not ru.beads:
        return build_table({}, {}, {}, [*entries, *_entries_of(met, general)])
    for side in (ru, en):
        side.settle(lemmas(side.numbers.keys()))
    words_ru, words_en = ru.words(), en.words()
    pairs = collect_pairs(words_ru, words_en)
    prior = _prior(pairs, ru, en, [*entries, *general])
    counts = _lemma_counts(align_words(words_ru, words_en, pairs, prior), ru, en)
    met_ru, met_en = _occurrences(ru), _occurrences(en)
    return build_table(counts, met_ru, met_en, [*entries, *_entries_of(met | met_ru.keys() | met_en.keys(), general)])


def _entries_of(
    met: AbstractSet[str], entries: Iterable[tuple[str, str, float, float]]
) -> Iterator[tuple[str, str, float, float]]:
    """Return the entries of which a lemma is met; no query needs the others."""
    return (entry for entry in entries if entry[0] in met or entry[1] in met)


def _kind(form: str) -> str:
    if form[0].isdigit():
        return "0"
    return f"={form}" if is_stop_word(form) else form[-ENDING_LENGTH:]


def _numbered(values: Sequence[str]) -> tuple[list[str], Ids]:
    """Return the distinct values and, for each value, which of them it is."""
    numbers: dict[str, int] = {}
    of = np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int32)
    return list(numbers), of


def _prior(pairs: WordPairs, ru: _Side, en: _Side, entries: Sequence[tuple[str, str, float, float]]) -> Weights:
    """Return how many occurrences the belief in each pair is worth before anything is learned."""
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


def _lemma_counts(
    aligned: Iterable[tuple[BeadBatch, Shares]], ru: _Side, en: _Side
) -> dict[tuple[str, str], tuple[float, int]]:
    """Return, for each two lemmas, how often they are expected to render each other, and in how many beads surely."""
    found: list[tuple[NDArray[np.int64], Shares]] = []
    for batch, shares in aligned:
        beads, at_ru, at_en = np.nonzero(shares >= MIN_POSTERIOR)
        lemmas = [
            side.lemma_of[
                np.concatenate([side.beads[number] for number in batch.numbers])[
                    _token_offsets(side, batch, beads) + at
                ]
            ]
            for side, at in ((ru, at_ru), (en, at_en))
        ]
        found.append((lemmas[0].astype(np.int64) << 32 | lemmas[1], shares[beads, at_ru, at_en]))
    keys, values = (np.concatenate(column) for column in zip(*found, strict=True))
    distinct, of = np.unique(keys, return_inverse=True)
    counts, sure = np.bincount(of, values), np.bincount(of, values >= CONFIDENT)
    return {
        (ru.lemmas[key >> 32], en.lemmas[key & 0xFFFFFFFF]): (count, int(times))
        for key, count, times in zip(distinct.tolist(), counts.tolist(), sure.tolist(), strict=True)
        if count >= MIN_COUNT
    }


def _token_offsets(side: _Side, batch: BeadBatch, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return where some rows of a batch begin when its beads stand one after the other."""
    lengths = [len(side.beads[number]) for number in batch.numbers]
    return np.concatenate([[0], np.cumsum(lengths)])[rows]


def _occurrences(side: _Side) -> dict[str, float]:
    return dict(zip(side.lemmas, side.frequency.tolist(), strict=True))
