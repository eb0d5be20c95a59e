"""The page of selected passages, whose references are in its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.errors import PermanentReferenceError
from bisearch.export.formats import FORMATS
from bisearch.server.pages.page import Page

if TYPE_CHECKING:
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.server.pages.page import PageRequest


def references_of(request: PageRequest) -> list[str]:
    """Return the permanent references of a selection, each once, in their order."""
    return list(dict.fromkeys(request.parameters.getlist("p")))[: request.settings.page_size]


def selection_page(request: PageRequest) -> Page:
    """Return the page of a selection; what is gone is named."""
    found: list[FoundPassage] = []
    missing: list[str] = []
    for reference in references_of(request):
        try:
            found.append(request.index.passage(reference))
        except PermanentReferenceError as error:
            missing.append(str(error))
    parameters = [("p", each.reference) for each in found]
    values = {
        "found": [(each, request.document_address(each.reference)) for each in found],
        "missing": missing,
        "formats": [(name, request.address("/selection", [*parameters, ("format", name)])) for name in FORMATS],
        "citations": {
            style: request.index.cite([each.reference for each in found], style) for style in ("chicago", "gost")
        }
        if found
        else {},
    }
    return Page("selection.html", values)
