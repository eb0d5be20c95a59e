"""The records that only the API has: pages of lists, citations and problems."""

# FastAPI makes schemas from the annotations at run time.
from typing import NotRequired

from typing_extensions import TypedDict

from bisearch.citing.styles import CitationStyle
from bisearch.server.records import ConcordanceRecord, DocumentSummaryRecord, FindingRecord, ResultsRecord


class SearchPage(ResultsRecord):
    """A page of the results of a search; `next` is the address of the following page."""

    next: str | None


class ConcordancePage(ConcordanceRecord):
    """A page of occurrences; `next` is the address of the following page."""

    next: str | None


class DocumentsPage(TypedDict):
    """A page of the list of documents; `next` is the address of the following page."""

    documents: list[DocumentSummaryRecord]
    offset: int
    next: str | None


class AuditPage(TypedDict):
    """A page of questions about translations; `next` is the address of the following page."""

    findings: list[FindingRecord]
    offset: int
    next: str | None


class Citations(TypedDict):
    """Citations in a style, as one text."""

    style: CitationStyle
    citations: str


class MendingRecord(TypedDict):
    """A change to a query that removes a mistake: put `text` in the place of these code points."""

    start: int
    end: int
    text: str


class ProblemRecord(TypedDict):
    """A problem (RFC 9457); the mistake of a query is at the code point `position` of `query`."""

    type: str
    title: str
    status: int
    detail: str
    remedy: str
    argument: NotRequired[str]
    query: NotRequired[str]
    position: NotRequired[int]
    reason: NotRequired[str]
    mending: NotRequired[MendingRecord | None]
    instead: NotRequired[str]
