"""The words of dates as patterns, and texts folded so that the patterns match them."""

from __future__ import annotations

import re
from functools import cache

from bisearch.notation.date_mentions import MONTH_NAMES
from bisearch.word_lists import read_rows

# Texts are folded first: small letters, one kind of hyphen and space, no quotation marks.
_FOLDED = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("«»„“”\"'’‘`", " "), "ё": "е", "\u00a0": " "})
YEAR_WORD = r"(?:-(?:й|го|м|ом)\b)?(?:\s*(?:года|году|годом|год|г)\b\.?)?"
YEARS_WORD = r"(?:\s*(?:годы|годов|годах|годам|гг|г)\b\.?)"
MONTH = "|".join(MONTH_NAMES)
ROMAN = "[ivxхі]{1,4}"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, compiled once."""
    return re.compile(pattern)


@cache
def any_word(kind: str) -> str:
    """Return the alternatives of the shipped words of a kind, e.g. ``before``, the longest first, as a pattern."""
    rows = [row[1:] for row in read_rows("notation", "date_words.txt", "|") if row[0] == kind]
    words = sorted({word.strip() for row in rows for cell in row for word in cell.split(",")}, key=len, reverse=True)
    patterns = (re.escape(word).replace(r"\ ", r"\s+") + (r"\b" if word[-1:].isalnum() else "") for word in words)
    return f"(?:{'|'.join(patterns)})"


def fold(text: str) -> str:
    """Return a text in small letters with one kind of hyphen and space, and without quotation marks."""
    return " ".join(text.translate(_FOLDED).lower().replace("ё", "е").split())
