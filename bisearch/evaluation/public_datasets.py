"""Collections of the package ir_datasets, by their identifiers; the package is optional."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from bisearch.errors import CollectionError
from bisearch.evaluation.documents import CollectionDocument, by_script
from bisearch.evaluation.topics import FIELDS, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.evaluation.judgements import Judgements

PREFIX = "ir_datasets:"
TO_INSTALL = "pip install ir_datasets"


class PublicDataset:
    """A collection of ir_datasets.

    Args:
        name: its identifier with the prefix ``ir_datasets:``.
        download: whether ir_datasets may download what is not on this machine.

    Raises:
        CollectionError: ir_datasets is not installed, or has no such collection.
    """

    def __init__(self, name: str, *, download: bool = False) -> None:
        self.name = name
        self._download = download
        try:
            import ir_datasets  # noqa: PLC0415 -- optional
        except ImportError as error:
            raise CollectionError(name, f"ir_datasets is not installed; {TO_INSTALL}") from error
        self._package: Any = ir_datasets
        try:
            self._dataset: Any = ir_datasets.load(name.removeprefix(PREFIX))
        except KeyError as error:
            raise CollectionError(name, "ir_datasets has no collection of this name; see ir-datasets.com") from error

    def documents(self) -> list[CollectionDocument]:
        """Return the documents, each in the language of its script."""
        with self._only_local():
            return [_document(each) for each in self._part("docs")]

    def topics(self, fields: Sequence[str]) -> list[Topic]:
        """Return the topics with the chosen fields."""
        with self._only_local():
            topics = []
            for each in self._part("queries"):
                found = (next((str(v) for n in FIELDS[name] if (v := getattr(each, n, None))), "") for name in fields)
                text = " ".join(filter(None, found))
                if not text:
                    reason = f"topic {each.query_id!r} has no {' and no '.join(fields)}; choose other --topic-fields"
                    raise CollectionError(self.name, reason)
                topics.append(Topic(each.query_id, text, self.name, None))
            return topics

    def judgements(self) -> Judgements:
        """Return the relevance judgements."""
        with self._only_local():
            judgements: Judgements = {}
            for each in self._part("qrels"):
                judgements.setdefault(each.query_id, {})[each.doc_id] = int(each.relevance)
            return judgements

    def _part(self, part: str) -> Iterable[Any]:
        if not getattr(self._dataset, f"has_{part}")():
            raise CollectionError(
                self.name, f"this collection has no {part}; name one of its subsets, see ir-datasets.com"
            )
        found: Iterable[Any] = getattr(self._dataset, f"{part}_iter")()
        return found

    @contextmanager
    def _only_local(self) -> Iterator[None]:
        """Keep ir_datasets from downloading within the block, unless it may."""
        libraries = self._package.lazy_libs
        kept = libraries.requests

        def refuse() -> NoReturn:
            raise _DownloadRefusedError

        if not self._download:
            libraries.requests = refuse
        try:
            yield
        except _DownloadRefusedError as error:
            raise CollectionError(self.name, "not on this machine; add --download to download it") from error
        except (RuntimeError, OSError) as error:
            raise CollectionError(self.name, f"ir_datasets cannot read it: {error}") from error
        finally:
            libraries.requests = kept


class _DownloadRefusedError(BaseException):
    """A download is not allowed; ir_datasets takes an `Exception` for a failed attempt and tries the next address."""


def sha256_of(documents: Iterable[CollectionDocument]) -> str:
    """Return a checksum of documents that are not in files of their own."""
    total = hashlib.sha256()
    for document in documents:
        for part in (document.id, document.title, document.text_ru, document.text_en):
            total.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return total.hexdigest()


def _document(record: Any) -> CollectionDocument:
    title = getattr(record, "title", None) or getattr(record, "headline", None) or ""
    text = next((v for n in ("text", "body", "abstract") if (v := getattr(record, n, None))), None)
    return by_script(record.doc_id, title, [text if text is not None else record.default_text()])
