"""Text for people: two columns where the terminal is wide, one above the other where it is narrow.

Where the terminal has no colour, what matched stands between ``**``. A pipe gets plain text (`plain`). Control
characters, terminal escapes and bidirectional controls of documents never reach the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bisearch.render.explanation import lookups_text, marks_text, suggestion_text
from bisearch.render.plain import NO_COUNTERPART, facts, marked, opens_paragraph, total
from bisearch.render.safety import clean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from rich.console import RenderableType

    from bisearch.model import Metadata, Passage, PassageText, Side
    from bisearch.searching.results import Hit, Mark, Results
    from bisearch.searching.translating import Equivalent

# From this many columns on, the two sides stand side by side.
WIDE = 100
_MARKED = "bold yellow"
_FAINT = "dim"


def console_for(stream: TextIO, width: int | None = None) -> Console:
    """Return a console for a stream; `width` in columns, None asks the terminal."""
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def print_results(results: Results, console: Console, *, explain: bool = False) -> None:
    """Print a search's answer; to `explain`, with what each word was looked up by and why each mark is there."""
    if explain:
        _print(Text(lookups_text(results.lookups), style=_FAINT), console)
    if results.total_documents is not None:
        _print_documents(results, console, explain=explain)
        return
    for place, hit in enumerate(results, results.offset + 1):
        _print(_hit(place, hit, console, explain=explain), console)
    for suggestion in results.suggestions:
        _print(Text(suggestion_text(suggestion)), console)
    console.print(Text(total(results), style=_FAINT))


def print_equivalents(equivalents: Iterable[Equivalent], console: Console) -> None:
    """Print what a word is rendered as: probabilities each way, how often seen, and a passage that shows it."""
    for each in equivalents:
        console.print(Text.assemble((f"{clean(each.ru)} = {clean(each.en)}", "bold"), f"  {facts(each)}"))
        if each.example is not None:
            hit = each.example
            _print(_sides(hit.passage, hit.marks_ru, hit.marks_en, console), console)
            console.print(Text(f"   {clean(hit.document.id)} passage {hit.passage.number}", style=_FAINT))
        console.print()


def print_document(document: Metadata, passages: Iterable[Passage], console: Console) -> None:
    """Print a whole document, both sides aligned."""
    _print(_heading(document, Text()), console)
    for label, value in (("Citation", document.citation), ("Summary", document.summary), ("Credits", document.credits)):
        if value:
            _print(Text.assemble((f"{label}: ", _FAINT), clean(value)), console)
    console.print()
    print_passages(passages, console)


def print_passages(passages: Iterable[Passage], console: Console) -> None:
    """Print passages one after the other, an empty line where a paragraph begins."""
    for passage in passages:
        if opens_paragraph(passage):
            console.print()
        _print(_sides(passage, (), (), console), console)


def _print(renderable: RenderableType, console: Console) -> None:
    """Print without the blanks that fill columns up to their width."""
    if console.is_terminal:
        console.print(renderable)
        return
    with console.capture() as captured:
        console.print(renderable)
    console.file.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _print_documents(results: Results, console: Console, *, explain: bool) -> None:
    for place, found in enumerate(results.documents, results.offset + 1):
        _print(_heading(found.document, Text(f"{place}. ", style="bold")), console)
        for hit in found.hits:
            _print(Group(*_body(hit, console, explain=explain)), console)
        noun = "passage" if found.passages == 1 else "passages"
        where = f"{found.document.id}, {found.passages:,} {noun}, score {found.score:.2f}"
        _print(Group(Text(f"   {clean(where)}", style=_FAINT), Text()), console)
    for suggestion in results.suggestions:
        _print(Text(suggestion_text(suggestion)), console)
    console.print(Text(total(results), style=_FAINT))


def _hit(place: int, hit: Hit, console: Console, *, explain: bool) -> RenderableType:
    heading = _heading(hit.document, Text(f"{place}. ", style="bold"))
    where = f"{hit.document.id} passage {hit.passage.number}, score {hit.score:.2f}"
    return Group(heading, *_body(hit, console, explain=explain), Text(f"   {clean(where)}", style=_FAINT), Text())


def _body(hit: Hit, console: Console, *, explain: bool) -> list[RenderableType]:
    """Return a hit's passage with those around it."""
    parts: list[RenderableType] = [_sides(passage, (), (), console, style=_FAINT) for passage in hit.before]
    parts.append(_sides(hit.passage, hit.marks_ru, hit.marks_en, console))
    parts += [_sides(passage, (), (), console, style=_FAINT) for passage in hit.after]
    if explain and (hit.marks_ru or hit.marks_en):
        parts.append(Text(marks_text(hit), style=_FAINT))
    return parts


def _heading(document: Metadata, lead: Text) -> Text:
    facts = [document.date, document.reference.text if document.reference is not None else ""]
    heading = lead + Text(clean(document.title or document.id), style="bold")
    heading.append("".join(f"  {clean(fact)}" for fact in facts if fact))
    if document.url:
        heading.append(f"\n   {clean(document.url)}", style=_FAINT)
    return heading


def _sides(
    passage: Passage, marks_ru: tuple[Mark, ...], marks_en: tuple[Mark, ...], console: Console, style: str = ""
) -> RenderableType:
    ru = _side(passage.ru, "ru", marks_ru, console, style)
    en = _side(passage.en, "en", marks_en, console, style)
    if console.width >= WIDE:
        columns = Table.grid(padding=(0, 2), expand=True)
        columns.add_column(ratio=1)
        columns.add_column(ratio=1)
        columns.add_row(ru, en)
        return Padding(columns, (0, 0, 0, 3))
    stacked = Table.grid(padding=(0, 2))
    stacked.add_row(Text("ru", style=_FAINT), ru)
    stacked.add_row(Text("en", style=_FAINT), en)
    return Padding(stacked, (0, 0, 0, 3), expand=False)


def _side(side: PassageText | None, language: Side, marks: tuple[Mark, ...], console: Console, style: str) -> Text:
    if side is None:
        return Text(NO_COUNTERPART[language], style=_FAINT)
    shown = clean(side.text)
    if console.color_system is not None and not console.no_color:
        text = Text(shown, style=style)
        for mark in marks:
            text.stylize(_MARKED, mark.start, mark.end)
        return text
    return Text(marked(shown, marks), style=style)
