"""The words of beads as columns of numbers: kept, sent and read in a fraction of the time of lists of words."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self

    from bisearch.lexicon.cooccurrence import BeadWords


class WordColumn(NamedTuple):
    """The words of one side of some beads.

    Attributes:
        forms: the number of each word's form, one bead after the other.
        counts: number of words in each bead.
    """

    forms: array[int]
    counts: array[int]

    @classmethod
    def empty(cls) -> Self:
        """Return a column without beads."""
        return cls(array("I"), array("I"))

    def append(self, forms: Sequence[int]) -> None:
        """Add a bead."""
        self.forms.extend(forms)
        self.counts.append(len(forms))

    def extend(self, later: WordColumn) -> None:
        """Add the beads of another column."""
        self.forms.extend(later.forms)
        self.counts.extend(later.counts)


class BeadColumns(NamedTuple):
    """The words of both sides of some beads.

    Attributes:
        names: the form of each number in the columns.
        ru: the Russian words.
        en: the English words of the same beads.
    """

    names: Mapping[int, str]
    ru: WordColumn
    en: WordColumn

    @classmethod
    def of(cls, beads: Iterable[BeadWords]) -> Self:
        """Return the words of beads, given as texts, as columns."""
        numbers: dict[str, int] = {}
        ru, en = WordColumn.empty(), WordColumn.empty()
        for both in beads:
            for column, forms in zip((ru, en), both, strict=True):
                column.append([numbers.setdefault(form, len(numbers)) for form in forms])
        return cls(dict(enumerate(numbers)), ru, en)
