"""Options of an export, beside those of its search."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from bisearch.export.rows import TextStyle
from bisearch.searching.options import SearchKeywords, search_options
from bisearch.validation import check_choice, check_counts, check_flags, check_keywords, check_types

if TYPE_CHECKING:
    from collections.abc import Callable

    from bisearch.searching.options import SearchOptions


class ExportKeywords(SearchKeywords, total=False):
    """The options of an export as keywords: those of a search, and those of `ExportOptions`."""

    sample: int | None
    seed: int
    style: TextStyle
    bom: bool
    date: datetime.date | None
    skip_missing: bool
    progress: Callable[[float], None] | None


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of an export; an invalid value raises `ValueError` or `TypeError`.

    Attributes:
        sample: how many hits to draw at random; None exports all.
        seed: the number that the sample depends on.
        style: the style of the citations.
        bom: whether CSV begins with a byte order mark, by which Excel recognizes UTF-8.
        date: the day of the export, as the export has it; None takes today.
        skip_missing: whether references that lead to nothing are left out and named, in place of an error.
        progress: is called with the share of the export that is done, in [0, 1].
    """

    sample: int | None = None
    seed: int = 0
    style: TextStyle = "chicago"
    bom: bool = False
    date: datetime.date | None = None
    skip_missing: bool = False
    progress: Callable[[float], None] | None = None

    def __post_init__(self) -> None:
        if self.sample is not None:
            check_counts(1, sample=self.sample)
        check_types("a whole number", int, seed=self.seed)
        check_choice(get_args(TextStyle), style=self.style)
        check_flags(bom=self.bom, skip_missing=self.skip_missing)
        check_types("a datetime.date", datetime.date, date=self.date)


class ExportRequest(NamedTuple):
    """The options of one export.

    Attributes:
        search: the options of the search.
        export: the other options.
        has_limit: whether the search has a limit; all hits are exported otherwise.
    """

    search: SearchOptions
    export: ExportOptions
    has_limit: bool

    @classmethod
    def of(cls, keywords: ExportKeywords) -> ExportRequest:
        """Return the options that keywords stand for.

        Raises:
            TypeError: there is no option of a keyword's name, or a value has the wrong type.
            ValueError: an option has an impossible value.
        """
        own = ExportOptions.__slots__
        check_keywords((*SearchKeywords.__annotations__, *own), keywords, "export")
        searched = cast("SearchKeywords", {name: value for name, value in keywords.items() if name not in own})
        search = search_options(None, searched)
        if search.group is None:  # an export has passages also if the query only has filters
            search = replace(search, group="passage")
        export = ExportOptions(**{name: value for name, value in keywords.items() if name in own})  # type: ignore[arg-type]
        return cls(search, export, "limit" in keywords)
