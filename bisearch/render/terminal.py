"""Text for people: two columns where the terminal is wide, one above the other where it is narrow.

Where the terminal has no colour, what matched stands between ``**``. A pipe gets plain text (`plain`). Control
characters, terminal escapes and bidirectional controls of documents never reach the terminal.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.render.explanation import lookups_text, marks_text, suggestion_text
from bisearch.render.layout import BOLD, FAINT, MARKED, painted, side_by_side, width_of, wrapped
from bisearch.render.plain import NO_COUNTERPART, facts, marked, opens_paragraph, score, total
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from bisearch.model import Metadata, Passage, PassageText, Side
    from bisearch.searching.results import Hit, Mark, Results
    from bisearch.searching.translations import Equivalent

# From this many columns on, the two sides stand side by side.
WIDE = 100
# Columns before a passage, between its sides, and of the name of a side with the blanks after it.
INDENT, GAP, NAME = 3, 2, 4
# Terminals by ``TERM`` that take no escape sequences.
DUMB = frozenset({"dumb", "unknown"})


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal to print on.

    Attributes:
        stream: to write to.
        width: in columns.
        styles: whether it takes escape sequences.
        colours: whether those may set colours.
    """

    stream: TextIO
    width: int
    styles: bool = True
    colours: bool = True

    def painted(self, text: str, style: str) -> str:
        """Return a text in a style, where the terminal takes styles."""
        return painted(text, style) if self.styles else text

    def print(self, text: str = "", style: str = "") -> None:
        """Print a text, wrapped."""
        self.print_lines(wrapped(self.painted(text, style), self.width))

    def print_lines(self, lines: Iterable[str]) -> None:
        """Print lines as they are."""
        self.stream.writelines(f"{line.rstrip()}\n" for line in lines)


def screen_for(stream: TextIO) -> Screen:
    """Return the screen that a terminal is; ``COLUMNS``, ``TERM`` and ``NO_COLOR`` (no-color.org) are heeded."""
    styles = os.environ.get("TERM") not in DUMB
    return Screen(stream, width_of(stream), styles, styles and not os.environ.get("NO_COLOR"))


def print_results(results: Results, screen: Screen, *, explain: bool = False) -> None:
    """Print a search's answer; to `explain`, with what each word was looked up by and why each mark is there."""
    if explain:
        screen.print(lookups_text(results.lookups), FAINT)
    if results.total_documents is None:
        for place, hit in enumerate(results, results.offset + 1):
            _print_heading(hit.document, f"{place}. ", screen)
            _print_body(hit, screen, explain=explain)
            _print_foot(f"{hit.document.id} passage {hit.passage.number}{score(hit.score)}", screen)
    else:
        _print_documents(results, screen, explain=explain)
    for suggestion in results.suggestions:
        screen.print(suggestion_text(suggestion))
    screen.print(total(results), FAINT)


def print_equivalents(equivalents: Iterable[Equivalent], screen: Screen) -> None:
    """Print what a word is rendered as: probabilities each way, how often seen, and a passage that shows it."""
    for each in equivalents:
        screen.print(screen.painted(f"{clean(each.ru)} = {clean(each.en)}", BOLD) + f"  {facts(each)}")
        if each.example is not None:
            hit = each.example
            screen.print_lines(_sides(hit.passage, hit.marks_ru, hit.marks_en, screen))
            screen.print(f"   {clean(hit.document.id)} passage {hit.passage.number}", FAINT)
        screen.print()


def print_document(document: Metadata, passages: Iterable[Passage], screen: Screen) -> None:
    """Print a whole document, both sides aligned."""
    _print_heading(document, "", screen)
    for label, value in (("Citation", document.citation), ("Summary", document.summary), ("Credits", document.credits)):
        if value:
            screen.print(screen.painted(f"{label}: ", FAINT) + clean(value))
    screen.print()
    print_passages(passages, screen)


def print_passages(passages: Iterable[Passage], screen: Screen) -> None:
    """Print passages one after the other, an empty line where a paragraph begins."""
    for passage in passages:
        if opens_paragraph(passage):
            screen.print()
        screen.print_lines(_sides(passage, (), (), screen))


def _print_documents(results: Results, screen: Screen, *, explain: bool) -> None:
    for place, found in enumerate(results.documents, results.offset + 1):
        _print_heading(found.document, f"{place}. ", screen)
        for hit in found.hits:
            _print_body(hit, screen, explain=explain)
        noun = "passage" if found.passages == 1 else "passages"
        _print_foot(f"{found.document.id}, {found.passages:,} {noun}{score(found.score)}", screen)


def _print_heading(document: Metadata, lead: str, screen: Screen) -> None:
    facts = [document.date, document.reference.text if document.reference is not None else ""]
    about = "".join(f"  {clean(fact)}" for fact in facts if fact)
    title = screen.painted(lead + clean(document.title or document.id), BOLD)
    screen.print(title + screen.painted(about, BOLD if lead else ""))
    if document.url:
        # Not wrapped: a terminal knows an address that it broke itself for one.
        screen.print_lines([screen.painted(f"   {clean(document.url)}", FAINT)])


def _print_body(hit: Hit, screen: Screen, *, explain: bool) -> None:
    """Print a hit's passage with those around it."""
    for passage in hit.before:
        screen.print_lines(_sides(passage, (), (), screen, FAINT))
    screen.print_lines(_sides(hit.passage, hit.marks_ru, hit.marks_en, screen))
    for passage in hit.after:
        screen.print_lines(_sides(passage, (), (), screen, FAINT))
    if explain and (hit.marks_ru or hit.marks_en):
        screen.print(marks_text(hit), FAINT)


def _print_foot(where: str, screen: Screen) -> None:
    screen.print(f"   {clean(where)}", FAINT)
    screen.print()


def _sides(
    passage: Passage, marks_ru: Iterable[Mark], marks_en: Iterable[Mark], screen: Screen, style: str = ""
) -> list[str]:
    """Return the lines of both sides of a passage."""
    ru = _side(passage.ru, "ru", marks_ru, screen, style)
    en = _side(passage.en, "en", marks_en, screen, style)
    width = screen.width - INDENT
    if screen.width >= WIDE:
        column = (width + GAP) // 2
        lines = side_by_side(wrapped(ru, column - GAP), wrapped(en, width - column), column)
    else:
        named = zip(("ru", "en"), (ru, en), strict=True)
        lines = [
            line
            for name, side in named
            for line in side_by_side([screen.painted(name, FAINT)], wrapped(side, width - NAME), NAME)
        ]
    return [" " * INDENT + line for line in lines]


def _side(side: PassageText | None, language: Side, marks: Iterable[Mark], screen: Screen, style: str) -> str:
    if side is None:
        return screen.painted(NO_COUNTERPART[language], FAINT)
    shown = clean(side.text)
    return _coloured(shown, marks, style) if screen.colours else screen.painted(marked(shown, marks), style)


def _coloured(text: str, marks: Iterable[Mark], style: str) -> str:
    pieces, last = [], 0
    for mark in marks:
        pieces += [painted(text[last : mark.start], style), painted(text[mark.start : mark.end], MARKED)]
        last = mark.end
    return "".join([*pieces, painted(text[last:], style)])
