"""Count the passages and documents that a query finds, by year, archive, language or any other field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.deadline import Deadline
from bisearch.query.parser import parse
from bisearch.searching.costs import check_cost, wide_phrases_reported
from bisearch.searching.document_matching import Lookup, match_nearby
from bisearch.searching.expansion.base import ExpansionOptions
from bisearch.searching.facet_columns import check_facets, column
from bisearch.searching.field_filters import check_fields, with_filters
from bisearch.searching.options import filters_of
from bisearch.searching.planning import plan_query
from bisearch.searching.results import Facet, FacetValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.engines.nodes import Node
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Group
    from bisearch.storage.facet_values import FacetColumn


class Facets(NamedTuple):
    """The counts of a query by several facets.

    Attributes:
        query: the query as typed.
        passages: the number of passages found.
        documents: the number of documents in which they are.
        facets: the counts of each facet, in the order asked for.
    """

    query: str
    passages: int
    documents: int
    facets: tuple[Facet, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as ``bisearch facets --json`` prints them."""
        facets = [facet.to_dict() for facet in self.facets]
        return {"query": self.query, "passages": self.passages, "documents": self.documents, "facets": facets}


def count_facets(query: str, by: Sequence[str], options: SearchOptions, readers: IndexReaders) -> Facets:
    """Return the counts of a query.

    Args:
        query: the query as typed; empty counts the whole index, or what the options' filters keep.
        by: the names of the facets.
        options: how to search; only what decides which passages match is used.
        readers: the readers of the index.

    Raises:
        QueryError: the query has a mistake, or asks for too much.
        ValueError: no document has a field of that name.
    """
    check_facets(by, readers.store)
    readers = readers.for_search(Deadline(options.timeout))
    filters = filters_of(options)
    if query.strip() or filters:
        check_fields(filters, readers.store, query)
        tree = with_filters(parse(query) if query.strip() else None, filters)
        expansion = ExpansionOptions(options.translate, options.names, options.abbreviations, options.dates)
        plan = plan_query(query, tree, readers, expansion, options.lang)
        check_cost(query, plan, readers, by_document=options.group == "document")
        with wide_phrases_reported(query):
            found = matching_by_document(plan.node, options.group, readers)
    else:
        found = readers.store.passage_counts()
    return Facets(query, sum(found.values()), len(found), facets_of(found, by, readers))


def matching_by_document(node: Node, group: Group | None, readers: IndexReaders) -> Mapping[int, int]:
    """Return the number of passages that match in each document, by the number of its first passage.

    Args:
        node: the planned query.
        group: in a search for documents, words that must occur together may occur in adjacent passages.
        readers: the readers of the index.
    """
    if group == "document":
        passages: Sequence[int] = list(match_nearby(node, Lookup(readers.postings, readers.deadline), readers.store))
    else:
        passages = readers.postings.passages(node)
    return readers.store.passage_counts(passages)


def facets_of(found: Mapping[int, int], by: Sequence[str], readers: IndexReaders) -> tuple[Facet, ...]:
    """Return the counts of some documents by facets.

    Args:
        found: the number of passages found in each document, by the number of its first passage.
        by: the names of the facets.
        readers: the readers of the index.
    """
    facets = []
    for name in by:
        known = column(name, readers.store)
        readers.deadline.check()
        facets.append(Facet(name, tuple(_values(name, found, known, readers.deadline))))
    return tuple(facets)


def _values(name: str, found: Mapping[int, int], known: FacetColumn, deadline: Deadline) -> list[FacetValue]:
    """Return the counts of one facet.

    Args:
        name: the name of the facet.
        found: the number of passages found in each document, by the number of its first passage.
        known: the values of the documents.
        deadline: when the search must end.
    """
    codes = list(map(known.of_document.get, found))
    documents_of = Counter(codes)
    passages_of = dict.fromkeys(documents_of, 0)
    for code, count in deadline.through(zip(codes, found.values(), strict=True)):
        passages_of[code] += count
    unknown = len(known.values)
    documents, passages = [0] * (unknown + 1), [0] * (unknown + 1)
    for code, count in deadline.through(documents_of.items()):
        for place in known.combinations[code] if code is not None else (unknown,):
            documents[place] += count
            passages[place] += passages_of[code]
    values = [
        FacetValue(known.values[place], passages[place], documents[place])
        for place in range(unknown)
        if documents[place]
    ]
    values.sort(key=_year if name == "year" else _frequency)
    return values + ([FacetValue(None, passages[-1], documents[-1])] if documents[-1] else [])


def _frequency(count: FacetValue) -> tuple[int, int, str]:
    return -count.documents, -count.passages, count.value or ""


def _year(count: FacetValue) -> tuple[str, str]:
    """Return the sort key of a year; an open interval is beside its known end."""
    value = count.value or ""
    return value.strip("./"), value
