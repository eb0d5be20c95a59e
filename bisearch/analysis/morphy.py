"""NLTK's morphy with a shipped part of WordNet 3.0.

NLTK's own loader needs the whole of WordNet, downloaded separately, and takes a second to read it. Lemmatizing needs
only the parts of speech of each lemma and the lists of irregular forms, which ship with the package.
"""

from __future__ import annotations

from collections import defaultdict

from nltk.corpus.reader.wordnet import WordNetCorpusReader

from bisearch.word_lists import data_file

PARTS_OF_SPEECH = "nvar"


class MorphyReader(WordNetCorpusReader):  # type: ignore[misc]  # NLTK is untyped
    """NLTK's reader with only the data that ``_morphy`` uses, from the shipped lists.

    Attributes:
        lemma_parts: the parts of speech of each lemma.
        irregular_forms: for each part of speech, the lemmas of each irregular form.
    """

    def __init__(self) -> None:
        self._lemma_pos_offset_map: dict[str, dict[str, list[int]]] = {}
        self._exception_map: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for line in data_file("analysis", "wordnet/lemmas.txt").read_text(encoding="utf-8").splitlines():
            lemma, _, parts = line.partition(" ")
            self._lemma_pos_offset_map[lemma] = {part: [] for part in parts}
        for line in data_file("analysis", "wordnet/exceptions.txt").read_text(encoding="utf-8").splitlines():
            part, form, *lemmas = line.split()
            self._exception_map[part][form] = lemmas
        self.lemma_parts = self._lemma_pos_offset_map
        self.irregular_forms = self._exception_map

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas of a form over all parts of speech; none if WordNet does not know it."""
        return tuple(dict.fromkeys(lemma for part in PARTS_OF_SPEECH for lemma in self._morphy(form, part)))
