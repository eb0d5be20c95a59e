"""Numbers and quantities that the other side seems to lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.audit.findings import Doubt, TextSpan
from bisearch.model import SIDES, other
from bisearch.notation.number_words import words_for
from bisearch.notation.quantities import looks_like
from bisearch.notation.quantity import same_quantity
from bisearch.similarity.ocr_confusion import ocr_distance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.audit.passage_texts import AuditedText, Bitext
    from bisearch.model import Side
    from bisearch.notation.quantity import Quantity

# A word for a number of at least this many letters may have this many misread letters or letters of an ending.
LEAST_MISSPELLED, MOST_MISSPELLED = 5, 2
NAMES: dict[Side, str] = {"ru": "Russian", "en": "English"}


def check_numbers(bitext: Bitext) -> Iterator[Doubt]:
    """Yield the numbers of each side that no number on the other side, or in the passages around, may stand for.

    If each side has one that the other lacks, they are one question.
    """
    if not bitext.has_both:
        return
    missing = {
        side: [each for each in stated_numbers(bitext.texts[side]) if is_missing(each, bitext, side)] for side in SIDES
    }
    confidence = bitext.passage.confidence
    pairs = min(map(len, missing.values()))
    for ru, en in zip(missing["ru"][:pairs], missing["en"][:pairs], strict=True):
        texts = (written(bitext.texts["ru"], ru), written(bitext.texts["en"], en))
        question = f"The Russian has “{texts[0]}” and the English “{texts[1]}”: is it the same number?"
        yield Doubt("number", "ru", (TextSpan(ru.start, ru.end),), (TextSpan(en.start, en.end),), question, confidence)
    for side in SIDES:
        for each in missing[side][pairs:]:
            text = written(bitext.texts[side], each)
            question = f"The {NAMES[side]} has “{text}”: where is this number in the {NAMES[other(side)]}?"
            yield Doubt("number", side, (TextSpan(each.start, each.end),), (), question, confidence)


def stated_numbers(text: AuditedText) -> list[Quantity]:
    """Return the numbers of a text that a translation has to state, outside dates, each value once."""
    found: dict[float, Quantity] = {}
    for each in text.quantities:
        if each.is_stated and not any(date.start < each.end and each.start < date.end for date in text.dates):
            found.setdefault(each.value, each)
    return list(found.values())


def is_missing(quantity: Quantity, bitext: Bitext, side: Side) -> bool:
    """Return whether no number opposite, or in the passages around, may stand for a number."""
    opposite = bitext.opposite(side)
    if any(same_quantity(quantity, each) for text in opposite for each in text.quantities):
        return False
    return not any(looks_like(quantity, text.text) or _is_misspelled(quantity, text) for text in opposite)


def _is_misspelled(quantity: Quantity, text: AuditedText) -> bool:
    """Return whether a text has a misspelled word for a number: одиинадцать."""
    words = [word for word in words_for(quantity.value) if len(word) >= LEAST_MISSPELLED]
    return any(
        form[:2] == word[:2]
        and abs(len(form) - len(word)) <= MOST_MISSPELLED
        and ocr_distance(form, word) <= MOST_MISSPELLED
        for word in words
        for form in text.words.forms
    )


def written(text: AuditedText, quantity: Quantity) -> str:
    """Return a number as written, on one line."""
    return " ".join(text.text[quantity.start : quantity.end].split())
