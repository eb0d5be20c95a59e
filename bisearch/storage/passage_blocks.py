"""Consecutive passages of a document as one block of bytes: column by column, as compressed JSON.

A block is small, because a hit decompresses a whole block to show one passage.
"""

from __future__ import annotations

import json
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from bisearch.model import SIDES, Passage, PassageCorrection, PassageText, Sentence, WordReading
from bisearch.storage.checksums import verify_checksum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Passages in a block. Larger blocks compress better; smaller ones are faster to read one passage from.
BLOCK = 8
# zlib's own header and checksum are left out: rows have a checksum already.
_RAW = -15
# Bytes of a block after decompression: more than the longest texts have; a damaged file could claim any size.
_MAX_UNPACKED = 64 << 20


def pack_blocks(passages: Iterable[Passage]) -> list[bytes]:
    """Return all passages of a document, numbered consecutively, as blocks."""
    return list(map(pack_block, in_blocks(passages)))


def in_blocks(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Yield the passages of a document block by block."""
    remaining = iter(passages)
    while block := list(islice(remaining, BLOCK)):
        yield block


class Block:
    """The passages of a block; each is built only when asked for, since a hit needs one of several.

    Args:
        packed: one of `pack_blocks`.

    Raises:
        zlib.error: the bytes are not a block. `ValueError` or `TypeError` may be raised too, here or when a passage is
            asked for.
    """

    def __init__(self, packed: bytes) -> None:
        inflated = zlib.decompressobj(_RAW)
        text = inflated.decompress(packed, _MAX_UNPACKED)
        if not inflated.eof:
            raise ValueError("a block of passages is cut short, or too long")
        # Only blocks with corrected passages have the last column.
        self._first, self._confidences, self._ru, self._en, *corrected = json.loads(text)
        self._corrected: list[Any] | None = corrected[0] if corrected else None

    def __len__(self) -> int:
        return len(self._confidences)

    def __iter__(self) -> Iterator[Passage]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> Passage:
        ru, en = _side(place, *self._ru), _side(place, *self._en)
        passage = Passage(self._first + place, ru, en, self._confidences[place])
        return passage if self._corrected is None else _corrected(passage, *self._corrected[place])


def read_stored_block(first: int, row: bytes, seed: int = 0) -> Block:
    """Return a stored block; its checksum covers the index, by its seed, and the number of its first passage."""
    return Block(verify_checksum(row, first, seed=seed))


def pack_block(passages: Sequence[Passage]) -> bytes:
    """Return the passages of one block as bytes."""
    columns: list[Any] = [
        passages[0].number,
        [passage.confidence for passage in passages],
        *(_columns([passage.side(side) for passage in passages]) for side in SIDES),
    ]
    if any(passage.corrections for passage in passages):
        columns.append([[passage.corrections, *map(_readings, (passage.ru, passage.en))] for passage in passages])
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), wbits=_RAW)


def _readings(side: PassageText | None) -> tuple[WordReading, ...]:
    return side.readings if side is not None else ()


def _corrected(passage: Passage, corrections: list[list[str]], ru: list[list[Any]], en: list[list[Any]]) -> Passage:
    """Return a passage with its corrections, and with the readings of words on each side."""
    sides = [
        side._replace(readings=tuple(WordReading(*each) for each in readings)) if side is not None else None
        for side, readings in ((passage.ru, ru), (passage.en, en))
    ]
    made = tuple(PassageCorrection(*each) for each in corrections)
    return passage._replace(ru=sides[0], en=sides[1], corrections=made)


def _columns(sides: Sequence[PassageText | None]) -> list[tuple[Any, ...]]:
    """Return one side of the passages as columns: texts, paragraph flags, gaps and sentence offsets.

    A gap is the number of code points between the end of the previous text, taken to be as long in the document as it
    is here, and the start of this one. Sentence offsets count from the start of the text; 0 means a single sentence
    that spans the whole text. A fifth column has the pages, if there are any.
    """
    rows: list[tuple[str | None, int, int, list[int] | int]] = []
    pages = [side.pages if side is not None else () for side in sides]
    end = 0
    for side in sides:
        if side is None:
            rows.append((None, 0, 0, 0))
            continue
        start = side.sentences[0].start
        offsets = [place - start for sentence in side.sentences for place in sentence]
        is_whole = offsets == [0, len(side.text)]
        rows.append((side.text, int(side.opens_paragraph), start - end, 0 if is_whole else offsets))
        end = start + len(side.text)
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True))
    return [*columns, tuple(pages)] if any(pages) else columns


def _side(  # noqa: PLR0913, PLR0917 -- the columns
    place: int,
    texts: list[str | None],
    opening: list[int],
    gaps: list[int],
    inner: list[list[int] | int],
    pages: list[list[tuple[int, str]]] | None = None,
) -> PassageText | None:
    text, offsets = texts[place], inner[place]
    if text is None:
        return None
    start = sum(gaps[: place + 1]) + sum(map(len, filter(None, texts[:place])))
    if isinstance(offsets, int):
        sentences: tuple[Sentence, ...] = (Sentence(start, start + len(text)),)
    else:
        pairs = zip(offsets[::2], offsets[1::2], strict=True)
        sentences = tuple(Sentence(start + first, start + last) for first, last in pairs)
    if pages is None:
        return PassageText(text, sentences, bool(opening[place]), ())
    from bisearch.places import PageNumber  # noqa: PLC0415 -- a search starts faster without

    on_pages = tuple(PageNumber(*page) for page in pages[place])
    return PassageText(text, sentences, bool(opening[place]), on_pages)
