"""The sources that a caller gives to a build: paths, documents, or an iterator of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias

from bisearch.model import Document

Source: TypeAlias = str | Path | Document


class CallerError(Exception):
    """An exception of the caller's own iterator, the cause of this one.

    It passes through code that takes an `OSError` for one of the index's.
    """


class GivenSources:
    """Separates paths from documents; an iterator is only read as its documents are needed.

    Args:
        given: a path, a document, or several; None takes the sources that the index remembers.

    Attributes:
        paths: the paths; those of an iterator are complete after its documents have been read.
        are_remembered: whether the sources are those that the index remembers.
        may_have_documents: whether there are documents, or an iterator that may yield some.
        size: size of the documents in bytes; None if they come from an iterator.

    Raises:
        TypeError: `given`, or one of several, is neither a path nor a document.
    """

    def __init__(self, given: Source | Iterable[Source] | None) -> None:
        self.are_remembered = given is None
        given = () if given is None else given
        self.paths: list[Path] = []
        self.size: int | None = None
        if isinstance(given, str | PathLike | Document):
            given = (given,)
        if not isinstance(given, Iterable):
            raise TypeError(f"sources must be a path, a Document, or several of them, not {given!r:.60}")
        self._documents = self._separate(given)
        self.may_have_documents = True
        if not isinstance(given, Iterator):
            listed = list(self._separate(given))
            self._documents = iter(listed)
            self.may_have_documents = bool(listed)
            self.size = sum(map(size_in_bytes, listed))

    def documents(self) -> Iterator[Document]:
        """Yield the documents, once.

        Raises:
            CallerError: the caller's iterator has raised an exception.
        """
        try:
            yield from self._documents
        except Exception as error:
            raise CallerError from error

    def _separate(self, given: Iterable[Source]) -> Iterator[Document]:
        for source in given:
            if isinstance(source, Document):
                yield source
            elif isinstance(source, str | PathLike):
                self.paths.append(Path(fspath(source)))
            else:
                raise TypeError(f"a source must be a path or a Document, not {source!r:.60}")


def size_in_bytes(document: Document) -> int:
    """Return the size of a document's texts in UTF-8."""
    pairs = document.passages or ((document.text_ru, document.text_en),)
    return sum(len(text.encode("utf-8", "replace")) for pair in pairs for text in pair if text)
