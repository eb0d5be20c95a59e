"""Telling Cyrillic from Latin."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Script: TypeAlias = Literal["cyrillic", "latin", "neutral"]


def script_of(form: str) -> Script:
    """Tell a form's script by its first letter; numbers are neutral."""
    for character in form:
        if "\u0400" <= character <= "\u04ff":
            return "cyrillic"
        if character.isalpha():
            return "latin"
    return "neutral"


_CYRILLIC = re.compile("[\u0400-\u0481\u048a-\u04ff]+")


def cyrillic_share(text: str) -> float:
    """Return the share of Cyrillic letters among all letters, in [0, 1]; one half where there are none.

    Where they are most of the text, their share of all characters is told instead: to look at every letter takes long.
    """
    cyrillic = 0 if text.isascii() else sum(map(len, _CYRILLIC.findall(text)))
    if not cyrillic:
        return 0.0 if any(map(str.isalpha, text)) else 0.5
    if 2 * cyrillic > len(text):
        return cyrillic / len(text)
    return cyrillic / sum(map(str.isalpha, text))
