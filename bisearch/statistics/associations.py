"""Compares how often each lemma occurs among some of the words of a side and among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.analysis.stop_words import is_stop_word
from bisearch.statistics.dispersion import Dispersion

if TYPE_CHECKING:
    from bisearch.statistics.columns import Mask, Numbers
    from bisearch.statistics.form_index import FormIndex
    from bisearch.statistics.measures import Scores
    from bisearch.statistics.side_tokens import SideTokens


class LemmaCounts(NamedTuple):
    """The number of occurrences of each lemma in two parts of the words; a word counts under its likeliest lemma.

    Attributes:
        inside: the number of occurrences of each lemma in the one part, by its place in `FormIndex.lemma_names`.
        outside: the number of its occurrences in the other part.
        words_inside: the number of all words of the one part.
        words_outside: the number of all words of the other part.
    """

    inside: Numbers
    outside: Numbers
    words_inside: int
    words_outside: int


def count_lemmas(tokens: SideTokens, forms: FormIndex, inside: Mask, outside: Mask) -> LemmaCounts:
    """Count the lemmas of two parts of the words.

    Args:
        tokens: the words.
        forms: the forms of the index.
        inside: which words are in the one part.
        outside: which words are in the other part.
    """
    counted, others = (
        _by_lemma(np.bincount(tokens.forms[part], minlength=len(forms.forms)), forms) for part in (inside, outside)
    )
    return LemmaCounts(counted, others, int(inside.sum()), int(outside.sum()))


def candidates(occurrences: Numbers, forms: FormIndex, at_least: int, *, function_words: bool) -> Numbers:
    """Return the lemmas to compare.

    Args:
        occurrences: the number of occurrences of each lemma.
        forms: the forms of the index.
        at_least: the least number of occurrences, at least 1.
        function_words: whether function words are compared too.
    """
    enough = np.flatnonzero(occurrences >= at_least)
    if function_words:
        return enough
    return np.array([lemma for lemma in enough.tolist() if not is_stop_word(forms.lemma_names[lemma])], np.int64)


def strongest(scores: Scores, occurrences: Numbers, lemmas: Numbers, forms: FormIndex, limit: int) -> list[int]:
    """Return the places of the greatest scores: of equal ones the most frequent lemma first, then by the alphabet."""
    order = np.lexsort((-occurrences, -scores))
    if len(order) > limit > 0:
        # All that tie with the last one in both are kept until they are sorted by the alphabet.
        last = order[limit - 1]
        is_after = (scores < scores[last]) | ((scores == scores[last]) & (occurrences < occurrences[last]))
        order = order[~is_after[order]]
    ordered = sorted(
        order.tolist(), key=lambda place: (-scores[place], -occurrences[place], forms.lemma_names[lemmas[place]])
    )
    return ordered[:limit]


class Spread(NamedTuple):
    """How a lemma is spread over documents.

    Attributes:
        documents: the number of documents in which it occurs.
        dispersion: its DPnorm over the documents; see `Dispersion`.
    """

    documents: int
    dispersion: float | None


def spreads(lemmas: Numbers, tokens: SideTokens, forms: FormIndex, inside: Mask) -> list[Spread]:
    """Return how lemmas are spread over the documents within a part of the words.

    The documents are those that have words of the part, and their sizes are the numbers of these words.

    Args:
        lemmas: the lemmas, each once.
        tokens: the words.
        forms: the forms of the index.
        inside: which words are in the part.
    """
    places = np.flatnonzero(inside)
    documents = tokens.documents_of(places)
    dispersion = Dispersion(np.bincount(documents, minlength=len(tokens.firsts)))
    orders = np.full(len(forms.lemma_names), -1)
    orders[lemmas] = np.arange(len(lemmas))
    asked = orders[forms.lemma_numbers[tokens.forms[places]]]
    count = max(1, len(tokens.firsts))
    pairs, counts = np.unique((asked * count + documents)[asked >= 0], return_counts=True)
    ends = np.searchsorted(pairs, np.arange(1, len(lemmas)) * count)
    each = zip(np.split(pairs % count, ends), np.split(counts, ends), strict=True)
    return [Spread(len(places), dispersion.of(places, numbers)) for places, numbers in each][: len(lemmas)]


def _by_lemma(by_form: Numbers, forms: FormIndex) -> Numbers:
    return np.bincount(forms.lemma_numbers, by_form, len(forms.lemma_names)).astype(np.int64)
