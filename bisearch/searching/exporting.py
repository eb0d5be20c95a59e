"""Export the hits of a query, or the passages that permanent references lead to.

A query is ranked once. Then each hit is built, written and forgotten, so that memory holds only the numbers of all
passages and one hit at a time.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import fields, replace
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from bisearch.citing.chicago import chicago_note
from bisearch.citing.gost import gost
from bisearch.citing.parts import Cited, title_of
from bisearch.corrections.notes import correction_notes
from bisearch.deadline import Deadline
from bisearch.errors import PermanentReferenceError
from bisearch.export.marked_text import side_runs
from bisearch.export.rows import ExportHeader, ExportRow, Layout
from bisearch.model import SIDES
from bisearch.searching.explanation import mark_reasons, meaning_reason
from bisearch.searching.hits import HitBuilder
from bisearch.searching.options import SearchOptions
from bisearch.searching.passage_lookup import find_document_or_passage
from bisearch.searching.ranking import RankedPassage
from bisearch.searching.search import rank
from bisearch.storage.permanent_references import permanent_reference_to
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bisearch.export.formats import ExportFormat
    from bisearch.export.rows import TextStyle
    from bisearch.export.target import Target
    from bisearch.searching.export_options import ExportOptions, ExportRequest
    from bisearch.searching.results import Hit, Results
    from bisearch.searching.snapshot import Snapshot
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.permanent_references import Found

# Progress is reported after each group of this many passages.
_PROGRESS_STEP = 100
_CITE: dict[TextStyle, Callable[[Cited], str]] = {"chicago": chicago_note, "gost": gost}
_WHY_FOUND: dict[Found, str] = {
    "unchanged": "by reference",
    "number": "by number",
    "moved": "by reference; the passage has another number now",
    "split": "by reference; the text is split into other sentences now",
    "changed": "by reference; the sentence was changed",
}
_SHOWN_ELSEWHERE = {"limit", "offset", "suggest", "lenient", "context"}


class ExportReport(NamedTuple):
    """The outcome of an export.

    Attributes:
        format: the format.
        exported: the number of passages written; if it is 0, no file was written.
        total: the number of passages that the query finds, or the references lead to.
        missing: for each reference that was left out, why it leads to nothing.
        header: what the export is, as the export itself says it: names and values.
    """

    format: ExportFormat
    exported: int
    total: int
    missing: tuple[str, ...]
    header: tuple[tuple[str, str], ...]


class _Candidate(NamedTuple):
    """A passage that may be exported.

    Attributes:
        number: its place among all passages, from 1.
        ranked: the passage.
        why: how its permanent reference led to it; empty for the hit of a query.
    """

    number: int
    ranked: RankedPassage
    why: str = ""


class _Found(NamedTuple):
    """The passages of a query or of permanent references.

    Attributes:
        candidates: those within the offset and the limit, in order.
        builder: builds their hits.
        total: the number of all.
        extent: which of all the candidates are: ``all 12``, ``11-20 of 300``.
        facts: what they are: names and values.
        missing: for each reference that was left out, why it leads to nothing.
    """

    candidates: Sequence[_Candidate]
    builder: HitBuilder
    total: int
    extent: str
    facts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()


def export(source: str | Sequence[str], target: Target, request: ExportRequest, snapshot: Snapshot) -> ExportReport:
    """Write the hits of a query, or the passages of permanent references, to a target.

    Args:
        source: a query, or references.
        target: where to write; nothing is written if there are no passages.
        request: the options.
        snapshot: the index.

    Raises:
        QueryError: the query has a mistake.
        PermanentReferenceError: references lead to nothing; the message has a line for each.
        ExportError: the target cannot be written.
    """
    options, store = request.export, snapshot.store
    if isinstance(source, str):
        found = _of_query(source, request, snapshot)
    else:
        found = _of_references(source, request, snapshot)
    drawn, extent = found.candidates, found.extent
    if options.sample is not None:
        drawn = _sample(drawn, options.sample, options.seed, store, found.builder.deadline)
        extent = f"a random sample of {len(drawn):,} (seed {options.seed}) from {extent}"
    date = options.date or datetime.date.today()  # noqa: DTZ011 -- the day where the user is
    manifest = snapshot.manifest
    facts = (
        *found.facts,
        ("exported", extent),
        *(("missing", each) for each in found.missing),
        ("index", f"generation {manifest.generation}, {_counted(store.count, 'document')}, engine {manifest.engine}"),
        ("date", date.isoformat()),
        ("program", f"bisearch {__version__}"),
    )
    if drawn:
        rows = _rows(drawn, found.builder, options)
        target.write(ExportHeader(facts, date), rows, Layout(options.bom))
    return ExportReport(target.format, len(drawn), found.total, found.missing, facts)


def _of_query(query: str, request: ExportRequest, snapshot: Snapshot) -> _Found:
    totals = snapshot.store.totals()
    most = totals.passages + totals.documents  # of documents of which only the heading matches
    limit = min(request.search.limit, most) if request.has_limit else most
    ranking = rank(query, replace(request.search, limit=limit, suggest=False), snapshot.readers)
    results, offset = ranking.results, request.search.offset
    if results.total_documents is None:
        extent = _extent(offset, len(ranking.passages), results.total)
    else:
        documents = _extent(offset, len(ranking.documents), results.total_documents)
        extent = f"{_counted(len(ranking.passages), 'passage')}, the best of documents: {documents}"
        offset = 0
    ranked = ranking.builder.deadline.through(ranking.passages)
    candidates = [_Candidate(number, each) for number, each in enumerate(ranked, offset + 1)]
    facts = _facts_of_query(results, request.search)
    return _Found(candidates, ranking.builder, results.total, extent, facts)


def _facts_of_query(results: Results, options: SearchOptions) -> tuple[tuple[str, str], ...]:
    """Return the query, its options that are not the usual ones, and how much it finds."""
    usual = SearchOptions()
    changed = [
        f"{each.name} {value}"
        for each in fields(options)
        if each.name not in _SHOWN_ELSEWHERE
        and (value := getattr(options, each.name)) != getattr(usual, each.name)
        and (each.name, value) != ("group", "passage")
    ]
    found = _counted(results.total, "passage")
    if results.counts:
        found += f" ({results.counts})"
    if results.total_documents is not None:
        found += f" in {_counted(results.total_documents, 'document')}"
    facts = [("query", results.query)]
    if results.notes:
        facts += [("looked for", results.interpretation), *(("note", note) for note in results.notes)]
    if changed:
        facts.append(("options", ", ".join(changed)))
    facts.append(("found", found))
    if results.undated:
        facts.append(("not searched", _counted(results.undated, "undated document")))
    return tuple(facts)


def _of_references(references: Sequence[str], request: ExportRequest, snapshot: Snapshot) -> _Found:
    """Return the passages that references lead to, in their order or by date; an id leads to a whole document."""
    store = snapshot.store
    found: list[_Candidate] = []
    missing: list[str] = []
    for reference in references:
        try:
            passages = _passages_of(reference, store)
        except PermanentReferenceError as error:
            missing.append(str(error))
            continue
        found += (_Candidate(0, RankedPassage(number, 0.0), why) for number, why in passages)
    if missing and not request.export.skip_missing:
        raise PermanentReferenceError("\n".join(missing))
    if request.search.sort == "date":
        places = store.order([each.ranked.passage for each in found])
        keyed = sorted(
            (((not day, day, id_, place), each) for each, (day, id_, place) in zip(found, places, strict=True))
        )
        found = [each for _, each in keyed]
    found = [each._replace(number=number) for number, each in enumerate(found, 1)]
    offset = request.search.offset
    candidates = found[offset : offset + request.search.limit] if request.has_limit else found[offset:]
    readers = snapshot.readers.for_search(Deadline(request.search.timeout))
    builder = HitBuilder((), readers, request.search.context, marks=False)
    facts = (("references", f"{len(references):,}"), ("found", _counted(len(found), "passage")))
    extent = _extent(offset, len(candidates), len(found))
    return _Found(candidates, builder, len(found), extent, facts, tuple(missing))


def _passages_of(reference: str, store: DocumentStore) -> Iterable[tuple[int, str]]:
    """Return the number in the index of each passage that a reference leads to, and how it was found.

    Raises:
        PermanentReferenceError: it leads to nothing.
    """
    document, found = find_document_or_passage(reference, store)
    if found is None:
        return ((number, "by id") for number in document.passage_numbers)
    return ((document.first_passage + found.passage.number - 1, _WHY_FOUND[found.found]),)


def _sample(
    candidates: Sequence[_Candidate], size: int, seed: int, store: DocumentStore, deadline: Deadline
) -> list[_Candidate]:
    """Return some passages drawn at random, in their order.

    Those with the lowest hashes of the seed, the document and the place are drawn: the same ones in any order of
    sorting and with any version of Python.
    """
    places = store.order([each.ranked.passage for each in candidates])
    hashes = [
        hashlib.sha256(f"{seed}/{id_}/{place}".encode(errors="surrogatepass")).digest()
        for _, id_, place in deadline.through(places)
    ]
    drawn = nsmallest(size, range(len(candidates)), key=hashes.__getitem__)
    return [candidates[place] for place in sorted(drawn)]


def _rows(candidates: Sequence[_Candidate], builder: HitBuilder, options: ExportOptions) -> Iterator[ExportRow]:
    for count, each in enumerate(candidates):
        if options.progress is not None and count % _PROGRESS_STEP == 0:
            options.progress(count / len(candidates))
        yield _row(each, builder.hit(each.ranked), options.style)


def _row(candidate: _Candidate, hit: Hit, style: TextStyle) -> ExportRow:
    document = hit.document
    reference = str(permanent_reference_to(document.id, hit.passage))
    why = candidate.why or "title or summary"
    if not candidate.why and hit.matched != "heading":
        reasons = [f"{side} {reason}" for side in SIDES for reason in mark_reasons(hit, side)]
        why = "; ".join(reasons) or meaning_reason(hit)
    return ExportRow(
        candidate.number,
        tuple(side_runs(hit.passage.ru, hit.marks_ru)),
        tuple(side_runs(hit.passage.en, hit.marks_en)),
        title_of(document),
        document.reference.text if document.reference is not None else "",
        document.date_text or document.date or document.date_edtf,
        reference,
        document.url,
        why,
        _CITE[style](Cited(document, hit.passage, reference)),
        "; ".join(correction_notes(hit.passage)),
        hit.to_dict,
    )


def _extent(offset: int, count: int, total: int) -> str:
    """Return which of all passages are exported."""
    if count == total:
        return f"all {total:,}"
    which = f"{offset + 1:,}-{offset + count:,}" if count > 1 else f"{offset + 1:,}" if count else "none"
    return f"{which} of {total:,}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
