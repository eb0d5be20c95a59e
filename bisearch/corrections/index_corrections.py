"""The corrections of one index: which of them its documents have, lack, or no longer fit."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from bisearch.corrections.applying import Orphan, apply_corrections, by_document, digest_of
from bisearch.corrections.corrections_file import CORRECTIONS, corrections_path, read_corrections
from bisearch.storage.indexed_sources import IndexedSource
from bisearch.storage.stored_texts import divided

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bisearch.corrections.corrections_file import CorrectionRecords
    from bisearch.corrections.records import Correction
    from bisearch.model import Origin
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.stored_texts import DividedDocument


class IndexCorrections:
    """The corrections that apply to an index.

    Args:
        index: the index's folder.
        records: what the file of its corrections holds.
    """

    def __init__(self, index: Path, records: CorrectionRecords) -> None:
        self._index = index
        self.records = records

    @classmethod
    def read(cls, index: Path, named: str | Path | None, *, has_corrections: bool) -> IndexCorrections:
        """Read the corrections of an index.

        Args:
            index: the index's folder.
            named: the file as the user has named it; None takes the index's own.
            has_corrections: whether the index was committed with corrections, so that their file must exist.

        Raises:
            CorrectionsFileError: the file is missing, cannot be read, or has a malformed line.
        """
        path = corrections_path(index, named)
        return cls(index, read_corrections(path, must_exist=has_corrections).require_sound())

    @cached_property
    def by_document(self) -> dict[str, tuple[Correction, ...]]:
        """The corrections of documents that are not undone, by the id of the document."""
        return by_document(self.records.active)

    @cached_property
    def name_variants(self) -> list[tuple[str, str]]:
        """The pairs of spellings that are one name."""
        return sorted({(str(each.old), str(each.new)) for each in self.records.active if each.kind == "name"})

    @property
    def remembered(self) -> IndexedSource | None:
        """The file as the index's manifest keeps it; None for the one in the index's folder."""
        path = self.records.path
        if os.path.abspath(path) == os.path.abspath(self._index / CORRECTIONS):  # noqa: PTH100 -- links stay
            return None
        return IndexedSource.named(path, self._index, {})

    def outdated(self, store: DocumentStore) -> list[str]:
        """Return the ids of the documents of an index that were added with other corrections than these."""
        applied = store.corrections()
        wanted = {document: digest_of(each) for document, each in self.by_document.items()}
        differing = (id_ for id_ in {*applied, *wanted} if applied.get(id_) != wanted.get(id_))
        return sorted(id_ for id_ in differing if store.document(id_) is not None)

    def orphans(self, store: DocumentStore) -> list[Orphan]:
        """Return the corrections that do not apply to the documents of an index, in the order of the documents."""
        return [orphan for id_ in sorted(self.by_document) for orphan in self._orphans_of(id_, store)]

    def _orphans_of(self, id_: str, store: DocumentStore) -> Iterator[Orphan]:
        corrections = self.by_document[id_]
        document = uncorrected_document(id_, store)
        if document is None:
            yield from (Orphan(each, "the index no longer has the document") for each in corrections)
        else:
            yield from apply_corrections(document.passages, corrections).orphans


def uncorrected_document(
    id_: str, store: DocumentStore, origins: Mapping[str, Origin] | None = None
) -> DividedDocument | None:
    """Return a document of an index as it was before it was corrected; None if there is no such document."""
    document = store.document(id_)
    if document is None:
        return None
    known = store.origins() if origins is None else origins
    return divided(document, known[id_], store)
