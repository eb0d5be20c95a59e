"""Which terms a search looks for in a document's heading: its titles in both languages, and its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.notation.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side
    from bisearch.notation.scripts import Script

# The fields of a heading, as the index names them; both titles are one field.
HEADING_FIELDS = frozenset({"title", "summary"})
_OTHER_SCRIPT: dict[Side, Script] = {"ru": "latin", "en": "cyrillic"}


def terms_of_side(terms: Iterable[str], side: Side) -> set[str]:
    """Return the terms that a query on a side finds in a heading, which may be in either language: not the other's."""
    return {term for term in terms if script_of(term) != _OTHER_SCRIPT[side]}
