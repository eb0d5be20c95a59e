"""Phrases that plain text, terminals and concordances share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.corrections.notes import correction_notes
from bisearch.export.marked_text import asterisked, marked_runs
from bisearch.model import SIDES
from bisearch.sanitizing import clean
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.model import Metadata, Passage, Side
    from bisearch.places import PageNumber
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.searching.results import DocumentHit, Hit, Mark, Results
    from bisearch.searching.translations import Translation

# References to passages that are printed for a translation; JSON has more.
MAX_REFERENCES = 3
NO_COUNTERPART: dict[Side, str] = {"ru": "[no Russian counterpart]", "en": "[no English counterpart]"}

_BY_TRANSLATION = ", by translation"
_BY_MEANING = ", by meaning"
_IN_HEADING = "found in the title or summary"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 passage``, ``2,000 passages``. The plural must end in a plain ``s``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def results_summary(results: Results) -> str:
    """Return the last line of an answer: which hits are shown, of how many, and the seconds that the search took."""
    if results.total_documents is None:
        shown, found, noun = len(results), results.total, "passage"
        counts = results.counts
    else:
        shown, found, noun = len(results.documents), results.total_documents, "document"
        translated = results.total_documents_by_translation or 0
        counts = f"{found - translated:,} as typed, {translated:,} by translation" if translated else ""
    first, last = results.offset + 1, results.offset + shown
    in_all = counted(found, noun)
    if counts:
        in_all += f" ({counts})"
    if shown == 0 and results.offset >= found > 0:
        return f"no hits from {first:,} on; {in_all} in {results.seconds:.3f} s"
    which = "" if shown in {0, found} else f"{first:,} of " if shown == 1 else f"{first:,}-{last:,} of "
    return f"{which}{in_all} in {results.seconds:.3f} s"


def undated_line(results: Results) -> list[str]:
    """Return the note on the documents that a ``date:`` filter left out because they have no date, if there are any."""
    return [f"{counted(results.undated, 'undated document')} not searched"] if results.undated else []


def interpretation_lines(results: Results) -> list[str]:
    """Return what was changed in a query with mistakes, and the query that was run; nothing for one without."""
    if not results.notes:
        return []
    is_changed = results.interpretation != results.query
    looked_for = [clean(f"looked for: {results.interpretation or 'nothing'}")] if is_changed else []
    return [*map(clean, results.notes), *looked_for, ""]


def passage_line(hit: Hit) -> str:
    """Return the line below a passage: its place and its score, or that only the heading of its document matches."""
    if hit.matched == "heading":
        return clean(f"   {hit.document.id}, {_IN_HEADING}")
    by = {"translation": _BY_TRANSLATION, "meaning": _BY_MEANING}.get(hit.matched, "")
    return clean(f"   {permanent_reference_to(hit.document.id, hit.passage)}{_score(hit.score)}{by}")


def correction_lines(passage: Passage) -> list[str]:
    """Return a line for each correction of a passage: what was corrected, by whom and when."""
    return [f"   {clean(note)}" for note in correction_notes(passage)]


def found_lines(found: FoundPassage) -> list[str]:
    """Return the lines below a passage found by a permanent reference: its present one, and what has changed since."""
    changes = {
        "moved": "the passage has moved since the reference was made",
        "split": "the text has been divided into other sentences since the reference was made",
        "changed": "the wording has been changed since the reference was made",
    }
    note = changes.get(found.found)
    return [clean(f"   {found.reference}"), *([f"   {note}"] if note else [])]


def document_line(hit: DocumentHit) -> str:
    """Return the line below a document: its id, and how many of its passages match or that only its heading does."""
    if hit.matched == "heading":
        return clean(f"   {hit.document.id}, {_IN_HEADING}")
    by = _BY_TRANSLATION if hit.matched == "translation" else ""
    return clean(f"   {hit.document.id}, {counted(hit.passages, 'passage')}{_score(hit.score)}{by}")


def example_line(example: Hit) -> str:
    """Return the line below the example of a translation: its place."""
    return clean(f"   {permanent_reference_to(example.document.id, example.passage)}")


def title(document: Metadata) -> str:
    """Return a document's title, or its id if it has none."""
    return clean(document.title or document.id)


def date_and_shelfmark(document: Metadata) -> list[str]:
    """Return a document's date and shelfmark as its source has them, as far as they are known."""
    facts = (document.date_text or document.date, document.reference.text if document.reference is not None else "")
    return [clean(fact) for fact in facts if fact]


def labelled_details(document: Metadata) -> list[tuple[str, str]]:
    """Return a document's other metadata, custom fields included, with their labels, as far as they are known."""
    labelled = (
        ("Russian title", document.title_ru), ("Place", document.place), ("Author", document.author),
        ("Recipient", document.recipient), ("Translator", document.translator),
        ("Contributor", document.contributor), ("Publisher", document.publisher), ("Citation", document.citation),
        ("Summary", document.summary), ("Credits", document.credits), *document.fields.items(),
    )  # fmt: skip
    return [(clean(label), clean(value)) for label, value in labelled if value]


def translation_pair(equivalent: Translation) -> str:
    """Return the two words of a translation."""
    return f"{clean(equivalent.ru)} = {clean(equivalent.en)}"


def translation_evidence(equivalent: Translation) -> str:
    """Return a translation's probability each way, how many beads have it, and which dictionaries do."""
    beads = counted(equivalent.beads, "bead") if equivalent.beads else ""
    known = [f"ru > en {equivalent.to_en:.2f}", f"en > ru {equivalent.to_ru:.2f}", beads, *equivalent.dictionaries]
    return "  ".join(clean(fact) for fact in known if fact)


def observed_lines(translation: Translation) -> list[str]:
    """Return the lines that count a translation in the passages of its word; none if it was not seen there."""
    observed = translation.observed
    if observed is None or not observed.occurrences:
        return []

    def listed(counts: Iterable[tuple[str | None, int]], unknown: str) -> str:
        return ", ".join(f"{clean(value) if value is not None else unknown} {count:,}" for value, count in counts)

    shown = observed.passages[:MAX_REFERENCES]
    hidden = len(observed.passages) - len(shown)
    more = f" and {hidden:,} more" if hidden else ""
    return [
        f"   {counted(observed.occurrences, 'occurrence')}: {listed(observed.by_year, 'undated')}",
        f"   by translator: {listed(observed.by_translator, 'not named')}",
        f"   in: {', '.join(map(clean, shown))}{more}",
    ]


def with_asterisks(text: str, marks: Iterable[Mark]) -> str:
    """Return a text with ``**`` around its marks; adjacent marks share one pair."""
    return asterisked(marked_runs(text, [mark[:2] for mark in marks]))


def page_lines(passages: Iterable[Passage]) -> Iterator[tuple[Passage, str]]:
    """Yield each passage with a line that names its pages, empty if they are those of the passage before it."""
    before: dict[Side, tuple[PageNumber, ...]] = {}
    for passage in passages:
        new: list[str] = []
        for side in SIDES:
            text = passage.side(side)
            if text is not None and text.pages and text.pages[-1:] != before.get(side, ())[-1:]:
                label = ", ".join(page.label or str(page.number) for page in text.pages)
                new.append(f"{side} p. {clean(label)}")
                before[side] = text.pages
        yield passage, f"[{'; '.join(new)}]" if new else ""


def needs_empty_line_before(passage: Passage) -> bool:
    """Return whether a passage begins a paragraph other than the document's first."""
    return passage.number > 1 and any(side is not None and side.opens_paragraph for side in (passage.ru, passage.en))


def _score(value: float) -> str:
    """Return a score after a comma; empty for 0, the score of a query that only filters."""
    return f", score {value:.2f}" if value else ""
