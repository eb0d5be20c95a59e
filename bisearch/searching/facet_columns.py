"""The values of facets: which documents have which, and under which spelling they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.notation.shelfmarks import archive_key
from bisearch.storage.facet_values import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.facet_values import FacetColumn


def column(facet: str, store: DocumentStore) -> FacetColumn:
    """Return the values of a facet of all documents."""
    return store.facet(facet, _KEYS.get(facet, str))


def check_facets(names: Iterable[str], store: DocumentStore) -> None:
    """Raise `ValueError` if no document has a field of the name of a facet."""
    for name in names:
        if name not in BUILT_IN and not column(name, store).values:
            known = {*BUILT_IN, *store.facet_names()}
            raise ValueError(f"no facet {name!r}; this index has {', '.join(sorted(known))}")


def passages_under(facet: str, value: str | None, store: DocumentStore) -> tuple[range, ...]:
    """Return the passages of the documents that a facet counts under a value, a range for each document, in order.

    Args:
        facet: the name of the facet.
        value: the value in any spelling that documents have; None for documents of which it is unknown.
        store: the document store of the index.

    Raises:
        ValueError: no document has a field of that name.
    """
    check_facets([facet], store)
    known = column(facet, store)
    counts = store.passage_counts()
    if value is None:
        firsts = [first for first in counts if first not in known.of_document]
    else:
        key = _KEYS.get(facet, str)
        wanted = {place for place, spelling in enumerate(known.values) if key(spelling) == key(value)}
        kept = {code for code, places in enumerate(known.combinations) if not wanted.isdisjoint(places)}
        firsts = [first for first, code in known.of_document.items() if code in kept]
    return tuple(range(first, first + counts[first]) for first in sorted(firsts))


def _fond_key(value: str) -> str:
    archive, _, fond = value.rpartition(", ")
    return f"{archive_key(archive)} {fond[3:]}"


# Archives are written in either script, and have had other names.
_KEYS = {"archive": archive_key, "fond": _fond_key}
