"""Run a search: parse, plan, rank, and build the results."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bisearch.deadline import Deadline
from bisearch.engines.bm25 import K1, B, Bm25
from bisearch.errors import QueryCostError, QueryError
from bisearch.query.parser import parse
from bisearch.query.tree import has_date_filter, has_only_filters
from bisearch.searching.announcing import announce_plan, announce_words
from bisearch.searching.costs import check_cost, hit_budget, wide_phrases_reported
from bisearch.searching.expansion.base import ExpansionOptions
from bisearch.searching.explanation import lookups
from bisearch.searching.field_filters import check_fields, with_filters
from bisearch.searching.headings import HeadingMatcher, add_documents, add_passages
from bisearch.searching.hits import HitBuilder
from bisearch.searching.options import filters_of
from bisearch.searching.planning import PlannedParts, plan_query
from bisearch.searching.ranking import RERANKED, rank_passages
from bisearch.searching.results import Results
from bisearch.searching.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.engines.nodes import Node as EngineNode
    from bisearch.query.tree import Node
    from bisearch.searching.document_ranking import RankedDocument
    from bisearch.searching.headings import HeadingHits
    from bisearch.searching.meaning import MeaningQuery
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.ranking import RankedPassage
    from bisearch.searching.readers import IndexReaders
    from bisearch.searching.results import Facet, Group

# Passages to give for each document by default.
BEST_PASSAGES = 3


class _Found(NamedTuple):
    """The passages or documents that one search has found.

    Attributes:
        total: the number of passages that match, and of documents of which only the heading does.
        literal: how many of `total` match with nothing translated.
        passages: the passages to give, in order; those of `documents` in a search for documents.
        documents: the documents to give, in order; empty in a search for passages.
        total_documents: the number of documents that match; None in a search for passages.
        literal_documents: how many of `total_documents` match with nothing translated; None in a search for passages.
        by_meaning: how many of `total` have no word of the query; None if the search is by words alone.
    """

    total: int
    literal: int
    passages: Sequence[RankedPassage]
    documents: Sequence[RankedDocument] = ()
    total_documents: int | None = None
    literal_documents: int | None = None
    by_meaning: int | None = None


class _Prepared(NamedTuple):
    """A query that can be searched.

    Attributes:
        tree: the parsed query.
        plan: the planned query.
        group: what the search finds.
        best: how many passages to give of each document.
        work: the estimated work, in postings.
    """

    tree: Node
    plan: QueryPlan
    group: Group
    best: int
    work: float


class RankedSearch(NamedTuple):
    """A search that is ranked, and whose hits are yet to be built.

    Attributes:
        results: the results without hits and documents.
        passages: the passages of the hits, in order.
        documents: the documents found, in order; empty in a search for passages.
        best: how many passages to give of each document.
        builder: builds the hits, as long as the readers are open.
        work: the estimated work of finding them, in postings.
    """

    results: Results
    passages: Sequence[RankedPassage]
    documents: Sequence[RankedDocument]
    best: int
    builder: HitBuilder
    work: float = 0.0


def search(query: str, options: SearchOptions, readers: IndexReaders) -> Results:
    """Search an index.

    Args:
        query: the query as typed; it may be empty if the options filter documents.
        options: how to search.
        readers: the readers of the index.

    Raises:
        QueryError: the query has a mistake, or asks for too much, and the options are not lenient.
        QueryCostError: the query, or the number of hits, would take too much time or memory.
        SearchTimeoutError: the search took longer than the options allow.
        ValueError: the options set k1 or b, which the index's engine cannot change.
    """
    began = time.perf_counter()
    return results_of(rank(query, options, readers), query, options, began)


def results_of(found: RankedSearch, query: str, options: SearchOptions, began: float) -> Results:
    """Build the hits of a search that is ranked.

    Args:
        found: the ranked search.
        query: the query as typed.
        options: how to search.
        began: the reading of `time.perf_counter` when the search began.

    Raises:
        QueryCostError: the hits would take too much time or memory.
        SearchTimeoutError: the search took longer than the options allow.
    """
    budget = hit_budget(query, len(found.passages), options, found.work)
    found.builder.check(found.passages, budget)
    documents = tuple(found.builder.document(each, found.best, budget) for each in found.documents)
    if found.results.group == "document":
        hits = tuple(hit for document in documents for hit in document.hits)
    else:
        hits = tuple(found.builder.hits(found.passages, budget))
    return replace(found.results, hits=hits, documents=documents, seconds=time.perf_counter() - began)


def rank(query: str, options: SearchOptions, readers: IndexReaders) -> RankedSearch:
    """Search an index without building the hits.

    Raises:
        QueryError: the query has a mistake, or asks for too much, and the options are not lenient.
        QueryCostError: the query would take too much time or memory.
        SearchTimeoutError: the search took longer than the options allow.
        ValueError: the options set k1 or b, which the index's engine cannot change.
    """
    readers = readers.for_search(Deadline(options.timeout))
    check_fields(filters_of(options), readers.store, query)
    known = PlannedParts()
    if options.lenient:
        return _rank_leniently(query, options, readers, known)
    try:
        return _rank(query, options, readers, known)
    except QueryCostError:
        raise
    except QueryError as error:
        error.instead = _instead(query, options, readers, known)
        raise


def _instead(query: str, options: SearchOptions, readers: IndexReaders, known: PlannedParts) -> str:
    """Return a query that can be run instead of one with mistakes; empty if it has no word to look for.

    It is planned, and its cost is checked, but it is not searched: only a cluster refuses a query while it is searched.
    """
    from bisearch.query.mending import run_mended  # noqa: PLC0415 -- only a mistake needs it

    if readers.postings.is_remote:
        none = replace(options, limit=0, suggest=False)
        return run_mended(query, lambda instead: _rank(instead, none, readers, known))[0].query
    return run_mended(query, lambda instead: _prepare(instead, options, readers, known))[0].query


def _rank_leniently(query: str, options: SearchOptions, readers: IndexReaders, known: PlannedParts) -> RankedSearch:
    """Search for what a query means without its mistakes, and note the changes."""
    from bisearch.query.mending import run_mended  # noqa: PLC0415 -- a search starts faster without

    mended, found = run_mended(query, lambda instead: _rank(instead, options, readers, known))
    if found is None:
        group = options.group or "passage"
        count = None if group == "passage" else 0
        results = Results(query, 0, (), 0.0, options.offset, group=group, total_documents=count)
        found = RankedSearch(results, (), (), 0, HitBuilder((), readers))
    notes = (*mended.notes, *found.results.notes)
    results = replace(found.results, query=query, interpretation=mended.query, notes=notes)
    return found._replace(results=results)


def _prepare(query: str, options: SearchOptions, readers: IndexReaders, known: PlannedParts) -> _Prepared:
    """Parse and plan a query, and check its cost.

    Args:
        query: the query as typed.
        options: how to search.
        readers: the readers of the index.
        known: the parts of queries that this search has planned before.

    Raises:
        QueryError: the query has a mistake, or asks for too much.
        QueryCostError: the query would take too much time or memory.
    """
    filters = filters_of(options)
    tree = with_filters(None if filters and not query.strip() else parse(query), filters)
    group, best = _group(tree, options)
    expansion = ExpansionOptions(options.translate, options.names, options.abbreviations, options.dates)
    announce_words(tree, readers)
    plan = plan_query(query, tree, readers, expansion, options.lang, known)
    announce_plan(plan, readers)
    work = check_cost(query, plan, readers, by_document=group == "document")
    return _Prepared(tree, plan, group, best, work)


def _rank(query: str, options: SearchOptions, readers: IndexReaders, known: PlannedParts) -> RankedSearch:
    if options.k1 is not None or options.b is not None:
        readers = readers._replace(postings=readers.postings.with_bm25(_bm25(options, Bm25(K1, B))))
    _check_facets(options.facets, readers)
    tree, plan, group, best, work = _prepare(query, options, readers, known)
    note = ""
    headings = HeadingMatcher(plan.node, readers) if options.titles else None
    with wide_phrases_reported(query):
        if group == "document":
            found = _find_documents(plan, options, best, readers, headings)
        else:
            meaning, note = _meaning(query, tree, options, readers)
            found = _find_passages(plan, options, readers, headings, meaning)
        suggested = suggestions(plan.words, readers, headings, options.lang) if options.suggest else ()
    counts = _counts(plan, group, options.facets, readers)
    results = Results(
        query, found.total, (), 0.0, options.offset, lookups(plan.all_expansions), suggested,
        group, (), found.total_documents, readers.store.undated if has_date_filter(tree) else 0, query,
        (note,) if note else (), found.total - found.literal - (found.by_meaning or 0),
        None if found.total_documents is None else found.total_documents - (found.literal_documents or 0), counts,
        found.by_meaning,
    )  # fmt: skip
    builder = HitBuilder(plan.all_expansions, readers, options.context, marks=options.marks)
    return RankedSearch(results, found.passages, found.documents, best, builder, work)


def _meaning(query: str, tree: Node, options: SearchOptions, readers: IndexReaders) -> tuple[MeaningQuery | None, str]:
    """Return the query as it is looked for by meaning, if it is, or else a note if it should be."""
    if readers.vectors is None:
        return None, ""
    from bisearch.searching.meaning import meaning_query  # noqa: PLC0415 -- few indexes have vectors

    return meaning_query(query, tree, options, readers)


def _check_facets(by: tuple[str, ...], readers: IndexReaders) -> None:
    if by:
        from bisearch.searching.facet_columns import check_facets  # noqa: PLC0415 -- seldom used

        check_facets(by, readers.store)


def _counts(plan: QueryPlan, group: Group, by: tuple[str, ...], readers: IndexReaders) -> tuple[Facet, ...]:
    """Return the counts of what matches by facets."""
    if not by:
        return ()
    from bisearch.searching.facets import facets_of, matching_by_document  # noqa: PLC0415 -- seldom used

    return facets_of(matching_by_document(plan.node, group, readers), by, readers)


def _bm25(options: SearchOptions, default: Bm25) -> Bm25:
    return Bm25(default.k1 if options.k1 is None else options.k1, default.b if options.b is None else options.b)


def _group(tree: Node, options: SearchOptions) -> tuple[Group, int]:
    """Return what a search finds, and how many passages to give for each document."""
    lists_documents = options.group is None and has_only_filters(tree)
    group = options.group or ("document" if lists_documents else "passage")
    if options.best is not None:
        return group, options.best
    return group, 0 if lists_documents else BEST_PASSAGES


def _find_documents(
    plan: QueryPlan,
    options: SearchOptions,
    best: int,
    readers: IndexReaders,
    headings: HeadingMatcher | None,
) -> _Found:
    from bisearch.searching.document_matching import Lookup, match_nearby  # noqa: PLC0415 -- a search starts faster without
    from bisearch.searching.document_ranking import (  # noqa: PLC0415
        DOCUMENT_BM25,
        DocumentScorer,
        add_translated,
        rank_documents,
    )

    lookup = Lookup(readers.postings, readers.deadline)

    def ranked_documents(passages: set[int], node: EngineNode) -> list[RankedDocument]:
        scorer = DocumentScorer(plan._replace(node=node), lookup, readers.store, _bm25(options, DOCUMENT_BM25))
        return rank_documents(passages, scorer, readers.store, options.sort)

    nearby = match_nearby(plan.first_ranked, lookup, readers.store)
    ranked = ranked_documents(nearby, plan.first_ranked)
    matching, first_ranked = nearby, len(ranked)
    if plan.quoted is not None:
        matching = match_nearby(plan.node, lookup, readers.store)
        translated = ranked_documents(matching - nearby, plan.node)
        ranked = add_translated(ranked, translated, readers.store, options.sort)
    literal, literal_documents = len(matching), len(ranked)
    if plan.literal is not None and plan.literal == plan.quoted:
        literal, literal_documents = len(nearby), first_ranked
    elif plan.literal is not None:
        passages = match_nearby(plan.literal, lookup, readers.store)
        literal, literal_documents = len(passages), len(set(readers.store.firsts(list(passages))))
    added: HeadingHits = {}
    if headings is not None:
        added = headings.only_in_headings(plan.node, matching, len(matching))
        ranked = add_documents(ranked, headings.weights(plan.node, added), readers.store, options.sort)
        in_headings = len(headings.weights(plan.literal, added)) if plan.literal is not None else len(added)
        literal, literal_documents = literal + in_headings, literal_documents + in_headings
    shown = ranked[options.offset : options.offset + options.limit]
    best_passages = [passage for document in shown for passage in document.passages[:best]]
    return _Found(len(matching) + len(added), literal, best_passages, shown, len(ranked), literal_documents)


def _find_passages(
    plan: QueryPlan,
    options: SearchOptions,
    readers: IndexReaders,
    headings: HeadingMatcher | None,
    meaning: MeaningQuery | None = None,
) -> _Found:
    count = options.offset + options.limit
    wanted = count if meaning is None else max(count, RERANKED)
    total, first_ranked, ranked = rank_passages(plan, readers, options.sort, wanted)
    literal = total
    if plan.literal is not None and plan.literal == plan.quoted:
        literal = first_ranked
    elif plan.literal is not None:
        literal = readers.postings.search(plan.literal, 0).total
    in_text, passages = total, [each.passage for each in ranked]
    by_meaning: frozenset[int] | None = None
    if meaning is not None:
        from bisearch.searching.meaning import mix_passages  # noqa: PLC0415 -- few indexes have vectors

        ranked, by_meaning = mix_passages(ranked[:wanted], plan, meaning, readers)
        ranked = ranked[:count]
        total += len(by_meaning)
    if headings is not None:
        added = headings.only_in_headings(plan.node, passages, in_text)
        added = {first: weight for first, weight in added.items() if first not in (by_meaning or ())}
        if len(ranked) < count or options.sort != "score":  # else none of them is on this page
            ranked = add_passages(ranked, headings.weights(plan.node, added), readers.store, options.sort)
        total += len(added)
        literal += len(headings.weights(plan.literal, added)) if plan.literal is not None else len(added)
    found_by_meaning = None if by_meaning is None else len(by_meaning)
    return _Found(total, literal, ranked[options.offset : count], by_meaning=found_by_meaning)
