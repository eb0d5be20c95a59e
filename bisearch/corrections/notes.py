"""What a passage says of its corrections: what was corrected, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bisearch.model import Passage, PassageCorrection

# What each kind of a bead's correction did to the passage.
DONE = {"merge": "merged", "split": "split", "link": "linked", "unlink": "unlinked"}


def correction_notes(passage: Passage) -> list[str]:
    """Return a text for each correction of a passage, in order; the texts of its source are as the source has them."""
    readings = {
        reading.correction: (text.text[reading.start : reading.end], reading.text)
        for text in (passage.ru, passage.en)
        if text is not None
        for reading in text.readings
    }
    return [_note(each, readings.get(each.id)) for each in passage.corrections]


def _note(correction: PassageCorrection, reading: tuple[str, str] | None) -> str:
    if reading is not None:
        what = f"{reading[0]} read as {reading[1]}"
    else:
        what = f"alignment corrected ({DONE.get(correction.kind, correction.kind)})"
    note = f": {correction.note}" if correction.note else ""
    return f"{what} by {correction.who}, {correction.when[:10]}, {correction.id}{note}"
