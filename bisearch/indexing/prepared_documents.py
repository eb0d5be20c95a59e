"""What preparing a batch of documents makes: their passages in columns of numbers, ready to be written."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bisearch.storage.document_tokens import DocumentTokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bisearch.analysis.casing import Usage
    from bisearch.model import Metadata, Origin, Side


class PreparedText(NamedTuple):
    """One side of a passage.

    Attributes:
        forms: the form of each word, as an index into `PreparedBatch.forms`.
        further_terms: index terms besides those of the forms, by position: of each date, at its first word, of the
            second readings of hyphens, and of people's readings of a word.
        sentences: the number of words in each sentence.
    """

    forms: array[int]
    further_terms: Mapping[int, tuple[str, ...]]
    sentences: array[int]


class PreparedSide:
    """One side of all passages of a document, column by column, which takes a fraction of the memory of the parts.

    Attributes:
        tokens: the words; the numbers of their forms are indexes into `PreparedBatch.forms`.
    """

    def __init__(self) -> None:
        self.tokens = DocumentTokens(array("I"), array("I"), array("I"))
        self._further: dict[int, Mapping[int, tuple[str, ...]]] = {}

    def append(self, text: PreparedText | None) -> None:
        """Add the next passage; None if it lacks the side."""
        forms, sentences, passages = self.tokens
        if text is not None:
            forms.extend(text.forms)
            sentences.extend(text.sentences)
            if text.further_terms:
                self._further[len(passages)] = text.further_terms
        passages.append(0 if text is None else len(text.sentences))

    def terms(self, terms: Sequence[tuple[str, ...]]) -> set[str]:
        """Return all index terms of the side.

        Args:
            terms: those of each form.
        """
        further = chain.from_iterable(each.values() for each in self._further.values())
        return set(chain.from_iterable(chain(map(terms.__getitem__, set(self.tokens.forms)), further)))

    def passages(self) -> Iterator[PreparedText | None]:
        """Yield the side of each passage; None if it lacks the side."""
        forms, sentences, passages = self.tokens
        first_form = first_sentence = 0
        for number, count in enumerate(passages):
            if not count:
                yield None
                continue
            words = sentences[first_sentence : first_sentence + count]
            end = first_form + sum(words)
            yield PreparedText(forms[first_form:end], self._further.get(number, {}), words)
            first_form, first_sentence = end, first_sentence + count


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document, aligned and divided into passages.

    Attributes:
        metadata: the document's description.
        origin: the source that the document was read from.
        fields: the form of each word of each metadata field, as an index into `PreparedBatch.forms`.
        sides: the two sides of its passages.
        blocks: the passages as `bisearch.storage.passage_blocks` stores them.
        places: the places of the words of each text that has pages, packed.
        corrections: the hash of the document's corrections; empty if it has none.
        uncorrected: the passages without corrections of the alignment, packed; empty if there are no such corrections.
    """

    metadata: Metadata
    origin: Origin
    fields: dict[str, array[int]]
    sides: Mapping[Side, PreparedSide]
    blocks: list[bytes]
    places: Mapping[Side, bytes] = field(default_factory=dict)
    corrections: str = ""
    uncorrected: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """Documents that were prepared together.

    Attributes:
        documents: the prepared documents, in the order of the sources.
        forms: the form of each spelling in the documents; several spellings may share a form.
        analysed: lemmas of the forms that are new to the processor that prepared this batch, and to the index if the
            processor can see it.
        usage: how often each word is written in lower and upper case.
    """

    documents: list[PreparedDocument]
    forms: list[str]
    analysed: dict[str, tuple[str, ...]]
    usage: Usage
