"""Text for terminals: two columns on a wide one, Russian above English on a narrow one.

Matches are coloured, or between ``**`` if the terminal has no colour. Control characters, terminal escapes and
bidirectional controls of documents are replaced. Pipes get plain text (`bisearch.render.plain`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.render.account import account_lines
from bisearch.render.explanation import lookups_text, marks_text, suggestion_text
from bisearch.render.layout import BOLD, FAINT, coloured, has_styles, side_by_side, styled, width_of, wrapped
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
    from collections.abc import Iterable
    from typing import TextIO

    from bisearch.model import Metadata, Passage, PassageText, Side
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.searching.results import Hit, Mark, Results
    from bisearch.searching.translations import Translation
    from bisearch.statistics.account_record import Account

# Terminals with at least this many columns show the two sides next to each other.
MIN_TWO_COLUMN_WIDTH = 100
# Columns before a passage, between its sides, and of the language code with the spaces after it.
INDENT, GAP, CODE_WIDTH = 3, 2, 4


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal to print on.

    Attributes:
        stream: the stream to write to.
        width: columns of a line.
        styles: whether the terminal supports escape sequences.
        colours: whether escape sequences may set colours.
    """

    stream: TextIO
    width: int
    styles: bool = True
    colours: bool = True

    def styled(self, text: str, style: str) -> str:
        """Return a text in a style, or unchanged if the terminal supports none."""
        return styled(text, style) if self.styles else text

    def print(self, text: str = "", style: str = "") -> None:
        """Print a text, wrapped to the width."""
        self.print_lines(wrapped(self.styled(text, style), self.width))

    def print_lines(self, lines: Iterable[str]) -> None:
        """Print lines without wrapping them."""
        self.stream.writelines(f"{line.rstrip()}\n" for line in lines)


def screen_for(stream: TextIO, output: TextIO | None = None) -> Screen:
    """Return the screen of a terminal; ``COLUMNS``, ``TERM`` and ``NO_COLOR`` (no-color.org) are respected.

    Args:
        stream: the terminal.
        output: where to print instead, in the same form.
    """
    return Screen(output or stream, width_of(stream), has_styles(), has_styles() and not os.environ.get("NO_COLOR"))


@dataclass(frozen=True, slots=True)
class TerminalPrinter:
    """A `bisearch.render.printers.Printer` for terminals.

    Attributes:
        screen: the terminal to print on.
    """

    screen: Screen

    def print_results(self, results: Results, *, explain: bool = False) -> None:
        """Print the results; with `explain`, also what each word was looked up as and the reason for each mark."""
        screen = self.screen
        for line in interpretation_lines(results):
            screen.print(line)
        if explain:
            screen.print(lookups_text(results.lookups), FAINT)
        if results.total_documents is None:
            for rank, hit in enumerate(results, results.offset + 1):
                self._print_heading(hit.document, f"{rank}. ")
                self._print_with_context(hit, explain=explain)
                self._print_foot(passage_line(hit))
        else:
            for rank, found in enumerate(results.documents, results.offset + 1):
                self._print_heading(found.document, f"{rank}. ")
                for hit in found.hits:
                    self._print_with_context(hit, explain=explain)
                self._print_foot(document_line(found))
        for suggestion in results.suggestions:
            screen.print(suggestion_text(suggestion))
        for line in undated_line(results):
            screen.print(line)
        screen.print(results_summary(results), FAINT)

    def print_account(self, account: Account) -> None:
        """Print what a search looked up, and in what."""
        for line in account_lines(account):
            self.screen.print(line)

    def print_translations(self, translations: Iterable[Translation]) -> None:
        """Print the translations of a word with their probabilities, and an example of each."""
        for each in translations:
            self.screen.print(self.screen.styled(translation_pair(each), BOLD) + f"  {translation_evidence(each)}")
            for line in observed_lines(each):
                self.screen.print(line)
            if each.example is not None:
                hit = each.example
                self._print_passage(hit.passage, hit.marks_ru, hit.marks_en)
                self.screen.print(example_line(hit), FAINT)
            self.screen.print()

    def print_document(self, document: Metadata, passages: Iterable[Passage]) -> None:
        """Print a whole document, both sides aligned."""
        self._print_heading(document, "")
        for label, value in labelled_details(document):
            self.screen.print(self.screen.styled(f"{label}: ", FAINT) + value)
        self.screen.print()
        for passage, pages in page_lines(passages):
            if needs_empty_line_before(passage):
                self.screen.print()
            if pages:
                self.screen.print_lines([self.screen.styled(f"   {pages}", FAINT)])
            self._print_passage(passage, number=passage.number)

    def print_found(self, found: FoundPassage) -> None:
        """Print the passage that a permanent reference leads to, and what has changed since it was made."""
        self._print_heading(found.document, "")
        self._print_passage(found.passage)
        for line in found_lines(found):
            self.screen.print(line, FAINT)

    def print_passages(self, passages: Iterable[Passage]) -> None:
        """Print passages in order, with an empty line before each new paragraph."""
        for passage in passages:
            if needs_empty_line_before(passage):
                self.screen.print()
            self._print_passage(passage)

    def _print_heading(self, document: Metadata, lead: str) -> None:
        screen = self.screen
        about = "".join(f"  {fact}" for fact in date_and_shelfmark(document))
        screen.print(screen.styled(lead + title(document), BOLD) + screen.styled(about, BOLD if lead else ""))
        if document.url:
            # A terminal recognizes an address only if it breaks the line itself.
            screen.print_lines([screen.styled(f"   {clean(document.url)}", FAINT)])

    def _print_with_context(self, hit: Hit, *, explain: bool) -> None:
        """Print a hit's passage with the passages around it."""
        for passage in hit.before:
            self._print_passage(passage, style=FAINT)
        self._print_passage(hit.passage, hit.marks_ru, hit.marks_en)
        for passage in hit.after:
            self._print_passage(passage, style=FAINT)
        if explain and (hit.marks_ru or hit.marks_en or hit.cosine is not None):
            self.screen.print(marks_text(hit), FAINT)

    def _print_foot(self, line: str) -> None:
        self.screen.print(line, FAINT)
        self.screen.print()

    def _print_passage(
        self,
        passage: Passage,
        marks_ru: Iterable[Mark] = (),
        marks_en: Iterable[Mark] = (),
        style: str = "",
        number: int | None = None,
    ) -> None:
        screen = self.screen
        if number is not None:
            screen.print(f"[{number}]", FAINT)
        ru = _side(passage.ru, "ru", marks_ru, screen, style)
        en = _side(passage.en, "en", marks_en, screen, style)
        width = screen.width - INDENT
        if screen.width >= MIN_TWO_COLUMN_WIDTH:
            column = (width + GAP) // 2
            lines = side_by_side(wrapped(ru, column - GAP), wrapped(en, width - column), column)
        else:
            lines = [
                line
                for code, side in (("ru", ru), ("en", en))
                for line in side_by_side([screen.styled(code, FAINT)], wrapped(side, width - CODE_WIDTH), CODE_WIDTH)
            ]
        screen.print_lines(" " * INDENT + line for line in lines)
        for line in correction_lines(passage):
            screen.print(line, FAINT)


def _side(side: PassageText | None, language: Side, marks: Iterable[Mark], screen: Screen, style: str) -> str:
    if side is None:
        return screen.styled(NO_COUNTERPART[language], FAINT)
    text = clean(side.text)
    return coloured(text, marks, style) if screen.colours else screen.styled(with_asterisks(text, marks), style)
