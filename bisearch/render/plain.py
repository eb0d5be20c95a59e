"""Plain text of what was found, as a pipe gets it: each side on one line, what matched between ``**``.

A terminal gets more (`terminal`), at the price of loading what draws it. Control characters, terminal escapes and
bidirectional controls of documents reach neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.explanation import lookups_text, marks_text, suggestion_text
from bisearch.render.safety import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bisearch.model import Metadata, Passage, PassageText, Side
    from bisearch.searching.results import Hit, Mark, Results

NO_COUNTERPART: dict[Side, str] = {"ru": "[no Russian counterpart]", "en": "[no English counterpart]"}


def print_results(results: Results, stream: TextIO, *, explain: bool = False) -> None:
    """Print a search's answer; to `explain`, with what each word was looked up by and why each mark is there."""
    lines = [lookups_text(results.lookups)] if explain else []
    for place, hit in enumerate(results, results.offset + 1):
        lines += _hit(place, hit, explain=explain)
    lines += map(suggestion_text, results.suggestions)
    _print([*lines, total(results)], stream)


def print_document(document: Metadata, passages: Iterable[Passage], stream: TextIO) -> None:
    """Print a whole document, both sides aligned."""
    lines = list(_heading(document))
    for label, value in (("Citation", document.citation), ("Summary", document.summary), ("Credits", document.credits)):
        if value:
            lines.append(f"{label}: {clean(value)}")
    _print([*lines, ""], stream)
    print_passages(passages, stream)


def print_passages(passages: Iterable[Passage], stream: TextIO) -> None:
    """Print passages one after the other, an empty line where a paragraph begins."""
    for passage in passages:
        _print([*([""] if opens_paragraph(passage) else []), *_sides(passage)], stream)


def opens_paragraph(passage: Passage) -> bool:
    """Tell whether a paragraph begins with a passage, the document's first left out."""
    return passage.number > 1 and any(side is not None and side.opens_paragraph for side in (passage.ru, passage.en))


def total(results: Results) -> str:
    """Return how many passages were found, which of them are shown, and how long it took."""
    first = results.offset + 1 if results.hits else 0
    shown = f"{first}-{results.offset + len(results)} of " if len(results) != results.total else ""
    noun = "passage" if results.total == 1 else "passages"
    return f"{shown}{results.total:,} {noun} in {results.seconds:.3f} s"


def marked(text: str, marks: Iterable[Mark]) -> str:
    """Return a text with ``**`` around its marks."""
    pieces, last = [], 0
    for mark in marks:
        pieces += [text[last : mark.start], "**", text[mark.start : mark.end], "**"]
        last = mark.end
    return "".join([*pieces, text[last:]])


def _print(lines: Iterable[str], stream: TextIO) -> None:
    stream.writelines(f"{each.rstrip()}\n" for line in lines for each in line.split("\n"))


def _hit(place: int, hit: Hit, *, explain: bool) -> Iterator[str]:
    yield from _heading(hit.document, f"{place}. ")
    for passage in hit.before:
        yield from _sides(passage)
    yield from _sides(hit.passage, hit.marks_ru, hit.marks_en)
    for passage in hit.after:
        yield from _sides(passage)
    if explain and (hit.marks_ru or hit.marks_en):
        yield marks_text(hit)
    yield f"   {clean(f'{hit.document.id} passage {hit.passage.number}, score {hit.score:.2f}')}"
    yield ""


def _heading(document: Metadata, lead: str = "") -> Iterator[str]:
    facts = (document.date, document.reference.text if document.reference is not None else "")
    yield lead + "  ".join([clean(document.title or document.id), *(clean(fact) for fact in facts if fact)])
    if document.url:
        yield f"   {clean(document.url)}"


def _sides(passage: Passage, marks_ru: Iterable[Mark] = (), marks_en: Iterable[Mark] = ()) -> Iterator[str]:
    yield f"   ru  {_side(passage.ru, 'ru', marks_ru)}"
    yield f"   en  {_side(passage.en, 'en', marks_en)}"


def _side(side: PassageText | None, language: Side, marks: Iterable[Mark]) -> str:
    return NO_COUNTERPART[language] if side is None else marked(clean(side.text), marks)
