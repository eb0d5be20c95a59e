"""The records of a checked manuscript."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.verification.citations import CheckedCitation
    from bisearch.verification.matching import Difference

# "exact": the archive has these words, but for the conventions of quoting; "altered": it has them with differences;
# "translation": the archive has the text in the other language, and its own translation has other words; "not found".
Status: TypeAlias = Literal["exact", "altered", "translation", "not found", "not checked"]
STATUSES: tuple[Status, ...] = ("exact", "altered", "translation", "not found", "not checked")


class CheckedQuotation(NamedTuple):
    """A quotation of a manuscript, compared with the archive.

    Attributes:
        number: its number in the manuscript, from 1.
        start: offset of its first code point in the manuscript.
        end: offset after its last code point.
        text: its text.
        side: its language.
        status: how it agrees with the archive.
        reference: the permanent reference to the first passage that has it; empty if it was not found.
        document: the id of the document; empty if it was not found.
        title: the document's title.
        archive_text: what the archive has in the quotation's language: the quoted words, or the archive's own
            translation beside a translation of one's own; empty if there is none.
        counterpart: what the archive has in the other language.
        differences: the words that differ; empty unless the status is ``"altered"``.
        conventions: what was set aside as usual in quoting: ``"ellipsis"``, ``"interpolation"``, ``"misread letters"``.
        citation: its citation, compared with the document; None if it was not found.
    """

    number: int
    start: int
    end: int
    text: str
    side: Side
    status: Status
    reference: str = ""
    document: str = ""
    title: str = ""
    archive_text: str = ""
    counterpart: str = ""
    differences: tuple[Difference, ...] = ()
    conventions: tuple[str, ...] = ()
    citation: CheckedCitation | None = None

    @property
    def is_right(self) -> bool:
        """Whether neither the quotation nor its citation differs from the archive."""
        is_cited = self.citation is None or not self.citation.differences
        return self.status == "exact" and is_cited

    def to_dict(self) -> dict[str, Any]:
        """Return the quotation as ``bisearch verify --json`` prints it."""
        return {
            **self._asdict(),
            "differences": [difference._asdict() for difference in self.differences],
            "conventions": list(self.conventions),
            "citation": self.citation.to_dict() if self.citation is not None else None,
        }


class Verification(NamedTuple):
    """A checked manuscript.

    Attributes:
        quotations: its quotations, in order.
        short: how many stretches in quotation marks were too short to be quotations.
        unclosed: how many quotation marks are not closed in their paragraph.
        notes: the number of its notes.
    """

    quotations: tuple[CheckedQuotation, ...]
    short: int
    unclosed: int
    notes: int

    @property
    def counts(self) -> dict[str, int]:
        """The number of quotations of each status."""
        found = Counter(quotation.status for quotation in self.quotations)
        return {status: found[status] for status in STATUSES if found[status]}

    def to_dict(self) -> dict[str, Any]:
        """Return the record as ``bisearch verify --json`` prints it."""
        return {
            "quotations": [quotation.to_dict() for quotation in self.quotations],
            "counts": self.counts,
            "short": self.short,
            "unclosed": self.unclosed,
            "notes": self.notes,
        }
