"""The page of questions about translations."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bisearch.audit.findings import DEFAULT_KINDS, KINDS
from bisearch.server.pages.corrections import can_correct
from bisearch.server.pages.page import Page
from bisearch.server.search_state import number, search_state

if TYPE_CHECKING:
    from bisearch.audit.findings import Finding, Kind
    from bisearch.server.pages.page import PageRequest

LIMIT = 25


def findings_of(request: PageRequest) -> list[Finding]:
    """Return one finding more than fits on the page, if there are as many."""
    state = search_state(request.parameters, request.settings)
    offset = number(request.parameters, "offset", 0, 10**6)
    limit = number(request.parameters, "limit", LIMIT, request.settings.page_size)
    found = request.index.audit(
        state.query, _kinds(request), timeout=request.settings.timeout, **state.document_filters
    )
    return list(islice(found, offset, offset + limit + 1))


def audit_page(request: PageRequest) -> Page:
    """Return the page of questions about the whole archive, or about what a query and filters keep."""
    state = search_state(request.parameters, request.settings)
    limit = number(request.parameters, "limit", LIMIT, request.settings.page_size)
    offset = number(request.parameters, "offset", 0, 10**6)
    found = findings_of(request)
    kinds = _kinds(request)
    others = [(name, value) for name, value in state.parameters() if name not in {"offset", "limit"}]
    chosen = [("kind", kind) for kind in kinds or ()]

    def page_at(start: int) -> str:
        return request.address("/audit", [*others, *chosen, ("offset", str(max(0, start)))])

    return Page("audit.html", {
        "state": state,
        "can_correct": can_correct(request),
        "found": [
            (each, request.document_address(each.reference), each.marks_ru, each.marks_en) for each in found[:limit]
        ],
        "kinds": [
            (kind, kind in (kinds or DEFAULT_KINDS), request.address("/audit", [*others, ("kind", kind)]))
            for kind in KINDS
            if kind != "term" or state.query.strip()
        ],
        "first": offset + 1,
        "previous": page_at(offset - limit) if offset else "",
        "next": page_at(offset + limit) if len(found) > limit else "",
        "all_kinds": request.address("/audit", others),
    })  # fmt: skip


def _kinds(request: PageRequest) -> tuple[Kind, ...] | None:
    given = tuple(request.parameters.getlist("kind"))
    for kind in given:
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r:.60}")
    return given or None  # type: ignore[return-value]  # checked above
