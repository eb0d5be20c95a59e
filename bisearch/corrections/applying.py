"""All corrections of a document applied to its passages, with those that no longer apply."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import split_words, without_ending
from bisearch.corrections.bead_corrections import DocumentBeads
from bisearch.corrections.records import BEAD_KINDS, DOCUMENT_KINDS
from bisearch.model import WordReading
from bisearch.storage.permanent_references import sentence_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.corrections.records import Correction
    from bisearch.model import Passage, PassageText, Sentence


class Orphan(NamedTuple):
    """A correction that does not apply, because the state that it corrects is gone.

    Attributes:
        correction: the correction.
        reason: why, in one line in lower case.
    """

    correction: Correction
    reason: str

    def to_dict(self) -> dict[str, str]:
        """Return the id of the correction, its document and the reason, as in JSON."""
        return {"id": self.correction.id, "document": self.correction.document, "reason": self.reason}

    def __str__(self) -> str:
        return f"correction {self.correction.id} ({self.correction.document}): {self.reason}"


class CorrectedPassages(NamedTuple):
    """The passages of a document with its corrections.

    Attributes:
        passages: the passages in order.
        orphans: the corrections that do not apply.
    """

    passages: list[Passage]
    orphans: tuple[Orphan, ...]


def by_document(corrections: Iterable[Correction]) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of documents by the id of the document, in order."""
    found: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.kind in DOCUMENT_KINDS:
            found.setdefault(correction.document, []).append(correction)
    return {document: tuple(each) for document, each in found.items()}


def digest_of(corrections: Iterable[Correction]) -> str:
    """Return a hash of corrections, which an index keeps to know which ones it was made with; empty for none."""
    lines = "\n".join(correction.to_line() for correction in corrections)
    return hashlib.sha256(lines.encode()).hexdigest() if lines else ""


def apply_corrections(passages: Sequence[Passage], corrections: Sequence[Correction]) -> CorrectedPassages:
    """Apply the corrections of a document, each to the state that the corrections before it have left.

    Args:
        passages: the passages of the document, without corrections.
        corrections: the corrections of the document that are not undone, in the order in which they were made.

    Returns:
        The corrected passages. A correction applies only if its old state is there, or its new one is there already.
    """
    beads = [correction for correction in corrections if correction.kind in BEAD_KINDS]
    orphans = []
    corrected = list(passages)
    if beads:
        aligned = DocumentBeads(passages)
        orphans += [Orphan(each, reason) for each in beads if (reason := aligned.apply(each))]
        corrected = aligned.passages()
    for correction in corrections:
        if correction.kind == "word" and (reason := _read_word(corrected, correction)):
            orphans.append(Orphan(correction, reason))
    return CorrectedPassages(corrected, tuple(orphans))


def _read_word(passages: list[Passage], correction: Correction) -> str:
    """Add the reading of a word to the passage that has it; return an empty text, or why there is none."""
    side = correction.side or "ru"
    (wanted,) = correction.sentences
    places = [
        place
        for place, passage in enumerate(passages)
        if (text := passage.side(side)) is not None and wanted in map(sentence_hash, text.sentence_texts())
    ]
    if not places:
        return f"the document no longer has the sentence {wanted}"
    place = min(places, key=lambda place: abs(place + 1 - correction.passage))
    passage = passages[place]
    text = passage.side(side)
    readings = word_readings(text, correction) if text is not None else []
    if text is None or not readings:
        return f"the sentence {wanted} no longer has the word {correction.old!r}"
    text = text._replace(readings=tuple(sorted((*text.readings, *readings))))
    passage = passage._replace(ru=text) if side == "ru" else passage._replace(en=text)
    passages[place] = passage._replace(corrections=(*passage.corrections, correction.of_passage))
    return ""


def word_readings(text: PassageText, correction: Correction) -> list[WordReading]:
    """Return the reading of each occurrence of a word in the sentence that a correction names."""
    written, reading = str(correction.old), str(correction.new)
    return [
        WordReading(start, start + len(written), reading, correction.id)
        for span in text.sentence_offsets()
        if sentence_hash(span.of(text.text)) in correction.sentences
        for start in places_of_word(text, span, written)
    ]


def places_of_word(text: PassageText, span: Sentence, written: str) -> list[int]:
    """Return the offsets at which a sentence of a passage has a word, or several, exactly as written."""
    starts, surfaces = split_words(text.text)
    ends = {
        start + len(surface)
        for start, whole in zip(starts, surfaces, strict=True)
        for surface in (whole, without_ending(whole))
    }
    return [
        start
        for start in starts
        if span.start <= start and start + len(written) <= span.end
        if text.text.startswith(written, start) and start + len(written) in ends
    ]
