"""The bars of years above the results: what a search finds beside what the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bisearch.index import Index
    from bisearch.searching.results import Facet
    from bisearch.server.pages.page import PageRequest
    from bisearch.server.search_state import SearchState

# More years than these are counted together, by five, ten or more.
MOST_BARS = 40
_STEPS = (1, 5, 10, 25, 50, 100, 500)
# Height of the highest bar, in the units of the drawing.
HEIGHT = 56.0
_YEAR_DIGITS = 4


class YearBar(NamedTuple):
    """A bar: a year, or several.

    Attributes:
        label: the first year.
        title: the year, or the first and the last one.
        found: the passages found in it.
        documents: the documents that the archive has of it.
        found_height: the height of the bar of passages found.
        documents_height: the height of the bar of documents.
        address: the search in these years; empty if it would find nothing.
    """

    label: str
    title: str
    found: int
    documents: int
    found_height: float
    documents_height: float
    address: str


def year_bars(request: PageRequest, state: SearchState, years: Facet | None) -> list[YearBar]:
    """Return the bars of a search; none if the archive has no dated documents, or all of one year.

    Args:
        request: the request for the page.
        state: the search.
        years: the passages found by year; None if they were not counted.
    """
    if years is None:
        return []
    held: dict[int, int] = request.archive.kept("years", _documents_by_year)
    if not held:
        return []
    found = {int(each.value): each.passages for each in years.values if each.value and _is_year(each.value)}
    first, last = min(held), max(held)
    step = next((step for step in _STEPS if (last - first) // step < MOST_BARS), _STEPS[-1])
    first -= first % step
    if (last - first) // step < 1:
        return []
    counts = [(start, _total(found, start, step), _total(held, start, step)) for start in range(first, last + 1, step)]
    is_dated = bool(state.date_from or state.date_to)  # then the passages of other years were not counted
    most_found = max((passages for _, passages, _ in counts), default=0) or 1
    most_held = max((documents for _, _, documents in counts), default=0) or 1
    return [
        YearBar(
            str(start),
            str(start) if step == 1 else f"{start}–{start + step - 1}",
            passages,
            documents,
            round(HEIGHT * passages / most_found, 1),
            round(HEIGHT * documents / most_held, 1),
            _address(request, state, start, start + step - 1) if passages or (is_dated and documents) else "",
        )
        for start, passages, documents in counts
    ]


def _total(counts: dict[int, int], start: int, step: int) -> int:
    return sum(counts.get(year, 0) for year in range(start, start + step))


def _address(request: PageRequest, state: SearchState, first: int, last: int) -> str:
    return request.address("/search", state.changed(date_from=f"{first:04}", date_to=f"{last:04}").parameters())


def _documents_by_year(index: Index) -> dict[int, int]:
    (years,) = index.facets(by="year").facets
    return {int(each.value): each.documents for each in years.values if each.value and _is_year(each.value)}


def _is_year(text: str) -> bool:
    return len(text) == _YEAR_DIGITS and text.isascii() and text.isdecimal()
