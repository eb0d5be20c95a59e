"""Lemmas of English words, by NLTK's morphy with a shipped part of WordNet 3.0.

NLTK's own loader needs the whole of WordNet, downloaded separately, and takes a second to read it. Lemmatizing needs
only the parts of speech of each lemma and the lists of irregular forms, which ship with the package.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path

from nltk.corpus.reader.wordnet import WordNetCorpusReader
from nltk.stem.snowball import EnglishStemmer

from bisearch.word_lists import read_rows, read_word_set

_WORDNET = Path(__file__).parent / "data" / "wordnet"
PARTS_OF_SPEECH = "nvar"
# WordNet has no function words: it takes "us" for the plural of "u" and "as" for the plural of "a".
MIN_LETTERS = 3


class MorphyReader(WordNetCorpusReader):  # type: ignore[misc]  # NLTK is untyped
    """NLTK's reader with only the data that ``_morphy`` uses, from the shipped lists."""

    def __init__(self) -> None:
        self._lemma_pos_offset_map: dict[str, dict[str, list[int]]] = {}
        self._exception_map: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for line in (_WORDNET / "lemmas.txt").read_text(encoding="utf-8").splitlines():
            lemma, _, parts = line.partition(" ")
            self._lemma_pos_offset_map[lemma] = {part: [] for part in parts}
        for line in (_WORDNET / "exceptions.txt").read_text(encoding="utf-8").splitlines():
            part, form, *lemmas = line.split()
            self._exception_map[part][form] = lemmas

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form over all parts of speech; none if WordNet does not know it."""
        return tuple(dict.fromkeys(lemma for part in PARTS_OF_SPEECH for lemma in self._morphy(form, part)))


class EnglishLemmatizer:
    """Every plausible lemma of an English word form."""

    @cached_property
    def _reader(self) -> MorphyReader:
        return MorphyReader()

    @cached_property
    def _stemmer(self) -> EnglishStemmer:
        return EnglishStemmer()

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
        known = self._reader.lemmas(form)
        return known or tuple(dict.fromkeys((form, self._stemmer.stem(form))))

    def is_known(self, form: str) -> bool:
        """Return whether WordNet or the lists of function words have a form."""
        return form in self._function_words or form in self._auxiliaries or bool(self._reader.lemmas(form))

    def is_proper(self, form: str) -> bool:
        """Return whether a form may be a name: WordNet does not know it; the shipped part has no names."""
        return len(form) >= MIN_LETTERS and form not in self._function_words and not self._reader.lemmas(form)
