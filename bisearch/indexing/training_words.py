"""The words of passages to learn translations from, by the numbers that the index gives to their forms."""

from __future__ import annotations

from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from bisearch.lexicon.bead_columns import BeadColumns, WordColumn
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bisearch.model import Side
    from bisearch.storage.document_tokens import DocumentTokens

    BothSides: TypeAlias = tuple[WordColumn, WordColumn]


class KeptWords:
    """The words of the documents that are added to a new index, kept so that they need not be read again."""

    def __init__(self) -> None:
        self._documents: list[tuple[str, BothSides]] = []

    def add(self, document: str, tokens: Mapping[Side, DocumentTokens]) -> None:
        """Add a document, by its id, with the words of each text that it has."""
        self._documents.append((document, two_sided(tokens)))

    def by_id(self) -> Iterable[BothSides]:
        """Return the words of the documents, sorted by id."""
        return (words for _, words in sorted(self._documents, key=itemgetter(0)))


def two_sided(tokens: Mapping[Side, DocumentTokens], passages: Iterable[int] | None = None) -> BothSides:
    """Return the words of those passages of a document that have both sides.

    Args:
        tokens: the words of each text that the document has.
        passages: the places of the passages to return, from 0; None returns all.
    """
    columns = WordColumn.empty(), WordColumn.empty()
    if len(tokens) < len(SIDES):
        return columns
    both = [tokens[side] for side in SIDES]
    bounds = [_bounds(each) for each in both]
    for place in range(len(both[0].passages)) if passages is None else passages:
        if all(each.passages[place] for each in both):
            for column, each, bound in zip(columns, both, bounds, strict=True):
                column.append(each.forms[bound[place] : bound[place + 1]])
    return columns


def joined(documents: Iterable[BothSides], names: Callable[[Iterable[int]], Sequence[str]]) -> BeadColumns:
    """Return the words of some documents together.

    Args:
        documents: the words.
        names: returns the forms of some numbers.
    """
    ru, en = WordColumn.empty(), WordColumn.empty()
    for of_ru, of_en in documents:
        ru.extend(of_ru)
        en.extend(of_en)
    numbers = sorted({*ru.forms, *en.forms})
    return BeadColumns(dict(zip(numbers, names(numbers), strict=True)), ru, en)


def _bounds(tokens: DocumentTokens) -> list[int]:
    """Return the index of the first word of each passage, then the number of words."""
    sentences = [0, *accumulate(tokens.sentences)]
    return [sentences[end] for end in accumulate(tokens.passages, initial=0)]
