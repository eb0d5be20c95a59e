"""A checked manuscript, as text for people and as a table in CSV."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from bisearch.export.csv_table import without_formula
from bisearch.render.layout import wrapped
from bisearch.render.wording import counted
from bisearch.sanitizing import clean, clean_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from bisearch.verification.citations import CheckedCitation
    from bisearch.verification.records import CheckedQuotation, Verification

COLUMNS = (
    "number", "status", "quotation", "archive", "counterpart", "differences", "conventions", "reference", "title",
    "note", "citation", "shelfmark", "date", "citation differences",
)  # fmt: skip
_INDENT = "    "


def verification_lines(verification: Verification, width: int, *, only_problems: bool = False) -> Iterator[str]:
    """Yield the lines of a report.

    Args:
        verification: the checked manuscript.
        width: columns of the text.
        only_problems: whether quotations that agree, citation included, are left out.
    """
    for quotation in verification.quotations:
        if not (only_problems and quotation.is_right):
            yield from _quotation_lines(quotation, width)
            yield ""
    yield summary_line(verification)


def summary_line(verification: Verification) -> str:
    """Return the line that counts the quotations by status, and the citations that differ."""
    counts = ", ".join(f"{count:,} {status}" for status, count in verification.counts.items())
    wrong = sum(each.citation is not None and bool(each.citation.differences) for each in verification.quotations)
    parts = [f"{counted(len(verification.quotations), 'quotation')}{f': {counts}' if counts else ''}"]
    parts.append(f"{counted(wrong, 'citation')} that differ{'s' if wrong == 1 else ''}")
    if verification.short:
        parts.append(f"{verification.short:,} too short to check")
    if verification.unclosed:
        parts.append(f"{counted(verification.unclosed, 'quotation mark')} not closed")
    return "; ".join(parts)


def write_table(verification: Verification, stream: TextIO) -> None:
    """Write a table in CSV with a row for each quotation."""
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    for each in verification.quotations:
        citation = each.citation
        differences = "; ".join(f"{pair.quoted or '–'} → {pair.archive or '–'}" for pair in each.differences)
        cells = [
            each.status, each.text, each.archive_text, each.counterpart, differences, ", ".join(each.conventions),
            each.reference, each.title,
            *((citation.note, citation.text, citation.shelfmark, citation.date, "; ".join(citation.differences))
              if citation is not None else ("", "", "", "", "")),
        ]  # fmt: skip
        table.writerow([each.number, *(without_formula(clean_lines(cell)) for cell in cells)])


def _quotation_lines(quotation: CheckedQuotation, width: int) -> Iterator[str]:
    place = f"  {quotation.reference}" if quotation.reference else ""
    yield clean(f"{quotation.number}. {quotation.status}{place}")
    yield from _labelled("quoted", quotation.text, width)
    if quotation.status != "exact" and quotation.archive_text:
        yield from _labelled("archive", quotation.archive_text, width)
    if quotation.status == "translation":
        yield from _labelled("original" if quotation.side == "en" else "opposite", quotation.counterpart, width)
    for difference in quotation.differences:
        if difference.quoted and difference.archive:
            yield from _labelled(
                "differs", f"“{difference.quoted}” where the archive has “{difference.archive}”", width
            )
        elif difference.quoted:
            yield from _labelled("differs", f"“{difference.quoted}” is not in the archive's text", width)
        else:
            yield from _labelled("differs", f"“{difference.archive}” is left out without an ellipsis", width)
    if quotation.conventions:
        yield from _labelled("set aside", ", ".join(quotation.conventions), width)
    if quotation.citation is not None:
        yield from _citation_lines(quotation.citation, width)


def _citation_lines(citation: CheckedCitation, width: int) -> Iterator[str]:
    if not citation.text:
        yield from _labelled("citation", "none", width)
        return
    shown = f"shelfmark {citation.shelfmark}, date {citation.date}"
    yield from _labelled(f"note {citation.note}" if citation.note else "citation", shown, width)
    for difference in citation.differences:
        yield from _labelled("differs", difference, width)


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    lead = f"{_INDENT}{label}: "
    for line in wrapped(clean(" ".join(f"{lead}{text}".split())), max(20, width - len(_INDENT))):
        yield f"{_INDENT}{line}"
