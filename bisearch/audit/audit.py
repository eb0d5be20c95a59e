"""Run the checks of an audit over the passages that a query and filters keep, a stretch of passages at a time."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bisearch.audit.dates import check_dates
from bisearch.audit.findings import DEFAULT_KINDS, KINDS, finding_of
from bisearch.audit.lexicon import LemmaTranslations
from bisearch.audit.names import check_names
from bisearch.audit.negations import check_negations
from bisearch.audit.numbers import check_numbers
from bisearch.audit.omissions import check_omissions
from bisearch.audit.passage_texts import REACH, read_bitexts
from bisearch.audit.terms import check_terms
from bisearch.deadline import Deadline
from bisearch.query.parser import parse
from bisearch.query.tree import has_only_filters
from bisearch.searching.costs import check_cost, wide_phrases_reported
from bisearch.searching.expansion.base import ExpansionOptions
from bisearch.searching.field_filters import check_fields, with_filters
from bisearch.searching.highlighting import Highlighter
from bisearch.searching.options import filters_of
from bisearch.searching.planning import plan_query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bisearch.audit.findings import Doubt, Finding, Kind
    from bisearch.audit.passage_texts import Bitext
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.readers import IndexReaders
    from bisearch.storage.documents import StoredDocument

# Passages read at a time.
STRETCH = 400


class _Checks:
    """The checks of one audit."""

    def __init__(self, kinds: Collection[Kind], readers: IndexReaders, plan: QueryPlan | None) -> None:
        self._kinds = kinds
        self._vocabulary = readers.vocabulary
        self._forms = readers.forms
        self._translations = LemmaTranslations(readers.store.translations)
        self._names: dict[str, bool] = {}
        self._highlighter = None
        if plan is not None and "term" in kinds:
            store = readers.store
            self._highlighter = Highlighter(
                plan.all_expansions, readers.forms, store.translations.link_probabilities, store.phrases.beginning_with
            )

    def doubts(self, bitext: Bitext) -> Iterator[Doubt]:
        """Yield what the checks ask about a passage, in the order of `KINDS`."""
        if "omission" in self._kinds:
            yield from check_omissions(bitext, self._translations)
        if "number" in self._kinds:
            yield from check_numbers(bitext)
        if "date" in self._kinds:
            yield from check_dates(bitext)
        if "name" in self._kinds:
            yield from check_names(bitext, self._translations, self._is_name)
        if "negation" in self._kinds:
            yield from check_negations(bitext, self._translations)
        if self._highlighter is not None:
            (marks,) = self._highlighter.marks([bitext.passage])
            yield from check_terms(bitext, marks, self._translations)

    def _is_name(self, form: str) -> bool:
        """Return whether the collection uses a form as a name, and the dictionary of its language allows that."""
        if len(self._names) > STRETCH * STRETCH:
            self._names = {}
        if form not in self._names:
            word = self._vocabulary.word(form)
            self._names[form] = word is not None and word.is_name and self._forms.is_proper(form)
        return self._names[form]


def audit(
    query: str,
    kinds: Collection[Kind] | None,
    options: SearchOptions,
    readers: IndexReaders,
    dismissed: Collection[str] = (),
) -> Iterator[Finding]:
    """Yield questions about the translations of the passages that a query and filters keep.

    Args:
        query: the query as typed; empty keeps all passages, or those that the options' filters keep.
        kinds: the kinds of questions; None takes `DEFAULT_KINDS`.
        options: how to search; only what decides which passages match is used.
        readers: the readers of the index.
        dismissed: the keys of findings that are not to be asked again.

    Yields:
        Findings in the order of the index, and at the end the sentences without counterpart, the most certain first.

    Raises:
        QueryError: the query has a mistake, or asks for too much.
        SearchTimeoutError: the audit took longer than the options allow.
    """
    chosen = DEFAULT_KINDS if kinds is None else tuple(kind for kind in KINDS if kind in kinds)
    filters = filters_of(options)
    plan = found = None
    has_words = False
    readers = readers.for_search(Deadline(options.timeout))
    if query.strip() or filters:
        check_fields(filters, readers.store, query)
        tree = with_filters(parse(query) if query.strip() else None, filters)
        expansion = ExpansionOptions(options.translate, options.names, options.abbreviations, options.dates)
        plan = plan_query(query, tree, readers, expansion, options.lang)
        check_cost(query, plan, readers, by_document=False)
        with wide_phrases_reported(query):
            found = sorted(readers.postings.passages(plan.node))
        has_words = not has_only_filters(tree)
    checks = _Checks(chosen, readers, plan if has_words else None)
    yield from _findings(_stretches(found, readers), checks, readers, frozenset(dismissed))


def _findings(
    stretches: Iterable[tuple[StoredDocument, Sequence[int]]],
    checks: _Checks,
    readers: IndexReaders,
    dismissed: Collection[str],
) -> Iterator[Finding]:
    # Sentences without counterpart are ordered by confidence; until all are known, only numbers are kept of them.
    omissions: list[tuple[float, int, Doubt]] = []
    for document, numbers in stretches:
        readers.deadline.check()
        for number, bitext in _bitexts(document, numbers, readers):
            for doubt in checks.doubts(bitext):
                if doubt.kind == "omission":
                    omissions.append((-doubt.confidence, number, doubt))
                    continue
                finding = finding_of(doubt, document.metadata, bitext.passage)
                if finding.key not in dismissed:
                    yield finding
    omissions.sort(key=lambda each: each[:2])
    for _, number, doubt in omissions:
        readers.deadline.check()
        document = readers.store.document_of(number)
        finding = finding_of(doubt, document.metadata, readers.store.passages(range(number, number + 1))[0])
        if finding.key not in dismissed:
            yield finding


def _bitexts(document: StoredDocument, numbers: Sequence[int], readers: IndexReaders) -> Iterator[tuple[int, Bitext]]:
    """Yield some passages of a document by their numbers in the index, with the texts around them."""
    all_numbers = document.passage_numbers
    first, last = numbers[0], numbers[-1] + 1
    shown = range(max(all_numbers.start, first - REACH), min(all_numbers.stop, last + REACH))
    passages = readers.store.passages(shown)
    wanted = set(numbers)
    bitexts = read_bitexts(passages, first - shown.start, last - shown.start, readers.forms)
    for number, bitext in enumerate(bitexts, first):
        if number in wanted:
            yield number, bitext


def _stretches(found: Sequence[int] | None, readers: IndexReaders) -> Iterator[tuple[StoredDocument, Sequence[int]]]:
    """Yield documents in both languages with the numbers of some passages to check, close together and in order.

    Args:
        found: the passages to check, in order; None for all.
        readers: the readers of the index.
    """
    store = readers.store
    if found is None:
        for number in store.sorted_numbers():
            for document in store.numbered([number]):
                yield from _parts(document, document.passage_numbers)
        return
    firsts = store.firsts(found)
    for _, group in groupby(zip(firsts, found, strict=True), key=lambda each: each[0]):
        numbers = [number for _, number in group]
        yield from _parts(store.document_of(numbers[0]), numbers)


def _parts(document: StoredDocument, numbers: Sequence[int]) -> Iterator[tuple[StoredDocument, Sequence[int]]]:
    if not (document.tokens_ru and document.tokens_en):
        return
    start = 0
    for place in range(1, len(numbers) + 1):
        if (
            place == len(numbers)
            or numbers[place] - numbers[start] >= STRETCH
            or numbers[place] - numbers[place - 1] > STRETCH // 8
        ):
            yield document, numbers[start:place]
            start = place
