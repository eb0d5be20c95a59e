"""Reading a dictionary file as pairs of lemmas with probabilities, the prior of the translation table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import SourceError
from bisearch.lexicon.dictionary_articles import Gloss, content_words, glosses
from bisearch.lexicon.dictionary_files import dictionary_name, is_dictionary, read_articles
from bisearch.lexicon.dictionary_tables import TablePair, read_table
from bisearch.lexicon.term_bases import is_term_base, read_terms
from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bisearch.analysis.lemmatizer import Lemmatizer


__all__ = ["DictionaryEntry", "dictionary_name", "read_entries"]


class DictionaryEntry(NamedTuple):
    """Two lemmas that translate each other according to a dictionary.

    Attributes:
        ru: the Russian lemma.
        en: the English lemma.
        to_en: probability in [0, 1] that `ru` is translated as `en`, by rank and weight in the dictionary.
        to_ru: probability in [0, 1] that `en` is translated as `ru`, by rank and weight in the dictionary.
    """

    ru: str
    en: str
    to_en: float
    to_ru: float


def read_entries(path: Path, lemmatizer: Lemmatizer) -> list[DictionaryEntry]:
    """Read a dictionary as pairs of lemmas.

    Headwords of several content words are skipped; a translation of several words divides its weight among them.

    Args:
        path: a dictd or StarDict dictionary, a term base in TBX, or a table with a Russian and an English column in
            either order, and optionally a weight and comments.
        lemmatizer: lemmatizer of the index.

    Returns:
        The pairs, sorted; in each direction, the probabilities of a lemma's pairs sum to 1.

    Raises:
        SourceError: the file cannot be read or holds no pair.
    """
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for forms, gloss in _dictionary(path) if is_dictionary(path) else _term_pairs(path):
        if len(forms) != 1:
            continue
        headword = _lemma(forms[0], lemmatizer)
        is_russian = script_of(headword) == "cyrillic"
        for form in gloss.forms:
            lemma = _lemma(form, lemmatizer)
            weights[(headword, lemma) if is_russian else (lemma, headword)] += gloss.weight / len(gloss.forms)
    if not weights:
        raise SourceError(str(path), "no pair of a Russian and an English word")
    from_ru: defaultdict[str, float] = defaultdict(float)
    from_en: defaultdict[str, float] = defaultdict(float)
    for (ru, en), weight in weights.items():
        from_ru[ru] += weight
        from_en[en] += weight
    return sorted(DictionaryEntry(ru, en, each / from_ru[ru], each / from_en[en]) for (ru, en), each in weights.items())


def _dictionary(path: Path) -> Iterator[tuple[tuple[str, ...], Gloss]]:
    for article in read_articles(path):
        forms = _words(article.headword)
        if len(forms) == 1:
            for gloss in glosses(article.headword, article.text):
                yield forms, gloss


def _term_pairs(path: Path) -> Iterator[tuple[tuple[str, ...], Gloss]]:
    """Yield the pairs of a term base or a table, the term of one word first."""
    if is_term_base(path):
        pairs = (TablePair(ru, en, 1.0) for ru, en in read_terms(path))
    else:
        pairs = (pair for pair in read_table(path))
    for first, second, weight in pairs:
        left, right = _words(first), _words(second)
        if len(left) > 1:
            left, right = right, left
        if left and right:
            yield left, Gloss(right, weight)


def _words(text: str) -> tuple[str, ...]:
    return content_words(tuple(token.form for token in tokenize(text)))


def _lemma(form: str, lemmatizer: Lemmatizer) -> str:
    """Return the lemma of a form, preferring the form itself, since dictionaries mostly list lemmas."""
    lemmas = lemmatizer.lemmas(form)
    return form if form in lemmas else lemmas[0]
