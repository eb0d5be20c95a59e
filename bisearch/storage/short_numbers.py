"""Columns of whole numbers in two bytes each, with the few greater ones apart: small, and read without a loop."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# In place of a number that two bytes cannot hold.
LONG = 0xFFFF
SHORT_BYTES, LONG_BYTES = 2, 4


class ShortNumbers(NamedTuple):
    """A column of numbers below 2 ** 32, in the byte order of the machine.

    Attributes:
        shorts: two bytes for each number; `LONG` for one that is among the longs.
        longs: four bytes for each number from `LONG` on, in order.
    """

    shorts: bytes
    longs: bytes

    def numbers(self) -> array[int]:
        """Return the numbers.

        Raises:
            ValueError: there are not as many longs as the shorts refer to.
        """
        shorts, longs = array("H"), array("I")
        shorts.frombytes(self.shorts)
        longs.frombytes(self.longs)
        if shorts.count(LONG) != len(longs):
            raise ValueError("a column of numbers does not fit its greater ones")
        left = iter(longs)
        return array("I", (next(left) if short == LONG else short for short in shorts))


def short_numbers(numbers: Iterable[int]) -> ShortNumbers:
    """Return a column of numbers below 2 ** 32."""
    given = array("I", numbers)
    if max(given, default=0) < LONG:  # as in most columns
        return ShortNumbers(array("H", given).tobytes(), b"")
    shorts = array("H", (min(number, LONG) for number in given))
    return ShortNumbers(shorts.tobytes(), array("I", (number for number in given if number >= LONG)).tobytes())


def pack_columns(columns: Iterable[ShortNumbers]) -> bytes:
    """Return columns as bytes: the sizes of their parts, then the parts, all little-endian."""
    parts = [part for column in columns for part in column]
    sizes = array("I", map(len, parts))
    return b"".join(map(_swapped_if_big, (sizes.tobytes(), *parts), (LONG_BYTES, *_WIDTHS * (len(parts) // 2))))


def unpack_columns(packed: bytes, count: int) -> Iterator[ShortNumbers]:
    """Yield the columns that `pack_columns` packed.

    Args:
        packed: the bytes.
        count: the number of columns.

    Raises:
        ValueError: the bytes are cut short, or too many.
    """
    sizes = array("I")
    end = 2 * LONG_BYTES * count
    sizes.frombytes(_swapped_if_big(packed[:end], LONG_BYTES))
    if len(packed) != end + sum(sizes) or any(size % width for size, width in zip(sizes, _WIDTHS * count, strict=True)):
        raise ValueError("columns of numbers are cut short, or too long")
    for place in range(0, len(sizes), 2):
        middle = end + sizes[place]
        start, end = end, middle + sizes[place + 1]
        yield ShortNumbers(
            _swapped_if_big(packed[start:middle], SHORT_BYTES), _swapped_if_big(packed[middle:end], LONG_BYTES)
        )


_WIDTHS = (SHORT_BYTES, LONG_BYTES)


def _swapped_if_big(column: bytes, width: int) -> bytes:
    """Return little-endian numbers in the byte order of the machine, or the other way round."""
    if sys.byteorder == "little":
        return column
    numbers = array("H" if width == SHORT_BYTES else "I")
    numbers.frombytes(column)
    numbers.byteswap()
    return numbers.tobytes()
