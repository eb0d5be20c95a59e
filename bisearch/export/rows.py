"""The records that writers of formats get: what an export is, and each of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bisearch.sanitizing import clean, clean_lines

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from bisearch.export.marked_text import Run

TextStyle: TypeAlias = Literal["chicago", "gost"]


class ExportRow(NamedTuple):
    """A passage to export. All texts but those of `record` are as the source has them, so a writer makes them safe.

    Attributes:
        number: its place among all hits, from 1.
        ru: the Russian text cut at its marks; empty if the passage has no Russian side.
        en: the English text cut at its marks; empty if the passage has no English side.
        title: the title of the document, or its id.
        shelfmark: the shelfmark exactly as written; empty if unknown.
        date: the date as written, or else in ISO 8601; empty if unknown.
        reference: the permanent reference to the passage.
        link: the address where the original is published; empty if unknown.
        why: why the passage matched; empty if that was not asked for.
        citation: the citation of the passage, in one line.
        corrected: what was corrected in the passage, by whom and when; empty if nothing was.
        record: returns the passage as in JSON.
    """

    number: int
    ru: tuple[Run, ...]
    en: tuple[Run, ...]
    title: str
    shelfmark: str
    date: str
    reference: str
    link: str
    why: str
    citation: str
    corrected: str
    record: Callable[[], dict[str, Any]]


class ExportHeader(NamedTuple):
    """What an export is.

    Attributes:
        facts: names and values, such as the query and the number of hits, to be shown in order.
        date: the day of the export.
    """

    facts: tuple[tuple[str, str], ...]
    date: datetime.date

    def lines(self) -> list[str]:
        """Return each fact as a line that is safe to show."""
        return [clean(f"{name}: {value}") for name, value in self.facts]

    def __str__(self) -> str:
        return "; ".join(self.lines())


class Layout(NamedTuple):
    """How an export is written.

    Attributes:
        bom: whether CSV begins with a byte order mark, by which Excel recognizes UTF-8.
    """

    bom: bool = False


# The columns of tables, and the texts of a row that go into them; both sides come before them.
SIDE_COLUMNS = ("russian", "english")
COLUMNS = ("title", "shelfmark", "date", "reference", "link", "why", "corrected")


def other_cells(row: ExportRow) -> list[str]:
    """Return the texts of the columns after both sides, safe to show."""
    texts = (row.title, row.shelfmark, row.date, row.reference, row.link, row.why, row.corrected)
    return [clean_lines(text) for text in texts]


def named_facts(row: ExportRow) -> list[tuple[str, str]]:
    """Return the facts that a page gives below a passage, with their names; unknown ones are left out."""
    named = (
        ("date", row.date), ("shelfmark", row.shelfmark), ("reference", row.reference), ("why", row.why),
        ("corrected", row.corrected),
    )  # fmt: skip
    return [(name, value) for name, value in named if value]


def made_safe(runs: tuple[Run, ...], make_safe: Callable[[str], str]) -> list[Run]:
    """Return runs with their texts made safe."""
    return [run._replace(text=make_safe(run.text)) for run in runs]
