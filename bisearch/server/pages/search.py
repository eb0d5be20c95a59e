"""The page of a search: passages, documents or a concordance, with facets, years and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.export.formats import FORMATS
from bisearch.model import SIDES
from bisearch.server.pages.page import Page
from bisearch.server.pages.tabs import tabs
from bisearch.server.pages.years import year_bars
from bisearch.server.search_state import FACETS, SearchState, search_state

if TYPE_CHECKING:
    from bisearch.index import Index
    from bisearch.model import Passage, Side
    from bisearch.searching.results import Facet, Hit, LookUp, Mark, Results
    from bisearch.server.interface import Interface
    from bisearch.server.pages.page import PageRequest

# Values of a facet that are shown at once, and at all.
SHOWN, MOST = 8, 50
# Alternatives of a word that are shown.
_ALTERNATIVES = 6


def search_page(request: PageRequest) -> Page:
    """Return the page of a search.

    Raises:
        QueryError: the query asks for too much.
        SearchTimeoutError: the search took too long.
        ValueError: a parameter has an impossible value.
    """
    state = search_state(request.parameters, request.settings)
    if not state.asks:
        return home_page(request)
    return _results_page(request, state)


def home_page(request: PageRequest) -> Page:
    """Return the first page of an archive: what it holds and how to ask."""
    return Page("home.html", {"stats": request.archive.kept("stats", _stats), "state": SearchState()})


def results_of(request: PageRequest, state: SearchState) -> Results:
    """Return the results of a search page."""
    known = request.archive.facet_names
    counted = tuple(name for name in FACETS if name in known)
    return request.index.search(state.query, state.options(request.settings, counted))


def _results_page(request: PageRequest, state: SearchState) -> Page:
    results = results_of(request, state)
    found = {facet.by: facet for facet in results.facets}
    shown = len(results.documents) if results.group == "document" else len(results.hits)
    total = results.total_documents if results.total_documents is not None else results.total
    values: dict[str, Any] = {
        "state": state,
        "results": results,
        "facets": [_shown_facet(request, state, found[name]) for name in FACETS if name in found and name != "year"],
        "bars": year_bars(request, state, found.get("year")),
        "lookups": looked_up(results.lookups),
        "hits": [hit_values(request, hit) for hit in results.hits] if results.group == "passage" else [],
        "documents": [
            (each, [hit_values(request, hit) for hit in each.hits]) for each in results.documents
        ],
        "first": results.offset + 1,
        "last": results.offset + shown,
        "total": total,
        "previous": _address(request, state, max(0, state.offset - state.limit)) if state.offset else "",
        "next": _address(request, state, state.offset + state.limit) if results.offset + shown < (total or 0) else "",
        "formats": [(name, request.address("/search", [*state.parameters(), ("format", name)])) for name in FORMATS],
        "filters": _filters(request, state),
        "tabs": tabs(request, state, "documents" if results.group == "document" else "passages"),
    }  # fmt: skip
    return Page("search.html", values)


class ShownValue(NamedTuple):
    """A value of a facet as a link.

    Attributes:
        label: the value for people.
        number: the passages, or documents, that match and have it.
        address: the search with this value, or without it if it is chosen.
        is_chosen: whether the search has this value.
    """

    label: str
    number: int
    address: str
    is_chosen: bool


def hit_values(request: PageRequest, hit: Hit) -> dict[str, Any]:
    """Return the values of a hit for its template."""
    reference, query = hit.reference, _query_of(request)
    return {
        "hit": hit,
        "reference": reference,
        "address": request.document_address(reference, query),
        "document_address": request.document_address(hit.document.id, query),
        "like": like_address(request, reference),
        "why": [reason for side in SIDES for reason in reasons(hit.passage, side, hit.marks(side), request.ui)],
        "citations": {style: hit.cite(style) for style in ("chicago", "gost")},
        "formats": [
            (style, request.document_address(reference, [("format", style)])) for style in ("bibtex", "ris", "csl-json")
        ],
    }


def like_address(request: PageRequest, reference: str) -> str:
    """Return the address of the passages that say the same as a passage; empty in an archive without vectors."""
    return request.address("/like", [("reference", reference)]) if request.index.has_vectors else ""


def reasons(passage: Passage, side: Side, marks: tuple[Mark, ...], ui: Interface) -> list[tuple[Side, str, str]]:
    """Return, for each different mark of a side, the side, the words marked and the reason."""
    text = passage.side(side)
    if text is None:
        return []
    texts = ui.table("reason")
    found = {
        (side, text.text[mark.start : mark.end], texts[mark.why].format(
            word=mark.word, probability=f"{mark.probability:.2f}"
        )): None
        for mark in marks
    }  # fmt: skip
    return list(found)


def looked_up(lookups: tuple[LookUp, ...]) -> list[tuple[str, Side, list[str]]]:
    """Return the words of a query with what else was looked up for them: the word, the side, the other words."""
    found: dict[tuple[str, Side], dict[str, None]] = {}
    for each in lookups:
        if each.why == "translation":
            words = found.setdefault((each.word, each.side), {})
            words.update(dict.fromkeys(form for form, _ in each.alternatives[:_ALTERNATIVES]))
    return [(word, side, list(words)) for (word, side), words in found.items()]


def _address(request: PageRequest, state: SearchState, offset: int) -> str:
    return request.address("/search", state.changed(offset=offset).parameters())


def _query_of(request: PageRequest) -> list[tuple[str, str]]:
    query = request.parameters.get("q", "")
    return [("q", query)] if query.strip() else []


def _shown_facet(request: PageRequest, state: SearchState, facet: Facet) -> tuple[str, list[ShownValue]]:
    labels = request.ui.table("facet")
    counted = [
        ShownValue(
            _label(request.ui, facet.by, value.value),
            value.documents if state.view == "documents" else value.passages,
            request.address("/search", state.with_only(facet.by, value.value).parameters()),
            (facet.by, value.value or "") in state.only,
        )
        for value in facet.values[:MOST]
    ]
    return labels.get(facet.by, facet.by), counted


def _label(ui: Interface, facet: str, value: str | None) -> str:
    if value is None:
        return ui("unknown")
    if facet == "sides":
        return ui({"both": "both_sides", "ru": "only_ru", "en": "only_en"}[value])
    return value


def _filters(request: PageRequest, state: SearchState) -> list[tuple[str, str]]:
    """Return the filters of a search in words, each with the address without it."""
    labels = request.ui.table("facet")
    found = [
        (
            f"{labels.get(facet, facet)}: {_label(request.ui, facet, value or None)}",
            request.address("/search", state.with_only(facet, value or None).parameters()),
        )
        for facet, value in state.only
    ]
    if state.date_from or state.date_to:
        without = request.address("/search", state.changed(date_from="", date_to="").parameters())
        dates = state.date_from if state.date_from == state.date_to else f"{state.date_from} – {state.date_to}"
        found.append((f"{request.ui('years')}: {dates}", without))
    return found


def _stats(index: Index) -> Any:
    return index.stats()
