"""The words of each document by the numbers of their forms, in order: what statistics count, without the texts.

Each side of a document is one row of bytes with three columns: the number of each word's form, the number of words in
each sentence, and the number of sentences in each passage.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from bisearch.model import SIDES
from bisearch.storage.checksums import add_checksum, verify_checksum
from bisearch.storage.short_numbers import ShortNumbers, pack_columns, short_numbers, unpack_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import Side


class DocumentTokens(NamedTuple):
    """The words of one side of a document.

    Attributes:
        forms: the number of each word's form, in order.
        sentences: the number of words in each sentence.
        passages: the number of sentences in each passage; 0 for a passage that lacks the side.
    """

    forms: array[int]
    sentences: array[int]
    passages: array[int]


class PackedTokens(NamedTuple):
    """The columns of `DocumentTokens` as they are stored."""

    forms: ShortNumbers
    sentences: ShortNumbers
    passages: ShortNumbers

    def unpacked(self) -> DocumentTokens:
        """Return the numbers.

        Raises:
            ValueError: the sentences do not have as many words as the document, or the passages not as many sentences.
        """
        tokens = DocumentTokens(*(column.numbers() for column in self))
        if sum(tokens.sentences) != len(tokens.forms) or sum(tokens.passages) != len(tokens.sentences):
            raise ValueError("the sentences or passages of a document do not fit its words")
        return tokens


def pack_tokens(tokens: DocumentTokens, first_passage: int, side: Side, seed: int) -> bytes:
    """Return the stored form of one side of a document.

    Args:
        tokens: the words.
        first_passage: number of the document's first passage.
        side: the side.
        seed: the seed of the index, which the checksum covers; see `Identity.seed`.
    """
    return add_checksum(pack_columns(map(short_numbers, tokens)), first_passage, SIDES.index(side), seed=seed)


def read_packed_tokens(stored: bytes, first_passage: int, side: Side, seed: int) -> PackedTokens:
    """Return the columns of one side of a document; arguments as in `pack_tokens`.

    Raises:
        ValueError: the row is damaged.
    """
    packed = verify_checksum(stored, first_passage, SIDES.index(side), seed=seed)
    return PackedTokens(*unpack_columns(packed, len(PackedTokens._fields)))


def joined_tokens(passages: Iterable[tuple[array[int], array[int]] | None]) -> DocumentTokens:
    """Return the words of one side of a document.

    Args:
        passages: for each passage the numbers of its forms, and of the words in each of its sentences; None for a
            passage that lacks the side.
    """
    tokens = DocumentTokens(array("I"), array("I"), array("I"))
    for passage in passages:
        if passage is not None:
            tokens.forms.extend(passage[0])
            tokens.sentences.extend(passage[1])
        tokens.passages.append(len(passage[1]) if passage is not None else 0)
    return tokens
