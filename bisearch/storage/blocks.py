"""Passages as bytes, some consecutive ones of a document together: column by column, as compressed JSON.

The JSON is in windows-1251, in which Russian and English letters are a byte each; other characters are JSON's escapes.
Beside UTF-8 this saves an eighth after compression, and time.
"""

from __future__ import annotations

import codecs
import json
import zlib
from typing import TYPE_CHECKING

from bisearch.model import SIDES, Passage, PassageText, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Passages in a block: more compress better, fewer are quicker to read one of.
BLOCK = 32
_ENCODING, _ESCAPED = "cp1251", "bisearch.json"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 -- nothing else is asked of it
    characters = error.object[error.start : error.end]
    return json.dumps(characters)[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)


def packed_blocks(passages: Sequence[Passage]) -> list[bytes]:
    """Return all passages of a document as blocks."""
    return [_pack(passages[start : start + BLOCK]) for start in range(0, len(passages), BLOCK)]


class Block:
    """The passages of a block, each made when it is asked for: a hit is one of many.

    Args:
        packed: one of `packed_blocks`.

    Raises:
        zlib.error: these are no such bytes; or `ValueError`, or `TypeError`, here or when a passage is asked for.
    """

    def __init__(self, packed: bytes) -> None:
        self._numbers, self._confidences, self._ru, self._en = json.loads(zlib.decompress(packed).decode(_ENCODING))

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Passage]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> Passage:
        ru, en = (_side(*(column[place] for column in columns)) for columns in (self._ru, self._en))
        return Passage(self._numbers[place], ru, en, self._confidences[place])


def _pack(passages: Sequence[Passage]) -> bytes:
    sides = [[passage.side(side) for passage in passages] for side in SIDES]
    columns = (
        [passage.number for passage in passages],
        [passage.confidence for passage in passages],
        *(
            (
                [text and text.text for text in texts],
                [text and int(text.opens_paragraph) for text in texts],
                [text and [place for each in text.sentences for place in (each.start, each.end)] for text in texts],
            )
            for texts in sides
        ),
    )
    packed = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(packed.encode(_ENCODING, _ESCAPED))


def _side(text: str | None, opens_paragraph: int | None, offsets: list[int] | None) -> PassageText | None:
    if text is None or offsets is None:
        return None
    sentences = tuple(Sentence(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))
    return PassageText(text, sentences, bool(opens_paragraph))
