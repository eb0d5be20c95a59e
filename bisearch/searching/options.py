"""Options of a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from bisearch.model import SIDES
from bisearch.searching.ranking import Sort
from bisearch.validation import check_choice, check_counts

if TYPE_CHECKING:
    from bisearch.model import Side


Group: TypeAlias = Literal["passage", "document"]


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search; `ValueError` names an option that cannot be.

    Attributes:
        limit: how many hits to return, at least 0.
        offset: how many to skip before the first.
        sort: ``"score"``, the best first, or ``"date"``, the oldest first.
        lang: the only side to look on; None looks on the side of each word's script and, for its translations, on the
            other.
        translate: whether a bare word is looked up on the other side too, by its translations.
        context: how many neighbouring passages to give with each hit, on either end.
        names: whether a name is looked up in its other spellings, cases and script too.
        abbreviations: whether a word is looked up by what stands for the same, and shelfmarks in either script.
        dates: whether a date is looked up in every form.
        suggest: whether other words are suggested where one matches nothing.
        group: ``"passage"``, or ``"document"`` to find documents, each with the best of its passages; `limit` and
            `offset` then count documents, and words that must stand together may stand in adjacent passages.
        best: how many passages to give of each document, where documents are asked for.
        marks: whether to find where each hit matched; without, a search for many hits is quicker.
    """

    limit: int = 10
    offset: int = 0
    sort: Sort = "score"
    lang: Side | None = None
    translate: bool = True
    context: int = 0
    names: bool = True
    abbreviations: bool = True
    dates: bool = True
    suggest: bool = True
    group: Group = "passage"
    best: int = 3
    marks: bool = True

    def __post_init__(self) -> None:
        check_counts(0, limit=self.limit, offset=self.offset, context=self.context, best=self.best)
        check_choice(get_args(Sort), sort=self.sort)
        check_choice(get_args(Group), group=self.group)
        check_choice(SIDES, lang=self.lang)
