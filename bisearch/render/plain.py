"""Plain text of what was found, as a pipe gets it: each side on one line, what matched between ``**``.

A terminal gets more (`terminal`), at the price of loading what draws it. Control characters, terminal escapes and
bidirectional controls of documents reach neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.explanation import lookups_text, marks_text, suggestion_text
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bisearch.model import Metadata, Passage, PassageText, Side
    from bisearch.searching.results import DocumentHit, Hit, Mark, Results
    from bisearch.searching.translations import Equivalent

NO_COUNTERPART: dict[Side, str] = {"ru": "[no Russian counterpart]", "en": "[no English counterpart]"}


def print_results(results: Results, stream: TextIO, *, explain: bool = False) -> None:
    """Print a search's answer; to `explain`, with what each word was looked up by and why each mark is there."""
    lines = [lookups_text(results.lookups)] if explain else []
    if results.total_documents is None:
        for place, hit in enumerate(results, results.offset + 1):
            lines += _hit(place, hit, explain=explain)
    else:
        for place, found in enumerate(results.documents, results.offset + 1):
            lines += _document(place, found, explain=explain)
    lines += map(suggestion_text, results.suggestions)
    _print([*lines, total(results)], stream)


def print_equivalents(equivalents: Iterable[Equivalent], stream: TextIO) -> None:
    """Print what a word is rendered as: probabilities each way, how often seen, and a passage that shows it."""
    lines: list[str] = []
    for each in equivalents:
        lines.append(f"{clean(each.ru)} = {clean(each.en)}  {facts(each)}")
        if each.example is not None:
            hit = each.example
            lines += _sides(hit.passage, hit.marks_ru, hit.marks_en)
            lines.append(f"   {clean(hit.document.id)} passage {hit.passage.number}")
        lines.append("")
    _print(lines, stream)


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
    """Return how many passages or documents were found, which of them are shown, and how long it took."""
    if results.total_documents is None:
        given, found, noun = len(results), results.total, "passage"
    else:
        given, found, noun = len(results.documents), results.total_documents, "document"
    return (
        f"{_shown(given, results.offset, found)}{found:,} {noun}{'' if found == 1 else 's'} in {results.seconds:.3f} s"
    )


def _shown(given: int, offset: int, found: int) -> str:
    """Return which of what was found is shown, unless it is all."""
    if given == found:
        return ""
    first, last = offset + 1, offset + given
    if given < 2:
        return f"{first:,} of " if given else "none of "
    return f"{first:,}-{last:,} of "


def score(value: float) -> str:
    """Return what something scores, if it does; conditions alone score nothing."""
    return f", score {value:.2f}" if value else ""


def facts(equivalent: Equivalent) -> str:
    """Return how surely a word is rendered as another, how often that was seen, and which dictionaries have it."""
    beads = f"{equivalent.beads:,} bead{'' if equivalent.beads == 1 else 's'}" if equivalent.beads else ""
    known = [f"ru > en {equivalent.to_en:.2f}", f"en > ru {equivalent.to_ru:.2f}", beads, *equivalent.dictionaries]
    return "  ".join(clean(fact) for fact in known if fact)


def marked(text: str, marks: Iterable[Mark]) -> str:
    """Return a text with ``**`` around its marks."""
    pieces: list[str] = []
    last = 0
    for mark in marks:
        if last == mark.start and pieces:  # of what adjoins, one mark
            pieces[-1:] = [text[mark.start : mark.end], "**"]
        else:
            pieces += [text[last : mark.start], "**", text[mark.start : mark.end], "**"]
        last = mark.end
    return "".join([*pieces, text[last:]])


def _print(lines: Iterable[str], stream: TextIO) -> None:
    stream.writelines(f"{each.rstrip()}\n" for line in lines for each in line.split("\n"))


def _hit(place: int, hit: Hit, *, explain: bool) -> Iterator[str]:
    yield from _heading(hit.document, f"{place}. ")
    yield from _body(hit, explain=explain)
    yield f"   {clean(f'{hit.document.id} passage {hit.passage.number}{score(hit.score)}')}"
    yield ""


def _document(place: int, found: DocumentHit, *, explain: bool) -> Iterator[str]:
    yield from _heading(found.document, f"{place}. ")
    for hit in found.hits:
        yield from _body(hit, explain=explain)
    noun = "passage" if found.passages == 1 else "passages"
    yield f"   {clean(f'{found.document.id}, {found.passages:,} {noun}{score(found.score)}')}"
    yield ""


def _body(hit: Hit, *, explain: bool) -> Iterator[str]:
    """Yield a hit's passage with those around it."""
    for passage in hit.before:
        yield from _sides(passage, around="-")
    yield from _sides(hit.passage, hit.marks_ru, hit.marks_en)
    for passage in hit.after:
        yield from _sides(passage, around="-")
    if explain and (hit.marks_ru or hit.marks_en):
        yield marks_text(hit)


def _heading(document: Metadata, lead: str = "") -> Iterator[str]:
    facts = (document.date, document.reference.text if document.reference is not None else "")
    yield lead + "  ".join([clean(document.title or document.id), *(clean(fact) for fact in facts if fact)])
    if document.url:
        yield f"   {clean(document.url)}"


def _sides(
    passage: Passage, marks_ru: Iterable[Mark] = (), marks_en: Iterable[Mark] = (), around: str = " "
) -> Iterator[str]:
    """Yield both sides of a passage; `around` stands after the language where it is beside a hit, as in grep."""
    yield f"   ru{around} {_side(passage.ru, 'ru', marks_ru)}"
    yield f"   en{around} {_side(passage.en, 'en', marks_en)}"


def _side(side: PassageText | None, language: Side, marks: Iterable[Mark]) -> str:
    return NO_COUNTERPART[language] if side is None else marked(clean(side.text), marks)
