"""Untrusted text made safe to print: it cannot send terminal escapes or reorder what is shown.

Documents, ids, file names and queries may hold control characters and escape sequences, which a terminal obeys, and
bidirectional controls, which make a line read as something else. Text for people shows a replacement character instead.
JSON and XML keep these characters as escapes.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from bisearch.lazy_pattern import lazy_pattern

_HARMLESS = "\u00ad\u200c\u200d"  # format characters of ordinary text: soft hyphen, zero-width (non-)joiner
# JSON and XML may hold these unescaped, but a terminal must not get them: C1 controls, format and bidirectional
# controls, line separators, halves of surrogate pairs, and invisible characters that can hide a text in another: tags,
# selectors of variants, and what Unicode reserves for the same. JSON itself escapes the C0 controls.
_UNSAFE = lazy_pattern(
    "[\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Not a character of XML 1.0, not even as an escape.
_FORBIDDEN_IN_XML = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text that is safe on one line of a terminal, with the same length.

    Each whitespace character becomes a space; each control or format character becomes U+FFFD.
    """
    # What is printable has no other whitespace than spaces, and no control or format character.
    if text.isprintable() and (text.isascii() or _UNSAFE.search(text) is None):
        return text
    return "".join(map(_clean, text))


def clean_lines(text: str) -> str:
    """Return a text that is safe on a terminal, with the same length and the same line feeds."""
    return "\n".join(map(clean, text.split("\n"))) if "\n" in text else clean(text)


def to_json(record: Any, *, indent: int | None = None) -> str:
    """Return a record as JSON that is safe on a terminal and parses to the same record."""
    return _UNSAFE.sub(lambda match: _json_escape(match.group()), json.dumps(record, ensure_ascii=False, indent=indent))


def _json_escape(character: str) -> str:
    """Return a character as JSON escapes it: as one UTF-16 unit, or as two."""
    return json.dumps(character)[1:-1] if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"


def without_xml_forbidden(text: str) -> str:
    """Return a text without the characters that XML 1.0 forbids."""
    return _FORBIDDEN_IN_XML.sub("", text)


def escape_in_xml(document: str) -> str:
    """Return an XML document that is safe on a terminal and parses to the same content.

    Args:
        document: serialized XML whose tags and attributes are ASCII, without characters that XML forbids.
    """
    return _UNSAFE.sub(lambda match: f"&#x{ord(match.group()):X};", document)


def _clean(character: str) -> str:
    if character.isspace():
        return " "
    is_control = unicodedata.category(character) in {"Cc", "Cf", "Cs"} or _UNSAFE.match(character) is not None
    return "\N{REPLACEMENT CHARACTER}" if is_control and character not in _HARMLESS else character
