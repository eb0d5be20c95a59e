"""The page of a document, one row a passage; the passage that an address names is highlighted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.errors import BisearchError
from bisearch.model import SIDES
from bisearch.server.pages.corrections import can_correct
from bisearch.server.pages.page import Page
from bisearch.server.pages.search import like_address
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from bisearch.audit.findings import Finding
    from bisearch.model import Metadata, Passage
    from bisearch.searching.results import Mark
    from bisearch.server.pages.page import PageRequest

# An alignment below this confidence gets a sign.
SURE = 0.9
_SHOWN_FIELDS = (
    "title_ru", "place", "author", "recipient", "translator", "contributor", "publisher", "credits", "citation",
)  # fmt: skip


def document_page(request: PageRequest, id_: str) -> Page:
    """Return the page of a document or of a passage in its document.

    Raises:
        DocumentIdError: there is no such document.
        PermanentReferenceError: the reference leads to nothing.
    """
    document, found = request.index.find(id_)
    marks = _marks(request, document.metadata, len(document.passages))
    here = found.passage.number if found is not None else 0
    reference = found.reference if found is not None else document.metadata.id
    query = request.parameters.get("q", "")
    questions = _questions(request, document.metadata)
    values: dict[str, Any] = {
        "document": document.metadata,
        "found": found,
        "reference": reference,
        "rows": [_row(request, document.metadata, passage, marks, here) for passage in document.passages],
        "citations": {style: request.index.cite(reference, style) for style in ("chicago", "gost")},
        "formats": [
            (style, request.document_address(reference, [("format", style)])) for style in ("bibtex", "ris", "csl-json")
        ],
        "downloads": [
            (name, request.document_address(document.metadata.id, [("format", name)]))
            for name in ("json", "tmx", "docx")
        ],
        "details": details(document.metadata),
        "back": request.address("/search", [("q", query)]) if query.strip() else "",
        "query": query,
        "hidden": request.parameters.get("hide", "") if request.parameters.get("hide") in SIDES else "",
        "questions": sorted(questions),
        "questions_of": questions,
        "can_correct": can_correct(request),
        "like": like_address(request, found.reference) if found is not None else "",
        "toggles": _toggles(request, reference),
    }
    return Page("document.html", values)


def details(document: Metadata) -> list[tuple[str, str]]:
    """Return the other metadata of a document, custom fields last: the name of the field, and the value."""
    named = [(name, getattr(document, name)) for name in _SHOWN_FIELDS]
    return [(name, value) for name, value in (*named, *document.fields.items()) if value]


def _row(
    request: PageRequest,
    document: Metadata,
    passage: Passage,
    marks: dict[int, tuple[tuple[Mark, ...], tuple[Mark, ...]]],
    here: int,
) -> dict[str, Any]:
    marks_ru, marks_en = marks.get(passage.number, ((), ()))
    paragraph = any(text is not None and text.opens_paragraph for text in (passage.ru, passage.en))
    return {
        "passage": passage,
        "marks": {"ru": marks_ru, "en": marks_en},
        "address": request.passage_address(document, passage),
        "reference": str(permanent_reference_to(document.id, passage)),
        "opens_paragraph": paragraph and passage.number > 1,
        "is_here": passage.number == here,
        "is_unsure": passage.confidence < SURE and passage.ru is not None and passage.en is not None,
    }


def _marks(
    request: PageRequest, document: Metadata, passages: int
) -> dict[int, tuple[tuple[Mark, ...], tuple[Mark, ...]]]:
    """Return the marks of the query that the reader comes from, by the number of the passage."""
    query = request.parameters.get("q", "")
    if not query.strip():
        return {}
    try:
        results = request.index.search(
            query,
            fields={"id": document.id},
            limit=min(passages, request.settings.page_size),
            group="passage",
            lenient=True,
            titles=False,
            suggest=False,
            timeout=request.settings.timeout,
        )
    except (BisearchError, ValueError):
        return {}  # the document is worth showing without marks
    return {hit.passage.number: (hit.marks_ru, hit.marks_en) for hit in results.hits if hit.document.id == document.id}


def _questions(request: PageRequest, document: Metadata) -> dict[int, list[Finding]]:
    """Return the questions about the translation of a document, by the number of the passage."""
    found: dict[int, list[Finding]] = {}
    try:
        for finding in request.index.audit(fields={"id": document.id}, timeout=request.settings.timeout):
            if finding.document.id == document.id:
                found.setdefault(finding.passage.number, []).append(finding)
    except (BisearchError, ValueError):
        return {}  # the document is worth showing without questions
    return found


def _toggles(request: PageRequest, reference: str) -> list[tuple[str, str]]:
    """Return the links that hide a side: a message and an address."""
    hidden = request.parameters.get("hide", "")
    query = [("q", request.parameters["q"])] if request.parameters.get("q") else []
    if hidden in SIDES:
        return [("show_both", request.document_address(reference, query))]
    return [(f"hide_{side}", request.document_address(reference, [*query, ("hide", side)])) for side in SIDES]
