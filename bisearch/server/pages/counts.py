"""The pages of counts: occurrences in context, frequencies, collocates and keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from markupsafe import Markup

from bisearch.render.frequency_plot import PlotLabels, frequency_plot
from bisearch.server.pages.page import Page
from bisearch.server.pages.tabs import tabs
from bisearch.server.search_state import SearchState, choice, number, search_state, side_of
from bisearch.statistics.options import ConcordanceSort, Measure

if TYPE_CHECKING:
    from bisearch.server.interface import Interface
    from bisearch.server.pages.page import PageRequest
    from bisearch.statistics.collocates import Collocates
    from bisearch.statistics.concordance import Concordance
    from bisearch.statistics.frequencies import Frequencies
    from bisearch.statistics.keywords import Keywords

LINES = 25
_WORDS, _MOST_WORDS, _WINDOW, _MOST_WINDOW = 25, 200, 5, 20
_MOST_QUERIES = 6


def concordance_of(request: PageRequest) -> Concordance:
    """Return the occurrences that an address asks for."""
    parameters = request.parameters
    return request.index.concordance(
        parameters.get("q", ""),
        choice(parameters, "order", get_args(ConcordanceSort)),
        side_of(parameters.get("side", "")),
        limit=number(parameters, "limit", LINES, request.settings.page_size),
        offset=number(parameters, "offset", 0, 10**9),
        **_options(request),
    )


def concordance_page(request: PageRequest) -> Page:
    """Return the page of the occurrences of a word in context."""
    state = search_state(request.parameters, request.settings)
    if not state.query.strip():
        return _asking("concordance")
    found = concordance_of(request)
    limit = number(request.parameters, "limit", LINES, request.settings.page_size)
    own = _without(request, "offset")
    return Page("concordance.html", {
        **_values(request, state, "concordance"),
        "found": found,
        "sorts": [
            (name, request.address("/concordance", [*_without(request, "order", "offset"), ("order", name)]))
            for name in get_args(ConcordanceSort)
        ],
        "formats": [("json", request.address("/concordance", [*own, ("format", "json")]))],
        "previous": _at(request, found.offset - limit) if found.offset else "",
        "next": _at(request, found.offset + limit) if found.offset + len(found.lines) < found.total else "",
    })  # fmt: skip


def frequencies_of(request: PageRequest) -> Frequencies:
    """Return the frequencies that an address asks for."""
    parameters = request.parameters
    return request.index.frequencies(
        _queries(request), parameters.get("by", "") or "year", side_of(parameters.get("side", "")), **_options(request)
    )


def frequencies_page(request: PageRequest) -> Page:
    """Return the page of how often words occur by year or another facet: a plot and the same as a table."""
    state = search_state(request.parameters, request.settings)
    if not state.query.strip():
        return _asking("frequencies")
    found = frequencies_of(request)
    return Page("frequencies.html", {
        **_values(request, state, "time"),
        "found": found,
        "plot": Markup(frequency_plot(found, _plot_labels(request.ui), standalone=False)),  # noqa: S704 -- it escapes its texts
        "queries": _queries(request),
        "facets": request.archive.facet_names,
        "formats": [("json", request.address("/frequencies", [*_without(request), ("format", "json")]))],
    })  # fmt: skip


def _plot_labels(ui: Interface) -> PlotLabels:
    """Return the words of a plot in the language of the page."""
    facets, texts = ui.table("facet"), ui.table("plot")
    return PlotLabels(
        title=texts["title"],
        axis=texts["axis"],
        values=texts["values"],
        interval=ui("interval_note"),
        unknown=ui("unknown"),
        undated=texts["undated"],
        field=lambda name: facets.get(name, name),
        side=lambda side: ui(f"{side}_side"),
        number=ui.number,
    )


def collocates_of(request: PageRequest) -> Collocates:
    """Return the collocates that an address asks for."""
    parameters = request.parameters
    return request.index.collocates(
        parameters.get("q", ""),
        side_of(parameters.get("side", "")),
        max(1, number(parameters, "window", _WINDOW, _MOST_WINDOW)),
        choice(parameters, "measure", get_args(Measure)),
        limit=number(parameters, "limit", _WORDS, _MOST_WORDS),
        **_options(request),
    )


def collocates_page(request: PageRequest) -> Page:
    """Return the page of the words that occur near a word, and near its translations."""
    state = search_state(request.parameters, request.settings)
    if not state.query.strip():
        return _asking("collocates")
    found = collocates_of(request)
    return Page("collocates.html", {
        **_values(request, state, "collocates"),
        "found": found,
        "measures": [
            (name, request.address("/collocates", [*_without(request, "measure"), ("measure", name)]))
            for name in get_args(Measure)
        ],
        "formats": [("json", request.address("/collocates", [*_without(request), ("format", "json")]))],
    })  # fmt: skip


def keywords_of(request: PageRequest) -> Keywords:
    """Return the keywords that an address asks for."""
    parameters = request.parameters
    return request.index.keywords(
        parameters.get("target", ""),
        parameters.get("against", "") or None,
        side_of(parameters.get("side", "")) or "ru",
        limit=number(parameters, "limit", _WORDS, _MOST_WORDS),
        timeout=request.settings.timeout,
    )


def keywords_page(request: PageRequest) -> Page:
    """Return the page of the words that one part of the archive uses more than another."""
    if not request.parameters.get("target", "").strip():
        return _asking("keywords")
    found = keywords_of(request)
    return Page("keywords.html", {
        "found": found,
        "target": request.parameters.get("target", ""),
        "against": request.parameters.get("against", ""),
        "side": found.side,
        "formats": [("json", request.address("/keywords", [*_without(request), ("format", "json")]))],
    })  # fmt: skip


def _queries(request: PageRequest) -> list[str]:
    """Return the words and phrases that an address asks for."""
    return [query for query in request.parameters.getlist("q") if query.strip()][:_MOST_QUERIES]


def _asking(page: str) -> Page:
    """Return a page that asks what to count."""
    return Page("asking.html", {"page": page, "state": SearchState(), "target": "", "against": "", "side": "ru"})


def _values(request: PageRequest, state: SearchState, tab: str) -> dict[str, Any]:
    return {"state": state, "tabs": tabs(request, state, tab), "side": request.parameters.get("side", "")}


def _options(request: PageRequest) -> dict[str, Any]:
    """Return the filters of an address and its deadline, by the names of `CountOptions`."""
    state = search_state(request.parameters, request.settings)
    widen: dict[str, Any] = {"widen": ("translations", "names", "synonyms")} if "widen" in request.parameters else {}
    return {**state.document_filters, "timeout": request.settings.timeout, **widen}


def _without(request: PageRequest, *names: str) -> list[tuple[str, str]]:
    hidden = {"ui", "format", *names}
    return [(name, value) for name, value in request.parameters.multi_items() if name not in hidden and value]


def _at(request: PageRequest, offset: int) -> str:
    return request.address("/concordance", [*_without(request, "offset"), ("offset", str(max(0, offset)))])
