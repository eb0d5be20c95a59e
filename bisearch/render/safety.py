"""Text that a terminal can show, whatever the documents hold."""

from __future__ import annotations

import unicodedata

_HARMLESS = "\u00ad\u200c\u200d"  # format characters that real texts hold: soft hyphen, joiners


def clean(text: str) -> str:
    """Return a text of the same length that a terminal can show: blanks as spaces, what would command it replaced."""
    return "".join(map(_clean, text)) if not (text.isascii() and text.isprintable()) else text


def _clean(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _HARMLESS:
        return "\N{REPLACEMENT CHARACTER}"
    return character
