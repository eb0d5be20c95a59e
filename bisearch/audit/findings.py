"""The records of an audit. A finding is a question to a reader, not a verdict on the translation."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bisearch.storage.permanent_references import letters_of, passage_to_dict, permanent_reference_to, sentence_hashes

if TYPE_CHECKING:
    from bisearch.model import Metadata, Passage, Side

Kind: TypeAlias = Literal["omission", "number", "date", "name", "negation", "term"]
KINDS: tuple[Kind, ...] = ("omission", "number", "date", "name", "negation", "term")
# The kinds whose precision and recall the benchmark found good enough; docs/audit-and-verification.md has the figures.
DEFAULT_KINDS: tuple[Kind, ...] = ("omission", "number", "date")
KEY_LENGTH = 10


class TextSpan(NamedTuple):
    """A half-open range of code points of one side's text of a passage."""

    start: int
    end: int


class Doubt(NamedTuple):
    """What one check asks about a passage.

    Attributes:
        kind: the check.
        side: the side whose text raises the question.
        spans: the words of that side that are in question.
        opposite: the words of the other side that may be their counterpart; empty if there are none.
        question: the question, in English.
        confidence: how sure the alignment is of the passage, in [0, 1].
    """

    kind: Kind
    side: Side
    spans: tuple[TextSpan, ...]
    opposite: tuple[TextSpan, ...]
    question: str
    confidence: float


class Finding(NamedTuple):
    """A question about the translation of one passage.

    Attributes:
        kind: ``"omission"``: a sentence without counterpart; ``"number"``, ``"date"``, ``"name"``, ``"negation"``: one
            that the other side seems to lack, or to state otherwise; ``"term"``: a word of the query that nothing on
            the other side seems to translate.
        key: a short hash of the kind, the document, the sentences and the words in question. It stays the same when
            the index is built again or passages get other numbers, so that a finding can be dismissed for good.
        question: the question, in English.
        side: the side whose text raises the question.
        text: the words in question, as written.
        document: the metadata of the document.
        passage: the passage with both sides; a side that it lacks is None.
        marks_ru: the words in question, or their possible counterpart, on the Russian side, in order.
        marks_en: the same on the English side.
    """

    kind: Kind
    key: str
    question: str
    side: Side
    text: str
    document: Metadata
    passage: Passage
    marks_ru: tuple[TextSpan, ...]
    marks_en: tuple[TextSpan, ...]

    @property
    def reference(self) -> str:
        """The permanent reference to the passage."""
        return str(permanent_reference_to(self.document.id, self.passage))

    def marks(self, side: Side) -> tuple[TextSpan, ...]:
        """Return the marks of one side."""
        return self.marks_ru if side == "ru" else self.marks_en

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as ``bisearch audit --json`` prints it."""
        passage = passage_to_dict(self.document.id, self.passage)
        for side, marks in (("ru", self.marks_ru), ("en", self.marks_en)):
            if passage[side] is not None:
                passage[side]["marks"] = [[mark.start, mark.end] for mark in marks]
        return {
            "kind": self.kind,
            "key": self.key,
            "question": self.question,
            "side": self.side,
            "text": self.text,
            "reference": self.reference,
            "document": {"id": self.document.id, "title": self.document.title, "date": self.document.date},
            "passage": passage,
        }


def finding_of(doubt: Doubt, document: Metadata, passage: Passage) -> Finding:
    """Return the finding of a doubt about a passage of a document."""
    text_of_side = passage.side(doubt.side)
    whole = text_of_side.text if text_of_side is not None else ""
    text = " … ".join(whole[span.start : span.end] for span in doubt.spans)
    marks = {doubt.side: doubt.spans}
    return Finding(
        doubt.kind, finding_key(doubt.kind, document.id, passage, text), doubt.question, doubt.side, text, document,
        passage, marks.get("ru", doubt.opposite), marks.get("en", doubt.opposite),
    )  # fmt: skip


def finding_key(kind: Kind, document: str, passage: Passage, text: str) -> str:
    """Return the stable key of a finding: ten letters of base 32 from a SHA-256.

    Args:
        kind: the kind of the finding.
        document: the id of the document.
        passage: the passage; the hashes of its sentences are part of the key, its number is not.
        text: the words in question.
    """
    parts = (kind, document, *sentence_hashes(passage), letters_of(text))
    digest = hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).digest()
    return b32encode(digest)[:KEY_LENGTH].decode().lower()
