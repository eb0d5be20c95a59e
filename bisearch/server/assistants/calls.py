"""The calls of the tools: each is one call of the library, whose answer is a page of bounded size."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from bisearch.server.assistants.answers import MOST_VALUES, pair, shortened, words
from bisearch.server.problems import ArchiveChangedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.index import Index
    from bisearch.model import Side
    from bisearch.searching.results import Hit
    from bisearch.server.assistants import answers

# The texts of a page end before this number of characters; a page has one pair at least.
_PAGE_CHARACTERS = 40_000


class AssistantCalls:
    """The calls to one state of an index.

    Args:
        index: the index.
        timeout: the greatest number of seconds that a call may work.
    """

    def __init__(self, index: Index, timeout: float) -> None:
        self._index, self._timeout = index, timeout

    def search(self, query: str, limit: int, cursor: str | None, options: dict[str, Any]) -> dict[str, Any]:
        """Return a page of the pairs that match a query."""
        offset = self._offset(cursor)
        results = self._index.search(
            query, limit=limit, offset=offset, group="passage", timeout=self._timeout, **options
        )
        pairs = _within_page([_found(hit) for hit in results])
        more = offset + len(pairs) < results.total
        return {
            "query": results.query,
            "interpretation": results.interpretation,
            "notes": list(results.notes),
            "total": results.total,
            "pairs": pairs,
            "suggestions": [each._asdict() for each in results.suggestions],
            "cursor": self._cursor(offset + len(pairs), more=more and bool(pairs)),
        }

    def like(
        self, reference: str | None, text: str | None, limit: int, cursor: str | None, lang: Side | None
    ) -> dict[str, Any]:
        """Return a page of the pairs that say the same as a passage or a text."""
        offset = self._offset(cursor)
        results = self._index.like(reference, text=text, limit=limit, offset=offset, lang=lang, timeout=self._timeout)
        pairs = _within_page([{**pair(hit.document, hit.passage), "cosine": hit.cosine} for hit in results])
        end = offset + len(pairs)
        return {
            "total": results.total,
            "pairs": pairs,
            "cursor": self._cursor(end, more=bool(pairs) and end < results.total),
        }

    def fetch(self, reference: str, limit: int, cursor: str | None) -> dict[str, Any]:
        """Return a page of the document with an id, or else the passage of a permanent reference."""
        offset = self._offset(cursor)
        document, found = self._index.find(reference)
        if found is not None:
            pairs = [pair(found.document, found.passage)]
            return {"document": found.document.to_dict(), "found": found.found, "pairs": pairs, "cursor": None}
        chosen = document.passages[offset : offset + limit]
        pairs = _within_page([pair(document.metadata, passage) for passage in chosen])
        end = offset + len(pairs)
        more = end < len(document.passages) and bool(pairs)
        return {
            "document": document.metadata.to_dict(),
            "found": "document",
            "pairs": pairs,
            "cursor": self._cursor(end, more=more),
        }

    def facets(self, query: str, by: list[str], cursor: str | None, options: dict[str, Any]) -> dict[str, Any]:
        """Return counts by facet, a page of the values of each."""
        offset = self._offset(cursor)
        record = self._index.facets(query, by, timeout=self._timeout, **options).to_dict()
        more = any(len(facet["values"]) > offset + MOST_VALUES for facet in record["facets"])
        for facet in record["facets"]:
            facet["values"] = facet["values"][offset : offset + MOST_VALUES]
        return {**record, "cursor": self._cursor(offset + MOST_VALUES, more=more)}

    def concordance(self, query: str, limit: int, cursor: str | None, options: dict[str, Any]) -> dict[str, Any]:
        """Return a page of occurrences in context."""
        offset = self._offset(cursor)
        found = self._index.concordance(query, limit=limit, offset=offset, timeout=self._timeout, **options)
        end = offset + len(found.lines)
        more = bool(found.lines) and end < found.total
        return {**shortened(found.to_dict()), "cursor": self._cursor(end, more=more)}

    def frequencies(self, queries: list[str], cursor: str | None, options: dict[str, Any]) -> dict[str, Any]:
        """Return frequencies, a page of the values."""
        offset = self._offset(cursor)
        record = shortened(self._index.frequencies(queries, timeout=self._timeout, **options).to_dict())
        end = offset + MOST_VALUES
        more = len(record["values"]) > end
        record["values"] = record["values"][offset:end]
        for series in record["series"]:
            series["frequencies"] = series["frequencies"][offset:end]
        return {**record, "cursor": self._cursor(end, more=more)}

    def collocates(self, word: str, limit: int, options: dict[str, Any]) -> dict[str, Any]:
        """Return the words near a word."""
        found = self._index.collocates(word, limit=limit, timeout=self._timeout, **options)
        return shortened(found.to_dict())

    def translate(self, word: str, limit: int, options: dict[str, Any]) -> dict[str, Any]:
        """Return the translations of a word."""
        return shortened(self._index.translate(word, limit, timeout=self._timeout, **options).to_dict())

    def audit(self, query: str, limit: int, cursor: str | None, options: dict[str, Any]) -> dict[str, Any]:
        """Return a page of questions about translations."""
        offset = self._offset(cursor)
        findings = self._index.audit(query, timeout=self._timeout, **options)
        found = list(islice(findings, offset, offset + limit + 1))
        questions = _within_page([
            {
                **pair(each.document, each.passage),
                "kind": each.kind, "question": each.question, "side": each.side, "text": each.text,
            }
            for each in found[:limit]
        ])  # fmt: skip
        more = bool(questions) and len(questions) < len(found)
        return {"questions": questions, "cursor": self._cursor(offset + len(questions), more=more)}

    def cite(self, references: list[str], style: Any) -> dict[str, Any]:
        """Return citations."""
        return {"style": style, "references": references, "citations": self._index.cite(references, style)}

    def verify(self, manuscript: str, limit: int, cursor: str | None) -> dict[str, Any]:
        """Return a page of the quotations of a manuscript, compared with the archive."""
        offset = self._offset(cursor)
        record = self._index.verify(manuscript, timeout=self._timeout).to_dict()
        end = offset + limit
        more = end < len(record["quotations"])
        quotations = record["quotations"][offset:end]
        return {"quotations": quotations, "counts": record["counts"], "cursor": self._cursor(end, more=more)}

    def _cursor(self, offset: int, *, more: bool) -> str | None:
        return f"{offset}.{self._index.version}" if more else None

    def _offset(self, cursor: str | None) -> int:
        """Return the number of records that a cursor skips.

        Raises:
            ValueError: it is no cursor.
            ArchiveChangedError: it is of another commit.
        """
        if cursor is None:
            return 0
        number, point, version = cursor.partition(".")
        if not point or not (number.isascii() and number.isdecimal()) or len(number) > 9:
            raise ValueError("the cursor is not one that a tool returned; leave it out to begin at the first page")
        if version != self._index.version:
            raise ArchiveChangedError
        return int(number)


def _found(hit: Hit) -> dict[str, Any]:
    return {
        **pair(hit.document, hit.passage),
        "matched": hit.matched,
        "words_ru": words(hit.passage.ru, hit.marks_ru),
        "words_en": words(hit.passage.en, hit.marks_en),
    }


def _within_page(pairs: Sequence[answers.Pair | dict[str, Any]]) -> list[Any]:
    """Return the first pairs whose texts fit on a page, one at least."""
    left = _PAGE_CHARACTERS
    kept: list[Any] = []
    for each in pairs:
        left -= len(each["ru"] or "") + len(each["en"] or "")
        if left < 0 and kept:
            break
        kept.append(each)
    return kept
