"""The page of a word: its translations in this archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bisearch.server.pages.page import Page
from bisearch.server.pages.tabs import tabs
from bisearch.server.search_state import SearchState

if TYPE_CHECKING:
    from bisearch.searching.translations import Translation
    from bisearch.server.pages.page import PageRequest

_LIMIT = 20


def translations_of(request: PageRequest, word: str) -> list[Translation]:
    """Return the translations of a word."""
    return request.index.translate(word, _LIMIT)


def words_page(request: PageRequest, word: str) -> Page:
    """Return the page of a word.

    Raises:
        QueryError: it is no word, or more than one.
    """
    found = translations_of(request, word)
    state = SearchState(query=word)
    values: dict[str, Any] = {
        "word": word,
        "found": [
            (each, request.document_address(each.example.reference) if each.example is not None else "")
            for each in found
        ],
        "state": state,
        "tabs": tabs(request, state, "words"),
        "query": word,
    }
    return Page("words.html", values)
