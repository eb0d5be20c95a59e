"""The calls of the API: each is one call of the library with the server's limits."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from bisearch.errors import DocumentIdError
from bisearch.server.downloads import Download, exported
from bisearch.server.problems import ArchiveChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.index import Index
    from bisearch.server.api import parameters as given
    from bisearch.server.settings import ServerSettings


class Calls:
    """The calls to one state of an index.

    Args:
        index: the index.
        settings: the settings of the server, whose limits apply.
    """

    def __init__(self, index: Index, settings: ServerSettings) -> None:
        self._index, self._settings = index, settings

    def search(self, asked: given.Search) -> dict[str, Any]:
        """Return a page of results; `next` is the offset of the following page, or None."""
        self._require_commit(asked)
        results = self._index.search(asked.query, timeout=self._settings.timeout, **asked.options())
        record = results.to_dict(explain=asked.explain)
        found = len(record.get("documents", record.get("hits", [])))
        total = results.total_documents if results.total_documents is not None else results.total
        return {**record, "next": _next(asked, found, more=asked.offset + found < total)}

    def like(self, asked: given.Like) -> dict[str, Any]:
        """Return a page of the passages that say the same as a passage or a text."""
        self._require_commit(asked)
        results = self._index.like(
            asked.reference, text=asked.text, limit=asked.limit, offset=asked.offset, lang=asked.lang,
            timeout=self._settings.timeout,
        )  # fmt: skip
        return {
            **results.to_dict(),
            "next": _next(asked, len(results), more=asked.offset + len(results) < results.total),
        }

    def facets(self, asked: given.Facets) -> dict[str, Any]:
        """Return the counts of what a query finds."""
        timeout = self._settings.timeout
        return self._index.facets(asked.query, asked.by, timeout=timeout, **asked.options()).to_dict()

    def documents(self, asked: given.Documents) -> dict[str, Any]:
        """Return a page of the list of documents."""
        self._require_commit(asked)
        found = self._index.documents(asked.query, timeout=self._settings.timeout, **asked.options())
        return _page("documents", found, asked)

    def document(self, id_: str) -> dict[str, Any]:
        """Return a document with its passages.

        Raises:
            DocumentIdError: no document has the id.
        """
        found = self._index.document(id_)
        if found is None:
            raise DocumentIdError(id_, "no document has this id", ())
        return found.to_dict()

    def passage(self, reference: str) -> dict[str, Any]:
        """Return the passage that a permanent reference leads to."""
        return self._index.passage(reference).to_dict()

    def cite(self, asked: given.Cite) -> dict[str, Any]:
        """Return citations."""
        return {"style": asked.style, "citations": self._index.cite(asked.reference, asked.style)}

    def export(self, asked: given.Export) -> Download:
        """Return an export as a file."""
        keywords: dict[str, Any] = {"timeout": self._settings.timeout, "sort": asked.sort}
        if not asked.reference:
            limit = self._settings.export_limit
            keywords |= {**asked.options(), "limit": limit, "sample": asked.sample, "seed": asked.seed}
        elif asked.query:
            raise ValueError("an export has a query or references, not both")
        keywords |= {"style": asked.style, "bom": asked.bom}
        name = asked.query or asked.reference[0] if asked.reference or asked.query else "export"
        return exported(self._index, asked.reference or asked.query, asked.format, keywords, name)

    def concordance(self, asked: given.Concordance) -> dict[str, Any]:
        """Return a page of occurrences in context."""
        self._require_commit(asked)
        found = self._index.concordance(
            asked.query, asked.sort, asked.side, limit=asked.limit, offset=asked.offset, **self._counted(asked)
        )
        more = asked.offset + len(found.lines) < found.total
        return {**found.to_dict(), "next": _next(asked, len(found.lines), more=more)}

    def frequencies(self, asked: given.Frequencies) -> dict[str, Any]:
        """Return frequencies by the values of a facet."""
        return self._index.frequencies(asked.queries, asked.by, asked.side, **self._counted(asked)).to_dict()

    def collocates(self, asked: given.Collocates) -> dict[str, Any]:
        """Return the words near a word."""
        return self._index.collocates(
            asked.word, asked.side, asked.window, asked.measure, limit=asked.limit, at_least=asked.at_least,
            function_words=asked.function_words, **self._counted(asked),
        ).to_dict()  # fmt: skip

    def keywords(self, asked: given.Keywords) -> dict[str, Any]:
        """Return the words that one part of the archive uses more than another."""
        return self._index.keywords(
            asked.target, asked.reference, asked.side, limit=asked.limit, at_least=asked.at_least,
            function_words=asked.function_words, **self._counted(asked),
        ).to_dict()  # fmt: skip

    def translate(self, asked: given.Translate) -> dict[str, Any]:
        """Return the translations of a word."""
        passages, counted = asked.passages, self._counted(asked)
        return self._index.translate(asked.word, asked.limit, passages=passages, **counted).to_dict()

    def audit(self, asked: given.Audit) -> dict[str, Any]:
        """Return a page of questions about translations."""
        self._require_commit(asked)
        timeout = self._settings.timeout
        return _page("findings", self._index.audit(asked.query, asked.kinds, timeout=timeout, **asked.options()), asked)

    def account(self, asked: given.Account) -> dict[str, Any]:
        """Return what a search looked up, and in what."""
        return self._index.account(asked.query, limit=0, timeout=self._settings.timeout, **asked.options()).to_dict()

    def verify(self, asked: given.Manuscript) -> dict[str, Any]:
        """Return how the quotations of a manuscript agree with the archive."""
        return self._index.verify(asked.manuscript, timeout=self._settings.timeout).to_dict()

    def stats(self) -> dict[str, Any]:
        """Return the size of the index; not the paths of its sources, which are the server's own business."""
        record = self._index.stats()._asdict()
        del record["sources"]
        return record

    def _counted(self, asked: given.Counted | given.CountedPlain) -> dict[str, Any]:
        return {**asked.count_options(), "timeout": self._settings.timeout}

    def _require_commit(self, asked: given.Paged) -> None:
        if asked.commit is not None and asked.commit != self._index.version:
            raise ArchiveChangedError


def _page(name: str, records: Iterator[Any], asked: given.Paged) -> dict[str, Any]:
    found = list(islice(records, asked.offset, asked.offset + asked.limit + 1))
    kept = found[: asked.limit]
    more = len(found) > asked.limit
    return {
        name: [each.to_dict() for each in kept], "offset": asked.offset, "next": _next(asked, len(kept), more=more),
    }  # fmt: skip


def _next(asked: given.Paged, found: int, *, more: bool) -> int | None:
    return asked.offset + found if more and found else None
