"""Words of an index that a scanner or a typist may have made of a word of a query."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.analysis.form_table import surface_term
from bisearch.notation.scripts import script_of
from bisearch.similarity.ocr_confusion import ocr_distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.model import Side
    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.readers import IndexReaders
    from bisearch.statistics.form_index import FormIndex

# The greatest number of near misses of one word.
MAX_NEAR_MISSES = 12
# The greatest number of inflected forms of a word that are compared.
MAX_INFLECTED = 20
# Shorter words are similar to too many others; from the second length on, two letters may differ.
MIN_LETTERS, TWO_EDITS_FROM = 4, 6
# Two letters may be confused for letters that look alike; any other letter may differ only alone, in a word that no
# dictionary knows.
MAX_CONFUSIONS, MAX_OTHER = 0.8, 1.0


class NearMiss(NamedTuple):
    """A word of the index that may be a misread word of the query.

    Attributes:
        word: the word of the query, normalized.
        side: the side.
        form: the word of the index, normalized.
        distance: the cost of the edits: 0.4 for letters that look alike, 1 for any other.
        is_known: whether the dictionaries have the word of the index, so that it is likely another word.
        passages: the number of passages that have it.
    """

    word: str
    side: Side
    form: str
    distance: float
    is_known: bool
    passages: int

    def to_dict(self) -> dict[str, Any]:
        """Return the near miss as in JSON."""
        return self._asdict()


def near_misses(expansions: Sequence[Expansion], readers: IndexReaders, forms: FormIndex) -> tuple[NearMiss, ...]:
    """Return the words of an index that differ from the words of a query as misread words do.

    Args:
        expansions: what the query was looked up as; what was looked up is no near miss.
        readers: the readers of the index.
        forms: the forms of the index, by which inflected forms of a word are compared too.
    """
    looked_up = {term for each in expansions for slot in each.slots for term in slot}
    asked: dict[tuple[Side, str], None] = {}
    for expansion in expansions:
        if expansion.why in {"lemma", "exact", "phrase"}:
            asked |= dict.fromkeys((expansion.node.side, form) for form in expansion.word.split())
    words = [(side, form) for side, form in asked if len(form) >= MIN_LETTERS and script_of(form) != "neutral"]
    return tuple(chain.from_iterable(_of_word(form, side, looked_up, readers, forms) for side, form in words))


def _of_word(word: str, side: Side, looked_up: set[str], readers: IndexReaders, forms: FormIndex) -> list[NearMiss]:
    """Return the near misses of a word and of its inflected forms that the index has."""
    lemmas = readers.forms.lemmas([word])[word]
    (mask,) = forms.masks([lemmas]).values()
    inflected = [forms.forms[number] for number in mask.nonzero()[0].tolist()]
    found: dict[str, NearMiss] = {}
    for form in dict.fromkeys((word, *sorted(inflected, key=len)[:MAX_INFLECTED])):
        readers.deadline.check()
        for near in _near(form, side, looked_up, readers):
            if near.form not in found or near.distance < found[near.form].distance:
                found[near.form] = near._replace(word=word)
    return sorted(found.values(), key=lambda each: (each.is_known, each.distance, -each.passages))[:MAX_NEAR_MISSES]


def _near(form: str, side: Side, looked_up: set[str], readers: IndexReaders) -> list[NearMiss]:
    candidates = readers.vocabulary.within_edits(form, 2 if len(form) >= TWO_EDITS_FROM else 1)
    candidates.pop(form, None)
    lemmas = readers.forms.lemmas(candidates)
    own = readers.forms.lemmas([form])[form]
    near = []
    distances = {other: ocr_distance(form, other) for other in candidates}
    for other in sorted(candidates, key=lambda each: (distances[each], -candidates[each], each)):
        distance = round(distances[other], 1)
        terms = {surface_term(other), *lemmas[other]}
        if distance > MAX_OTHER or not looked_up.isdisjoint(terms) or not set(own).isdisjoint(lemmas[other]):
            continue
        is_known = readers.forms.has_entry(other)
        if distance > MAX_CONFUSIONS and is_known:
            continue
        passages = readers.postings.document_frequency(side, surface_term(other))
        if passages:  # the vocabulary keeps the words of documents that have since been removed
            near.append(NearMiss(form, side, other, distance, is_known, passages))
    return near
