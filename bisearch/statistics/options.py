"""Options that all counts share."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict, get_args

from bisearch.searching.expansion.base import ExpansionOptions
from bisearch.searching.field_filters import conditions
from bisearch.validation import check_keywords, check_range, check_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.searching.field_filters import Condition, Day

# What a word is also counted as: its translations on the other side, other spellings of a name, synonyms.
Widening: TypeAlias = Literal["translations", "names", "synonyms"]
WIDENINGS: tuple[Widening, ...] = get_args(Widening)
# What the lines of a concordance are sorted by.
ConcordanceSort: TypeAlias = Literal["left", "right", "opposite"]
CONCORDANCE_SORTS: tuple[ConcordanceSort, ...] = get_args(ConcordanceSort)
# What collocates are sorted by.
Measure: TypeAlias = Literal["log_dice", "g2"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
# The greatest window of collocates: more words than a sentence has.
MAX_WINDOW = 1_000


@dataclass(frozen=True, slots=True)
class CountOptions:
    """Options of a count; an invalid value raises `ValueError`.

    Attributes:
        widen: also count these for a word of a query: its ``"translations"``, other spellings of ``"names"``, and
            ``"synonyms"`` with abbreviations. Empty, the default, counts the word itself by its lemmas.
        filters: a query of filters alone, such as ``"date:1946 title:cable"``; only the documents that it keeps are
            counted. Empty counts all documents.
        date_from: counts documents that may date from this day, month or year, or from a later one.
        date_to: counts documents that may date from this day, month or year, or from an earlier one.
        fields: counts documents whose metadata fields have all these words: ``{"author": "Смирнов"}``.
        facet_values: counts documents that a facet counts under this value; see `SearchOptions.facet_values`.
        timeout: the greatest number of seconds that the count may take; after that it raises `SearchTimeoutError`.
    """

    widen: tuple[Widening, ...] = ()
    filters: str = ""
    date_from: Day | None = None
    date_to: Day | None = None
    fields: Mapping[str, str] | None = field(default=None, hash=False)
    facet_values: Mapping[str, str | None] | None = field(default=None, hash=False)
    timeout: float | None = None

    def __post_init__(self) -> None:
        if (
            isinstance(self.widen, str)
            or not isinstance(self.widen, Collection)
            or not all(each in WIDENINGS for each in self.widen)
        ):
            raise ValueError(f"widen must be a tuple of any of {', '.join(WIDENINGS)}, not {self.widen!r:.60}")
        check_text(filters=self.filters)
        check_range(0, math.inf, timeout=self.timeout)
        count_filters(self)


def count_filters(options: CountOptions) -> tuple[Condition, ...]:
    """Return the filters that the dates, fields and facets of options make."""
    return conditions(options.date_from, options.date_to, options.fields, options.facet_values)


def count_expansion(options: CountOptions) -> ExpansionOptions:
    """Return how options expand the words of a query."""
    widen = options.widen
    return ExpansionOptions("translations" in widen, "names" in widen, "synonyms" in widen, dates=False)


def described_filters(options: CountOptions) -> str:
    """Return the filters of options as a query would have them; empty if there are none."""
    first, last = options.date_from, options.date_to
    dates = f"date:{first or ''}..{last or ''}" if first or last else ""
    fields = [f'{name}:"{words}"' for name, words in (options.fields or {}).items()]
    values = [
        f"{name}={value if value is not None else 'unknown'}" for name, value in (options.facet_values or {}).items()
    ]
    return " ".join(part for part in (options.filters.strip(), dates, *fields, *values) if part)


class CountKeywords(TypedDict, total=False):
    """The options of a count as keywords; see `CountOptions`."""

    widen: tuple[Widening, ...]
    filters: str
    date_from: Day | None
    date_to: Day | None
    fields: Mapping[str, str] | None
    facet_values: Mapping[str, str | None] | None
    timeout: float | None


def count_options(keywords: CountKeywords, owner: str, *, widens: bool = True) -> CountOptions:
    """Return the options of a count.

    Args:
        keywords: the options that are not the defaults.
        owner: the method that is called, for the message.
        widens: whether the method takes `widen`.

    Raises:
        TypeError: there is no option of a keyword's name.
        ValueError: an option has an impossible value.
    """
    known = [name for name in CountKeywords.__annotations__ if widens or name != "widen"]
    check_keywords(known, keywords, owner)
    return CountOptions(**keywords)
