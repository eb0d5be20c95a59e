"""The account of a search: what was looked up, and in what, for somebody who writes that a term does not occur.

A search that finds nothing proves nothing by itself: the word may be misread by a scanner, or in a text that nobody has
translated or dated. The account gives the figures that a reader needs to judge that.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bisearch.analysis.form_table import SURFACE
from bisearch.deadline import Deadline
from bisearch.engines.nodes import AnyTerm
from bisearch.query import tree
from bisearch.query.parser import parse
from bisearch.searching.explanation import lookups
from bisearch.searching.search import rank, results_of
from bisearch.statistics.account_record import Account, LookedUp
from bisearch.statistics.account_text import sentence
from bisearch.statistics.counted_query import filters_beside
from bisearch.statistics.near_misses import near_misses
from bisearch.statistics.options import CountOptions, described_filters
from bisearch.statistics.scope import CountScope
from bisearch.statistics.text_state import archive_state
from bisearch.storage.signature import committed_on, signature_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.searching.expansion.base import Expansion
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.readers import IndexReaders
    from bisearch.statistics.kept_words import KeptWords
    from bisearch.storage.manifest import Manifest

# Seconds that an account may take, unless the options say otherwise.
DEFAULT_SECONDS = 30.0
# The most alternatives of a word whose passages are counted; the rest are listed without a count.
MAX_COUNTED = 200


def account_for(
    query: str, options: SearchOptions, readers: IndexReaders, manifest: Manifest, words: KeptWords
) -> Account:
    """Search, and account for the search.

    Args:
        query: the query as typed.
        options: how to search.
        readers: the readers of the index.
        manifest: the manifest of the commit that they read.
        words: the words of that commit.

    Raises:
        QueryError: the query has a mistake, or asks for too much.
        SearchTimeoutError: it took longer than the options allow, or `DEFAULT_SECONDS`.
    """
    began = time.perf_counter()
    deadline = Deadline(DEFAULT_SECONDS if options.timeout is None else options.timeout)
    ranked = rank(query, options, readers)
    results = results_of(ranked, query, options, began)
    own = readers.for_search(deadline)
    expansions = ranked.builder.expansions
    filters = CountOptions(
        date_from=options.date_from, date_to=options.date_to, fields=options.fields, facet_values=options.facet_values
    )
    scope = CountScope(own, signature_of(manifest), filters, words)
    run = results.interpretation or query
    kept_by, excluded = filters_beside(parse(run)) if run.strip() else ((), ())
    kept = scope.kept(*kept_by, excluded=excluded)
    of_query = [described(each) for each in kept_by] + [f"-{described(each)}" for each in excluded]
    account = Account(
        results,
        _looked_up(expansions, own),
        near_misses(expansions, own, scope.forms),
        " ".join(filter(None, [*of_query, described_filters(filters)])),
        kept.undated,
        archive_state(scope, kept),
        signature_of(manifest),
        committed_on(manifest),
        datetime.now(UTC).date().isoformat(),
    )
    return account._replace(sentence_en=sentence(account, "en"), sentence_ru=sentence(account, "ru"))


def described(node: tree.Node) -> str:
    """Return a filter of a query as a query would have it; dates are days in ISO 8601."""
    match node:
        case tree.Filter(field, value):
            return f'{node.typed or field}:"{value}"' if " " in value else f"{node.typed or field}:{value}"
        case tree.DateFilter(first, last):
            return f"date:{first}" if first == last else f"date:{first}..{last}"
        case tree.FacetFilter(facet, value):
            return f"{facet}={value if value is not None else 'unknown'}"
        case tree.And(children):
            return f"({' AND '.join(map(described, children))})"
        case tree.Or(children):
            return f"({' OR '.join(map(described, children))})"
        case tree.AndNot(child, without):
            return f"({described(child)} AND NOT {described(without)})"
        case tree.Clauses(should, must, must_not):
            parts = [*(f"+{described(each)}" for each in must), *map(described, should)]
            return f"({' '.join([*parts, *(f'-{described(each)}' for each in must_not)])})"
        case _:
            return str(getattr(node, "surface", node))


def _looked_up(expansions: Sequence[Expansion], readers: IndexReaders) -> tuple[LookedUp, ...]:
    found = []
    for expansion, lookup in zip(expansions, lookups(expansions), strict=True):
        readers.deadline.check()
        total = readers.postings.search(expansion.node, 0).total
        counts: dict[str, int] = {}
        if isinstance(expansion.node, AnyTerm):
            for term in expansion.node.terms[:MAX_COUNTED]:
                form = term.lstrip(SURFACE)
                counts[form] = max(counts.get(form, 0), readers.postings.document_frequency(lookup.side, term))
        elif len(lookup.alternatives) == 1:
            counts[lookup.alternatives[0][0]] = total
        alternatives = tuple((form, probability, counts.get(form)) for form, probability in lookup.alternatives)
        found.append(LookedUp(lookup.word, lookup.side, lookup.why, alternatives, total))
    return tuple(found)
