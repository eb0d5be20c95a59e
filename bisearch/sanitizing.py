"""Texts of unknown hands made harmless: nothing in them commands a terminal or turns the order of what is shown.

Terminals obey control characters and escape sequences; bidirectional controls make a line read as what it is not. Both
come with documents, ids, file names and queries. Text for people shows a replacement character instead; JSON and XML
keep them exactly, as escapes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_HARMLESS = "\u00ad\u200c\u200d"  # format characters that real texts hold: soft hyphen, joiners
# What JSON may hold as it is, and a terminal should not get: C1 controls, format and bidirectional controls, line
# separators, halves of surrogate pairs. JSON itself escapes the C0 controls.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Return a text of the same length that a terminal can show: blanks as spaces, what would command it replaced."""
    return "".join(map(_clean, text)) if not (text.isascii() and text.isprintable()) else text


def clean_lines(text: str) -> str:
    """Return the same for a text of several lines, whose line feeds stay."""
    return "\n".join(map(clean, text.split("\n")))


def to_json(record: Any, *, indent: int | None = None) -> str:
    """Return a record as JSON; what would command a terminal is escaped, so that reading it gives back the same."""
    return _UNSAFE.sub(
        lambda match: f"\\u{ord(match.group()):04x}", json.dumps(record, ensure_ascii=False, indent=indent)
    )


def to_xml(text: str) -> str:
    """Return a text as XML 1.0 character data: what XML cannot hold is left out, what commands a terminal escaped."""
    legal = (character for character in text if character >= " " or character in "\t\n\r")
    escaped = "".join(legal).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _UNSAFE.sub(_reference, escaped).replace("\ufffe", "").replace("\uffff", "")


def _reference(match: re.Match[str]) -> str:
    code = ord(match.group())
    return "" if 0xD800 <= code <= 0xDFFF else f"&#x{code:X};"


def _clean(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _HARMLESS:
        return "\N{REPLACEMENT CHARACTER}"
    return character
