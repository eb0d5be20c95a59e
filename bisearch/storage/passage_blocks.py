"""Passages as bytes, some consecutive ones of a document together: column by column, as compressed JSON.

The JSON is in windows-1251, in which Russian and English letters are a byte each; other characters are JSON's escapes.
Beside UTF-8 this saves an eighth after compression, and time. A block is small, since a hit reads the whole of it for
one passage; what a small one does not hold twice, a list of common words gives the compressor to refer to.
"""

from __future__ import annotations

import codecs
import json
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bisearch.model import SIDES, Passage, PassageText, Sentence
from bisearch.storage.checksums import unseal_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Passages in a block: more compress better, fewer are quicker to read one of.
BLOCK = 8
# Common words of both languages, the commonest last; stored blocks refer to its bytes, so it changes with FORMAT only.
WORDS = Path(__file__).with_name("common-words.txt")
_ENCODING, _ESCAPED = "cp1251", "bisearch.json"
# Without zlib's header and checksum: rows have their own.
_RAW = -15


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 -- nothing else is asked of it
    characters = error.object[error.start : error.end]
    return json.dumps(characters)[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)


@cache
def common_words() -> bytes:
    """Return the list of common words, as blocks refer to it."""
    return " ".join(WORDS.read_text(encoding="utf-8").split()).encode(_ENCODING)


@cache
def _compressor() -> Any:
    """Return a compressor that has read the common words, to be copied: that is quicker than to read them again."""
    return zlib.compressobj(wbits=_RAW, zdict=common_words())


def packed_blocks(passages: Sequence[Passage]) -> list[bytes]:
    """Return all passages of a document, numbered one after the other, as blocks."""
    return [_pack(passages[start : start + BLOCK]) for start in range(0, len(passages), BLOCK)]


class Block:
    """The passages of a block, each made when it is asked for: a hit is one of several.

    Args:
        packed: one of `packed_blocks`.

    Raises:
        zlib.error: these are no such bytes; or `ValueError`, or `TypeError`, here or when a passage is asked for.
    """

    def __init__(self, packed: bytes) -> None:
        unpacked = zlib.decompressobj(_RAW, common_words()).decompress(packed)
        self._first, self._confidences, self._ru, self._en = json.loads(unpacked.decode(_ENCODING))

    def __len__(self) -> int:
        return len(self._confidences)

    def __iter__(self) -> Iterator[Passage]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> Passage:
        ru, en = _side(place, *self._ru), _side(place, *self._en)
        return Passage(self._first + place, ru, en, self._confidences[place])


def stored_block(first: int, row: bytes) -> Block:
    """Return a block as it is stored, sealed with the number of its first passage."""
    return Block(unseal_row(row, first))


def _pack(passages: Sequence[Passage]) -> bytes:
    columns = (
        passages[0].number,
        [passage.confidence for passage in passages],
        *(_columns([passage.side(side) for passage in passages]) for side in SIDES),
    )
    packed = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    compressor = _compressor().copy()
    blob: bytes = compressor.compress(packed.encode(_ENCODING, _ESCAPED)) + compressor.flush()
    return blob


def _columns(sides: Sequence[PassageText | None]) -> list[tuple[Any, ...]]:
    """Return of one side's texts in turn: the text, whether it opens a paragraph, where it begins, its sentences.

    A text begins so many code points after the end of the one before, were that as long in the document as it is here.
    Its sentences' starts and ends count from its beginning; 0 stands for one sentence that is all of it.
    """
    rows: list[tuple[str | None, int, int, list[int] | int]] = []
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
    return list(zip(*rows, strict=True))


def _side(
    place: int, texts: list[str | None], opening: list[int], gaps: list[int], inner: list[list[int] | int]
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
    return PassageText(text, sentences, bool(opening[place]))
