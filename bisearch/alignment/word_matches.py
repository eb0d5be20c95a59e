"""Which words of a corpus translate each other: by dictionaries, by what the corpus teaches, and by pronunciation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from bisearch.alignment.numbered_text import is_number
from bisearch.alignment.ocr_correction import ocr_corrections
from bisearch.lexicon.cooccurrence import grouped_entries
from bisearch.similarity.name_similarity import matching_names
from bisearch.similarity.phonetics import keys_of_all, pronunciations_of_all

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from bisearch.alignment.numbered_text import Array, Ids, WordNumbers

    Flags: TypeAlias = NDArray[np.bool_]
    # Returns the lemmas of each form, the likeliest first.
    LemmaLookup: TypeAlias = Callable[[Collection[str]], Mapping[str, tuple[str, ...]]]
    # For a Russian lemma, the English lemmas that translate it, with probabilities in [0, 1].
    WordTable: TypeAlias = Mapping[str, Mapping[str, float]]

# Letters of the lemma prefixes that words are learned by, which most OCR errors and derivations leave intact.
PREFIX_LENGTH = 7
# Least rarity and least length of words compared by pronunciation.
MIN_RARITY, MIN_LENGTH = 0.3, 3


class SparseRows(NamedTuple):
    """For each form of one language, the forms of the other that match it, with probabilities.

    Attributes:
        starts: index in `columns` of the first match of each form, then the length of `columns`.
        columns: numbers of the matching forms.
        values: probabilities of the matches, in (0, 1].
    """

    starts: Ids
    columns: Ids
    values: Array

    def of(self, forms: Ids) -> tuple[Ids, Array]:
        """Return the numbers and the probabilities of the forms that match some forms, one after the other."""
        entries, _ = grouped_entries(self.starts, forms)
        return self.columns[entries], self.values[entries]

    def transposed(self, count: int) -> SparseRows:
        """Return the matches by the forms of the other language, of which there are `count`."""
        order = np.argsort(self.columns, kind="stable")
        numbers = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        starts = np.concatenate([[0], np.cumsum(np.bincount(self.columns, minlength=count))])
        return SparseRows(starts, numbers[order], self.values[order])


class Matches:
    """The probability that each Russian and each English form of a corpus translate each other, as a sparse matrix.

    Args:
        rows: for each Russian form, by number, the matching English forms with probabilities.
        known: for each Russian and each English form, whether a dictionary has one of its lemmas.

    Attributes:
        known_ru: whether each Russian form is in a dictionary or matches some English form.
        known_en: whether each English form is in a dictionary or matches some Russian form.
    """

    def __init__(self, rows: Sequence[Mapping[int, float]], known: tuple[Flags, Flags]) -> None:
        self._starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        self._columns = np.array([number for row in rows for number in row], np.int64)
        self._values = np.array([value for row in rows for value in row.values()], np.float64)
        self._places = np.full(len(known[1]), -1, np.int64)
        self.known_ru, self.known_en = known[0].copy(), known[1].copy()
        self.known_ru[np.diff(self._starts) > 0] = True
        self.known_en[self._columns] = True

    @property
    def rows(self) -> SparseRows:
        """All matches, by the Russian forms."""
        return SparseRows(self._starts, self._columns, self._values)

    def common(self, ru: Ids, en: Ids) -> tuple[Ids, Ids, Array]:
        """Return the indexes in `ru` and `en`, both distinct forms, of the matches, and their probabilities."""
        self._places[en] = np.arange(len(en))
        entries, counts = grouped_entries(self._starts, ru)
        places = self._places[self._columns[entries]]
        self._places[en] = -1
        here = np.flatnonzero(places >= 0)
        return np.repeat(np.arange(len(ru)), counts)[here], places[here], self._values[entries[here]]

    def pairs(self, ru: Ids, en: Ids, least: float) -> list[tuple[int, int]]:
        """Return the indexes in `ru` and `en`, both distinct forms, of pairs with at least some probability."""
        left, right, likely = self.common(ru, en)
        kept = likely >= least
        return list(zip(left[kept].tolist(), right[kept].tolist(), strict=True))


class Matcher:
    """Matches of a corpus's words from dictionaries and pronunciation, before learning from the corpus.

    Args:
        ru: the Russian forms.
        en: the English forms.
        lemmas: returns the lemmas of the forms of either language.
        tables: dictionaries.
    """

    def __init__(self, ru: WordNumbers, en: WordNumbers, lemmas: LemmaLookup, tables: Sequence[WordTable]) -> None:
        self.beginnings_ru, lemmas_ru = _analysed(ru, lemmas)
        self.beginnings_en, lemmas_en = _analysed(en, lemmas)
        tables = [table for table in tables if table]
        self._known = (
            _listed(lemmas_ru, set().union(*tables)),
            _listed(lemmas_en, set().union(*(row for table in tables for row in table.values()))),
        )
        self._by_beginning = _places([(beginning,) for beginning in self.beginnings_en])
        self._rows: list[dict[int, float]] = [{} for _ in ru.numbers]
        known = _places(lemmas_en)
        for row, form, of_form in zip(self._rows, ru.numbers, lemmas_ru, strict=True):
            if form in en.numbers:
                row[en.numbers[form]] = 1.0
            for lemma in of_form:
                for table in tables:
                    for en_lemma, probability in table.get(lemma, {}).items():
                        if en_lemma in known:
                            _raise_to(row, known[en_lemma], probability)
        for ru_number, en_number, probability in _same_names(ru, en):
            _raise_to(self._rows[ru_number], (en_number,), probability)

    def matches(self, learned: WordTable | None = None) -> Matches:
        """Return the matches.

        Args:
            learned: for prefixes of Russian lemmas, the prefixes of English lemmas that the corpus translates them as.
        """
        if not learned:
            return Matches(self._rows, self._known)
        rows = []
        for row, beginning in zip(self._rows, self.beginnings_ru, strict=True):
            taught = dict(row)
            for en_beginning, probability in learned.get(beginning, {}).items():
                _raise_to(taught, self._by_beginning.get(en_beginning, ()), probability)
            rows.append(taught)
        return Matches(rows, self._known)


def _analysed(word_numbers: WordNumbers, lemmas: LemmaLookup) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the lemma prefix and the lemmas of each form, after correcting OCR errors."""
    found = dict(lemmas(sorted(form for form in word_numbers.numbers if not is_number(form))))
    corrections = ocr_corrections(word_numbers, found)
    found.update(lemmas(sorted(set(corrections.values()))))
    of_forms = [found.get(corrections.get(form, form), (form,)) for form in word_numbers.numbers]
    return [of_form[0][:PREFIX_LENGTH] for of_form in of_forms], of_forms


def _listed(lemmas: Iterable[Collection[str]], dictionary: AbstractSet[str]) -> Flags:
    """Return for each form, given its lemmas, whether a dictionary has one of them."""
    return np.array([not dictionary.isdisjoint(of_form) for of_form in lemmas], bool)


def _places(keys: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(keys):
        for one in each:
            places[one].append(place)
    return dict(places)


def _raise_to(row: dict[int, float], numbers: Iterable[int], probability: float) -> None:
    for number in numbers:
        if probability > row.get(number, 0.0):
            row[number] = probability


def _same_names(ru: WordNumbers, en: WordNumbers) -> Iterator[tuple[int, int, float]]:
    """Yield two forms of similar pronunciation, by number, and the probability that they are the same name."""
    by_key_ru, by_key_en = _by_key(ru), _by_key(en)
    for each in sorted(by_key_ru.keys() & by_key_en.keys()):
        heard_ru, heard_en = by_key_ru[each], by_key_en[each]
        numbers_ru, numbers_en = list(heard_ru), list(heard_en)
        for first, second, probability in matching_names(list(heard_ru.values()), list(heard_en.values())):
            yield numbers_ru[first], numbers_en[second], probability


def _by_key(word_numbers: WordNumbers) -> dict[str, dict[int, tuple[str, ...]]]:
    """Return the pronunciations of the rare forms by phonetic key."""
    found: defaultdict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    rare = {
        number: form
        for (form, number), rarity in zip(word_numbers.numbers.items(), word_numbers.rarity.tolist(), strict=True)
        if rarity >= MIN_RARITY and len(form) >= MIN_LENGTH and not is_number(form)
    }
    heard = pronunciations_of_all(list(rare.values()))
    for number, readings, keys in zip(rare, heard, keys_of_all(heard), strict=True):
        for each in keys:
            found[each][number] = readings
    return found
