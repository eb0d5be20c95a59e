"""Numbers in the form in which two texts are compared."""

from __future__ import annotations


def fold_number(digits: str) -> str:
    """Return a number without leading zeros, and a year of the twentieth century without its century.

    Args:
        digits: a number that begins with a digit, e.g. ``0106`` or ``1946``.

    Returns:
        ``106`` and ``46``; a two-digit year may mean 1946. Zero is ``0``.
    """
    number = digits.lstrip("0") or "0"
    return number[2:] if len(number) == 4 and number.startswith("19") else number
