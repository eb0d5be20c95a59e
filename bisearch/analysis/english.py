"""Lemmas of English words, by a shipped table of the answers of NLTK's morphy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bisearch.word_lists import SortedTable, data_file, read_rows, read_word_set

if TYPE_CHECKING:
    from collections.abc import Callable

# WordNet has no function words: it takes "us" for the plural of "u" and "as" for the plural of "a".
MIN_LETTERS = 3


class WordNetTable:
    """The lemmas that morphy gives to each form that it knows, from a table that opens at once.

    A look-up takes about as long as morphy itself, and NLTK takes longer to load than all words of most archives.
    """

    @cached_property
    def _table(self) -> SortedTable:
        return SortedTable(data_file("analysis", "forms.en.txt"))

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form over all parts of speech; none if WordNet does not know it."""
        return tuple(self._table.get(form, "").split())


class EnglishLemmatizer:
    """Every plausible lemma of an English word form."""

    def __init__(self) -> None:
        self._wordnet = WordNetTable()

    @cached_property
    def _stem(self) -> Callable[[str], str]:
        from bisearch.analysis.stemming import stemmer  # noqa: PLC0415 -- few words are unknown

        return stemmer("english")

    @cached_property
    def _auxiliaries(self) -> dict[str, str]:
        return {row[0]: row[1] for row in read_rows("analysis", "verbs.en.txt")}

    @cached_property
    def _function_words(self) -> frozenset[str]:
        return read_word_set("analysis", "stopwords.en.txt")

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form.

        Args:
            form: a normalized Latin form.

        Returns:
            At least one lemma. Forms of be, have and do are in a table; other function words and words of one or two
            letters are their own lemmas; a word that WordNet does not know has its form and its Snowball stem.
        """
        if form in self._auxiliaries:
            return (self._auxiliaries[form],)
        if len(form) < MIN_LETTERS or form in self._function_words:
            return (form,)
        known = tuple(filter(self._is_word, self._wordnet.lemmas(form)))
        return known or tuple(dict.fromkeys((form, self._stem(form))))

    def _is_word(self, lemma: str) -> bool:
        """Return whether a lemma is a word and not what an ending leaves of another, as it leaves l of lest."""
        return len(lemma) >= MIN_LETTERS or (len(lemma) > 1 and lemma not in self._function_words)

    def is_known(self, form: str) -> bool:
        """Return whether WordNet or the lists of function words have a form."""
        return form in self._function_words or form in self._auxiliaries or bool(self._wordnet.lemmas(form))

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: WordNet does not know it; the shipped part has no names."""
        return len(form) >= MIN_LETTERS and form not in self._function_words and not self._wordnet.lemmas(form)
