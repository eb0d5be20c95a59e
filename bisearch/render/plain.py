"""Plain text for pipes and files: each side on one line, matches between ``**``.

Control characters, terminal escapes and bidirectional controls of documents are replaced. Terminals get columns and
colour instead (`bisearch.render.terminal`), which takes longer to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.account import account_lines
from bisearch.render.explanation import lookups_text, marks_text, suggestion_text
from bisearch.render.wording import (
    NO_COUNTERPART,
    correction_lines,
    date_and_shelfmark,
    document_line,
    example_line,
    found_lines,
    interpretation_lines,
    labelled_details,
    needs_empty_line_before,
    observed_lines,
    page_lines,
    passage_line,
    results_summary,
    title,
    translation_evidence,
    translation_pair,
    undated_line,
    with_asterisks,
)
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bisearch.model import Metadata, Passage, PassageText, Side
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.searching.results import DocumentHit, Hit, Mark, Results
    from bisearch.searching.translations import Translation
    from bisearch.statistics.account_record import Account


class PlainPrinter:
    """A `bisearch.render.printers.Printer` of plain text.

    Args:
        stream: the stream to write to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def print_results(self, results: Results, *, explain: bool = False) -> None:
        """Print the results; with `explain`, also what each word was looked up as and the reason for each mark."""
        lines = [*interpretation_lines(results), *([lookups_text(results.lookups)] if explain else [])]
        if results.total_documents is None:
            for rank, hit in enumerate(results, results.offset + 1):
                lines += _hit_lines(rank, hit, explain=explain)
        else:
            for rank, found in enumerate(results.documents, results.offset + 1):
                lines += _document_lines(rank, found, explain=explain)
        lines += map(suggestion_text, results.suggestions)
        self._print([*lines, *undated_line(results), results_summary(results)])

    def print_account(self, account: Account) -> None:
        """Print what a search looked up, and in what."""
        self._print(account_lines(account))

    def print_translations(self, translations: Iterable[Translation]) -> None:
        """Print the translations of a word with their probabilities, and an example of each."""
        lines: list[str] = []
        for each in translations:
            lines += [f"{translation_pair(each)}  {translation_evidence(each)}", *observed_lines(each)]
            if each.example is not None:
                hit = each.example
                lines += [*_passage_lines(hit.passage, hit.marks_ru, hit.marks_en), example_line(hit)]
            lines.append("")
        self._print(lines)

    def print_document(self, document: Metadata, passages: Iterable[Passage]) -> None:
        """Print a whole document, both sides aligned."""
        details = (f"{label}: {value}" for label, value in labelled_details(document))
        self._print([*_heading(document), *details, ""])
        for passage, pages in page_lines(passages):
            empty = [""] if needs_empty_line_before(passage) else []
            self._print([*empty, *([f"   {pages}"] if pages else []), f"[{passage.number}]", *_passage_lines(passage)])

    def print_found(self, found: FoundPassage) -> None:
        """Print the passage that a permanent reference leads to, and what has changed since it was made."""
        self._print([*_heading(found.document), *_passage_lines(found.passage), *found_lines(found)])

    def print_passages(self, passages: Iterable[Passage]) -> None:
        """Print passages in order, with an empty line before each new paragraph."""
        for passage in passages:
            lines = [""] if needs_empty_line_before(passage) else []
            self._print([*lines, *_passage_lines(passage)])

    def _print(self, lines: Iterable[str]) -> None:
        self._stream.writelines(f"{each.rstrip()}\n" for line in lines for each in line.split("\n"))


def _hit_lines(rank: int, hit: Hit, *, explain: bool) -> Iterator[str]:
    yield from _heading(hit.document, f"{rank}. ")
    yield from _context_lines(hit, explain=explain)
    yield passage_line(hit)
    yield ""


def _document_lines(rank: int, found: DocumentHit, *, explain: bool) -> Iterator[str]:
    yield from _heading(found.document, f"{rank}. ")
    for hit in found.hits:
        yield from _context_lines(hit, explain=explain)
    yield document_line(found)
    yield ""


def _context_lines(hit: Hit, *, explain: bool) -> Iterator[str]:
    """Yield the lines of a hit's passage and of the passages around it."""
    for passage in hit.before:
        yield from _passage_lines(passage, separator="-")
    yield from _passage_lines(hit.passage, hit.marks_ru, hit.marks_en)
    for passage in hit.after:
        yield from _passage_lines(passage, separator="-")
    if explain and (hit.marks_ru or hit.marks_en or hit.cosine is not None):
        yield marks_text(hit)


def _heading(document: Metadata, lead: str = "") -> Iterator[str]:
    yield lead + "  ".join([title(document), *date_and_shelfmark(document)])
    if document.url:
        yield f"   {clean(document.url)}"


def _passage_lines(
    passage: Passage, marks_ru: Iterable[Mark] = (), marks_en: Iterable[Mark] = (), separator: str = " "
) -> Iterator[str]:
    """Yield a line for each side of a passage; `separator` follows the language, ``-`` for context lines as in grep."""
    yield f"   ru{separator} {_side(passage.ru, 'ru', marks_ru)}"
    yield f"   en{separator} {_side(passage.en, 'en', marks_en)}"
    yield from correction_lines(passage)


def _side(side: PassageText | None, language: Side, marks: Iterable[Mark]) -> str:
    return NO_COUNTERPART[language] if side is None else with_asterisks(clean(side.text), marks)
