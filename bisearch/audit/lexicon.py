"""The translations of lemmas, read from the index in batches and kept for the rest of an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.similarity.skeletons import cognate_score

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bisearch.audit.passage_texts import AuditedText
    from bisearch.lexicon.word_links import LinkProbabilities
    from bisearch.model import Side
    from bisearch.storage.translations import StoredTranslations

# Lemmas kept in memory for each side.
CACHED_LEMMAS = 50_000


class LemmaTranslations:
    """The translations of lemmas.

    Args:
        stored: the translation table of the index.
    """

    def __init__(self, stored: StoredTranslations) -> None:
        self._stored = stored
        self._known: dict[Side, dict[str, dict[str, float]]] = {side: {} for side in SIDES}

    def of(self, side: Side, lemmas: Iterable[str]) -> Mapping[str, Mapping[str, float]]:
        """Return, for each of some lemmas of a side, its translations with their probabilities."""
        wanted = set(lemmas)
        if len(self._known[side]) > CACHED_LEMMAS:
            self._known[side] = {}
        known = self._known[side]
        new: dict[str, dict[str, float]] = {lemma: {} for lemma in wanted if lemma not in known}
        if new:
            for lemma, translation, probability in self._stored.pairs(side, new):
                new[lemma][translation] = probability
            known.update(new)
        return {lemma: known[lemma] for lemma in wanted}

    def links_of(self, ru: AuditedText) -> LinkProbabilities:
        """Return the prior probabilities of links of the words of a Russian text."""
        return self._stored.link_probabilities(ru.all_lemmas)

    def is_covered(self, lemmas: Collection[str], side: Side, opposite: Iterable[AuditedText], least: float) -> bool:
        """Return whether some texts of the other side have a translation or a cognate of a word.

        Args:
            lemmas: the lemmas of the word.
            side: the side of the word.
            opposite: texts of the other side.
            least: the least probability of a translation.
        """
        translations = {
            translation
            for of_lemma in self.of(side, lemmas).values()
            for translation, probability in of_lemma.items()
            if probability >= least
        }
        for text in opposite:
            if not translations.isdisjoint(text.all_lemmas):
                return True
            for lemma in lemmas:
                for word in text.lemmas:
                    ru, en = (lemma, word[0]) if side == "ru" else (word[0], lemma)
                    if ru and en and cognate_score(ru, en) >= 0.5:
                        return True
        return False
