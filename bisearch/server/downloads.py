"""Answers that are files: results, selections, documents and citations in the formats of export."""

from __future__ import annotations

import re
import tempfile
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from bisearch.citing.styles import STYLES
from bisearch.export.formats import FORMATS
from bisearch.indexing.correcting import Corrections
from bisearch.sanitizing import to_json
from bisearch.server.pages.audit import findings_of
from bisearch.server.pages.counts import collocates_of, concordance_of, frequencies_of, keywords_of
from bisearch.server.pages.like import like_of
from bisearch.server.pages.search import results_of
from bisearch.server.pages.selection import references_of
from bisearch.server.search_state import search_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bisearch.export.formats import ExportFormat
    from bisearch.index import Index
    from bisearch.server.pages.page import PageRequest

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "tmx": "application/x-tmx+xml; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "bibtex": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
_ENDINGS = {"bibtex": "bib", "csl-json": "csl.json", "markdown": "md"}
# The record of each kind of page, but for that of a document.
_RECORDS: dict[str, Callable[[PageRequest], Any]] = {
    "search": lambda request: results_of(request, search_state(request.parameters, request.settings)).to_dict(),
    "like": lambda request: like_of(request).to_dict(),
    "selection": lambda request: [request.index.passage(each).to_dict() for each in references_of(request)],
    "concordance": lambda request: concordance_of(request).to_dict(),
    "frequencies": lambda request: frequencies_of(request).to_dict(),
    "collocates": lambda request: collocates_of(request).to_dict(),
    "keywords": lambda request: keywords_of(request).to_dict(),
    "corrections": lambda request: [each.to_dict() for each in Corrections(request.archive.path).list()],
    "audit": lambda request: [finding.to_dict() for finding in findings_of(request)],
}
_EXPORTED = frozenset({"search", "selection", "document"})
# Exports up to this size stay in memory.
_IN_MEMORY = 1 << 20
_CHUNK = 1 << 16


class Download(NamedTuple):
    """An answer that is a file.

    Attributes:
        content: its content, in pieces.
        media_type: its type.
        name: the name to save it under; empty to show it in the browser.
    """

    content: Iterator[bytes]
    media_type: str
    name: str = ""

    def disposition(self) -> dict[str, str]:
        """Return the header with the name of the file; none if the browser shows it."""
        if not self.name:
            return {}
        plain = self.name.encode("ascii", "ignore").decode() or "bisearch"
        return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.name)}"}


def download(request: PageRequest, kind: str, reference: str = "") -> Download | None:
    """Return what an address asks for by its `format`; None for a page.

    Args:
        request: the request.
        kind: the name of the page.
        reference: the id of the document, the permanent reference to the passage, or the word.

    Raises:
        ValueError: the format is unknown, or does not exist for this kind.
        BisearchError: as the library call.
    """
    wanted = request.parameters.get("format", "html-page")
    if wanted == "html-page":
        return None
    name = reference or request.parameters.get("q", "") or kind
    if wanted == "json":
        return Download(iter([to_json(_record(request, kind, reference), indent=2).encode()]), MEDIA_TYPES["json"])
    if wanted in STYLES and kind in {"document", "selection"}:
        cited = [reference] if kind == "document" else references_of(request)
        text = request.index.cite(cited, wanted)
        return Download(
            iter([f"{text}\n".encode()]),
            MEDIA_TYPES.get(wanted, "text/plain; charset=utf-8"),
            _file_name(name, wanted),
        )
    if wanted in FORMATS and kind in _EXPORTED:
        return _exported(request, kind, reference, wanted, name)
    exported = [*FORMATS, *(STYLES if kind != "search" else ())] if kind in _EXPORTED else []
    known = ", ".join(["json", *exported])
    raise ValueError(f"format must be one of {known}, not {wanted!r:.60}")


def _record(request: PageRequest, kind: str, reference: str) -> Any:
    if kind == "document":
        document, passage = request.index.find(reference)
        return (passage or document).to_dict()
    if kind not in _RECORDS:
        raise ValueError("this page has no other format")
    return _RECORDS[kind](request)


def _exported(request: PageRequest, kind: str, reference: str, format_: ExportFormat, name: str) -> Download:
    keywords: dict[str, Any] = {"timeout": request.settings.timeout}
    source: str | list[str]
    if kind == "search":
        state = search_state(request.parameters, request.settings)
        source = state.query
        keywords |= {**state.filters, "sort": state.sort, "limit": request.settings.export_limit}
    else:
        source = [reference] if kind == "document" else references_of(request)
    return exported(request.index, source, format_, keywords, name)


def exported(
    index: Index, source: str | list[str], format_: ExportFormat, keywords: dict[str, Any], name: str
) -> Download:
    """Return an export as a file.

    Args:
        index: the index.
        source: a query, or references.
        format_: the format.
        keywords: the keywords of `Index.export`.
        name: the text that the file is named after.

    Raises:
        BisearchError: as `Index.export`.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- closed when it is sent
    try:
        index.export(source, format_, file, **keywords)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Download(_pieces(file), MEDIA_TYPES[format_], _file_name(name, format_))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece


def _file_name(text: str, format_: str) -> str:
    """Return the name of a file for a text: letters, digits and hyphens, as a file system and a header take them."""
    plain = re.sub(r"[^\w-]+", "-", text.replace("/", "-")).strip("-")[:60] or "bisearch"
    return f"{plain}.{_ENDINGS.get(format_, format_)}"
