"""Filters that a program gives as options: dates, metadata fields as `FIELD:` in a query, and values of facets."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypeAlias

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import QueryError
from bisearch.query.fields import FIELDS, FILTER_FIELDS, queried_field
from bisearch.query.operands import metadata_filter
from bisearch.query.tree import And, Clauses, DateFilter, DocumentCondition, FacetFilter, Filter
from bisearch.validation import check_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bisearch.query.tree import Node
    from bisearch.storage.documents import DocumentStore

Day: TypeAlias = str | datetime.date
Condition: TypeAlias = DocumentCondition

_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


def conditions(
    date_from: Day | None = None,
    date_to: Day | None = None,
    fields: Mapping[str, str] | None = None,
    facet_values: Mapping[str, str | None] | None = None,
) -> tuple[Condition, ...]:
    """Return the filters that keep documents of some dates whose fields have some words.

    Args:
        date_from: the first day, month or year, in any notation; None is the beginning of the calendar.
        date_to: the last day, month or year, included; None is the end of the calendar.
        fields: for each metadata field, the words that it must have.
        facet_values: for each facet, the value under which it counts a document; None if the value is unknown.

    Raises:
        ValueError: a value is of the wrong type, is not a date, has no word, or the dates are in the wrong order.
    """
    found: list[Condition] = []
    if date_from is not None or date_to is not None:
        first = _FIRST_DAY if date_from is None else _days("date_from", date_from)[0]
        last = _LAST_DAY if date_to is None else _days("date_to", date_to)[1]
        if first > last:
            raise ValueError(f"date_from must not be after date_to, not {date_from!r} and {date_to!r}")
        found.append(DateFilter(first, last))
    if fields is not None and not hasattr(fields, "items"):
        raise ValueError(f"fields must be a dict of field names and words, not {fields!r}")
    for label, words in (fields or {}).items():
        found.append(_field_condition(label, words))
    if facet_values is not None and not hasattr(facet_values, "items"):
        raise ValueError(f"facet_values must be a dict of facets and values, not {facet_values!r:.60}")
    for facet, value in (facet_values or {}).items():
        check_types("a text", str, facet=facet, facet_value=value)
        found.append(FacetFilter(facet, value))
    return tuple(found)


def with_filters(node: Node | None, filters: tuple[Condition, ...]) -> Node:
    """Return a query with further filters.

    Args:
        node: the tree of the query; None if there are only filters.
        filters: the filters, at least one if there is no query.
    """
    match node:
        case None:
            return Clauses(must=filters)
        case _ if not filters:
            return node
        case Clauses():
            return node._replace(must=(*node.must, *filters))
        case Filter() | DateFilter() | FacetFilter():
            return And((node, *filters))
        case _:
            return Clauses(should=(node,), must=filters)


def _days(name: str, day: Day) -> tuple[str, str]:
    from bisearch.notation.dates import day_range_of_text  # noqa: PLC0415 -- a search starts faster without

    text = day.isoformat()[:10] if isinstance(day, datetime.date) else day
    try:
        return day_range_of_text(text if isinstance(text, str) else "")
    except ValueError:
        raise ValueError(f"{name} must be a date, e.g. '1946-11-20' or '1946', not {day!r}") from None


def _field_condition(label: object, words: object) -> Filter:
    name = queried_field(label) if isinstance(label, str) else ""
    if not name or (name in FIELDS and name not in FILTER_FIELDS) or name == "date":
        reason = "; for dates use date_from and date_to" if name == "date" else ""
        raise ValueError(f"fields must name metadata fields, e.g. 'title' or 'author', not {label!r}{reason}")
    if not isinstance(words, str) or not any(True for _ in tokenize(words)):
        raise ValueError(f"fields[{label!r}] must be words to look for, not {words!r}")
    return metadata_filter(str(label), words)


def check_fields(filters: Iterable[Condition], store: DocumentStore, query: str) -> None:
    """Raise `QueryError` if a filter names a field that no document has."""
    named = [each for each in filters if isinstance(each, Filter) and each.field not in FILTER_FIELDS]
    known = store.field_names() if named else []
    for each in named:
        if not {each.field, each.typed} & set(known):
            names = ", ".join(dict.fromkeys([*FILTER_FIELDS, *known]))
            raise QueryError(query, 0, f"no document has a field {each.typed or each.field!r}; the fields are {names}")
