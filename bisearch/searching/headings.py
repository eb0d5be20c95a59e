"""Find the documents whose heading matches a query: their titles in both languages, and their summary.

A heading is matched like a passage, with all translations and other spellings of the query's words. Each word is looked
for by its script, since a heading may be in either language. What matches by its heading alone follows all text.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import words
from bisearch.engines.bm25 import idf
from bisearch.engines.nodes import AnyTerm, Both, Either, PassageRanges, TermPhrase, Without, leaves_of
from bisearch.engines.proximity import phrase_places
from bisearch.searching.ranking import RankedPassage
from bisearch.storage.heading_terms import HEADING_FIELDS, terms_of_side

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from bisearch.engines.nodes import Node
    from bisearch.model import Metadata, Side
    from bisearch.searching.document_ranking import RankedDocument
    from bisearch.searching.ranking import Sort
    from bisearch.searching.readers import IndexReaders
    from bisearch.storage.documents import DocumentStore

    # The weight of each document that matches, by the document's number.
    Weights: TypeAlias = dict[int, float]
    # The number of each document of which only the heading matches, by the document's first passage.
    HeadingHits: TypeAlias = dict[int, int]


class HeadingMatcher:
    """Matches a query and its parts against the headings of an index.

    Args:
        node: the planned query.
        readers: the readers of the index.
    """

    def __init__(self, node: Node, readers: IndexReaders) -> None:
        self._store = readers.store
        self._postings = readers.postings
        self._forms = readers.forms
        self._deadline = readers.deadline
        self._node = node

    @cached_property
    def _documents(self) -> dict[str, set[int]]:
        """The documents that have a term of the query in their heading, by the term."""
        return self._store.by_term(HEADING_FIELDS, frozenset(_terms(self._node)))

    def matches(self, node: Node, among: Collection[int] | None = None) -> Weights:
        """Return the documents whose heading matches the query or a part of it.

        Args:
            node: the query or one of its parts.
            among: the documents to look at for phrases; others may be left out. None looks at all.

        Returns:
            For each document, the sum of the inverse document frequencies of the parts that match; empty if no heading
            has any word of the query.
        """
        return self._match(node, among) if self._documents else {}

    def only_in_headings(self, node: Node, passages: Collection[int], total: int) -> HeadingHits:
        """Return the documents whose heading matches, but no passage.

        Args:
            node: the planned query.
            passages: passages that match.
            total: how many passages match, these and others.
        """
        numbers = self._store.passage_numbers(self._may_match(node))
        self._deadline.check()
        in_text = set(passages)
        found = {document: each for document, each in numbers.items() if in_text.isdisjoint(each)}
        if found and len(in_text) < total:
            has_match = set(self._postings.ranges_with_matches(node, list(found.values()), total))
            found = {document: each for document, each in found.items() if each not in has_match}
            self._deadline.check()
        if found and any(isinstance(leaf, TermPhrase) for leaf in leaves_of(node)):
            found = {document: found[document] for document in self.matches(node, found) if document in found}
        return {each.start: document for document, each in found.items()}

    def weights(self, node: Node, found: HeadingHits) -> dict[int, float]:
        """Return the weights by which some documents are ordered, those whose heading matches a part of the query.

        Args:
            node: the planned query or one of its parts.
            found: documents of which only the heading matches.

        Returns:
            The weights, as `matches` defines them, by the documents' first passages.
        """
        weights = self.matches(node, found.values()) if found else {}
        return {first: weights[document] for first, document in found.items() if document in weights}

    def _may_match(self, node: Node) -> set[int]:
        """Return the documents whose heading may match although no passage does.

        Of one word, these are exactly those that have it in the heading and not in the text: few, since most words of a
        heading are in the text. Of a phrase, they are those with all its words in the heading.
        """
        match node:
            case AnyTerm(side, terms):
                return self._store.with_only_in_heading(side, terms)
            case TermPhrase(side, slots):
                with_first, *with_others = (self._with_any(side, slot) for slot in slots)
                return with_first.intersection(*with_others)
            case Either(children):
                return set().union(*map(self._may_match, children))
            case _:
                return set(self.matches(node))

    def _match(self, node: Node, among: Collection[int] | None = None) -> Weights:
        self._deadline.check()
        match node:
            case AnyTerm(side, terms):
                documents = self._with_any(side, terms)
                return dict.fromkeys(documents, self._weight(documents))
            case TermPhrase(side, slots):
                with_each = [self._with_any(side, slot) for slot in slots]
                weight = sum(map(self._weight, with_each))
                looked_at = with_each[0].intersection(*with_each[1:], *([] if among is None else [among]))
                return {
                    stored.number: weight
                    for stored in self._deadline.through(self._store.numbered(looked_at))
                    if self._has_phrase(stored.metadata, node)
                }
            case PassageRanges(ranges):
                return dict.fromkeys(self._store.numbers_of(numbers.start for numbers in ranges), 0.0)
            case Either(children):
                return _sum(self._match(child, among) for child in children)
            case Both(children, optional):
                required = [self._match(child, among) for child in children]
                kept = set(required[0]).intersection(*required[1:])
                total = _sum([*required, *(self._match(child, among) for child in optional)])
                return {document: total[document] for document in kept}
            case Without(child, excluded):
                hidden = self._match(excluded, among)
                shown = self._match(child, among)
                return {document: weight for document, weight in shown.items() if document not in hidden}

    def _with_any(self, side: Side, terms: Iterable[str]) -> set[int]:
        """Return the documents whose heading has any of some terms, those in the script of the other side left out."""
        return set().union(*(self._documents.get(term, ()) for term in terms_of_side(terms, side)))

    def _weight(self, documents: set[int]) -> float:
        """Return the weight of a word by the documents with it in their heading."""
        return idf(self._store.count, len(documents)) if documents else 0.0

    def _has_phrase(self, document: Metadata, phrase: TermPhrase) -> bool:
        """Return whether one text of a document's heading has a phrase."""
        return any(True for text in _texts(document) for _ in self._places(words(text).forms, phrase))

    def _places(self, forms: Sequence[str], phrase: TermPhrase) -> Iterator[tuple[int, ...]]:
        terms = self._forms.terms(forms)

        def positions(slot: Sequence[str]) -> set[int]:
            return {place for place, form in enumerate(forms) if not set(slot).isdisjoint(terms[form])}

        return phrase_places(phrase, list(map(positions, phrase.slots)), positions(phrase.fillers))


def add_passages(
    ranked: Sequence[RankedPassage], headings: Mapping[int, float], store: DocumentStore, sort: Sort
) -> list[RankedPassage]:
    """Return the first passages that match, and the first passage of each document of which only the heading does.

    By score, the latter follow; by date, they are merged with the others.

    Args:
        ranked: the first passages that match, in order.
        headings: the weights of the documents of which only the heading matches, by their first passages.
        store: the document store of the index.
        sort: the order of `ranked`.
    """
    if not headings:
        return list(ranked)
    both = [*ranked, *_ranked_headings(headings, store)]
    if sort == "score":
        return both
    keys = ((not day, day, id_, place) for day, id_, place in store.order([each.passage for each in both]))
    return [each for _, _, each in sorted(zip(keys, range(len(both)), both, strict=True))]


def add_documents(
    ranked: Sequence[RankedDocument], headings: Mapping[int, float], store: DocumentStore, sort: Sort
) -> list[RankedDocument]:
    """Return the documents that match, and those of which only the heading does, as `add_passages` does.

    Args:
        ranked: the documents that match, in order.
        headings: the weights of the documents of which only the heading matches, by their first passages.
        store: the document store of the index.
        sort: the order of `ranked`.
    """
    from bisearch.searching.document_ranking import RankedDocument, by_date  # noqa: PLC0415 -- a search starts faster without

    if not headings:
        return list(ranked)
    passages = _ranked_headings(headings, store)
    ids = (id_ for _, id_, _ in store.order([each.passage for each in passages]))
    added = [RankedDocument(id_, each.score, (each,), "heading") for id_, each in zip(ids, passages, strict=True)]
    both = [*ranked, *added]
    return both if sort == "score" else by_date(both, store)


def _ranked_headings(headings: Mapping[int, float], store: DocumentStore) -> list[RankedPassage]:
    """Return the first passage of each document, those with the greatest weight first; ties are ordered by id."""
    ranks = store.ranks(list(headings))
    ordered = sorted((-weight, rank, first) for rank, (first, weight) in zip(ranks, headings.items(), strict=True))
    return [RankedPassage(first, 0.0, "heading") for _, _, first in ordered]


def _texts(document: Metadata) -> Iterator[str]:
    return filter(None, (document.title, document.title_ru, document.summary))


def _terms(node: Node) -> Iterator[str]:
    """Yield every term of a query."""
    for leaf in leaves_of(node):
        yield from leaf.terms if isinstance(leaf, AnyTerm) else chain.from_iterable(leaf.slots)


def _sum(several: Iterable[Weights]) -> Weights:
    total: Weights = {}
    for weights in several:
        for document, weight in weights.items():
            total[document] = total.get(document, 0.0) + weight
    return total
