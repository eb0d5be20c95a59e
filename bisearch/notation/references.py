"""Archival shelfmarks: fond, opis, delo, list, in either script."""

from __future__ import annotations

import re

from bisearch.model import Reference

_PARTS = {
    "fond": r"(?:[fFфФ]\.|[Ff]ond|[Фф]онд)",
    "opis": r"(?:[oO]p\.|[оО]п\.|[Oo]pis|[Оо]пись)",
    "delo": r"(?:[dDдД]\.|[Dd]elo|[Дд]ело)",
    "list": r"(?:[lL]{1,2}\.|[лЛ]{1,2}\.|[Ll]ists?|[Лл]исты?)",
}
_VALUES = {"list": r"\d+(?:\s*об\.?|\s*ob\.?)?(?:\s*[-–—,]\s*\d+(?:\s*об\.?)?)*"}
# A name with two capital letters or more, as ЦГАОР; bounded, and sought only where a word begins.
_ARCHIVE = r"(?:(?<![\w-])(?P<archive>[A-ZА-ЯЁ](?=[\w()-]{0,20}[A-ZА-ЯЁ])[\w()-]{1,40})[,.;:]?\s+)?"
_REFERENCE = re.compile(
    _ARCHIVE
    + r"[,.;]?\s*".join(
        rf"(?:{mark}\s*(?P<{name}>{_VALUES.get(name, r'[0-9]+[а-яa-z]?')}))" + ("" if name == "fond" else "?")
        for name, mark in _PARTS.items()
    )
)


def find_reference(text: str) -> Reference | None:
    """Return the first archival reference in a text.

    Args:
        text: a citation, or the reference itself.

    Returns:
        Its parts as written, e.g. fond 558, opis 11, delo 102, list 0106; None where there is none.
    """
    match = _REFERENCE.search(text)
    if match is None:
        return None
    parts = {name: value or "" for name, value in match.groupdict().items()}
    return Reference(" ".join(match.group().split()).rstrip(",.; "), **parts)
