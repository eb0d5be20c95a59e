"""What an index can be made anew from: its documents with their texts, and its imported dictionaries.

They are read from an index of this format, and from one of an older format that kept them in the same way. Only the
upgrade reads older formats; everything else refuses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.storage.manifest import FORMAT, OLDEST_UPGRADED, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bisearch.model import Metadata, Origin, Passage, Side
    from bisearch.storage.documents import DocumentStore, StoredDocument
    from bisearch.storage.index_folder import IndexFolder, Manifest
    from bisearch.storage.permanent_references import Successor
    from bisearch.storage.translations import TableEntry

# The first format that keeps corrections.
_WITH_CORRECTIONS = 11
# The first format that keeps the places of words on pages, successors of sentences and deleted documents.
_WITH_PLACES = 10


class DividedDocument(NamedTuple):
    """A document with its aligned texts, divided into passages.

    Attributes:
        metadata: the document's description.
        origin: the source that the document was read from.
        passages: its passages in order, without corrections.
        places: the places of the words of each text that has pages, packed.
    """

    metadata: Metadata
    origin: Origin
    passages: list[Passage]
    places: Mapping[Side, bytes] = {}


def divided(document: StoredDocument, origin: Origin, store: DocumentStore, format_: int = FORMAT) -> DividedDocument:
    """Return a stored document as it was before it was corrected.

    Args:
        document: the document.
        origin: the source that it was read from.
        store: the documents of its index.
        format_: the format of the index.
    """
    passages = store.uncorrected_passages(document) if format_ >= _WITH_CORRECTIONS else None
    if passages is None:
        passages = [without_readings(passage) for passage in store.passages(document.passage_numbers)]
    places = store.packed_places(document.number) if format_ >= _WITH_PLACES else {}
    return DividedDocument(document.metadata, origin, passages, places)


def without_readings(passage: Passage) -> Passage:
    """Return a passage without readings of its words."""
    ru, en = (side and side._replace(readings=()) for side in (passage.ru, passage.en))
    return passage._replace(ru=ru, en=en, corrections=())


class StoredTexts:
    """The texts of an undamaged index.

    Args:
        folder: folder of the index, locked for writing.

    Attributes:
        manifest: the manifest of the committed generation, perhaps of an older format.

    Raises:
        IndexMissingError: no index here.
        IndexDamagedError: the index is damaged.
        IndexVersionError: the index has a format that cannot be upgraded.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self.manifest: Manifest = read_manifest(folder.path, OLDEST_UPGRADED)
        folder.verify(self.manifest)
        self._folder = folder

    def documents(self) -> Iterator[DividedDocument]:
        """Yield every document in the order in which they were added."""
        with self._folder.documents(self.manifest) as store:
            origins = store.origins()
            for document in store.numbered(sorted(store.sorted_numbers())):
                yield divided(document, origins[document.metadata.id], store, self.manifest.format)

    def has_corrections(self) -> bool:
        """Return whether documents or names are corrected; none are in formats before 11."""
        if self.manifest.format < _WITH_CORRECTIONS:
            return False
        with self._folder.documents(self.manifest) as store:
            return bool(store.corrections() or store.name_variants())

    def successors(self, document: str) -> list[Successor]:
        """Return which sentences of a document have replaced others; format 9 has none."""
        if self.manifest.format < _WITH_PLACES:
            return []
        with self._folder.documents(self.manifest) as store:
            return store.successors(document)

    def size(self) -> tuple[int, int]:
        """Return the numbers of documents and of passages."""
        with self._folder.documents(self.manifest) as store:
            return store.size

    def dictionaries(self) -> dict[str, list[TableEntry]]:
        """Return the entries of each imported dictionary."""
        with self._folder.documents(self.manifest) as store:
            return store.translations.imported()

    def origins(self) -> dict[str, Origin]:
        """Return what each document was read from, by the document's id."""
        with self._folder.documents(self.manifest) as store:
            return store.origins()

    def excluded(self) -> list[tuple[str, Origin]]:
        """Return the ids and origins of the deleted documents that are not to return; format 9 has none."""
        if self.manifest.format < _WITH_PLACES:
            return []
        with self._folder.documents(self.manifest) as store:
            return store.excluded()
