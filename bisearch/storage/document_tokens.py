"""The words of each document by the numbers of their forms, in order: what statistics count, without the texts.

Each side of a document is one row of bytes: a header, the number of each word's form, the number of words in each
sentence, and the number of sentences in each passage.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate, pairwise
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from bisearch.model import SIDES
from bisearch.storage.checksums import add_checksum, verify_checksum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bisearch.model import Side

# The numbers of words, sentences and passages.
_HEADER = Struct("<3I")
# Bytes of a number: of a form, of the words of a sentence, of the sentences of a passage.
_NUMBER = 4
# zlib's own header and checksum are left out: rows have a checksum already. The fastest level is within a tenth of the
# best one, as most numbers are below 65,536 and differ.
_RAW, _LEVEL = -15, 1
# Bytes of a row after decompression: more than the longest texts have; a damaged file could claim any size.
_MAX_UNPACKED = 256 << 20


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
    """The three columns of `DocumentTokens` as bytes, each number in four bytes in the byte order of the machine."""

    forms: bytes
    sentences: bytes
    passages: bytes


def pack_tokens(tokens: DocumentTokens, first_passage: int, side: Side, seed: int) -> bytes:
    """Return the stored form of one side of a document.

    Args:
        tokens: the words.
        first_passage: number of the document's first passage.
        side: the side.
        seed: the seed of the index, which the checksum covers; see `Identity.seed`.
    """
    columns = [_little_endian(column) for column in tokens]
    plain = _HEADER.pack(*map(len, tokens)) + b"".join(columns)
    return add_checksum(zlib.compress(plain, _LEVEL, _RAW), first_passage, SIDES.index(side), seed=seed)


def unpack_tokens(stored: bytes, first_passage: int, side: Side, seed: int) -> PackedTokens:
    """Return the columns of one side of a document; arguments as in `pack_tokens`.

    Raises:
        ValueError: the row is damaged.
        zlib.error: the same.
    """
    packed = verify_checksum(stored, first_passage, SIDES.index(side), seed=seed)
    inflated = zlib.decompressobj(_RAW)
    plain = inflated.decompress(packed, _MAX_UNPACKED)
    counts = _HEADER.unpack_from(plain) if len(plain) >= _HEADER.size else (0, 0, 0)
    if not inflated.eof or len(plain) != _HEADER.size + _NUMBER * sum(counts):
        raise ValueError(f"the words of the document at passage {first_passage} are cut short, or too long")
    ends = list(accumulate((_NUMBER * count for count in counts), initial=_HEADER.size))
    columns = (plain[start:end] for start, end in pairwise(ends))
    return PackedTokens(*(columns if sys.byteorder == "little" else map(_swapped, columns)))


def read_tokens(columns: PackedTokens) -> DocumentTokens:
    """Return the numbers of packed columns.

    Raises:
        ValueError: the sentences do not have as many words as the document, or the passages not as many sentences.
    """
    tokens = DocumentTokens(*(array("I") for _ in columns))
    for numbers, column in zip(tokens, columns, strict=True):
        numbers.frombytes(column)
    if sum(tokens.sentences) != len(tokens.forms) or sum(tokens.passages) != len(tokens.sentences):
        raise ValueError("the sentences or passages of a document do not fit its words")
    return tokens


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


def unpacked_rows(rows: Iterable[tuple[int, bytes]], side: Side, seed: int) -> Iterator[tuple[int, PackedTokens]]:
    """Yield the columns of stored rows with the numbers of the first passages of their documents."""
    for first, stored in rows:
        yield first, unpack_tokens(stored, first, side, seed)


def _little_endian(column: array[int]) -> bytes:
    return column.tobytes() if sys.byteorder == "little" else _swapped(column.tobytes())


def _swapped(column: bytes) -> bytes:
    numbers = array("I", column)
    numbers.byteswap()
    return numbers.tobytes()
