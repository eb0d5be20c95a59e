"""The page of the passages that say the same as a passage or a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.server.pages.page import Page
from bisearch.server.pages.search import hit_values
from bisearch.server.search_state import DEFAULT_LIMIT, choice, number, side_of

if TYPE_CHECKING:
    from bisearch.searching.results import Results
    from bisearch.server.pages.page import PageRequest

_SIDES = ("", "ru", "en")


def like_of(request: PageRequest) -> Results:
    """Return the passages that say the same as the passage or the text that the address names."""
    given = request.parameters
    return request.index.like(
        given.get("reference") or None,
        text=given.get("text") or None,
        limit=_limit(request),
        offset=number(given, "offset", 0, 10**6),
        lang=side_of(choice(given, "lang", _SIDES)),
        timeout=request.settings.timeout,
    )


def like_page(request: PageRequest) -> Page:
    """Return the page of the passages that say the same; without a passage or a text, the form that asks for a text.

    Raises:
        EncoderError: the archive has no vectors, or none that can be compared.
        PermanentReferenceError: the reference leads to nothing.
        ValueError: a parameter has an impossible value, or both a passage and a text are given.
    """
    reference, text = request.parameters.get("reference", ""), request.parameters.get("text", "")
    lang = choice(request.parameters, "lang", _SIDES)
    values: dict[str, Any] = {"reference": reference, "text": text, "lang": lang, "found": None}
    if reference or text.strip():
        values |= _found(request, [("reference", reference), ("text", text)], lang)
    return Page("like.html", values)


def _limit(request: PageRequest) -> int:
    """Return the greatest number of passages on the page."""
    return number(request.parameters, "limit", DEFAULT_LIMIT, request.settings.page_size)


def _found(request: PageRequest, asked: list[tuple[str, str]], lang: str) -> dict[str, Any]:
    """Return the values of the template for what is found.

    Args:
        request: the request.
        asked: the parameters that say what to compare.
        lang: the side to compare; empty for both.
    """
    results = like_of(request)
    asked = [pair for pair in asked if pair[1]]
    reference = request.parameters.get("reference", "")
    end = results.offset + len(results)

    def address(*others: tuple[str, str]) -> str:
        return request.address("/like", [*asked, *(pair for pair in others if pair[1])])

    limit = ("limit", request.parameters.get("limit", ""))
    before = max(0, results.offset - _limit(request))
    return {
        "found": results,
        "itself": request.index.passage(reference) if reference else None,
        "itself_address": request.document_address(reference) if reference else "",
        "hits": [hit_values(request, hit) for hit in results],
        "sides": [(side, side == lang, address(("lang", side), limit)) for side in _SIDES],
        "first": results.offset + 1,
        "last": end,
        "previous": address(("lang", lang), ("offset", str(before or "")), limit) if results.offset else "",
        "next": address(("lang", lang), ("offset", str(end)), limit) if len(results) and end < results.total else "",
    }
