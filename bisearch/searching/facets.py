"""Count the passages and documents that a query finds, by year, archive, language or any other field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.notation.shelfmarks import archive_key
from bisearch.query.parser import parse
from bisearch.searching.document_matching import Lookup, match_nearby
from bisearch.searching.expansion.base import ExpansionOptions
from bisearch.searching.field_filters import check_fields, with_filters
from bisearch.searching.options import filters_of
from bisearch.searching.planning import plan_query
from bisearch.storage.facet_values import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.searching.options import SearchOptions
    from bisearch.searching.readers import IndexReaders
    from bisearch.storage.facet_values import FacetColumn


class FacetValue(NamedTuple):
    """How often a query finds documents with one value of a facet.

    Attributes:
        value: the value, as most documents write it; None for documents of which it is unknown.
        passages: the number of passages found in documents with this value.
        documents: the number of documents with this value in which passages are found.
    """

    value: str | None
    passages: int
    documents: int


class Facet(NamedTuple):
    """The counts of one facet.

    Attributes:
        by: the name of the facet.
        values: the counts by value, years ascending, other values by their number of documents; last, if there are
            any, the documents of which the value is unknown. A document of several values, such as one dated to an
            interval of years, counts in each.
    """

    by: str
    values: tuple[FacetValue, ...]


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
        facets = [{"by": facet.by, "values": [value._asdict() for value in facet.values]} for facet in self.facets]
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
    columns = [readers.store.facet(name, _KEYS.get(name, str)) for name in by]
    for name, column in zip(by, columns, strict=True):
        if name not in BUILT_IN and not column.values:
            known = {*BUILT_IN, *readers.store.facet_names()}
            raise ValueError(f"no facet {name!r}; this index has {', '.join(sorted(known))}")
    found = _passages_by_document(query, options, readers)
    facets = tuple(Facet(name, tuple(_values(name, found, column))) for name, column in zip(by, columns, strict=True))
    return Facets(query, sum(found.values()), len(found), facets)


def _passages_by_document(query: str, options: SearchOptions, readers: IndexReaders) -> Mapping[int, int]:
    """Return the number of passages found in each document, by the number of its first passage."""
    filters = filters_of(options)
    if not query.strip() and not filters:
        return readers.store.passage_counts()
    check_fields(filters, readers.store, query)
    tree = with_filters(parse(query) if query.strip() else None, filters)
    expansion = ExpansionOptions(options.translate, options.names, options.abbreviations, options.dates)
    plan = plan_query(query, tree, readers, expansion, options.lang)
    if options.group == "document":
        passages: Sequence[int] = list(match_nearby(plan.node, Lookup(readers.postings), readers.store))
    else:
        passages = readers.postings.passages(plan.node)
    return readers.store.passage_counts(passages)


def _values(name: str, found: Mapping[int, int], column: FacetColumn) -> list[FacetValue]:
    """Return the counts of one facet.

    Args:
        name: the name of the facet.
        found: the number of passages found in each document, by the number of its first passage.
        column: the values of the documents.
    """
    unknown = len(column.values)
    documents, passages = [0] * (unknown + 1), [0] * (unknown + 1)
    places_of, none = column.of_document.get, (unknown,)
    for first, count in found.items():
        for place in places_of(first, none):
            documents[place] += 1
            passages[place] += count
    values = [
        FacetValue(column.values[place], passages[place], documents[place])
        for place in range(unknown)
        if documents[place]
    ]
    values.sort(key=_year if name == "year" else _frequency)
    return values + ([FacetValue(None, passages[-1], documents[-1])] if documents[-1] else [])


def _fond_key(value: str) -> str:
    archive, _, fond = value.rpartition(", ")
    return f"{archive_key(archive)} {fond[3:]}"


# Archives are written in either script, and have had other names.
_KEYS = {"archive": archive_key, "fond": _fond_key}


def _frequency(count: FacetValue) -> tuple[int, int, str]:
    return -count.documents, -count.passages, count.value or ""


def _year(count: FacetValue) -> tuple[str, str]:
    """Return the sort key of a year; an open interval is beside its known end."""
    value = count.value or ""
    return value.strip("./"), value
