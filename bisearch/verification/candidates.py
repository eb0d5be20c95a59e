"""The documents of the archive in which a quotation may be, and their texts."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.analysis.stop_words import is_stop_word
from bisearch.audit.lexicon import LemmaTranslations
from bisearch.audit.passage_texts import read_bitexts
from bisearch.engines.nodes import AnyTerm, Either
from bisearch.model import other
from bisearch.verification.matching import SearchedText
from bisearch.verification.wording import read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.audit.passage_texts import Bitext
    from bisearch.model import Passage, Side
    from bisearch.searching.readers import IndexReaders
    from bisearch.storage.documents import StoredDocument
    from bisearch.verification.wording import Word

# Words of a quotation that are looked up: its rarest.
RAREST = 14
# Passages and documents that are compared with a quotation.
PASSAGES, DOCUMENTS = 40, 5
# Documents whose words are kept in memory.
CACHED_DOCUMENTS = 64
# A document with more passages than this is compared around the passages found, this many on each side.
MOST_PASSAGES, AROUND = 4_000, 200
# Translations of a word that are looked up, and their least probability.
TRANSLATIONS, LEAST_PROBABILITY = 6, 0.03


class DocumentText:
    """One side of a document, or of a part of it.

    Attributes:
        text: its sentences in order, separated by spaces.
        searched: its words.
        owners: for each word, the index of its passage in `passages`.
        passages: the passages.
        document: the document.
    """

    def __init__(self, document: StoredDocument, passages: Sequence[Passage], side: Side) -> None:
        self.document = document
        self.passages = passages
        self.text = ""
        words: list[Word] = []
        self.owners: list[int] = []
        # Sentences are read in the order of the text, which differs from that of the passages where a translator has
        # moved them.
        for _, place, sentence in sorted(_sentences(passages, side)):
            found = list(read_words(sentence, len(self.text)))
            words += found
            self.owners += [place] * len(found)
            self.text += sentence + " "
        self.searched = SearchedText(words, side)


def _sentences(passages: Iterable[Passage], side: Side) -> Iterable[tuple[int, int, str]]:
    for place, passage in enumerate(passages):
        half = passage.side(side)
        if half is not None:
            for span, sentence in zip(half.sentences, half.sentence_texts(), strict=True):
                yield span.start, place, sentence


class Archive:
    """The archive as quotations are looked up in it.

    Args:
        readers: the readers of the index.
    """

    def __init__(self, readers: IndexReaders) -> None:
        self._readers = readers
        self.translations = LemmaTranslations(readers.store.translations)
        self._text_of = lru_cache(maxsize=CACHED_DOCUMENTS)(self._read)
        self._bitexts_of = lru_cache(maxsize=CACHED_DOCUMENTS)(self._read_bitexts)

    def candidates(self, words: Sequence[Word], side: Side) -> Iterator[DocumentText]:
        """Yield the documents that have most of the rarest of some words on a side, the likeliest first."""
        forms = [form for form in dict.fromkeys(word.form for word in words) if form]
        content = [form for form in forms if not is_stop_word(form)] or forms
        terms = {form: surface_term(form) for form in content}
        frequencies = {form: self._readers.postings.document_frequency(side, term) for form, term in terms.items()}
        known = sorted((form for form in content if frequencies[form]), key=lambda form: frequencies[form])
        children = tuple(AnyTerm(side, (terms[form],)) for form in known[:RAREST])
        yield from self._texts(self._passages(children), side)

    def translated_candidates(self, words: Sequence[Word], side: Side) -> list[tuple[StoredDocument, int]]:
        """Return the documents that have most of some words of a side, translated on the other side or themselves.

        Returns:
            Each document with the number in the index of the passage that has most of them.
        """
        across = other(side)
        lemmas = self.lemmas(words)
        children = []
        for word in words:
            of_word = [lemma for lemma in lemmas[word.form] if not is_stop_word(lemma)]
            if is_stop_word(word.form) or not of_word:
                continue
            weighed: dict[str, float] = {}
            for translations in self.translations.of(side, of_word).values():
                for translation, probability in translations.items():
                    if probability >= LEAST_PROBABILITY:
                        weighed[translation] = max(probability, weighed.get(translation, 0.0))
            best_words = sorted(weighed, key=lambda lemma: (-weighed[lemma], lemma))[:TRANSLATIONS]
            if word.form.isdecimal():
                best_words = [word.form]
            children.append(AnyTerm(side, tuple(of_word)))
            if best_words:
                children.append(AnyTerm(across, tuple(best_words)))
        found = self._passages(tuple(dict.fromkeys(children)))
        firsts = self._readers.store.firsts(found)
        best_of: dict[int, int] = {}
        for first, passage in zip(firsts, found, strict=True):
            best_of.setdefault(first, passage)
        best = list(best_of.values())[:DOCUMENTS]
        return [(self._readers.store.document_of(passage), passage) for passage in best]

    def around(self, document: StoredDocument, passage: int, before: int, after: int) -> tuple[list[Bitext], int]:
        """Return a passage of a document with some before and after it, and its index among them."""
        numbers = document.passage_numbers
        shown = range(max(numbers.start, passage - before), min(numbers.stop, passage + after))
        return self._bitexts_of(shown), passage - shown.start

    def covers(self, content: Sequence[tuple[str, ...]], side: Side, bitexts: Sequence[Bitext]) -> list[set[int]]:
        """Return for each passage the indexes of those words that it has, translated on the other side or themselves.

        Args:
            content: the lemmas of each word.
            side: the side of the words.
            bitexts: passages with their sides.
        """
        across = other(side)
        found: list[set[int]] = []
        for bitext in bitexts:
            texts = [bitext.texts[across]] if across in bitext.texts else []
            own = bitext.texts[side].all_lemmas if side in bitext.texts else frozenset[str]()
            found.append(
                {
                    at
                    for at, lemmas in enumerate(content)
                    if not own.isdisjoint(lemmas)
                    or self.translations.is_covered(lemmas, side, texts, LEAST_PROBABILITY)
                }
            )
        return found

    def lemmas(self, words: Iterable[Word]) -> dict[str, tuple[str, ...]]:
        """Return the lemmas of words that the index has; other words are their own lemma."""
        forms = {word.form for word in words}
        stored = self._readers.store.lemmas(forms)
        return {form: stored.get(form, (form,)) for form in forms}

    def _passages(self, children: tuple[AnyTerm, ...]) -> list[int]:
        if not children:
            return []
        found = self._readers.postings.search(Either(children), PASSAGES)
        return [match.passage for match in sorted(found.matches, key=lambda match: (-match.score, match.passage))]

    def _texts(self, passages: Sequence[int], side: Side) -> Iterator[DocumentText]:
        """Yield the documents of some ranked passages, those with several good passages first."""
        scores: defaultdict[int, float] = defaultdict(float)
        best: dict[int, int] = {}
        for rank, (first, passage) in enumerate(zip(self._readers.store.firsts(passages), passages, strict=True)):
            scores[first] += 1 / (rank + 1)
            best.setdefault(first, passage)
        ranked = sorted(scores, key=lambda first: -scores[first])[:DOCUMENTS]
        for first in ranked:
            yield self._text_at(best[first], side)

    def _text_at(self, passage: int, side: Side) -> DocumentText:
        document = self._readers.store.document_of(passage)
        numbers = document.passage_numbers
        if len(numbers) > MOST_PASSAGES:
            start = max(numbers.start, (passage - AROUND) // AROUND * AROUND)
            numbers = range(start, min(numbers.stop, start + 3 * AROUND))
        return self._text_of(numbers.start, numbers.stop, side)

    def _read_bitexts(self, numbers: range) -> list[Bitext]:
        passages = self._readers.store.passages(numbers)
        return list(read_bitexts(passages, 0, len(passages), self._readers.forms))

    def _read(self, start: int, stop: int, side: Side) -> DocumentText:
        store = self._readers.store
        return DocumentText(store.document_of(start), store.passages(range(start, stop)), side)
