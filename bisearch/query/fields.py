"""The names of the fields of a query, in English and in Russian."""

from __future__ import annotations

from functools import cache

from bisearch.notation.field_names import field_name
from bisearch.sources.labels import known_field
from bisearch.word_lists import read_rows

SIDE_FIELDS = ("ru", "en")
FILTER_FIELDS = ("title", "ref", "id", "date")
FIELDS = (*SIDE_FIELDS, "exact", *FILTER_FIELDS)

# Fields of metadata that queries name otherwise.
_IN_QUERIES = {"reference": "ref", "title_ru": "title"}
# Parts of a shelfmark that may be asked for by themselves, with the word before their number.
SHELFMARK_PARTS = {"archive": "", "fond": "f. ", "opis": "op. ", "folder": "p. ", "delo": "d. ", "list": "l. "}


def queried_field(typed: str) -> str:
    """Return the field that a name in a query means: ``date`` for ``дата`` and ``Date``.

    Args:
        typed: the name as typed, without the colon.

    Returns:
        One of `FIELDS` or `SHELFMARK_PARTS`, a field of `Metadata`, or the name of a custom field.
    """
    name = field_name(typed)
    if name in FIELDS:
        return name
    known = _own_names().get(name) or known_field(name.replace("-", " ")) or name
    return _IN_QUERIES.get(known, known)


@cache
def _own_names() -> dict[str, str]:
    rows = read_rows("query", "field_names.txt", "|")
    return {other.strip(): name for name, others in rows for other in others.split(";")}
