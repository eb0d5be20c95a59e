"""The words of an index as its texts have them, for counts that do not use its columns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import words
from bisearch.model import SIDES

if TYPE_CHECKING:
    import bisearch
    from bisearch.model import Metadata, Side


class PlainSentence(NamedTuple):
    """The words of a sentence, counted without the product's columns.

    Attributes:
        document: the description of its document.
        passage: the number of its passage in the document.
        lemmas: the lemmas of each word.
        forms: the form of each word.
    """

    document: Metadata
    passage: int
    lemmas: list[tuple[str, ...]]
    forms: list[str]


def plain_sentences(index: bisearch.Index) -> dict[Side, list[PlainSentence]]:
    """Return all sentences of an index, read from the texts of its passages."""
    found: dict[Side, list[PlainSentence]] = defaultdict(list)
    with index._open_snapshot() as snapshot:  # noqa: SLF001 -- the lemmas of its words
        for summary in index.documents():
            document = index.document(summary.id)
            assert document is not None
            for passage in document.passages:
                for side in SIDES:
                    text = passage.side(side)
                    if text is None:
                        continue
                    # A word belongs to the sentence in which it begins.
                    tokens = words(text.text)
                    first = text.sentences[0].start
                    lemmas = snapshot.forms.lemmas(set(tokens.forms))
                    for place, sentence in enumerate(text.sentences):
                        until = text.sentences[place + 1].start if place + 1 < len(text.sentences) else 1 << 40
                        forms = [
                            form
                            for start, form in zip(tokens.starts, tokens.forms, strict=True)
                            if (sentence.start if place else 0) <= first + start < until
                        ]
                        found[side].append(
                            PlainSentence(document.metadata, passage.number, [lemmas[form] for form in forms], forms)
                        )
    return found
