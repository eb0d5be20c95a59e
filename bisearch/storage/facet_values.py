"""The values by which the documents of an index are counted: years, archives, languages and any other field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bisearch.model import Metadata, Side

# The facets that are not metadata fields of the same name.
BUILT_IN = ("year", "archive", "fond", "language", "sides")
# Metadata whose every value is different, or which the built-in facets count.
_NOT_COUNTED = frozenset(
    {"id", "title", "title_ru", "date", "date_text", "date_edtf", "date_earliest", "date_latest", "reference", "url",
     "citation", "summary", "credits", "fields", "path", "language"}
)  # fmt: skip
# An interval of more years says nothing about a year.
MAX_YEARS = 100


def facet_values(metadata: Metadata, sides: Sequence[Side]) -> Iterator[tuple[str, str]]:
    """Yield the facets of a document with its values; a facet that is unknown is left out.

    A document that is dated to an interval has each year that it may be of. If one end of the interval is unknown, its
    only year is the known end, as an interval in EDTF: ``../1946`` or ``1946/..``.

    Args:
        metadata: the description of the document.
        sides: the sides that have words.
    """
    yield from (("year", year) for year in _years(metadata.date_earliest, metadata.date_latest))
    reference = metadata.reference
    if reference is not None and reference.archive:
        yield "archive", reference.archive
        if reference.fond:
            yield "fond", f"{reference.archive}, {'ф' if reference.archive[0] >= 'Ѐ' else 'f'}. {reference.fond}"
    if metadata.language:
        yield "language", metadata.language
    if sides:
        yield "sides", "both" if len(sides) > 1 else sides[0]
    described = {name: value for name, value in metadata.to_dict().items() if name not in _NOT_COUNTED}
    for name, value in {**described, **metadata.fields}.items():
        if value and name not in BUILT_IN:
            yield name, value


def _years(earliest: str, latest: str) -> list[str]:
    first, last = earliest[:4], latest[:4]
    if first and last:
        span = range(int(first), int(last) + 1)
        return [f"{year:04}" for year in span] if len(span) <= MAX_YEARS else [f"{first}/{last}"]
    if first:
        return [f"{first}/.."]
    return [f"../{last}"] if last else []


class FacetColumn(NamedTuple):
    """The values of one facet, of all documents of an index.

    Attributes:
        values: the different values, each in the spelling that most documents have.
        combinations: the different sets of values that documents have, as places in `values`; most have one value.
        of_document: the place in `combinations` of each document that has a value, by the number of the document's
            first passage.
    """

    values: list[str]
    combinations: list[tuple[int, ...]]
    of_document: dict[int, int]


def facet_column(rows: Iterable[tuple[int, str]], key: Callable[[str], str]) -> FacetColumn:
    """Return the column of a facet.

    Args:
        rows: the first passage of a document and a value that it has; documents of several values have several rows.
        key: returns the key that all spellings of a value share.

    Raises:
        TypeError: a value is no text.
    """
    keys: dict[str, str] = {}
    places: dict[str, int] = {}
    spellings: dict[str, Counter[str]] = {}
    values_of: dict[int, tuple[int, ...]] = {}
    for first, value in rows:
        folded = keys.get(value)
        if folded is None:
            folded = keys[value] = key(value)
        place = places.setdefault(folded, len(places))
        spellings.setdefault(folded, Counter())[value] += 1
        values_of[first] = (*values_of.get(first, ()), place)
    "".join(keys)  # raises `TypeError` if a value is no text
    combinations = {combination: place for place, combination in enumerate(dict.fromkeys(values_of.values()))}
    return FacetColumn(
        [counts.most_common(1)[0][0] for counts in spellings.values()],
        list(combinations),
        {first: combinations[values] for first, values in values_of.items()},
    )
